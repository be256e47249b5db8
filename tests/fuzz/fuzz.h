/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the fuzzers share: any bytes as a file that a reader can open, and what must hold of its
 * answer. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "base/err.h"
#include <stddef.h>
#include <stdint.h>

enum { FUZZ_PATH = 64 };

/* libFuzzer's entry, one to each fuzzer; mutate.c calls it too. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A file in memory with that content; path is where it can be opened until fuzz_close(fd). */
int fuzz_open(const uint8_t *data, size_t size, char path[FUZZ_PATH]);
void fuzz_close(int fd);

/* Abort with what unless it holds. */
void fuzz_require(bool holds, const char *what);

/* Abort unless the message names the file and is safe to show. */
void fuzz_check_message(const struct err *err, const char *path);

#endif
