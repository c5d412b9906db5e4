#define _POSIX_C_SOURCE 200809L

#include "support/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "support/program.h"
#include "support/text.h"

static const double interval = 0.1; // seconds between two lines

enum { LINE_BYTES = 160, WIDTH = 78 };

struct progress progress_begin(bool quiet, size_t first, size_t epochs)
{
    const double now = program_clock();
    return (struct progress){!quiet && isatty(STDERR_FILENO), first, epochs, now, now};
}

void progress_show(struct progress *progress, size_t done, double loss, double accuracy)
{
    const double now = program_clock();
    if (!progress->on || now - progress->shown < interval)
        return;
    progress->shown = now;
    const double left = (now - progress->begin) / (double)(done - progress->first) *
                        (double)(progress->epochs - done);
    char rate[32] = "", line[LINE_BYTES];
    if (accuracy >= 0)
        snprintf(rate, sizeof rate, ", accuracy %.2f %%", accuracy);
    snprintf(line, sizeof line, "epoch %zu of %zu, loss %.13s%s, %.0f s left", done,
             progress->epochs, text_screen(loss).bytes, rate, left);
    fprintf(stderr, "\r%-*s", WIDTH, line);
}

void progress_end(const struct progress *progress)
{
    if (progress->on && progress->shown > progress->begin)
        fprintf(stderr, "\r%-*s\r", WIDTH, "");
}
