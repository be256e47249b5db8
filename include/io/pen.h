/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines, areas and text on a sheet (the door of cairo and fontconfig). Only the figures' module has
 * it: the program itself is not linked with it.
 *
 * Points of 1/72 inch, from the upper left corner. */
#ifndef IO_PEN_H
#define IO_PEN_H

#include "io/figure.h"

struct pen;

struct pen_ink {
    double r, g, b, alpha;
};

struct pen_point {
    double x, y;
};

enum pen_dash { PEN_SOLID, PEN_DOTTED, PEN_DASHED };

/* How text is set: size in points; turned: from bottom to top. */
struct pen_type {
    double size;
    bool bold, fixed, turned;
};

/* A white sheet that is written to `to` as it is drawn; NULL where there is no memory. */
struct pen *pen_open(enum figure_format format, double width, double height, FILE *to);

/* A pen that only measures text; ended by pen_drop. */
struct pen *pen_measure(void);
void pen_drop(struct pen *pen);

/* Finish it; false where anything went wrong, writing included. */
bool pen_close(struct pen *pen);

/* Let go of fonts that are kept for the next pen; none may be open. */
void pen_forget(void);

void pen_line(struct pen *pen, const struct pen_point *point, int count, double width,
              enum pen_dash dash, struct pen_ink ink);

/* Separate segments, from each even point to the next odd one. */
void pen_segments(struct pen *pen, const struct pen_point *point, int count, double width,
                  enum pen_dash dash, struct pen_ink ink);
void pen_fill(struct pen *pen, const struct pen_point *point, int count, struct pen_ink ink);

/* An upright box, its edges sharp. */
void pen_box(struct pen *pen, double x, double y, double w, double h, struct pen_ink ink);
void pen_disc(struct pen *pen, double x, double y, double radius, struct pen_ink ink);

/* The width of text. */
double pen_width(struct pen *pen, struct pen_type type, const char *text);

/* Text whose baseline begins at (x, y). */
void pen_text(struct pen *pen, double x, double y, struct pen_type type, struct pen_ink ink,
              const char *text);

/* Nothing is drawn outside the box until pen_free_clip. */
void pen_clip(struct pen *pen, double x, double y, double w, double h);
void pen_free_clip(struct pen *pen);

#endif
