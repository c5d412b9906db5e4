!> Where the parallel loops run, in a program built for the host alone.
module device
    implicit none
    private
    public :: device_built, device_use, device_name

contains

    !> Is this program built for a GPU?
    function device_built() result(built)
        logical :: built

        built = .false.
    end function device_built

    !> Run on a GPU from now on, or on the host; done: there is such a thing.
    subroutine device_use(gpu, done)
        logical, intent(in) :: gpu
        logical, intent(out) :: done

        done = .not. gpu
    end subroutine device_use

    !> The name of what the program runs on.
    function device_name() result(name)
        character(:), allocatable :: name

        name = 'the host'
    end function device_name

end module device
