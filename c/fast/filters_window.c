/* A window onto an image, see filters_window.h. */
#include "filters_window.h"

#include <string.h>

static int at_most(int number, int most)
{
    return number < most ? number : most;
}

// How many phases of pixels a kernel meets. axis: 0 for rows, 1 for columns.
static int phases_of(const int32_t *layer, int axis)
{
    return at_most(layer[STRIDE_H + axis], layer[KERNEL_H + axis]);
}

// How many pixels of one phase are met from a number of places.
static int reach_of(const int32_t *layer, int axis, int places)
{
    return places + (layer[KERNEL_H + axis] - 1) / layer[STRIDE_H + axis];
}

// How many pixels a window has, for the rows, columns and channels that it shall have.
static size_t size_of(const int32_t *layer, const struct window *window)
{
    const int height = phases_of(layer, 0) * reach_of(layer, 0, window->rows);
    const int width = phases_of(layer, 1) * reach_of(layer, 1, window->columns);
    return (size_t)window->channels * (size_t)height * (size_t)width;
}

// Number the pixels: channel by channel, phase by phase, row by row.
static void number_pixels(const int32_t *layer, struct window *window)
{
    const int height = reach_of(layer, 0, window->rows);
    const int width = reach_of(layer, 1, window->columns);
    int32_t *pixel = window->pixel;
    for (int c = window->channel; c < window->channel + window->channels; c++)
        for (int i = 0; i < phases_of(layer, 0); i++)
            for (int j = 0; j < phases_of(layer, 1); j++)
                for (int y = window->row; y < window->row + height; y++)
                    for (int z = window->column; z < window->column + width; z++) {
                        const int row = y * layer[STRIDE_H] + i - layer[PAD_H];
                        const int column = z * layer[STRIDE_W] + j - layer[PAD_W];
                        const bool inside = c < layer[C_IN] && row >= 0 && row < layer[H_IN] &&
                                            column >= 0 && column < layer[W_IN];
                        const int line = c * layer[H_IN] + row;
                        *pixel++ = inside ? line * layer[W_IN] + column : NONE;
                    }
    window->pixels = (size_t)(pixel - window->pixel);
}

// Number the places. Behind the last one are some that are none.
static void number_places(const int32_t *layer, struct window *window)
{
    const int width = reach_of(layer, 1, window->columns);
    int32_t *place = window->place;
    for (int y = window->row; y < window->row + window->rows; y++)
        for (int z = 0; z < width; z++) {
            const int column = window->column + z;
            const bool seen = z < window->columns && column < layer[W_OUT] && y < layer[H_OUT];
            *place++ = seen ? y * layer[W_OUT] + column : NONE;
        }
    window->places = (size_t)(place - window->place) - (size_t)(width - window->columns);
    for (size_t p = window->places; p < window->places + LANES; p++)
        window->place[p] = NONE;
}

// Say where the pixels are that each weight meets.
static void number_weights(const int32_t *layer, struct window *window)
{
    const int height = reach_of(layer, 0, window->rows);
    const int width = reach_of(layer, 1, window->columns);
    int32_t *offset = window->offset;
    for (int c = 0; c < at_most(window->channels, layer[C_IN] - window->channel); c++)
        for (int i = 0; i < layer[KERNEL_H]; i++)
            for (int j = 0; j < layer[KERNEL_W]; j++) {
                const int phase_h = c * phases_of(layer, 0) + i % layer[STRIDE_H];
                const int phase = phase_h * phases_of(layer, 1) + j % layer[STRIDE_W];
                const int row = phase * height + i / layer[STRIDE_H];
                *offset++ = row * width + j / layer[STRIDE_W];
            }
    window->weights = (size_t)(offset - window->offset);
    window->first_weight = (size_t)(window->channel * layer[KERNEL_H] * layer[KERNEL_W]);
}

static void number(const int32_t *layer, struct window *window)
{
    number_pixels(layer, window);
    number_places(layer, window);
    number_weights(layer, window);
}

// The first window: the whole image, or halved until it is small enough.
void filters_window_first(const int32_t *layer, struct window *window)
{
    window->channel = window->row = window->column = 0;
    window->channels = layer[C_IN];
    window->rows = layer[H_OUT];
    window->columns = layer[W_OUT];
    while (size_of(layer, window) > WINDOW)
        if (window->rows > 1)
            window->rows = (window->rows + 1) / 2;
        else if (window->columns > 1)
            window->columns = (window->columns + 1) / 2;
        else
            window->channels = (window->channels + 1) / 2;
    number(layer, window);
}

// The next one: columns first, then rows, then channels.
bool filters_window_next(const int32_t *layer, struct window *window)
{
    window->column += window->columns;
    if (window->column >= layer[W_OUT]) {
        window->column = 0;
        window->row += window->rows;
    }
    if (window->row >= layer[H_OUT]) {
        window->row = 0;
        window->channel += window->channels;
    }
    if (window->channel >= layer[C_IN])
        return false;
    number(layer, window);
    return true;
}

// Look through a window at an image. Behind the last pixel are some zeros.
void filters_window_look(const struct window *window, const real *restrict x, real *restrict pixels)
{
    for (size_t p = 0; p < window->pixels; p++)
        pixels[p] = window->pixel[p] == NONE ? 0 : x[window->pixel[p]];
    memset(pixels + window->pixels, 0, LANES * sizeof *pixels);
}

// What a map has at some places.
void filters_window_take(const struct window *window, size_t p, const real *restrict map,
                         real values[LANES])
{
    for (size_t j = 0; j < LANES; j++)
        values[j] = window->place[p + j] == NONE ? 0 : map[window->place[p + j]];
}

// Put into a map what came out at some places.
void filters_window_put(const struct window *window, size_t p, const real values[LANES],
                        real *restrict map)
{
    for (size_t j = 0; j < LANES; j++)
        if (window->place[p + j] != NONE)
            map[window->place[p + j]] = values[j];
}
