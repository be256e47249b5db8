/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Beside the map: what is at the cross, the scale, and what the marks mean. */
#include "base/text.h"
#include "ui/look.h"
#include "ui/map_parts.h"
#include "ui/plot.h"
#include "ui/widget.h"
#include <math.h>
#include <string.h>

enum { NAME_W = 10, SWATCH = 3, WORDS = 256 };

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

static void read_out(struct pen *pen, const char *name, const char *value) {
    const struct rect *room = &pen->room;
    if (room->h == 0) return;
    canvas_put(pen->canvas, room->x, room->y, NAME_W - 1, looks[LOOK_DIM], name);
    canvas_put(pen->canvas, room->x + NAME_W, room->y, room->w - NAME_W, looks[LOOK_STRONG], value);
    skip(pen, 1);
}

/* A mark and its meaning, over several rows where it is long; left out where it is cut. */
static void explain(struct pen *pen, uint32_t mark, struct ink ink, const char *text) {
    const struct rect in = {pen->room.x + 2, pen->room.y, pen->room.w - 2, pen->room.h};
    if (in.h == 0) return;
    canvas_set(pen->canvas, pen->room.x, in.y, ink, mark);
    skip(pen, widget_text(pen->canvas, in, looks[LOOK_DIM], text));
}

/* What the plan has otherwise than the map where the cross stands on it. */
static void note_plan(const struct app *app, const struct plan *at, struct pen *pen) {
    char text[WORDS] = "", value[NUM_TEXT];
    const unsigned differ = map_differences(&app->now.plan, at);
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (!(differ & INPUT_BIT(i))) continue;
        const double own = plan_get(&app->now.plan, (enum input)i);
        text_append(text, sizeof text, "%s%s %s", text[0] ? ", " : "the plan has ", inputs[i].name,
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
    read_out(pen, "loss", num_fixed(text, result.loss, 4));
    if (output == OUT_LOSS) {
        /* between cells a plan can be a little better than any of them */
        read_out(pen, "over best", num_signed(text, over < 0 ? 0 : over, 4));
    } else {
        const bool brief = strlen(outputs[output].name) < NAME_W;
        read_out(pen, brief ? outputs[output].name : outputs[output].title,
                 map_show(text, output, value));
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
    if (!picture->cross_moved) note_plan(app, &plan, pen);
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

/* A band a row: between which values it is. */
static void draw_bands(const struct map_picture *picture, struct pen *pen) {
    const struct heat *heat = &picture->heat;
    for (int n = 0; n <= heat->levels; n++) {
        char low[NUM_TEXT], high[NUM_TEXT], text[2 * NUM_TEXT];
        const int band = nth_band(picture, n), output = picture->map.output;
        text[0] = '\0';
        if (band > 0) map_show_level(low, output, heat->level[band - 1]);
        if (band < heat->levels) map_show_level(high, output, heat->level[band]);
        if (band == 0)
            text_append(text, sizeof text, "below %s", high);
        else if (band == heat->levels)
            text_append(text, sizeof text, "%s and above", low);
        else
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
    enum { KEPT_FOR_MARKS = 9 };
    if (picture->heat.levels == 0) return;
    head(pen, "scale");
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
    enum { ROOMY = 4 };
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
    if (pen->room.h >= ROOMY) text_append(text, sizeof text, ", %s", ranges);
    explain(pen, glyph, looks[any ? LOOK_TEXT : LOOK_WARN], text);
}

static bool at_edge(const struct map_picture *picture) {
    const int w = picture->heat.w, col = picture->best % w, row = picture->best / w;
    return col == 0 || row == 0 || col == w - 1 || row == picture->heat.h - 1;
}

/* The reason for what is silent, in a few words where it is long for the room. */
static void explain_silence(const struct map_picture *picture, struct pen *pen) {
    enum { ROOMY = 8 };
    char text[RESULT_WHY];
    const struct heat_shade nothing = heat_nothing(picture->mode);
    text_copy(text, sizeof text, picture->why);
    char *colon = strchr(text, ':');
    if (pen->room.h < ROOMY && colon) *colon = '\0';
    explain(pen, nothing.fill, nothing.ink, text);
}

static void draw_marks(const struct app *app, const struct map_picture *picture, struct pen *pen) {
    char text[WORDS + 64], value[NUM_TEXT];
    const bool ascii = pen->canvas->ascii;
    const struct map *map = &picture->map;
    const struct ink ink = looks[LOOK_TEXT];
    head(pen, "reading it");
    if (picture->best >= 0)
        explain(pen, 0x2605, ink, at_edge(picture) ? "best, at the map's edge" : "best on the map");
    else if (!isnan(picture->best_value))
        explain(pen, 0x2605, ink, "no single best: many cells are alike");
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
    skip(&pen, gap);
    draw_scale(picture, &pen);
    skip(&pen, gap);
    draw_marks(app, picture, &pen);
}
