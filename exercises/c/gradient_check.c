/* Is a gradient right? Ask the loss itself, weight by weight.
 *
 * A gradient says how the loss changes with each weight. So change a weight a little, both
 * ways, and look at the loss. That takes two losses for every weight, far too slow to learn
 * by, but there is little in it that can go wrong: it finds the mistakes of others.
 */
#include <math.h>
#include <stdlib.h>

#include "mlp.h"

// The loss of a network with these weights, mean over the rows.
static int loss_of(size_t n, size_t layers, const int32_t *network, real beta, int32_t loss_kind,
                   const real *x, const real *t, const real *params, double *loss)
{
    const size_t weights = mlp_count_weights(layers, network);
    const size_t count = n * mlp_count_neurons(layers, network);
    double *drop = calloc(layers, sizeof *drop); /* (layers): none */
    real *h = malloc((2 * count + weights) * sizeof *h);
    int status = OUT_OF_MEMORY;
    if (drop && h) {
        real *a = h + count, *unused = a + count;
        mlp_forward(n, layers, network, drop, beta, x, params, 0, 0, h, a);
        status = mlp_backward(n, layers, network, drop, beta, loss_kind, x, t, params, h, a, 0, 0,
                              unused, loss);
    }
    free(h);
    free(drop);
    return status;
}

// Compare a gradient with the slopes of the loss.
// gradient, numeric (weights): what is checked, and what was found with steps of epsilon.
// relative: |numeric - gradient| / (|numeric| + |gradient|), lengths of vectors.
int gradient_check_compare(size_t n, size_t layers, const int32_t *network, real beta,
                           int32_t loss_kind, const real *x, const real *t, const real *params,
                           const real *gradient, real epsilon, real *numeric, double *relative)
{
    const size_t weights = mlp_count_weights(layers, network);
    real *moved = malloc(weights * sizeof *moved); /* (weights) params, one of them changed */
    int status = OUT_OF_MEMORY;
    if (!moved)
        goto done;
    for (size_t i = 0; i < weights; i++)
        moved[i] = params[i];

    // Exercise 1. Find the slope of the loss at each weight, then how far the gradient is off.
    double apart = 0, own = 0, given = 0;
    for (size_t i = 0; i < weights; i++) {
        double plus, minus;
        moved[i] = params[i] + epsilon;
        status = loss_of(n, layers, network, beta, loss_kind, x, t, moved, &plus);
        moved[i] = params[i] - epsilon;
        if (status == OK)
            status = loss_of(n, layers, network, beta, loss_kind, x, t, moved, &minus);
        moved[i] = params[i];
        if (status != OK)
            goto done;

        numeric[i] = (plus - minus) / (2 * epsilon);
        apart += pow(numeric[i] - gradient[i], 2);
        own += pow(numeric[i], 2);
        given += pow(gradient[i], 2);
    }
    *relative = sqrt(apart) / (sqrt(own) + sqrt(given));
    // End of exercise 1.

done:
    free(moved);
    return status;
}
