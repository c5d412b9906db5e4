!> A .npy file as it lies in memory: its header, then its numbers. data/README.md says
!> which are taken, and what is said of a broken one.
module npy_array
    use, intrinsic :: iso_fortran_env, only: int32, real32
    use files, only: files_read
    use kinds, only: wp, dp, int64
    use program, only: bad_input, program_fail
    use text, only: text_integer, text_of, text_shown
    implicit none
    private
    public :: array_begins, array_read, array_fail, array_fail_in_sizes, array_product, &
              array_integer, array_number, array_numbers

    !> A file begins with these six bytes and two of the version; then comes the length
    !> of the header, two bytes in version 1.0, four later; then the header; then the data.
    character(*), parameter, public :: magic = char(147)//'NUMPY'
    integer, parameter, public :: version_bytes = 8, length_bytes = 2

    type, public :: array
        character(:), allocatable :: program, path, bytes
        integer(int64) :: size = 0          ! of the file, in bytes
        integer(int64) :: at = 1, last = 0  ! what is left of the file, or of its header
        character(:), allocatable :: dtype  ! <f8
        character :: letter = ' '           ! f; i or u: integers
        integer :: width = 0                ! bytes a number
        logical :: fortran_order = .false.
        character(:), allocatable :: shape  ! 3, 4
        integer :: axes = 0
        integer, allocatable :: sizes(:)    ! (axes), in the order of the shape
        integer(int64) :: count = 0         ! of numbers
        integer(int64) :: data = 0          ! bytes before the first of them
    end type array

contains

    !> Read a file and check all of it.
    subroutine array_read(program, path, file)
        character(*), intent(in) :: program, path
        type(array), intent(out) :: file

        file%program = program
        file%path = path
        call files_read(program, path, file%bytes, file%size)
        file%last = file%size

        call read_version(file)
        call read_header(file)
        call check_type(file)
        if (file%fortran_order) call array_fail(file, 'C order, found Fortran order')
        if (file%axes == 0) call array_fail(file, 'at least 1 axis, found 0')
        call read_sizes(file)
        call check_bytes(file)
        call check_finite(file)
    end subroutine array_read

    subroutine array_fail(file, expected)
        type(array), intent(in) :: file
        character(*), intent(in) :: expected

        call program_fail(file%program, bad_input, file%path//': expected '//expected)
    end subroutine array_fail

    ! The header

    !> Do these bytes begin a .npy file?
    function array_begins(bytes) result(yes)
        character(*), intent(in) :: bytes
        logical :: yes

        yes = len(bytes, int64) >= version_bytes
        if (yes) yes = bytes(:len(magic)) == magic
    end function array_begins

    subroutine read_version(file)
        type(array), intent(inout) :: file
        integer :: major, minor

        if (.not. array_begins(file%bytes(file%at:file%last))) then
            call array_fail(file, 'a .npy file, found another format')
        end if
        file%at = file%at + len(magic)
        major = ichar(file%bytes(file%at:file%at))
        minor = ichar(file%bytes(file%at + 1:file%at + 1))
        if (major < 1 .or. major > 3 .or. minor /= 0) then
            call array_fail(file, '.npy version 1.0, 2.0 or 3.0, found '// &
                            text_of(major)//'.'//text_of(minor))
        end if
        file%at = version_bytes + 1
    end subroutine read_version

    subroutine read_header(file)
        type(array), intent(inout) :: file
        integer(int64) :: length, room
        integer :: bytes, byte
        logical :: ok

        bytes = length_bytes
        if (ichar(file%bytes(version_bytes - 1:version_bytes - 1)) > 1) bytes = 2*length_bytes
        room = file%last - version_bytes - bytes
        ok = room >= 0
        if (ok) then
            length = 0  ! the lowest byte first
            do byte = bytes - 1, 0, -1
                length = 256*length + ichar(file%bytes(file%at + byte:file%at + byte))
            end do
            file%at = file%at + bytes
            file%data = file%at - 1 + length
            ok = length <= room
        end if
        if (ok) ok = parse_header(file)
        if (.not. ok) call array_fail(file, 'a header as numpy.save writes it, found another')
    end subroutine read_header

    !> {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }, blanks and LF.
    function parse_header(file) result(ok)
        type(array), intent(inout) :: file
        logical :: ok

        file%last = file%data
        ok = skip(file, "{'descr': ")
        if (ok) ok = parse_type(file)
        if (.not. ok) return
        file%fortran_order = skip(file, 'True')
        if (.not. file%fortran_order) ok = skip(file, 'False')
        if (ok) ok = skip(file, ", 'shape': ")
        if (ok) ok = parse_shape(file)
        if (ok) ok = skip(file, ', }')
        do while (ok)
            if (.not. skip(file, ' ')) exit
        end do
        if (ok) ok = skip(file, new_line('a'))
        if (ok) ok = file%at > file%last
    end function parse_header

    !> What stands before the next key, without its quotes.
    function parse_type(file) result(ok)
        type(array), intent(inout) :: file
        character(*), parameter :: key = ", 'fortran_order': "
        integer(int64) :: length
        logical :: ok

        length = index(file%bytes(file%at:file%last), key, kind=int64) - 1
        ok = length >= 0
        if (.not. ok) return
        file%dtype = file%bytes(file%at:file%at + length - 1)
        file%at = file%at + length + len(key)
        if (length < 2) return
        if (file%dtype(1:1) == "'" .and. file%dtype(length:length) == "'") then
            file%dtype = file%dtype(2:length - 1)
        end if
    end function parse_type

    !> (), (3,), (3, 4) and so on.
    function parse_shape(file) result(ok)
        type(array), intent(inout) :: file
        logical :: ok
        integer(int64) :: first

        ok = skip(file, '(')
        first = file%at
        if (.not. ok) return
        if (skip(file, ')')) return
        do
            ok = skip_size(file)
            if (.not. ok) return
            file%axes = file%axes + 1
            if (.not. skip(file, ', ')) exit
        end do
        file%shape = file%bytes(first:file%at - 1)
        if (file%axes == 1) ok = skip(file, ',')
        if (ok) ok = skip(file, ')')
    end function parse_shape

    !> Step over [-]digits.
    function skip_size(file) result(ok)
        type(array), intent(inout) :: file
        logical :: ok
        integer(int64) :: digits

        ok = skip(file, '-')
        digits = verify(file%bytes(file%at:file%last)//' ', '0123456789', kind=int64) - 1
        file%at = file%at + digits
        ok = digits > 0
    end function skip_size

    !> Step over a word if it stands here.
    function skip(file, word) result(ok)
        type(array), intent(inout) :: file
        character(*), intent(in) :: word
        logical :: ok

        ok = file%last - file%at + 1 >= len(word)
        if (ok) ok = file%bytes(file%at:file%at + len(word) - 1) == word
        if (ok) file%at = file%at + len(word)
    end function skip

    ! What the header says

    subroutine check_type(file)
        type(array), intent(inout) :: file

        select case (file%dtype)
        case ('|u1')
            file%width = 1
        case ('<i4', '<f4')
            file%width = 4
        case ('<i8', '<f8')
            file%width = 8
        end select
        if (file%width == 0 .or. len(file%dtype) /= 3) then
            call array_fail(file, 'dtype |u1 <i4 <i8 <f4 or <f8, found "'// &
                            text_shown(file%dtype)//'"')
        end if
        file%letter = file%dtype(2:2)
    end subroutine check_type

    subroutine read_sizes(file)
        type(array), intent(inout) :: file
        integer(int64) :: size
        integer :: axis, first, last
        logical :: ok

        allocate (file%sizes(file%axes))
        first = 1
        do axis = 1, file%axes
            last = first + index(file%shape(first:)//',', ',') - 2
            call text_integer(file%shape(first:last), size, ok)
            if (.not. ok .or. size < 1 .or. size > huge(file%sizes)) then
                call array_fail_in_sizes(file, file%shape(first:last))
            end if
            file%sizes(axis) = int(size)
            first = last + len(', ') + 1
        end do
    end subroutine read_sizes

    subroutine array_fail_in_sizes(file, found)
        type(array), intent(in) :: file
        character(*), intent(in) :: found

        call array_fail(file, 'sizes from 1 to '//text_of(huge(file%sizes))// &
                        ', found "'//text_shown(found)//'"')
    end subroutine array_fail_in_sizes

    !> The sizes as A*B*C.
    function array_product(sizes) result(shown)
        integer, intent(in) :: sizes(:)
        character(:), allocatable :: shown
        integer :: axis

        shown = text_of(sizes(1))
        do axis = 2, size(sizes)
            shown = shown//'*'//text_of(sizes(axis))
        end do
    end function array_product

    !> The sizes may multiply to more than fits an integer, so the bytes are divided.
    subroutine check_bytes(file)
        type(array), intent(inout) :: file
        integer(int64) :: bytes, rest
        integer :: axis
        logical :: exact

        bytes = file%size - file%data
        file%count = bytes/file%width
        exact = mod(bytes, int(file%width, int64)) == 0
        rest = file%count
        do axis = 1, file%axes
            exact = exact .and. mod(rest, int(file%sizes(axis), int64)) == 0
            rest = rest/file%sizes(axis)
        end do
        if (.not. exact .or. rest /= 1) then
            call array_fail(file, array_product(file%sizes)//' numbers of '//text_of(file%width)// &
                            ' bytes, found '//text_of(bytes)//' bytes')
        end if
    end subroutine check_bytes

    ! The data, little-endian as every machine that Triptych is built for

    subroutine check_finite(file)
        type(array), intent(in) :: file
        integer(int64) :: i

        do i = 0, file%count - 1
            if (.not. abs(real(array_number(file, i), wp)) <= huge(1.0_wp)) then
                call array_fail(file, 'finite numbers, found another at entry '//text_of(i))
            end if
        end do
    end subroutine check_finite

    !> All numbers, each rounded to the build's float type.
    subroutine array_numbers(file, d, n, numbers)
        type(array), intent(in) :: file
        integer, intent(in) :: d, n
        real(wp), intent(out) :: numbers(d, n)
        integer :: i, j

        do i = 1, n
            do j = 1, d
                numbers(j, i) = real(array_number(file, int(i - 1, int64)*d + j - 1), wp)
            end do
        end do
    end subroutine array_numbers

    !> Entry i, counted from 0.
    function array_number(file, i) result(value)
        type(array), intent(in) :: file
        integer(int64), intent(in) :: i
        real(dp) :: value
        integer(int64) :: at

        at = file%data + i*file%width + 1
        if (file%letter /= 'f') then
            value = real(array_integer(file, i), dp)
        else if (file%width == 4) then
            value = transfer(file%bytes(at:at + 3), 0.0_real32)
        else
            value = transfer(file%bytes(at:at + 7), 0.0_dp)
        end if
    end function array_number

    !> The same of an array of integers.
    function array_integer(file, i) result(value)
        type(array), intent(in) :: file
        integer(int64), intent(in) :: i
        integer(int64) :: value, at

        at = file%data + i*file%width + 1
        select case (file%width)
        case (1)
            value = ichar(file%bytes(at:at))
        case (4)
            value = transfer(file%bytes(at:at + 3), 0_int32)
        case default
            value = transfer(file%bytes(at:at + 7), 0_int64)
        end select
    end function array_integer

end module npy_array
