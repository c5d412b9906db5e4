/* Which rows of a data set are for what: parts, visits and targets. */
#ifndef TRIPTYCH_ROWS_H
#define TRIPTYCH_ROWS_H

#include <stddef.h>
#include <stdint.h>

#include "support/real.h"

/* Split n rows at random into training, validation and test rows.
 *
 * fractions (3) sum to 1. order (n): the rows of the first part, then of the
 * second, then of the third, counts (3) of each. Of n shuffled rows the first
 * floor(f0 n + 0.5) are for training, those before floor((f0 + f1) n + 0.5) for
 * validation. With classes > 0 this is done within each class (stratified),
 * labels (n) in 0 ... classes-1; with classes = 0 labels are not looked at.
 * OK, INVALID_ARGUMENT or OUT_OF_MEMORY. */
int rows_split(size_t n, size_t classes, const int32_t *restrict labels,
               const double *restrict fractions, uint32_t seed, int32_t *restrict order,
               size_t *restrict counts);

/* Draw n visits so that every class is visited equally often: a class first,
 * then one of its rows. order (n). INVALID_ARGUMENT if a class has no row. */
int rows_balance(size_t n, size_t classes, const int32_t *restrict labels, uint32_t seed,
                 uint32_t epoch, int32_t *restrict order);

/* Targets one-hot: t_io = 1 if o is the label of i, else 0. t (n, classes). */
void rows_one_hot(size_t n, size_t classes, const int32_t *restrict labels, real *restrict t);

#endif
