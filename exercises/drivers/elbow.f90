!> Calls the procedure of an elbow.f90 with the inputs of the cases.
program elbow_driver
    use kinds, only: wp, dp, int64
    use elbow, only: choose_k
    use driver, only: driver_open, driver_case, driver_close, case_count, unwritten, &
                      read_integer, read_reals, write_integer, write_doubles
    implicit none
    integer :: i

    call driver_open()
    do i = 0, case_count - 1
        call driver_case(i)
        call run_choose_k()
    end do
    call driver_close()

contains

    subroutine run_choose_k()
        real(wp), allocatable :: x(:)
        real(dp), allocatable :: inertias(:)
        integer :: n, d, k_max, restarts, best_k, status
        integer(int64) :: seed

        n = read_integer()
        d = read_integer()
        allocate (x(n*d))
        call read_reals(x)
        k_max = read_integer()
        restarts = read_integer()
        seed = read_integer()
        allocate (inertias(k_max))
        inertias = unwritten
        call choose_k(n, d, x, k_max, restarts, seed, inertias, best_k, status)
        call write_integer('status', status)
        call write_doubles('inertias', inertias)
        call write_integer('best_k', best_k)
    end subroutine run_choose_k

end program elbow_driver
