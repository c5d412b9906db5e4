/* An autoencoder: a network that learns to give back what goes in, through a narrow layer.
 *
 * All that it knows of a row must fit into the few neurons of that layer: their activations
 * are a code, a summary of the row. The layers up to it are the encoder, those behind it the
 * decoder. Rows unlike all others come back badly: so it finds what is strange.
 *
 * Hinton and Salakhutdinov (2006), Reducing the dimensionality of data with neural networks,
 * Science 313, 504.
 */
#include <stdlib.h>

#include "mlp.h"
#include "support/random.h"

// How many layers the encoder has: it ends with the narrowest, the first of them on a tie.
static size_t encoder_layers(size_t layers, const int32_t *network)
{
    size_t narrowest = 0;
    for (size_t l = 1; l < layers; l++)
        if (network[3 * l + 1] < network[3 * narrowest + 1])
            narrowest = l;
    return narrowest + 1;
}

// Learn to give back the rows: quadratic loss, a step for each row.
// params (weights): changed in place. losses (epochs): of each epoch, as mlp_train_epoch says.
int autoencoder_train(size_t n, size_t layers, const int32_t *network, real beta, const real *x,
                      real rate, real momentum, size_t epochs, uint32_t seed, real *params,
                      double *losses)
{
    const size_t weights = mlp_count_weights(layers, network);
    double *drop = calloc(layers, sizeof *drop);        /* (layers): none */
    real *velocity = calloc(weights, sizeof *velocity); /* (weights): at rest */
    int32_t *order = malloc(n * sizeof *order);         /* (n) */
    int status = OUT_OF_MEMORY;
    if (!drop || !velocity || !order)
        goto done;
    status = OK;

    // Exercise 1. Train it, epoch after epoch, each in a random order of its own.
    for (size_t epoch = 0; epoch < epochs; epoch++) {
        random_shuffle(n, n, seed, FOR_VISITING_ORDER, (uint32_t)epoch, order);
        status = mlp_train_epoch(n, layers, n, network, drop, beta, QUADRATIC, 1, x, x, order, rate,
                                 momentum, seed, 0, params, velocity, &losses[epoch]);
        if (status != OK)
            goto done;
    }
    // End of exercise 1.

done:
    free(order);
    free(velocity);
    free(drop);
    return status;
}

// Send the rows through: codes (n, q) of the q neurons of the narrowest layer, outputs (n, d)
// that come back, errors (n), the mean of (x - outputs)^2 over the features of each row.
int autoencoder_compress(size_t n, size_t layers, const int32_t *network, real beta, const real *x,
                         const real *params, real *codes, real *outputs, real *errors)
{
    const size_t encoder = encoder_layers(layers, network);

    // Exercise 2. Encode the rows, decode the codes, and say how far each row is off.
    int status = mlp_predict(n, encoder, network, beta, x, params, codes);
    if (status != OK)
        return status;
    const size_t passed = mlp_count_weights(encoder, network);
    status = mlp_predict(n, layers - encoder, network + 3 * encoder, beta, codes, params + passed,
                         outputs);
    if (status != OK)
        return status;

    const size_t d = (size_t)network[0];
    for (size_t i = 0; i < n; i++) {
        errors[i] = 0;
        for (size_t j = 0; j < d; j++) {
            const real difference = x[i * d + j] - outputs[i * d + j];
            errors[i] += difference * difference / (real)d;
        }
    }
    // End of exercise 2.
    return OK;
}
