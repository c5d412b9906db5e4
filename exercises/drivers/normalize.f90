!> Calls the procedures of a normalize.f90 with the inputs of the cases.
program normalize_driver
    use kinds, only: wp, dp
    use normalize, only: normalize_fit, normalize_apply
    use driver, only: driver_open, driver_case, driver_close, stage, case_count, unwritten, &
                      read_integer, read_real, read_reals, write_reals, write_doubles
    implicit none
    integer :: i

    call driver_open()
    do i = 0, case_count - 1
        call driver_case(i)
        if (stage == 'normalize_fit') then
            call run_fit()
        else
            call run_apply()
        end if
    end do
    call driver_close()

contains

    subroutine run_fit()
        real(wp), allocatable :: x(:)
        real(dp), allocatable :: m(:), s(:)
        integer :: kind, n, d

        kind = read_integer()
        n = read_integer()
        d = read_integer()
        allocate (x(n*d), m(d), s(d))
        call read_reals(x)
        m = unwritten
        s = unwritten
        call normalize_fit(kind, n, d, x, m, s)
        call write_doubles('m', m)
        call write_doubles('s', s)
    end subroutine run_fit

    subroutine run_apply()
        real(wp), allocatable :: x(:)
        real(dp), allocatable :: m(:), s(:)
        integer :: n, d, j

        n = read_integer()
        d = read_integer()
        allocate (x(n*d), m(d), s(d))
        do j = 1, d
            m(j) = read_real()
        end do
        do j = 1, d
            s(j) = read_real()
        end do
        call read_reals(x)
        call normalize_apply(n, d, m, s, x)
        call write_reals('x', x)
    end subroutine run_apply

end program normalize_driver
