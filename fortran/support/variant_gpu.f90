!> Which of the two algorithm files this build has: the lesson, for a GPU.
module variant
    implicit none
    character(*), parameter :: variant_name = 'gpu'
end module variant
