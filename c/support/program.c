#define _POSIX_C_SOURCE 200809L

#include "support/program.h"

#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "support/device.h"
#include "support/real.h"
#include "support/text.h"
#include "support/threads.h"

static volatile sig_atomic_t interrupted = 0;

void program_fail(const char *program, int code, const char *format, ...)
{
    fflush(stdout);
    va_list values;
    va_start(values, format);
    fprintf(stderr, "%s: ", program);
    vfprintf(stderr, format, values);
    fputc('\n', stderr);
    va_end(values);
    exit(code);
}

void program_check(const char *program, const char *function, int status)
{
    if (status == OUT_OF_MEMORY)
        program_fail(program, FAILED, "out of memory");
    if (status == NOT_IMPLEMENTED)
        program_fail(program, FAILED, "%s: not implemented yet", function);
    if (status != OK)
        program_fail(program, FAILED, "%s: invalid argument", function);
}

void *program_allocate(const char *program, size_t count, size_t size)
{
    void *memory = count > SIZE_MAX / size ? NULL : malloc(count * size);
    if (!memory)
        program_fail(program, FAILED, "out of memory");
    return memory;
}

char *program_copy(const char *program, const char *text)
{
    const size_t size = strlen(text) + 1;
    return memcpy(program_allocate(program, size, 1), text, size);
}

void program_quiet(const char *program)
{
    if (!freopen("/dev/null", "w", stdout))
        program_fail(program, FAILED, "/dev/null: cannot be written");
}

void program_view_hint(const char *program, const char *out)
{
    const bool usual = strncmp(out, "out/", 4) == 0 && strcmp(out + 4, program) == 0;
    printf("see it: make view_%s%s%s\n", program, usual ? "" : " OUT=", usual ? "" : out);
}

void program_banner(const char *program)
{
#if defined __NVCOMPILER
    const char *compiler = "nvc";
    const int version[3] = {__NVCOMPILER_MAJOR__, __NVCOMPILER_MINOR__, __NVCOMPILER_PATCHLEVEL__};
#elif defined __clang__
    const char *compiler = "clang";
    const int version[3] = {__clang_major__, __clang_minor__, __clang_patchlevel__};
#else
    const char *compiler = "gcc";
    const int version[3] = {__GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__};
#endif
#if defined _OPENACC
    const char *variant = "gpu";
#elif defined FAST
    const char *variant = "fast";
#else
    const char *variant = "lesson";
#endif
    printf("%s in C (%s %d.%d.%d), %s, %s, ", program, compiler, version[0], version[1], version[2],
           variant, program_precision());
    if (device_built())
        printf("on %s\n", device_name());
    else
        printf("%s\n", text_counted((size_t)threads_count(), "thread").bytes);
}

const char *program_precision(void)
{
    return sizeof(real) == sizeof(float) ? "float32" : "float64";
}

double program_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void note_interrupt(int signal)
{
    (void)signal;
    interrupted = 1;
}

void program_catch_interrupt(void)
{
    struct sigaction action = {.sa_handler = note_interrupt,
                               .sa_flags = SA_RESTART | (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
}

bool program_interrupted(void)
{
    return interrupted;
}

void program_end_interrupted(size_t epochs)
{
    printf("interrupted after %s, continue with --resume\n", text_counted(epochs, "epoch").bytes);
    exit(INTERRUPTED);
}
