!> Calls the procedure of an early_stopping.f90 with the inputs of the cases.
program early_stopping_driver
    use kinds, only: wp, dp, int64
    use mlp, only: count_weights
    use early_stopping, only: train
    use driver, only: driver_open, driver_case, driver_close, case_count, unwritten, &
                      read_integer, read_real, read_reals, read_integers, &
                      write_integer, write_reals, write_doubles
    implicit none
    integer :: i

    call driver_open()
    do i = 0, case_count - 1
        call driver_case(i)
        call run_train()
    end do
    call driver_close()

contains

    subroutine run_train()
        integer, allocatable :: network(:)
        real(wp), allocatable :: x(:), t(:), x_valid(:), t_valid(:), params(:)
        real(dp), allocatable :: losses(:)
        real(wp) :: beta, rate
        integer(int64) :: seed
        integer :: n, n_valid, d, m, n_layers, weights, max_epochs, patience
        integer :: epochs, best_epoch, status

        n = read_integer()
        n_valid = read_integer()
        n_layers = read_integer()
        allocate (network(3*n_layers))
        call read_integers(network)
        d = network(1)
        m = network(3*n_layers - 1)
        beta = real(read_real(), wp)
        weights = count_weights(n_layers, network)
        allocate (x(n*d), t(n*m), x_valid(n_valid*d), t_valid(n_valid*m), params(weights))
        call read_reals(x)
        call read_reals(t)
        call read_reals(x_valid)
        call read_reals(t_valid)
        rate = real(read_real(), wp)
        max_epochs = read_integer()
        patience = read_integer()
        seed = read_integer()
        call read_reals(params)
        allocate (losses(max_epochs))
        losses = unwritten
        call train(n, n_valid, d, m, n_layers, weights, network, beta, x, t, x_valid, t_valid, &
                   rate, max_epochs, patience, seed, params, losses, epochs, best_epoch, status)
        call write_integer('status', status)
        call write_reals('params', params)
        call write_doubles('losses', losses)
        call write_integer('epochs', epochs)
        call write_integer('best_epoch', best_epoch)
    end subroutine run_train

end program early_stopping_driver
