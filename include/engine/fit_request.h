/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fit's problem in words, as options and forms give it, and a fit's rows by name. */
#ifndef ENGINE_FIT_REQUEST_H
#define ENGINE_FIT_REQUEST_H

#include "engine/fit.h"

/* A form of a law by its word. */
struct fit_word {
    const char *name;
    const struct law *law; /* whose it is; NULL: any law's */
    unsigned set, clear;   /* of enum fit_form */
    const char *help;
    bool rival; /* compared beside the law's usual form, when laws are compared */
};

enum { FIT_FORMS = 8 };
extern const struct fit_word fit_forms[FIT_FORMS];

/* Forms by their words, "gamma,eff_D", one after the other, each of which the problem's law must
 * have. False with a message. */
bool fit_request_form(struct fit_problem *problem, const char *words, struct err *err);

/* "E=1.7": held at that value; "alpha=beta": tied. False with a message. */
bool fit_request_fix(struct fit_problem *problem, const char *word, struct err *err);
bool fit_request_tie(struct fit_problem *problem, const char *word, struct err *err);

/* How many resamples, from 20 on, for fewer have no intervals; and their seed. False with "WORD:
 * expected …". */
bool fit_request_resamples(const char *word, int *resamples, struct err *err);
bool fit_request_seed(const char *word, long long *seed, struct err *err);

/* Put the runs into the groups that the law needs, where it needs any: by w and a, or, where they
 * were read by columns, as they are; and find their base. False with a message. */
bool fit_request_group(struct runs *runs, const struct law *law, bool by_columns, struct err *err);

/* The groups that a word means: those of which a part between commas, or all, is the word. Sets
 * their keep; false with a message that names the groups where there is none. */
bool fit_request_keep(const struct runs *runs, const char *word, bool *keep, struct err *err);

/* The rows that count of largest residual, worst first; returns how many there are of most. */
int fit_worst(const struct fit_result *result, const struct runs *runs, size_t *rows, int most);

/* What a fit says of each run. */
struct fit_cell {
    const char *name, *unit;
    double (*get)(const struct run *run, const struct fit_row *row);
};

enum { FIT_CELLS_ALL = 4, FIT_CELLS = 6 }; /* the last two: of laws with an N_eff */
extern const struct fit_cell fit_cells[FIT_CELLS];

/* A run by its name, else "line 12". Returns out. */
const char *fit_run_name(const struct run *run, char *out, size_t size);

#endif
