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

/* Make the preset, to be freed by preset_free. False with a message where fit_preset says so, or
 * the fit did not converge. */
bool fit_save_preset(const struct fit_saving *saving, struct preset *preset, struct err *err);

/* The name that a preset in a file of that path has: without folder and .ini. */
void fit_save_name(const char *path, char out[PRESET_NAME]);

/* Whether a preset may be written to that path: its name is one that a preset can bear and be found
 * by, and the file is not that of the data. False with a message: what was found, what was
 * expected. */
bool fit_save_check(const char *path, const char *data, struct err *err);

/* Whether a file to be written is none that is read, whatever the two are called. False with a
 * message. */
bool fit_save_apart(const char *path, const char *read, struct err *err);

/* Write it to a file, whole or not at all; "-": standard output. False with a message, that of
 * fit_save_check among them. */
bool fit_save(const struct fit_saving *saving, const char *path, bool force, struct err *err);

#endif
