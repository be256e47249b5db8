/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measured runs out of a CSV file with a header: what a law is fitted to. */
#ifndef IO_DATA_FILE_H
#define IO_DATA_FILE_H

#include "base/err.h"
#include "base/sha256.h"
#include "engine/law.h"
#include "engine/runs.h"

enum { DATA_WORDS = 32, DATA_WARNINGS = 8, DATA_TEXT = 256, DATA_NAMES = 512 };

/* What to read. */
struct data_ask {
    const struct law *law;          /* its inputs are read where the file has them */
    unsigned also;                  /* INPUT_BITs of others that are, for other laws: a bad cell of
                                       theirs is no fault, but missing in its run */
    const char *column[DATA_WORDS]; /* "N=N_nonemb": for N, D, loss, weight, run and the inputs */
    int columns;
    const char *where[DATA_WORDS]; /* "method=QuEST", "N=1e8:": a row is taken where each column
                                      that is named here has one of its values */
    int wheres;
    const char *by; /* "method,w,a": a group for each combination of their values; NULL: none */
    const char *cluster; /* "model,seed": runs with the same values share their noise; one whose
                            cells are all empty shares it with none; NULL: none do */
    struct plan plan;    /* what stands for an input that the file has no column for */
    unsigned given;      /* INPUT_BITs of those of it that the user set */
    bool skip_bad;
};

/* What there is to say of the file beside its runs. */
struct data_report {
    char sha256[SHA256_TEXT];
    size_t rows;              /* in the file, without the header */
    size_t bad;               /* left out by skip_bad */
    unsigned has;             /* INPUT_BITs that it has columns for, or the ask gives */
    unsigned columns;         /* of them those that it has columns for */
    char first_bad[ERR_TEXT]; /* the first of them, "file:line: …" */
    char ignored[DATA_NAMES]; /* columns that nothing reads, "lr, n_layer", or "" */
    char warning[DATA_WARNINGS][DATA_TEXT];
    int warnings;
};

/* The words for what to read that are no column's: a plan with nothing quantised. */
void data_ask_init(struct data_ask *ask, const struct law *law);

/* "G=32" in the one grammar: what stands for a column that the file has not. False with a message.
 */
bool data_ask_value(struct data_ask *ask, const char *word, struct err *err);

/* Read a file. False with "file:line: what was found; what was expected" where
 * - it is none, is empty, is no CSV, or has no rows that are taken;
 * - a column is missing: N, D and loss, for laws that read them also G, E and M, and one of
 *   their bits (unless the ask groups rows); the nearest name is suggested;
 * - a cell is bad (unless they are skipped): no number, out of range, a row of too many cells.
 * N and D may be too small for what they are, so that a fit of billions is possible, and warned of:
 * the report's warnings are also of N and D exchanged, and of rows given twice.
 * Given     path, ask
 * Returned  runs     to be freed by the caller; groups only where ask->by; their base is not set */
bool data_file_read(const char *path, const struct data_ask *ask, struct runs *runs,
                    struct data_report *report, struct err *err);

/* Whether a file has the columns that a law needs, beside N, D and loss. grouped: its rows were put
 * into groups by columns. False with a message. */
bool data_file_suits(const struct data_report *report, const struct law *law, bool grouped,
                     struct err *err);

/* The same in bites, between which keys are answered. */
struct data_reading;
enum data_state { DATA_READING, DATA_READ, DATA_BROKEN };

/* Begin to read; ask stays the caller's, and as it is until the reading is freed. NULL with a
 * message. */
struct data_reading *data_open(const char *path, const struct data_ask *ask, struct err *err);

/* Some rows: until the file is read, or is found to be bad (with a message), or the clock (seconds
 * of CLOCK_MONOTONIC) has passed deadline. */
enum data_state data_step(struct data_reading *reading, double deadline, struct err *err);

/* How much has been read, 0 … 1. */
double data_progress(const struct data_reading *reading);

/* What a file that was read had in it; the runs are the caller's then. */
void data_take(struct data_reading *reading, struct runs *runs, struct data_report *report);

/* End it at any time; NULL is harmless. */
void data_close(struct data_reading *reading);

#endif
