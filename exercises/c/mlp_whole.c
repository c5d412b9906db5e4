/* A network with a layer inside, taught by back-propagation, in one file.
 *
 * Reads data.dat, such as iris.dat: rows of features, then the class. Rows 2, 5, 8, ... are
 * kept for the test, all others are for training. Reads the first weights of the neurons
 * inside from hidden.dat, those of the outputs from output.dat: a line an input, a column a
 * neuron, the bias last. Writes both after each epoch to hidden_1.dat, output_1.dat,
 * hidden_2.dat, ..., the errors of each epoch to errors.dat, and at the end the class that
 * each test row is given to labels.dat.
 *
 *     gcc mlp_whole.c -lm -o whole && ./whole
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// Read rows of d features and a label below the line "# samples N features D classes M".
static double *read_data(const char *name, int *n, int *d, int **label)
{
    int classes;
    FILE *file = fopen(name, "r");
    if (!file || fscanf(file, "# samples %d features %d classes %d", n, d, &classes) != 3)
        exit(1);
    double *x = malloc((size_t)*n * (size_t)*d * sizeof *x);
    *label = malloc((size_t)*n * sizeof **label);
    for (int i = 0; i < *n; i++) {
        for (int j = 0; j < *d; j++)
            if (fscanf(file, "%lf", &x[i * *d + j]) != 1)
                exit(1);
        if (fscanf(file, "%d", &(*label)[i]) != 1)
            exit(1);
    }
    fclose(file);
    return x;
}

// Read a table of numbers below the line "# samples ROWS features COLUMNS classes 0".
static double *read_table(const char *name, int *columns)
{
    int rows;
    FILE *file = fopen(name, "r");
    if (!file || fscanf(file, "# samples %d features %d classes 0", &rows, columns) != 2)
        exit(1);
    double *table = malloc((size_t)rows * (size_t)*columns * sizeof *table);
    for (int i = 0; i < rows * *columns; i++)
        if (fscanf(file, "%lf", &table[i]) != 1)
            exit(1);
    fclose(file);
    return table;
}

// Write the weights of a layer after an epoch, such as hidden_1.dat.
static void write_layer(const char *layer, int epoch, int d, int m, const double *w)
{
    char name[40];
    snprintf(name, sizeof name, "%s_%d.dat", layer, epoch);
    FILE *file = fopen(name, "w");
    fprintf(file, "# samples %d features %d classes 0\n", d + 1, m);
    for (int j = 0; j < (d + 1) * m; j++)
        fprintf(file, "%.16e%c", w[j], j % m == m - 1 ? '\n' : ' ');
    fclose(file);
}

// Write whole numbers, one a line.
static void write_numbers(const char *name, int first, int end, int step, const int *numbers)
{
    FILE *file = fopen(name, "w");
    for (int i = first; i < end; i += step)
        fprintf(file, "%d\n", numbers[i]);
    fclose(file);
}

// What m neurons with weights w (d + 1, m) say to the inputs x_i (d): a (m).
static void fire(int d, int m, const double *x_i, const double *w, double *a)
{
    // Exercise 1. Weigh the inputs of each neuron, then squash the sum: 1 / (1 + exp(-h)).
    for (int o = 0; o < m; o++) {
        double h = -w[d * m + o];
        for (int j = 0; j < d; j++)
            h += x_i[j] * w[j * m + o];
        a[o] = 1 / (1 + exp(-h));
    }
    // End of exercise 1.
}

// The number of the largest value, the lowest on a tie.
static int largest(int m, const double *a)
{
    int winner = 0;
    for (int o = 1; o < m; o++)
        if (a[o] > a[winner])
            winner = o;
    return winner;
}

int main(void)
{
    const double rate = 0.5;
    const int max_epochs = 20;
    int n, d, q, m, *label;
    double *x = read_data("data.dat", &n, &d, &label);        /* (n, d) */
    double *w1 = read_table("hidden.dat", &q);                /* (d + 1, q): the bias last */
    double *w2 = read_table("output.dat", &m);                /* (q + 1, m) */
    int *errors = calloc((size_t)max_epochs, sizeof *errors); /* of each epoch done */
    int *says = calloc((size_t)n, sizeof *says);              /* the class given to a test row */
    int epochs = 0;                                           /* done so far */

    // Exercise 2. Declare what the training needs.
    double *a1 = malloc((size_t)q * sizeof *a1), *dh1 = malloc((size_t)q * sizeof *dh1);
    double *a2 = malloc((size_t)m * sizeof *a2), *dh2 = malloc((size_t)m * sizeof *dh2);
    int missed = 1;
    // End of exercise 2.

    // Exercise 3. Train until an epoch has no error, or max_epochs are done; write each.
    for (; epochs < max_epochs && missed > 0; epochs++) {
        missed = 0;
        for (int i = 0; i < n; i++) {
            if (i % 3 == 2) // kept for the test
                continue;
            const double *x_i = x + i * d;
            fire(d, q, x_i, w1, a1);
            fire(q, m, a1, w2, a2);
            missed += largest(m, a2) != label[i];

            for (int o = 0; o < m; o++)
                dh2[o] = (a2[o] - (label[i] == o)) * a2[o] * (1 - a2[o]);
            for (int j = 0; j < q; j++) {
                double back = 0;
                for (int o = 0; o < m; o++)
                    back += dh2[o] * w2[j * m + o];
                dh1[j] = back * a1[j] * (1 - a1[j]);
            }

            for (int j = 0; j <= q; j++)
                for (int o = 0; o < m; o++)
                    w2[j * m + o] -= rate * dh2[o] * (j < q ? a1[j] : -1);
            for (int j = 0; j <= d; j++)
                for (int o = 0; o < q; o++)
                    w1[j * q + o] -= rate * dh1[o] * (j < d ? x_i[j] : -1);
        }
        errors[epochs] = missed;
        write_layer("hidden", epochs + 1, d, q, w1);
        write_layer("output", epochs + 1, q, m, w2);
    }
    // End of exercise 3.

    // Exercise 4. Give each test row the class of the largest output.
    for (int i = 2; i < n; i += 3) {
        fire(d, q, x + i * d, w1, a1);
        fire(q, m, a1, w2, a2);
        says[i] = largest(m, a2);
    }
    // End of exercise 4.

    write_numbers("errors.dat", 0, epochs, 1, errors);
    write_numbers("labels.dat", 2, n, 3, says);
    return 0;
}
