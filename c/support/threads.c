#include "support/threads.h"

#ifdef _OPENMP
#include <omp.h>

void threads_set(int n)
{
    omp_set_num_threads(n > 0 ? n : omp_get_num_procs());
}

int threads_count(void)
{
    return omp_get_max_threads();
}

#else

void threads_set(int n)
{
    (void)n;
}

int threads_count(void)
{
    return 1;
}

#endif
