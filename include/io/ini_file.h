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

/* The same, but what is wrong is left out, each time with a note, and the rest still counts: a bad
 * line with the indented ones below it, a section whose line is bad. Of a section or a name given
 * twice both are there. False where it cannot be read at all. */
bool ini_file_read_good(const char *path, struct ini_file *file, struct notes *notes,
                        struct err *err);

void ini_file_free(struct ini_file *file);

/* The item of that section and name (NULL: the section's own line), or NULL. */
const struct ini_item *ini_file_find(const struct ini_file *file, const char *section,
                                     const char *name);

/* Whether the value stands on one line; else false with a message: most often the next name was
 * indented. */
bool ini_item_is_line(const struct ini_item *item, struct err *err);

/* An error about an item whose section (name NULL) or name is none of names[count]: the nearest is
 * suggested, or all are listed. Returns false. */
bool ini_item_unknown(const struct ini_item *item, const char *const *names, size_t count,
                      struct err *err);

#endif
