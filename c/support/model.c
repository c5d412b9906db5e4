#include "support/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/data.h"
#include "support/files.h"
#include "support/npy.h"
#include "support/program.h"
#include "support/text.h"
#include "support/values.h"

static const char description[] = "network.txt";

const char *const model_normalizations[] = {"none",   "center", "standard", "minmax",
                                            "maxabs", "scale",  NULL};
static const char *const precisions[] = {"float32", "float64", NULL};

// Writing

static void write_description(const char *program, const char *folder, const struct model *model,
                              size_t count, const struct field *fields)
{
    struct writer writer = files_begin(program, folder, description);
    fprintf(writer.file, "program %s\nnetwork %s\ncolumns %zu\nfeatures %s\nclasses %zu\n", program,
            model->network.sentence, model->columns, model->list, model->classes);
    fprintf(writer.file, "normalize %s\nprecision %s\n", model_normalizations[model->normalize],
            program_precision());
    for (size_t f = 0; f < count; f++)
        fprintf(writer.file, "%s %s\n", fields[f].name, fields[f].value);
    files_end(&writer);
}

static void write_normalization(const char *program, const char *folder, const struct model *model)
{
    const size_t d = model->d;
    struct data rows = {.n = 2, .d = d};
    rows.x = program_allocate(program, 2 * d, sizeof *rows.x);
    for (size_t j = 0; j < d; j++) {
        rows.x[j] = (real)model->m[j];
        rows.x[d + j] = (real)model->s[j];
    }
    data_write(program, folder, "normalization.dat", &rows);
    data_free(&rows);
}

void model_write(const char *program, const char *folder, const struct model *model, size_t count,
                 const struct field *fields)
{
    write_description(program, folder, model, count, fields);
    npy_write(program, folder, "params.npy", 1, &model->network.weights, model->params);
    write_normalization(program, folder, model);
}

// Reading

struct lines {
    const char *program, *path;
    char *next, *end; /* what is left of the file */
    char *where;      /* FILE:LINE of the line last read */
    size_t room;      /* bytes of where */
    size_t line;      /* counted from 1 */
};

// The next line without its end, or NULL behind the last one.
static char *next_line(struct lines *lines)
{
    snprintf(lines->where, lines->room, "%s:%zu", lines->path, ++lines->line);
    if (lines->next == lines->end)
        return NULL;
    char *line = lines->next;
    char *newline = memchr(line, '\n', (size_t)(lines->end - line));
    char *line_end = newline ? newline : lines->end;
    lines->next = newline ? newline + 1 : lines->end;
    *line_end = '\0';
    if (line_end > line && line_end[-1] == '\r')
        line_end[-1] = '\0';
    return line;
}

// The value of the line whose turn it is: NAME VALUE.
static char *read_value(struct lines *lines, const char *name)
{
    static const char blanks[] = " \t";
    const char *line = next_line(lines);
    if (!line)
        program_fail(lines->program, BAD_INPUT,
                     "%s: expected \"%s VALUE\", found the end of the file", lines->where, name);
    const char *word = line + strspn(line, blanks);
    const size_t length = strcspn(word, blanks);
    const char *value = word + length + strspn(word + length, blanks);
    if (length > 0 && (length != strlen(name) || memcmp(word, name, length) != 0))
        program_fail(lines->program, BAD_INPUT, "%s: expected \"%s VALUE\", found \"%s\"",
                     lines->where, name, text_shown(word, length).bytes);
    if (!*value)
        program_fail(lines->program, BAD_INPUT,
                     "%s: expected \"%s VALUE\", found the end of the line", lines->where, name);
    return program_copy(lines->program, value);
}

static size_t read_integer(struct lines *lines, const char *name, int64_t lowest)
{
    char *value = read_value(lines, name);
    const size_t count =
        (size_t)values_integer(lines->program, lines->where, value, lowest, INT32_MAX);
    free(value);
    return count;
}

static size_t read_word(struct lines *lines, const char *name, const char *const *words)
{
    char *value = read_value(lines, name);
    const size_t word = values_word(lines->program, lines->where, value, words);
    free(value);
    return word;
}

static void read_end(struct lines *lines)
{
    const char *line;
    while ((line = next_line(lines))) {
        const char *word = line + strspn(line, " \t");
        if (*word)
            program_fail(lines->program, BAD_INPUT,
                         "%s: expected the end of the file, found \"%s\"", lines->where,
                         text_shown(word, strcspn(word, " \t")).bytes);
    }
}

static void read_network(struct lines *lines, struct model *model)
{
    const char *program = lines->program;
    char *name = read_value(lines, "program");
    if (strcmp(name, program) != 0)
        program_fail(program, BAD_INPUT, "%s: expected a model of %s, found \"%s\"", lines->where,
                     program, text_shown(name, strlen(name)).bytes);
    free(name);
    char *sentence = read_value(lines, "network");
    model->network = network_parse(program, lines->where, sentence);
    free(sentence);

    model->columns = read_integer(lines, "columns", 1);
    model->list = read_value(lines, "features");
    model->features = values_columns(program, lines->where, model->list, model->columns, &model->d);
    if (model->d != model->network.inputs)
        program_fail(program, BAD_INPUT,
                     "%s: expected %zu columns, as the network has inputs, found %zu", lines->where,
                     model->network.inputs, model->d);
    model->classes = read_integer(lines, "classes", 0);
    model->normalize = read_word(lines, "normalize", model_normalizations);
    read_word(lines, "precision", precisions);
}

static void read_description(const char *program, const char *folder, struct model *model,
                             size_t count, struct field *fields)
{
    char *path = files_join(program, folder, description);
    size_t size;
    char *bytes = files_read(program, path, &size);
    struct lines lines = {.program = program, .path = path, .next = bytes, .end = bytes + size};
    lines.room = strlen(path) + sizeof ":18446744073709551615";
    lines.where = program_allocate(program, lines.room, 1);

    read_network(&lines, model);
    for (size_t f = 0; f < count; f++) {
        fields[f].value = read_value(&lines, fields[f].name);
        fields[f].where = program_copy(program, lines.where);
    }
    read_end(&lines);
    free(lines.where);
    free(bytes);
    free(path);
}

static void read_params(const char *program, const char *folder, struct model *model)
{
    const size_t weights = model->network.weights;
    size_t count;
    double *values = npy_read_vector(program, folder, "params.npy", &count);
    if (count != weights)
        program_fail(program, BAD_INPUT, "%s/params.npy: expected %zu numbers, found %zu", folder,
                     weights, count);
    model->params = program_allocate(program, weights, sizeof *model->params);
    for (size_t p = 0; p < weights; p++)
        model->params[p] = (real)values[p];
    free(values);
}

static void read_normalization(const char *program, const char *folder, struct model *model)
{
    const size_t d = model->d;
    char *path = files_join(program, folder, "normalization.dat");
    struct data rows = data_read(program, path);
    if (rows.n != 2 || rows.d != d)
        program_fail(program, BAD_INPUT, "%s: expected 2 rows of %zu numbers, found %zu of %zu",
                     path, d, rows.n, rows.d);
    model->m = program_allocate(program, d, sizeof *model->m);
    model->s = program_allocate(program, d, sizeof *model->s);
    for (size_t j = 0; j < d; j++) {
        model->m[j] = rows.x[j];
        model->s[j] = rows.x[d + j];
    }
    data_free(&rows);
    free(path);
}

struct model model_read(const char *program, const char *folder, size_t count, struct field *fields)
{
    struct model model = {.columns = 0};
    read_description(program, folder, &model, count, fields);
    read_params(program, folder, &model);
    read_normalization(program, folder, &model);
    return model;
}

void model_free_field(struct field *field)
{
    free((char *)field->value);
    free((char *)field->where);
}

void model_free(struct model *model)
{
    network_free(&model->network);
    free(model->features);
    free(model->list);
    free(model->m);
    free(model->s);
    free(model->params);
}
