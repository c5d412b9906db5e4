#include "fast/kmeans_strip.h"

#include <math.h>
#include <stdlib.h>

enum {
    BYTES = 32768, // of coordinates in a strip, if that is 2 to MOST tiles
    MOST = 32,
    GROUP = 6,         // centroids at a time: their distances fill the registers
    FEW_CLUSTERS = 12, // so few that adding to all of them beats choosing one
    FEW_FEATURES = 3
};

// Into every call, where the compiler sees which arguments are constant.
#define INLINE __attribute__((always_inline)) static inline

int strip_new(size_t d, size_t k, strip *s)
{
    const size_t tiles = BYTES / 64 / d;
    s->samples = LANES * (tiles < 2 ? 2 : tiles > MOST ? MOST : tiles);
    s->tiles = calloc(s->samples * d, sizeof *s->tiles);
    s->labels = malloc(s->samples * sizeof *s->labels);
    s->distances = malloc(s->samples * sizeof *s->distances);
    s->totals = malloc((k + 1) * (d + 1) * sizeof *s->totals);
    return s->tiles && s->labels && s->distances && s->totals;
}

void strip_free(strip *s)
{
    free(s->totals);
    free(s->distances);
    free(s->labels);
    free(s->tiles);
}

// Centroids are dealt out to groups as evenly as can be: where group g begins.
static size_t group_start(size_t k, size_t g)
{
    const size_t groups = (k + GROUP - 1) / GROUP;
    return g * k / groups;
}

// A group turned on its side is (d, size of the group); they stand one after the other.
void strip_pack(size_t d, size_t k, const real *restrict centroids, real *restrict packed)
{
    for (size_t g = 0; group_start(k, g) < k; g++)
        for (size_t j = 0; j < d; j++)
            for (size_t c = group_start(k, g); c < group_start(k, g + 1); c++)
                *packed++ = centroids[c * d + j];
}

// Turn the samples of a tile. If it is full and d a constant, the compiler knows the
// whole pattern and shuffles registers.
INLINE void turn(size_t n, size_t d, const real *restrict x, real *restrict tile)
{
    for (size_t j = 0; j < d; j++)
#pragma omp simd
        for (size_t l = 0; l < n; l++)
            tile[j * LANES + l] = x[l * d + j];
}

void strip_turn(size_t n, size_t d, const real *restrict x, strip *restrict s)
{
    const size_t whole = n - n % LANES;
    for (size_t i = 0; i < whole; i += LANES) {
        switch (d) {
        case 1: turn(LANES, 1, x + i, s->tiles + i); break;
        case 2: turn(LANES, 2, x + i * 2, s->tiles + i * 2); break;
        case 3: turn(LANES, 3, x + i * 3, s->tiles + i * 3); break;
        default: turn(LANES, d, x + i * d, s->tiles + i * d);
        }
    }
    turn(n - whole, d, x + whole * d, s->tiles + whole * d);
}

// Is a centroid of this group the nearest so far? All lanes of all tiles.
INLINE void assign_group(size_t size, size_t n, size_t d, size_t first, const real *restrict group,
                         strip *restrict s)
{
    for (size_t i = 0; i < n; i += LANES) {
        const real *restrict tile = s->tiles + i * d;
        lane_label *restrict labels = s->labels + i;
        real *restrict distances = s->distances + i;
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
            lane_label label = labels[l];
            real smallest = distances[l];
            for (size_t c = 0; c < size; c++)
                if (grown[c][l] < smallest) {
                    label = (lane_label)(first + c);
                    smallest = grown[c][l];
                }
            labels[l] = label;
            distances[l] = smallest;
        }
    }
}

// Sum of the distances in float64: lane by lane, then over the lanes.
static double sum(size_t n, const real *restrict distances)
{
    double lanes[LANES] = {0}, total = 0;
    for (size_t i = 0; i < n; i += LANES)
#pragma omp simd
        for (size_t l = 0; l < LANES; l++)
            lanes[l] += distances[i + l];
    for (size_t l = 0; l < LANES; l++)
        total += lanes[l];
    return total;
}

// The size of a group is a constant in each call: loops over it become straight lines.
void strip_assign(size_t n, size_t d, size_t k, const real *restrict packed, strip *restrict s)
{
    for (size_t i = 0; i < s->samples; i++) {
        s->labels[i] = 0;
        s->distances[i] = INFINITY;
    }
    for (size_t g = 0; group_start(k, g) < k; g++) {
        const size_t first = group_start(k, g);
        const real *group = packed + first * d;
        switch (group_start(k, g + 1) - first) {
        case 1: assign_group(1, n, d, first, group, s); break;
        case 2: assign_group(2, n, d, first, group, s); break;
        case 3: assign_group(3, n, d, first, group, s); break;
        case 4: assign_group(4, n, d, first, group, s); break;
        case 5: assign_group(5, n, d, first, group, s); break;
        default: assign_group(GROUP, n, d, first, group, s);
        }
    }
    for (size_t i = n; i % LANES != 0; i++)
        s->distances[i] = 0; // a lane without a sample
    s->totals[k * (d + 1)] += sum(n, s->distances);
}

// Few clusters: each adds up all samples lane by lane, those of others as 0.
INLINE void add_to_all(size_t n, size_t d, size_t k, strip *restrict s)
{
    for (size_t i = n; i % LANES != 0; i++)
        s->labels[i] = -1; // a lane without a sample
    for (size_t c = 0; c < k; c++) {
        real lanes[FEW_FEATURES + 1][LANES] = {{0}}; // sums and number
        for (size_t i = 0; i < n; i += LANES) {
            const real *restrict tile = s->tiles + i * d;
            const lane_label *restrict labels = s->labels + i;
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
        for (size_t j = 0; j <= d; j++)
            for (size_t l = 0; l < LANES; l++)
                s->totals[c * (d + 1) + j] += lanes[j][l];
    }
}

// Many clusters: each sample is added to its own.
INLINE void add_to_own(size_t n, size_t d, const real *restrict x, strip *restrict s)
{
    for (size_t i = 0; i < n; i++) {
        const real *restrict x_i = x + i * d;
        double *restrict sums = s->totals + (size_t)s->labels[i] * (d + 1);
        for (size_t j = 0; j < d; j++)
            sums[j] += x_i[j];
        sums[d]++;
    }
}

INLINE void add(size_t n, size_t d, size_t k, const real *restrict x, strip *restrict s)
{
    if (d <= FEW_FEATURES && k <= FEW_CLUSTERS)
        add_to_all(n, d, k, s);
    else
        add_to_own(n, d, x, s);
}

void strip_add(size_t n, size_t d, size_t k, const real *restrict x, strip *restrict s)
{
    switch (d) {
    case 1: add(n, 1, k, x, s); break;
    case 2: add(n, 2, k, x, s); break;
    case 3: add(n, 3, k, x, s); break;
    default: add(n, d, k, x, s);
    }
}
