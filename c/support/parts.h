/* Some rows of a data set: for training, validation or the test. */
#ifndef TRIPTYCH_PARTS_H
#define TRIPTYCH_PARTS_H

#include <stddef.h>
#include <stdint.h>

#include "support/data.h"
#include "support/model.h"
#include "support/real.h"

struct part {
    size_t n;        /* 0: there is no such part */
    int32_t *rows;   /* (n) where they stand in the file */
    real *x;         /* (n, d) the features kept */
    int32_t *labels; /* (n), or NULL */
    real *t;         /* (n, targets) for labels once parts_encode has made them, or NULL */
};

/* Take these rows (n) of the data, and of them the features that the model keeps. */
struct part parts_take(const char *program, const struct data *data, const struct model *model,
                       size_t n, const int32_t *rows);

/* Take all rows. */
struct part parts_take_all(const char *program, const struct data *data, const struct model *model);

/* Find m and s of the model from these rows. path: the file to name if they are too large. */
void parts_fit(const char *program, const char *path, const struct part *part, struct model *model);

/* Apply m and s of the model. */
void parts_normalize(const char *program, const char *path, const struct model *model,
                     struct part *part);

/* Make targets of the labels, if there are labels: one-hot, or of one output 0 and 1. */
void parts_encode(const char *program, size_t outputs, struct part *part);

void parts_free(struct part *part);

#endif
