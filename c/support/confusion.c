#include "support/confusion.h"

#include <string.h>

void confusion_count(size_t n, size_t classes, const int32_t *restrict truth,
                     const int32_t *restrict predicted, int32_t *restrict counts)
{
    // Exercise 1. Count each pair of a true and a predicted class.
    memset(counts, 0, classes * classes * sizeof *counts);
    for (size_t i = 0; i < n; i++)
        counts[(size_t)truth[i] * classes + (size_t)predicted[i]]++;
    // End of exercise 1.
}

static double percent(double part, double whole)
{
    return whole > 0 ? 100 * part / whole : -1;
}

void confusion_rates(size_t classes, const int32_t *restrict counts, double *restrict recall,
                     double *restrict precision, double *restrict accuracy)
{
    // Exercise 2. Find recall, precision and accuracy in percent.
    double right = 0, rows = 0;
    for (size_t c = 0; c < classes; c++) {
        double in_line = 0, in_column = 0;
        for (size_t other = 0; other < classes; other++) {
            in_line += counts[c * classes + other];
            in_column += counts[other * classes + c];
        }
        const double found = counts[c * classes + c];
        recall[c] = percent(found, in_line);
        precision[c] = percent(found, in_column);
        right += found;
        rows += in_line;
    }
    *accuracy = percent(right, rows);
    // End of exercise 2.
}
