#include "support/normalize.h"

#include <math.h>

// m and s of one feature, x_ij for all i.
static void fit_feature(int kind, size_t n, size_t d, size_t j, const real *restrict x,
                        double *restrict m, double *restrict s)
{
    // Exercise 1. Find m and s of each feature, as the kind asks.
    double sum = 0, least = x[j], largest = x[j];
    for (size_t i = 0; i < n; i++) {
        sum += x[i * d + j];
        least = fmin(least, x[i * d + j]);
        largest = fmax(largest, x[i * d + j]);
    }
    const double mean = sum / (double)n;
    double squares = 0;
    for (size_t i = 0; i < n; i++)
        squares += (x[i * d + j] - mean) * (x[i * d + j] - mean);

    *m = 0;
    *s = 1;
    if (kind == NORMALIZE_CENTER || kind == NORMALIZE_STANDARD || kind == NORMALIZE_MAXABS)
        *m = mean;
    if (kind == NORMALIZE_STANDARD)
        *s = sqrt(squares / (double)n);
    if (kind == NORMALIZE_MAXABS)
        *s = fmax(largest - mean, mean - least);
    if (kind == NORMALIZE_MINMAX) {
        *m = least;
        *s = largest - least;
    }
    if (kind == NORMALIZE_SCALE)
        *s = fmax(fabs(least), fabs(largest));
    // End of exercise 1.
}

void normalize_fit(int kind, size_t n, size_t d, const real *restrict x, double *restrict m,
                   double *restrict s)
{
    double largest = 0;
    for (size_t j = 0; j < d; j++) {
        fit_feature(kind, n, d, j, x, m + j, s + j);
        largest = fmax(largest, s[j]);
    }
    for (size_t j = 0; j < d; j++) {
        if (kind == NORMALIZE_SCALE)
            s[j] = largest;
        if (s[j] == 0)
            s[j] = 1;
    }
}

void normalize_apply(size_t n, size_t d, const double *restrict m, const double *restrict s,
                     real *restrict x)
{
    // Exercise 2. Subtract m and divide by s.
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < d; j++)
            x[i * d + j] = (real)((x[i * d + j] - m[j]) / s[j]);
    // End of exercise 2.
}
