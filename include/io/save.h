/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Output files, written whole or not at all. */
#ifndef IO_SAVE_H
#define IO_SAVE_H

#include "base/err.h"
#include <stdio.h>

enum { SAVE_PATH = 4096 };

struct save {
    FILE *to;
    char path[SAVE_PATH];           /* "" for standard output */
    int reason;                     /* errno of a write seen to fail; 0: none, or not known */
    int nameless;                   /* a second descriptor of a file without a name, else -1 */
    char temporary[SAVE_PATH + 16]; /* the temporary file's name, "" where it has none */
    bool quick; /* set it after save_open: whole or not at all when the program dies, not when the
                 * machine does */
};

/* Start writing path (NULL or "-": standard output) into a temporary file in its folder: one
 * without a name where the file system has such, so that nothing stays behind even when the program
 * is killed. False with a message where it exists and force is not set, or cannot be written. */
bool save_open(struct save *save, const char *path, bool force, struct err *err);

/* Flush, fsync and rename into place (never over an existing file without force, decided
 * atomically). False with a message where anything could not be written (a full disk: standard
 * output too); the temporary file is then gone. */
bool save_commit(struct save *save, bool force, struct err *err);

/* Write a whole file that is in memory already: so what is wrong with its making is known before
 * anything is written, and what is wrong with its writing is known by its reason. */
bool save_bytes(const char *path, bool force, const char *bytes, size_t size, struct err *err);

/* Give up: no file is left. */
void save_cancel(struct save *save);

#endif
