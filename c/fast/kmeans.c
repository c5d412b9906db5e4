/* k-means clustering, arranged for speed: the functions of kmeans.h once more.
 *
 * Lloyd (1982), Least squares quantization in PCM, IEEE Trans. Inf. Theory 28,
 * 129; the start of Arthur and Vassilvitskii (2007), k-means++, SODA, 1027.
 *
 *     n samples    x_i in x          (n, d)
 *     d features   x_ij
 *     k clusters   c in centroids    (k, d)
 *
 * The samples come in strips, kmeans_strip.h: each is assigned and at once added to
 * the sums of its clusters, so that a step reads x from memory only once. A block
 * is a number of strips with totals of their own. These are added up in the order
 * of the blocks, whichever thread made them: the same bytes for any number of threads.
 */
#include "kmeans.h"

#include <stdlib.h>
#include <string.h>

#include "fast/kmeans_strip.h"
#include "support/random.h"

enum { MOST_BLOCKS = 128 };

// Squared Euclidean distance: the sum over j of (a_j - b_j)^2.
real kmeans_squared_distance(size_t d, const real *restrict a, const real *restrict b)
{
    real distance = 0;
    for (size_t j = 0; j < d; j++)
        distance += (a[j] - b[j]) * (a[j] - b[j]);
    return distance;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

// The strips of a block and their totals. With packed centroids, labels and distances
// are found, and handed out if they are wanted, not NULL; without, labels are given.
static void do_block(size_t first, size_t end, size_t d, size_t k, const real *restrict x,
                     const real *restrict packed, const int32_t *restrict given,
                     int32_t *restrict labels, real *restrict distances, int add, strip *restrict s)
{
    memset(s->totals, 0, (k + 1) * (d + 1) * sizeof *s->totals);
    for (size_t i = first; i < end; i += s->samples) {
        const size_t m = smaller(s->samples, end - i);
        strip_turn(m, d, x + i * d, s);
        if (packed)
            strip_assign(m, d, k, packed, s);
        for (size_t l = 0; l < m && given; l++)
            s->labels[l] = given[i + l];
        for (size_t l = 0; l < m && labels; l++)
            labels[i + l] = (int32_t)s->labels[l];
        if (distances)
            memcpy(distances + i, s->distances, m * sizeof *distances);
        if (add)
            strip_add(m, d, k, x + i * d, s);
    }
}

// The blocks that fall to one thread, added to the totals in the order of all blocks.
static void do_blocks(size_t n, size_t d, size_t k, const real *restrict x,
                      const real *restrict packed, const int32_t *restrict given,
                      int32_t *restrict labels, real *restrict distances, double *restrict totals,
                      int *restrict status)
{
    strip s;
    const int ready = strip_new(d, k, &s);
    const size_t block = ((n - 1) / s.samples / MOST_BLOCKS + 1) * s.samples;

#pragma omp for ordered schedule(static, 1)
    for (size_t first = 0; first < n; first += block) {
        if (ready)
            do_block(first, smaller(n, first + block), d, k, x, packed, given, labels, distances,
                     totals != NULL, &s);
#pragma omp ordered
        {
            if (!ready)
                *status = OUT_OF_MEMORY;
            for (size_t t = 0; t < (k + 1) * (d + 1) && ready && totals; t++)
                totals[t] += s.totals[t];
        }
    }
    strip_free(&s);
}

// Go once through all samples. What is not wanted is NULL.
static int sweep(size_t n, size_t d, size_t k, const real *restrict x, const real *restrict packed,
                 const int32_t *restrict given, int32_t *restrict labels, real *restrict distances,
                 double *restrict totals)
{
    int status = OK;
    if (totals)
        memset(totals, 0, (k + 1) * (d + 1) * sizeof *totals);
#pragma omp parallel default(none)                                                                 \
    shared(n, d, k, x, packed, given, labels, distances, totals, status)
    do_blocks(n, d, k, x, packed, given, labels, distances, totals, &status);
    return status;
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

// Sum of all values, in float64 whatever the build.
static double add_up(size_t n, const real *restrict values)
{
    double total = 0;
    for (size_t i = 0; i < n; i++)
        total += values[i];
    return total;
}

// Start from samples far apart: draw each next centroid with a probability
// proportional to the squared distance to the nearest one so far (k-means++).
int kmeans_init_plusplus(size_t n, size_t d, size_t k, const real *restrict x, uint32_t seed,
                         uint32_t restart, real *restrict centroids)
{
    if (n < 1 || d < 1 || k < 1 || k > n)
        return INVALID_ARGUMENT;
    int status = OUT_OF_MEMORY;
    real *nearest = malloc(n * sizeof *nearest); /* (n) squared distances */
    real *latest = malloc(n * sizeof *latest);   /* (n) to the latest centroid */
    if (!nearest || !latest)
        goto done;

    // The first centroid is any sample.
    size_t chosen = random_integer(n, seed, FOR_INIT_PLUSPLUS, restart, 0);
    memcpy(centroids, x + chosen * d, d * sizeof *x);
    status = sweep(n, d, 1, x, centroids, NULL, NULL, nearest, NULL);

    for (size_t c = 1; c < k && status == OK; c++) {
        // Choose sample i with probability nearest_i / total.
        const double total = add_up(n, nearest);
        const double target = total * random_uniform(seed, FOR_INIT_PLUSPLUS, restart, (uint32_t)c);
        double running = nearest[0];
        for (chosen = 0; running <= target && chosen < n - 1; running += nearest[chosen])
            chosen++;
        if (total <= 0) // every sample sits on a centroid: any will do
            chosen = random_integer(n, seed, FOR_INIT_PLUSPLUS, restart, (uint32_t)c);

        // The new centroid may be nearer than those before it.
        memcpy(centroids + c * d, x + chosen * d, d * sizeof *x);
        status = sweep(n, d, 1, x, centroids + c * d, NULL, NULL, latest, NULL);
        for (size_t i = 0; i < n; i++)
            nearest[i] = latest[i] < nearest[i] ? latest[i] : nearest[i];
    }

done:
    free(latest);
    free(nearest);
    return status;
}

// Give each sample the label of its nearest centroid, the lowest on a tie.
int kmeans_assign(size_t n, size_t d, size_t k, const real *restrict x,
                  const real *restrict centroids, int32_t *restrict labels,
                  real *restrict distances)
{
    if (n < 1 || d < 1 || k < 1)
        return INVALID_ARGUMENT;
    real *packed = malloc(k * d * sizeof *packed);
    if (!packed)
        return OUT_OF_MEMORY;

    strip_pack(d, k, centroids, packed);
    const int status = sweep(n, d, k, x, packed, NULL, labels, distances, NULL);

    free(packed);
    return status;
}

// The mean is the sum divided by the number. Returns how far the centroids moved.
static double move(size_t d, size_t k, const double *restrict totals, real *restrict centroids)
{
    double movement = 0;
    for (size_t c = 0; c < k; c++) {
        const double *sum = totals + c * (d + 1);
        for (size_t j = 0; j < d && sum[d] > 0; j++) {
            const real mean = (real)(sum[j] / sum[d]);
            const double step = (double)mean - centroids[c * d + j];
            movement += step * step;
            centroids[c * d + j] = mean;
        }
    }
    return movement;
}

// Move each centroid to the mean of its samples; an empty cluster keeps its own.
int kmeans_update(size_t n, size_t d, size_t k, const real *restrict x,
                  const int32_t *restrict labels, real *restrict centroids,
                  double *restrict movement)
{
    if (n < 1 || d < 1 || k < 1)
        return INVALID_ARGUMENT;
    for (size_t i = 0; i < n; i++)
        if (labels[i] < 0 || (size_t)labels[i] >= k)
            return INVALID_ARGUMENT;
    double *totals = malloc((k + 1) * (d + 1) * sizeof *totals);
    if (!totals)
        return OUT_OF_MEMORY;

    const int status = sweep(n, d, k, x, NULL, labels, NULL, NULL, totals);
    if (status == OK)
        *movement = move(d, k, totals, centroids);

    free(totals);
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
    real *packed = malloc(k * d * sizeof *packed);
    double *totals = malloc((k + 1) * (d + 1) * sizeof *totals);
    if (!packed || !totals)
        goto done;

    double movement = 0;
    for (size_t step = 0;; step++) {
        // Assign, and collect what the update needs; labels only the last time.
        const int last = step == max_iter || (step > 0 && movement <= tol);
        strip_pack(d, k, centroids, packed);
        status = sweep(n, d, k, x, packed, NULL, last ? labels : NULL, NULL, totals);
        if (status != OK)
            goto done;
        history[2 * step] = movement;
        history[2 * step + 1] = totals[k * (d + 1)]; // the inertia
        *n_iter = step;
        if (last)
            break;
        movement = move(d, k, totals, centroids);
    }

done:
    free(totals);
    free(packed);
    return status;
}
