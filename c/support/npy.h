/* Data sets as NumPy's .npy files: data/README.md says which are taken. */
#ifndef TRIPTYCH_NPY_H
#define TRIPTYCH_NPY_H

#include <stdbool.h>
#include <stddef.h>

#include "support/data.h"
#include "support/real.h"

/* Do these bytes begin a .npy file? */
bool npy_begins(const char *bytes, size_t size);

/* Read x.npy and, if it is there, y.npy; data_free gives the memory back. */
struct data npy_read_folder(const char *program, const char *folder);

/* Write FOLDER/NAME: an array of the build's float type, in C order. */
void npy_write(const char *program, const char *folder, const char *name, size_t axes,
               const size_t *sizes, const real *values);

/* Read FOLDER/NAME, numbers along one axis: count of them, to be freed by the caller. */
double *npy_read_vector(const char *program, const char *folder, const char *name, size_t *count);

/* Write FOLDER/NAME, a vector of float64 in every build, and have it on the disk
 * itself before it takes the place of an older one. */
void npy_write_vector(const char *program, const char *folder, const char *name, size_t count,
                      const double *values);

#endif
