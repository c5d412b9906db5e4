#define _POSIX_C_SOURCE 200809L

#include "support/files.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/program.h"

enum { SPARE_BYTES = 4096 };

bool files_exists(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0;
}

bool files_is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static char *join(const char *program, const char *a, const char *b, const char *c)
{
    const size_t size = strlen(a) + strlen(b) + strlen(c) + 1;
    char *joined = program_allocate(program, size, 1);
    snprintf(joined, size, "%s%s%s", a, b, c);
    return joined;
}

char *files_join(const char *program, const char *folder, const char *name)
{
    return join(program, folder, "/", name);
}

// Read to the end: the size that the system tells is 0 for a pipe, so it serves
// as a first guess only.
static char *read_all(const char *program, FILE *file, size_t guess, size_t *size)
{
    size_t room = guess + SPARE_BYTES;
    char *bytes = program_allocate(program, room, 1);
    *size = 0;
    for (;;) {
        *size += fread(bytes + *size, 1, room - *size, file);
        if (*size < room)
            break;
        room *= 2;
        char *more = realloc(bytes, room);
        if (!more)
            program_fail(program, FAILED, "out of memory");
        bytes = more;
    }
    bytes[*size] = '\0';
    return bytes;
}

char *files_read(const char *program, const char *path, size_t *size)
{
    struct stat about;
    if (stat(path, &about) != 0)
        program_fail(program, BAD_INPUT, "%s: no such file", path);
    FILE *file = fopen(path, "rb");
    if (!file)
        program_fail(program, BAD_INPUT, "%s: cannot be read", path);
    char *bytes = read_all(program, file, (size_t)about.st_size, size);
    if (ferror(file))
        program_fail(program, BAD_INPUT, "%s: cannot be read", path);
    fclose(file);
    return bytes;
}

// Only the end counts: a parent may be there without being ours to make.
void files_make_folder(const char *program, const char *path)
{
    char *parent = join(program, path, "", "");
    for (char *at = parent; *at; at++)
        if (*at == '/' && at > parent) {
            *at = '\0';
            mkdir(parent, 0777);
            *at = '/';
        }
    mkdir(parent, 0777);
    free(parent);
    if (!files_is_folder(path))
        program_fail(program, FAILED, "%s: cannot be written", path);
}

void files_remove(const char *program, const char *folder, const char *name)
{
    char *path = files_join(program, folder, name);
    unlink(path);
    free(path);
}

struct writer files_begin(const char *program, const char *folder, const char *name)
{
    struct writer writer = {.program = program};
    writer.path = files_join(program, folder, name);
    writer.part = join(program, writer.path, ".part", "");
    writer.file = fopen(writer.part, "wb");
    if (!writer.file)
        program_fail(program, FAILED, "%s: cannot be written", writer.path);
    return writer;
}

// A file system that cannot sync is no reason to stop; a full disk shows at the end.
void files_sync(struct writer *writer)
{
    if (fflush(writer->file) == 0)
        fsync(fileno(writer->file));
}

void files_end(struct writer *writer)
{
    const bool failed = ferror(writer->file);
    if (fclose(writer->file) != 0 || failed || rename(writer->part, writer->path) != 0) {
        unlink(writer->part);
        program_fail(writer->program, FAILED, "%s: cannot be written", writer->path);
    }
    free(writer->part);
    free(writer->path);
}
