!> The dense layer for speed: three matrix products, c_ji = sum over k of b_jk a_ki.
!>
!> Tile by tile (dense_tile), each with some columns of b that are copied side by side.
!> Every c_ji is added up in the same order for any number of threads.
!>
!> A matrix may be turned, so it is an address and two strides: how far it is to the
!> next row, and to the next step of k.
module dense
    use kinds, only: wp, int64
    use dense_tile, only: lanes, rows, multiply
    implicit none
    private
    public :: forward, backward, gradient

    integer, parameter :: block_rows = 16*rows  ! that share a copied panel
    integer, parameter :: depth = 256  ! steps of k that a panel holds
    integer, parameter :: few = 4096  ! products that are not worth a panel
    integer, parameter :: many = 65536  ! products that are worth several threads

contains

    !> Weigh the inputs: h_io = sum over j of x_ij w_jo, less the bias.
    subroutine forward(n, d_in, d_out, x, w, h)
        integer, intent(in) :: n, d_in, d_out
        real(wp), intent(in) :: x(d_in, n), w(d_out, d_in + 1)
        real(wp), intent(out) :: h(d_out, n)

        h = spread(-w(:, d_in + 1), 2, n)  ! the bias node is -1
        call add_product(n, d_out, d_in, x, d_in, 1, w, d_out, 1, h)
    end subroutine forward

    !> Pass the error back to the inputs: dx_ij = sum over o of dh_io w_jo.
    subroutine backward(n, d_in, d_out, w, dh, dx)
        integer, intent(in) :: n, d_in, d_out
        real(wp), intent(in) :: w(d_out, d_in + 1), dh(d_out, n)
        real(wp), intent(out) :: dx(d_in, n)

        dx = 0
        call add_product(n, d_in, d_out, dh, d_out, 1, w, 1, d_out, dx)
    end subroutine backward

    !> Gradient of the weights: dw_jo = sum over i of x_ij dh_io, the bias node's last.
    subroutine gradient(n, d_in, d_out, x, dh, dw)
        integer, intent(in) :: n, d_in, d_out
        real(wp), intent(in) :: x(d_in, n), dh(d_out, n)
        real(wp), intent(out) :: dw(d_out, d_in + 1)
        integer :: i

        dw = 0
        call add_product(d_in, d_out, n, x, 1, d_in, dh, d_out, 1, dw)
        do i = 1, n
            dw(:, d_in + 1) = dw(:, d_in + 1) - dh(:, i)  ! the bias node is -1
        end do
    end subroutine gradient

    !> Add the product of a (n rows) and b (m columns) to c, block by block.
    subroutine add_product(n, m, steps, a, a_row, a_step, b, b_step, b_column, c)
        integer, intent(in) :: n, m, steps, a_row, a_step, b_step, b_column
        real(wp), intent(in) :: a(*), b(*)
        real(wp), intent(inout) :: c(m, *)
        integer :: i, j, k

        if (int(n, int64)*m*steps < few) then
            do i = 0, n - 1
                do k = 0, steps - 1
                    do j = 0, m - 1
                        c(j + 1, i + 1) = c(j + 1, i + 1) + a(1 + i*a_row + k*a_step) &
                                          *b(1 + k*b_step + j*b_column)
                    end do
                end do
            end do
            return
        end if
        !$omp parallel do collapse(2) schedule(static) default(none) &
        !$omp shared(n, m, steps, a, a_row, a_step, b, b_step, b_column, c) &
        !$omp if (int(n, int64)*m*steps > many)
        do j = 1, m, lanes
            do i = 1, n, block_rows
                call add_block(min(block_rows, n - i + 1), min(lanes, m - j + 1), m, steps, &
                               a(1 + int(i - 1, int64)*a_row), a_row, a_step, &
                               b(1 + int(j - 1, int64)*b_column), b_step, b_column, c(j, i))
            end do
        end do
    end subroutine add_product

    !> Add the product of some rows of a, and lanes columns of b or fewer, to a part of c.
    subroutine add_block(n, columns, m, steps, a, a_row, a_step, b, b_step, b_column, c)
        integer, intent(in) :: n, columns, m, steps, a_row, a_step, b_step, b_column
        real(wp), intent(in) :: a(*), b(*)
        real(wp), intent(inout) :: c(m, *)
        real(wp) :: panel(lanes, depth), tile(lanes, rows)
        integer(int64) :: place(rows)
        integer :: first, some, i, r

        do first = 0, steps - 1, depth
            some = min(depth, steps - first)
            call copy_panel(some, columns, b(1 + int(first, int64)*b_step), b_step, b_column, &
                            panel)
            do i = 1, n, rows
                do r = 1, rows
                    place(r) = 1 + (min(i + r - 1, n) - 1)*int(a_row, int64) &
                               + first*int(a_step, int64)
                end do
                call multiply(some, a, place, int(a_step, int64), panel, tile)
                if (columns == lanes .and. i + rows - 1 <= n) then
                    c(1:lanes, i:i + rows - 1) = c(1:lanes, i:i + rows - 1) + tile
                else
                    r = min(rows, n - i + 1)
                    c(1:columns, i:i + r - 1) = c(1:columns, i:i + r - 1) + tile(1:columns, 1:r)
                end if
            end do
        end do
    end subroutine add_block

    !> Copy some columns of b side by side, zeros where there are no more.
    subroutine copy_panel(steps, columns, b, b_step, b_column, panel)
        integer, intent(in) :: steps, columns, b_step, b_column
        real(wp), intent(in) :: b(*)
        real(wp), intent(out) :: panel(lanes, steps)
        integer :: k, j

        if (columns == lanes .and. b_column == 1) then
            do k = 1, steps
                panel(:, k) = b(1 + (k - 1)*b_step:lanes + (k - 1)*b_step)
            end do
        else
            panel = 0
            do k = 1, steps
                do j = 1, columns
                    panel(j, k) = b(1 + (k - 1)*b_step + (j - 1)*b_column)
                end do
            end do
        end if
    end subroutine copy_panel

end module dense
