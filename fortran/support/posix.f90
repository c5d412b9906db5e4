!> What Fortran asks of the C library: files and folders by their exact names,
!> the number in a text, and Ctrl-C.
!>
!> Fortran: `open` drops the blanks at the end of a name, a `write` to a full disk
!> may not tell, nothing makes a folder, renames a file or waits for the disk, and
!> nothing hears a signal; `read` rounds as strtod does, at five times its price.
!> A text handed over ends with c_null_char.
module posix
    use, intrinsic :: iso_c_binding, only: c_char, c_double, c_funptr, c_int, c_ptr, c_size_t
    implicit none
    private
    public :: fopen, fread, fwrite, fflush, fileno, fsync, ferror, fclose, isatty, access, &
              mkdir, rename, remove, strtod, signal

    interface
        !> The stream of a file, null if it cannot be opened; mode 'rb' or 'wb'.
        function fopen(path, mode) bind(c) result(stream)
            import :: c_char, c_ptr
            character(kind=c_char), intent(in) :: path(*), mode(*)
            type(c_ptr) :: stream
        end function fopen

        !> Read count pieces of size bytes each: the number that came.
        function fread(bytes, size, count, stream) bind(c) result(done)
            import :: c_char, c_ptr, c_size_t
            character(kind=c_char), intent(inout) :: bytes(*)
            integer(c_size_t), value :: size, count
            type(c_ptr), value :: stream
            integer(c_size_t) :: done
        end function fread

        !> Write count pieces of size bytes each: the number that went.
        function fwrite(bytes, size, count, stream) bind(c) result(done)
            import :: c_char, c_ptr, c_size_t
            character(kind=c_char), intent(in) :: bytes(*)
            integer(c_size_t), value :: size, count
            type(c_ptr), value :: stream
            integer(c_size_t) :: done
        end function fwrite

        !> Hand what was written over to the system; not 0 if that failed.
        function fflush(stream) bind(c) result(failed)
            import :: c_int, c_ptr
            type(c_ptr), value :: stream
            integer(c_int) :: failed
        end function fflush

        !> The system's number of an open file.
        function fileno(stream) bind(c) result(number)
            import :: c_int, c_ptr
            type(c_ptr), value :: stream
            integer(c_int) :: number
        end function fileno

        !> 1 if an open file is a terminal.
        function isatty(number) bind(c) result(yes)
            import :: c_int
            integer(c_int), value :: number
            integer(c_int) :: yes
        end function isatty

        !> Wait until a file is on the disk itself; not 0 if that failed.
        function fsync(number) bind(c) result(failed)
            import :: c_int
            integer(c_int), value :: number
            integer(c_int) :: failed
        end function fsync

        !> Not 0 if a stream met with an error.
        function ferror(stream) bind(c) result(failed)
            import :: c_int, c_ptr
            type(c_ptr), value :: stream
            integer(c_int) :: failed
        end function ferror

        !> Close a stream; not 0 if its last bytes could not be written.
        function fclose(stream) bind(c) result(failed)
            import :: c_int, c_ptr
            type(c_ptr), value :: stream
            integer(c_int) :: failed
        end function fclose

        !> 0 if a file or folder can be reached; mode 0 asks for existence alone.
        function access(path, mode) bind(c) result(failed)
            import :: c_char, c_int
            character(kind=c_char), intent(in) :: path(*)
            integer(c_int), value :: mode
            integer(c_int) :: failed
        end function access

        !> Make one folder with the permissions mode, less the user's mask.
        function mkdir(path, mode) bind(c) result(failed)
            import :: c_char, c_int
            character(kind=c_char), intent(in) :: path(*)
            integer(c_int), value :: mode
            integer(c_int) :: failed
        end function mkdir

        !> Give a file a new name, in place of the file that had it.
        function rename(old, new) bind(c) result(failed)
            import :: c_char, c_int
            character(kind=c_char), intent(in) :: old(*), new(*)
            integer(c_int) :: failed
        end function rename

        !> Remove a file or an empty folder.
        function remove(path) bind(c) result(failed)
            import :: c_char, c_int
            character(kind=c_char), intent(in) :: path(*)
            integer(c_int) :: failed
        end function remove

        !> The number at the start of a text, rounded to the nearest float64.
        function strtod(text, end) bind(c) result(value)
            import :: c_char, c_double, c_ptr
            character(kind=c_char), intent(in) :: text(*)
            type(c_ptr), value :: end
            real(c_double) :: value
        end function strtod

        !> Have a procedure called when a signal comes, or with null the system's own
        !> way; the answer is what was called before.
        function signal(number, handler) bind(c) result(before)
            import :: c_funptr, c_int
            integer(c_int), value :: number
            type(c_funptr), value :: handler
            type(c_funptr) :: before
        end function signal
    end interface

end module posix
