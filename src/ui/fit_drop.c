/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/fit_drop.h"

#include "base/text.h"
#include "engine/fit_request.h"
#include "ui/fit_parts.h"
#include "ui/overlay.h"
#include <string.h>

enum { WORD = 320 };

/* Whether a condition by the name would leave out that row and no other: a list has commas between
 * its words, a colon makes a range, and what was cleaned is not what the file has. */
static bool tells(const struct runs *runs, const struct run *run) {
    double number;
    const char *const name = run->name;
    if (!name || strpbrk(name, ",:;\"") || strstr(name, "·") || num_parse(name, &number))
        return false;
    int found = 0;
    for (size_t i = 0; i < runs->count; i++)
        found += runs->run[i].name && strcmp(runs->run[i].name, name) == 0;
    return found == 1;
}

static void condition(const struct runs *runs, const struct run *run, char out[WORD]) {
    out[0] = '\0';
    if (tells(runs, run))
        text_append(out, WORD, "run!=%s", run->name);
    else
        text_append(out, WORD, "line!=%d", run->line);
}

static void label(const struct app *app, char *out, size_t size) {
    (void)app;
    text_append(out, size, "leave out the worst row of number: ");
}

static void hint(const struct app *app, char *out, size_t size) {
    (void)app;
    text_append(out, size, "1 is the worst");
}

/* The row of that number; false with a message. */
static bool row_of(struct app *app, const char *text, size_t *row) {
    size_t rows[FIT_WORST];
    double number;
    const struct fit_work *const work = fit_work_shown(app);
    const int count = work ? fit_worst(&work->result, &work->runs, rows, FIT_WORST) : 0;
    if (!num_parse(text, &number) || number < 1 || number > count || number != (int)number) {
        app_say(app, true, "%.40s: expected a number from 1 to %d", text, count);
        return false;
    }
    *row = rows[(int)number - 1];
    return true;
}

static bool commit(struct app *app, const char *text) {
    char word[WORD], *const where = app->fit.where;
    size_t row;
    if (!row_of(app, text, &row)) return false;
    const struct fit_work *const work = fit_work_shown(app);
    condition(&work->runs, &work->runs.run[row], word);
    if (strlen(where) + strlen(word) + sizeof ", " > sizeof app->fit.where) {
        app_say(app, true, "where is full: it takes %zu bytes", sizeof app->fit.where - 1);
        return false;
    }
    text_append(where, sizeof app->fit.where, "%s%s", *where ? ", " : "", word);
    fit_work_again(app);
    app_say(app, false, "%s: the row `where` has it, and gives it back", word);
    return true;
}

static const struct prompt prompt = {.label = label, .hint = hint, .commit = commit};

void fit_drop_open(struct app *app) {
    if (!fit_work_shown(app)) {
        app_say(app, true, "there are no rows of a fit to leave one out of");
        return;
    }
    overlay_field_open(app, &prompt);
    field_set(&app->field, "1");
}
