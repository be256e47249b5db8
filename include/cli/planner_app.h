/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The planner's state from a command line. */
#ifndef CLI_PLANNER_APP_H
#define CLI_PLANNER_APP_H

#include "cli/words.h"
#include "ui/app.h"

/* Read the words and start an app on what they say; the caller frees both (words_free; app_free and
 * free). NULL with a message, and then there is nothing to free. */
struct app *planner_app(const struct options *options, enum words_kind kind, struct words *words,
                        struct err *err);

#endif
