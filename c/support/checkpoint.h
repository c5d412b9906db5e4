/* How far a training has come, kept so that it can go on to the very same bytes:
 * docs/training.md has the layout of checkpoint.npy. */
#ifndef TRIPTYCH_CHECKPOINT_H
#define TRIPTYCH_CHECKPOINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct checkpoint {
    uint32_t seed;
    size_t n, d, classes; /* training rows, features kept, classes */
    size_t size, columns; /* of the state, of the history */
    size_t epochs;        /* done */
    double *state;        /* (size) what the program needs to go on */
    double *history;      /* (most epochs, columns) */
    double saved;         /* the moment of the last writing, or of the start */
};

/* Make room for so many epochs; seed, n, d, classes, size and columns are given. With
 * resume, read FOLDER/checkpoint.npy, which must be of this very run, and make room
 * for its epochs too. */
void checkpoint_begin(const char *program, const char *folder, bool resume, size_t epochs,
                      struct checkpoint *checkpoint);

/* The history of epoch 0, 1, ...: (columns). */
double *checkpoint_row(const struct checkpoint *checkpoint, size_t epoch);

/* Is it a second since the last one was written? */
bool checkpoint_is_due(const struct checkpoint *checkpoint);

/* Write it; a kill at any moment leaves a whole one, this or the last. */
void checkpoint_write(const char *program, const char *folder, struct checkpoint *checkpoint);

void checkpoint_free(struct checkpoint *checkpoint);

#endif
