/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where sessions are kept: a file for each run, so that two at once cannot overwrite each other.
 *
 * session-TIME-PID.ini in $XDG_STATE_HOME/bitplan, and beside it a .lock that is locked as long as
 * the run lasts, however it ends. */
#ifndef IO_SESSION_FILE_H
#define IO_SESSION_FILE_H

#include "base/err.h"
#include "io/save.h"
#include <stddef.h>

enum { SESSIONS_KEPT = 5 };

struct session_file {
    char path[SAVE_PATH]; /* "" until it is open */
    int lock;             /* descriptor of its locked .lock */
};

/* The latest session that no running planner writes; false where there is none. */
bool session_file_latest(char out[SAVE_PATH]);

/* Take a name of our own, making the folder where there is none; only the SESSIONS_KEPT latest of
 * those that nobody writes stay. False with a message. */
bool session_file_open(struct session_file *file, struct err *err);

/* Write it whole or not at all. lasting: it outlives a power cut as well, for which the disk must
 * be waited for. False with a message. */
bool session_file_write(const struct session_file *file, const char *text, size_t size,
                        bool lasting, struct err *err);

/* Unlock it: it may be resumed. Harmless where it is not open. */
void session_file_close(struct session_file *file);

/* Put a broken session out of the way of the next run, under another name, which is in out. False
 * where it cannot be renamed. */
bool session_file_set_aside(const char *path, char out[SAVE_PATH]);

#endif
