/* The nearest centroid of many samples at the same time: by several threads, on a graphics card.
 *
 *     n samples    x_i in x          (n, d)
 *     d features   x_ij
 *     k clusters   c in centroids    (k, d)
 */
#include "kmeans.h"

#pragma acc routine(kmeans_squared_distance) seq // is called on the card, too

// Give each sample the label of its nearest centroid, the lowest on a tie.
int assign_threads(size_t n, size_t d, size_t k, const real *restrict x,
                   const real *restrict centroids, int32_t *restrict labels,
                   real *restrict distances)
{
    if (n < 1 || d < 1 || k < 1)
        return INVALID_ARGUMENT;

    // Exercise 1. Find the nearest centroids of all samples at once: OpenMP, OpenACC, NumPy.
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
    // End of exercise 1.
    return OK;
}
