!> Without OpenMP and OpenACC nobody can tell: the work counts as shared out.
module watch
    use kinds, only: wp
    implicit none
    private
    public :: squared_distance, watch_begin, watch_end

contains

    subroutine watch_begin(n, d, x)
        integer, intent(in) :: n, d
        real(wp), intent(in) :: x(d, n)

    end subroutine watch_begin

    function watch_end() result(done)
        logical :: done

        done = .true.
    end function watch_end

    !> Squared Euclidean distance: the sum over j of (a_j - b_j)^2.
    function squared_distance(d, a, b) result(distance)
        integer, intent(in) :: d
        real(wp), intent(in) :: a(d), b(d)
        real(wp) :: distance

        distance = sum((a - b)**2)
    end function squared_distance

end module watch
