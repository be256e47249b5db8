/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compare: the pinned plans and the present one by laws, with differences against the baseline. */
#include "base/text.h"
#include "ui/action.h"
#include "ui/compare_parts.h"
#include "ui/export_parts.h"
#include "ui/overlay.h"
#include "ui/state.h"
#include "ui/view.h"

static int least(int a, int b) {
    return a < b ? a : b;
}

static void draw(const struct app *app, const struct facts *facts, struct canvas *canvas) {
    (void)facts;
    compare_draw(app, canvas);
}

static void choose_row(struct app *app, const struct compare_table *table, int row) {
    row = row < 0 ? 0 : least(row, table->rows - 1);
    app->compare.row = table->row[row].pin + 1;
}

static void move_row(struct app *app, int by) {
    struct compare_table table;
    compare_make(app, &table);
    choose_row(app, &table, table.chosen + by);
}

static void row_up(struct app *app) {
    move_row(app, -1);
}

static void row_down(struct app *app) {
    move_row(app, +1);
}

static void first_row(struct app *app) {
    move_row(app, -COMPARE_ROWS);
}

static void last_row(struct app *app) {
    move_row(app, COMPARE_ROWS);
}

static void move_column(struct app *app, int by) {
    const int columns = app->preset_count + COMPARE_COSTS;
    const int to = least(app->compare.column, columns - 1) + by;
    app->compare.column = to < 0 ? 0 : least(to, columns - 1);
}

static void column_left(struct app *app) {
    move_column(app, -1);
}

static void column_right(struct app *app) {
    move_column(app, +1);
}

static void move_figure(struct app *app, int by) {
    app->compare.figure = (app->compare.figure + by + COMPARE_FIGURES) % COMPARE_FIGURES;
}

static void next_figure(struct app *app) {
    move_figure(app, +1);
}

static void last_figure(struct app *app) {
    move_figure(app, -1);
}

/* Best first, worst first, as pinned. */
static void sort_column(struct app *app) {
    struct compare_table table;
    char title[PRESET_NAME];
    struct compare_state *state = &app->compare;
    compare_make(app, &table);
    if (state->sort != table.column + 1) {
        state->sort = table.column + 1;
        state->worst_first = false;
    } else if (!state->worst_first) {
        state->worst_first = true;
    } else {
        state->sort = 0;
        state->worst_first = false;
    }
    compare_title(app, &table, table.column, title);
    if (state->sort)
        app_say(app, false, "by %s, %s first", title, state->worst_first ? "worst" : "best");
    else
        app_say(app, false, "in the order in which they were pinned");
}

/* The pin under the cursor; NULL, having said so, where that is the present plan. */
static struct plan_pin *chosen_pin(struct app *app) {
    struct compare_table table;
    compare_make(app, &table);
    const int pin = table.row[table.chosen].pin;
    if (pin != COMPARE_PRESENT) return &app->pins.pin[pin];
    app_say(app, true, "this is the present plan; m pins it");
    return NULL;
}

static int pin_index(const struct app *app, const struct plan_pin *pin) {
    return (int)(pin - app->pins.pin);
}

static void adopt(struct app *app) {
    const struct plan_pin *pin = chosen_pin(app);
    if (!pin) return;
    if (plan_same(&pin->plan, &app->now.plan))
        app_say(app, false, "the present plan is %s already", pin->name);
    else
        app_adopt(app, &pin->plan, pin->name);
}

static void set_baseline(struct app *app) {
    const struct plan_pin *pin = chosen_pin(app);
    if (!pin) return;
    const bool off = app->pins.baseline == pin_index(app, pin);
    app->pins.baseline = off ? -1 : pin_index(app, pin);
    if (off)
        app_say(app, false, "no baseline: no differences are shown");
    else
        app_say(app, false, "differences are against %s now, in every view", pin->name);
}

static void take_away(struct app *app) {
    const struct plan_pin *pin = chosen_pin(app);
    if (!pin) return;
    const bool baseline = app->pins.baseline == pin_index(app, pin);
    pins_remove(&app->pins, pin_index(app, pin));
    app_say(app, false, "%s is gone%s; X puts it back", app->pins.gone.name,
            baseline ? ", and with it the baseline" : "");
}

static void put_back(struct app *app) {
    struct err err;
    const int index = pins_restore(&app->pins, &err);
    if (index < 0) {
        app_say(app, true, "%s", err.text);
        return;
    }
    app->compare.row = index + 1;
    app_say(app, false, "%s is back", app->pins.pin[index].name);
}

static void rename_label(const struct app *app, char *out, size_t size) {
    (void)app;
    text_append(out, size, "its name: ");
}

static void rename_hint(const struct app *app, char *out, size_t size) {
    (void)app;
    text_append(out, size, "what to call this plan");
}

static bool rename_commit(struct app *app, const char *text) {
    struct err err;
    struct plan_pin *pin = chosen_pin(app);
    if (pin && pins_rename(&app->pins, pin_index(app, pin), text, &err)) return true;
    if (pin) app_say(app, true, "%s", err.text);
    return false;
}

static const struct prompt prompt_rename = {.label = rename_label,
                                            .hint = rename_hint,
                                            .commit = rename_commit};

static void rename_pin(struct app *app) {
    const struct plan_pin *pin = chosen_pin(app);
    if (!pin) return;
    overlay_field_open(app, &prompt_rename);
    field_set(&app->field, pin->name);
}

static void press(struct app *app, const struct compare_table *table,
                  const struct compare_layout *layout, const struct event *event) {
    const int y = event->y - layout->table.y - COMPARE_HEAD, x = event->x - layout->name_w;
    const int column = layout->first + x / COMPARE_CELL;
    const bool in_cells = x >= 0 && x < layout->shown * COMPARE_CELL;
    const bool head = y == -1;
    if (y < -1 || y >= layout->rows) return;
    if (head && event->x == app->cols - 1 && layout->first + layout->shown < table->columns) {
        app->compare.column = layout->first + layout->shown;
    } else if (head && x == -1 && layout->first > 0) {
        app->compare.column = layout->first - 1;
    } else if (head && x < 0) {
        app->compare.sort = 0;
    } else if (in_cells) {
        app->compare.column = column;
        if (head) sort_column(app);
    }
    if (!head) choose_row(app, table, layout->from + y);
}

/* The law whose line in the list was pressed. */
static void press_law(struct app *app, const struct compare_layout *layout,
                      const struct event *event) {
    const int law = event->y - layout->laws.y - 1;
    if (event->x < layout->laws.x || law < 0 || law >= app->preset_count) return;
    app->compare.column = law;
}

static void mouse(struct app *app, const struct event *event) {
    struct compare_table table;
    compare_make(app, &table);
    const struct compare_layout layout = compare_lay_out(app, &table);
    if (event->kind == EVENT_WHEEL_UP) row_up(app);
    if (event->kind == EVENT_WHEEL_DOWN) row_down(app);
    if (event->kind != EVENT_PRESS) return;
    if (event->y < layout.panel.y)
        press(app, &table, &layout, event);
    else if (layout.laws.h > 0 && app->pins.count > 0)
        press_law(app, &layout, event);
}

static void get_row(const struct app *app, char out[PLAN_VALUE]) {
    const int index = app->compare.row - 1;
    if (index >= 0 && index < app->pins.count)
        text_copy(out, PLAN_VALUE, app->pins.pin[index].name);
}

static bool set_row(struct app *app, const char *value, struct err *err) {
    const int index = pins_find(&app->pins, value);
    if (index >= 0) app->compare.row = index + 1;
    return index >= 0 || err_set(err, "%s: there is no such pin", value);
}

/* A column's place, from 1; what is not above `from` is as at the start. */
static bool read_column(const struct app *app, const char *value, int *place, struct err *err) {
    double number;
    const int most = app->preset_count + COMPARE_COSTS;
    if (!num_parse(value, &number) || number != (int)number || number < 1 || number > most)
        return err_set(err, "%s: expected a column from 1 to %d", value, most);
    *place = (int)number;
    return true;
}

static void get_column(const struct app *app, char out[PLAN_VALUE]) {
    if (app->compare.column > 0) text_append(out, PLAN_VALUE, "%d", app->compare.column + 1);
}

static bool set_column(struct app *app, const char *value, struct err *err) {
    int place = 1;
    if (!read_column(app, value, &place, err)) return false;
    app->compare.column = place - 1;
    return true;
}

static void get_figure(const struct app *app, char out[PLAN_VALUE]) {
    if (app->compare.figure != COMPARE_ADDED)
        text_copy(out, PLAN_VALUE, compare_figure_name(app->compare.figure));
}

static bool set_figure(struct app *app, const char *value, struct err *err) {
    const char *names[COMPARE_FIGURES];
    for (int i = 0; i < COMPARE_FIGURES; i++)
        names[i] = compare_figure_name(i);
    const int figure = state_choice(value, names, COMPARE_FIGURES, err);
    if (figure >= 0) app->compare.figure = figure;
    return figure >= 0;
}

static void get_sort(const struct app *app, char out[PLAN_VALUE]) {
    if (app->compare.sort > 0) text_append(out, PLAN_VALUE, "%d", app->compare.sort);
}

static bool set_sort(struct app *app, const char *value, struct err *err) {
    return read_column(app, value, &app->compare.sort, err);
}

static const char *const orders[] = {"best", "worst"};

static void get_first(const struct app *app, char out[PLAN_VALUE]) {
    if (app->compare.worst_first) text_copy(out, PLAN_VALUE, orders[1]);
}

static bool set_first(struct app *app, const char *value, struct err *err) {
    const int order = state_choice(value, orders, 2, err);
    app->compare.worst_first = order == 1;
    return order >= 0;
}

static const struct setting settings[] = {{"compare.row", get_row, set_row},
                                          {"compare.column", get_column, set_column},
                                          {"compare.figure", get_figure, set_figure},
                                          {"compare.sort", get_sort, set_sort},
                                          {"compare.first", get_first, set_first}};

static const struct action actions[] = {
    {"plan-above", "the plan above", row_up},
    {"plan-below", "the plan below", row_down},
    {"first-plan", "the first plan", first_row},
    {"last-plan", "the last plan", last_row},
    {"column-left", "the column to the left", column_left},
    {"column-right", "the column to the right", column_right},
    {"adopt-pin", "adopt the pin as the plan", adopt},
    {"baseline", "take differences against it, or not", set_baseline},
    {"sort", "sort: best, worst, as pinned", sort_column},
    {"next-figure", "compare another figure", next_figure},
    {"last-figure", "the figure before", last_figure},
    {"rename-pin", "give the pin another name", rename_pin},
    {"take-away", "take the pin away", take_away},
    {"put-back", "put back the pin taken away", put_back},
};

enum { HERE = 1u << VIEW_COMPARE };

static const struct binding bindings[] = {
    {K_UP, "plan-above", HERE, NULL, NULL},      {'k', "plan-above", HERE, NULL, NULL},
    {K_DOWN, "plan-below", HERE, "plan", "↑↓"},  {'j', "plan-below", HERE, NULL, NULL},
    {K_HOME, "first-plan", HERE, NULL, NULL},    {K_END, "last-plan", HERE, NULL, NULL},
    {K_LEFT, "column-left", HERE, NULL, NULL},   {'h', "column-left", HERE, NULL, NULL},
    {'[', "column-left", HERE, NULL, NULL},      {K_RIGHT, "column-right", HERE, "law", "←→"},
    {'l', "column-right", HERE, NULL, NULL},     {']', "column-right", HERE, NULL, NULL},
    {K_ENTER, "adopt-pin", HERE, "adopt", NULL}, {'b', "baseline", HERE, "base", NULL},
    {'r', "sort", HERE, "sort", NULL},           {'y', "next-figure", HERE, "figure", NULL},
    {'Y', "last-figure", HERE, NULL, NULL},      {'n', "rename-pin", HERE, "name", NULL},
    {'x', "take-away", HERE, "away", NULL},      {'X', "put-back", HERE, "back", NULL},
};

static const struct keymap keys = {actions, sizeof actions / sizeof *actions, bindings,
                                   sizeof bindings / sizeof *bindings};

const struct view_row view_compare = {.name = "compare",
                                      .key = '6',
                                      .title = "Compare",
                                      .brief = "Cmp",
                                      .help = "pinned plans by laws, against a baseline",
                                      .draw = draw,
                                      .table = compare_export,
                                      .mouse = mouse,
                                      .settings = settings,
                                      .setting_count = sizeof settings / sizeof *settings,
                                      .keys = &keys};
