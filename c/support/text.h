/* Numbers to text and text to numbers: the same bytes as in Python and Fortran.
 *
 * Text comes back by value, to be used where it is printed:
 *     printf("%14s\n", text_screen(inertia).bytes);
 */
#ifndef TRIPTYCH_TEXT_H
#define TRIPTYCH_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    char bytes[336]; /* 309 digits before the point, 16 behind it */
};

/* A number with so many decimals. */
struct text text_fixed(double value, int decimals);

/* A number as d.ddde+dd, with so many decimals. */
struct text text_exponent(double value, int decimals);

/* A number for people, with six decimals. */
struct text text_screen(double value);

/* A number for files: it reads back to the same bits. */
struct text text_file(double value);

/* A count of things: "1 step", "2 steps". */
struct text text_counted(size_t count, const char *thing);

/* A token as messages show it: at most 20 bytes, strange ones as `?`. */
struct text text_shown(const char *token, size_t length);

/* The nearest float64 of [+-](digits[.[digits]]|.digits)[(e|E)[+-]digits]; false
 * if the token is something else. Behind the token stands a byte that cannot
 * continue a number: a blank, the end of a line, a zero. */
bool text_number(const char *token, size_t length, double *value);

/* The value of [+-]digits, at most 10 of them; false if it is something else. */
bool text_integer(const char *token, size_t length, int64_t *value);

/* The same without a sign, lowest ... highest. */
bool text_count(const char *token, size_t length, int64_t lowest, int64_t highest, int64_t *value);

#endif
