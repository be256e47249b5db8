/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formats: every layout of exponent and mantissa bits with what it adds to the loss. */
#include "base/text.h"
#include "ui/action.h"
#include "ui/export_parts.h"
#include "ui/formats_parts.h"
#include "ui/look.h"
#include "ui/view.h"
#include "ui/widget.h"
#include <math.h>
#include <stdio.h>

enum { LAYOUTS = 9, FORMAT_ROWS = FORMAT_BITS_HIGH - FORMAT_BITS_LOW + 1, BRIEF = 80, WIDE = 190 };

static const double much = 0.1; /* nats/token: more than any reason to take a layout */

const struct preset *formats_preset(const struct app *app) {
    if (app_primary(app)->law->reads & INPUT_BIT(IN_E)) return app_primary(app);
    for (int i = 0; i < app->preset_count; i++) {
        if (app->presets[i]->law->reads & INPUT_BIT(IN_E)) return app->presets[i];
    }
    return NULL;
}

struct plan formats_chosen(const struct app *app) {
    struct plan plan = app->now.plan;
    const struct formats_state *state = &app->formats;
    if (state->bits) {
        plan.E = state->E;
        plan.M = state->bits - 1 - state->E;
    }
    if (state->G > 0) plan.G = state->G;
    return plan;
}

double formats_added(const struct preset *preset, const struct plan *plan) {
    struct result result;
    law_eval(preset, plan, &result);
    return result.qat_delta;
}

static bool is_layout(int bits, int E) {
    const int M = bits - 1 - E;
    return E >= 0 && E < LAYOUTS && M >= inputs[IN_M].low && M <= inputs[IN_M].high;
}

static struct plan with_layout(const struct plan *plan, int bits, int E) {
    struct plan with = *plan;
    with.E = E;
    with.M = bits - 1 - E;
    return with;
}

int formats_best(const struct preset *preset, const struct plan *plan, int bits) {
    int best = -1;
    double least = INFINITY;
    for (int E = 0; E < LAYOUTS; E++) {
        if (!is_layout(bits, E)) continue;
        const struct plan with = with_layout(plan, bits, E);
        const double added = formats_added(preset, &with);
        if (best < 0 || added < least) {
            best = E;
            least = added;
        }
    }
    return best;
}

const char *formats_loss_text(char out[NUM_TEXT], double value, bool narrow) {
    if (value >= 99.995) return num_si(out, value);
    num_fixed(out, value, value < 0.99995 ? 4 : 2);
    return narrow && out[0] == '0' && out[1] == '.' ? out + 1 : out;
}

/* Where things stand; a height of 0 where there is no room for a part. */
struct layout {
    struct rect table, second; /* second: D_crit beside the loss, or the other way round */
    int from, rows;            /* the first of the table's rows in sight, and how many */
    int name_w, cell_w;        /* columns before the cells, and of one */
    int side_w;                /* of what stands beside the cells */
    struct rect groups, integers;
};

static int chosen_bits(const struct app *app) {
    const struct plan plan = formats_chosen(app);
    return (int)(1 + plan.E + plan.M);
}

static struct layout lay_out(const struct app *app) {
    const bool brief = app->cols < BRIEF, wide = app->cols >= WIDE, airy = app->rows >= 30;
    struct layout layout = {.name_w = brief             ? 4
                                      : app->cols < 110 ? 11
                                                        : 12,
                            .cell_w = brief             ? 6
                                      : app->cols < 110 ? 7
                                                        : 8};
    layout.side_w = brief ? 0 : app->cols < 110 ? 6 : wide ? 11 : 26;
    const int room = app->rows - 2, want = 2 + FORMAT_ROWS;
    layout.table = (struct rect){0, 1, wide ? app->cols / 2 : app->cols, room < want ? room : want};
    if (wide)
        layout.second = (struct rect){app->cols / 2, 1, app->cols - app->cols / 2, layout.table.h};
    layout.rows = layout.table.h - 2;
    /* the chosen row stays in sight */
    const int row = chosen_bits(app) - FORMAT_BITS_LOW;
    layout.from = row >= layout.rows ? row - layout.rows + 1 : 0;
    if (layout.from > FORMAT_ROWS - layout.rows) layout.from = FORMAT_ROWS - layout.rows;
    int y = layout.table.y + layout.table.h + airy;
    const int left = app->rows - 1 - y;
    if (left < 3) return layout;
    const int most = left >= 34 ? 5 + FORMAT_ROWS : left >= 8 ? 4 : 3;
    layout.groups = (struct rect){0, y, app->cols, most};
    if (wide) {
        layout.groups.w = layout.second.x;
        layout.integers = (struct rect){layout.second.x, y, layout.second.w, left};
        return layout;
    }
    y += most + airy;
    if (app->rows - 1 - y >= 2) layout.integers = (struct rect){0, y, app->cols, app->rows - 1 - y};
    return layout;
}

static const char *crit_text(char out[NUM_TEXT], double value) {
    return isnan(value) ? "—" : num_si(out, value);
}

/* A cell: its number right in it, then a mark. */
static void draw_cell(const struct app *app, const struct layout *layout, struct canvas *canvas,
                      struct rect at, const struct plan *with, bool crit, bool best) {
    char text[NUM_TEXT];
    const struct preset *preset = formats_preset(app);
    const struct plan chosen = formats_chosen(app);
    const double added = formats_added(preset, with);
    const bool on = with->E == chosen.E && with->M == chosen.M;
    const bool own = with->E == app->now.plan.E && with->M == app->now.plan.M;
    struct ink ink = looks[best ? LOOK_GOOD : added >= much ? LOOK_DIM : LOOK_TEXT];
    if (best) ink.attr |= ATTR_BOLD;
    if (on) ink = looks[LOOK_SELECTED];
    const char *shown = crit ? crit_text(text, law_dcrit(preset, with))
                             : formats_loss_text(text, added, layout->cell_w < 8);
    if (on) canvas_fill(canvas, (struct rect){at.x + 1, at.y, layout->cell_w - 2, 1}, ink);
    canvas_put_right(canvas, at.x, at.y, layout->cell_w - 1, ink, shown);
    if (own || best) {
        canvas_put(canvas, at.x + layout->cell_w - 1, at.y, 1, looks[own ? LOOK_KEY : LOOK_GOOD],
                   own ? "◆" : "*");
    }
}

/* What stands beside a row: of its best layout that which the cells do not show. */
static void draw_side(const struct app *app, const struct layout *layout, struct canvas *canvas,
                      struct rect at, const struct plan *best, bool crit) {
    char text[NUM_TEXT];
    const struct preset *preset = formats_preset(app);
    if (!layout->side_w || at.w <= 0) return;
    if (crit) {
        const double added = formats_added(preset, best);
        canvas_put_right(canvas, at.x, at.y, layout->side_w < 11 ? 5 : 10,
                         looks[added >= much ? LOOK_BAD : LOOK_DIM],
                         formats_loss_text(text, added, layout->side_w < 11));
        return;
    }
    const double turn = law_dcrit(preset, best), D = app->now.plan.D;
    const bool past = D > turn, near = D > turn / 10;
    const enum look look = past ? LOOK_BAD : near ? LOOK_WARN : LOOK_DIM;
    canvas_put_right(canvas, at.x, at.y, layout->side_w < 11 ? 5 : 10, looks[look],
                     crit_text(text, turn));
    if (past && layout->side_w < 26)
        canvas_put(canvas, at.x + layout->side_w - 1, at.y, 1, looks[look], "▲");
    if (layout->side_w >= 26) {
        canvas_put(canvas, at.x + 12, at.y, 14, looks[look],
                   past   ? "D is past it"
                   : near ? "D is near it"
                          : "");
    }
}

static void draw_titles(const struct layout *layout, struct canvas *canvas, struct rect rect,
                        bool crit) {
    const int y = rect.y + 1;
    const bool brief = layout->side_w == 0;
    canvas_put_right(canvas, rect.x, y, brief ? 3 : 5, looks[LOOK_DIM], brief ? "b" : "bits");
    if (!brief) canvas_put(canvas, rect.x + layout->name_w - 5, y, 4, looks[LOOK_DIM], "best");
    for (int E = 0; E < LAYOUTS; E++) {
        char text[8];
        snprintf(text, sizeof text, "E%d", E);
        canvas_put_right(canvas, rect.x + layout->name_w + E * layout->cell_w, y,
                         layout->cell_w - 1, looks[LOOK_DIM], text);
    }
    const int x = rect.x + layout->name_w + LAYOUTS * layout->cell_w;
    if (layout->side_w >= 26) {
        canvas_put(canvas, x + 2, y, layout->side_w, looks[LOOK_DIM],
                   crit ? "loss of the best" : "D_crit of the best");
    } else if (layout->side_w) {
        canvas_put_right(canvas, x, y, layout->side_w < 11 ? 5 : 10, looks[LOOK_DIM],
                         crit                  ? "adds"
                         : layout->side_w < 11 ? "Dcrit"
                                               : "D_crit");
    }
}

static void draw_row(const struct app *app, const struct layout *layout, struct canvas *canvas,
                     struct rect rect, int y, int bits, bool crit) {
    char text[16];
    const struct plan chosen = formats_chosen(app);
    const bool brief = layout->side_w == 0, on = bits == chosen_bits(app);
    const int best = formats_best(formats_preset(app), &chosen, bits);
    snprintf(text, sizeof text, "%d", bits);
    if (on) canvas_put(canvas, rect.x + (brief ? 0 : 1), y, 1, looks[LOOK_KEY], "▸");
    canvas_put_right(canvas, rect.x, y, brief ? 3 : 5, looks[on ? LOOK_KEY : LOOK_STRONG], text);
    snprintf(text, sizeof text, "E%dM%d", best, bits - 1 - best);
    if (!brief) canvas_put(canvas, rect.x + layout->name_w - 5, y, 4, looks[LOOK_GOOD], text);
    for (int E = 0; E < LAYOUTS; E++) {
        const struct rect at = {rect.x + layout->name_w + E * layout->cell_w, y, layout->cell_w, 1};
        const struct plan with = with_layout(&chosen, bits, E);
        if (is_layout(bits, E))
            draw_cell(app, layout, canvas, at, &with, crit, E == best);
        else if (bits - 1 - E > inputs[IN_M].high)
            canvas_put_right(canvas, at.x, y, layout->cell_w - 1, looks[LOOK_DIM], "·");
    }
    const int x = rect.x + layout->name_w + LAYOUTS * layout->cell_w;
    const struct plan with = with_layout(&chosen, bits, best);
    draw_side(app, layout, canvas, (struct rect){x, y, layout->side_w, 1}, &with, crit);
}

static void draw_table(const struct app *app, const struct layout *layout, struct canvas *canvas,
                       struct rect rect, bool crit) {
    char head[128], n[NUM_TEXT], d[NUM_TEXT], g[NUM_TEXT], right[96];
    const struct plan chosen = formats_chosen(app);
    const bool more = layout->from + layout->rows < FORMAT_ROWS;
    num_si(n, chosen.N);
    num_si(d, chosen.D);
    input_show(g, IN_G, chosen.G);
    const char *what = !crit             ? "what a format adds"
                       : app->cols < 110 ? "D_crit"
                                         : "D_crit, past which more data hurts";
    if (layout->side_w)
        snprintf(head, sizeof head, "%s · N %s, D %s, G %s", what, n, d, g);
    else
        snprintf(head, sizeof head, "%s · N %s D %s G %s", crit ? "D_crit" : "added loss", n, d, g);
    const bool marks = layout->side_w > 0 && layout->side_w < 26 && !crit;
    snprintf(right, sizeof right, "* best ◆ plan's%s%s%s", marks ? " ▲ D past it" : "",
             layout->from > 0 ? "  ↑ more" : "", more ? "  ↓ more" : "");
    widget_rule(canvas, rect.x, rect.y, rect.w, head, right);
    draw_titles(layout, canvas, rect, crit);
    for (int i = 0; i < layout->rows; i++)
        draw_row(app, layout, canvas, rect, rect.y + 2 + i, FORMAT_BITS_LOW + layout->from + i,
                 crit);
}

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
    const struct layout layout = lay_out(app);
    (void)facts;
    if (!formats_preset(app)) {
        draw_none(app, canvas);
        return;
    }
    if (draw_silence(app, canvas)) return;
    draw_table(app, &layout, canvas, layout.table, app->formats.show_crit);
    if (layout.second.h) draw_table(app, &layout, canvas, layout.second, !app->formats.show_crit);
    if (layout.groups.h) formats_draw_groups(app, canvas, layout.groups);
    if (layout.integers.h) formats_draw_integers(app, canvas, layout.integers);
}

/* Choose a layout, the nearest that there is. */
static void choose(struct app *app, int bits, int E) {
    bits = bits < FORMAT_BITS_LOW    ? FORMAT_BITS_LOW
           : bits > FORMAT_BITS_HIGH ? FORMAT_BITS_HIGH
                                     : bits;
    if (E >= LAYOUTS) E = LAYOUTS - 1;
    if (E < 0) E = 0;
    while (!is_layout(bits, E))
        E += bits - 1 - E > inputs[IN_M].high ? 1 : -1;
    app->formats.bits = bits;
    app->formats.E = E;
}

static void choose_by(struct app *app, int bits, int E) {
    const struct plan plan = formats_chosen(app);
    choose(app, chosen_bits(app) + bits, (int)plan.E + E);
}

static void fewer_bits(struct app *app) {
    choose_by(app, -1, 0);
}

static void more_bits(struct app *app) {
    choose_by(app, +1, 0);
}

static void fewer_exponent(struct app *app) {
    choose_by(app, 0, -1);
}

static void more_exponent(struct app *app) {
    choose_by(app, 0, +1);
}

static void choose_plans(struct app *app) {
    app->formats.bits = 0;
    app->formats.G = 0;
}

static void choose_best(struct app *app) {
    const struct preset *preset = formats_preset(app);
    const struct plan plan = formats_chosen(app);
    if (preset) choose(app, chosen_bits(app), formats_best(preset, &plan, chosen_bits(app)));
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

static void adopt(struct app *app) {
    struct plan plan = formats_chosen(app);
    if (!formats_preset(app)) {
        app_say(app, true, "no loaded law looks at E and M: p loads one");
        return;
    }
    const int bits = chosen_bits(app);
    if (bits <= inputs[IN_W].high) plan.w = plan.a = plan.kv = bits;
    if (plan_same(&plan, &app->now.plan)) {
        app_say(app, false, "the plan has that format already");
        return;
    }
    app_adopt(app, &plan,
              bits <= inputs[IN_W].high ? "adopted" : "adopted (w, a and kv end at 16 bits)");
    choose_plans(app);
}

static bool inside(struct rect rect, const struct event *event) {
    return event->x >= rect.x && event->x < rect.x + rect.w && event->y >= rect.y &&
           event->y < rect.y + rect.h;
}

static void press(struct app *app, const struct layout *layout, const struct event *event) {
    const struct rect *rect = inside(layout->second, event) ? &layout->second : &layout->table;
    const int row = event->y - rect->y - 2, cell = event->x - rect->x - layout->name_w;
    if (inside(*rect, event) && row >= 0 && row < layout->rows) {
        const int bits = FORMAT_BITS_LOW + layout->from + row;
        const int E = cell / layout->cell_w;
        if (cell >= 0 && is_layout(bits, E))
            choose(app, bits, E);
        else
            choose(app, bits, (int)formats_chosen(app).E);
    } else if (inside(layout->groups, event) && event->y > layout->groups.y) {
        const double G = formats_group_at(layout->groups, event->x);
        if (G > 0) app->formats.G = G;
    }
}

static void mouse(struct app *app, const struct event *event) {
    const struct layout layout = lay_out(app);
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
        choose_by(app, down, 0);
    }
}

static const struct action actions[] = {
    {"fewer-bits", "the format with a bit less", fewer_bits},
    {"more-bits", "the format with a bit more", more_bits},
    {"fewer-exponent", "an exponent bit less", fewer_exponent},
    {"more-exponent", "an exponent bit more", more_exponent},
    {"smaller-group", "the group size below", smaller_group},
    {"larger-group", "the group size above", larger_group},
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
