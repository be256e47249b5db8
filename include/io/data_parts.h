/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of reading measured runs: which columns mean what, and what looks wrong. */
#ifndef IO_DATA_PARTS_H
#define IO_DATA_PARTS_H

#include "io/data_file.h"
#include "io/table_file.h"

enum { DATA_NONE = -1, DATA_LINE = -2 /* the row's own line, as if it were a column */ };

/* One --where. */
struct data_where {
    int column;
    const char *value; /* as text */
    bool unlike;       /* rows that have it are left out */
    bool number;       /* value is a number, low */
    bool range;        /* low … high */
    double low, high;
    bool met; /* by a row that was read */
};

/* What the columns of a file mean. Texts are the ask's and its own. */
struct data_columns {
    const char **title;
    int count;
    int input[INPUT_COUNT];              /* the column of each input, or DATA_NONE */
    int loss, weight, run;               /* the same */
    double times_N, times_D, times_loss; /* what a cell is multiplied by */
    int by[DATA_WORDS], cluster[DATA_WORDS];
    int by_count, cluster_count;
    struct data_where where[DATA_WORDS];
    int where_count;
};

/* Find them in the header. False with "what was found; expected …". */
bool data_columns_read(struct data_columns *columns, const struct table_row *header,
                       const struct data_ask *ask, struct err *err);
void data_columns_free(struct data_columns *columns);

/* INPUT_BITs that there are columns for. */
unsigned data_columns_has(const struct data_columns *columns);

/* Say of a column that is read as two of N, D and loss; nothing where there is none. */
void data_columns_shared(const struct data_columns *columns, char *out, size_t size);

/* Name those that nothing reads. */
void data_columns_ignored(const struct data_columns *columns, char out[DATA_NAMES]);

/* The column of an input's bits that nothing reads, or DATA_NONE. */
int data_columns_unread(const struct data_columns *columns, enum input input);

/* Whether the ask takes a row; its conditions keep which of them were met. */
bool data_columns_take(struct data_columns *columns, const struct table_row *row);

/* A warning, printf-style; one too many is left out. */
void data_warn(struct data_report *report, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Look for what is probably not meant: billions, N and D exchanged, rows twice. In bites: NULL
 * without memory; some of the runs, true once all were looked at; what there is to say of them. */
struct data_check;
struct data_check *data_check_new(const struct runs *runs);
bool data_check_some(struct data_check *check, size_t some);
void data_check_say(const struct data_check *check, const struct data_columns *columns,
                    struct data_report *report);
void data_check_free(struct data_check *check);

#endif
