/* A network as a sentence, "I-8.8, C-6.3, P-2, D-10": docs/training.md has its grammar. */
#ifndef TRIPTYCH_NETWORK_H
#define TRIPTYCH_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "filters.h"
#include "support/real.h"

struct layer {
    int32_t row[LAYER_ENTRIES]; /* as in filters.h; its activation is not said here */
    size_t d_in, d_out;
    size_t seen;   /* numbers that a neuron or a filter sees at a place */
    size_t served; /* numbers that one of them is seen by: for the width of the start */
    size_t units;  /* neurons or filters with seen weights and a bias each; 0: a pool */
    double drop;   /* the probability that dropout silences a neuron */
};

struct network {
    char *sentence; /* its entries as typed, joined by ", " */
    size_t inputs, outputs;
    size_t layers;
    struct layer *layer; /* (layers) */
    size_t weights;      /* of all layers: (seen + 1) * units each */
    size_t neurons;      /* of all layers, each pixel of a map counted */
};

/* Where the weights start: INIT_UNIFORM, or as wide as the layer's size asks for. */
enum init { INIT_UNIFORM = 0, INIT_XAVIER = 1, INIT_HE = 2 };

/* May a network of that program have filters and pools? */
bool network_sees_images(const char *program);

/* Read a sentence; one that is none ends the program with exit code 2. where: the
 * option or the FILE:LINE that it stands in. */
struct network network_parse(const char *program, const char *where, const char *sentence);

/* The sentence of a network with so many inputs and these units in its layers. */
struct network network_make(const char *program, const char *where, size_t inputs, size_t layers,
                            const size_t *units);

/* Draw the starting weights: params (weights). */
void network_start(const struct network *network, enum init init, uint32_t seed, real *params);

void network_free(struct network *network);

#endif
