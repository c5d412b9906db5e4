!> Calls the procedures of a layers.f90 with the inputs of the cases.
program layers_driver
    use kinds, only: wp, dp, int64
    use layers, only: sigmoid, relu, relu_slope, leaky_relu, leaky_relu_slope, softmax, dropout, &
                      cross_entropy, sgd_step
    use driver, only: driver_open, driver_case, driver_close, stage, case_count, unwritten, &
                      read_integer, read_real, read_reals, write_reals, write_doubles
    implicit none
    integer :: i

    call driver_open()
    do i = 0, case_count - 1
        call driver_case(i)
        select case (stage)
        case ('sigmoid')
            call run_sigmoid()
        case ('relu', 'relu_slope', 'leaky_relu', 'leaky_relu_slope')
            call run_one_by_one()
        case ('softmax')
            call run_softmax()
        case ('dropout')
            call run_dropout()
        case ('softmax_loss')
            call run_softmax_loss()
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

    !> The activations, and their slopes: functions of one number.
    subroutine run_one_by_one()
        real(wp), allocatable :: before(:), after(:)
        integer :: m, o

        m = read_integer()
        allocate (before(m), after(m))
        call read_reals(before)
        do o = 1, m
            select case (stage)
            case ('relu'); after(o) = relu(before(o))
            case ('relu_slope'); after(o) = relu_slope(before(o))
            case ('leaky_relu'); after(o) = leaky_relu(before(o))
            case ('leaky_relu_slope'); after(o) = leaky_relu_slope(before(o))
            end select
        end do
        if (index(stage, 'slope') > 0) then
            call write_reals('slope', after)
        else
            call write_reals('a', after)
        end if
    end subroutine run_one_by_one

    subroutine run_softmax()
        real(wp), allocatable :: h(:), a(:)
        integer :: n, m

        n = read_integer()
        m = read_integer()
        allocate (h(n*m), a(n*m))
        call read_reals(h)
        a = unwritten
        call softmax(n, m, h, a)
        call write_reals('a', a)
    end subroutine run_softmax

    subroutine run_dropout()
        real(wp), allocatable :: a(:)
        real(dp) :: p
        integer(int64) :: seed, layer, batch
        integer :: n, m

        n = read_integer()
        m = read_integer()
        p = read_real()
        seed = read_integer()
        layer = read_integer()
        batch = read_integer()
        allocate (a(n*m))
        call read_reals(a)
        call dropout(n, m, p, seed, layer, batch, a)
        call write_reals('a', a)
    end subroutine run_dropout

    subroutine run_softmax_loss()
        real(wp), allocatable :: h(:), a(:), t(:), dh(:)
        real(wp) :: beta
        real(dp) :: loss
        integer :: kind, n, m

        kind = read_integer()
        n = read_integer()
        m = read_integer()
        allocate (h(n*m), a(n*m), t(n*m), dh(n*m))
        call read_reals(h)
        call read_reals(a)
        call read_reals(t)
        beta = real(read_real(), wp)
        loss = unwritten
        dh = unwritten
        call cross_entropy(kind, n, m, h, a, t, beta, loss, dh)
        call write_doubles('loss', [loss])
        call write_reals('dh', dh)
    end subroutine run_softmax_loss

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
