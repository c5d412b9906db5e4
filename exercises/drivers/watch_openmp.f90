!> Who computes which distance? With OpenMP several threads shared the samples if each sample had
!> one thread, and not all of them the same. Threads are told by the distances that they ask for.
module watch
    use, intrinsic :: iso_c_binding, only: c_int
    use omp_lib, only: omp_get_thread_num
    use kinds, only: wp
    implicit none
    private
    public :: squared_distance, watch_begin, watch_end

    integer, parameter :: nobody = -1
    logical :: watched = .false.
    logical :: shared  ! does a sample have several?
    real(wp), allocatable :: samples(:, :)
    integer, allocatable :: owners(:)  ! the thread that works on a sample

    interface
        subroutine usleep(microseconds) bind(c)
            import :: c_int
            integer(c_int), value :: microseconds
        end subroutine usleep
    end interface

contains

    !> From now on, watch the work on these samples.
    subroutine watch_begin(n, d, x)
        integer, intent(in) :: n, d
        real(wp), intent(in) :: x(d, n)

        samples = x
        if (allocated(owners)) deallocate (owners)
        allocate (owners(n))
        owners = nobody
        shared = .false.
        watched = .true.
    end subroutine watch_begin

    !> Since then: was the work shared out?
    function watch_end() result(done)
        logical :: done

        done = any(owners /= owners(1)) .and. .not. shared
        watched = .false.
    end function watch_end

    subroutine note(i)
        integer, intent(in) :: i

        !$omp critical
        shared = shared .or. (owners(i) /= nobody .and. owners(i) /= omp_get_thread_num())
        owners(i) = omp_get_thread_num()
        !$omp end critical
        ! Give others the time to get in between, wherever they can.
        call usleep(20_c_int)
    end subroutine note

    !> Squared Euclidean distance: the sum over j of (a_j - b_j)^2.
    function squared_distance(d, a, b) result(distance)
        integer, intent(in) :: d
        real(wp), intent(in) :: a(d), b(d)
        real(wp) :: distance
        integer :: i

        if (watched) then
            do i = 1, size(owners)
                if (all(same(a, samples(:, i))) .or. all(same(b, samples(:, i)))) call note(i)
            end do
        end if
        distance = sum((a - b)**2)
    end function squared_distance

    !> Have two numbers the same value?
    elemental function same(a, b)
        real(wp), intent(in) :: a, b
        logical :: same

        same = .not. (a < b .or. a > b)
    end function same

end module watch
