/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/fit_laws.h"

#include "base/text.h"
#include "engine/fit_compare.h"
#include "engine/fit_request.h"
#include "io/data_file.h"
#include "io/table.h"
#include "ui/fit_ask.h"
#include "ui/fit_parts.h"
#include "ui/look.h"
#include "ui/widget.h"
#include <math.h>
#include <stdlib.h>

enum { BAR_W = 20, WORDS = 400, NAME_W = 24, CELL_W = 7, STATUS_W = 15 };

enum phase { PHASE_READ, PHASE_COMPARE, PHASE_DONE, PHASE_FAILED, PHASE_CANCELLED };

struct fit_laws {
    enum phase phase;
    struct err err;
    struct fit_asked asked; /* the words that ask points into */
    struct data_ask ask;
    struct data_report report;
    struct data_reading *reading;
    struct runs runs;
    struct fit_comparison comparison;
    struct fit_compare *job;
    double progress;
};

void fit_laws_free(struct app *app) {
    struct fit_laws *const laws = app->fit_laws;
    app->fit_laws = NULL;
    if (!laws) return;
    fit_compare_free(laws->job);
    data_close(laws->reading);
    runs_free(&laws->runs);
    free(laws);
}

static int number_of(const struct law *law) {
    int at = 0;
    while (at < law_count() && law_at(at) != law)
        at++;
    return at;
}

/* The file again, for all laws: what else is asked stays as it is in the form. */
static bool open_file(const struct fit_state *state, struct fit_laws *laws) {
    struct fit_state grouped = *state;
    grouped.law = number_of(&law_compression); /* the law that takes groups */
    if (!fit_ask_data(&grouped, &laws->asked, &laws->ask, &laws->err)) return false;
    laws->ask.law = &law_chinchilla;
    for (int i = 0; i < law_count(); i++)
        laws->ask.also |= law_at(i)->reads;
    laws->reading = fit_ask_open(&laws->asked, &laws->ask, &laws->err);
    return laws->reading != NULL;
}

static void begin(struct app *app) {
    struct fit_laws *const laws = app->fit_laws = calloc(1, sizeof *laws);
    if (!laws) {
        app->fit.laws = false;
        app_say(app, true, "out of memory");
        return;
    }
    runs_init(&laws->runs);
    if (!open_file(&app->fit, laws)) laws->phase = PHASE_FAILED;
}

static bool begin_compare(const struct fit_state *state, struct fit_laws *laws) {
    const struct law *all[LAWS_MOST];
    const int count = law_count();
    struct fit_state plain = *state;
    struct fit_problem like;
    struct err err;
    plain.law = number_of(&law_chinchilla);
    plain.form = 0;
    if (!fit_ask_problem(&plain, &laws->runs, &like, &laws->err)) return false;
    like.profile = laws->runs.count <= FIT_PROFILE_MOST;
    for (int i = 0; i < count; i++)
        all[i] = law_at(i);
    laws->comparison.all = true;
    fit_compare_list(&laws->comparison, all, count);
    for (int i = 0; i < count; i++) {
        if (!data_file_suits(&laws->report, all[i], laws->ask.by != NULL, &err) ||
            !fit_request_group(&laws->runs, all[i], laws->ask.by != NULL, &err)) {
            fit_ask_own_words(err.text, sizeof err.text);
            fit_compare_refuse(&laws->comparison, all[i], err.text);
        }
    }
    laws->job = fit_compare_start(&laws->comparison, &like, &laws->err);
    return laws->job != NULL;
}

static void read_some(const struct fit_state *state, struct fit_laws *laws, double deadline) {
    const enum data_state now = data_step(laws->reading, deadline, &laws->err);
    laws->progress = data_progress(laws->reading);
    if (now == DATA_READING) return;
    if (now == DATA_READ) data_take(laws->reading, &laws->runs, &laws->report);
    data_close(laws->reading);
    laws->reading = NULL;
    laws->progress = 0;
    if (now == DATA_BROKEN) fit_ask_own_words(laws->err.text, sizeof laws->err.text);
    laws->phase = now == DATA_READ && begin_compare(state, laws) ? PHASE_COMPARE : PHASE_FAILED;
}

static void compare_some(struct fit_laws *laws, double deadline) {
    const bool done = fit_compare_step(laws->job, deadline);
    laws->progress = fit_compare_progress(laws->job);
    if (!done) return;
    fit_compare_free(laws->job);
    laws->job = NULL;
    laws->phase = PHASE_DONE;
}

static bool goes_on(const struct fit_laws *laws) {
    return laws && laws->phase <= PHASE_COMPARE;
}

bool fit_laws_busy(const struct app *app) {
    if (!app->fit.laws || app->fit.stale || !app->fit.file[0]) return false;
    return app->fit_laws ? goes_on(app->fit_laws) : app->view == VIEW_FIT;
}

void fit_laws_step(struct app *app, double deadline) {
    struct fit_laws *const laws = app->fit_laws;
    if (!laws)
        begin(app);
    else if (laws->phase == PHASE_READ)
        read_some(&app->fit, laws, deadline);
    else
        compare_some(laws, deadline);
}

bool fit_laws_cancel(struct app *app) {
    struct fit_laws *const laws = app->fit_laws;
    if (!goes_on(laws)) return false;
    fit_compare_free(laws->job);
    data_close(laws->reading);
    laws->job = NULL;
    laws->reading = NULL;
    laws->phase = PHASE_CANCELLED;
    return true;
}

void fit_laws_toggle(struct app *app) {
    struct fit_laws *const laws = app->fit_laws;
    if (!app->fit.laws && !app->fit.file[0]) {
        app_say(app, true, "a file of runs is missing: Enter on file");
        return;
    }
    app->fit.laws = !app->fit.laws;
    if (!app->fit.laws) fit_laws_cancel(app);
    if (app->fit.laws && laws && laws->phase != PHASE_DONE) fit_laws_free(app);
}

static void put(struct canvas *canvas, struct rect *rect, enum look look, const char *text) {
    widget_say(canvas, rect, looks[look], text);
}

/* A cell, its right end at x. */
static void put_right(struct canvas *canvas, int x, int y, enum look look, const char *text) {
    const int width = canvas_width(canvas, text);
    canvas_put(canvas, x - width, y, width, looks[look], text);
}

/* Where the columns end; 0: there is no room for one. */
struct columns {
    int free, status, objective, first; /* status: where it begins */
};

static struct columns columns_of(const struct rect *rect) {
    struct columns at = {.free = rect->x + NAME_W + 3, .status = rect->x + NAME_W + 5};
    at.first = at.status + (rect->w >= 75 ? STATUS_W : 0);
    if (at.first == at.status) at.status = 0;
    if (rect->w >= 90) at.objective = at.first += 11;
    return at;
}

static void put_titles(struct canvas *canvas, struct rect *rect, const struct columns *at) {
    static const char *const tested[] = {"fit", "left", "large", "bias"};
    canvas_put(canvas, rect->x + 2, rect->y, NAME_W, looks[LOOK_DIM], "law");
    put_right(canvas, at->free, rect->y, LOOK_DIM, "p");
    if (at->status) canvas_put(canvas, at->status, rect->y, STATUS_W, looks[LOOK_DIM], "status");
    if (at->objective) put_right(canvas, at->objective, rect->y, LOOK_DIM, "objective");
    for (int i = 0; i < 4; i++)
        put_right(canvas, at->first + (i + 1) * CELL_W, rect->y, LOOK_DIM, tested[i]);
    rect->y++;
    rect->h--;
}

static void put_rival(struct canvas *canvas, struct rect *rect, const struct columns *at,
                      const struct fit_rival *rival) {
    char text[FIT_NAME], number[NUM_TEXT];
    const bool best = rival->verdict == FIT_BEST;
    const enum look look = best ? LOOK_STRONG : LOOK_TEXT;
    canvas_put(canvas, rect->x, rect->y, 1, looks[LOOK_KEY],
               best                        ? "●"
               : rival->verdict == FIT_TIE ? "="
                                           : " ");
    canvas_put(canvas, rect->x + 2, rect->y, NAME_W - 2, looks[look], fit_rival_name(rival, text));
    put_right(canvas, at->free, rect->y, LOOK_TEXT, num_shortest(number, rival->p));
    if (at->status) {
        canvas_put(canvas, at->status, rect->y, STATUS_W,
                   looks[rival->status == FIT_OK ? LOOK_DIM : LOOK_WARN],
                   fit_status_word(rival->status));
    }
    if (at->objective)
        put_right(canvas, at->objective, rect->y, LOOK_DIM,
                  fit_number(number, rival->objective, 3));
    const double value[] = {rival->rms_log, rival->left.rms_log, rival->large.rms_log,
                            rival->large.bias_log};
    for (int i = 0; i < 4; i++)
        put_right(canvas, at->first + (i + 1) * CELL_W, rect->y, i == 2 ? LOOK_STRONG : LOOK_TEXT,
                  fit_rival_percent(number, value[i], i == 3));
    rect->y++;
    rect->h--;
}

/* What the columns are; in short where there is little room. */
static void put_legend(struct canvas *canvas, struct rect *rect, const struct fit_comparison *all) {
    char words[WORDS] = "", large[FIT_WORDS], high[NUM_TEXT];
    if (!fit_compare_large(all, large, sizeof large)) return;
    text_append(words, sizeof words,
                "off by, in %%: fit, rms inside; left, each size from all others; large, the %s, "
                "from the smaller sizes alone, and its bias; = a tie with the best",
                large);
    if (widget_text_rows(canvas, rect->w, words) > rect->h) {
        words[0] = '\0';
        text_append(words, sizeof words, "in %%; left: by other sizes; large: %s by smaller; = tie",
                    num_si(high, all->large_high));
    }
    put(canvas, rect, LOOK_DIM, words);
}

/* What there is to say, and who is not among the rows. */
static void put_words(struct canvas *canvas, struct rect *rect, const struct fit_comparison *all) {
    char words[WORDS];
    if (*all->why) put(canvas, rect, LOOK_WARN, all->why);
    put_legend(canvas, rect, all);
    for (int i = 0; i < all->count; i++) {
        const struct fit_rival *const rival = &all->rival[i];
        if (rival->compared || fit_rival_joins(all, i)) continue;
        words[0] = '\0';
        text_append(words, sizeof words, "%s: %s", rival->law->name, rival->why);
        put(canvas, rect, LOOK_WARN, words);
    }
}

static void put_table(const struct fit_laws *laws, struct canvas *canvas, struct rect rect) {
    const struct fit_comparison *const all = &laws->comparison;
    const struct columns at = columns_of(&rect);
    if (all->rows > 0) put_titles(canvas, &rect, &at);
    for (int i = 0; i < all->count && rect.h > 0; i++) {
        if (all->rival[i].compared) put_rival(canvas, &rect, &at, &all->rival[i]);
    }
    put_words(canvas, &rect, all);
}

static void put_progress(const struct fit_laws *laws, struct canvas *canvas, struct rect rect) {
    const bool reads = laws && laws->phase == PHASE_READ;
    const double share = laws ? laws->progress : 0;
    widget_bar(canvas, rect.x, rect.y, BAR_W, share, looks[LOOK_TRACK]);
    canvas_print(canvas, rect.x + BAR_W + 1, rect.y, rect.w - BAR_W - 1, looks[LOOK_TEXT],
                 "%s %.0f %%; Escape leaves off",
                 reads ? "reading" : "fitting, with sizes left out", floor(100 * share));
}

void fit_laws_draw(const struct app *app, struct canvas *canvas, struct rect rect) {
    const struct fit_laws *const laws = app->fit_laws;
    char right[64] = "";
    if (laws && laws->phase == PHASE_DONE)
        text_append(right, sizeof right, "%zu of %zu rows, %zu sizes", laws->comparison.rows,
                    laws->report.rows, laws->comparison.sizes);
    widget_rule(canvas, rect.x, rect.y, rect.w, "laws compared", *right ? right : NULL);
    rect = (struct rect){rect.x + 1, rect.y + 1, rect.w - 2, rect.h - 1};
    if (!laws || goes_on(laws))
        put_progress(laws, canvas, rect);
    else if (laws->phase == PHASE_FAILED)
        put(canvas, &rect, LOOK_BAD, laws->err.text);
    else if (laws->phase == PHASE_CANCELLED)
        put(canvas, &rect, LOOK_DIM, "left off; v and v again begins anew");
    else
        put_table(laws, canvas, rect);
}

static void put_cells(struct table *table, const struct fit_rival *rival) {
    for (int i = 0; i < FIT_RIVAL_CELLS; i++) {
        const struct fit_rival_cell *const cell = &fit_rival_cells[i];
        if (cell->number)
            table_put(table, cell->number(rival));
        else
            table_put_word(table, cell->word(rival));
    }
}

bool fit_laws_table(const struct app *app, struct table *table) {
    const struct fit_laws *const laws = app->fit_laws;
    if (!laws || laws->phase != PHASE_DONE) return false;
    const struct fit_comparison *const all = &laws->comparison;
    text_append(table->title, sizeof table->title, "laws compared on %zu of %zu rows, %zu sizes",
                all->rows, laws->report.rows, all->sizes);
    fit_ask_command(&app->fit, true, table->words, sizeof table->words);
    text_append(table->words, sizeof table->words, " --format csv");
    for (int i = 0; i < FIT_RIVAL_CELLS; i++)
        table_column(table, fit_rival_cells[i].name, fit_rival_cells[i].unit);
    for (int i = 0; i < all->count; i++)
        put_cells(table, &all->rival[i]);
    return true;
}
