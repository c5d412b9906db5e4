/* Calls the function of an early_stopping.c with the inputs of the cases. */
#include "mlp.h"

#include "driver.h"

int early_stopping_train(size_t n, size_t n_valid, size_t layers, const int32_t *network, real beta,
                         const real *x, const real *t, const real *x_valid, const real *t_valid,
                         real rate, size_t max_epochs, size_t patience, uint32_t seed, real *params,
                         double *losses, size_t *epochs, size_t *best_epoch);

static void early_stopping(void)
{
    const size_t n = read_size(), n_valid = read_size(), layers = read_size();
    const int32_t *network = read_integers(3 * layers);
    const size_t d = (size_t)network[0], m = (size_t)network[3 * layers - 2];
    const real beta = (real)read_number();
    const real *x = read_reals(n * d), *t = read_reals(n * m);
    const real *x_valid = read_reals(n_valid * d), *t_valid = read_reals(n_valid * m);
    const real rate = (real)read_number();
    const size_t max_epochs = read_size(), patience = read_size();
    const uint32_t seed = (uint32_t)read_number();
    const size_t weights = mlp_count_weights(layers, network);
    real *params = read_reals(weights);
    double *losses = empty_doubles(max_epochs);
    size_t epochs = 0, best_epoch = 0;
    const int status =
        early_stopping_train(n, n_valid, layers, network, beta, x, t, x_valid, t_valid, rate,
                             max_epochs, patience, seed, params, losses, &epochs, &best_epoch);
    write_integer("status", status);
    write_reals("params", weights, params);
    write_doubles("losses", max_epochs, losses);
    write_integer("epochs", (long)epochs);
    write_integer("best_epoch", (long)best_epoch);
}

int main(int argc, char **argv)
{
    return argc == 4 ? run_cases(argv[2], argv[3], early_stopping) : 3;
}
