/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/path.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char presets_folder[] = "bitplan/presets", user_lessons[] = "bitplan/lessons",
                  config[] = "bitplan/config.ini";

static bool is_folder(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* root/below/name; false where it does not fit. */
static bool join(char *out, size_t size, const char *root, const char *below, const char *name) {
    const int length = snprintf(out, size, "%s%s/%s", root, below, name);
    return length > 0 && (size_t)length < size;
}

/* The XDG rules: the folder that a variable names, a relative one counting as none, or the one
 * below the user's home. */
static bool user_folder(char *out, size_t size, const char *variable, const char *below,
                        const char *name) {
    const char *data = getenv(variable);
    if (data && data[0] == '/') return join(out, size, data, "", name);
    const char *home = getenv("HOME");
    return home && home[0] == '/' && join(out, size, home, below, name);
}

static bool user_data(char *out, size_t size, const char *name) {
    return user_folder(out, size, "XDG_DATA_HOME", "/.local/share", name);
}

/* Cut the last part off a path and return it; NULL where there is none. */
static char *cut_last(char *path) {
    char *slash = strrchr(path, '/');
    if (!slash) return NULL;
    *slash = '\0';
    return slash + 1;
}

/* The folder that the program runs from. */
static bool program_folder(char out[PATH_LONGEST]) {
    const ssize_t length = readlink("/proc/self/exe", out, PATH_LONGEST - 1);
    if (length <= 0) return false;
    out[length] = '\0';
    return cut_last(out) != NULL;
}

/* The share beside the bin that the program runs from, so that an install tree can be moved. A
 * build folder is no bin: what happens to lie beside it is another's. */
static bool beside_program(char *out, size_t size) {
    char program[PATH_LONGEST];
    if (!program_folder(program)) return false;
    const char *bin = cut_last(program);
    return bin && strcmp(bin, "bin") == 0 && join(out, size, program, "/share", presets_folder) &&
           is_folder(out);
}

static bool fixed(char *out, size_t size, const char *path) {
    const int length = snprintf(out, size, "%s", path);
    return length > 0 && (size_t)length < size && is_folder(out);
}

bool path_presets(enum path_place place, char *out, size_t size) {
    if (place == PATH_USER) return user_data(out, size, presets_folder);
    return beside_program(out, size) || fixed(out, size, SOURCE_PRESETS) ||
           fixed(out, size, INSTALLED_PRESETS);
}

bool path_lessons(enum path_place place, char *out, size_t size) {
    char presets[PATH_LONGEST];
    if (place == PATH_USER) return user_data(out, size, user_lessons);
    return path_presets(place, presets, sizeof presets) && join(out, size, presets, "", "lessons");
}

bool path_state(char *out, size_t size) {
    return user_folder(out, size, "XDG_STATE_HOME", "/.local/state", "bitplan");
}

bool path_config(int nth, char *out, size_t size) {
    if (nth == 0) return user_folder(out, size, "XDG_CONFIG_HOME", "/.config", config);
    const char *at = getenv("XDG_CONFIG_DIRS");
    if (!at || !*at) at = "/etc/xdg";
    for (; nth > 1 && *at; nth--)
        at += strcspn(at, ":") + (at[strcspn(at, ":")] == ':');
    char root[PATH_LONGEST];
    const int length = (int)strcspn(at, ":");
    if (at[0] != '/' || (size_t)length >= sizeof root) return false;
    snprintf(root, sizeof root, "%.*s", length, at);
    return join(out, size, root, "", config);
}

/* Of a folder in another that could not be made, that one's reason is the reason. */
bool path_make(const char *path) {
    char part[PATH_LONGEST];
    int reason = ENOENT;
    if (strlen(path) >= sizeof part) {
        errno = ENAMETOOLONG;
        return false;
    }
    strcpy(part, path);
    for (char *slash = part; slash;) {
        slash = strchr(slash + 1, '/');
        if (slash) *slash = '\0';
        if (mkdir(part, 0700) != 0 && errno != EEXIST && reason == ENOENT) reason = errno;
        if (slash) *slash = '/';
    }
    const bool made = is_folder(part);
    errno = access(part, F_OK) == 0 ? ENOTDIR : reason;
    return made;
}

/* Whether folder/name is a file; then it is in out. */
static bool has_file(const char *folder, const char *name, char out[PATH_LONGEST]) {
    struct stat info;
    const int length = snprintf(out, PATH_LONGEST, "%s/%s", folder, name);
    return length > 0 && length < PATH_LONGEST && stat(out, &info) == 0 && S_ISREG(info.st_mode);
}

/* Code is loaded from the build folder only by what was built there: another's program must not be
 * led to it. */
static bool in_build(const char *folder) {
    const size_t length = strlen(BUILD_FOLDER);
    return strncmp(folder, BUILD_FOLDER, length) == 0 &&
           (folder[length] == '/' || folder[length] == '\0');
}

bool path_module(const char *name, char out[PATH_LONGEST]) {
    char folder[PATH_LONGEST], beside[PATH_LONGEST];
    if (!program_folder(folder)) return false;
    if (in_build(folder)) return has_file(BUILD_FOLDER "/src/io", name, out);
    const char *bin = cut_last(folder);
    const int length = snprintf(beside, sizeof beside, "%s/%s", folder, LIBRARY_FOLDER);
    const bool fits = length > 0 && (size_t)length < sizeof beside;
    if (bin && strcmp(bin, "bin") == 0 && fits && has_file(beside, name, out)) return true;
    return has_file(INSTALLED_LIBRARIES, name, out);
}

bool path_expand(const char *path, char out[PATH_LONGEST]) {
    const char *home = getenv("HOME");
    const bool tilde = path[0] == '~' && (path[1] == '/' || path[1] == '\0');
    if (tilde && (!home || !home[0])) return false;
    const int length =
        snprintf(out, PATH_LONGEST, "%s%s", tilde ? home : "", tilde ? path + 1 : path);
    return length > 0 && length < PATH_LONGEST;
}
