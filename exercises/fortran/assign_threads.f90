!> The nearest centroid of many samples at the same time: by several threads, on a graphics card.
!>
!>     n samples    x_i in x          (d, n)
!>     d features   x_ij
!>     k clusters   c in centroids    (d, 0:k-1)
module assign_threads
    use kinds, only: wp
    use status_codes, only: ok, invalid_argument
    use watch, only: squared_distance  ! is called on the card, too
    implicit none
    private
    public :: assign

contains

    !> Give each sample the label of its nearest centroid, the lowest on a tie.
    subroutine assign(n, d, k, x, centroids, labels, distances, status)
        integer, intent(in) :: n, d, k
        real(wp), intent(in) :: x(d, n), centroids(d, 0:k - 1)
        integer, intent(out) :: labels(n)
        real(wp), intent(out) :: distances(n)
        integer, intent(out) :: status
        integer :: i, c, label
        real(wp) :: distance, smallest

        status = invalid_argument
        if (n < 1 .or. d < 1 .or. k < 1) return

        ! Exercise 1. Find the nearest centroids of all samples at once: OpenMP, OpenACC, NumPy.
        !$omp parallel do default(none) shared(n, d, k, x, centroids, labels, distances) &
        !$omp private(c, label, distance, smallest)
        !$acc parallel loop gang vector private(c, label, distance, smallest) &
        !$acc copyin(x, centroids) copyout(labels, distances)
        do i = 1, n
            label = 0
            smallest = squared_distance(d, x(:, i), centroids(:, 0))
            do c = 1, k - 1
                distance = squared_distance(d, x(:, i), centroids(:, c))
                if (distance < smallest) then
                    smallest = distance
                    label = c
                end if
            end do
            labels(i) = label
            distances(i) = smallest
        end do
        ! End of exercise 1.
        status = ok
    end subroutine assign

end module assign_threads
