!> What programs that learn by gradient descent share (mlp, cnn): their options, their
!> start, and the answers of the network.
module learning
    use algorithm, only: procedures
    use augment, only: changes
    use checkpoint, only: checkpoint_begin, saved_run
    use kinds, only: wp, dp, int64
    use network, only: net, network_parse, network_start
    use options, only: option_table, options_given, options_integer, options_number, &
                       options_positive, options_text, options_word
    use parts, only: part
    use program, only: bad_input, failed, program_allocated, program_check, program_fail
    use report, only: report_accuracy
    use text, only: text_number, text_of, text_shown
    use training, only: training_choose_features, training_prepare, training_read
    use training_command, only: training_options, training_run
    implicit none
    private
    public :: learning_options, learning_read, learning_begin, learning_pack, learning_answer, &
              learning_classify, learning_measure, learning_batch, learning_out_of_patience

    !> What the history holds of an epoch: rate and loss, then these columns of
    !> history.csv; 0: there is none.
    integer, parameter, public :: rate_in = 1, loss_in = 2
    type, public :: history_columns
        integer :: accuracy = 0, valid_loss = 0, valid_accuracy = 0, count = loss_in
    end type history_columns

    type, public :: learning_run
        character(:), allocatable :: program
        type(procedures) :: algorithm
        type(training_run) :: training
        type(saved_run) :: checkpoint
        type(history_columns) :: columns
        integer :: activation = 0, output = 0, loss = 0  ! indices of the words below, from 0
        logical :: output_given = .false., loss_given = .false.
        real(dp) :: beta = 1, rate = 0, rate_end = 0, decay = 0, momentum = 0
        integer :: init = 0, epochs = 0, batch = 0, patience = 0
        logical :: linear_decay = .false.
        type(changes) :: augment  ! of images: cnn only
        integer, allocatable :: table(:, :)             ! (entries, layers) for the algorithm
        real(dp), allocatable :: drop(:)                ! (layers)
        real(wp), allocatable :: velocity(:), best(:)   ! (weights) momentum; the best epoch's
        integer(int64) :: steps = 0                     ! batches done
        integer :: best_epoch = 0  ! that of the lowest validation loss, from 1; 0: none yet
        real(dp) :: best_loss = 0, seconds = 0
    end type learning_run

    !> The words of the options.
    character(*), parameter, public :: &
        learning_activations(0:4) = [character(10) :: 'sigmoid', 'tanh', 'relu', 'leaky_relu', &
                                     'linear'], &
        learning_outputs(0:2) = [character(7) :: 'sigmoid', 'softmax', 'linear'], &
        learning_losses(0:1) = [character(13) :: 'quadratic', 'cross_entropy']
    character(*), parameter :: inits(0:2) = [character(7) :: 'uniform', 'xavier', 'he'], &
                               decay_forms(0:1) = [character(11) :: 'exponential', 'linear']
    integer, parameter :: output_softmax = 1, output_linear = 2

    !> The losses, numbered as module layers has them too.
    integer, parameter, public :: quadratic = 0, cross_entropy = 1

    integer, parameter :: block_rows = 1024            ! answered at once: rows, and fewer of
    integer, parameter :: block_numbers = 1048576      ! a wide network, by its activations
    integer, parameter :: numbers = 3                  ! before the weights in the state
    integer(int64), parameter :: most_draws = 4294967295_int64

contains

    ! The options

    subroutine fail_in_loss(run, expected)
        type(learning_run), intent(in) :: run
        character(*), intent(in) :: expected

        call program_fail(run%program, bad_input, '--loss: expected '//expected//', found "'// &
                          trim(learning_losses(run%loss))//'"')
    end subroutine fail_in_loss

    !> Softmax and linear outputs have one loss each.
    subroutine check_loss(run)
        type(learning_run), intent(in) :: run

        if (run%output == output_softmax .and. run%loss == quadratic) then
            call fail_in_loss(run, 'cross_entropy for softmax')
        else if (run%output == output_linear .and. run%loss == cross_entropy) then
            call fail_in_loss(run, 'quadratic for linear')
        end if
    end subroutine check_loss

    subroutine read_loss(table, run)
        type(option_table), intent(in) :: table
        type(learning_run), intent(inout) :: run
        character(:), allocatable :: output

        run%output_given = options_given(table, '--output')
        output = options_text(table, '--output')  ! empty: no default
        if (run%output_given .or. len(output) > 0) then
            run%output = options_word(table, '--output', learning_outputs)
        end if
        run%loss_given = options_given(table, '--loss')
        if (run%loss_given) then
            run%loss = options_word(table, '--loss', learning_losses)
        else if (run%output == output_softmax) then
            run%loss = cross_entropy
        end if
        if (run%output_given) call check_loss(run)
    end subroutine read_loss

    function read_momentum(table) result(value)
        type(option_table), intent(in) :: table
        character(:), allocatable :: token
        real(dp) :: value
        logical :: ok

        token = options_text(table, '--momentum')
        call text_number(token, value, ok)
        if (.not. ok .or. value < 0 .or. value >= 1) then
            call program_fail(table%program, bad_input, '--momentum: expected a number of at '// &
                              'least 0 and below 1, found "'//text_shown(token)//'"')
        end if
    end function read_momentum

    !> Read the options. name: the data set taken when none is given.
    subroutine learning_options(table, name, run)
        type(option_table), intent(in) :: table
        character(*), intent(in) :: name
        type(learning_run), intent(out) :: run
        type(net) :: network

        run%program = table%program
        if (options_given(table, '--network')) then
            call network_parse(run%program, '--network', options_text(table, '--network'), network)
        end if
        run%activation = options_word(table, '--activation', learning_activations)
        call read_loss(table, run)
        run%beta = options_positive(table, '--beta')
        run%init = options_word(table, '--init', inits)
        run%epochs = options_integer(table, '--epochs', 1, 1000000)
        run%batch = options_integer(table, '--batch', 0, huge(run%batch))
        run%rate = options_positive(table, '--rate')
        run%rate_end = options_number(table, '--rate-end', 0)
        if (options_given(table, '--decay')) run%decay = options_number(table, '--decay', 0)
        run%linear_decay = options_word(table, '--decay-form', decay_forms) == 1
        run%momentum = read_momentum(table)
        run%patience = options_integer(table, '--patience', 0, 1000000)
        call training_options(table, name, run%training)
        if (run%patience > 0 .and. .not. allocated(run%training%valid_path) .and. &
            run%training%fractions(2) <= 0) then
            call program_fail(run%program, bad_input, &
                              '--patience: expected validation rows, found none')
        end if
        if (.not. allocated(run%training%predict)) run%training%model%network = network
    end subroutine learning_options

    ! From the data to the first epoch

    subroutine check_targets(run)
        type(learning_run), intent(inout) :: run

        if (.not. run%output_given) then
            run%output = output_linear
            if (.not. run%loss_given) run%loss = quadratic
        end if
        if (run%output == output_softmax) then
            call program_fail(run%program, bad_input, '--output: expected sigmoid or linear '// &
                              'for targets, found "softmax"')
        else if (run%loss == cross_entropy) then
            call fail_in_loss(run, 'quadratic for targets')
        else if (run%training%stratify) then
            call program_fail(run%program, bad_input, &
                              '--stratify: expected classes, found targets')
        else if (run%training%balance) then
            call program_fail(run%program, bad_input, '--balance: expected classes, found targets')
        end if
    end subroutine check_targets

    !> Read DATA, choose what the options leave open, and the features.
    subroutine learning_read(run)
        type(learning_run), intent(inout) :: run

        call training_read(run%training, .true.)
        if (run%training%data%targets > 0) call check_targets(run)
        call check_loss(run)
        call training_choose_features(run%training)
    end subroutine learning_read

    !> The rows of a step.
    function learning_batch(run) result(batch)
        type(learning_run), intent(in) :: run
        integer :: batch

        batch = min(run%batch, run%training%train%n)
        if (run%batch == 0) batch = run%training%train%n
    end function learning_batch

    !> The draws of dropout are numbered, and there is an end to the numbers.
    subroutine check_dropout(run)
        type(learning_run), intent(in) :: run
        integer(int64) :: most_epochs, most_rows
        integer :: batch, l

        batch = learning_batch(run)
        most_epochs = most_draws/((run%training%train%n - 1)/batch + 1)
        do l = 1, size(run%drop)
            if (run%drop(l) <= 0) cycle
            most_rows = most_draws/run%training%model%network%layer(l)%d_out
            if (run%epochs > most_epochs) then
                call program_fail(run%program, bad_input, '--epochs: expected at most '// &
                                  text_of(most_epochs)//' with dropout, found '// &
                                  text_of(run%epochs))
            else if (batch > most_rows) then
                call program_fail(run%program, bad_input, '--batch: expected at most '// &
                                  text_of(most_rows)//' rows with dropout, found '//text_of(batch))
            end if
        end do
    end subroutine check_dropout

    !> Every image shown has a number of its own.
    subroutine check_visits(run)
        type(learning_run), intent(in) :: run
        integer(int64) :: most

        most = most_draws/run%training%train%n
        if (allocated(run%augment%list) .and. run%epochs > most) then
            call program_fail(run%program, bad_input, '--epochs: expected at most '// &
                              text_of(most)//' with augmentation, found '//text_of(run%epochs))
        end if
    end subroutine check_visits

    subroutine choose_columns(run)
        type(learning_run), intent(inout) :: run

        associate (columns => run%columns)
            if (run%training%model%classes > 0) columns%accuracy = next(columns)
            if (run%training%valid%n == 0) return
            columns%valid_loss = next(columns)
            if (run%training%model%classes > 0) columns%valid_accuracy = next(columns)
        end associate

    contains

        function next(columns) result(column)
            type(history_columns), intent(inout) :: columns
            integer :: column

            columns%count = columns%count + 1
            column = columns%count
        end function next

    end subroutine choose_columns

    !> Make parts, weights and room; continue where the checkpoint stopped, if asked to.
    subroutine learning_begin(run)
        type(learning_run), intent(inout) :: run
        integer :: weights, stat

        associate (training => run%training, model => run%training%model)
            call training_prepare(training, model%network%outputs)
            call check_dropout(run)
            call check_visits(run)
            call choose_columns(run)

            weights = model%network%weights
            allocate (model%params(weights), run%velocity(weights), run%best(weights), stat=stat)
            call program_allocated(run%program, stat)
            call network_start(model%network, run%init, training%seed, model%params)
            run%velocity = 0
            run%best = 0

            run%checkpoint = saved_run(training%seed, training%train%n, model%d, model%classes, &
                                       numbers + 3*int(weights, int64), run%columns%count)
            call checkpoint_begin(run%program, training%out, training%resume, run%epochs, &
                                  run%checkpoint)
            if (training%resume) call unpack(run)
        end associate
    end subroutine learning_begin

    !> Put weights and counters into the state of the checkpoint: steps done, best epoch
    !> and loss, then weights, velocity and best weights.
    subroutine learning_pack(run)
        type(learning_run), intent(inout) :: run
        integer(int64) :: weights

        weights = run%training%model%network%weights
        associate (state => run%checkpoint%state)
            state(:numbers) = [real(run%steps, dp), real(run%best_epoch, dp), run%best_loss]
            state(numbers + 1:numbers + weights) = run%training%model%params
            state(numbers + weights + 1:numbers + 2*weights) = run%velocity
            state(numbers + 2*weights + 1:) = run%best
        end associate
    end subroutine learning_pack

    subroutine unpack(run)
        type(learning_run), intent(inout) :: run
        integer(int64) :: weights

        weights = run%training%model%network%weights
        associate (state => run%checkpoint%state)
            run%steps = int(state(1), int64)
            run%best_epoch = int(state(2))
            run%best_loss = state(3)
            run%training%model%params = real(state(numbers + 1:numbers + weights), wp)
            run%velocity = real(state(numbers + weights + 1:numbers + 2*weights), wp)
            run%best = real(state(numbers + 2*weights + 1:), wp)
        end associate
    end subroutine unpack

    !> Was it stopped for want of a lower validation loss?
    function learning_out_of_patience(run) result(yes)
        type(learning_run), intent(in) :: run
        logical :: yes

        yes = run%patience > 0 .and. run%best_epoch > 0 .and. &
              run%checkpoint%epochs - run%best_epoch >= run%patience
    end function learning_out_of_patience

    ! The answers of the network

    !> The outputs of the network for a part: outputs (m, n); loss: the mean.
    subroutine learning_answer(run, rows, outputs, loss)
        type(learning_run), intent(in) :: run
        type(part), intent(in) :: rows
        real(wp), allocatable, intent(out) :: outputs(:, :)
        real(dp), intent(out), optional :: loss
        real(wp), allocatable :: h(:), a(:), none(:)
        real(dp) :: total, mean
        integer :: layers, neurons, m, most, first, last, n, at, kind, status

        layers = run%training%model%network%layers
        m = run%training%model%network%outputs
        neurons = run%algorithm%count_neurons(layers, run%table)
        most = min(rows%n, block_rows, max(1, block_numbers/neurons))
        if (neurons > huge(neurons)/most) call program_fail(run%program, failed, 'out of memory')
        allocate (outputs(m, rows%n), h(most*neurons), a(most*neurons), none(most*m), stat=status)
        call program_allocated(run%program, status)

        total = 0
        do first = 1, rows%n, most
            last = min(rows%n, first + most - 1)
            n = last - first + 1
            at = n*(neurons - m) + 1
            call run%algorithm%forward(n, run%training%model%d, layers, neurons, &
                                       run%training%model%network%weights, run%table, &
                                       0*run%drop, real(run%beta, wp), rows%x(:, first:last), &
                                       run%training%model%params, 0_int64, 0_int64, h, a, status)
            call program_check(run%program, 'forward', status)
            outputs(:, first:last) = reshape(a(at:n*neurons), [m, n])
            if (.not. present(loss)) cycle
            if (run%loss == cross_entropy) then
                kind = run%table(size(run%table, 1), layers)  ! of the outputs
                call run%algorithm%cross_entropy(kind, n, m, h(at), a(at), rows%t(:, first:last), &
                                                 real(run%beta, wp), mean, none)
            else
                call run%algorithm%quadratic_loss(n, m, a(at), rows%t(:, first:last), mean, none)
            end if
            total = total + mean*n
        end do
        if (present(loss)) loss = total/rows%n
    end subroutine learning_answer

    !> The classes that outputs stand for, the lowest on a tie.
    subroutine learning_classify(run, outputs, labels)
        type(learning_run), intent(in) :: run
        real(wp), intent(in) :: outputs(:, :)
        integer, allocatable, intent(out) :: labels(:)
        integer :: i, o

        allocate (labels(size(outputs, 2)), stat=i)
        call program_allocated(run%program, i)
        labels = 0
        do i = 1, size(outputs, 2)
            do o = 2, size(outputs, 1)
                if (outputs(o, i) > outputs(labels(i) + 1, i)) labels(i) = o - 1
            end do
        end do
    end subroutine learning_classify

    !> The accuracy in percent of a part, of classes; the mean loss, if asked for.
    subroutine learning_measure(run, rows, accuracy, loss)
        type(learning_run), intent(in) :: run
        type(part), intent(in) :: rows
        real(dp), intent(out) :: accuracy
        real(dp), intent(out), optional :: loss
        real(wp), allocatable :: outputs(:, :)
        integer, allocatable :: labels(:)

        accuracy = 0
        call learning_answer(run, rows, outputs, loss)
        if (.not. allocated(rows%labels)) return
        call learning_classify(run, outputs, labels)
        accuracy = report_accuracy(rows%n, rows%labels, labels)
    end subroutine learning_measure

end module learning
