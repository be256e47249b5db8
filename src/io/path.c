/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PROGRAM_PATH = 4096 };

static const char folder[] = "bitplan/presets", user_lessons[] = "bitplan/lessons";

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

/* The share beside the bin that the program runs from, so that an install tree can be moved. A
 * build folder is no bin: what happens to lie beside it is another's. */
static bool beside_program(char *out, size_t size) {
    char program[PROGRAM_PATH];
    const ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length <= 0) return false;
    program[length] = '\0';
    if (!cut_last(program)) return false;
    const char *bin = cut_last(program);
    return bin && strcmp(bin, "bin") == 0 && join(out, size, program, "/share", folder) &&
           is_folder(out);
}

static bool fixed(char *out, size_t size, const char *path) {
    const int length = snprintf(out, size, "%s", path);
    return length > 0 && (size_t)length < size && is_folder(out);
}

bool path_presets(enum path_place place, char *out, size_t size) {
    if (place == PATH_USER) return user_data(out, size, folder);
    return beside_program(out, size) || fixed(out, size, SOURCE_PRESETS) ||
           fixed(out, size, INSTALLED_PRESETS);
}

bool path_lessons(enum path_place place, char *out, size_t size) {
    char presets[PROGRAM_PATH];
    if (place == PATH_USER) return user_data(out, size, user_lessons);
    return path_presets(place, presets, sizeof presets) && join(out, size, presets, "", "lessons");
}

bool path_state(char *out, size_t size) {
    return user_folder(out, size, "XDG_STATE_HOME", "/.local/state", "bitplan");
}

bool path_make(const char *path) {
    char part[PROGRAM_PATH];
    if (strlen(path) >= sizeof part) return false;
    strcpy(part, path);
    for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(part, 0700); /* where it is there, or cannot be made, the last one tells */
        *slash = '/';
    }
    mkdir(part, 0700);
    return is_folder(part);
}
