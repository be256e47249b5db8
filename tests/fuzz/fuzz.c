/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void fuzz_require(bool holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

int fuzz_open(const uint8_t *data, size_t size, char path[FUZZ_PATH]) {
    const int fd = memfd_create("fuzz", MFD_CLOEXEC);
    fuzz_require(fd >= 0, "a file in memory");
    for (size_t written = 0; written < size;) {
        const ssize_t n = write(fd, data + written, size - written);
        fuzz_require(n > 0, "its content");
        written += (size_t)n;
    }
    snprintf(path, FUZZ_PATH, "/proc/self/fd/%d", fd);
    return fd;
}

void fuzz_close(int fd) {
    close(fd);
}

void fuzz_check_message(const struct err *err, const char *path) {
    fuzz_require(memchr(err->text, '\0', sizeof err->text) != NULL, "a message that ends");
    fuzz_require(strncmp(err->text, path, strlen(path)) == 0, "a message that names the file");
    fuzz_require(strlen(err->text) > strlen(path) + 2, "a message that says something");
    for (const char *at = err->text; *at;) {
        fuzz_require(!text_unsafe(text_next(&at)), "a message that is safe to show");
    }
}
