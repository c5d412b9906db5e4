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

// How many numbers a layer takes: the pixels of all its channels.
size_t filters_count_inputs(const int32_t *restrict layer)
{
    return (size_t)layer[C_IN] * (size_t)layer[H_IN] * (size_t)layer[W_IN];
}

// How many numbers a layer gives.
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

// What a filter sees at a place: where its kernel begins in the image, and the rows and columns
// of the kernel, first ... last - 1, that are not beyond the border, where pixels are 0.
struct view {
    int y, z, i_first, i_last, j_first, j_last;
};

static struct view view_at(const int32_t *layer, int y, int z)
{
    struct view v = {.y = y * layer[STRIDE_H] - layer[PAD_H],
                     .z = z * layer[STRIDE_W] - layer[PAD_W],
                     .i_last = layer[KERNEL_H],
                     .j_last = layer[KERNEL_W]};
    if (v.y < 0)
        v.i_first = -v.y;
    if (v.z < 0)
        v.j_first = -v.z;
    if (v.y + v.i_last > layer[H_IN])
        v.i_last = layer[H_IN] - v.y;
    if (v.z + v.j_last > layer[W_IN])
        v.j_last = layer[W_IN] - v.z;
    return v;
}

// Where row i of the view is in channel c of an image, and where in a kernel.
static ptrdiff_t image_row(const int32_t *layer, const struct view *v, int c, int i)
{
    return ((ptrdiff_t)c * layer[H_IN] + v->y + i) * layer[W_IN] + v->z;
}

static ptrdiff_t kernel_row(const int32_t *layer, int c, int i)
{
    return ((ptrdiff_t)c * layer[KERNEL_H] + i) * layer[KERNEL_W];
}

// At one place, the sum of pixel times weight.
static real see(const int32_t *layer, struct view v,
                const real *restrict x, /* (c_in, h_in, w_in) */
                const real *restrict w /* (c_in, kh, kw) */)
{
    real sum = 0;
    for (int c = 0; c < layer[C_IN]; c++)
        for (int i = v.i_first; i < v.i_last; i++) {
            const ptrdiff_t pixel = image_row(layer, &v, c, i), weight = kernel_row(layer, c, i);
            for (int j = v.j_first; j < v.j_last; j++)
                sum += x[pixel + j] * w[weight + j];
        }
    return sum;
}

// From one place, give each pixel seen its share of the error.
static void share(const int32_t *layer, struct view v, real dh, const real *restrict w,
                  real *restrict dx)
{
    for (int c = 0; c < layer[C_IN]; c++)
        for (int i = v.i_first; i < v.i_last; i++) {
            const ptrdiff_t pixel = image_row(layer, &v, c, i), weight = kernel_row(layer, c, i);
            for (int j = v.j_first; j < v.j_last; j++)
                dx[pixel + j] += dh * w[weight + j];
        }
}

// From one place, give each weight its share of the error.
static void blame(const int32_t *layer, struct view v, real dh, const real *restrict x,
                  real *restrict dw)
{
    for (int c = 0; c < layer[C_IN]; c++)
        for (int i = v.i_first; i < v.i_last; i++) {
            const ptrdiff_t pixel = image_row(layer, &v, c, i), weight = kernel_row(layer, c, i);
            for (int j = v.j_first; j < v.j_last; j++)
                dw[weight + j] += dh * x[pixel + j];
        }
}

// Slide each filter over the image: at each place the sum of pixel times weight.
void filters_conv_forward(size_t n, const int32_t *restrict layer, const real *restrict x,
                          const real *restrict w, real *restrict h)
{
    const ptrdiff_t kernel = kernel_row(layer, layer[C_IN], 0); /* weights of a filter */
    const real *bias = w + layer[C_OUT] * kernel;               /* (c_out) */

#pragma omp parallel for default(none) shared(n, layer, x, w, h, kernel, bias)
    for (size_t s = 0; s < n; s++) {
        const real *x_s = x + s * filters_count_inputs(layer);
        real *place = h + s * filters_count_outputs(layer);
        for (int f = 0; f < layer[C_OUT]; f++)
            for (int y = 0; y < layer[H_OUT]; y++)
                for (int z = 0; z < layer[W_OUT]; z++)
                    *place++ = see(layer, view_at(layer, y, z), x_s, w + f * kernel) - bias[f];
    }
}

// Pass the error back to the pixels: each gets dh w from every place that saw it.
void filters_conv_backward(size_t n, const int32_t *restrict layer, const real *restrict w,
                           const real *restrict dh, real *restrict dx)
{
    const ptrdiff_t kernel = kernel_row(layer, layer[C_IN], 0); /* weights of a filter */

#pragma omp parallel for default(none) shared(n, layer, w, dh, dx, kernel)
    for (size_t s = 0; s < n; s++) {
        const real *place = dh + s * filters_count_outputs(layer);
        real *dx_s = dx + s * filters_count_inputs(layer);
        for (size_t pixel = 0; pixel < filters_count_inputs(layer); pixel++)
            dx_s[pixel] = 0;
        for (int f = 0; f < layer[C_OUT]; f++)
            for (int y = 0; y < layer[H_OUT]; y++)
                for (int z = 0; z < layer[W_OUT]; z++)
                    share(layer, view_at(layer, y, z), *place++, w + f * kernel, dx_s);
    }
}

// Gradient of the filters: dw_fcij = sum over places of dh_fyz times the pixel seen.
void filters_conv_gradient(size_t n, const int32_t *restrict layer, const real *restrict x,
                           const real *restrict dh, real *restrict dw)
{
    const ptrdiff_t kernel = kernel_row(layer, layer[C_IN], 0);     /* weights of a filter */
    const size_t map = (size_t)layer[H_OUT] * (size_t)layer[W_OUT]; /* places of a filter */
    real *dbias = dw + layer[C_OUT] * kernel;                       /* (c_out) */

#pragma omp parallel for default(none) shared(n, layer, x, dh, dw, kernel, map, dbias)
    for (int f = 0; f < layer[C_OUT]; f++) {
        real *dw_f = dw + f * kernel;
        for (ptrdiff_t weight = 0; weight < kernel; weight++)
            dw_f[weight] = 0;
        dbias[f] = 0;
        for (size_t s = 0; s < n; s++) {
            const real *x_s = x + s * filters_count_inputs(layer);
            const real *place = dh + s * filters_count_outputs(layer) + (size_t)f * map;
            for (int y = 0; y < layer[H_OUT]; y++)
                for (int z = 0; z < layer[W_OUT]; z++) {
                    blame(layer, view_at(layer, y, z), *place, x_s, dw_f);
                    dbias[f] -= *place++; // the bias node is -1
                }
        }
    }
}

// Where the largest pixel of a block is, counted from its corner: the first on a tie.
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
static real mean_of(const int32_t *layer, const real *corner)
{
    real sum = 0;
    for (int i = 0; i < layer[KERNEL_H]; i++)
        for (int j = 0; j < layer[KERNEL_W]; j++)
            sum += corner[(ptrdiff_t)i * layer[W_IN] + j];
    return sum / (real)(layer[KERNEL_H] * layer[KERNEL_W]);
}

// Give each pixel of a block its share of the error.
static void spread(const int32_t *layer, real da, real *corner)
{
    const real part = da / (real)(layer[KERNEL_H] * layer[KERNEL_W]);
    for (int i = 0; i < layer[KERNEL_H]; i++)
        for (int j = 0; j < layer[KERNEL_W]; j++)
            corner[(ptrdiff_t)i * layer[W_IN] + j] = part;
}

// Keep the largest, or the mean, of each block of pixels.
void filters_pool_forward(size_t n, const int32_t *restrict layer, const real *restrict x,
                          real *restrict a)
{
#pragma omp parallel for default(none) shared(n, layer, x, a)
    for (size_t s = 0; s < n; s++) {
        const real *x_s = x + s * filters_count_inputs(layer);
        real *place = a + s * filters_count_outputs(layer);
        for (int c = 0; c < layer[C_IN]; c++)
            for (int y = 0; y < layer[H_OUT]; y++)
                for (int z = 0; z < layer[W_OUT]; z++) {
                    const struct view v = view_at(layer, y, z);
                    const real *corner = x_s + image_row(layer, &v, c, 0);
                    if (layer[KIND] == MAX_POOL)
                        *place++ = corner[largest_of(layer, corner)];
                    else
                        *place++ = mean_of(layer, corner);
                }
    }
}

// Pass the error back to the largest pixel, the first on a tie, or in equal shares.
void filters_pool_backward(size_t n, const int32_t *restrict layer, const real *restrict x,
                           const real *restrict da, real *restrict dx)
{
#pragma omp parallel for default(none) shared(n, layer, x, da, dx)
    for (size_t s = 0; s < n; s++) {
        const real *place = da + s * filters_count_outputs(layer);
        real *dx_s = dx + s * filters_count_inputs(layer);
        for (size_t pixel = 0; pixel < filters_count_inputs(layer); pixel++)
            dx_s[pixel] = 0;
        for (int c = 0; c < layer[C_IN]; c++)
            for (int y = 0; y < layer[H_OUT]; y++)
                for (int z = 0; z < layer[W_OUT]; z++) {
                    const struct view v = view_at(layer, y, z);
                    const ptrdiff_t corner = image_row(layer, &v, c, 0);
                    const real *block = x + s * filters_count_inputs(layer) + corner;
                    if (layer[KIND] == MAX_POOL)
                        dx_s[corner + largest_of(layer, block)] = *place++;
                    else
                        spread(layer, *place++, dx_s + corner);
                }
    }
}
