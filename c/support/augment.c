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

// What one visit draws for the whole image.
struct visit {
    uint32_t seed, number;
    int right, down; // pixels
    bool flip;
};

// Read the pixels behind a name, or take those where none are given; false if they are none.
static bool read_pixels(const char *value, size_t length, int *pixels)
{
    int64_t number = PIXELS;
    if (value && !text_count(value, length, 1, PIXELS_MOST, &number))
        return false;
    *pixels = (int)number;
    return true;
}

static bool is_name(const char *token, size_t length, const char *name)
{
    return length == strlen(name) && memcmp(token, name, length) == 0;
}

// Read one change; false if it is none.
static bool read_change(const char *token, size_t length, struct augment *augment)
{
    const char *equals = memchr(token, '=', length), *value = equals ? equals + 1 : NULL;
    const size_t name = equals ? (size_t)(equals - token) : length;
    const size_t rest = equals ? length - name - 1 : 0;
    if (is_name(token, name, "shift"))
        return read_pixels(value, rest, &augment->shift);
    if (is_name(token, name, "elastic"))
        return read_pixels(value, rest, &augment->elastic);
    if (is_name(token, name, "noise")) {
        augment->noise = NOISE;
        return !value || (text_number(value, rest, &augment->noise) && augment->noise > 0 &&
                          isfinite(augment->noise));
    }
    augment->flip = is_name(token, name, "flip");
    return augment->flip && !value;
}

struct augment augment_parse(const char *program, const char *list)
{
    struct augment augment = {.list = list};
    for (const char *token = list; token;) {
        const char *comma = strchr(token, ',');
        const size_t length = comma ? (size_t)(comma - token) : strlen(token);
        if (!read_change(token, length, &augment))
            program_fail(program, BAD_INPUT,
                         "--augment: expected shift[=PIXELS], elastic[=PIXELS] (1 to %d), "
                         "noise[=SIGMA] (above 0) or flip, found \"%s\"",
                         PIXELS_MOST, text_shown(token, length).bytes);
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

// How far the four nodes of a cell are pulled along an axis (0: right, 1: down).
static void pull_nodes(const struct augment *augment, const int32_t size[3],
                       const struct visit *visit, int top, int left, int axis, double pull[2][2])
{
    const int nodes = (size[2] - 1) / CELL + 2; // in a row of the sheet
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++) {
            const int node = (top / CELL + i) * nodes + left / CELL + j;
            pull[i][j] = drawn_step(PARTS * augment->elastic, size[2 - axis], visit->seed,
                                    visit->number, (uint32_t)(DRAW_PULLS + 2 * node + axis)) /
                         (double)PARTS;
        }
}

// Between four values, so far down and to the right of the first one: parts of 1.
static double between(double value[2][2], double down, double right)
{
    return (1 - down) * ((1 - right) * value[0][0] + right * value[0][1]) +
           down * ((1 - right) * value[1][0] + right * value[1][1]);
}

// A map (height, width) at a place between its pixels; beyond them are zeros.
static double look(const int32_t size[3], const real *restrict map, double row, double column)
{
    const int top = (int)floor(row), left = (int)floor(column);
    double pixel[2][2] = {{0}};
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++)
            if (top + i >= 0 && top + i < size[1] && left + j >= 0 && left + j < size[2])
                pixel[i][j] = map[(ptrdiff_t)(top + i) * size[2] + left + j];
    return between(pixel, row - top, column - left);
}

// Change what lies in one cell of the sheet.
static void change_cell(const struct augment *augment, const int32_t size[3],
                        const struct visit *visit, int top, int left, const real *restrict x,
                        real *restrict changed)
{
    const int channels = size[0], height = size[1], width = size[2];
    double right[2][2], down[2][2];
    pull_nodes(augment, size, visit, top, left, 0, right);
    pull_nodes(augment, size, visit, top, left, 1, down);
    for (int y = top; y < height && y < top + CELL; y++)
        for (int z = left; z < width && z < left + CELL; z++) {
            const double v = (y - top) / (double)CELL, u = (z - left) / (double)CELL;
            const double row = y - visit->down - between(down, v, u);
            const double column = z - visit->right - between(right, v, u);
            for (int c = 0; c < channels; c++) {
                const ptrdiff_t map = (ptrdiff_t)c * height * width;
                changed[map + (ptrdiff_t)y * width + z] =
                    (real)look(size, x + map, row, visit->flip ? width - 1 - column : column);
            }
        }
}

void augment_image(const struct augment *augment, const int32_t size[3], uint32_t seed,
                   uint32_t visit, const real *restrict x, real *restrict changed)
{
    const struct visit drawn = {
        seed, visit, drawn_step(augment->shift, size[2], seed, visit, DRAW_RIGHT),
        drawn_step(augment->shift, size[1], seed, visit, DRAW_DOWN),
        augment->flip && random_integer(2, seed, FOR_AUGMENTATION, visit, DRAW_FLIP) == 1};
    for (int top = 0; top < size[1]; top += CELL)
        for (int left = 0; left < size[2]; left += CELL)
            change_cell(augment, size, &drawn, top, left, x, changed);
    const ptrdiff_t pixels = (ptrdiff_t)size[0] * size[1] * size[2];
    for (ptrdiff_t pixel = 0; augment->noise > 0 && pixel < pixels; pixel++)
        changed[pixel] +=
            (real)(augment->noise * random_normal(seed, FOR_NOISE, visit, (uint32_t)pixel));
}
