!> Calls the procedure of a wine_challenge.f90 with the inputs of the cases.
program wine_challenge_driver
    use kinds, only: wp
    use wine_challenge, only: classify
    use driver, only: driver_open, driver_case, driver_close, case_count, unwritten, &
                      read_integer, read_reals, read_integers, write_integer, write_integers
    implicit none
    integer :: i

    call driver_open()
    do i = 0, case_count - 1
        call driver_case(i)
        call run_classify()
    end do
    call driver_close()

contains

    subroutine run_classify()
        real(wp), allocatable :: x(:), hidden(:)
        integer, allocatable :: labels(:), says(:)
        integer :: n, d, classes, n_hidden, budget, visits, status

        n = read_integer()
        d = read_integer()
        classes = read_integer()
        allocate (x(n*d), labels(n))
        call read_reals(x)
        call read_integers(labels)
        n_hidden = read_integer()
        allocate (hidden(n_hidden*d), says(n_hidden))
        call read_reals(hidden)
        budget = read_integer()
        says = unwritten
        visits = unwritten
        call classify(n, d, classes, x, labels, n_hidden, hidden, budget, says, visits, status)
        call write_integer('status', status)
        call write_integers('says', says)
        call write_integer('visits', visits)
    end subroutine run_classify

end program wine_challenge_driver
