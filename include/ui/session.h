/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The planner's state, kept as it goes: a crash or a lost terminal loses the last second at most,
 * and a key never waits for the disk. No clock here: the caller tells the time, in ms. */
#ifndef UI_SESSION_H
#define UI_SESSION_H

#include "io/session_file.h"
#include "ui/app.h"

struct session {
    struct session_file file;
    char *kept; /* what is in the file, or what the planner started with; owned */
    size_t size;
    struct history history[HISTORY_KINDS]; /* as it was last kept */
    bool written;                          /* there is a file */
    bool touched;                          /* something may have changed since */
    long long first, last;                 /* when, for the first time and the last */
    bool said;                             /* that it cannot be kept */
    bool asked;                            /* whether to quit all the same */
};

/* From here on the state is to be kept; nothing is written before it changes. What was typed in
 * former runs is there again. */
void session_start(struct session *session, struct app *app);

/* An event has been taken. */
void session_touch(struct session *session, long long now);

/* How long the planner may wait for the next event before session_tick is due: ms, -1 for ever. */
int session_patience(const struct session *session, long long now);

/* Write what has changed, once that is due. Where it cannot be written, say so, once; true when it
 * has just been said. */
bool session_tick(struct session *session, struct app *app, long long now);

/* The user wants to quit: write what has changed. False, the user being asked in the last row,
 * where it cannot be written and a plan or a pin would be lost; the second time the answer is true.
 */
bool session_may_quit(struct session *session, struct app *app);

/* The end: write what has changed, if that can be, so that it lasts. */
void session_end(struct session *session, const struct app *app);

#endif
