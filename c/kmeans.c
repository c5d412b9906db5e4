/* k-means clustering: k centroids, each the mean of the samples nearest to it.
 *
 * Lloyd (1982), Least squares quantization in PCM, IEEE Trans. Inf. Theory 28,
 * 129; the start of Arthur and Vassilvitskii (2007), k-means++, SODA, 1027.
 *
 *     n samples    x_i in x          (n, d)
 *     d features   x_ij
 *     k clusters   c in centroids    (k, d)
 */
#include "kmeans.h"

#include <stdlib.h>
#include <string.h>

#include "support/random.h"

// Squared Euclidean distance: the sum over j of (a_j - b_j)^2.
#pragma acc routine seq
real kmeans_squared_distance(size_t d, const real *restrict a, const real *restrict b)
{
    // Exercise 1. Add up (a_j - b_j)^2 over the features.
    real distance = 0;
    for (size_t j = 0; j < d; j++)
        distance += (a[j] - b[j]) * (a[j] - b[j]);
    return distance;
    // End of exercise 1.
}

// Sum of all values, in float64 whatever the build.
static double add_up(size_t n, const real *restrict values)
{
    double total = 0;
    for (size_t i = 0; i < n; i++)
        total += values[i];
    return total;
}

// Start from k distinct samples drawn at random.
int kmeans_init_random(size_t n, size_t d, size_t k, const real *restrict x, uint32_t seed,
                       uint32_t restart, real *restrict centroids)
{
    if (n < 1 || d < 1 || k < 1 || k > n)
        return INVALID_ARGUMENT;
    int32_t *order = malloc(n * sizeof *order); /* (n) */
    if (!order)
        return OUT_OF_MEMORY;

    random_shuffle(n, k, seed, FOR_INIT_RANDOM, restart, order);
    for (size_t c = 0; c < k; c++)
        memcpy(centroids + c * d, x + (size_t)order[c] * d, d * sizeof *x);

    free(order);
    return OK;
}

// Start from samples far apart: draw each next centroid with a probability
// proportional to the squared distance to the nearest one so far (k-means++).
int kmeans_init_plusplus(size_t n, size_t d, size_t k, const real *restrict x, uint32_t seed,
                         uint32_t restart, real *restrict centroids)
{
    if (n < 1 || d < 1 || k < 1 || k > n)
        return INVALID_ARGUMENT;
    real *nearest = malloc(n * sizeof *nearest); /* (n) squared distances */
    if (!nearest)
        return OUT_OF_MEMORY;

    // Exercise 5. Draw the first centroid, then each next one far from those before.

    // The first centroid is any sample.
    size_t chosen = random_integer(n, seed, FOR_INIT_PLUSPLUS, restart, 0);
    memcpy(centroids, x + chosen * d, d * sizeof *x);
    for (size_t i = 0; i < n; i++)
        nearest[i] = kmeans_squared_distance(d, x + i * d, centroids);

    for (size_t c = 1; c < k; c++) {
        // Choose sample i with probability nearest_i / total.
        const double total = add_up(n, nearest);
        const double target = total * random_uniform(seed, FOR_INIT_PLUSPLUS, restart, (uint32_t)c);
        double running = nearest[0];
        for (chosen = 0; running <= target && chosen < n - 1; running += nearest[chosen])
            chosen++;
        if (total <= 0) // every sample sits on a centroid: any will do
            chosen = random_integer(n, seed, FOR_INIT_PLUSPLUS, restart, (uint32_t)c);

        // The new centroid may be nearer than those before it.
        real *centroid = centroids + c * d;
        memcpy(centroid, x + chosen * d, d * sizeof *x);
        for (size_t i = 0; i < n; i++) {
            const real distance = kmeans_squared_distance(d, x + i * d, centroid);
            if (distance < nearest[i])
                nearest[i] = distance;
        }
    }
    // End of exercise 5.

    free(nearest);
    return OK;
}

// Give each sample the label of its nearest centroid, the lowest on a tie.
int kmeans_assign(size_t n, size_t d, size_t k, const real *restrict x,
                  const real *restrict centroids, int32_t *restrict labels,
                  real *restrict distances)
{
    if (n < 1 || d < 1 || k < 1)
        return INVALID_ARGUMENT;

    // Exercise 2. Find the nearest centroid of each sample, and how far it is.
#pragma omp parallel for default(none) shared(n, d, k, x, centroids, labels, distances)
#pragma acc parallel loop gang vector copyin(x[0 : n * d], centroids[0 : k * d])                   \
    copyout(labels[0 : n], distances[0 : n])
    for (size_t i = 0; i < n; i++) {
        int32_t label = 0;
        real smallest = kmeans_squared_distance(d, x + i * d, centroids);
        for (size_t c = 1; c < k; c++) {
            const real distance = kmeans_squared_distance(d, x + i * d, centroids + c * d);
            if (distance < smallest) {
                smallest = distance;
                label = (int32_t)c;
            }
        }
        labels[i] = label;
        distances[i] = smallest;
    }
    // End of exercise 2.
    return OK;
}

// Move each centroid to the mean of its samples; an empty cluster keeps its own.
int kmeans_update(size_t n, size_t d, size_t k, const real *restrict x,
                  const int32_t *restrict labels, real *restrict centroids,
                  double *restrict movement)
{
    if (n < 1 || d < 1 || k < 1)
        return INVALID_ARGUMENT;
    int status = OUT_OF_MEMORY;
    double *sums = calloc(k * d, sizeof *sums); /* (k, d) */
    size_t *counts = calloc(k, sizeof *counts); /* (k) */
    if (!sums || !counts)
        goto done;

    // Exercise 3. Move each centroid to the mean of its samples; add up the movement.

    // Add up the samples of each cluster.
    status = INVALID_ARGUMENT;
    for (size_t i = 0; i < n; i++) {
        const real *x_i = x + i * d;
        const int32_t label = labels[i];
        if (label < 0 || (size_t)label >= k)
            goto done;
        double *sum = sums + (size_t)label * d;
        for (size_t j = 0; j < d; j++)
            sum[j] += x_i[j];
        counts[label]++;
    }

    // The mean is the sum divided by the count.
    *movement = 0;
    for (size_t c = 0; c < k; c++) {
        if (counts[c] == 0)
            continue;
        real *centroid = centroids + c * d;
        for (size_t j = 0; j < d; j++) {
            const real mean = (real)(sums[c * d + j] / (double)counts[c]);
            const double step = (double)mean - centroid[j];
            *movement += step * step;
            centroid[j] = mean;
        }
    }
    // End of exercise 3.
    status = OK;

done:
    free(counts);
    free(sums);
    return status;
}

// Repeat update and assign until the centroids move by no more than tol.
int kmeans_lloyd(size_t n, size_t d, size_t k, const real *restrict x, size_t max_iter, double tol,
                 real *restrict centroids, int32_t *restrict labels, double *restrict history,
                 size_t *restrict n_iter)
{
    *n_iter = 0;
    if (n < 1 || d < 1 || k < 1)
        return INVALID_ARGUMENT;
    int status = OUT_OF_MEMORY;
    real *distances = malloc(n * sizeof *distances); /* (n) */
    if (!distances)
        goto done;

    // On a GPU the samples stay from step to step.
#pragma acc enter data copyin(x[0 : n * d])

    // Exercise 4. Repeat update and assign until the movement is at most tol.
    status = kmeans_assign(n, d, k, x, centroids, labels, distances);
    if (status != OK)
        goto done;
    history[0] = 0;
    history[1] = add_up(n, distances); // the inertia: what k-means makes small

    for (size_t step = 1; step <= max_iter; step++) {
        double movement;
        status = kmeans_update(n, d, k, x, labels, centroids, &movement);
        if (status != OK)
            goto done;
        kmeans_assign(n, d, k, x, centroids, labels, distances);
        history[2 * step] = movement;
        history[2 * step + 1] = add_up(n, distances);
        *n_iter = step;
        if (movement <= tol)
            break;
    }
    // End of exercise 4.

done:
    free(distances);
#pragma acc exit data delete(x[0 : n * d])
    return status;
}
