/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/planner_app.h"

#include "base/text.h"
#include "cli/out.h"
#include "io/session_file.h"
#include "ui/config.h"
#include "ui/state.h"
#include <stdlib.h>
#include <string.h>

/* What was left out of settings or session: the first of it in the last row. A path is long, and
 * the file's name will do. */
static void say_notes(struct app *app, const struct notes *notes) {
    if (notes->count == 0) return;
    const char *const text = notes->note[0].text, *const end = strstr(text, ": ");
    const char *const slash = end ? memrchr(text, '/', (size_t)(end - text)) : NULL;
    char more[40] = "";
    if (notes->count > 1) text_append(more, sizeof more, " (and %d more)", notes->count - 1);
    app_say(app, true, "left out%s: %s", more, slash ? slash + 1 : text);
}

/* A session of which not all could be read is kept under another name. */
static void set_aside(struct words *words) {
    char aside[SAVE_PATH], *const text = words->notes.note[0].text;
    if (words->notes.count > 0 && session_file_set_aside(words->path, aside))
        text_append(text, ERR_TEXT, "; kept as %s", strrchr(aside, '/') + 1);
}

/* The plan file's pins and view. */
static bool read_state(struct app *app, struct words *words, struct err *err) {
    if (!words->has_file) return true;
    if (!words->resumed) return state_read(app, words->path, &words->file, err);
    state_read_good(app, words->path, &words->file, &words->notes);
    return true;
}

static bool start(const struct options *options, struct words *words, struct app *app,
                  struct err *err) {
    struct preset *presets[APP_PRESETS];
    int count = 0;
    for (int i = 0; i < words->preset_count && count < APP_PRESETS; i++) {
        struct preset *copy = malloc(sizeof *copy);
        if (!copy) {
            while (count > 0) {
                preset_free(presets[--count]);
                free(presets[count]);
            }
            return err_set(err, "out of memory");
        }
        preset_move(copy, &words->presets[i]);
        presets[count++] = copy;
    }
    app_init(app, &words->plan, presets, count, out_ascii(options->ascii));
    if (options->config) config_dress(options->config, app, !words->has_file);
    if (!read_state(app, words, err)) {
        app_free(app);
        return false;
    }
    if (options->config) say_notes(app, &options->config->notes);
    set_aside(words);
    say_notes(app, &words->notes);
    return true;
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
