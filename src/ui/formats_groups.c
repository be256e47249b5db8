/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Formats view's group sizes. */
#include "base/text.h"
#include "ui/formats_parts.h"
#include "ui/look.h"
#include "ui/widget.h"
#include <math.h>
#include <stdio.h>

enum { LABEL_W = 8 };

const double group_sizes[GROUP_SIZES] = {16, 32, 64, 128, 256, 512, PLAN_CHANNEL};

/* Columns that a group size takes. */
static int group_width(int width) {
    return width < 80 ? 7 : width < 110 ? 9 : GROUP_W;
}

static void draw_sizes(const struct plan *chosen, struct canvas *canvas, struct rect rect) {
    const int each = group_width(rect.w);
    canvas_put(canvas, rect.x + 2, rect.y, LABEL_W, looks[LOOK_DIM], "G");
    for (int i = 0; i < GROUP_SIZES; i++) {
        char text[NUM_TEXT];
        const bool on = group_sizes[i] == chosen->G;
        canvas_put_right(canvas, rect.x + LABEL_W + i * each, rect.y, each,
                         looks[on ? LOOK_KEY : LOOK_TEXT], input_show(text, IN_G, group_sizes[i]));
    }
}

/* What a layout adds at each group size. */
static void draw_added(const struct preset *preset, const struct plan *plan, struct canvas *canvas,
                       struct rect rect, const char *label, bool strong) {
    const int each = group_width(rect.w);
    canvas_put(canvas, rect.x + 2, rect.y, LABEL_W, looks[strong ? LOOK_STRONG : LOOK_DIM], label);
    for (int i = 0; i < GROUP_SIZES; i++) {
        char text[NUM_TEXT];
        struct plan at = *plan;
        at.G = group_sizes[i];
        const bool on = group_sizes[i] == plan->G;
        canvas_put_right(canvas, rect.x + LABEL_W + i * each, rect.y, each,
                         looks[on       ? LOOK_KEY
                               : strong ? LOOK_STRONG
                                        : LOOK_TEXT],
                         formats_loss_text(text, formats_added(preset, &at), each));
    }
}

/* A scale of 16 bits for each group. */
static void draw_scales(struct canvas *canvas, struct rect rect) {
    const int each = group_width(rect.w);
    canvas_put(canvas, rect.x + 2, rect.y, LABEL_W, looks[LOOK_DIM], "scales");
    for (int i = 0; i < GROUP_SIZES; i++) {
        char number[NUM_TEXT], text[NUM_TEXT + 4];
        const bool channel = group_sizes[i] == PLAN_CHANNEL;
        snprintf(text, sizeof text, channel ? "≈0" : "%s b",
                 num_signed(number, 16 / group_sizes[i], 2));
        canvas_put_right(canvas, rect.x + LABEL_W + i * each, rect.y, each, looks[LOOK_DIM], text);
    }
}

void formats_draw_groups(const struct app *app, struct canvas *canvas, struct rect rect) {
    char head[80], label[24];
    const struct preset *preset = formats_preset(app);
    const struct plan chosen = formats_chosen(app);
    snprintf(label, sizeof label, "E%.0fM%.0f", chosen.E, chosen.M);
    snprintf(head, sizeof head, "group size, at the selected format (%s)", label);
    widget_rule(canvas, rect.x, rect.y, rect.w, head, "added loss, scale bits a weight");
    draw_sizes(&chosen, canvas, (struct rect){rect.x, rect.y + 1, rect.w, 1});
    draw_added(preset, &chosen, canvas, (struct rect){rect.x, rect.y + 2, rect.w, 1}, label, true);
    if (rect.h > 3) draw_scales(canvas, (struct rect){rect.x, rect.y + 3, rect.w, 1});
    for (int bits = FORMAT_BITS_LOW; bits <= FORMAT_BITS_HIGH; bits++) {
        struct plan best = chosen;
        const int row = 5 + bits - FORMAT_BITS_LOW;
        if (row >= rect.h) return;
        best.E = formats_best(preset, &chosen, bits);
        best.M = bits - 1 - best.E;
        snprintf(label, sizeof label, "E%.0fM%.0f", best.E, best.M);
        draw_added(preset, &best, canvas, (struct rect){rect.x, rect.y + row, rect.w, 1}, label,
                   false);
    }
}

double formats_group_at(struct rect rect, int x) {
    const int at = x - rect.x - LABEL_W, each = group_width(rect.w);
    if (at < 0 || at >= GROUP_SIZES * each) return 0;
    return group_sizes[at / each];
}
