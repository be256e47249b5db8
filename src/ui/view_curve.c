/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curve: any output over any input, a line a law, or a family of the primary law over a second
 * input. */
#include "base/text.h"
#include "ui/action.h"
#include "ui/curve_parts.h"
#include "ui/export_parts.h"
#include "ui/look.h"
#include "ui/view.h"
#include "ui/widget.h"
#include <math.h>
#include <string.h>

enum { BRIEF = 100 };

static bool any_dotted(const struct curve_picture *picture) {
    for (int i = 0; i < picture->count; i++) {
        const struct curve *line = picture->line[i];
        if (memchr(line->dotted, true, (size_t)plot_columns(&picture->plot))) return true;
    }
    return false;
}

static void draw_head(const struct app *app, const struct curve_picture *picture,
                      struct canvas *canvas) {
    const struct curve_state *state = &app->curve;
    char head[160] = "", name[PRESET_NAME];
    text_append(head, sizeof head, "%s over %s · ",
                app->cols < BRIEF ? curve_output_name(state->y) : curve_output_title(state->y),
                curve_x_name(state));
    text_clean(name, sizeof name, app_primary(app)->name);
    if (state->family == INPUT_NONE)
        text_append(head, sizeof head, "a line a law");
    else
        text_append(head, sizeof head, "%s by %s", name, inputs[state->family].name);
    const bool runs = picture->runs && picture->runs->count > 0 && picture->panel.w <= 0;
    const char *right = any_dotted(picture) ? "dotted: beyond the runs" : NULL;
    if (curve_log(state)) right = "log";
    /* where there is a panel, it says so at length */
    if (runs) right = canvas->ascii ? "@ runs, o brought here" : "● runs, ○ brought here";
    widget_rule(canvas, 0, 1, picture->plot.area.x + picture->plot.area.w + 1, head, right);
}

static void draw(const struct app *app, const struct facts *facts, struct canvas *canvas) {
    struct curve_picture picture;
    (void)facts;
    curve_place(app, &picture);
    const bool any = curve_compute(app, &picture);
    draw_head(app, &picture, canvas);
    if (any)
        curve_paint(app, &picture, canvas);
    else
        canvas_put(canvas, picture.plot.area.x, app->rows / 2, picture.plot.area.w, looks[LOOK_DIM],
                   "no law has a value anywhere on this line");
    curve_panel(app, &picture, canvas);
    curve_free(&picture);
}

/* Inputs that have a scale to walk along. */
static bool has_scale(enum input input) {
    return input < IN_FC2;
}

static enum input next_input(enum input input, int direction, bool none_too) {
    const int count = INPUT_COUNT + (none_too ? 1 : 0);
    int at = (int)input;
    do {
        at = (at + direction + count) % count;
    } while (at != INPUT_NONE && !has_scale((enum input)at));
    return (enum input)at;
}

static void set_x(struct app *app, int direction) {
    app->curve.x = next_input(app->curve.x, direction, false);
    app->now.selected = app->curve.x; /* what = and s ask for is what is looked at */
    if (app->curve.family == app->curve.x) app->curve.family = INPUT_NONE;
    app->curve.cursor = NAN;
}

static void next_x(struct app *app) {
    set_x(app, 1);
}

static void last_x(struct app *app) {
    set_x(app, -1);
}

static void next_y(struct app *app) {
    app->curve.y = (app->curve.y + 1) % CURVE_OUTPUTS;
}

static void last_y(struct app *app) {
    app->curve.y = (app->curve.y + CURVE_OUTPUTS - 1) % CURVE_OUTPUTS;
}

static void set_family(struct app *app, int direction) {
    app->curve.family = next_input(app->curve.family, direction, true);
    if (app->curve.family == app->curve.x)
        app->curve.family = next_input(app->curve.family, direction, true);
}

static void next_family(struct app *app) {
    set_family(app, 1);
}

static void last_family(struct app *app) {
    set_family(app, -1);
}

static void tie_bits(struct app *app) {
    struct curve_state *const state = &app->curve;
    if (state->x != IN_W && state->x != IN_A && state->x != IN_KV) {
        app_say(app, false, "only w, a and kv move as one: x draws over one of them");
        return;
    }
    state->tied = !state->tied;
    if (state->tied && !curve_tied(state)) state->family = INPUT_NONE;
    if (state->tied)
        app_say(app, false, "P: w, a and kv move as one");
    else
        app_say(app, false, "%s alone moves", inputs[state->x].name);
}

static void show_runs(struct app *app) {
    const char *const why = curve_runs_refusal(app);
    app->curve.runs = !app->curve.runs || why[0];
    app_say(app, false, "%s", why[0] ? why : app->curve.runs ? "runs are shown" : "no runs shown");
}

static void other_scale(struct app *app) {
    app->curve.y_log = !app->curve.y_log;
}

/* By cells of the picture, so that the cursor goes where the eye does. */
static void move_cursor(struct app *app, int cells) {
    struct curve_picture picture;
    curve_place(app, &picture);
    const double column = plot_column(&picture.plot, curve_cursor(app, &picture.plot)) + 2 * cells;
    const double most = plot_columns(&picture.plot) - 1;
    app->curve.cursor = plot_x(&picture.plot, fmax(0, fmin(most, column)));
    if (inputs[app->curve.x].whole) app->curve.cursor = round(app->curve.cursor);
}

static void cursor_left(struct app *app) {
    move_cursor(app, -1);
}

static void cursor_right(struct app *app) {
    move_cursor(app, 1);
}

static void cursor_far_left(struct app *app) {
    move_cursor(app, -8);
}

static void cursor_far_right(struct app *app) {
    move_cursor(app, 8);
}

static void adopt(struct app *app) {
    const enum input x = app->curve.x;
    if (isnan(app->curve.cursor)) {
        app_say(app, false, "move the cursor first: ←→, or a click");
        return;
    }
    const struct input_row *row = &inputs[x];
    const double value = fmin(row->high, fmax(row->low, num_round(app->curve.cursor, 3)));
    struct plan plan;
    if (curve_tied(&app->curve)) {
        plan = app->now.plan;
        plan.w = plan.a = plan.kv = value;
    } else if (!app_moved(app, x, value, &plan)) {
        app_move(app, x, value); /* says why not */
        return;
    }
    const enum hold hold = app->now.hold;
    app_adopt(app, &plan, "adopted");
    if (!curve_tied(&app->curve)) app_hold(app, hold);
    app->now.selected = x;
    app->curve.cursor = NAN;
}

static void back_to_plan(struct app *app) {
    app->curve.cursor = NAN;
}

static void mouse(struct app *app, const struct event *event) {
    struct curve_picture picture;
    curve_place(app, &picture);
    const struct rect *area = &picture.plot.area;
    if (event->kind == EVENT_WHEEL_UP) move_cursor(app, 1);
    if (event->kind == EVENT_WHEEL_DOWN) move_cursor(app, -1);
    const bool inside = event->x >= area->x && event->x < area->x + area->w &&
                        event->y >= area->y && event->y < area->y + area->h + 2;
    if ((event->kind == EVENT_PRESS || event->kind == EVENT_DRAG) && inside) {
        app->curve.cursor = plot_x(&picture.plot, 2 * (event->x - area->x));
        if (inputs[app->curve.x].whole) app->curve.cursor = round(app->curve.cursor);
    }
}

enum { HERE = 1u << VIEW_CURVE };

static const struct action actions[] = {
    {"cursor-left", "the cursor a cell left", cursor_left},
    {"cursor-right", "the cursor a cell right", cursor_right},
    {"cursor-far-left", "the cursor far left", cursor_far_left},
    {"cursor-far-right", "the cursor far right", cursor_far_right},
    {"adopt-cursor", "take the cursor's value into the plan", adopt},
    {"cursor-home", "the cursor back to the plan", back_to_plan},
    {"next-x", "draw over another input", next_x},
    {"last-x", "draw over the former input", last_x},
    {"next-y", "draw another output", next_y},
    {"last-y", "draw the former output", last_y},
    {"next-family", "a family over an input, or laws", next_family},
    {"last-family", "the family before", last_family},
    {"log-y", "log or plain scale", other_scale},
    {"tie-bits", "w, a and kv as one (P), or each alone", tie_bits},
    {"show-runs", "the Fit view's runs as points, or none", show_runs},
};

static const struct binding bindings[] = {
    {K_LEFT, "cursor-left", HERE, NULL, NULL},
    {'h', "cursor-left", HERE, NULL, NULL},
    {K_RIGHT, "cursor-right", HERE, "cursor", "←→"},
    {'l', "cursor-right", HERE, NULL, NULL},
    {K_SHIFT_LEFT, "cursor-far-left", HERE, NULL, NULL},
    {'H', "cursor-far-left", HERE, NULL, NULL},
    {K_SHIFT_RIGHT, "cursor-far-right", HERE, NULL, NULL},
    {'L', "cursor-far-right", HERE, NULL, NULL},
    {K_ENTER, "adopt-cursor", HERE, "adopt", NULL},
    {K_ESCAPE, "cursor-home", HERE, NULL, NULL},
    {'x', "next-x", HERE, "over", NULL},
    {K_DOWN, "next-x", HERE, NULL, NULL},
    {'j', "next-x", HERE, NULL, NULL},
    {'X', "last-x", HERE, NULL, NULL},
    {K_UP, "last-x", HERE, NULL, NULL},
    {'k', "last-x", HERE, NULL, NULL},
    {'y', "next-y", HERE, "output", NULL},
    {'Y', "last-y", HERE, NULL, NULL},
    {'v', "next-family", HERE, "family", NULL},
    {'V', "last-family", HERE, NULL, NULL},
    {'g', "log-y", HERE, "log", NULL},
    {'t', "tie-bits", HERE, "tie", NULL},
    {'r', "show-runs", HERE, "runs", NULL},
};

static const struct keymap keys = {actions, sizeof actions / sizeof *actions, bindings,
                                   sizeof bindings / sizeof *bindings};

const struct view_row view_curve = {.name = "curve",
                                    .key = '2',
                                    .title = "Curve",
                                    .brief = "Crv",
                                    .help = "any output over any input, a line a law or a family",
                                    .draw = draw,
                                    .table = curve_table,
                                    .figure = curve_figure,
                                    .mouse = mouse,
                                    .keys = &keys};
