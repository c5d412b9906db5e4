!> How many threads the parallel loops use; one, if OpenMP is off.
module threads
    !$ use omp_lib, only: omp_get_max_threads, omp_get_num_procs, omp_set_num_threads
    implicit none
    private
    public :: threads_set, threads_count

contains

    !> Use n threads from now on; 0: as many as there are processors.
    subroutine threads_set(n)
        integer, intent(in) :: n
        integer :: wanted

        wanted = n
        !$ if (n == 0) wanted = omp_get_num_procs()
        !$ call omp_set_num_threads(wanted)
    end subroutine threads_set

    !> The number of threads in use.
    function threads_count() result(n)
        integer :: n

        n = 1
        !$ n = omp_get_max_threads()
    end function threads_count

end module threads
