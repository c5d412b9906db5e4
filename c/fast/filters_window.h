/* A window: as much of an image as fits into the cache, ready for products of matrices.
 *
 * Its pixels, with zeros beyond the border, stand in such an order that the one that weight
 * k meets at place p is pixel p + offset[k]: neighbouring places meet neighbouring numbers,
 * for any stride. For that the pixels are sorted by phase, that is their distance from a
 * multiple of the stride; each phase is a small image of its own. A row of places is as
 * long as one of these pixels. So some places, at the end of each row, are none of the
 * map: their number is NONE, and what comes out there is dropped.
 */
#ifndef TRIPTYCH_FILTERS_WINDOW_H
#define TRIPTYCH_FILTERS_WINDOW_H

#include <stdbool.h>

#include "dense_tile.h"
#include "filters.h"

enum {
    WINDOW = 4 * FILTERS_KERNEL_MOST, // pixels at most: one place, each stride as long as a kernel
    NONE = -1
};

struct window {
    int channel, row, column;    // the first: channel of the image, row and column of the map
    int channels, rows, columns; // how many

    size_t pixels, places, weights; // how many of each
    size_t first_weight;
    int32_t pixel[WINDOW];         // its number in the image (c_in, h_in, w_in), or NONE
    int32_t place[WINDOW + LANES]; // its number in the map (h_out, w_out), or NONE
    int32_t offset[WINDOW];        // of the pixels that a weight meets
};

/* The first window onto the images of a layer, and the next one, if there is any: columns
 * first, then rows, then channels. */
void filters_window_first(const int32_t *layer, struct window *window);
bool filters_window_next(const int32_t *layer, struct window *window);

/* Look through a window at an image. pixels has room for WINDOW + LANES. */
void filters_window_look(const struct window *window, const real *restrict x,
                         real *restrict pixels);

/* What a map has at LANES places from p on: zeros where these are none of it. And put back. */
void filters_window_take(const struct window *window, size_t p, const real *restrict map,
                         real values[LANES]);
void filters_window_put(const struct window *window, size_t p, const real values[LANES],
                        real *restrict map);

#endif
