!> Data sets and the files they are kept in: data/README.md has their grammar, and
!> what is said of a broken one before the program ends with exit code 2.
module data
    use dataset, only: data_set
    use files, only: files_begin, files_end, files_exists, files_is_folder, files_line, &
                     files_read, writer
    use kinds, only: wp, dp, int64
    use npy, only: npy_read_folder
    use npy_array, only: array_begins
    use program, only: bad_input, program_allocated, program_argument, program_fail
    use text, only: text_count, text_file, text_number, text_of, text_same, text_shown
    implicit none
    private
    public :: data_find, data_read, data_write

    !> A place in a text file: a token of the line, the rest of the line, then the
    !> rest of the file.
    type :: reader
        character(:), allocatable :: program, path, bytes
        integer(int64) :: size = 0               ! of the file, in bytes
        integer(int64) :: first = 1, last = 0    ! the token; first > last: there is none
        integer(int64) :: at = 1, line_end = 0   ! what is left of the line
        integer(int64) :: next = 1               ! where the next line begins
        integer :: line = 0                      ! counted from 1
    end type reader

    character, parameter :: tab = achar(9), newline = achar(10), return = achar(13)

contains

    !> Where the data set NAME is that a program takes when none is asked for: in data/
    !> beside the command, below the current folder, or in TRIPTYCH_DATA.
    function data_find(program, name) result(path)
        character(*), intent(in) :: program, name
        character(:), allocatable :: path, beside, folder
        integer :: length

        beside = program_argument(0)
        beside = beside(:index(beside, '/', back=.true.))
        if (beside == './') beside = ''  ! ./kmeans: its data are shown as data/...
        call get_environment_variable('TRIPTYCH_DATA', length=length)
        allocate (character(length) :: folder)
        call get_environment_variable('TRIPTYCH_DATA', folder)

        path = beside//'data/'//name
        if (.not. files_exists(path)) path = 'data/'//name
        if (.not. files_exists(path) .and. length > 0) path = folder//'/'//name
        if (.not. files_exists(path)) then
            call program_fail(program, bad_input, 'data/'//name//': no such file beside the '// &
                              'program, below the current folder or in TRIPTYCH_DATA')
        end if
    end function data_find

    !> Read a .dat file or a folder of .npy files.
    subroutine data_read(program, path, data)
        character(*), intent(in) :: program, path
        type(data_set), intent(out) :: data

        if (files_is_folder(path)) then
            call npy_read_folder(program, path, data)
        else
            call read_text(program, path, data)
        end if
    end subroutine data_read

    subroutine read_text(program, path, data)
        character(*), intent(in) :: program, path
        type(data_set), intent(inout) :: data
        type(reader) :: file
        integer(int64) :: columns

        file%program = program
        file%path = path
        call files_read(program, path, file%bytes, file%size)
        if (array_begins(file%bytes(:file%size))) then
            call program_fail(program, bad_input, path// &
                              ': expected the folder that holds it, found a .npy file')
        end if
        call read_header(file, data)
        columns = int(data%d, int64) + merge(1, 0, data%classes > 0) + data%targets
        call allocate_rows(file, data, columns)
        call read_rows(file, data, columns)
    end subroutine read_text

    ! Lines and tokens

    !> Go to the next line: up to LF or the end of the file, less one CR.
    subroutine next_line(file, found)
        type(reader), intent(inout) :: file
        logical, intent(out) :: found
        integer(int64) :: length

        file%at = file%next
        found = file%next <= file%size
        if (.not. found) return
        length = index(file%bytes(file%at:file%size), newline, kind=int64) - 1
        if (length < 0) length = file%size - file%at + 1
        file%line_end = file%at + length - 1
        file%next = file%line_end + 2
        if (length > 0) then
            if (file%bytes(file%line_end:file%line_end) == return) file%line_end = file%line_end - 1
        end if
        file%line = file%line + 1
    end subroutine next_line

    subroutine skip_comment(file)
        type(reader), intent(inout) :: file
        integer(int64) :: hash

        hash = index(file%bytes(file%at:file%line_end), '#', kind=int64)
        if (hash > 0) file%line_end = file%at + hash - 2
    end subroutine skip_comment

    !> Go to the next token of the line; found: there is one.
    subroutine next_token(file, found)
        type(reader), intent(inout) :: file
        logical, intent(out) :: found

        do while (file%at <= file%line_end)
            if (.not. is_blank(file%bytes(file%at:file%at))) exit
            file%at = file%at + 1
        end do
        file%first = file%at
        do while (file%at <= file%line_end)
            if (is_blank(file%bytes(file%at:file%at))) exit
            file%at = file%at + 1
        end do
        file%last = file%at - 1
        found = file%first <= file%last
    end subroutine next_token

    function is_blank(byte)
        character, intent(in) :: byte
        logical :: is_blank

        is_blank = byte == ' ' .or. byte == tab
    end function is_blank

    !> The number of tokens in the rest of the line.
    function count_tokens(file) result(count)
        type(reader), intent(inout) :: file
        integer(int64) :: count, at
        logical :: found

        at = file%at
        count = 0
        do
            call next_token(file, found)
            if (.not. found) exit
            count = count + 1
        end do
        file%at = at
    end function count_tokens

    function token(file)
        type(reader), intent(in) :: file
        character(:), allocatable :: token

        token = file%bytes(file%first:file%last)
    end function token

    !> Whether the token is a number of things, lowest ... highest, without a sign.
    subroutine token_count(file, lowest, highest, count, ok)
        type(reader), intent(in) :: file
        integer, intent(in) :: lowest, highest
        integer, intent(out) :: count
        logical, intent(out) :: ok
        integer(int64) :: value

        call text_count(file%bytes(file%first:file%last), int(lowest, int64), &
                        int(highest, int64), value, ok)
        count = merge(int(value), 0, ok)
    end subroutine token_count

    ! The header

    subroutine read_header(file, data)
        type(reader), intent(inout) :: file
        type(data_set), intent(inout) :: data
        logical :: found

        call next_line(file, found)
        call next_token(file, found)
        if (found) found = file%bytes(file%first:file%first) == '#'
        if (.not. found) call fail_in_header(file)
        file%at = file%first + 1

        call read_word(file, 'samples')
        call read_count(file, 1, data%n)
        call read_word(file, 'features')
        call read_count(file, 1, data%d)

        call next_token(file, found)
        if (text_same(token(file), 'classes')) then
            call read_count(file, 0, data%classes)
        else if (text_same(token(file), 'targets')) then
            call read_count(file, 1, data%targets)
        else
            call fail_in_header(file)
        end if

        call next_token(file, found)
        if (found) call fail_in_header(file)
    end subroutine read_header

    subroutine read_word(file, word)
        type(reader), intent(inout) :: file
        character(*), intent(in) :: word
        logical :: found

        call next_token(file, found)
        if (.not. text_same(token(file), word)) call fail_in_header(file)
    end subroutine read_word

    subroutine read_count(file, lowest, count)
        type(reader), intent(inout) :: file
        integer, intent(in) :: lowest
        integer, intent(out) :: count
        logical :: found

        call next_token(file, found)
        call token_count(file, lowest, huge(count), count, found)
        if (.not. found) call fail_in_header(file)
    end subroutine read_count

    subroutine fail_in_header(file)
        type(reader), intent(in) :: file
        character(:), allocatable :: found

        found = '"'//text_shown(token(file))//'"'
        if (file%first > file%last) found = 'the end of the line'
        if (file%size == 0) found = 'the end of the file'
        call program_fail(file%program, bad_input, file%path// &
                          ':1: expected "# samples N features D classes C", found '//found)
    end subroutine fail_in_header

    !> Numbers in a row take two bytes each, so a header that promises more than the
    !> file can hold is found out before any memory is taken.
    subroutine allocate_rows(file, data, columns)
        type(reader), intent(in) :: file
        type(data_set), intent(inout) :: data
        integer(int64), intent(in) :: columns
        integer(int64) :: most
        integer :: stat

        most = file%size/2 + 1
        if (data%n*columns > most) then
            call program_fail(file%program, bad_input, file%path//':1: expected at most '// &
                              text_of(most)//' numbers in '//text_of(file%size)// &
                              ' bytes, found '//text_of(data%n)//'*'//text_of(columns))
        end if

        data%shape = [data%d]
        allocate (data%x(data%d, data%n), stat=stat)
        if (stat == 0 .and. data%classes > 0) allocate (data%labels(data%n), stat=stat)
        if (stat == 0 .and. data%targets > 0) allocate (data%t(data%targets, data%n), stat=stat)
        call program_allocated(file%program, stat)
    end subroutine allocate_rows

    ! The rows

    subroutine read_rows(file, data, columns)
        type(reader), intent(inout) :: file
        type(data_set), intent(inout) :: data
        integer(int64), intent(in) :: columns
        integer(int64) :: count
        integer :: rows, last_line
        logical :: found

        rows = 0
        last_line = file%line
        do
            call next_line(file, found)
            if (.not. found) exit
            call skip_comment(file)
            count = count_tokens(file)
            if (count == 0) cycle
            if (rows == data%n) call fail_in_row(file, text_of(data%n)//' samples', 'more')
            if (count /= columns) then
                call fail_in_row(file, text_of(columns)//' numbers', text_of(count))
            end if
            rows = rows + 1
            call read_row(file, data, rows)
            last_line = file%line
        end do
        file%line = last_line
        if (rows < data%n) call fail_in_row(file, text_of(data%n)//' samples', text_of(rows))
    end subroutine read_rows

    subroutine read_row(file, data, i)
        type(reader), intent(inout) :: file
        type(data_set), intent(inout) :: data
        integer, intent(in) :: i
        integer :: j

        do j = 1, data%d
            call read_number(file, data%x(j, i))
        end do
        if (data%classes > 0) call read_label(file, data%classes, data%labels(i))
        do j = 1, data%targets
            call read_number(file, data%t(j, i))
        end do
    end subroutine read_row

    subroutine read_number(file, number)
        type(reader), intent(inout) :: file
        real(wp), intent(out) :: number
        real(dp) :: value
        logical :: ok

        call next_token(file, ok)
        call text_number(file%bytes(file%first:file%last), value, ok)
        if (.not. ok) call fail_in_row(file, 'a number', quoted(file))
        number = real(value, wp)
        if (abs(number) > huge(number)) call fail_in_row(file, 'a finite number', quoted(file))
    end subroutine read_number

    subroutine read_label(file, classes, label)
        type(reader), intent(inout) :: file
        integer, intent(in) :: classes
        integer, intent(out) :: label
        logical :: ok

        call next_token(file, ok)
        call token_count(file, 0, classes - 1, label, ok)
        if (.not. ok) then
            call fail_in_row(file, 'a label from 0 to '//text_of(classes - 1), quoted(file))
        end if
    end subroutine read_label

    function quoted(file)
        type(reader), intent(in) :: file
        character(:), allocatable :: quoted

        quoted = '"'//text_shown(token(file))//'"'
    end function quoted

    subroutine fail_in_row(file, expected, found)
        type(reader), intent(in) :: file
        character(*), intent(in) :: expected, found

        call program_fail(file%program, bad_input, file%path//':'//text_of(file%line)// &
                          ': expected '//expected//', found '//found)
    end subroutine fail_in_row

    !> Write FOLDER/NAME, a .dat file: d numbers a row, then its label or its targets.
    subroutine data_write(program, folder, name, data)
        character(*), intent(in) :: program, folder, name
        type(data_set), intent(in) :: data
        type(writer) :: file
        character(:), allocatable :: row
        integer :: i, j

        file = files_begin(program, folder, name)
        row = ' classes '//text_of(data%classes)
        if (data%targets > 0) row = ' targets '//text_of(data%targets)
        call files_line(file, '# samples '//text_of(data%n)//' features '//text_of(data%d)//row)
        do i = 1, data%n
            row = text_file(real(data%x(1, i), dp))
            do j = 2, data%d
                row = row//' '//text_file(real(data%x(j, i), dp))
            end do
            if (data%classes > 0) row = row//' '//text_of(data%labels(i))
            do j = 1, data%targets
                row = row//' '//text_file(real(data%t(j, i), dp))
            end do
            call files_line(file, row)
        end do
        call files_end(file)
    end subroutine data_write

end module data
