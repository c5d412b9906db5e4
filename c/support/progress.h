/* How far a long run is: one line on stderr, rewritten, if that is a terminal. */
#ifndef TRIPTYCH_PROGRESS_H
#define TRIPTYCH_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress {
    bool on;
    size_t first, epochs; /* epochs done at the start, and to be done */
    double begin, shown;  /* moments */
};

struct progress progress_begin(bool quiet, size_t first, size_t epochs);

/* So many epochs are done; accuracy in percent, or below 0 for none. */
void progress_show(struct progress *progress, size_t done, double loss, double accuracy);

/* Wipe the line. */
void progress_end(const struct progress *progress);

#endif
