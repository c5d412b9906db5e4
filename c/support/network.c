#include "support/network.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/program.h"
#include "support/random.h"
#include "support/text.h"

enum { ENTRY_BYTES = 32 }; /* room for ", D-2147483647" */

// One entry of the sentence, between two commas.
struct entry {
    const char *text;
    size_t length;
    const char *next; /* behind its comma; NULL: it is the last */
};

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static struct entry read_entry(const char *at)
{
    const size_t length = strcspn(at, ",");
    struct entry entry = {at, length, at[length] == ',' ? at + length + 1 : NULL};
    while (entry.length > 0 && is_blank(*entry.text)) {
        entry.text++;
        entry.length--;
    }
    while (entry.length > 0 && is_blank(entry.text[entry.length - 1]))
        entry.length--;
    return entry;
}

// I-W, I-W.H or I-W.H.C: 0 if it is something else, else W H C.
static size_t read_inputs(struct entry entry)
{
    if (entry.length < 2 || memcmp(entry.text, "I-", 2) != 0)
        return 0;
    const char *at = entry.text + 2, *end = entry.text + entry.length;
    size_t inputs = 1;
    for (int axis = 0; axis < 3; axis++) {
        const char *dot = memchr(at, '.', (size_t)(end - at));
        int64_t size;
        if (!text_count(at, (size_t)((dot ? dot : end) - at), 1, INT32_MAX, &size))
            return 0;
        inputs = inputs > INT32_MAX ? inputs : inputs * (size_t)size;
        if (!dot)
            return inputs;
        at = dot + 1;
    }
    return 0;
}

// D-UNITS or D-UNITS_dP: false if it is something else.
static bool read_dense(struct entry entry, struct layer *layer)
{
    if (entry.length < 2 || memcmp(entry.text, "D-", 2) != 0)
        return false;
    const char *at = entry.text + 2, *end = entry.text + entry.length;
    const char *mark = memchr(at, '_', (size_t)(end - at));
    int64_t units;
    if (!text_count(at, (size_t)((mark ? mark : end) - at), 1, INT32_MAX, &units))
        return false;
    layer->d_out = (size_t)units;
    layer->drop = 0;
    if (!mark)
        return true;
    return end - mark > 2 && mark[1] == 'd' &&
           text_number(mark + 2, (size_t)(end - mark - 2), &layer->drop) && layer->drop >= 0 &&
           layer->drop < 1;
}

static _Noreturn void fail(const char *program, const char *where, const char *expected,
                           struct entry found)
{
    program_fail(program, BAD_INPUT, "%s: expected %s, found \"%s\"", where, expected,
                 text_shown(found.text, found.length).bytes);
}

static void append_entry(struct network *network, struct entry entry)
{
    char *end = network->sentence + strlen(network->sentence);
    if (end > network->sentence) {
        memcpy(end, ", ", 2);
        end += 2;
    }
    memcpy(end, entry.text, entry.length);
    end[entry.length] = '\0';
}

static size_t count_entries(const char *sentence)
{
    size_t entries = 1;
    for (const char *at = sentence; *at; at++)
        entries += *at == ',';
    return entries;
}

static void check_size(const char *program, const char *where, size_t size)
{
    if (size > INT32_MAX)
        program_fail(program, BAD_INPUT, "%s: expected at most %d inputs and weights, found more",
                     where, INT32_MAX);
}

static void parse_layer(const char *program, const char *where, size_t l, struct entry entry,
                        struct network *network)
{
    struct layer *layer = &network->layer[l];
    if (!read_dense(entry, layer)) {
        char expected[64];
        snprintf(expected, sizeof expected, "D-UNITS or D-UNITS_dP at entry %zu", l + 1);
        fail(program, where, expected, entry);
    }
    if (!entry.next && layer->drop > 0)
        fail(program, where, "no dropout in the last layer", entry);
    layer->d_in = network->outputs;
    network->outputs = layer->d_out;
    network->weights += (layer->d_in + 1) * layer->d_out;
    check_size(program, where, network->weights);
    append_entry(network, entry);
}

struct network network_parse(const char *program, const char *where, const char *sentence)
{
    const size_t entries = count_entries(sentence);
    struct network network = {.layers = entries - 1};
    network.sentence = program_allocate(program, strlen(sentence) + entries + 1, 1);
    network.sentence[0] = '\0';
    network.layer = program_allocate(program, entries, sizeof *network.layer);

    struct entry entry = read_entry(sentence);
    network.inputs = read_inputs(entry);
    if (network.inputs == 0)
        fail(program, where, "I-WIDTH, I-WIDTH.HEIGHT or I-WIDTH.HEIGHT.CHANNELS at entry 0",
             entry);
    check_size(program, where, network.inputs);
    append_entry(&network, entry);
    if (entries == 1)
        program_fail(program, BAD_INPUT,
                     "%s: expected D-UNITS or D-UNITS_dP at entry 1, found the end of the network",
                     where);

    network.outputs = network.inputs;
    for (size_t l = 0; l < network.layers; l++) {
        entry = read_entry(entry.next);
        parse_layer(program, where, l, entry, &network);
    }
    return network;
}

struct network network_make(const char *program, const char *where, size_t inputs, size_t layers,
                            const size_t *units)
{
    const size_t room = (layers + 1) * ENTRY_BYTES;
    char *sentence = program_allocate(program, room, 1);
    size_t used = (size_t)snprintf(sentence, room, "I-%zu", inputs);
    for (size_t l = 0; l < layers; l++)
        used += (size_t)snprintf(sentence + used, room - used, ", D-%zu", units[l]);
    const struct network network = network_parse(program, where, sentence);
    free(sentence);
    return network;
}

void network_start(const struct network *network, enum init init, uint32_t seed, real *params)
{
    size_t p = 0; // position in the flat vector
    for (size_t l = 0; l < network->layers; l++) {
        const size_t d_in = network->layer[l].d_in, d_out = network->layer[l].d_out;
        double r = 0.01;
        if (init == INIT_XAVIER)
            r = sqrt(6.0 / (double)(d_in + d_out));
        if (init == INIT_HE)
            r = sqrt(6.0 / (double)d_in);
        for (size_t end = p + d_in * d_out; p < end; p++)
            params[p] = (real)random_symmetric(r, seed, FOR_WEIGHTS, 0, (uint32_t)p);
        for (size_t end = p + d_out; p < end; p++) // the biases
            params[p] = init == INIT_UNIFORM
                            ? (real)random_symmetric(r, seed, FOR_WEIGHTS, 0, (uint32_t)p)
                            : 0;
    }
}

void network_free(struct network *network)
{
    free(network->sentence);
    free(network->layer);
}
