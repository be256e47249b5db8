/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/planner.h"

/* Paint a new screen; without memory for one the old stays. */
static void paint(struct app *app, struct terminal *term) {
    term_size(term, &app->cols, &app->rows);
    struct canvas canvas = canvas_new(app->cols, app->rows, app->ascii);
    if (!canvas.cells) return;
    app_draw(app, &canvas);
    term_show(term, &canvas);
    canvas_free(&canvas);
    if (app->copy[0]) term_copy(term, app->copy);
    app->copy[0] = '\0';
}

int planner_run(struct app *app, const struct term_options *options, struct err *err) {
    struct terminal *term;
    if (!term_open(options, &term, err)) return -1;
    app->colors = term_colors(term);
    app->copies = term_copies(term);
    bool more = false;
    while (!app->quit) {
        if (!more) paint(app, term);
        const struct event event = term_read(term, &more);
        app_event(app, &event);
    }
    const int signal = term_signal(term);
    term_close(term);
    return signal;
}
