!> Calls the procedures of a rows.f90 with the inputs of the cases.
program rows_driver
    use kinds, only: dp, int64
    use rows, only: rows_split, rows_balance
    use driver, only: driver_open, driver_case, driver_close, stage, case_count, unwritten, &
                      read_integer, read_real, read_integers, write_integer, write_integers
    implicit none
    integer :: i

    call driver_open()
    do i = 0, case_count - 1
        call driver_case(i)
        select case (stage)
        case ('split')
            call run_split()
        case ('balance')
            call run_balance()
        end select
    end do
    call driver_close()

contains

    subroutine run_split()
        integer, allocatable :: labels(:), order(:)
        real(dp) :: fractions(3)
        integer :: n, classes, counts(3), part, status
        integer(int64) :: seed

        n = read_integer()
        classes = read_integer()
        allocate (labels(n), order(n))
        call read_integers(labels)
        do part = 1, 3
            fractions(part) = read_real()
        end do
        seed = read_integer()
        order = unwritten
        counts = unwritten
        call rows_split(n, classes, labels, fractions, seed, order, counts, status)
        call write_integer('status', status)
        call write_integers('order', order)
        call write_integers('counts', counts)
    end subroutine run_split

    subroutine run_balance()
        integer, allocatable :: labels(:), order(:)
        integer(int64) :: seed, epoch
        integer :: n, classes, status

        n = read_integer()
        classes = read_integer()
        allocate (labels(n), order(n))
        call read_integers(labels)
        seed = read_integer()
        epoch = read_integer()
        order = unwritten
        call rows_balance(n, classes, labels, seed, epoch, order, status)
        call write_integer('status', status)
        call write_integers('order', order)
    end subroutine run_balance

end program rows_driver
