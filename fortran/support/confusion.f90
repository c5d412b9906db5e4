!> The confusion matrix: what was predicted for the rows of each true class.
module confusion
    use kinds, only: dp
    implicit none
    private
    public :: confusion_count, confusion_rates

contains

    !> Count the rows of each true class that were given each class:
    !> counts(predicted, true), so that a true class is one line in memory.
    subroutine confusion_count(n, classes, truth, predicted, counts)
        integer, intent(in) :: n, classes
        integer, intent(in) :: truth(n), predicted(n)
        integer, intent(out) :: counts(0:classes - 1, 0:classes - 1)
        integer :: i

        ! Exercise 1. Count each pair of a true and a predicted class.
        counts = 0
        do i = 1, n
            counts(predicted(i), truth(i)) = counts(predicted(i), truth(i)) + 1
        end do
        ! End of exercise 1.
    end subroutine confusion_count

    !> Rates in percent: recall, of a true class how much was found; precision, of a
    !> predicted class how much is right; accuracy, of all rows how many are right.
    !> A rate of no rows at all is -1.
    subroutine confusion_rates(classes, counts, recall, precision, accuracy)
        integer, intent(in) :: classes
        integer, intent(in) :: counts(classes, classes)
        real(dp), intent(out) :: recall(classes), precision(classes), accuracy
        integer :: c, right

        ! Exercise 2. Find recall, precision and accuracy in percent.
        right = 0
        do c = 1, classes
            recall(c) = percent(counts(c, c), sum(counts(:, c)))
            precision(c) = percent(counts(c, c), sum(counts(c, :)))
            right = right + counts(c, c)
        end do
        accuracy = percent(right, sum(counts))
        ! End of exercise 2.
    end subroutine confusion_rates

    function percent(part, whole) result(rate)
        integer, intent(in) :: part, whole
        real(dp) :: rate

        rate = -1
        if (whole > 0) rate = 100*real(part, dp)/whole
    end function percent

end module confusion
