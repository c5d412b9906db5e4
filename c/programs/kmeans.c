/* The k-means program: read the samples, run k-means from one or more starts,
 * print and write the best. docs/programs.md says what comes out. */
#include "kmeans.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/data.h"
#include "support/files.h"
#include "support/options.h"
#include "support/program.h"
#include "support/text.h"
#include "support/threads.h"

static const char program[] = "kmeans";

enum {
    DEFAULT_CLUSTERS = 4,
    SHOWN_STEPS = 20, /* more, and only the first 10 and the last 5 are printed */
    FIRST_STEPS = 10,
    LAST_STEPS = 5,
    SHOWN_CLUSTERS = 20,
    SHOWN_FEATURES = 6,
    DRAWN_DIMENSIONS = 3
};

static struct option table[] = {
    {"DATA", NULL, NULL, "a .dat file, or a folder with x.npy (default data/kmeans_2d.dat)", NULL},
    {"-k", "K", NULL, "number of clusters (default 4, or as many as --init FILE has)", NULL},
    {"--init", "START", "kmeans++", "random, kmeans++ or a FILE of centroids", NULL},
    {"--tol", "TOL", "1e-3", "stop when a step's movement is at most TOL", NULL},
    {"--max-iter", "N", "100", "stop after N steps", NULL},
    {"--restarts", "N", "1", "run N times from different starts, keep the smallest inertia", NULL},
    {"--seed", "N", "42", "seed of the random numbers", NULL},
    {"--threads", "N", "0", "number of threads, 0 for all there are", NULL},
    {"--device", "WHERE", NULL, "host or gpu (default host; gpu if built for one)", NULL},
    {"--out", "FOLDER", "out/kmeans", "where the results go", NULL},
    {"--resume", NULL, NULL, "start from the centroids already in the output folder", NULL},
    {"--quiet", NULL, NULL, "print errors only", NULL},
    {"--help", NULL, NULL, "print this text", NULL},
    {"--version", NULL, NULL, "print the version", NULL},
};

// What one run of Lloyd's algorithm gives.
struct result {
    size_t restart, n_iter;
    real *centroids; /* (k, d) */
    int32_t *labels; /* (n) */
    double *history; /* (max_iter + 1, 2): movement and inertia */
};

struct run {
    char *path, *init; /* of the samples, and of the start or its name */
    const char *out;
    size_t k, max_iter, restarts; /* k is 0 until it is known */
    double tol;
    uint32_t seed;
    bool from_file; /* init is a file of centroids */
    struct data data;
    struct data start; /* the centroids of that file */
    struct result best;
    double seconds;
};

static struct run read_options(const struct options *options, const char *command)
{
    struct run run = {.k = 0};
    if (options_given(options, "-k"))
        run.k = (size_t)options_integer(options, "-k", 1, INT32_MAX);
    run.tol = options_number(options, "--tol", 0);
    run.max_iter = (size_t)options_integer(options, "--max-iter", 1, 1000000);
    run.restarts = (size_t)options_integer(options, "--restarts", 1, 1000000);
    run.seed = (uint32_t)options_integer(options, "--seed", 0, UINT32_MAX);
    const int threads = (int)options_integer(options, "--threads", 0, 1024);
    if (threads > 0)
        threads_set(threads);
    options_device(options);
    run.out = options_text(options, "--out");
    run.init = options_given(options, "--resume")
                   ? files_join(program, run.out, "centroids.dat")
                   : program_copy(program, options_text(options, "--init"));
    run.from_file = strcmp(run.init, "random") != 0 && strcmp(run.init, "kmeans++") != 0;
    if (options_given(options, "--quiet"))
        program_quiet(program);
    run.path = options_given(options, "DATA") ? program_copy(program, options_text(options, "DATA"))
                                              : data_find(program, command, "kmeans_2d.dat");
    return run;
}

// Read the samples and, if they are in a file, the centroids to start from.
static void read_input(struct run *run)
{
    run->data = data_read(program, run->path);
    const size_t n = run->data.n, d = run->data.d;

    if (run->from_file) {
        run->start = data_read(program, run->init);
        const size_t k = run->k > 0 ? run->k : run->start.n;
        if (run->start.n != k || run->start.d != d)
            program_fail(program, BAD_INPUT,
                         "%s: expected %zu centroids of %zu features, found %zu of %zu", run->init,
                         k, d, run->start.n, run->start.d);
        run->k = k;
    }
    if (run->k == 0)
        run->k = DEFAULT_CLUSTERS;
    if (run->k > n)
        program_fail(program, BAD_INPUT,
                     "-k: expected at most %zu clusters for %zu samples, found %zu", n, n, run->k);
}

static void print_head(const struct run *run)
{
    program_banner(program);
    printf("%s: %s, %s\n", run->path, text_counted(run->data.n, "sample").bytes,
           text_counted(run->data.d, "feature").bytes);
    printf("%s, start: %s", text_counted(run->k, "cluster").bytes, run->init);
    if (!run->from_file)
        printf(", seed %u", (unsigned)run->seed);
    printf("\n\n");
    fflush(stdout);
}

static void choose_start(const struct run *run, size_t restart, real *centroids)
{
    const struct data *data = &run->data;
    const uint32_t major = (uint32_t)restart;
    if (run->from_file)
        memcpy(centroids, run->start.x, run->k * data->d * sizeof *centroids);
    else if (strcmp(run->init, "random") == 0)
        program_check(
            program, "init_random",
            kmeans_init_random(data->n, data->d, run->k, data->x, run->seed, major, centroids));
    else
        program_check(
            program, "init_plusplus",
            kmeans_init_plusplus(data->n, data->d, run->k, data->x, run->seed, major, centroids));
}

// Samples far apart have distances, or sums of them, beyond the largest number.
static void check_history(const struct run *run, const struct result *result)
{
    if (isnan(result->history[1]))
        program_check(program, "squared_distance", NOT_IMPLEMENTED);
    for (size_t step = 0; step <= result->n_iter; step++)
        if (!isfinite(result->history[2 * step]) || !isfinite(result->history[2 * step + 1]))
            program_fail(program, FAILED, "%s: the distances are too large for %s", run->path,
                         program_precision());
}

static double inertia(const struct result *result)
{
    return result->history[2 * result->n_iter + 1];
}

static struct result new_result(const struct run *run)
{
    struct result result = {.restart = 0};
    result.centroids = program_allocate(program, run->k * run->data.d, sizeof *result.centroids);
    result.labels = program_allocate(program, run->data.n, sizeof *result.labels);
    result.history = program_allocate(program, 2 * (run->max_iter + 1), sizeof *result.history);
    return result;
}

static void free_result(struct result *result)
{
    free(result->centroids);
    free(result->labels);
    free(result->history);
}

static void run_once(const struct run *run, size_t restart, struct result *result)
{
    const struct data *data = &run->data;
    choose_start(run, restart, result->centroids);
    const int status =
        kmeans_lloyd(data->n, data->d, run->k, data->x, run->max_iter, run->tol, result->centroids,
                     result->labels, result->history, &result->n_iter);
    program_check(program, "lloyd", status);
    check_history(run, result);
    result->restart = restart;
}

// Keep the restart with the smallest inertia, the first on a tie.
static void run_restarts(struct run *run)
{
    const double begin = program_clock();
    run->best = new_result(run);
    struct result other = new_result(run);
    if (run->restarts > 1)
        printf("%7s  %5s  %14s\n", "restart", "steps", "inertia");

    for (size_t restart = 0; restart < run->restarts; restart++) {
        run_once(run, restart, &other);
        if (run->restarts > 1) {
            printf("%7zu  %5zu  %14s\n", restart, other.n_iter, text_screen(inertia(&other)).bytes);
            fflush(stdout);
        }
        if (restart == 0 || inertia(&other) < inertia(&run->best)) {
            const struct result better = other;
            other = run->best;
            run->best = better;
        }
    }

    if (run->restarts > 1)
        printf("best: restart %zu\n\n", run->best.restart);
    free_result(&other);
    run->seconds = program_clock() - begin;
}

static bool converged(const struct run *run)
{
    return run->best.history[2 * run->best.n_iter] <= run->tol;
}

static void print_steps(const struct run *run)
{
    const size_t n_iter = run->best.n_iter;
    printf("%7s  %14s  %14s\n", "step", "movement", "inertia");
    for (size_t step = 0; step <= n_iter; step++) {
        if (n_iter > SHOWN_STEPS && step == FIRST_STEPS) {
            printf("%7s\n", "...");
            step = n_iter + 1 - LAST_STEPS;
        }
        const double *row = run->best.history + 2 * step;
        printf("%7zu  %14s  %14s\n", step, step > 0 ? text_screen(row[0]).bytes : "-",
               text_screen(row[1]).bytes);
    }
    printf("%s in %s: the last movement is %s %s\n\n",
           converged(run) ? "converged" : "not converged", text_counted(n_iter, "step").bytes,
           converged(run) ? "at most" : "above", text_screen(run->tol).bytes);
}

static void print_clusters(const struct run *run)
{
    const size_t n = run->data.n, d = run->data.d, k = run->k;
    size_t *counts = program_allocate(program, k, sizeof *counts); /* (k) */
    for (size_t c = 0; c < k; c++)
        counts[c] = 0;
    for (size_t i = 0; i < n; i++)
        counts[run->best.labels[i]]++;

    printf("%7s  %7s  %s\n", "cluster", "samples", "centroid");
    for (size_t c = 0; c < k && c < SHOWN_CLUSTERS; c++) {
        printf("%7zu  %7zu", c, counts[c]);
        for (size_t j = 0; j < d && j < SHOWN_FEATURES; j++)
            printf("  %s", text_screen(run->best.centroids[c * d + j]).bytes);
        printf("%s\n", d > SHOWN_FEATURES ? "  ..." : "");
    }
    if (k > SHOWN_CLUSTERS)
        printf("%7s\n", "...");
    free(counts);
}

static void write_labels(const struct run *run)
{
    struct writer writer = files_begin(program, run->out, "labels.dat");
    for (size_t i = 0; i < run->data.n; i++)
        fprintf(writer.file, "%d\n", (int)run->best.labels[i]);
    files_end(&writer);
}

static void write_history(const struct run *run)
{
    struct writer writer = files_begin(program, run->out, "history.csv");
    fprintf(writer.file, "step,movement,inertia\n");
    for (size_t step = 0; step <= run->best.n_iter; step++) {
        const double *row = run->best.history + 2 * step;
        fprintf(writer.file, "%zu,%s,%s\n", step, text_file(row[0]).bytes, text_file(row[1]).bytes);
    }
    files_end(&writer);
}

static void write_run(const struct run *run)
{
    struct writer writer = files_begin(program, run->out, "run.txt");
    fprintf(writer.file, "program %s\ndata %s\nclusters %zu\ninit %s\nseed %u\n", program,
            run->path, run->k, run->init, (unsigned)run->seed);
    fprintf(writer.file, "steps %zu\nconverged %s\ninertia %s\n", run->best.n_iter,
            converged(run) ? "yes" : "no", text_file(inertia(&run->best)).bytes);
    files_end(&writer);
}

// The best run once more, step by step: the centroids after 0 ... n_iter steps.
static void replay(const struct run *run, real *path)
{
    const struct data *data = &run->data;
    const size_t n = data->n, d = data->d, k = run->k;
    int32_t *labels = program_allocate(program, n, sizeof *labels);    /* (n) */
    real *distances = program_allocate(program, n, sizeof *distances); /* (n) */

    choose_start(run, run->best.restart, path);
    for (size_t step = 1; step <= run->best.n_iter; step++) {
        real *centroids = path + step * k * d;
        double movement;
        memcpy(centroids, centroids - k * d, k * d * sizeof *centroids);
        program_check(program, "assign",
                      kmeans_assign(n, d, k, data->x, centroids, labels, distances));
        program_check(program, "update",
                      kmeans_update(n, d, k, data->x, labels, centroids, &movement));
    }
    free(distances);
    free(labels);
}

static bool has_path(const struct run *run)
{
    return run->data.d <= DRAWN_DIMENSIONS && run->k <= INT32_MAX / (run->best.n_iter + 1);
}

static void write_path(const struct run *run)
{
    const size_t d = run->data.d, k = run->k;
    struct data path = {.n = (run->best.n_iter + 1) * k, .d = d, .classes = k};
    path.x = program_allocate(program, path.n * d, sizeof *path.x);
    path.labels = program_allocate(program, path.n, sizeof *path.labels);
    for (size_t i = 0; i < path.n; i++)
        path.labels[i] = (int32_t)(i % k);
    replay(run, path.x);
    data_write(program, run->out, "path.dat", &path);
    data_free(&path);
}

static void write_results(const struct run *run)
{
    const struct data centroids = {.n = run->k, .d = run->data.d, .x = run->best.centroids};
    data_write(program, run->out, "centroids.dat", &centroids);
    write_labels(run);
    write_history(run);
    write_run(run);
    if (has_path(run))
        write_path(run);
    else
        files_remove(program, run->out, "path.dat");
}

static void print_end(const struct run *run)
{
    printf("inertia %s\n", text_screen(inertia(&run->best)).bytes);
    printf("time %s s\n", text_fixed(run->seconds, 2).bytes);
    printf("wrote %s\n", run->out);
    if (has_path(run))
        program_view_hint(program, run->out);
}

int main(int argc, char **argv)
{
    struct options options = {
        .program = program,
        .summary = "k-means clustering: k centroids, each the mean of the samples nearest to it.",
        .table = table,
        .count = sizeof table / sizeof *table,
        .width = 16,
        .ending = "The output folder gets centroids.dat, labels.dat, history.csv, run.txt and, in "
                  "1, 2 or\n3 dimensions, path.dat with the centroids after every step. See them: "
                  "make view_kmeans",
    };
    options_parse(&options, argc, argv);
    struct run run = read_options(&options, argv[0]);
    read_input(&run);

    print_head(&run);
    files_make_folder(program, run.out);
    run_restarts(&run);
    print_steps(&run);
    print_clusters(&run);
    write_results(&run);
    print_end(&run);

    free_result(&run.best);
    data_free(&run.start);
    data_free(&run.data);
    free(run.init);
    free(run.path);
    return 0;
}
