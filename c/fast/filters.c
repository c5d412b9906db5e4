/* Convolution and pooling for speed. A convolution is a product of matrices, filters times
 * patches, and so are its gradients. They go through the tile of the dense layer
 * (dense_tile.h), and the patches are never written down: see filters_window.h.
 *
 * Each number is added up in the same order for any number of threads.
 */
#include "filters.h"

#include <string.h>

#include "dense_tile.h"
#include "filters_window.h"

enum {
    DEPTH = 256,   // steps that a panel holds
    PART = 8,      // images whose gradients are added up before they join the others
    MANY = 262144, // products that are worth several threads, or an eighth of it pixels
    SIZE = WINDOW + LANES
};

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

// How many weights a filter has without its bias, and a map places.
static size_t kernel_of(const int32_t *layer)
{
    return (size_t)layer[C_IN] * (size_t)layer[KERNEL_H] * (size_t)layer[KERNEL_W];
}

static size_t map_of(const int32_t *layer)
{
    return (size_t)layer[H_OUT] * (size_t)layer[W_OUT];
}

// Does a convolution of n samples take so many products that several threads pay?
static inline bool many(size_t n, const int32_t *layer)
{
    return n * filters_count_outputs(layer) * kernel_of(layer) > MANY;
}

static inline size_t at_most(size_t number, size_t most)
{
    return number < most ? number : most;
}

// One image through all filters, at first less their biases: a tile is some filters times the
// patches of some places.
static void see(const int32_t *layer, const struct window *window, const real *restrict x,
                const real *restrict w, real *restrict h)
{
    const size_t kernel = kernel_of(layer), map = map_of(layer), filters = (size_t)layer[C_OUT];
    real pixels[SIZE], panel[DEPTH * LANES], tile[ROWS][LANES];
    filters_window_look(window, x, pixels);
    for (size_t first = 0; first < window->weights; first += DEPTH) {
        const size_t some = at_most(DEPTH, window->weights - first);
        for (size_t p = 0; p < window->places; p += LANES) {
            for (size_t k = 0; k < some; k++)
                memcpy(panel + k * LANES, pixels + window->offset[first + k] + p,
                       LANES * sizeof *panel);
            for (size_t f = 0; f < filters; f += ROWS) {
                const real *row[ROWS];
                for (size_t r = 0; r < ROWS; r++) { // the last one again where there are no more
                    const size_t filter = at_most(f + r, filters - 1);
                    row[r] = w + filter * kernel + first + window->first_weight;
                    if (first + window->first_weight == 0)
                        for (size_t j = 0; j < LANES; j++)
                            tile[r][j] = -w[filters * kernel + filter]; // the bias node is -1
                    else
                        filters_window_take(window, p, h + filter * map, tile[r]);
                }
                dense_tile_add(some, row, 1, panel, tile[0], LANES);
                for (size_t r = 0; r < at_most(ROWS, filters - f); r++)
                    filters_window_put(window, p, tile[r], h + (f + r) * map);
            }
        }
    }
}

// The errors of all maps, passed back: a tile is some weights of all filters times the errors
// of some places, for the pixels that these weights meet there.
static void share(const int32_t *layer, const struct window *window, const real *restrict w,
                  const real *restrict dh, real *restrict dx)
{
    const size_t kernel = kernel_of(layer), map = map_of(layer), filters = (size_t)layer[C_OUT];
    real pixels[SIZE], panel[DEPTH * LANES];
    memset(pixels, 0, (window->pixels + LANES) * sizeof *pixels);
    for (size_t first = 0; first < filters; first += DEPTH) {
        const size_t some = at_most(DEPTH, filters - first);
        for (size_t p = 0; p < window->places; p += LANES) {
            for (size_t f = 0; f < some; f++)
                filters_window_take(window, p, dh + (first + f) * map, panel + f * LANES);
            for (size_t k = 0; k < window->weights; k += ROWS) {
                const real *row[ROWS];
                for (size_t r = 0; r < ROWS; r++)
                    row[r] = w + first * kernel + at_most(k + r, window->weights - 1) +
                             window->first_weight;
                real tile[ROWS][LANES] = {{0}};
                dense_tile_add(some, row, kernel, panel, tile[0], LANES);
                for (size_t r = 0; r < at_most(ROWS, window->weights - k); r++)
                    for (size_t j = 0; j < LANES; j++)
                        pixels[(size_t)window->offset[k + r] + p + j] += tile[r][j];
            }
        }
    }
    for (size_t p = 0; p < window->pixels; p++)
        if (window->pixel[p] != NONE)
            dx[window->pixel[p]] += pixels[p];
}

// The errors of all maps, added up for DEPTH weights of LANES filters, from the first of each on:
// a tile is what some weights meet at all places times the errors there. dw (DEPTH, LANES).
static void blame(const int32_t *layer, const struct window *window, size_t f, size_t first,
                  const real *restrict x, const real *restrict dh, real *restrict dw)
{
    const size_t map = map_of(layer), filters = at_most(LANES, (size_t)layer[C_OUT] - f);
    const size_t weights = at_most(DEPTH, window->weights - first);
    real pixels[SIZE], panel[DEPTH * LANES];
    filters_window_look(window, x, pixels);
    for (size_t p = 0; p < window->places; p += DEPTH) {
        const size_t some = at_most(DEPTH, window->places - p);
        for (size_t q = 0; q < some; q++)
            for (size_t j = 0; j < LANES; j++)
                panel[q * LANES + j] = window->place[p + q] == NONE || j >= filters
                                           ? 0
                                           : dh[(f + j) * map + (size_t)window->place[p + q]];
        for (size_t k = 0; k < weights; k += ROWS) {
            const real *row[ROWS];
            for (size_t r = 0; r < ROWS; r++)
                row[r] = pixels + window->offset[first + at_most(k + r, weights - 1)] + p;
            dense_tile_add(some, row, 1, panel, dw + k * LANES, LANES);
        }
    }
}

// Slide each filter over the image: at each place the sum of pixel times weight.
void filters_conv_forward(size_t n, const int32_t *restrict layer, const real *restrict x,
                          const real *restrict w, real *restrict h)
{
    struct window window;
    filters_window_first(layer, &window);
    do {
#pragma omp parallel for default(none) shared(n, layer, x, w, h, window) if (many(n, layer))
        for (size_t s = 0; s < n; s++)
            see(layer, &window, x + s * filters_count_inputs(layer), w,
                h + s * filters_count_outputs(layer));
    } while (filters_window_next(layer, &window));
}

// Pass the error back to the pixels: each gets dh w from every place that saw it.
void filters_conv_backward(size_t n, const int32_t *restrict layer, const real *restrict w,
                           const real *restrict dh, real *restrict dx)
{
    const size_t pixels = filters_count_inputs(layer);
    struct window window;
#pragma omp parallel for default(none) shared(n, pixels, dx) if (n * pixels > MANY / 8)
    for (size_t s = 0; s < n; s++)
        memset(dx + s * pixels, 0, pixels * sizeof *dx);

    filters_window_first(layer, &window);
    do {
#pragma omp parallel for default(none)                                                             \
    shared(n, layer, w, dh, dx, window, pixels) if (many(n, layer))
        for (size_t s = 0; s < n; s++)
            share(layer, &window, w, dh + s * filters_count_outputs(layer), dx + s * pixels);
    } while (filters_window_next(layer, &window));
}

// The gradient of some filters, as far as some weights of a window: part by part of the batch.
static void add_gradient(size_t n, const int32_t *layer, const struct window *window, size_t f,
                         size_t first, const real *x, const real *dh, real *dw)
{
#pragma omp parallel for ordered schedule(static, 1) default(none)                                 \
    shared(n, layer, window, f, first, x, dh, dw) if (many(n, layer))
    for (size_t part = 0; part < n; part += PART) {
        real total[(DEPTH + ROWS) * LANES] = {0};
        for (size_t s = part; s < at_most(part + PART, n); s++)
            blame(layer, window, f, first, x + s * filters_count_inputs(layer),
                  dh + s * filters_count_outputs(layer), total);
#pragma omp ordered
        for (size_t j = f; j < at_most(f + LANES, (size_t)layer[C_OUT]); j++)
            for (size_t k = first; k < at_most(first + DEPTH, window->weights); k++)
                dw[j * kernel_of(layer) + window->first_weight + k] +=
                    total[(k - first) * LANES + j - f];
    }
}

// Gradient of the filters: dw_fcij = sum over places of dh_fyz times the pixel seen.
void filters_conv_gradient(size_t n, const int32_t *restrict layer, const real *restrict x,
                           const real *restrict dh, real *restrict dw)
{
    const size_t filters = (size_t)layer[C_OUT];
    real *dbias = dw + filters * kernel_of(layer); /* (c_out) */
    struct window window;
    memset(dw, 0, filters_count_weights(layer) * sizeof *dw);

    filters_window_first(layer, &window);
    do {
        for (size_t f = 0; f < filters; f += LANES)
            for (size_t first = 0; first < window.weights; first += DEPTH)
                add_gradient(n, layer, &window, f, first, x, dh, dw);
    } while (filters_window_next(layer, &window));

#pragma omp parallel for default(none) shared(n, layer, dh, dbias, filters) if (many(n, layer))
    for (size_t f = 0; f < filters; f++)
        for (size_t s = 0; s < n; s++) {
            const real *dh_f = dh + s * filters_count_outputs(layer) + f * map_of(layer);
            real total = 0;
            for (size_t place = 0; place < map_of(layer); place++)
                total += dh_f[place];
            dbias[f] -= total; // the bias node is -1
        }
}

// Where the largest pixels of neighbouring blocks are, counted from their first pixels: the first
// of each on a tie. Compare and select, without branches.
static void find_largest(const int32_t *layer, const real *restrict x, size_t blocks,
                         real *restrict largest, int32_t *restrict where)
{
    const size_t step = (size_t)layer[KERNEL_W];
    for (size_t b = 0; b < blocks; b++) {
        largest[b] = x[b * step];
        where[b] = 0;
    }
    for (int i = 0; i < layer[KERNEL_H]; i++)
        for (int j = 0; j < layer[KERNEL_W]; j++) {
            const int32_t pixel = i * layer[W_IN] + j;
            for (size_t b = 0; b < blocks; b++) {
                const real value = x[b * step + (size_t)pixel];
                where[b] = value > largest[b] ? pixel : where[b];
                largest[b] = value > largest[b] ? value : largest[b];
            }
        }
}

// Keep the mean of neighbouring blocks.
static void find_means(const int32_t *layer, const real *restrict x, size_t blocks,
                       real *restrict mean)
{
    const size_t step = (size_t)layer[KERNEL_W];
    memset(mean, 0, blocks * sizeof *mean);
    for (int i = 0; i < layer[KERNEL_H]; i++)
        for (int j = 0; j < layer[KERNEL_W]; j++)
            for (size_t b = 0; b < blocks; b++)
                mean[b] += x[b * step + (size_t)(i * layer[W_IN] + j)];
    for (size_t b = 0; b < blocks; b++)
        mean[b] /= (real)(layer[KERNEL_H] * layer[KERNEL_W]);
}

// One map, pooled: LANES blocks of a row at a time.
static void pool(const int32_t *layer, const real *restrict x, real *restrict a)
{
    const size_t w_in = (size_t)layer[W_IN], w_out = (size_t)layer[W_OUT];
    const size_t kernel_h = (size_t)layer[KERNEL_H], kernel_w = (size_t)layer[KERNEL_W];
    int32_t where[LANES];
    for (size_t y = 0; y < (size_t)layer[H_OUT]; y++)
        for (size_t z = 0; z < w_out; z += LANES) {
            const size_t corner = y * kernel_h * w_in + z * kernel_w;
            const size_t place = y * w_out + z, blocks = at_most(LANES, w_out - z);
            if (layer[KIND] == MAX_POOL)
                find_largest(layer, x + corner, blocks, a + place, where);
            else
                find_means(layer, x + corner, blocks, a + place);
        }
}

// Give the errors of neighbouring blocks to their pixels in equal shares.
static void give_shares(const int32_t *layer, const real *restrict da, size_t blocks,
                        real *restrict dx)
{
    const size_t step = (size_t)layer[KERNEL_W];
    for (int i = 0; i < layer[KERNEL_H]; i++)
        for (int j = 0; j < layer[KERNEL_W]; j++)
            for (size_t b = 0; b < blocks; b++)
                dx[b * step + (size_t)(i * layer[W_IN] + j)] =
                    da[b] / (real)(layer[KERNEL_H] * layer[KERNEL_W]);
}

// The errors of one pooled map, passed back to its pixels.
static void spread(const int32_t *layer, const real *restrict x, const real *restrict da,
                   real *restrict dx)
{
    const size_t w_in = (size_t)layer[W_IN], w_out = (size_t)layer[W_OUT];
    const size_t kernel_h = (size_t)layer[KERNEL_H], kernel_w = (size_t)layer[KERNEL_W];
    real largest[LANES];
    int32_t where[LANES];
    memset(dx, 0, (size_t)layer[H_IN] * w_in * sizeof *dx);
    for (size_t y = 0; y < (size_t)layer[H_OUT]; y++)
        for (size_t z = 0; z < w_out; z += LANES) {
            const size_t corner = y * kernel_h * w_in + z * kernel_w;
            const size_t place = y * w_out + z, blocks = at_most(LANES, w_out - z);
            if (layer[KIND] == AVERAGE_POOL) {
                give_shares(layer, da + place, blocks, dx + corner);
                continue;
            }
            find_largest(layer, x + corner, blocks, largest, where);
            for (size_t b = 0; b < blocks; b++)
                dx[corner + b * kernel_w + (size_t)where[b]] = da[place + b];
        }
}

// Keep the largest, or the mean, of each block of pixels.
void filters_pool_forward(size_t n, const int32_t *restrict layer, const real *restrict x,
                          real *restrict a)
{
    const size_t image = (size_t)layer[H_IN] * (size_t)layer[W_IN], map = map_of(layer);

#pragma omp parallel for default(none)                                                             \
    shared(n, layer, x, a, image, map) if (n * filters_count_inputs(layer) > MANY / 8)
    for (size_t s = 0; s < n; s++) {
        const real *x_s = x + s * filters_count_inputs(layer);
        real *a_s = a + s * filters_count_outputs(layer);
        for (size_t c = 0; c < (size_t)layer[C_IN]; c++)
            pool(layer, x_s + c * image, a_s + c * map);
    }
}

// Pass the error back to the largest pixel, the first on a tie, or in equal shares.
void filters_pool_backward(size_t n, const int32_t *restrict layer, const real *restrict x,
                           const real *restrict da, real *restrict dx)
{
    const size_t image = (size_t)layer[H_IN] * (size_t)layer[W_IN], map = map_of(layer);

#pragma omp parallel for default(none)                                                             \
    shared(n, layer, x, da, dx, image, map) if (n * filters_count_inputs(layer) > MANY / 8)
    for (size_t s = 0; s < n; s++) {
        const real *x_s = x + s * filters_count_inputs(layer);
        const real *da_s = da + s * filters_count_outputs(layer);
        real *dx_s = dx + s * filters_count_inputs(layer);
        for (size_t c = 0; c < (size_t)layer[C_IN]; c++)
            spread(layer, x_s + c * image, da_s + c * map, dx_s + c * image);
    }
}
