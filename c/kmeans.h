/* k-means clustering: the contract. kmeans.c is the lesson, fast/kmeans.c the
 * same functions for speed.
 *
 * n samples, d features, k clusters, all at least 1; the caller owns every array:
 *     x          (n, d)  the samples, row after row
 *     centroids  (k, d)  the centre of each cluster
 *     labels     (n)     the cluster of each sample, 0 ... k-1
 *     distances  (n)     squared distance of each sample to its centroid
 * Every function but squared_distance answers with a status of real.h: OK,
 * INVALID_ARGUMENT (a size of 0, k > n, a label out of range) or OUT_OF_MEMORY.
 */
#ifndef TRIPTYCH_KMEANS_H
#define TRIPTYCH_KMEANS_H

#include <stddef.h>
#include <stdint.h>

#include "support/real.h"

/* Squared Euclidean distance: the sum over j of (a_j - b_j)^2. */
real kmeans_squared_distance(size_t d, const real *restrict a, const real *restrict b);

/* Start from k distinct samples drawn at random; k <= n. */
int kmeans_init_random(size_t n, size_t d, size_t k, const real *restrict x, uint32_t seed,
                       uint32_t restart, real *restrict centroids);

/* Start from samples far apart: k-means++; k <= n. */
int kmeans_init_plusplus(size_t n, size_t d, size_t k, const real *restrict x, uint32_t seed,
                         uint32_t restart, real *restrict centroids);

/* Give each sample the label of its nearest centroid, the lowest on a tie. */
int kmeans_assign(size_t n, size_t d, size_t k, const real *restrict x,
                  const real *restrict centroids, int32_t *restrict labels,
                  real *restrict distances);

/* Move each centroid, in place, to the mean of its samples. An empty cluster
 * keeps its centroid. movement: the sum over centroids of |new - old|^2. */
int kmeans_update(size_t n, size_t d, size_t k, const real *restrict x,
                  const int32_t *restrict labels, real *restrict centroids,
                  double *restrict movement);

/* Repeat update and assign until the movement of a step is at most tol, or
 * max_iter steps are done: n_iter of them. centroids: the start in, the result
 * out; labels belong to the result. history (max_iter + 1, 2): movement and
 * inertia (the sum of distances) after 0 ... n_iter steps. */
int kmeans_lloyd(size_t n, size_t d, size_t k, const real *restrict x, size_t max_iter, double tol,
                 real *restrict centroids, int32_t *restrict labels, double *restrict history,
                 size_t *restrict n_iter);

#endif
