/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/bytes.h"

#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_SHOWN = 200 };

bool bytes_at(struct err *err, const char *path, int line) {
    const char *shown = path;
    const size_t length = strlen(path);
    if (length > PATH_SHOWN) {
        shown += length - PATH_SHOWN;
        while (((unsigned char)*shown & 0xC0) == 0x80)
            shown++;
    }
    const char *cut = shown == path ? "" : "…";
    if (line > 0) {
        err_at(err, "%s%s:%d", cut, shown, line);
    } else {
        err_at(err, "%s%s", cut, shown);
    }
    char clean[ERR_TEXT];
    text_clean(clean, sizeof clean, err->text);
    text_copy(err->text, sizeof err->text, clean);
    return false;
}

static const char *kind(mode_t mode) {
    if (S_ISDIR(mode)) return "a directory";
    if (S_ISFIFO(mode)) return "a pipe";
    if (S_ISSOCK(mode)) return "a socket";
    return "a device";
}

static bool is_regular(int fd, struct err *err) {
    struct stat info;
    if (fstat(fd, &info) != 0) return err_set(err, "%s", strerror(errno));
    if (S_ISREG(info.st_mode)) return true;
    return err_set(err, "%s; expected a regular file", kind(info.st_mode));
}

/* One byte more than may be there is asked for, so that a file that is too large, or grows, is
 * noticed. */
static bool read_all(int fd, char *bytes, size_t most, size_t *size, struct err *err) {
    size_t got = 0;
    while (got <= most) {
        const ssize_t n = read(fd, bytes + got, most + 1 - got);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return err_set(err, "%s", strerror(errno));
        if (n == 0) break;
        got += (size_t)n;
    }
    if (got > most) return err_set(err, "over %zu bytes; expected a smaller file", most);
    bytes[got] = '\0';
    *size = got;
    return true;
}

int bytes_open(const char *path, struct err *err) {
    /* O_NONBLOCK: a FIFO without a writer must not hold us up. */
    const int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd >= 0 && is_regular(fd, err)) return fd;
    if (fd < 0) {
        err_set(err, "%s", strerror(errno));
    } else {
        close(fd);
    }
    bytes_at(err, path, 0);
    return -1;
}

char *bytes_read(const char *path, size_t most, size_t *size, struct err *err) {
    const int fd = bytes_open(path, err);
    if (fd < 0) return NULL;
    char *bytes = malloc(most + 1);
    if (!bytes) err_starved(err, "no memory to read it");
    const bool done = bytes && read_all(fd, bytes, most, size, err);
    close(fd);
    if (done) return bytes;
    free(bytes);
    bytes_at(err, path, 0);
    return NULL;
}
