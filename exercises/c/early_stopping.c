/* Early stopping: when has a network learnt enough?
 *
 * The longer it learns, the better it knows its training rows, in the end each by heart. On
 * other rows, kept for validation, it first gets better as well, then worse. So watch the
 * loss on those, and go back to the weights where it was the lowest.
 */
#include <stdlib.h>
#include <string.h>

#include "mlp.h"
#include "support/random.h"

// Change the weights by an epoch, numbered from 0: a step for each row, in random order.
static int one_epoch(size_t n, size_t layers, const int32_t *network, real beta, const real *x,
                     const real *t, real rate, uint32_t seed, size_t epoch, real *params)
{
    const size_t weights = mlp_count_weights(layers, network);
    double *drop = calloc(layers, sizeof *drop);        /* (layers): none */
    real *velocity = calloc(weights, sizeof *velocity); /* (weights) */
    int32_t *order = malloc(n * sizeof *order);         /* (n) */
    int status = OUT_OF_MEMORY;
    if (drop && velocity && order) {
        double loss;
        random_shuffle(n, n, seed, FOR_VISITING_ORDER, (uint32_t)epoch, order);
        status = mlp_train_epoch(n, layers, n, network, drop, beta, QUADRATIC, 1, x, t, order, rate,
                                 0, 0, 0, params, velocity, &loss);
    }
    free(order);
    free(velocity);
    free(drop);
    return status;
}

// The loss on rows that are not learnt from, or that are.
static int loss_on(size_t n, size_t layers, const int32_t *network, real beta, const real *x,
                   const real *t, const real *params, double *loss)
{
    const size_t m = (size_t)network[3 * layers - 2];
    real *outputs = malloc(2 * n * m * sizeof *outputs); /* (n, m) */
    int status = OUT_OF_MEMORY;
    if (outputs) {
        real *unused = outputs + n * m; /* (n, m) */
        status = mlp_predict(n, layers, network, beta, x, params, outputs);
        layers_quadratic_loss(n, m, outputs, t, loss, unused);
    }
    free(outputs);
    return status;
}

// Train until the loss on the validation rows has not been lower for patience epochs.
// params (weights): changed to those of the best epoch. losses (max_epochs): on the validation
// rows after each of the epochs done. The first epoch is number 1.
int early_stopping_train(size_t n, size_t n_valid, size_t layers, const int32_t *network, real beta,
                         const real *x, const real *t, const real *x_valid, const real *t_valid,
                         real rate, size_t max_epochs, size_t patience, uint32_t seed, real *params,
                         double *losses, size_t *epochs, size_t *best_epoch)
{
    const size_t weights = mlp_count_weights(layers, network);
    real *now = malloc(weights * sizeof *now); /* (weights): those that learn */
    int status = OUT_OF_MEMORY;
    if (!now)
        goto done;
    memcpy(now, params, weights * sizeof *now);
    *epochs = 0;
    *best_epoch = 0; // none yet

    // Exercise 1. Train, note the validation loss, keep the best weights, and know when to stop.
    double lowest = 0;
    while (*epochs < max_epochs && (*best_epoch == 0 || *epochs < *best_epoch + patience)) {
        double loss;
        status = one_epoch(n, layers, network, beta, x, t, rate, seed, *epochs, now);
        if (status == OK)
            status = loss_on(n_valid, layers, network, beta, x_valid, t_valid, now, &loss);
        if (status != OK)
            goto done;

        losses[(*epochs)++] = loss;
        if (*best_epoch == 0 || loss < lowest) {
            lowest = loss;
            *best_epoch = *epochs;
            memcpy(params, now, weights * sizeof *params);
        }
    }
    // End of exercise 1.

done:
    free(now);
    return status;
}
