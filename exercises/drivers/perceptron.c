/* Calls the functions of a perceptron.c with the inputs of the cases. */
#include "perceptron.h"

#include <string.h>

#include "driver.h"

static void activate(void)
{
    const size_t d = read_size(), m = read_size();
    real *x_i = read_reals(d), *w = read_reals((d + 1) * m);
    real *h = empty_reals(m), *a = empty_reals(m);
    perceptron_activate(d, m, x_i, w, h, a);
    write_reals("h", m, h);
    write_reals("a", m, a);
}

static void correct(void)
{
    const size_t d = read_size(), m = read_size();
    real *x_i = read_reals(d), *a = read_reals(m), *t_i = read_reals(m);
    const real rate = (real)read_number();
    real *w = read_reals((d + 1) * m);
    perceptron_correct(d, m, x_i, a, t_i, rate, w);
    write_reals("w", (d + 1) * m, w);
}

static void train_epoch(void)
{
    const size_t n = read_size(), d = read_size(), m = read_size(), visits = read_size();
    real *x = read_reals(n * d), *t = read_reals(n * m);
    int32_t *order = read_integers(visits), errors = UNWRITTEN;
    const real rate = (real)read_number();
    real *w = read_reals((d + 1) * m);
    const int status = perceptron_train_epoch(n, d, m, visits, x, t, order, rate, w, &errors);
    write_integer("status", status);
    write_reals("w", (d + 1) * m, w);
    write_integer("errors", errors);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } stages[] = {
        {"activate", activate},
        {"correct", correct},
        {"train_epoch", train_epoch},
    };
    for (size_t i = 0; argc == 4 && i < sizeof stages / sizeof *stages; i++)
        if (strcmp(argv[1], stages[i].name) == 0)
            return run_cases(argv[2], argv[3], stages[i].run);
    return 3;
}
