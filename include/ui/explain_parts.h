/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What Explain says that reports say too. */
#ifndef UI_EXPLAIN_PARTS_H
#define UI_EXPLAIN_PARTS_H

#include "ui/app.h"

enum { TRUST_LINES = 32, TRUST_TEXT = 256 };

/* How far to trust an answer, in sentences. */
struct trust {
    int count;
    struct {
        bool warns; /* it is about this very plan */
        char text[TRUST_TEXT];
    } line[TRUST_LINES];
};

/* What must be known of the primary law's result: the fitted range and what is beyond it, what is
 * assumed, what it does not look at, what is known against it. d_crit: NAN for none. */
void explain_trust(const struct app *app, const struct result *result, double d_crit,
                   struct trust *trust);

#endif
