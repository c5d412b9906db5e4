/* Who computes which distance? The functions of a file that many samples go through at once. */
#ifndef TRIPTYCH_WATCH_H
#define TRIPTYCH_WATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "support/real.h"

/* From now on, watch the work on these samples (n, d). */
void watch_begin(size_t n, size_t d, const real *x);

/* Since then: was the work shared out? */
bool watch_end(void);

#endif
