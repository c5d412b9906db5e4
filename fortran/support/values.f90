!> Values as people write them, on the command line or in a file. `place` is the
!> option, or FILE:LINE; a value that is none ends the program with exit code 2 and
!> one line: where it stands, what was expected, what was found.
module values
    use kinds, only: dp, int64
    use program, only: bad_input, program_allocated, program_fail
    use text, only: text_count, text_integer, text_number, text_of, text_same, text_shown
    implicit none
    private
    public :: values_integer, values_number, values_positive, values_word, values_columns

contains

    !> An integer, lowest ... highest.
    function values_integer(program, place, token, lowest, highest) result(value)
        character(*), intent(in) :: program, place, token
        integer(int64), intent(in) :: lowest, highest
        integer(int64) :: value
        logical :: ok

        call text_integer(token, value, ok)
        if (.not. ok .or. value < lowest .or. value > highest) then
            call fail(program, place, 'an integer from '//text_of(lowest)//' to '// &
                      text_of(highest), token)
        end if
    end function values_integer

    !> A finite number, at least lowest.
    function values_number(program, place, token, lowest) result(value)
        character(*), intent(in) :: program, place, token
        integer, intent(in) :: lowest
        real(dp) :: value
        logical :: ok

        call text_number(token, value, ok)
        if (.not. ok .or. abs(value) > huge(value) .or. value < lowest) then
            call fail(program, place, 'a number of at least '//text_of(lowest), token)
        end if
    end function values_number

    !> A finite number above 0.
    function values_positive(program, place, token) result(value)
        character(*), intent(in) :: program, place, token
        real(dp) :: value
        logical :: ok

        call text_number(token, value, ok)
        if (.not. ok .or. value > huge(value) .or. value <= 0) then
            call fail(program, place, 'a number above 0', token)
        end if
    end function values_positive

    !> One of some words: which, counted from 0.
    function values_word(program, place, token, words) result(word)
        character(*), intent(in) :: program, place, token, words(0:)
        character(:), allocatable :: expected
        integer :: word

        do word = 0, size(words) - 1
            if (text_same(token, trim(words(word)))) return
        end do
        expected = trim(words(0))
        do word = 1, size(words) - 2
            expected = expected//', '//trim(words(word))
        end do
        call fail(program, place, expected//' or '//trim(words(size(words) - 1)), token)
    end function values_word

    !> Columns as 2,3, each below `columns`; `all` gives all.
    subroutine values_columns(program, place, token, columns, kept)
        character(*), intent(in) :: program, place, token
        integer, intent(in) :: columns
        integer, allocatable, intent(out) :: kept(:)
        integer(int64) :: column
        integer :: count, k, first, last
        logical :: all, ok

        all = text_same(token, 'all')
        count = columns
        if (.not. all) count = 1 + commas(token)
        allocate (kept(count), stat=k)
        call program_allocated(program, k)
        if (all) kept = [(k, k=0, columns - 1)]
        if (all) return

        first = 1
        do k = 1, count
            last = first + index(token(first:)//',', ',') - 2
            call text_count(token(first:last), 0_int64, columns - 1_int64, column, ok)
            if (.not. ok) then
                call fail(program, place, 'columns from 0 to '//text_of(columns - 1), &
                          token(first:last))
            end if
            kept(k) = int(column)
            first = last + 2
        end do
    end subroutine values_columns

    !> The number of commas in a text.
    function commas(token) result(count)
        character(*), intent(in) :: token
        integer :: count, i

        count = 0
        do i = 1, len(token)
            if (token(i:i) == ',') count = count + 1
        end do
    end function commas

    subroutine fail(program, place, expected, token)
        character(*), intent(in) :: program, place, expected, token

        call program_fail(program, bad_input, place//': expected '//expected//', found "'// &
                          text_shown(token)//'"')
    end subroutine fail

end module values
