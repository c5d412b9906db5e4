!> A data set as it lies in memory, in C's order with the axes named in reverse.
module dataset
    use kinds, only: wp
    implicit none
    private

    type, public :: data_set
        integer :: n = 0, d = 0             ! samples; features, the product of shape
        integer, allocatable :: shape(:)    ! of one sample: d, or channels, height, width
        integer :: classes = 0              ! 0: no labels
        integer :: targets = 0              ! 0: no targets
        real(wp), allocatable :: x(:, :)    ! (d, n)
        integer, allocatable :: labels(:)   ! (n), if there are labels
        real(wp), allocatable :: t(:, :)    ! (targets, n), if there are targets
    end type data_set

end module dataset
