/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Formats view's parts: what can be chosen, the table, group sizes, the bits as integers. */
#ifndef UI_FORMATS_PARTS_H
#define UI_FORMATS_PARTS_H

#include "ui/app.h"

enum {
    FORMAT_BITS_LOW = 3,
    FORMAT_BITS_HIGH = 16,
    FORMAT_LAYOUTS = 9,
    GROUP_SIZES = 7,
    GROUP_W = 10
};

extern const double group_sizes[GROUP_SIZES]; /* 16 … 512, channel */

/* The first loaded preset that looks at E and M, the primary one before the others; NULL where
 * there is none. */
const struct preset *formats_preset(const struct app *app);

/* The plan with the chosen layout and group size. */
struct plan formats_chosen(const struct app *app);

int formats_chosen_bits(const struct app *app);

/* Whether so many bits can have E exponent bits, and a plan with that layout. */
bool formats_is_layout(int bits, int E);
struct plan formats_with(const struct plan *plan, int bits, int E);

/* What a plan's layout adds to the loss, and the tokens past which more hurt; NAN where the law
 * does not say. */
double formats_added(const struct preset *preset, const struct plan *plan);

/* The exponent bits of the best whole layout of so many bits; the chosen plan gives the rest. */
int formats_best(const struct preset *preset, const struct plan *plan, int bits);

/* "0.0730", "2.75", "3.1e-6"; in fewer than 7 columns ".0730", in fewer than 6 "3e-6"; NAN is "—".
 */
const char *formats_loss_text(char out[NUM_TEXT], double value, int width);

/* Where things stand; a height of 0 where there is no room for a part. */
struct formats_layout {
    struct rect table, second; /* second: D_crit beside the loss, or the other way round */
    int from, rows;            /* the first of the table's rows in sight, and how many */
    int name_w, cell_w;        /* columns before the cells, and of one */
    int side_w;                /* of what stands beside the cells */
    struct rect groups, integers;
};

struct formats_layout formats_lay_out(const struct app *app);

/* Every layout with what it adds, or with its D_crit. */
void formats_draw_table(const struct app *app, const struct formats_layout *layout,
                        struct canvas *canvas, struct rect rect, bool crit);

/* What group sizes do to the chosen format, with a head: rect.h rows from 3; with many rows the
 * best layouts of all bits too. */
void formats_draw_groups(const struct app *app, struct canvas *canvas, struct rect rect);

/* The group size at a column of that part, 0 where none is. */
double formats_group_at(struct rect rect, int x);

/* The chosen bits as integers under the other laws, with a head; a row a law where there is room.
 */
void formats_draw_integers(const struct app *app, struct canvas *canvas, struct rect rect);

/* A use of bits as integers: which of w, a, kv and post have them. By number from 1; 0 is none. */
enum { FORMAT_USE_NAME = 24, FORMAT_USES = 6 };

/* Whether a loaded law has a number for a use of so many bits, and the first such use after that
 * one; 0 after the last. */
bool formats_use_known(const struct app *app, int use, int bits);
int formats_next_use(const struct app *app, int use, int bits);

/* "W4A4". Returns out. */
const char *formats_use_name(char out[FORMAT_USE_NAME], int use, int bits);

/* A plan with so many bits in that use and nothing else quantised. */
struct plan formats_used(const struct plan *plan, int use, int bits);

/* The use whose number stands at a cell of that part, and its bits; 0 where none does. */
int formats_use_at(const struct app *app, struct rect rect, int x, int y, int *bits);

#endif
