/* The floating-point type of the build, and what a function can answer.
 *
 * Every algorithm is written once, in `real`; -DPRECISION=32 makes it float32.
 */
#ifndef TRIPTYCH_REAL_H
#define TRIPTYCH_REAL_H

#if defined PRECISION && PRECISION == 32
typedef float real;
#else
typedef double real;
#endif

enum status { OK = 0, INVALID_ARGUMENT = 1, OUT_OF_MEMORY = 2, NOT_IMPLEMENTED = 3 };

#endif
