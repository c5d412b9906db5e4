!> Calls the procedures of a perceptron.f90 with the inputs of the cases.
program perceptron_driver
    use kinds, only: wp
    use perceptron, only: activate, correct, train_epoch
    use driver, only: driver_open, driver_case, driver_close, stage, case_count, unwritten, &
                      read_integer, read_real, read_reals, read_integers, &
                      write_integer, write_reals
    implicit none
    integer :: i

    call driver_open()
    do i = 0, case_count - 1
        call driver_case(i)
        select case (stage)
        case ('activate')
            call run_activate()
        case ('correct')
            call run_correct()
        case ('train_epoch')
            call run_train_epoch()
        end select
    end do
    call driver_close()

contains

    subroutine run_activate()
        real(wp), allocatable :: x_i(:), w(:), h(:), a(:)
        integer :: d, m

        d = read_integer()
        m = read_integer()
        allocate (x_i(d), w(m*(d + 1)), h(m), a(m))
        call read_reals(x_i)
        call read_reals(w)
        h = unwritten
        a = unwritten
        call activate(d, m, x_i, w, h, a)
        call write_reals('h', h)
        call write_reals('a', a)
    end subroutine run_activate

    subroutine run_correct()
        real(wp), allocatable :: x_i(:), a(:), t_i(:), w(:)
        real(wp) :: rate
        integer :: d, m

        d = read_integer()
        m = read_integer()
        allocate (x_i(d), a(m), t_i(m), w(m*(d + 1)))
        call read_reals(x_i)
        call read_reals(a)
        call read_reals(t_i)
        rate = real(read_real(), wp)
        call read_reals(w)
        call correct(d, m, x_i, a, t_i, rate, w)
        call write_reals('w', w)
    end subroutine run_correct

    subroutine run_train_epoch()
        real(wp), allocatable :: x(:), t(:), w(:)
        integer, allocatable :: order(:)
        real(wp) :: rate
        integer :: n, d, m, visits, errors, status

        n = read_integer()
        d = read_integer()
        m = read_integer()
        visits = read_integer()
        allocate (x(n*d), t(n*m), order(visits), w(m*(d + 1)))
        call read_reals(x)
        call read_reals(t)
        call read_integers(order)
        rate = real(read_real(), wp)
        call read_reals(w)
        errors = unwritten
        call train_epoch(n, d, m, visits, x, t, order, rate, w, errors, status)
        call write_integer('status', status)
        call write_reals('w', w)
        call write_integer('errors', errors)
    end subroutine run_train_epoch

end program perceptron_driver
