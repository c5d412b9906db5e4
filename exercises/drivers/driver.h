/* What the drivers of all exercises share: read a case, write what came out of it.
 *
 * A driver runs as `driver STAGE CASES RESULTS`. CASES holds the number of cases, then
 * their inputs, one number after the other. RESULTS gets, line by line, `case I`, each
 * result as `NAME VALUE VALUE ...`, and `done` after the last case.
 */
#ifndef TRIPTYCH_DRIVER_H
#define TRIPTYCH_DRIVER_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "support/real.h"

static FILE *driver_cases, *driver_results;

/* A marker in arrays that a student has to fill: still there, never written. */
#define UNWRITTEN (-7777777)

static inline void *take(size_t count, size_t size)
{
    void *array = malloc(count * size); /* exactly: one too far is found */
    if (!array)
        exit(3);
    return array;
}

static inline double read_number(void)
{
    double value;
    if (fscanf(driver_cases, "%lf", &value) != 1)
        exit(3);
    return value;
}

static inline size_t read_size(void)
{
    return (size_t)read_number();
}

static inline real *read_reals(size_t count)
{
    real *array = take(count, sizeof *array);
    for (size_t i = 0; i < count; i++)
        array[i] = (real)read_number();
    return array;
}

static inline int32_t *read_integers(size_t count)
{
    int32_t *array = take(count, sizeof *array);
    for (size_t i = 0; i < count; i++)
        array[i] = (int32_t)read_number();
    return array;
}

static inline real *empty_reals(size_t count)
{
    real *array = take(count, sizeof *array);
    for (size_t i = 0; i < count; i++)
        array[i] = UNWRITTEN;
    return array;
}

static inline double *empty_doubles(size_t count)
{
    double *array = take(count, sizeof *array);
    for (size_t i = 0; i < count; i++)
        array[i] = UNWRITTEN;
    return array;
}

static inline int32_t *empty_integers(size_t count)
{
    int32_t *array = take(count, sizeof *array);
    for (size_t i = 0; i < count; i++)
        array[i] = UNWRITTEN;
    return array;
}

static inline void write_reals(const char *name, size_t count, const real *values)
{
    fprintf(driver_results, "%s", name);
    for (size_t i = 0; i < count; i++)
        fprintf(driver_results, " %.17g", (double)values[i]);
    fprintf(driver_results, "\n");
}

static inline void write_doubles(const char *name, size_t count, const double *values)
{
    fprintf(driver_results, "%s", name);
    for (size_t i = 0; i < count; i++)
        fprintf(driver_results, " %.17g", values[i]);
    fprintf(driver_results, "\n");
}

static inline void write_integers(const char *name, size_t count, const int32_t *values)
{
    fprintf(driver_results, "%s", name);
    for (size_t i = 0; i < count; i++)
        fprintf(driver_results, " %ld", (long)values[i]);
    fprintf(driver_results, "\n");
}

static inline void write_integer(const char *name, long value)
{
    fprintf(driver_results, "%s %ld\n", name, value);
}

/* Run `stage` on every case. */
static inline int run_cases(const char *cases, const char *results, void (*stage)(void))
{
    driver_cases = fopen(cases, "r");
    driver_results = fopen(results, "w");
    if (!stage || !driver_cases || !driver_results)
        return 3;
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ); /* prints before a crash are seen */
    const size_t count = read_size();
    for (size_t i = 0; i < count; i++) {
        fprintf(driver_results, "case %zu\n", i);
        fflush(driver_results);
        printf("\001case %zu\n", i); /* whose prints follow */
        stage();
    }
    fprintf(driver_results, "done\n");
    fclose(driver_results);
    return 0;
}

#endif
