/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Fit view: what came of it in words, and the coefficients. */
#include "base/text.h"
#include "ui/fit_parts.h"
#include "ui/look.h"
#include "ui/widget.h"
#include <math.h>
#include <string.h>

enum { WORDS = 400, PROGRESS_W = 20, ROWS_MANY = 100000 /* whose bites are long */ };

const char *fit_number(char out[NUM_TEXT], double value, int digits) {
    if (isnan(value)) return text_copy(out, NUM_TEXT, "—");
    if (isinf(value)) return text_copy(out, NUM_TEXT, value > 0 ? "∞" : "−∞");
    const double rounded = num_round(value, digits), size = fabs(rounded);
    char text[NUM_TEXT];
    if (size < 1e6 && size == floor(size)) return num_fixed(out, rounded, 0);
    snprintf(out, NUM_TEXT, "%s%.30s", value < 0 ? "−" : "", num_shortest(text, size));
    return out;
}

static void put(struct canvas *canvas, struct rect *rect, enum look look, const char *text) {
    widget_say(canvas, rect, looks[look], text);
}

static const char intro[] =
    "Enter on file, and the name of a CSV file of runs (Tab completes it): columns N, D and loss, "
    "and the bits that the law reads, by their names here.\n\nThe law is then fitted at once, and "
    "again whenever something here is changed. K explains a row.";

static void put_progress(const struct fit_work *work, struct canvas *canvas, struct rect *rect) {
    char text[WORDS] = "", number[NUM_TEXT];
    static const char *const doing[] = {[FIT_PHASE_READ] = "reading",
                                        [FIT_PHASE_FIT] = "fitting",
                                        [FIT_PHASE_SIZES] = "leaving sizes out",
                                        [FIT_PHASE_BOOT] = "resampling"};
    const bool fit = work->phase == FIT_PHASE_FIT, sizes = work->phase == FIT_PHASE_SIZES;
    const bool boot = work->phase == FIT_PHASE_BOOT;
    const double share = sizes  ? (double)work->lefts / fmax(1, (double)work->to_leave)
                         : boot ? (double)work->resampled / work->resamples
                                : work->progress;
    if (work->phase == FIT_PHASE_NEXT) return;
    text_append(text, sizeof text, "%s %.0f %%", doing[work->phase], floor(100 * share));
    if (fit && work->runs.count >= ROWS_MANY)
        text_append(text, sizeof text, " of %s rows", num_si(number, (double)work->runs.count));
    if (fit && isfinite(work->objective))
        text_append(text, sizeof text, ", objective %s", fit_number(number, work->objective, 4));
    const int bar = rect->w < 60 ? PROGRESS_W / 2 : PROGRESS_W;
    widget_bar(canvas, rect->x, rect->y, bar, share, looks[LOOK_TRACK]);
    canvas_put(canvas, rect->x + bar + 1, rect->y, rect->w - bar - 1, looks[LOOK_TEXT], text);
    rect->y++;
    rect->h--;
    if (!work->fitted) put(canvas, rect, LOOK_DIM, "Escape leaves off");
}

static void put_status(const struct fit_work *work, struct canvas *canvas, struct rect *rect) {
    const struct fit_result *const result = &work->result;
    static const struct {
        enum look look;
        const char *words;
    } said[] = {{LOOK_BAD_STRONG, "not converged: a step would still lower the objective"},
                {LOOK_BAD_STRONG, "refused"},
                {LOOK_STRONG, "converged, all identified"},
                {LOOK_WARN_STRONG, "▲ converged, at a bound"},
                {LOOK_WARN_STRONG, "▲ converged, not all identified"},
                {LOOK_BAD_STRONG, "▲ converged, but the law does not describe the runs"}};
    const int at = (int)result->status - (int)FIT_UNCONVERGED;
    put(canvas, rect, said[at].look, said[at].words);
    if (result->why[0]) put(canvas, rect, LOOK_WARN, result->why);
}

static void put_numbers(const struct fit_work *work, struct canvas *canvas, struct rect *rect) {
    const struct fit_result *const result = &work->result;
    char text[WORDS] = "", number[NUM_TEXT];
    text_append(text, sizeof text, "%zu of %zu rows", result->n, work->report.rows);
    if (result->clusters > 0) text_append(text, sizeof text, " in %zu clusters", result->clusters);
    text_append(text, sizeof text, ", %d free; rms %s %%", result->p,
                num_fixed(number, 100 * result->rms_log, 2));
    put(canvas, rect, LOOK_TEXT, text);
    text[0] = '\0';
    text_append(text, sizeof text, "objective %s, ",
                fit_number(number, result->objective, rect->w > 60 ? 6 : 4));
    if (work->problem.loss == FIT_HUBER)
        text_append(text, sizeof text, "Huber δ %s", fit_number(number, work->problem.delta, 3));
    else
        text_append(text, sizeof text, "squares / 2");
    if (rect->w > 60) text_append(text, sizeof text, ", summed over the runs");
    put(canvas, rect, LOOK_DIM, text);
}

static void put_left(const struct fit_left *left, bool last, struct canvas *canvas,
                     struct rect *rect) {
    char text[WORDS] = "", N[NUM_TEXT], rms[NUM_TEXT], bias[NUM_TEXT];
    text_append(text, sizeof text, "N %s left out: ", num_si(N, left->N));
    if (isnan(left->rms_log))
        text_append(text, sizeof text, "not predicted (%s)", fit_status_word(left->status));
    else
        text_append(text, sizeof text, "%s %%, mean %s", num_fixed(rms, 100 * left->rms_log, 2),
                    num_signed(bias, 100 * left->bias_log, 2));
    widget_fit(canvas, *rect, looks[last ? LOOK_STRONG : LOOK_DIM], text);
    rect->y++;
    rect->h--;
}

/* Each size predicted from the others, the largest first: the test that matters to a plan. */
static void put_lefts(const struct fit_work *work, struct canvas *canvas, struct rect *rect,
                      int most) {
    for (size_t i = 0; i < work->lefts && most > 0 && rect->h > 0; i++, most--)
        put_left(&work->left[i], i == 0, canvas, rect);
}

/* What is odd about the data comes before anything that was made of them. */
static void put_warnings(const struct fit_work *work, struct canvas *canvas, struct rect *rect) {
    char text[WORDS];
    for (int i = 0; i < work->report.warnings && rect->h > 0; i++) {
        text_copy(text, sizeof text, "▲ ");
        text_append(text, sizeof text, "%s", work->report.warning[i]);
        put(canvas, rect, LOOK_WARN_STRONG, text);
    }
}

static void put_remarks(const struct fit_work *work, struct canvas *canvas, struct rect *rect) {
    char text[WORDS];
    for (int i = 0; i < work->result.remarks && rect->h > 0; i++) {
        if (strcmp(work->result.remark[i], work->result.why) != 0)
            put(canvas, rect, LOOK_WARN, work->result.remark[i]);
    }
    if (work->report.bad > 0 && rect->h > 0) {
        text[0] = '\0';
        text_append(text, sizeof text, "%zu bad rows left out, the first: %s", work->report.bad,
                    work->report.first_bad);
        put(canvas, rect, LOOK_WARN, text);
    }
    if (work->report.ignored[0] && rect->h > 0) {
        text[0] = '\0';
        text_append(text, sizeof text, "columns not read: %s", work->report.ignored);
        put(canvas, rect, LOOK_DIM, text);
    }
}

/* What matters most first; what there is no room for is the worst rows and then the remarks. */
static void put_answers(const struct fit_work *work, const struct fit_layout *layout,
                        struct canvas *canvas, struct rect rect) {
    struct rect top = rect;
    const bool warned = work->result.remarks > 0;
    const bool many = rect.h >= 12 || (rect.h >= 10 && !warned);
    const int sizes = !layout->airy ? 1 : many ? 5 : 2;
    const bool refused = work->result.status == FIT_REFUSED;
    /* the numbers keep their place, and the status a row */
    top.h = refused ? rect.h : rect.h - 4;
    if (!refused) put_warnings(work, canvas, &top);
    top.h += !refused;
    put_status(work, canvas, &top);
    if (refused) put_warnings(work, canvas, &top);
    rect.h -= top.y - rect.y;
    rect.y = top.y;
    if (refused) return;
    put_numbers(work, canvas, &rect);
    put_lefts(work, canvas, &rect, sizes);
    if (!layout->airy && rect.h > 0) {
        const int worst = rect.h < 5 ? (rect.h + 1) / 2 : 3;
        fit_draw_worst(work, canvas, (struct rect){rect.x, rect.y, rect.w, worst});
        rect.y += worst;
        rect.h -= worst;
    }
    if (rect.h > 0) put_remarks(work, canvas, &rect);
}

void fit_draw_answers(const struct app *app, const struct fit_layout *layout,
                      struct canvas *canvas) {
    const struct fit_work *const work = app->fit_work;
    struct rect rect = layout->answers;
    const bool none = !work && !app->fit.stale;
    widget_rule(canvas, rect.x, rect.y, rect.w, none ? "how to begin" : "what came of it", NULL);
    rect = (struct rect){rect.x + 1, rect.y + 1, rect.w - 2, rect.h - 1};
    if (none) {
        put(canvas, &rect, LOOK_TEXT, intro);
    } else if (!work) {
        put(canvas, &rect, LOOK_DIM, "reading the file");
    } else if (work->phase == FIT_PHASE_FAILED) {
        put(canvas, &rect, LOOK_BAD_STRONG, work->err.text);
    } else if (work->phase == FIT_PHASE_CANCELLED && !work->fitted) {
        put(canvas, &rect, LOOK_WARN_STRONG, "left off before the fit was done; g goes again");
    } else {
        if (work->phase < FIT_PHASE_DONE) put_progress(work, canvas, &rect);
        if (work->phase == FIT_PHASE_CANCELLED)
            put(canvas, &rect, LOOK_WARN, "left off after the fit; g does all of it again");
        if (work->fitted) put_answers(work, layout, canvas, rect);
    }
}

/* How well a coefficient is known, 0 … 1: half its interval against its value, from 100 % to 0.1 %
 * by decades. */
static double known_share(const struct fit_coefficient *c) {
    const double half = (c->high - c->low) / 2 / fabs(c->value);
    if (!isfinite(half)) return 0;
    return half > 0 ? fmin(1, fmax(0, -log10(half) / 3)) : 1;
}

/* As many digits as there is room for: a number that is cut would be another. */
static void put_interval(const struct fit_coefficient *c, struct canvas *canvas, struct rect rect) {
    char low[NUM_TEXT], high[NUM_TEXT], text[2 * NUM_TEXT + 8];
    for (int digits = 3; digits > 0; digits--) {
        text[0] = '\0';
        text_append(text, sizeof text, "%s … %s", fit_number(low, c->low, digits),
                    fit_number(high, c->high, digits));
        if (canvas_width(canvas, text) <= rect.w) break;
    }
    widget_fit(canvas, rect, looks[LOOK_DIM], text);
}

static void put_known(const struct fit_coefficient *c, struct canvas *canvas, struct rect rect) {
    static const char *const words[] = {[FIT_FREE] = "",
                                        [FIT_FIXED] = "fixed",
                                        [FIT_TIED] = "tied",
                                        [FIT_BOUND] = "▲ at its bound"};
    const int interval = 15, bar = rect.w - interval - 2;
    const bool open = !c->identified;
    if (c->role == FIT_FIXED || c->role == FIT_BOUND) {
        widget_fit(canvas, rect, looks[c->role == FIT_BOUND ? LOOK_WARN : LOOK_DIM],
                   words[c->role]);
        return;
    }
    put_interval(c, canvas,
                 (struct rect){rect.x, rect.y, rect.w < interval ? rect.w : interval, 1});
    if (open) canvas_put(canvas, rect.x + interval, rect.y, 1, looks[LOOK_WARN_STRONG], "▲");
    if (bar > 0)
        widget_bar(canvas, rect.x + interval + 2, rect.y, bar, known_share(c),
                   looks[open ? LOOK_WARN : LOOK_TRACK]);
}

static int name_width(const struct fit_result *result, int most) {
    int width = 4;
    for (int i = 0; i < result->count; i++) {
        const int here = text_width(result->coefficient[i].name);
        if (here > width) width = here;
    }
    return width < most ? width : most;
}

/* The bar keeps some columns. */
static int name_most(int width) {
    const int most = width - 34;
    return most < 8 ? 8 : most > 22 ? 22 : most;
}

void fit_draw_coefficients(const struct app *app, const struct fit_work *work,
                           struct canvas *canvas, struct rect rect) {
    char number[NUM_TEXT], title[64] = "", right[48] = "", name[PLAN_VALUE];
    if (!work || rect.h < 2) return;
    const struct fit_result *const result = &work->result;
    const int name_w = name_width(result, name_most(rect.w)), rows = rect.h - 1;
    const int last = result->count - rows, first = app->fit.first > last ? last : app->fit.first;
    text_append(title, sizeof title, "%.0f %% intervals", 100 * result->level);
    if (work->resampled > 0 && work->resampled == work->resamples && rect.w >= 60)
        text_append(title, sizeof title, " of %d resamples", work->resamples);
    if (last > 0) {
        text_append(right, sizeof right, "%d–%d of %d", (first < 0 ? 0 : first) + 1,
                    (first < 0 ? 0 : first) + rows, result->count);
    } else {
        text_append(right, sizeof right, "%s", rect.w < 48 ? "bar: known" : "bar: ±100 % … ±0.1 %");
    }
    widget_rule(canvas, rect.x, rect.y, rect.w, title, right);
    for (int i = 0; i < rows; i++) {
        const int at = (first < 0 ? 0 : first) + i, y = rect.y + 1 + i;
        if (at >= result->count) break;
        const struct fit_coefficient *const c = &result->coefficient[at];
        text_clean(name, sizeof name, c->name);
        fit_cut_front(canvas, name, sizeof name, name_w);
        canvas_put(canvas, rect.x + 1, y, name_w, looks[LOOK_TEXT], name);
        canvas_put_right(canvas, rect.x + 1 + name_w, y, 9, looks[LOOK_STRONG],
                         fit_number(number, c->value, 4));
        const int x = name_w + 11;
        put_known(c, canvas, (struct rect){rect.x + x, y, rect.w - x - 1, 1});
    }
}
