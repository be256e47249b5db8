/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/planner_app.h"

#include "cli/out.h"
#include "ui/view.h"
#include <stdlib.h>
#include <string.h>

/* What was on screen when the plan was written. */
static void restore_view(const struct plan_file *file, struct app *app) {
    const enum input input = input_find(file->input);
    if (input != INPUT_NONE) app->now.selected = input;
    for (int i = 0; i < VIEW_COUNT; i++) {
        if (strcmp(views[i]->name, file->view) == 0) app->view = (enum view)i;
    }
}

bool planner_app(const struct options *options, const struct words *words, struct app *app,
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
    if (words->has_file) restore_view(&words->file, app);
    return true;
}
