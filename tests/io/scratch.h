/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder of its own for each test, and broken files in it. */
#ifndef TESTS_IO_SCRATCH_H
#define TESTS_IO_SCRATCH_H

#include "base/err.h"
#include <stddef.h>

enum { SCRATCH_PATH = 256, SCRATCH_FILE = 512 };

struct scratch {
    char folder[SCRATCH_PATH];
};

/* cmocka set-up and tear-down: *state is a struct scratch with a fresh folder; it goes with all
 * that is in it. */
int scratch_make(void **state);
int scratch_remove(void **state);

/* The path of a file in the folder. Returns out. */
const char *scratch_path(const struct scratch *scratch, const char *file, char out[SCRATCH_FILE]);

/* Write bytes to a file in the folder. */
void scratch_write(const struct scratch *scratch, const char *file, const char *bytes, size_t size);

/* The content of a file in the folder with a NUL after it, to be freed; fails the test where it is
 * not there. */
char *scratch_read(const struct scratch *scratch, const char *file);

/* How many files there are in the folder. */
int scratch_count(const struct scratch *scratch);

/* One kind of broken file, and where the message has to point. */
struct breakage {
    const char *text;
    size_t size; /* 0: strlen(text) */
    int line;    /* 0: the file as a whole */
    const char *found, *expected;
};

/* Whether err is "path:line: …found…; …expected…" on one clean line. Fails the test where it is
 * not. */
void check_message(const struct err *err, const char *path, const struct breakage *breakage);

#endif
