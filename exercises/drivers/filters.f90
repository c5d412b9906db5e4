!> Calls the procedures of a filters.f90 with the inputs of the cases.
program filters_driver
    use kinds, only: wp
    use filters, only: count_inputs, count_outputs, count_weights, conv_forward, conv_backward, &
                       conv_gradient, pool_forward, pool_backward
    use driver, only: driver_open, driver_case, driver_close, stage, case_count, unwritten, &
                      read_integer, read_integers, read_reals, write_reals
    implicit none
    integer :: i

    call driver_open()
    do i = 0, case_count - 1
        call driver_case(i)
        select case (stage)
        case ('conv_forward')
            call run_conv_forward()
        case ('conv_backward')
            call run_conv_backward()
        case ('conv_gradient')
            call run_conv_gradient()
        case ('pool_forward')
            call run_pool_forward()
        case ('pool_backward')
            call run_pool_backward()
        end select
    end do
    call driver_close()

contains

    !> Read the sizes that every case begins with.
    subroutine read_layer(n, layer, d_in, d_out, weights)
        integer, intent(out) :: n, layer(14), d_in, d_out, weights

        n = read_integer()
        call read_integers(layer)
        d_in = count_inputs(layer)
        d_out = count_outputs(layer)
        weights = count_weights(layer)
    end subroutine read_layer

    subroutine run_conv_forward()
        real(wp), allocatable :: x(:), w(:), h(:)
        integer :: n, layer(14), d_in, d_out, weights

        call read_layer(n, layer, d_in, d_out, weights)
        allocate (x(n*d_in), w(weights), h(n*d_out))
        call read_reals(x)
        call read_reals(w)
        h = unwritten
        call conv_forward(n, d_in, d_out, weights, layer, x, w, h)
        call write_reals('h', h)
    end subroutine run_conv_forward

    subroutine run_conv_backward()
        real(wp), allocatable :: w(:), dh(:), dx(:)
        integer :: n, layer(14), d_in, d_out, weights

        call read_layer(n, layer, d_in, d_out, weights)
        allocate (w(weights), dh(n*d_out), dx(n*d_in))
        call read_reals(w)
        call read_reals(dh)
        dx = unwritten
        call conv_backward(n, d_in, d_out, weights, layer, w, dh, dx)
        call write_reals('dx', dx)
    end subroutine run_conv_backward

    subroutine run_conv_gradient()
        real(wp), allocatable :: x(:), dh(:), dw(:)
        integer :: n, layer(14), d_in, d_out, weights

        call read_layer(n, layer, d_in, d_out, weights)
        allocate (x(n*d_in), dh(n*d_out), dw(weights))
        call read_reals(x)
        call read_reals(dh)
        dw = unwritten
        call conv_gradient(n, d_in, d_out, weights, layer, x, dh, dw)
        call write_reals('dw', dw)
    end subroutine run_conv_gradient

    subroutine run_pool_forward()
        real(wp), allocatable :: x(:), a(:)
        integer :: n, layer(14), d_in, d_out, weights

        call read_layer(n, layer, d_in, d_out, weights)
        allocate (x(n*d_in), a(n*d_out))
        call read_reals(x)
        a = unwritten
        call pool_forward(n, d_in, d_out, layer, x, a)
        call write_reals('a', a)
    end subroutine run_pool_forward

    subroutine run_pool_backward()
        real(wp), allocatable :: x(:), da(:), dx(:)
        integer :: n, layer(14), d_in, d_out, weights

        call read_layer(n, layer, d_in, d_out, weights)
        allocate (x(n*d_in), da(n*d_out), dx(n*d_in))
        call read_reals(x)
        call read_reals(da)
        dx = unwritten
        call pool_backward(n, d_in, d_out, layer, x, da, dx)
        call write_reals('dx', dx)
    end subroutine run_pool_backward

end program filters_driver
