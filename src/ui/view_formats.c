/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formats: every layout of exponent and mantissa bits with what it adds to the loss, group sizes,
 * and as many bits as integers. */
#include "base/text.h"
#include "ui/action.h"
#include "ui/export_parts.h"
#include "ui/formats_parts.h"
#include "ui/look.h"
#include "ui/view.h"
#include "ui/widget.h"
#include <stdio.h>

static void draw_none(const struct app *app, struct canvas *canvas) {
    const struct rect rect = {2, 3, app->cols - 4, 4};
    widget_rule(canvas, 0, 1, canvas->cols, "formats", NULL);
    widget_text(canvas, rect, looks[LOOK_TEXT],
                "No loaded law looks at exponent and mantissa bits. Press p and choose one of law "
                "fp, such as sun-2025.");
}

/* A scale a tensor is nothing that the law speaks of. */
static bool draw_silence(const struct app *app, struct canvas *canvas) {
    struct result result;
    const struct plan chosen = formats_chosen(app);
    const struct rect rect = {2, 3, app->cols - 4, 4};
    if (law_eval(formats_preset(app), &chosen, &result) != LAW_SILENT) return false;
    char text[RESULT_WHY + 64];
    snprintf(text, sizeof text, "%s. [ and ] choose another group size.", result.why);
    widget_rule(canvas, 0, 1, canvas->cols, "formats", NULL);
    widget_text(canvas, rect, looks[LOOK_BAD_STRONG], text);
    return true;
}

static void draw(const struct app *app, const struct facts *facts, struct canvas *canvas) {
    const struct formats_layout layout = formats_lay_out(app);
    (void)facts;
    if (!formats_preset(app)) {
        draw_none(app, canvas);
        return;
    }
    if (draw_silence(app, canvas)) return;
    formats_draw_table(app, &layout, canvas, layout.table, app->formats.show_crit);
    if (layout.second.h)
        formats_draw_table(app, &layout, canvas, layout.second, !app->formats.show_crit);
    if (layout.groups.h) formats_draw_groups(app, canvas, layout.groups);
    if (layout.integers.h) formats_draw_integers(app, canvas, layout.integers);
}

/* Choose a layout, the nearest that there is. */
static void choose(struct app *app, int bits, int E) {
    bits = bits < FORMAT_BITS_LOW    ? FORMAT_BITS_LOW
           : bits > FORMAT_BITS_HIGH ? FORMAT_BITS_HIGH
                                     : bits;
    if (E >= FORMAT_LAYOUTS) E = FORMAT_LAYOUTS - 1;
    if (E < 0) E = 0;
    while (!formats_is_layout(bits, E))
        E += bits - 1 - E > inputs[IN_M].high ? 1 : -1;
    app->formats.bits = bits;
    app->formats.E = E;
    app->formats.use = 0;
}

static void choose_by(struct app *app, int bits, int E) {
    const struct plan plan = formats_chosen(app);
    choose(app, formats_chosen_bits(app) + bits, (int)plan.E + E);
}

/* Another bit width in the same use, where a law speaks of it. */
static void change_bits(struct app *app, int by) {
    char name[FORMAT_USE_NAME];
    const int use = app->formats.use;
    choose_by(app, by, 0);
    if (!use) return;
    const int bits = formats_chosen_bits(app);
    if (formats_use_known(app, use, bits))
        app->formats.use = use;
    else
        app_say(app, false, "no loaded law has a number for %s", formats_use_name(name, use, bits));
}

static void fewer_bits(struct app *app) {
    change_bits(app, -1);
}

static void more_bits(struct app *app) {
    change_bits(app, +1);
}

static void fewer_exponent(struct app *app) {
    choose_by(app, 0, -1);
}

static void more_exponent(struct app *app) {
    choose_by(app, 0, +1);
}

static void choose_plans(struct app *app) {
    app->formats.bits = app->formats.use = 0;
    app->formats.G = 0;
}

static void choose_best(struct app *app) {
    const struct preset *preset = formats_preset(app);
    const struct plan plan = formats_chosen(app);
    if (preset)
        choose(app, formats_chosen_bits(app),
               formats_best(preset, &plan, formats_chosen_bits(app)));
}

static void smaller_group(struct app *app) {
    const double G = formats_chosen(app).G;
    for (int i = GROUP_SIZES - 1; i >= 0; i--) {
        if (group_sizes[i] >= G) continue;
        app->formats.G = group_sizes[i];
        return;
    }
}

static void larger_group(struct app *app) {
    const double G = formats_chosen(app).G;
    for (int i = 0; i < GROUP_SIZES; i++) {
        if (group_sizes[i] <= G) continue;
        app->formats.G = group_sizes[i];
        return;
    }
}

static void other_cells(struct app *app) {
    app->formats.show_crit = !app->formats.show_crit;
}

static bool refused(struct app *app) {
    if (formats_preset(app)) return false;
    app_say(app, true, "no loaded law looks at E and M: p loads one");
    return true;
}

/* The present bits as integers: the next use of them. */
static void next_use(struct app *app) {
    char name[FORMAT_USE_NAME];
    const int bits = formats_chosen_bits(app);
    if (refused(app)) return;
    if (bits > inputs[IN_W].high) {
        app_say(app, true, "integers end at 16 bits");
        return;
    }
    app->formats.use = formats_next_use(app, app->formats.use, bits);
    if (app->formats.use) {
        app_say(app, false, "as integers: %s; Enter adopts",
                formats_use_name(name, app->formats.use, bits));
    } else {
        app_say(app, false, "as a layout of E and M");
    }
}

/* The plan that Enter makes, and how it is said. */
static struct plan adopted(const struct app *app, const char **how) {
    const int bits = formats_chosen_bits(app);
    *how = "adopted";
    if (app->formats.use) {
        struct plan plan = formats_used(&app->now.plan, app->formats.use, bits);
        plan.G = formats_chosen(app).G;
        return plan;
    }
    struct plan plan = formats_chosen(app);
    if (bits <= inputs[IN_W].high)
        plan.w = plan.a = plan.kv = bits;
    else
        *how = "adopted (w, a and kv end at 16 bits)";
    return plan;
}

static void adopt(struct app *app) {
    const char *how;
    if (refused(app)) return;
    const struct plan plan = adopted(app, &how);
    if (plan_same(&plan, &app->now.plan)) {
        app_say(app, false, "the plan has that format already");
        return;
    }
    app_adopt(app, &plan, how);
    choose_plans(app);
}

static bool inside(struct rect rect, const struct event *event) {
    return event->x >= rect.x && event->x < rect.x + rect.w && event->y >= rect.y &&
           event->y < rect.y + rect.h;
}

static void press(struct app *app, const struct formats_layout *layout, const struct event *event) {
    const struct rect *rect = inside(layout->second, event) ? &layout->second : &layout->table;
    const int row = event->y - rect->y - 2, cell = event->x - rect->x - layout->name_w;
    if (inside(*rect, event) && row >= 0 && row < layout->rows) {
        const int bits = FORMAT_BITS_LOW + layout->from + row;
        const int E = cell / layout->cell_w;
        if (cell >= 0 && formats_is_layout(bits, E))
            choose(app, bits, E);
        else
            choose(app, bits, (int)formats_chosen(app).E);
    } else if (inside(layout->groups, event) && event->y > layout->groups.y) {
        const double G = formats_group_at(layout->groups, event->x);
        if (G > 0) app->formats.G = G;
    } else if (inside(layout->integers, event)) {
        int bits;
        const int use = formats_use_at(app, layout->integers, event->x, event->y, &bits);
        if (!use) return;
        choose(app, bits, (int)formats_chosen(app).E);
        app->formats.use = use;
    }
}

static void mouse(struct app *app, const struct event *event) {
    const struct formats_layout layout = formats_lay_out(app);
    if (!formats_preset(app)) return;
    if (event->kind == EVENT_PRESS || event->kind == EVENT_DRAG) press(app, &layout, event);
    const int down = event->kind == EVENT_WHEEL_DOWN ? 1 : -1;
    if (event->kind != EVENT_WHEEL_UP && event->kind != EVENT_WHEEL_DOWN) return;
    if (inside(layout.groups, event)) {
        if (down > 0)
            smaller_group(app);
        else
            larger_group(app);
    } else {
        change_bits(app, down);
    }
}

static const struct action actions[] = {
    {"fewer-bits", "the format with a bit less", fewer_bits},
    {"more-bits", "the format with a bit more", more_bits},
    {"fewer-exponent", "an exponent bit less", fewer_exponent},
    {"more-exponent", "an exponent bit more", more_exponent},
    {"smaller-group", "the group size below", smaller_group},
    {"larger-group", "the group size above", larger_group},
    {"as-integers", "the bits as integers: W, A, W and A …", next_use},
    {"adopt-format", "adopt the format and group size", adopt},
    {"format-cells", "added loss or D_crit in the cells", other_cells},
    {"best-format", "the best of as many bits", choose_best},
    {"plans-format", "back to the plan's own format", choose_plans},
};

enum { HERE = 1u << VIEW_FORMATS };

static const struct binding bindings[] = {
    {K_UP, "fewer-bits", HERE, NULL, NULL},
    {'k', "fewer-bits", HERE, NULL, NULL},
    {K_DOWN, "more-bits", HERE, "bits", "↑↓"},
    {'j', "more-bits", HERE, NULL, NULL},
    {K_LEFT, "fewer-exponent", HERE, NULL, NULL},
    {'h', "fewer-exponent", HERE, NULL, NULL},
    {K_RIGHT, "more-exponent", HERE, "E·M", "←→"},
    {'l', "more-exponent", HERE, NULL, NULL},
    {K_ENTER, "adopt-format", HERE, "adopt", NULL},
    {'i', "as-integers", HERE, "integers", NULL},
    {'[', "smaller-group", HERE, NULL, NULL},
    {']', "larger-group", HERE, "group", "[ ]"},
    {'d', "format-cells", HERE, "loss or D_crit", NULL},
    {'b', "best-format", HERE, "best", NULL},
    {K_HOME, "plans-format", HERE, NULL, NULL},
};

static const struct keymap keys = {actions, sizeof actions / sizeof *actions, bindings,
                                   sizeof bindings / sizeof *bindings};

const struct view_row view_formats = {
    .name = "formats",
    .key = '5',
    .title = "Formats",
    .brief = "Fmt",
    .help = "layouts of 3 to 16 bits, group sizes, and integers beside them",
    .draw = draw,
    .table = formats_table,
    .mouse = mouse,
    .keys = &keys};
