/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of numbers and words: the data behind a picture, to be taken away as CSV or JSON. */
#ifndef IO_TABLE_H
#define IO_TABLE_H

#include "engine/plan.h"
#include <stdio.h>

enum { TABLE_COLUMNS = 40, TABLE_NAME = 80, TABLE_TITLE = 200, TABLE_WORDS = 1024 };

struct table_column {
    char name[TABLE_NAME];
    const char *unit; /* "tokens", or "" */
};

struct table_value {
    double number; /* NAN where there is none */
    char *word;    /* owned; not NULL: a word, no number */
};

struct table {
    char title[TABLE_TITLE]; /* "loss over D" */
    char command[16];        /* the command that prints these numbers: "sweep" */
    char words[TABLE_WORDS]; /* and what it takes beside the plan: "D=1e9:1e15:121", or ""; where
                                command is "", the whole of it */
    struct table_column column[TABLE_COLUMNS];
    int columns;
    struct table_value *value; /* row by row */
    size_t count, room;
    bool starved; /* there was no memory for some of it */
};

void table_init(struct table *table);
void table_free(struct table *table);

/* Add a column, before any value. A name that is there already gets a number behind it. */
void table_column(struct table *table, const char *name, const char *unit);

/* Fill the next cell, row by row: a number (NAN: none), a word ("": none), or an input's value,
 * which is a number or a word of its own. */
void table_put(struct table *table, double number);
void table_put_word(struct table *table, const char *word);
void table_put_input(struct table *table, enum input input, double value);

/* The number in a cell; NAN for a word, or outside. */
double table_at(const struct table *table, int row, int column);
int table_rows(const struct table *table);

/* Print it with the command that its numbers come from: CSV with title, command and units as
 * comments; JSON as an object with "version", "command", "title", "columns" and "rows". False where
 * memory ran out or it could not be written. */
bool table_csv(const struct table *table, const char *command, FILE *to);
bool table_json(const struct table *table, const char *command, const char *version, FILE *to);

#endif
