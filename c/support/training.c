#include "support/training.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/network.h"
#include "support/normalize.h"
#include "support/program.h"
#include "support/random.h"
#include "support/rows.h"
#include "support/text.h"
#include "support/threads.h"
#include "support/values.h"

enum { FEW_SAMPLES = 10, SHARES = 3 };

// The options

static const struct option shared[] = {
    {"--split", "A,B[,C]", NULL,
     "shares of training, validation and test rows (default 0.7,0.3; 1 below 10 samples)", NULL},
    {"--stratify", NULL, NULL, "split each class by itself", NULL},
    {"--valid", "DATA", NULL, "validation rows, given apart", NULL},
    {"--test", "DATA", NULL, "test rows, given apart", NULL},
    {"--features", "LIST", "all", "columns to use, as 2,3", NULL},
    {"--normalize", "WORD", NULL,
     "none, center, standard, minmax, maxabs or scale "
     "(default maxabs, of cnn scale; none below 10 samples)",
     NULL},
    {"--balance", NULL, NULL, "draw every class equally often", NULL},
    {"--no-shuffle", NULL, NULL, "visit the rows in file order", NULL},
    {"--predict", "DATA", NULL, "classify DATA with a model", NULL},
    {"--model", "FOLDER", NULL, "the model for --predict (default the output folder)", NULL},
    {"--seed", "N", "42", "seed of the random numbers", NULL},
    {"--threads", "N", "0", "number of threads, 0 for all there are", NULL},
    {"--device", "WHERE", NULL, "host or gpu (default host; gpu if built for one)", NULL},
    {"--out", "FOLDER", NULL, "where the results go", NULL},
    {"--resume", NULL, NULL, "continue the run in the output folder", NULL},
    {"--quiet", NULL, NULL, "print errors only", NULL},
    {"--help", NULL, NULL, "print this text", NULL},
    {"--version", NULL, NULL, "print the version", NULL},
};

struct option *training_table(const char *program, const struct option *own, size_t count,
                              const char *out, size_t *total)
{
    const size_t others = sizeof shared / sizeof *shared;
    *total = count + others;
    struct option *table = program_allocate(program, *total, sizeof *table);
    memcpy(table, own, count * sizeof *table);
    memcpy(table + count, shared, sizeof shared);
    for (size_t o = count; o < *total; o++)
        if (strcmp(table[o].name, "--out") == 0)
            table[o].fallback = out;
    return table;
}

// One to three fractions above 0 that sum to 1: of training and test rows, or with
// those for validation between.
static void read_split(struct training *training, const char *token)
{
    double share[SHARES] = {0}, sum = 0;
    size_t shares = 0;
    const char *at = token;
    bool good = true;
    while (good && at) {
        const size_t length = strcspn(at, ",");
        good = shares < SHARES && text_number(at, length, &share[shares]) && share[shares] > 0;
        sum += good ? share[shares++] : 0;
        at = at[length] ? at + length + 1 : NULL;
    }
    if (!good || !(fabs(sum - 1) <= 1e-9))
        program_fail(training->program, BAD_INPUT,
                     "--split: expected 1 to 3 fractions that sum to 1, found \"%s\"",
                     text_shown(token, strlen(token)).bytes);
    training->shares = shares;
    training->fractions[0] = share[0];
    training->fractions[1] = shares == SHARES ? share[1] : 0;
    training->fractions[2] = shares == 1 ? 0 : share[shares - 1];
}

struct training training_options(const struct options *options, const char *command,
                                 const char *name)
{
    struct training training = {.program = options->program};
    if (options_given(options, "--split"))
        read_split(&training, options_text(options, "--split"));
    training.stratify = options_given(options, "--stratify");
    training.valid_path = options_text(options, "--valid");
    training.test_path = options_text(options, "--test");
    if (training.shares > 0 && (training.valid_path || training.test_path))
        program_fail(training.program, BAD_INPUT,
                     "--split: expected no split with --valid or --test");
    training.list = options_text(options, "--features");
    training.normalize_given = options_given(options, "--normalize");
    if (training.normalize_given)
        training.normalize = options_word(options, "--normalize", model_normalizations);
    training.balance = options_given(options, "--balance");
    training.shuffle = !options_given(options, "--no-shuffle");
    training.predict = options_text(options, "--predict");
    training.seed = (uint32_t)options_integer(options, "--seed", 0, UINT32_MAX);
    const int threads = (int)options_integer(options, "--threads", 0, 1024);
    if (threads > 0)
        threads_set(threads);
    options_device(options);
    training.out = options_text(options, "--out");
    training.folder =
        options_given(options, "--model") ? options_text(options, "--model") : training.out;
    training.resume = options_given(options, "--resume");
    training.quiet = options_given(options, "--quiet");
    if (training.quiet)
        program_quiet(training.program);

    if (training.predict)
        training.path = program_copy(training.program, training.predict);
    else if (options_given(options, "DATA"))
        training.path = program_copy(training.program, options_text(options, "DATA"));
    else
        training.path = data_find(training.program, command, name);
    return training;
}

// From the files to the rows

static void check_answers(const struct training *training, const char *path,
                          const struct data *data, bool targets_too)
{
    if (data->classes == 0 && (data->targets == 0 || !targets_too))
        program_fail(training->program, BAD_INPUT, "%s: expected labels%s, found none", path,
                     targets_too ? " or targets" : "");
}

void training_read(struct training *training, bool targets_too)
{
    struct data *data = &training->data;
    *data = data_read(training->program, training->path);
    check_answers(training, training->path, data, targets_too);
    if (data->classes == 1)
        program_fail(training->program, BAD_INPUT, "%s: expected at least 2 classes, found 1",
                     training->path);
    training->model.columns = data->d;
    training->model.classes = data->classes;
}

void training_choose_features(struct training *training)
{
    struct model *model = &training->model;
    model->list = program_copy(training->program, training->list);
    model->features =
        values_columns(training->program, "--features", model->list, model->columns, &model->d);
}

// Rows given apart have the columns of DATA, and labels among its classes.
static struct part read_apart(const struct training *training, const char *path)
{
    const struct data *data = &training->data;
    if (!path)
        return (struct part){.n = 0};
    struct data other = data_read(training->program, path);
    check_answers(training, path, &other, data->targets > 0);
    if (data->targets > 0 && (other.d != data->d || other.targets != data->targets))
        program_fail(training->program, BAD_INPUT,
                     "%s: expected %zu features and %zu targets, as %s has, found %zu and %zu",
                     path, data->d, data->targets, training->path, other.d, other.targets);
    if (data->classes > 0 && (other.d != data->d || other.classes > data->classes))
        program_fail(training->program, BAD_INPUT,
                     "%s: expected %zu features and %zu classes, as %s has, found %zu and %zu",
                     path, data->d, data->classes, training->path, other.d, other.classes);
    const struct part part = parts_take_all(training->program, &other, &training->model);
    data_free(&other);
    return part;
}

static void split(struct training *training)
{
    static const char *const names[] = {"training", "validation", "test"};
    const char *program = training->program;
    const struct data *data = &training->data;
    int32_t *order = program_allocate(program, data->n, sizeof *order); /* (n) */
    size_t counts[SHARES];
    program_check(program, "split",
                  rows_split(data->n, training->stratify ? data->classes : 0, data->labels,
                             training->fractions, training->seed, order, counts));
    for (size_t p = 0; p < SHARES; p++)
        if (training->fractions[p] > 0 && counts[p] == 0)
            program_fail(program, BAD_INPUT,
                         "--split: expected at least 1 row in each part of %s, found none for %s",
                         training->path, names[p]);
    training->train = parts_take(program, data, &training->model, counts[0], order);
    training->valid = parts_take(program, data, &training->model, counts[1], order + counts[0]);
    training->test =
        parts_take(program, data, &training->model, counts[2], order + counts[0] + counts[1]);
    free(order);
}

static void make_parts(struct training *training)
{
    const bool apart = training->valid_path || training->test_path;
    if (training->shares == 0 && !apart && training->data.n >= FEW_SAMPLES) {
        training->shares = 2;
        training->fractions[0] = 0.7;
        training->fractions[2] = 0.3;
    }
    if (training->shares > 1) {
        split(training);
        return;
    }
    training->valid = read_apart(training, training->valid_path);
    training->test = read_apart(training, training->test_path);
    training->train = parts_take_all(training->program, &training->data, &training->model);
}

static void check_balance(const struct training *training)
{
    const size_t classes = training->data.classes;
    bool *seen = program_allocate(training->program, classes, sizeof *seen); /* (classes) */
    memset(seen, 0, classes * sizeof *seen);
    for (size_t i = 0; i < training->train.n; i++)
        seen[training->train.labels[i]] = true;
    for (size_t c = 0; c < classes; c++)
        if (!seen[c])
            program_fail(training->program, BAD_INPUT,
                         "--balance: expected training rows of every class, found none of class "
                         "%zu",
                         c);
    free(seen);
}

void training_prepare(struct training *training, size_t outputs)
{
    const char *program = training->program, *path = training->path;
    const char *valid_path = training->valid_path, *test_path = training->test_path;
    struct model *model = &training->model;
    make_parts(training);
    if (training->balance)
        check_balance(training);

    model->normalize = network_sees_images(program) ? NORMALIZE_SCALE : NORMALIZE_MAXABS;
    if (training->data.n < FEW_SAMPLES)
        model->normalize = NORMALIZE_NONE;
    if (training->normalize_given)
        model->normalize = training->normalize;
    parts_fit(program, path, &training->train, model);
    parts_normalize(program, path, model, &training->train);
    parts_normalize(program, valid_path ? valid_path : path, model, &training->valid);
    parts_normalize(program, test_path ? test_path : path, model, &training->test);
    parts_encode(program, outputs, &training->train);
    parts_encode(program, outputs, &training->valid);
    parts_encode(program, outputs, &training->test);
}

const struct part *training_tested(const struct training *training)
{
    return training->test.n > 0 ? &training->test : &training->train;
}

const char *training_tested_name(const struct training *training)
{
    return training->test.n > 0 ? "test row" : "training row";
}

// The training rows by their line in the file.
static void sort_rows(const struct training *training, int32_t *order)
{
    const size_t lines = training->data.n;
    int32_t *at = program_allocate(training->program, lines, sizeof *at); /* (lines) */
    for (size_t line = 0; line < lines; line++)
        at[line] = -1;
    for (size_t i = 0; i < training->train.n; i++)
        at[training->train.rows[i]] = (int32_t)i;
    for (size_t line = 0; line < lines; line++)
        if (at[line] >= 0)
            *order++ = at[line];
    free(at);
}

void training_order(const struct training *training, size_t epoch, int32_t *order)
{
    const size_t n = training->train.n;
    if (training->balance)
        program_check(training->program, "balance",
                      rows_balance(n, training->data.classes, training->train.labels,
                                   training->seed, (uint32_t)epoch, order));
    else if (training->shuffle)
        random_shuffle(n, n, training->seed, FOR_VISITING_ORDER, (uint32_t)epoch, order);
    else
        sort_rows(training, order);
}

// What is printed of them

static void print_data(const struct training *training)
{
    const struct data *data = &training->data;
    printf("%s: %s, %s", training->path, text_counted(data->n, "sample").bytes,
           text_counted(data->d, "feature").bytes);
    if (data->classes > 0)
        printf(", %zu %s", data->classes, data->classes == 1 ? "class" : "classes");
    if (data->targets > 0)
        printf(", %s", text_counted(data->targets, "target").bytes);
    putchar('\n');
}

void training_print_head(const struct training *training)
{
    const size_t normalize = training->model.normalize;
    print_data(training);
    printf("%s", text_counted(training->train.n, "training row").bytes);
    if (training->test.n == 0)
        printf(", tested on the same");
    if (training->valid.n > 0)
        printf(", %s", text_counted(training->valid.n, "validation row").bytes);
    if (training->test.n > 0)
        printf(", %s", text_counted(training->test.n, "test row").bytes);
    if (normalize == NORMALIZE_NONE)
        printf(", not normalised\n");
    else
        printf(", normalised by %s\n", model_normalizations[normalize]);
}

struct writer training_begin_run(const struct training *training, double rate, size_t epochs)
{
    struct writer writer = files_begin(training->program, training->out, "run.txt");
    fprintf(writer.file, "program %s\ndata %s\nnetwork %s\n", training->program, training->path,
            training->model.network.sentence);
    fprintf(writer.file, "rate %s\nseed %u\nepochs %zu\n", text_file(rate).bytes,
            (unsigned)training->seed, epochs);
    return writer;
}

// The rows that a model is for

void training_read_rows(struct training *training)
{
    const char *program = training->program, *path = training->path;
    training->data = data_read(program, path);
    const struct data *data = &training->data;
    const struct model *model = &training->model;
    if (data->d != model->columns)
        program_fail(program, BAD_INPUT, "%s: expected %zu features, as the model has, found %zu",
                     path, model->columns, data->d);
    if (model->classes > 0 && data->classes > model->classes)
        program_fail(program, BAD_INPUT,
                     "%s: expected at most %zu classes, as the model has, found %zu", path,
                     model->classes, data->classes);
    training->test = parts_take_all(program, data, model);
    parts_normalize(program, path, model, &training->test);
}

void training_print_model(const struct training *training)
{
    print_data(training);
    printf("model %s: %s\n\n", training->folder, training->model.network.sentence);
}

void training_free(struct training *training)
{
    free(training->path);
    data_free(&training->data);
    model_free(&training->model);
    parts_free(&training->train);
    parts_free(&training->valid);
    parts_free(&training->test);
}
