/* k-means clustering, arranged for speed: the functions of kmeans.h once more.
 *
 * Lloyd (1982), Least squares quantization in PCM, IEEE Trans. Inf. Theory 28,
 * 129; the start of Arthur and Vassilvitskii (2007), k-means++, SODA, 1027.
 *
 *     n samples    x_i in x          (n, d)
 *     d features   x_ij
 *     k clusters   c in centroids    (k, d)
 *
 * One vector lane is one sample. A tile is LANES samples turned on their side,
 * (d, LANES): one load takes coordinate j of all of them. Their distances to a
 * group of centroids grow side by side in registers, by the lesson's formula, and
 * then each lane keeps the smallest. No sum crosses lanes and nothing branches, so
 * plain loops become the widest instructions the processor has.
 *
 * A strip is as many tiles as stay in cache. It is assigned and at once added to
 * the sums of its clusters, so a step reads x from memory only once. A block is
 * some strips with totals of their own, which are added up in the order of the
 * blocks, whichever thread made them: the same bytes for any number of threads.
 */
#include "kmeans.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "support/random.h"

enum {
    LANES = 64 / sizeof(real), // samples side by side: a cache line of coordinates
    GROUP = 6,                 // centroids at a time: their distances fill the registers
    FEW = 12,                  // so few clusters that adding to all beats choosing one
    STRIP = 32768,             // bytes of coordinates, from 2 to 32 tiles
    BLOCKS = 128               // at most, whatever n is
};

// A label as wide as a real: a vector of labels goes with a vector of distances.
#if defined PRECISION && PRECISION == 32
typedef int32_t lane_label;
#else
typedef int64_t lane_label;
#endif

// What a thread works with: a strip, and the totals of a block.
typedef struct {
    size_t samples;     // of a strip, whole tiles
    real *tiles;        // (samples / LANES, d, LANES)
    real *distances;    // (samples)
    lane_label *labels; // (samples)
    double *totals;     // (k, d + 1) sums and number of each cluster's samples; the inertia
} workspace;

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

static size_t totals_size(size_t d, size_t k)
{
    return k * (d + 1) + 1;
}

static int workspace_new(size_t d, size_t k, workspace *w)
{
    const size_t tiles = STRIP / (d * LANES * sizeof(real));
    w->samples = LANES * (tiles < 2 ? 2 : smaller(tiles, 32));
    w->tiles = calloc(w->samples * d, sizeof *w->tiles);
    w->distances = malloc(w->samples * sizeof *w->distances);
    w->labels = malloc(w->samples * sizeof *w->labels);
    w->totals = malloc(totals_size(d, k) * sizeof *w->totals);
    return w->tiles && w->distances && w->labels && w->totals;
}

static void workspace_free(workspace *w)
{
    free(w->totals);
    free(w->labels);
    free(w->distances);
    free(w->tiles);
}

// Centroids are dealt out to groups as evenly as can be: where group g begins.
static size_t group_start(size_t k, size_t g)
{
    const size_t groups = (k + GROUP - 1) / GROUP;
    return g * k / groups;
}

// The centroids of a group turned on their side as well, (d, size), group after group.
static void pack(size_t d, size_t k, const real *restrict centroids, real *restrict packed)
{
    for (size_t g = 0; group_start(k, g) < k; g++)
        for (size_t j = 0; j < d; j++)
            for (size_t c = group_start(k, g); c < group_start(k, g + 1); c++)
                *packed++ = centroids[c * d + j];
}

// Turn the samples of a tile on their side. With constants for rows and d, the compiler
// knows the whole pattern and shuffles registers.
static inline void turn(size_t rows, size_t d, const real *restrict x, real *restrict tile)
{
    for (size_t j = 0; j < d; j++)
#pragma omp simd
        for (size_t l = 0; l < rows; l++)
            tile[j * LANES + l] = x[l * d + j];
}

// Is a centroid of this group the nearest so far? All lanes of all tiles of a strip.
static inline void nearest_in_group(size_t size, size_t rows, size_t d, size_t first,
                                    const real *restrict group, workspace *restrict w)
{
    for (size_t i = 0; i < rows; i += LANES) {
        const real *restrict tile = w->tiles + i * d;
        real *restrict distances = w->distances + i;
        lane_label *restrict labels = w->labels + i;
        real grown[GROUP][LANES];

        // The distances grow coordinate by coordinate.
        for (size_t c = 0; c < size; c++)
#pragma omp simd
            for (size_t l = 0; l < LANES; l++)
                grown[c][l] = (tile[l] - group[c]) * (tile[l] - group[c]);
        for (size_t j = 1; j < d; j++)
            for (size_t c = 0; c < size; c++) {
                const real *restrict x_j = tile + j * LANES;
                const real c_j = group[j * size + c];
#pragma omp simd
                for (size_t l = 0; l < LANES; l++)
                    grown[c][l] += (x_j[l] - c_j) * (x_j[l] - c_j);
            }

        // A lane keeps the smallest, the lowest centroid on a tie.
#pragma omp simd
        for (size_t l = 0; l < LANES; l++) {
            real smallest = distances[l];
            lane_label label = labels[l];
            for (size_t c = 0; c < size; c++)
                if (grown[c][l] < smallest) {
                    smallest = grown[c][l];
                    label = (lane_label)(first + c);
                }
            distances[l] = smallest;
            labels[l] = label;
        }
    }
}

// Label and distance of the nearest centroid, for all samples of a strip. The size of
// a group is a constant in each call, so that loops over it become straight lines.
static void nearest(size_t rows, size_t d, size_t k, const real *restrict packed,
                    workspace *restrict w)
{
    for (size_t i = 0; i < w->samples; i++) {
        w->distances[i] = INFINITY;
        w->labels[i] = 0;
    }
    for (size_t g = 0; group_start(k, g) < k; g++) {
        const size_t first = group_start(k, g);
        const real *group = packed + first * d;
        switch (group_start(k, g + 1) - first) {
        case 1: nearest_in_group(1, rows, d, first, group, w); break;
        case 2: nearest_in_group(2, rows, d, first, group, w); break;
        case 3: nearest_in_group(3, rows, d, first, group, w); break;
        case 4: nearest_in_group(4, rows, d, first, group, w); break;
        case 5: nearest_in_group(5, rows, d, first, group, w); break;
        default: nearest_in_group(GROUP, rows, d, first, group, w);
        }
    }
    for (size_t i = rows; i % LANES != 0; i++)
        w->distances[i] = 0; // a lane without a sample
}

// The inertia of a strip in float64: lane by lane, then over the lanes.
static double sum(size_t rows, const real *restrict distances)
{
    double lanes[LANES] = {0}, total = 0;
    for (size_t i = 0; i < rows; i += LANES)
#pragma omp simd
        for (size_t l = 0; l < LANES; l++)
            lanes[l] += distances[i + l];
    for (size_t l = 0; l < LANES; l++)
        total += lanes[l];
    return total;
}

// Few clusters of at most 3 features: each adds up all samples, those of others as 0.
static inline void add_to_all(size_t rows, size_t d, size_t k, workspace *restrict w)
{
    for (size_t i = rows; i % LANES != 0; i++)
        w->labels[i] = -1; // a lane without a sample
    for (size_t c = 0; c < k; c++) {
        real lanes[4][LANES] = {{0}}; // d sums and the number
        for (size_t i = 0; i < rows; i += LANES) {
            const real *restrict tile = w->tiles + i * d;
            const lane_label *restrict labels = w->labels + i;
            for (size_t j = 0; j < d; j++)
#pragma omp simd
                for (size_t l = 0; l < LANES; l++) {
                    const real x_lj = tile[j * LANES + l];
                    lanes[j][l] += labels[l] == (lane_label)c ? x_lj : 0;
                }
#pragma omp simd
            for (size_t l = 0; l < LANES; l++)
                lanes[d][l] += labels[l] == (lane_label)c ? (real)1 : 0;
        }
        for (size_t j = 0; j < d + 1; j++) {
            double total = 0;
            for (size_t l = 0; l < LANES; l++)
                total += lanes[j][l];
            w->totals[c * (d + 1) + j] += total;
        }
    }
}

// Many clusters: each sample is added to its own.
static inline void add_to_own(size_t rows, size_t d, const real *restrict x, workspace *restrict w)
{
    for (size_t i = 0; i < rows; i++) {
        const real *restrict x_i = x + i * d;
        double *restrict sums = w->totals + (size_t)w->labels[i] * (d + 1);
        for (size_t j = 0; j < d; j++)
            sums[j] += x_i[j];
        sums[d]++;
    }
}

// A strip: its labels, found if there are packed centroids, else given; its totals.
static inline void do_strip(size_t rows, size_t d, size_t k, const real *restrict x,
                            const real *restrict packed, const int32_t *restrict given,
                            workspace *restrict w)
{
    const size_t whole = rows - rows % LANES;
    for (size_t i = 0; i < whole; i += LANES)
        turn(LANES, d, x + i * d, w->tiles + i * d);
    turn(rows - whole, d, x + whole * d, w->tiles + whole * d);

    if (packed) {
        nearest(rows, d, k, packed, w);
        w->totals[k * (d + 1)] += sum(rows, w->distances);
    } else {
        for (size_t i = 0; i < rows; i++)
            w->labels[i] = given[i];
    }

    if (d <= 3 && k <= FEW)
        add_to_all(rows, d, k, w);
    else
        add_to_own(rows, d, x, w);
}

// The blocks that fall to one thread, added to the totals in the order of all blocks.
static void sweep_blocks(size_t n, size_t d, size_t k, const real *restrict x,
                         const real *restrict packed, const int32_t *restrict given,
                         int32_t *restrict labels, real *restrict distances,
                         double *restrict totals, int *status)
{
    workspace w;
    const int ready = workspace_new(d, k, &w);
    const size_t block = ((n - 1) / w.samples / BLOCKS + 1) * w.samples;

#pragma omp for ordered schedule(static, 1)
    for (size_t first = 0; first < n; first += block) {
        const size_t end = smaller(n, first + block);
        if (ready)
            memset(w.totals, 0, totals_size(d, k) * sizeof *w.totals);
        for (size_t i = first; i < end && ready; i += w.samples) {
            const size_t rows = smaller(end - i, w.samples);
            const int32_t *given_i = given ? given + i : NULL;
            switch (d) { // a constant where it is small
            case 1: do_strip(rows, 1, k, x + i, packed, given_i, &w); break;
            case 2: do_strip(rows, 2, k, x + i * 2, packed, given_i, &w); break;
            case 3: do_strip(rows, 3, k, x + i * 3, packed, given_i, &w); break;
            default: do_strip(rows, d, k, x + i * d, packed, given_i, &w);
            }
            for (size_t r = 0; r < rows && labels; r++)
                labels[i + r] = (int32_t)w.labels[r];
            if (distances)
                memcpy(distances + i, w.distances, rows * sizeof *distances);
        }
#pragma omp ordered
        {
            for (size_t t = 0; t < totals_size(d, k) && ready; t++)
                totals[t] += w.totals[t];
            if (!ready)
                *status = OUT_OF_MEMORY;
        }
    }
    workspace_free(&w);
}

// Once through x, for the totals. Packed centroids, or else given labels; labels and
// distances only where they are wanted, not NULL.
static int sweep(size_t n, size_t d, size_t k, const real *restrict x, const real *restrict packed,
                 const int32_t *restrict given, int32_t *restrict labels, real *restrict distances,
                 double *restrict totals)
{
    int status = OK;
    memset(totals, 0, totals_size(d, k) * sizeof *totals);
#pragma omp parallel default(none)                                                                 \
    shared(n, d, k, x, packed, given, labels, distances, totals, status)
    sweep_blocks(n, d, k, x, packed, given, labels, distances, totals, &status);
    return status;
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
    int status = OUT_OF_MEMORY;
    real *packed = malloc(k * d * sizeof *packed); /* (k, d) by groups */
    double *totals = malloc(totals_size(d, k) * sizeof *totals);
    if (packed && totals) {
        pack(d, k, centroids, packed);
        status = sweep(n, d, k, x, packed, NULL, labels, distances, totals);
    }
    free(totals);
    free(packed);
    return status;
}

// Each centroid becomes the sum of its samples divided by their number.
static double move(size_t d, size_t k, const double *restrict totals, real *restrict centroids)
{
    double movement = 0;
    for (size_t c = 0; c < k; c++) {
        const double *sums = totals + c * (d + 1);
        if (sums[d] == 0)
            continue;
        for (size_t j = 0; j < d; j++) {
            const real mean = (real)(sums[j] / sums[d]);
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
    double *totals = malloc(totals_size(d, k) * sizeof *totals);
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
    real *packed = malloc(k * d * sizeof *packed); /* (k, d) by groups */
    double *totals = malloc(totals_size(d, k) * sizeof *totals);
    if (!packed || !totals)
        goto done;

    double movement = 0;
    for (size_t step = 0;; step++) {
        // Assign, with what the next update needs; the last time for the labels.
        const bool last = step == max_iter || (step > 0 && movement <= tol);
        pack(d, k, centroids, packed);
        status = sweep(n, d, k, x, packed, NULL, last ? labels : NULL, NULL, totals);
        if (status != OK)
            goto done;
        history[2 * step] = movement;
        history[2 * step + 1] = totals[k * (d + 1)];
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
