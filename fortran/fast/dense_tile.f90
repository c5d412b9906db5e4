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
    !> c_row is how far it is from one row of c to the next. Counted from 0, a costs gfortran
    !> nothing to address.
    subroutine add_tile(steps, a, before, a_step, panel, c_row, c)
        integer, intent(in) :: steps, c_row
        integer(int64), intent(in) :: before(rows), a_step
        real(wp), intent(in) :: a(0:*), panel(lanes, steps)
        real(wp), intent(inout) :: c(c_row, *)
        real(wp) :: total(lanes, rows)
        integer :: k, r, j

        total = c(1:lanes, 1:rows)
        do k = 1, steps
            do r = 1, rows
                !$omp simd
                do j = 1, lanes
                    total(j, r) = total(j, r) + a(before(r) + (k - 1)*a_step)*panel(j, k)
                end do
            end do
        end do
        c(1:lanes, 1:rows) = total
    end subroutine add_tile

end module dense_tile
