/* The command line: a table of options, from which --help is printed too. What
 * is wrong with it ends the program with exit code 2 and one line. */
#ifndef TRIPTYCH_OPTIONS_H
#define TRIPTYCH_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct option {
    const char *name;     /* "--tol"; without a hyphen: the one argument that is no option */
    const char *metavar;  /* what its value is called in the help; NULL: it takes none */
    const char *fallback; /* the value when it is not given, or NULL */
    const char *help;     /* one line */
    const char *value;    /* filled in: as given, or NULL */
};

struct options {
    const char *program;
    const char *summary; /* the text above the table */
    struct option *table;
    size_t count;
    int width;          /* of the first column of the help */
    const char *ending; /* the text below the table */
};

/* Read the arguments into the table. --help and --version end the program. */
void options_parse(struct options *options, int argc, char **argv);

bool options_given(const struct options *options, const char *name);

/* The value of an option, or its fallback. */
const char *options_text(const struct options *options, const char *name);

/* The same as an integer, lowest ... highest. */
int64_t options_integer(const struct options *options, const char *name, int64_t lowest,
                        int64_t highest);

/* The same as a finite number, at least lowest. */
double options_number(const struct options *options, const char *name, int lowest);

/* The same as a finite number above 0. */
double options_positive(const struct options *options, const char *name);

/* The same as one of some words, NULL behind the last: its index. */
size_t options_word(const struct options *options, const char *name, const char *const *words);

/* Run where --device says, or else where the program is built for. */
void options_device(const struct options *options);

#endif
