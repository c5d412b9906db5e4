#include "support/learning.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "layers.h"
#include "support/program.h"
#include "support/report.h"
#include "support/text.h"

enum { BLOCK_ROWS = 1024, BLOCK_NUMBERS = 1048576 }; /* answered at once: rows, activations */
enum { NUMBERS = 3 };                                /* before the weights in the state */

const char *const learning_activations[] = {"sigmoid",    "tanh",   "relu",
                                            "leaky_relu", "linear", NULL};
const char *const learning_outputs[] = {"sigmoid", "softmax", "linear", NULL};
const char *const learning_losses[] = {"quadratic", "cross_entropy", NULL};
static const char *const inits[] = {"uniform", "xavier", "he", NULL};
static const char *const decay_forms[] = {"exponential", "linear", NULL};
enum { OUTPUT_SIGMOID, OUTPUT_SOFTMAX, OUTPUT_LINEAR };

int32_t learning_activation(const struct learning *learning)
{
    static const int32_t kinds[] = {SIGMOID, TANH, RELU, LEAKY_RELU, LINEAR};
    return kinds[learning->activation];
}

int32_t learning_output(const struct learning *learning)
{
    static const int32_t kinds[] = {SIGMOID, SOFTMAX, LINEAR};
    return kinds[learning->output];
}

struct columns learning_columns(const struct learning *learning)
{
    const bool classes = learning->training.model.classes > 0;
    struct columns columns = {.count = LOSS + 1};
    if (classes)
        columns.accuracy = columns.count++;
    if (learning->training.valid.n > 0) {
        columns.valid_loss = columns.count++;
        if (classes)
            columns.valid_accuracy = columns.count++;
    }
    return columns;
}

// The options

static _Noreturn void fail_in_loss(const struct learning *learning, const char *expected)
{
    program_fail(learning->program, BAD_INPUT, "--loss: expected %s, found \"%s\"", expected,
                 learning_losses[learning->loss]);
}

// Softmax and linear outputs have one loss each.
static void check_loss(const struct learning *learning)
{
    if (learning->output == OUTPUT_SOFTMAX && learning->loss == LOSS_QUADRATIC)
        fail_in_loss(learning, "cross_entropy for softmax");
    if (learning->output == OUTPUT_LINEAR && learning->loss == LOSS_CROSS_ENTROPY)
        fail_in_loss(learning, "quadratic for linear");
}

static void read_loss(const struct options *options, struct learning *learning)
{
    learning->output_given = options_given(options, "--output");
    if (options_text(options, "--output"))
        learning->output = options_word(options, "--output", learning_outputs);
    learning->loss_given = options_given(options, "--loss");
    if (learning->loss_given)
        learning->loss = options_word(options, "--loss", learning_losses);
    else if (learning->output == OUTPUT_SOFTMAX)
        learning->loss = LOSS_CROSS_ENTROPY;
    if (learning->output_given)
        check_loss(learning);
}

static double read_momentum(const struct options *options)
{
    const char *token = options_text(options, "--momentum");
    double value;
    if (!text_number(token, strlen(token), &value) || !(value >= 0 && value < 1))
        program_fail(options->program, BAD_INPUT,
                     "--momentum: expected a number of at least 0 and below 1, found \"%s\"",
                     text_shown(token, strlen(token)).bytes);
    return value;
}

void learning_options(const struct options *options, const char *command, const char *name,
                      struct learning *learning)
{
    learning->program = options->program;
    struct network network = {.layers = 0};
    if (options_given(options, "--network"))
        network = network_parse(options->program, "--network", options_text(options, "--network"));
    learning->activation = options_word(options, "--activation", learning_activations);
    read_loss(options, learning);
    learning->beta = options_positive(options, "--beta");
    learning->init = options_word(options, "--init", inits);
    learning->epochs = (size_t)options_integer(options, "--epochs", 1, 1000000);
    learning->batch = (size_t)options_integer(options, "--batch", 0, INT32_MAX);
    learning->rate = options_positive(options, "--rate");
    learning->rate_end = options_number(options, "--rate-end", 0);
    learning->decay = options_given(options, "--decay") ? options_number(options, "--decay", 0) : 0;
    learning->linear_decay = options_word(options, "--decay-form", decay_forms) == 1;
    learning->momentum = read_momentum(options);
    learning->patience = (size_t)options_integer(options, "--patience", 0, 1000000);
    learning->training = training_options(options, command, name);
    const struct training *training = &learning->training;
    if (learning->patience > 0 && !training->valid_path && training->fractions[1] == 0)
        program_fail(options->program, BAD_INPUT,
                     "--patience: expected validation rows, found none");
    if (training->predict)
        network_free(&network);
    else
        learning->training.model.network = network;
}

// From the data to the first epoch

static void check_targets(struct learning *learning)
{
    struct training *training = &learning->training;
    if (!learning->output_given) {
        learning->output = OUTPUT_LINEAR;
        if (!learning->loss_given)
            learning->loss = LOSS_QUADRATIC;
    }
    if (learning->output == OUTPUT_SOFTMAX)
        program_fail(learning->program, BAD_INPUT,
                     "--output: expected sigmoid or linear for targets, found \"softmax\"");
    if (learning->loss == LOSS_CROSS_ENTROPY)
        fail_in_loss(learning, "quadratic for targets");
    if (training->stratify || training->balance)
        program_fail(learning->program, BAD_INPUT, "%s: expected classes, found targets",
                     training->stratify ? "--stratify" : "--balance");
}

void learning_read(struct learning *learning)
{
    struct training *training = &learning->training;
    training_read(training, true);
    if (training->data.targets > 0)
        check_targets(learning);
    check_loss(learning);
    training_choose_features(training);
}

static void check_dropout(const struct learning *learning, size_t batch)
{
    const struct network *network = &learning->training.model.network;
    const size_t steps = (learning->training.train.n + batch - 1) / batch;
    for (size_t l = 0; l < network->layers; l++) {
        if (learning->drop[l] == 0)
            continue;
        if (learning->epochs > UINT32_MAX / steps)
            program_fail(learning->program, BAD_INPUT,
                         "--epochs: expected at most %zu with dropout, found %zu",
                         (size_t)UINT32_MAX / steps, learning->epochs);
        if (batch > UINT32_MAX / network->layer[l].d_out)
            program_fail(learning->program, BAD_INPUT,
                         "--batch: expected at most %zu rows with dropout, found %zu",
                         (size_t)UINT32_MAX / network->layer[l].d_out, batch);
    }
}

// Every image shown has a number of its own.
static void check_visits(const struct learning *learning)
{
    const size_t most = UINT32_MAX / learning->training.train.n;
    if (learning->augment.list && learning->epochs > most)
        program_fail(learning->program, BAD_INPUT,
                     "--epochs: expected at most %zu with augmentation, found %zu", most,
                     learning->epochs);
}

// The state: steps done, best epoch and loss, then weights, velocity and best weights.
void learning_pack(const struct learning *learning)
{
    const struct model *model = &learning->training.model;
    const size_t weights = model->network.weights;
    double *state = learning->checkpoint.state;
    state[0] = (double)learning->steps;
    state[1] = (double)learning->best_epoch;
    state[2] = learning->best_loss;
    for (size_t p = 0; p < weights; p++) {
        state[NUMBERS + p] = model->params[p];
        state[NUMBERS + weights + p] = learning->velocity[p];
        state[NUMBERS + 2 * weights + p] = learning->best[p];
    }
}

static void unpack(struct learning *learning)
{
    const struct model *model = &learning->training.model;
    const size_t weights = model->network.weights;
    const double *state = learning->checkpoint.state;
    learning->steps = (size_t)state[0];
    learning->best_epoch = (size_t)state[1];
    learning->best_loss = state[2];
    for (size_t p = 0; p < weights; p++) {
        model->params[p] = (real)state[NUMBERS + p];
        learning->velocity[p] = (real)state[NUMBERS + weights + p];
        learning->best[p] = (real)state[NUMBERS + 2 * weights + p];
    }
}

void learning_begin(struct learning *learning)
{
    const char *program = learning->program;
    struct training *training = &learning->training;
    struct model *model = &training->model;
    training_prepare(training, model->network.outputs);
    if (learning->batch == 0 || learning->batch > training->train.n)
        check_dropout(learning, training->train.n);
    else
        check_dropout(learning, learning->batch);
    check_visits(learning);

    const size_t weights = model->network.weights;
    model->params = program_allocate(program, weights, sizeof *model->params);
    learning->velocity = program_allocate(program, weights, sizeof *learning->velocity);
    learning->best = program_allocate(program, weights, sizeof *learning->best);
    network_start(&model->network, (enum init)learning->init, training->seed, model->params);
    for (size_t p = 0; p < weights; p++)
        learning->velocity[p] = learning->best[p] = 0;

    learning->checkpoint = (struct checkpoint){.seed = training->seed,
                                               .n = training->train.n,
                                               .d = model->d,
                                               .classes = model->classes,
                                               .size = NUMBERS + 3 * weights,
                                               .columns = learning_columns(learning).count};
    checkpoint_begin(program, training->out, training->resume, learning->epochs,
                     &learning->checkpoint);
    if (training->resume)
        unpack(learning);
}

// The answers of the network

// Rows that are answered at once: fewer of a wide network, whose activations take much memory.
static size_t block_rows(size_t n, size_t neurons)
{
    size_t rows = BLOCK_NUMBERS / neurons > 1 ? BLOCK_NUMBERS / neurons : 1;
    if (rows > BLOCK_ROWS)
        rows = BLOCK_ROWS;
    return rows < n ? rows : n;
}

void learning_answer(const struct learning *learning, const struct part *part,
                     real *restrict outputs, double *loss)
{
    const char *program = learning->program;
    const struct model *model = &learning->training.model;
    const size_t layers = model->network.layers, d = model->d, m = model->network.outputs;
    const size_t neurons = learning->algorithm.count_neurons(layers, learning->table);
    const size_t most = block_rows(part->n, neurons);
    real *h = program_allocate(program, most * (2 * neurons + m), sizeof *h);
    real *a = h + most * neurons;                                   /* (most * neurons) as h */
    real *gradient = a + most * neurons;                            /* (most, m) not needed */
    double *none = program_allocate(program, layers, sizeof *none); /* (layers) no dropout */
    for (size_t l = 0; l < layers; l++)
        none[l] = 0;

    double total = 0;
    for (size_t first = 0; first < part->n; first += most) {
        const size_t rows = most < part->n - first ? most : part->n - first;
        const real *h_m = h + rows * (neurons - m), *a_m = a + rows * (neurons - m);
        double block = 0;
        program_check(program, "forward",
                      learning->algorithm.forward(rows, layers, learning->table, none,
                                                  (real)learning->beta, part->x + first * d,
                                                  model->params, 0, 0, h, a));
        memcpy(outputs + first * m, a_m, rows * m * sizeof *outputs);
        if (loss && learning->loss == LOSS_CROSS_ENTROPY)
            learning->algorithm.cross_entropy(learning_output(learning), rows, m, h_m, a_m,
                                              part->t + first * m, (real)learning->beta, &block,
                                              gradient);
        else if (loss)
            learning->algorithm.quadratic_loss(rows, m, a_m, part->t + first * m, &block, gradient);
        total += block * (double)rows;
    }
    if (loss)
        *loss = total / (double)part->n;
    free(none);
    free(h);
}

void learning_classify(const struct learning *learning, size_t n, const real *restrict outputs,
                       int32_t *restrict labels)
{
    const size_t m = learning->training.model.network.outputs;
    for (size_t i = 0; i < n; i++) {
        labels[i] = 0;
        for (size_t o = 1; o < m; o++)
            if (outputs[i * m + o] > outputs[i * m + (size_t)labels[i]])
                labels[i] = (int32_t)o;
    }
}

void learning_measure(const struct learning *learning, const struct part *part, double *loss,
                      double *accuracy)
{
    const size_t m = learning->training.model.network.outputs;
    real *outputs = program_allocate(learning->program, part->n * m, sizeof *outputs);
    learning_answer(learning, part, outputs, loss);
    if (part->labels) {
        int32_t *labels = program_allocate(learning->program, part->n, sizeof *labels);
        learning_classify(learning, part->n, outputs, labels);
        *accuracy = report_accuracy(part->n, part->labels, labels);
        free(labels);
    }
    free(outputs);
}

void learning_free(struct learning *learning)
{
    free(learning->table);
    free(learning->drop);
    free(learning->velocity);
    free(learning->best);
    checkpoint_free(&learning->checkpoint);
    training_free(&learning->training);
}
