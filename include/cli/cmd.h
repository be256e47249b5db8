/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands. Each prints its result, or its complaint, and returns the exit status:
 * 0 done, 1 the answer is no or could not be written, 2 usage, bad or missing input. */
#ifndef CLI_CMD_H
#define CLI_CMD_H

#include "cli/opt.h"

/* All of them, by command_id. */
extern const struct command commands[COMMAND_COUNT];

int cmd_planner(const struct options *options);
int cmd_eval(const struct options *options);
int cmd_sweep(const struct options *options);
int cmd_optimum(const struct options *options);
int cmd_solve(const struct options *options);
int cmd_fit(const struct options *options);
int cmd_lesson(const struct options *options);
int cmd_compare(const struct options *options);
int cmd_preset(const struct options *options);
int cmd_render(const struct options *options);

#endif
