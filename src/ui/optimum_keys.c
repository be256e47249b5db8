/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Optimum view's keys and the mouse do. */
#include "base/text.h"
#include "ui/action.h"
#include "ui/optimum_parts.h"
#include "ui/overlay.h"
#include <math.h>

static void choose_by(struct app *app, int rows) {
    enum optimum_kind kind[OPTIMUM_KINDS];
    const int count = optimum_kinds(app, kind);
    app->optimum.chosen = kind[(optimum_chosen(app) + rows + count) % count];
}

static void choose_up(struct app *app) {
    choose_by(app, -1);
}

static void choose_down(struct app *app) {
    choose_by(app, +1);
}

/* Its old and new value are told: C is the plan's, and other views have it too. */
static void set_budget(struct app *app, double C) {
    char now[NUM_TEXT], was[NUM_TEXT];
    const double old = app->now.plan.C;
    const char *const ended = app->optimum.target > 0 ? "; no loss is aimed at any more" : "";
    num_si(was, optimum_budget(app));
    app->optimum.target = 0;
    if (C != old) {
        if (app->drag == DRAG_NONE || !app->drag_saved) app_remember(app);
        app->drag_saved = true;
        app->now.plan.C = C;
    } else if (!*ended) {
        return;
    }
    app_say(app, false, "C %s FLOP%s (was %s%s)%s", num_si(now, optimum_budget(app)),
            C == PLAN_OWN ? ", what the plan costs" : "", was, old == PLAN_OWN ? ", its own" : "",
            ended);
}

static void set_target(struct app *app, double target) {
    char now[NUM_TEXT], was[NUM_TEXT];
    const double old = app->optimum.target;
    app->optimum.target = target;
    if (target > 0 && old > 0) {
        app_say(app, false, "loss %s to reach (was %s)", num_shortest(now, target),
                num_shortest(was, old));
    } else if (target > 0) {
        app_say(app, false, "each row is the cheapest plan that reaches a loss of %s",
                num_shortest(now, target));
    } else if (old > 0) {
        app_say(app, false, "back to the best plans for C %s FLOP",
                num_si(now, optimum_budget(app)));
    }
}

/* The budget by steps of C's own; where a loss is aimed at, that by hundredths. */
static void step(struct app *app, int direction, enum step_size size) {
    static const double nats[] = {[STEP_FINE] = 0.001, [STEP_ONE] = 0.01, [STEP_COARSE] = 0.1};
    const double target = app->optimum.target;
    if (target > 0) {
        set_target(app, fmax(nats[STEP_FINE], num_round(target + direction * nats[size], 6)));
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
    set_budget(app, PLAN_OWN);
}

static bool take_budget(struct app *app, const char *text) {
    struct err err;
    double C;
    if (!input_parse(IN_C, text, &C, &err)) {
        app_say(app, true, "%s", err.text);
        return false;
    }
    set_budget(app, C);
    return true;
}

static bool take_target(struct app *app, const char *text) {
    double target = 0;
    if (*text && (!num_parse(text, &target) || !(target > 0))) {
        app_say(app, true, "%s is no loss: a number above 0, in nats/token", text);
        return false;
    }
    set_target(app, target);
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
    struct optimum_row row;
    optimum_kinds(app, kind);
    optimum_row(app, kind[optimum_chosen(app)], &row);
    if (row.taken.status == LAW_SILENT) {
        app_say(app, true, "nothing to adopt: %s", row.taken.why);
        return;
    }
    if (plan_same(&row.adopted, &app->now.plan)) {
        app_say(app, false, "the plan is that already");
        return;
    }
    app_adopt(app, &row.adopted,
              optimum_rounds(&row) ? "adopted the best whole layout" : "adopted");
}

static bool inside(struct rect rect, const struct event *event) {
    return event->x >= rect.x && event->x < rect.x + rect.w && event->y >= rect.y &&
           event->y < rect.y + rect.h;
}

static void press(struct app *app, const struct optimum_layout *layout, const struct event *event) {
    enum optimum_kind kind[OPTIMUM_KINDS];
    const int count = optimum_kinds(app, kind), row = event->y - layout->table.y - 2;
    app->drag_saved = false;
    if (inside(layout->table, event) && row >= 0 && row < count) app->optimum.chosen = kind[row];
    for (int i = 0; i < layout->charts; i++) {
        if (!inside(layout->chart[i], event)) continue;
        const double C = optimum_chart_budget(app, layout->chart[i], event->x);
        app->drag = DRAG_CHART;
        set_budget(app, C);
    }
}

void optimum_mouse(struct app *app, const struct event *event) {
    const struct optimum_layout layout = optimum_lay_out(app);
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
    {K_ENTER, "adopt-optimum", HERE, "adopt", NULL},
    {'o', "adopt-optimum", HERE, NULL, NULL},
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
    {'t', "target-loss", HERE, "target", NULL},
    {'w', "whole-bits", HERE, "whole", NULL},
    {'y', "optimum-chart", HERE, "chart", NULL},
    {'=', "type-budget", HERE, "type C", NULL},
};

const struct keymap optimum_keys = {actions, sizeof actions / sizeof *actions, bindings,
                                    sizeof bindings / sizeof *bindings};
