/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The planner's state from a command line. */
#ifndef CLI_PLANNER_APP_H
#define CLI_PLANNER_APP_H

#include "cli/words.h"
#include "ui/app.h"

/* Start an app on what words say. False with a message where memory ran out. */
bool planner_app(const struct options *options, const struct words *words, struct app *app,
                 struct err *err);

#endif
