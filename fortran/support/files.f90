!> Files and folders. What fails ends the program with the message of
!> docs/programs.md; a path is shown as it was typed.
module files
    use, intrinsic :: iso_c_binding, only: c_associated, c_null_char, c_null_ptr, c_ptr, c_size_t
    use kinds, only: int64
    use posix, only: access, fclose, ferror, fflush, fileno, fopen, fread, fsync, fwrite, mkdir, &
                     remove, rename
    use program, only: program_allocated, program_fail, failed, bad_input
    implicit none
    private
    public :: files_exists, files_is_folder, files_read, files_make_folder, files_remove, &
              files_begin, files_write, files_line, files_sync, files_end

    !> A file in the making: it is written to NAME.part, and gets its name when it is
    !> whole, so that nobody ever reads half of it.
    type, public :: writer
        private
        type(c_ptr) :: stream = c_null_ptr
        character(:), allocatable :: program, path, part
    end type writer

    character(*), parameter :: newline = new_line('a')
    integer(int64), parameter :: spare_bytes = 4096

contains

    function files_exists(path) result(yes)
        character(*), intent(in) :: path
        logical :: yes

        yes = access(path//c_null_char, 0) == 0  ! 0 asks for existence alone
    end function files_exists

    function files_is_folder(path) result(yes)
        character(*), intent(in) :: path
        logical :: yes

        yes = files_exists(path)
        if (yes) yes = files_exists(path//'/.')
    end function files_is_folder

    !> All bytes of a file: bytes(:size), with some room to spare.
    subroutine files_read(program, path, bytes, size)
        character(*), intent(in) :: program, path
        character(:), allocatable, intent(out) :: bytes
        integer(int64), intent(out) :: size
        type(c_ptr) :: stream
        integer(int64) :: guess
        integer :: ignored
        logical :: ok

        if (.not. files_exists(path)) call program_fail(program, bad_input, path//': no such file')
        stream = c_null_ptr
        if (.not. files_is_folder(path)) stream = fopen(path//c_null_char, 'rb'//c_null_char)
        ok = c_associated(stream)
        if (ok) then
            inquire (file=path, size=guess)
            call read_all(program, stream, max(0_int64, guess), bytes, size)
            ok = ferror(stream) == 0
        end if
        if (.not. ok) call program_fail(program, bad_input, path//': cannot be read')
        ignored = fclose(stream)
    end subroutine files_read

    !> Read to the end: the size that the system tells is 0 for a pipe, so it serves
    !> as a first guess only.
    subroutine read_all(program, stream, guess, bytes, size)
        character(*), intent(in) :: program
        type(c_ptr), intent(in) :: stream
        integer(int64), intent(in) :: guess
        character(:), allocatable, intent(out) :: bytes
        integer(int64), intent(out) :: size
        character(:), allocatable :: more
        integer(int64) :: room
        integer :: stat

        room = guess + spare_bytes
        allocate (character(room) :: bytes, stat=stat)
        call program_allocated(program, stat)
        size = 0
        do
            size = size + fread(bytes(size + 1:), 1_c_size_t, int(room - size, c_size_t), stream)
            if (size < room) exit
            allocate (character(2*room) :: more, stat=stat)
            call program_allocated(program, stat)
            more(:room) = bytes
            call move_alloc(more, bytes)
            room = 2*room
        end do
    end subroutine read_all

    !> Make a folder, and those it lies in, unless it is there. Only the end counts:
    !> a parent may be there without being ours to make.
    subroutine files_make_folder(program, path)
        character(*), intent(in) :: program, path
        integer, parameter :: all_may = int(o'777')  ! less the user's mask
        integer :: i, ignored

        do i = 2, len(path)
            if (path(i:i) == '/') ignored = mkdir(path(:i - 1)//c_null_char, all_may)
        end do
        ignored = mkdir(path//c_null_char, all_may)
        if (.not. files_is_folder(path)) then
            call program_fail(program, failed, path//': cannot be written')
        end if
    end subroutine files_make_folder

    !> Remove FOLDER/NAME if it is there.
    subroutine files_remove(folder, name)
        character(*), intent(in) :: folder, name
        integer :: ignored

        ignored = remove(folder//'/'//name//c_null_char)
    end subroutine files_remove

    !> Begin FOLDER/NAME.
    function files_begin(program, folder, name) result(file)
        character(*), intent(in) :: program, folder, name
        type(writer) :: file

        file%program = program
        file%path = folder//'/'//name
        file%part = file%path//'.part'
        file%stream = fopen(file%part//c_null_char, 'wb'//c_null_char)
        if (.not. c_associated(file%stream)) call fail_to_write(file)
    end function files_begin

    !> Write some bytes; whether that went well is asked at the end.
    subroutine files_write(file, bytes)
        type(writer), intent(in) :: file
        character(*), intent(in) :: bytes
        integer(c_size_t) :: ignored

        ignored = fwrite(bytes, 1_c_size_t, len(bytes, c_size_t), file%stream)
    end subroutine files_write

    !> Write one line.
    subroutine files_line(file, line)
        type(writer), intent(in) :: file
        character(*), intent(in) :: line

        call files_write(file, line//newline)
    end subroutine files_line

    !> Have what was written so far on the disk itself, so that it outlives a crash. A
    !> file system that cannot sync is no reason to stop; a full disk shows at the end.
    subroutine files_sync(file)
        type(writer), intent(in) :: file
        integer :: ignored

        if (fflush(file%stream) == 0) ignored = fsync(fileno(file%stream))
    end subroutine files_sync

    !> End it: from now on FOLDER/NAME is the new file.
    subroutine files_end(file)
        type(writer), intent(inout) :: file
        logical :: ok

        ok = ferror(file%stream) == 0
        if (fclose(file%stream) /= 0) ok = .false.
        if (ok) ok = rename(file%part//c_null_char, file%path//c_null_char) == 0
        if (.not. ok) call fail_to_write(file)
    end subroutine files_end

    subroutine fail_to_write(file)
        type(writer), intent(in) :: file
        integer :: ignored

        ignored = remove(file%part//c_null_char)
        call program_fail(file%program, failed, file%path//': cannot be written')
    end subroutine fail_to_write

end module files
