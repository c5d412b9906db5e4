!> k-means clustering, arranged for speed: the subroutines of the lesson once more.
!>
!> Lloyd (1982), Least squares quantization in PCM, IEEE Trans. Inf. Theory 28,
!> 129; the start of Arthur and Vassilvitskii (2007), k-means++, SODA, 1027.
!>
!>     n samples    x_i in x          (d, n)
!>     d features   x_ij
!>     k clusters   c in centroids    (d, 0:k-1)
!>
!> The samples come in strips, kmeans_strip.f90: each is assigned and at once added to
!> the sums of its clusters, so that a step reads x from memory only once. A block is
!> a number of strips with totals of their own. These are added up in the order of the
!> blocks, whichever thread made them: the same bytes for any number of threads.
module kmeans
    use kinds, only: wp, dp, int64
    use status_codes, only: ok, invalid_argument, out_of_memory
    use random, only: random_uniform, random_integer, random_shuffle, &
                      for_init_random, for_init_plusplus
    use kmeans_strip, only: strip, strip_new, strip_pack, strip_turn, strip_assign, strip_add
    implicit none
    private
    public :: squared_distance, init_random, init_plusplus, assign, update, lloyd

    integer, parameter :: most_blocks = 128

contains

    !> Squared Euclidean distance: the sum over j of (a_j - b_j)^2.
    function squared_distance(d, a, b) result(distance)
        integer, intent(in) :: d
        real(wp), intent(in) :: a(d), b(d)
        real(wp) :: distance
        integer :: j

        distance = 0
        do j = 1, d
            distance = distance + (a(j) - b(j))*(a(j) - b(j))
        end do
    end function squared_distance

    !> The strips of a block and their totals. With packed centroids, labels and distances
    !> are found, and handed out if they are wanted, present; without, labels are given.
    subroutine do_block(first, last, n, d, k, x, packed, given, labels, distances, add, s)
        integer, intent(in) :: first, last, n, d, k
        real(wp), intent(in) :: x(d, n)
        real(wp), intent(in), optional :: packed(d, 0:k - 1)
        integer, intent(in), optional :: given(n)
        integer, intent(inout), optional :: labels(n)
        real(wp), intent(inout), optional :: distances(n)
        logical, intent(in) :: add
        type(strip), intent(inout) :: s
        integer :: i, m

        s%totals = 0
        do i = first, last, s%samples
            m = min(s%samples, last - i + 1)
            call strip_turn(m, d, x(1, i), s)
            if (present(packed)) then
                call strip_assign(m, d, k, packed, s)
            else
                s%labels(:m) = given(i:i + m - 1)
            end if
            if (present(labels)) labels(i:i + m - 1) = int(s%labels(:m))
            if (present(distances)) distances(i:i + m - 1) = s%distances(:m)
            if (add) call strip_add(m, d, k, x(1, i), s)
        end do
    end subroutine do_block

    !> The blocks that fall to one thread, added to the totals in the order of all blocks.
    subroutine do_blocks(n, d, k, x, packed, given, labels, distances, totals, status)
        integer, intent(in) :: n, d, k
        real(wp), intent(in) :: x(d, n)
        real(wp), intent(in), optional :: packed(d, 0:k - 1)
        integer, intent(in), optional :: given(n)
        integer, intent(inout), optional :: labels(n)
        real(wp), intent(inout), optional :: distances(n)
        real(dp), intent(inout), optional :: totals(d + 1, 0:k)
        integer, intent(inout) :: status
        type(strip) :: s
        integer :: block, first, failed

        call strip_new(d, k, s, failed)
        block = ((n - 1)/s%samples/most_blocks + 1)*s%samples
        !$omp do ordered schedule(static, 1)
        do first = 1, n, block
            if (failed == 0) then
                call do_block(first, first + min(block, n - first + 1) - 1, n, d, k, x, packed, &
                              given, labels, distances, present(totals), s)
            end if
            !$omp ordered
            if (failed /= 0) then
                status = out_of_memory
            else if (present(totals)) then
                totals = totals + s%totals
            end if
            !$omp end ordered
        end do
    end subroutine do_blocks

    !> Go once through all samples. What is not wanted is not present.
    subroutine sweep(n, d, k, x, packed, given, labels, distances, totals, status)
        integer, intent(in) :: n, d, k
        real(wp), intent(in) :: x(d, n)
        real(wp), intent(in), optional :: packed(d, 0:k - 1)
        integer, intent(in), optional :: given(n)
        integer, intent(inout), optional :: labels(n)
        real(wp), intent(inout), optional :: distances(n)
        real(dp), intent(inout), optional :: totals(d + 1, 0:k)
        integer, intent(out) :: status

        status = ok
        if (present(totals)) totals = 0
        !$omp parallel default(none) &
        !$omp shared(n, d, k, x, packed, given, labels, distances, totals, status)
        call do_blocks(n, d, k, x, packed, given, labels, distances, totals, status)
        !$omp end parallel
    end subroutine sweep

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
        real(wp), allocatable :: nearest(:), latest(:)  ! squared distances
        real(dp) :: total, target, running
        integer :: c, chosen, failed

        status = invalid_argument
        if (n < 1 .or. d < 1 .or. k < 1 .or. k > n) return
        status = out_of_memory
        allocate (nearest(n), latest(n), stat=failed)
        if (failed /= 0) return

        ! The first centroid is any sample.
        chosen = 1 + random_integer(n, seed, for_init_plusplus, restart, 0_int64)
        centroids(:, 0) = x(:, chosen)
        call sweep(n, d, 1, x, packed=centroids(:, 0), distances=nearest, status=status)

        do c = 1, k - 1
            if (status /= ok) return

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
            call sweep(n, d, 1, x, packed=centroids(:, c), distances=latest, status=status)
            nearest = min(nearest, latest)
        end do
    end subroutine init_plusplus

    !> Give each sample the label of its nearest centroid, the lowest on a tie.
    subroutine assign(n, d, k, x, centroids, labels, distances, status)
        integer, intent(in) :: n, d, k
        real(wp), intent(in) :: x(d, n), centroids(d, 0:k - 1)
        integer, intent(out) :: labels(n)
        real(wp), intent(out) :: distances(n)
        integer, intent(out) :: status
        real(wp), allocatable :: packed(:, :)
        integer :: failed

        status = invalid_argument
        if (n < 1 .or. d < 1 .or. k < 1) return
        status = out_of_memory
        allocate (packed(d, 0:k - 1), stat=failed)
        if (failed /= 0) return

        call strip_pack(d, k, centroids, packed)
        call sweep(n, d, k, x, packed=packed, labels=labels, distances=distances, status=status)
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
        real(dp), allocatable :: totals(:, :)
        integer :: failed

        movement = 0
        status = invalid_argument
        if (n < 1 .or. d < 1 .or. k < 1) return
        if (any(labels < 0 .or. labels >= k)) return
        status = out_of_memory
        allocate (totals(d + 1, 0:k), stat=failed)
        if (failed /= 0) return

        call sweep(n, d, k, x, given=labels, totals=totals, status=status)
        if (status == ok) call move(d, k, totals, centroids, movement)
    end subroutine update

    !> The mean is the sum divided by the count.
    subroutine move(d, k, totals, centroids, movement)
        integer, intent(in) :: d, k
        real(dp), intent(in) :: totals(d + 1, 0:k)
        real(wp), intent(inout) :: centroids(d, 0:k - 1)
        real(dp), intent(out) :: movement
        real(wp) :: mean
        integer :: c, j

        movement = 0
        do c = 0, k - 1
            if (totals(d + 1, c) <= 0) cycle
            do j = 1, d
                mean = real(totals(j, c)/totals(d + 1, c), wp)
                movement = movement + (real(mean, dp) - centroids(j, c))**2
                centroids(j, c) = mean
            end do
        end do
    end subroutine move

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
        real(wp), allocatable :: packed(:, :)
        real(dp), allocatable :: totals(:, :)
        real(dp) :: movement
        integer :: step, failed

        n_iter = 0
        status = invalid_argument
        if (n < 1 .or. d < 1 .or. k < 1 .or. max_iter < 0) return
        status = out_of_memory
        allocate (packed(d, 0:k - 1), totals(d + 1, 0:k), stat=failed)
        if (failed /= 0) return

        movement = 0
        do step = 0, max_iter
            ! Assign, and collect what the update needs; labels only the last time.
            call strip_pack(d, k, centroids, packed)
            if (step == max_iter .or. (step > 0 .and. movement <= tol)) then
                call sweep(n, d, k, x, packed=packed, labels=labels, totals=totals, status=status)
            else
                call sweep(n, d, k, x, packed=packed, totals=totals, status=status)
            end if
            if (status /= ok) return
            history(:, step) = [movement, totals(1, k)]  ! the inertia
            n_iter = step
            if (step > 0 .and. movement <= tol) exit
            if (step < max_iter) call move(d, k, totals, centroids, movement)
        end do
    end subroutine lloyd

end module kmeans
