/* Augmentation: images changed a little, so that no epoch shows what another has shown. */
#ifndef TRIPTYCH_AUGMENT_H
#define TRIPTYCH_AUGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/real.h"

/* What --augment asks for. */
struct augment {
    const char *list; /* as it was typed; NULL: nothing */
    int shift;        /* pixels at most, right or left, up or down */
    bool flip;        /* left to right, every second image */
    int elastic;      /* pixels at most, at each node of a sheet of rubber */
    double noise;     /* standard deviation */
};

/* Read shift, flip, elastic and noise, with a value or without, separated by commas. */
struct augment augment_parse(const char *program, const char *list);

/* Change an image (channels, height, width): flip, shift (zeros come in), pull as on a sheet of
 * rubber (Simard, Steinkraus and Platt 2003; here by nodes 8 pixels apart, and bilinear), noise.
 * visit: the number of images shown before, which the draws depend on. */
void augment_image(const struct augment *augment, const int32_t size[3], uint32_t seed,
                   uint32_t visit, const real *restrict x, real *restrict changed);

#endif
