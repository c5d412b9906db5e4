!> Calls the procedure of an assign_threads.f90 with the inputs of the cases: with one thread, then
!> with four.
program assign_driver
    !$ use omp_lib, only: omp_set_dynamic, omp_set_num_threads
    use kinds, only: wp
    use assign_threads, only: assign
    use watch, only: watch_begin, watch_end
    use driver, only: driver_open, driver_case, driver_close, case_count, unwritten, &
                      read_integer, read_reals, write_integer, write_integers, write_reals
    implicit none
    integer, parameter :: threads = 4, turns = 3
    integer :: i

    call driver_open()
    do i = 0, case_count - 1
        call driver_case(i)
        call run_assign()
    end do
    call driver_close()

contains

    subroutine use_threads(number)
        integer, intent(in) :: number

        !$ call omp_set_dynamic(.false.)
        !$ call omp_set_num_threads(number)
    end subroutine use_threads

    subroutine run_assign()
        real(wp), allocatable :: x(:), centroids(:), distances(:), anew(:)
        integer, allocatable :: labels(:), again(:)
        integer :: n, d, k, status, turn
        logical :: at_once, same

        n = read_integer()
        d = read_integer()
        k = read_integer()
        allocate (x(n*d), centroids(d*k), labels(n), again(n), distances(n), anew(n))
        call read_reals(x)
        call read_reals(centroids)
        labels = unwritten
        distances = unwritten
        call use_threads(1)
        call assign(n, d, k, x, centroids, labels, distances, status)
        call write_integer('status', status)
        call write_integers('labels', labels)
        call write_reals('distances', distances)

        call use_threads(threads)
        at_once = .true.
        same = .true.
        do turn = 1, turns
            call watch_begin(n, d, x)
            call assign(n, d, k, x, centroids, again, anew, status)
            at_once = watch_end() .and. at_once
            same = same .and. all(again == labels) .and. .not. any(abs(anew - distances) > 0)
        end do
        call write_integer('at_once', merge(1, 0, at_once))
        call write_integer('same', merge(1, 0, same))
    end subroutine run_assign

end program assign_driver
