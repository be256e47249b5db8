/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was typed, from one run to the next: $XDG_STATE_HOME/bitplan/history. */
#ifndef UI_HISTORY_FILE_H
#define UI_HISTORY_FILE_H

#include "ui/history.h"

/* Add what the file has; nothing where there is none. Lines that are none are passed over. */
void history_file_read(struct history all[HISTORY_KINDS]);

/* Write it with what another planner has put there in the meantime, which counts as older. False
 * with a message. */
bool history_file_write(const struct history all[HISTORY_KINDS], struct err *err);

#endif
