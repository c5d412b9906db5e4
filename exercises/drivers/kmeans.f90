!> Calls the procedures of a kmeans.f90 with the inputs of the cases.
program kmeans_driver
    use kinds, only: wp, dp, int64
    use kmeans, only: squared_distance, assign, update, lloyd, init_plusplus
    use driver, only: driver_open, driver_case, driver_close, stage, case_count, unwritten, &
                      read_integer, read_real, read_reals, read_integers, &
                      write_integer, write_integers, write_reals, write_doubles
    implicit none
    integer :: i, n, d, k, status
    real(wp), allocatable :: x(:), centroids(:)

    call driver_open()
    do i = 0, case_count - 1
        call driver_case(i)
        select case (stage)
        case ('squared_distance')
            call run_squared_distance()
        case ('assign')
            call run_assign()
        case ('update')
            call run_update()
        case ('lloyd')
            call run_lloyd()
        case ('init_plusplus')
            call run_init_plusplus()
        end select
    end do
    call driver_close()

contains

    !> n, d, k and the samples, with which most cases begin.
    subroutine read_samples()
        n = read_integer()
        d = read_integer()
        k = read_integer()
        if (allocated(x)) deallocate (x, centroids)
        allocate (x(n*d), centroids(d*k))
        call read_reals(x)
        centroids = unwritten
    end subroutine read_samples

    subroutine run_squared_distance()
        real(wp), allocatable :: a(:), b(:)

        d = read_integer()
        allocate (a(d), b(d))
        call read_reals(a)
        call read_reals(b)
        call write_reals('distance', [squared_distance(d, a, b)])
    end subroutine run_squared_distance

    subroutine run_assign()
        integer, allocatable :: labels(:)
        real(wp), allocatable :: distances(:)

        call read_samples()
        call read_reals(centroids)
        allocate (labels(n), distances(n))
        labels = unwritten
        distances = unwritten
        call assign(n, d, k, x, centroids, labels, distances, status)
        call write_integer('status', status)
        call write_integers('labels', labels)
        call write_reals('distances', distances)
    end subroutine run_assign

    subroutine run_update()
        integer, allocatable :: labels(:)
        real(dp) :: movement

        call read_samples()
        allocate (labels(n))
        call read_integers(labels)
        call read_reals(centroids)
        call update(n, d, k, x, labels, centroids, movement, status)
        call write_integer('status', status)
        call write_reals('centroids', centroids)
        call write_doubles('movement', [movement])
    end subroutine run_update

    subroutine run_lloyd()
        integer, allocatable :: labels(:)
        real(dp), allocatable :: history(:)
        real(dp) :: tol
        integer :: max_iter, n_iter

        call read_samples()
        max_iter = read_integer()
        tol = read_real()
        call read_reals(centroids)
        allocate (labels(n), history(2*(max_iter + 1)))
        labels = unwritten
        history = unwritten
        call lloyd(n, d, k, x, max_iter, tol, centroids, labels, history, n_iter, status)
        call write_integer('status', status)
        call write_reals('centroids', centroids)
        call write_integers('labels', labels)
        call write_doubles('history', history)
        call write_integer('n_iter', n_iter)
    end subroutine run_lloyd

    subroutine run_init_plusplus()
        integer(int64) :: seed, restart

        call read_samples()
        seed = read_integer()
        restart = read_integer()
        call init_plusplus(n, d, k, x, seed, restart, centroids, status)
        call write_integer('status', status)
        call write_reals('centroids', centroids)
    end subroutine run_init_plusplus

end program kmeans_driver
