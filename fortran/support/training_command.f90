!> The options that the programs that learn from labels share, and what they set.
module training_command
    use data, only: data_find
    use dataset, only: data_set
    use kinds, only: dp, int64
    use model, only: learned_model, model_normalizations
    use normalize, only: normalize_none
    use options, only: option, option_table, options_device, options_given, options_integer, &
                       options_text, options_word
    use parts, only: part
    use program, only: bad_input, program_fail, program_quiet
    use text, only: text_number, text_shown
    use threads, only: threads_set
    implicit none
    private
    public :: training_table, training_options

    type, public :: training_run
        character(:), allocatable :: program, path  ! path: of DATA
        character(:), allocatable :: out, list, valid_path, test_path, predict, folder
        integer :: shares = 0            ! fractions of --split, 0: not given
        real(dp) :: fractions(3) = 0     ! of training, validation and test rows
        integer :: normalize = normalize_none
        logical :: normalize_given = .false., stratify = .false., balance = .false., &
                   shuffle = .true., resume = .false., quiet = .false.
        integer(int64) :: seed = 0
        type(data_set) :: data
        type(learned_model) :: model
        type(part) :: train, valid, test  ! no test rows: tested on the training rows
    end type training_run

    integer, parameter :: shared_options = 18

contains

    !> Put the options of all training programs behind the program's own. out: the
    !> default of --out.
    subroutine training_table(own, out, table)
        type(option), intent(in) :: own(:)
        character(*), intent(in) :: out
        type(option), allocatable, intent(out) :: table(:)
        integer :: first

        first = size(own) + 1
        allocate (table(size(own) + shared_options))
        table(:first - 1) = own
        table(first:) = [ &
            option('--split', 'A,B[,C]', '', 'shares of training, validation and test rows '// &
                   '(default 0.7,0.3; 1 below 10 samples)'), &
            option('--stratify', '', '', 'split each class by itself'), &
            option('--valid', 'DATA', '', 'validation rows, given apart'), &
            option('--test', 'DATA', '', 'test rows, given apart'), &
            option('--features', 'LIST', 'all', 'columns to use, as 2,3'), &
            option('--normalize', 'WORD', '', 'none, center, standard, minmax, maxabs or scale '// &
                   '(default maxabs, of cnn scale; none below 10 samples)'), &
            option('--balance', '', '', 'draw every class equally often'), &
            option('--no-shuffle', '', '', 'visit the rows in file order'), &
            option('--predict', 'DATA', '', 'classify DATA with a model'), &
            option('--model', 'FOLDER', '', &
                   'the model for --predict (default the output folder)'), &
            option('--seed', 'N', '42', 'seed of the random numbers'), &
            option('--threads', 'N', '0', 'number of threads, 0 for all there are'), &
            option('--device', 'WHERE', '', 'host or gpu (default host; gpu if built for one)'), &
            option('--out', 'FOLDER', out, 'where the results go'), &
            option('--resume', '', '', 'continue the run in the output folder'), &
            option('--quiet', '', '', 'print errors only'), &
            option('--help', '', '', 'print this text'), &
            option('--version', '', '', 'print the version')]
    end subroutine training_table

    !> Read those options. name: the data set taken when none is given.
    subroutine training_options(table, name, run)
        type(option_table), intent(in) :: table
        character(*), intent(in) :: name
        type(training_run), intent(out) :: run
        integer :: threads

        run%program = table%program
        if (options_given(table, '--split')) call read_split(run, options_text(table, '--split'))
        run%stratify = options_given(table, '--stratify')
        if (options_given(table, '--valid')) run%valid_path = options_text(table, '--valid')
        if (options_given(table, '--test')) run%test_path = options_text(table, '--test')
        if (run%shares > 0 .and. (allocated(run%valid_path) .or. allocated(run%test_path))) then
            call program_fail(run%program, bad_input, &
                              '--split: expected no split with --valid or --test')
        end if
        run%list = options_text(table, '--features')
        run%normalize_given = options_given(table, '--normalize')
        if (run%normalize_given) then
            run%normalize = options_word(table, '--normalize', model_normalizations)
        end if
        run%balance = options_given(table, '--balance')
        run%shuffle = .not. options_given(table, '--no-shuffle')
        if (options_given(table, '--predict')) run%predict = options_text(table, '--predict')
        run%seed = options_integer(table, '--seed', 0_int64, 4294967295_int64)
        threads = options_integer(table, '--threads', 0, 1024)
        if (threads > 0) call threads_set(threads)
        call options_device(table)
        run%out = options_text(table, '--out')
        run%folder = run%out
        if (options_given(table, '--model')) run%folder = options_text(table, '--model')
        run%resume = options_given(table, '--resume')
        run%quiet = options_given(table, '--quiet')
        if (run%quiet) call program_quiet(run%program)

        if (allocated(run%predict)) then
            run%path = run%predict
        else if (options_given(table, 'DATA')) then
            run%path = options_text(table, 'DATA')
        else
            run%path = data_find(run%program, name)
        end if
    end subroutine training_options

    !> One to three fractions above 0 that sum to 1: of training and test rows, or with
    !> those for validation between.
    subroutine read_split(run, token)
        type(training_run), intent(inout) :: run
        character(*), intent(in) :: token
        real(dp) :: share(3), total
        integer :: shares, first, last
        logical :: good

        shares = 0
        total = 0
        first = 1
        do
            last = first + index(token(first:)//',', ',') - 2
            good = shares < 3
            if (good) call text_number(token(first:last), share(shares + 1), good)
            if (good) good = share(shares + 1) > 0
            if (.not. good) exit
            shares = shares + 1
            total = total + share(shares)
            if (last == len(token)) exit
            first = last + 2
        end do
        if (good) good = abs(total - 1) <= 1e-9_dp
        if (.not. good) then
            call program_fail(run%program, bad_input, '--split: expected 1 to 3 fractions that '// &
                              'sum to 1, found "'//text_shown(token)//'"')
        end if
        run%shares = shares
        run%fractions(1) = share(1)
        if (shares > 1) run%fractions(3) = share(shares)
        if (shares > 2) run%fractions(2) = share(2)
    end subroutine read_split

end module training_command
