#include "support/checkpoint.h"

#include <stdlib.h>
#include <string.h>

#include "support/npy.h"
#include "support/program.h"

static const char name[] = "checkpoint.npy";

// The vector begins with HEAD numbers; the epochs done are one of them.
enum { VERSION = 1, EPOCHS = 5, HEAD = 8 };

static void fill_head(const struct checkpoint *checkpoint, double *head)
{
    head[0] = VERSION;
    head[1] = checkpoint->seed;
    head[2] = (double)checkpoint->n;
    head[3] = (double)checkpoint->d;
    head[4] = (double)checkpoint->classes;
    head[EPOCHS] = (double)checkpoint->epochs;
    head[6] = (double)checkpoint->size;
    head[7] = (double)checkpoint->columns;
}

// Is this a checkpoint of the same run, however many epochs it has done?
static bool is_ours(const struct checkpoint *checkpoint, const double *values, size_t count)
{
    const size_t before = HEAD + checkpoint->size;
    if (count < before || (count - before) % checkpoint->columns != 0)
        return false;
    double head[HEAD];
    fill_head(checkpoint, head);
    head[EPOCHS] = (double)((count - before) / checkpoint->columns);
    for (size_t entry = 0; entry < HEAD; entry++)
        if (values[entry] != head[entry])
            return false;
    return true;
}

void checkpoint_begin(const char *program, const char *folder, bool resume, size_t epochs,
                      struct checkpoint *checkpoint)
{
    const size_t size = checkpoint->size, columns = checkpoint->columns;
    double *values = NULL;
    if (resume) {
        size_t count;
        values = npy_read_vector(program, folder, name, &count);
        if (!is_ours(checkpoint, values, count))
            program_fail(program, BAD_INPUT,
                         "%s/%s: expected a checkpoint of this run (seed %u, %zu training rows, "
                         "%zu features, %zu classes), found another",
                         folder, name, (unsigned)checkpoint->seed, checkpoint->n, checkpoint->d,
                         checkpoint->classes);
        checkpoint->epochs = (size_t)values[EPOCHS];
    }

    if (epochs < checkpoint->epochs)
        epochs = checkpoint->epochs;
    checkpoint->state = program_allocate(program, size, sizeof *checkpoint->state);
    checkpoint->history = program_allocate(program, epochs * columns, sizeof *checkpoint->history);
    if (resume) {
        memcpy(checkpoint->state, values + HEAD, size * sizeof *values);
        memcpy(checkpoint->history, values + HEAD + size,
               checkpoint->epochs * columns * sizeof *values);
    }
    checkpoint->saved = program_clock();
    free(values);
}

double *checkpoint_row(const struct checkpoint *checkpoint, size_t epoch)
{
    return checkpoint->history + epoch * checkpoint->columns;
}

bool checkpoint_is_due(const struct checkpoint *checkpoint)
{
    return program_clock() - checkpoint->saved >= 1;
}

void checkpoint_write(const char *program, const char *folder, struct checkpoint *checkpoint)
{
    const size_t size = checkpoint->size;
    const size_t rows = checkpoint->epochs * checkpoint->columns;
    const size_t count = HEAD + size + rows;
    double *values = program_allocate(program, count, sizeof *values);
    fill_head(checkpoint, values);
    memcpy(values + HEAD, checkpoint->state, size * sizeof *values);
    memcpy(values + HEAD + size, checkpoint->history, rows * sizeof *values);
    npy_write_vector(program, folder, name, count, values);
    free(values);
    checkpoint->saved = program_clock();
}

void checkpoint_free(struct checkpoint *checkpoint)
{
    free(checkpoint->state);
    free(checkpoint->history);
}
