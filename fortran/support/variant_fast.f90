!> Which of the two algorithm files this build has: the fast one.
module variant
    implicit none
    character(*), parameter :: variant_name = 'fast'
end module variant
