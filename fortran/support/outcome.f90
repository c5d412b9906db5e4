!> What programs that learn by gradient descent print and write: docs/training.md.
module outcome
    use, intrinsic :: ieee_arithmetic, only: ieee_is_finite
    use files, only: files_begin, files_end, files_line, files_make_folder, files_remove, writer
    use kinds, only: wp, dp, int64
    use learning, only: learning_activations, learning_answer, learning_classify, &
                        learning_losses, learning_out_of_patience, learning_outputs, &
                        learning_run, cross_entropy, loss_in, rate_in
    use model, only: field, model_read, model_write
    use parts, only: part
    use program, only: bad_input, failed, program_banner, program_fail, program_flush, &
                       program_precision, program_print, program_view_hint
    use report, only: report_confusion, report_percent, report_predictions, report_skips
    use text, only: text_counted, text_file, text_fixed, text_of, text_right, text_screen
    use training, only: training_begin_run, training_print_head, training_print_model, &
                        training_read_rows, training_tested, training_tested_name
    use values, only: values_integer, values_positive, values_word
    implicit none
    private
    public :: outcome_print_head, outcome_write_model, outcome_finish, outcome_read_model, &
              outcome_predict

contains

    ! Before the training

    !> Print the lines before the training.
    subroutine outcome_print_head(run)
        type(learning_run), intent(in) :: run
        character(:), allocatable :: line

        call program_banner(run%program)
        call training_print_head(run%training)
        associate (network => run%training%model%network, rows => run%training%train%n)
            line = network%sentence//': '
            if (network%layers > 1) line = line//trim(learning_activations(run%activation))//', '
            line = line//trim(learning_outputs(run%output))//' at the end, '
            if (run%loss == cross_entropy) then
                call program_print(line//'cross-entropy loss')
            else
                call program_print(line//'quadratic loss')
            end if
            call program_print(text_counted(network%weights, 'weight')//', '// &
                               text_counted(rows, 'training row')//': '// &
                               text_fixed(real(rows, dp)/network%weights, 2)// &
                               ' rows a weight (rule of thumb: 10 or more)')
        end associate
        line = 'batch '//text_of(run%batch)
        if (run%batch == 0) line = 'full batch'
        if (allocated(run%augment%list)) line = line//', augment '//run%augment%list
        call program_print('rate '//text_screen(run%rate)//', momentum '// &
                           text_screen(run%momentum)//', '//line//', seed '// &
                           text_of(run%training%seed))
        call program_print('')
        call program_flush
    end subroutine outcome_print_head

    ! After it

    !> A row of the table of epochs; of these four columns those that there are.
    subroutine print_row(run, epoch, loss, accuracy, valid_loss, valid_accuracy)
        type(learning_run), intent(in) :: run
        character(*), intent(in) :: epoch, loss, accuracy, valid_loss, valid_accuracy
        character(:), allocatable :: line

        line = text_right(epoch, 7)//'  '//text_right(loss, 14)
        associate (columns => run%columns)
            if (columns%accuracy > 0) line = line//'  '//text_right(accuracy, 8)
            if (columns%valid_loss > 0) line = line//'  '//text_right(valid_loss, 14)
            if (columns%valid_accuracy > 0) line = line//'  '//text_right(valid_accuracy, 14)
        end associate
        call program_print(line)
    end subroutine print_row

    subroutine print_epoch(run, epoch)
        type(learning_run), intent(in) :: run
        integer, intent(in) :: epoch

        call print_row(run, text_of(epoch), number(loss_in), percent(run%columns%accuracy), &
                       number(run%columns%valid_loss), percent(run%columns%valid_accuracy))

    contains

        function number(column) result(shown)
            integer, intent(in) :: column
            character(:), allocatable :: shown

            shown = ''
            if (column > 0) shown = text_screen(run%checkpoint%history(column, epoch))
        end function number

        function percent(column) result(shown)
            integer, intent(in) :: column
            character(:), allocatable :: shown

            shown = ''
            if (column > 0) shown = report_percent(run%checkpoint%history(column, epoch))
        end function percent

    end subroutine print_epoch

    subroutine print_epochs(run)
        type(learning_run), intent(in) :: run
        character(:), allocatable :: line
        integer :: epoch, epochs

        epochs = run%checkpoint%epochs
        call print_row(run, 'epoch', 'loss', 'accuracy', 'valid loss', 'valid accuracy')
        do epoch = 1, epochs
            if (.not. report_skips(epoch - 1, epochs)) then
                call print_epoch(run, epoch)
            else if (.not. report_skips(epoch - 2, epochs)) then
                call program_print('    ...')
            end if
        end do

        line = 'stopped after '//text_counted(epochs, 'epoch')
        if (learning_out_of_patience(run)) then
            line = line//': no lower validation loss in the last '//text_of(epochs - run%best_epoch)
        end if
        call program_print(line)
        if (run%patience > 0) then
            call program_print('best: epoch '//text_of(run%best_epoch)//', validation loss '// &
                               text_screen(run%best_loss))
        end if
        call program_print('')
    end subroutine print_epochs

    subroutine write_history(run)
        type(learning_run), intent(in) :: run
        type(writer) :: file
        character(:), allocatable :: line
        integer :: epoch

        file = files_begin(run%program, run%training%out, 'history.csv')
        line = 'epoch,rate,loss'
        if (run%columns%accuracy > 0) line = line//',accuracy'
        if (run%columns%valid_loss > 0) line = line//',valid_loss'
        if (run%columns%valid_accuracy > 0) line = line//',valid_accuracy'
        call files_line(file, line)
        do epoch = 1, run%checkpoint%epochs
            associate (row => run%checkpoint%history(:, epoch), columns => run%columns)
                line = text_of(epoch)//','//text_file(row(rate_in))//','//text_file(row(loss_in))
                if (columns%accuracy > 0) line = line//','//text_fixed(row(columns%accuracy), 2)
                if (columns%valid_loss > 0) line = line//','//text_file(row(columns%valid_loss))
                if (columns%valid_accuracy > 0) then
                    line = line//','//text_fixed(row(columns%valid_accuracy), 2)
                end if
            end associate
            call files_line(file, line)
        end do
        call files_end(file)
    end subroutine write_history

    !> The lines that network.txt has beside those of every model.
    function added_fields(run) result(fields)
        type(learning_run), intent(in) :: run
        type(field) :: fields(5)

        fields(1) = field('activation', trim(learning_activations(run%activation)))
        fields(2) = field('output', trim(learning_outputs(run%output)))
        fields(3) = field('loss', trim(learning_losses(run%loss)))
        fields(4) = field('beta', text_file(run%beta))
        fields(5) = field('targets', text_of(run%training%data%targets))
    end function added_fields

    !> Write network.txt, params.npy, normalization.dat and history.csv.
    subroutine outcome_write_model(run)
        type(learning_run), intent(in) :: run

        call model_write(run%program, run%training%out, run%training%model, added_fields(run))
        call write_history(run)
    end subroutine outcome_write_model

    subroutine fail_too_large(run)
        type(learning_run), intent(in) :: run

        call program_fail(run%program, failed, run%training%path// &
                          ': the outputs are too large for '//program_precision())
    end subroutine fail_too_large

    !> Mean squared and mean absolute error of the outputs.
    subroutine find_errors(run, rows, outputs, squared, absolute)
        type(learning_run), intent(in) :: run
        type(part), intent(in) :: rows
        real(wp), intent(in) :: outputs(:, :)
        real(dp), intent(out) :: squared, absolute
        real(dp) :: error
        integer :: i, o

        squared = 0
        absolute = 0
        do i = 1, size(outputs, 2)
            do o = 1, size(outputs, 1)
                error = real(outputs(o, i), dp) - rows%t(o, i)
                squared = squared + error*error
                absolute = absolute + abs(error)
            end do
        end do
        squared = squared/size(outputs, kind=int64)
        absolute = absolute/size(outputs, kind=int64)
        if (.not. ieee_is_finite(squared)) call fail_too_large(run)
    end subroutine find_errors

    subroutine print_errors(squared, absolute, n, rows)
        real(dp), intent(in) :: squared, absolute
        integer, intent(in) :: n
        character(*), intent(in) :: rows

        call program_print('mean squared error '//text_screen(squared)// &
                           ', mean absolute error '//text_screen(absolute)//' on '// &
                           text_counted(n, rows))
    end subroutine print_errors

    !> The final test, printed and written.
    subroutine test(run)
        type(learning_run), intent(in), target :: run
        type(part), pointer :: tested
        type(writer) :: file
        character(:), allocatable :: rows
        real(wp), allocatable :: outputs(:, :)
        integer, allocatable :: labels(:)
        real(dp) :: accuracy, squared, absolute

        tested => training_tested(run%training)
        call learning_answer(run, tested, outputs)
        rows = training_tested_name(run%training)
        associate (out => run%training%out, classes => run%training%model%classes)
            if (classes > 0) then
                call learning_classify(run, outputs, labels)
                call report_confusion(run%program, out, tested%n, classes, tested%labels, labels, &
                                      rows, accuracy)
            else
                call find_errors(run, tested, outputs, squared, absolute)
                call print_errors(squared, absolute, tested%n, rows)
                call files_remove(out, 'confusion.csv')
            end if

            file = training_begin_run(run%training, run%rate, run%checkpoint%epochs)
            if (classes > 0) then
                call files_line(file, 'accuracy '//text_fixed(accuracy, 2))
            else
                call files_line(file, 'mse '//text_file(squared))
                call files_line(file, 'mae '//text_file(absolute))
            end if
        end associate
        call files_end(file)
    end subroutine test

    !> Print and write all that a training leaves.
    subroutine outcome_finish(run)
        type(learning_run), intent(in), target :: run

        call print_epochs(run)
        call outcome_write_model(run)
        call test(run)
        call program_print('time '//text_fixed(run%seconds, 2)//' s')
        call program_print('wrote '//run%training%out)
        call program_view_hint(run%program, run%training%out)
    end subroutine outcome_finish

    ! Prediction

    !> Read the model that --predict asks for, and the rows it is for.
    subroutine outcome_read_model(run)
        type(learning_run), intent(inout) :: run
        type(field) :: fields(5)
        integer :: targets, wanted

        associate (program => run%program, training => run%training, model => run%training%model)
            fields = added_fields(run)
            call model_read(program, training%folder, fields, model)
            run%activation = values_word(program, fields(1)%place, fields(1)%value, &
                                         learning_activations)
            run%output = values_word(program, fields(2)%place, fields(2)%value, learning_outputs)
            run%loss = values_word(program, fields(3)%place, fields(3)%value, learning_losses)
            run%beta = values_positive(program, fields(4)%place, fields(4)%value)
            targets = int(values_integer(program, fields(5)%place, fields(5)%value, 0_int64, &
                                         int(huge(targets), int64)))
            if (model%classes > 0 .and. model%classes /= model%network%outputs) then
                call program_fail(program, bad_input, training%folder//'/network.txt:5: '// &
                                  'expected '//text_of(model%network%outputs)//' classes, as '// &
                                  'the network has outputs, found '//text_of(model%classes))
            end if
            wanted = merge(0, model%network%outputs, model%classes > 0)
            if (targets /= wanted) then
                call program_fail(program, bad_input, fields(5)%place//': expected '// &
                                  text_of(wanted)//' targets, found '//text_of(targets))
            end if

            call training_read_rows(training)
            if (wanted > 0 .and. training%data%targets > 0 .and. &
                training%data%targets /= wanted) then
                call program_fail(program, bad_input, training%path//': expected '// &
                                  text_of(wanted)//' targets, as the model has, found '// &
                                  text_of(training%data%targets))
            end if
        end associate
    end subroutine outcome_read_model

    subroutine write_numbers(run, outputs)
        type(learning_run), intent(in) :: run
        real(wp), intent(in) :: outputs(:, :)
        type(writer) :: file
        character(:), allocatable :: row
        integer :: i, o

        if (.not. all(ieee_is_finite(outputs))) call fail_too_large(run)
        file = files_begin(run%program, run%training%out, 'predictions.dat')
        do i = 1, size(outputs, 2)
            row = text_file(real(outputs(1, i), dp))
            do o = 2, size(outputs, 1)
                row = row//' '//text_file(real(outputs(o, i), dp))
            end do
            call files_line(file, row)
        end do
        call files_end(file)
    end subroutine write_numbers

    !> Let it answer; print and write the answers.
    subroutine outcome_predict(run)
        type(learning_run), intent(in) :: run
        real(wp), allocatable :: outputs(:, :)
        integer, allocatable :: labels(:)
        real(dp) :: squared, absolute

        associate (out => run%training%out, rows => run%training%test, &
                   classes => run%training%model%classes)
            call program_banner(run%program)
            call training_print_model(run%training)
            call files_make_folder(run%program, out)
            call learning_answer(run, rows, outputs)
            if (classes > 0) then
                call learning_classify(run, outputs, labels)
                call report_predictions(run%program, out, rows%n, classes, rows%labels, labels)
            else
                call write_numbers(run, outputs)
                if (allocated(rows%t)) then
                    call find_errors(run, rows, outputs, squared, absolute)
                    call print_errors(squared, absolute, rows%n, 'row')
                end if
                call program_print('wrote '//out//'/predictions.dat')
            end if
        end associate
    end subroutine outcome_predict

end module outcome
