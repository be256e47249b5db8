/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/complete.h"

#include "base/text.h"
#include "io/path.h"
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { NAME = 256 };

static bool showable(const char *name) {
    for (const char *at = name; *at;) {
        if (text_unsafe(text_next(&at))) return false;
    }
    return text_valid(name);
}

/* Bytes that two names have alike, whole characters. */
static size_t alike(const char *a, const char *b) {
    size_t same = 0;
    for (const char *x = a, *y = b; *x && *y;) {
        if (text_next(&x) != text_next(&y)) break;
        same = (size_t)(x - a);
    }
    return same;
}

static bool is_folder(const char *folder, const char *name) {
    char path[PATH_LONGEST + NAME];
    struct stat info;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* What all names in folder that begin with start have in common; returns how many they are. */
static int find_common(const char *folder, const char *start, char common[NAME]) {
    DIR *dir = opendir(folder);
    int count = 0;
    if (!dir) return 0;
    for (const struct dirent *entry; (entry = readdir(dir));) {
        const char *name = entry->d_name;
        const bool hidden = name[0] == '.' && start[0] != '.';
        const bool dots = strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
        if (hidden || dots || strncmp(name, start, strlen(start)) != 0 || !showable(name)) continue;
        if (count++ == 0)
            text_copy(common, NAME, name);
        else
            common[alike(common, name)] = '\0';
    }
    closedir(dir);
    return count;
}

int complete_word(char *text, size_t size, size_t from, const char *const *words, int count) {
    const char *common = NULL;
    size_t length = 0;
    int found = 0;
    for (int i = 0; i < count; i++) {
        if (strncmp(words[i], text + from, strlen(text + from)) != 0 || !showable(words[i]))
            continue;
        const size_t same = common ? alike(common, words[i]) : strlen(words[i]);
        if (!common || same < length) length = same;
        if (!common) common = words[i];
        found++;
    }
    if (!common || from + length >= size) return 0;
    memmove(text + from, common, length);
    text[from + length] = '\0';
    return found;
}

int complete_path(char *text, size_t size) {
    char folder[PATH_LONGEST], common[NAME] = "", typed[PATH_LONGEST];
    char *slash = strrchr(text, '/');
    const char *start = slash ? slash + 1 : text;
    text_copy(typed, (size_t)(start - text) + 1, text);
    if (!path_expand(slash ? typed : "./", folder)) return 0;
    const int count = find_common(folder, start, common);
    const bool whole = count == 1 && is_folder(folder, common);
    const size_t before = (size_t)(start - text);
    if (count == 0 || before + strlen(common) + whole >= size) return 0;
    snprintf(text + before, size - before, "%s%s", common, whole ? "/" : "");
    return count;
}
