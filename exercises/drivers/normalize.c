/* Calls the functions of a normalize.c with the inputs of the cases. */
#include "support/normalize.h"

#include <string.h>

#include "driver.h"

static void fit(void)
{
    const int kind = (int)read_number();
    const size_t n = read_size(), d = read_size();
    real *x = read_reals(n * d);
    double *m = empty_doubles(d), *s = empty_doubles(d);
    normalize_fit(kind, n, d, x, m, s);
    write_doubles("m", d, m);
    write_doubles("s", d, s);
}

static void apply(void)
{
    const size_t n = read_size(), d = read_size();
    double *m = take(d, sizeof *m), *s = take(d, sizeof *s);
    for (size_t j = 0; j < d; j++)
        m[j] = read_number();
    for (size_t j = 0; j < d; j++)
        s[j] = read_number();
    real *x = read_reals(n * d);
    normalize_apply(n, d, m, s, x);
    write_reals("x", n * d, x);
}

int main(int argc, char **argv)
{
    if (argc != 4)
        return 3;
    return run_cases(argv[2], argv[3], strcmp(argv[1], "normalize_fit") == 0 ? fit : apply);
}
