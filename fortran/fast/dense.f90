!> The dense layer for speed: three matrix products, c_ji = sum over k of b_jk a_ki.
!>
!> Tile by tile (dense_tile), each with some columns of b that are copied side by side.
!> Every c_ji is added up in the same order for any number of threads.
!>
!> A matrix may be turned, so it is an address and two strides: how far it is to the
!> next row, and to the next step of k.
module dense
    use kinds, only: wp, int64
    use dense_tile, only: lanes, rows, add_tile
    implicit none
    private
    public :: forward, backward, gradient

    integer, parameter :: block_rows = 16*rows  ! of c, that share some panels
    integer, parameter :: block_columns = 8*lanes  ! of c: that many panels
    integer, parameter :: depth = 128  ! steps of k that a panel holds
    integer, parameter :: few = 4096  ! products that are not worth a panel
    integer, parameter :: many = 65536  ! products that are worth several threads

contains

    !> Weigh the inputs: h_io = sum over j of x_ij w_jo, less the bias.
    subroutine forward(n, d_in, d_out, x, w, h)
        integer, intent(in) :: n, d_in, d_out
        real(wp), intent(in) :: x(d_in, n), w(d_out, d_in + 1)
        real(wp), intent(out) :: h(d_out, n)

        call multiply(n, d_out, d_in, x, d_in, 1, w, d_out, 1, h, w(:, d_in + 1))
    end subroutine forward

    !> Pass the error back to the inputs: dx_ij = sum over o of dh_io w_jo.
    subroutine backward(n, d_in, d_out, w, dh, dx)
        integer, intent(in) :: n, d_in, d_out
        real(wp), intent(in) :: w(d_out, d_in + 1), dh(d_out, n)
        real(wp), intent(out) :: dx(d_in, n)

        call multiply(n, d_in, d_out, dh, d_out, 1, w, 1, d_out, dx)
    end subroutine backward

    !> Gradient of the weights: dw_jo = sum over i of x_ij dh_io, the bias node's last.
    subroutine gradient(n, d_in, d_out, x, dh, dw)
        integer, intent(in) :: n, d_in, d_out
        real(wp), intent(in) :: x(d_in, n), dh(d_out, n)
        real(wp), intent(out) :: dw(d_out, d_in + 1)
        integer :: i

        call multiply(d_in, d_out, n, x, 1, d_in, dh, d_out, 1, dw)
        dw(:, d_in + 1) = 0
        do i = 1, n
            dw(:, d_in + 1) = dw(:, d_in + 1) - dh(:, i)  ! the bias node is -1
        end do
    end subroutine gradient

    !> The product of a (n rows) and b (m columns), less the biases of the columns if there are
    !> any: c (m, n), block by block.
    subroutine multiply(n, m, steps, a, a_row, a_step, b, b_step, b_column, c, bias)
        integer, intent(in) :: n, m, steps, a_row, a_step, b_step, b_column
        real(wp), intent(in) :: a(*), b(*)
        real(wp), intent(inout) :: c(m, *)
        real(wp), intent(in), optional :: bias(m)
        integer :: i, j, k

        if (int(n, int64)*m*steps < few) then
            call begin(n, m, m, 1, c, bias)
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
        !$omp shared(n, m, steps, a, a_row, a_step, b, b_step, b_column, c, bias) &
        !$omp if (int(n, int64)*m*steps > many)
        do j = 1, m, block_columns
            do i = 1, n, block_rows
                call give_block(min(block_rows, n - i + 1), min(block_columns, m - j + 1), m, &
                                steps, a(1 + int(i - 1, int64)*a_row), a_row, a_step, &
                                b(1 + int(j - 1, int64)*b_column), b_step, b_column, &
                                j, c(j, i), bias)
            end do
        end do
    end subroutine multiply

    !> Give a block of c, its columns from the first on: the product of some rows of a and columns
    !> of b, less their biases.
    subroutine give_block(n, columns, m, steps, a, a_row, a_step, b, b_step, b_column, first, &
                          c, bias)
        integer, intent(in) :: n, columns, m, steps, a_row, a_step, b_step, b_column, first
        real(wp), intent(in) :: a(*), b(*)
        real(wp), intent(inout) :: c(m, *)
        real(wp), intent(in), optional :: bias(m)
        real(wp) :: panel(lanes, depth, block_columns/lanes)
        integer :: j, k, some, number

        call begin(n, columns, m, first, c, bias)
        do k = 0, steps - 1, depth
            some = min(depth, steps - k)
            do j = 1, columns, lanes
                number = (j - 1)/lanes + 1
                call copy_panel(some, min(lanes, columns - j + 1), &
                                b(1 + int(k, int64)*b_step + int(j - 1, int64)*b_column), &
                                b_step, b_column, panel(:, :, number))
            end do
            do j = 1, columns, lanes
                number = (j - 1)/lanes + 1
                call add_panel(n, min(lanes, columns - j + 1), m, some, &
                               a(1 + int(k, int64)*a_step), a_row, a_step, panel(:, :, number), &
                               c(j, 1))
            end do
        end do
    end subroutine give_block

    !> What c begins with, its columns from the first on: less their biases, or zero.
    subroutine begin(n, columns, m, first, c, bias)
        integer, intent(in) :: n, columns, m, first
        real(wp), intent(inout) :: c(m, *)
        real(wp), intent(in), optional :: bias(m)
        integer :: i

        do i = 1, n
            c(:columns, i) = 0
            if (present(bias)) c(:columns, i) = -bias(first:first + columns - 1)
        end do
    end subroutine begin

    !> Copy lanes columns of b side by side, zeros where there are no more.
    subroutine copy_panel(steps, columns, b, b_step, b_column, panel)
        integer, intent(in) :: steps, columns, b_step, b_column
        real(wp), intent(in) :: b(*)
        real(wp), intent(out) :: panel(lanes, steps)
        integer :: k, j

        if (columns < lanes) panel = 0
        if (columns == lanes .and. b_column == 1) then
            do k = 1, steps
                panel(:, k) = b(1 + (k - 1)*b_step:lanes + (k - 1)*b_step)
            end do
        else
            do j = 1, columns
                do k = 1, steps
                    panel(j, k) = b(1 + (k - 1)*b_step + (j - 1)*b_column)
                end do
            end do
        end if
    end subroutine copy_panel

    !> Add the product of some rows of a and a panel, lanes columns of b or fewer, to a part of c.
    subroutine add_panel(n, columns, m, steps, a, a_row, a_step, panel, c)
        integer, intent(in) :: n, columns, m, steps, a_row, a_step
        real(wp), intent(in) :: a(*), panel(lanes, steps)
        real(wp), intent(inout) :: c(m, *)
        real(wp) :: tile(lanes, rows)
        integer(int64) :: before(rows)
        integer :: i, r, some

        do i = 1, n, rows
            do r = 1, rows  ! the last one again where there are no more
                before(r) = (min(i + r - 1, n) - 1)*int(a_row, int64)
            end do
            if (columns == lanes .and. i + rows - 1 <= n) then
                call add_tile(steps, a, before, int(a_step, int64), panel, m, c(1, i))
            else  ! at the edge of c there are fewer rows or columns
                some = min(rows, n - i + 1)
                tile = 0
                tile(:columns, :some) = c(:columns, i:i + some - 1)
                call add_tile(steps, a, before, int(a_step, int64), panel, lanes, tile)
                c(:columns, i:i + some - 1) = tile(:columns, :some)
            end if
        end do
    end subroutine add_panel

end module dense
