/* The dense layer: the contract. dense.c is the lesson, fast/dense.c the same
 * functions for speed.
 *
 *     n      rows of a batch
 *     d_in   inputs of a layer, x (n, d_in), and the bias node, a constant -1
 *     d_out  neurons of a layer, w (d_in + 1, d_out), the bias node's weights last
 *     h      weighted inputs (n, d_out)
 *     dx     the gradient of the loss with respect to x, and so on
 *
 * The caller owns every array; nothing is allocated, so nothing can fail.
 */
#ifndef TRIPTYCH_DENSE_H
#define TRIPTYCH_DENSE_H

#include <stddef.h>

#include "support/real.h"

/* Weigh the inputs: h_io = sum over j of x_ij w_jo, less the bias. */
void dense_forward(size_t n, size_t d_in, size_t d_out, const real *restrict x,
                   const real *restrict w, real *restrict h);

/* Pass the error back to the inputs: dx_ij = sum over o of dh_io w_jo. */
void dense_backward(size_t n, size_t d_in, size_t d_out, const real *restrict w,
                    const real *restrict dh, real *restrict dx);

/* Gradient of the weights: dw_jo = sum over i of x_ij dh_io; dw (d_in + 1, d_out). */
void dense_gradient(size_t n, size_t d_in, size_t d_out, const real *restrict x,
                    const real *restrict dh, real *restrict dw);

#endif
