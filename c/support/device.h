/* Where the parallel loops run: on the host or, in a program built for it, on a GPU. */
#ifndef TRIPTYCH_DEVICE_H
#define TRIPTYCH_DEVICE_H

#include <stdbool.h>

/* Is this program built for a GPU? */
bool device_built(void);

/* Run on a GPU from now on, or on the host; false if there is no GPU to run on. */
bool device_use(bool gpu);

/* The name of what the program runs on: the host, or a GPU's own. */
const char *device_name(void);

#endif
