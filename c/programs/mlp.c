/* The multi-layer perceptron program: read rows, train dense layers by back-propagation,
 * test them; or answer with what they have learnt. docs/training.md says what comes out. */
#include "mlp.h"

#include <stdlib.h>

#include "support/descent.h"
#include "support/learning.h"
#include "support/outcome.h"
#include "support/program.h"
#include "support/training.h"

static const char program[] = "mlp";

static const struct option own[] = {
    {"DATA", NULL, NULL, "a .dat file, or a folder with x.npy and y.npy (default data/iris.dat)",
     NULL},
    {"--network", "TEXT", NULL,
     "its layers, as \"I-4, D-4, D-3\": 4 inputs, 4 neurons inside, 3 outputs\n"
     "                    (default I-d, D-d, D-c for d features and c classes or targets)",
     NULL},
    {"--activation", "F", "sigmoid",
     "of the layers inside: sigmoid, tanh, relu, leaky_relu or linear", NULL},
    {"--output", "F", NULL,
     "of the last layer: sigmoid, softmax or linear (default sigmoid; linear for targets)", NULL},
    {"--loss", "WORD", NULL,
     "quadratic or cross_entropy (default quadratic; cross_entropy for softmax)", NULL},
    {"--beta", "B", "1", "slope of the sigmoid", NULL},
    {"--init", "WORD", "uniform", "starting weights: uniform, xavier or he", NULL},
    {"--epochs", "N", "1000", "stop after N epochs", NULL},
    {"--batch", "N", "1", "rows a step: 1 is online, 0 the full batch", NULL},
    {"--rate", "R", "0.1", "learning rate", NULL},
    {"--rate-end", "R", "0", "learning rate that the decay ends at", NULL},
    {"--decay", "D", NULL, "decay of the learning rate an epoch (default 0: constant)", NULL},
    {"--decay-form", "WORD", "exponential", "exponential or linear", NULL},
    {"--momentum", "M", "0", "part of the last step that is kept", NULL},
    {"--patience", "N", "0", "stop after N epochs without a lower validation loss, 0: never", NULL},
};

// The network given, or one layer inside as wide as the features.
static void choose_network(struct learning *learning)
{
    struct training *training = &learning->training;
    struct network *network = &training->model.network;
    const size_t d = training->model.d;
    const size_t m = training->data.targets > 0 ? training->data.targets : training->data.classes;
    const size_t units[] = {d, m};
    if (!network->sentence)
        *network = network_make(program, "--network", d, 2, units);
    if (network->inputs != d || network->outputs != m)
        program_fail(program, BAD_INPUT,
                     "--network: expected %zu inputs and %zu outputs, found %zu and %zu", d, m,
                     network->inputs, network->outputs);
}

// The network as the algorithm wants it: inputs, neurons and activation of each layer.
static void make_table(struct learning *learning)
{
    const struct network *network = &learning->training.model.network;
    const size_t layers = network->layers;
    learning->table = program_allocate(program, 3 * layers, sizeof *learning->table);
    learning->drop = program_allocate(program, layers, sizeof *learning->drop);
    for (size_t l = 0; l < layers; l++) {
        const struct layer *layer = &network->layer[l];
        int32_t *row = learning->table + 3 * l;
        row[0] = (int32_t)layer->d_in;
        row[1] = (int32_t)layer->d_out;
        row[2] = l + 1 < layers ? learning_activation(learning) : learning_output(learning);
        learning->drop[l] = layer->drop;
    }
}

int main(int argc, char **argv)
{
    struct options options = {
        .program = program,
        .summary = "The multi-layer perceptron: dense layers in a row, taught by "
                   "back-propagation.",
        .width = 18,
        .ending = "The output folder gets network.txt, params.npy, normalization.dat, "
                  "checkpoint.npy, history.csv,\nrun.txt and, for classes, confusion.csv. See "
                  "them: make view_mlp",
    };
    options.table =
        training_table(program, own, sizeof own / sizeof *own, "out/mlp", &options.count);
    options_parse(&options, argc, argv);
    struct learning learning = {.algorithm = {mlp_forward, mlp_train_epoch, mlp_count_neurons,
                                              layers_quadratic_loss, layers_cross_entropy}};
    learning_options(&options, argv[0], "iris.dat", &learning);
    if (learning.training.predict) {
        outcome_read_model(&learning);
        make_table(&learning);
        outcome_predict(&learning);
    } else {
        learning_read(&learning);
        choose_network(&learning);
        make_table(&learning);
        learning_begin(&learning);
        outcome_print_head(&learning);
        files_make_folder(program, learning.training.out);
        descent_train(&learning);
        outcome_finish(&learning);
    }
    learning_free(&learning);
    free(options.table);
    return 0;
}
