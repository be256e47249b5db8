/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Formats view's table: a row a bit width, a column an exponent width. */
#include "base/text.h"
#include "ui/formats_parts.h"
#include "ui/look.h"
#include "ui/widget.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    FORMAT_ROWS = FORMAT_BITS_HIGH - FORMAT_BITS_LOW + 1,
    BRIEF = 80,
    NARROW = 110,
    WIDE = 190,
    SIDE = 11,
    SIDE_WORDS = 26
}; /* columns beside the cells: for a number, and for words too */

static const double much = 0.1; /* nats/token: more than any reason to take a layout */

struct formats_layout formats_lay_out(const struct app *app) {
    const bool brief = app->cols < BRIEF, wide = app->cols >= WIDE, airy = app->rows >= 30;
    const bool narrow = app->cols < NARROW;
    struct formats_layout layout = {.name_w = brief    ? 4
                                              : narrow ? 11
                                                       : 12,
                                    .cell_w = brief    ? 6
                                              : narrow ? 7
                                                       : 8};
    layout.side_w = brief ? 0 : narrow ? 6 : wide ? SIDE : SIDE_WORDS;
    const int room = app->rows - 2, want = 2 + FORMAT_ROWS;
    layout.table = (struct rect){0, 1, wide ? app->cols / 2 : app->cols, room < want ? room : want};
    if (wide)
        layout.second = (struct rect){app->cols / 2, 1, app->cols - app->cols / 2, layout.table.h};
    layout.rows = layout.table.h - 2;
    /* the chosen row stays in sight */
    const int row = formats_chosen_bits(app) - FORMAT_BITS_LOW;
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

/* One table while it is drawn. */
struct table {
    const struct app *app;
    const struct formats_layout *layout;
    struct canvas *canvas;
    struct rect rect;
    bool crit; /* D_crit in the cells */
    bool grey; /* cells that add much are grey: only where the legend has room to say so */
};

static const char *crit_text(char out[NUM_TEXT], double value) {
    return isnan(value) ? "—" : num_si(out, value);
}

/* A cell: its number right in it, then a mark. */
static void draw_cell(const struct table *table, struct rect at, const struct plan *with,
                      bool best) {
    char text[NUM_TEXT];
    const struct app *app = table->app;
    struct canvas *canvas = table->canvas;
    const struct plan chosen = formats_chosen(app), *now = &app->now.plan;
    const struct preset *preset = formats_preset(app);
    const double added = formats_added(preset, with);
    const bool on = with->E == chosen.E && with->M == chosen.M && !app->formats.use;
    const bool own = with->E == now->E && with->M == now->M;
    struct ink ink = looks[best ? LOOK_GOOD : table->grey && added >= much ? LOOK_DIM : LOOK_TEXT];
    if (best) ink.attr |= ATTR_BOLD;
    if (on) ink = looks[LOOK_SELECTED];
    const char *shown = table->crit ? crit_text(text, law_dcrit(preset, with))
                                    : formats_loss_text(text, added, at.w - 1);
    if (on) canvas_fill(canvas, (struct rect){at.x + 1, at.y, at.w - 2, 1}, ink);
    canvas_put_right(canvas, at.x, at.y, at.w - 1, ink, shown);
    if (own || best) {
        canvas_put(canvas, at.x + at.w - 1, at.y, 1, looks[own ? LOOK_KEY : LOOK_GOOD],
                   own ? "◆" : "*");
    }
}

/* How far D is from where more data hurts, in words, where it is near or past. */
static void draw_distance(struct canvas *canvas, struct rect at, enum look look, double D,
                          double turn) {
    char ratio[NUM_TEXT];
    num_si(ratio, num_round(D > turn ? D / turn : turn / D, 2));
    canvas_print(canvas, at.x, at.y, at.w, looks[look], "D is %s× %s it", ratio,
                 D > turn ? "past" : "below");
}

/* What stands beside a row: of its best layout that which the cells do not show. */
static void draw_side(const struct table *table, struct rect at, const struct plan *best) {
    char text[NUM_TEXT];
    const struct preset *preset = formats_preset(table->app);
    struct canvas *canvas = table->canvas;
    const int width = at.w < SIDE ? 5 : 10;
    if (at.w <= 0) return;
    if (table->crit) {
        const double added = formats_added(preset, best);
        canvas_put_right(canvas, at.x, at.y, width, looks[added >= much ? LOOK_BAD : LOOK_DIM],
                         formats_loss_text(text, added, width));
        return;
    }
    const double turn = law_dcrit(preset, best), D = table->app->now.plan.D;
    const bool past = D > turn, near = D > turn / 10;
    const enum look look = past ? LOOK_BAD : near ? LOOK_WARN : LOOK_DIM;
    canvas_put_right(canvas, at.x, at.y, at.w < SIDE_WORDS ? width : 7, looks[look],
                     crit_text(text, turn));
    if (at.w < SIDE_WORDS && past) canvas_put(canvas, at.x + at.w - 1, at.y, 1, looks[look], "▲");
    if (at.w >= SIDE_WORDS && near)
        draw_distance(canvas, (struct rect){at.x + 8, at.y, at.w - 8, 1}, look, D, turn);
}

static void draw_titles(const struct table *table) {
    const struct formats_layout *layout = table->layout;
    struct canvas *canvas = table->canvas;
    const struct rect *rect = &table->rect;
    const int y = rect->y + 1;
    const bool brief = layout->side_w == 0, narrow = layout->side_w < SIDE;
    canvas_put_right(canvas, rect->x, y, brief ? 3 : 5, looks[LOOK_DIM], brief ? "b" : "bits");
    if (!brief) canvas_put(canvas, rect->x + layout->name_w - 5, y, 4, looks[LOOK_DIM], "best");
    for (int E = 0; E < FORMAT_LAYOUTS; E++) {
        char text[8];
        snprintf(text, sizeof text, "E%d", E);
        canvas_put_right(canvas, rect->x + layout->name_w + E * layout->cell_w, y,
                         layout->cell_w - 1, looks[LOOK_DIM], text);
    }
    const int x = rect->x + layout->name_w + FORMAT_LAYOUTS * layout->cell_w;
    if (layout->side_w >= SIDE_WORDS) {
        canvas_put(canvas, x + 2, y, layout->side_w, looks[LOOK_DIM],
                   table->crit ? "loss of the best" : "D_crit of the best");
    } else if (!brief) {
        canvas_put_right(canvas, x, y, narrow ? 5 : 10, looks[LOOK_DIM],
                         table->crit ? "adds"
                         : narrow    ? "Dcrit"
                                     : "D_crit");
    }
}

static void draw_row(const struct table *table, int y, int bits) {
    char text[16];
    const struct formats_layout *layout = table->layout;
    struct canvas *canvas = table->canvas;
    const struct plan chosen = formats_chosen(table->app);
    const int left = table->rect.x, best = formats_best(formats_preset(table->app), &chosen, bits);
    const bool brief = layout->side_w == 0, on = bits == formats_chosen_bits(table->app);
    snprintf(text, sizeof text, "%d", bits);
    if (on) canvas_put(canvas, left + (brief ? 0 : 1), y, 1, looks[LOOK_KEY], "▸");
    canvas_put_right(canvas, left, y, brief ? 3 : 5, looks[on ? LOOK_KEY : LOOK_STRONG], text);
    snprintf(text, sizeof text, "E%dM%d", best, bits - 1 - best);
    if (!brief) canvas_put(canvas, left + layout->name_w - 5, y, 4, looks[LOOK_GOOD], text);
    struct rect at = {left + layout->name_w, y, layout->cell_w, 1};
    for (int E = 0; E < FORMAT_LAYOUTS; E++, at.x += at.w) {
        const struct plan with = formats_with(&chosen, bits, E);
        if (formats_is_layout(bits, E))
            draw_cell(table, at, &with, E == best);
        else if (bits - 1 - E > inputs[IN_M].high)
            canvas_put_right(canvas, at.x, y, at.w - 1, looks[LOOK_DIM], "·");
    }
    const struct plan with = formats_with(&chosen, bits, best);
    draw_side(table, (struct rect){at.x, y, layout->side_w, 1}, &with);
}

/* Add a piece to the legend where there is room left for it. */
static bool add_piece(struct canvas *canvas, char *legend, size_t size, int room, const char *gap,
                      const char *piece) {
    const int width = canvas_width(canvas, legend) + (legend[0] ? (int)strlen(gap) : 0);
    if (width + canvas_width(canvas, piece) > room) return false;
    text_append(legend, size, "%s%s", legend[0] ? gap : "", piece);
    return true;
}

/* What the marks mean, the weightiest first. */
static void write_legend(struct table *table, int room, char *legend, size_t size) {
    const struct formats_layout *layout = table->layout;
    const char *gap = table->app->cols < NARROW ? " " : "  ";
    const bool up = layout->from > 0, down = layout->from + layout->rows < FORMAT_ROWS;
    const bool triangles = layout->side_w > 0 && layout->side_w < SIDE_WORDS && !table->crit;
    legend[0] = '\0';
    if (up || down) {
        add_piece(table->canvas, legend, size, room, gap,
                  up && down ? "↑↓ more"
                  : up       ? "↑ more"
                             : "↓ more");
    }
    add_piece(table->canvas, legend, size, room, gap, "* best");
    add_piece(table->canvas, legend, size, room, gap, "◆ plan's");
    if (triangles) add_piece(table->canvas, legend, size, room, gap, "▲ D past it");
    table->grey = add_piece(table->canvas, legend, size, room, gap,
                            table->crit ? "grey adds ≥ 0.1" : "grey ≥ 0.1");
    add_piece(table->canvas, legend, size, room, gap, "· M > 10");
}

static void write_head(const struct table *table, char *head, size_t size) {
    char n[NUM_TEXT], d[NUM_TEXT], g[NUM_TEXT];
    const struct plan chosen = formats_chosen(table->app);
    const bool roomy = table->app->cols >= NARROW;
    num_si(n, chosen.N);
    num_si(d, chosen.D);
    input_show(g, IN_G, chosen.G);
    const char *what = !roomy        ? (table->crit ? "D_crit" : "added")
                       : table->crit ? "D_crit, past which more data hurts"
                                     : "what a format adds";
    snprintf(head, size, roomy ? "%s · N %s, D %s, G %s" : "%s · N %s D %s G %s", what, n, d, g);
}

void formats_draw_table(const struct app *app, const struct formats_layout *layout,
                        struct canvas *canvas, struct rect rect, bool crit) {
    char head[128], legend[96];
    struct table table = {app, layout, canvas, rect, crit, false};
    write_head(&table, head, sizeof head);
    /* as widget_rule leaves between the two */
    write_legend(&table, rect.w - canvas_width(canvas, head) - 9, legend, sizeof legend);
    widget_rule(canvas, rect.x, rect.y, rect.w, head, legend);
    draw_titles(&table);
    for (int i = 0; i < layout->rows; i++)
        draw_row(&table, rect.y + 2 + i, FORMAT_BITS_LOW + layout->from + i);
}
