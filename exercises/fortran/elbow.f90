!> The elbow: how many clusters are in the data?
!>
!> More clusters always make the inertia smaller. As long as they split real groups it
!> falls steeply, afterwards slowly: the bend, the elbow, is the number of groups. It is
!> the point furthest below the straight line from the first to the last.
module elbow
    use kinds, only: wp, dp, int64
    use status_codes, only: ok, invalid_argument
    use kmeans, only: init_plusplus, lloyd
    implicit none
    private
    public :: choose_k

    integer, parameter :: max_iter = 100

contains

    !> The smallest inertia of a few restarts with k clusters.
    subroutine smallest_inertia(n, d, k, x, restarts, seed, smallest, status)
        integer, intent(in) :: n, d, k, restarts
        real(wp), intent(in) :: x(d, n)
        integer(int64), intent(in) :: seed
        real(dp), intent(out) :: smallest
        integer, intent(out) :: status
        real(wp), allocatable :: centroids(:, :)
        integer, allocatable :: labels(:)
        real(dp) :: history(2, 0:max_iter)
        integer :: restart, n_iter

        allocate (centroids(d, 0:k - 1), labels(n))
        smallest = huge(smallest)
        do restart = 0, restarts - 1
            call init_plusplus(n, d, k, x, seed, int(restart, int64), centroids, status)
            if (status /= ok) return
            call lloyd(n, d, k, x, max_iter, 0.0_dp, centroids, labels, history, n_iter, status)
            if (status /= ok) return
            smallest = min(smallest, history(2, n_iter))
        end do
    end subroutine smallest_inertia

    !> Find the k where the curve of the inertias lies furthest below its chord.
    !> inertias: the smallest of all restarts for k = 1 ... k_max clusters.
    subroutine choose_k(n, d, x, k_max, restarts, seed, inertias, best_k, status)
        integer, intent(in) :: n, d, k_max, restarts
        real(wp), intent(in) :: x(d, n)
        integer(int64), intent(in) :: seed
        real(dp), intent(out) :: inertias(k_max)
        integer, intent(out) :: best_k, status
        real(dp) :: slope, depth, deepest
        integer :: k

        best_k = 0
        status = invalid_argument
        if (k_max < 3 .or. k_max > n .or. restarts < 1) return

        ! Exercise 1. Find the smallest inertia for each k, then the elbow.
        do k = 1, k_max
            call smallest_inertia(n, d, k, x, restarts, seed, inertias(k), status)
            if (status /= ok) return
        end do

        slope = (inertias(k_max) - inertias(1))/(k_max - 1)
        deepest = 0
        best_k = 1
        do k = 2, k_max - 1
            depth = inertias(1) + slope*(k - 1) - inertias(k)
            if (depth > deepest) then
                deepest = depth
                best_k = k
            end if
        end do
        ! End of exercise 1.
    end subroutine choose_k

end module elbow
