!> What Fortran asks of the C library: files and folders by their exact names,
!> and the number in a text.
!>
!> Fortran: `open` drops the blanks at the end of a name, a `write` to a full disk
!> may not tell, and nothing makes a folder or renames a file; `read` rounds as
!> strtod does, at five times its price. A text handed over ends with c_null_char.
module posix
    use, intrinsic :: iso_c_binding, only: c_char, c_double, c_int, c_ptr, c_size_t
    implicit none
    private
    public :: fopen, fread, fwrite, ferror, fclose, access, mkdir, rename, remove, strtod

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
    end interface

end module posix
