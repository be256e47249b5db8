/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Optimum: the papers' problems side by side for the present budget, and over budgets. */
#include "base/text.h"
#include "ui/action.h"
#include "ui/look.h"
#include "ui/optimum_parts.h"
#include "ui/overlay.h"
#include "ui/view.h"
#include "ui/widget.h"
#include <math.h>
#include <stdio.h>

enum { BRIEF = 80, ROOMY = 110, WIDE = 180, TEXT_W = 38, LEAST_CHART = 8, BUDGET_ROWS = 9 };

struct layout {
    struct rect table;   /* a head, the columns' names, a row a problem */
    struct rect budgets; /* the chosen problem over budgets */
    struct rect words;
    struct rect chart[CHART_COUNT];
    int charts;
};

static struct layout lay_out(const struct app *app, int rows) {
    struct layout layout = {.table = {0, 1, app->cols, 2 + rows}};
    const bool airy = app->rows >= 30;
    if (app->cols >= WIDE && app->rows >= 50) {
        layout.table.w = 128;
        layout.budgets = (struct rect){130, 1, app->cols - 130, 2 + BUDGET_ROWS};
    }
    int y = layout.table.y + layout.table.h + airy;
    if (layout.budgets.h >= layout.table.h) y = 1 + layout.budgets.h + airy;
    const int h = app->rows - 1 - y, side = app->cols >= ROOMY ? TEXT_W + 3 : 0;
    const int w = app->cols - side;
    layout.words = (struct rect){side ? w + 1 : 2, side ? y + 1 : y, side ? TEXT_W : w - 3, h - 1};
    if (h < LEAST_CHART) return layout;
    if (!side) layout.words.h = 0;
    layout.charts = layout.budgets.h && h >= 2 * LEAST_CHART ? CHART_COUNT : 1;
    const int across = layout.charts > 1 ? 2 : 1;
    for (int i = 0; i < layout.charts; i++) {
        const int part = h / across;
        layout.chart[i] = (struct rect){(i % 2) * (w / 2), y + (i / 2) * part, w / across,
                                        i / 2 ? h - part : part};
    }
    return layout;
}

/* Put text in at most width columns; what does not fit ends in `…`. */
static void put_cut(struct canvas *canvas, int x, int y, int width, struct ink ink,
                    const char *text) {
    if (width <= 0) return;
    const bool cut = canvas_width(canvas, text) > width;
    canvas_put(canvas, x, y, cut ? width - 1 : width, ink, text);
    if (cut) canvas_set(canvas, x + width - 1, y, ink, 0x2026);
}

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
        "bits", "N", "D", "D/N", dual ? "cost" : "loss", dual ? "× best" : "over best", "edge"};
    canvas_put(canvas, 2, y, columns->name_w, looks[LOOK_DIM], "problem");
    for (int i = 0; i < COLUMN_COUNT; i++)
        put_at(canvas, columns, (enum column)i, y, looks[LOOK_DIM], titles[i]);
    if (columns->rest)
        put_cut(canvas, columns->rest, y, width - columns->rest - 1, looks[LOOK_DIM],
                "beyond the runs");
}

/* "N D bits": the free ones on the edge of their range. */
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

/* What a row is set against: the joint optimum, with which it shares its law and its cost. */
static const char *incomparable(enum optimum_kind kind) {
    return kind == OPTIMUM_SERVED     ? "eq. 29"
           : kind == OPTIMUM_LIFETIME ? "lifetime"
           : kind == OPTIMUM_OTHER    ? "other law"
           : kind == OPTIMUM_JOINT    ? "—"
                                      : NULL;
}

static void draw_over(const struct app *app, const struct optimum_row *row,
                      const struct optimum *best, struct canvas *canvas,
                      const struct columns *columns, int y) {
    char number[NUM_TEXT], text[NUM_TEXT + 4];
    const char *word = incomparable(row->kind);
    if (!word && best->status == LAW_SILENT) word = "—";
    if (word) {
        put_at(canvas, columns, COL_OVER, y, looks[LOOK_DIM], word);
    } else if (app->optimum.target > 0) {
        const double times = row->optimum.C / best->C;
        snprintf(text, sizeof text, "×%s",
                 times < 9.995 ? num_fixed(number, times, 2) : num_si(number, times));
        put_at(canvas, columns, COL_OVER, y, looks[times < 1.005 ? LOOK_DIM : LOOK_BAD], text);
    } else {
        widget_delta(canvas, columns->end[COL_OVER] - 7, y, row->optimum.loss - best->loss);
    }
}

static void draw_answer(const struct app *app, const struct optimum_row *row, struct canvas *canvas,
                        const struct columns *columns, int y, int width) {
    char text[128];
    const struct optimum *found = &row->optimum;
    const bool chosen = row->kind == app->optimum.chosen;
    const struct ink ink = looks[chosen ? LOOK_KEY : LOOK_TEXT];
    put_at(canvas, columns, COL_BITS, y, ink, num_fixed(text, found->P, 1));
    put_at(canvas, columns, COL_N, y, ink, num_si(text, found->plan.N));
    put_at(canvas, columns, COL_D, y, ink, num_si(text, found->plan.D));
    put_at(canvas, columns, COL_RATIO, y, ink, ratio_text(text, found->plan.D / found->plan.N));
    put_at(canvas, columns, COL_LOSS, y, looks[chosen ? LOOK_KEY : LOOK_STRONG],
           app->optimum.target > 0 ? num_si(text, found->C) : num_fixed(text, found->loss, 4));
    edge_names(found->at_edge, text, sizeof text);
    put_at(canvas, columns, COL_EDGE, y, looks[found->at_edge ? LOOK_WARN : LOOK_DIM], text);
    if (!columns->rest) return;
    preset_stretches(optimum_preset(app, row->kind), &found->plan, text, sizeof text);
    put_cut(canvas, columns->rest, y, width - columns->rest - 1, looks[LOOK_DIM],
            text[0] ? text : "—");
}

static int solve_rows(const struct app *app, struct optimum_row row[OPTIMUM_KINDS]) {
    enum optimum_kind kind[OPTIMUM_KINDS];
    const int count = optimum_kinds(app, kind);
    for (int i = 0; i < count; i++) {
        row[i].kind = kind[i];
        optimum_ask(app, kind[i], optimum_budget(app), app->optimum.target, &row[i].optimum);
        optimum_name(app, kind[i], &row[i].optimum, app->cols < BRIEF, row[i].name);
    }
    return count;
}

static int row_count(const struct app *app) {
    enum optimum_kind kind[OPTIMUM_KINDS];
    return optimum_kinds(app, kind);
}

/* The chosen kind's place among those that there are: the first where it is gone. */
static int chosen_row(const struct app *app) {
    enum optimum_kind kind[OPTIMUM_KINDS];
    const int count = optimum_kinds(app, kind);
    for (int i = 0; i < count; i++) {
        if (kind[i] == app->optimum.chosen) return i;
    }
    return 0;
}

static void draw_head(const struct app *app, struct canvas *canvas, struct rect rect) {
    char head[96] = "", right[96] = "", number[NUM_TEXT];
    const struct plan *plan = &app->now.plan;
    const struct optimum_state *state = &app->optimum;
    const bool ptq = plan->post != PLAN_OFF && (app_primary(app)->law->reads & INPUT_BIT(IN_POST));
    if (state->target > 0) {
        text_append(head, sizeof head, "cheapest plan for a loss of %s",
                    num_fixed(number, state->target, 4));
    } else {
        text_append(head, sizeof head, "best plan for %s %s",
                    plan->C == PLAN_OWN ? "what this one costs," : "a budget of",
                    view_compute(app, optimum_budget(app), number));
    }
    if (ptq)
        text_append(right, sizeof right, "PTQ to %s bits counted in",
                    input_show(number, IN_POST, plan->post));
    if (state->whole) text_append(right, sizeof right, "%swhole bits", right[0] ? " · " : "");
    widget_rule(canvas, rect.x, rect.y, rect.w, head, right[0] ? right : NULL);
}

static void draw_table(const struct app *app, const struct optimum_row *row, int count,
                       struct canvas *canvas, struct rect rect) {
    const struct columns columns = find_columns(rect.w);
    draw_head(app, canvas, rect);
    draw_columns(app, canvas, &columns, rect.y + 1, rect.w);
    for (int i = 0; i < count; i++) {
        const int y = rect.y + 2 + i;
        const bool chosen = i == chosen_row(app);
        const struct optimum *found = &row[i].optimum;
        if (chosen) canvas_put(canvas, 1, y, 1, looks[LOOK_KEY], "▸");
        put_cut(canvas, 2, y, columns.name_w, looks[chosen ? LOOK_KEY : LOOK_TEXT], row[i].name);
        if (found->status == LAW_SILENT) {
            const int x = 4 + columns.name_w;
            put_cut(canvas, x, y, rect.w - x - 1, looks[LOOK_DIM], found->why);
            continue;
        }
        draw_answer(app, &row[i], canvas, &columns, y, rect.w);
        draw_over(app, &row[i], &row[0].optimum, canvas, &columns, y);
    }
}

/* The chosen problem from 1e19 to 1e27 FLOP. */
static void draw_budgets(const struct app *app, const struct optimum_row *chosen,
                         struct canvas *canvas, struct rect rect) {
    static const char *const titles[] = {"C", "bits", "N", "D", "D/N", "loss"};
    char head[OPTIMUM_NAME + 24] = "over budgets · ", text[NUM_TEXT];
    enum { EACH = 11 };
    text_append(head, sizeof head, "%s", chosen->name);
    widget_rule(canvas, rect.x, rect.y, rect.w, head, NULL);
    for (int i = 0; i < 6; i++)
        canvas_put_right(canvas, rect.x + i * EACH, rect.y + 1, EACH, looks[LOOK_DIM], titles[i]);
    for (int i = 0; i < BUDGET_ROWS && 2 + i < rect.h; i++) {
        struct optimum found;
        const int y = rect.y + 2 + i;
        const double C = num_round(pow(10, 19 + i), 12);
        const enum law_status status = optimum_ask(app, chosen->kind, C, 0, &found);
        canvas_put_right(canvas, rect.x, y, EACH, looks[LOOK_DIM], num_si(text, C));
        if (status == LAW_SILENT) {
            put_cut(canvas, rect.x + EACH + 2, y, rect.w - EACH - 3, looks[LOOK_DIM], found.why);
            continue;
        }
        int x = rect.x;
        canvas_put_right(canvas, x += EACH, y, EACH, looks[LOOK_TEXT], num_fixed(text, found.P, 2));
        canvas_put_right(canvas, x += EACH, y, EACH, looks[LOOK_TEXT], num_si(text, found.plan.N));
        canvas_put_right(canvas, x += EACH, y, EACH, looks[LOOK_TEXT], num_si(text, found.plan.D));
        canvas_put_right(canvas, x += EACH, y, EACH, looks[LOOK_TEXT],
                         ratio_text(text, found.plan.D / found.plan.N));
        canvas_put_right(canvas, x + EACH, y, EACH, looks[LOOK_STRONG],
                         num_fixed(text, found.loss, 4));
    }
}

/* The chosen problem in words, then the others that have a line in the chart. */
static void draw_words(const struct app *app, const struct optimum_row *chosen,
                       struct canvas *canvas, struct rect rect) {
    static const enum optimum_kind told[] = {OPTIMUM_JOINT, OPTIMUM_SIZE, OPTIMUM_SERVED,
                                             OPTIMUM_OTHER};
    char text[256];
    int y = 0;
    optimum_words(app, chosen->kind, text, sizeof text);
    y += widget_text(canvas, rect, looks[LOOK_TEXT], text);
    if (chosen->optimum.status != LAW_SILENT && chosen->optimum.why[0]) {
        const struct rect room = {rect.x, rect.y + y, rect.w, rect.h - y};
        y += widget_text(canvas, room, looks[LOOK_WARN], chosen->optimum.why);
    }
    for (int i = 0; i < 4; i++) {
        if (told[i] == chosen->kind || !optimum_preset(app, told[i])) continue;
        const struct rect room = {rect.x, rect.y + y + 1, rect.w, rect.h - y - 1};
        if (room.h < 5) return;
        optimum_words(app, told[i], text, sizeof text);
        y += 1 + widget_text(canvas, room, looks[LOOK_DIM], text);
    }
}

static void draw(const struct app *app, const struct facts *facts, struct canvas *canvas) {
    struct optimum_row row[OPTIMUM_KINDS];
    struct budget_curves curves;
    (void)facts;
    const int count = solve_rows(app, row);
    const struct layout layout = lay_out(app, count);
    const struct optimum_row *chosen = &row[chosen_row(app)];
    draw_table(app, row, count, canvas, layout.table);
    if (layout.budgets.h) draw_budgets(app, chosen, canvas, layout.budgets);
    if (layout.words.h > 0) draw_words(app, chosen, canvas, layout.words);
    if (!layout.charts) return;
    const bool dual = app->optimum.target > 0;
    const double at = !dual                            ? optimum_budget(app)
                      : chosen->kind == OPTIMUM_SERVED ? NAN
                                                       : chosen->optimum.C;
    optimum_curves(app, &curves);
    for (int i = 0; i < layout.charts; i++) {
        const int chart = layout.charts > 1 ? i : (int)app->optimum.chart;
        optimum_draw_chart(app, &curves, canvas, layout.chart[i], (enum optimum_chart)chart, at);
    }
}

static void choose_by(struct app *app, int rows) {
    enum optimum_kind kind[OPTIMUM_KINDS];
    const int count = optimum_kinds(app, kind);
    app->optimum.chosen = kind[(chosen_row(app) + rows + count) % count];
}

static void choose_up(struct app *app) {
    choose_by(app, -1);
}

static void choose_down(struct app *app) {
    choose_by(app, +1);
}

static void set_budget(struct app *app, double C) {
    if (C == app->now.plan.C) return;
    if (app->drag == DRAG_NONE || !app->drag_saved) app_remember(app);
    app->drag_saved = true;
    app->now.plan.C = C;
}

/* The budget by steps of C's own; where a loss is aimed at, that by hundredths. */
static void step(struct app *app, int direction, enum step_size size) {
    static const double nats[] = {[STEP_FINE] = 0.001, [STEP_ONE] = 0.01, [STEP_COARSE] = 0.1};
    double *target = &app->optimum.target;
    if (*target > 0) {
        *target = fmax(nats[STEP_FINE], num_round(*target + direction * nats[size], 6));
        return;
    }
    const double C = input_step(IN_C, optimum_budget(app), direction, size);
    if (C == PLAN_OWN || C == optimum_budget(app))
        app_say(app, false, "C is at the end of its range");
    else
        set_budget(app, C);
}

static void budget_down(struct app *app) {
    step(app, -1, STEP_ONE);
}

static void budget_up(struct app *app) {
    step(app, +1, STEP_ONE);
}

static void budget_coarse_down(struct app *app) {
    step(app, -1, STEP_COARSE);
}

static void budget_coarse_up(struct app *app) {
    step(app, +1, STEP_COARSE);
}

static void budget_fine_down(struct app *app) {
    step(app, -1, STEP_FINE);
}

static void budget_fine_up(struct app *app) {
    step(app, +1, STEP_FINE);
}

static void budget_own(struct app *app) {
    app->optimum.target = 0;
    set_budget(app, PLAN_OWN);
}

static bool take_budget(struct app *app, const char *text) {
    struct err err;
    double C;
    if (!input_parse(IN_C, text, &C, &err)) {
        app_say(app, true, "%s", err.text);
        return false;
    }
    app->optimum.target = 0;
    set_budget(app, C);
    return true;
}

static bool take_target(struct app *app, const char *text) {
    double target = 0;
    if (*text && (!num_parse(text, &target) || !(target > 0))) {
        app_say(app, true, "%s is no loss: a number above 0, in nats/token", text);
        return false;
    }
    app->optimum.target = target;
    return true;
}

static void budget_label(const struct app *app, char *out, size_t size) {
    (void)app;
    text_copy(out, size, "C = ");
}

static void budget_hint(const struct app *app, char *out, size_t size) {
    (void)app;
    text_copy(out, size, "a budget in FLOP, or own: what the plan costs");
}

static void target_label(const struct app *app, char *out, size_t size) {
    (void)app;
    text_copy(out, size, "loss = ");
}

static void target_hint(const struct app *app, char *out, size_t size) {
    (void)app;
    text_copy(out, size, "nats/token to reach; empty: back to the budget");
}

static void type_budget(struct app *app) {
    static const struct prompt prompt = {.label = budget_label,
                                         .hint = budget_hint,
                                         .commit = take_budget};
    overlay_field_open(app, &prompt);
}

static void type_target(struct app *app) {
    static const struct prompt prompt = {.label = target_label,
                                         .hint = target_hint,
                                         .commit = take_target,
                                         .takes_empty = true};
    overlay_field_open(app, &prompt);
}

static void toggle_whole(struct app *app) {
    app->optimum.whole = !app->optimum.whole;
    app_say(app, false, app->optimum.whole ? "whole bits only" : "bits are real numbers again");
}

static void next_chart(struct app *app) {
    app->optimum.chart = (enum optimum_chart)((app->optimum.chart + 1) % CHART_COUNT);
}

static void adopt(struct app *app) {
    enum optimum_kind kind[OPTIMUM_KINDS];
    struct plan plan;
    struct optimum taken;
    optimum_kinds(app, kind);
    const enum optimum_kind chosen = kind[chosen_row(app)];
    if (!optimum_adopted(app, chosen, &plan, &taken)) {
        app_say(app, true, "nothing to adopt: %s", taken.why);
        return;
    }
    if (plan_same(&plan, &app->now.plan)) {
        app_say(app, false, "the plan is that already");
        return;
    }
    const bool layout = optimum_preset(app, chosen)->law->cost_bits;
    app_adopt(app, &plan, layout ? "adopted the best whole layout" : "adopted");
}

static bool inside(struct rect rect, const struct event *event) {
    return event->x >= rect.x && event->x < rect.x + rect.w && event->y >= rect.y &&
           event->y < rect.y + rect.h;
}

static void press(struct app *app, const struct layout *layout, const struct event *event) {
    enum optimum_kind kind[OPTIMUM_KINDS];
    const int count = optimum_kinds(app, kind), row = event->y - layout->table.y - 2;
    app->drag_saved = false;
    if (inside(layout->table, event) && row >= 0 && row < count) app->optimum.chosen = kind[row];
    for (int i = 0; i < layout->charts; i++) {
        if (!inside(layout->chart[i], event)) continue;
        const double C = optimum_chart_budget(app, layout->chart[i], event->x);
        app->drag = DRAG_CHART;
        app->optimum.target = 0;
        set_budget(app, C);
    }
}

static void mouse(struct app *app, const struct event *event) {
    const struct layout layout = lay_out(app, row_count(app));
    const bool wheel = event->kind == EVENT_WHEEL_UP || event->kind == EVENT_WHEEL_DOWN;
    const int up = event->kind == EVENT_WHEEL_UP ? 1 : -1;
    if (event->kind == EVENT_PRESS) press(app, &layout, event);
    if (event->kind == EVENT_DRAG && app->drag == DRAG_CHART) {
        for (int i = 0; i < layout.charts; i++) {
            if (inside(layout.chart[i], event))
                set_budget(app, optimum_chart_budget(app, layout.chart[i], event->x));
        }
    }
    if (!wheel) return;
    if (inside(layout.table, event))
        choose_by(app, -up);
    else
        step(app, up, STEP_ONE);
}

static const struct action actions[] = {
    {"problem-up", "the problem above", choose_up},
    {"problem-down", "the problem below", choose_down},
    {"budget-down", "half the budget (a lower loss)", budget_down},
    {"budget-up", "twice the budget (a higher loss)", budget_up},
    {"budget-coarse-down", "a tenth of the budget", budget_coarse_down},
    {"budget-coarse-up", "ten times the budget", budget_coarse_up},
    {"budget-fine-down", "a fine step down", budget_fine_down},
    {"budget-fine-up", "a fine step up", budget_fine_up},
    {"budget-own", "the budget is what the plan costs", budget_own},
    {"adopt-optimum", "the row becomes the plan", adopt},
    {"whole-bits", "whole bits only, or real ones", toggle_whole},
    {"target-loss", "type a loss to reach cheaply", type_target},
    {"optimum-chart", "the chart: bits, N, D, loss", next_chart},
    {"type-budget", "type a budget", type_budget},
};

enum { HERE = 1u << VIEW_OPTIMUM };

static const struct binding bindings[] = {
    {K_UP, "problem-up", HERE, NULL, NULL},
    {'k', "problem-up", HERE, NULL, NULL},
    {K_DOWN, "problem-down", HERE, "problem", "↑↓"},
    {'j', "problem-down", HERE, NULL, NULL},
    {K_LEFT, "budget-down", HERE, NULL, NULL},
    {'h', "budget-down", HERE, NULL, NULL},
    {K_RIGHT, "budget-up", HERE, "budget", "←→"},
    {'l', "budget-up", HERE, NULL, NULL},
    {K_SHIFT_LEFT, "budget-coarse-down", HERE, NULL, NULL},
    {'H', "budget-coarse-down", HERE, NULL, NULL},
    {K_SHIFT_RIGHT, "budget-coarse-up", HERE, NULL, NULL},
    {'L', "budget-coarse-up", HERE, NULL, NULL},
    {',', "budget-fine-down", HERE, NULL, NULL},
    {'.', "budget-fine-up", HERE, NULL, NULL},
    {K_HOME, "budget-own", HERE, NULL, NULL},
    {K_ENTER, "adopt-optimum", HERE, "adopt", NULL},
    {'w', "whole-bits", HERE, "whole", NULL},
    {'t', "target-loss", HERE, "target", NULL},
    {'y', "optimum-chart", HERE, "chart", NULL},
    {'=', "type-budget", HERE, "type C", NULL},
};

static const struct keymap keys = {actions, sizeof actions / sizeof *actions, bindings,
                                   sizeof bindings / sizeof *bindings};

const struct view_row view_optimum = {.name = "optimum",
                                      .key = '4',
                                      .title = "Optimum",
                                      .brief = "Best",
                                      .help = "the papers' problems, solved for a budget",
                                      .draw = draw,
                                      .mouse = mouse,
                                      .keys = &keys};
