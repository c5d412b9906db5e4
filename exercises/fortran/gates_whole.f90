!> A logic gate, learnt by one neuron, in one file.
!>
!> Reads gate.dat (rows of inputs, then what the gate says, 0 or 1) and start.dat (the first
!> weights, the bias last); writes the weights after each epoch to epoch_1.dat, epoch_2.dat,
!> ... and at the end what the neuron says to each row to labels.dat.
!>
!>     gfortran gates_whole.f90 -o whole && ./whole
program gates_whole
    implicit none
    integer, parameter :: dp = kind(1.0d0)
    real(dp), parameter :: rate = 0.1_dp
    integer :: n, d, i
    real(dp), allocatable :: gate(:, :), start(:, :), w(:)
    integer, allocatable :: says(:)

    ! Exercise 1. Declare what the main loop needs.
    real(dp) :: h, wrong
    integer :: epoch, errors
    ! End of exercise 1.

    call read_table('gate.dat', gate)  ! (d + 1, n): inputs, wanted
    call read_table('start.dat', start)
    w = start(1, :)
    d = size(gate, 1) - 1
    n = size(gate, 2)
    allocate (says(n), source=0)

    ! Exercise 2. Go through the rows and correct mistakes, until an epoch has none.
    epoch = 0
    errors = 1
    do while (errors > 0)
        epoch = epoch + 1
        errors = 0
        do i = 1, n
            h = sum(gate(:d, i)*w(:d)) - w(d + 1)
            says(i) = merge(1, 0, h > 0)

            wrong = says(i) - gate(d + 1, i)
            if (abs(wrong) > 0) then
                w(:d) = w(:d) - rate*wrong*gate(:d, i)
                w(d + 1) = w(d + 1) + rate*wrong
                errors = errors + 1
            end if
        end do
        call write_epoch(epoch, w)
    end do
    ! End of exercise 2.

    open (unit=10, file='labels.dat', action='write', status='replace')
    do i = 1, n
        write (10, '(i0)') says(i)
    end do
    close (10)

contains

    !> Read a table of numbers below "# samples ROWS features D classes C"; labels are a
    !> column too.
    subroutine read_table(name, table)
        character(*), intent(in) :: name
        real(dp), allocatable, intent(out) :: table(:, :)
        character(8) :: word
        integer :: rows, columns, classes

        open (unit=10, file=name, action='read', status='old')
        read (10, *) word, word, rows, word, columns, word, classes
        if (classes > 0) columns = columns + 1
        allocate (table(columns, rows))
        read (10, *) table
        close (10)
    end subroutine read_table

    !> Write the weights after an epoch to epoch_1.dat, epoch_2.dat, ...
    subroutine write_epoch(epoch, w)
        integer, intent(in) :: epoch
        real(dp), intent(in) :: w(:)
        character(40) :: name
        integer :: j

        write (name, '(a, i0, a)') 'epoch_', epoch, '.dat'
        open (unit=10, file=name, action='write', status='replace')
        write (10, '(a, i0, a)') '# samples ', size(w), ' features 1 classes 0'
        do j = 1, size(w)
            write (10, '(es24.16)') w(j)
        end do
        close (10)
    end subroutine write_epoch

end program gates_whole
