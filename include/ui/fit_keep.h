/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Fit view's way to a preset's file. */
#ifndef UI_FIT_KEEP_H
#define UI_FIT_KEEP_H

#include "ui/app.h"

/* Ask for a name, or say why no preset can be made. What would not load again is refused before
 * anything is written; a file that is there, and a shipped preset of that name, are asked about. */
void fit_keep_open(struct app *app);

#endif
