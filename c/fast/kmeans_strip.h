/* k-means for speed: what one thread does with a strip of samples.
 *
 * One vector lane is one sample. A tile is LANES samples turned on their side,
 * (d, LANES): one load takes coordinate j of all of them. Their distances to a
 * group of centroids grow side by side in registers, by the lesson's formula, and
 * then each lane keeps the smallest. No sum crosses lanes and nothing branches, so
 * plain loops become the widest instructions the processor has.
 *
 * A strip is as many tiles as stay in cache, so that x is read from memory once
 * to be assigned and added to the sums of its clusters.
 */
#ifndef TRIPTYCH_KMEANS_STRIP_H
#define TRIPTYCH_KMEANS_STRIP_H

#include <stddef.h>
#include <stdint.h>

#include "support/real.h"

enum { LANES = 64 / sizeof(real) }; /* a cache line of coordinates */

/* A label as wide as a real: a vector of labels goes with a vector of distances. */
#if defined PRECISION && PRECISION == 32
typedef int32_t lane_label;
#else
typedef int64_t lane_label;
#endif

typedef struct {
    size_t samples;     /* how many it holds: whole tiles */
    real *tiles;        /* (samples / LANES, d, LANES) */
    lane_label *labels; /* (samples) */
    real *distances;    /* (samples) to the centroid of that label */
    double *totals;     /* (k + 1, d + 1): of each cluster the sums and the number of its */
} strip;                /* samples, and first in the last row the inertia */

/* Everything a strip needs: 1 if there was memory for it, else 0. Free it in any case. */
int strip_new(size_t d, size_t k, strip *s);
void strip_free(strip *s);

/* The centroids (k, d) in the order in which strip_assign reads them. */
void strip_pack(size_t d, size_t k, const real *restrict centroids, real *restrict packed);

/* Take n samples, at most s->samples, and turn them on their side. */
void strip_turn(size_t n, size_t d, const real *restrict x, strip *restrict s);

/* Labels and distances of the nearest centroids; the inertia is added to the totals. */
void strip_assign(size_t n, size_t d, size_t k, const real *restrict packed, strip *restrict s);

/* Add the samples and their number to the totals of their clusters. */
void strip_add(size_t n, size_t d, size_t k, const real *restrict x, strip *restrict s);

#endif
