/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Fit view's way to leave out one of the worst rows. */
#ifndef UI_FIT_DROP_H
#define UI_FIT_DROP_H

#include "ui/app.h"

/* Ask which of the worst rows, by its number on screen; the row `where` then excludes it. */
void fit_drop_open(struct app *app);

#endif
