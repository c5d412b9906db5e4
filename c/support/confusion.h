/* The confusion matrix: what was predicted for the rows of each true class. */
#ifndef TRIPTYCH_CONFUSION_H
#define TRIPTYCH_CONFUSION_H

#include <stddef.h>
#include <stdint.h>

/* Count the rows of each true class (line) that were given each class (column).
 * truth, predicted (n), in 0 ... classes-1; counts (classes, classes). */
void confusion_count(size_t n, size_t classes, const int32_t *restrict truth,
                     const int32_t *restrict predicted, int32_t *restrict counts);

/* Rates in percent: recall (classes), of a true class how much was found;
 * precision (classes), of a predicted class how much is right; accuracy, of all
 * rows how many are right. A rate of no rows at all is -1. */
void confusion_rates(size_t classes, const int32_t *restrict counts, double *restrict recall,
                     double *restrict precision, double *restrict accuracy);

#endif
