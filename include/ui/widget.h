/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Things that screens are made of. */
#ifndef UI_WIDGET_H
#define UI_WIDGET_H

#include "engine/result.h"
#include "ui/canvas.h"

/* A section's head across rect's first row: "── title ─────── right ──". right may be NULL. */
void widget_rule(struct canvas *canvas, int x, int y, int width, const char *title,
                 const char *right);

/* A slider's track of width cells with its knob at fraction. The cells from solid_low to solid_high
 * (fractions) are solid, the others dotted; low above high: no fitted range is known, all solid and
 * dim. */
struct slider {
    double fraction, solid_low, solid_high;
    bool selected, dim;
};
void widget_slider(struct canvas *canvas, int x, int y, int width, const struct slider *slider);

/* A bar of share (0 … 1) of width cells in eighths; what is left shows `·`. */
void widget_bar(struct canvas *canvas, int x, int y, int width, double share, struct ink ink);

/* Terms of a loss side by side, each as wide as its share of their sum and labelled; NAN and what
 * is not above 0 is left out. */
void widget_stack(struct canvas *canvas, int x, int y, int width, const double term[TERM_COUNT]);

/* A change of loss in at most seven columns, signed, green or red by what it does. */
void widget_delta(struct canvas *canvas, int x, int y, double delta);

/* Text in the first row of rect; what does not fit ends in `…`. */
void widget_fit(struct canvas *canvas, struct rect rect, struct ink ink, const char *text);

/* Text over several rows of width columns, broken at blanks; returns the rows used, at most rows.
 */
int widget_text(struct canvas *canvas, struct rect rect, struct ink ink, const char *text);

/* The same from the top of *rect on, which shrinks by the rows used; what there is no room for ends
 * in `…`. */
void widget_say(struct canvas *canvas, struct rect *rect, struct ink ink, const char *text);

/* The rows that widget_text would use, were there enough of them. */
int widget_text_rows(struct canvas *canvas, int width, const char *text);

#endif
