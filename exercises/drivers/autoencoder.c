/* Calls the functions of an autoencoder.c with the inputs of the cases. */
#include "mlp.h"

#include <string.h>

#include "driver.h"

int autoencoder_train(size_t n, size_t layers, const int32_t *network, real beta, const real *x,
                      real rate, real momentum, size_t epochs, uint32_t seed, real *params,
                      double *losses);
int autoencoder_compress(size_t n, size_t layers, const int32_t *network, real beta, const real *x,
                         const real *params, real *codes, real *outputs, real *errors);

static void train(void)
{
    const size_t n = read_size(), layers = read_size();
    const int32_t *network = read_integers(3 * layers);
    const real beta = (real)read_number();
    const real *x = read_reals(n * (size_t)network[0]);
    const real rate = (real)read_number(), momentum = (real)read_number();
    const size_t epochs = read_size();
    const uint32_t seed = (uint32_t)read_number();
    const size_t weights = mlp_count_weights(layers, network);
    real *params = read_reals(weights);
    double *losses = empty_doubles(epochs);
    const int status = autoencoder_train(n, layers, network, beta, x, rate, momentum, epochs, seed,
                                         params, losses);
    write_integer("status", status);
    write_reals("params", weights, params);
    write_doubles("losses", epochs, losses);
}

static void compress(void)
{
    const size_t n = read_size(), layers = read_size(), q = read_size();
    const int32_t *network = read_integers(3 * layers);
    const size_t d = (size_t)network[0];
    const real beta = (real)read_number();
    const real *x = read_reals(n * d);
    const real *params = read_reals(mlp_count_weights(layers, network));
    real *codes = empty_reals(n * q), *outputs = empty_reals(n * d), *errors = empty_reals(n);
    const int status =
        autoencoder_compress(n, layers, network, beta, x, params, codes, outputs, errors);
    write_integer("status", status);
    write_reals("codes", n * q, codes);
    write_reals("outputs", n * d, outputs);
    write_reals("errors", n, errors);
}

int main(int argc, char **argv)
{
    const int trains = argc == 4 && strcmp(argv[1], "autoencoder_train") == 0;
    return argc == 4 ? run_cases(argv[2], argv[3], trains ? train : compress) : 3;
}
