/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widget.h"

#include "base/num.h"
#include "base/text.h"
#include "ui/look.h"
#include <limits.h>
#include <math.h>
#include <string.h>

void widget_rule(struct canvas *canvas, int x, int y, int width, const char *title,
                 const char *right) {
    for (int i = 0; i < width; i++)
        canvas_set(canvas, x + i, y, looks[LOOK_DIM], 0x2500);
    const int taken = canvas_put(canvas, x + 3, y, width - 4, looks[LOOK_STRONG], title);
    canvas_set(canvas, x + 2, y, looks[LOOK_DIM], ' ');
    canvas_set(canvas, x + 3 + taken, y, looks[LOOK_DIM], ' ');
    if (!right) return;
    const int length = canvas_width(canvas, right);
    const int at = x + width - length - 3;
    if (at < x + taken + 6) return;
    canvas_set(canvas, at - 1, y, looks[LOOK_DIM], ' ');
    canvas_put(canvas, at, y, length, looks[LOOK_DIM], right);
    canvas_set(canvas, at + length, y, looks[LOOK_DIM], ' ');
}

void widget_slider(struct canvas *canvas, int x, int y, int width, const struct slider *slider) {
    const bool known = slider->solid_low <= slider->solid_high;
    for (int i = 0; i < width; i++) {
        const double at = width > 1 ? (double)i / (width - 1) : 0;
        const double half = 0.5 / fmax(1, width - 1);
        const bool solid =
            !known || (at >= slider->solid_low - half && at <= slider->solid_high + half);
        const bool lit = known && solid && !slider->dim;
        const enum look look = lit ? (slider->selected ? LOOK_KEY : LOOK_TRACK) : LOOK_DIM;
        canvas_set(canvas, x + i, y, looks[look], solid ? 0x2501 : 0x254C);
    }
    const int knob = (int)lround(fmax(0, fmin(1, slider->fraction)) * (width - 1));
    const enum look look = slider->selected ? LOOK_KEY : slider->dim ? LOOK_DIM : LOOK_KNOB;
    canvas_set(canvas, x + knob, y, looks[look], 0x25CF);
}

void widget_bar(struct canvas *canvas, int x, int y, int width, double share, struct ink ink) {
    const double filled = fmax(0, fmin(1, share)) * width;
    const int whole = (int)filled, eighths = (int)lround((filled - whole) * 8);
    for (int i = 0; i < width; i++) {
        if (i < whole) {
            canvas_set(canvas, x + i, y, ink, 0x2588);
        } else if (i == whole && eighths > 0) {
            canvas_set(canvas, x + i, y, ink, (uint32_t)(0x2590 - eighths));
        } else {
            canvas_set(canvas, x + i, y, looks[LOOK_DIM], 0xB7);
        }
    }
}

/* The widest label that fits: "PTQ 0.423", "PTQ", "P". It starts where its part does, so that parts
 * can be told apart without colour. */
static void stack_label(struct canvas *canvas, struct rect at, enum term term, double value) {
    char label[32], number[NUM_TEXT];
    text_copy(label, sizeof label, term_letters[term]);
    text_append(label, sizeof label, " %s", num_fixed(number, value, 3));
    if (canvas_width(canvas, label) + 1 > at.w) text_copy(label, sizeof label, term_letters[term]);
    if (canvas_width(canvas, label) + 1 > at.w)
        label[1] = '\0'; /* a column stays for the line after it */
    canvas_put(canvas, at.x, at.y, at.w, term_fills[term], label);
}

void widget_stack(struct canvas *canvas, int x, int y, int width, const double term[TERM_COUNT]) {
    double sum = 0;
    int left = 0;
    for (int i = 0; i < TERM_COUNT; i++) {
        if (term[i] > 0) sum += term[i];
    }
    double upto = 0;
    for (int i = 0; i < TERM_COUNT && sum > 0; i++) {
        if (!(term[i] > 0)) continue;
        upto += term[i];
        int right = (int)lround(upto / sum * width);
        if (right == left && term[i] / sum * width > 0.2 && left < width) right = left + 1;
        if (right == left) continue;
        const struct rect part = {x + left, y, right - left, 1};
        canvas_fill(canvas, part, term_fills[i]);
        stack_label(canvas, part, (enum term)i, term[i]);
        if (part.w > 1 && right < width)
            canvas_set(canvas, x + right - 1, y, term_fills[i], 0x2595);
        left = right;
    }
}

void widget_delta(struct canvas *canvas, int x, int y, double delta) {
    char text[NUM_TEXT];
    const double size = fabs(delta);
    const int decimals = size < 9.99995   ? 4
                         : size < 99.9995 ? 3
                         : size < 999.995 ? 2
                         : size < 9999.5  ? 1
                                          : 0;
    const bool none = size < 5e-5;
    num_signed(text, delta, decimals);
    const enum look look = isnan(delta) || none ? LOOK_DIM : delta < 0 ? LOOK_GOOD : LOOK_BAD;
    canvas_put_right(canvas, x, y, 7, looks[look], size >= 1e5 ? "> +1e5" : text);
}

void widget_fit(struct canvas *canvas, struct rect rect, struct ink ink, const char *text) {
    const bool cut = canvas_width(canvas, text) > rect.w;
    if (rect.w <= 0) return;
    canvas_put(canvas, rect.x, rect.y, cut ? rect.w - 1 : rect.w, ink, text);
    if (cut) canvas_set(canvas, rect.x + rect.w - 1, rect.y, looks[LOOK_DIM], 0x2026);
}

/* Text broken at blanks, into rect or, where that is not to be drawn, only counted. */
static int flow(struct canvas *canvas, struct rect rect, struct ink ink, const char *text,
                bool drawn) {
    int row = 0, column = 0;
    char word[256];
    while (*text && row < rect.h) {
        const size_t length = strcspn(text, " \n");
        text_copy(word, sizeof word < length + 1 ? sizeof word : length + 1, text);
        const int width = canvas_width(canvas, word);
        if (column > 0 && column + width > rect.w) {
            row++;
            column = 0;
        }
        if (drawn && row < rect.h)
            canvas_put(canvas, rect.x + column, rect.y + row, rect.w - column, ink, word);
        column += width + 1;
        text += length;
        if (*text == '\n') {
            row++;
            column = 0;
        }
        if (*text) text++;
    }
    return row < rect.h && column > 0 ? row + 1 : row;
}

int widget_text(struct canvas *canvas, struct rect rect, struct ink ink, const char *text) {
    return flow(canvas, rect, ink, text, true);
}

int widget_text_rows(struct canvas *canvas, int width, const char *text) {
    return flow(canvas, (struct rect){.w = width, .h = INT_MAX}, (struct ink){0}, text, false);
}

void widget_say(struct canvas *canvas, struct rect *rect, struct ink ink, const char *text) {
    if (rect->h <= 0) return;
    const bool cut = widget_text_rows(canvas, rect->w, text) > rect->h;
    const int taken = widget_text(canvas, *rect, ink, text);
    rect->y += taken;
    rect->h -= taken;
    if (cut) canvas_set(canvas, rect->x + rect->w - 1, rect->y - 1, looks[LOOK_DIM], 0x2026);
}
