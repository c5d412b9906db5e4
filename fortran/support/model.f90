!> A model: what a training leaves in its output folder, and what --predict and the
!> other languages read. docs/training.md has the files to the letter.
module model
    use data, only: data_read, data_write
    use dataset, only: data_set
    use files, only: files_begin, files_end, files_line, files_read, writer
    use kinds, only: wp, dp, int64
    use network, only: net, network_parse
    use npy, only: npy_read_vector, npy_write
    use program, only: bad_input, program_allocated, program_fail, program_precision
    use text, only: text_of, text_same, text_shown
    use values, only: values_columns, values_integer, values_word
    implicit none
    private
    public :: model_write, model_read

    type, public :: learned_model
        type(net) :: network
        integer :: columns = 0                  ! of the data set
        integer :: d = 0                        ! features kept
        integer, allocatable :: features(:)     ! (d) their columns, from 0
        character(:), allocatable :: list       ! the same as typed, or "all"
        integer :: classes = 0                  ! 0: targets
        integer :: normalize = 0                ! how, as module normalize counts
        real(dp), allocatable :: m(:), s(:)     ! (d) a feature x becomes (x - m) / s
        real(wp), allocatable :: params(:)      ! (network%weights)
    end type learned_model

    !> A line that a program adds to network.txt.
    type, public :: field
        character(16) :: name
        character(:), allocatable :: value
        character(:), allocatable :: place  ! FILE:LINE, when it was read
    end type field

    !> The words of --normalize, as module normalize counts.
    character(*), parameter, public :: model_normalizations(0:5) = &
        [character(8) :: 'none', 'center', 'standard', 'minmax', 'maxabs', 'scale']
    character(*), parameter :: precisions(0:1) = ['float32', 'float64']

    character(*), parameter :: description = 'network.txt'
    character, parameter :: newline = new_line('a'), return = achar(13)
    character(*), parameter :: blanks = ' '//achar(9)

    !> The lines of a file.
    type :: reader
        character(:), allocatable :: program, path, bytes
        integer(int64) :: size = 0, next = 1      ! of the file; where the next line begins
        integer :: line = 0                       ! counted from 1
        character(:), allocatable :: text, place  ! the line last read, and its FILE:LINE
    end type reader

contains

    !> Write network.txt, params.npy and normalization.dat.
    subroutine model_write(program, folder, model, fields)
        character(*), intent(in) :: program, folder
        type(learned_model), intent(in) :: model
        type(field), intent(in) :: fields(:)

        call write_description(program, folder, model, fields)
        call npy_write(program, folder, 'params.npy', [int(model%network%weights, int64)], &
                       model%params)
        call write_normalization(program, folder, model)
    end subroutine model_write

    subroutine write_description(program, folder, model, fields)
        character(*), intent(in) :: program, folder
        type(learned_model), intent(in) :: model
        type(field), intent(in) :: fields(:)
        type(writer) :: file
        integer :: f

        file = files_begin(program, folder, description)
        call files_line(file, 'program '//program)
        call files_line(file, 'network '//model%network%sentence)
        call files_line(file, 'columns '//text_of(model%columns))
        call files_line(file, 'features '//model%list)
        call files_line(file, 'classes '//text_of(model%classes))
        call files_line(file, 'normalize '//trim(model_normalizations(model%normalize)))
        call files_line(file, 'precision '//program_precision())
        do f = 1, size(fields)
            call files_line(file, trim(fields(f)%name)//' '//fields(f)%value)
        end do
        call files_end(file)
    end subroutine write_description

    subroutine write_normalization(program, folder, model)
        character(*), intent(in) :: program, folder
        type(learned_model), intent(in) :: model
        type(data_set) :: rows
        integer :: stat

        rows%n = 2
        rows%d = model%d
        allocate (rows%x(rows%d, rows%n), stat=stat)
        call program_allocated(program, stat)
        rows%x(:, 1) = real(model%m, wp)
        rows%x(:, 2) = real(model%s, wp)
        call data_write(program, folder, 'normalization.dat', rows)
    end subroutine write_normalization

    !> Read them. fields: names in, values out.
    subroutine model_read(program, folder, fields, model)
        character(*), intent(in) :: program, folder
        type(field), intent(inout) :: fields(:)
        type(learned_model), intent(out) :: model

        call read_description(program, folder//'/'//description, fields, model)
        call read_params(program, folder, model)
        call read_normalization(program, folder, model)
    end subroutine model_read

    subroutine read_description(program, path, fields, model)
        character(*), intent(in) :: program, path
        type(field), intent(inout) :: fields(:)
        type(learned_model), intent(inout) :: model
        type(reader) :: file
        integer :: f

        file%program = program
        file%path = path
        call files_read(program, path, file%bytes, file%size)
        call read_network(file, model)
        do f = 1, size(fields)
            call read_value(file, trim(fields(f)%name), fields(f)%value)
            fields(f)%place = file%place
        end do
        call read_end(file)
    end subroutine read_description

    subroutine read_network(file, model)
        type(reader), intent(inout) :: file
        type(learned_model), intent(inout) :: model
        character(:), allocatable :: value
        integer :: ignored

        call read_value(file, 'program', value)
        if (.not. text_same(value, file%program)) then
            call fail(file, 'a model of '//file%program, '"'//text_shown(value)//'"')
        end if
        call read_value(file, 'network', value)
        call network_parse(file%program, file%place, value, model%network)

        call read_integer(file, 'columns', 1, model%columns)
        call read_value(file, 'features', model%list)
        call values_columns(file%program, file%place, model%list, model%columns, model%features)
        model%d = size(model%features)
        if (model%d /= model%network%inputs) then
            call fail(file, text_of(model%network%inputs)//' columns, as the network has inputs', &
                      text_of(model%d))
        end if
        call read_integer(file, 'classes', 0, model%classes)
        call read_word(file, 'normalize', model_normalizations, model%normalize)
        call read_word(file, 'precision', precisions, ignored)
    end subroutine read_network

    subroutine read_integer(file, name, lowest, count)
        type(reader), intent(inout) :: file
        character(*), intent(in) :: name
        integer, intent(in) :: lowest
        integer, intent(out) :: count
        character(:), allocatable :: value

        call read_value(file, name, value)
        count = int(values_integer(file%program, file%place, value, int(lowest, int64), &
                                   int(huge(count), int64)))
    end subroutine read_integer

    subroutine read_word(file, name, words, word)
        type(reader), intent(inout) :: file
        character(*), intent(in) :: name, words(0:)
        integer, intent(out) :: word
        character(:), allocatable :: value

        call read_value(file, name, value)
        word = values_word(file%program, file%place, value, words)
    end subroutine read_word

    !> The value of the line whose turn it is: NAME VALUE.
    subroutine read_value(file, name, value)
        type(reader), intent(inout) :: file
        character(*), intent(in) :: name
        character(:), allocatable, intent(out) :: value
        character(:), allocatable :: word
        logical :: found

        call next_line(file, found)
        if (.not. found) call fail(file, '"'//name//' VALUE"', 'the end of the file')
        value = without_blanks(file%text)
        word = value(:scan(value//' ', blanks) - 1)
        value = without_blanks(value(len(word) + 1:))
        if (word /= '' .and. .not. text_same(word, name)) then
            call fail(file, '"'//name//' VALUE"', '"'//text_shown(word)//'"')
        end if
        if (len(value) == 0) call fail(file, '"'//name//' VALUE"', 'the end of the line')
    end subroutine read_value

    !> A text without the blanks that it begins with.
    function without_blanks(text) result(rest)
        character(*), intent(in) :: text
        character(:), allocatable :: rest

        rest = text(verify(text//'.', blanks):)
    end function without_blanks

    !> Go to the next line: up to LF or the end of the file, less one CR.
    subroutine next_line(file, found)
        type(reader), intent(inout) :: file
        logical, intent(out) :: found
        integer(int64) :: length

        file%line = file%line + 1
        file%place = file%path//':'//text_of(file%line)
        found = file%next <= file%size
        if (.not. found) return
        length = index(file%bytes(file%next:file%size), newline, kind=int64) - 1
        if (length < 0) length = file%size - file%next + 1
        file%text = file%bytes(file%next:file%next + length - 1)
        file%next = file%next + length + 1
        if (length == 0) return
        if (file%text(length:) == return) file%text = file%text(:length - 1)
    end subroutine next_line

    !> Nothing but blanks may follow.
    subroutine read_end(file)
        type(reader), intent(inout) :: file
        character(:), allocatable :: word
        logical :: found

        do
            call next_line(file, found)
            if (.not. found) exit
            word = without_blanks(file%text)
            word = word(:scan(word//' ', blanks) - 1)
            if (word /= '') call fail(file, 'the end of the file', '"'//text_shown(word)//'"')
        end do
    end subroutine read_end

    subroutine fail(file, expected, found)
        type(reader), intent(in) :: file
        character(*), intent(in) :: expected, found

        call program_fail(file%program, bad_input, file%place//': expected '//expected// &
                          ', found '//found)
    end subroutine fail

    subroutine read_params(program, folder, model)
        character(*), intent(in) :: program, folder
        type(learned_model), intent(inout) :: model
        real(dp), allocatable :: values(:)
        integer :: stat

        call npy_read_vector(program, folder, 'params.npy', values)
        if (size(values, kind=int64) /= model%network%weights) then
            call program_fail(program, bad_input, folder//'/params.npy: expected '// &
                              text_of(model%network%weights)//' numbers, found '// &
                              text_of(size(values, kind=int64)))
        end if
        allocate (model%params(model%network%weights), stat=stat)
        call program_allocated(program, stat)
        model%params = real(values, wp)
    end subroutine read_params

    subroutine read_normalization(program, folder, model)
        character(*), intent(in) :: program, folder
        type(learned_model), intent(inout) :: model
        character(:), allocatable :: path
        type(data_set) :: rows

        path = folder//'/normalization.dat'
        call data_read(program, path, rows)
        if (rows%n /= 2 .or. rows%d /= model%d) then
            call program_fail(program, bad_input, path//': expected 2 rows of '// &
                              text_of(model%d)//' numbers, found '//text_of(rows%n)//' of '// &
                              text_of(rows%d))
        end if
        model%m = rows%x(:, 1)
        model%s = rows%x(:, 2)
    end subroutine read_normalization

end module model
