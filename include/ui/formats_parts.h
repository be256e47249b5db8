/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Formats view's parts: group sizes, and the same bits as integers. */
#ifndef UI_FORMATS_PARTS_H
#define UI_FORMATS_PARTS_H

#include "ui/app.h"

enum { FORMAT_BITS_LOW = 3, FORMAT_BITS_HIGH = 16, GROUP_SIZES = 7, GROUP_W = 10 };

extern const double group_sizes[GROUP_SIZES]; /* 16 … 512, channel */

/* The first loaded preset that looks at E and M, the primary one before the others; NULL where
 * there is none. */
const struct preset *formats_preset(const struct app *app);

/* The plan with the chosen layout and group size. */
struct plan formats_chosen(const struct app *app);

/* What a plan's layout adds to the loss, and the tokens past which more hurt; NAN where the law
 * does not say. */
double formats_added(const struct preset *preset, const struct plan *plan);

/* The exponent bits of the best whole layout of so many bits; the chosen plan gives the rest. */
int formats_best(const struct preset *preset, const struct plan *plan, int bits);

/* "0.0730", "2.75", narrow ".0730"; NAN is "—". */
const char *formats_loss_text(char out[NUM_TEXT], double value, bool narrow);

/* What group sizes do to the chosen format, with a head: rect.h rows from 3; with many rows the
 * best layouts of all bits too. */
void formats_draw_groups(const struct app *app, struct canvas *canvas, struct rect rect);

/* The group size at a column of that part, 0 where none is. */
double formats_group_at(struct rect rect, int x);

/* The chosen bits as integers under the other laws, with a head; a row a law where there is room.
 */
void formats_draw_integers(const struct app *app, struct canvas *canvas, struct rect rect);

#endif
