!> Where the parallel loops run, in a program built for a GPU: there, or on the host.
module device
    use openacc, only: acc_device_host, acc_device_kind, acc_device_not_host, &
                       acc_get_device_num, acc_get_device_type, acc_get_num_devices, &
                       acc_get_property_string, acc_property_name, acc_set_device_type
    implicit none
    private
    public :: device_built, device_use, device_name

contains

    !> Is this program built for a GPU?
    function device_built() result(built)
        logical :: built

        built = .true.
    end function device_built

    !> Run on a GPU from now on, or on the host; done: there is such a thing.
    subroutine device_use(gpu, done)
        logical, intent(in) :: gpu
        logical, intent(out) :: done

        done = .true.
        if (gpu) done = acc_get_num_devices(acc_device_not_host) > 0
        if (done) call acc_set_device_type(merge(acc_device_not_host, acc_device_host, gpu))
    end subroutine device_use

    !> The name of what the program runs on: the host, or a GPU's own.
    function device_name() result(name)
        character(:), allocatable :: name
        character(80) :: own
        integer(acc_device_kind) :: type

        name = 'the host'
        type = acc_get_device_type()
        if (type == acc_device_host) return
        call acc_get_property_string(acc_get_device_num(type), type, acc_property_name, own)
        name = trim(own)
    end function device_name

end module device
