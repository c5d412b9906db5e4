/* What the layers of a network share: activations, dropout, losses and the step.
 *
 *     n      rows of a batch
 *     m      neurons of a layer
 *     h, a   weighted inputs and activations (n, m)
 *     da     the gradient of the loss with respect to a, and so on
 *
 * The caller owns every array; nothing is allocated, so nothing can fail.
 */
#ifndef TRIPTYCH_LAYERS_H
#define TRIPTYCH_LAYERS_H

#include <stddef.h>
#include <stdint.h>

#include "support/real.h"

/* What a neuron does with its weighted input. */
enum activation { LINEAR = 0, SIGMOID = 1, TANH = 2, RELU = 3, LEAKY_RELU = 4, SOFTMAX = 5 };

/* What a training makes small. */
enum loss { QUADRATIC = 0, CROSS_ENTROPY = 1 };

/* Sigmoid: a = 1 / (1 + exp(-beta h)); its slope, from its value: beta a (1 - a). */
real layers_sigmoid(real h, real beta);
real layers_sigmoid_slope(real a, real beta);

/* Hyperbolic tangent: a = tanh h; its slope, from its value: 1 - a^2. */
real layers_tanh(real h);
real layers_tanh_slope(real a);

/* Rectifier: a = h above zero, 0 below; its slope: 1 above zero, else 0. */
real layers_relu(real h);
real layers_relu_slope(real a);

/* Leaky rectifier: a = h above zero, 0.1 h below; its slope: 1 above zero, else 0.1. */
real layers_leaky_relu(real h);
real layers_leaky_relu_slope(real a);

/* Softmax of each row: a_o = exp(h_o) / sum over p of exp(h_p). h, a (n, m). */
void layers_softmax(size_t n, size_t m, const real *restrict h, real *restrict a);

/* Activations of a layer, a = f(h), for the kind of f. h, a (n, m). */
void layers_activate(int32_t kind, size_t n, size_t m, const real *restrict h, real beta,
                     real *restrict a);

/* Gradient with respect to h: dh = da f'(h), the slope taken from a; all (n, m). */
void layers_activate_backward(int32_t kind, size_t n, size_t m, const real *restrict a,
                              const real *restrict da, real beta, real *restrict dh);

/* Silence each neuron of a (n, m), in place, with probability p, the others
 * times 1 / (1 - p). The same call with da is its own gradient: it draws the
 * same mask. */
void layers_dropout(size_t n, size_t m, double p, uint32_t seed, uint32_t layer, uint32_t batch,
                    real *restrict a);

/* Quadratic error, mean over the rows: 1/2 sum over o of (a_o - t_o)^2, and
 * da = (a - t) / n; all (n, m). */
void layers_quadratic_loss(size_t n, size_t m, const real *restrict a, const real *restrict t,
                           double *restrict loss, real *restrict da);

/* Cross-entropy, mean over the rows, of softmax or sigmoid outputs a = f(h), and
 * dh = (a - t) / n, or beta (a - t) / n for the sigmoid; all (n, m). */
void layers_cross_entropy(int32_t kind, size_t n, size_t m, const real *restrict h,
                          const real *restrict a, const real *restrict t, real beta,
                          double *restrict loss, real *restrict dh);

/* Step down the gradient with momentum: v = momentum v - rate g, w = w + v. */
void layers_sgd_step(size_t weights, real rate, real momentum, const real *restrict gradient,
                     real *restrict velocity, real *restrict params);

#endif
