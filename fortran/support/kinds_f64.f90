!> The floating-point type of the build, float64: `wp`, for working precision.
module kinds
    implicit none
    integer, parameter :: dp = kind(1.0d0)
    integer, parameter :: wp = dp
    integer, parameter :: int64 = selected_int_kind(18)
end module kinds
