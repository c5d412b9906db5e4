!> Calls the procedure of a rows.f90 with the inputs of the cases.
program rows_driver
    use kinds, only: dp, int64
    use rows, only: rows_split
    use driver, only: driver_open, driver_case, driver_close, case_count, unwritten, &
                      read_integer, read_real, read_integers, write_integer, write_integers
    implicit none
    integer :: i

    call driver_open()
    do i = 0, case_count - 1
        call driver_case(i)
        call run_split()
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

end program rows_driver
