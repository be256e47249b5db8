/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Beside the map: what is at the cross, the scale, and what the marks mean. */
#include "base/text.h"
#include "ui/look.h"
#include "ui/map_parts.h"
#include "ui/plot.h"
#include "ui/widget.h"
#include <math.h>
#include <string.h>

/* LOW: rows with which there is no room for heads. */
enum { NAME_W = 10, SWATCH = 3, WORDS = 256, LOW = 12 };

/* What is left of the panel: parts take rows from the top. */
struct pen {
    struct canvas *canvas;
    struct rect room;
};

static void skip(struct pen *pen, int rows) {
    if (rows > pen->room.h) rows = pen->room.h;
    pen->room.y += rows;
    pen->room.h -= rows;
}

static void head(struct pen *pen, const char *text) {
    if (pen->room.h == 0) return;
    canvas_put(pen->canvas, pen->room.x, pen->room.y, pen->room.w, looks[LOOK_STRONG], text);
    skip(pen, 1);
}

/* A name and its value: side by side, or the value below a long name. */
static void read_out(struct pen *pen, const char *name, const char *value) {
    const struct rect *room = &pen->room;
    const int width = canvas_width(pen->canvas, name);
    int indent = width < NAME_W ? NAME_W : width + 1;
    const bool below = indent + canvas_width(pen->canvas, value) > room->w;
    if (room->h < 1 + below) return;
    const int rows = widget_text(pen->canvas, *room, looks[LOOK_DIM], name);
    skip(pen, below ? rows : rows - 1);
    if (below) indent = NAME_W;
    canvas_put(pen->canvas, room->x + indent, room->y, room->w - indent, looks[LOOK_STRONG], value);
    skip(pen, 1);
}

/* Rows that a text takes beside its mark: below the canvas nothing is drawn. */
static int rows_of(const struct pen *pen, const char *text) {
    const struct rect below = {0, pen->canvas->rows, pen->room.w - 2, pen->canvas->rows};
    return widget_text(pen->canvas, below, looks[LOOK_DIM], text);
}

/* A mark and its meaning, over several rows where it is long; left out where it would be cut. */
static void explain(struct pen *pen, uint32_t mark, struct ink ink, const char *text) {
    const struct rect in = {pen->room.x + 2, pen->room.y, pen->room.w - 2, pen->room.h};
    if (rows_of(pen, text) > in.h) return;
    canvas_set(pen->canvas, pen->room.x, in.y, ink, mark);
    skip(pen, widget_text(pen->canvas, in, looks[LOOK_DIM], text));
}

/* What the plan has otherwise than all of the map. Bits that an axis ties are named together. */
static void note_plan(const struct app *app, const struct map_picture *picture, struct pen *pen) {
    char text[WORDS] = "", value[NUM_TEXT];
    const unsigned three = INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV);
    const bool tied = picture->map.x.axis == MAP_P || picture->map.y.axis == MAP_P;
    unsigned differ = picture->plan_differs;
    if (tied && (differ & three)) differ |= three;
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (!(differ & INPUT_BIT(i))) continue;
        const double own = plan_get(&app->now.plan, (enum input)i);
        text_append(text, sizeof text, "%s%s %s",
                    text[0] ? ", " : "you are off the map: ", inputs[i].name,
                    input_show(value, (enum input)i, own));
    }
    if (text[0]) explain(pen, 0x25B2, looks[LOOK_WARN], text);
}

static void draw_value(const struct map_picture *picture, const struct plan *plan,
                       const struct preset *preset, struct pen *pen) {
    char text[NUM_TEXT];
    struct result result;
    const int output = map_shown_output(picture->map.output);
    const double value = map_value(preset, &picture->map, plan, &result);
    const double over = value - picture->best_value;
    read_out(pen, outputs[OUT_LOSS].title, num_fixed(text, result.loss, 4));
    if (output == OUT_LOSS) {
        /* the best is known to rounding only */
        read_out(pen, "over best", num_signed(text, over < 0 ? 0 : over, 4));
    } else {
        read_out(pen, outputs[output].title, map_show(text, output, value));
        read_out(pen, "best", map_show(text, output, picture->best_value));
    }
    const char *why = result.status == LAW_SILENT ? result.why : picture->why;
    if (isnan(value)) explain(pen, 0x25B2, looks[LOOK_WARN], why);
}

static void draw_cross(const struct app *app, const struct map_picture *picture, struct pen *pen) {
    char text[NUM_TEXT];
    struct plan plan;
    const struct map *map = &picture->map;
    const enum map_axis axes[] = {map->x.axis, map->y.axis};
    const bool inside = map_plan(app, map, picture->x, picture->y, &plan);
    head(pen, "at the cross");
    for (int i = 0; i < 2; i++) {
        const double value = i == 0 ? picture->x : picture->y;
        read_out(pen, map_axis_name(axes[i]), input_show(text, map_axis_input(axes[i]), value));
    }
    if (!inside) {
        explain(pen, 0x25B2, looks[LOOK_WARN], map_leaves(map));
        return;
    }
    if (map->follower != INPUT_NONE)
        read_out(pen, inputs[map->follower].name,
                 input_show(text, map->follower, plan_get(&plan, map->follower)));
    draw_value(picture, &plan, app_primary(app), pen);
}

static void put_swatch(const struct map_picture *picture, struct canvas *canvas, int x, int y,
                       int width, int band) {
    const struct heat_shade shade = map_shade(picture, band);
    for (int i = 0; i < width; i++)
        canvas_set(canvas, x + i, y, shade.ink, shade.fill);
}

/* The band that is shown nth, the best first. */
static int nth_band(const struct map_picture *picture, int n) {
    return map_lower_is_better(picture->map.output) ? n : picture->heat.levels - n;
}

/* The least and the most on the map, the exact best with them. */
static void ends_of(const struct map_picture *picture, double *low, double *high) {
    const double best = picture->map.output == MAP_OVER_BEST ? 0 : picture->best_value;
    *low = *high = best;
    for (int i = 0; i < picture->heat.w * picture->heat.h; i++) {
        *low = fmin(*low, picture->value[i]);
        *high = fmax(*high, picture->value[i]);
    }
}

/* An end of the outermost bands. */
static const char *show_end(char out[NUM_TEXT], int output, double value) {
    const bool counts = output == OUT_N_EFF || output == OUT_D_CRIT;
    return counts ? num_si(out, value) : num_fixed(out, value, 4);
}

/* A band a row: between which values it is. */
static void draw_bands(const struct map_picture *picture, struct pen *pen) {
    const struct heat *heat = &picture->heat;
    double least, most;
    ends_of(picture, &least, &most);
    for (int n = 0; n <= heat->levels; n++) {
        char low[NUM_TEXT], high[NUM_TEXT], text[2 * NUM_TEXT + 8];
        const int band = nth_band(picture, n), output = picture->map.output;
        text[0] = '\0';
        if (band > 0)
            map_show_level(low, output, heat->level[band - 1]);
        else
            show_end(low, output, least);
        if (band < heat->levels)
            map_show_level(high, output, heat->level[band]);
        else
            show_end(high, output, most);
        text_append(text, sizeof text, "%s – %s", low, high);
        put_swatch(picture, pen->canvas, pen->room.x, pen->room.y, SWATCH, band);
        canvas_put(pen->canvas, pen->room.x + SWATCH + 1, pen->room.y, pen->room.w - SWATCH - 1,
                   looks[LOOK_DIM], text);
        skip(pen, 1);
    }
}

/* All bands in a row, the worst first, with the outermost levels below their ends. */
static void draw_strip(const struct map_picture *picture, struct pen *pen) {
    char first[NUM_TEXT], last[NUM_TEXT];
    const struct heat *heat = &picture->heat;
    const int bands = heat->levels + 1, each = pen->room.w / bands > 3 ? 3 : pen->room.w / bands;
    const int width = bands * (each ? each : 1), output = picture->map.output;
    const bool falls = map_lower_is_better(output);
    if (pen->room.h < 2) return;
    for (int n = 0; n < bands; n++) {
        put_swatch(picture, pen->canvas, pen->room.x + n * (width / bands), pen->room.y,
                   width / bands, nth_band(picture, heat->levels - n));
    }
    map_show_level(first, output, heat->level[falls ? heat->levels - 1 : 0]);
    map_show_level(last, output, heat->level[falls ? 0 : heat->levels - 1]);
    char left[NUM_TEXT + 4] = "", right[NUM_TEXT + 4] = "";
    text_append(left, sizeof left, "%s%s", falls ? "≥" : "<", first);
    text_append(right, sizeof right, "%s%s", falls ? "<" : "≥", last);
    const int words = canvas_width(pen->canvas, left) + 1 + canvas_width(pen->canvas, right);
    canvas_put(pen->canvas, pen->room.x, pen->room.y + 1, pen->room.w, looks[LOOK_DIM], left);
    canvas_put_right(pen->canvas, pen->room.x, pen->room.y + 1, width > words ? width : words,
                     looks[LOOK_DIM], right);
    skip(pen, 2);
}

static void draw_scale(const struct map_picture *picture, struct pen *pen) {
    enum { KEPT_FOR_MARKS = 8 };
    if (picture->heat.levels == 0) return;
    if (picture->map.area.h > LOW) head(pen, "scale");
    if (pen->room.h >= picture->heat.levels + 1 + KEPT_FOR_MARKS)
        draw_bands(picture, pen);
    else
        draw_strip(picture, pen);
}

/* The fitted ranges of what the map moves; "" where none is published. */
static void range_words(const struct app *app, const struct map_picture *picture, char *out,
                        size_t size) {
    const struct preset *preset = app_primary(app);
    const unsigned ranged = preset->ranged & map_moves(&picture->map);
    char low[NUM_TEXT], high[NUM_TEXT];
    out[0] = '\0';
    for (int i = 0; i < INPUT_COUNT; i++) {
        const struct range *range = &preset->range[i];
        if (!(ranged & INPUT_BIT(i))) continue;
        input_show(low, (enum input)i, range->low);
        input_show(high, (enum input)i, range->high);
        text_append(out, size, "%s%s ", out[0] ? ", " : "", inputs[i].name);
        if (isinf(range->low))
            text_append(out, size, "≤ %s", high);
        else if (isinf(range->high))
            text_append(out, size, "≥ %s", low);
        else
            text_append(out, size, "%s–%s", low, high);
    }
}

/* Where the fitted range is on the map; with its numbers where there is room for them. */
static void explain_fitted(const struct app *app, const struct map_picture *picture,
                           struct pen *pen) {
    char ranges[WORDS], text[WORDS + 64] = "fitted range";
    const uint32_t glyph = map_glyph(MARK_FRAME, pen->canvas->ascii);
    bool any = false, all = true;
    range_words(app, picture, ranges, sizeof ranges);
    if (!ranges[0]) {
        explain(pen, glyph, looks[LOOK_TEXT], "no fitted range is published");
        return;
    }
    for (int i = 0; i < picture->heat.w * picture->heat.h; i++) {
        any = any || picture->fitted[i];
        all = all && picture->fitted[i];
    }
    if (!any || all) text_append(text, sizeof text, any ? ": all of the map" : ": off the map");
    char both[sizeof text];
    text_copy(both, sizeof both, text);
    text_append(both, sizeof both, ", %s", ranges);
    if (rows_of(pen, both) <= pen->room.h) text_copy(text, sizeof text, both);
    explain(pen, glyph, looks[any ? LOOK_TEXT : LOOK_WARN], text);
}

static bool at_edge(const struct map_picture *picture) {
    const struct map_scale *x = &picture->map.x, *y = &picture->map.y;
    const struct map_best *best = &picture->exact;
    return best->x == x->low || best->x == x->high || best->y == y->low || best->y == y->high;
}

/* The best and where it is, exactly; and what is better still off the map. */
static void explain_best(const struct map_picture *picture, struct pen *pen) {
    char text[WORDS] = "", x[NUM_TEXT], y[NUM_TEXT], value[NUM_TEXT];
    const struct map *map = &picture->map;
    const struct map_best *best = &picture->exact;
    if (picture->best < 0) {
        if (!isnan(picture->best_value))
            explain(pen, 0x2605, looks[LOOK_TEXT], "no single best: many cells are alike");
        return;
    }
    text_append(text, sizeof text, "best %s: %s %s, %s %s%s",
                map_show(value, map_shown_output(map->output), best->value),
                map_axis_name(map->x.axis), input_show(x, map_axis_input(map->x.axis), best->x),
                map_axis_name(map->y.axis), input_show(y, map_axis_input(map->y.axis), best->y),
                at_edge(picture) ? ", the map's edge" : "");
    explain(pen, 0x2605, looks[LOOK_TEXT], text);
    if (isnan(best->off_map)) return;
    text[0] = '\0';
    text_append(text, sizeof text, "C's optimum is off the map: %s",
                map_show(value, OUT_LOSS, best->off_map));
    explain(pen, 0x25B2, looks[LOOK_WARN], text);
}

/* The reason for what is silent, in a few words where it is long for the room. */
static void explain_silence(const struct map_picture *picture, struct pen *pen) {
    char text[RESULT_WHY];
    const struct heat_shade nothing = heat_nothing(picture->mode);
    text_copy(text, sizeof text, picture->why);
    char *colon = strchr(text, ':');
    const int kept = 5; /* for what else there is to say */
    if (colon && rows_of(pen, text) + kept > pen->room.h) *colon = '\0';
    explain(pen, nothing.fill, nothing.ink, text);
}

static void draw_marks(const struct app *app, const struct map_picture *picture, struct pen *pen) {
    char text[WORDS + 64], value[NUM_TEXT];
    const bool ascii = pen->canvas->ascii;
    const struct map *map = &picture->map;
    const struct ink ink = looks[LOOK_TEXT];
    if (map->area.h > LOW) head(pen, "reading it");
    explain_best(picture, pen);
    if (picture->drawn[MARK_RIDGE]) {
        text[0] = '\0';
        text_append(text, sizeof text, "best %s at each %s", map_axis_name(map->x.axis),
                    map_axis_name(map->y.axis));
        explain(pen, map_glyph(MARK_RIDGE, ascii), ink, text);
    }
    if (picture->drawn[MARK_ISO]) {
        text[0] = '\0';
        text_append(text, sizeof text, "costs C = %s", num_si(value, map->budget));
        explain(pen, map_glyph(MARK_ISO, ascii), ink, text);
    }
    if (picture->drawn[MARK_DCRIT])
        explain(pen, map_glyph(MARK_DCRIT, ascii), ink, "D_crit: more data hurts");
    if (picture->silent && !isnan(picture->best_value)) explain_silence(picture, pen);
    explain_fitted(app, picture, pen);
}

void map_panel(const struct app *app, const struct map_picture *picture, struct canvas *canvas) {
    const struct rect *area = &picture->map.area;
    const int x = area->x + area->w + 2;
    struct pen pen = {canvas, {x, area->y, canvas->cols - x - 1, area->h}};
    const int gap = area->h >= 16;
    draw_cross(app, picture, &pen);
    if (!picture->plan_here) note_plan(app, picture, &pen);
    skip(&pen, gap);
    draw_scale(picture, &pen);
    skip(&pen, gap);
    draw_marks(app, picture, &pen);
}
