/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a row of the Fit view's form is for, over the view. */
#ifndef UI_FIT_HELP_H
#define UI_FIT_HELP_H

#include "ui/app.h"

/* That of the row app->fit.row. */
void fit_help_open(struct app *app);
void fit_help_draw(const struct app *app, struct canvas *canvas);
void fit_help_key(struct app *app, uint32_t key);
void fit_help_mouse(struct app *app, const struct event *event);

#endif
