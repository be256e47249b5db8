/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fit: measured runs in, a law's coefficients out, with what they cannot tell. */
#include "base/text.h"
#include "io/path.h"
#include "ui/action.h"
#include "ui/export_parts.h"
#include "ui/fit_ask.h"
#include "ui/fit_columns.h"
#include "ui/fit_drop.h"
#include "ui/fit_help.h"
#include "ui/fit_keep.h"
#include "ui/fit_laws.h"
#include "ui/fit_parts.h"
#include "ui/overlay.h"
#include "ui/state.h"
#include "ui/view.h"
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static void draw(const struct app *app, const struct facts *facts, struct canvas *canvas) {
    (void)facts;
    fit_draw(app, canvas);
}

static void move_row(struct app *app, int by) {
    int shown[FIT_ASK_ROWS], count;
    const int at = fit_row_chosen(app, shown, &count) + by;
    app->fit.row = shown[at < 0 ? 0 : at >= count ? count - 1 : at];
}

static void row_up(struct app *app) {
    move_row(app, -1);
}

static void row_down(struct app *app) {
    move_row(app, +1);
}

static const struct fit_ask_row *chosen(const struct app *app) {
    int shown[FIT_ASK_ROWS], count;
    const int at = fit_row_chosen(app, shown, &count);
    return &fit_ask_rows[shown[at]];
}

static void change(struct app *app, int by) {
    const struct fit_ask_row *const row = chosen(app);
    if (row->kind != FIT_ROW_CHOICE) {
        app_say(app, false, "Enter types it");
        return;
    }
    const int to = row->choose(&app->fit, by);
    memcpy((char *)&app->fit + row->choice, &to, sizeof to);
    /* a form is of one law */
    if (row->choice == offsetof(struct fit_state, law)) app->fit.form = 0;
    fit_work_again(app);
}

static void choice_before(struct app *app) {
    change(app, -1);
}

static void choice_after(struct app *app) {
    change(app, +1);
}

static void text_label(const struct app *app, char *out, size_t size) {
    text_append(out, size, "%s: ", chosen(app)->name);
}

static void text_hint(const struct app *app, char *out, size_t size) {
    text_append(out, size, "%s", chosen(app)->help);
}

static bool text_commit(struct app *app, const char *text) {
    if (strlen(text) >= PLAN_VALUE) {
        app_say(app, true, "at most %d bytes", PLAN_VALUE - 1);
        return false;
    }
    const bool file = chosen(app) == &fit_ask_rows[FIT_ASK_FILE];
    if (!file && !plan_file_holds(text)) {
        app_say(app, true, "a ; after a blank, or what is no UTF-8, could not be kept");
        return false;
    }
    text_copy((char *)&app->fit + chosen(app)->text, PLAN_VALUE, text);
    fit_work_again(app);
    return true;
}

static void complete_row(struct app *app) {
    const enum fit_tab tab = chosen(app)->tab;
    if (tab == FIT_TAB_FILE)
        overlay_complete(app);
    else
        fit_columns_complete(app, tab);
}

static const struct prompt prompt_list = {.label = text_label,
                                          .hint = text_hint,
                                          .commit = text_commit,
                                          .takes_empty = true,
                                          .complete = complete_row};

static const struct prompt prompt_file = {.label = text_label,
                                          .hint = text_hint,
                                          .commit = text_commit,
                                          .complete = complete_row};

static void edit(struct app *app) {
    const struct fit_ask_row *const row = chosen(app);
    if (row->kind == FIT_ROW_CHOICE) {
        change(app, +1);
        return;
    }
    const bool file = row == &fit_ask_rows[FIT_ASK_FILE];
    overlay_field_open(app, file ? &prompt_file : &prompt_list);
    field_set(&app->field, (const char *)&app->fit + row->text);
}

static void again(struct app *app) {
    if (!app->fit.file[0]) app_say(app, true, "a file of runs is missing: Enter on file");
    fit_work_again(app);
}

static void leave_off(struct app *app) {
    if (!fit_work_cancel(app)) app_say(app, false, "nothing goes on here");
}

static void next_along(struct app *app) {
    app->fit.along = (enum fit_along)((app->fit.along + 1) % FIT_ALONGS);
}

/* The next output that the law has. */
static void next_answer(struct app *app) {
    const struct fit_work *const work = fit_work_shown(app);
    const struct preset *const preset = work ? work->preset : NULL;
    for (int i = 0; i < OUTPUT_COUNT; i++) {
        app->fit.answer = (enum output)((app->fit.answer + 1) % OUTPUT_COUNT);
        if (!preset || app->fit.answer == OUT_D_CRIT || output_known(preset, app->fit.answer))
            break;
    }
    app_say(app, false, "the next run is to tell most of: %s", outputs[app->fit.answer].title);
}

static void budget_label(const struct app *app, char *out, size_t size) {
    (void)app;
    text_append(out, size, "compute of the next run: ");
}

static void budget_hint(const struct app *app, char *out, size_t size) {
    (void)app;
    text_append(out, size, "FLOP, as in 3e20; nothing: as the dearest run so far");
}

static bool budget_commit(struct app *app, const char *text) {
    double value = 0;
    if (*text && (!num_parse(text, &value) || !(value > 0))) {
        app_say(app, true, "%s: expected FLOP, as in 3e20", text);
        return false;
    }
    app->fit.budget = value;
    if (app->fit_work) app->fit_work->advised = false;
    return true;
}

static const struct prompt prompt_budget = {.label = budget_label,
                                            .hint = budget_hint,
                                            .commit = budget_commit,
                                            .takes_empty = true};

static void type_budget(struct app *app) {
    char number[NUM_TEXT];
    overlay_field_open(app, &prompt_budget);
    if (app->fit.budget > 0) field_set(&app->field, num_shortest(number, app->fit.budget));
}

static void use(struct app *app) {
    struct err err;
    if (!fit_work_use(app, &err)) {
        app_say_failed(app, "the fit cannot be used", err.text);
        return;
    }
    app_say(app, false, "%s is the primary law of every view; w writes it to a file",
            app_primary(app)->name);
}

static void scroll(struct app *app, int by) {
    const struct fit_work *const work = fit_work_shown(app);
    const int rows = fit_lay_out(app).coefficients.h - 1;
    const int last = work ? work->result.count - rows : 0;
    const int to = app->fit.first + by * (rows > 1 ? rows - 1 : 1);
    app->fit.first = to > last ? (last > 0 ? last : 0) : to < 0 ? 0 : to;
}

static void page_up(struct app *app) {
    scroll(app, -1);
}

static void page_down(struct app *app) {
    scroll(app, +1);
}

static bool inside(const struct rect *rect, const struct event *event) {
    return event->x >= rect->x && event->x < rect->x + rect->w && event->y > rect->y &&
           event->y < rect->y + rect->h;
}

/* A press on a row of the form chooses it, and on the chosen one changes it. */
static void press_form(struct app *app, const struct fit_layout *layout,
                       const struct event *event) {
    int shown[FIT_ASK_ROWS], count;
    const int at = fit_row_chosen(app, shown, &count), rows = layout->form.h - 1;
    const int row = overlay_top(at, rows) + event->y - layout->form.y - 1;
    if (row >= count) return;
    if (row == at) edit(app);
    app->fit.row = shown[row];
}

static void mouse(struct app *app, const struct event *event) {
    const struct fit_layout layout = fit_lay_out(app);
    const bool form = inside(&layout.form, event), press = event->kind == EVENT_PRESS;
    const int wheel = event->kind == EVENT_WHEEL_DOWN ? 1 : event->kind == EVENT_WHEEL_UP ? -1 : 0;
    if (form && press) press_form(app, &layout, event);
    if (form && wheel) move_row(app, wheel);
    if (inside(&layout.coefficients, event) && wheel) scroll(app, wheel);
    if (inside(&layout.residuals, event) && press && !app->fit.laws) next_along(app);
    if (inside(&layout.next, event) && press) next_answer(app);
}

/* With its full path, so that it is found from any folder; one that a plan file cannot hold is not
 * kept. */
static void get_file(const struct app *app, char out[PLAN_VALUE]) {
    char path[PATH_LONGEST];
    if (!app->fit.file[0]) return;
    char *const full = path_expand(app->fit.file, path) ? realpath(path, NULL) : NULL;
    const char *const name = full ? full : app->fit.file;
    if (plan_file_holds(name)) text_copy(out, PLAN_VALUE, name);
    free(full);
}

static bool set_file(struct app *app, const char *value, struct err *err) {
    (void)err;
    text_copy(app->fit.file, sizeof app->fit.file, value);
    fit_work_again(app);
    return true;
}

static void get_law(const struct app *app, char out[PLAN_VALUE]) {
    if (app->fit.law > 0) text_copy(out, PLAN_VALUE, fit_ask_law(&app->fit)->name);
}

static bool set_law(struct app *app, const char *value, struct err *err) {
    const char *names[LAWS_MOST];
    const int law = state_choice(value, names, law_names(names), err);
    if (law >= 0) app->fit.law = law;
    return law >= 0;
}

static bool command(const struct app *app, const char **what, char *out, size_t size) {
    if (!app->fit.file[0]) return false;
    *what = app->fit.laws ? "this comparison as a command line" : "this fit as a command line";
    fit_ask_command(&app->fit, app->fit.laws, out, size);
    return true;
}

static const struct setting settings[] = {{"fit.file", get_file, set_file},
                                          {"fit.law", get_law, set_law}};

static const struct action actions[] = {
    {"row-above", "the row above", row_up},
    {"row-below", "the row below", row_down},
    {"choice-before", "the choice before", choice_before},
    {"choice-after", "the choice after", choice_after},
    {"edit", "type the row, or its next choice", edit},
    {"save-preset", "write the fit as a preset and use it", fit_keep_open},
    {"use", "use the fit at once, unsaved", use},
    {"along", "residuals along loss, N, D, bits", next_along},
    {"answer", "which answer the next run is to tell", next_answer},
    {"budget", "the compute of the next run", type_budget},
    {"fit-again", "read the file and fit again", again},
    {"laws", "all laws by the sizes they predict", fit_laws_toggle},
    {"leave-out", "leave out one of the worst rows", fit_drop_open},
    {"row-help", "what the row is for", fit_help_open},
    {"leave-off", "leave off", leave_off},
    {"coefficients-up", "coefficients above", page_up},
    {"coefficients-down", "coefficients below", page_down},
};

enum { HERE = 1u << VIEW_FIT };

static const struct binding bindings[] = {
    {K_UP, "row-above", HERE, NULL, NULL},
    {'k', "row-above", HERE, NULL, NULL},
    {K_DOWN, "row-below", HERE, "row", "↑↓"},
    {'j', "row-below", HERE, NULL, NULL},
    {K_LEFT, "choice-before", HERE, NULL, NULL},
    {'h', "choice-before", HERE, NULL, NULL},
    {K_RIGHT, "choice-after", HERE, "choose", "←→"},
    {'l', "choice-after", HERE, NULL, NULL},
    {K_ENTER, "edit", HERE, "type", NULL},
    {'=', "edit", HERE, NULL, NULL},
    {'w', "save-preset", HERE, "write", NULL},
    {'t', "use", HERE, "use it", NULL},
    {'x', "along", HERE, "along", NULL},
    {'y', "answer", HERE, "answer", NULL},
    {'b', "budget", HERE, "budget", NULL},
    {'g', "fit-again", HERE, "again", NULL},
    {'v', "laws", HERE, "laws", NULL},
    {'d', "leave-out", HERE, "leave out", NULL},
    {'K', "row-help", HERE, NULL, NULL},
    {K_F1, "row-help", HERE, NULL, NULL},
    {K_ESCAPE, "leave-off", HERE, NULL, NULL},
    {K_PAGE_UP, "coefficients-up", HERE, NULL, NULL},
    {K_PAGE_DOWN, "coefficients-down", HERE, NULL, NULL},
};

static const struct keymap keys = {actions, sizeof actions / sizeof *actions, bindings,
                                   sizeof bindings / sizeof *bindings};

const struct view_row view_fit = {.name = "fit",
                                  .key = '9',
                                  .title = "Fit",
                                  .brief = "Fit",
                                  .help = "your own runs: a law fitted to them",
                                  .draw = draw,
                                  .command = command,
                                  .table = fit_table,
                                  .mouse = mouse,
                                  .settings = settings,
                                  .setting_count = sizeof settings / sizeof *settings,
                                  .keys = &keys};
