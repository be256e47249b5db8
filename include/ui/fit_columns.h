/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The titles of a file's columns, while a row of the Fit view's form is typed. */
#ifndef UI_FIT_COLUMNS_H
#define UI_FIT_COLUMNS_H

#include "ui/fit_ask.h"

/* Complete the title at the end of app->field, or name those that it could be. */
void fit_columns_complete(struct app *app, enum fit_tab tab);

#endif
