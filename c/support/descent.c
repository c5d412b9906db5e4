#include "support/descent.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "filters.h"
#include "layers.h"
#include "support/outcome.h"
#include "support/program.h"
#include "support/progress.h"

enum { MANY = 4096 }; // pixels to be changed that are worth several threads

// What an epoch works with, and what it falls back to.
struct room {
    int32_t *order;                    /* (training rows) */
    real *last_params, *last_velocity; /* (weights) before the epoch */
};

// The learning rate in epoch 0, 1, ...; it does not look at how many there will be.
static double rate_in(const struct learning *learning, size_t epoch)
{
    const double done = learning->decay * (double)epoch;
    if (learning->linear_decay)
        return fmax(learning->rate_end, learning->rate * (1 - done));
    return learning->rate_end + (learning->rate - learning->rate_end) * exp(-done);
}

bool descent_out_of_patience(const struct learning *learning)
{
    return learning->patience > 0 && learning->best_epoch > 0 &&
           learning->checkpoint.epochs - learning->best_epoch >= learning->patience;
}

static void save(struct learning *learning)
{
    learning_pack(learning);
    checkpoint_write(learning->program, learning->training.out, &learning->checkpoint);
}

// With patience the model has the best weights, else the last.
static void keep_weights(struct learning *learning)
{
    const struct model *model = &learning->training.model;
    if (learning->patience > 0 && learning->best_epoch > 0)
        memcpy(model->params, learning->best, model->network.weights * sizeof *model->params);
}

static bool all_finite(size_t n, const real *values)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(values[i]))
            return false;
    return true;
}

// Go back before the epoch, save what was good, and end.
static _Noreturn void fail_not_finite(struct learning *learning, const struct room *room)
{
    const struct model *model = &learning->training.model;
    const size_t bytes = model->network.weights * sizeof *model->params;
    const size_t epoch = learning->checkpoint.epochs + 1;
    memcpy(model->params, room->last_params, bytes);
    memcpy(learning->velocity, room->last_velocity, bytes);
    save(learning);
    keep_weights(learning);
    outcome_write_model(learning);
    program_fail(learning->program, FAILED,
                 "the loss is not finite in epoch %zu: a smaller --rate may help", epoch);
}

static void note_best(struct learning *learning, double loss)
{
    const struct model *model = &learning->training.model;
    if (learning->best_epoch > 0 && loss >= learning->best_loss)
        return;
    learning->best_epoch = learning->checkpoint.epochs;
    learning->best_loss = loss;
    memcpy(learning->best, model->params, model->network.weights * sizeof *model->params);
}

static size_t batch_rows(const struct learning *learning)
{
    const size_t rows = learning->training.train.n;
    return learning->batch == 0 || learning->batch > rows ? rows : learning->batch;
}

// Train on some rows: n of them, shown in the given order, after so many steps.
static double train_on(struct learning *learning, size_t n, size_t batch, const real *x,
                       const real *t, const int32_t *order, double rate, size_t steps)
{
    const struct training *training = &learning->training;
    const struct model *model = &training->model;
    const int32_t loss_kind = learning->loss == LOSS_CROSS_ENTROPY ? CROSS_ENTROPY : QUADRATIC;
    double loss;
    const int status = learning->algorithm.train_epoch(
        n, model->network.layers, n, learning->table, learning->drop, (real)learning->beta,
        loss_kind, batch, x, t, order, (real)rate, (real)learning->momentum, training->seed,
        (uint32_t)steps, model->params, learning->velocity, &loss);
    program_check(learning->program, "train_epoch", status);
    return loss;
}

// The same on images that are changed before each batch. The mean loss.
static double train_on_changed(struct learning *learning, size_t batch, const int32_t *order,
                               double rate)
{
    const struct part *train = &learning->training.train;
    const size_t d = learning->training.model.d, m = learning->training.model.network.outputs;
    const size_t shown = learning->checkpoint.epochs * train->n;
    real *x = program_allocate(learning->program, batch * (d + m), sizeof *x); /* (batch, d) */
    real *t = x + batch * d;                                                   /* (batch, m) */
    int32_t *in_turn = program_allocate(learning->program, batch, sizeof *in_turn);
    double total = 0;
    for (size_t first = 0, step = learning->steps; first < train->n; first += batch, step++) {
        const size_t rows = batch < train->n - first ? batch : train->n - first;
#pragma omp parallel for default(none)                                                             \
    shared(learning, train, order, shown, first, rows, d, m, x, t, in_turn) if (rows * d > MANY)
        for (size_t i = 0; i < rows; i++) {
            const size_t row = (size_t)order[first + i];
            augment_image(&learning->augment, learning->table + C_IN, learning->training.seed,
                          (uint32_t)(shown + first + i), train->x + row * d, x + i * d);
            memcpy(t + i * m, train->t + row * m, m * sizeof *t);
            in_turn[i] = (int32_t)i;
        }
        total += train_on(learning, rows, batch, x, t, in_turn, rate, step) * (double)rows;
    }
    free(x);
    free(in_turn);
    return total / (double)train->n;
}

// One epoch; false if it is not finite.
static bool train_once(struct learning *learning, struct room *room)
{
    const struct training *training = &learning->training;
    const struct part *train = &training->train, *valid = &training->valid;
    const struct model *model = &training->model;
    const struct columns columns = learning_columns(learning);
    const size_t epoch = learning->checkpoint.epochs, weights = model->network.weights;
    const size_t batch = batch_rows(learning);
    double *row = checkpoint_row(&learning->checkpoint, epoch);
    memcpy(room->last_params, model->params, weights * sizeof *model->params);
    memcpy(room->last_velocity, learning->velocity, weights * sizeof *model->params);

    row[RATE] = rate_in(learning, epoch);
    training_order(training, epoch, room->order);
    if (learning->augment.list)
        row[LOSS] = train_on_changed(learning, batch, room->order, row[RATE]);
    else
        row[LOSS] = train_on(learning, train->n, batch, train->x, train->t, room->order, row[RATE],
                             learning->steps);
    if (!isfinite((real)row[LOSS]) || !all_finite(weights, model->params))
        return false;
    if (columns.accuracy)
        learning_measure(learning, train, NULL, &row[columns.accuracy]);
    if (columns.valid_loss) {
        learning_measure(learning, valid, &row[columns.valid_loss], &row[columns.valid_accuracy]);
        if (!isfinite((real)row[columns.valid_loss]))
            return false;
    }
    learning->steps += (train->n + batch - 1) / batch;
    learning->checkpoint.epochs++;
    if (columns.valid_loss)
        note_best(learning, row[columns.valid_loss]);
    return true;
}

void descent_train(struct learning *learning)
{
    const char *program = learning->program;
    const struct training *training = &learning->training;
    struct checkpoint *checkpoint = &learning->checkpoint;
    const size_t weights = training->model.network.weights;
    const size_t accuracy = learning_columns(learning).accuracy;
    struct room room;
    room.order = program_allocate(program, training->train.n, sizeof *room.order);
    room.last_params = program_allocate(program, weights, sizeof *room.last_params);
    room.last_velocity = program_allocate(program, weights, sizeof *room.last_velocity);

    const double start = program_clock();
    struct progress progress =
        progress_begin(training->quiet, checkpoint->epochs, learning->epochs);
    program_catch_interrupt();
    while (checkpoint->epochs < learning->epochs && !descent_out_of_patience(learning)) {
        const bool interrupted = program_interrupted();
        if (interrupted || checkpoint_is_due(checkpoint))
            save(learning);
        if (interrupted) {
            progress_end(&progress);
            program_end_interrupted(checkpoint->epochs);
        }
        if (!train_once(learning, &room)) {
            progress_end(&progress);
            fail_not_finite(learning, &room);
        }
        const double *row = checkpoint_row(checkpoint, checkpoint->epochs - 1);
        progress_show(&progress, checkpoint->epochs, row[LOSS], accuracy ? row[accuracy] : -1);
    }
    progress_end(&progress);
    save(learning);
    keep_weights(learning);
    learning->seconds = program_clock() - start;
    free(room.order);
    free(room.last_params);
    free(room.last_velocity);
}
