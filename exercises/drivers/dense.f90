!> Calls the procedures of a dense.f90 with the inputs of the cases.
program dense_driver
    use kinds, only: wp
    use dense, only: forward, backward, gradient
    use driver, only: driver_open, driver_case, driver_close, stage, case_count, unwritten, &
                      read_integer, read_reals, write_reals
    implicit none
    integer :: i

    call driver_open()
    do i = 0, case_count - 1
        call driver_case(i)
        select case (stage)
        case ('dense_forward')
            call run_forward()
        case ('dense_backward')
            call run_backward()
        case ('dense_gradient')
            call run_gradient()
        end select
    end do
    call driver_close()

contains

    subroutine run_forward()
        real(wp), allocatable :: x(:), w(:), h(:)
        integer :: n, d_in, d_out

        n = read_integer()
        d_in = read_integer()
        d_out = read_integer()
        allocate (x(n*d_in), w((d_in + 1)*d_out), h(n*d_out))
        call read_reals(x)
        call read_reals(w)
        h = unwritten
        call forward(n, d_in, d_out, x, w, h)
        call write_reals('h', h)
    end subroutine run_forward

    subroutine run_backward()
        real(wp), allocatable :: w(:), dh(:), dx(:)
        integer :: n, d_in, d_out

        n = read_integer()
        d_in = read_integer()
        d_out = read_integer()
        allocate (w((d_in + 1)*d_out), dh(n*d_out), dx(n*d_in))
        call read_reals(w)
        call read_reals(dh)
        dx = unwritten
        call backward(n, d_in, d_out, w, dh, dx)
        call write_reals('dx', dx)
    end subroutine run_backward

    subroutine run_gradient()
        real(wp), allocatable :: x(:), dh(:), dw(:)
        integer :: n, d_in, d_out

        n = read_integer()
        d_in = read_integer()
        d_out = read_integer()
        allocate (x(n*d_in), dh(n*d_out), dw((d_in + 1)*d_out))
        call read_reals(x)
        call read_reals(dh)
        dw = unwritten
        call gradient(n, d_in, d_out, x, dh, dw)
        call write_reals('dw', dw)
    end subroutine run_gradient

end program dense_driver
