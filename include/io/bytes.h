/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small file, whole, in memory; and where in a file a complaint belongs. */
#ifndef IO_BYTES_H
#define IO_BYTES_H

#include "base/err.h"
#include <stddef.h>

/* Read a regular file of at most `most` bytes. Returned: its bytes and a NUL after them, to be
 * freed; *size without that NUL. NULL with "file: reason" where it cannot be read, is no regular
 * file (a directory, a FIFO: it never blocks), is larger, or there is no memory. */
char *bytes_read(const char *path, size_t most, size_t *size, struct err *err);

/* Open a regular file for reading; it never blocks. −1 with "file: reason" where it cannot be, or
 * is none. */
int bytes_open(const char *path, struct err *err);

/* Put "path:line: " (line 0: "path: ") before the message that err holds, and make all of it safe
 * to show. A path of over 200 bytes keeps its end only. Returns false always. */
bool bytes_at(struct err *err, const char *path, int line);

#endif
