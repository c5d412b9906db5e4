!> k-means clustering, arranged for speed: the procedures of kmeans.f90 once more.
!>
!> Lloyd (1982), Least squares quantization in PCM, IEEE Trans. Inf. Theory 28,
!> 129; the start of Arthur and Vassilvitskii (2007), k-means++, SODA, 1027.
!>
!>     n samples    x_i in x          (d, n)
!>     d features   x_ij
!>     k clusters   c in centroids    (d, 0:k-1)
!>
!> One vector lane is one sample. A tile is `lanes` samples turned on their side,
!> (lanes, d): one load takes coordinate j of all of them. Their distances to a
!> group of centroids grow side by side in registers, by the lesson's formula, and
!> then each lane keeps the smallest. No sum crosses lanes and nothing branches, so
!> plain loops become the widest instructions the processor has.
!>
!> A strip is as many tiles as stay in cache. It is assigned and at once added to
!> the sums of its clusters, so a step reads x from memory only once. A block is
!> some strips with totals of their own, which are added up in the order of the
!> blocks, whichever thread made them: the same bytes for any number of threads.
!>
!> Fortran: sizes come by `value`, so that a constant in a call makes a copy of the
!> procedure whose loops the compiler unrolls.
module kmeans
    use, intrinsic :: ieee_arithmetic, only: ieee_value, ieee_positive_inf
    use kinds, only: wp, dp, int64
    use status_codes, only: ok, invalid_argument, out_of_memory
    use random, only: random_uniform, random_integer, random_shuffle, &
                      for_init_random, for_init_plusplus
    implicit none
    private
    public :: squared_distance, init_random, init_plusplus, assign, update, lloyd

    !> Labels as wide as a real: a vector of labels goes with a vector of distances.
    integer, parameter :: lk = merge(int64, kind(1), wp == dp)

    integer, parameter :: lanes = 64*8/storage_size(1.0_wp)  ! samples side by side
    integer, parameter :: largest_group = 6   ! centroids at a time: they fill the registers
    integer, parameter :: few = 12            ! so few clusters that adding to all is best
    integer, parameter :: strip_bytes = 32768 ! of coordinates, from 2 to 32 tiles
    integer, parameter :: most_blocks = 128   ! whatever n is

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

    !> Tiles of a strip.
    function tiles_of_strip(d) result(tiles)
        integer, intent(in) :: d
        integer :: tiles

        tiles = strip_bytes/(d*lanes*(storage_size(1.0_wp)/8))
        tiles = min(max(tiles, 2), 32)
    end function tiles_of_strip

    !> Centroids are dealt out to groups as evenly as can be: where group g begins.
    function group_start(k, g) result(first)
        integer, intent(in) :: k, g
        integer :: first

        first = int(int(g, int64)*k/group_count(k))
    end function group_start

    function group_count(k) result(groups)
        integer, intent(in) :: k
        integer :: groups

        groups = (k - 1)/largest_group + 1
    end function group_count

    !> The centroids of a group turned on their side as well, (size, d), group after group.
    subroutine pack_groups(d, k, centroids, packed)
        integer, intent(in) :: d, k
        real(wp), intent(in) :: centroids(d, 0:k - 1)
        real(wp), intent(out) :: packed(0:d*k - 1)
        integer :: g, j, c, next

        next = 0
        do g = 0, group_count(k) - 1
            do j = 1, d
                do c = group_start(k, g), group_start(k, g + 1) - 1
                    packed(next) = centroids(j, c)
                    next = next + 1
                end do
            end do
        end do
    end subroutine pack_groups

    !> Turn the samples of a tile on their side.
    subroutine turn(rows, d, x, tile)
        integer, value :: rows, d
        real(wp), intent(in) :: x(d, rows)
        real(wp), intent(inout) :: tile(lanes, d)
        integer :: j, l

        do j = 1, d
            !$omp simd
            do l = 1, rows
                tile(l, j) = x(j, l)
            end do
        end do
    end subroutine turn

    !> Is a centroid of this group the nearest so far? All lanes of all tiles of a strip.
    subroutine nearest_in_group(size, tiles, d, first, group, strip, distances, labels)
        integer, value :: size, tiles, d, first
        real(wp), intent(in) :: group(size, d), strip(lanes, d, tiles)
        real(wp), intent(inout) :: distances(lanes, tiles)
        integer(lk), intent(inout) :: labels(lanes, tiles)
        real(wp) :: grown(lanes, largest_group), smallest
        integer(lk) :: label
        integer :: i, j, c, l

        do i = 1, tiles
            ! The distances grow coordinate by coordinate.
            do c = 1, size
                !$omp simd
                do l = 1, lanes
                    grown(l, c) = (strip(l, 1, i) - group(c, 1))*(strip(l, 1, i) - group(c, 1))
                end do
            end do
            do j = 2, d
                do c = 1, size
                    !$omp simd
                    do l = 1, lanes
                        grown(l, c) = grown(l, c) + (strip(l, j, i) - group(c, j)) &
                                      *(strip(l, j, i) - group(c, j))
                    end do
                end do
            end do

            ! A lane keeps the smallest, the lowest centroid on a tie.
            !$omp simd private(smallest, label, c)
            do l = 1, lanes
                smallest = distances(l, i)
                label = labels(l, i)
                do c = 1, size
                    label = merge(int(first + c - 1, lk), label, grown(l, c) < smallest)
                    smallest = min(smallest, grown(l, c))
                end do
                distances(l, i) = smallest
                labels(l, i) = label
            end do
        end do
    end subroutine nearest_in_group

    !> Label and distance of the nearest centroid, for all samples of a strip. The size of
    !> a group is a constant in each call, so that loops over it become straight lines.
    subroutine nearest(tiles, d, k, packed, strip, distances, labels)
        integer, value :: tiles, d, k
        real(wp), intent(in) :: packed(0:d*k - 1), strip(lanes, d, tiles)
        real(wp), intent(out) :: distances(lanes, tiles)
        integer(lk), intent(out) :: labels(lanes, tiles)
        integer :: g, c, p

        distances = ieee_value(1.0_wp, ieee_positive_inf)
        labels = 0
        do g = 0, group_count(k) - 1
            c = group_start(k, g)
            p = c*d
            select case (group_start(k, g + 1) - c)
            case (1); call nearest_in_group(1, tiles, d, c, packed(p), strip, distances, labels)
            case (2); call nearest_in_group(2, tiles, d, c, packed(p), strip, distances, labels)
            case (3); call nearest_in_group(3, tiles, d, c, packed(p), strip, distances, labels)
            case (4); call nearest_in_group(4, tiles, d, c, packed(p), strip, distances, labels)
            case (5); call nearest_in_group(5, tiles, d, c, packed(p), strip, distances, labels)
            case default
                call nearest_in_group(largest_group, tiles, d, c, packed(p), strip, distances, &
                                      labels)
            end select
        end do
    end subroutine nearest

    !> The inertia of a strip in float64: lane by lane, then over the lanes.
    function sum_of_strip(tiles, distances) result(total)
        integer, intent(in) :: tiles
        real(wp), intent(in) :: distances(lanes, tiles)
        real(dp) :: total, each(lanes)
        integer :: i

        each = 0
        do i = 1, tiles
            each = each + distances(:, i)
        end do
        total = sum(each)
    end function sum_of_strip

    !> Few clusters of at most 3 features: each adds up all samples, those of others as 0.
    subroutine add_to_all(tiles, d, k, strip, labels, totals)
        integer, value :: tiles, d, k
        real(wp), intent(in) :: strip(lanes, d, tiles)
        integer(lk), intent(in) :: labels(lanes, tiles)
        real(dp), intent(inout) :: totals(d + 1, 0:k - 1)
        real(wp) :: each(lanes, 4)  ! d sums and the number
        integer :: c, i, j, l

        do c = 0, k - 1
            each = 0
            do i = 1, tiles
                do j = 1, d
                    !$omp simd
                    do l = 1, lanes
                        each(l, j) = each(l, j) + merge(strip(l, j, i), 0.0_wp, labels(l, i) == c)
                    end do
                end do
                !$omp simd
                do l = 1, lanes
                    each(l, d + 1) = each(l, d + 1) + merge(1.0_wp, 0.0_wp, labels(l, i) == c)
                end do
            end do
            do j = 1, d + 1
                totals(j, c) = totals(j, c) + sum(real(each(:, j), dp))
            end do
        end do
    end subroutine add_to_all

    !> Many clusters: each sample is added to its own.
    subroutine add_to_own(rows, d, k, x, labels, totals)
        integer, value :: rows, d, k
        real(wp), intent(in) :: x(d, rows)
        integer(lk), intent(in) :: labels(rows)
        real(dp), intent(inout) :: totals(d + 1, 0:k - 1)
        integer :: i, j
        integer(lk) :: c

        do i = 1, rows
            c = labels(i)
            do j = 1, d
                totals(j, c) = totals(j, c) + x(j, i)
            end do
            totals(d + 1, c) = totals(d + 1, c) + 1
        end do
    end subroutine add_to_own

    !> A strip: its labels, found unless they are given, and its totals.
    subroutine do_strip(rows, tiles, d, k, x, packed, given, strip, distances, labels, totals, &
                        inertia)
        integer, value :: rows, tiles, d, k
        real(wp), intent(in) :: x(d, rows), packed(0:d*k - 1)
        logical, value :: given
        real(wp), intent(inout) :: strip(lanes, d, tiles), distances(lanes*tiles)
        integer(lk), intent(inout) :: labels(lanes*tiles)
        real(dp), intent(inout) :: totals(d + 1, 0:k - 1), inertia
        integer :: i

        do i = 1, rows/lanes
            call turn(lanes, d, x(1, (i - 1)*lanes + 1), strip(1, 1, i))
        end do
        if (tiles*lanes > rows) then
            call turn(rows - (tiles - 1)*lanes, d, x(1, (tiles - 1)*lanes + 1), strip(1, 1, tiles))
        end if

        if (.not. given) call nearest(tiles, d, k, packed, strip, distances, labels)
        distances(rows + 1:) = 0  ! lanes without a sample
        labels(rows + 1:) = -1
        inertia = inertia + sum_of_strip(tiles, distances)

        if (d <= 3 .and. k <= few) then
            call add_to_all(tiles, d, k, strip, labels, totals)
        else
            call add_to_own(rows, d, k, x, labels, totals)
        end if
    end subroutine do_strip

    !> Once through x, for the totals: sums and number of each cluster's samples, and the
    !> inertia. The labels are found, with the distances, or given.
    subroutine sweep(n, d, k, x, packed, given, keep, labels, distances, totals, inertia, status)
        integer, intent(in) :: n, d, k
        real(wp), intent(in) :: x(d, n), packed(0:d*k - 1)
        logical, intent(in) :: given, keep  ! the labels; labels and distances that are found
        integer, intent(inout) :: labels(n)
        real(wp), intent(inout) :: distances(*)
        real(dp), intent(out) :: totals(d + 1, 0:k - 1), inertia
        integer, intent(out) :: status
        real(wp), allocatable :: strip(:), near(:)
        integer(lk), allocatable :: found(:)
        real(dp), allocatable :: sums(:, :)
        real(dp) :: part
        integer :: first, last, i, rows, tiles, samples, width, failed

        totals = 0
        inertia = 0
        status = ok
        samples = tiles_of_strip(d)*lanes
        width = ((n - 1)/samples/most_blocks + 1)*samples
        !$omp parallel default(none) &
        !$omp shared(n, d, k, x, packed, given, keep, labels, distances, totals, inertia, status) &
        !$omp shared(samples, width) &
        !$omp private(strip, near, found, sums, part, first, last, i, rows, tiles, failed)
        allocate (strip(samples*d), near(samples), found(samples), sums(d + 1, 0:k - 1), &
                  stat=failed)
        if (failed == 0) strip = 0
        !$omp do ordered schedule(static, 1)
        do first = 1, n, width
            if (failed == 0) then
                sums = 0
                part = 0
                last = min(first + width - 1, n)
                do i = first, last, samples
                    rows = min(last - i + 1, samples)
                    tiles = (rows - 1)/lanes + 1
                    if (given) found(:rows) = labels(i:i + rows - 1)
                    if (given) near = 0
                    select case (d)  ! a constant where it is small
                    case (1)
                        call do_strip(rows, tiles, 1, k, x(1, i), packed, given, strip, near, &
                                      found, sums, part)
                    case (2)
                        call do_strip(rows, tiles, 2, k, x(1, i), packed, given, strip, near, &
                                      found, sums, part)
                    case (3)
                        call do_strip(rows, tiles, 3, k, x(1, i), packed, given, strip, near, &
                                      found, sums, part)
                    case default
                        call do_strip(rows, tiles, d, k, x(1, i), packed, given, strip, near, &
                                      found, sums, part)
                    end select
                    if (keep) labels(i:i + rows - 1) = int(found(:rows))
                    if (keep) distances(i:i + rows - 1) = near(:rows)
                end do
            end if
            !$omp ordered
            if (failed == 0) then
                totals = totals + sums
                inertia = inertia + part
            else
                status = out_of_memory
            end if
            !$omp end ordered
        end do
        !$omp end do
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
        real(wp), allocatable :: nearest(:)  ! squared distances
        real(dp) :: total, target, running
        integer :: c, i, chosen, failed

        status = invalid_argument
        if (n < 1 .or. d < 1 .or. k < 1 .or. k > n) return
        status = out_of_memory
        allocate (nearest(n), stat=failed)
        if (failed /= 0) return


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
        status = ok
    end subroutine init_plusplus

    !> Give each sample the label of its nearest centroid, the lowest on a tie.
    subroutine assign(n, d, k, x, centroids, labels, distances, status)
        integer, intent(in) :: n, d, k
        real(wp), intent(in) :: x(d, n), centroids(d, 0:k - 1)
        integer, intent(out) :: labels(n)
        real(wp), intent(out) :: distances(n)
        integer, intent(out) :: status
        real(wp), allocatable :: packed(:)
        real(dp), allocatable :: totals(:, :)
        real(dp) :: inertia
        integer :: failed

        status = invalid_argument
        if (n < 1 .or. d < 1 .or. k < 1) return
        status = out_of_memory
        allocate (packed(d*k), totals(d + 1, 0:k - 1), stat=failed)
        if (failed /= 0) return

        call pack_groups(d, k, centroids, packed)
        call sweep(n, d, k, x, packed, .false., .true., labels, distances, totals, inertia, status)
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
        integer, allocatable :: given(:)
        real(dp), allocatable :: totals(:, :)
        real(dp) :: inertia
        integer :: failed

        movement = 0
        status = invalid_argument
        if (n < 1 .or. d < 1 .or. k < 1) return
        if (any(labels < 0 .or. labels >= k)) return
        status = out_of_memory
        allocate (given(n), totals(d + 1, 0:k - 1), stat=failed)
        if (failed /= 0) return

        given = labels
        call sweep(n, d, k, x, centroids, .true., .false., given, centroids, totals, inertia, &
                   status)
        if (status == ok) call move(d, k, totals, centroids, movement)
    end subroutine update

    !> The mean is the sum divided by the count.
    subroutine move(d, k, totals, centroids, movement)
        integer, intent(in) :: d, k
        real(dp), intent(in) :: totals(d + 1, 0:k - 1)
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

    !> Repeat update and assign until the centroids move by no more than tol,
    !> or max_iter steps are done: n_iter of them. history: movement and inertia
    !> (the sum of distances) after 0 ... n_iter steps.
    subroutine lloyd(n, d, k, x, max_iter, tol, centroids, labels, history, n_iter, status)
        integer, intent(in) :: n, d, k
        real(wp), intent(in) :: x(d, n)
        integer, intent(in) :: max_iter
        real(dp), intent(in) :: tol
        real(wp), intent(inout) :: centroids(d, 0:k - 1)
        integer, intent(out) :: labels(n)
        real(dp), intent(out) :: history(2, 0:max_iter)
        integer, intent(out) :: n_iter, status
        real(wp), allocatable :: packed(:), distances(:)
        real(dp), allocatable :: totals(:, :)
        real(dp) :: movement
        integer :: step, failed
        logical :: last

        n_iter = 0
        status = invalid_argument
        if (n < 1 .or. d < 1 .or. k < 1 .or. max_iter < 0) return
        status = out_of_memory
        allocate (packed(d*k), distances(n), totals(d + 1, 0:k - 1), stat=failed)
        if (failed /= 0) return

        movement = 0
        do step = 0, max_iter
            ! Assign, with what the next update needs; the last time for the labels.
            last = step == max_iter .or. (step > 0 .and. movement <= tol)
            call pack_groups(d, k, centroids, packed)
            history(1, step) = movement
            call sweep(n, d, k, x, packed, .false., last, labels, distances, totals, &
                       history(2, step), status)
            n_iter = step
            if (last .or. status /= ok) exit

            call move(d, k, totals, centroids, movement)
        end do
    end subroutine lloyd

end module kmeans
