/* A tile of a matrix product, which stays in registers until it is complete.
 *
 * Each step k takes LANES neighbours b_kj of a panel, and ROWS numbers a_rk that are each
 * multiplied with all of them: two loads of vectors feed twelve products. A lane is a
 * column, so no sum crosses lanes, and each is added up in the order of k.
 */
#ifndef TRIPTYCH_DENSE_TILE_H
#define TRIPTYCH_DENSE_TILE_H

#include <stddef.h>

#include "support/real.h"

enum {
    LANES = 64 / sizeof(real), // columns of a tile: two vectors
    ROWS = 6,                  // rows of a tile: twelve vectors, and some registers to spare
};

/* Add to a tile: c_rj += sum over k of a_rk b_kj, where row r of a begins at a[r].
 * panel (steps, LANES); c (ROWS, LANES), its rows c_row apart. */
void dense_tile_add(size_t steps, const real *const a[ROWS], size_t a_step,
                    const real *restrict panel, real *restrict c, size_t c_row);

#endif
