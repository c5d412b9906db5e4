#include "support/augment.h"

#include <math.h>
#include <string.h>

#include "support/program.h"
#include "support/random.h"
#include "support/text.h"

enum { PIXELS = 2, PIXELS_MOST = 32767 }; // of a shift or a pull: where none are given, and at most
static const double NOISE = 0.1;          // standard deviation, where none is given
enum { DRAW_RIGHT, DRAW_DOWN, DRAW_FLIP, DRAW_PULLS };
enum {
    CELL = 8,   // pixels from one node of the elastic sheet to the next
    PARTS = 16, // of a pixel, by which a node is pulled: so all positions are exact
};

// Read one change; false if it is none.
static bool read_change(const char *token, size_t length, struct augment *augment)
{
    const char *value = memchr(token, '=', length);
    const size_t name = value ? (size_t)(value - token) : length;
    const size_t rest = value ? length - name - 1 : 0;
    const bool shift = name == 5 && memcmp(token, "shift", name) == 0;
    int64_t pixels = PIXELS;
    double sigma = NOISE;
    if (shift || (name == 7 && memcmp(token, "elastic", name) == 0)) {
        if (value && !text_count(value + 1, rest, 1, PIXELS_MOST, &pixels))
            return false;
        *(shift ? &augment->shift : &augment->elastic) = (int)pixels;
    } else if (name == 5 && memcmp(token, "noise", name) == 0) {
        if (value && (!text_number(value + 1, rest, &sigma) || !(sigma > 0)))
            return false;
        augment->noise = sigma;
    } else {
        augment->flip = true;
        return length == 4 && memcmp(token, "flip", length) == 0;
    }
    return true;
}

struct augment augment_parse(const char *program, const char *list)
{
    struct augment augment = {.list = list};
    for (const char *token = list; token;) {
        const char *comma = strchr(token, ',');
        const size_t length = comma ? (size_t)(comma - token) : strlen(token);
        if (!read_change(token, length, &augment))
            program_fail(program, BAD_INPUT,
                         "--augment: expected shift, shift=PIXELS, flip, elastic, elastic=PIXELS, "
                         "noise or noise=SIGMA, found \"%s\"",
                         text_shown(token, length).bytes);
        token = comma ? comma + 1 : NULL;
    }
    return augment;
}

// A step of -most ... most, all equally often; none along an axis of length 1.
static int drawn_step(int most, int32_t pixels, uint32_t seed, uint32_t visit, uint32_t draw)
{
    const size_t ways = 2 * (size_t)most + 1;
    if (pixels == 1 || most == 0)
        return 0;
    return (int)random_integer(ways, seed, FOR_AUGMENTATION, visit, draw) - most;
}

// How far the sheet is pulled along an axis (0: right, 1: down) at a cell's four nodes.
static void draw_pulls(const struct augment *augment, const int32_t size[3], uint32_t seed,
                       uint32_t visit, int top, int left, int axis, double pull[4])
{
    const int nodes = (size[2] - 1) / CELL + 2; // in a row of the sheet
    for (int i = 0; i < 4; i++) {
        const int node = (top / CELL + i / 2) * nodes + left / CELL + i % 2;
        pull[i] = drawn_step(PARTS * augment->elastic, size[2 - axis], seed, visit,
                             (uint32_t)(DRAW_PULLS + 2 * node + axis)) /
                  (double)PARTS;
    }
}

// Between four values, so far down and to the right of the first one: parts of 1.
static double between(const double value[4], double down, double right)
{
    return (1 - down) * ((1 - right) * value[0] + right * value[1]) +
           down * ((1 - right) * value[2] + right * value[3]);
}

// A map (height, width) at a place between its pixels; beyond them are zeros.
static double look(const int32_t size[3], const real *restrict map, double row, double column)
{
    const double top = floor(row), left = floor(column);
    double pixel[4] = {0};
    for (int i = 0; i < 4; i++) {
        const double y = top + i / 2, z = left + i % 2;
        if (y >= 0 && y < size[1] && z >= 0 && z < size[2])
            pixel[i] = map[(ptrdiff_t)y * size[2] + (ptrdiff_t)z];
    }
    return between(pixel, row - top, column - left);
}

// Change what lies in one cell of the sheet.
static void change_cell(const struct augment *augment, const int32_t size[3], uint32_t seed,
                        uint32_t visit, int top, int left, const real *restrict x,
                        real *restrict changed)
{
    const int maps = size[0], height = size[1], width = size[2];
    const int right = drawn_step(augment->shift, width, seed, visit, DRAW_RIGHT);
    const int down = drawn_step(augment->shift, height, seed, visit, DRAW_DOWN);
    const bool flip =
        augment->flip && random_integer(2, seed, FOR_AUGMENTATION, visit, DRAW_FLIP) == 1;
    double pull_right[4], pull_down[4];
    draw_pulls(augment, size, seed, visit, top, left, 0, pull_right);
    draw_pulls(augment, size, seed, visit, top, left, 1, pull_down);
    for (int y = top; y < height && y < top + CELL; y++)
        for (int z = left; z < width && z < left + CELL; z++) {
            const double v = (y - top) / (double)CELL, u = (z - left) / (double)CELL;
            const double row = y - down - between(pull_down, v, u);
            const double column = z - right - between(pull_right, v, u);
            for (int c = 0; c < maps; c++) {
                const ptrdiff_t map = (ptrdiff_t)c * height * width;
                changed[map + (ptrdiff_t)y * width + z] =
                    (real)look(size, x + map, row, flip ? width - 1 - column : column);
            }
        }
}

void augment_image(const struct augment *augment, const int32_t size[3], uint32_t seed,
                   uint32_t visit, const real *restrict x, real *restrict changed)
{
    for (int top = 0; top < size[1]; top += CELL)
        for (int left = 0; left < size[2]; left += CELL)
            change_cell(augment, size, seed, visit, top, left, x, changed);
    const ptrdiff_t pixels = (ptrdiff_t)size[0] * size[1] * size[2];
    for (ptrdiff_t pixel = 0; augment->noise > 0 && pixel < pixels; pixel++)
        changed[pixel] +=
            (real)(augment->noise * random_normal(seed, FOR_NOISE, visit, (uint32_t)pixel));
}
