/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A fit as a preset: its coefficients, what they are sure of, and where they come from. */
#ifndef IO_FIT_SAVE_H
#define IO_FIT_SAVE_H

#include "engine/fit.h"
#include "io/data_file.h"

struct fit_saving {
    const struct fit_problem *problem;
    const struct fit_result *result; /* with numbers: not FIT_REFUSED */
    const bool *keep;                /* of the groups; NULL: all */
    const char *name;                /* the preset's; longer than one is: cut */
    const char *data;                /* the file of the runs */
    const char *source;              /* whose they are; NULL: not said */
    const struct data_ask *ask;      /* as it was read */
    const struct data_report *report;
    const char *command; /* that does it again */
    const char *version;
    long long seed; /* of the bootstrap */
    int resamples;  /* 0: none */
};

/* Make the preset, to be freed by preset_free. False with a message where fit_preset says so. */
bool fit_save_preset(const struct fit_saving *saving, struct preset *preset, struct err *err);

/* The name that a preset in a file of that path has: without folder and .ini. */
void fit_save_name(const char *path, char out[PRESET_NAME]);

/* Whether a preset in a file of that path, or of that name, loads again by it. False with a
 * message: before anything is written. */
bool fit_save_fits(const char *path, struct err *err);

/* Write it to a file, whole or not at all; "-": standard output. False with a message. */
bool fit_save(const struct fit_saving *saving, const char *path, bool force, struct err *err);

#endif
