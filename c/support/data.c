#include "support/data.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "support/files.h"
#include "support/npy.h"
#include "support/program.h"
#include "support/text.h"

// A place in a text file: the rest of the line, then the rest of the file.
struct reader {
    const char *program, *path;
    const char *at, *line_end; /* what is left of the line */
    const char *next, *end;    /* what is left of the file */
    size_t line;               /* counted from 1 */
    size_t size;               /* bytes in the file */
};

struct token {
    const char *text;
    size_t length; /* 0: the line has no more tokens */
};

// Go to the next line: up to LF or the end of the file, less one CR.
static bool next_line(struct reader *reader)
{
    if (reader->next == reader->end)
        return false;
    reader->at = reader->next;
    const char *newline = memchr(reader->at, '\n', (size_t)(reader->end - reader->at));
    reader->line_end = newline ? newline : reader->end;
    reader->next = newline ? newline + 1 : reader->end;
    if (reader->line_end > reader->at && reader->line_end[-1] == '\r')
        reader->line_end--;
    reader->line++;
    return true;
}

static void skip_comment(struct reader *reader)
{
    const char *hash = memchr(reader->at, '#', (size_t)(reader->line_end - reader->at));
    if (hash)
        reader->line_end = hash;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static struct token next_token(struct reader *reader)
{
    const char *at = reader->at;
    while (at < reader->line_end && is_blank(*at))
        at++;
    const char *text = at;
    while (at < reader->line_end && !is_blank(*at))
        at++;
    reader->at = at;
    return (struct token){text, (size_t)(at - text)};
}

static size_t count_tokens(struct reader line)
{
    size_t count = 0;
    while (next_token(&line).length > 0)
        count++;
    return count;
}

// The header

static _Noreturn void fail_in_header(const struct reader *reader, struct token found)
{
    const char *expected = "expected \"# samples N features D classes C\", found";
    if (found.length > 0)
        program_fail(reader->program, BAD_INPUT, "%s:1: %s \"%s\"", reader->path, expected,
                     text_shown(found.text, found.length).bytes);
    program_fail(reader->program, BAD_INPUT, "%s:1: %s the end of the %s", reader->path, expected,
                 reader->size == 0 ? "file" : "line");
}

static bool is_word(struct token token, const char *word)
{
    return token.length == strlen(word) && memcmp(token.text, word, token.length) == 0;
}

static void read_word(struct reader *reader, const char *word)
{
    const struct token token = next_token(reader);
    if (!is_word(token, word))
        fail_in_header(reader, token);
}

static size_t read_count(struct reader *reader, int64_t lowest)
{
    const struct token token = next_token(reader);
    int64_t count;
    if (!text_count(token.text, token.length, lowest, INT32_MAX, &count))
        fail_in_header(reader, token);
    return (size_t)count;
}

static void read_header(struct reader *reader, struct data *data)
{
    next_line(reader);
    const struct token hash = next_token(reader);
    if (hash.length == 0 || *hash.text != '#')
        fail_in_header(reader, hash);
    reader->at = hash.text + 1;

    read_word(reader, "samples");
    data->n = read_count(reader, 1);
    read_word(reader, "features");
    data->d = read_count(reader, 1);

    const struct token kind = next_token(reader);
    if (is_word(kind, "classes"))
        data->classes = read_count(reader, 0);
    else if (is_word(kind, "targets"))
        data->targets = read_count(reader, 1);
    else
        fail_in_header(reader, kind);

    const struct token surplus = next_token(reader);
    if (surplus.length > 0)
        fail_in_header(reader, surplus);
}

// Numbers in a row take two bytes each, so a header that promises more than the
// file can hold is found out before any memory is taken.
static void allocate_rows(const struct reader *reader, struct data *data, size_t columns)
{
    const size_t most = reader->size / 2 + 1;
    if (columns > most || data->n > most / columns)
        program_fail(reader->program, BAD_INPUT,
                     "%s:1: expected at most %zu numbers in %zu bytes, found %zu*%zu", reader->path,
                     most, reader->size, data->n, columns);

    data->axes = 1;
    data->shape = program_allocate(reader->program, 1, sizeof *data->shape);
    data->shape[0] = data->d;
    data->x = program_allocate(reader->program, data->n * data->d, sizeof *data->x);
    if (data->classes > 0)
        data->labels = program_allocate(reader->program, data->n, sizeof *data->labels);
    if (data->targets > 0)
        data->t = program_allocate(reader->program, data->n * data->targets, sizeof *data->t);
}

// The rows

static _Noreturn void fail_in_row(const struct reader *reader, const char *expected,
                                  struct token found)
{
    program_fail(reader->program, BAD_INPUT, "%s:%zu: expected %s, found \"%s\"", reader->path,
                 reader->line, expected, text_shown(found.text, found.length).bytes);
}

static real read_number(struct reader *reader)
{
    const struct token token = next_token(reader);
    double value;
    if (!text_number(token.text, token.length, &value))
        fail_in_row(reader, "a number", token);
    if (!isfinite((real)value))
        fail_in_row(reader, "a finite number", token);
    return (real)value;
}

static int32_t read_label(struct reader *reader, size_t classes)
{
    const struct token token = next_token(reader);
    int64_t label;
    if (!text_count(token.text, token.length, 0, (int64_t)classes - 1, &label)) {
        char expected[48];
        snprintf(expected, sizeof expected, "a label from 0 to %zu", classes - 1);
        fail_in_row(reader, expected, token);
    }
    return (int32_t)label;
}

static void read_row(struct reader *reader, struct data *data, size_t i)
{
    real *x_i = data->x + i * data->d;
    for (size_t j = 0; j < data->d; j++)
        x_i[j] = read_number(reader);
    if (data->classes > 0)
        data->labels[i] = read_label(reader, data->classes);
    for (size_t o = 0; o < data->targets; o++)
        data->t[i * data->targets + o] = read_number(reader);
}

static void read_rows(struct reader *reader, struct data *data, size_t columns)
{
    size_t rows = 0, last_line = reader->line;
    while (next_line(reader)) {
        skip_comment(reader);
        const size_t count = count_tokens(*reader);
        if (count == 0)
            continue;
        if (rows == data->n)
            program_fail(reader->program, BAD_INPUT, "%s:%zu: expected %zu samples, found more",
                         reader->path, reader->line, data->n);
        if (count != columns)
            program_fail(reader->program, BAD_INPUT, "%s:%zu: expected %zu numbers, found %zu",
                         reader->path, reader->line, columns, count);
        read_row(reader, data, rows++);
        last_line = reader->line;
    }
    if (rows < data->n)
        program_fail(reader->program, BAD_INPUT, "%s:%zu: expected %zu samples, found %zu",
                     reader->path, last_line, data->n, rows);
}

static struct data read_text(const char *program, const char *path)
{
    struct reader reader = {.program = program, .path = path};
    char *bytes = files_read(program, path, &reader.size);
    if (npy_begins(bytes, reader.size))
        program_fail(program, BAD_INPUT, "%s: expected the folder that holds it, found a .npy file",
                     path);
    reader.at = reader.line_end = reader.next = bytes;
    reader.end = bytes + reader.size;

    struct data data = {.n = 0};
    read_header(&reader, &data);
    const size_t columns = data.d + (data.classes > 0) + data.targets;
    allocate_rows(&reader, &data, columns);
    read_rows(&reader, &data, columns);
    free(bytes);
    return data;
}

struct data data_read(const char *program, const char *path)
{
    return files_is_folder(path) ? npy_read_folder(program, path) : read_text(program, path);
}

// The first bytes of path, then between, then name, if such a file exists; else NULL.
static char *find_in(const char *program, const char *path, size_t length, const char *between,
                     const char *name)
{
    const size_t size = length + strlen(between) + strlen(name) + 1;
    char *found = program_allocate(program, size, 1);
    snprintf(found, size, "%.*s%s%s", (int)length, path, between, name);
    if (files_exists(found))
        return found;
    free(found);
    return NULL;
}

char *data_find(const char *program, const char *command, const char *name)
{
    const char *slash = strrchr(command, '/');
    size_t length = slash ? (size_t)(slash + 1 - command) : 0;
    if (length == 2 && command[0] == '.')
        length = 0; // ./kmeans: its data are shown as data/...
    const char *folder = getenv("TRIPTYCH_DATA");

    char *found = find_in(program, command, length, "data/", name);
    if (!found)
        found = find_in(program, "", 0, "data/", name);
    if (!found && folder && *folder)
        found = find_in(program, folder, strlen(folder), "/", name);
    if (!found)
        program_fail(program, BAD_INPUT,
                     "data/%s: no such file beside the program, below the current folder or in "
                     "TRIPTYCH_DATA",
                     name);
    return found;
}

void data_write(const char *program, const char *folder, const char *name, const struct data *data)
{
    struct writer writer = files_begin(program, folder, name);
    fprintf(writer.file, "# samples %zu features %zu %s %zu\n", data->n, data->d,
            data->targets > 0 ? "targets" : "classes",
            data->targets > 0 ? data->targets : data->classes);
    for (size_t i = 0; i < data->n; i++) {
        for (size_t j = 0; j < data->d; j++)
            fprintf(writer.file, "%s%s", j > 0 ? " " : "",
                    text_file(data->x[i * data->d + j]).bytes);
        if (data->classes > 0)
            fprintf(writer.file, " %d", (int)data->labels[i]);
        for (size_t o = 0; o < data->targets; o++)
            fprintf(writer.file, " %s", text_file(data->t[i * data->targets + o]).bytes);
        fputc('\n', writer.file);
    }
    files_end(&writer);
}

void data_free(struct data *data)
{
    free(data->shape);
    free(data->x);
    free(data->labels);
    free(data->t);
}
