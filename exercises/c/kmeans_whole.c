/* k-means from beginning to end, in one file.
 *
 * Reads samples.dat and start.dat (k centroids); writes the centroids after each step to
 * step_1.dat, step_2.dat, ... and at the end the cluster of each sample to labels.dat.
 *
 *     gcc kmeans_whole.c -lm -o whole && ./whole
 */
#include <stdio.h>
#include <stdlib.h>

// Read a table of numbers below the line "# samples ROWS features COLUMNS classes 0".
static double *read_table(const char *name, int *rows, int *columns)
{
    FILE *file = fopen(name, "r");
    if (!file || fscanf(file, "# samples %d features %d classes 0", rows, columns) != 2)
        exit(1);
    double *table = malloc((size_t)*rows * (size_t)*columns * sizeof *table);
    for (int i = 0; i < *rows * *columns; i++)
        if (fscanf(file, "%lf", &table[i]) != 1)
            exit(1);
    fclose(file);
    return table;
}

// Write the centroids after a step to step_1.dat, step_2.dat, ...
static void write_step(int step, int k, int d, const double *centroids)
{
    char name[40];
    snprintf(name, sizeof name, "step_%d.dat", step);
    FILE *file = fopen(name, "w");
    fprintf(file, "# samples %d features %d classes 0\n", k, d);
    for (int i = 0; i < k * d; i++)
        fprintf(file, "%.16e%c", centroids[i], i % d == d - 1 ? '\n' : ' ');
    fclose(file);
}

int main(void)
{
    int n, d, k;
    double *x = read_table("samples.dat", &n, &d);
    double *centroids = read_table("start.dat", &k, &d);
    int *labels = calloc((size_t)n, sizeof *labels);

    // Exercise 1. Declare what the main loop needs.
    double *sums = malloc((size_t)(k * d) * sizeof *sums);
    int *counts = malloc((size_t)k * sizeof *counts);
    int changed = 1;
    // End of exercise 1.

    // Exercise 2. Assign and update until the centroids stay; write each step.
    for (int step = 1; changed; step++) {
        for (int i = 0; i < n; i++) {
            double smallest = 0;
            for (int c = 0; c < k; c++) {
                double distance = 0;
                for (int j = 0; j < d; j++) {
                    const double difference = x[i * d + j] - centroids[c * d + j];
                    distance += difference * difference;
                }
                if (c == 0 || distance < smallest) {
                    smallest = distance;
                    labels[i] = c;
                }
            }
        }

        for (int c = 0; c < k; c++) {
            counts[c] = 0;
            for (int j = 0; j < d; j++)
                sums[c * d + j] = 0;
        }
        for (int i = 0; i < n; i++) {
            counts[labels[i]]++;
            for (int j = 0; j < d; j++)
                sums[labels[i] * d + j] += x[i * d + j];
        }

        changed = 0;
        for (int c = 0; c < k; c++)
            for (int j = 0; j < d && counts[c] > 0; j++) {
                const double mean = sums[c * d + j] / counts[c];
                if (mean != centroids[c * d + j])
                    changed = 1;
                centroids[c * d + j] = mean;
            }
        write_step(step, k, d, centroids);
    }
    // End of exercise 2.

    FILE *file = fopen("labels.dat", "w");
    for (int i = 0; i < n; i++)
        fprintf(file, "%d\n", labels[i]);
    fclose(file);
    return 0;
}
