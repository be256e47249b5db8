/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Formats view keeps beside the plan. */
#ifndef UI_VIEW_FORMATS_H
#define UI_VIEW_FORMATS_H

#include <stdbool.h>

struct formats_state {
    int bits, E;    /* the chosen layout; bits 0: the plan's */
    double G;       /* the chosen group size; 0: the plan's */
    int use;        /* the chosen use of as many bits as integers; 0: a layout is chosen */
    bool show_crit; /* D_crit in the cells, not what a layout adds to the loss */
};

#endif
