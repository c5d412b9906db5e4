/* The perceptron program: read labelled rows, teach a layer of neurons, test it; or
 * classify rows with what it has learnt. docs/training.md says what comes out. */
#include "perceptron.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/checkpoint.h"
#include "support/files.h"
#include "support/program.h"
#include "support/report.h"
#include "support/text.h"
#include "support/training.h"

static const char program[] = "perceptron";

enum {
    PATH_WEIGHTS = 12, /* with more, their path is not kept */
    TABLE_SAMPLES = 10 /* with fewer, of two features, each epoch is a truth table */
};

static const char *const neuron_words[] = {"one", "each", NULL};
enum { ONE_NEURON, EACH_CLASS };

static const struct option own[] = {
    {"DATA", NULL, NULL,
     "a .dat file, or a folder with x.npy and y.npy (default data/gates_or.dat)", NULL},
    {"--epochs", "N", "400", "stop after N epochs, or after one without an error", NULL},
    {"--rate", "R", "0.05", "learning rate", NULL},
    {"--neurons", "WORD", NULL,
     "one (two classes: it fires for class 1) or each, a neuron for each class (default one if it "
     "can)",
     NULL},
};

// The columns of the history in a checkpoint; validation is there if it has rows, and
// the weights if their path is kept.
enum { ERRORS, TRAINING, VALIDATION };

struct run {
    struct training training;
    struct checkpoint checkpoint;
    size_t epochs, neurons; /* the most epochs */
    double rate;
    bool neurons_given;
    double accuracy, seconds;
};

static const struct network *network(const struct run *run)
{
    return &run->training.model.network;
}

static struct run read_options(const struct options *options, const char *command)
{
    struct run run = {.epochs = 0};
    run.epochs = (size_t)options_integer(options, "--epochs", 1, 1000000);
    run.rate = options_positive(options, "--rate");
    run.neurons_given = options_given(options, "--neurons");
    if (run.neurons_given)
        run.neurons = options_word(options, "--neurons", neuron_words);
    run.training = training_options(options, command, "gates_or.dat");
    return run;
}

static void choose_neurons(struct run *run)
{
    const size_t classes = run->training.model.classes;
    if (!run->neurons_given)
        run->neurons = classes == 2 ? ONE_NEURON : EACH_CLASS;
    else if (run->neurons == ONE_NEURON && classes != 2)
        program_fail(program, BAD_INPUT, "--neurons: expected each for %zu classes, found \"one\"",
                     classes);
}

static bool has_path(const struct run *run)
{
    return network(run)->weights <= PATH_WEIGHTS;
}

static bool has_truth_table(const struct run *run)
{
    const struct training *training = &run->training;
    return training->data.n < TABLE_SAMPLES && training->model.d == 2 && network(run)->outputs == 1;
}

// The weights after an epoch stand last in its row of the history.
static double *weights_of(const struct run *run, size_t epoch)
{
    return checkpoint_row(&run->checkpoint, epoch + 1) - network(run)->weights;
}

static void begin(struct run *run)
{
    struct training *training = &run->training;
    struct model *model = &training->model;
    training_read(training, false);
    choose_neurons(run);
    training_choose_features(training);
    const size_t units = run->neurons == ONE_NEURON ? 1 : model->classes;
    model->network = network_make(program, training->path, model->d, 1, &units);
    training_prepare(training, units);

    struct checkpoint *checkpoint = &run->checkpoint;
    const size_t weights = network(run)->weights;
    const size_t measures = training->valid.n > 0 ? VALIDATION + 1 : VALIDATION;
    *checkpoint = (struct checkpoint){.seed = training->seed,
                                      .n = training->train.n,
                                      .d = model->d,
                                      .classes = model->classes,
                                      .size = weights,
                                      .columns = measures + (has_path(run) ? weights : 0)};
    checkpoint_begin(program, training->out, training->resume, run->epochs, checkpoint);

    model->params = program_allocate(program, weights, sizeof *model->params);
    network_start(network(run), INIT_UNIFORM, training->seed, model->params);
    for (size_t p = 0; p < weights && training->resume; p++)
        model->params[p] = (real)checkpoint->state[p];
}

static void print_head(const struct run *run)
{
    program_banner(program);
    training_print_head(&run->training);
    printf("%s: %s, rate %s, seed %u\n\n", network(run)->sentence,
           text_counted(network(run)->weights, "weight").bytes, text_screen(run->rate).bytes,
           (unsigned)run->training.seed);
    fflush(stdout);
}

static void classify(const struct run *run, const struct part *part, int32_t *labels)
{
    const struct model *model = &run->training.model;
    program_check(program, "predict",
                  perceptron_predict(part->n, model->d, model->network.outputs, part->x,
                                     model->params, labels));
}

static double accuracy_on(const struct run *run, const struct part *part)
{
    int32_t *labels = program_allocate(program, part->n, sizeof *labels); /* (n) */
    classify(run, part, labels);
    const double accuracy = report_accuracy(part->n, part->labels, labels);
    free(labels);
    return accuracy;
}

static bool converged(const struct run *run)
{
    const size_t epochs = run->checkpoint.epochs;
    return epochs > 0 && checkpoint_row(&run->checkpoint, epochs - 1)[ERRORS] == 0;
}

static void save(struct run *run)
{
    const struct model *model = &run->training.model;
    for (size_t p = 0; p < model->network.weights; p++)
        run->checkpoint.state[p] = model->params[p];
    checkpoint_write(program, run->training.out, &run->checkpoint);
}

static _Noreturn void fail_too_large(const struct run *run)
{
    program_fail(program, FAILED, "%s: the weights are too large for %s", run->training.path,
                 program_precision());
}

static void train_once(struct run *run, int32_t *order)
{
    const struct training *training = &run->training;
    const struct part *train = &training->train;
    const size_t epoch = run->checkpoint.epochs++, weights = network(run)->weights;
    real *params = training->model.params;
    int32_t errors;
    training_order(training, epoch, order);
    program_check(program, "train_epoch",
                  perceptron_train_epoch(train->n, training->model.d, network(run)->outputs,
                                         train->n, train->x, train->t, order, (real)run->rate,
                                         params, &errors));
    for (size_t p = 0; p < weights; p++)
        if (!isfinite(params[p]))
            fail_too_large(run);

    double *row = checkpoint_row(&run->checkpoint, epoch);
    row[ERRORS] = errors;
    row[TRAINING] = 100 * (double)(train->n - (size_t)errors) / (double)train->n;
    if (training->valid.n > 0)
        row[VALIDATION] = accuracy_on(run, &training->valid);
    for (size_t p = 0; p < weights && has_path(run); p++)
        weights_of(run, epoch)[p] = params[p];
}

static void train(struct run *run)
{
    const double start = program_clock();
    int32_t *order = program_allocate(program, run->training.train.n, sizeof *order); /* (n) */
    program_catch_interrupt();
    while (run->checkpoint.epochs < run->epochs && !converged(run)) {
        if (program_interrupted()) {
            save(run);
            program_end_interrupted(run->checkpoint.epochs);
        }
        if (checkpoint_is_due(&run->checkpoint))
            save(run);
        train_once(run, order);
    }
    save(run);
    free(order);
    run->seconds = program_clock() - start;
}

static void print_truth_table(const struct run *run, size_t epoch)
{
    const struct part *rows = &run->training.train;
    const double *row = checkpoint_row(&run->checkpoint, epoch), *weights = weights_of(run, epoch);
    const real w[] = {(real)weights[0], (real)weights[1], (real)weights[2]};
    printf("epoch %zu: %s\n", epoch + 1, text_counted((size_t)row[ERRORS], "error").bytes);
    printf("    %9s  %9s  %6s  %13s  %4s\n", "x0", "x1", "wanted", "h", "says");
    for (size_t i = 0; i < rows->n; i++) {
        const real *x_i = rows->x + 2 * i;
        real h, a;
        perceptron_activate(2, 1, x_i, w, &h, &a);
        if (!isfinite(h))
            fail_too_large(run);
        printf("    %9s  %9s  %6d  %13s  %4d\n", text_screen(x_i[0]).bytes,
               text_screen(x_i[1]).bytes, (int)rows->labels[i], text_screen(h).bytes, a > 0);
    }
    printf("    weights %s %s, bias %s\n", text_screen(w[0]).bytes, text_screen(w[1]).bytes,
           text_screen(w[2]).bytes);
    printf("    line: %s x0 %c %s x1 = %s\n", text_screen(w[0]).bytes, w[1] < 0 ? '-' : '+',
           text_screen(fabs((double)w[1])).bytes, text_screen(w[2]).bytes);
}

static void print_row(const struct run *run, size_t epoch)
{
    const double *row = checkpoint_row(&run->checkpoint, epoch);
    printf("%7zu  %7.0f  %8s", epoch + 1, row[ERRORS], report_percent(row[TRAINING]).bytes);
    if (run->training.valid.n > 0)
        printf("  %10s", report_percent(row[VALIDATION]).bytes);
    putchar('\n');
}

static void print_epochs(const struct run *run)
{
    const size_t epochs = run->checkpoint.epochs;
    const bool tables = has_truth_table(run);
    if (!tables)
        printf("%7s  %7s  %8s%s\n", "epoch", "errors", "training",
               run->training.valid.n > 0 ? "  validation" : "");
    for (size_t epoch = 0; epoch < epochs; epoch++)
        if (!report_skips(epoch, epochs))
            tables ? print_truth_table(run, epoch) : print_row(run, epoch);

    const struct text count = text_counted(epochs, "epoch");
    if (converged(run)) {
        printf("converged in %s: no error in the last one\n\n", count.bytes);
        return;
    }
    const double errors = checkpoint_row(&run->checkpoint, epochs - 1)[ERRORS];
    printf("not converged in %s: %s in the last one\n", count.bytes,
           text_counted((size_t)errors, "error").bytes);
    if (tables)
        printf("One neuron draws one line. Where no line separates the classes, as in XOR, it can "
               "never\nbe right on every row: that is the limit of a single neuron, not an error "
               "of the program.\n");
    putchar('\n');
}

static void write_history(const struct run *run)
{
    struct writer writer = files_begin(program, run->training.out, "history.csv");
    const bool valid = run->training.valid.n > 0;
    fprintf(writer.file, "epoch,errors,training%s\n", valid ? ",validation" : "");
    for (size_t epoch = 0; epoch < run->checkpoint.epochs; epoch++) {
        const double *row = checkpoint_row(&run->checkpoint, epoch);
        fprintf(writer.file, "%zu,%.0f,%s", epoch + 1, row[ERRORS],
                text_fixed(row[TRAINING], 2).bytes);
        if (valid)
            fprintf(writer.file, ",%s", text_fixed(row[VALIDATION], 2).bytes);
        fputc('\n', writer.file);
    }
    files_end(&writer);
}

static void write_run(const struct run *run)
{
    struct writer writer = training_begin_run(&run->training, run->rate, run->checkpoint.epochs);
    fprintf(writer.file, "converged %s\naccuracy %s\n", converged(run) ? "yes" : "no",
            text_fixed(run->accuracy, 2).bytes);
    files_end(&writer);
}

static void write_path(const struct run *run)
{
    const size_t weights = network(run)->weights, epochs = run->checkpoint.epochs;
    struct data path = {.n = epochs + 1, .d = weights};
    path.x = program_allocate(program, path.n * weights, sizeof *path.x);
    network_start(network(run), INIT_UNIFORM, run->training.seed, path.x);
    for (size_t epoch = 0; epoch < epochs; epoch++)
        for (size_t p = 0; p < weights; p++)
            path.x[(epoch + 1) * weights + p] = (real)weights_of(run, epoch)[p];
    data_write(program, run->training.out, "path.dat", &path);
    data_free(&path);
}

// The final test, printed and written.
static void test(struct run *run)
{
    const struct training *training = &run->training;
    const struct part *tested = training_tested(training);
    int32_t *labels = program_allocate(program, tested->n, sizeof *labels); /* (n) */
    classify(run, tested, labels);
    run->accuracy = report_confusion(program, training->out, tested->n, training->model.classes,
                                     tested->labels, labels, training_tested_name(training));
    free(labels);
}

static void finish(struct run *run)
{
    const char *out = run->training.out;
    print_epochs(run);
    model_write(program, out, &run->training.model, 0, NULL);
    write_history(run);
    test(run);
    write_run(run);
    if (has_path(run))
        write_path(run);
    else
        files_remove(program, out, "path.dat");
    printf("time %s s\nwrote %s\n", text_fixed(run->seconds, 2).bytes, out);
    program_view_hint(program, out);
}

// The model says itself what it is; does it make sense as a perceptron?
static void check_model(const struct training *training)
{
    const struct network *network = &training->model.network;
    const size_t outputs = network->outputs, classes = training->model.classes;
    if (network->layers != 1)
        program_fail(
            program, BAD_INPUT, "%s/network.txt:2: expected one layer of neurons, found \"%s\"",
            training->folder, text_shown(network->sentence, strlen(network->sentence)).bytes);
    if (classes != (outputs == 1 ? 2 : outputs))
        program_fail(program, BAD_INPUT,
                     "%s/network.txt:5: expected %zu classes, as the network has outputs, found "
                     "%zu",
                     training->folder, outputs == 1 ? 2 : outputs, classes);
}

static void predict(struct run *run)
{
    struct training *training = &run->training;
    const struct part *rows = &training->test;
    training->model = model_read(program, training->folder, 0, NULL);
    check_model(training);
    training_read_rows(training);
    int32_t *labels = program_allocate(program, rows->n, sizeof *labels); /* (n) */
    program_banner(program);
    training_print_model(training);
    files_make_folder(program, training->out);
    classify(run, rows, labels);
    report_predictions(program, training->out, rows->n, training->model.classes, rows->labels,
                       labels);
    free(labels);
}

int main(int argc, char **argv)
{
    struct options options = {
        .program = program,
        .summary = "The perceptron: one layer of threshold neurons, taught by their mistakes.",
        .width = 18,
        .ending = "The output folder gets network.txt, params.npy, normalization.dat, "
                  "checkpoint.npy, history.csv,\nconfusion.csv, run.txt and, with at most 12 "
                  "weights, path.dat. See them: make view_perceptron",
    };
    options.table =
        training_table(program, own, sizeof own / sizeof *own, "out/perceptron", &options.count);
    options_parse(&options, argc, argv);
    struct run run = read_options(&options, argv[0]);
    if (run.training.predict) {
        predict(&run);
    } else {
        begin(&run);
        print_head(&run);
        files_make_folder(program, run.training.out);
        train(&run);
        finish(&run);
    }

    checkpoint_free(&run.checkpoint);
    training_free(&run.training);
    free(options.table);
    return 0;
}
