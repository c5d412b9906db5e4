/* The dense layer: every neuron weighs every input. Forward, and its gradient backward.
 *
 * Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating
 * errors, Nature 323, 533.
 *
 *     n      rows of a batch
 *     d_in   inputs of a layer, x (n, d_in), and the bias node, a constant -1
 *     d_out  neurons of a layer, w (d_in + 1, d_out), the bias node's weights last
 *     h      weighted inputs (n, d_out)
 *     dx     the gradient of the loss with respect to x, and so on
 */
#include "dense.h"

enum { MANY = 65536 }; // products that are worth several threads

// Weigh the inputs: h_io = sum over j of x_ij w_jo, less the bias.
void dense_forward(size_t n, size_t d_in, size_t d_out, const real *restrict x,
                   const real *restrict w, real *restrict h)
{
    // Exercise 1. Weigh the inputs, for every row and neuron.
#pragma omp parallel for default(none) shared(n, d_in, d_out, x, w, h) if (n * d_in * d_out > MANY)
#pragma acc parallel loop gang copyin(x[0 : n * d_in], w[0 : (d_in + 1) * d_out])                  \
    copyout(h[0 : n * d_out])
    for (size_t i = 0; i < n; i++) {
        const real *x_i = x + i * d_in;
        real *h_i = h + i * d_out;
#pragma acc loop vector
        for (size_t o = 0; o < d_out; o++)
            h_i[o] = -w[d_in * d_out + o]; // the bias node is -1
        for (size_t j = 0; j < d_in; j++)
#pragma acc loop vector
            for (size_t o = 0; o < d_out; o++)
                h_i[o] += x_i[j] * w[j * d_out + o];
    }
    // End of exercise 1.
}

// Pass the error back to the inputs: dx_ij = sum over o of dh_io w_jo.
void dense_backward(size_t n, size_t d_in, size_t d_out, const real *restrict w,
                    const real *restrict dh, real *restrict dx)
{
    // Exercise 2. Pass the error back to every input of every row.
#pragma omp parallel for default(none)                                                             \
    shared(n, d_in, d_out, w, dh, dx) if (n * d_in * d_out > MANY)
#pragma acc parallel loop gang copyin(w[0 : (d_in + 1) * d_out], dh[0 : n * d_out])                \
    copyout(dx[0 : n * d_in])
    for (size_t i = 0; i < n; i++) {
        const real *dh_i = dh + i * d_out;
#pragma acc loop vector
        for (size_t j = 0; j < d_in; j++) {
            const real *w_j = w + j * d_out;
            real sum = 0;
            for (size_t o = 0; o < d_out; o++)
                sum += dh_i[o] * w_j[o];
            dx[i * d_in + j] = sum;
        }
    }
    // End of exercise 2.
}

// Gradient of the weights: dw_jo = sum over i of x_ij dh_io, the bias node's last.
void dense_gradient(size_t n, size_t d_in, size_t d_out, const real *restrict x,
                    const real *restrict dh, real *restrict dw)
{
    // Exercise 3. Add up the gradient of every weight, and of the bias node's.
#pragma omp parallel for default(none)                                                             \
    shared(n, d_in, d_out, x, dh, dw) if (n * d_in * d_out > MANY)
#pragma acc parallel loop gang copyin(x[0 : n * d_in], dh[0 : n * d_out])                          \
    copyout(dw[0 : (d_in + 1) * d_out])
    for (size_t j = 0; j <= d_in; j++) {
        real *dw_j = dw + j * d_out;
#pragma acc loop vector
        for (size_t o = 0; o < d_out; o++)
            dw_j[o] = 0;
        for (size_t i = 0; i < n; i++) {
            const real x_ij = j < d_in ? x[i * d_in + j] : -1; // the bias node is -1
#pragma acc loop vector
            for (size_t o = 0; o < d_out; o++)
                dw_j[o] += x_ij * dh[i * d_out + o];
        }
    }
    // End of exercise 3.
}
