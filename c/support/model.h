/* A model: what a training leaves in its output folder, and what --predict and the
 * other languages read. docs/training.md has the files to the letter. */
#ifndef TRIPTYCH_MODEL_H
#define TRIPTYCH_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "support/network.h"
#include "support/real.h"

struct model {
    struct network network;
    size_t columns;   /* of the data set */
    size_t d;         /* features kept */
    size_t *features; /* (d) their columns */
    char *list;       /* the same as typed, or "all" */
    size_t classes;   /* 0: targets */
    size_t normalize; /* how, an index into model_normalizations */
    double *m, *s;    /* (d) a feature x becomes (x - m) / s */
    real *params;     /* (network.weights) */
};

/* A line that a program adds to network.txt. */
struct field {
    const char *name, *value;
    const char *where; /* FILE:LINE, when it was read */
};

/* The words of --normalize, in the order of enum normalization, then NULL. */
extern const char *const model_normalizations[];

/* Write network.txt, params.npy and normalization.dat. fields (count). */
void model_write(const char *program, const char *folder, const struct model *model, size_t count,
                 const struct field *fields);

/* Read them. fields (count): names in, values and places out, to be freed by
 * model_free_field. */
struct model model_read(const char *program, const char *folder, size_t count,
                        struct field *fields);

void model_free_field(struct field *field);

void model_free(struct model *model);

#endif
