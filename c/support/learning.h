/* What programs that learn by gradient descent share (mlp, cnn): their options, their
 * start, and the answers of the network. */
#ifndef TRIPTYCH_LEARNING_H
#define TRIPTYCH_LEARNING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/augment.h"
#include "support/checkpoint.h"
#include "support/options.h"
#include "support/parts.h"
#include "support/real.h"
#include "support/training.h"

/* The functions of the algorithm, as in mlp.h and layers.h: every program is linked with
 * all of support/, but not with these. */
struct algorithm {
    int (*forward)(size_t n, size_t layers, const int32_t *restrict network,
                   const double *restrict drop, real beta, const real *restrict x,
                   const real *restrict params, uint32_t seed, uint32_t step, real *restrict h,
                   real *restrict a);
    int (*train_epoch)(size_t n, size_t layers, size_t visits, const int32_t *restrict network,
                       const double *restrict drop, real beta, int32_t loss_kind, size_t batch,
                       const real *restrict x, const real *restrict t,
                       const int32_t *restrict order, real rate, real momentum, uint32_t seed,
                       uint32_t step, real *restrict params, real *restrict velocity,
                       double *restrict loss);
    size_t (*count_neurons)(size_t layers, const int32_t *restrict network);
    void (*quadratic_loss)(size_t n, size_t m, const real *restrict a, const real *restrict t,
                           double *restrict loss, real *restrict da);
    void (*cross_entropy)(int32_t kind, size_t n, size_t m, const real *restrict h,
                          const real *restrict a, const real *restrict t, real beta,
                          double *restrict loss, real *restrict dh);
};

struct learning {
    const char *program;
    struct algorithm algorithm;
    struct training training;
    struct checkpoint checkpoint;
    size_t activation, output, loss; /* indices of the words below */
    bool output_given, loss_given;
    double beta, rate, rate_end, decay, momentum;
    size_t init, epochs, batch, patience;
    struct augment augment; /* of images: cnn only */
    bool linear_decay;
    int32_t *table;        /* (layers, ...) the network as the algorithm wants it */
    double *drop;          /* (layers) */
    real *velocity, *best; /* (weights) the momentum; the weights of the best epoch */
    size_t steps;          /* batches done */
    size_t best_epoch;     /* that of the lowest validation loss, from 1; 0: none yet */
    double best_loss;
    double seconds;
};

/* The words of the options, then NULL. */
extern const char *const learning_activations[];
extern const char *const learning_outputs[];
extern const char *const learning_losses[];
enum { LOSS_QUADRATIC, LOSS_CROSS_ENTROPY };

/* The numbers that layers.h has for them. */
int32_t learning_activation(const struct learning *learning);
int32_t learning_output(const struct learning *learning);

/* What the history holds of an epoch: the columns of history.csv behind the epoch.
 * Where there is none, the column is NO_COLUMN. */
struct columns {
    size_t accuracy, valid_loss, valid_accuracy, count;
};
enum { RATE, LOSS, NO_COLUMN = 0 };
struct columns learning_columns(const struct learning *learning);

/* Read the options. */
void learning_options(const struct options *options, const char *command, const char *name,
                      struct learning *learning);

/* Read DATA, choose what the options leave open, and the features. */
void learning_read(struct learning *learning);

/* Make parts, weights and room; continue where the checkpoint stopped, if asked to. */
void learning_begin(struct learning *learning);

/* Put weights and counters into the state of the checkpoint. */
void learning_pack(const struct learning *learning);

/* The outputs of the network for a part: outputs (n, m); loss, if not NULL: the mean. */
void learning_answer(const struct learning *learning, const struct part *part,
                     real *restrict outputs, double *loss);

/* The classes that outputs stand for, the lowest on a tie: labels (n). */
void learning_classify(const struct learning *learning, size_t n, const real *restrict outputs,
                       int32_t *restrict labels);

/* The mean loss and, of classes, the accuracy in percent of a part. */
void learning_measure(const struct learning *learning, const struct part *part, double *loss,
                      double *accuracy);

void learning_free(struct learning *learning);

#endif
