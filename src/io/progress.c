/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/progress.h"

#include "base/num.h"
#include "base/text.h"
#include "io/bytes.h"
#include "io/path.h"
#include "io/save.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Whether INI can hold the name. */
static bool can_be_kept(const char *name) {
    return *name && strlen(name) < LESSON_NAME && !strpbrk(name, "=:;#[]\n") && name[0] != ' ' &&
           name[strlen(name) - 1] != ' ';
}

struct progress_line *progress_line(struct progress *progress, const char *name, bool make) {
    for (int i = 0; i < progress->count; i++) {
        if (strcmp(progress->line[i].name, name) == 0) return &progress->line[i];
    }
    if (!make || progress->count == PROGRESS_LESSONS || !can_be_kept(name)) return NULL;
    struct progress_line *line = &progress->line[progress->count++];
    *line = (struct progress_line){.step = 0};
    text_copy(line->name, sizeof line->name, name);
    return line;
}

/* "3", "done", "3 done" */
static bool take_value(struct progress_line *line, const char *value, struct err *err) {
    double step = 1;
    char first[NUM_TEXT];
    const size_t length = strcspn(value, " ");
    text_copy(first, length + 1 < sizeof first ? length + 1 : sizeof first, value);
    const char *rest = value + length + strspn(value + length, " ");
    const bool number = num_parse(first, &step);
    if (!number) rest = value;
    line->done = strcmp(rest, "done") == 0;
    if ((!line->done && (!number || *rest)) || !(step >= 1 && step <= LESSON_STEPS))
        return err_set(err, "%s = %s; expected a step from 1 to %d, done, or both", line->name,
                       value, LESSON_STEPS);
    line->step = (int)step - 1;
    return true;
}

static bool take_item(struct progress *progress, const struct ini_item *item, struct err *err) {
    static const char *const names[] = {"lessons"};
    if (strcmp(item->section, names[0]) != 0) return ini_item_unknown(item, names, 1, err);
    if (!item->name) return true;
    struct progress_line *line = progress_line(progress, item->name, true);
    if (!line) return err_set(err, "%s; expected the name of a lesson", item->name);
    return ini_item_is_line(item, err) && take_value(line, item->value, err);
}

bool progress_read(const char *path, struct progress *progress, struct err *err) {
    struct ini_file ini;
    progress->count = 0;
    if (access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR)) return true;
    if (!ini_file_read(path, &ini, err)) return false;
    bool read = true;
    for (size_t i = 0; read && i < ini.count; i++) {
        read = take_item(progress, &ini.items[i], err) || bytes_at(err, path, ini.items[i].line);
    }
    ini_file_free(&ini);
    if (!read) progress->count = 0;
    return read;
}

static void print(FILE *to, const struct progress *progress) {
    fprintf(to, "# Lessons: the step where one stands, and which are done.\n[lessons]\n");
    for (int i = 0; i < progress->count; i++) {
        const struct progress_line *line = &progress->line[i];
        fprintf(to, "%s = %d%s\n", line->name, line->step + 1, line->done ? " done" : "");
    }
}

bool progress_write(const char *path, const struct progress *progress, struct err *err) {
    char folder[SAVE_PATH];
    struct save save;
    text_copy(folder, sizeof folder, path);
    char *slash = strrchr(folder, '/');
    if (slash) {
        *slash = '\0';
        if (!path_make(folder)) {
            err_set(err, "%s", strerror(errno));
            return bytes_at(err, folder, 0);
        }
    }
    if (!save_open(&save, path, true, err)) return false;
    print(save.to, progress);
    return save_commit(&save, true, err);
}
