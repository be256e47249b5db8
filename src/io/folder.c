/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/folder.h"

#include <dirent.h>
#include <string.h>

static bool fits(const char *file, const char *suffix) {
    const size_t length = strlen(file), end = strlen(suffix);
    return file[0] != '.' && length > end && strcmp(file + length - end, suffix) == 0;
}

bool folder_each(const char *folder, const char *suffix,
                 bool (*take)(void *context, const char *file), void *context) {
    DIR *const dir = opendir(folder);
    if (!dir) return true;
    bool going = true;
    for (const struct dirent *file; going && (file = readdir(dir));) {
        if (fits(file->d_name, suffix)) going = take(context, file->d_name);
    }
    closedir(dir);
    return going;
}
