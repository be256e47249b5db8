/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Fit view is asked: all zero at first. What came of it is struct fit_work. */
#ifndef UI_VIEW_FIT_H
#define UI_VIEW_FIT_H

#include "engine/output.h"
#include "io/plan_file.h"
#include <stdbool.h>

enum fit_along { FIT_ALONG_LOSS, FIT_ALONG_N, FIT_ALONG_D, FIT_ALONG_BITS, FIT_ALONGS };

/* Lists have commas between their words. */
struct fit_state {
    char file[PLAN_VALUE];    /* "": none yet */
    int law;                  /* by law_at */
    int form;                 /* of fit_forms */
    int loss;                 /* enum fit_loss */
    char where[PLAN_VALUE];   /* "method=QuEST, N=1e8:" */
    char by[PLAN_VALUE];      /* "method,w,a" */
    char cluster[PLAN_VALUE]; /* "model" */
    char columns[PLAN_VALUE]; /* "N=N_nonemb" */
    char values[PLAN_VALUE];  /* "G=32, post=4": what the file has no column for */
    char delta[PLAN_VALUE];   /* "1e-3"; "": the usual */
    char boot[PLAN_VALUE];    /* "1000", or with its seed "1000, 7"; "": none */
    int exhaustive;           /* 1: also from the customary starts */
    char fix[PLAN_VALUE];     /* "E=1.7" */
    char tie[PLAN_VALUE];     /* "alpha=beta" */
    char keep[PLAN_VALUE];    /* the groups that a preset gets: "QuEST, BF16"; "": all */
    int bad;                  /* rows with bad cells: 0 are refused, 1 are left out */
    int row;                  /* chosen in the form */
    int first;                /* coefficient in sight */
    enum fit_along along;     /* what residuals are drawn along */
    enum output answer;       /* whose interval the next run is to shrink */
    double budget;            /* of the next run, FLOP; 0: that of the dearest run measured */
    char over[PLAN_VALUE];    /* a preset's file that is there: typed again, it is replaced */
    bool used;                /* the fit, unsaved, is the primary law, and follows what is asked */
    bool laws;                /* all laws are compared, in place of the coefficients */
    bool stale;               /* something was asked that has not been begun */
};

#endif
