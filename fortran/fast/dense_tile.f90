!> A tile of a matrix product, which stays in registers until it is complete.
!>
!> Each step k takes lanes neighbours b_jk, and rows numbers a_kr that are each
!> multiplied with all of them: two loads of vectors feed twelve products. A lane is a
!> column, so no sum crosses lanes. In a file of its own the subroutine is compiled for
!> itself, and gets all the registers.
module dense_tile
    use kinds, only: wp, int64
    implicit none
    private
    public :: add_tile

    integer, parameter, public :: lanes = 512/storage_size(1.0_wp)  ! columns: two vectors
    integer, parameter, public :: rows = 6  ! twelve vectors, and some registers to spare

contains

    !> Add to a tile: c_jr += sum over k of b_jk a_kr, where row r of a has some numbers before it.
    !> c_row is how far it is from one row of c to the next.
    subroutine add_tile(steps, a, before, a_step, panel, c_row, c)
        integer, intent(in) :: steps, c_row
        integer(int64), intent(in) :: before(rows), a_step
        real(wp), intent(in) :: a(0:*), panel(lanes, steps)
        real(wp), intent(inout) :: c(c_row, *)

        call add_rows(steps, a_step, a(before(1)), a(before(2)), a(before(3)), a(before(4)), &
                      a(before(5)), a(before(6)), panel, c_row, c)
    end subroutine add_tile

    !> The same, where each row of a begins at its own address: gfortran finds no better way to
    !> have six addresses in six registers than six arguments. And a loop for each row: where one
    !> loop has all six, the tile does not stay in registers.
    subroutine add_rows(steps, a_step, a_1, a_2, a_3, a_4, a_5, a_6, panel, c_row, c)
        integer, intent(in) :: steps, c_row
        integer(int64), intent(in) :: a_step
        real(wp), intent(in) :: a_1(0:*), a_2(0:*), a_3(0:*), a_4(0:*), a_5(0:*), a_6(0:*)
        real(wp), intent(in) :: panel(lanes, steps)
        real(wp), intent(inout) :: c(c_row, *)
        real(wp) :: total(lanes, rows)
        integer(int64) :: at
        integer :: k, j

        total = c(1:lanes, 1:rows)
        at = 0
        do k = 1, steps
            !$omp simd
            do j = 1, lanes
                total(j, 1) = total(j, 1) + a_1(at)*panel(j, k)
            end do
            !$omp simd
            do j = 1, lanes
                total(j, 2) = total(j, 2) + a_2(at)*panel(j, k)
            end do
            !$omp simd
            do j = 1, lanes
                total(j, 3) = total(j, 3) + a_3(at)*panel(j, k)
            end do
            !$omp simd
            do j = 1, lanes
                total(j, 4) = total(j, 4) + a_4(at)*panel(j, k)
            end do
            !$omp simd
            do j = 1, lanes
                total(j, 5) = total(j, 5) + a_5(at)*panel(j, k)
            end do
            !$omp simd
            do j = 1, lanes
                total(j, 6) = total(j, 6) + a_6(at)*panel(j, k)
            end do
            at = at + a_step
        end do
        c(1:lanes, 1:rows) = total
    end subroutine add_rows

end module dense_tile
