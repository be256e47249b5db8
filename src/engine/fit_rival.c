/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a comparison says of each rival, cell by cell. */
#include "engine/fit_compare.h"
#include <math.h>
#include <string.h>

static const char *get_law(const struct fit_rival *rival) {
    return rival->law->name;
}

static const char *get_form(const struct fit_rival *rival) {
    return rival->form;
}

static double get_usable(const struct fit_rival *rival) {
    return (double)rival->usable;
}

static double get_p(const struct fit_rival *rival) {
    return rival->compared ? (double)rival->p : NAN;
}

static const char *get_status(const struct fit_rival *rival) {
    return fit_status_word(rival->compared ? rival->status : FIT_REFUSED);
}

static double get_objective(const struct fit_rival *rival) {
    return rival->objective;
}

static double get_rms(const struct fit_rival *rival) {
    return rival->rms_log;
}

static double get_left_rows(const struct fit_rival *rival) {
    return (double)rival->left.rows;
}

static double get_left_rms(const struct fit_rival *rival) {
    return rival->left.rms_log;
}

static double get_left_bias(const struct fit_rival *rival) {
    return rival->left.bias_log;
}

static double get_left_behind(const struct fit_rival *rival) {
    return rival->left.behind;
}

static double get_left_error(const struct fit_rival *rival) {
    return rival->left.behind_error;
}

static double get_large_rows(const struct fit_rival *rival) {
    return (double)rival->large.rows;
}

static double get_large_rms(const struct fit_rival *rival) {
    return rival->large.rms_log;
}

static double get_large_bias(const struct fit_rival *rival) {
    return rival->large.bias_log;
}

static double get_large_behind(const struct fit_rival *rival) {
    return rival->large.behind;
}

static double get_large_error(const struct fit_rival *rival) {
    return rival->large.behind_error;
}

static const char *get_verdict(const struct fit_rival *rival) {
    const char *const word = fit_verdict_word(rival->verdict);
    return word ? word : "";
}

static const char *get_note(const struct fit_rival *rival) {
    return rival->why;
}

const struct fit_rival_cell fit_rival_cells[FIT_RIVAL_CELLS] = {
    {"law", "", NULL, get_law},
    {"form", "", NULL, get_form},
    {"usable", "runs", get_usable, NULL},
    {"p", "", get_p, NULL},
    {"status", "", NULL, get_status},
    {"objective", "", get_objective, NULL},
    {"rms_log", "ln loss", get_rms, NULL},
    {"left_out_rows", "runs", get_left_rows, NULL},
    {"left_out_rms_log", "ln loss", get_left_rms, NULL},
    {"left_out_bias_log", "ln loss", get_left_bias, NULL},
    {"left_out_behind", "ln loss", get_left_behind, NULL},
    {"left_out_behind_stderr", "ln loss", get_left_error, NULL},
    {"largest_rows", "runs", get_large_rows, NULL},
    {"largest_rms_log", "ln loss", get_large_rms, NULL},
    {"largest_bias_log", "ln loss", get_large_bias, NULL},
    {"largest_behind", "ln loss", get_large_behind, NULL},
    {"largest_behind_stderr", "ln loss", get_large_error, NULL},
    {"verdict", "", NULL, get_verdict},
    {"note", "", NULL, get_note},
};

bool fit_rival_joins(const struct fit_comparison *comparison, int i) {
    const struct fit_rival *const rival = &comparison->rival[i];
    return i + 1 < comparison->count && !rival->compared && !rival[1].compared &&
           rival->law == rival[1].law && strcmp(rival->why, rival[1].why) == 0;
}
