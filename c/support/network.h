/* A network as a sentence, "I-4, D-4_d0.2, D-3": docs/training.md has its grammar. */
#ifndef TRIPTYCH_NETWORK_H
#define TRIPTYCH_NETWORK_H

#include <stddef.h>
#include <stdint.h>

#include "support/real.h"

struct layer {
    size_t d_in, d_out;
    double drop; /* the probability that dropout silences a neuron */
};

struct network {
    char *sentence; /* its entries as typed, joined by ", " */
    size_t inputs, outputs;
    size_t layers;
    struct layer *layer; /* (layers) */
    size_t weights;      /* of all layers: (d_in + 1) * d_out each */
};

/* Where the weights start: INIT_UNIFORM, or as wide as the layer's size asks for. */
enum init { INIT_UNIFORM = 0, INIT_XAVIER = 1, INIT_HE = 2 };

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
