/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan as a command line that reopens it. */
#ifndef UI_COMMAND_LINE_H
#define UI_COMMAND_LINE_H

#include "ui/app.h"

enum { COMMAND_LINE = 8192 }; /* bytes that are enough with a dozen presets from files */

/* `bitplan COMMAND -p PRESET … NAME=VALUE …` for a shell: the shortest that gives this plan and
 * these presets, the primary one first; what is as at the start is left out. command: "" for the
 * planner, "eval", "sweep", …. Cut to fit. What a line cannot give, a fit that is in no file, is
 * said behind it, as a shell's comment. */
void command_line(const struct app *app, const char *command, char *out, size_t size);

/* The same without that comment, for a line that may be broken; lacks: whether it would be there.
 */
void command_line_bare(const struct app *app, const char *command, char *out, size_t size,
                       bool *lacks);

/* Only the plan's words: "N=70B P=6"; "" for the plan of the start. */
void command_words(const struct plan *plan, char *out, size_t size);

#endif
