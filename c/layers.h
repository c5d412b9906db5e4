/* The layers of a network: the contract. layers.c is the lesson, fast/layers.c
 * the same functions for speed.
 *
 *     n      rows of a batch
 *     d_in   inputs of a layer, x (n, d_in), and the bias node, a constant -1
 *     d_out  neurons of a layer, w (d_in + 1, d_out), the bias node's weights last
 *     h, a   weighted inputs and activations (n, d_out)
 *     dx     the gradient of the loss with respect to x, and so on
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

/* Weigh the inputs: h_io = sum over j of x_ij w_jo, less the bias. */
void layers_dense_forward(size_t n, size_t d_in, size_t d_out, const real *restrict x,
                          const real *restrict w, real *restrict h);

/* Pass the error back to the inputs: dx_ij = sum over o of dh_io w_jo. */
void layers_dense_backward(size_t n, size_t d_in, size_t d_out, const real *restrict w,
                           const real *restrict dh, real *restrict dx);

/* Gradient of the weights: dw_jo = sum over i of x_ij dh_io; dw (d_in + 1, d_out). */
void layers_dense_gradient(size_t n, size_t d_in, size_t d_out, const real *restrict x,
                           const real *restrict dh, real *restrict dw);

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
