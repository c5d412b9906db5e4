#include "support/values.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "support/program.h"
#include "support/text.h"

enum { WORDS_BYTES = 128 }; /* room for a list of words */

static _Noreturn void fail(const char *program, const char *where, const char *expected,
                           const char *token, size_t length)
{
    program_fail(program, BAD_INPUT, "%s: expected %s, found \"%s\"", where, expected,
                 text_shown(token, length).bytes);
}

int64_t values_integer(const char *program, const char *where, const char *token, int64_t lowest,
                       int64_t highest)
{
    int64_t value;
    if (!text_integer(token, strlen(token), &value) || value < lowest || value > highest) {
        char expected[64];
        snprintf(expected, sizeof expected, "an integer from %" PRId64 " to %" PRId64, lowest,
                 highest);
        fail(program, where, expected, token, strlen(token));
    }
    return value;
}

double values_number(const char *program, const char *where, const char *token, int lowest)
{
    double value;
    if (!text_number(token, strlen(token), &value) || !isfinite(value) || value < lowest) {
        char expected[64];
        snprintf(expected, sizeof expected, "a number of at least %d", lowest);
        fail(program, where, expected, token, strlen(token));
    }
    return value;
}

double values_positive(const char *program, const char *where, const char *token)
{
    double value;
    if (!text_number(token, strlen(token), &value) || !isfinite(value) || value <= 0)
        fail(program, where, "a number above 0", token, strlen(token));
    return value;
}

size_t values_word(const char *program, const char *where, const char *token,
                   const char *const *words)
{
    char expected[WORDS_BYTES] = "";
    for (size_t w = 0; words[w]; w++) {
        if (strcmp(token, words[w]) == 0)
            return w;
        const char *before = w == 0 ? "" : words[w + 1] ? ", " : " or ";
        const size_t used = strlen(expected);
        snprintf(expected + used, sizeof expected - used, "%s%s", before, words[w]);
    }
    fail(program, where, expected, token, strlen(token));
}

size_t *values_columns(const char *program, const char *where, const char *token, size_t columns,
                       size_t *count)
{
    const bool all = strcmp(token, "all") == 0;
    *count = all ? columns : 1;
    for (const char *at = token; *at && !all; at++)
        *count += *at == ',';

    size_t *kept = program_allocate(program, *count, sizeof *kept); /* (count) */
    for (size_t k = 0; k < *count; k++) {
        const size_t length = strcspn(token, ",");
        int64_t column = (int64_t)k;
        if (!all && !text_count(token, length, 0, (int64_t)columns - 1, &column)) {
            char expected[64];
            snprintf(expected, sizeof expected, "columns from 0 to %zu", columns - 1);
            fail(program, where, expected, token, length);
        }
        kept[k] = (size_t)column;
        token += all ? 0 : length + 1;
    }
    return kept;
}
