/* With OpenMP: several threads shared the samples if each sample had one thread, and not all of
 * them the same. Threads are told by the distances that they ask for.
 */
#define _POSIX_C_SOURCE 200809L

#include <omp.h>
#include <string.h>
#include <time.h>

#include "kmeans.h"
#include "watch.h"

enum { SAMPLES = 64, NOBODY = -1 };

static const real *samples;
static size_t count, features;
static int owners[SAMPLES]; /* the thread that works on a sample */
static bool shared;         /* does a sample have several? */

void watch_begin(size_t n, size_t d, const real *x)
{
    samples = x;
    count = n;
    features = d;
    shared = false;
    for (size_t i = 0; i < SAMPLES; i++)
        owners[i] = NOBODY;
}

bool watch_end(void)
{
    bool several = false;
    for (size_t i = 1; i < count; i++)
        several |= owners[i] != owners[0];
    samples = NULL;
    return several && !shared;
}

static void note(size_t i)
{
#pragma omp critical
    {
        shared |= owners[i] != NOBODY && owners[i] != omp_get_thread_num();
        owners[i] = omp_get_thread_num();
    }
    // Give others the time to get in between, wherever they can.
    nanosleep(&(struct timespec){.tv_nsec = 20000}, NULL);
}

real kmeans_squared_distance(size_t d, const real *restrict a, const real *restrict b)
{
    for (size_t i = 0; samples && d == features && i < count && i < SAMPLES; i++)
        if (memcmp(a, samples + i * d, d * sizeof *a) == 0 ||
            memcmp(b, samples + i * d, d * sizeof *b) == 0)
            note(i);
    real distance = 0;
    for (size_t j = 0; j < d; j++)
        distance += (a[j] - b[j]) * (a[j] - b[j]);
    return distance;
}
