/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/history_file.h"

#include "base/text.h"
#include "io/bytes.h"
#include "io/path.h"
#include "io/save.h"
#include <stdlib.h>
#include <string.h>

enum { LINE = 512, FILE_MOST = 1 << 16 };

static bool history_path(char out[PATH_LONGEST]) {
    if (!path_state(out, PATH_LONGEST)) return false;
    text_append(out, PATH_LONGEST, "/history");
    return true;
}

/* As much of it as can be kept; anything but a file is none. */
void history_file_read(struct history all[HISTORY_KINDS]) {
    char path[PATH_LONGEST], *rest = NULL;
    size_t size;
    struct err err;
    char *const text = history_path(path) ? bytes_read(path, FILE_MOST, &size, &err) : NULL;
    if (!text) return;
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        history_take(all, line, &err);
    free(text);
}

/* Ours after theirs: an equal line moves up. */
static void add_all(struct history to[HISTORY_KINDS], const struct history from[HISTORY_KINDS]) {
    char line[LINE];
    for (int kind = 0; kind < HISTORY_KINDS; kind++) {
        int count = 0;
        while (history_get(&from[kind], count, line, sizeof line))
            count++;
        while (count-- > 0) {
            history_get(&from[kind], count, line, sizeof line);
            history_add(&to[kind], line);
        }
    }
}

bool history_file_write(const struct history all[HISTORY_KINDS], struct err *err) {
    struct history both[HISTORY_KINDS] = {0};
    struct save save;
    char path[PATH_LONGEST];
    if (!history_path(path)) return err_set(err, "there is no home to keep the history in");
    history_file_read(both);
    add_all(both, all);
    if (!save_open(&save, path, true, err)) return false;
    save.quick = true;
    history_write(both, save.to);
    return save_commit(&save, true, err);
}
