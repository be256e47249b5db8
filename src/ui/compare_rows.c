/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pins and the present plan with a figure under each law, their costs, and the order in which
 * they stand. */
#include "base/text.h"
#include "engine/cost.h"
#include "ui/compare_parts.h"
#include "ui/look.h"
#include <math.h>

/* Below this two losses, shares or factors are alike on screen. */
static const double alike = 5e-5;

const struct plan *compare_plan(const struct app *app, const struct compare_row *row) {
    return row->pin == COMPARE_PRESENT ? &app->now.plan : &app->pins.pin[row->pin].plan;
}

const char *compare_name(const struct app *app, const struct compare_row *row) {
    return row->pin == COMPARE_PRESENT ? "present" : app->pins.pin[row->pin].name;
}

const char *compare_figure_title(int figure) {
    return figure == COMPARE_ADDED ? "loss added by quantising" : outputs[figure - 1].title;
}

const char *compare_figure_name(int figure) {
    return figure == COMPARE_ADDED ? "added" : outputs[figure - 1].name;
}

double compare_figure(const struct preset *preset, const struct plan *plan, int figure) {
    struct answer answer;
    if (figure == 1 + OUT_D_CRIT) return law_dcrit(preset, plan);
    law_eval(preset, plan, &answer.result);
    return figure == COMPARE_ADDED ? law_added(preset, plan, &answer.result)
                                   : output_get(&answer, (enum output)(figure - 1));
}

/* Counts are set beside each other by a factor, losses and shares by a difference. */
static bool is_count(const struct compare_table *table, int column) {
    const int figure = table->figure;
    return column >= table->laws || figure == 1 + OUT_N_EFF || figure == 1 + OUT_D_CRIT;
}

bool compare_lower_is_better(const struct compare_table *table, int column) {
    const int figure = table->figure;
    return column >= table->laws || figure == COMPARE_ADDED || outputs[figure - 1].lower_is_better;
}

const char *compare_show(char out[NUM_TEXT], const struct compare_table *table, int column,
                         double value) {
    return is_count(table, column) ? num_si(out, value) : num_fixed(out, value, 4);
}

static int judge(double more, bool lower_is_better) {
    return (more > 0) == lower_is_better ? -1 : 1;
}

struct compare_delta compare_difference(double from, double to, bool lower_is_better) {
    struct compare_delta delta = {.better = 0};
    const double more = to - from, size = fabs(more);
    if (isnan(more)) return delta;
    if (size < alike) {
        text_copy(delta.text, sizeof delta.text, "=");
        return delta;
    }
    delta.better = judge(more, lower_is_better);
    const int decimals = size < 9.99995 ? 4 : size < 99.9995 ? 3 : size < 999.995 ? 2 : 0;
    if (size < 99999)
        num_signed(delta.text, more, decimals);
    else
        text_copy(delta.text, sizeof delta.text, more > 0 ? "> +1e5" : "< −1e5");
    return delta;
}

struct compare_delta compare_factor(double from, double to, bool lower_is_better) {
    char number[NUM_TEXT];
    struct compare_delta delta = {.better = 0};
    const double times = num_round(to / from, 3);
    if (!isfinite(times) || !(times > 0)) return delta;
    if (times == 1) {
        text_copy(delta.text, sizeof delta.text, "=");
        return delta;
    }
    delta.better = judge(times - 1, lower_is_better);
    text_append(delta.text, sizeof delta.text, "%s%s", times > 1 ? "×" : "÷",
                num_si(number, num_round(times > 1 ? to / from : from / to, 3)));
    return delta;
}

struct compare_delta compare_cell(const struct compare_table *table, int row, int column) {
    if (table->baseline < 0) return (struct compare_delta){.better = 0};
    const double from = table->row[table->baseline].value[column],
                 to = table->row[row].value[column];
    const bool lower = compare_lower_is_better(table, column);
    return is_count(table, column) ? compare_factor(from, to, lower)
                                   : compare_difference(from, to, lower);
}

/* What the two fold to is a sign of something else beside numbers. */
const char *compare_mark(int better, bool ascii) {
    if (better == 0) return "";
    if (ascii) return better > 0 ? "*" : "!";
    return better > 0 ? "✓" : "✗";
}

void compare_put(struct canvas *canvas, int x, int y, const struct compare_delta *delta) {
    const enum look look = delta->better > 0 ? LOOK_GOOD : delta->better < 0 ? LOOK_BAD : LOOK_DIM;
    canvas_put_right(canvas, x, y, 7, looks[look], delta->text);
    canvas_put(canvas, x + 7, y, 1, looks[look], compare_mark(delta->better, canvas->ascii));
}

/* Whether a stands before b: what is missing stands last, whatever comes first. */
static bool before(double a, double b, bool lower_first) {
    if (isnan(a) || isnan(b)) return !isnan(a) && isnan(b);
    return lower_first ? a < b : a > b;
}

/* Rows that are alike stay as they were pinned. */
static void sort(const struct app *app, struct compare_table *table) {
    const int column = app->compare.sort - 1;
    if (column < 0 || column >= table->columns) return;
    const bool lower = compare_lower_is_better(table, column) != app->compare.worst_first;
    for (int i = 1; i < table->rows; i++) {
        const struct compare_row row = table->row[i];
        int at = i;
        for (; at > 0 && before(row.value[column], table->row[at - 1].value[column], lower); at--)
            table->row[at] = table->row[at - 1];
        table->row[at] = row;
    }
}

static void fill(const struct app *app, struct compare_table *table, struct compare_row *row) {
    const struct plan *plan = compare_plan(app, row);
    const struct law *law = app_primary(app)->law;
    for (int i = 0; i < table->laws; i++)
        row->value[i] = compare_figure(app->presets[i], plan, table->figure);
    row->value[table->laws] = cost_training(law, plan);
    row->value[table->laws + 1] = cost_weight_bytes(law, plan);
}

void compare_make(const struct app *app, struct compare_table *table) {
    const struct compare_state *state = &app->compare;
    table->figure = state->figure;
    table->laws = app->preset_count;
    table->columns = table->laws + COMPARE_COSTS;
    table->rows = 1 + app->pins.count;
    table->column = state->column < table->columns ? state->column : table->columns - 1;
    for (int i = 0; i < table->rows; i++) {
        table->row[i].pin = i == 0 ? COMPARE_PRESENT : i - 1;
        fill(app, table, &table->row[i]);
    }
    sort(app, table);
    const int chosen = state->row <= app->pins.count ? state->row - 1 : app->pins.count - 1;
    table->baseline = -1;
    table->chosen = 0;
    for (int i = 0; i < table->rows; i++) {
        const int pin = table->row[i].pin;
        if (pin != COMPARE_PRESENT && pin == app->pins.baseline) table->baseline = i;
        if (pin == chosen) table->chosen = i;
    }
}

void compare_also(const struct app *app, const struct compare_table *table, int figure,
                  struct compare_table *also) {
    *also = *table;
    also->figure = figure;
    also->columns = also->laws;
    for (int i = 0; i < also->rows; i++)
        fill(app, also, &also->row[i]);
}
