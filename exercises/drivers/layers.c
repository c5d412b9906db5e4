/* Calls the functions of a layers.c with the inputs of the cases. */
#include "layers.h"

#include <string.h>

#include "driver.h"

static void sigmoid(void)
{
    const size_t m = read_size();
    real *h = read_reals(m), *a = empty_reals(m);
    const real beta = (real)read_number();
    for (size_t o = 0; o < m; o++)
        a[o] = layers_sigmoid(h[o], beta);
    write_reals("a", m, a);
}

static void sgd_step(void)
{
    const size_t weights = read_size();
    const real rate = (real)read_number(), momentum = (real)read_number();
    real *gradient = read_reals(weights), *velocity = read_reals(weights);
    real *params = read_reals(weights);
    layers_sgd_step(weights, rate, momentum, gradient, velocity, params);
    write_reals("velocity", weights, velocity);
    write_reals("params", weights, params);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } stages[] = {
        {"sigmoid", sigmoid},
        {"sgd_step", sgd_step},
    };
    for (size_t i = 0; argc == 4 && i < sizeof stages / sizeof *stages; i++)
        if (strcmp(argv[1], stages[i].name) == 0)
            return run_cases(argv[2], argv[3], stages[i].run);
    return 3;
}
