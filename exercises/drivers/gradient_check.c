/* Calls the function of a gradient_check.c with the inputs of the cases. */
#include "mlp.h"

#include "driver.h"

int gradient_check_compare(size_t n, size_t layers, const int32_t *network, real beta,
                           int32_t loss_kind, const real *x, const real *t, const real *params,
                           const real *gradient, real epsilon, real *numeric, double *relative);

static void gradient_check(void)
{
    const size_t n = read_size(), layers = read_size();
    const int32_t *network = read_integers(3 * layers);
    const real beta = (real)read_number();
    const int32_t loss_kind = (int32_t)read_number();
    const real *x = read_reals(n * (size_t)network[0]);
    const real *t = read_reals(n * (size_t)network[3 * layers - 2]);
    const size_t weights = mlp_count_weights(layers, network);
    const real *params = read_reals(weights), *gradient = read_reals(weights);
    const real epsilon = (real)read_number();
    real *numeric = empty_reals(weights);
    double relative = UNWRITTEN;
    const int status = gradient_check_compare(n, layers, network, beta, loss_kind, x, t, params,
                                              gradient, epsilon, numeric, &relative);
    write_integer("status", status);
    write_reals("numeric", weights, numeric);
    write_doubles("relative", 1, &relative);
}

int main(int argc, char **argv)
{
    return argc == 4 ? run_cases(argv[2], argv[3], gradient_check) : 3;
}
