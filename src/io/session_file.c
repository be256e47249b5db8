/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/session_file.h"

#include "io/bytes.h"
#include "io/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { NAME = 64, SESSIONS_MOST = 256, TRIES = 10 };

static const char head[] = "session-", tail[] = ".ini", lock_tail[] = ".lock";

/* A session found in the folder. */
struct found {
    char name[NAME];
    struct timespec written;
};

static bool join(char out[SAVE_PATH], const char *folder, const char *name) {
    const int length = snprintf(out, SAVE_PATH, "%s/%s", folder, name);
    return length > 0 && length < SAVE_PATH;
}

/* The lock of a session's path. */
static bool lock_path(char out[SAVE_PATH], const char *path) {
    const size_t length = strlen(path) - (sizeof tail - 1);
    const int whole = snprintf(out, SAVE_PATH, "%.*s%s", (int)length, path, lock_tail);
    return whole > 0 && whole < SAVE_PATH;
}

static bool fail(const char *path, int reason, struct err *err) {
    err_set(err, "%s", strerror(reason));
    return bytes_at(err, path, 0);
}

/* Whether a planner that runs writes this session. */
static bool is_written(const char *path) {
    char lock[SAVE_PATH];
    if (!lock_path(lock, path)) return true;
    const int fd = open(lock, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0) return errno != ENOENT;
    const bool written = flock(fd, LOCK_SH | LOCK_NB) != 0;
    close(fd);
    return written;
}

static bool is_session(const char *name) {
    const size_t length = strlen(name);
    return length < NAME && length > sizeof head + sizeof tail - 2 &&
           strncmp(name, head, sizeof head - 1) == 0 &&
           strcmp(name + length - (sizeof tail - 1), tail) == 0;
}

static int latest_first(const void *left, const void *right) {
    const struct found *a = left, *b = right;
    if (a->written.tv_sec != b->written.tv_sec)
        return a->written.tv_sec < b->written.tv_sec ? 1 : -1;
    if (a->written.tv_nsec != b->written.tv_nsec)
        return a->written.tv_nsec < b->written.tv_nsec ? 1 : -1;
    return strcmp(b->name, a->name);
}

/* The sessions in a folder that nobody writes, the latest first; how many. The caller frees *out.
 */
static int find_sessions(const char *folder, struct found **out) {
    DIR *const listing = opendir(folder);
    struct found *const found = listing ? malloc(SESSIONS_MOST * sizeof *found) : NULL;
    int count = 0;
    *out = found;
    for (struct dirent *entry; found && count < SESSIONS_MOST && (entry = readdir(listing));) {
        char path[SAVE_PATH];
        struct stat info;
        if (!is_session(entry->d_name) || !join(path, folder, entry->d_name)) continue;
        if (lstat(path, &info) != 0 || !S_ISREG(info.st_mode) || is_written(path)) continue;
        snprintf(found[count].name, NAME, "%s", entry->d_name);
        found[count++].written = info.st_mtim;
    }
    if (listing) closedir(listing);
    if (count > 0) qsort(found, (size_t)count, sizeof *found, latest_first);
    return count;
}

bool session_file_latest(char out[SAVE_PATH]) {
    char folder[SAVE_PATH];
    struct found *found;
    if (!path_state(folder, sizeof folder)) return false;
    const bool any = find_sessions(folder, &found) > 0 && join(out, folder, found[0].name);
    free(found);
    return any;
}

static void remove_old(const char *folder) {
    struct found *found;
    const int count = find_sessions(folder, &found);
    for (int i = 0; i < count; i++) {
        char path[SAVE_PATH], lock[SAVE_PATH];
        if (!join(path, folder, found[i].name) || !lock_path(lock, path)) continue;
        unlink(lock);
        if (i >= SESSIONS_KEPT) unlink(path);
    }
    free(found);
}

/* Lock a new file; −1 where that fails. Another planner may take a lock not yet locked for a stale
 * one and unlink it: then it is not the one in the folder any more. */
static int take_lock(const char *path) {
    for (int try = 0; try < TRIES; try++) {
        struct stat mine, there;
        const int fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (fd < 0) return -1;
        const bool locked = flock(fd, LOCK_EX | LOCK_NB) == 0;
        if (locked && fstat(fd, &mine) == 0 && stat(path, &there) == 0 &&
            mine.st_ino == there.st_ino)
            return fd;
        close(fd);
    }
    return -1;
}

/* In containers a run often has the number that the one before it had: the time keeps them apart.
 */
static bool name_session(char out[SAVE_PATH], const char *folder) {
    char name[NAME];
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    snprintf(name, sizeof name, "%s%lld%03ld-%ld%s", head, (long long)now.tv_sec,
             now.tv_nsec / 1000000, (long)getpid(), tail);
    return join(out, folder, name);
}

bool session_file_open(struct session_file *file, struct err *err) {
    char folder[SAVE_PATH], path[SAVE_PATH], lock[SAVE_PATH];
    file->path[0] = '\0';
    if (!path_state(folder, sizeof folder))
        return err_set(err, "neither XDG_STATE_HOME nor HOME names a folder");
    if (!path_make(folder)) return fail(folder, errno, err);
    if (!name_session(path, folder) || !lock_path(lock, path))
        return fail(folder, ENAMETOOLONG, err);
    file->lock = take_lock(lock);
    if (file->lock < 0) return fail(folder, errno, err);
    memcpy(file->path, path, sizeof path);
    remove_old(folder);
    return true;
}

bool session_file_write(const struct session_file *file, const char *text, size_t size,
                        bool lasting, struct err *err) {
    struct save save;
    if (!save_open(&save, file->path, true, err)) return false;
    save.quick = !lasting;
    fwrite(text, 1, size, save.to);
    return save_commit(&save, true, err);
}

void session_file_close(struct session_file *file) {
    char lock[SAVE_PATH];
    if (!file->path[0]) return;
    if (lock_path(lock, file->path)) unlink(lock);
    close(file->lock);
    file->path[0] = '\0';
}

bool session_file_set_aside(const char *path, char out[SAVE_PATH]) {
    const int length = snprintf(out, SAVE_PATH, "%s.broken", path);
    return length > 0 && length < SAVE_PATH && rename(path, out) == 0;
}
