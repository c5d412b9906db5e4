!> The perceptron program: read labelled rows, teach a layer of neurons, test it; or
!> classify rows with what it has learnt. docs/training.md says what comes out.
program main
    use, intrinsic :: ieee_arithmetic, only: ieee_is_finite
    use checkpoint, only: checkpoint_begin, checkpoint_is_due, checkpoint_write, saved_run
    use files, only: files_begin, files_end, files_line, files_make_folder, files_remove, writer
    use kinds, only: wp, dp, int64
    use model, only: field, model_read, model_write
    use network, only: init_uniform, network_make, network_start
    use options, only: option, option_table, options_given, options_integer, options_parse, &
                       options_positive, options_word
    use parts, only: part
    use path, only: path_is_kept, path_print, path_print_limit, path_write
    use perceptron, only: activate, predict, train_epoch
    use program, only: bad_input, failed, program_allocated, program_banner, &
                       program_catch_interrupt, program_check, program_clock, &
                       program_end_interrupted, program_fail, program_flush, &
                       program_interrupted, program_precision, program_print, &
                       program_view_hint
    use report, only: report_accuracy, report_confusion, report_percent, report_predictions, &
                      report_skips
    use text, only: text_counted, text_fixed, text_of, text_right, text_screen, text_shown
    use training, only: training_begin_run, training_choose_features, training_order, &
                        training_prepare, training_print_head, training_print_model, &
                        training_read, training_read_rows, training_tested, training_tested_name
    use training_command, only: training_options, training_run, training_table
    implicit none

    character(*), parameter :: name = 'perceptron'
    integer, parameter :: table_samples = 10  ! fewer, of two features: each epoch is a truth table
    character(*), parameter :: neuron_words(0:1) = ['one ', 'each']
    integer, parameter :: one_neuron = 0, each_class = 1, unchosen = 2

    !> The columns of the history in a checkpoint; validation is there if it has rows, and
    !> the weights if their path is kept.
    integer, parameter :: errors_in = 1, training_in = 2, validation_in = 3

    type :: setting
        type(training_run) :: training
        type(saved_run) :: checkpoint
        integer :: epochs = 0, neurons = unchosen  ! the most epochs
        real(dp) :: rate = 0, accuracy = 0, seconds = 0
    end type setting

    type(field) :: no_fields(0)  ! the perceptron adds nothing to network.txt
    type(option_table) :: table
    type(setting), target :: run

    call describe_options(table)
    call options_parse(table)
    call read_options(table, run)
    if (allocated(run%training%predict)) then
        call apply_model(run%training)
    else
        call begin(run)
        call print_head(run)
        call files_make_folder(name, run%training%out)
        call train(run)
        call finish(run)
    end if

contains

    subroutine describe_options(table)
        type(option_table), intent(out) :: table

        table%program = name
        table%width = 18
        table%summary = 'The perceptron: one layer of threshold neurons, taught by their mistakes.'
        call training_table([ &
            option('DATA', '', '', 'a .dat file, or a folder with x.npy and y.npy '// &
                   '(default data/gates_or.dat)'), &
            option('--epochs', 'N', '400', 'stop after N epochs, or after one without an error'), &
            option('--rate', 'R', '0.05', 'learning rate'), &
            option('--neurons', 'WORD', '', 'one (two classes: it fires for class 1) or each, '// &
                   'a neuron for each class (default one if it can)')], &
            'out/perceptron', table%options)
        table%ending = 'The output folder gets network.txt, params.npy, normalization.dat, '// &
                       'checkpoint.npy, history.csv,'//new_line('a')//'confusion.csv, run.txt '// &
                       'and, with at most 12 weights, path.dat. See them: make view_perceptron'
    end subroutine describe_options

    subroutine read_options(table, run)
        type(option_table), intent(in) :: table
        type(setting), intent(out) :: run

        run%epochs = options_integer(table, '--epochs', 1, 1000000)
        run%rate = options_positive(table, '--rate')
        if (options_given(table, '--neurons')) then
            run%neurons = options_word(table, '--neurons', neuron_words)
        end if
        call training_options(table, 'gates_or.dat', run%training)
    end subroutine read_options

    subroutine choose_neurons(run)
        type(setting), intent(inout) :: run
        integer :: classes

        classes = run%training%model%classes
        if (run%neurons == unchosen) run%neurons = merge(one_neuron, each_class, classes == 2)
        if (run%neurons /= one_neuron .or. classes == 2) return
        call program_fail(name, bad_input, '--neurons: expected each for '//text_of(classes)// &
                          ' classes, found "one"')
    end subroutine choose_neurons

    subroutine begin(run)
        type(setting), intent(inout) :: run
        integer :: units, columns, stat

        associate (training => run%training, model => run%training%model)
            call training_read(training, .false.)
            call choose_neurons(run)
            call training_choose_features(training)
            units = merge(1, model%classes, run%neurons == one_neuron)
            call network_make(name, training%path, model%d, [units], model%network)
            call training_prepare(training, units)

            columns = merge(validation_in, training_in, training%valid%n > 0)
            if (path_is_kept(model%network)) columns = columns + model%network%weights
            run%checkpoint = saved_run(training%seed, training%train%n, model%d, model%classes, &
                                       int(model%network%weights, int64), columns)
            call checkpoint_begin(name, training%out, training%resume, run%epochs, run%checkpoint)

            allocate (model%params(model%network%weights), stat=stat)
            call program_allocated(name, stat)
            call network_start(model%network, init_uniform, training%seed, model%params)
            if (training%resume) model%params = real(run%checkpoint%state, wp)
        end associate
    end subroutine begin

    subroutine print_head(run)
        type(setting), intent(in) :: run

        call program_banner(name)
        call training_print_head(run%training)
        associate (network => run%training%model%network)
            call program_print(network%sentence//': '//text_counted(network%weights, 'weight')// &
                               ', rate '//text_screen(run%rate)//', seed '// &
                               text_of(run%training%seed))
        end associate
        call program_print('')
        call program_flush
    end subroutine print_head

    ! The training

    subroutine classify(training, rows, labels)
        type(training_run), intent(in) :: training
        type(part), intent(in) :: rows
        integer, allocatable, intent(out) :: labels(:)
        integer :: status

        allocate (labels(rows%n), stat=status)
        call program_allocated(name, status)
        associate (model => training%model)
            call predict(rows%n, model%d, model%network%outputs, rows%x, model%params, labels, &
                         status)
        end associate
        call program_check(name, 'predict', status)
    end subroutine classify

    function converged(run)
        type(setting), intent(in) :: run
        logical :: converged

        converged = run%checkpoint%epochs > 0
        if (converged) converged = errors_of(run, run%checkpoint%epochs) == 0
    end function converged

    function errors_of(run, epoch) result(errors)
        type(setting), intent(in) :: run
        integer, intent(in) :: epoch
        integer :: errors

        errors = nint(run%checkpoint%history(errors_in, epoch))
    end function errors_of

    subroutine save_run(run)
        type(setting), intent(inout) :: run

        run%checkpoint%state = run%training%model%params
        call checkpoint_write(name, run%training%out, run%checkpoint)
    end subroutine save_run

    subroutine fail_too_large(run)
        type(setting), intent(in) :: run

        call program_fail(name, failed, run%training%path//': the weights are too large for '// &
                          program_precision())
    end subroutine fail_too_large

    subroutine train_once(run, order)
        type(setting), intent(inout) :: run
        integer, intent(out) :: order(run%training%train%n)
        integer, allocatable :: labels(:)
        integer :: errors, status

        associate (training => run%training, rows => run%training%train, &
                   model => run%training%model, saved => run%checkpoint)
            call training_order(training, saved%epochs, order)
            call train_epoch(rows%n, model%d, model%network%outputs, rows%n, rows%x, rows%t, &
                             order, real(run%rate, wp), model%params, errors, status)
            call program_check(name, 'train_epoch', status)
            if (.not. all(ieee_is_finite(model%params))) call fail_too_large(run)

            saved%epochs = saved%epochs + 1
            associate (row => saved%history(:, saved%epochs))
                row(errors_in) = errors
                row(training_in) = 100*real(rows%n - errors, dp)/rows%n
                if (training%valid%n > 0) then
                    call classify(training, training%valid, labels)
                    row(validation_in) = report_accuracy(training%valid%n, training%valid%labels, &
                                                         labels)
                end if
                if (path_is_kept(model%network)) row(size(row) - size(model%params) + 1:) &
                    = model%params
            end associate
        end associate
    end subroutine train_once

    subroutine train(run)
        type(setting), intent(inout) :: run
        integer, allocatable :: order(:)
        real(dp) :: start
        integer :: stat

        start = program_clock()
        allocate (order(run%training%train%n), stat=stat)
        call program_allocated(name, stat)
        call program_catch_interrupt
        do while (run%checkpoint%epochs < run%epochs .and. .not. converged(run))
            if (program_interrupted()) then
                call save_run(run)
                call program_end_interrupted(run%checkpoint%epochs)
            end if
            if (checkpoint_is_due(run%checkpoint)) call save_run(run)
            call train_once(run, order)
        end do
        call save_run(run)
        run%seconds = program_clock() - start
    end subroutine train

    ! What is printed and written

    subroutine print_row(run, epoch)
        type(setting), intent(in) :: run
        integer, intent(in) :: epoch
        character(:), allocatable :: line

        associate (row => run%checkpoint%history(:, epoch))
            line = text_right(text_of(epoch), 7)//'  '// &
                   text_right(text_of(errors_of(run, epoch)), 7)//'  '// &
                   text_right(report_percent(row(training_in)), 8)
            if (run%training%valid%n > 0) then
                line = line//'  '//text_right(report_percent(row(validation_in)), 10)
            end if
        end associate
        call program_print(line)
    end subroutine print_row

    subroutine print_epochs(run)
        type(setting), intent(in) :: run
        integer :: epoch, epochs
        logical :: tables, ok

        epochs = run%checkpoint%epochs
        tables = run%training%data%n < table_samples .and. run%training%model%d == 2 .and. &
                 run%training%model%network%outputs == 1
        if (.not. tables) then
            call program_print('  epoch   errors  training'//trim(merge( &
                               '  validation', '            ', run%training%valid%n > 0)))
        end if
        do epoch = 1, epochs
            if (report_skips(epoch - 1, epochs)) then
                if (.not. report_skips(epoch - 2, epochs)) call program_print('    ...')
            else if (tables) then
                call path_print(run%checkpoint, epoch, errors_of(run, epoch), &
                                run%training%train, activate, ok)
                if (.not. ok) call fail_too_large(run)
            else
                call print_row(run, epoch)
            end if
        end do
        call print_verdict(run, tables)
    end subroutine print_epochs

    subroutine print_verdict(run, tables)
        type(setting), intent(in) :: run
        logical, intent(in) :: tables
        character(:), allocatable :: epochs

        epochs = text_counted(run%checkpoint%epochs, 'epoch')
        if (converged(run)) then
            call program_print('converged in '//epochs//': no error in the last one')
        else
            call program_print('not converged in '//epochs//': '// &
                               text_counted(errors_of(run, run%checkpoint%epochs), 'error')// &
                               ' in the last one')
        end if
        if (tables .and. .not. converged(run)) call path_print_limit
        call program_print('')
    end subroutine print_verdict

    subroutine write_history(run)
        type(setting), intent(in) :: run
        type(writer) :: file
        character(:), allocatable :: line
        logical :: valid
        integer :: epoch, column

        valid = run%training%valid%n > 0
        file = files_begin(name, run%training%out, 'history.csv')
        call files_line(file, trim(merge('epoch,errors,training,validation', &
                                         'epoch,errors,training           ', valid)))
        do epoch = 1, run%checkpoint%epochs
            line = text_of(epoch)//','//text_of(errors_of(run, epoch))
            do column = training_in, merge(validation_in, training_in, valid)
                line = line//','//text_fixed(run%checkpoint%history(column, epoch), 2)
            end do
            call files_line(file, line)
        end do
        call files_end(file)
    end subroutine write_history

    subroutine write_run(run)
        type(setting), intent(in) :: run
        type(writer) :: file

        file = training_begin_run(run%training, run%rate, run%checkpoint%epochs)
        call files_line(file, 'converged '//trim(merge('yes', 'no ', converged(run))))
        call files_line(file, 'accuracy '//text_fixed(run%accuracy, 2))
        call files_end(file)
    end subroutine write_run

    !> The final test, printed and written.
    subroutine test(run)
        type(setting), intent(inout), target :: run
        type(part), pointer :: tested
        integer, allocatable :: labels(:)

        tested => training_tested(run%training)
        call classify(run%training, tested, labels)
        call report_confusion(name, run%training%out, tested%n, run%training%model%classes, &
                              tested%labels, labels, training_tested_name(run%training), &
                              run%accuracy)
    end subroutine test

    subroutine finish(run)
        type(setting), intent(inout), target :: run

        call print_epochs(run)
        associate (out => run%training%out, model => run%training%model)
            call model_write(name, out, model, no_fields)
            call write_history(run)
            call test(run)
            call write_run(run)
            if (path_is_kept(model%network)) then
                call path_write(name, out, model%network, run%checkpoint)
            else
                call files_remove(out, 'path.dat')
            end if
            call program_print('time '//text_fixed(run%seconds, 2)//' s')
            call program_print('wrote '//out)
            call program_view_hint(name, out)
        end associate
    end subroutine finish

    !> The model says itself what it is; does it make sense as a perceptron?
    subroutine check_model(training)
        type(training_run), intent(in) :: training
        integer :: classes

        associate (network => training%model%network)
            classes = merge(2, network%outputs, network%outputs == 1)
            if (network%layers /= 1) then
                call program_fail(name, bad_input, training%folder//'/network.txt:2: expected '// &
                                  'one layer of neurons, found "'// &
                                  text_shown(network%sentence)//'"')
            else if (training%model%classes /= classes) then
                call program_fail(name, bad_input, training%folder//'/network.txt:5: expected '// &
                                  text_of(classes)//' classes, as the network has outputs, '// &
                                  'found '//text_of(training%model%classes))
            end if
        end associate
    end subroutine check_model

    subroutine apply_model(training)
        type(training_run), intent(inout) :: training
        integer, allocatable :: labels(:)

        call model_read(name, training%folder, no_fields, training%model)
        call check_model(training)
        call training_read_rows(training)
        call program_banner(name)
        call training_print_model(training)
        call files_make_folder(name, training%out)
        call classify(training, training%test, labels)
        call report_predictions(name, training%out, training%test%n, training%model%classes, &
                                training%test%labels, labels)
    end subroutine apply_model

end program main
