/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signals that would end the program (Ctrl-C), held back while something is done whole. */
#ifndef CLI_ENDING_H
#define CLI_ENDING_H

#include <signal.h>

struct ending {
    sigset_t before; /* signals held back before */
};

/* Hold them back from now on; one that is ignored stays so. */
void ending_hold(struct ending *ending);

/* One that has come and is held back by us, or 0. */
int ending_pending(const struct ending *ending);

/* The default action of the signal that came, which is to end the program: so whoever started it
 * sees that it was interrupted. */
int ending_by(int number);

#endif
