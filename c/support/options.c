#include "support/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/device.h"
#include "support/program.h"
#include "support/text.h"
#include "support/values.h"

static struct option *find(const struct options *options, const char *name, size_t length)
{
    for (size_t o = 0; o < options->count; o++) {
        struct option *option = &options->table[o];
        if (strlen(option->name) == length && memcmp(option->name, name, length) == 0)
            return option;
    }
    return NULL;
}

static const struct option *get(const struct options *options, const char *name)
{
    return find(options, name, strlen(name));
}

static void print_help(const struct options *options)
{
    printf("usage: %s [DATA] [options]\n\n%s\n\n", options->program, options->summary);
    for (size_t o = 0; o < options->count; o++) {
        const struct option *option = &options->table[o];
        const int width = printf("  %s%s%s", option->name, option->metavar ? " " : "",
                                 option->metavar ? option->metavar : "");
        printf("%*s%s", options->width + 2 - width, "", option->help);
        if (option->fallback)
            printf(" (default %s)", option->fallback);
        putchar('\n');
    }
    printf("\n%s\n", options->ending);
}

// The argument that is no option stands in the table as DATA.
static void take_data(struct options *options, const char *argument)
{
    struct option *data = find(options, "DATA", 4);
    if (data->value)
        program_fail(options->program, BAD_INPUT, "expected one DATA, found \"%s\" and \"%s\"",
                     text_shown(data->value, strlen(data->value)).bytes,
                     text_shown(argument, strlen(argument)).bytes);
    data->value = argument;
}

// Take --name VALUE, --name=VALUE or --name; next is the argument behind it, or
// NULL. True if that was its value.
static bool take_option(struct options *options, const char *argument, const char *next)
{
    const size_t length = strcspn(argument, "=");
    const char *after = argument[length] ? argument + length + 1 : NULL;
    struct option *option = find(options, argument, length);
    if (!option)
        program_fail(options->program, BAD_INPUT, "unknown option \"%s\", see %s --help",
                     text_shown(argument, length).bytes, options->program);
    if (!option->metavar && after)
        program_fail(options->program, BAD_INPUT, "%s: expected no value, found \"%s\"",
                     option->name, text_shown(after, strlen(after)).bytes);
    if (option->metavar && !after && !next)
        program_fail(options->program, BAD_INPUT, "%s: expected a value, found the end of the line",
                     option->name);
    option->value = !option->metavar ? "" : after ? after : next;
    return option->metavar && !after;
}

void options_parse(struct options *options, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] != '-')
            take_data(options, argv[i]);
        else if (take_option(options, argv[i], i + 1 < argc ? argv[i + 1] : NULL))
            i++;
        if (options_given(options, "--help")) {
            print_help(options);
            exit(0);
        }
        if (options_given(options, "--version")) {
            printf("%s (Triptych) %s\n", options->program, TRIPTYCH_VERSION);
            exit(0);
        }
    }
}

bool options_given(const struct options *options, const char *name)
{
    return get(options, name)->value;
}

const char *options_text(const struct options *options, const char *name)
{
    const struct option *option = get(options, name);
    return option->value ? option->value : option->fallback;
}

int64_t options_integer(const struct options *options, const char *name, int64_t lowest,
                        int64_t highest)
{
    return values_integer(options->program, name, options_text(options, name), lowest, highest);
}

double options_number(const struct options *options, const char *name, int lowest)
{
    return values_number(options->program, name, options_text(options, name), lowest);
}

double options_positive(const struct options *options, const char *name)
{
    return values_positive(options->program, name, options_text(options, name));
}

size_t options_word(const struct options *options, const char *name, const char *const *words)
{
    return values_word(options->program, name, options_text(options, name), words);
}

void options_device(const struct options *options)
{
    static const char *const words[] = {"host", "gpu", NULL};
    const bool gpu = options_given(options, "--device")
                         ? options_word(options, "--device", words) == 1
                         : device_built();
    if (gpu && !device_built())
        program_fail(options->program, BAD_INPUT,
                     "--device: this program runs on the host alone, see docs/gpu.md");
    if (!device_use(gpu))
        program_fail(options->program, BAD_INPUT,
                     "--device: expected a GPU, found none; --device host does without");
}
