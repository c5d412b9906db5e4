!> Calls the procedures of a layers.f90 with the inputs of the cases.
program layers_driver
    use kinds, only: wp
    use layers, only: sigmoid, sgd_step
    use driver, only: driver_open, driver_case, driver_close, stage, case_count, unwritten, &
                      read_integer, read_real, read_reals, write_reals
    implicit none
    integer :: i

    call driver_open()
    do i = 0, case_count - 1
        call driver_case(i)
        select case (stage)
        case ('sigmoid')
            call run_sigmoid()
        case ('sgd_step')
            call run_sgd_step()
        end select
    end do
    call driver_close()

contains

    subroutine run_sigmoid()
        real(wp), allocatable :: h(:), a(:)
        real(wp) :: beta
        integer :: m, o

        m = read_integer()
        allocate (h(m), a(m))
        call read_reals(h)
        beta = real(read_real(), wp)
        a = unwritten
        do o = 1, m
            a(o) = sigmoid(h(o), beta)
        end do
        call write_reals('a', a)
    end subroutine run_sigmoid

    subroutine run_sgd_step()
        real(wp), allocatable :: gradient(:), velocity(:), params(:)
        real(wp) :: rate, momentum
        integer :: weights

        weights = read_integer()
        rate = real(read_real(), wp)
        momentum = real(read_real(), wp)
        allocate (gradient(weights), velocity(weights), params(weights))
        call read_reals(gradient)
        call read_reals(velocity)
        call read_reals(params)
        call sgd_step(weights, rate, momentum, gradient, velocity, params)
        call write_reals('velocity', velocity)
        call write_reals('params', params)
    end subroutine run_sgd_step

end program layers_driver
