/* The convolutional network program: read images, train filters and dense layers, test
 * them; or answer with what they have learnt. docs/training.md says what comes out. */
#include "cnn.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/descent.h"
#include "support/learning.h"
#include "support/outcome.h"
#include "support/program.h"
#include "support/text.h"
#include "support/training.h"

static const char program[] = "cnn";

static const struct option own[] = {
    {"DATA", NULL, NULL, "a .dat file, or a folder with x.npy and y.npy (default data/digits)",
     NULL},
    {"--network", "TEXT", NULL,
     "its layers, as \"I-8.8, C-6.3, P-2, D-10\": 6 filters of 3 x 3 pixels,\n"
     "                    pools of 2 x 2 (default I-w.h, C-8.3, P-2, C-16.3, P-2, D-c)",
     NULL},
    {"--activation", "F", "leaky_relu",
     "of the layers inside: sigmoid, tanh, relu, leaky_relu or linear", NULL},
    {"--output", "F", "softmax", "of the last layer: sigmoid, softmax or linear", NULL},
    {"--loss", "WORD", NULL,
     "quadratic or cross_entropy (default quadratic; cross_entropy for softmax)", NULL},
    {"--beta", "B", "1", "slope of the sigmoid", NULL},
    {"--init", "WORD", "he", "starting weights: uniform, xavier or he", NULL},
    {"--epochs", "N", "20", "stop after N epochs", NULL},
    {"--batch", "N", "16", "rows a step: 1 is online, 0 the full batch", NULL},
    {"--rate", "R", "0.02", "learning rate", NULL},
    {"--rate-end", "R", "0", "learning rate that the decay ends at", NULL},
    {"--decay", "D", NULL, "decay of the learning rate an epoch (default 0: constant)", NULL},
    {"--decay-form", "WORD", "exponential", "exponential or linear", NULL},
    {"--augment", "LIST", NULL,
     "change the images at each visit: shift, flip, elastic, noise; as shift=2,flip", NULL},
    {"--momentum", "M", "0.9", "part of the last step that is kept", NULL},
    {"--patience", "N", "0", "stop after N epochs without a lower validation loss, 0: never", NULL},
};

// The sentence of two layers of filters for images like those of the data; where they are
// none, for a line of numbers.
static void write_sentence(const struct training *training, size_t m, size_t room, char *sentence)
{
    const struct data *data = &training->data;
    const bool whole = (data->axes == 2 || data->axes == 3) && training->model.d == data->d;
    const char *layers = "C-8.3, P-2, C-16.3, P-2, D-";
    const size_t *size = data->shape; /* (axes) channels, if there are, height, width */
    if (!whole)
        snprintf(sentence, room, "I-%zu.1, %s%zu", training->model.d, layers, m);
    else if (data->axes == 2)
        snprintf(sentence, room, "I-%zu.%zu, %s%zu", size[1], size[0], layers, m);
    else
        snprintf(sentence, room, "I-%zu.%zu.%zu, %s%zu", size[2], size[1], size[0], layers, m);
}

// The network given, or that one.
static void choose_network(struct learning *learning)
{
    struct training *training = &learning->training;
    struct network *network = &training->model.network;
    const size_t d = training->model.d;
    const size_t m = training->data.targets > 0 ? training->data.targets : training->data.classes;
    char sentence[160];
    write_sentence(training, m, sizeof sentence, sentence);
    if (!network->sentence)
        *network = network_parse(program, "--network", sentence);
    if (network->inputs != d || network->outputs != m)
        program_fail(program, BAD_INPUT,
                     "--network: expected %zu inputs and %zu outputs, found %zu and %zu", d, m,
                     network->inputs, network->outputs);
}

// The network as the algorithm wants it: a row for each layer, its activation last.
static void make_table(struct learning *learning)
{
    const struct network *network = &learning->training.model.network;
    const size_t layers = network->layers;
    learning->table = program_allocate(program, LAYER_ENTRIES * layers, sizeof *learning->table);
    learning->drop = program_allocate(program, layers, sizeof *learning->drop);
    for (size_t l = 0; l < layers; l++) {
        int32_t *row = learning->table + LAYER_ENTRIES * l;
        memcpy(row, network->layer[l].row, sizeof network->layer[l].row);
        const bool pool = row[KIND] == MAX_POOL || row[KIND] == AVERAGE_POOL;
        row[ACTIVATION] = pool ? LINEAR : learning_activation(learning);
        if (l + 1 == layers)
            row[ACTIVATION] = learning_output(learning);
        learning->drop[l] = network->layer[l].drop;
    }
}

// Only what is an image can be shifted, flipped and pulled.
static void check_augment(const struct learning *learning)
{
    const bool moves =
        learning->augment.shift > 0 || learning->augment.flip || learning->augment.elastic > 0;
    if (moves && learning->table[KIND] == DENSE)
        program_fail(program, BAD_INPUT,
                     "--augment: expected noise for a network without C and P, found \"%s\"",
                     text_shown(learning->augment.list, strlen(learning->augment.list)).bytes);
}

int main(int argc, char **argv)
{
    struct options options = {
        .program = program,
        .summary = "A simple convolutional network: filters over an image, pooling, dense "
                   "layers.",
        .width = 18,
        .ending = "The output folder gets network.txt, params.npy, normalization.dat, "
                  "checkpoint.npy, history.csv,\nrun.txt and, for classes, confusion.csv. See "
                  "them: make view_cnn",
    };
    options.table =
        training_table(program, own, sizeof own / sizeof *own, "out/cnn", &options.count);
    options_parse(&options, argc, argv);
    struct learning learning = {.algorithm = {cnn_forward, cnn_train_epoch, cnn_count_neurons,
                                              layers_quadratic_loss, layers_cross_entropy}};
    learning_options(&options, argv[0], "digits", &learning);
    if (options_given(&options, "--augment"))
        learning.augment = augment_parse(program, options_text(&options, "--augment"));
    if (learning.training.predict) {
        outcome_read_model(&learning);
        make_table(&learning);
        outcome_predict(&learning);
    } else {
        learning_read(&learning);
        choose_network(&learning);
        make_table(&learning);
        check_augment(&learning);
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
