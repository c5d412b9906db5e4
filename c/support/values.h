/* Values as people write them, on the command line or in a file. `where` is the
 * option, or FILE:LINE; a value that is none ends the program with exit code 2 and
 * one line: where it stands, what was expected, what was found. */
#ifndef TRIPTYCH_VALUES_H
#define TRIPTYCH_VALUES_H

#include <stddef.h>
#include <stdint.h>

/* An integer, lowest ... highest. */
int64_t values_integer(const char *program, const char *where, const char *token, int64_t lowest,
                       int64_t highest);

/* A finite number, at least lowest. */
double values_number(const char *program, const char *where, const char *token, int lowest);

/* A finite number above 0. */
double values_positive(const char *program, const char *where, const char *token);

/* One of some words, NULL behind the last: its index. */
size_t values_word(const char *program, const char *where, const char *token,
                   const char *const *words);

/* Columns as 2,3, each below `columns`: count of them, to be freed by the caller;
 * `all` gives all. */
size_t *values_columns(const char *program, const char *where, const char *token, size_t columns,
                       size_t *count);

#endif
