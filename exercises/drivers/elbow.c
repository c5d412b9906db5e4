/* Calls the function of an elbow.c with the inputs of the cases. */
#include "driver.h"

int elbow_choose_k(size_t n, size_t d, const real *x, size_t k_max, uint32_t restarts,
                   uint32_t seed, double *inertias, size_t *best_k);

static void elbow(void)
{
    const size_t n = read_size(), d = read_size();
    real *x = read_reals(n * d);
    const size_t k_max = read_size();
    const uint32_t restarts = (uint32_t)read_size(), seed = (uint32_t)read_size();
    double *inertias = empty_doubles(k_max);
    size_t best_k = 0;
    const int status = elbow_choose_k(n, d, x, k_max, restarts, seed, inertias, &best_k);
    write_integer("status", status);
    write_doubles("inertias", k_max, inertias);
    write_integer("best_k", (long)best_k);
}

int main(int argc, char **argv)
{
    return argc == 4 ? run_cases(argv[2], argv[3], elbow) : 3;
}
