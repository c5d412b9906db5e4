#include "support/npy.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "support/files.h"
#include "support/program.h"
#include "support/text.h"

// A file begins with these six bytes and two of the version; then comes the length
// of the header, two bytes in version 1.0, four later; then the header; then the data.
static const char magic[] = "\x93NUMPY";
enum { MAGIC_BYTES = 6, VERSION_BYTES = 8, LENGTH_BYTES = 2, ALIGNMENT = 64 };

// A .npy file as it lies in memory.
struct array {
    const char *program;
    char *path, *bytes;   /* the whole file */
    const char *at, *end; /* what is left of the file, or of its header */
    const char *type;     /* <f8 */
    size_t type_length;
    char kind;    /* u, i or f */
    size_t width; /* bytes a number */
    bool fortran_order;
    const char *shape; /* 3, 4 */
    size_t axes;
    size_t *sizes;    /* (axes) */
    size_t count;     /* of numbers */
    const char *data; /* (count), width bytes each */
};

// The header

static bool skip(struct array *array, const char *word)
{
    const size_t length = strlen(word);
    if ((size_t)(array->end - array->at) < length || memcmp(array->at, word, length) != 0)
        return false;
    array->at += length;
    return true;
}

static bool skip_size(struct array *array)
{
    skip(array, "-");
    const char *digits = array->at;
    while (array->at < array->end && *array->at >= '0' && *array->at <= '9')
        array->at++;
    return array->at > digits;
}

// (), (3,), (3, 4) and so on.
static bool parse_shape(struct array *array)
{
    if (!skip(array, "("))
        return false;
    array->shape = array->at;
    if (skip(array, ")"))
        return true;
    do {
        if (!skip_size(array))
            return false;
        array->axes++;
    } while (skip(array, ", "));
    return (array->axes > 1 || skip(array, ",")) && skip(array, ")");
}

// {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }, blanks and LF.
static bool parse_header(struct array *array)
{
    if (!skip(array, "{'descr': "))
        return false;
    array->type = array->at;
    const char *type_end = array->at;
    while (!skip(array, ", 'fortran_order': ")) {
        if (array->at == array->end)
            return false;
        type_end = ++array->at;
    }
    array->type_length = (size_t)(type_end - array->type);
    if (array->type_length >= 2 && *array->type == '\'' && type_end[-1] == '\'') {
        array->type++;
        array->type_length -= 2;
    }

    array->fortran_order = skip(array, "True");
    if (!array->fortran_order && !skip(array, "False"))
        return false;
    if (!skip(array, ", 'shape': ") || !parse_shape(array) || !skip(array, ", }"))
        return false;
    while (skip(array, " "))
        continue;
    return skip(array, "\n") && array->at == array->end;
}

bool npy_begins(const char *bytes, size_t size)
{
    return size >= VERSION_BYTES && memcmp(bytes, magic, MAGIC_BYTES) == 0;
}

static void read_version(struct array *array)
{
    if (!npy_begins(array->at, (size_t)(array->end - array->at)))
        program_fail(array->program, BAD_INPUT, "%s: expected a .npy file, found another format",
                     array->path);
    const int major = (unsigned char)array->at[MAGIC_BYTES];
    const int minor = (unsigned char)array->at[MAGIC_BYTES + 1];
    if (major < 1 || major > 3 || minor != 0)
        program_fail(array->program, BAD_INPUT,
                     "%s: expected .npy version 1.0, 2.0 or 3.0, found %d.%d", array->path, major,
                     minor);
    array->at += VERSION_BYTES;
}

static void read_header(struct array *array)
{
    const char *file_end = array->end;
    const int bytes = array->at[-2] == 1 ? LENGTH_BYTES : 2 * LENGTH_BYTES;
    bool good = array->end - array->at >= bytes;
    if (good) {
        size_t length = 0; // the lowest byte first
        for (int byte = 0; byte < bytes; byte++)
            length |= (size_t)(unsigned char)*array->at++ << 8 * byte;
        good = length <= (size_t)(array->end - array->at);
        if (good) {
            array->end = array->at + length;
            good = parse_header(array);
        }
    }
    if (!good)
        program_fail(array->program, BAD_INPUT,
                     "%s: expected a header as numpy.save writes it, found another", array->path);
    array->data = array->end;
    array->end = file_end;
}

// What the header says

static void check_type(struct array *array)
{
    static const char *const types[] = {"|u1", "<i4", "<i8", "<f4", "<f8"};
    for (size_t type = 0; type < sizeof types / sizeof *types; type++)
        if (array->type_length == 3 && memcmp(array->type, types[type], 3) == 0) {
            array->kind = types[type][1];
            array->width = (size_t)(types[type][2] - '0');
            return;
        }
    program_fail(array->program, BAD_INPUT,
                 "%s: expected dtype |u1 <i4 <i8 <f4 or <f8, found \"%s\"", array->path,
                 text_shown(array->type, array->type_length).bytes);
}

static _Noreturn void fail_in_sizes(const struct array *array, const char *found, size_t length)
{
    program_fail(array->program, BAD_INPUT, "%s: expected sizes from 1 to %d, found \"%s\"",
                 array->path, INT32_MAX, text_shown(found, length).bytes);
}

static void read_sizes(struct array *array)
{
    array->sizes = program_allocate(array->program, array->axes, sizeof *array->sizes);
    const char *token = array->shape;
    for (size_t axis = 0; axis < array->axes; axis++) {
        const size_t length = strcspn(token, ",)");
        int64_t size;
        if (!text_integer(token, length, &size) || size < 1 || size > INT32_MAX)
            fail_in_sizes(array, token, length);
        array->sizes[axis] = (size_t)size;
        token += length + strlen(", ");
    }
}

// The sizes from an axis on, as A*B*C; to be freed by the caller.
static char *product(const struct array *array, size_t first)
{
    const size_t room = (array->axes - first) * sizeof "2147483647*";
    char *text = program_allocate(array->program, room, 1);
    size_t length = 0;
    for (size_t axis = first; axis < array->axes; axis++)
        length += (size_t)snprintf(text + length, room - length, "%s%zu", axis > first ? "*" : "",
                                   array->sizes[axis]);
    return text;
}

// The sizes may multiply to more than fits a size_t, so the bytes are divided.
static void check_bytes(struct array *array)
{
    const size_t bytes = (size_t)(array->end - array->data);
    array->count = bytes / array->width;
    size_t rest = array->count;
    bool exact = bytes % array->width == 0;
    for (size_t axis = 0; axis < array->axes; axis++) {
        exact = exact && rest % array->sizes[axis] == 0;
        rest /= array->sizes[axis];
    }
    if (!exact || rest != 1)
        program_fail(array->program, BAD_INPUT,
                     "%s: expected %s numbers of %zu bytes, found %zu bytes", array->path,
                     product(array, 0), array->width, bytes);
}

// The data, little-endian as every machine that Triptych is built for.

static int64_t integer_at(const struct array *array, size_t i)
{
    const char *at = array->data + i * array->width;
    int32_t narrow;
    int64_t wide;
    if (array->kind == 'u')
        return (unsigned char)*at;
    if (array->width == sizeof narrow) {
        memcpy(&narrow, at, sizeof narrow);
        return narrow;
    }
    memcpy(&wide, at, sizeof wide);
    return wide;
}

static double number_at(const struct array *array, size_t i)
{
    const char *at = array->data + i * array->width;
    float narrow;
    double wide;
    if (array->kind != 'f')
        return (double)integer_at(array, i);
    if (array->width == sizeof narrow) {
        memcpy(&narrow, at, sizeof narrow);
        return narrow;
    }
    memcpy(&wide, at, sizeof wide);
    return wide;
}

static void check_finite(const struct array *array)
{
    for (size_t i = 0; i < array->count; i++)
        if (!isfinite((real)number_at(array, i)))
            program_fail(array->program, BAD_INPUT,
                         "%s: expected finite numbers, found another at entry %zu", array->path, i);
}

static struct array array_read(const char *program, const char *folder, const char *name)
{
    struct array array = {.program = program, .path = files_join(program, folder, name)};
    size_t size;
    array.bytes = files_read(program, array.path, &size);
    array.at = array.bytes;
    array.end = array.bytes + size;

    read_version(&array);
    read_header(&array);
    check_type(&array);
    if (array.fortran_order)
        program_fail(program, BAD_INPUT, "%s: expected C order, found Fortran order", array.path);
    if (array.axes == 0)
        program_fail(program, BAD_INPUT, "%s: expected at least 1 axis, found 0", array.path);
    read_sizes(&array);
    check_bytes(&array);
    check_finite(&array);
    return array;
}

static void array_free(struct array *array)
{
    free(array->path);
    free(array->bytes);
    free(array->sizes);
}

// Copy all numbers, each rounded to the build's float type.
static real *numbers(const struct array *array)
{
    real *values = program_allocate(array->program, array->count, sizeof *values);
    for (size_t i = 0; i < array->count; i++)
        values[i] = (real)number_at(array, i);
    return values;
}

// x.npy: a sample is what lies behind the first axis, one number if that is all.
static void read_samples(const char *program, const char *folder, struct data *data)
{
    struct array x = array_read(program, folder, "x.npy");
    data->n = x.sizes[0];
    data->d = x.count / data->n;
    if (data->d > INT32_MAX) {
        const char *found = product(&x, 1);
        fail_in_sizes(&x, found, strlen(found));
    }
    data->axes = x.axes > 1 ? x.axes - 1 : 1;
    data->shape = program_allocate(program, data->axes, sizeof *data->shape);
    data->shape[0] = 1;
    for (size_t axis = 1; axis < x.axes; axis++)
        data->shape[axis - 1] = x.sizes[axis];
    data->x = numbers(&x);
    array_free(&x);
}

static void read_labels(const struct array *y, struct data *data)
{
    data->labels = program_allocate(y->program, data->n, sizeof *data->labels);
    for (size_t i = 0; i < data->n; i++) {
        const int64_t label = integer_at(y, i);
        if (label < 0 || label >= INT32_MAX)
            program_fail(y->program, BAD_INPUT,
                         "%s: expected a label from 0 to %d, found \"%lld\" at entry %zu", y->path,
                         INT32_MAX - 1, (long long)label, i);
        data->labels[i] = (int32_t)label;
        if ((size_t)label >= data->classes)
            data->classes = (size_t)label + 1;
    }
}

// y.npy: labels if integers, else one target or a row of targets a sample.
static void read_answers(const char *program, const char *folder, struct data *data)
{
    struct array y = array_read(program, folder, "y.npy");
    const bool labelled = y.kind != 'f';
    if (y.sizes[0] != data->n)
        program_fail(program, BAD_INPUT, "%s: expected %zu rows, as x.npy has, found %zu", y.path,
                     data->n, y.sizes[0]);
    if (y.axes > (labelled ? 1 : 2))
        program_fail(program, BAD_INPUT, "%s: expected at most %s, found %zu", y.path,
                     labelled ? "1 axis" : "2 axes", y.axes);
    if (labelled) {
        read_labels(&y, data);
    } else {
        data->targets = y.count / data->n;
        data->t = numbers(&y);
    }
    array_free(&y);
}

struct data npy_read_folder(const char *program, const char *folder)
{
    struct data data = {.n = 0};
    read_samples(program, folder, &data);
    char *answers = files_join(program, folder, "y.npy");
    if (files_exists(answers))
        read_answers(program, folder, &data);
    free(answers);
    return data;
}

double *npy_read_vector(const char *program, const char *folder, const char *name, size_t *count)
{
    struct array array = array_read(program, folder, name);
    if (array.axes > 1)
        program_fail(program, BAD_INPUT, "%s: expected at most 1 axis, found %zu", array.path,
                     array.axes);
    *count = array.count;
    double *values = program_allocate(program, array.count, sizeof *values);
    for (size_t i = 0; i < array.count; i++)
        values[i] = number_at(&array, i);
    array_free(&array);
    return values;
}

// The header is padded so that the data begin at a multiple of 64 bytes.
static void write_header(const struct writer *writer, size_t width, size_t axes,
                         const size_t *sizes)
{
    const size_t room = 128 + axes * sizeof "18446744073709551615, ";
    char *header = program_allocate(writer->program, room, 1);
    size_t used = (size_t)snprintf(header, room,
                                   "{'descr': '<f%zu', 'fortran_order': False, "
                                   "'shape': (",
                                   width);
    for (size_t axis = 0; axis < axes; axis++)
        used += (size_t)snprintf(header + used, room - used, "%s%zu", axis > 0 ? ", " : "",
                                 sizes[axis]);
    used += (size_t)snprintf(header + used, room - used, "%s), }", axes == 1 ? "," : "");

    const size_t before = VERSION_BYTES + LENGTH_BYTES;
    const size_t length = (before + used + ALIGNMENT) / ALIGNMENT * ALIGNMENT - before;
    const unsigned char start[] = {1, 0, (unsigned char)(length & 0xff),
                                   (unsigned char)(length >> 8)};
    fwrite(magic, 1, MAGIC_BYTES, writer->file);
    fwrite(start, 1, sizeof start, writer->file);
    fprintf(writer->file, "%-*s\n", (int)length - 1, header);
    free(header);
}

void npy_write(const char *program, const char *folder, const char *name, size_t axes,
               const size_t *sizes, const real *values)
{
    size_t count = 1;
    for (size_t axis = 0; axis < axes; axis++)
        count *= sizes[axis];
    struct writer writer = files_begin(program, folder, name);
    write_header(&writer, sizeof *values, axes, sizes);
    fwrite(values, sizeof *values, count, writer.file);
    files_end(&writer);
}

void npy_write_vector(const char *program, const char *folder, const char *name, size_t count,
                      const double *values)
{
    struct writer writer = files_begin(program, folder, name);
    write_header(&writer, sizeof *values, 1, &count);
    fwrite(values, sizeof *values, count, writer.file);
    files_sync(&writer);
    files_end(&writer);
}
