/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PROGRAM_PATH = 4096 };

static const char folder[] = "bitplan/presets", config[] = "bitplan/config.ini";

static bool is_folder(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* root/below/tail; false where it does not fit. */
static bool join(char *out, size_t size, const char *root, const char *below, const char *tail) {
    const int length = snprintf(out, size, "%s%s/%s", root, below, tail);
    return length > 0 && (size_t)length < size;
}

/* The XDG rules: tail in $variable, a relative one counting as none, or below the home. */
static bool in_home(char *out, size_t size, const char *variable, const char *below,
                    const char *tail) {
    const char *base = getenv(variable);
    if (base && base[0] == '/') return join(out, size, base, "", tail);
    const char *home = getenv("HOME");
    return home && home[0] == '/' && join(out, size, home, below, tail);
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
    if (place == PATH_USER) return in_home(out, size, "XDG_DATA_HOME", "/.local/share", folder);
    return beside_program(out, size) || fixed(out, size, SOURCE_PRESETS) ||
           fixed(out, size, INSTALLED_PRESETS);
}

bool path_state(char *out, size_t size) {
    return in_home(out, size, "XDG_STATE_HOME", "/.local/state", "bitplan");
}

bool path_config(int nth, char *out, size_t size) {
    if (nth == 0) return in_home(out, size, "XDG_CONFIG_HOME", "/.config", config);
    const char *at = getenv("XDG_CONFIG_DIRS");
    if (!at || !*at) at = "/etc/xdg";
    for (; nth > 1 && *at; nth--)
        at += strcspn(at, ":") + (at[strcspn(at, ":")] == ':');
    char root[PROGRAM_PATH];
    const int length = (int)strcspn(at, ":");
    if (at[0] != '/' || (size_t)length >= sizeof root) return false;
    snprintf(root, sizeof root, "%.*s", length, at);
    return join(out, size, root, "", config);
}
