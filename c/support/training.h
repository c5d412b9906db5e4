/* What the programs that learn from labels share: their options, the way from the
 * files to the rows, and the order of visits. docs/training.md is the agreement. */
#ifndef TRIPTYCH_TRAINING_H
#define TRIPTYCH_TRAINING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/data.h"
#include "support/files.h"
#include "support/model.h"
#include "support/options.h"
#include "support/parts.h"

struct training {
    const char *program;
    char *path;                                                         /* of DATA */
    const char *out, *list, *valid_path, *test_path, *predict, *folder; /* options, or NULL */
    size_t shares;       /* fractions of --split, 0: not given */
    double fractions[3]; /* of training, validation and test rows */
    size_t normalize;
    bool normalize_given, stratify, balance, shuffle, resume, quiet;
    uint32_t seed;
    struct data data;
    struct model model;
    struct part train, valid, test; /* no test rows: tested on the training rows */
};

/* Put the options of all training programs behind the program's own (count): the whole
 * table, total rows, to be freed by the caller. out: the default of --out. */
struct option *training_table(const char *program, const struct option *own, size_t count,
                              const char *out, size_t *total);

/* Read those options. command: argv[0]; name: the data set taken when none is given. */
struct training training_options(const struct options *options, const char *command,
                                 const char *name);

/* Read DATA; labels, at least 2 classes, are needed, or targets if they may be. */
void training_read(struct training *training, bool targets_too);

/* Choose the features. */
void training_choose_features(struct training *training);

/* Make the parts: split, or read those given apart; normalise; targets for so many
 * outputs. */
void training_prepare(struct training *training, size_t outputs);

/* The order of visits in an epoch: order (train.n). */
void training_order(const struct training *training, size_t epoch, int32_t *order);

/* Print the lines that say what is read, and how it is parted. */
void training_print_head(const struct training *training);

/* The rows of the final test, and what one of them is called. */
const struct part *training_tested(const struct training *training);
const char *training_tested_name(const struct training *training);

/* Begin run.txt with what every training says of itself. */
struct writer training_begin_run(const struct training *training, double rate, size_t epochs);

/* For --predict: read DATA, which must be like that of the model, as the part test. */
void training_read_rows(struct training *training);

/* Print the lines that say what is read, and which model. */
void training_print_model(const struct training *training);

void training_free(struct training *training);

#endif
