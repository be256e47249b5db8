/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Fit view: where things stand, the worst rows, and what run to do next. */
#include "base/text.h"
#include "engine/covariance.h"
#include "engine/fit_request.h"
#include "ui/fit_ask.h"
#include "ui/fit_laws.h"
#include "ui/fit_parts.h"
#include "ui/look.h"
#include "ui/view.h"
#include "ui/widget.h"
#include <math.h>

enum { WORDS = 400, NAME = 64, LABEL_W = 11, FORM_LOW = 12, FORM_HIGH = 17 /* rows */ };

static int least(int a, int b) {
    return a < b ? a : b;
}

int fit_rows_shown(const struct app *app, int *rows) {
    int count = 0;
    for (int i = 0; i < FIT_ASK_ROWS; i++) {
        const struct fit_ask_row *const row = &fit_ask_rows[i];
        if (!row->applies || row->applies(&app->fit)) rows[count++] = i;
    }
    return count;
}

int fit_row_chosen(const struct app *app, int *rows, int *count) {
    int at = 0;
    *count = fit_rows_shown(app, rows);
    while (at + 1 < *count && rows[at] < app->fit.row)
        at++;
    return at;
}

struct fit_layout fit_lay_out(const struct app *app) {
    struct fit_layout layout;
    int shown[FIT_ASK_ROWS];
    const int room = app->rows - 2, left = app->cols * (app->cols < 100 ? 13 : 10) / 25;
    const int right = app->cols - left - 1;
    layout.airy = room >= 26;
    const int below = layout.airy ? (room < 40 ? 6 : 10) : 2;
    const int most = room < 40 ? FORM_LOW : FORM_HIGH;
    const int top =
        least(least(1 + fit_rows_shown(app, shown) + layout.airy, most), (room - below) * 3 / 5);
    const int middle = room - top - below, y = 1 + top, foot = y + middle;
    layout.form = (struct rect){0, 1, left, top};
    layout.answers = (struct rect){left + 1, 1, right, top};
    layout.coefficients = (struct rect){0, y, left, middle};
    layout.residuals = (struct rect){left + 1, y, right, middle};
    layout.worst = (struct rect){0, foot, left, layout.airy ? below : 0};
    layout.next = layout.airy ? (struct rect){left + 1, foot, right, below}
                              : (struct rect){0, foot, app->cols, below};
    return layout;
}

void fit_cut_front(const struct canvas *canvas, char *text, size_t size, int width) {
    char copy[PLAN_VALUE];
    const char *from = text_copy(copy, sizeof copy, text);
    if (canvas_width(canvas, text) <= width) return;
    const int room = width - canvas_width(canvas, "…"); /* which ASCII has three columns for */
    while (*from && canvas_width(canvas, from) > room)
        text_next(&from);
    text[0] = '\0';
    text_append(text, size, "…%s", from);
}

static void draw_form(const struct app *app, struct canvas *canvas, struct rect rect) {
    int shown[FIT_ASK_ROWS];
    int count;
    const int chosen = fit_row_chosen(app, shown, &count), rows = rect.h - 1;
    const int first = chosen < rows ? 0 : chosen - rows + 1;
    char right[48] = "";
    if (count > rows)
        text_append(right, sizeof right, "%d–%d of %d", first + 1, first + rows, count);
    widget_rule(canvas, rect.x, rect.y, rect.w, "what is fitted", *right ? right : NULL);
    for (int i = first; i < count && i - first < rows; i++) {
        const int y = rect.y + 1 + i - first;
        const bool on = i == chosen;
        char value[PLAN_VALUE];
        text_clean(value, sizeof value, fit_ask_show(&app->fit, shown[i]));
        canvas_put(canvas, rect.x, y, 1, looks[LOOK_KEY], on ? "▸" : " ");
        canvas_put(canvas, rect.x + 1, y, LABEL_W - 1, looks[on ? LOOK_KEY : LOOK_DIM],
                   fit_ask_rows[shown[i]].name);
        const bool hint = on && !value[0];
        if (shown[i] == FIT_ASK_FILE) fit_cut_front(canvas, value, sizeof value, rect.w - LABEL_W);
        widget_fit(canvas, (struct rect){rect.x + LABEL_W, y, rect.w - LABEL_W, 1},
                   looks[value[0] ? LOOK_STRONG : LOOK_DIM],
                   hint       ? fit_ask_rows[shown[i]].help
                   : value[0] ? value
                              : "—");
    }
}

static void draw_worst_row(const struct fit_work *work, struct canvas *canvas, struct rect rect,
                           int number, size_t row) {
    const struct run *const run = &work->runs.run[row];
    const struct fit_row *const fit = &work->result.row[row];
    char name[NAME], N[NUM_TEXT], D[NUM_TEXT], text[NUM_TEXT], words[WORDS] = "";
    num_signed(text, 100 * expm1(fit->residual), 2);
    canvas_print(canvas, rect.x, rect.y, 1, looks[LOOK_KEY], "%d", number);
    canvas_print(canvas, rect.x + 2, rect.y, 9, looks[LOOK_STRONG], "%s %%", text);
    text_append(words, sizeof words, "%s  N %s  D %s", fit_run_name(run, name, sizeof name),
                num_si(N, run->plan.N), num_si(D, run->plan.D));
    if (run->group != RUNS_ALONE)
        text_append(words, sizeof words, "  %s", work->runs.label[run->group]);
    widget_fit(canvas, (struct rect){rect.x + 12, rect.y, rect.w - 12, 1}, looks[LOOK_TEXT], words);
}

void fit_draw_worst(const struct fit_work *work, struct canvas *canvas, struct rect rect) {
    size_t rows[FIT_WORST];
    const int count =
        fit_worst(&work->result, &work->runs, rows, least(rect.h, rect.h < 6 ? 5 : FIT_WORST));
    for (int i = 0; i < count; i++)
        draw_worst_row(work, canvas, (struct rect){rect.x, rect.y + i, rect.w, 1}, i + 1, rows[i]);
}

/* "N 1.2B D 24B w 4 a 4": what the law reads of a plan. */
static void name_run(unsigned reads, const struct plan *plan, char *out, size_t size) {
    static const enum input kinds[] = {IN_W, IN_A, IN_KV, IN_POST, IN_G, IN_E, IN_M, IN_FC2};
    char N[NUM_TEXT], D[NUM_TEXT], text[NUM_TEXT];
    text_append(out, size, "N %s D %s", num_si(N, plan->N), num_si(D, plan->D));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const double value = plan_get(plan, kinds[i]);
        if (reads & INPUT_BIT(kinds[i]) && value != PLAN_OFF)
            text_append(out, size, " %s %s", inputs[kinds[i]].name,
                        input_show(text, kinds[i], value));
    }
}

/* The run, what it costs, and how far beyond the measured ones it is. */
static void run_words(const struct app *app, const struct fit_work *work, char *out, size_t size) {
    const struct next_answer *const next = &work->next;
    char then[NUM_TEXT], cost[NUM_TEXT], beyond[160] = "";
    text_append(out, size, "; ± %s after a run of ", fit_number(then, next->then, 3));
    name_run(work->preset->reads, &next->run, out, size);
    text_append(out, size, " (%s)", view_compute(app, next->compute, cost));
    preset_stretches(work->preset, &next->run, beyond, sizeof beyond);
    if (*beyond)
        text_append(out, size, ", ▲ %s%s", beyond, app->cols < 100 ? "" : " beyond the runs");
}

/* Why the law has no answer for the plan: its own reason where it has one. */
static const char *silence(const struct fit_work *work, struct result *result) {
    law_eval(work->preset, &work->question.plan, result);
    return isnan(result->loss) && *result->why ? result->why : work->next.why;
}

/* The answer's own interval, and the one after the run. */
static void next_words(const struct app *app, const struct fit_work *work, char *out, size_t size) {
    const struct next_answer *const next = &work->next;
    char value[NUM_TEXT], now[NUM_TEXT], plan[WORDS] = "";
    const char *const title = outputs[app->fit.answer].title;
    struct result result;
    if (!work->preset) {
        text_append(out, size, "No next run without a preset: %s%s.", work->no_preset.text,
                    work->ask.by ? "; keep chooses which" : "");
        return;
    }
    if (!work->preset->covariance) {
        text_append(out, size, "No next run: no coefficient has an interval.");
        return;
    }
    if (work->phase == FIT_PHASE_NEXT || !work->advised) {
        text_append(out, size, "Looking for the run that would say most.");
        return;
    }
    name_run(work->preset->reads, &work->question.plan, plan, sizeof plan);
    text_append(out, size, "%s of view 1's plan", title);
    if (app->cols >= 80) text_append(out, size, ", %s", plan);
    text_append(out, size, ": ");
    if (isnan(next->now)) {
        text_append(out, size, "%s", silence(work, &result));
        return;
    }
    text_append(out, size, "%s ± %s%s", fit_number(value, next->value, 5),
                fit_number(now, next->now, 3),
                next->now > fabs(next->value) ? ", which is to say open" : "");
    if (isnan(next->then))
        text_append(out, size, "; %s", next->why);
    else
        run_words(app, work, out, size);
}

void fit_draw_next(const struct app *app, const struct fit_work *work, struct canvas *canvas,
                   struct rect rect) {
    char words[2 * WORDS] = "", number[NUM_TEXT];
    if (!work) return;
    next_words(app, work, words, sizeof words);
    if (rect.h > 2) {
        char right[64] = "";
        if (work->advised)
            text_append(right, sizeof right, "within %s",
                        view_compute(app, work->question.budget, number));
        widget_rule(canvas, rect.x, rect.y, rect.w, "what run to do next", *right ? right : NULL);
        rect.y++;
        rect.h--;
    } else {
        canvas_put(canvas, rect.x + 1, rect.y, 4, looks[LOOK_KEY], "next");
        rect.x += 5;
        rect.w -= 5;
    }
    rect = (struct rect){rect.x + 1, rect.y, rect.w - 2, rect.h};
    widget_say(canvas, &rect, looks[LOOK_TEXT], words);
}

void fit_draw(const struct app *app, struct canvas *canvas) {
    const struct fit_layout layout = fit_lay_out(app);
    const struct fit_work *const work = fit_work_shown(app);
    draw_form(app, canvas, layout.form);
    fit_draw_answers(app, &layout, canvas);
    if (app->fit.laws) {
        const struct rect left = layout.coefficients;
        fit_laws_draw(app, canvas, (struct rect){left.x, left.y, app->cols, left.h});
    } else {
        fit_draw_coefficients(app, work, canvas, layout.coefficients);
        fit_draw_residuals(app, work, canvas, layout.residuals);
    }
    fit_draw_next(app, work, canvas, layout.next);
    if (!work || layout.worst.h < 2) return;
    widget_rule(canvas, layout.worst.x, layout.worst.y, layout.worst.w, "the worst rows", NULL);
    struct rect rows = layout.worst;
    rows.x++;
    rows.y++;
    rows.w -= 2;
    rows.h--;
    fit_draw_worst(work, canvas, rows);
}
