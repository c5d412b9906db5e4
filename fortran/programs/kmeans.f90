!> The k-means program: read the samples, run k-means from one or more starts,
!> print and write the best. docs/programs.md says what comes out.
program main
    use, intrinsic :: ieee_arithmetic, only: ieee_is_finite, ieee_is_nan
    use data, only: data_find, data_read, data_write
    use dataset, only: data_set
    use files, only: files_begin, files_end, files_line, files_make_folder, files_remove, writer
    use kinds, only: wp, dp, int64
    use kmeans, only: init_random, init_plusplus, assign, update, lloyd
    use options, only: option, option_table, options_device, options_given, options_integer, &
                       options_number, options_parse, options_text
    use program, only: bad_input, failed, program_allocated, program_banner, program_check, &
                       program_clock, program_fail, program_flush, program_precision, &
                       program_print, program_quiet, program_view_hint
    use status_codes, only: not_implemented
    use text, only: text_counted, text_file, text_fixed, text_of, text_right, text_same, &
                    text_screen
    use threads, only: threads_set
    implicit none

    character(*), parameter :: name = 'kmeans', newline = new_line('a')
    integer, parameter :: default_clusters = 4, drawn_dimensions = 3
    integer, parameter :: shown_clusters = 20, shown_features = 6
    integer, parameter :: shown_steps = 20, first_steps = 10, last_steps = 5  ! of more than 20

    !> What one run of Lloyd's algorithm gives.
    type :: result
        integer :: restart = 0, n_iter = 0
        real(wp), allocatable :: centroids(:, :)  ! (d, 0:k-1)
        integer, allocatable :: labels(:)         ! (n)
        real(dp), allocatable :: history(:, :)    ! (2, 0:max_iter): movement and inertia
    end type result

    type :: setting
        character(:), allocatable :: path, init, out
        integer :: k = 0, max_iter = 0, restarts = 0  ! k is 0 until it is known
        real(dp) :: tol = 0, seconds = 0
        integer(int64) :: seed = 0
        logical :: from_file = .false.  ! init is a file of centroids
        type(data_set) :: data, start   ! start: the centroids of that file
        type(result) :: best
    end type setting

    type(option_table) :: table
    type(setting) :: run

    call describe_options(table)
    call options_parse(table)
    call read_options(table, run)
    call read_input(run)

    call print_head(run)
    call files_make_folder(name, run%out)
    call run_restarts(run)
    call print_steps(run)
    call print_clusters(run)
    call write_results(run)
    call print_end(run)

contains

    subroutine describe_options(table)
        type(option_table), intent(out) :: table

        table%program = name
        table%width = 16
        table%summary = 'k-means clustering: k centroids, each the mean of the samples ' &
                        //'nearest to it.'
        table%options = [ &
            option('DATA', '', '', &
                   'a .dat file, or a folder with x.npy (default data/kmeans_2d.dat)'), &
            option('-k', 'K', '', &
                   'number of clusters (default 4, or as many as --init FILE has)'), &
            option('--init', 'START', 'kmeans++', 'random, kmeans++ or a FILE of centroids'), &
            option('--tol', 'TOL', '1e-3', "stop when a step's movement is at most TOL"), &
            option('--max-iter', 'N', '100', 'stop after N steps'), &
            option('--restarts', 'N', '1', &
                   'run N times from different starts, keep the smallest inertia'), &
            option('--seed', 'N', '42', 'seed of the random numbers'), &
            option('--threads', 'N', '0', 'number of threads, 0 for all there are'), &
            option('--device', 'WHERE', '', 'host or gpu (default host; gpu if built for one)'), &
            option('--out', 'FOLDER', 'out/kmeans', 'where the results go'), &
            option('--resume', '', '', 'start from the centroids already in the output folder'), &
            option('--quiet', '', '', 'print errors only'), &
            option('--help', '', '', 'print this text'), &
            option('--version', '', '', 'print the version')]
        table%ending = 'The output folder gets centroids.dat, labels.dat, history.csv, run.txt ' &
                       //'and, in 1, 2 or'//newline//'3 dimensions, path.dat with the ' &
                       //'centroids after every step. See them: make view_kmeans'
    end subroutine describe_options

    subroutine read_options(table, run)
        type(option_table), intent(in) :: table
        type(setting), intent(out) :: run
        integer :: threads

        if (options_given(table, 'DATA')) run%path = options_text(table, 'DATA')
        if (options_given(table, '-k')) run%k = options_integer(table, '-k', 1, huge(run%k))
        run%init = options_text(table, '--init')
        run%tol = options_number(table, '--tol', 0)
        run%max_iter = options_integer(table, '--max-iter', 1, 1000000)
        run%restarts = options_integer(table, '--restarts', 1, 1000000)
        run%seed = options_integer(table, '--seed', 0_int64, 4294967295_int64)
        threads = options_integer(table, '--threads', 0, 1024)
        if (threads > 0) call threads_set(threads)
        call options_device(table)
        run%out = options_text(table, '--out')
        if (options_given(table, '--resume')) run%init = run%out//'/centroids.dat'
        run%from_file = .not. (text_same(run%init, 'random') .or. text_same(run%init, 'kmeans++'))
        if (options_given(table, '--quiet')) call program_quiet(name)
    end subroutine read_options

    !> Read the samples and, if they are in a file, the centroids to start from.
    subroutine read_input(run)
        type(setting), intent(inout) :: run

        if (.not. allocated(run%path)) run%path = data_find(name, 'kmeans_2d.dat')
        call data_read(name, run%path, run%data)
        if (run%from_file) then
            call data_read(name, run%init, run%start)
            if (run%k == 0) run%k = run%start%n
            if (run%start%n /= run%k .or. run%start%d /= run%data%d) then
                call program_fail(name, bad_input, run%init//': expected '//text_of(run%k)// &
                                  ' centroids of '//text_of(run%data%d)//' features, found '// &
                                  text_of(run%start%n)//' of '//text_of(run%start%d))
            end if
        end if
        if (run%k == 0) run%k = default_clusters
        if (run%k > run%data%n) then
            call program_fail(name, bad_input, '-k: expected at most '//text_of(run%data%n)// &
                              ' clusters for '//text_of(run%data%n)//' samples, found '// &
                              text_of(run%k))
        end if
    end subroutine read_input

    subroutine print_head(run)
        type(setting), intent(in) :: run
        character(:), allocatable :: start

        call program_banner(name)
        call program_print(run%path//': '//text_counted(run%data%n, 'sample')//', '// &
                           text_counted(run%data%d, 'feature'))
        start = run%init
        if (.not. run%from_file) start = start//', seed '//text_of(run%seed)
        call program_print(text_counted(run%k, 'cluster')//', start: '//start//newline)
        call program_flush
    end subroutine print_head

    subroutine choose_start(run, restart, centroids)
        type(setting), intent(in) :: run
        integer, intent(in) :: restart
        real(wp), intent(out) :: centroids(run%data%d, 0:run%k - 1)
        integer :: status

        associate (n => run%data%n, d => run%data%d, k => run%k, x => run%data%x)
            if (run%from_file) then
                centroids = run%start%x
            else if (run%init == 'random') then
                call init_random(n, d, k, x, run%seed, int(restart, int64), centroids, status)
                call program_check(name, 'init_random', status)
            else
                call init_plusplus(n, d, k, x, run%seed, int(restart, int64), centroids, status)
                call program_check(name, 'init_plusplus', status)
            end if
        end associate
    end subroutine choose_start

    !> Samples far apart have distances, or sums of them, beyond the largest number.
    subroutine check_history(run, one)
        type(setting), intent(in) :: run
        type(result), intent(in) :: one

        if (ieee_is_nan(one%history(2, 0))) then  ! NaN is what a starter answers
            call program_check(name, 'squared_distance', not_implemented)
        else if (.not. all(ieee_is_finite(one%history(:, :one%n_iter)))) then
            call program_fail(name, failed, run%path//': the distances are too large for '// &
                              program_precision())
        end if
    end subroutine check_history

    function inertia(one)
        type(result), intent(in) :: one
        real(dp) :: inertia

        inertia = one%history(2, one%n_iter)
    end function inertia

    subroutine allocate_result(n, d, k, max_iter, one)
        integer, intent(in) :: n, d, k, max_iter
        type(result), intent(out) :: one
        integer :: stat

        allocate (one%centroids(d, 0:k - 1), one%labels(n), one%history(2, 0:max_iter), stat=stat)
        call program_allocated(name, stat)
    end subroutine allocate_result

    subroutine run_once(run, restart, one)
        type(setting), intent(in) :: run
        integer, intent(in) :: restart
        type(result), intent(inout) :: one
        integer :: status

        call choose_start(run, restart, one%centroids)
        call lloyd(run%data%n, run%data%d, run%k, run%data%x, run%max_iter, run%tol, &
                   one%centroids, one%labels, one%history, one%n_iter, status)
        call program_check(name, 'lloyd', status)
        call check_history(run, one)
        one%restart = restart
    end subroutine run_once

    !> Keep the restart with the smallest inertia, the first on a tie.
    subroutine run_restarts(run)
        type(setting), intent(inout) :: run
        type(result) :: other
        real(dp) :: begin
        integer :: restart

        begin = program_clock()
        call allocate_result(run%data%n, run%data%d, run%k, run%max_iter, run%best)
        call allocate_result(run%data%n, run%data%d, run%k, run%max_iter, other)
        if (run%restarts > 1) call program_print('restart  steps         inertia')

        do restart = 0, run%restarts - 1
            call run_once(run, restart, other)
            if (run%restarts > 1) then
                call program_print(text_right(text_of(restart), 7)//'  '// &
                                   text_right(text_of(other%n_iter), 5)//'  '// &
                                   text_right(text_screen(inertia(other)), 14))
                call program_flush
            end if
            if (restart == 0) run%best = other
            if (inertia(other) < inertia(run%best)) run%best = other
        end do

        if (run%restarts > 1) then
            call program_print('best: restart '//text_of(run%best%restart)//newline)
        end if
        run%seconds = program_clock() - begin
    end subroutine run_restarts

    function converged(run)
        type(setting), intent(in) :: run
        logical :: converged

        converged = run%best%history(1, run%best%n_iter) <= run%tol
    end function converged

    subroutine print_steps(run)
        type(setting), intent(in) :: run
        character(:), allocatable :: movement
        integer :: step, last

        last = run%best%n_iter
        call program_print('   step        movement         inertia')
        do step = 0, last
            if (last > shown_steps .and. step == first_steps) call program_print('    ...')
            if (last > shown_steps .and. step >= first_steps .and. step <= last - last_steps) cycle
            movement = '-'
            if (step > 0) movement = text_screen(run%best%history(1, step))
            call program_print(text_right(text_of(step), 7)//'  '//text_right(movement, 14)// &
                               '  '//text_right(text_screen(run%best%history(2, step)), 14))
        end do
        call program_print(trim(merge('converged    ', 'not converged', converged(run)))//' in '// &
                           text_counted(last, 'step')//': the last movement is '// &
                           trim(merge('at most', 'above  ', converged(run)))//' '// &
                           text_screen(run%tol)//newline)
    end subroutine print_steps

    subroutine print_clusters(run)
        type(setting), intent(in) :: run
        character(:), allocatable :: row
        integer :: c, j

        call program_print('cluster  samples  centroid')
        do c = 0, min(run%k, shown_clusters) - 1
            row = text_right(text_of(c), 7)//'  '// &
                  text_right(text_of(count(run%best%labels == c)), 7)
            do j = 1, min(run%data%d, shown_features)
                row = row//'  '//text_screen(real(run%best%centroids(j, c), dp))
            end do
            if (run%data%d > shown_features) row = row//'  ...'
            call program_print(row)
        end do
        if (run%k > shown_clusters) call program_print('    ...')
    end subroutine print_clusters

    subroutine write_results(run)
        type(setting), intent(in) :: run
        type(data_set) :: centroids

        centroids%n = run%k
        centroids%d = run%data%d
        allocate (centroids%x(run%data%d, run%k), source=run%best%centroids)
        call data_write(name, run%out, 'centroids.dat', centroids)
        call write_labels(run)
        call write_history(run)
        call write_run(run)
        if (has_path(run)) then
            call write_path(run)
        else
            call files_remove(run%out, 'path.dat')
        end if
    end subroutine write_results

    subroutine write_labels(run)
        type(setting), intent(in) :: run
        type(writer) :: file
        integer :: i

        file = files_begin(name, run%out, 'labels.dat')
        do i = 1, run%data%n
            call files_line(file, text_of(run%best%labels(i)))
        end do
        call files_end(file)
    end subroutine write_labels

    subroutine write_history(run)
        type(setting), intent(in) :: run
        type(writer) :: file
        integer :: step

        file = files_begin(name, run%out, 'history.csv')
        call files_line(file, 'step,movement,inertia')
        do step = 0, run%best%n_iter
            call files_line(file, text_of(step)//','//text_file(run%best%history(1, step))//','// &
                            text_file(run%best%history(2, step)))
        end do
        call files_end(file)
    end subroutine write_history

    subroutine write_run(run)
        type(setting), intent(in) :: run
        type(writer) :: file

        file = files_begin(name, run%out, 'run.txt')
        call files_line(file, 'program '//name)
        call files_line(file, 'data '//run%path)
        call files_line(file, 'clusters '//text_of(run%k))
        call files_line(file, 'init '//run%init)
        call files_line(file, 'seed '//text_of(run%seed))
        call files_line(file, 'steps '//text_of(run%best%n_iter))
        call files_line(file, 'converged '//trim(merge('yes', 'no ', converged(run))))
        call files_line(file, 'inertia '//text_file(inertia(run%best)))
        call files_end(file)
    end subroutine write_run

    !> Whether the path is written: where it can be drawn, and read again.
    function has_path(run)
        type(setting), intent(in) :: run
        logical :: has_path

        has_path = run%data%d <= drawn_dimensions .and. run%k <= huge(run%k)/(run%best%n_iter + 1)
    end function has_path

    subroutine write_path(run)
        type(setting), intent(in) :: run
        type(data_set) :: path
        integer :: i, stat

        path%n = (run%best%n_iter + 1)*run%k
        path%d = run%data%d
        path%classes = run%k
        allocate (path%x(path%d, path%n), path%labels(path%n), stat=stat)
        call program_allocated(name, stat)
        path%labels = [(mod(i, run%k), i=0, path%n - 1)]
        call replay(run, path%x)
        call data_write(name, run%out, 'path.dat', path)
    end subroutine write_path

    !> The best run once more, step by step: the centroids after 0 ... n_iter steps.
    subroutine replay(run, path)
        type(setting), intent(in) :: run
        real(wp), intent(out) :: path(run%data%d, 0:run%k - 1, 0:run%best%n_iter)
        integer, allocatable :: labels(:)
        real(wp), allocatable :: distances(:)
        real(dp) :: movement
        integer :: step, status

        associate (n => run%data%n, d => run%data%d, k => run%k, x => run%data%x)
            allocate (labels(n), distances(n), stat=status)
            call program_allocated(name, status)
            call choose_start(run, run%best%restart, path(:, :, 0))
            do step = 1, run%best%n_iter
                path(:, :, step) = path(:, :, step - 1)
                call assign(n, d, k, x, path(:, :, step), labels, distances, status)
                call program_check(name, 'assign', status)
                call update(n, d, k, x, labels, path(:, :, step), movement, status)
                call program_check(name, 'update', status)
            end do
        end associate
    end subroutine replay

    subroutine print_end(run)
        type(setting), intent(in) :: run

        call program_print('inertia '//text_screen(inertia(run%best)))
        call program_print('time '//text_fixed(run%seconds, 2)//' s')
        call program_print('wrote '//run%out)
        if (has_path(run)) call program_view_hint(name, run%out)
    end subroutine print_end

end program main
