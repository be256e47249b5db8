/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/planner_app.h"

#include "base/text.h"
#include "cli/out.h"
#include "ui/view.h"
#include <stdlib.h>
#include <string.h>

/* The index of word in names, −1 where it is none of them. */
static int name_index(const char *word, const char *const *names, int count) {
    for (int i = 0; i < count; i++) {
        if (strcmp(names[i], word) == 0) return i;
    }
    return -1;
}

static bool unknown(const char *path, const char *key, const char *word, const char *const *names,
                    int count, struct err *err) {
    const char *near = text_nearest(word, names, (size_t)count);
    return err_set(err, "%s: [view] %s = %s: unknown; %s %s", path, key, word,
                   near ? "did you mean" : "expected one like", near ? near : names[0]);
}

/* What was on screen when the plan was written. */
static bool restore_view(const struct words *words, struct app *app, struct err *err) {
    const char *names[VIEW_COUNT];
    const struct plan_file *file = &words->file;
    for (int i = 0; i < VIEW_COUNT; i++)
        names[i] = views[i]->name;
    const int view = file->view[0] ? name_index(file->view, names, VIEW_COUNT) : 0;
    const int hold = file->hold[0] ? name_index(file->hold, hold_names, HOLD_COUNT) : 0;
    const enum input input = file->input[0] ? input_find(file->input) : IN_N;
    if (view < 0) return unknown(words->path, "view", file->view, names, VIEW_COUNT, err);
    if (hold < 0) return unknown(words->path, "hold", file->hold, hold_names, HOLD_COUNT, err);
    if (input == INPUT_NONE) {
        plan_unknown_name(file->input, err);
        return err_at(err, "%s: [view] input", words->path);
    }
    app->view = (enum view)view;
    app->now.selected = input;
    app_hold(app, (enum hold)hold);
    return true;
}

static bool start(const struct options *options, const struct words *words, struct app *app,
                  struct err *err) {
    struct preset *presets[APP_PRESETS];
    int count = 0;
    for (int i = 0; i < words->preset_count && count < APP_PRESETS; i++) {
        struct preset *copy = malloc(sizeof *copy);
        if (!copy) {
            while (count > 0)
                free(presets[--count]);
            return err_set(err, "out of memory");
        }
        *copy = words->presets[i];
        presets[count++] = copy;
    }
    app_init(app, &words->plan, presets, count, out_ascii(options->ascii));
    if (!words->has_file || restore_view(words, app, err)) return true;
    app_free(app);
    return false;
}

struct app *planner_app(const struct options *options, enum words_kind kind, struct words *words,
                        struct err *err) {
    if (!words_read(options, kind, words, err)) return NULL;
    struct app *app = malloc(sizeof *app);
    if (app && start(options, words, app, err)) return app;
    if (!app) err_set(err, "out of memory");
    words_free(words);
    free(app);
    return NULL;
}
