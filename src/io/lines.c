/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/lines.h"

#include "io/bytes.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 1 << 16 };

struct lines {
    int fd, number;
    struct sha256 sha;
    double size, read; /* bytes: of the file when it was opened, and until now */
    size_t at, end;    /* in piece: what was read and not yet given out */
    bool after_cr;     /* a line feed that comes now belongs to the line before */
    char piece[PIECE];
    char line[LINES_MOST + 1];
};

struct lines *lines_open(const char *path, struct err *err) {
    struct lines *lines = calloc(1, sizeof *lines);
    if (!lines) {
        err_set(err, "no memory to read it");
        bytes_at(err, path, 0);
        return NULL;
    }
    lines->fd = bytes_open(path, err);
    if (lines->fd < 0) {
        free(lines);
        return NULL;
    }
    struct stat info;
    if (fstat(lines->fd, &info) == 0) lines->size = (double)info.st_size;
    sha256_start(&lines->sha);
    return lines;
}

void lines_close(struct lines *lines) {
    if (!lines) return;
    close(lines->fd);
    free(lines);
}

/* Have a byte to read at lines->at: 1, at the file's end 0, −1 where it cannot be read. */
static int fill(struct lines *lines) {
    if (lines->at < lines->end) return 1;
    ssize_t got;
    do {
        got = read(lines->fd, lines->piece, sizeof lines->piece);
    } while (got < 0 && errno == EINTR);
    if (got <= 0) return (int)got;
    sha256_add(&lines->sha, lines->piece, (size_t)got);
    lines->at = 0;
    lines->end = (size_t)got;
    lines->read += (double)got;
    return 1;
}

/* The file's first bytes may be a mark that it is UTF-8. */
static void drop_mark(struct lines *lines, size_t *size) {
    static const char mark[] = "\xEF\xBB\xBF";
    if (lines->number != 1 || *size < 3 || memcmp(lines->line, mark, 3) != 0) return;
    *size -= 3;
    memmove(lines->line, lines->line + 3, *size + 1);
}

static const char *finish(struct lines *lines, size_t length, size_t *size) {
    lines->line[length++] = '\n';
    *size = length;
    drop_mark(lines, size);
    return lines->line;
}

/* What keeps a byte from being part of the line, or NULL. */
static const char *refused(char byte, size_t length) {
    if (byte == '\0') return "a NUL byte; expected a text file in UTF-8";
    if (length >= LINES_MOST - 1) return "a line of over 65534 bytes; expected shorter ones";
    return NULL;
}

const char *lines_next(struct lines *lines, size_t *size, bool *failed, struct err *err) {
    size_t length = 0;
    int more;
    *failed = false;
    if (lines->number < INT_MAX) lines->number++;
    while ((more = fill(lines)) > 0) {
        const char byte = lines->piece[lines->at++];
        const bool second = lines->after_cr && byte == '\n';
        lines->after_cr = byte == '\r';
        if (second) continue;
        if (byte == '\n' || byte == '\r') return finish(lines, length, size);
        const char *const why = refused(byte, length);
        if (why) {
            *failed = true;
            err_set(err, "%s", why);
            return NULL;
        }
        lines->line[length++] = byte;
    }
    if (more < 0) {
        *failed = true;
        err_set(err, "%s", strerror(errno));
    }
    if (more < 0 || length == 0) return NULL;
    return finish(lines, length, size);
}

int lines_number(const struct lines *lines) {
    return lines->number;
}

double lines_share(const struct lines *lines) {
    const double used = lines->read - (double)(lines->end - lines->at);
    return used < lines->size ? used / lines->size : 1;
}

void lines_sum(struct lines *lines, char out[SHA256_TEXT]) {
    struct sha256 copy = lines->sha;
    sha256_end(&copy, out);
}
