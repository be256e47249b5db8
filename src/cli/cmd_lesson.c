/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bitplan lesson: what lessons there are, and whether a file is one. */
#include "base/text.h"
#include "cli/cmd.h"
#include "io/lesson_file.h"
#include "ui/lesson.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A lesson that cannot be read is named on standard error and does not keep the others from the
 * list. */
static void print_lessons(struct out *out, const struct preset_list *list) {
    struct lesson *lesson = malloc(sizeof *lesson);
    struct err err;
    if (!lesson) out->starved = true; /* and out_close says so */
    for (size_t i = 0; lesson && i < list->count; i++) {
        if (!lesson_file_read(list->entries[i].path, lesson, &err)) {
            out_fail(0, &err);
            continue;
        }
        out_print(out, OUT_STRONG, "%s\n", list->entries[i].name);
        out_wrap(out, OUT_PLAIN, 4, "", lesson->title->value);
        out_wrap(out, OUT_FAINT, 4, "", lesson->source->value);
        lesson_file_free(lesson);
    }
    free(lesson);
}

static int list_lessons(const struct options *options) {
    struct preset_list list;
    struct out out;
    struct err err;
    if (options->word_count > 1) {
        err_set(&err, "lesson list: expected nothing after it, found %s", options->words[1]);
        return out_fail(2, &err);
    }
    if (!out_open(&out, options)) return 1;
    if (!lesson_list_read(&list, &err)) {
        out_cancel(&out);
        return out_fail(1, &err);
    }
    print_lessons(&out, &list);
    preset_list_free(&list);
    return out_close(&out);
}

static int check_file(struct out *out, const char *path) {
    char title[LESSON_TITLE];
    int steps;
    struct err err;
    if (access(path, R_OK) != 0) {
        err_set(&err, "%s: %s", path, strerror(errno));
        return out_fail(2, &err);
    }
    if (!lesson_check(path, title, &steps, &err)) return out_fail(1, &err);
    out_print(out, OUT_PLAIN, "ok: %s, %d steps (%s)\n", title, steps, path);
    return 0;
}

static int check_lessons(const struct options *options) {
    struct out out;
    struct err err;
    int status = 0;
    if (options->word_count < 2) {
        err_set(&err, "lesson check: expected a file");
        return out_fail(2, &err);
    }
    if (!out_open(&out, options)) return 1;
    for (int i = 1; i < options->word_count; i++) {
        const int found = check_file(&out, options->words[i]);
        if (found > status) status = found;
    }
    const int written = out_close(&out);
    return written > status ? written : status;
}

int cmd_lesson(const struct options *options) {
    struct err err;
    const char *word = options->word_count > 0 ? options->words[0] : "";
    if (strcmp(word, "list") == 0) return list_lessons(options);
    if (strcmp(word, "check") == 0) return check_lessons(options);
    err_set(&err, "lesson%s%s: expected list or check FILE after it", *word ? " " : "", word);
    return out_fail(2, &err);
}
