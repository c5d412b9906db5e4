/* Calls the function of an assign_threads.c with the inputs of the cases: with one thread, then
 * with four.
 */
#include <string.h>

#include "driver.h"
#include "watch.h"

#ifdef _OPENMP
#include <omp.h>
#endif

enum { THREADS = 4, TURNS = 3 };

int assign_threads(size_t n, size_t d, size_t k, const real *restrict x,
                   const real *restrict centroids, int32_t *restrict labels,
                   real *restrict distances);

static void use_threads(int threads)
{
#ifdef _OPENMP
    omp_set_dynamic(0);
    omp_set_num_threads(threads);
#else
    (void)threads;
#endif
}

static void assign(void)
{
    const size_t n = read_size(), d = read_size(), k = read_size();
    real *x = read_reals(n * d), *centroids = read_reals(k * d);
    int32_t *labels = empty_integers(n), *again = empty_integers(n);
    real *distances = empty_reals(n), *anew = empty_reals(n);
    use_threads(1);
    const int status = assign_threads(n, d, k, x, centroids, labels, distances);
    write_integer("status", status);
    write_integers("labels", n, labels);
    write_reals("distances", n, distances);

    use_threads(THREADS);
    int at_once = 1, same = 1;
    for (int turn = 0; turn < TURNS; turn++) {
        watch_begin(n, d, x);
        assign_threads(n, d, k, x, centroids, again, anew);
        at_once &= watch_end();
        same &= memcmp(again, labels, n * sizeof *labels) == 0 &&
                memcmp(anew, distances, n * sizeof *distances) == 0;
    }
    write_integer("at_once", at_once);
    write_integer("same", same);
}

int main(int argc, char **argv)
{
    return argc == 4 ? run_cases(argv[2], argv[3], assign) : 3;
}
