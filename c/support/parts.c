#include "support/parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/normalize.h"
#include "support/program.h"
#include "support/rows.h"

struct part parts_take(const char *program, const struct data *data, const struct model *model,
                       size_t n, const int32_t *rows)
{
    struct part part = {.n = n};
    if (n == 0)
        return part;
    const size_t d = model->d, targets = data->targets;
    part.rows = program_allocate(program, n, sizeof *part.rows);
    part.x = program_allocate(program, n * d, sizeof *part.x);
    if (data->classes > 0)
        part.labels = program_allocate(program, n, sizeof *part.labels);
    if (targets > 0)
        part.t = program_allocate(program, n * targets, sizeof *part.t);

    for (size_t i = 0; i < n; i++) {
        const size_t row = (size_t)rows[i];
        part.rows[i] = rows[i];
        for (size_t j = 0; j < d; j++)
            part.x[i * d + j] = data->x[row * data->d + model->features[j]];
        if (data->classes > 0)
            part.labels[i] = data->labels[row];
        if (targets > 0)
            memcpy(part.t + i * targets, data->t + row * targets, targets * sizeof *part.t);
    }
    return part;
}

struct part parts_take_all(const char *program, const struct data *data, const struct model *model)
{
    int32_t *rows = program_allocate(program, data->n, sizeof *rows); /* (n) */
    for (size_t i = 0; i < data->n; i++)
        rows[i] = (int32_t)i;
    const struct part part = parts_take(program, data, model, data->n, rows);
    free(rows);
    return part;
}

static _Noreturn void fail_too_large(const char *program, const char *path)
{
    program_fail(program, FAILED, "%s: the normalised features are too large for %s", path,
                 program_precision());
}

// m and s are rounded as normalization.dat will hold them, so that the model sees
// the same features when it predicts.
void parts_fit(const char *program, const char *path, const struct part *part, struct model *model)
{
    const size_t d = model->d;
    model->m = program_allocate(program, d, sizeof *model->m);
    model->s = program_allocate(program, d, sizeof *model->s);
    normalize_fit((int)model->normalize, part->n, d, part->x, model->m, model->s);
    for (size_t j = 0; j < d; j++) {
        model->m[j] = (real)model->m[j];
        model->s[j] = (real)model->s[j];
        if (model->s[j] == 0)
            model->s[j] = 1;
        if (!isfinite(model->m[j]) || !isfinite(model->s[j]))
            fail_too_large(program, path);
    }
}

void parts_normalize(const char *program, const char *path, const struct model *model,
                     struct part *part)
{
    if (part->n == 0)
        return;
    normalize_apply(part->n, model->d, model->m, model->s, part->x);
    for (size_t i = 0; i < part->n * model->d; i++)
        if (!isfinite(part->x[i]))
            fail_too_large(program, path);
}

void parts_encode(const char *program, size_t outputs, struct part *part)
{
    if (!part->labels)
        return;
    part->t = program_allocate(program, part->n * outputs, sizeof *part->t);
    if (outputs == 1)
        for (size_t i = 0; i < part->n; i++)
            part->t[i] = (real)part->labels[i];
    else
        rows_one_hot(part->n, outputs, part->labels, part->t);
}

void parts_free(struct part *part)
{
    free(part->rows);
    free(part->x);
    free(part->labels);
    free(part->t);
}
