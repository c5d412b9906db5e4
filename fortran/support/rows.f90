!> Which rows of a data set are for what: parts, visits and targets.
module rows
    use kinds, only: wp, dp, int64
    use status_codes, only: ok, invalid_argument, out_of_memory
    use random, only: random_shuffle, random_integer, for_split, for_balancing
    implicit none
    private
    public :: rows_split, rows_balance, rows_one_hot

contains

    !> Split n rows at random into training, validation and test rows.
    !>
    !> fractions sum to 1. order: the rows (from 0) of the first part, then of the
    !> second, then of the third, counts of each. Of n shuffled rows the first
    !> floor(f0 n + 0.5) are for training, those before floor((f0 + f1) n + 0.5) for
    !> validation. With classes > 0 this is done within each class (stratified),
    !> labels in 0 ... classes-1; with classes = 0 labels are not looked at.
    subroutine rows_split(n, classes, labels, fractions, seed, order, counts, status)
        integer, intent(in) :: n, classes
        integer, intent(in) :: labels(n)
        real(dp), intent(in) :: fractions(3)
        integer(int64), intent(in) :: seed
        integer, intent(out) :: order(n), counts(3), status
        integer, allocatable :: shuffled(:), group(:), sizes(:), seen(:)
        integer :: groups, part, i, c, filled

        groups = max(classes, 1)
        status = out_of_memory
        allocate (shuffled(n), group(0:n - 1), sizes(0:groups - 1), seen(0:groups - 1), stat=i)
        if (i /= 0) return

        status = invalid_argument
        group = 0
        if (classes > 0) group = labels
        if (any(group < 0 .or. group >= groups)) return
        sizes = 0
        do i = 0, n - 1
            sizes(group(i)) = sizes(group(i)) + 1
        end do

        ! Exercise 1. Shuffle the rows, then deal them out to the three parts.
        call random_shuffle(n, n, seed, for_split, 0_int64, shuffled)
        filled = 0
        counts = 0
        do part = 1, 3
            seen = 0
            do i = 1, n
                c = group(shuffled(i))
                seen(c) = seen(c) + 1
                if (seen(c) > end_of_part(part, fractions, sizes(c))) cycle
                if (seen(c) <= end_of_part(part - 1, fractions, sizes(c))) cycle
                filled = filled + 1
                order(filled) = shuffled(i)
                counts(part) = counts(part) + 1
            end do
        end do
        ! End of exercise 1.
        status = ok
    end subroutine rows_split

    !> How many of size shuffled rows lie in the given part and those before it.
    function end_of_part(part, fractions, size) result(last)
        integer, intent(in) :: part, size
        real(dp), intent(in) :: fractions(3)
        integer :: last

        select case (part)
        case (0); last = 0
        case (1); last = floor(fractions(1)*size + 0.5_dp)
        case (2); last = floor((fractions(1) + fractions(2))*size + 0.5_dp)
        case default; last = size
        end select
    end function end_of_part

    !> Draw n visits so that every class is visited equally often: a class first,
    !> then one of its rows. invalid_argument if a class has no row.
    subroutine rows_balance(n, classes, labels, seed, epoch, order, status)
        integer, intent(in) :: n, classes
        integer, intent(in) :: labels(n)
        integer(int64), intent(in) :: seed, epoch
        integer, intent(out) :: order(n), status
        integer, allocatable :: by_class(:), first(:)
        integer :: i, c, filled
        integer(int64) :: minor

        status = out_of_memory
        allocate (by_class(0:n - 1), first(0:classes), stat=i)  ! rows, class after class
        if (i /= 0) return

        status = invalid_argument
        first(0) = 0
        filled = 0
        do c = 0, classes - 1
            do i = 1, n
                if (labels(i) /= c) cycle
                by_class(filled) = i - 1
                filled = filled + 1
            end do
            first(c + 1) = filled
            if (first(c + 1) == first(c)) return
        end do

        ! Exercise 2. Draw each visit: a class first, then one of its rows.
        do i = 1, n
            minor = 2*int(i - 1, int64)
            c = random_integer(classes, seed, for_balancing, epoch, minor)
            order(i) = by_class(first(c) + random_integer(first(c + 1) - first(c), seed, &
                                                          for_balancing, epoch, minor + 1))
        end do
        ! End of exercise 2.
        status = ok
    end subroutine rows_balance

    !> Targets one-hot: t_io = 1 if o is the label of i, else 0.
    subroutine rows_one_hot(n, classes, labels, t)
        integer, intent(in) :: n, classes
        integer, intent(in) :: labels(n)
        real(wp), intent(out) :: t(0:classes - 1, n)
        integer :: i

        t = 0
        do i = 1, n
            t(labels(i), i) = 1
        end do
    end subroutine rows_one_hot

end module rows
