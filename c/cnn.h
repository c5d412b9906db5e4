/* A simple convolutional network: the contract.
 *
 *     n samples   x (n, d), each an image (channels, height, width); targets t (n, m)
 *     network     (layers, 14): one row a layer, see filters.h
 *     drop        (layers): the probability that dropout silences a neuron
 *     params      all weights in one vector: layer after layer, weights, then biases
 *     h, a        weighted inputs and activations: layer after layer, each (n, d_out)
 *
 * The caller owns every array. A status of real.h is the answer: OK,
 * INVALID_ARGUMENT (a size of 0, layers that do not fit) or OUT_OF_MEMORY.
 */
#ifndef TRIPTYCH_CNN_H
#define TRIPTYCH_CNN_H

#include <stddef.h>
#include <stdint.h>

#include "filters.h"
#include "layers.h"

/* How many weights, and how many neurons (pixels of maps counted), a network has. */
size_t cnn_count_weights(size_t layers, const int32_t *restrict network);
size_t cnn_count_neurons(size_t layers, const int32_t *restrict network);

/* Forward: each layer works on the activations of the one before.
 * beta: the slope of the sigmoid; seed, step: the draw of the dropout masks,
 * step counts the batches since the start. h, a (n * neurons). */
int cnn_forward(size_t n, size_t layers, const int32_t *restrict network,
                const double *restrict drop, real beta, const real *restrict x,
                const real *restrict params, uint32_t seed, uint32_t step, real *restrict h,
                real *restrict a);

/* Backward: the error of each layer from the one after it, and its gradient.
 * h, a: what forward computed; gradient (weights); loss: mean over the rows. */
int cnn_backward(size_t n, size_t layers, const int32_t *restrict network,
                 const double *restrict drop, real beta, int32_t loss_kind, const real *restrict x,
                 const real *restrict t, const real *restrict params, const real *restrict h,
                 const real *restrict a, uint32_t seed, uint32_t step, real *restrict gradient,
                 double *restrict loss);

/* Show every sample once, in the given order, and step after each batch.
 * order (visits), entries 0 ... n-1; batch: rows a step; step: the batches done
 * before; velocity (weights): the momentum, zeros at the start. loss: mean over
 * the visits, each before its step. */
int cnn_train_epoch(size_t n, size_t layers, size_t visits, const int32_t *restrict network,
                    const double *restrict drop, real beta, int32_t loss_kind, size_t batch,
                    const real *restrict x, const real *restrict t, const int32_t *restrict order,
                    real rate, real momentum, uint32_t seed, uint32_t step, real *restrict params,
                    real *restrict velocity, double *restrict loss);

/* Answer with the activations of the last layer, without dropout: outputs (n, m). */
int cnn_predict(size_t n, size_t layers, const int32_t *restrict network, real beta,
                const real *restrict x, const real *restrict params, real *restrict outputs);

#endif
