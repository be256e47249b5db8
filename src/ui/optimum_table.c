/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The problems side by side, and the chosen one over budgets. */
#include "base/text.h"
#include "ui/look.h"
#include "ui/optimum_parts.h"
#include "ui/view.h"
#include "ui/widget.h"
#include <math.h>
#include <stdio.h>

enum { BRIEF = 80, ROOMY = 110 };

enum column { COL_BITS, COL_N, COL_D, COL_RATIO, COL_LOSS, COL_OVER, COL_EDGE, COLUMN_COUNT };

/* Where the columns end; 0 for one that is left out. */
struct columns {
    int name_w, end[COLUMN_COUNT], rest;
};

static struct columns find_columns(int width) {
    static const int narrow[] = {5, 8, 8, 0, 9, 10, 0}, usual[] = {5, 8, 8, 8, 9, 10, 5},
                     roomy[] = {7, 9, 9, 8, 10, 10, 10};
    const int *widths = width < BRIEF ? narrow : width < ROOMY ? usual : roomy;
    struct columns columns = {.name_w = width < BRIEF ? 18 : width < ROOMY ? 25 : 35};
    int x = 2 + columns.name_w;
    for (int i = 0; i < COLUMN_COUNT; i++) {
        x += widths[i];
        columns.end[i] = widths[i] ? x : 0;
    }
    columns.rest = width >= ROOMY ? x + 2 : 0;
    return columns;
}

static void put_at(struct canvas *canvas, const struct columns *columns, enum column column, int y,
                   struct ink ink, const char *text) {
    if (columns->end[column]) canvas_put_right(canvas, columns->end[column] - 12, y, 12, ink, text);
}

static void draw_columns(const struct app *app, struct canvas *canvas,
                         const struct columns *columns, int y, int width) {
    const bool dual = app->optimum.target > 0;
    const char *const titles[] = {
        "bits", "N", "D", "D/N", dual ? "C, FLOP" : "loss", dual ? "× best" : "over best", "edge"};
    canvas_put(canvas, 2, y, columns->name_w, looks[LOOK_DIM], "problem");
    for (int i = 0; i < COLUMN_COUNT; i++)
        put_at(canvas, columns, (enum column)i, y, looks[LOOK_DIM], titles[i]);
    if (columns->rest)
        widget_fit(canvas, (struct rect){columns->rest, y, width - columns->rest - 1, 1},
                   looks[LOOK_DIM], "beyond the runs");
}

/* "N D P": the free ones on the edge of their range. */
static void edge_names(unsigned at_edge, char *out, size_t size) {
    out[0] = '\0';
    if (at_edge & INPUT_BIT(IN_N)) text_append(out, size, "N");
    if (at_edge & INPUT_BIT(IN_D)) text_append(out, size, "%sD", out[0] ? " " : "");
    if (at_edge & ~(unsigned)(FREE_N | FREE_D)) text_append(out, size, "%sP", out[0] ? " " : "");
    if (!out[0]) text_copy(out, size, "—");
}

static const char *ratio_text(char out[NUM_TEXT], double ratio) {
    if (ratio >= 1e5 || ratio < 0.95) return num_si(out, num_round(ratio, 2));
    return num_fixed(out, ratio, ratio < 9.95 ? 1 : 0);
}

static void times_text(double times, char *out, size_t size) {
    char number[NUM_TEXT];
    const bool less = times < .995;
    if (less) times = 1 / times;
    snprintf(out, size, "%s%s", less ? "÷" : "×",
             times < 9.995 ? num_fixed(number, times, 2) : num_si(number, times));
}

/* A row against the joint optimum, with which most share their law and their budget; what is served
 * has no budget of training: how many it takes. */
static void draw_over(const struct app *app, const struct optimum_row *row,
                      const struct optimum *best, struct canvas *canvas,
                      const struct columns *columns, int y) {
    const bool dual = app->optimum.target > 0;
    const char *const word = row->kind == OPTIMUM_LIFETIME ? "lifetime"
                             : row->kind == OPTIMUM_OTHER  ? "other law"
                             : row->kind == OPTIMUM_JOINT  ? "—"
                                                           : NULL;
    char text[NUM_TEXT + 8] = "C ";
    if (word || (best->status == LAW_SILENT && (dual || row->kind != OPTIMUM_SERVED))) {
        put_at(canvas, columns, COL_OVER, y, looks[LOOK_DIM], word ? word : "—");
    } else if (row->kind == OPTIMUM_SERVED && !dual) {
        times_text(optimum_training(app, row) / optimum_budget(app), text + 2, sizeof text - 2);
        put_at(canvas, columns, COL_OVER, y, looks[LOOK_DIM], text);
    } else if (dual) {
        const double times = optimum_place(app, row) / best->C;
        times_text(times, text, sizeof text);
        put_at(canvas, columns, COL_OVER, y, looks[times < 1.005 ? LOOK_DIM : LOOK_BAD], text);
    } else {
        widget_delta(canvas, columns->end[COL_OVER] - 7, y, row->optimum.loss - best->loss);
    }
}

static void draw_answer(const struct app *app, const struct optimum_row *row, bool chosen,
                        struct canvas *canvas, const struct columns *columns, int y, int width) {
    char text[128];
    const struct optimum *found = &row->optimum;
    const struct ink ink = looks[chosen ? LOOK_KEY : LOOK_TEXT];
    put_at(canvas, columns, COL_BITS, y, ink, num_fixed(text, found->P, 1));
    put_at(canvas, columns, COL_N, y, ink, num_si(text, found->plan.N));
    put_at(canvas, columns, COL_D, y, ink, num_si(text, found->plan.D));
    put_at(canvas, columns, COL_RATIO, y, ink, ratio_text(text, found->plan.D / found->plan.N));
    put_at(canvas, columns, COL_LOSS, y, looks[chosen ? LOOK_KEY : LOOK_STRONG],
           app->optimum.target > 0 ? num_si(text, optimum_place(app, row))
                                   : num_fixed(text, found->loss, 4));
    edge_names(found->at_edge, text, sizeof text);
    put_at(canvas, columns, COL_EDGE, y, looks[found->at_edge ? LOOK_WARN : LOOK_DIM], text);
    if (!columns->rest) return;
    preset_stretches(optimum_preset(app, row->kind), &found->plan, text, sizeof text);
    widget_fit(canvas, (struct rect){columns->rest, y, width - columns->rest - 1, 1},
               looks[LOOK_DIM], text[0] ? text : "—");
}

/* Append what still fits beside the head. */
static void add_right(int room, char *right, size_t size, const char *text) {
    if (text_width(right) + text_width(text) + 3 > room) return;
    text_append(right, size, "%s%s", *right ? " · " : "", text);
}

static void draw_head(const struct app *app, struct canvas *canvas, struct rect rect) {
    char head[96] = "", right[128] = "", number[NUM_TEXT], text[96] = "";
    const struct plan *plan = &app->now.plan;
    const struct optimum_state *state = &app->optimum;
    const bool ptq = plan->post != PLAN_OFF && (app_primary(app)->reads & INPUT_BIT(IN_POST));
    if (state->target > 0) {
        text_append(head, sizeof head, "cheapest plan for a loss of %s",
                    num_fixed(number, state->target, 4));
    } else {
        text_append(head, sizeof head, "best plan for %s %s",
                    plan->C == PLAN_OWN ? "what this one costs," : "a budget of",
                    view_compute(app, optimum_budget(app), number));
    }
    const int room = rect.w - text_width(head) - 9;
    if (ptq) {
        text_append(text, sizeof text, "PTQ to %s bits counted in",
                    input_show(number, IN_POST, plan->post));
        add_right(room, right, sizeof right, text);
    }
    if (state->whole) add_right(room, right, sizeof right, "whole bits");
    if (state->target > 0) {
        char name[PRESET_NAME];
        text_clean(name, sizeof name, app_primary(app)->name);
        snprintf(text, sizeof text, "by %.60s", name);
        add_right(room, right, sizeof right, text);
        add_right(room, right, sizeof right, "←→ moves the loss, t ends it");
    }
    if (!app_primary(app)->covariance)
        add_right(room, right, sizeof right, "no interval published");
    widget_rule(canvas, rect.x, rect.y, rect.w, head, right[0] ? right : NULL);
}

void optimum_draw_table(const struct app *app, const struct optimum_row *row, int count,
                        struct canvas *canvas, struct rect rect) {
    const struct columns columns = find_columns(rect.w);
    draw_head(app, canvas, rect);
    draw_columns(app, canvas, &columns, rect.y + 1, rect.w);
    for (int i = 0; i < count; i++) {
        char name[OPTIMUM_NAME];
        const int y = rect.y + 2 + i;
        const bool chosen = i == optimum_chosen(app);
        const struct optimum *found = &row[i].optimum;
        if (chosen) canvas_put(canvas, 1, y, 1, looks[LOOK_KEY], "▸");
        optimum_name(app, &row[i], columns.name_w, name);
        widget_fit(canvas, (struct rect){2, y, columns.name_w, 1},
                   looks[chosen ? LOOK_KEY : LOOK_TEXT], name);
        if (found->status == LAW_SILENT) {
            const int x = 4 + columns.name_w;
            widget_fit(canvas, (struct rect){x, y, rect.w - x - 1, 1}, looks[LOOK_DIM], found->why);
            continue;
        }
        draw_answer(app, &row[i], chosen, canvas, &columns, y, rect.w);
        draw_over(app, &row[i], &row[0].optimum, canvas, &columns, y);
    }
}

enum { EACH = 11 };

static void draw_budget(const struct app *app, enum optimum_kind kind, double budget,
                        struct canvas *canvas, int x, int y, int width) {
    char text[NUM_TEXT];
    struct optimum found;
    const enum law_status status = optimum_ask(app, kind, budget, 0, &found);
    canvas_put_right(canvas, x, y, EACH, looks[LOOK_DIM], num_si(text, budget));
    if (status == LAW_SILENT) {
        widget_fit(canvas, (struct rect){x + EACH + 2, y, width - EACH - 3, 1}, looks[LOOK_DIM],
                   found.why);
        return;
    }
    canvas_put_right(canvas, x += EACH, y, EACH, looks[LOOK_TEXT], num_fixed(text, found.P, 2));
    canvas_put_right(canvas, x += EACH, y, EACH, looks[LOOK_TEXT], num_si(text, found.plan.N));
    canvas_put_right(canvas, x += EACH, y, EACH, looks[LOOK_TEXT], num_si(text, found.plan.D));
    canvas_put_right(canvas, x += EACH, y, EACH, looks[LOOK_TEXT],
                     ratio_text(text, found.plan.D / found.plan.N));
    canvas_put_right(canvas, x + EACH, y, EACH, looks[LOOK_STRONG], num_fixed(text, found.loss, 4));
}

/* From 1e19 to 1e27 FLOP, or from 1e6 to 1e14 bits moved a token. */
void optimum_draw_budgets(const struct app *app, const struct optimum_row *chosen,
                          struct canvas *canvas, struct rect rect) {
    const bool served = chosen->kind == OPTIMUM_SERVED;
    const char *const titles[] = {served ? "N·bits" : "C", "bits", "N", "D", "D/N", "loss"};
    char head[OPTIMUM_NAME + 24] = "over budgets · ", name[OPTIMUM_NAME];
    optimum_brief(app, chosen->kind, name);
    text_append(head, sizeof head, "%s", name);
    widget_rule(canvas, rect.x, rect.y, rect.w, head, NULL);
    for (int i = 0; i < 6; i++)
        canvas_put_right(canvas, rect.x + i * EACH, rect.y + 1, EACH, looks[LOOK_DIM], titles[i]);
    for (int i = 0; i < BUDGET_ROWS && 2 + i < rect.h; i++)
        draw_budget(app, chosen->kind, num_round(pow(10, (served ? 6 : 19) + i), 12), canvas,
                    rect.x, rect.y + 2 + i, rect.w);
}
