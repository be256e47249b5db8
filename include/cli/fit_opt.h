/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options that only fit takes. */
#ifndef CLI_FIT_OPT_H
#define CLI_FIT_OPT_H

#include "base/err.h"
#include "engine/fit.h"
#include "io/data_file.h"

struct options;

enum { FIT_KEEPS = 16 };

/* What was given. Texts point into argv. */
struct fit_options {
    const char *law, *by, *cluster, *form, *source;
    const char *where[DATA_WORDS], *column[DATA_WORDS];
    const char *fix[FIT_FIXES], *tie[FIT_FIXES];
    const char *keep[FIT_KEEPS]; /* groups for the preset */
    const struct law *law_list[LAWS_MOST];
    int wheres, columns, fixes, ties, keeps, laws;
    bool several; /* laws, which are to be compared */
    enum fit_loss loss;
    double delta;   /* 0: not given */
    long long seed; /* −1: not given */
    int resamples;  /* 0: no bootstrap */
    bool skip_bad, exhaustive, table, merge;
};

/* Each reads one option's value. */
bool fit_take_law(struct options *options, const char *value, struct err *err);
bool fit_take_where(struct options *options, const char *value, struct err *err);
bool fit_take_column(struct options *options, const char *value, struct err *err);
bool fit_take_by(struct options *options, const char *value, struct err *err);
bool fit_take_cluster(struct options *options, const char *value, struct err *err);
bool fit_take_keep(struct options *options, const char *value, struct err *err);
bool fit_take_source(struct options *options, const char *value, struct err *err);
bool fit_take_form(struct options *options, const char *value, struct err *err);
bool fit_take_fix(struct options *options, const char *value, struct err *err);
bool fit_take_tie(struct options *options, const char *value, struct err *err);
bool fit_take_loss(struct options *options, const char *value, struct err *err);
bool fit_take_delta(struct options *options, const char *value, struct err *err);
bool fit_take_bootstrap(struct options *options, const char *value, struct err *err);
bool fit_take_seed(struct options *options, const char *value, struct err *err);
bool fit_take_skip_bad(struct options *options, const char *value, struct err *err);
bool fit_take_exhaustive(struct options *options, const char *value, struct err *err);
bool fit_take_table(struct options *options, const char *value, struct err *err);
bool fit_take_merge(struct options *options, const char *value, struct err *err);

#endif
