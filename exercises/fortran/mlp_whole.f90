!> A network with a layer inside, taught by back-propagation, in one file.
!>
!> Reads data.dat, such as iris.dat: rows of features, then the class. Every third row (3, 6,
!> 9, ...) is kept for the test, all others are for training. Reads the first weights of the
!> neurons inside from hidden.dat, those of the outputs from output.dat: a line an input, a
!> column a neuron, the bias last. Writes both after each epoch to hidden_1.dat, output_1.dat,
!> hidden_2.dat, ..., the errors of each epoch to errors.dat, and at the end the class that
!> each test row is given to labels.dat.
!>
!>     gfortran mlp_whole.f90 -o whole && ./whole
program mlp_whole
    implicit none
    integer, parameter :: dp = kind(1.0d0)
    real(dp), parameter :: rate = 0.5_dp
    integer, parameter :: max_epochs = 20
    integer :: n, d, q, m, i
    integer :: epochs = 0              ! done so far
    integer :: errors(max_epochs) = 0  ! of each epoch done
    real(dp), allocatable :: x(:, :)   ! (d, n)
    real(dp), allocatable :: w1(:, :)  ! (q, d + 1): the bias last
    real(dp), allocatable :: w2(:, :)  ! (m, q + 1)
    integer, allocatable :: label(:), says(:)  ! says: the class given to a test row

    ! Exercise 2. Declare what the training needs.
    real(dp), allocatable :: a1(:), a2(:), wanted(:), dh1(:), dh2(:)
    integer :: o, missed
    ! End of exercise 2.

    call read_data('data.dat', x, label)
    call read_table('hidden.dat', w1)
    call read_table('output.dat', w2)
    d = size(x, 1)
    n = size(x, 2)
    q = size(w1, 1)
    m = size(w2, 1)
    allocate (says(n), source=0)

    ! Exercise 3. Train until an epoch has no error, or max_epochs are done; write each.
    missed = 1
    do while (epochs < max_epochs .and. missed > 0)
        epochs = epochs + 1
        missed = 0
        do i = 1, n
            if (mod(i, 3) == 0) cycle  ! kept for the test
            a1 = fire(x(:, i), w1)
            a2 = fire(a1, w2)
            if (maxloc(a2, dim=1) /= label(i) + 1) missed = missed + 1

            wanted = [(merge(1, 0, o == label(i) + 1), o=1, m)]
            dh2 = (a2 - wanted)*a2*(1 - a2)
            dh1 = matmul(dh2, w2(:, :q))*a1*(1 - a1)

            do o = 1, m
                w2(o, :) = w2(o, :) - rate*dh2(o)*[a1, -1.0_dp]
            end do
            do o = 1, q
                w1(o, :) = w1(o, :) - rate*dh1(o)*[x(:, i), -1.0_dp]
            end do
        end do
        errors(epochs) = missed
        call write_layer('hidden', epochs, w1)
        call write_layer('output', epochs, w2)
    end do
    ! End of exercise 3.

    ! Exercise 4. Give each test row the class of the largest output.
    do i = 3, n, 3
        says(i) = maxloc(fire(fire(x(:, i), w1), w2), dim=1) - 1
    end do
    ! End of exercise 4.

    open (unit=10, file='errors.dat', action='write', status='replace')
    write (10, '(i0)') errors(:epochs)
    close (10)
    open (unit=10, file='labels.dat', action='write', status='replace')
    write (10, '(i0)') says(3::3)
    close (10)

contains

    !> What neurons with weights w (m, d + 1) say to the inputs x_i (d).
    function fire(x_i, w) result(a)
        real(dp), intent(in) :: x_i(:), w(:, :)
        real(dp) :: a(size(w, 1))
        integer :: d

        d = size(x_i)
        ! Exercise 1. Weigh the inputs of each neuron, then squash the sum: 1 / (1 + exp(-h)).
        a = matmul(w(:, :d), x_i) - w(:, d + 1)
        a = 1/(1 + exp(-a))
        ! End of exercise 1.
    end function fire

    !> Read rows of d features and a label below the line "# samples N features D classes M".
    subroutine read_data(name, x, label)
        character(*), intent(in) :: name
        real(dp), allocatable, intent(out) :: x(:, :)
        integer, allocatable, intent(out) :: label(:)
        character(8) :: word
        integer :: n, d, i

        open (unit=10, file=name, action='read', status='old')
        read (10, *) word, word, n, word, d
        allocate (x(d, n), label(n))
        do i = 1, n
            read (10, *) x(:, i), label(i)
        end do
        close (10)
    end subroutine read_data

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

    !> Write the weights of a layer after an epoch, such as hidden_1.dat.
    subroutine write_layer(layer, epoch, w)
        character(*), intent(in) :: layer
        integer, intent(in) :: epoch
        real(dp), intent(in) :: w(:, :)
        character(40) :: name
        integer :: j

        write (name, '(2a, i0, a)') layer, '_', epoch, '.dat'
        open (unit=10, file=name, action='write', status='replace')
        write (10, '(a, i0, a, i0, a)') '# samples ', size(w, 2), ' features ', size(w, 1), &
            ' classes 0'
        do j = 1, size(w, 2)
            write (10, '(*(es24.16, 1x))') w(:, j)
        end do
        close (10)
    end subroutine write_layer

end program mlp_whole
