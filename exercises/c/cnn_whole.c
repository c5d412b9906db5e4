/* A convolutional network for small square pictures, in one file.
 *
 * Filters of 3 x 3 pixels, rectifier, the largest of each block of 2 x 2, one neuron for each
 * class, softmax. Reads data.dat: rows of side x side pixels, then the class; filters.dat: a
 * row for each filter, its 9 weights and its bias; dense.dat: a row for each pooled pixel, the
 * bias node's last, a column for each class. Writes the filters after each epoch to
 * epoch_1.dat, epoch_2.dat, ..., and at the end the class that each picture is given to
 * labels.dat.
 *
 *     gcc cnn_whole.c -o whole -lm && ./whole
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// Read rows of numbers below the line "# samples N features D classes M", labels if M > 0.
static double *read_table(const char *name, int *n, int *d, int *m, int **label)
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
        if (*m > 0 && fscanf(file, "%d", &(*label)[i]) != 1)
            exit(1);
    }
    fclose(file);
    return x;
}

// Write the filters after an epoch to epoch_1.dat, epoch_2.dat, ...
static void write_epoch(int epoch, int filters, const double *w)
{
    char name[40];
    snprintf(name, sizeof name, "epoch_%d.dat", epoch);
    FILE *file = fopen(name, "w");
    fprintf(file, "# samples %d features 10 classes 0\n", filters);
    for (int j = 0; j < filters * 10; j++)
        fprintf(file, "%.16e%c", w[j], j % 10 == 9 ? '\n' : ' ');
    fclose(file);
}

// From a picture to the share of each class. The map of a filter is size x size, size = side - 2,
// pooled to half x half, half = size / 2.
static void forward(int side, int filters, int m, const double *x_i, /* (side, side) */
                    const double *w,                                 /* (filters, 10) */
                    const double *v,                                 /* (inputs + 1, m) */
                    double *a,     /* (filters, size, size): rectified */
                    double *pool,  /* inputs = filters half half: pooled */
                    int *place,    /* (inputs): where in a the largest of each block is */
                    double *share) /* (m) */
{
    const int size = side - 2, half = size / 2, inputs = filters * half * half;
    // Exercise 1. Fill a, pool, place and share.
    for (int f = 0; f < filters; f++)
        for (int y = 0; y < size; y++)
            for (int z = 0; z < size; z++) {
                double h = -w[f * 10 + 9];
                for (int j = 0; j < 9; j++)
                    h += x_i[(y + j / 3) * side + z + j % 3] * w[f * 10 + j];
                a[(f * size + y) * size + z] = h > 0 ? h : 0;
            }
    for (int k = 0; k < inputs; k++) {
        const int f = k / half / half, y = k / half % half, z = k % half;
        place[k] = (f * size + 2 * y) * size + 2 * z;
        const int corner = place[k];
        for (int j = 1; j < 4; j++)
            if (a[corner + j / 2 * size + j % 2] > a[place[k]])
                place[k] = corner + j / 2 * size + j % 2;
        pool[k] = a[place[k]];
    }
    double total = 0;
    for (int o = 0; o < m; o++) {
        double h = -v[inputs * m + o];
        for (int k = 0; k < inputs; k++)
            h += pool[k] * v[k * m + o];
        share[o] = exp(h);
        total += share[o];
    }
    for (int o = 0; o < m; o++)
        share[o] /= total;
    // End of exercise 1.
}

int main(void)
{
    const double rate = 0.05;
    const int epochs = 10;
    int n, pixels, m, filters, nodes, columns, none, *label, *unused;
    double *x = read_table("data.dat", &n, &pixels, &m, &label);               /* (n, pixels) */
    double *w = read_table("filters.dat", &filters, &columns, &none, &unused); /* (filters, 10) */
    double *v = read_table("dense.dat", &nodes, &columns, &none, &unused);     /* (nodes, m) */
    const int side = (int)lround(sqrt(pixels)), size = side - 2, inputs = nodes - 1;
    int *says = calloc((size_t)n, sizeof *says); /* the class given to a picture */

    // Exercise 2. Declare what the training needs.
    double *a = malloc((size_t)(filters * size * size) * sizeof *a);
    double *pool = malloc((size_t)inputs * sizeof *pool);
    int *place = malloc((size_t)inputs * sizeof *place);
    double *share = malloc((size_t)m * sizeof *share);
    // End of exercise 2.

    // Exercise 3. Train for all epochs, picture after picture; write each epoch.
    for (int epoch = 1; epoch <= epochs; epoch++) {
        for (int i = 0; i < n; i++) {
            const double *x_i = x + i * pixels;
            forward(side, filters, m, x_i, w, v, a, pool, place, share);
            share[label[i]] -= 1; // now the errors dh
            for (int k = 0; k < inputs; k++) {
                double error = 0;
                for (int o = 0; o < m; o++)
                    error += share[o] * v[k * m + o];
                for (int o = 0; o < m; o++)
                    v[k * m + o] -= rate * share[o] * pool[k];
                if (pool[k] <= 0)
                    continue;
                const int f = place[k] / size / size;
                const int y = place[k] / size % size, z = place[k] % size;
                for (int j = 0; j < 9; j++)
                    w[f * 10 + j] -= rate * error * x_i[(y + j / 3) * side + z + j % 3];
                w[f * 10 + 9] += rate * error;
            }
            for (int o = 0; o < m; o++)
                v[inputs * m + o] += rate * share[o];
        }
        write_epoch(epoch, filters, w);
    }
    // End of exercise 3.

    // Exercise 4. Give each picture the class with the largest share.
    for (int i = 0; i < n; i++) {
        forward(side, filters, m, x + i * pixels, w, v, a, pool, place, share);
        for (int o = 1; o < m; o++)
            if (share[o] > share[says[i]])
                says[i] = o;
    }
    // End of exercise 4.

    FILE *file = fopen("labels.dat", "w");
    for (int i = 0; i < n; i++)
        fprintf(file, "%d\n", says[i]);
    fclose(file);
    return 0;
}
