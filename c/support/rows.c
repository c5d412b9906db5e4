#include "support/rows.h"

#include <math.h>
#include <stdlib.h>

#include "support/random.h"

// The first rank, among size shuffled rows, that is beyond the given part.
static size_t end_of_part(int part, const double *fractions, size_t size)
{
    if (part == 2)
        return size;
    const double share = part == 0 ? fractions[0] : fractions[0] + fractions[1];
    return (size_t)floor(share * (double)size + 0.5);
}

int rows_split(size_t n, size_t classes, const int32_t *restrict labels,
               const double *restrict fractions, uint32_t seed, int32_t *restrict order,
               size_t *restrict counts)
{
    const size_t groups = classes > 0 ? classes : 1;
    int32_t *shuffled = malloc(n * sizeof *shuffled);  /* (n) */
    size_t *sizes = calloc(2 * groups, sizeof *sizes); /* (groups) */
    int status = OUT_OF_MEMORY;
    if (!shuffled || !sizes)
        goto done;
    size_t *seen = sizes + groups; /* (groups) rows passed by */

    status = INVALID_ARGUMENT;
    for (size_t i = 0; i < n; i++) {
        const int32_t group = classes > 0 ? labels[i] : 0;
        if (group < 0 || (size_t)group >= groups)
            goto done;
        sizes[group]++;
    }

    // Exercise 1. Shuffle the rows, then deal them out to the three parts.
    random_shuffle(n, n, seed, FOR_SPLIT, 0, shuffled);
    size_t filled = 0;
    for (int part = 0; part < 3; part++) {
        const size_t before = filled;
        for (size_t group = 0; group < groups; group++)
            seen[group] = 0;
        for (size_t i = 0; i < n; i++) {
            const int32_t group = classes > 0 ? labels[shuffled[i]] : 0;
            const size_t rank = seen[group]++;
            if (rank < end_of_part(part, fractions, sizes[group]) &&
                (part == 0 || rank >= end_of_part(part - 1, fractions, sizes[group])))
                order[filled++] = shuffled[i];
        }
        counts[part] = filled - before;
    }
    // End of exercise 1.
    status = OK;

done:
    free(sizes);
    free(shuffled);
    return status;
}

int rows_balance(size_t n, size_t classes, const int32_t *restrict labels, uint32_t seed,
                 uint32_t epoch, int32_t *restrict order)
{
    size_t *first = calloc(classes + 1, sizeof *first); /* (classes + 1) */
    int32_t *by_class = malloc(n * sizeof *by_class);   /* (n) rows, class after class */
    int status = OUT_OF_MEMORY;
    if (!first || !by_class)
        goto done;

    size_t filled = 0;
    status = INVALID_ARGUMENT;
    for (size_t c = 0; c < classes; c++) {
        for (size_t i = 0; i < n; i++)
            if ((size_t)labels[i] == c)
                by_class[filled++] = (int32_t)i;
        first[c + 1] = filled;
        if (first[c + 1] == first[c])
            goto done;
    }

    // Exercise 2. Draw each visit: a class first, then one of its rows.
    for (size_t i = 0; i < n; i++) {
        const uint32_t minor = 2 * (uint32_t)i;
        const size_t c = random_integer(classes, seed, FOR_BALANCING, epoch, minor);
        const size_t count = first[c + 1] - first[c];
        order[i] =
            by_class[first[c] + random_integer(count, seed, FOR_BALANCING, epoch, minor + 1)];
    }
    // End of exercise 2.
    status = OK;

done:
    free(by_class);
    free(first);
    return status;
}

void rows_one_hot(size_t n, size_t classes, const int32_t *restrict labels, real *restrict t)
{
    for (size_t i = 0; i < n; i++)
        for (size_t o = 0; o < classes; o++)
            t[i * classes + o] = (size_t)labels[i] == o;
}
