/* A perceptron with one neuron for each class, in one file.
 *
 * Reads data.dat, such as iris.dat: rows of features, then the class. Rows 2, 5, 8, ... are
 * kept for the test, all others are for training. Writes the weights after each epoch to
 * epoch_1.dat, epoch_2.dat, ..., the errors of each epoch to errors.dat, and at the end the
 * class that each test row is given to labels.dat.
 *
 *     gcc perceptron_whole.c -o whole && ./whole
 */
#include <stdio.h>
#include <stdlib.h>

// Read rows of d features and a label below the line "# samples N features D classes M".
static double *read_data(const char *name, int *n, int *d, int *m, int **label)
{
    FILE *file = fopen(name, "r");
    if (!file || fscanf(file, "# samples %d features %d classes %d", n, d, m) != 3)
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

// Write the weights after an epoch to epoch_1.dat, ...: a line an input, a column a neuron.
static void write_epoch(int epoch, int d, int m, const double *w)
{
    char name[40];
    snprintf(name, sizeof name, "epoch_%d.dat", epoch);
    FILE *file = fopen(name, "w");
    fprintf(file, "# samples %d features %d classes 0\n", d + 1, m);
    for (int j = 0; j < (d + 1) * m; j++)
        fprintf(file, "%.16e%c", w[j], j % m == m - 1 ? '\n' : ' ');
    fclose(file);
}

int main(void)
{
    const double rate = 0.05;
    const int max_epochs = 20;
    int n, d, m, *label;
    double *x = read_data("data.dat", &n, &d, &m, &label);    /* (n, d) */
    double *w = calloc((size_t)((d + 1) * m), sizeof *w);     /* (d + 1, m): the bias last */
    int *errors = calloc((size_t)max_epochs, sizeof *errors); /* of each epoch done */
    int *says = calloc((size_t)n, sizeof *says);              /* the class given to a test row */
    int epochs = 0;                                           /* done so far */

    // Exercise 1. Declare what the training needs.
    int missed = 1;
    // End of exercise 1.

    // Exercise 2. Train until an epoch has no error, or max_epochs are done; write each.
    for (; epochs < max_epochs && missed > 0; epochs++) {
        missed = 0;
        for (int i = 0; i < n; i++) {
            if (i % 3 == 2) // kept for the test
                continue;
            int right = 1;
            for (int o = 0; o < m; o++) {
                double h = -w[d * m + o];
                for (int j = 0; j < d; j++)
                    h += x[i * d + j] * w[j * m + o];
                const int wrong = (h > 0) - (label[i] == o);
                if (wrong != 0)
                    right = 0;
                for (int j = 0; j < d; j++)
                    w[j * m + o] -= rate * wrong * x[i * d + j];
                w[d * m + o] += rate * wrong;
            }
            missed += !right;
        }
        errors[epochs] = missed;
        write_epoch(epochs + 1, d, m, w);
    }
    // End of exercise 2.

    // Exercise 3. Give each test row the class of the neuron with the largest h.
    for (int i = 2; i < n; i += 3) {
        double largest = 0;
        for (int o = 0; o < m; o++) {
            double h = -w[d * m + o];
            for (int j = 0; j < d; j++)
                h += x[i * d + j] * w[j * m + o];
            if (o == 0 || h > largest) {
                largest = h;
                says[i] = o;
            }
        }
    }
    // End of exercise 3.

    FILE *file = fopen("errors.dat", "w");
    for (int epoch = 0; epoch < epochs; epoch++)
        fprintf(file, "%d\n", errors[epoch]);
    fclose(file);
    file = fopen("labels.dat", "w");
    for (int i = 2; i < n; i += 3)
        fprintf(file, "%d\n", says[i]);
    fclose(file);
    return 0;
}
