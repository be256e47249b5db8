/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs for the tests of the fit: measured ones, read in place where they are there, and ones made
 * of a known law. */
#ifndef TESTS_ENGINE_FIT_DATA_H
#define TESTS_ENGINE_FIT_DATA_H

#include "engine/fit.h"

/* One way to fit a file of measured runs. */
struct data_set {
    const char *name; /* as in reference/fit.txt */
    const char *file;
    const char *where; /* "column=value", or NULL: all rows */
    const char *by[3]; /* columns whose values make a group, or NULL: no groups */
    const char *size;  /* column of N */
    const struct law *law;
    unsigned form;
};

extern const struct data_set data_sets[];
extern const int data_set_count;

/* Read its rows from a folder; false where the file is not there. Fails the test at a bad one. */
bool data_read(const struct data_set *set, const char *folder, struct runs *runs);

/* Noise on ln loss: normal, the same everywhere. */
double data_normal(uint64_t *state);

/* Give a run the loss that the law has for its plan, with such noise. Fails where it has none. */
void data_measure(const struct preset *preset, double sd, uint64_t *state, struct run *run);

/* 240 runs of a law, 12 sizes by 20 lengths, quantised in the ways that the preset tells apart (in
 * training alone under law precision); sd: of the noise on ln loss. */
void data_make(const struct preset *preset, uint64_t seed, double sd, struct runs *runs);

/* The number that the runs of a preset were made with, for a coefficient as the fit names it. C_T
 * and b are one number there: the fit has it in C_T. */
double data_truth(const struct preset *preset, const char *name);

/* 480 runs that meet everything the preset's law tells apart: variants, groups, layouts, PTQ. */
void data_mixed(const struct preset *preset, uint64_t seed, double sd, struct runs *runs);

/* A fit that must be one, and with every choice at its default of law chinchilla; and that must be
 * refused, for a reason with those words. */
struct fit_result data_fit(const struct fit_problem *problem);
struct fit_result data_fit_chinchilla(const struct runs *runs);
void data_refused(const struct runs *runs, const char *words);

/* data_make of one preset of law chinchilla. */
void data_make_chinchilla(uint64_t seed, double sd, struct runs *runs);

/* A fit as the preset that is saved of it, which must be one: to be freed. */
struct preset data_preset(const struct fit_problem *problem, const struct fit_result *result);

/* Whether its interval holds the loss that the truth has for a plan. */
bool data_holds(const struct preset *truth, const struct preset *preset, const char *words);

/* How far the objective is above its least with a coefficient fixed, by a search of its own. */
double data_rise_at(const struct fit_problem *problem, const char *name, double value,
                    double least);

#endif
