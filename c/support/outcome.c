#include "support/outcome.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/descent.h"
#include "support/files.h"
#include "support/program.h"
#include "support/report.h"
#include "support/text.h"
#include "support/values.h"

// Before the training

void outcome_print_head(const struct learning *learning)
{
    const struct training *training = &learning->training;
    const struct network *network = &training->model.network;
    const size_t weights = network->weights, rows = training->train.n;
    program_banner(learning->program);
    training_print_head(training);
    printf("%s: ", network->sentence);
    if (network->layers > 1)
        printf("%s, ", learning_activations[learning->activation]);
    printf("%s at the end, %s loss\n", learning_outputs[learning->output],
           learning->loss == LOSS_CROSS_ENTROPY ? "cross-entropy" : "quadratic");
    printf("%s, %s: %s rows a weight (rule of thumb: 10 or more)\n",
           text_counted(weights, "weight").bytes, text_counted(rows, "training row").bytes,
           text_fixed((double)rows / (double)weights, 2).bytes);
    printf("rate %s, momentum %s, ", text_screen(learning->rate).bytes,
           text_screen(learning->momentum).bytes);
    if (learning->batch == 0)
        printf("full batch");
    else
        printf("batch %zu", learning->batch);
    if (learning->augment.list)
        printf(", augment %s", learning->augment.list);
    printf(", seed %u\n\n", (unsigned)training->seed);
    fflush(stdout);
}

// After it

static void print_row(const struct learning *learning, const struct columns *columns, size_t epoch)
{
    const double *row = checkpoint_row(&learning->checkpoint, epoch);
    printf("%7zu  %14s", epoch + 1, text_screen(row[LOSS]).bytes);
    if (columns->accuracy)
        printf("  %8s", report_percent(row[columns->accuracy]).bytes);
    if (columns->valid_loss)
        printf("  %14s", text_screen(row[columns->valid_loss]).bytes);
    if (columns->valid_accuracy)
        printf("  %14s", report_percent(row[columns->valid_accuracy]).bytes);
    putchar('\n');
}

static void print_epochs(const struct learning *learning)
{
    const struct columns columns = learning_columns(learning);
    const size_t epochs = learning->checkpoint.epochs;
    printf("%7s  %14s", "epoch", "loss");
    if (columns.accuracy)
        printf("  %8s", "accuracy");
    if (columns.valid_loss)
        printf("  %14s", "valid loss");
    if (columns.valid_accuracy)
        printf("  %14s", "valid accuracy");
    putchar('\n');
    for (size_t epoch = 0; epoch < epochs; epoch++)
        if (!report_skips(epoch, epochs))
            print_row(learning, &columns, epoch);

    printf("stopped after %s", text_counted(epochs, "epoch").bytes);
    if (descent_out_of_patience(learning))
        printf(": no lower validation loss in the last %zu", epochs - learning->best_epoch);
    putchar('\n');
    if (learning->patience > 0)
        printf("best: epoch %zu, validation loss %s\n", learning->best_epoch,
               text_screen(learning->best_loss).bytes);
    putchar('\n');
}

static void write_history(const struct learning *learning)
{
    const struct columns columns = learning_columns(learning);
    struct writer writer = files_begin(learning->program, learning->training.out, "history.csv");
    fprintf(writer.file, "epoch,rate,loss%s%s%s\n", columns.accuracy ? ",accuracy" : "",
            columns.valid_loss ? ",valid_loss" : "",
            columns.valid_accuracy ? ",valid_accuracy" : "");
    for (size_t epoch = 0; epoch < learning->checkpoint.epochs; epoch++) {
        const double *row = checkpoint_row(&learning->checkpoint, epoch);
        fprintf(writer.file, "%zu,%s,%s", epoch + 1, text_file(row[RATE]).bytes,
                text_file(row[LOSS]).bytes);
        if (columns.accuracy)
            fprintf(writer.file, ",%s", text_fixed(row[columns.accuracy], 2).bytes);
        if (columns.valid_loss)
            fprintf(writer.file, ",%s", text_file(row[columns.valid_loss]).bytes);
        if (columns.valid_accuracy)
            fprintf(writer.file, ",%s", text_fixed(row[columns.valid_accuracy], 2).bytes);
        fputc('\n', writer.file);
    }
    files_end(&writer);
}

// The lines that network.txt has beside those of every model.
enum { ACTIVATION_LINE, OUTPUT_LINE, LOSS_LINE, BETA_LINE, TARGETS_LINE, ADDED_LINES };
static const struct field added[ADDED_LINES] = {{.name = "activation"},
                                                {.name = "output"},
                                                {.name = "loss"},
                                                {.name = "beta"},
                                                {.name = "targets"}};

void outcome_write_model(const struct learning *learning)
{
    const struct training *training = &learning->training;
    struct text targets, beta = text_file(learning->beta);
    snprintf(targets.bytes, sizeof targets.bytes, "%zu", training->data.targets);
    struct field fields[ADDED_LINES];
    for (size_t f = 0; f < ADDED_LINES; f++)
        fields[f] = added[f];
    fields[ACTIVATION_LINE].value = learning_activations[learning->activation];
    fields[OUTPUT_LINE].value = learning_outputs[learning->output];
    fields[LOSS_LINE].value = learning_losses[learning->loss];
    fields[BETA_LINE].value = beta.bytes;
    fields[TARGETS_LINE].value = targets.bytes;
    model_write(learning->program, training->out, &training->model, ADDED_LINES, fields);
    write_history(learning);
}

static _Noreturn void fail_too_large(const struct learning *learning)
{
    program_fail(learning->program, FAILED, "%s: the outputs are too large for %s",
                 learning->training.path, program_precision());
}

// Mean squared and mean absolute error of the outputs.
static void find_errors(const struct learning *learning, const struct part *part,
                        const real *outputs, double *squared, double *absolute)
{
    const size_t numbers = part->n * learning->training.model.network.outputs;
    *squared = *absolute = 0;
    for (size_t i = 0; i < numbers; i++) {
        const double error = (double)outputs[i] - part->t[i];
        *squared += error * error;
        *absolute += fabs(error);
    }
    *squared /= (double)numbers;
    *absolute /= (double)numbers;
    if (!isfinite(*squared))
        fail_too_large(learning);
}

static void print_errors(double squared, double absolute, size_t n, const char *rows)
{
    printf("mean squared error %s, mean absolute error %s on %s\n", text_screen(squared).bytes,
           text_screen(absolute).bytes, text_counted(n, rows).bytes);
}

// The final test, printed and written.
static void test(const struct learning *learning)
{
    const struct training *training = &learning->training;
    const struct part *part = training_tested(training);
    const char *program = learning->program, *rows = training_tested_name(training);
    const size_t n = part->n, classes = training->model.classes;
    real *outputs = program_allocate(program, n * training->model.network.outputs,
                                     sizeof *outputs);              /* (n, m) */
    int32_t *labels = program_allocate(program, n, sizeof *labels); /* (n) */
    double accuracy = 0, squared = 0, absolute = 0;
    learning_answer(learning, part, outputs, NULL);
    if (classes > 0) {
        learning_classify(learning, n, outputs, labels);
        accuracy = report_confusion(program, training->out, n, classes, part->labels, labels, rows);
    } else {
        find_errors(learning, part, outputs, &squared, &absolute);
        print_errors(squared, absolute, n, rows);
        files_remove(program, training->out, "confusion.csv");
    }

    struct writer writer =
        training_begin_run(training, learning->rate, learning->checkpoint.epochs);
    if (classes > 0)
        fprintf(writer.file, "accuracy %s\n", text_fixed(accuracy, 2).bytes);
    else
        fprintf(writer.file, "mse %s\nmae %s\n", text_file(squared).bytes,
                text_file(absolute).bytes);
    files_end(&writer);
    free(labels);
    free(outputs);
}

void outcome_finish(struct learning *learning)
{
    print_epochs(learning);
    outcome_write_model(learning);
    test(learning);
    printf("time %s s\nwrote %s\n", text_fixed(learning->seconds, 2).bytes, learning->training.out);
    program_view_hint(learning->program, learning->training.out);
}

// Prediction

void outcome_read_model(struct learning *learning)
{
    struct training *training = &learning->training;
    const char *program = learning->program;
    struct field fields[ADDED_LINES];
    for (size_t f = 0; f < ADDED_LINES; f++)
        fields[f] = added[f];
    training->model = model_read(program, training->folder, ADDED_LINES, fields);
    const struct model *model = &training->model;
    const size_t outputs = model->network.outputs;

    const struct field *line = &fields[ACTIVATION_LINE];
    learning->activation = values_word(program, line->where, line->value, learning_activations);
    line = &fields[OUTPUT_LINE];
    learning->output = values_word(program, line->where, line->value, learning_outputs);
    line = &fields[LOSS_LINE];
    learning->loss = values_word(program, line->where, line->value, learning_losses);
    line = &fields[BETA_LINE];
    learning->beta = values_positive(program, line->where, line->value);
    line = &fields[TARGETS_LINE];
    const size_t targets = (size_t)values_integer(program, line->where, line->value, 0, INT32_MAX);
    if (model->classes > 0 && model->classes != outputs)
        program_fail(program, BAD_INPUT,
                     "%s/network.txt:5: expected %zu classes, as the network has outputs, found "
                     "%zu",
                     training->folder, outputs, model->classes);
    if (targets != (model->classes > 0 ? 0 : outputs))
        program_fail(program, BAD_INPUT, "%s: expected %zu targets, found %zu", line->where,
                     model->classes > 0 ? 0 : outputs, targets);
    for (size_t f = 0; f < ADDED_LINES; f++)
        model_free_field(&fields[f]);

    training_read_rows(training);
    if (targets > 0 && training->data.targets > 0 && training->data.targets != targets)
        program_fail(program, BAD_INPUT, "%s: expected %zu targets, as the model has, found %zu",
                     training->path, targets, training->data.targets);
}

static void write_numbers(const struct learning *learning, size_t n, const real *outputs)
{
    const size_t m = learning->training.model.network.outputs;
    for (size_t i = 0; i < n * m; i++)
        if (!isfinite(outputs[i]))
            fail_too_large(learning);
    struct writer writer =
        files_begin(learning->program, learning->training.out, "predictions.dat");
    for (size_t i = 0; i < n * m; i++)
        fprintf(writer.file, "%s%c", text_file(outputs[i]).bytes, (i + 1) % m > 0 ? ' ' : '\n');
    files_end(&writer);
}

void outcome_predict(const struct learning *learning)
{
    const struct training *training = &learning->training;
    const struct part *part = &training->test;
    const char *program = learning->program;
    const size_t n = part->n, classes = training->model.classes;
    real *outputs = program_allocate(program, n * training->model.network.outputs,
                                     sizeof *outputs);              /* (n, m) */
    int32_t *labels = program_allocate(program, n, sizeof *labels); /* (n) */
    program_banner(program);
    training_print_model(training);
    files_make_folder(program, training->out);
    learning_answer(learning, part, outputs, NULL);
    if (classes > 0) {
        learning_classify(learning, n, outputs, labels);
        report_predictions(program, training->out, n, classes, part->labels, labels);
    } else {
        double squared, absolute;
        write_numbers(learning, n, outputs);
        if (part->t) {
            find_errors(learning, part, outputs, &squared, &absolute);
            print_errors(squared, absolute, n, "row");
        }
        printf("wrote %s/predictions.dat\n", training->out);
    }
    free(labels);
    free(outputs);
}
