/* Calls the functions of a filters.c with the inputs of the cases. */
#include "filters.h"

#include <string.h>

#include "driver.h"

static void conv_forward(void)
{
    const size_t n = read_size();
    const int32_t *layer = read_integers(LAYER_ENTRIES);
    real *x = read_reals(n * filters_count_inputs(layer));
    real *w = read_reals(filters_count_weights(layer));
    const size_t d_out = filters_count_outputs(layer);
    real *h = empty_reals(n * d_out);
    filters_conv_forward(n, layer, x, w, h);
    write_reals("h", n * d_out, h);
}

static void conv_backward(void)
{
    const size_t n = read_size();
    const int32_t *layer = read_integers(LAYER_ENTRIES);
    real *w = read_reals(filters_count_weights(layer));
    real *dh = read_reals(n * filters_count_outputs(layer));
    const size_t d_in = filters_count_inputs(layer);
    real *dx = empty_reals(n * d_in);
    filters_conv_backward(n, layer, w, dh, dx);
    write_reals("dx", n * d_in, dx);
}

static void conv_gradient(void)
{
    const size_t n = read_size();
    const int32_t *layer = read_integers(LAYER_ENTRIES);
    real *x = read_reals(n * filters_count_inputs(layer));
    real *dh = read_reals(n * filters_count_outputs(layer));
    const size_t weights = filters_count_weights(layer);
    real *dw = empty_reals(weights);
    filters_conv_gradient(n, layer, x, dh, dw);
    write_reals("dw", weights, dw);
}

static void pool_forward(void)
{
    const size_t n = read_size();
    const int32_t *layer = read_integers(LAYER_ENTRIES);
    real *x = read_reals(n * filters_count_inputs(layer));
    const size_t d_out = filters_count_outputs(layer);
    real *a = empty_reals(n * d_out);
    filters_pool_forward(n, layer, x, a);
    write_reals("a", n * d_out, a);
}

static void pool_backward(void)
{
    const size_t n = read_size();
    const int32_t *layer = read_integers(LAYER_ENTRIES);
    const size_t d_in = filters_count_inputs(layer);
    real *x = read_reals(n * d_in);
    real *da = read_reals(n * filters_count_outputs(layer));
    real *dx = empty_reals(n * d_in);
    filters_pool_backward(n, layer, x, da, dx);
    write_reals("dx", n * d_in, dx);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } stages[] = {
        {"conv_forward", conv_forward},   {"conv_backward", conv_backward},
        {"conv_gradient", conv_gradient}, {"pool_forward", pool_forward},
        {"pool_backward", pool_backward},
    };
    for (size_t i = 0; argc == 4 && i < sizeof stages / sizeof *stages; i++)
        if (strcmp(argv[1], stages[i].name) == 0)
            return run_cases(argv[2], argv[3], stages[i].run);
    return 3;
}
