/* Calls the functions of a dense.c with the inputs of the cases. */
#include "dense.h"

#include <string.h>

#include "driver.h"

static void forward(void)
{
    const size_t n = read_size(), d_in = read_size(), d_out = read_size();
    real *x = read_reals(n * d_in), *w = read_reals((d_in + 1) * d_out);
    real *h = empty_reals(n * d_out);
    dense_forward(n, d_in, d_out, x, w, h);
    write_reals("h", n * d_out, h);
}

static void backward(void)
{
    const size_t n = read_size(), d_in = read_size(), d_out = read_size();
    real *w = read_reals((d_in + 1) * d_out), *dh = read_reals(n * d_out);
    real *dx = empty_reals(n * d_in);
    dense_backward(n, d_in, d_out, w, dh, dx);
    write_reals("dx", n * d_in, dx);
}

static void gradient(void)
{
    const size_t n = read_size(), d_in = read_size(), d_out = read_size();
    real *x = read_reals(n * d_in), *dh = read_reals(n * d_out);
    real *dw = empty_reals((d_in + 1) * d_out);
    dense_gradient(n, d_in, d_out, x, dh, dw);
    write_reals("dw", (d_in + 1) * d_out, dw);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } stages[] = {
        {"dense_forward", forward},
        {"dense_backward", backward},
        {"dense_gradient", gradient},
    };
    for (size_t i = 0; argc == 4 && i < sizeof stages / sizeof *stages; i++)
        if (strcmp(argv[1], stages[i].name) == 0)
            return run_cases(argv[2], argv[3], stages[i].run);
    return 3;
}
