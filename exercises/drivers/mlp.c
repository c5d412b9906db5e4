/* Calls the functions of an mlp.c with the inputs of the cases. */
#include "mlp.h"

#include <string.h>

#include "driver.h"

static double *read_doubles(size_t count)
{
    double *array = empty_doubles(count);
    for (size_t i = 0; i < count; i++)
        array[i] = read_number();
    return array;
}

static void forward(void)
{
    const size_t n = read_size(), layers = read_size();
    const int32_t *network = read_integers(3 * layers);
    const double *drop = read_doubles(layers);
    const real beta = (real)read_number();
    const real *x = read_reals(n * (size_t)network[0]);
    const real *params = read_reals(mlp_count_weights(layers, network));
    const uint32_t seed = (uint32_t)read_number(), step = (uint32_t)read_number();
    const size_t count = n * mlp_count_neurons(layers, network);
    real *h = empty_reals(count), *a = empty_reals(count);
    const int status = mlp_forward(n, layers, network, drop, beta, x, params, seed, step, h, a);
    write_integer("status", status);
    write_reals("h", count, h);
    write_reals("a", count, a);
}

static void backward(void)
{
    const size_t n = read_size(), layers = read_size();
    const int32_t *network = read_integers(3 * layers);
    const double *drop = read_doubles(layers);
    const real beta = (real)read_number();
    const int32_t loss_kind = (int32_t)read_number();
    const real *x = read_reals(n * (size_t)network[0]);
    const real *t = read_reals(n * (size_t)network[3 * layers - 2]);
    const size_t weights = mlp_count_weights(layers, network);
    const real *params = read_reals(weights);
    const size_t count = n * mlp_count_neurons(layers, network);
    const real *h = read_reals(count), *a = read_reals(count);
    const uint32_t seed = (uint32_t)read_number(), step = (uint32_t)read_number();
    real *gradient = empty_reals(weights);
    double loss = UNWRITTEN;
    const int status = mlp_backward(n, layers, network, drop, beta, loss_kind, x, t, params, h, a,
                                    seed, step, gradient, &loss);
    write_integer("status", status);
    write_reals("gradient", weights, gradient);
    write_doubles("loss", 1, &loss);
}

static void train_epoch(void)
{
    const size_t n = read_size(), layers = read_size(), visits = read_size();
    const int32_t *network = read_integers(3 * layers);
    const double *drop = read_doubles(layers);
    const real beta = (real)read_number();
    const int32_t loss_kind = (int32_t)read_number();
    const size_t batch = read_size();
    const real *x = read_reals(n * (size_t)network[0]);
    const real *t = read_reals(n * (size_t)network[3 * layers - 2]);
    const int32_t *order = read_integers(visits);
    const real rate = (real)read_number(), momentum = (real)read_number();
    const uint32_t seed = (uint32_t)read_number(), step = (uint32_t)read_number();
    const size_t weights = mlp_count_weights(layers, network);
    real *params = read_reals(weights), *velocity = read_reals(weights);
    double loss = UNWRITTEN;
    const int status =
        mlp_train_epoch(n, layers, visits, network, drop, beta, loss_kind, batch, x, t, order, rate,
                        momentum, seed, step, params, velocity, &loss);
    write_integer("status", status);
    write_reals("params", weights, params);
    write_reals("velocity", weights, velocity);
    write_doubles("loss", 1, &loss);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } stages[] = {
        {"mlp_forward", forward},
        {"mlp_backward", backward},
        {"mlp_train_epoch", train_epoch},
    };
    for (size_t i = 0; argc == 4 && i < sizeof stages / sizeof *stages; i++)
        if (strcmp(argv[1], stages[i].name) == 0)
            return run_cases(argv[2], argv[3], stages[i].run);
    return 3;
}
