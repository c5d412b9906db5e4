!> Calls the procedures of a confusion.f90 with the inputs of the cases.
program confusion_driver
    use kinds, only: dp
    use confusion, only: confusion_count, confusion_rates
    use driver, only: driver_open, driver_case, driver_close, stage, case_count, unwritten, &
                      read_integer, read_integers, write_integers, write_doubles
    implicit none
    integer :: i

    call driver_open()
    do i = 0, case_count - 1
        call driver_case(i)
        if (stage == 'confusion_count') then
            call run_count()
        else
            call run_rates()
        end if
    end do
    call driver_close()

contains

    subroutine run_count()
        integer, allocatable :: truth(:), predicted(:), counts(:)
        integer :: n, classes

        n = read_integer()
        classes = read_integer()
        allocate (truth(n), predicted(n), counts(classes**2))
        call read_integers(truth)
        call read_integers(predicted)
        counts = unwritten
        call confusion_count(n, classes, truth, predicted, counts)
        call write_integers('counts', counts)
    end subroutine run_count

    subroutine run_rates()
        integer, allocatable :: counts(:)
        real(dp), allocatable :: recall(:), precision(:)
        real(dp) :: accuracy
        integer :: classes

        classes = read_integer()
        allocate (counts(classes**2), recall(classes), precision(classes))
        call read_integers(counts)
        recall = unwritten
        precision = unwritten
        accuracy = unwritten
        call confusion_rates(classes, counts, recall, precision, accuracy)
        call write_doubles('recall', recall)
        call write_doubles('precision', precision)
        call write_doubles('accuracy', [accuracy])
    end subroutine run_rates

end program confusion_driver
