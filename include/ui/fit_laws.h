/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Fit view's comparison of all laws on the same file: its work, in bites between the keys, and
 * its table, which stands in place of the coefficients and the residuals. */
#ifndef UI_FIT_LAWS_H
#define UI_FIT_LAWS_H

#include "ui/app.h"

struct canvas;
struct rect;

/* Show the table, or what it stands in place of. */
void fit_laws_toggle(struct app *app);

/* Whether there is something to do for it. */
bool fit_laws_busy(const struct app *app);

/* Some of it: until it is done or the clock (seconds of CLOCK_MONOTONIC) has passed deadline. */
void fit_laws_step(struct app *app, double deadline);

/* Leave off. False where nothing went on. */
bool fit_laws_cancel(struct app *app);

/* Forget it: what was asked has changed. */
void fit_laws_free(struct app *app);

/* The comparison as a table, a row a law's form, as `bitplan fit --law all` has it; false where it
 * is not done. */
struct table;
bool fit_laws_table(const struct app *app, struct table *table);

void fit_laws_draw(const struct app *app, struct canvas *canvas, struct rect rect);

#endif
