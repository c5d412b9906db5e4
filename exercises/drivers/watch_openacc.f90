!> With OpenACC the work was shared out if a loop was, whose turns may run on a graphics card.
module watch
    use, intrinsic :: iso_c_binding, only: c_funloc, c_funptr, c_int, c_ptr
    use kinds, only: wp
    implicit none
    private
    public :: squared_distance, watch_begin, watch_end

    ! From acc_prof.h, which has no Fortran of its own.
    integer(c_int), parameter :: compute_construct_start = 16, every_time = 0
    integer :: loops = 0

    interface
        subroutine acc_prof_register(event, callback, info) bind(c)
            import :: c_funptr, c_int
            integer(c_int), value :: event, info
            type(c_funptr), value :: callback
        end subroutine acc_prof_register

        subroutine acc_prof_unregister(event, callback, info) bind(c)
            import :: c_funptr, c_int
            integer(c_int), value :: event, info
            type(c_funptr), value :: callback
        end subroutine acc_prof_unregister
    end interface

contains

    subroutine count_loop(profile, event, api) bind(c)
        type(c_ptr), value :: profile, event, api

        loops = loops + 1
    end subroutine count_loop

    !> From now on, watch the work on these samples.
    subroutine watch_begin(n, d, x)
        integer, intent(in) :: n, d
        real(wp), intent(in) :: x(d, n)

        loops = 0
        call acc_prof_register(compute_construct_start, c_funloc(count_loop), every_time)
    end subroutine watch_begin

    !> Since then: was the work shared out?
    function watch_end() result(done)
        logical :: done

        call acc_prof_unregister(compute_construct_start, c_funloc(count_loop), every_time)
        done = loops > 0
    end function watch_end

    !> Squared Euclidean distance: the sum over j of (a_j - b_j)^2.
    function squared_distance(d, a, b) result(distance)
        integer, intent(in) :: d
        real(wp), intent(in) :: a(d), b(d)
        real(wp) :: distance
        integer :: j
        !$acc routine seq

        distance = 0
        do j = 1, d
            distance = distance + (a(j) - b(j))*(a(j) - b(j))
        end do
    end function squared_distance

end module watch
