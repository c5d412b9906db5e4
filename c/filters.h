/* Convolution and pooling: the contract. filters.c is the lesson, fast/filters.c
 * the same functions for speed.
 *
 *     n      images of a batch
 *     layer  (14): what the layer is, its entries as in enum layer_entry
 *     x      what comes in (n, c_in, h_in, w_in)
 *     h, a   what goes out (n, c_out, h_out, w_out)
 *     w      kernels (c_out, c_in, kh, kw), one for each filter, then biases (c_out)
 *     dx     the gradient of the loss with respect to x, and so on
 *
 * The caller owns every array and has checked the layer; nothing is allocated, so
 * nothing can fail.
 */
#ifndef TRIPTYCH_FILTERS_H
#define TRIPTYCH_FILTERS_H

#include <stddef.h>
#include <stdint.h>

#include "support/real.h"

/* What a layer does. */
enum layer_kind { CONVOLUTION = 0, MAX_POOL = 1, AVERAGE_POOL = 2, DENSE = 3 };

/* One row of a network. A dense layer has a channel of one pixel for each input and
 * neuron. H_OUT = (H_IN + 2 PAD_H - KERNEL_H) / STRIDE_H + 1, rounded down, and W_OUT
 * likewise. A pool steps by its own size and is not padded. */
enum layer_entry {
    KIND,
    C_IN, /* channels, height and width of what comes in */
    H_IN,
    W_IN,
    C_OUT, /* channels (one for each filter), height and width of what goes out */
    H_OUT,
    W_OUT,
    KERNEL_H, /* height and width of a kernel, or of a pool's block */
    KERNEL_W,
    STRIDE_H,
    STRIDE_W,
    PAD_H, /* rows and columns of zeros on each side */
    PAD_W,
    ACTIVATION,
    LAYER_ENTRIES
};

/* A filter has at most so many weights for each channel. */
enum { FILTERS_KERNEL_MOST = 4096 };

/* How many numbers a layer takes: the pixels of all its channels. */
size_t filters_count_inputs(const int32_t *restrict layer);

/* How many numbers a layer gives. */
size_t filters_count_outputs(const int32_t *restrict layer);

/* How many weights a layer has, its biases counted. */
size_t filters_count_weights(const int32_t *restrict layer);

/* Slide each filter over the image: at each place the sum of pixel times weight.
 * h_fyz = sum over c, i, j of x_c(y s + i - pad)(z s + j - pad) w_fcij, less the bias, for
 * filter f at row y and column z; pixels outside the image are 0. */
void filters_conv_forward(size_t n, const int32_t *restrict layer, const real *restrict x,
                          const real *restrict w, real *restrict h);

/* Pass the error back to the pixels: each gets dh w from every place that saw it. */
void filters_conv_backward(size_t n, const int32_t *restrict layer, const real *restrict w,
                           const real *restrict dh, real *restrict dx);

/* Gradient of the filters: dw_fcij = sum over places of dh_fyz times the pixel seen. */
void filters_conv_gradient(size_t n, const int32_t *restrict layer, const real *restrict x,
                           const real *restrict dh, real *restrict dw);

/* Keep the largest, or the mean, of each block of pixels. Pixels beyond the last whole
 * block are not used. */
void filters_pool_forward(size_t n, const int32_t *restrict layer, const real *restrict x,
                          real *restrict a);

/* Pass the error back to the largest pixel, the first on a tie, or in equal shares. */
void filters_pool_backward(size_t n, const int32_t *restrict layer, const real *restrict x,
                           const real *restrict da, real *restrict dx);

#endif
