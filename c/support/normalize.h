/* Bring every feature to a like size: (x - m) / s, in float64, then rounded. */
#ifndef TRIPTYCH_NORMALIZE_H
#define TRIPTYCH_NORMALIZE_H

#include <stddef.h>

#include "support/real.h"

enum normalization {
    NORMALIZE_NONE = 0,     /* m = 0, s = 1 */
    NORMALIZE_CENTER = 1,   /* m = mean, s = 1 */
    NORMALIZE_STANDARD = 2, /* m = mean, s = sqrt(mean (x - m)^2) */
    NORMALIZE_MINMAX = 3,   /* m = min, s = max - min */
    NORMALIZE_MAXABS = 4,   /* m = mean, s = max |x - m| */
    NORMALIZE_SCALE = 5     /* m = 0, s = largest |x| of all features together */
};

/* Find m and s, (d) each, from the training rows x (n, d). An s of 0 becomes 1:
 * a constant feature becomes 0. */
void normalize_fit(int kind, size_t n, size_t d, const real *restrict x, double *restrict m,
                   double *restrict s);

/* Apply m and s to x (n, d), in place. */
void normalize_apply(size_t n, size_t d, const double *restrict m, const double *restrict s,
                     real *restrict x);

#endif
