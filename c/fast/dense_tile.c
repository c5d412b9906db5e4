/* A tile of a matrix product, see dense_tile.h. */
#include "dense_tile.h"

// Add to a tile: c_rj += sum over k of a_rk b_kj, where row r of a begins at a[r].
void dense_tile_add(size_t steps, const real *const a[ROWS], size_t a_step,
                    const real *restrict panel, real *restrict c, size_t c_row)
{
    real total[ROWS][LANES];
    for (size_t r = 0; r < ROWS; r++)
#pragma omp simd
        for (size_t j = 0; j < LANES; j++)
            total[r][j] = c[r * c_row + j];
    for (size_t k = 0; k < steps; k++)
        for (size_t r = 0; r < ROWS; r++)
#pragma omp simd
            for (size_t j = 0; j < LANES; j++)
                total[r][j] += a[r][k * a_step] * panel[k * LANES + j];
    for (size_t r = 0; r < ROWS; r++)
#pragma omp simd
        for (size_t j = 0; j < LANES; j++)
            c[r * c_row + j] = total[r][j];
}
