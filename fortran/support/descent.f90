!> Gradient descent, epoch after epoch: the learning rate, early stopping, checkpoints.
module descent
    use, intrinsic :: ieee_arithmetic, only: ieee_is_finite
    use augment, only: augment_image
    use checkpoint, only: checkpoint_is_due, checkpoint_write
    use kinds, only: wp, dp, int64
    use learning, only: learning_batch, learning_measure, learning_out_of_patience, &
                        learning_pack, learning_run, loss_in, rate_in
    use outcome, only: outcome_write_model
    use program, only: failed, program_allocated, program_catch_interrupt, program_check, &
                       program_clock, program_end_interrupted, program_fail, program_interrupted
    use progress, only: progress_begin, progress_end, progress_line, progress_show
    use text, only: text_of
    use training, only: training_order
    implicit none
    private
    public :: descent_train

    integer, parameter :: many = 4096  ! pixels to be changed that are worth several threads

contains

    !> The learning rate in epoch 0, 1, ...; it does not look at how many there will be.
    function rate_of(run, epoch) result(rate)
        type(learning_run), intent(in) :: run
        integer, intent(in) :: epoch
        real(dp) :: rate, done

        done = run%decay*epoch
        if (run%linear_decay) then
            rate = max(run%rate_end, run%rate*(1 - done))
        else
            rate = run%rate_end + (run%rate - run%rate_end)*exp(-done)
        end if
    end function rate_of

    subroutine save_run(run)
        type(learning_run), intent(inout) :: run

        call learning_pack(run)
        call checkpoint_write(run%program, run%training%out, run%checkpoint)
    end subroutine save_run

    !> With patience the model has the best weights, else the last.
    subroutine keep_weights(run)
        type(learning_run), intent(inout) :: run

        if (run%patience > 0 .and. run%best_epoch > 0) run%training%model%params = run%best
    end subroutine keep_weights

    !> Go back before the epoch, save what was good, and end.
    subroutine fail_not_finite(run, weights, params, velocity)
        type(learning_run), intent(inout) :: run
        integer, intent(in) :: weights
        real(wp), intent(in) :: params(weights), velocity(weights)

        run%training%model%params = params
        run%velocity = velocity
        call save_run(run)
        call keep_weights(run)
        call outcome_write_model(run)
        call program_fail(run%program, failed, 'the loss is not finite in epoch '// &
                          text_of(run%checkpoint%epochs + 1)//': a smaller --rate may help')
    end subroutine fail_not_finite

    subroutine note_best(run, loss)
        type(learning_run), intent(inout) :: run
        real(dp), intent(in) :: loss

        if (run%best_epoch > 0 .and. loss >= run%best_loss) return
        run%best_epoch = run%checkpoint%epochs
        run%best_loss = loss
        run%best = run%training%model%params
    end subroutine note_best

    !> Train on some rows: n of them, shown in the given order, after so many steps.
    subroutine train_on(run, n, batch, x, t, order, rate, steps, loss)
        type(learning_run), intent(inout) :: run
        integer, intent(in) :: n, batch, order(n)
        real(wp), intent(in) :: x(run%training%model%d, n)
        real(wp), intent(in) :: t(run%training%model%network%outputs, n)
        real(dp), intent(in) :: rate
        integer(int64), intent(in) :: steps
        real(dp), intent(out) :: loss
        integer :: status

        associate (model => run%training%model)
            call run%algorithm%train_epoch( &
                n, model%d, model%network%outputs, model%network%layers, n, &
                model%network%weights, run%table, run%drop, real(run%beta, wp), run%loss, batch, &
                x, t, order, real(rate, wp), real(run%momentum, wp), run%training%seed, steps, &
                model%params, run%velocity, loss, status)
        end associate
        call program_check(run%program, 'train_epoch', status)
    end subroutine train_on

    !> The same on images that are changed before each batch; loss: the mean.
    subroutine train_on_changed(run, batch, order, rate, loss)
        type(learning_run), intent(inout) :: run
        integer, intent(in) :: batch, order(:)
        real(dp), intent(in) :: rate
        real(dp), intent(out) :: loss
        real(wp), allocatable :: x(:, :), t(:, :)
        integer(int64) :: shown, step
        integer :: n, first, rows, i, stat
        real(dp) :: part

        n = run%training%train%n
        allocate (x(run%training%model%d, batch), stat=stat)
        call program_allocated(run%program, stat)
        allocate (t(run%training%model%network%outputs, batch), stat=stat)
        call program_allocated(run%program, stat)
        shown = int(run%checkpoint%epochs, int64)*n
        step = run%steps
        loss = 0
        do first = 0, n - 1, batch
            rows = min(batch, n - first)
            !$omp parallel do default(none) shared(run, order, shown, first, rows, x, t) &
            !$omp if (rows*size(x, 1) > many)
            do i = 1, rows
                associate (row => order(first + i) + 1, train => run%training%train, &
                           image => run%table(2:4, 1))
                    call augment_image(run%augment, image(3), image(2), image(1), &
                                       run%training%seed, shown + first + i - 1, train%x(:, row), &
                                       x(:, i))
                    t(:, i) = train%t(:, row)
                end associate
            end do
            call train_on(run, rows, batch, x, t, [(i, i=0, rows - 1)], rate, step, part)
            loss = loss + part*rows
            step = step + 1
        end do
        loss = loss/n
    end subroutine train_on_changed

    !> One epoch; finite: loss and weights still are.
    subroutine train_once(run, order, finite)
        type(learning_run), intent(inout) :: run
        integer, intent(out) :: order(run%training%train%n)
        logical, intent(out) :: finite
        real(dp) :: row(run%columns%count), accuracy
        integer :: epoch, batch

        epoch = run%checkpoint%epochs
        batch = learning_batch(run)
        associate (training => run%training, train => run%training%train, &
                   model => run%training%model, columns => run%columns)
            row(rate_in) = rate_of(run, epoch)
            call training_order(training, epoch, order)
            if (allocated(run%augment%list)) then
                call train_on_changed(run, batch, order, row(rate_in), row(loss_in))
            else
                call train_on(run, train%n, batch, train%x, train%t, order, row(rate_in), &
                              run%steps, row(loss_in))
            end if
            finite = ieee_is_finite(real(row(loss_in), wp)) .and. all(ieee_is_finite(model%params))
            if (.not. finite) return

            if (columns%accuracy > 0) call learning_measure(run, train, row(columns%accuracy))
            if (columns%valid_loss > 0) then
                call learning_measure(run, training%valid, accuracy, row(columns%valid_loss))
                if (columns%valid_accuracy > 0) row(columns%valid_accuracy) = accuracy
                finite = ieee_is_finite(real(row(columns%valid_loss), wp))
                if (.not. finite) return
            end if
            run%steps = run%steps + (train%n - 1)/batch + 1
            run%checkpoint%epochs = epoch + 1
            run%checkpoint%history(:, epoch + 1) = row
            if (columns%valid_loss > 0) call note_best(run, row(columns%valid_loss))
        end associate
    end subroutine train_once

    !> Train until the epochs are done or the patience is at its end; the model has the
    !> weights to keep then. Ctrl-C, and a loss that is not finite, end the program.
    subroutine descent_train(run)
        type(learning_run), intent(inout) :: run
        type(progress_line) :: progress
        integer, allocatable :: order(:)
        real(wp), allocatable :: params(:), velocity(:)  ! before an epoch
        real(dp) :: start
        integer :: weights, stat
        logical :: finite

        weights = run%training%model%network%weights
        allocate (order(run%training%train%n), params(weights), velocity(weights), stat=stat)
        call program_allocated(run%program, stat)
        start = program_clock()
        progress = progress_begin(run%training%quiet, run%checkpoint%epochs, run%epochs)
        call program_catch_interrupt
        do while (run%checkpoint%epochs < run%epochs .and. .not. learning_out_of_patience(run))
            if (program_interrupted()) then
                call save_run(run)
                call progress_end(progress)
                call program_end_interrupted(run%checkpoint%epochs)
            end if
            if (checkpoint_is_due(run%checkpoint)) call save_run(run)
            params(:) = run%training%model%params
            velocity(:) = run%velocity
            call train_once(run, order, finite)
            if (.not. finite) then
                call progress_end(progress)
                call fail_not_finite(run, weights, params, velocity)
            end if
            call show(run, progress)
        end do
        call progress_end(progress)
        call save_run(run)
        call keep_weights(run)
        run%seconds = program_clock() - start
    end subroutine descent_train

    subroutine show(run, progress)
        type(learning_run), intent(in) :: run
        type(progress_line), intent(inout) :: progress
        real(dp) :: accuracy

        associate (row => run%checkpoint%history(:, run%checkpoint%epochs))
            accuracy = -1
            if (run%columns%accuracy > 0) accuracy = row(run%columns%accuracy)
            call progress_show(progress, run%checkpoint%epochs, row(loss_in), accuracy)
        end associate
    end subroutine show

end module descent
