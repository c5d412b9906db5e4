!> A perceptron with one neuron for each class, in one file.
!>
!> Reads data.dat, such as iris.dat: rows of features, then the class. Every third row (3, 6,
!> 9, ...) is kept for the test, all others are for training. Writes the weights after each
!> epoch to epoch_1.dat, epoch_2.dat, ..., the errors of each epoch to errors.dat, and at the
!> end the class that each test row is given to labels.dat.
!>
!>     gfortran perceptron_whole.f90 -o whole && ./whole
program perceptron_whole
    implicit none
    integer, parameter :: dp = kind(1.0d0)
    real(dp), parameter :: rate = 0.05_dp
    integer, parameter :: max_epochs = 20
    integer :: n, d, m, i
    integer :: epochs = 0              ! done so far
    integer :: errors(max_epochs) = 0  ! of each epoch done
    real(dp), allocatable :: x(:, :)   ! (d, n)
    real(dp), allocatable :: w(:, :)   ! (m, d + 1): the bias last
    integer, allocatable :: label(:), says(:)  ! says: the class given to a test row

    ! Exercise 1. Declare what the training needs.
    real(dp), allocatable :: h(:), wrong(:)
    integer :: j, o, missed
    ! End of exercise 1.

    call read_data('data.dat', x, label, m)
    d = size(x, 1)
    n = size(x, 2)
    allocate (w(m, d + 1), source=0.0_dp)
    allocate (says(n), source=0)

    ! Exercise 2. Train until an epoch has no error, or max_epochs are done; write each.
    missed = 1
    do while (epochs < max_epochs .and. missed > 0)
        epochs = epochs + 1
        missed = 0
        do i = 1, n
            if (mod(i, 3) == 0) cycle  ! kept for the test
            h = matmul(w(:, :d), x(:, i)) - w(:, d + 1)
            wrong = merge(1.0_dp, 0.0_dp, h > 0)
            o = label(i) + 1
            wrong(o) = wrong(o) - 1
            if (any(abs(wrong) > 0)) missed = missed + 1
            do j = 1, d
                w(:, j) = w(:, j) - rate*wrong*x(j, i)
            end do
            w(:, d + 1) = w(:, d + 1) + rate*wrong
        end do
        errors(epochs) = missed
        call write_epoch(epochs, w)
    end do
    ! End of exercise 2.

    ! Exercise 3. Give each test row the class of the neuron with the largest h.
    do i = 3, n, 3
        h = matmul(w(:, :d), x(:, i)) - w(:, d + 1)
        says(i) = maxloc(h, dim=1) - 1
    end do
    ! End of exercise 3.

    open (unit=10, file='errors.dat', action='write', status='replace')
    write (10, '(i0)') errors(:epochs)
    close (10)
    open (unit=10, file='labels.dat', action='write', status='replace')
    write (10, '(i0)') says(3::3)
    close (10)

contains

    !> Read rows of d features and a label below the line "# samples N features D classes M".
    subroutine read_data(name, x, label, m)
        character(*), intent(in) :: name
        real(dp), allocatable, intent(out) :: x(:, :)
        integer, allocatable, intent(out) :: label(:)
        integer, intent(out) :: m
        character(8) :: word
        integer :: n, d, i

        open (unit=10, file=name, action='read', status='old')
        read (10, *) word, word, n, word, d, word, m
        allocate (x(d, n), label(n))
        do i = 1, n
            read (10, *) x(:, i), label(i)
        end do
        close (10)
    end subroutine read_data

    !> Write the weights after an epoch to epoch_1.dat, ...: a line an input, a column a neuron.
    subroutine write_epoch(epoch, w)
        integer, intent(in) :: epoch
        real(dp), intent(in) :: w(:, :)
        character(40) :: name
        integer :: j

        write (name, '(a, i0, a)') 'epoch_', epoch, '.dat'
        open (unit=10, file=name, action='write', status='replace')
        write (10, '(a, i0, a, i0, a)') '# samples ', size(w, 2), ' features ', size(w, 1), &
            ' classes 0'
        do j = 1, size(w, 2)
            write (10, '(*(es24.16, 1x))') w(:, j)
        end do
        close (10)
    end subroutine write_epoch

end program perceptron_whole
