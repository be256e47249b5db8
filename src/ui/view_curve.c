/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curve: any output over any input, a line a law, or a family of the primary law over a second
 * input. */
#include "ui/view_curve.h"

#include "base/text.h"
#include "engine/output.h"
#include "ui/action.h"
#include "ui/look.h"
#include "ui/pins_show.h"
#include "ui/plan_parts.h"
#include "ui/plot.h"
#include "ui/view.h"
#include "ui/widget.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LINES = 10,
    COLUMNS = 2 * 512,
    OUT_ADDED = OUTPUT_COUNT,
    Y_COUNT = OUTPUT_COUNT + 1,
    AXIS_W = 8,
    PANEL_W = 37
};

/* What a line is of, and its values. */
struct curve {
    const struct preset *preset;
    struct plan plan; /* the plan that x moves in */
    char label[PRESET_NAME];
    struct ink ink;
    double y[COLUMNS];
    bool dotted[COLUMNS];
};

struct picture {
    struct plot plot;
    struct rect panel;
    int count;
    struct curve *line[LINES];
};

static const struct ink line_inks[] = {{COLOR_RED_, 0, ATTR_BOLD},
                                       {COLOR_CYAN_, 0, ATTR_BOLD},
                                       {COLOR_YELLOW_, 0, ATTR_BOLD},
                                       {COLOR_GREEN_, 0, ATTR_BOLD},
                                       {COLOR_MAGENTA_, 0, ATTR_BOLD},
                                       {COLOR_BLUE_, 0, ATTR_BOLD},
                                       {0, 0, ATTR_BOLD},
                                       {COLOR_RED_, 0, 0},
                                       {COLOR_CYAN_, 0, 0},
                                       {COLOR_YELLOW_, 0, 0}};

struct curve_state curve_start(void) {
    return (struct curve_state){.x = IN_D, .y = OUT_ADDED, .family = INPUT_NONE, .cursor = NAN};
}

static const char *y_title(int y) {
    return y == OUT_ADDED ? "loss added by quantising" : outputs[y].title;
}

static const char *y_name(int y) {
    return y == OUT_ADDED ? "added" : outputs[y].name;
}

static double value_of(const struct preset *preset, const struct plan *plan, int y) {
    struct answer answer;
    if (y == OUT_D_CRIT) return law_dcrit(preset, plan);
    law_eval(preset, plan, &answer.result);
    return y == OUT_ADDED ? law_added(preset, plan, &answer.result)
                          : output_get(&answer, (enum output)y);
}

/* The values of a family: what people compare. */
static int family_values(const struct app *app, enum input input, double value[LINES]) {
    static const double bits[] = {3, 4, 5, 6, 8, PLAN_OFF},
                        groups[] = {16, 32, 64, 128, 256, PLAN_CHANNEL};
    static const double factors[] = {0.01, 0.1, 1, 10, 100};
    const struct input_row *row = &inputs[input];
    const bool by_bits = input == IN_W || input == IN_A || input == IN_KV || input == IN_POST;
    int count = 0;
    if (input == IN_N || input == IN_D) {
        for (int i = 0; i < 5; i++) {
            const double at = plan_get(&app->now.plan, input) * factors[i];
            if (at >= row->low && at <= row->high) value[count++] = at;
        }
    } else if (input == IN_E || input == IN_M) {
        for (int i = 1; i <= 6; i++)
            value[count++] = i;
    } else {
        for (int i = 0; i < 6; i++)
            value[count++] = by_bits ? bits[i] : groups[i];
    }
    return count;
}

static void add_line(struct picture *picture, const struct preset *preset, const struct plan *plan,
                     const char *label) {
    struct curve *line = malloc(sizeof *line);
    if (!line || picture->count == LINES) {
        free(line);
        return;
    }
    line->preset = preset;
    line->plan = *plan;
    line->ink = line_inks[picture->count];
    text_clean(line->label, sizeof line->label, label);
    picture->line[picture->count++] = line;
}

static void free_picture(struct picture *picture) {
    while (picture->count > 0)
        free(picture->line[--picture->count]);
}

static void find_lines(const struct app *app, struct picture *picture) {
    const struct curve_state *state = &app->curve;
    double value[LINES];
    if (state->family == INPUT_NONE) {
        for (int i = 0; i < app->preset_count && i < LINES; i++) {
            add_line(picture, app->presets[i], &app->now.plan, app->presets[i]->name);
        }
        return;
    }
    const int count = family_values(app, state->family, value);
    for (int i = 0; i < count; i++) {
        char label[48], text[NUM_TEXT];
        struct plan plan = app->now.plan;
        plan_set(&plan, state->family, value[i]);
        label[0] = '\0';
        text_append(label, sizeof label, "%s %s", inputs[state->family].name,
                    input_show(text, state->family, value[i]));
        add_line(picture, app_primary(app), &plan, label);
    }
}

static void sample(const struct plot *plot, enum input x, int y, struct curve *line) {
    const struct preset *preset = line->preset;
    const struct range *range = &preset->range[x];
    const bool ranged = preset->ranged & INPUT_BIT(x);
    struct plan plan = line->plan;
    for (int i = 0; i < plot_columns(plot); i++) {
        const double at = plot_x(plot, i);
        plan_set(&plan, x, inputs[x].whole ? round(at) : at);
        line->y[i] = value_of(preset, &plan, y);
        line->dotted[i] = ranged && (at < range->low * (1 - 1e-9) || at > range->high * (1 + 1e-9));
    }
}

/* Most of what there is: a wall at one end is cut off, on a log scale nothing is. */
static bool y_range(const struct picture *picture, bool log_scale, struct plot *plot) {
    const int columns = plot_columns(plot);
    double *sorted = malloc((size_t)(picture->count * columns + 1) * sizeof *sorted);
    int count = 0;
    for (int i = 0; sorted && i < picture->count; i++) {
        for (int k = 0; k < columns; k++) {
            const double y = picture->line[i]->y[k];
            if (isfinite(y) && (!log_scale || y > 0)) sorted[count++] = y;
        }
    }
    if (count > 0) {
        qsort(sorted, (size_t)count, sizeof *sorted, num_ascending);
        const double least = sorted[0], most = sorted[count - 1];
        const double top =
            log_scale ? most : fmin(most, fmax(sorted[count * 9 / 10] * 1.0, least + 1e-6));
        const double pad =
            log_scale ? pow(fmax(top / least, 1.01), 0.05) : 0.05 * fmax(top - least, 1e-6);
        plot->y_low = log_scale ? least / pad : least - pad;
        plot->y_high = log_scale ? top * pad : top + pad;
        plot->y_log = log_scale;
    }
    free(sorted);
    return count > 0;
}

/* Counts of parameters and tokens span decades; the rest is seen on a plain scale, or as asked. */
static bool wants_log(const struct curve_state *state) {
    const bool count = state->y == OUT_N_EFF || state->y == OUT_D_CRIT;
    return state->y_log != count;
}

static void place(const struct app *app, struct picture *picture) {
    const int panel = app->cols >= 76 ? PANEL_W : 0;
    struct plot *plot = &picture->plot;
    plot->area = (struct rect){AXIS_W, 2, app->cols - AXIS_W - 2 - panel, app->rows - 5};
    if (plot->area.w > COLUMNS / 2) plot->area.w = COLUMNS / 2;
    plot->x_log = inputs[app->curve.x].scale == SCALE_LOG;
    plan_chart_range(app, app->curve.x, &plot->x_low, &plot->x_high);
    picture->panel = (struct rect){app->cols - panel + 1, 2, panel - 1, app->rows - 4};
}

static double cursor_x(const struct app *app, const struct plot *plot) {
    const double at =
        isnan(app->curve.cursor) ? plan_get(&app->now.plan, app->curve.x) : app->curve.cursor;
    return fmax(plot->x_low, fmin(plot->x_high, at));
}

static double at_x(const struct curve *line, enum input x, double value, int y) {
    struct plan plan = line->plan;
    plan_set(&plan, x, value);
    return value_of(line->preset, &plan, y);
}

/* An output's number as people read it. */
static const char *show_value(char out[NUM_TEXT], int y, double value) {
    if (y == OUT_N_EFF || y == OUT_D_CRIT) return num_si(out, value);
    if (y == OUT_ADDED || y == OUT_PTQ_DELTA || y == OUT_QAT_DELTA)
        return num_signed(out, value, 4);
    return num_fixed(out, value, 4);
}

/* Why a line has no value here. */
static void why_none(const struct curve *line, enum input x, double value, char *out, size_t size) {
    struct plan plan = line->plan;
    struct result result;
    plan_set(&plan, x, value);
    const bool silent = law_eval(line->preset, &plan, &result) == LAW_SILENT;
    text_copy(out, size, silent ? result.why : "none in this law");
}

static void panel_line(const struct app *app, const struct curve *line, int number,
                       struct canvas *canvas, struct rect row, double x) {
    char text[NUM_TEXT], why[RESULT_WHY];
    const int y = app->curve.y;
    const double value = at_x(line, app->curve.x, x, y);
    canvas_print(canvas, row.x, row.y, 18, line->ink, "%d %s", number, line->label);
    if (isnan(value)) {
        why_none(line, app->curve.x, x, why, sizeof why);
        const int room = row.w - 20;
        const bool cut = canvas_width(canvas, why) > room;
        canvas_put(canvas, row.x + 19, row.y, cut ? room - 1 : room, looks[LOOK_DIM], why);
        if (cut) canvas_set(canvas, row.x + 19 + room - 1, row.y, looks[LOOK_DIM], 0x2026);
        return;
    }
    canvas_put_right(canvas, row.x + 18, row.y, 8, looks[LOOK_STRONG], show_value(text, y, value));
    const double now = at_x(line, app->curve.x, plan_get(&app->now.plan, app->curve.x), y);
    const bool losses =
        y != OUT_N_EFF && y != OUT_D_CRIT && y != OUT_N_EFF_RATIO && y != OUT_D_EFF_RATIO;
    if (losses && !isnan(app->curve.cursor)) widget_delta(canvas, row.x + 28, row.y, value - now);
}

static void draw_panel(const struct app *app, const struct picture *picture,
                       struct canvas *canvas) {
    char text[NUM_TEXT], head[96] = "";
    const struct rect in = picture->panel;
    if (in.w <= 0) return;
    const double x = cursor_x(app, &picture->plot);
    text_append(head, sizeof head, "at %s %s", inputs[app->curve.x].name,
                input_show(text, app->curve.x, x));
    widget_rule(canvas, in.x, 1, in.w, head, NULL);
    canvas_put_right(canvas, in.x + 14, in.y, 12, looks[LOOK_DIM], y_name(app->curve.y));
    if (!isnan(app->curve.cursor))
        canvas_put_right(canvas, in.x + 27, in.y, 8, looks[LOOK_DIM], "vs plan");
    int row = in.y + 1;
    for (int i = 0; i < picture->count && row < in.y + in.h; i++, row++) {
        panel_line(app, picture->line[i], i + 1, canvas, (struct rect){in.x, row, in.w, 1}, x);
    }
    row++;
    const struct rect rest = {in.x, row, in.w - 1, in.y + in.h - row};
    if (rest.h < 1) return;
    const int used =
        widget_text(canvas, rest, looks[LOOK_TEXT],
                    app->curve.y == OUT_ADDED ? "What training bits and PTQ add to the loss at "
                                                "full precision: the laws can be compared by it."
                                              : outputs[app->curve.y].help);
    const struct rect last = {rest.x, rest.y + used + 1, rest.w, rest.h - used - 1};
    if (last.h <= 0) return;
    widget_text(canvas, last, looks[LOOK_DIM],
                "Dotted beyond the runs that a law was fitted on. Each line keeps the plan's other "
                "inputs.");
}

static void draw_marks(const struct app *app, const struct facts *facts,
                       const struct picture *picture, struct canvas *canvas) {
    const struct plot *plot = &picture->plot;
    const double now = plan_get(&app->now.plan, app->curve.x),
                 d_crit = facts->answer[app->now.primary].d_crit;
    if (app->curve.x == IN_D && !isnan(d_crit)) {
        const int column = plot_vertical(canvas, plot, d_crit, looks[LOOK_BAD]);
        if (column >= 0 && plot_blank(canvas, column + 2, plot->area.y, 6)) {
            canvas_put(canvas, column + 2, plot->area.y, 6, looks[LOOK_BAD], "D_crit");
        }
    }
    plot_vertical(canvas, plot, now, looks[LOOK_DIM]);
    if (!isnan(app->curve.cursor)) plot_vertical(canvas, plot, app->curve.cursor, looks[LOOK_KEY]);
    for (int i = 0; i < picture->count; i++) {
        const struct curve *line = picture->line[i];
        const int row =
            plot_row(plot, at_x(line, app->curve.x, cursor_x(app, plot), app->curve.y), false);
        const double column = plot_column(plot, cursor_x(app, plot));
        if (row < 0 || column < -0.5 || column > plot_columns(plot) - 0.5) continue;
        canvas_set(canvas, plot->area.x + (int)fmax(0, round(column)) / 2, row, looks[LOOK_STRONG],
                   0x25C6);
    }
}

static void draw_lines(const struct picture *picture, struct canvas *canvas) {
    const struct plot *plot = &picture->plot;
    for (int i = picture->count - 1; i >= 0; i--) {
        const struct curve *line = picture->line[i];
        plot_curve(canvas, plot, line->y, line->dotted, plot_columns(plot), line->ink);
    }
}

/* The name at the line, or where there is no room for it the number that the panel has beside it.
 */
static void draw_labels(const struct picture *picture, struct canvas *canvas) {
    const double *all[LINES];
    for (int i = 0; i < picture->count; i++)
        all[i] = picture->line[i]->y;
    for (int i = 0; i < picture->count; i++) {
        const struct curve *line = picture->line[i];
        char number[4] = {(char)('1' + i % 9), '\0'};
        const bool named = plot_label(canvas, &picture->plot, line->y, all, picture->count,
                                      line->ink, line->label);
        if (!named)
            plot_label(canvas, &picture->plot, line->y, all, picture->count, line->ink, number);
    }
}

static void draw(const struct app *app, const struct facts *facts, struct canvas *canvas) {
    struct picture picture = {.count = 0};
    char head[160] = "";
    place(app, &picture);
    text_append(head, sizeof head, "%s over %s · %s",
                app->cols < 100 ? y_name(app->curve.y) : y_title(app->curve.y),
                inputs[app->curve.x].name,
                app->curve.family == INPUT_NONE ? "a line a law" : app_primary(app)->name);
    widget_rule(canvas, 0, 1, picture.plot.area.x + picture.plot.area.w + 1, head,
                wants_log(&app->curve) ? "log" : NULL);
    find_lines(app, &picture);
    for (int i = 0; i < picture.count; i++)
        sample(&picture.plot, app->curve.x, app->curve.y, picture.line[i]);
    if (y_range(&picture, wants_log(&app->curve), &picture.plot)) {
        plot_axes(canvas, &picture.plot, app->curve.x);
        draw_lines(&picture, canvas);
        draw_marks(app, facts, &picture, canvas);
        pins_mark_plot(app, canvas, &picture.plot, app->curve.x, app->curve.y);
        draw_labels(&picture, canvas);
    } else {
        canvas_put(canvas, AXIS_W, app->rows / 2, picture.plot.area.w, looks[LOOK_DIM],
                   "no law has a value anywhere on this line");
    }
    draw_panel(app, &picture, canvas);
    free_picture(&picture);
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
    app->curve.y = (app->curve.y + 1) % Y_COUNT;
}

static void last_y(struct app *app) {
    app->curve.y = (app->curve.y + Y_COUNT - 1) % Y_COUNT;
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

static void other_scale(struct app *app) {
    app->curve.y_log = !app->curve.y_log;
}

/* By cells of the picture, so that the cursor goes where the eye does. */
static void move_cursor(struct app *app, int cells) {
    struct picture picture = {.count = 0};
    place(app, &picture);
    const double column = plot_column(&picture.plot, cursor_x(app, &picture.plot)) + 2 * cells;
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
    if (!app_moved(app, x, value, &plan)) {
        app_move(app, x, value); /* says why not */
        return;
    }
    const enum hold hold = app->now.hold;
    app_adopt(app, &plan, "adopted");
    app_hold(app, hold);
    app->now.selected = x;
    app->curve.cursor = NAN;
}

static void back_to_plan(struct app *app) {
    app->curve.cursor = NAN;
}

static void mouse(struct app *app, const struct event *event) {
    struct picture picture = {.count = 0};
    place(app, &picture);
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
};

static const struct keymap keys = {actions, sizeof actions / sizeof *actions, bindings,
                                   sizeof bindings / sizeof *bindings};

const struct view_row view_curve = {.name = "curve",
                                    .key = '2',
                                    .title = "Curve",
                                    .brief = "Curve",
                                    .help = "any output over any input, a line a law or a family",
                                    .draw = draw,
                                    .mouse = mouse,
                                    .keys = &keys};
