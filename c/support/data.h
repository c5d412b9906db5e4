/* A data set, and the files it is kept in: data/README.md has their grammar, and
 * what is said of a broken one before the program ends with exit code 2. */
#ifndef TRIPTYCH_DATA_H
#define TRIPTYCH_DATA_H

#include <stddef.h>
#include <stdint.h>

#include "support/real.h"

struct data {
    size_t n, d;     /* samples; features, the product of shape */
    size_t axes;     /* of one sample: 1, or 3 for (channels, height, width) */
    size_t *shape;   /* (axes) */
    size_t classes;  /* 0: no labels */
    size_t targets;  /* 0: no targets */
    real *x;         /* (n, d) */
    int32_t *labels; /* (n), or NULL */
    real *t;         /* (n, targets), or NULL */
};

/* Where the data set NAME is that a program takes when none is asked for: in data/
 * beside the command, below the current folder, or in TRIPTYCH_DATA. The path is
 * to be freed by the caller. */
char *data_find(const char *program, const char *command, const char *name);

/* Read a .dat file or a folder of .npy files; data_free gives its memory back. */
struct data data_read(const char *program, const char *path);

/* Write FOLDER/NAME, a .dat file: d numbers a row, then its label or its targets. */
void data_write(const char *program, const char *folder, const char *name, const struct data *data);

void data_free(struct data *data);

#endif
