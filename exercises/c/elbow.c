/* The elbow: how many clusters are in the data?
 *
 * More clusters always make the inertia smaller. As long as they split real groups it
 * falls steeply, afterwards slowly: the bend, the elbow, is the number of groups. It is
 * the point furthest below the straight line from the first to the last.
 */
#include <stdlib.h>

#include "kmeans.h"

enum { MAX_ITER = 100 };

/* The smallest inertia of a few restarts with k clusters. history: scratch. */
static int smallest_inertia(size_t n, size_t d, size_t k, const real *x, uint32_t restarts,
                            uint32_t seed, real *centroids, int32_t *labels, double *history,
                            double *smallest)
{
    for (uint32_t restart = 0; restart < restarts; restart++) {
        size_t n_iter;
        int status = kmeans_init_plusplus(n, d, k, x, seed, restart, centroids);
        if (status == OK)
            status = kmeans_lloyd(n, d, k, x, MAX_ITER, 0, centroids, labels, history, &n_iter);
        if (status != OK)
            return status;
        const double inertia = history[2 * n_iter + 1];
        if (restart == 0 || inertia < *smallest)
            *smallest = inertia;
    }
    return OK;
}

// Find the k where the curve of the inertias lies furthest below its chord.
// inertias (k_max): the smallest of all restarts for k = 1 ... k_max clusters.
int elbow_choose_k(size_t n, size_t d, const real *x, size_t k_max, uint32_t restarts,
                   uint32_t seed, double *inertias, size_t *best_k)
{
    if (k_max < 3 || k_max > n || restarts < 1)
        return INVALID_ARGUMENT;
    int status = OUT_OF_MEMORY;
    real *centroids = malloc(k_max * d * sizeof *centroids);        /* (k, d) */
    int32_t *labels = malloc(n * sizeof *labels);                   /* (n) */
    double *history = malloc(2 * (MAX_ITER + 1) * sizeof *history); /* (steps + 1, 2) */
    if (!centroids || !labels || !history)
        goto done;

    // Exercise 1. Find the smallest inertia for each k, then the elbow.
    for (size_t k = 1; k <= k_max; k++) {
        status = smallest_inertia(n, d, k, x, restarts, seed, centroids, labels, history,
                                  &inertias[k - 1]);
        if (status != OK)
            goto done;
    }

    const double slope = (inertias[k_max - 1] - inertias[0]) / (double)(k_max - 1);
    double deepest = 0;
    *best_k = 1;
    for (size_t k = 2; k < k_max; k++) {
        const double depth = inertias[0] + slope * (double)(k - 1) - inertias[k - 1];
        if (depth > deepest) {
            deepest = depth;
            *best_k = k;
        }
    }
    // End of exercise 1.

done:
    free(history);
    free(labels);
    free(centroids);
    return status;
}
