/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pins_show.h"

#include "base/text.h"
#include "engine/cost.h"
#include "ui/compare_parts.h"
#include "ui/look.h"
#include "ui/map_parts.h"
#include <math.h>

/* The present plan against the baseline. */
struct versus {
    char name[PRESET_NAME];
    bool same; /* it is the baseline's plan */
    struct compare_delta loss, compute, weights;
};

static bool find_versus(const struct app *app, struct versus *versus) {
    const struct plan_pin *base = pins_baseline(&app->pins);
    const struct plan *now = &app->now.plan;
    const struct preset *preset = app_primary(app);
    struct result from, to;
    if (!base) return false;
    text_clean(versus->name, sizeof versus->name, base->name);
    law_eval(preset, &base->plan, &from);
    law_eval(preset, now, &to);
    versus->same = plan_same(&base->plan, now);
    versus->loss = compare_difference(from.loss, to.loss, true);
    versus->compute = compare_factor(cost_training(preset->law, &base->plan),
                                     cost_training(preset->law, now), true);
    versus->weights = compare_factor(cost_weight_bytes(preset->law, &base->plan),
                                     cost_weight_bytes(preset->law, now), true);
    return true;
}

static const char *or_dash(const char *text) {
    return *text ? text : "—";
}

/* The same words with more and more left out. */
static void put_words(const struct versus *versus, int form, char out[PINS_VERSUS]) {
    const char *name = versus->name, *loss = or_dash(versus->loss.text),
               *compute = versus->compute.text, *weights = versus->weights.text;
    out[0] = '\0';
    if (versus->same) {
        text_append(out, PINS_VERSUS, form < 2 ? "this is %s" : "%s", name);
    } else if (form == 0) {
        text_append(out, PINS_VERSUS, "vs %s: loss %s, compute %s, weights %s", name, loss, compute,
                    weights);
    } else if (form == 1) {
        text_append(out, PINS_VERSUS, "vs %s: loss %s, %s FLOP", name, loss, compute);
    } else if (form == 2) {
        text_append(out, PINS_VERSUS, "vs %s: loss %s", name, loss);
    } else {
        text_append(out, PINS_VERSUS, "%s %s", name, loss);
    }
}

const char *pins_versus(const struct app *app, const struct canvas *canvas, int room,
                        char out[PINS_VERSUS]) {
    enum { FORMS = 4 };
    struct versus versus;
    out[0] = '\0';
    if (!find_versus(app, &versus)) return out;
    for (int form = 0; form < FORMS; form++) {
        put_words(&versus, form, out);
        if (canvas_width(canvas, out) <= room) return out;
    }
    out[0] = '\0';
    return out;
}

static int put_delta(struct canvas *canvas, struct rect row, const char *label,
                     const struct compare_delta *delta) {
    char text[NUM_TEXT + 8] = "";
    const enum look look = delta->better > 0 ? LOOK_GOOD : delta->better < 0 ? LOOK_BAD : LOOK_DIM;
    const int taken = canvas_put(canvas, row.x, row.y, row.w, looks[LOOK_DIM], label);
    text_append(text, sizeof text, "%s%s", or_dash(delta->text),
                compare_mark(delta->better, canvas->ascii));
    return taken + canvas_put(canvas, row.x + taken, row.y, row.w - taken, looks[look], text);
}

void pins_draw_versus(const struct app *app, struct canvas *canvas, struct rect row) {
    enum { LABEL_W = 8 };
    char label[PRESET_NAME + 8] = "";
    struct versus versus;
    if (!find_versus(app, &versus)) return;
    text_append(label, sizeof label, "%s%s", versus.same ? "this is " : "vs ", versus.name);
    int taken = canvas_put(canvas, row.x, row.y, row.w, looks[LOOK_DIM], label) + 2;
    if (versus.same) return;
    if (taken < LABEL_W) taken = LABEL_W;
    const char *const labels[] = {"loss ", "   compute ", "   weights "};
    const struct compare_delta *const deltas[] = {&versus.loss, &versus.compute, &versus.weights};
    for (int i = 0; i < 3 && taken < row.w; i++) {
        const struct rect rest = {row.x + taken, row.y, row.w - taken, 1};
        taken += put_delta(canvas, rest, labels[i], deltas[i]);
    }
}

void pins_mark_track(const struct app *app, struct canvas *canvas, struct rect track, int y,
                     enum input input) {
    const struct plan_pin *base = pins_baseline(&app->pins);
    if (!base || track.w < 1) return;
    const double share = input_fraction(input, plan_get(&base->plan, input)),
                 now = input_fraction(input, plan_get(&app->now.plan, input));
    const long at = lround(share * (track.w - 1)), knob = lround(now * (track.w - 1));
    if (at != knob) canvas_set(canvas, track.x + (int)at, y, looks[LOOK_WARN], 0x25BF);
}

/* The first character of a pin's name: one cell. */
static uint32_t letter(const struct plan_pin *pin) {
    const char *at = pin->name;
    const uint32_t code = text_next(&at);
    return text_char_width(code) == 1 ? code : '#';
}

/* Whether the plan's own mark, or the best's, is there. */
static bool is_marked(const struct canvas *canvas, int x, int y) {
    const struct cell *cell = canvas_at(canvas, x, y);
    return cell && (cell->ch == 0x25C6 || cell->ch == 0x271A || cell->ch == 0x2605);
}

/* Where a pin stands on an axis; over budgets, at what it costs. */
static double place(const struct app *app, const struct plan *plan, enum input x) {
    return x == IN_C ? cost_training(app_primary(app)->law, plan) : plan_get(plan, x);
}

void pins_mark_plot(const struct app *app, struct canvas *canvas, const struct plot *plot,
                    enum input x, int output) {
    const int figure = output == OUTPUT_COUNT ? COMPARE_ADDED : 1 + output;
    for (int i = app->pins.count - 1; i >= 0; i--) { /* the first on top */
        const struct plan_pin *pin = &app->pins.pin[i];
        const double value = compare_figure(app_primary(app), &pin->plan, figure);
        const double column = plot_column(plot, place(app, &pin->plan, x));
        const int row = isfinite(value) ? plot_row(plot, value, false) : -1;
        if (row < 0 || !(column > -0.5 && column < plot_columns(plot) - 0.5)) continue;
        int at = plot->area.x + (int)fmax(0, round(column)) / 2;
        if (is_marked(canvas, at, row)) at++;
        if (at >= plot->area.x + plot->area.w) continue;
        canvas_set(canvas, at, row, looks[LOOK_SELECTED], letter(pin));
    }
}

static bool inside(const struct map_scale *scale, double value) {
    return value >= scale->low && value <= scale->high;
}

/* Whether a cell of the map is in its row, and has nothing that must stay. */
static bool is_clear(const struct map_picture *picture, int col, int row) {
    const int w = picture->map.area.w;
    return col >= 0 && col < w && picture->mark[row * w + col] != MARK_TEXT;
}

static void put_on_map(struct map_picture *picture, struct canvas *canvas, int col, int row,
                       uint32_t ch) {
    const struct rect *area = &picture->map.area;
    canvas_set(canvas, area->x + col, area->y + row, looks[LOOK_SELECTED], ch);
    picture->mark[row * area->w + col] = MARK_TEXT;
}

void pins_mark_map(const struct app *app, struct canvas *canvas, struct map_picture *picture) {
    const struct map *map = &picture->map;
    for (int i = 0; i < app->pins.count; i++) { /* the first on top */
        struct plan there;
        const struct plan_pin *pin = &app->pins.pin[i];
        const double x = map_axis_get(&pin->plan, map->x.axis),
                     y = map_axis_get(&pin->plan, map->y.axis);
        if (!inside(&map->x, x) || !inside(&map->y, y)) continue;
        const int col = map_col(map, x), row = map_row(map, y);
        const bool own = map_plan(app, map, x, y, &there) && !map_differences(&there, &pin->plan);
        if (!is_clear(picture, col, row)) continue;
        put_on_map(picture, canvas, col, row, letter(pin));
        if (own || !is_clear(picture, col - 1, row) || !is_clear(picture, col + 1, row)) continue;
        put_on_map(picture, canvas, col - 1, row, '(');
        put_on_map(picture, canvas, col + 1, row, ')');
    }
}
