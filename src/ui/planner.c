/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/planner.h"

#include "base/clock.h"
#include "ui/session.h"

enum { FRAME_MS = 50 /* between pictures of work that goes on */ };

/* Paint a new screen; without memory for one the old stays. */
static void paint(struct app *app, struct terminal *term) {
    term_size(term, &app->cols, &app->rows);
    struct canvas canvas = canvas_new(app->cols, app->rows, app->ascii);
    if (!canvas.cells) return;
    app_draw(app, &canvas);
    theme_paint(&app->theme, &canvas);
    term_show(term, &canvas);
    canvas_free(&canvas);
    if (app->copy[0]) term_copy(term, app->copy);
    app->copy[0] = '\0';
}

/* Whether the planner ends with this event. Without a question where it is not the user who asks.
 */
static bool ends(struct app *app, struct session *session, const struct event *event) {
    if (!app->quit) {
        if (event->kind != EVENT_NONE) session->asked = false;
        return false;
    }
    if (event->kind != EVENT_END) app->quit = session_may_quit(session, app);
    return app->quit;
}

/* A bite of work, so small that no key waits for it. Whether its progress is to be painted. */
static bool work(struct app *app, long long *painted) {
    static const double bite = .001;
    const int stage = app_stage(app);
    app_work(app, clock_now() + bite);
    const bool same = app_stage(app) == stage;
    if (same && app_busy(app) && clock_ms() - *painted < FRAME_MS) return false;
    *painted = clock_ms();
    return true;
}

/* The session is written once the screen is painted: whoever pressed the key has the answer. */
static void run(struct app *app, struct terminal *term, struct session *session) {
    bool more = false, stale = false;
    long long painted = 0;
    struct event event;
    paint(app, term);
    session_start(session, app);
    do {
        if (!more && stale) paint(app, term);
        if (!more && session_tick(session, app, clock_ms())) paint(app, term);
        const bool busy = app_busy(app);
        event = term_read(term, busy ? 0 : session_patience(session, clock_ms()), &more);
        stale = event.kind != EVENT_NONE;
        if (!stale && busy) stale = work(app, &painted);
        if (event.kind == EVENT_NONE) continue;
        app_event(app, &event);
        session_touch(session, clock_ms());
    } while (!ends(app, session, &event));
}

int planner_run(struct app *app, const struct term_options *options, struct err *err) {
    struct terminal *term;
    struct session session;
    if (!term_open(options, &term, err)) return -1;
    app->colors = theme_plain(&app->theme) ? 0 : term_colors(term);
    app->copies = term_copies(term);
    run(app, term, &session);
    session_end(&session, app);
    const int signal = term_signal(term);
    term_close(term);
    return signal;
}
