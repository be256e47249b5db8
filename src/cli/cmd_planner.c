/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"
#include "cli/planner_app.h"
#include "ui/planner.h"
#include <signal.h>
#include <stdlib.h>

/* End as the signal would have ended us, so that the caller sees which it was. */
static int end_by(int number) {
    signal(number, SIG_DFL);
    raise(number);
    return 128 + number;
}

/* The words are large, and the stack is what cannot be asked for politely once memory is short. */
static struct app *open_app(const struct options *options, struct err *err) {
    struct words *const words = malloc(sizeof *words);
    err_set(err, "out of memory");
    struct app *const app = words ? planner_app(options, WORDS_PLAN, words, err) : NULL;
    if (app) words_free(words);
    free(words);
    return app;
}

int cmd_planner(const struct options *options) {
    struct err err;
    struct app *app = open_app(options, &err);
    if (!app) return out_fail(2, &err);
    static const enum term_color color[] = {[OUT_AUTO] = TERM_COLOR_AUTO,
                                            [OUT_ALWAYS] = TERM_COLOR_ALWAYS,
                                            [OUT_NEVER] = TERM_COLOR_NEVER};
    const struct term_options term = {.color = color[options->color], .mouse = options->mouse};
    app->keeps_progress = true;
    const int ended = planner_run(app, &term, &err);
    app_free(app);
    free(app);
    if (ended < 0) return out_fail(2, &err);
    return ended > 0 ? end_by(ended) : 0;
}
