/* What programs that learn say of their work: the table of epochs, the confusion
 * matrix, and how far they are. docs/training.md has every column. */
#ifndef TRIPTYCH_REPORT_H
#define TRIPTYCH_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/text.h"

/* Is this epoch (0, 1, ...) left out of the table of so many? In place of the first one
 * left out it prints a row of dots. */
bool report_skips(size_t epoch, size_t epochs);

/* Percent as `12.34 %`, or `-` if it is below 0. */
struct text report_percent(double percent);

/* How many of n predictions are right, in percent. */
double report_accuracy(size_t n, const int32_t *truth, const int32_t *predicted);

/* Count truth against predicted (n), print the matrix and, if folder is not NULL,
 * write FOLDER/confusion.csv; rows: what the rows are called. The accuracy in percent. */
double report_confusion(const char *program, const char *folder, size_t n, size_t classes,
                        const int32_t *truth, const int32_t *predicted, const char *rows);

/* What --predict leaves: FOLDER/predictions.dat, a class a line, and the confusion
 * matrix if the truth is known (not NULL). */
void report_predictions(const char *program, const char *folder, size_t n, size_t classes,
                        const int32_t *truth, const int32_t *predicted);

#endif
