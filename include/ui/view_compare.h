/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Compare view keeps beside the plan and the pins; all zero at first. */
#ifndef UI_VIEW_COMPARE_H
#define UI_VIEW_COMPARE_H

#include <stdbool.h>

struct compare_state {
    int row;    /* 0: the present plan; else one more than a pin's index */
    int column; /* a law's, in the order of loading, then those of costs */
    int figure; /* what stands in the laws' columns: 0 what quantising adds, else one more than
                   an enum output */
    int sort;   /* 0: as pinned; else one more than a column's index */
    bool worst_first;
};

#endif
