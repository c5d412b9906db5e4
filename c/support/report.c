#include "support/report.h"

#include <stdio.h>
#include <stdlib.h>

#include "support/confusion.h"
#include "support/files.h"
#include "support/program.h"

enum {
    SHOWN_EPOCHS = 20, /* more, and only the first 10 and the last 5 are printed */
    FIRST_EPOCHS = 10,
    LAST_EPOCHS = 5,
    SHOWN_CLASSES = 10
};

struct matrix {
    size_t classes;
    int32_t *counts;            /* (classes, classes) true, predicted */
    double *recall, *precision; /* (classes) percent, -1: no rows */
    double accuracy;
};

bool report_skips(size_t epoch, size_t epochs)
{
    if (epochs <= SHOWN_EPOCHS || epoch < FIRST_EPOCHS || epoch + LAST_EPOCHS >= epochs)
        return false;
    if (epoch == FIRST_EPOCHS)
        printf("%7s\n", "...");
    return true;
}

struct text report_percent(double percent)
{
    struct text text = {"-"};
    if (percent >= 0)
        snprintf(text.bytes, sizeof text.bytes, "%.2f %%", percent);
    return text;
}

double report_accuracy(size_t n, const int32_t *truth, const int32_t *predicted)
{
    size_t right = 0;
    for (size_t i = 0; i < n; i++)
        right += truth[i] == predicted[i];
    return 100 * (double)right / (double)n;
}

static struct text plain_percent(double percent)
{
    return percent >= 0 ? text_fixed(percent, 2) : (struct text){"-"};
}

static void print_matrix(const struct matrix *matrix)
{
    const size_t classes = matrix->classes;
    printf("%10s", "class");
    for (size_t c = 0; c < classes; c++)
        printf("%9zu", c);
    printf("%10s\n", "recall");
    for (size_t c = 0; c < classes; c++) {
        printf("%10zu", c);
        for (size_t other = 0; other < classes; other++)
            printf("%9d", (int)matrix->counts[c * classes + other]);
        printf("%10s\n", report_percent(matrix->recall[c]).bytes);
    }
    printf("%10s", "precision");
    for (size_t c = 0; c < classes; c++)
        printf("%9s", report_percent(matrix->precision[c]).bytes);
    printf("%10s\n", report_percent(matrix->accuracy).bytes);
}

static void write_matrix(const char *program, const char *folder, const struct matrix *matrix)
{
    const size_t classes = matrix->classes;
    struct writer writer = files_begin(program, folder, "confusion.csv");
    fprintf(writer.file, "true");
    for (size_t c = 0; c < classes; c++)
        fprintf(writer.file, ",%zu", c);
    fprintf(writer.file, ",recall\n");
    for (size_t c = 0; c < classes; c++) {
        fprintf(writer.file, "%zu", c);
        for (size_t other = 0; other < classes; other++)
            fprintf(writer.file, ",%d", (int)matrix->counts[c * classes + other]);
        fprintf(writer.file, ",%s\n", plain_percent(matrix->recall[c]).bytes);
    }
    fprintf(writer.file, "precision");
    for (size_t c = 0; c < classes; c++)
        fprintf(writer.file, ",%s", plain_percent(matrix->precision[c]).bytes);
    fprintf(writer.file, ",%s\n", plain_percent(matrix->accuracy).bytes);
    files_end(&writer);
}

double report_confusion(const char *program, const char *folder, size_t n, size_t classes,
                        const int32_t *truth, const int32_t *predicted, const char *rows)
{
    struct matrix matrix = {.classes = classes};
    matrix.counts = program_allocate(program, classes * classes, sizeof *matrix.counts);
    matrix.recall = program_allocate(program, classes, sizeof *matrix.recall);
    matrix.precision = program_allocate(program, classes, sizeof *matrix.precision);
    confusion_count(n, classes, truth, predicted, matrix.counts);
    confusion_rates(classes, matrix.counts, matrix.recall, matrix.precision, &matrix.accuracy);

    printf("confusion on %s", text_counted(n, rows).bytes);
    if (classes <= SHOWN_CLASSES) {
        printf("   (lines: true, columns: predicted)\n");
        print_matrix(&matrix);
    } else {
        printf(": accuracy %s\n", report_percent(matrix.accuracy).bytes);
    }
    if (folder)
        write_matrix(program, folder, &matrix);
    free(matrix.counts);
    free(matrix.recall);
    free(matrix.precision);
    return matrix.accuracy;
}

void report_predictions(const char *program, const char *folder, size_t n, size_t classes,
                        const int32_t *truth, const int32_t *predicted)
{
    struct writer writer = files_begin(program, folder, "predictions.dat");
    for (size_t i = 0; i < n; i++)
        fprintf(writer.file, "%d\n", (int)predicted[i]);
    files_end(&writer);
    if (truth)
        report_confusion(program, NULL, n, classes, truth, predicted, "row");
    printf("wrote %s/predictions.dat\n", folder);
}
