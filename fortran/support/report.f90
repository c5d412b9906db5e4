!> What programs that learn say of their work: the table of epochs and the confusion
!> matrix. docs/training.md has every column.
module report
    use confusion, only: confusion_count, confusion_rates
    use files, only: files_begin, files_end, files_line, writer
    use kinds, only: dp
    use program, only: program_allocated, program_print
    use text, only: text_counted, text_fixed, text_of, text_right
    implicit none
    private
    public :: report_skips, report_percent, report_accuracy, report_confusion, report_predictions

    integer, parameter :: shown_epochs = 20  ! more: only the first 10 and the last 5 are printed
    integer, parameter :: first_epochs = 10, last_epochs = 5, shown_classes = 10

    type :: matrix
        integer :: classes = 0
        integer, allocatable :: counts(:, :)                ! (predicted, true) from 0
        real(dp), allocatable :: recall(:), precision(:)    ! (classes) percent, -1: no rows
        real(dp) :: accuracy = 0
    end type matrix

contains

    !> Is this epoch (0, 1, ...) left out of the table of so many? The first one left out
    !> is a row of dots.
    function report_skips(epoch, epochs) result(skips)
        integer, intent(in) :: epoch, epochs
        logical :: skips

        skips = epochs > shown_epochs .and. epoch >= first_epochs .and. &
                epoch + last_epochs < epochs
    end function report_skips

    !> Percent as `12.34 %`, or `-` if it is below 0.
    function report_percent(percent) result(shown)
        real(dp), intent(in) :: percent
        character(:), allocatable :: shown

        shown = plain_percent(percent)
        if (percent >= 0) shown = shown//' %'
    end function report_percent

    function plain_percent(percent) result(shown)
        real(dp), intent(in) :: percent
        character(:), allocatable :: shown

        shown = '-'
        if (percent >= 0) shown = text_fixed(percent, 2)
    end function plain_percent

    !> The percent of predictions that are the truth.
    function report_accuracy(n, truth, predicted) result(accuracy)
        integer, intent(in) :: n, truth(n), predicted(n)
        real(dp) :: accuracy

        accuracy = 100*real(count(truth == predicted), dp)/n
    end function report_accuracy

    !> Count truth against predicted, print the matrix and, if folder is not empty, write
    !> FOLDER/confusion.csv; rows: what one of the rows is called.
    subroutine report_confusion(program, folder, n, classes, truth, predicted, rows, accuracy)
        character(*), intent(in) :: program, folder, rows
        integer, intent(in) :: n, classes, truth(n), predicted(n)
        real(dp), intent(out) :: accuracy
        type(matrix) :: table
        integer :: stat

        table%classes = classes
        allocate (table%counts(0:classes - 1, 0:classes - 1), table%recall(0:classes - 1), &
                  table%precision(0:classes - 1), stat=stat)
        call program_allocated(program, stat)
        call confusion_count(n, classes, truth, predicted, table%counts)
        call confusion_rates(classes, table%counts, table%recall, table%precision, table%accuracy)
        accuracy = table%accuracy

        if (classes <= shown_classes) then
            call program_print('confusion on '//text_counted(n, rows)// &
                               '   (lines: true, columns: predicted)')
            call print_matrix(table)
        else
            call program_print('confusion on '//text_counted(n, rows)//': accuracy '// &
                               report_percent(accuracy))
        end if
        if (folder /= '') call write_matrix(program, folder, table)
    end subroutine report_confusion

    subroutine print_matrix(table)
        type(matrix), intent(in) :: table
        character(:), allocatable :: line
        integer :: c, other

        line = text_right('class', 10)
        do c = 0, table%classes - 1
            line = line//text_right(text_of(c), 9)
        end do
        call program_print(line//text_right('recall', 10))
        do c = 0, table%classes - 1
            line = text_right(text_of(c), 10)
            do other = 0, table%classes - 1
                line = line//text_right(text_of(table%counts(other, c)), 9)
            end do
            call program_print(line//text_right(report_percent(table%recall(c)), 10))
        end do
        line = text_right('precision', 10)
        do c = 0, table%classes - 1
            line = line//text_right(report_percent(table%precision(c)), 9)
        end do
        call program_print(line//text_right(report_percent(table%accuracy), 10))
    end subroutine print_matrix

    subroutine write_matrix(program, folder, table)
        character(*), intent(in) :: program, folder
        type(matrix), intent(in) :: table
        type(writer) :: file
        character(:), allocatable :: line
        integer :: c, other

        file = files_begin(program, folder, 'confusion.csv')
        line = 'true'
        do c = 0, table%classes - 1
            line = line//','//text_of(c)
        end do
        call files_line(file, line//',recall')
        do c = 0, table%classes - 1
            line = text_of(c)
            do other = 0, table%classes - 1
                line = line//','//text_of(table%counts(other, c))
            end do
            call files_line(file, line//','//plain_percent(table%recall(c)))
        end do
        line = 'precision'
        do c = 0, table%classes - 1
            line = line//','//plain_percent(table%precision(c))
        end do
        call files_line(file, line//','//plain_percent(table%accuracy))
        call files_end(file)
    end subroutine write_matrix

    !> What --predict leaves: FOLDER/predictions.dat, a class a line, and the confusion
    !> matrix if the truth is known.
    subroutine report_predictions(program, folder, n, classes, truth, predicted)
        character(*), intent(in) :: program, folder
        integer, intent(in) :: n, classes, predicted(n)
        integer, allocatable, intent(in) :: truth(:)
        type(writer) :: file
        real(dp) :: ignored
        integer :: i

        file = files_begin(program, folder, 'predictions.dat')
        do i = 1, n
            call files_line(file, text_of(predicted(i)))
        end do
        call files_end(file)
        if (allocated(truth)) then
            call report_confusion(program, '', n, classes, truth, predicted, 'row', ignored)
        end if
        call program_print('wrote '//folder//'/predictions.dat')
    end subroutine report_predictions

end module report
