/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The planner at a terminal: events in, screens out. */
#ifndef UI_PLANNER_H
#define UI_PLANNER_H

#include "ui/app.h"
#include "ui/term.h"

/* Run until the user quits or the terminal is gone. Returns the signal that ended it, 0 for a quit;
 * −1 with a message where there is no terminal to run on. */
int planner_run(struct app *app, const struct term_options *options, struct err *err);

#endif
