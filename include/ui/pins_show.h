/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pins in views other than Compare: differences against the baseline, and marks. */
#ifndef UI_PINS_SHOW_H
#define UI_PINS_SHOW_H

#include "ui/app.h"
#include "ui/plot.h"

struct map_picture;

enum { PINS_VERSUS = 160 };

/* The present plan against the baseline under the primary law, in as many words as fit into room
 * columns of canvas: "vs A: loss −0.0123, compute ×2, weights ÷1.5" … "A −0.0123"; "" where none
 * do, or there is no baseline. Returns out. */
const char *pins_versus(const struct app *app, const struct canvas *canvas, int room,
                        char out[PINS_VERSUS]);

/* The same as a line of answers, better and worse marked. */
void pins_draw_versus(const struct app *app, struct canvas *canvas, struct rect row);

/* Mark the baseline's value of an input on its slider's track with `▿`, where the knob is not. */
void pins_mark_track(const struct app *app, struct canvas *canvas, struct rect track, int y,
                     enum input input);

/* Each pin's first letter in a plot over x at what the primary law says of it: an output, or
 * OUTPUT_COUNT for what quantising adds. Over C a pin stands at its training compute. */
void pins_mark_plot(const struct app *app, struct canvas *canvas, const struct plot *plot,
                    enum input x, int output);

/* Each pin's first letter on a map; "(A)" where the pin has more than the axes otherwise, and so
 * not the value that the map shows there. Its marks are kept clear, and what is taken becomes text
 * in it: labels go elsewhere. */
void pins_mark_map(const struct app *app, struct canvas *canvas, struct map_picture *picture);

#endif
