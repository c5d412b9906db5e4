!> k-means clustering: k centroids, each the mean of the samples nearest to it.
!>
!> Lloyd (1982), Least squares quantization in PCM, IEEE Trans. Inf. Theory 28,
!> 129; the start of Arthur and Vassilvitskii (2007), k-means++, SODA, 1027.
!>
!>     n samples    x_i in x          (d, n)
!>     d features   x_ij
!>     k clusters   c in centroids    (d, 0:k-1)
!>
!> Every subroutine ends with a status of status_codes: ok, invalid_argument (a
!> size of 0, k > n, a label out of range) or out_of_memory.
module kmeans
    use kinds, only: wp, dp, int64
    use status_codes, only: ok, invalid_argument, out_of_memory
    use random, only: random_uniform, random_integer, random_shuffle, &
                      for_init_random, for_init_plusplus
    implicit none
    private
    public :: squared_distance, init_random, init_plusplus, assign, update, lloyd

contains

    !> Squared Euclidean distance: the sum over j of (a_j - b_j)^2.
    function squared_distance(d, a, b) result(distance)
        integer, intent(in) :: d
        real(wp), intent(in) :: a(d), b(d)
        real(wp) :: distance
        integer :: j
        !$acc routine seq

        ! Exercise 1. Add up (a_j - b_j)^2 over the features.
        distance = 0
        do j = 1, d
            distance = distance + (a(j) - b(j))*(a(j) - b(j))
        end do
        ! End of exercise 1.
    end function squared_distance

    !> Start from k distinct samples drawn at random.
    subroutine init_random(n, d, k, x, seed, restart, centroids, status)
        integer, intent(in) :: n, d, k
        real(wp), intent(in) :: x(d, n)
        integer(int64), intent(in) :: seed, restart
        real(wp), intent(out) :: centroids(d, 0:k - 1)
        integer, intent(out) :: status
        integer, allocatable :: order(:)
        integer :: c, failed

        status = invalid_argument
        if (n < 1 .or. d < 1 .or. k < 1 .or. k > n) return
        status = out_of_memory
        allocate (order(0:n - 1), stat=failed)
        if (failed /= 0) return

        call random_shuffle(n, k, seed, for_init_random, restart, order)
        do c = 0, k - 1
            centroids(:, c) = x(:, order(c) + 1)
        end do
        status = ok
    end subroutine init_random

    !> Start from samples far apart: draw each next centroid with a probability
    !> proportional to the squared distance to the nearest one so far (k-means++).
    subroutine init_plusplus(n, d, k, x, seed, restart, centroids, status)
        integer, intent(in) :: n, d, k
        real(wp), intent(in) :: x(d, n)
        integer(int64), intent(in) :: seed, restart
        real(wp), intent(out) :: centroids(d, 0:k - 1)
        integer, intent(out) :: status
        real(wp), allocatable :: nearest(:)  ! squared distances
        real(dp) :: total, target, running
        integer :: c, i, chosen, failed

        status = invalid_argument
        if (n < 1 .or. d < 1 .or. k < 1 .or. k > n) return
        status = out_of_memory
        allocate (nearest(n), stat=failed)
        if (failed /= 0) return

        ! Exercise 5. Draw the first centroid, then each next one far from those before.

        ! The first centroid is any sample.
        chosen = 1 + random_integer(n, seed, for_init_plusplus, restart, 0_int64)
        centroids(:, 0) = x(:, chosen)
        do i = 1, n
            nearest(i) = squared_distance(d, x(:, i), centroids(:, 0))
        end do

        do c = 1, k - 1
            ! Choose sample i with probability nearest_i / total.
            total = sum(real(nearest, dp))
            target = total*random_uniform(seed, for_init_plusplus, restart, int(c, int64))
            chosen = 1
            running = nearest(1)
            do while (running <= target .and. chosen < n)
                chosen = chosen + 1
                running = running + nearest(chosen)
            end do
            if (total <= 0) then  ! every sample sits on a centroid: any will do
                chosen = 1 + random_integer(n, seed, for_init_plusplus, restart, int(c, int64))
            end if

            ! The new centroid may be nearer than those before it.
            centroids(:, c) = x(:, chosen)
            do i = 1, n
                nearest(i) = min(nearest(i), squared_distance(d, x(:, i), centroids(:, c)))
            end do
        end do
        ! End of exercise 5.
        status = ok
    end subroutine init_plusplus

    !> Give each sample the label of its nearest centroid, the lowest on a tie.
    subroutine assign(n, d, k, x, centroids, labels, distances, status)
        integer, intent(in) :: n, d, k
        real(wp), intent(in) :: x(d, n), centroids(d, 0:k - 1)
        integer, intent(out) :: labels(n)
        real(wp), intent(out) :: distances(n)
        integer, intent(out) :: status
        real(wp) :: distance, smallest
        integer :: i, c, label

        status = invalid_argument
        if (n < 1 .or. d < 1 .or. k < 1) return

        ! Exercise 2. Find the nearest centroid of each sample, and how far it is.
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
        ! End of exercise 2.
        status = ok
    end subroutine assign

    !> Move each centroid to the mean of its samples; an empty cluster keeps its own.
    !> The movement is the sum over centroids of |new - old|^2.
    subroutine update(n, d, k, x, labels, centroids, movement, status)
        integer, intent(in) :: n, d, k
        real(wp), intent(in) :: x(d, n)
        integer, intent(in) :: labels(n)
        real(wp), intent(inout) :: centroids(d, 0:k - 1)
        real(dp), intent(out) :: movement
        integer, intent(out) :: status
        real(dp), allocatable :: sums(:, :)
        integer, allocatable :: counts(:)
        real(wp) :: mean
        integer :: i, j, c, failed

        movement = 0
        status = invalid_argument
        if (n < 1 .or. d < 1 .or. k < 1) return
        status = out_of_memory
        allocate (sums(d, 0:k - 1), counts(0:k - 1), stat=failed)
        if (failed /= 0) return

        ! Exercise 3. Move each centroid to the mean of its samples; add up the movement.

        ! Add up the samples of each cluster.
        status = invalid_argument
        sums = 0
        counts = 0
        do i = 1, n
            c = labels(i)
            if (c < 0 .or. c >= k) return
            sums(:, c) = sums(:, c) + x(:, i)
            counts(c) = counts(c) + 1
        end do

        ! The mean is the sum divided by the count.
        do c = 0, k - 1
            if (counts(c) == 0) cycle
            do j = 1, d
                mean = real(sums(j, c)/counts(c), wp)
                movement = movement + (real(mean, dp) - centroids(j, c))**2
                centroids(j, c) = mean
            end do
        end do
        ! End of exercise 3.
        status = ok
    end subroutine update

    !> Repeat update and assign until the centroids move by no more than tol.
    !> Or until max_iter steps are done: n_iter is their number. history: movement
    !> and inertia (the sum of distances) after 0 ... n_iter steps.
    subroutine lloyd(n, d, k, x, max_iter, tol, centroids, labels, history, n_iter, status)
        integer, intent(in) :: n, d, k
        real(wp), intent(in) :: x(d, n)
        integer, intent(in) :: max_iter
        real(dp), intent(in) :: tol
        real(wp), intent(inout) :: centroids(d, 0:k - 1)
        integer, intent(out) :: labels(n)
        real(dp), intent(out) :: history(2, 0:max_iter)
        integer, intent(out) :: n_iter, status
        real(wp), allocatable :: distances(:)
        real(dp) :: movement
        integer :: step, failed

        n_iter = 0
        status = invalid_argument
        if (n < 1 .or. d < 1 .or. k < 1 .or. max_iter < 0) return
        status = out_of_memory
        allocate (distances(n), stat=failed)
        if (failed /= 0) return

        ! On a GPU the samples stay from step to step.
        !$acc enter data copyin(x)

        ! Exercise 4. Repeat update and assign until the movement is at most tol.
        call assign(n, d, k, x, centroids, labels, distances, status)
        history(:, 0) = [0.0_dp, sum(real(distances, dp))]  ! what k-means makes small

        do step = 1, max_iter
            if (status == ok) call update(n, d, k, x, labels, centroids, movement, status)
            if (status /= ok) exit
            call assign(n, d, k, x, centroids, labels, distances, status)
            history(:, step) = [movement, sum(real(distances, dp))]
            n_iter = step
            if (movement <= tol) exit
        end do
        ! End of exercise 4.
        !$acc exit data delete(x)
    end subroutine lloyd

end module kmeans
