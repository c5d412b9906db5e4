/* The perceptron: the contract. perceptron.c is the lesson, fast/perceptron.c
 * the same functions for speed.
 *
 * n samples, d features, m neurons, all at least 1; the caller owns every array:
 *     x  (n, d)      the samples, row after row
 *     t  (n, m)      the targets, 0 or 1
 *     w  (d + 1, m)  the weights, those of the bias node (a constant -1) last
 * The training functions and predict answer with a status of real.h: OK,
 * INVALID_ARGUMENT (a size of 0, an order out of range) or OUT_OF_MEMORY.
 */
#ifndef TRIPTYCH_PERCEPTRON_H
#define TRIPTYCH_PERCEPTRON_H

#include <stddef.h>
#include <stdint.h>

#include "support/real.h"

/* Weigh the inputs, h_o = sum over j of x_ij w_jo, and fire, a_o = 1 if h_o > 0:
 * x_i (d) is one sample; h and a are (m). */
void perceptron_activate(size_t d, size_t m, const real *restrict x_i, const real *restrict w,
                         real *restrict h, real *restrict a);

/* Correct the weights of the neurons that are wrong: w_jo -= rate (a_o - t_o) x_ij.
 * a, t_i (m): what the neurons did, and what they should have done. */
void perceptron_correct(size_t d, size_t m, const real *restrict x_i, const real *restrict a,
                        const real *restrict t_i, real rate, real *restrict w);

/* Show every sample once, in the given order, and correct after each mistake.
 * order (visits), entries 0 ... n-1. errors: the number of visits on which at
 * least one neuron was wrong. */
int perceptron_train_epoch(size_t n, size_t d, size_t m, size_t visits, const real *restrict x,
                           const real *restrict t, const int32_t *restrict order, real rate,
                           real *restrict w, int32_t *restrict errors);

/* Repeat epochs, each in a new random order, until one passes without an error:
 * the epochs first ... epochs - 1, n_epochs of them; first > 0 continues a
 * training. errors (epochs - first): those of each epoch done. */
int perceptron_train(size_t n, size_t d, size_t m, const real *restrict x, const real *restrict t,
                     real rate, size_t first, size_t epochs, uint32_t seed, real *restrict w,
                     int32_t *restrict errors, size_t *restrict n_epochs);

/* Choose a class: what one neuron says, or of several the one with the largest
 * h, the lowest on a tie. labels (n). */
int perceptron_predict(size_t n, size_t d, size_t m, const real *restrict x, const real *restrict w,
                       int32_t *restrict labels);

#endif
