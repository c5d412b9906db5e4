#include "support/augment.h"

#include <string.h>

#include "support/program.h"
#include "support/random.h"
#include "support/text.h"

enum { SHIFT = 2, SHIFT_MOST = 32767 }; // pixels: where none are given, and at most
static const double NOISE = 0.1;        // standard deviation, where none is given
enum { DRAW_RIGHT, DRAW_DOWN, DRAW_FLIP };

// Read one change; false if it is none.
static bool read_change(const char *token, size_t length, struct augment *augment)
{
    const char *value = memchr(token, '=', length);
    const size_t name = value ? (size_t)(value - token) : length;
    const size_t rest = value ? length - name - 1 : 0;
    int64_t pixels = SHIFT;
    double sigma = NOISE;
    if (name == 5 && memcmp(token, "shift", name) == 0) {
        if (value && !text_count(value + 1, rest, 1, SHIFT_MOST, &pixels))
            return false;
        augment->shift = (int)pixels;
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
                         "--augment: expected shift, shift=PIXELS, flip, noise or noise=SIGMA, "
                         "found \"%s\"",
                         text_shown(token, length).bytes);
        token = comma ? comma + 1 : NULL;
    }
    return augment;
}

// How far an image moves along an axis of some pixels; an axis of length 1 is none.
static int drawn_shift(const struct augment *augment, int32_t pixels, uint32_t seed, uint32_t visit,
                       uint32_t draw)
{
    const size_t ways = 2 * (size_t)augment->shift + 1;
    if (pixels == 1)
        return 0;
    return (int)random_integer(ways, seed, FOR_AUGMENTATION, visit, draw) - augment->shift;
}

void augment_image(const struct augment *augment, const int32_t size[3], uint32_t seed,
                   uint32_t visit, const real *restrict x, real *restrict changed)
{
    const int lines = size[0] * size[1], height = size[1], width = size[2];
    const int right = drawn_shift(augment, width, seed, visit, DRAW_RIGHT);
    const int down = drawn_shift(augment, height, seed, visit, DRAW_DOWN);
    const bool flip =
        augment->flip && random_integer(2, seed, FOR_AUGMENTATION, visit, DRAW_FLIP) == 1;
    for (int line = 0; line < lines; line++)
        for (int z = 0; z < width; z++) {
            const int row = line % height - down;
            const int column = flip ? width - 1 - (z - right) : z - right;
            const bool inside = row >= 0 && row < height && column >= 0 && column < width;
            const ptrdiff_t pixel = (ptrdiff_t)line * width + z;
            changed[pixel] = inside ? x[(ptrdiff_t)(line - down) * width + column] : 0;
            if (augment->noise > 0)
                changed[pixel] +=
                    (real)(augment->noise * random_normal(seed, FOR_NOISE, visit, (uint32_t)pixel));
        }
}
