/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/save.h"

#include "io/bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TRIES = 100 };

static bool fail(const struct save *save, struct err *err, const char *what) {
    err_set(err, "%s", what);
    return bytes_at(err, save->path[0] ? save->path : "standard output", 0);
}

/* stdio keeps no reason of a failure that it met while printing. */
static const char *reason_text(int reason) {
    return reason ? strerror(reason) : "it could not be written whole";
}

static bool fail_exists(const struct save *save, struct err *err) {
    return fail(save, err, "exists already; expected a new name, or --force to replace it");
}

/* The length of path's folder, its last '/' included; 0 for the current one. */
static size_t folder_length(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? (size_t)(slash - path + 1) : 0;
}

/* A device or a pipe has nothing to keep whole: it is written as it is. Without O_NONBLOCK a pipe
 * that nobody reads would hold us up for ever. */
static bool open_direct(struct save *save, struct err *err) {
    const int fd = open(save->path, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) return fail(save, err, errno == ENXIO ? "nobody reads that pipe" : strerror(errno));
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
    save->to = fdopen(fd, "w");
    if (save->to) return true;
    close(fd);
    return fail(save, err, "no memory to write it");
}

/* A name for the temporary file beside the path; false where it would be too long. */
static bool name_temporary(struct save *save, int try) {
    const int folder = (int)folder_length(save->path);
    const int length = snprintf(save->temporary, sizeof save->temporary, "%.*s.bp%ld.%d", folder,
                                save->path, (long)getpid(), try);
    return length >= 0 && (size_t)length < sizeof save->temporary;
}

/* A file that has no name until it is whole; −1 where the file system has none. */
static int open_nameless(struct save *save) {
    char folder[SAVE_PATH];
    const size_t length = folder_length(save->path);
    memcpy(folder, save->path, length);
    folder[length] = '\0';
    if (access("/proc/self/fd", X_OK) != 0) return -1; /* its name will be given by way of it */
    const int fd = open(length ? folder : ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
    save->nameless = fd >= 0 ? fcntl(fd, F_DUPFD_CLOEXEC, 0) : -1;
    if (fd >= 0 && save->nameless < 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static int open_named(struct save *save) {
    int fd = -1;
    for (int try = 0; try < TRIES && fd < 0; try++) {
        if (!name_temporary(save, try)) break;
        fd = open(save->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (fd < 0 && errno != EEXIST) break;
    }
    return fd;
}

/* mode 0: as the umask has it; else that of the file to be replaced. */
static bool open_temporary(struct save *save, mode_t mode, struct err *err) {
    int fd = open_nameless(save);
    if (fd < 0) fd = open_named(save);
    if (fd >= 0 && mode) fchmod(fd, mode);
    save->to = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (save->to) return true;
    fail(save, err, strerror(errno));
    if (fd >= 0) close(fd);
    save_cancel(save);
    return false;
}

/* Through a symbolic link the file that it names is replaced, not the link. */
static bool follow_link(struct save *save, struct err *err) {
    char *target = realpath(save->path, NULL);
    if (!target) return fail(save, err, strerror(errno));
    const size_t size = strlen(target) + 1;
    const bool fits = size <= sizeof save->path;
    if (fits) memcpy(save->path, target, size);
    free(target);
    return fits || fail(save, err, strerror(ENAMETOOLONG));
}

bool save_open(struct save *save, const char *path, bool force, struct err *err) {
    struct stat link, target;
    memset(save, 0, sizeof *save);
    save->nameless = -1;
    if (!path || strcmp(path, "-") == 0) {
        save->to = stdout;
        return true;
    }
    const size_t length = strlen(path);
    const bool fits = length < sizeof save->path;
    memcpy(save->path, path, fits ? length : sizeof save->path - 1);
    if (!fits) return fail(save, err, strerror(ENAMETOOLONG));
    if (lstat(path, &link) != 0) {
        /* Only a name that is free will do; anything else would fail at the end of a long run. */
        if (errno != ENOENT || length == 0) return fail(save, err, strerror(errno));
        return open_temporary(save, 0, err);
    }
    const bool reaches = stat(path, &target) == 0;
    if (reaches && S_ISDIR(target.st_mode)) return fail(save, err, "a directory; expected a file");
    if (reaches && !S_ISREG(target.st_mode)) return open_direct(save, err);
    if (!force) return fail_exists(save, err);
    if (S_ISLNK(link.st_mode) && !follow_link(save, err)) return false;
    return open_temporary(save, target.st_mode & 0777, err);
}

/* fsync says EINVAL and the like of devices and pipes, which have nothing to sync. */
static bool sync_file(int fd) {
    return fsync(fd) == 0 || errno == EINVAL || errno == EROFS || errno == ENOTSUP;
}

/* Flush, sync and close; errno says what failed first, 0 where that is not known. */
static bool finish_file(struct save *save) {
    const bool printed = ferror(save->to) == 0;
    bool done = fflush(save->to) == 0 && (save->quick || sync_file(fileno(save->to)));
    int reason = done ? save->reason : errno;
    if (fclose(save->to) != 0 && done) {
        reason = errno;
        done = false;
    }
    save->to = NULL;
    errno = reason;
    return printed && done;
}

/* What was printed may still be refused when it is flushed, or (network file systems) closed. */
static bool finish_stdout(const struct save *save, struct err *err) {
    const bool printed = ferror(stdout) == 0;
    if (fflush(stdout) != 0) return fail(save, err, strerror(errno));
    const int copy = dup(fileno(stdout));
    if (copy >= 0 && close(copy) != 0) return fail(save, err, strerror(errno));
    return printed || fail(save, err, reason_text(save->reason));
}

/* Give the nameless file a name; EEXIST where it is taken. */
static bool link_nameless(const struct save *save, const char *name) {
    char self[64];
    snprintf(self, sizeof self, "/proc/self/fd/%d", save->nameless);
    return linkat(AT_FDCWD, self, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0;
}

/* Whether the file is there is decided with the linking or renaming itself, so that nobody's file
 * is lost in a race. */
static bool place_new(const struct save *save) {
    if (save->nameless >= 0) return link_nameless(save, save->path);
    if (renameat2(AT_FDCWD, save->temporary, AT_FDCWD, save->path, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != ENOSYS && errno != EINVAL) return false;
    if (link(save->temporary, save->path) != 0) return false;
    unlink(save->temporary);
    return true;
}

/* Linking never replaces, renaming does: the nameless file has a name for just that moment. */
static bool place_over(struct save *save) {
    for (int try = 0; save->nameless >= 0 && try < TRIES; try++) {
        if (!name_temporary(save, try)) return false;
        if (link_nameless(save, save->temporary)) break;
        save->temporary[0] = '\0';
        if (errno != EEXIST) return false;
    }
    return rename(save->temporary, save->path) == 0;
}

/* So that the new name outlives a power cut; where the folder cannot be synced the file is there
 * all the same. */
static void sync_folder(const char *path) {
    char folder[SAVE_PATH];
    const size_t length = folder_length(path);
    memcpy(folder, path, length);
    folder[length] = '\0';
    const int fd = open(length ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    fsync(fd);
    close(fd);
}

bool save_commit(struct save *save, bool force, struct err *err) {
    if (!save->path[0]) return finish_stdout(save, err);
    const bool written = finish_file(save);
    const bool direct = !save->temporary[0] && save->nameless < 0;
    if (direct) return written || fail(save, err, reason_text(errno));
    if (written && (force ? place_over(save) : place_new(save))) {
        save->temporary[0] = '\0';
        save_cancel(save);
        if (!save->quick) sync_folder(save->path);
        return true;
    }
    const int reason = errno;
    save_cancel(save);
    if (written && reason == EEXIST) return fail_exists(save, err);
    return fail(save, err, reason_text(reason));
}

void save_cancel(struct save *save) {
    if (save->to && save->to != stdout) fclose(save->to);
    if (save->nameless >= 0) close(save->nameless);
    if (save->temporary[0]) unlink(save->temporary);
    save->to = NULL;
    save->nameless = -1;
    save->temporary[0] = '\0';
}

bool save_bytes(const char *path, bool force, const char *bytes, size_t size, struct err *err) {
    struct save save;
    if (!save_open(&save, path, force, err)) return false;
    if (fwrite(bytes, 1, size, save.to) == size) return save_commit(&save, force, err);
    fail(&save, err, strerror(errno));
    save_cancel(&save);
    return false;
}
