/* A simple convolutional network: filters over an image, pooling, dense layers.
 *
 * LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document
 * recognition, Proc. IEEE 86, 2278; Goodfellow, Bengio and Courville (2016), Deep
 * Learning, chapter 9. As there, convolution is cross-correlation: no kernel is flipped.
 *
 *     n samples   x (n, d), each an image (channels, height, width); targets t (n, m)
 *     network     (layers, 14): one row a layer, see filters.h
 *     drop        (layers): the probability that dropout silences a neuron
 *     params      all weights in one vector: layer after layer, weights, then biases
 *     h, a        weighted inputs and activations: layer after layer, each (n, d_out)
 */
#include "cnn.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "dense.h"

enum {
    BLOCK = 64,  // rows that are answered at a time: the maps of all would need much memory
    MANY = 32768 // numbers that are worth several threads
};

// How many weights a network has.
size_t cnn_count_weights(size_t layers, const int32_t *restrict network)
{
    size_t weights = 0;
    for (size_t l = 0; l < layers; l++)
        weights += filters_count_weights(network + LAYER_ENTRIES * l);
    return weights;
}

// How many neurons a network has, each pixel of a map counted.
size_t cnn_count_neurons(size_t layers, const int32_t *restrict network)
{
    size_t neurons = 0;
    for (size_t l = 0; l < layers; l++)
        neurons += filters_count_outputs(network + LAYER_ENTRIES * l);
    return neurons;
}

// The most numbers between two layers, for one sample.
static size_t widest_of(size_t layers, const int32_t *network)
{
    size_t widest = 0;
    for (size_t l = 0; l < layers; l++)
        if (filters_count_outputs(network + LAYER_ENTRIES * l) > widest)
            widest = filters_count_outputs(network + LAYER_ENTRIES * l);
    return widest;
}

// Does a kernel that steps along an axis give that many places, each with a pixel in sight?
static bool steps(const int32_t *layer, int axis)
{
    const int kernel = layer[KERNEL_H + axis], pad = layer[PAD_H + axis];
    const int64_t rest = (int64_t)layer[H_IN + axis] + 2 * (int64_t)pad - kernel;
    return pad >= 0 && pad < kernel && rest >= 0 && layer[STRIDE_H + axis] >= 1 &&
           layer[H_OUT + axis] == rest / layer[STRIDE_H + axis] + 1;
}

// Does a pool keep its channels apart, and step by its own size?
static bool pools(const int32_t *layer)
{
    return layer[C_IN] == layer[C_OUT] && layer[PAD_H] == 0 && layer[PAD_W] == 0 &&
           layer[STRIDE_H] == layer[KERNEL_H] && layer[STRIDE_W] == layer[KERNEL_W];
}

// Is a layer whole, and does it take what the one before it gives?
static bool fits_one(const int32_t *layer, const int32_t *before)
{
    for (int entry = C_IN; entry <= KERNEL_W; entry++)
        if (layer[entry] < 1)
            return false;
    if (before && filters_count_inputs(layer) != filters_count_outputs(before))
        return false;
    if (layer[KIND] == DENSE)
        return filters_count_inputs(layer) == (size_t)layer[C_IN] &&
               filters_count_outputs(layer) == (size_t)layer[C_OUT];
    for (int axis = 0; before && axis < 3; axis++)
        if (layer[C_IN + axis] != before[C_OUT + axis])
            return false;
    if (layer[KIND] == CONVOLUTION && layer[KERNEL_H] > FILTERS_KERNEL_MOST / layer[KERNEL_W])
        return false;
    if (layer[KIND] != CONVOLUTION && !pools(layer))
        return false;
    return steps(layer, 0) && steps(layer, 1); // along height and width
}

static bool fits(size_t layers, const int32_t *restrict network)
{
    for (size_t l = 0; l < layers; l++) {
        const int32_t *layer = network + LAYER_ENTRIES * l;
        if (!fits_one(layer, l > 0 ? layer - LAYER_ENTRIES : NULL))
            return false;
    }
    return layers > 0;
}

// What a layer makes of the rows before it, before its activation.
static void layer_forward(size_t n, const int32_t *layer, const real *inputs, const real *w,
                          real *h)
{
    switch (layer[KIND]) {
    case CONVOLUTION: filters_conv_forward(n, layer, inputs, w, h); break;
    case DENSE: dense_forward(n, (size_t)layer[C_IN], (size_t)layer[C_OUT], inputs, w, h); break;
    default: filters_pool_forward(n, layer, inputs, h);
    }
}

// The error that a layer passes back to the rows before it.
static void layer_backward(size_t n, const int32_t *layer, const real *inputs, const real *w,
                           const real *dh, real *dx)
{
    switch (layer[KIND]) {
    case CONVOLUTION: filters_conv_backward(n, layer, w, dh, dx); break;
    case DENSE: dense_backward(n, (size_t)layer[C_IN], (size_t)layer[C_OUT], w, dh, dx); break;
    default: filters_pool_backward(n, layer, inputs, dh, dx);
    }
}

// The gradient of a layer's weights, if it has any.
static void layer_gradient(size_t n, const int32_t *layer, const real *inputs, const real *dh,
                           real *dw)
{
    if (layer[KIND] == CONVOLUTION)
        filters_conv_gradient(n, layer, inputs, dh, dw);
    else if (layer[KIND] == DENSE)
        dense_gradient(n, (size_t)layer[C_IN], (size_t)layer[C_OUT], inputs, dh, dw);
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

// Forward: each layer works on the activations of the one before.
int cnn_forward(size_t n, size_t layers, const int32_t *restrict network,
                const double *restrict drop, real beta, const real *restrict x,
                const real *restrict params, uint32_t seed, uint32_t step, real *restrict h,
                real *restrict a)
{
    if (n < 1 || !fits(layers, network))
        return INVALID_ARGUMENT;

    const real *inputs = x;
    const real *w = params;
    for (size_t l = 0; l < layers; l++) {
        const int32_t *layer = network + LAYER_ENTRIES * l;
        const size_t d_out = filters_count_outputs(layer);
        layer_forward(n, layer, inputs, w, h);
        layers_activate(layer[ACTIVATION], n, d_out, h, beta, a);
        layers_dropout(n, d_out, drop[l], seed, (uint32_t)l + 1, step, a);

        inputs = a;
        w += filters_count_weights(layer);
        h += n * d_out;
        a += n * d_out;
    }
    return OK;
}

// Backward: the error of each layer from the one after it, and its gradient.
int cnn_backward(size_t n, size_t layers, const int32_t *restrict network,
                 const double *restrict drop, real beta, int32_t loss_kind, const real *restrict x,
                 const real *restrict t, const real *restrict params, const real *restrict h,
                 const real *restrict a, uint32_t seed, uint32_t step, real *restrict gradient,
                 double *restrict loss)
{
    if (n < 1 || !fits(layers, network))
        return INVALID_ARGUMENT;
    const size_t widest = widest_of(layers, network);
    real *dh = malloc(3 * n * widest * sizeof *dh); /* (n, d_out) of any layer */
    if (!dh)
        return OUT_OF_MEMORY;
    real *da = dh + n * widest;    /* the same */
    real *value = da + n * widest; /* the same: activations before dropout */
#pragma acc enter data create(dh[0 : 3 * n * widest])

    // The error of the outputs: dh = f'(h) (a - t) / n, the slope f' of the quadratic loss only.
    const int32_t *layer = network + LAYER_ENTRIES * (layers - 1);
    const size_t m = filters_count_outputs(layer);
    h += n * (cnn_count_neurons(layers, network) - m);
    a += n * (cnn_count_neurons(layers, network) - m);
    if (loss_kind == CROSS_ENTROPY) {
        layers_cross_entropy(layer[ACTIVATION], n, m, h, a, t, beta, loss, dh);
    } else {
        layers_quadratic_loss(n, m, a, t, loss, da);
        layers_activate_backward(layer[ACTIVATION], n, m, a, da, beta, dh);
    }

    // The gradient of each layer, and the error of the one before it: f'(h) times what it gets.
    const real *w = params + cnn_count_weights(layers, network);
    real *dw = gradient + cnn_count_weights(layers, network);
    for (size_t l = layers - 1; l > 0; l--, layer -= LAYER_ENTRIES) {
        const size_t d_in = filters_count_inputs(layer);
        const int32_t before = layer[ACTIVATION - LAYER_ENTRIES];
        w -= filters_count_weights(layer);
        dw -= filters_count_weights(layer);
        a -= n * d_in;
        layer_gradient(n, layer, a, dh, dw);
        layer_backward(n, layer, a, w, dh, da);
        layers_dropout(n, d_in, drop[l - 1], seed, (uint32_t)l, step, da);
        const real kept = (real)(1 - drop[l - 1]);
#pragma omp parallel for default(none) shared(n, d_in, a, value, kept) if (n * d_in > MANY)
#pragma acc parallel loop gang vector copyin(a[0 : n * d_in]) copyout(value[0 : n * d_in])
        for (size_t i = 0; i < n * d_in; i++)
            value[i] = a[i] * kept;
        layers_activate_backward(before, n, d_in, value, da, beta, dh);
    }
    layer_gradient(n, network, x, dh, gradient);

#pragma acc exit data delete(dh[0 : 3 * n * widest])
    free(dh);
    return OK;
}

// Show every sample once, in the given order, and step after each batch.
int cnn_train_epoch(size_t n, size_t layers, size_t visits, const int32_t *restrict network,
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

    const size_t d = filters_count_inputs(network);
    const size_t m = filters_count_outputs(network + LAYER_ENTRIES * (layers - 1));
    const size_t weights = cnn_count_weights(layers, network);
    const size_t neurons = cnn_count_neurons(layers, network);
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
#pragma acc enter data copyin(network[0 : LAYER_ENTRIES * layers], x[0 : n * d], t[0 : n * m])
#pragma acc enter data copyin(order[0 : visits], params[0 : weights], velocity[0 : weights])       \
    create(gradient[0 : room])
    int status = OK;
    double total = 0;
    for (size_t first = 0; first < visits; first += batch, step++) {
        const size_t rows = batch < visits - first ? batch : visits - first;
        gather(rows, d, order + first, x, x_batch);
        gather(rows, m, order + first, t, t_batch);
        cnn_forward(rows, layers, network, drop, beta, x_batch, params, seed, step, h, a);
        status = cnn_backward(rows, layers, network, drop, beta, loss_kind, x_batch, t_batch,
                              params, h, a, seed, step, gradient, loss);
        if (status != OK)
            break;
        layers_sgd_step(weights, rate, momentum, gradient, velocity, params);
        total += *loss * (double)rows;
    }
    *loss = total / (double)visits;
#pragma acc exit data copyout(params[0 : weights], velocity[0 : weights])                          \
    delete(order[0 : visits], gradient[0 : room])
#pragma acc exit data delete(network[0 : LAYER_ENTRIES * layers], x[0 : n * d], t[0 : n * m])

    free(gradient);
    return status;
}

// Answer with the activations of the last layer, without dropout.
int cnn_predict(size_t n, size_t layers, const int32_t *restrict network, real beta,
                const real *restrict x, const real *restrict params, real *restrict outputs)
{
    if (n < 1 || !fits(layers, network))
        return INVALID_ARGUMENT;
    const size_t d = filters_count_inputs(network);
    const size_t m = filters_count_outputs(network + LAYER_ENTRIES * (layers - 1));
    const size_t neurons = cnn_count_neurons(layers, network);
    const size_t most = n < BLOCK ? n : BLOCK;
    double *drop = calloc(layers, sizeof *drop); /* (layers): none */
    real *h = malloc(2 * most * neurons * sizeof *h);
    int status = drop && h ? OK : OUT_OF_MEMORY;
#pragma acc enter data copyin(network[0 : LAYER_ENTRIES * layers],                                 \
                              params[0 : cnn_count_weights(layers, network)])                      \
    create(h[0 : 2 * most * neurons])
    for (size_t first = 0; first < n && status == OK; first += most) {
        const size_t rows = most < n - first ? most : n - first;
        real *a = h + rows * neurons;
        status = cnn_forward(rows, layers, network, drop, beta, x + first * d, params, 0, 0, h, a);
#pragma acc update self(a[rows * (neurons - m) : rows * m])
        memcpy(outputs + first * m, a + rows * (neurons - m), rows * m * sizeof *outputs);
    }

#pragma acc exit data delete(network[0 : LAYER_ENTRIES * layers],                                  \
                             params[0 : cnn_count_weights(layers, network)],                       \
                             h[0 : 2 * most * neurons])
    free(h);
    free(drop);
    return status;
}
