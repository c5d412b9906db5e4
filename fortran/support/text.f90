!> Numbers to text and text to numbers: the same bytes as in C and in Python.
module text
    use, intrinsic :: iso_c_binding, only: c_null_char, c_null_ptr
    use kinds, only: wp, dp, int64
    use posix, only: strtod
    implicit none
    private
    public :: text_of, text_fixed, text_exponent, text_screen, text_file, text_right, &
              text_counted, text_shown, text_same, text_number, text_integer, text_count

    !> An integer in as many bytes as it needs: C's `%d`.
    interface text_of
        module procedure text_of_integer, text_of_int64
    end interface text_of

    !> Decimals that bring a number of the build back to the same bits.
    integer, parameter :: file_decimals = merge(16, 8, wp == dp)

contains

    function text_of_integer(value) result(shown)
        integer, intent(in) :: value
        character(:), allocatable :: shown

        shown = text_of_int64(int(value, int64))
    end function text_of_integer

    function text_of_int64(value) result(shown)
        integer(int64), intent(in) :: value
        character(:), allocatable :: shown
        character(20) :: buffer
        integer(int64) :: rest
        integer :: first

        rest = merge(value, -value, value < 0)  ! there is one negative number more
        first = len(buffer) + 1
        do
            first = first - 1
            buffer(first:first) = achar(iachar('0') - int(mod(rest, 10_int64)))
            rest = rest/10
            if (rest == 0) exit
        end do
        shown = buffer(first:)
        if (value < 0) shown = '-'//shown
    end function text_of_int64

    !> A number with so many decimals: C's `%.Nf`.
    function text_fixed(value, decimals) result(shown)
        real(dp), intent(in) :: value
        integer, intent(in) :: decimals
        character(:), allocatable :: shown
        character(400) :: buffer  ! 309 digits before the point, at most

        write (buffer, '(f400.'//text_of(decimals)//')') value
        shown = trim(adjustl(buffer))
    end function text_fixed

    !> A number as d.ddde+dd with so many decimals: C's `%.Ne`.
    function text_exponent(value, decimals) result(shown)
        real(dp), intent(in) :: value
        integer, intent(in) :: decimals
        character(:), allocatable :: shown
        character(40) :: buffer
        integer :: e

        write (buffer, '(es40.'//text_of(decimals)//'e3)') value
        shown = trim(adjustl(buffer))
        e = index(shown, 'E')
        if (shown(e + 2:e + 2) == '0') shown = shown(:e + 1)//shown(e + 3:)
        shown(e:e) = 'e'
    end function text_exponent

    !> A number for people, with six decimals.
    function text_screen(value) result(shown)
        real(dp), intent(in) :: value
        character(:), allocatable :: shown

        if (abs(value) <= 0 .or. (abs(value) >= 1e-3_dp .and. abs(value) < 1e6_dp)) then
            shown = text_fixed(value, 6)
        else
            shown = text_exponent(value, 6)
        end if
    end function text_screen

    !> A number for files: it reads back to the same bits.
    function text_file(value) result(shown)
        real(dp), intent(in) :: value
        character(:), allocatable :: shown

        shown = text_exponent(value, file_decimals)
    end function text_file

    !> A text at the right end of a column, or all of it if the column is too narrow.
    function text_right(shown, width) result(column)
        character(*), intent(in) :: shown
        integer, intent(in) :: width
        character(:), allocatable :: column

        column = repeat(' ', max(0, width - len(shown)))//shown
    end function text_right

    !> A count of things: "1 step", "2 steps".
    function text_counted(count, thing) result(shown)
        integer, intent(in) :: count
        character(*), intent(in) :: thing
        character(:), allocatable :: shown

        shown = text_of(count)//' '//thing
        if (count /= 1) shown = shown//'s'
    end function text_counted

    !> A token as messages show it: at most 20 bytes, strange ones as `?`.
    function text_shown(token) result(shown)
        character(*), intent(in) :: token
        character(:), allocatable :: shown
        integer :: i

        shown = token(:min(20, len(token)))
        do i = 1, len(shown)
            if (shown(i:i) < ' ' .or. shown(i:i) > '~') shown(i:i) = '?'
        end do
        if (len(token) > 20) shown = shown//'...'
    end function text_shown

    !> Whether two texts are the same bytes. Fortran: `==` takes no notice of blanks
    !> at the end.
    function text_same(a, b) result(same)
        character(*), intent(in) :: a, b
        logical :: same

        same = len(a) == len(b) .and. a == b
    end function text_same

    !> The nearest float64 of [+-](digits[.[digits]]|.digits)[(e|E)[+-]digits].
    !> The grammar comes first: strtod also takes hexadecimal digits, inf and nan.
    subroutine text_number(token, value, ok)
        character(*), intent(in) :: token
        real(dp), intent(out) :: value
        logical, intent(out) :: ok
        integer :: at, whole, fraction, exponent

        value = 0
        at = after_sign(token, 1)
        whole = digits_at(token, at)
        at = at + whole
        fraction = 0
        if (found(token, at, '.', '.')) then
            fraction = digits_at(token, at + 1)
            at = at + 1 + fraction
        end if
        ok = whole + fraction > 0
        if (ok .and. found(token, at, 'e', 'E')) then
            at = after_sign(token, at + 1)
            exponent = digits_at(token, at)
            ok = exponent > 0
            at = at + exponent
        end if
        ok = ok .and. at > len(token)
        if (ok) value = strtod(token//c_null_char, c_null_ptr)
    end subroutine text_number

    !> The value of [+-]digits, at most 10 of them.
    subroutine text_integer(token, value, ok)
        character(*), intent(in) :: token
        integer(int64), intent(out) :: value
        logical, intent(out) :: ok
        integer :: first, i

        value = 0
        first = after_sign(token, 1)
        i = digits_at(token, first)
        ok = i >= 1 .and. i <= 10 .and. first + i > len(token)
        if (.not. ok) return
        do i = first, len(token)
            value = 10*value + iachar(token(i:i)) - iachar('0')
        end do
        if (token(1:1) == '-') value = -value
    end subroutine text_integer

    !> The same without a sign, lowest ... highest.
    subroutine text_count(token, lowest, highest, value, ok)
        character(*), intent(in) :: token
        integer(int64), intent(in) :: lowest, highest
        integer(int64), intent(out) :: value
        logical, intent(out) :: ok

        call text_integer(token, value, ok)
        if (ok) ok = token(1:1) >= '0' .and. value >= lowest .and. value <= highest
    end subroutine text_count

    !> Whether the byte at a place of the token is a or b.
    function found(token, at, a, b)
        character(*), intent(in) :: token
        integer, intent(in) :: at
        character, intent(in) :: a, b
        logical :: found

        found = .false.
        if (at <= len(token)) found = token(at:at) == a .or. token(at:at) == b
    end function found

    !> The place behind a sign, if there is one.
    function after_sign(token, at) result(next)
        character(*), intent(in) :: token
        integer, intent(in) :: at
        integer :: next

        next = at
        if (found(token, at, '+', '-')) next = at + 1
    end function after_sign

    !> The number of digits from a place on.
    function digits_at(token, at) result(count)
        character(*), intent(in) :: token
        integer, intent(in) :: at
        integer :: count

        do count = 0, len(token) - at
            if (token(at + count:at + count) < '0' .or. token(at + count:at + count) > '9') exit
        end do
    end function digits_at

end module text
