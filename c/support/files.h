/* Files and folders. What fails ends the program with the message of
 * docs/programs.md; a path is shown as it was typed. */
#ifndef TRIPTYCH_FILES_H
#define TRIPTYCH_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

bool files_exists(const char *path);

bool files_is_folder(const char *path);

/* FOLDER/NAME, to be freed by the caller. */
char *files_join(const char *program, const char *folder, const char *name);

/* All bytes of a file, and a zero behind them; to be freed by the caller. */
char *files_read(const char *program, const char *path, size_t *size);

/* Make a folder, and those it lies in, unless it is there. */
void files_make_folder(const char *program, const char *path);

/* Remove FOLDER/NAME if it is there. */
void files_remove(const char *program, const char *folder, const char *name);

/* A file in the making: it is written to NAME.part, and gets its name when it is
 * whole, so that nobody ever reads half of it. */
struct writer {
    FILE *file;
    const char *program;
    char *path, *part;
};

/* Begin FOLDER/NAME; write to the member file. */
struct writer files_begin(const char *program, const char *folder, const char *name);

/* Have what was written so far on the disk itself, so that it outlives a crash. */
void files_sync(struct writer *writer);

/* End it: from now on FOLDER/NAME is the new file. */
void files_end(struct writer *writer);

#endif
