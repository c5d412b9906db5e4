/* A logic gate, learnt by one neuron, in one file.
 *
 * Reads gate.dat (rows of inputs, then what the gate says, 0 or 1) and start.dat (the first
 * weights, the bias last); writes the weights after each epoch to epoch_1.dat, epoch_2.dat,
 * ... and at the end what the neuron says to each row to labels.dat.
 *
 *     gcc gates_whole.c -o whole && ./whole
 */
#include <stdio.h>
#include <stdlib.h>

// Read a table of numbers below "# samples ROWS features D classes C"; labels are a column too.
static double *read_table(const char *name, int *rows, int *columns)
{
    int classes;
    FILE *file = fopen(name, "r");
    if (!file || fscanf(file, "# samples %d features %d classes %d", rows, columns, &classes) != 3)
        exit(1);
    *columns += classes > 0;
    double *table = malloc((size_t)*rows * (size_t)*columns * sizeof *table);
    for (int i = 0; i < *rows * *columns; i++)
        if (fscanf(file, "%lf", &table[i]) != 1)
            exit(1);
    fclose(file);
    return table;
}

// Write the weights after an epoch to epoch_1.dat, epoch_2.dat, ...
static void write_epoch(int epoch, int d, const double *w)
{
    char name[40];
    snprintf(name, sizeof name, "epoch_%d.dat", epoch);
    FILE *file = fopen(name, "w");
    fprintf(file, "# samples %d features 1 classes 0\n", d + 1);
    for (int j = 0; j <= d; j++)
        fprintf(file, "%.16e\n", w[j]);
    fclose(file);
}

int main(void)
{
    const double rate = 0.1;
    int n, columns, weights, one;
    double *gate = read_table("gate.dat", &n, &columns); /* (n, d + 1): inputs, wanted */
    double *w = read_table("start.dat", &weights, &one); /* (d + 1): the bias last */
    int *says = calloc((size_t)n, sizeof *says);
    const int d = weights - 1;

    // Exercise 1. Declare what the main loop needs.
    int errors = 1;
    // End of exercise 1.

    // Exercise 2. Go through the rows and correct mistakes, until an epoch has none.
    for (int epoch = 1; errors > 0; epoch++) {
        errors = 0;
        for (int i = 0; i < n; i++) {
            const double *row = gate + i * (d + 1);
            double h = -w[d];
            for (int j = 0; j < d; j++)
                h += row[j] * w[j];
            says[i] = h > 0;

            const double wrong = says[i] - row[d];
            if (wrong != 0) {
                for (int j = 0; j < d; j++)
                    w[j] -= rate * wrong * row[j];
                w[d] += rate * wrong;
                errors++;
            }
        }
        write_epoch(epoch, d, w);
    }
    // End of exercise 2.

    FILE *file = fopen("labels.dat", "w");
    for (int i = 0; i < n; i++)
        fprintf(file, "%d\n", says[i]);
    fclose(file);
    return 0;
}
