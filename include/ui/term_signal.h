/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The terminal's settings as they were found, and the signals that must not leave it otherwise.
 *
 * This module has the one mutable global of the program: what a crash handler must reach. */
#ifndef UI_TERM_SIGNAL_H
#define UI_TERM_SIGNAL_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/* What has been asked for since the last look. */
struct notices {
    int end;        /* the signal that wants the program to end, or 0 */
    bool stop;      /* SIGTSTP */
    bool continued; /* SIGCONT */
    bool resized;   /* SIGWINCH */
};

/* Remember the settings of the terminals that in and out are. False where they are none. */
bool signal_remember(int in, int out);

/* Wait, stopped like any background job, until that terminal's foreground is ours. False where it
 * never can be (an orphan) or a signal to end has come meanwhile. */
bool signal_wait_foreground(int terminal);

/* Take the signals over; those that were ignored stay so. A crash, exit() or a signal to end that
 * nobody looks at for seconds now writes bytes (length of them, kept by reference), brings the
 * settings back and ends as it would have. */
void signal_take(const char *bytes, size_t length);

/* Hand the signals back. */
void signal_give(void);

/* Whether the terminal is ours now, so that an unforeseen end must put it in order. */
void signal_armed(bool armed);

/* Put the remembered settings back, now, and without being stopped for it. */
void signal_settings_back(void);

/* Look, and forget. */
struct notices signal_look(void);

/* Whether signal_look() would tell of anything. */
bool signal_waiting(void);

/* Hold our signals back, but for what runs under *open. */
void signal_hold(sigset_t *open);
void signal_release(const sigset_t *open);

/* Stop as SIGTSTP would have; returns when continued. */
void signal_stop(void);

/* A signal has asked for the end, and this is it: neither a terminal that takes nothing nor being
 * in the background may hold it up. Nothing where no signal has. */
void signal_hurry(void);

#endif
