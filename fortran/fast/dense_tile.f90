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
    public :: multiply

    integer, parameter, public :: lanes = 512/storage_size(1.0_wp)  ! columns: two vectors
    integer, parameter, public :: rows = 6  ! twelve vectors, and some registers to spare

contains

    !> Compute a tile: the sum over k of b_jk a_kr, where row r of a begins at its place.
    subroutine multiply(steps, a, place, a_step, panel, tile)
        integer, intent(in) :: steps
        integer(int64), intent(in) :: place(rows), a_step
        real(wp), intent(in) :: a(*), panel(lanes, steps)
        real(wp), intent(out) :: tile(lanes, rows)
        real(wp) :: total(lanes, rows)
        integer :: k, r, j

        total = 0
        do k = 1, steps
            do r = 1, rows
                !$omp simd
                do j = 1, lanes
                    total(j, r) = total(j, r) + a(place(r) + (k - 1)*a_step)*panel(j, k)
                end do
            end do
        end do
        tile = total
    end subroutine multiply

end module dense_tile
