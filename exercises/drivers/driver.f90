!> What the drivers of all exercises share: read a case, write what came out of it.
!>
!> A driver runs as `driver STAGE CASES RESULTS`. CASES holds the number of cases, then
!> their inputs, one number on each line. RESULTS gets, line by line, `case I`, each
!> result as `NAME VALUE VALUE ...`, and `done` after the last case.
module driver
    use kinds, only: wp, dp
    implicit none
    private
    public :: driver_open, driver_case, driver_close, stage, case_count, unwritten, &
              read_integer, read_real, read_reals, read_integers, &
              write_integer, write_integers, write_reals, write_doubles

    !> A marker in arrays that a student has to fill: still there, never written.
    integer, parameter :: unwritten = -7777777

    character(40) :: stage
    integer :: case_count
    integer :: cases, results

contains

    !> Open the files named on the command line.
    subroutine driver_open()
        character(2000) :: name

        call get_command_argument(1, stage)
        call get_command_argument(2, name)
        open (newunit=cases, file=trim(name), action='read', status='old')
        call get_command_argument(3, name)
        open (newunit=results, file=trim(name), action='write', status='replace', recl=1000000)
        case_count = read_integer()
    end subroutine driver_open

    !> Say that case i begins.
    subroutine driver_case(i)
        integer, intent(in) :: i

        write (results, '(a, i0)') 'case ', i
        flush (results)
        print '(2a, i0)', achar(1), 'case ', i  ! whose prints follow
    end subroutine driver_case

    !> Say that all cases were run.
    subroutine driver_close()
        write (results, '(a)') 'done'
        close (results)
    end subroutine driver_close

    function read_integer() result(value)
        integer :: value

        read (cases, *) value
    end function read_integer

    function read_real() result(value)
        real(dp) :: value

        read (cases, *) value
    end function read_real

    subroutine read_reals(values)
        real(wp), intent(out) :: values(:)
        integer :: i

        do i = 1, size(values)
            values(i) = real(read_real(), wp)
        end do
    end subroutine read_reals

    subroutine read_integers(values)
        integer, intent(out) :: values(:)
        integer :: i

        do i = 1, size(values)
            values(i) = read_integer()
        end do
    end subroutine read_integers

    subroutine write_integer(name, value)
        character(*), intent(in) :: name
        integer, intent(in) :: value

        write (results, '(a, 1x, i0)') name, value
    end subroutine write_integer

    subroutine write_integers(name, values)
        character(*), intent(in) :: name
        integer, intent(in) :: values(:)

        write (results, '(a, *(1x, i0))') name, values
    end subroutine write_integers

    subroutine write_reals(name, values)
        character(*), intent(in) :: name
        real(wp), intent(in) :: values(:)

        call write_doubles(name, real(values, dp))
    end subroutine write_reals

    subroutine write_doubles(name, values)
        character(*), intent(in) :: name
        real(dp), intent(in) :: values(:)

        write (results, '(a, *(1x, es24.16e3))') name, values
    end subroutine write_doubles

end module driver
