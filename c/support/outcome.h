/* What programs that learn by gradient descent print and write: docs/training.md. */
#ifndef TRIPTYCH_OUTCOME_H
#define TRIPTYCH_OUTCOME_H

#include "support/learning.h"

/* Print the lines before the training. */
void outcome_print_head(const struct learning *learning);

/* Write network.txt, params.npy, normalization.dat and history.csv. */
void outcome_write_model(const struct learning *learning);

/* Print and write all that a training leaves. */
void outcome_finish(struct learning *learning);

/* Read the model that --predict asks for, and the rows it is for. */
void outcome_read_model(struct learning *learning);

/* Let it answer; print and write the answers. */
void outcome_predict(const struct learning *learning);

#endif
