!> k-means from beginning to end, in one file.
!>
!> Reads samples.dat and start.dat (k centroids); writes the centroids after each step to
!> step_1.dat, step_2.dat, ... and at the end the cluster of each sample to labels.dat.
!>
!>     gfortran kmeans_whole.f90 -o whole && ./whole
program kmeans_whole
    implicit none
    integer, parameter :: dp = kind(1.0d0)
    integer :: n, d, k, i
    real(dp), allocatable :: x(:, :), centroids(:, :)
    integer, allocatable :: labels(:)

    ! Exercise 1. Declare what the main loop needs.
    real(dp), allocatable :: sums(:, :), distances(:)
    integer, allocatable :: counts(:)
    integer :: c, step
    logical :: changed
    ! End of exercise 1.

    call read_table('samples.dat', x)
    call read_table('start.dat', centroids)
    d = size(x, 1)
    n = size(x, 2)
    k = size(centroids, 2)
    allocate (labels(n), source=0)

    ! Exercise 2. Assign and update until the centroids stay; write each step.
    allocate (sums(d, k), distances(k), counts(k))
    step = 0
    changed = .true.
    do while (changed)
        step = step + 1
        sums = 0
        counts = 0
        do i = 1, n
            do c = 1, k
                distances(c) = sum((x(:, i) - centroids(:, c))**2)
            end do
            c = minloc(distances, dim=1)
            labels(i) = c - 1
            sums(:, c) = sums(:, c) + x(:, i)
            counts(c) = counts(c) + 1
        end do

        changed = .false.
        do c = 1, k
            if (counts(c) == 0) cycle
            sums(:, c) = sums(:, c)/counts(c)
            if (any(abs(sums(:, c) - centroids(:, c)) > 0)) changed = .true.
            centroids(:, c) = sums(:, c)
        end do
        call write_step(step, centroids)
    end do
    ! End of exercise 2.

    open (unit=10, file='labels.dat', action='write', status='replace')
    do i = 1, n
        write (10, '(i0)') labels(i)
    end do
    close (10)

contains

    !> Read a table of numbers below the line "# samples ROWS features COLUMNS classes 0".
    subroutine read_table(name, table)
        character(*), intent(in) :: name
        real(dp), allocatable, intent(out) :: table(:, :)
        character(8) :: word
        integer :: rows, columns

        open (unit=10, file=name, action='read', status='old')
        read (10, *) word, word, rows, word, columns
        allocate (table(columns, rows))
        read (10, *) table
        close (10)
    end subroutine read_table

    !> Write the centroids after a step to step_1.dat, step_2.dat, ...
    subroutine write_step(step, centroids)
        integer, intent(in) :: step
        real(dp), intent(in) :: centroids(:, :)
        character(40) :: name
        integer :: c

        write (name, '(a, i0, a)') 'step_', step, '.dat'
        open (unit=10, file=name, action='write', status='replace')
        write (10, '(a, i0, a, i0, a)') '# samples ', size(centroids, 2), ' features ', &
            size(centroids, 1), ' classes 0'
        do c = 1, size(centroids, 2)
            write (10, '(*(es24.16, 1x))') centroids(:, c)
        end do
        close (10)
    end subroutine write_step

end program kmeans_whole
