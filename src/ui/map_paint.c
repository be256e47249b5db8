/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture of a map: cells, lines and labels, none over another. */
#include "base/text.h"
#include "ui/look.h"
#include "ui/map_parts.h"
#include "ui/pins_show.h"
#include "ui/plot.h"
#include "ui/widget.h"
#include <math.h>
#include <stdlib.h>

struct heat_shade map_shade(const struct map_picture *picture, int band) {
    const int levels = picture->heat.levels;
    const bool falls = map_lower_is_better(picture->map.output);
    if (band < 0) return heat_nothing(picture->mode);
    return heat_shade(picture->mode, falls ? band : levels - band, levels + 1);
}

static struct heat_shade shade_at(const struct map_picture *picture, int at) {
    return map_shade(picture, heat_band(&picture->heat, picture->value[at]));
}

uint32_t map_glyph(enum map_mark mark, bool ascii) {
    static const uint32_t glyphs[] = {
        [MARK_NONE] = 0xB7,    [MARK_FRAME] = 0x25A1, [MARK_ISO] = 0x2822,
        [MARK_DCRIT] = 0x254C, [MARK_RIDGE] = 0x2022, [MARK_TEXT] = ' '};
    /* what folds to the star, and to this */
    if (ascii && mark == MARK_RIDGE) return 'o';
    if (ascii && mark == MARK_FRAME) return '+';
    if (ascii && mark == MARK_ISO) return '\'';
    return glyphs[mark];
}

/* A side of the fitted range, or a corner, by where the outside is. */
static uint32_t frame_glyph(const struct map_picture *picture, int at) {
    static const uint32_t glyphs[16] = {0x25A1, 0x2502, 0x2502, 0x2502, 0x2500, 0x250C,
                                        0x2510, 0x25A1, 0x2500, 0x2514, 0x2518, 0x25A1,
                                        0x2500, 0x25A1, 0x25A1, 0x25A1};
    const int w = picture->heat.w, h = picture->heat.h, x = at % w, y = at / w;
    const bool *in = picture->fitted;
    const unsigned left = x > 0 && !in[at - 1], right = x + 1 < w && !in[at + 1];
    const unsigned above = y > 0 && !in[at - w], below = y + 1 < h && !in[at + w];
    return glyphs[left | right << 1 | above << 2 | below << 3];
}

static void put_cell(const struct map_picture *picture, struct canvas *canvas, int at, uint32_t ch,
                     uint8_t attr) {
    const struct rect *area = &picture->map.area;
    struct ink ink = shade_at(picture, at).text;
    ink.attr |= attr;
    canvas_set(canvas, area->x + at % area->w, area->y + at / area->w, ink, ch);
}

static void paint_cells(const struct map_picture *picture, struct canvas *canvas) {
    const struct rect *area = &picture->map.area;
    for (int at = 0; at < area->w * area->h; at++) {
        const enum map_mark mark = (enum map_mark)picture->mark[at];
        const struct heat_shade shade = shade_at(picture, at);
        if (mark == MARK_FRAME)
            put_cell(picture, canvas, at, frame_glyph(picture, at), 0);
        else if (mark == MARK_ISO && picture->dots[at])
            put_cell(picture, canvas, at, 0x2800U + picture->dots[at], ATTR_BOLD);
        else if (mark != MARK_NONE)
            put_cell(picture, canvas, at, map_glyph(mark, canvas->ascii), ATTR_BOLD);
        else if (picture->contour[at])
            put_cell(picture, canvas, at, map_glyph(MARK_NONE, canvas->ascii), 0);
        else
            canvas_set(canvas, area->x + at % area->w, area->y + at / area->w, shade.ink,
                       shade.fill);
    }
}

/* Put text from a cell on, in the cells' own colours, and keep its place with a margin of one. */
static void put_text(struct map_picture *picture, struct canvas *canvas, int col, int row,
                     uint8_t attr, const char *text) {
    const int w = picture->heat.w, from = row * w;
    int at = col;
    for (uint32_t ch; (ch = text_next(&text)) && at < w; at++)
        put_cell(picture, canvas, from + at, ch, attr);
    for (int i = col > 0 ? col - 1 : 0; i <= at && i < w; i++)
        picture->mark[from + i] = MARK_TEXT;
}

/* Whether width cells from col on are inside and hold no text. */
static bool roomy(const struct map_picture *picture, int col, int row, int width) {
    if (row < 0 || row >= picture->heat.h || col < 0 || col + width > picture->heat.w) return false;
    for (int i = 0; i < width; i++) {
        if (picture->mark[row * picture->heat.w + col + i] == MARK_TEXT) return false;
    }
    return true;
}

/* A mark with its words on the side where there is room for them, alone where there is none. */
static void put_marked(struct map_picture *picture, struct canvas *canvas, int at, const char *mark,
                       const char *words) {
    char text[64];
    const int w = picture->heat.w, col = at % w, row = at / w, width = text_width(words);
    if (roomy(picture, col + 1, row, width + 1)) {
        text[0] = '\0';
        text_append(text, sizeof text, "%s %s", mark, words);
        put_text(picture, canvas, col, row, ATTR_BOLD, text);
    } else if (roomy(picture, col - width - 1, row, width + 1)) {
        text[0] = '\0';
        text_append(text, sizeof text, "%s %s", words, mark);
        put_text(picture, canvas, col - width - 1, row, ATTR_BOLD, text);
    } else {
        put_text(picture, canvas, col, row, ATTR_BOLD, mark);
    }
}

/* Nothing is written over the cross, the best and the plan. */
static void keep_marks_clear(struct map_picture *picture) {
    const int w = picture->heat.w;
    picture->mark[picture->cross_row * w + picture->cross_col] = MARK_TEXT;
    if (picture->plan_here) picture->mark[picture->plan_row * w + picture->plan_col] = MARK_TEXT;
    if (picture->best >= 0) picture->mark[picture->best] = MARK_TEXT;
}

static void put_best_and_cross(struct map_picture *picture, struct canvas *canvas) {
    char number[NUM_TEXT], words[64] = "";
    const int w = picture->heat.w;
    const int cross = picture->cross_row * w + picture->cross_col;
    const int plan = picture->plan_row * w + picture->plan_col;
    const bool you = picture->plan_here && (!picture->cross_moved || plan == cross);
    if (picture->best >= 0) {
        text_append(words, sizeof words, "%s best",
                    map_show(number, map_shown_output(picture->map.output), picture->best_value));
    }
    if (picture->best == cross && you) text_append(words, sizeof words, ", you");
    /* the cross first: it is what a hand moves */
    if (picture->best != cross) put_marked(picture, canvas, cross, "✚", you ? "you" : "cross");
    if (picture->best >= 0)
        put_marked(picture, canvas, picture->best, picture->best == cross ? "✚" : "★", words);
    if (picture->plan_here && plan != cross && plan != picture->best)
        put_marked(picture, canvas, plan, "◆", "you");
}

/* A line to be labelled: the cells of a field that have its number. */
struct line {
    const uint8_t *cells;
    uint8_t number;
    enum map_mark mark; /* what it is drawn as, MARK_NONE for contours */
    int wanted;         /* the row to be labelled in, if it can be */
};

/* How bad a place for a line's label is: what it hides, and how far it is from the row wanted.
 * INFINITY where it cannot be. */
static double badness(const struct map_picture *picture, const struct line *line, int col, int row,
                      int width) {
    const int w = picture->heat.w;
    double bad = 2.0 * abs(row - line->wanted) / picture->heat.h;
    if (col < 0 || col + width > w) return INFINITY;
    for (int i = 0; i < width; i++) {
        const int at = row * w + col + i;
        const enum map_mark mark = (enum map_mark)picture->mark[at];
        if ((mark != MARK_NONE && mark != line->mark) || isnan(picture->value[at])) return INFINITY;
        if (picture->contour[at] && line->cells[at] != line->number) bad += 4;
    }
    return bad;
}

/* Put its words on a line, in the best place that is left at least apart columns from one; returns
 * the column, −1 where there is no such place. */
static int put_label(struct map_picture *picture, struct canvas *canvas, const struct line *line,
                     const char *text, int from, int apart) {
    const int w = picture->heat.w;
    /* the line runs through its middle, else through an end */
    const int width = text_width(text), inside[] = {width / 2, 0, width - 1};
    double least = INFINITY;
    int best_col = -1, best_row = 0;
    for (int at = 0; at < w * picture->heat.h; at++) {
        if (line->cells[at] != line->number || abs(at % w - from) < apart) continue;
        for (int i = 0; i < 3; i++) {
            const int col = at % w - inside[i];
            const double bad = badness(picture, line, col, at / w, width) + (i > 0);
            if (bad >= least) continue;
            least = bad;
            best_col = col;
            best_row = at / w;
        }
    }
    if (best_col >= 0)
        put_text(picture, canvas, best_col, best_row, line->mark == MARK_NONE ? 0 : ATTR_BOLD,
                 text);
    return best_col;
}

/* Each level's number on its line, and again where the line comes by far off. */
static void put_levels(struct map_picture *picture, struct canvas *canvas) {
    char text[NUM_TEXT];
    const int w = picture->heat.w, h = picture->heat.h;
    int first[HEAT_LEVELS] = {0};
    for (int i = 0; i < 2 * picture->heat.levels; i++) {
        const int level = i % picture->heat.levels;
        const bool again = i >= picture->heat.levels;
        const struct line line = {picture->contour, (uint8_t)(level + 1), MARK_NONE,
                                  h / 2 + (level % 3 - 1) * 3};
        map_show_level(text, picture->map.output, picture->heat.level[level]);
        if (!again)
            first[level] = put_label(picture, canvas, &line, text, 0, 0);
        else if (first[level] >= 0)
            put_label(picture, canvas, &line, text, first[level], w / 3);
    }
}

static void put_budget(struct map_picture *picture, struct canvas *canvas) {
    char text[NUM_TEXT + 8] = "", number[NUM_TEXT];
    const struct line line = {picture->mark, MARK_ISO, MARK_ISO, picture->heat.h / 4};
    if (!picture->drawn[MARK_ISO]) return;
    text_append(text, sizeof text, "C = %s", num_si(number, picture->map.budget));
    put_label(picture, canvas, &line, text, 0, 0);
}

/* In the middle of a map with nothing on it, why that is so; beside the cross where that is there.
 */
static void put_silence(const struct map_picture *picture, struct canvas *canvas) {
    const struct rect *area = &picture->map.area;
    const int width = area->w > 56 ? 50 : area->w - 4, cross = picture->cross_row;
    const struct rect hidden = {0, canvas->rows, width - 4, canvas->rows};
    const int rows = widget_text(canvas, hidden, looks[LOOK_TEXT], picture->why) + 2;
    int top = (area->h - rows) / 2;
    if (cross >= top && cross < top + rows) top = cross < area->h / 2 ? cross + 1 : cross - rows;
    if (top + rows > area->h) top = area->h - rows;
    struct rect box = {area->x + (area->w - width) / 2, area->y + (top < 0 ? 0 : top), width, rows};
    canvas_fill(canvas, box, looks[LOOK_TEXT]);
    box = (struct rect){box.x + 2, box.y + 1, box.w - 4, box.h - 2};
    widget_text(canvas, box, looks[LOOK_WARN_STRONG], picture->why);
}

/* Round values of an axis; of group sizes, powers of two. */
static int ticks_of(const struct map_scale *scale, int want, double tick[PLOT_TICKS]) {
    if (scale->axis != MAP_G) return plot_ticks(scale->low, scale->high, scale->log, want, tick);
    const double first = ceil(log2(scale->low)), last = floor(log2(scale->high));
    const double stride = fmax(1, ceil((last - first + 1) / fmin(want, PLOT_TICKS)));
    int count = 0;
    for (double at = first; at <= last; at += stride)
        tick[count++] = exp2(at);
    return count;
}

static void draw_x_axis(const struct map *map, struct canvas *canvas) {
    double tick[PLOT_TICKS];
    char text[NUM_TEXT];
    const struct rect *area = &map->area;
    const int below = area->y + area->h, end = area->x + area->w;
    for (int i = -1; i < area->w; i++)
        canvas_set(canvas, area->x + i, below, looks[LOOK_DIM], i < 0 ? 0x2514 : 0x2500);
    const int count = ticks_of(&map->x, area->w / 8, tick);
    int free_from = area->x - 3;
    for (int i = 0; i < count; i++) {
        const int x = area->x + map_col(map, tick[i]);
        canvas_set(canvas, x, below, looks[LOOK_DIM], 0x2534);
        map_show_tick(text, map_axis_input(map->x.axis), tick[i]);
        const int width = canvas_width(canvas, text);
        const int at = x - width / 2 + width > end ? end - width : x - width / 2;
        if (at < free_from) continue;
        canvas_put(canvas, at, below + 1, width, looks[LOOK_DIM], text);
        free_from = at + width + 1;
    }
    canvas_put(canvas, end + 1, below, 6, looks[LOOK_STRONG], map_axis_name(map->x.axis));
}

static void draw_y_axis(const struct map *map, struct canvas *canvas) {
    double tick[PLOT_TICKS];
    char text[NUM_TEXT];
    const struct rect *area = &map->area;
    for (int i = 0; i < area->h; i++)
        canvas_set(canvas, area->x - 1, area->y + i, looks[LOOK_DIM], 0x2502);
    const int count = ticks_of(&map->y, 2 + area->h / 3, tick);
    for (int i = 0; i < count; i++) {
        const int y = area->y + map_row(map, tick[i]);
        canvas_set(canvas, area->x - 1, y, looks[LOOK_DIM], 0x2524);
        map_show_tick(text, map_axis_input(map->y.axis), tick[i]);
        canvas_put_right(canvas, 0, y, area->x - 2, looks[LOOK_DIM], text);
    }
    canvas_put_right(canvas, 0, area->y + area->h, area->x - 2, looks[LOOK_STRONG],
                     map_axis_name(map->y.axis));
}

void map_paint(const struct app *app, struct map_picture *picture, struct canvas *canvas) {
    paint_cells(picture, canvas);
    if (isnan(picture->best_value)) put_silence(picture, canvas);
    keep_marks_clear(picture);
    pins_mark_map(app, canvas, picture);
    put_best_and_cross(picture, canvas);
    put_budget(picture, canvas);
    put_levels(picture, canvas);
    draw_x_axis(&picture->map, canvas);
    draw_y_axis(&picture->map, canvas);
}
