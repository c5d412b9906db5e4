/* The layers of a convolutional network that see images: convolution and pooling.
 *
 * LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document
 * recognition, Proc. IEEE 86, 2278; Goodfellow, Bengio and Courville (2016), Deep
 * Learning, chapter 9. As there, convolution is cross-correlation: no kernel is flipped.
 *
 *     n      images of a batch
 *     layer  (14): what the layer is, see enum layer_entry
 *     x      what comes in (n, c_in, h_in, w_in)
 *     h, a   what goes out (n, c_out, h_out, w_out)
 *     w      kernels (c_out, c_in, kh, kw), one for each filter, then biases (c_out)
 *     dx     the gradient of the loss with respect to x, and so on
 */
#include "filters.h"

#include <stdbool.h>

enum { MANY = 1048576 }; // products that are worth several threads: about a millisecond

// How many numbers a layer takes: the pixels of all its channels.
#pragma acc routine seq
size_t filters_count_inputs(const int32_t *restrict layer)
{
    return (size_t)layer[C_IN] * (size_t)layer[H_IN] * (size_t)layer[W_IN];
}

// How many numbers a layer gives.
#pragma acc routine seq
size_t filters_count_outputs(const int32_t *restrict layer)
{
    return (size_t)layer[C_OUT] * (size_t)layer[H_OUT] * (size_t)layer[W_OUT];
}

// How many weights a layer has, its biases counted.
size_t filters_count_weights(const int32_t *restrict layer)
{
    const size_t kernel = (size_t)layer[C_IN] * (size_t)layer[KERNEL_H] * (size_t)layer[KERNEL_W];
    switch (layer[KIND]) {
    case CONVOLUTION: return (kernel + 1) * (size_t)layer[C_OUT];
    case DENSE: return (filters_count_inputs(layer) + 1) * (size_t)layer[C_OUT];
    default: return 0;
    }
}

// How many weights a filter has without its bias, and a map places.
#pragma acc routine seq
static ptrdiff_t kernel_of(const int32_t *layer)
{
    return (ptrdiff_t)layer[C_IN] * layer[KERNEL_H] * layer[KERNEL_W];
}

#pragma acc routine seq
static ptrdiff_t map_of(const int32_t *layer)
{
    return (ptrdiff_t)layer[H_OUT] * layer[W_OUT];
}

// Does a convolution of n samples take so many products that several threads pay?
static inline bool many(size_t n, const int32_t *layer)
{
    return n * filters_count_outputs(layer) * (size_t)kernel_of(layer) > MANY;
}

// Where row i or column j of a kernel meets the image: place p has it at pixel p * stride +
// offset, and those from first to last - 1 are inside; beyond the border pixels are 0.
struct reach {
    int offset, first, last;
};

// axis: 0 for rows, 1 for columns.
#pragma acc routine seq
static inline struct reach reach_of(const int32_t *layer, int axis, int k)
{
    const int stride = layer[STRIDE_H + axis], places = layer[H_OUT + axis];
    struct reach reach = {.offset = k - layer[PAD_H + axis]};
    const int inside = layer[H_IN + axis] - reach.offset; // pixels from the one of place 0
    if (reach.offset < 0)
        reach.first = (-1 - reach.offset) / stride + 1;
    if (inside > 0)
        reach.last = (inside - 1) / stride + 1;
    if (reach.last > places)
        reach.last = places;
    return reach;
}

// One image (c_in, h_in, w_in) through one filter (c_in, kh, kw): the map (h_out, w_out) is a
// sum of shifted images, one for each weight.
#pragma acc routine vector
static void see(const int32_t *layer, const real *restrict x, const real *restrict w, real bias,
                real *restrict h)
{
    // Exercise 1. Fill the map: at each place the sum of pixel times weight, less the bias.
#pragma acc loop vector
    for (ptrdiff_t place = 0; place < map_of(layer); place++)
        h[place] = -bias; // the bias node is -1
    const int w_in = layer[W_IN], w_out = layer[W_OUT], step = layer[STRIDE_W];
    for (int c = 0; c < layer[C_IN]; c++)
        for (int i = 0; i < layer[KERNEL_H]; i++)
            for (int j = 0; j < layer[KERNEL_W]; j++, w++) {
                const struct reach rows = reach_of(layer, 0, i), columns = reach_of(layer, 1, j);
                for (int y = rows.first; y < rows.last; y++) {
                    const int row = c * layer[H_IN] + y * layer[STRIDE_H] + rows.offset;
                    const real *x_y = x + (ptrdiff_t)row * w_in + columns.offset;
                    real *h_y = h + (ptrdiff_t)y * w_out;
#pragma acc loop vector
                    for (int z = columns.first; z < columns.last; z++)
                        h_y[z] += *w * x_y[z * step];
                }
            }
    // End of exercise 1.
}

// The errors of one map, passed back to the pixels of its image.
#pragma acc routine vector
static void share(const int32_t *layer, const real *restrict w, const real *restrict dh,
                  real *restrict dx)
{
    // Exercise 2. Give each pixel dh times the weight it was seen through, from every place.
    const int w_in = layer[W_IN], w_out = layer[W_OUT], step = layer[STRIDE_W];
    for (int c = 0; c < layer[C_IN]; c++)
        for (int i = 0; i < layer[KERNEL_H]; i++)
            for (int j = 0; j < layer[KERNEL_W]; j++, w++) {
                const struct reach rows = reach_of(layer, 0, i), columns = reach_of(layer, 1, j);
                for (int y = rows.first; y < rows.last; y++) {
                    const int row = c * layer[H_IN] + y * layer[STRIDE_H] + rows.offset;
                    real *dx_y = dx + (ptrdiff_t)row * w_in + columns.offset;
                    const real *dh_y = dh + (ptrdiff_t)y * w_out;
#pragma acc loop vector
                    for (int z = columns.first; z < columns.last; z++)
                        dx_y[z * step] += *w * dh_y[z];
                }
            }
    // End of exercise 2.
}

// The errors of one map, added up for the weights of its filter.
#pragma acc routine worker
static void blame(const int32_t *layer, const real *restrict x, const real *restrict dh,
                  real *restrict dw, real *restrict dbias)
{
    // Exercise 3. Give each weight dh times the pixel it met, from every place; the bias met -1.
    real bias = *dbias;
#pragma acc loop vector reduction(+ : bias)
    for (ptrdiff_t place = 0; place < map_of(layer); place++)
        bias -= dh[place]; // the bias node is -1
    *dbias = bias;
    const int w_in = layer[W_IN], w_out = layer[W_OUT], step = layer[STRIDE_W];
#pragma acc loop worker collapse(3)
    for (int c = 0; c < layer[C_IN]; c++)
        for (int i = 0; i < layer[KERNEL_H]; i++)
            for (int j = 0; j < layer[KERNEL_W]; j++) {
                const struct reach rows = reach_of(layer, 0, i), columns = reach_of(layer, 1, j);
                real sum = 0;
                for (int y = rows.first; y < rows.last; y++) {
                    const int row = c * layer[H_IN] + y * layer[STRIDE_H] + rows.offset;
                    const real *x_y = x + (ptrdiff_t)row * w_in + columns.offset;
                    const real *dh_y = dh + (ptrdiff_t)y * w_out;
#pragma acc loop vector reduction(+ : sum)
                    for (int z = columns.first; z < columns.last; z++)
                        sum += dh_y[z] * x_y[z * step];
                }
                dw[(c * layer[KERNEL_H] + i) * layer[KERNEL_W] + j] += sum;
            }
    // End of exercise 3.
}

// Slide each filter over the image: at each place the sum of pixel times weight.
void filters_conv_forward(size_t n, const int32_t *restrict layer, const real *restrict x,
                          const real *restrict w, real *restrict h)
{
    const ptrdiff_t kernel = kernel_of(layer), map = map_of(layer);
    const real *bias = w + layer[C_OUT] * kernel; /* (c_out) */

#pragma omp parallel for default(none)                                                             \
    shared(n, layer, x, w, h, kernel, map, bias) if (many(n, layer))
#pragma acc parallel loop gang copyin(layer[0 : LAYER_ENTRIES])                                    \
    copyin(x[0 : n * filters_count_inputs(layer)], w[0 : filters_count_weights(layer)])            \
        copyout(h[0 : n * filters_count_outputs(layer)])
    for (size_t s = 0; s < n; s++) {
        const real *x_s = x + s * filters_count_inputs(layer);
        real *h_s = h + s * filters_count_outputs(layer);
#pragma acc loop worker
        for (int f = 0; f < layer[C_OUT]; f++)
            see(layer, x_s, w + f * kernel, bias[f], h_s + f * map);
    }
}

// Pass the error back to the pixels: each gets dh w from every place that saw it.
void filters_conv_backward(size_t n, const int32_t *restrict layer, const real *restrict w,
                           const real *restrict dh, real *restrict dx)
{
    const ptrdiff_t kernel = kernel_of(layer), map = map_of(layer);

#pragma omp parallel for default(none) shared(n, layer, w, dh, dx, kernel, map) if (many(n, layer))
#pragma acc parallel loop gang copyin(layer[0 : LAYER_ENTRIES])                                    \
    copyin(w[0 : filters_count_weights(layer)], dh[0 : n * filters_count_outputs(layer)])          \
        copyout(dx[0 : n * filters_count_inputs(layer)])
    for (size_t s = 0; s < n; s++) {
        const real *dh_s = dh + s * filters_count_outputs(layer);
        real *dx_s = dx + s * filters_count_inputs(layer);
#pragma acc loop vector
        for (size_t pixel = 0; pixel < filters_count_inputs(layer); pixel++)
            dx_s[pixel] = 0;
        for (int f = 0; f < layer[C_OUT]; f++)
            share(layer, w + f * kernel, dh_s + f * map, dx_s);
    }
}

// Gradient of the filters: dw_fcij = sum over places of dh_fyz times the pixel seen.
void filters_conv_gradient(size_t n, const int32_t *restrict layer, const real *restrict x,
                           const real *restrict dh, real *restrict dw)
{
    const ptrdiff_t kernel = kernel_of(layer), map = map_of(layer);
    real *dbias = dw + layer[C_OUT] * kernel; /* (c_out) */

#pragma omp parallel for default(none)                                                             \
    shared(n, layer, x, dh, dw, kernel, map, dbias) if (many(n, layer))
#pragma acc parallel loop gang copyin(layer[0 : LAYER_ENTRIES])                                    \
    copyin(x[0 : n * filters_count_inputs(layer)], dh[0 : n * filters_count_outputs(layer)])       \
        copyout(dw[0 : filters_count_weights(layer)])
    for (int f = 0; f < layer[C_OUT]; f++) {
        real *dw_f = dw + f * kernel;
#pragma acc loop vector
        for (ptrdiff_t weight = 0; weight < kernel; weight++)
            dw_f[weight] = 0;
        dbias[f] = 0;
        for (size_t s = 0; s < n; s++)
            blame(layer, x + s * filters_count_inputs(layer),
                  dh + s * filters_count_outputs(layer) + f * map, dw_f, &dbias[f]);
    }
}

// Where the largest pixel of a block is, counted from its corner: the first on a tie.
#pragma acc routine seq
static ptrdiff_t largest_of(const int32_t *layer, const real *corner)
{
    ptrdiff_t largest = 0;
    for (int i = 0; i < layer[KERNEL_H]; i++)
        for (int j = 0; j < layer[KERNEL_W]; j++) {
            const ptrdiff_t pixel = (ptrdiff_t)i * layer[W_IN] + j;
            if (corner[pixel] > corner[largest])
                largest = pixel;
        }
    return largest;
}

// The mean of a block.
#pragma acc routine seq
static real mean_of(const int32_t *layer, const real *corner)
{
    real sum = 0;
    for (int i = 0; i < layer[KERNEL_H]; i++)
        for (int j = 0; j < layer[KERNEL_W]; j++)
            sum += corner[(ptrdiff_t)i * layer[W_IN] + j];
    return sum / (real)(layer[KERNEL_H] * layer[KERNEL_W]);
}

// Fill a block with one value.
#pragma acc routine seq
static void fill(const int32_t *layer, real value, real *corner)
{
    for (int i = 0; i < layer[KERNEL_H]; i++)
        for (int j = 0; j < layer[KERNEL_W]; j++)
            corner[(ptrdiff_t)i * layer[W_IN] + j] = value;
}

// One map, pooled.
#pragma acc routine vector
static void pool(const int32_t *layer, const real *restrict x, real *restrict a)
{
    // Exercise 4. Keep the largest pixel of each block, or the mean of its pixels.
    const ptrdiff_t w_in = layer[W_IN], w_out = layer[W_OUT];
#pragma acc loop vector collapse(2)
    for (int y = 0; y < layer[H_OUT]; y++)
        for (int z = 0; z < layer[W_OUT]; z++) {
            const real *corner = x + y * layer[KERNEL_H] * w_in + z * layer[KERNEL_W];
            if (layer[KIND] == MAX_POOL)
                a[y * w_out + z] = corner[largest_of(layer, corner)];
            else
                a[y * w_out + z] = mean_of(layer, corner);
        }
    // End of exercise 4.
}

// The errors of one pooled map, passed back to its pixels.
#pragma acc routine vector
static void spread(const int32_t *layer, const real *restrict x, const real *restrict da,
                   real *restrict dx)
{
    // Exercise 5. Give the error of each block to its largest pixel, or to all in equal shares.
    const ptrdiff_t w_in = layer[W_IN], w_out = layer[W_OUT];
#pragma acc loop vector
    for (ptrdiff_t pixel = 0; pixel < layer[H_IN] * w_in; pixel++)
        dx[pixel] = 0;
#pragma acc loop vector collapse(2)
    for (int y = 0; y < layer[H_OUT]; y++)
        for (int z = 0; z < layer[W_OUT]; z++) {
            const ptrdiff_t corner = y * layer[KERNEL_H] * w_in + z * layer[KERNEL_W];
            const real error = da[y * w_out + z];
            if (layer[KIND] == MAX_POOL)
                dx[corner + largest_of(layer, x + corner)] = error;
            else
                fill(layer, error / (real)(layer[KERNEL_H] * layer[KERNEL_W]), dx + corner);
        }
    // End of exercise 5.
}

// Keep the largest, or the mean, of each block of pixels.
// Pixels beyond the last whole block are not used.
void filters_pool_forward(size_t n, const int32_t *restrict layer, const real *restrict x,
                          real *restrict a)
{
    const ptrdiff_t image = (ptrdiff_t)layer[H_IN] * layer[W_IN], map = map_of(layer);

#pragma omp parallel for default(none)                                                             \
    shared(n, layer, x, a, image, map) if (n * filters_count_inputs(layer) > MANY)
#pragma acc parallel loop gang copyin(layer[0 : LAYER_ENTRIES])                                    \
    copyin(x[0 : n * filters_count_inputs(layer)])                                                 \
        copyout(a[0 : n * filters_count_outputs(layer)])
    for (size_t s = 0; s < n; s++) {
        const real *x_s = x + s * filters_count_inputs(layer);
        real *a_s = a + s * filters_count_outputs(layer);
#pragma acc loop worker
        for (int c = 0; c < layer[C_IN]; c++)
            pool(layer, x_s + c * image, a_s + c * map);
    }
}

// Pass the error back to the largest pixel, the first on a tie, or in equal shares.
void filters_pool_backward(size_t n, const int32_t *restrict layer, const real *restrict x,
                           const real *restrict da, real *restrict dx)
{
    const ptrdiff_t image = (ptrdiff_t)layer[H_IN] * layer[W_IN], map = map_of(layer);

#pragma omp parallel for default(none)                                                             \
    shared(n, layer, x, da, dx, image, map) if (n * filters_count_inputs(layer) > MANY)
#pragma acc parallel loop gang copyin(layer[0 : LAYER_ENTRIES])                                    \
    copyin(x[0 : n * filters_count_inputs(layer)], da[0 : n * filters_count_outputs(layer)])       \
        copyout(dx[0 : n * filters_count_inputs(layer)])
    for (size_t s = 0; s < n; s++) {
        const real *x_s = x + s * filters_count_inputs(layer);
        const real *da_s = da + s * filters_count_outputs(layer);
        real *dx_s = dx + s * filters_count_inputs(layer);
#pragma acc loop worker
        for (int c = 0; c < layer[C_IN]; c++)
            spread(layer, x_s + c * image, da_s + c * map, dx_s + c * image);
    }
}
