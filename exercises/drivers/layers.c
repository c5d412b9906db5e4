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

static void relu(void)
{
    const size_t m = read_size();
    real *h = read_reals(m), *a = empty_reals(m);
    for (size_t o = 0; o < m; o++)
        a[o] = layers_relu(h[o]);
    write_reals("a", m, a);
}

static void relu_slope(void)
{
    const size_t m = read_size();
    real *a = read_reals(m), *slope = empty_reals(m);
    for (size_t o = 0; o < m; o++)
        slope[o] = layers_relu_slope(a[o]);
    write_reals("slope", m, slope);
}

static void leaky_relu(void)
{
    const size_t m = read_size();
    real *h = read_reals(m), *a = empty_reals(m);
    for (size_t o = 0; o < m; o++)
        a[o] = layers_leaky_relu(h[o]);
    write_reals("a", m, a);
}

static void leaky_relu_slope(void)
{
    const size_t m = read_size();
    real *a = read_reals(m), *slope = empty_reals(m);
    for (size_t o = 0; o < m; o++)
        slope[o] = layers_leaky_relu_slope(a[o]);
    write_reals("slope", m, slope);
}

static void softmax(void)
{
    const size_t n = read_size(), m = read_size();
    real *h = read_reals(n * m), *a = empty_reals(n * m);
    layers_softmax(n, m, h, a);
    write_reals("a", n * m, a);
}

static void dropout(void)
{
    const size_t n = read_size(), m = read_size();
    const double p = read_number();
    const uint32_t seed = (uint32_t)read_number(), layer = (uint32_t)read_number();
    const uint32_t batch = (uint32_t)read_number();
    real *a = read_reals(n * m);
    layers_dropout(n, m, p, seed, layer, batch, a);
    write_reals("a", n * m, a);
}

static void softmax_loss(void)
{
    const int32_t kind = (int32_t)read_number();
    const size_t n = read_size(), m = read_size();
    real *h = read_reals(n * m), *a = read_reals(n * m), *t = read_reals(n * m);
    const real beta = (real)read_number();
    double *loss = empty_doubles(1);
    real *dh = empty_reals(n * m);
    layers_cross_entropy(kind, n, m, h, a, t, beta, loss, dh);
    write_doubles("loss", 1, loss);
    write_reals("dh", n * m, dh);
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
        {"relu", relu},
        {"relu_slope", relu_slope},
        {"leaky_relu", leaky_relu},
        {"leaky_relu_slope", leaky_relu_slope},
        {"softmax", softmax},
        {"dropout", dropout},
        {"softmax_loss", softmax_loss},
        {"sgd_step", sgd_step},
    };
    for (size_t i = 0; argc == 4 && i < sizeof stages / sizeof *stages; i++)
        if (strcmp(argv[1], stages[i].name) == 0)
            return run_cases(argv[2], argv[3], stages[i].run);
    return 3;
}
