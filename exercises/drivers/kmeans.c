/* Calls the functions of a kmeans.c with the inputs of the cases. */
#include "kmeans.h"

#include <string.h>

#include "driver.h"

static void squared_distance(void)
{
    const size_t d = read_size();
    real *a = read_reals(d), *b = read_reals(d);
    const real distance = kmeans_squared_distance(d, a, b);
    write_reals("distance", 1, &distance);
}

static void assign(void)
{
    const size_t n = read_size(), d = read_size(), k = read_size();
    real *x = read_reals(n * d), *centroids = read_reals(k * d);
    int32_t *labels = empty_integers(n);
    real *distances = empty_reals(n);
    const int status = kmeans_assign(n, d, k, x, centroids, labels, distances);
    write_integer("status", status);
    write_integers("labels", n, labels);
    write_reals("distances", n, distances);
}

static void update(void)
{
    const size_t n = read_size(), d = read_size(), k = read_size();
    real *x = read_reals(n * d);
    int32_t *labels = read_integers(n);
    real *centroids = read_reals(k * d);
    double movement = UNWRITTEN;
    const int status = kmeans_update(n, d, k, x, labels, centroids, &movement);
    write_integer("status", status);
    write_reals("centroids", k * d, centroids);
    write_doubles("movement", 1, &movement);
}

static void lloyd(void)
{
    const size_t n = read_size(), d = read_size(), k = read_size();
    real *x = read_reals(n * d);
    const size_t max_iter = read_size();
    const double tol = read_number();
    real *centroids = read_reals(k * d);
    int32_t *labels = empty_integers(n);
    double *history = empty_doubles(2 * (max_iter + 1));
    size_t n_iter = 0;
    const int status = kmeans_lloyd(n, d, k, x, max_iter, tol, centroids, labels, history, &n_iter);
    write_integer("status", status);
    write_reals("centroids", k * d, centroids);
    write_integers("labels", n, labels);
    write_doubles("history", 2 * (max_iter + 1), history);
    write_integer("n_iter", (long)n_iter);
}

static void init_plusplus(void)
{
    const size_t n = read_size(), d = read_size(), k = read_size();
    real *x = read_reals(n * d), *centroids = empty_reals(k * d);
    const uint32_t seed = (uint32_t)read_size(), restart = (uint32_t)read_size();
    const int status = kmeans_init_plusplus(n, d, k, x, seed, restart, centroids);
    write_integer("status", status);
    write_reals("centroids", k * d, centroids);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } stages[] = {
        {"squared_distance", squared_distance},
        {"assign", assign},
        {"update", update},
        {"lloyd", lloyd},
        {"init_plusplus", init_plusplus},
    };
    for (size_t i = 0; argc == 4 && i < sizeof stages / sizeof *stages; i++)
        if (strcmp(argv[1], stages[i].name) == 0)
            return run_cases(argv[2], argv[3], stages[i].run);
    return 3;
}
