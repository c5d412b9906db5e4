/* The wine challenge: three sorts of wine, told apart by thirteen measurements, cheaply.
 *
 * A network learns from the rows that it is shown, and says the class of rows whose class it is
 * not told. Every row shown is a visit, and visits are few.
 */
#include <stdlib.h>
#include <string.h>

#include "mlp.h"
#include "support/normalize.h"
#include "support/random.h"
#include "support/rows.h"

enum { SEED = 42 };

// Exercise 1. Tune it: more hidden rows right, with no more visits than the budget.

// The settings.
static const int scaling = NORMALIZE_STANDARD;
static const int32_t inside = 8; // neurons of the layer inside
static const size_t batch = 4;   // rows a step
static const double reach = 0.5; // weights start in -reach ... reach
static const real rate = 0.5, momentum = 0.5;

// Learn from n rows, as often as the budget allows: params, and the visits that it took.
static int learn(size_t n, const int32_t *network, const real *x, const real *t, size_t budget,
                 real *params, size_t *visits)
{
    const size_t weights = mlp_count_weights(2, network);
    const double drop[2] = {0, 0};
    real *velocity = calloc(weights, sizeof *velocity); /* (weights) */
    int32_t *order = malloc(n * sizeof *order);         /* (n) */
    int status = velocity && order ? OK : OUT_OF_MEMORY;
    for (size_t i = 0; i < weights; i++)
        params[i] = (real)random_symmetric(reach, SEED, FOR_WEIGHTS, 0, (uint32_t)i);

    *visits = 0;
    for (uint32_t epoch = 0; status == OK && *visits + n <= budget; epoch++) {
        double loss;
        random_shuffle(n, n, SEED, FOR_VISITING_ORDER, epoch, order);
        status = mlp_train_epoch(n, 2, n, network, drop, 1, QUADRATIC, batch, x, t, order, rate,
                                 momentum, SEED, 0, params, velocity, &loss);
        *visits += n;
    }
    free(order);
    free(velocity);
    return status;
}

// Say the class of each hidden row: the one with the largest output.
static int answer(size_t n, const int32_t *network, const real *x, const real *params,
                  int32_t *says)
{
    const size_t m = (size_t)network[4];
    real *outputs = malloc(n * m * sizeof *outputs); /* (n, m) */
    const int status = outputs ? mlp_predict(n, 2, network, 1, x, params, outputs) : OUT_OF_MEMORY;
    for (size_t i = 0; i < n && status == OK; i++) {
        says[i] = 0;
        for (size_t o = 1; o < m; o++)
            if (outputs[i * m + o] > outputs[i * m + (size_t)says[i]])
                says[i] = (int32_t)o;
    }
    free(outputs);
    return status;
}

// Learn from the rows x (n, d) with their labels, then say the class of the hidden rows.
// says (n_hidden). visits: how many rows were shown, each as often as it was.
int wine_challenge_classify(size_t n, size_t d, size_t classes, const real *x,
                            const int32_t *labels, size_t n_hidden, const real *hidden,
                            size_t budget, int32_t *says, size_t *visits)
{
    const int32_t network[] = {(int32_t)d, inside, SIGMOID, inside, (int32_t)classes, SIGMOID};
    const size_t weights = mlp_count_weights(2, network);
    double *m = malloc(2 * d * sizeof *m), *s = m + d; /* (d) each */
    real *own = malloc(((n + n_hidden) * d + n * classes + weights) * sizeof *own);
    int status = OUT_OF_MEMORY;
    if (m && own) {
        real *rows = own + n * d;       /* (n_hidden, d) */
        real *t = rows + n_hidden * d;  /* (n, classes) */
        real *params = t + n * classes; /* (weights) */
        memcpy(own, x, n * d * sizeof *own);
        memcpy(rows, hidden, n_hidden * d * sizeof *rows);
        normalize_fit(scaling, n, d, x, m, s);
        normalize_apply(n, d, m, s, own);
        normalize_apply(n_hidden, d, m, s, rows);
        rows_one_hot(n, classes, labels, t);
        status = learn(n, network, own, t, budget, params, visits);
        if (status == OK)
            status = answer(n_hidden, network, rows, params, says);
    }
    free(own);
    free(m);
    return status;
}
// End of exercise 1.
