!> The dense layer: every neuron weighs every input. Forward, and its gradient backward.
!>
!> Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating
!> errors, Nature 323, 533.
!>
!>     n      rows of a batch
!>     d_in   inputs of a layer, x (d_in, n), and the bias node, a constant -1
!>     d_out  neurons of a layer, w (d_out, d_in + 1), the bias node's weights last
!>     h      weighted inputs (d_out, n)
!>     dx     the gradient of the loss with respect to x, and so on
module dense
    use kinds, only: wp, int64
    implicit none
    private
    public :: forward, backward, gradient

    integer, parameter :: many = 65536  ! products that are worth several threads

contains

    !> Weigh the inputs: h_io = sum over j of x_ij w_jo, less the bias.
    subroutine forward(n, d_in, d_out, x, w, h)
        integer, intent(in) :: n, d_in, d_out
        real(wp), intent(in) :: x(d_in, n), w(d_out, d_in + 1)
        real(wp), intent(out) :: h(d_out, n)
        integer :: i, j, o

        ! Exercise 1. Weigh the inputs, for every row and neuron.
        !$omp parallel do default(none) shared(n, d_in, d_out, x, w, h) private(j, o) &
        !$omp if (int(n, int64)*d_in*d_out > many)
        !$acc parallel loop gang private(j) copyin(x, w) copyout(h)
        do i = 1, n
            !$acc loop vector
            do o = 1, d_out
                h(o, i) = -w(o, d_in + 1)  ! the bias node is -1
            end do
            do j = 1, d_in
                !$acc loop vector
                do o = 1, d_out
                    h(o, i) = h(o, i) + x(j, i)*w(o, j)
                end do
            end do
        end do
        ! End of exercise 1.
    end subroutine forward

    !> Pass the error back to the inputs: dx_ij = sum over o of dh_io w_jo.
    subroutine backward(n, d_in, d_out, w, dh, dx)
        integer, intent(in) :: n, d_in, d_out
        real(wp), intent(in) :: w(d_out, d_in + 1), dh(d_out, n)
        real(wp), intent(out) :: dx(d_in, n)
        integer :: i, j

        ! Exercise 2. Pass the error back to every input of every row.
        !$omp parallel do default(none) shared(n, d_in, d_out, w, dh, dx) private(j) &
        !$omp if (int(n, int64)*d_in*d_out > many)
        !$acc parallel loop gang copyin(w, dh) copyout(dx)
        do i = 1, n
            !$acc loop vector
            do j = 1, d_in
                dx(j, i) = dot_product(dh(:, i), w(:, j))
            end do
        end do
        ! End of exercise 2.
    end subroutine backward

    !> Gradient of the weights: dw_jo = sum over i of x_ij dh_io, the bias node's last.
    subroutine gradient(n, d_in, d_out, x, dh, dw)
        integer, intent(in) :: n, d_in, d_out
        real(wp), intent(in) :: x(d_in, n), dh(d_out, n)
        real(wp), intent(out) :: dw(d_out, d_in + 1)
        integer :: i, j, o
        real(wp) :: x_ij

        ! Exercise 3. Add up the gradient of every weight, and of the bias node's.
        !$omp parallel do default(none) shared(n, d_in, d_out, x, dh, dw) private(i, o, x_ij) &
        !$omp if (int(n, int64)*d_in*d_out > many)
        !$acc parallel loop gang private(i, x_ij) copyin(x, dh) copyout(dw)
        do j = 1, d_in + 1
            !$acc loop vector
            do o = 1, d_out
                dw(o, j) = 0
            end do
            do i = 1, n
                x_ij = -1  ! the bias node is -1
                if (j <= d_in) x_ij = x(j, i)
                !$acc loop vector
                do o = 1, d_out
                    dw(o, j) = dw(o, j) + x_ij*dh(o, i)
                end do
            end do
        end do
        ! End of exercise 3.
    end subroutine gradient

end module dense
