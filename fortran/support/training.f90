!> What the programs that learn from labels share: the way from the files to the rows,
!> and the order of visits. docs/training.md is the agreement.
module training
    use data, only: data_read
    use dataset, only: data_set
    use files, only: files_begin, files_line, writer
    use kinds, only: dp, int64
    use model, only: model_normalizations
    use network, only: network_sees_images
    use normalize, only: normalize_maxabs, normalize_none, normalize_scale
    use parts, only: part, parts_encode, parts_fit, parts_normalize, parts_take, parts_take_all
    use program, only: bad_input, program_allocated, program_check, program_fail, program_print
    use random, only: random_shuffle, for_visiting_order
    use rows, only: rows_balance, rows_split
    use text, only: text_counted, text_file, text_of
    use training_command, only: training_run
    use values, only: values_columns
    implicit none
    private
    public :: training_read, training_choose_features, training_prepare, training_order, &
              training_print_head, training_tested, training_tested_name, training_begin_run, &
              training_read_rows, training_print_model

    integer, parameter :: few_samples = 10

contains

    ! From the files to the rows

    subroutine check_answers(run, path, data, targets_too)
        type(training_run), intent(in) :: run
        character(*), intent(in) :: path
        type(data_set), intent(in) :: data
        logical, intent(in) :: targets_too

        if (data%classes > 0 .or. (data%targets > 0 .and. targets_too)) return
        call program_fail(run%program, bad_input, path//': expected labels'// &
                          trim(merge(' or targets', '           ', targets_too))//', found none')
    end subroutine check_answers

    !> Read DATA; labels, at least 2 classes, are needed, or targets if they may be.
    subroutine training_read(run, targets_too)
        type(training_run), intent(inout) :: run
        logical, intent(in) :: targets_too

        call data_read(run%program, run%path, run%data)
        call check_answers(run, run%path, run%data, targets_too)
        if (run%data%classes == 1) then
            call program_fail(run%program, bad_input, &
                              run%path//': expected at least 2 classes, found 1')
        end if
        run%model%columns = run%data%d
        run%model%classes = run%data%classes
    end subroutine training_read

    !> Choose the features.
    subroutine training_choose_features(run)
        type(training_run), intent(inout) :: run

        run%model%list = run%list
        call values_columns(run%program, '--features', run%list, run%model%columns, &
                            run%model%features)
        run%model%d = size(run%model%features)
    end subroutine training_choose_features

    !> Rows given apart have the columns of DATA, and labels among its classes.
    subroutine read_apart(run, path, taken)
        type(training_run), intent(in) :: run
        character(*), intent(in) :: path
        type(part), intent(out) :: taken
        type(data_set) :: other

        call data_read(run%program, path, other)
        call check_answers(run, path, other, run%data%targets > 0)
        if (run%data%targets > 0 .and. &
            (other%d /= run%data%d .or. other%targets /= run%data%targets)) then
            call fail_apart(run%data%targets, 'targets', other%targets)
        else if (run%data%classes > 0 .and. &
                 (other%d /= run%data%d .or. other%classes > run%data%classes)) then
            call fail_apart(run%data%classes, 'classes', other%classes)
        end if
        call parts_take_all(run%program, other, run%model, taken)

    contains

        subroutine fail_apart(count, things, found)
            integer, intent(in) :: count, found
            character(*), intent(in) :: things

            call program_fail(run%program, bad_input, path//': expected '// &
                              text_of(run%data%d)//' features and '//text_of(count)//' '// &
                              things//', as '//run%path//' has, found '//text_of(other%d)// &
                              ' and '//text_of(found))
        end subroutine fail_apart

    end subroutine read_apart

    subroutine split(run)
        type(training_run), intent(inout) :: run
        character(10), parameter :: names(3) = [character(10) :: 'training', 'validation', 'test']
        integer, allocatable :: order(:), labels(:)
        integer :: counts(3), classes, p, status

        classes = merge(run%data%classes, 0, run%stratify)
        allocate (order(run%data%n), labels(run%data%n), source=0, stat=status)
        call program_allocated(run%program, status)
        if (classes > 0) labels = run%data%labels  ! else they are not looked at
        call rows_split(run%data%n, classes, labels, run%fractions, run%seed, order, counts, status)
        call program_check(run%program, 'split', status)
        do p = 1, 3
            if (run%fractions(p) > 0 .and. counts(p) == 0) then
                call program_fail(run%program, bad_input, &
                                  '--split: expected at least 1 row in each part of '// &
                                  run%path//', found none for '//trim(names(p)))
            end if
        end do
        p = counts(1) + counts(2)
        call parts_take(run%program, run%data, run%model, order(:counts(1)), run%train)
        call parts_take(run%program, run%data, run%model, order(counts(1) + 1:p), run%valid)
        call parts_take(run%program, run%data, run%model, order(p + 1:p + counts(3)), run%test)
    end subroutine split

    subroutine make_parts(run)
        type(training_run), intent(inout) :: run
        logical :: apart

        apart = allocated(run%valid_path) .or. allocated(run%test_path)
        if (run%shares == 0 .and. .not. apart .and. run%data%n >= few_samples) then
            run%shares = 2
            run%fractions = [0.7_dp, 0.0_dp, 0.3_dp]
        end if
        if (run%shares > 1) then
            call split(run)
            return
        end if
        if (allocated(run%valid_path)) call read_apart(run, run%valid_path, run%valid)
        if (allocated(run%test_path)) call read_apart(run, run%test_path, run%test)
        call parts_take_all(run%program, run%data, run%model, run%train)
    end subroutine make_parts

    subroutine check_balance(run)
        type(training_run), intent(in) :: run
        logical, allocatable :: seen(:)
        integer :: c

        allocate (seen(0:run%data%classes - 1), stat=c)
        call program_allocated(run%program, c)
        seen = .false.
        seen(run%train%labels) = .true.
        do c = 0, run%data%classes - 1
            if (seen(c)) cycle
            call program_fail(run%program, bad_input, '--balance: expected training rows of '// &
                              'every class, found none of class '//text_of(c))
        end do
    end subroutine check_balance

    !> Make the parts: split, or read those given apart; normalise; targets for so many
    !> outputs.
    subroutine training_prepare(run, outputs)
        type(training_run), intent(inout) :: run
        integer, intent(in) :: outputs
        character(:), allocatable :: valid_path, test_path

        call make_parts(run)
        if (run%balance) call check_balance(run)

        run%model%normalize = merge(normalize_scale, normalize_maxabs, &
                                    network_sees_images(run%program))
        if (run%data%n < few_samples) run%model%normalize = normalize_none
        if (run%normalize_given) run%model%normalize = run%normalize
        valid_path = run%path
        if (allocated(run%valid_path)) valid_path = run%valid_path
        test_path = run%path
        if (allocated(run%test_path)) test_path = run%test_path
        call parts_fit(run%program, run%path, run%train, run%model)
        call parts_normalize(run%program, run%path, run%model, run%train)
        call parts_normalize(run%program, valid_path, run%model, run%valid)
        call parts_normalize(run%program, test_path, run%model, run%test)
        call parts_encode(run%program, outputs, run%train)
        call parts_encode(run%program, outputs, run%valid)
        call parts_encode(run%program, outputs, run%test)
    end subroutine training_prepare

    !> The rows of the final test, and what one of them is called.
    function training_tested(run) result(tested)
        type(training_run), intent(in), target :: run
        type(part), pointer :: tested

        tested => run%train
        if (run%test%n > 0) tested => run%test
    end function training_tested

    function training_tested_name(run) result(name)
        type(training_run), intent(in) :: run
        character(:), allocatable :: name

        name = trim(merge('test row    ', 'training row', run%test%n > 0))
    end function training_tested_name

    !> The training rows by their line in the file.
    subroutine sort_rows(run, order)
        type(training_run), intent(in) :: run
        integer, intent(out) :: order(run%train%n)
        integer, allocatable :: at(:)
        integer :: line, i, filled

        allocate (at(run%data%n), stat=i)
        call program_allocated(run%program, i)
        at = -1
        do i = 1, run%train%n
            at(run%train%rows(i) + 1) = i - 1
        end do
        filled = 0
        do line = 1, run%data%n
            if (at(line) < 0) cycle
            filled = filled + 1
            order(filled) = at(line)
        end do
    end subroutine sort_rows

    !> The order of visits in an epoch (0, 1, ...).
    subroutine training_order(run, epoch, order)
        type(training_run), intent(in) :: run
        integer, intent(in) :: epoch
        integer, intent(out) :: order(run%train%n)
        integer :: status

        associate (n => run%train%n, major => int(epoch, int64))
            if (run%balance) then
                call rows_balance(n, run%data%classes, run%train%labels, run%seed, major, order, &
                                  status)
                call program_check(run%program, 'balance', status)
            else if (run%shuffle) then
                call random_shuffle(n, n, run%seed, for_visiting_order, major, order)
            else
                call sort_rows(run, order)
            end if
        end associate
    end subroutine training_order

    ! What is printed and written of them

    subroutine print_data(run)
        type(training_run), intent(in) :: run
        character(:), allocatable :: line

        line = run%path//': '//text_counted(run%data%n, 'sample')//', '// &
               text_counted(run%data%d, 'feature')
        if (run%data%classes == 1) line = line//', 1 class'
        if (run%data%classes > 1) line = line//', '//text_of(run%data%classes)//' classes'
        if (run%data%targets > 0) line = line//', '//text_counted(run%data%targets, 'target')
        call program_print(line)
    end subroutine print_data

    !> Print the lines that say what is read, and how it is parted.
    subroutine training_print_head(run)
        type(training_run), intent(in) :: run
        character(:), allocatable :: line

        call print_data(run)
        line = text_counted(run%train%n, 'training row')
        if (run%test%n == 0) line = line//', tested on the same'
        if (run%valid%n > 0) line = line//', '//text_counted(run%valid%n, 'validation row')
        if (run%test%n > 0) line = line//', '//text_counted(run%test%n, 'test row')
        if (run%model%normalize == normalize_none) then
            line = line//', not normalised'
        else
            line = line//', normalised by '//trim(model_normalizations(run%model%normalize))
        end if
        call program_print(line)
    end subroutine training_print_head

    !> Begin run.txt with what every training says of itself.
    function training_begin_run(run, rate, epochs) result(file)
        type(training_run), intent(in) :: run
        real(dp), intent(in) :: rate
        integer, intent(in) :: epochs
        type(writer) :: file

        file = files_begin(run%program, run%out, 'run.txt')
        call files_line(file, 'program '//run%program)
        call files_line(file, 'data '//run%path)
        call files_line(file, 'network '//run%model%network%sentence)
        call files_line(file, 'rate '//text_file(rate))
        call files_line(file, 'seed '//text_of(run%seed))
        call files_line(file, 'epochs '//text_of(epochs))
    end function training_begin_run

    ! The rows that a model is for

    !> For --predict: read DATA, which must be like that of the model, as the part test.
    subroutine training_read_rows(run)
        type(training_run), intent(inout) :: run

        call data_read(run%program, run%path, run%data)
        if (run%data%d /= run%model%columns) then
            call program_fail(run%program, bad_input, run%path//': expected '// &
                              text_of(run%model%columns)//' features, as the model has, found '// &
                              text_of(run%data%d))
        end if
        if (run%model%classes > 0 .and. run%data%classes > run%model%classes) then
            call program_fail(run%program, bad_input, run%path//': expected at most '// &
                              text_of(run%model%classes)//' classes, as the model has, found '// &
                              text_of(run%data%classes))
        end if
        call parts_take_all(run%program, run%data, run%model, run%test)
        call parts_normalize(run%program, run%path, run%model, run%test)
    end subroutine training_read_rows

    !> Print the lines that say what is read, and which model.
    subroutine training_print_model(run)
        type(training_run), intent(in) :: run

        call print_data(run)
        call program_print('model '//run%folder//': '//run%model%network%sentence)
        call program_print('')
    end subroutine training_print_model

end module training
