/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session.h"

#include "ui/fit_work.h"
#include "ui/history_file.h"
#include "ui/lesson.h"
#include "ui/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    IDLE_MS = 200, /* of silence: nobody is waiting for the next screen */
    LATE_MS = 1000 /* since the first change that is not kept */
};

static char *print(const struct plan_file *file, size_t *size, struct err *err) {
    char *text = NULL;
    FILE *const to = open_memstream(&text, size);
    if (!to) return NULL;
    const bool written = plan_file_write(to, "bitplan --resume", file, err);
    if (fclose(to) == 0 && written) return text;
    free(text);
    return NULL;
}

/* The state as a plan file; NULL with a message. The caller frees it. Without memory the stack may
 * not grow either, and that would be a crash. */
static char *state_text(const struct app *app, size_t *size, struct err *err) {
    struct plan_file *const file = malloc(sizeof *file);
    struct app *const outside = lesson_runs(app) ? malloc(sizeof *outside) : NULL;
    char *text = NULL;
    err_set(err, "out of memory");
    if (outside) lesson_outside(app, outside);
    if (file && (outside || !lesson_runs(app))) {
        state_write(outside ? outside : app, file);
        text = print(file, size, err);
    }
    free(outside);
    free(file);
    return text;
}

void session_touch(struct session *session, long long now) {
    if (!session->touched) session->first = now;
    session->last = now;
    session->touched = true;
}

void session_start(struct session *session, struct app *app) {
    struct err err;
    memset(session, 0, sizeof *session);
    history_file_read(app->history);
    memcpy(session->history, app->history, sizeof session->history);
    session->kept = state_text(app, &session->size, &err);
    session_file_open(&session->file, &err); /* if not, it is tried again, and told, in time */
}

int session_patience(const struct session *session, long long now) {
    if (!session->touched) return -1;
    const long long idle = session->last + IDLE_MS, late = session->first + LATE_MS;
    const long long due = (idle < late ? idle : late) - now;
    return due > 0 ? (int)due : 0;
}

static bool same(const struct session *session, const char *text, size_t size) {
    return session->kept && session->size == size && memcmp(session->kept, text, size) == 0;
}

/* The folder is there once a session was written. */
static bool keep_history(struct session *session, const struct app *app, struct err *err) {
    if (memcmp(session->history, app->history, sizeof session->history) == 0) return true;
    if (!session->file.path[0] && !session_file_open(&session->file, err)) return false;
    if (!history_file_write(app->history, err)) return false;
    memcpy(session->history, app->history, sizeof session->history);
    return true;
}

/* Write what has changed. False with a message. */
static bool keep(struct session *session, const struct app *app, bool lasting, struct err *err) {
    size_t size;
    session->touched = false;
    char *const text = state_text(app, &size, err);
    if (!text) return false;
    const bool is_open = session->file.path[0], changed = !same(session, text, size);
    bool done = true;
    if (changed || (lasting && session->written))
        done = (is_open || session_file_open(&session->file, err)) &&
               session_file_write(&session->file, text, size, lasting, err);
    if (done && changed) session->written = true;
    if (done) {
        free(session->kept);
        session->kept = text;
        session->size = size;
        session->said = false;
    } else {
        free(text);
    }
    return done && keep_history(session, app, err);
}

bool session_tick(struct session *session, struct app *app, long long now) {
    struct err err;
    if (session_patience(session, now) != 0 || keep(session, app, false, &err)) return false;
    if (session->said || app->overlay != OVERLAY_NONE) return false;
    app_say_failed(app, "the session is not kept", err.text);
    session->said = true;
    return true;
}

/* What would be missed: plans and a fit, not what else was on screen. */
static bool much_changed(const struct session *session, const struct app *app) {
    static const char view[] = "\n[view]";
    struct err err;
    size_t size;
    char *const text = state_text(app, &size, &err);
    if (!text || !session->kept || fit_work_unsaved(app)) {
        free(text);
        return true;
    }
    const char *const a = strstr(session->kept, view), *const b = strstr(text, view);
    const size_t before = a ? (size_t)(a - session->kept) : session->size;
    const size_t now = b ? (size_t)(b - text) : size;
    const bool changed = before != now || memcmp(session->kept, text, now) != 0;
    free(text);
    return changed;
}

bool session_may_quit(struct session *session, struct app *app) {
    struct err err;
    if (session->asked || keep(session, app, true, &err)) return true;
    if (!much_changed(session, app)) return true;
    app_say_failed(app,
                   fit_work_unsaved(app)
                       ? "quit again to lose this plan and the fit, which w writes"
                       : "quit again to lose this plan and its pins",
                   err.text);
    session->asked = session->said = true;
    return false;
}

void session_end(struct session *session, const struct app *app) {
    struct err err;
    if (session->touched) keep(session, app, true, &err);
    session_file_close(&session->file);
    free(session->kept);
    session->kept = NULL;
}
