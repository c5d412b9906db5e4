!> Which of the two algorithm files this build has: the lesson.
module variant
    implicit none
    character(*), parameter :: variant_name = 'lesson'
end module variant
