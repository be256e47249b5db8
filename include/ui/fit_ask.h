/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Fit view's form: a row for each thing that can be asked, and the words made of them. */
#ifndef UI_FIT_ASK_H
#define UI_FIT_ASK_H

#include "engine/fit.h"
#include "io/data_file.h"
#include "ui/app.h"

enum fit_row_kind { FIT_ROW_TEXT, FIT_ROW_CHOICE };

/* What Tab completes in a row: nothing, a file's name, or a title of the file's columns, where it
 * is all of a word, or its part before or after the `=`. */
enum fit_tab { FIT_TAB_NONE, FIT_TAB_FILE, FIT_TAB_TITLE, FIT_TAB_BEFORE, FIT_TAB_AFTER };

struct fit_ask_row {
    const char *name;  /* "where" */
    const char *help;  /* what may be typed */
    const char *about; /* what it is for */
    enum fit_row_kind kind;
    enum fit_tab tab;
    size_t text;                                     /* FIT_ROW_TEXT: offset in struct fit_state */
    int (*choose)(const struct fit_state *, int by); /* FIT_ROW_CHOICE: the choice `by` further */
    size_t choice;                                   /* its offset */
    const char *(*word)(int index);                  /* its name */
    bool (*applies)(const struct fit_state *);       /* NULL: always */
};

enum { FIT_ASK_ROWS = 16, FIT_ASK_FILE = 0 };
extern const struct fit_ask_row fit_ask_rows[FIT_ASK_ROWS];

/* A row's value as it is shown; "" for none. */
const char *fit_ask_show(const struct fit_state *state, int row);

/* The law that is to be fitted. */
const struct law *fit_ask_law(const struct fit_state *state);

/* The lists, taken apart: the words that a data_ask points to. */
struct fit_asked {
    char path[PLAN_VALUE], by[PLAN_VALUE], cluster[PLAN_VALUE], where[PLAN_VALUE],
        columns[PLAN_VALUE];
};

/* What is to be read, and then fitted to runs. The words stay in asked. False with a message. */
bool fit_ask_data(const struct fit_state *state, struct fit_asked *asked, struct data_ask *ask,
                  struct err *err);
/* Begin to read the file; NULL with a message, which has the path as it was typed. */
struct data_reading *fit_ask_open(const struct fit_asked *asked, const struct data_ask *ask,
                                  struct err *err);

/* A message that begins with the file's path: with the path as it was typed, which is shorter. */
void fit_ask_typed(const struct fit_asked *asked, struct err *err);

bool fit_ask_problem(const struct fit_state *state, const struct runs *runs,
                     struct fit_problem *problem, struct err *err);

/* "1000, 7": resamples and their seed; 0 resamples: none are asked for. False with a message. */
bool fit_ask_bootstrap(const struct fit_state *state, int *resamples, long long *seed,
                       struct err *err);

/* The groups that a preset gets; false with a message where a word is none of theirs. *all is set
 * where nothing was chosen. */
bool fit_ask_keep(const struct fit_state *state, const struct runs *runs, bool keep[RUNS_GROUPS],
                  bool *all, struct err *err);

/* The command that does the same, for a shell; laws: that sets all laws side by side. */
void fit_ask_command(const struct fit_state *state, bool laws, char *out, size_t size);

/* A message speaks of options: name the rows in their place. */
void fit_ask_own_words(char *text, size_t size);

/* A word of a list at *rest, trimmed; NULL at its end. */
char *fit_ask_word(char **rest);

#endif
