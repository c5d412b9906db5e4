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
    BLOCK_ROWS = 16 * ROWS,    // of c, that share some panels
    BLOCK_COLUMNS = 8 * LANES, // of c: that many panels
    DEPTH = 128,               // steps of k that a panel holds
    FEW = 4096,                // products that are not worth a panel
    MANY = 65536               // products that are worth several threads
};

typedef struct {
    const real *at;
    size_t row, column;
} matrix;

static matrix part(matrix of, size_t row, size_t column)
{
    return (matrix){of.at + row * of.row + column * of.column, of.row, of.column};
}

static inline size_t at_most(size_t number, size_t most)
{
    return number < most ? number : most;
}

// What c begins with: less the biases of its columns, or zero.
static void begin(size_t n, size_t m, const real *bias, real *restrict c, size_t c_row)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++)
            c[i * c_row + j] = bias ? -bias[j] : 0; // the bias node is -1
}

// Copy LANES columns of b side by side, zeros where there are no more.
static void copy_panel(size_t steps, size_t columns, matrix b, real *restrict panel)
{
    if (columns < LANES)
        memset(panel, 0, steps * LANES * sizeof *panel);
    if (b.column == 1 && columns == LANES)
        for (size_t k = 0; k < steps; k++)
            memcpy(panel + k * LANES, b.at + k * b.row, LANES * sizeof *panel);
    else
        for (size_t j = 0; j < columns; j++)
            for (size_t k = 0; k < steps; k++)
                panel[k * LANES + j] = b.at[k * b.row + j * b.column];
}

// Add a panel's product to a tile at the edge of c, of fewer rows or columns than others.
static void add_edge(size_t rows, size_t columns, size_t steps, const real *const a[ROWS],
                     size_t a_step, const real *restrict panel, real *restrict c, size_t c_row)
{
    real tile[ROWS][LANES] = {{0}};
    for (size_t r = 0; r < rows; r++)
        memcpy(tile[r], c + r * c_row, columns * sizeof *c);
    dense_tile_add(steps, a, a_step, panel, tile[0], LANES);
    for (size_t r = 0; r < rows; r++)
        memcpy(c + r * c_row, tile[r], columns * sizeof *c);
}

// Add the product of some rows of a and a panel, LANES columns of b or fewer, to a part of c.
static void add_panel(size_t n, size_t columns, size_t steps, matrix a, const real *restrict panel,
                      real *restrict c, size_t c_row)
{
    for (size_t i = 0; i < n; i += ROWS) {
        const real *row[ROWS]; // the last one again where there are no more
        for (size_t r = 0; r < ROWS; r++)
            row[r] = part(a, at_most(i + r, n - 1), 0).at;
        if (columns == LANES && i + ROWS <= n)
            dense_tile_add(steps, row, a.column, panel, c + i * c_row, c_row);
        else
            add_edge(at_most(ROWS, n - i), columns, steps, row, a.column, panel, c + i * c_row,
                     c_row);
    }
}

// Give a block of c: the product of some rows of a and columns of b, less their biases.
static void give_block(size_t n, size_t m, size_t steps, matrix a, matrix b, const real *bias,
                       real *restrict c, size_t c_row)
{
    real panel[BLOCK_COLUMNS / LANES][DEPTH * LANES];
    begin(n, m, bias, c, c_row);
    for (size_t k = 0; k < steps; k += DEPTH) {
        const size_t some = at_most(DEPTH, steps - k);
        for (size_t j = 0; j < m; j += LANES)
            copy_panel(some, at_most(LANES, m - j), part(b, k, j), panel[j / LANES]);
        for (size_t j = 0; j < m; j += LANES)
            add_panel(n, at_most(LANES, m - j), some, part(a, 0, k), panel[j / LANES], c + j,
                      c_row);
    }
}

// The product of a (n, steps) and b (steps, m), less the biases of the columns if there are
// any: c (n, m), block by block.
static void multiply(size_t n, size_t m, size_t steps, matrix a, matrix b, const real *bias,
                     real *restrict c)
{
    if (n * m * steps < FEW) {
        begin(n, m, bias, c, m);
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < steps; k++)
                for (size_t j = 0; j < m; j++)
                    c[i * m + j] += *part(a, i, k).at * *part(b, k, j).at;
        return;
    }
#pragma omp parallel for collapse(2) schedule(static) default(none)                                \
    shared(n, m, steps, a, b, bias, c) if (n * m * steps > MANY)
    for (size_t j = 0; j < m; j += BLOCK_COLUMNS)
        for (size_t i = 0; i < n; i += BLOCK_ROWS)
            give_block(at_most(BLOCK_ROWS, n - i), at_most(BLOCK_COLUMNS, m - j), steps,
                       part(a, i, 0), part(b, 0, j), bias ? bias + j : NULL, c + i * m + j, m);
}

// Weigh the inputs: h_io = sum over j of x_ij w_jo, less the bias.
void dense_forward(size_t n, size_t d_in, size_t d_out, const real *restrict x,
                   const real *restrict w, real *restrict h)
{
    const real *bias = w + d_in * d_out; /* (d_out) */
    multiply(n, d_out, d_in, (matrix){x, d_in, 1}, (matrix){w, d_out, 1}, bias, h);
}

// Pass the error back to the inputs: dx_ij = sum over o of dh_io w_jo.
void dense_backward(size_t n, size_t d_in, size_t d_out, const real *restrict w,
                    const real *restrict dh, real *restrict dx)
{
    multiply(n, d_in, d_out, (matrix){dh, d_out, 1}, (matrix){w, 1, d_out}, NULL, dx);
}

// Gradient of the weights: dw_jo = sum over i of x_ij dh_io, the bias node's last.
void dense_gradient(size_t n, size_t d_in, size_t d_out, const real *restrict x,
                    const real *restrict dh, real *restrict dw)
{
    real *dbias = dw + d_in * d_out; /* (d_out) */
    multiply(d_in, d_out, n, (matrix){x, 1, d_in}, (matrix){dh, d_out, 1}, NULL, dw);
    memset(dbias, 0, d_out * sizeof *dbias);
    for (size_t i = 0; i < n; i++)
        for (size_t o = 0; o < d_out; o++)
            dbias[o] -= dh[i * d_out + o]; // the bias node is -1
}
