/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/text.h"
#include "engine/cost.h"
#include "ui/look.h"
#include "ui/pins_show.h"
#include "ui/plan_parts.h"
#include "ui/view.h"
#include "ui/widget.h"
#include <math.h>
#include <string.h>

/* Columns of a slider's row: mark and name, value, track, what a step does. */
enum { NAME_X = 2, VALUE_X = 6, VALUE_W = 7, TRACK_X = 15, STEP_W = 12 };

/* Rows before which a blank one stands where there is room: groups of inputs. */
static int gaps_before(enum input input) {
    return (input >= IN_W) + (input >= IN_POST) + (input >= IN_C);
}

int plan_input_row(const struct plan_layout *layout, enum input input) {
    return layout->inputs.y + 1 + (int)input + (layout->spaced ? gaps_before(input) : 0);
}

enum input plan_row_input(const struct plan_layout *layout, int y) {
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (plan_input_row(layout, (enum input)i) == y) return (enum input)i;
    }
    return INPUT_NONE;
}

struct rect plan_track(const struct plan_layout *layout) {
    return (struct rect){TRACK_X, layout->inputs.y + 1, layout->inputs.w - TRACK_X - STEP_W - 2,
                         layout->inputs.h - 1};
}

/* The laws on screen that look at an input, where the primary one does not. */
static void who_reads(const struct app *app, enum input input, char *out, size_t size) {
    out[0] = '\0';
    if (input == IN_C) text_append(out, size, "optimum");
    if (input == IN_DINF) text_append(out, size, "cost");
    for (int i = 0; i < app->preset_count; i++) {
        const struct law *law = app->presets[i]->law;
        if (!(app->presets[i]->reads & INPUT_BIT(input)) || strstr(out, law->name)) continue;
        if (strlen(out) + strlen(law->name) + 2 > STEP_W) return;
        text_append(out, size, "%s%s", out[0] ? ", " : "", law->name);
    }
    if (!out[0]) text_append(out, size, "no law here");
}

/* "×2 −0.1102": what one step does, or who reads the input at all. */
static void draw_step(const struct app *app, const struct move *step, enum input input,
                      struct canvas *canvas, int x, int y) {
    char text[NUM_TEXT];
    if (step->input == INPUT_NONE) {
        who_reads(app, input, text, sizeof text);
        canvas_put(canvas, x, y, STEP_W, looks[LOOK_DIM], text);
        return;
    }
    const double value = plan_get(&app->now.plan, input);
    const char *word = input_word(input, step->to);
    char label[NUM_TEXT] = "";
    if (word) {
        text_copy(label, sizeof label, word);
    } else if (inputs[input].scale == SCALE_LOG) {
        const bool up = step->to > value;
        text_append(label, sizeof label, "%s%s", up ? "×" : "÷",
                    num_si(text, num_round(up ? step->to / value : value / step->to, 2)));
    } else if (input_word(input, value)) {
        input_show(label, input, step->to);
    } else {
        text_append(label, sizeof label, step->to > value ? "+1" : "−1");
    }
    if (word && strlen(word) > 4) label[4] = '\0';
    canvas_put_right(canvas, x, y, 4, looks[LOOK_DIM], label);
    widget_delta(canvas, x + 5, y, step->delta);
}

static struct slider slider_of(const struct app *app, enum input input) {
    const struct preset *preset = app_primary(app);
    struct slider slider = {.fraction = input_fraction(input, plan_get(&app->now.plan, input)),
                            .solid_low = 1,
                            .solid_high = 0,
                            .selected = app->now.selected == input,
                            .dim = !(preset->reads & INPUT_BIT(input))};
    if (preset->ranged & INPUT_BIT(input)) {
        const struct range *range = &preset->range[input];
        slider.solid_low = isinf(range->low) ? 0 : input_fraction(input, range->low);
        slider.solid_high = isinf(range->high) ? 1 : input_fraction(input, range->high);
    }
    return slider;
}

static void draw_row(const struct app *app, const struct facts *facts, struct canvas *canvas,
                     const struct plan_layout *layout, enum input input) {
    char text[NUM_TEXT];
    const int y = plan_input_row(layout, input);
    const bool on = app->now.selected == input;
    const bool read = app_primary(app)->reads & INPUT_BIT(input);
    const struct rect track = plan_track(layout);
    const struct slider slider = slider_of(app, input);
    if (on) canvas_put(canvas, NAME_X - 1, y, 1, looks[LOOK_KEY], "▸");
    canvas_put(canvas, NAME_X, y, 4,
               looks[on     ? LOOK_KEY
                     : read ? LOOK_STRONG
                            : LOOK_DIM],
               inputs[input].name);
    canvas_put_right(canvas, VALUE_X, y, VALUE_W,
                     looks[on     ? LOOK_STRONG
                           : read ? LOOK_TEXT
                                  : LOOK_DIM],
                     input_show(text, input, plan_get(&app->now.plan, input)));
    widget_slider(canvas, track.x, y, track.w, &slider);
    pins_mark_track(app, canvas, track, y, input);
    draw_step(app, &facts->step[input], input, canvas, track.x + track.w + 1, y);
}

void plan_draw_inputs(const struct app *app, const struct facts *facts, struct canvas *canvas,
                      const struct plan_layout *layout) {
    char hold[48] = "hold: ", number[NUM_TEXT];
    text_append(hold, sizeof hold, "%s", hold_names[app->now.hold]);
    if (app->now.hold != HOLD_NONE)
        text_append(hold, sizeof hold, " %s", num_si(number, app->now.held));
    widget_rule(canvas, 0, layout->inputs.y, layout->inputs.w, "inputs", hold);
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (plan_input_row(layout, (enum input)i) < app->rows - 1)
            draw_row(app, facts, canvas, layout, (enum input)i);
    }
}

/* Which of w, a and kv sets the price, and what the next would do: "kv 16 → 8 would halve the
 * compute". */
static void price_hint(const struct app *app, char *out, size_t size) {
    static const enum input parts[] = {IN_W, IN_A, IN_KV};
    const struct plan *plan = &app->now.plan;
    const double bits = cost_bits(app_primary(app)->law, plan);
    out[0] = '\0';
    if (app_primary(app)->law->cost_bits) {
        text_append(out, size, "1+E+M = %g bits set the price under this law", bits);
        return;
    }
    for (int i = 0; i < 3; i++) {
        struct plan cheaper = *plan;
        char from[NUM_TEXT], to[NUM_TEXT];
        const double value = plan_get(plan, parts[i]);
        plan_set(&cheaper, parts[i], 1);
        const double next = cost_bits(NULL, &cheaper);
        if (next >= bits) continue;
        text_append(out, size, "%s %s → %s ", inputs[parts[i]].name,
                    input_show(from, parts[i], value), input_show(to, parts[i], next));
        if (next == bits / 2)
            text_append(out, size, "would halve the compute");
        else
            text_append(out, size, "cuts compute to %.0f %%", 100 * next / bits);
        return;
    }
    text_append(out, size, "max(w, a, kv) sets the price");
}

void plan_draw_cost(const struct app *app, struct canvas *canvas, struct rect rect) {
    char compute[NUM_TEXT], ratio[NUM_TEXT], gigabytes[NUM_TEXT], bits[NUM_TEXT], life[NUM_TEXT],
        hint[96], versus[PINS_VERSUS] = "";
    const struct plan *plan = &app->now.plan;
    const struct law *law = app_primary(app)->law;
    if (app->rows < 30) pins_versus(app, canvas, rect.w - 13, versus); /* else among the answers */
    widget_rule(canvas, rect.x, rect.y, rect.w, "cost", *versus ? versus : "6·N·D·bits/16");
    const int x = rect.x + 2, w = rect.w - 3;
    canvas_print(canvas, x, rect.y + 1, w, looks[LOOK_TEXT], "%s  D/N %s  runs at %s bit",
                 view_compute(app, cost_training(law, plan), compute),
                 num_si(ratio, plan->D / plan->N), num_si(bits, cost_bits(law, plan)));
    price_hint(app, hint, sizeof hint);
    char weights[96] = "";
    text_append(weights, sizeof weights, "weights %s GB at %s bit",
                num_si(gigabytes, cost_weight_bytes(law, plan) / 1e9),
                num_si(bits, cost_served_bits(law, plan)));
    if (plan->Dinf > 0) {
        text_append(weights, sizeof weights, "; life %s",
                    view_compute(app, cost_lifetime(law, plan), life));
    }
    if (rect.h >= 4) canvas_put(canvas, x, rect.y + 2, w, looks[LOOK_TEXT], weights);
    if (rect.h >= 3)
        canvas_put(canvas, x, rect.y + (rect.h >= 4 ? 3 : 2), w, looks[LOOK_DIM],
                   rect.h < 4 && plan->Dinf > 0 ? weights : hint);
}

static void draw_move(const struct app *app, const struct move *move, struct canvas *canvas,
                      struct rect row) {
    char name[64], cost[64], loss[NUM_TEXT];
    view_move_name(&app->now.plan, move, name, sizeof name);
    view_move_cost(move, row.w < 48, cost, sizeof cost);
    canvas_put(canvas, row.x + 2, row.y, 14, looks[LOOK_TEXT], name);
    if (isnan(move->delta)) {
        num_fixed(loss, move->loss, 4);
        canvas_put_right(canvas, row.x + 17, row.y, 7, looks[LOOK_STRONG], loss);
    } else {
        widget_delta(canvas, row.x + 17, row.y, move->delta);
    }
    canvas_put(canvas, row.x + 26, row.y, row.w - 27, looks[LOOK_DIM], cost);
}

/* The best first; where there is much room, those that do harm after them. Where there is no loss
 * now, those that bring one back. */
void plan_draw_moves(const struct app *app, const struct facts *facts, struct canvas *canvas,
                     struct rect rect) {
    int row = 1;
    const bool all = rect.h >= 10;
    const bool silent = facts->answer[app->now.primary].result.status == LAW_SILENT;
    widget_rule(canvas, rect.x, rect.y, rect.w,
                silent ? "moves to a loss"
                : all  ? "what a step would do, best first"
                       : "best moves",
                NULL);
    for (int i = 0; i < facts->move_count && row < rect.h; i++) {
        const struct move *move = &facts->moves[i];
        if (move->delta > -5e-5 && !all) break;
        draw_move(app, move, canvas, (struct rect){rect.x, rect.y + row++, rect.w, 1});
    }
    if (row > 1) return;
    canvas_put(canvas, rect.x + 2, rect.y + 1, rect.w - 3, looks[LOOK_DIM],
               silent ? "no single step brings a loss back" : "no single step lowers the loss");
}

void plan_draw_about(const struct app *app, struct canvas *canvas, struct rect rect) {
    char head[64], readers[160] = "", low[NUM_TEXT], high[NUM_TEXT];
    const enum input input = app->now.selected;
    const struct preset *preset = app_primary(app);
    text_copy(head, sizeof head, inputs[input].name);
    text_append(head, sizeof head, ", %s", inputs[input].title);
    widget_rule(canvas, rect.x, rect.y, rect.w, head, NULL);
    const struct rect in = {rect.x + 2, rect.y + 1, rect.w - 3, rect.h - 1};
    const int used = widget_text(canvas, in, looks[LOOK_TEXT], inputs[input].help);
    for (int i = 0; i < app->preset_count; i++) {
        if (!(app->presets[i]->reads & INPUT_BIT(input))) continue;
        text_append(readers, sizeof readers, "%s%s", readers[0] ? ", " : "read by ",
                    app->presets[i]->name);
    }
    if (preset->ranged & INPUT_BIT(input)) {
        const struct range *range = &preset->range[input];
        text_append(readers, sizeof readers, "%sfitted %s to %s", readers[0] ? "; " : "",
                    isinf(range->low) ? "any" : input_show(low, input, range->low),
                    isinf(range->high) ? "any" : input_show(high, input, range->high));
    }
    const struct rect rest = {in.x, in.y + used, in.w, in.h - used};
    if (rest.h > 0) widget_text(canvas, rest, looks[LOOK_DIM], readers);
}
