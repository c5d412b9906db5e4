/* What all programs share: how they begin, how they fail, what time it is. */
#ifndef TRIPTYCH_PROGRAM_H
#define TRIPTYCH_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

#define TRIPTYCH_VERSION "0.1.0"

/* Exit codes. */
enum { FAILED = 1, BAD_INPUT = 2, INTERRUPTED = 130 };

/* Print one line, `PROGRAM: ...`, on stderr and end the program with this code. */
_Noreturn void program_fail(const char *program, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* End the program if a function of an algorithm answered with something but OK. */
void program_check(const char *program, const char *function, int status);

/* Memory for count things of this size, or the end of the program. */
void *program_allocate(const char *program, size_t count, size_t size);

/* A copy of a text, to be freed by the caller. */
char *program_copy(const char *program, const char *text);

/* Print nothing more on stdout. */
void program_quiet(const char *program);

/* Print the command that shows what is in the folder `out`. */
void program_view_hint(const char *program, const char *out);

/* Print the first line: program, language, compiler, build, and threads or device. */
void program_banner(const char *program);

/* The floating-point type of the build: float32 or float64. */
const char *program_precision(void);

/* Seconds since some moment in the past. */
double program_clock(void);

/* From now on the first Ctrl-C (SIGINT) is only noted, the second ends the program. */
void program_catch_interrupt(void);

/* Has it come? */
bool program_interrupted(void);

/* End the program for it, after so many epochs. */
_Noreturn void program_end_interrupted(size_t epochs);

#endif
