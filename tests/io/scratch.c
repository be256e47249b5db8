/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch.h"

#include "base/text.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

int scratch_make(void **state) {
    struct scratch *scratch = calloc(1, sizeof *scratch);
    const char *base = getenv("TMPDIR");
    if (!scratch) return -1;
    snprintf(scratch->folder, sizeof scratch->folder, "%s/bitplan-XXXXXX", base ? base : "/tmp");
    *state = scratch;
    return mkdtemp(scratch->folder) ? 0 : -1;
}

static void remove_folder(const char *folder) {
    char path[1024];
    struct stat info;
    DIR *dir = opendir(folder);
    for (const struct dirent *file; dir && (file = readdir(dir));) {
        if (strcmp(file->d_name, ".") == 0 || strcmp(file->d_name, "..") == 0) continue;
        snprintf(path, sizeof path, "%s/%s", folder, file->d_name);
        if (lstat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
            remove_folder(path);
        } else {
            unlink(path);
        }
    }
    if (dir) closedir(dir);
    rmdir(folder);
}

int scratch_remove(void **state) {
    struct scratch *scratch = *state;
    remove_folder(scratch->folder);
    free(scratch);
    return 0;
}

const char *scratch_path(const struct scratch *scratch, const char *file, char out[SCRATCH_FILE]) {
    snprintf(out, SCRATCH_FILE, "%s/%s", scratch->folder, file);
    return out;
}

void scratch_write(const struct scratch *scratch, const char *file, const char *bytes,
                   size_t size) {
    char path[SCRATCH_FILE];
    FILE *to = fopen(scratch_path(scratch, file, path), "w");
    assert_non_null(to);
    assert_true(fwrite(bytes, 1, size, to) == size);
    assert_int_equal(fclose(to), 0);
}

char *scratch_read(const struct scratch *scratch, const char *file) {
    char path[SCRATCH_FILE];
    enum { MOST = 1 << 16 };
    FILE *from = fopen(scratch_path(scratch, file, path), "r");
    char *bytes = calloc(1, MOST + 1);
    assert_non_null(from);
    assert_non_null(bytes);
    assert_true(fread(bytes, 1, MOST, from) < MOST);
    fclose(from);
    return bytes;
}

int scratch_count(const struct scratch *scratch) {
    DIR *dir = opendir(scratch->folder);
    assert_non_null(dir);
    int count = -2; /* . and .. */
    while (readdir(dir))
        count++;
    closedir(dir);
    return count;
}

static void check_part(const char *text, const char *part) {
    if (!strstr(text, part)) fail_msg("\"%s\" lacks \"%s\"", text, part);
}

void check_message(const struct err *err, const char *path, const struct breakage *breakage) {
    char place[768], clean[ERR_TEXT];
    if (breakage->line) {
        snprintf(place, sizeof place, "%s:%d: ", path, breakage->line);
    } else {
        snprintf(place, sizeof place, "%s: ", path);
    }
    if (strncmp(err->text, place, strlen(place)) != 0) {
        fail_msg("\"%s\" does not begin with \"%s\"", err->text, place);
    }
    check_part(err->text + strlen(place), breakage->found);
    check_part(err->text + strlen(place), breakage->expected);
    text_clean(clean, sizeof clean, err->text);
    assert_string_equal(err->text, clean);
}
