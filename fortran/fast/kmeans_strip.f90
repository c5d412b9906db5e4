!> k-means for speed: what one thread does with a strip of samples.
!>
!> One vector lane is one sample. A tile is some samples turned on their side,
!> (lanes, d): one load takes coordinate j of all of them. Their distances to a
!> group of centroids grow side by side in registers, by the lesson's formula, and
!> then each lane keeps the smallest. No sum crosses lanes and nothing branches, so
!> plain loops become the widest instructions the processor has.
!>
!> A strip is as many tiles as stay in cache, so that x is read from memory once
!> to be assigned and added to the sums of its clusters.
!>
!> Fortran: arguments with `value` are those of which the compiler shall see that
!> they are constant in a call.
module kmeans_strip
    use, intrinsic :: ieee_arithmetic, only: ieee_value, ieee_positive_inf
    use kinds, only: wp, dp, int64
    implicit none
    private
    public :: strip, strip_new, strip_pack, strip_turn, strip_assign, strip_add

    integer, parameter :: lanes = 512/storage_size(1.0_wp)  ! a cache line of coordinates
    integer, parameter :: bytes = 32768  ! of coordinates in a strip, if that is 2 to most tiles
    integer, parameter :: most = 32
    integer, parameter :: group_size = 6  ! centroids at a time: their distances fill registers
    integer, parameter :: few_clusters = 12  ! so few that adding to all beats choosing one
    integer, parameter :: few_features = 3

    !> A label as wide as a real: a vector of labels goes with a vector of distances.
    integer, parameter :: lane_label = selected_int_kind(merge(9, 18, wp == kind(1.0)))

    type strip
        integer :: samples  ! how many it holds: whole tiles
        real(wp), allocatable :: tiles(:, :, :)  ! (lanes, d, samples/lanes)
        integer(lane_label), allocatable :: labels(:)  ! (samples)
        real(wp), allocatable :: distances(:)  ! (samples) to the centroid of that label
        real(dp), allocatable :: totals(:, :)  ! (d + 1, 0:k) sums and number; inertia in (1, k)
    end type strip

contains

    !> Everything a strip needs: failed is 0 if there was memory for it.
    subroutine strip_new(d, k, s, failed)
        integer, intent(in) :: d, k
        type(strip), intent(out) :: s
        integer, intent(out) :: failed
        integer :: tiles

        tiles = max(2, min(most, bytes/64/d))
        s%samples = tiles*lanes
        allocate (s%tiles(lanes, d, tiles), s%labels(s%samples), s%distances(s%samples), &
                  s%totals(d + 1, 0:k), stat=failed)
        if (failed == 0) s%tiles = 0
    end subroutine strip_new

    !> Centroids are dealt out to groups as evenly as can be: where group g begins.
    function group_start(k, g) result(first)
        integer, intent(in) :: k, g
        integer :: first

        first = int(int(g, int64)*k/((k - 1)/group_size + 1))
    end function group_start

    !> The centroids in the order in which strip_assign reads them: a group turned on its
    !> side is (size of the group, d); they stand one after the other.
    subroutine strip_pack(d, k, centroids, packed)
        integer, intent(in) :: d, k
        real(wp), intent(in) :: centroids(d, 0:k - 1)
        real(wp), intent(out) :: packed(d, 0:k - 1)
        integer :: g, first, size

        first = 0
        do g = 1, (k - 1)/group_size + 1
            size = group_start(k, g) - first
            packed(:, first:first + size - 1) = &
                reshape(transpose(centroids(:, first:first + size - 1)), [d, size])
            first = first + size
        end do
    end subroutine strip_pack

    !> Take n samples, at most s%samples, and turn them on their side.
    subroutine strip_turn(n, d, x, s)
        integer, intent(in) :: n, d
        real(wp), intent(in) :: x(d, n)
        type(strip), intent(inout) :: s
        integer :: t, i, rest

        do t = 1, n/lanes
            i = (t - 1)*lanes + 1
            select case (d)
            case (1); call turn(lanes, 1, x(1, i), s%tiles(1, 1, t))
            case (2); call turn(lanes, 2, x(1, i), s%tiles(1, 1, t))
            case (3); call turn(lanes, 3, x(1, i), s%tiles(1, 1, t))
            case default; call turn(lanes, d, x(1, i), s%tiles(1, 1, t))
            end select
        end do
        rest = modulo(n, lanes)
        if (rest > 0) call turn(rest, d, x(1, n - rest + 1), s%tiles(1, 1, t))
    end subroutine strip_turn

    !> Turn the samples of a tile. If it is full and d a constant, the compiler knows the
    !> whole pattern and shuffles registers.
    subroutine turn(n, d, x, tile)
        integer, value :: n, d
        real(wp), intent(in) :: x(d, n)
        real(wp), intent(inout) :: tile(lanes, d)
        integer :: j, l

        do j = 1, d
            !$omp simd
            do l = 1, n
                tile(l, j) = x(j, l)
            end do
        end do
    end subroutine turn

    !> Labels and distances of the nearest centroids; the inertia is added to the totals.
    subroutine strip_assign(n, d, k, packed, s)
        integer, intent(in) :: n, d, k
        real(wp), intent(in) :: packed(d, 0:k - 1)
        type(strip), intent(inout) :: s
        integer :: tiles

        tiles = (n - 1)/lanes + 1
        s%labels = 0
        s%distances = ieee_value(1.0_wp, ieee_positive_inf)
        call assign_groups(tiles, d, k, packed, s%tiles, s%labels, s%distances)
        s%distances(n + 1:tiles*lanes) = 0  ! lanes without a sample
        s%totals(1, k) = s%totals(1, k) + sum_of(tiles, s%distances)
    end subroutine strip_assign

    !> The size of a group is a constant in each call: loops over it become straight lines.
    subroutine assign_groups(tiles, d, k, packed, x, labels, distances)
        integer, intent(in) :: tiles, d, k
        real(wp), intent(in) :: packed(d, 0:k - 1), x(lanes, d, tiles)
        integer(lane_label), intent(inout) :: labels(lanes, tiles)
        real(wp), intent(inout) :: distances(lanes, tiles)
        integer :: g, c, next

        c = 0
        do g = 1, (k - 1)/group_size + 1
            next = group_start(k, g)
            select case (next - c)
            case (1); call assign_group(1, tiles, d, c, packed(1, c), x, labels, distances)
            case (2); call assign_group(2, tiles, d, c, packed(1, c), x, labels, distances)
            case (3); call assign_group(3, tiles, d, c, packed(1, c), x, labels, distances)
            case (4); call assign_group(4, tiles, d, c, packed(1, c), x, labels, distances)
            case (5); call assign_group(5, tiles, d, c, packed(1, c), x, labels, distances)
            case (6); call assign_group(6, tiles, d, c, packed(1, c), x, labels, distances)
            end select
            c = next
        end do
    end subroutine assign_groups

    !> Is a centroid of this group the nearest so far? All lanes of all tiles.
    subroutine assign_group(size, tiles, d, first, group, x, labels, distances)
        integer, value :: size, tiles, d, first
        real(wp), intent(in) :: group(size, d), x(lanes, d, tiles)
        integer(lane_label), intent(inout) :: labels(lanes, tiles)
        real(wp), intent(inout) :: distances(lanes, tiles)
        real(wp) :: grown(lanes, group_size), smallest
        integer(lane_label) :: label
        integer :: t, c, j, l

        do t = 1, tiles
            ! The distances grow coordinate by coordinate.
            do c = 1, size
                !$omp simd
                do l = 1, lanes
                    grown(l, c) = (x(l, 1, t) - group(c, 1))**2
                end do
            end do
            do j = 2, d
                do c = 1, size
                    !$omp simd
                    do l = 1, lanes
                        grown(l, c) = grown(l, c) + (x(l, j, t) - group(c, j))**2
                    end do
                end do
            end do

            ! A lane keeps the smallest, the lowest centroid on a tie.
            !$omp simd private(label, smallest)
            do l = 1, lanes
                label = labels(l, t)
                smallest = distances(l, t)
                do c = 1, size
                    if (grown(l, c) < smallest) then
                        label = first + c - 1
                        smallest = grown(l, c)
                    end if
                end do
                labels(l, t) = label
                distances(l, t) = smallest
            end do
        end do
    end subroutine assign_group

    !> Sum of the distances in float64: lane by lane, then over the lanes.
    function sum_of(tiles, distances) result(total)
        integer, intent(in) :: tiles
        real(wp), intent(in) :: distances(lanes, tiles)
        real(dp) :: total, partial(lanes)
        integer :: t, l

        partial = 0
        do t = 1, tiles
            !$omp simd
            do l = 1, lanes
                partial(l) = partial(l) + distances(l, t)
            end do
        end do
        total = 0
        do l = 1, lanes
            total = total + partial(l)
        end do
    end function sum_of

    !> Add the samples and their number to the totals of their clusters.
    subroutine strip_add(n, d, k, x, s)
        integer, intent(in) :: n, d, k
        real(wp), intent(in) :: x(d, n)
        type(strip), intent(inout) :: s
        integer :: tiles

        if (d <= few_features .and. k <= few_clusters) then
            tiles = (n - 1)/lanes + 1
            s%labels(n + 1:tiles*lanes) = -1  ! lanes without a sample
            select case (d)
            case (1); call add_to_all(tiles, 1, k, s%tiles, s%labels, s%totals)
            case (2); call add_to_all(tiles, 2, k, s%tiles, s%labels, s%totals)
            case (3); call add_to_all(tiles, 3, k, s%tiles, s%labels, s%totals)
            end select
        else
            select case (d)
            case (1); call add_to_own(n, 1, k, x, s%labels, s%totals)
            case (2); call add_to_own(n, 2, k, x, s%labels, s%totals)
            case (3); call add_to_own(n, 3, k, x, s%labels, s%totals)
            case default; call add_to_own(n, d, k, x, s%labels, s%totals)
            end select
        end if
    end subroutine strip_add

    !> Few clusters: each adds up all samples lane by lane, those of others as 0.
    subroutine add_to_all(tiles, d, k, x, labels, totals)
        integer, value :: tiles, d, k
        real(wp), intent(in) :: x(lanes, d, tiles)
        integer(lane_label), intent(in) :: labels(lanes, tiles)
        real(dp), intent(inout) :: totals(d + 1, 0:k)
        real(wp) :: partial(lanes, few_features + 1)  ! sums and number
        integer :: c, t, j, l

        do c = 0, k - 1
            partial = 0
            do t = 1, tiles
                do j = 1, d
                    !$omp simd
                    do l = 1, lanes
                        partial(l, j) = partial(l, j) + merge(x(l, j, t), 0.0_wp, labels(l, t) == c)
                    end do
                end do
                !$omp simd
                do l = 1, lanes
                    partial(l, d + 1) = partial(l, d + 1) + merge(1, 0, labels(l, t) == c)
                end do
            end do
            do j = 1, d + 1
                do l = 1, lanes
                    totals(j, c) = totals(j, c) + partial(l, j)
                end do
            end do
        end do
    end subroutine add_to_all

    !> Many clusters: each sample is added to its own.
    subroutine add_to_own(n, d, k, x, labels, totals)
        integer, value :: n, d, k
        real(wp), intent(in) :: x(d, n)
        integer(lane_label), intent(in) :: labels(n)
        real(dp), intent(inout) :: totals(d + 1, 0:k)
        integer :: i, c

        do i = 1, n
            c = int(labels(i))
            totals(:d, c) = totals(:d, c) + x(:, i)
            totals(d + 1, c) = totals(d + 1, c) + 1
        end do
    end subroutine add_to_own

end module kmeans_strip
