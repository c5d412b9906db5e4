/* The dense layer for speed: three matrix products, c_ij = sum over k of a_ik b_kj.
 *
 * Tile by tile (dense_tile.h), each with LANES columns of b that are copied side by side.
 * Every c_ij is added up in the same order for any number of threads.
 *
 * A matrix may be turned, so it is an address and two strides: how far it is to the
 * next row, and to the next column.
 */
#include "dense.h"

#include <string.h>

#include "dense_tile.h"

enum {
    BLOCK_ROWS = 16 * ROWS, // rows that share a copied panel
    DEPTH = 256,            // steps of k that a panel holds
    FEW = 4096,             // products that are not worth a panel
    MANY = 65536            // products that are worth several threads
};

typedef struct {
    const real *at;
    size_t row, column;
} matrix;

static matrix part(matrix of, size_t row, size_t column)
{
    return (matrix){of.at + row * of.row + column * of.column, of.row, of.column};
}

// Add the inside of a tile to c. Where both sizes are constants there are no loops left.
static inline void add_tile(size_t rows, size_t columns, real tile[ROWS][LANES], real *restrict c,
                            size_t c_row)
{
    for (size_t r = 0; r < rows; r++)
#pragma omp simd
        for (size_t j = 0; j < columns; j++)
            c[r * c_row + j] += tile[r][j];
}

// Copy some columns of b side by side, zeros where there are no more.
static void copy_panel(size_t steps, size_t columns, matrix b, real *restrict panel)
{
    if (columns == LANES && b.column == 1) {
        for (size_t k = 0; k < steps; k++)
            memcpy(panel + k * LANES, b.at + k * b.row, LANES * sizeof *panel);
    } else {
        memset(panel, 0, steps * LANES * sizeof *panel);
        for (size_t k = 0; k < steps; k++)
            for (size_t j = 0; j < columns; j++)
                panel[k * LANES + j] = b.at[k * b.row + j * b.column];
    }
}

// Add the product of some rows of a, and LANES columns of b or fewer, to a part of c.
static void add_block(size_t n, size_t columns, size_t steps, matrix a, matrix b, real *restrict c,
                      size_t c_row)
{
    real panel[DEPTH * LANES], tile[ROWS][LANES];
    for (size_t first = 0; first < steps; first += DEPTH) {
        const size_t some = steps - first < DEPTH ? steps - first : DEPTH;
        copy_panel(some, columns, part(b, first, 0), panel);
        for (size_t i = 0; i < n; i += ROWS) {
            const real *row[ROWS]; // the last one again where there are no more
            for (size_t r = 0; r < ROWS; r++)
                row[r] = part(a, i + r < n ? i + r : n - 1, first).at;
            dense_tile_multiply(some, row, a.column, panel, tile);
            if (columns == LANES && i + ROWS <= n)
                add_tile(ROWS, LANES, tile, c + i * c_row, c_row);
            else
                add_tile(n - i < ROWS ? n - i : ROWS, columns, tile, c + i * c_row, c_row);
        }
    }
}

// Add the product of a (n, steps) and b (steps, m) to c (n, m), block by block.
static void add_product(size_t n, size_t m, size_t steps, matrix a, matrix b, real *restrict c)
{
    if (n * m * steps < FEW) {
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < steps; k++)
                for (size_t j = 0; j < m; j++)
                    c[i * m + j] += *part(a, i, k).at * *part(b, k, j).at;
        return;
    }
#pragma omp parallel for collapse(2) schedule(static) default(none)                                \
    shared(n, m, steps, a, b, c) if (n * m * steps > MANY)
    for (size_t j = 0; j < m; j += LANES)
        for (size_t i = 0; i < n; i += BLOCK_ROWS)
            add_block(n - i < BLOCK_ROWS ? n - i : BLOCK_ROWS, m - j < LANES ? m - j : LANES, steps,
                      part(a, i, 0), part(b, 0, j), c + i * m + j, m);
}

// Weigh the inputs: h_io = sum over j of x_ij w_jo, less the bias.
void dense_forward(size_t n, size_t d_in, size_t d_out, const real *restrict x,
                   const real *restrict w, real *restrict h)
{
    for (size_t i = 0; i < n; i++)
        for (size_t o = 0; o < d_out; o++)
            h[i * d_out + o] = -w[d_in * d_out + o]; // the bias node is -1
    add_product(n, d_out, d_in, (matrix){x, d_in, 1}, (matrix){w, d_out, 1}, h);
}

// Pass the error back to the inputs: dx_ij = sum over o of dh_io w_jo.
void dense_backward(size_t n, size_t d_in, size_t d_out, const real *restrict w,
                    const real *restrict dh, real *restrict dx)
{
    memset(dx, 0, n * d_in * sizeof *dx);
    add_product(n, d_in, d_out, (matrix){dh, d_out, 1}, (matrix){w, 1, d_out}, dx);
}

// Gradient of the weights: dw_jo = sum over i of x_ij dh_io, the bias node's last.
void dense_gradient(size_t n, size_t d_in, size_t d_out, const real *restrict x,
                    const real *restrict dh, real *restrict dw)
{
    memset(dw, 0, (d_in + 1) * d_out * sizeof *dw);
    add_product(d_in, d_out, n, (matrix){x, 1, d_in}, (matrix){dh, d_out, 1}, dw);
    for (size_t i = 0; i < n; i++)
        for (size_t o = 0; o < d_out; o++)
            dw[d_in * d_out + o] -= dh[i * d_out + o]; // the bias node is -1
}
