/* SPDX-License-Identifier: GPL-3.0-or-later */
/* INI files, strictly read (inih's door): every complaint names file and line. */
#ifndef IO_INI_FILE_H
#define IO_INI_FILE_H

#include "base/err.h"
#include <stddef.h>

struct ini_item {
    char *section;
    char *name;  /* NULL: the section line itself */
    char *value; /* continuation lines joined by '\n' */
    int line;    /* from 1 */
};

struct ini_file {
    struct ini_item *items; /* in the order of the file */
    size_t count;
};

/* Read a file whole. False with "file:line: what was found; what was expected" for a line over 199
 * bytes, a section name over 49, a NUL, bad UTF-8, a line that is neither a section nor NAME =
 * VALUE, a name before the first section, a section or a name given twice; "file: reason" where it
 * cannot be read (a directory, a FIFO, over 1 MiB, no permission: it never blocks). */
bool ini_file_read(const char *path, struct ini_file *file, struct err *err);

void ini_file_free(struct ini_file *file);

#endif
