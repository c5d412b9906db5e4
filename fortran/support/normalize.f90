!> Bring every feature to a like size: (x - m) / s, in float64, then rounded.
module normalize
    use kinds, only: wp, dp
    implicit none
    private
    public :: normalize_fit, normalize_apply

    integer, parameter, public :: &
        normalize_none = 0, &      ! m = 0, s = 1
        normalize_center = 1, &    ! m = mean, s = 1
        normalize_standard = 2, &  ! m = mean, s = sqrt(mean (x - m)^2)
        normalize_minmax = 3, &    ! m = min, s = max - min
        normalize_maxabs = 4, &    ! m = mean, s = max |x - m|
        normalize_scale = 5        ! m = 0, s = largest |x| of all features together

contains

    !> Find m and s, from the training rows. An s of 0 becomes 1: a constant
    !> feature becomes 0.
    subroutine normalize_fit(kind, n, d, x, m, s)
        integer, intent(in) :: kind, n, d
        real(wp), intent(in) :: x(d, n)
        real(dp), intent(out) :: m(d), s(d)
        real(dp) :: mean, least, largest
        integer :: j

        ! Exercise 1. Find m and s of each feature, as the kind asks.
        do j = 1, d
            mean = sum(real(x(j, :), dp))/n
            least = minval(x(j, :))
            largest = maxval(x(j, :))
            m(j) = 0
            s(j) = 1
            select case (kind)
            case (normalize_center)
                m(j) = mean
            case (normalize_standard)
                m(j) = mean
                s(j) = sqrt(sum((x(j, :) - mean)**2)/n)
            case (normalize_minmax)
                m(j) = least
                s(j) = largest - least
            case (normalize_maxabs)
                m(j) = mean
                s(j) = max(largest - mean, mean - least)
            case (normalize_scale)
                s(j) = max(abs(least), abs(largest))
            end select
        end do
        ! End of exercise 1.
        if (kind == normalize_scale) s = maxval(s)
        where (s <= 0) s = 1
    end subroutine normalize_fit

    !> Apply m and s to x, in place.
    subroutine normalize_apply(n, d, m, s, x)
        integer, intent(in) :: n, d
        real(dp), intent(in) :: m(d), s(d)
        real(wp), intent(inout) :: x(d, n)
        integer :: i

        ! Exercise 2. Subtract m and divide by s.
        do i = 1, n
            x(:, i) = real((x(:, i) - m)/s, wp)
        end do
        ! End of exercise 2.
    end subroutine normalize_apply

end module normalize
