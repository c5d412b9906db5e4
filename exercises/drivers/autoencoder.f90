!> Calls the procedures of an autoencoder.f90 with the inputs of the cases.
program autoencoder_driver
    use kinds, only: wp, dp, int64
    use mlp, only: count_weights
    use autoencoder, only: train, compress
    use driver, only: driver_open, driver_case, driver_close, stage, case_count, unwritten, &
                      read_integer, read_real, read_reals, read_integers, &
                      write_integer, write_reals, write_doubles
    implicit none
    integer :: i

    call driver_open()
    do i = 0, case_count - 1
        call driver_case(i)
        select case (stage)
        case ('autoencoder_train')
            call run_train()
        case ('autoencoder_compress')
            call run_compress()
        end select
    end do
    call driver_close()

contains

    subroutine run_train()
        integer, allocatable :: network(:)
        real(wp), allocatable :: x(:), params(:)
        real(dp), allocatable :: losses(:)
        real(wp) :: beta, rate, momentum
        integer(int64) :: seed
        integer :: n, n_layers, weights, epochs, status

        n = read_integer()
        n_layers = read_integer()
        allocate (network(3*n_layers))
        call read_integers(network)
        beta = real(read_real(), wp)
        weights = count_weights(n_layers, network)
        allocate (x(n*network(1)), params(weights))
        call read_reals(x)
        rate = real(read_real(), wp)
        momentum = real(read_real(), wp)
        epochs = read_integer()
        seed = read_integer()
        call read_reals(params)
        allocate (losses(epochs))
        losses = unwritten
        call train(n, network(1), n_layers, weights, network, beta, x, rate, momentum, epochs, &
                   seed, params, losses, status)
        call write_integer('status', status)
        call write_reals('params', params)
        call write_doubles('losses', losses)
    end subroutine run_train

    subroutine run_compress()
        integer, allocatable :: network(:)
        real(wp), allocatable :: x(:), params(:), codes(:), outputs(:), errors(:)
        real(wp) :: beta
        integer :: n, d, q, n_layers, weights, status

        n = read_integer()
        n_layers = read_integer()
        q = read_integer()
        allocate (network(3*n_layers))
        call read_integers(network)
        d = network(1)
        beta = real(read_real(), wp)
        weights = count_weights(n_layers, network)
        allocate (x(n*d), params(weights), codes(n*q), outputs(n*d), errors(n))
        call read_reals(x)
        call read_reals(params)
        codes = unwritten
        outputs = unwritten
        errors = unwritten
        call compress(n, d, q, n_layers, weights, network, beta, x, params, codes, outputs, &
                      errors, status)
        call write_integer('status', status)
        call write_reals('codes', codes)
        call write_reals('outputs', outputs)
        call write_reals('errors', errors)
    end subroutine run_compress

end program autoencoder_driver
