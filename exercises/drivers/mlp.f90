!> Calls the procedures of an mlp.f90 with the inputs of the cases.
program mlp_driver
    use kinds, only: wp, dp, int64
    use mlp, only: count_weights, count_neurons, forward, backward, train_epoch
    use driver, only: driver_open, driver_case, driver_close, stage, case_count, unwritten, &
                      read_integer, read_real, read_reals, read_integers, &
                      write_integer, write_reals, write_doubles
    implicit none
    integer :: i

    call driver_open()
    do i = 0, case_count - 1
        call driver_case(i)
        select case (stage)
        case ('mlp_forward')
            call run_forward()
        case ('mlp_backward')
            call run_backward()
        case ('mlp_train_epoch')
            call run_train_epoch()
        end select
    end do
    call driver_close()

contains

    !> Layers, the probabilities of dropout, and beta.
    subroutine read_network(n_layers, network, drop, beta)
        integer, intent(in) :: n_layers
        integer, allocatable, intent(out) :: network(:)
        real(dp), allocatable, intent(out) :: drop(:)
        real(wp), intent(out) :: beta
        integer :: l

        allocate (network(3*n_layers), drop(n_layers))
        call read_integers(network)
        do l = 1, n_layers
            drop(l) = read_real()
        end do
        beta = real(read_real(), wp)
    end subroutine read_network

    function new_reals(count) result(values)
        integer, intent(in) :: count
        real(wp), allocatable :: values(:)

        allocate (values(count))
        call read_reals(values)
    end function new_reals

    subroutine run_forward()
        integer, allocatable :: network(:)
        real(dp), allocatable :: drop(:)
        real(wp), allocatable :: x(:), params(:), h(:), a(:)
        real(wp) :: beta
        integer(int64) :: seed, step
        integer :: n, n_layers, neurons, weights, status

        n = read_integer()
        n_layers = read_integer()
        call read_network(n_layers, network, drop, beta)
        neurons = count_neurons(n_layers, network)
        weights = count_weights(n_layers, network)
        x = new_reals(n*network(1))
        params = new_reals(weights)
        seed = read_integer()
        step = read_integer()
        allocate (h(n*neurons), a(n*neurons))
        h = unwritten
        a = unwritten
        call forward(n, network(1), n_layers, neurons, weights, network, drop, beta, x, params, &
                     seed, step, h, a, status)
        call write_integer('status', status)
        call write_reals('h', h)
        call write_reals('a', a)
    end subroutine run_forward

    subroutine run_backward()
        integer, allocatable :: network(:)
        real(dp), allocatable :: drop(:)
        real(wp), allocatable :: x(:), t(:), params(:), h(:), a(:), gradient(:)
        real(wp) :: beta
        real(dp) :: loss
        integer(int64) :: seed, step
        integer :: n, m, n_layers, loss_kind, neurons, weights, status

        n = read_integer()
        n_layers = read_integer()
        call read_network(n_layers, network, drop, beta)
        loss_kind = read_integer()
        neurons = count_neurons(n_layers, network)
        weights = count_weights(n_layers, network)
        m = network(3*n_layers - 1)
        x = new_reals(n*network(1))
        t = new_reals(n*m)
        params = new_reals(weights)
        h = new_reals(n*neurons)
        a = new_reals(n*neurons)
        seed = read_integer()
        step = read_integer()
        allocate (gradient(weights))
        gradient = unwritten
        loss = unwritten
        call backward(n, network(1), m, n_layers, neurons, weights, network, drop, beta, &
                      loss_kind, x, t, params, h, a, seed, step, gradient, loss, status)
        call write_integer('status', status)
        call write_reals('gradient', gradient)
        call write_doubles('loss', [loss])
    end subroutine run_backward

    subroutine run_train_epoch()
        integer, allocatable :: network(:), order(:)
        real(dp), allocatable :: drop(:)
        real(wp), allocatable :: x(:), t(:), params(:), velocity(:)
        real(wp) :: beta, rate, momentum
        real(dp) :: loss
        integer(int64) :: seed, step
        integer :: n, m, n_layers, visits, loss_kind, batch, weights, status

        n = read_integer()
        n_layers = read_integer()
        visits = read_integer()
        call read_network(n_layers, network, drop, beta)
        loss_kind = read_integer()
        batch = read_integer()
        weights = count_weights(n_layers, network)
        m = network(3*n_layers - 1)
        x = new_reals(n*network(1))
        t = new_reals(n*m)
        allocate (order(visits))
        call read_integers(order)
        rate = real(read_real(), wp)
        momentum = real(read_real(), wp)
        seed = read_integer()
        step = read_integer()
        params = new_reals(weights)
        velocity = new_reals(weights)
        loss = unwritten
        call train_epoch(n, network(1), m, n_layers, visits, weights, network, drop, beta, &
                         loss_kind, batch, x, t, order, rate, momentum, seed, step, params, &
                         velocity, loss, status)
        call write_integer('status', status)
        call write_reals('params', params)
        call write_reals('velocity', velocity)
        call write_doubles('loss', [loss])
    end subroutine run_train_epoch

end program mlp_driver
