/* Gradient descent, epoch after epoch: the learning rate, early stopping, checkpoints. */
#ifndef TRIPTYCH_DESCENT_H
#define TRIPTYCH_DESCENT_H

#include <stdbool.h>

#include "support/learning.h"

/* Train until the epochs are done or the patience is at its end; the model has the weights
 * to keep then. Ctrl-C, and a loss that is not finite, end the program. */
void descent_train(struct learning *learning);

/* Was it stopped for want of a lower validation loss? */
bool descent_out_of_patience(const struct learning *learning);

#endif
