!> What a procedure can answer in its last argument, `status`.
module status_codes
    implicit none
    integer, parameter :: ok = 0, invalid_argument = 1, out_of_memory = 2, not_implemented = 3
end module status_codes
