/* The multi-layer perceptron: dense layers in a row, taught by back-propagation.
 *
 * Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating
 * errors, Nature 323, 533; Bishop (2006), Pattern Recognition and Machine Learning,
 * section 5.3.
 *
 *     n samples   x (n, d), targets t (n, m)
 *     network     (layers, 3): inputs, neurons and activation of each layer
 *     drop        (layers): the probability that dropout silences a neuron
 *     params      all weights in one vector: layer after layer, each (d_in + 1, d_out)
 *     h, a        weighted inputs and activations: layer after layer, each (n, d_out)
 */
#include "mlp.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "dense.h"
#include "layers.h"

enum { BLOCK = 256 }; // rows that predict takes at a time

// How many weights a network has.
size_t mlp_count_weights(size_t layers, const int32_t *restrict network)
{
    size_t weights = 0;
    for (size_t l = 0; l < layers; l++)
        weights += ((size_t)network[3 * l] + 1) * (size_t)network[3 * l + 1];
    return weights;
}

// How many neurons a network has.
size_t mlp_count_neurons(size_t layers, const int32_t *restrict network)
{
    size_t neurons = 0;
    for (size_t l = 0; l < layers; l++)
        neurons += (size_t)network[3 * l + 1];
    return neurons;
}

// Does every layer take what the one before it gives?
static bool fits(size_t layers, const int32_t *restrict network)
{
    for (size_t l = 0; l < layers; l++)
        if (network[3 * l] < 1 || network[3 * l + 1] < 1 ||
            (l > 0 && network[3 * l] != network[3 * l - 2]))
            return false;
    return layers > 0;
}

// Copy the rows of a batch from those of all samples, in the order of the visits.
static void gather(size_t rows, size_t d, const int32_t *restrict order, const real *restrict x,
                   real *restrict x_batch)
{
#pragma acc parallel loop gang vector collapse(2)                                                  \
    present(order[0 : rows], x[0 : d], x_batch[0 : rows * d])
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < d; j++)
            x_batch[i * d + j] = x[(size_t)order[i] * d + j];
}

// Forward: each layer weighs the activations of the one before and fires.
int mlp_forward(size_t n, size_t layers, const int32_t *restrict network,
                const double *restrict drop, real beta, const real *restrict x,
                const real *restrict params, uint32_t seed, uint32_t step, real *restrict h,
                real *restrict a)
{
    if (n < 1 || !fits(layers, network))
        return INVALID_ARGUMENT;

    // Exercise 1. Send the rows through the layers, one after the other.
    const real *inputs = x;
    const real *w = params;
    for (size_t l = 0; l < layers; l++) {
        const size_t d_in = (size_t)network[3 * l];
        const size_t d_out = (size_t)network[3 * l + 1];
        dense_forward(n, d_in, d_out, inputs, w, h);
        layers_activate(network[3 * l + 2], n, d_out, h, beta, a);
        layers_dropout(n, d_out, drop[l], seed, (uint32_t)l + 1, step, a);

        inputs = a;
        w += (d_in + 1) * d_out;
        h += n * d_out;
        a += n * d_out;
    }
    // End of exercise 1.
    return OK;
}

// Backward: the error of each layer from the one after it, and its gradient.
int mlp_backward(size_t n, size_t layers, const int32_t *restrict network,
                 const double *restrict drop, real beta, int32_t loss_kind, const real *restrict x,
                 const real *restrict t, const real *restrict params, const real *restrict h,
                 const real *restrict a, uint32_t seed, uint32_t step, real *restrict gradient,
                 double *restrict loss)
{
    if (n < 1 || !fits(layers, network))
        return INVALID_ARGUMENT;
    const size_t neurons = mlp_count_neurons(layers, network);
    real *dh = malloc(3 * n * neurons * sizeof *dh); /* (n, d_out) of any layer */
    if (!dh)
        return OUT_OF_MEMORY;
    real *da = dh + n * neurons;    /* the same */
    real *value = da + n * neurons; /* the same: activations before dropout */
#pragma acc enter data create(dh[0 : 3 * n * neurons])

    // The last layer: its h and a; w and dw end behind its weights.
    size_t l = layers - 1;
    size_t d_out = (size_t)network[3 * l + 1];
    const real *w = params + mlp_count_weights(layers, network);
    real *dw = gradient + mlp_count_weights(layers, network);
    h += n * (neurons - d_out);
    a += n * (neurons - d_out);

    // Exercise 2. Find the error of each layer, from the last to the first, and its gradient.
    // The error of the outputs: dh = f'(h) (a - t) / n, the slope f' of the quadratic loss only.
    if (loss_kind == CROSS_ENTROPY) {
        layers_cross_entropy(network[3 * l + 2], n, d_out, h, a, t, beta, loss, dh);
    } else {
        layers_quadratic_loss(n, d_out, a, t, loss, da);
        layers_activate_backward(network[3 * l + 2], n, d_out, a, da, beta, dh);
    }

    // The gradient of each layer, and the error of the one before it:
    // dh_j = f'(h_j) times the sum over o of dh_o w_jo.
    for (; l > 0; l--) {
        const size_t d_in = (size_t)network[3 * l];
        w -= (d_in + 1) * d_out;
        dw -= (d_in + 1) * d_out;
        a -= n * d_in;
        dense_gradient(n, d_in, d_out, a, dh, dw);
        dense_backward(n, d_in, d_out, w, dh, da);
        layers_dropout(n, d_in, drop[l - 1], seed, (uint32_t)l, step, da);
        const real kept = (real)(1 - drop[l - 1]);
#pragma acc parallel loop gang vector copyin(a[0 : n * d_in]) copyout(value[0 : n * d_in])
        for (size_t i = 0; i < n * d_in; i++)
            value[i] = a[i] * kept;
        layers_activate_backward(network[3 * l - 1], n, d_in, value, da, beta, dh);
        d_out = d_in;
    }
    dense_gradient(n, (size_t)network[0], d_out, x, dh, gradient);
    // End of exercise 2.

#pragma acc exit data delete(dh[0 : 3 * n * neurons])
    free(dh);
    return OK;
}

// Show every sample once, in the given order, and step after each batch.
int mlp_train_epoch(size_t n, size_t layers, size_t visits, const int32_t *restrict network,
                    const double *restrict drop, real beta, int32_t loss_kind, size_t batch,
                    const real *restrict x, const real *restrict t, const int32_t *restrict order,
                    real rate, real momentum, uint32_t seed, uint32_t step, real *restrict params,
                    real *restrict velocity, double *restrict loss)
{
    if (n < 1 || visits < 1 || batch < 1 || !fits(layers, network))
        return INVALID_ARGUMENT;
    for (size_t visit = 0; visit < visits; visit++)
        if (order[visit] < 0 || (size_t)order[visit] >= n)
            return INVALID_ARGUMENT;

    const size_t d = (size_t)network[0];
    const size_t m = (size_t)network[3 * layers - 2];
    const size_t weights = mlp_count_weights(layers, network);
    const size_t neurons = mlp_count_neurons(layers, network);
    if (batch > visits)
        batch = visits;
    const size_t room = weights + batch * (d + m + 2 * neurons);
    real *gradient = malloc(room * sizeof *gradient);
    if (!gradient)
        return OUT_OF_MEMORY;
    real *x_batch = gradient + weights;  /* (batch, d) */
    real *t_batch = x_batch + batch * d; /* (batch, m) */
    real *h = t_batch + batch * m;       /* (batch * neurons) */
    real *a = h + batch * neurons;       /* (batch * neurons) */

    // On a GPU all of this stays through the epoch.
#pragma acc enter data copyin(x[0 : n * d], t[0 : n * m], order[0 : visits], params[0 : weights],  \
                              velocity[0 : weights]) create(gradient[0 : room])
    int status = OK;
    // Exercise 3. Take the visits batch by batch: forward, backward, step.
    double total = 0;
    for (size_t first = 0; first < visits; first += batch, step++) {
        const size_t rows = batch < visits - first ? batch : visits - first;
        gather(rows, d, order + first, x, x_batch);
        gather(rows, m, order + first, t, t_batch);
        mlp_forward(rows, layers, network, drop, beta, x_batch, params, seed, step, h, a);
        status = mlp_backward(rows, layers, network, drop, beta, loss_kind, x_batch, t_batch,
                              params, h, a, seed, step, gradient, loss);
        if (status != OK)
            break;
        layers_sgd_step(weights, rate, momentum, gradient, velocity, params);
        total += *loss * (double)rows;
    }
    *loss = total / (double)visits;
    // End of exercise 3.
#pragma acc exit data copyout(params[0 : weights], velocity[0 : weights])                          \
    delete(x[0 : n * d], t[0 : n * m], order[0 : visits], gradient[0 : room])

    free(gradient);
    return status;
}

// Answer with the activations of the last layer, without dropout.
int mlp_predict(size_t n, size_t layers, const int32_t *restrict network, real beta,
                const real *restrict x, const real *restrict params, real *restrict outputs)
{
    if (n < 1 || !fits(layers, network))
        return INVALID_ARGUMENT;
    const size_t neurons = mlp_count_neurons(layers, network);
    const size_t d = (size_t)network[0];
    const size_t m = (size_t)network[3 * layers - 2];
    const size_t block = n < BLOCK ? n : BLOCK;
    double *drop = calloc(layers, sizeof *drop); /* (layers): none */
    real *h = malloc(2 * block * neurons * sizeof *h);
    int status = drop && h ? OK : OUT_OF_MEMORY;
#pragma acc enter data copyin(params[0 : mlp_count_weights(layers, network)])                      \
    create(h[0 : 2 * block * neurons])
    for (size_t first = 0; first < n && status == OK; first += block) {
        const size_t rows = n - first < block ? n - first : block;
        real *a = h + rows * neurons;
        status = mlp_forward(rows, layers, network, drop, beta, x + first * d, params, 0, 0, h, a);
#pragma acc update self(a[rows * (neurons - m) : rows * m])
        memcpy(outputs + first * m, a + rows * (neurons - m), rows * m * sizeof *outputs);
    }

#pragma acc exit data delete(params[0 : mlp_count_weights(layers, network)],                       \
                             h[0 : 2 * block * neurons])
    free(h);
    free(drop);
    return status;
}
