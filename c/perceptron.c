/* The perceptron: one layer of threshold neurons, taught by their mistakes.
 *
 * Rosenblatt (1958), The perceptron, Psychological Review 65, 386; convergence:
 * Novikoff (1962), Symposium on the Mathematical Theory of Automata 12, 615.
 *
 *     n samples    x_i in x          (n, d)
 *     d features   x_ij, and the bias node, a constant -1 after them
 *     m neurons    o in w            (d + 1, m), the bias node's weights last
 *     targets t    0 or 1            (n, m)
 */
#include "perceptron.h"

#include <stdbool.h>
#include <stdlib.h>

#include "support/random.h"

// Weigh the inputs, h_o = sum over j of x_ij w_jo, and fire, a_o = 1 if h_o > 0.
void perceptron_activate(size_t d, size_t m, const real *restrict x_i, const real *restrict w,
                         real *restrict h, real *restrict a)
{
    // Exercise 1. Weigh the inputs, then let each neuron fire if its h is above 0.
    for (size_t o = 0; o < m; o++) {
        real sum = 0;
        for (size_t j = 0; j < d; j++)
            sum += x_i[j] * w[j * m + o];
        h[o] = sum - w[d * m + o]; // the bias node is -1
        a[o] = h[o] > 0;
    }
    // End of exercise 1.
}

// Correct the weights of the neurons that are wrong: w_jo -= rate (a_o - t_o) x_ij.
void perceptron_correct(size_t d, size_t m, const real *restrict x_i, const real *restrict a,
                        const real *restrict t_i, real rate, real *restrict w)
{
    // Exercise 2. Correct the weights, and those of the bias node.
    for (size_t o = 0; o < m; o++) {
        for (size_t j = 0; j < d; j++)
            w[j * m + o] -= rate * (a[o] - t_i[o]) * x_i[j];
        w[d * m + o] += rate * (a[o] - t_i[o]); // the bias node is -1
    }
    // End of exercise 2.
}

// Show every sample once, in the given order, and correct after each mistake.
int perceptron_train_epoch(size_t n, size_t d, size_t m, size_t visits, const real *restrict x,
                           const real *restrict t, const int32_t *restrict order, real rate,
                           real *restrict w, int32_t *restrict errors)
{
    if (n < 1 || d < 1 || m < 1)
        return INVALID_ARGUMENT;
    real *h = malloc(2 * m * sizeof *h); /* (m), then a (m) */
    if (!h)
        return OUT_OF_MEMORY;
    real *a = h + m;

    int status = OK;

    // Exercise 3. Visit the samples in order: activate, compare, correct, count.
    *errors = 0;
    for (size_t visit = 0; visit < visits; visit++) {
        if (order[visit] < 0 || (size_t)order[visit] >= n) {
            status = INVALID_ARGUMENT;
            break;
        }
        const real *x_i = x + (size_t)order[visit] * d;
        const real *t_i = t + (size_t)order[visit] * m;
        perceptron_activate(d, m, x_i, w, h, a);

        bool wrong = false;
        for (size_t o = 0; o < m; o++)
            wrong = wrong || a[o] != t_i[o];
        if (wrong) {
            perceptron_correct(d, m, x_i, a, t_i, rate, w);
            ++*errors;
        }
    }
    // End of exercise 3.

    free(h);
    return status;
}

// Repeat epochs, each in a new random order, until one passes without an error.
int perceptron_train(size_t n, size_t d, size_t m, const real *restrict x, const real *restrict t,
                     real rate, size_t first, size_t epochs, uint32_t seed, real *restrict w,
                     int32_t *restrict errors, size_t *restrict n_epochs)
{
    *n_epochs = 0;
    if (n < 1 || d < 1 || m < 1)
        return INVALID_ARGUMENT;
    int32_t *order = malloc(n * sizeof *order); /* (n) */
    if (!order)
        return OUT_OF_MEMORY;

    int status = OK;
    for (size_t epoch = first; epoch < epochs && status == OK; epoch++) {
        random_shuffle(n, n, seed, FOR_VISITING_ORDER, (uint32_t)epoch, order);
        status = perceptron_train_epoch(n, d, m, n, x, t, order, rate, w, errors + *n_epochs);
        ++*n_epochs;
        if (errors[*n_epochs - 1] == 0)
            break;
    }

    free(order);
    return status;
}

// Choose a class: what one neuron says, or of several the one with the largest h.
int perceptron_predict(size_t n, size_t d, size_t m, const real *restrict x, const real *restrict w,
                       int32_t *restrict labels)
{
    if (n < 1 || d < 1 || m < 1)
        return INVALID_ARGUMENT;
    real *h = malloc(2 * m * sizeof *h); /* (m), then a (m) */
    if (!h)
        return OUT_OF_MEMORY;
    real *a = h + m;

    for (size_t i = 0; i < n; i++) {
        perceptron_activate(d, m, x + i * d, w, h, a);
        labels[i] = m == 1 && a[0] > 0;
        for (size_t o = 1; o < m; o++)
            if (h[o] > h[labels[i]])
                labels[i] = (int32_t)o;
    }

    free(h);
    return OK;
}
