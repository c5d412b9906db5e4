!> Calls the procedure of a gradient_check.f90 with the inputs of the cases.
program gradient_check_driver
    use kinds, only: wp, dp
    use mlp, only: count_weights
    use gradient_check, only: compare
    use driver, only: driver_open, driver_case, driver_close, case_count, unwritten, &
                      read_integer, read_real, read_reals, read_integers, &
                      write_integer, write_reals, write_doubles
    implicit none
    integer :: i

    call driver_open()
    do i = 0, case_count - 1
        call driver_case(i)
        call run_compare()
    end do
    call driver_close()

contains

    subroutine run_compare()
        integer, allocatable :: network(:)
        real(wp), allocatable :: x(:), t(:), params(:), gradient(:), numeric(:)
        real(wp) :: beta, epsilon
        real(dp) :: relative
        integer :: n, m, n_layers, loss_kind, weights, status

        n = read_integer()
        n_layers = read_integer()
        allocate (network(3*n_layers))
        call read_integers(network)
        beta = real(read_real(), wp)
        loss_kind = read_integer()
        weights = count_weights(n_layers, network)
        m = network(3*n_layers - 1)
        allocate (x(n*network(1)), t(n*m), params(weights), gradient(weights), numeric(weights))
        call read_reals(x)
        call read_reals(t)
        call read_reals(params)
        call read_reals(gradient)
        epsilon = real(read_real(), wp)
        numeric = unwritten
        relative = unwritten
        call compare(n, network(1), m, n_layers, weights, network, beta, loss_kind, x, t, params, &
                     gradient, epsilon, numeric, relative, status)
        call write_integer('status', status)
        call write_reals('numeric', numeric)
        call write_doubles('relative', [relative])
    end subroutine run_compare

end program gradient_check_driver
