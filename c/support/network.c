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

// What is known of a sentence while it is read.
struct reader {
    const char *program, *where;
    size_t number;      /* of the entry, from 0 */
    struct entry entry; /* the same as text */
    int32_t before[3];  /* channels, height and width of what comes in */
    bool in_image;      /* may it be seen by a filter? */
    struct network network;
};

static _Noreturn void fail(const struct reader *reader, const char *expected)
{
    program_fail(reader->program, BAD_INPUT, "%s: expected %s, found \"%s\"", reader->where,
                 expected, text_shown(reader->entry.text, reader->entry.length).bytes);
}

// The same of something expected at this very entry.
static _Noreturn void fail_here(const struct reader *reader, const char *expected)
{
    char place[96];
    snprintf(place, sizeof place, "%s at entry %zu", expected, reader->number);
    fail(reader, place);
}

static const char *expected_layer(const struct reader *reader)
{
    return reader->in_image ? "C-FILTERS.SIZE[_sSTRIDE][_v], P-SIZE[_a] or D-UNITS[_dP]"
                            : "D-UNITS or D-UNITS_dP";
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

static void check_size(const struct reader *reader, size_t size)
{
    if (size > INT32_MAX)
        program_fail(reader->program, BAD_INPUT,
                     "%s: expected at most %d inputs and weights, found more", reader->where,
                     INT32_MAX);
}

// Take a size, up to a byte that ends it, off the text between at and end.
static bool take_size(const char **at, const char *end, const char *stops, int32_t *size)
{
    const char *stop = *at;
    while (stop < end && !strchr(stops, *stop))
        stop++;
    int64_t value;
    if (!text_count(*at, (size_t)(stop - *at), 1, INT32_MAX, &value))
        return false;
    *at = stop;
    *size = (int32_t)value;
    return true;
}

// Take a word off the text, if it stands there.
static bool take_word(const char **at, const char *end, const char *word)
{
    const size_t length = strlen(word);
    if ((size_t)(end - *at) < length || memcmp(*at, word, length) != 0)
        return false;
    *at += length;
    return true;
}

// I-W, I-W.H or I-W.H.C: false if it is something else.
static bool read_inputs(struct reader *reader)
{
    const char *at = reader->entry.text, *end = at + reader->entry.length;
    if (!take_word(&at, end, "I-"))
        return false;
    int axis = 2;
    do
        if (axis < 0 || !take_size(&at, end, ".", &reader->before[axis--]))
            return false;
    while (take_word(&at, end, "."));
    reader->in_image = axis < 1 && network_sees_images(reader->program);
    reader->network.inputs = 1;
    for (axis = 0; axis < 3 && reader->network.inputs <= INT32_MAX; axis++)
        reader->network.inputs *= (size_t)reader->before[axis];
    return true;
}

// D-UNITS or D-UNITS_dP: false if it is something else.
static bool read_dense(const struct reader *reader, const char *at, const char *end,
                       struct layer *layer)
{
    const size_t d_in =
        (size_t)reader->before[0] * (size_t)reader->before[1] * (size_t)reader->before[2];
    int32_t units;
    if (!take_size(&at, end, "_", &units))
        return false;
    *layer = (struct layer){.row = {DENSE, (int32_t)d_in, 1, 1, units, 1, 1, 1, 1, 1, 1, 0, 0, 0},
                            .seen = d_in,
                            .served = (size_t)units,
                            .units = (size_t)units};
    if (at == end)
        return true;
    return take_word(&at, end, "_d") && text_number(at, (size_t)(end - at), &layer->drop) &&
           layer->drop >= 0 && layer->drop < 1;
}

// The shorter axis of the image, but 1: there a filter without padding, or a pool, must fit in.
static int32_t shortest_axis(const struct reader *reader)
{
    int32_t shortest = INT32_MAX;
    for (int axis = 1; axis < 3; axis++)
        if (reader->before[axis] > 1 && reader->before[axis] < shortest)
            shortest = reader->before[axis];
    return shortest;
}

static void check_pixels(const struct reader *reader, int32_t size, int32_t most)
{
    char expected[64];
    snprintf(expected, sizeof expected, "a size of at most %d", most);
    if (size > most)
        fail_here(reader, expected);
}

// C-FILTERS.SIZE, with _sSTRIDE for a stride and _v for no padding.
static bool read_convolution(const struct reader *reader, const char *at, const char *end,
                             struct layer *layer)
{
    int32_t filters, size, stride = 1;
    if (!take_size(&at, end, "._", &filters) || !take_word(&at, end, ".") ||
        !take_size(&at, end, "._", &size) ||
        (take_word(&at, end, "_s") && !take_size(&at, end, "._", &stride)))
        return false;
    const bool valid = take_word(&at, end, "_v");
    if (at != end)
        return false;
    const bool line = reader->before[1] == 1 || reader->before[2] == 1;
    check_pixels(reader, size, line ? FILTERS_KERNEL_MOST : 64);
    if (valid)
        check_pixels(reader, size, shortest_axis(reader));
    else if (size % 2 == 0)
        fail_here(reader, "an odd size, or _v,");

    int32_t *row = layer->row;
    *layer = (struct layer){.row = {[KIND] = CONVOLUTION, [C_OUT] = filters}};
    memcpy(row + C_IN, reader->before, sizeof reader->before);
    for (int axis = 0; axis < 2; axis++) { // one of length 1 is none: there a kernel has size 1
        const int32_t pixels = row[H_IN + axis];
        const int32_t kernel = pixels > 1 ? size : 1;
        row[KERNEL_H + axis] = kernel;
        row[STRIDE_H + axis] = pixels > 1 ? stride : 1;
        row[PAD_H + axis] = valid ? 0 : (kernel - 1) / 2;
        row[H_OUT + axis] = (pixels - kernel + 2 * row[PAD_H + axis]) / row[STRIDE_H + axis] + 1;
    }
    const size_t kernel = (size_t)row[KERNEL_H] * (size_t)row[KERNEL_W];
    layer->seen = (size_t)row[C_IN] * kernel;
    if (layer->seen > INT32_MAX)
        layer->seen = INT32_MAX;
    layer->served = (size_t)row[C_OUT] * kernel;
    layer->units = (size_t)filters;
    return true;
}

// P-SIZE, with _a for the average.
static bool read_pool(const struct reader *reader, const char *at, const char *end,
                      struct layer *layer)
{
    int32_t size;
    if (!take_size(&at, end, "_", &size))
        return false;
    const bool average = take_word(&at, end, "_a");
    if (at != end)
        return false;
    check_pixels(reader, size, shortest_axis(reader));

    int32_t *row = layer->row;
    *layer = (struct layer){.row = {[KIND] = average ? AVERAGE_POOL : MAX_POOL}};
    memcpy(row + C_IN, reader->before, sizeof reader->before);
    row[C_OUT] = row[C_IN];
    for (int axis = 0; axis < 2; axis++) {
        row[KERNEL_H + axis] = row[STRIDE_H + axis] = row[H_IN + axis] > 1 ? size : 1;
        row[H_OUT + axis] = row[H_IN + axis] / row[KERNEL_H + axis];
    }
    return true;
}

// The layer of an entry: false if it is none.
static bool read_layer(const struct reader *reader, struct layer *layer)
{
    const char *at = reader->entry.text, *end = at + reader->entry.length;
    if (take_word(&at, end, "D-"))
        return read_dense(reader, at, end, layer);
    if (reader->in_image && take_word(&at, end, "C-"))
        return read_convolution(reader, at, end, layer);
    return reader->in_image && take_word(&at, end, "P-") && read_pool(reader, at, end, layer);
}

// Join the layer of an entry to the network.
static void add_layer(struct reader *reader)
{
    struct network *network = &reader->network;
    struct layer *layer = &network->layer[reader->number - 1];
    if (!read_layer(reader, layer))
        fail_here(reader, expected_layer(reader));
    const bool dense = layer->row[KIND] == DENSE;
    if (!reader->entry.next && !dense)
        fail(reader, "D-UNITS in the last layer");
    if (!reader->entry.next && layer->drop > 0)
        fail(reader, "no dropout in the last layer");
    layer->d_in = network->outputs;
    layer->d_out = 1;
    for (int axis = 0; axis < 3; axis++) {
        reader->before[axis] = layer->row[C_OUT + axis];
        if (layer->d_out <= INT32_MAX)
            layer->d_out *= (size_t)reader->before[axis];
    }
    reader->in_image = reader->in_image && !dense;
    network->outputs = layer->d_out;
    network->weights += layer->units > 0 ? (layer->seen + 1) * layer->units : 0;
    network->neurons += layer->d_out;
    check_size(reader, network->weights);
    check_size(reader, network->neurons);
    append_entry(network, reader->entry);
}

bool network_sees_images(const char *program)
{
    return strcmp(program, "cnn") == 0;
}

struct network network_parse(const char *program, const char *where, const char *sentence)
{
    const size_t entries = count_entries(sentence);
    struct reader reader = {.program = program,
                            .where = where,
                            .entry = read_entry(sentence),
                            .before = {1, 1, 1},
                            .network = {.layers = entries - 1}};
    struct network *network = &reader.network;
    network->sentence = program_allocate(program, strlen(sentence) + entries + 1, 1);
    network->sentence[0] = '\0';
    network->layer = program_allocate(program, entries, sizeof *network->layer);

    if (!read_inputs(&reader))
        fail(&reader, "I-WIDTH, I-WIDTH.HEIGHT or I-WIDTH.HEIGHT.CHANNELS at entry 0");
    check_size(&reader, network->inputs);
    append_entry(network, reader.entry);
    if (entries == 1)
        program_fail(program, BAD_INPUT, "%s: expected %s at entry 1, found the end of the network",
                     where, expected_layer(&reader));

    network->outputs = network->inputs;
    for (reader.number = 1; reader.number < entries; reader.number++) {
        reader.entry = read_entry(reader.entry.next);
        add_layer(&reader);
    }
    return *network;
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
        const struct layer *layer = &network->layer[l];
        double r = 0.01;
        if (init == INIT_XAVIER)
            r = sqrt(6.0 / (double)(layer->seen + layer->served));
        if (init == INIT_HE)
            r = sqrt(6.0 / (double)layer->seen);
        for (size_t end = p + layer->seen * layer->units; p < end; p++)
            params[p] = (real)random_symmetric(r, seed, FOR_WEIGHTS, 0, (uint32_t)p);
        for (size_t end = p + layer->units; p < end; p++) // the biases
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
