/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/planner_app.h"

#include "cli/out.h"
#include "ui/state.h"
#include <stdlib.h>

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
    if (!words->has_file || state_read(app, words->path, &words->file, err)) return true;
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
