/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/data_file.h"

#include "base/clock.h"
#include "base/num.h"
#include "base/text.h"
#include "io/bytes.h"
#include "io/data_parts.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

/* Weights are relative: further apart some are nothing. */
#define WEIGHT_LEAST 1e-9

enum { CELL_SHOWN = 40, VALUES_SHOWN = 6, SOME = 32 /* rows between looks at the clock */ };

/* A column of an input that the law does not look at. */
struct unread {
    int column;
    char first[NUM_TEXT]; /* its first cell */
    bool varies;          /* another is different: it may be what losses differ by */
};

/* A file that is being read. */
struct data_reading {
    char *path;
    const struct data_ask *ask;
    struct table_reader *reader; /* NULL once all rows are read */
    struct data_columns columns; /* no titles: the header has not been read */
    struct data_check *check;
    struct runs runs;
    struct data_report report;
    struct unread unread[INPUT_COUNT];
    int unreads;
    char seen[VALUES_SHOWN][RUNS_LABEL]; /* values of the first --where's column, for messages */
    int seen_count;
};

void data_ask_init(struct data_ask *ask, const struct law *law) {
    *ask = (struct data_ask){.law = law, .plan = plan_default()};
    ask->plan.w = ask->plan.a = ask->plan.kv = ask->plan.post = PLAN_OFF;
}

bool data_ask_value(struct data_ask *ask, const char *word, struct err *err) {
    const struct plan before = ask->plan;
    if (!plan_word(&ask->plan, word, err)) return false;
    const size_t length = strcspn(word, "=");
    for (int i = 0; i < INPUT_COUNT; i++) {
        const bool named =
            strlen(inputs[i].name) == length && strncmp(inputs[i].name, word, length) == 0;
        if (named || plan_get(&before, (enum input)i) != plan_get(&ask->plan, (enum input)i))
            ask->given |= INPUT_BIT(i);
    }
    return true;
}

/* "column N: "abc" is no number; expected …" */
static bool bad_cell(const struct data_reading *reading, int column, const char *cell,
                     const char *what, const char *expected, struct err *err) {
    char shown[CELL_SHOWN];
    text_copy(shown, sizeof shown, cell);
    if (!*cell)
        return err_set(err, "column %.60s: empty; expected %s", reading->columns.title[column],
                       expected);
    return err_set(err, "column %.60s: \"%s\" is %s; expected %s", reading->columns.title[column],
                   shown, what, expected);
}

/* A number that a cell must hold. */
struct number {
    int column;
    double times; /* what it is multiplied by */
    double low, high;
    bool zero; /* 0 will do too */
    const char *expected;
};

static bool take_number(const struct data_reading *reading, const struct table_row *row,
                        const struct number *number, double *value, struct err *err) {
    const int column = number->column;
    const char *const cell = row->cell[column], *const expected = number->expected;
    if (!num_parse(cell, value)) return bad_cell(reading, column, cell, "no number", expected, err);
    *value *= number->times;
    if (*value >= number->low && *value <= number->high) return true;
    if (number->zero && *value == 0) return true;
    return bad_cell(reading, column, cell, "out of range", expected, err);
}

/* Sizes may be given in billions, by mistake: data_check tells, so only their upper ends are looked
 * at here. */
static bool take_size(const struct data_reading *reading, const struct table_row *row,
                      enum input input, struct plan *plan, struct err *err) {
    const struct data_columns *const columns = &reading->columns;
    const bool is_N = input == IN_N;
    const struct number number = {columns->input[input],
                                  is_N ? columns->times_N : columns->times_D,
                                  DBL_MIN,
                                  inputs[input].high,
                                  false,
                                  is_N ? "parameters, a number above 0 as in 3e8"
                                       : "tokens, a number above 0 as in 2e10"};
    double value;
    if (!take_number(reading, row, &number, &value, err)) return false;
    plan_set(plan, input, value);
    return true;
}

/* Whether the row may leave the input open: what is not quantised has no group size. */
static bool is_idle(const struct data_reading *reading, enum input input, const struct plan *plan) {
    return input == IN_G && reading->ask->law == &law_qat && plan_bits(plan->w) == 16 &&
           plan_bits(plan->a) == 16;
}

static bool take_input(const struct data_reading *reading, const struct table_row *row,
                       enum input input, struct plan *plan, struct err *err) {
    if (input == IN_N || input == IN_D) return take_size(reading, row, input, plan, err);
    const int column = reading->columns.input[input];
    const char *const cell = row->cell[column];
    double value;
    if (!*cell && is_idle(reading, input, plan)) return true;
    if (!*cell) return bad_cell(reading, column, cell, "", inputs[input].title, err);
    if (!input_parse(input, cell, &value, err))
        return err_at(err, "column %.60s", reading->columns.title[column]);
    plan_set(plan, input, value);
    return true;
}

/* The row's values of the --by columns, "QuEST, 4, 4", as a group. */
static bool take_group(struct data_reading *reading, const struct table_row *row, int *group,
                       struct err *err) {
    const struct data_columns *const columns = &reading->columns;
    char label[RUNS_LABEL] = "";
    *group = RUNS_ALONE;
    if (columns->by_count == 0) return true;
    for (int i = 0; i < columns->by_count; i++)
        text_append(label, sizeof label, "%s%s", i ? ", " : "", row->cell[columns->by[i]]);
    *group = runs_group(&reading->runs, label);
    return *group != RUNS_ALONE || err_set(err, "--by %s makes over %d groups; expected fewer",
                                           reading->ask->by, RUNS_GROUPS);
}

/* The row's values of the --cluster columns as a number (FNV-1a of 64 bits, each cell with its
 * end); 0 where all are empty. */
static uint64_t take_cluster(const struct data_columns *columns, const struct table_row *row) {
    uint64_t hash = 0xcbf29ce484222325u;
    bool any = false;
    for (int i = 0; i < columns->cluster_count; i++) {
        const char *at = row->cell[columns->cluster[i]];
        any |= *at != '\0';
        do
            hash = (hash ^ (unsigned char)*at) * 0x100000001b3u;
        while (*at++);
    }
    return any ? hash : 0;
}

static bool take_cells(const struct data_reading *reading, const struct table_row *row,
                       struct run *run, struct err *err) {
    const struct data_columns *const columns = &reading->columns;
    *run = (struct run){.plan = reading->ask->plan, .weight = 1, .line = row->line};
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (columns->input[i] == DATA_NONE) continue;
        if (take_input(reading, row, (enum input)i, &run->plan, err)) continue;
        if (reading->ask->law->reads & INPUT_BIT(i)) return false;
        run->missing |= INPUT_BIT(i);
    }
    const struct number loss = {columns->loss, columns->times_loss,
                                DBL_MIN,       1e9,
                                false,         "a loss above 0, in nats/token"};
    const struct number weight = {columns->weight,  1,    WEIGHT_LEAST,
                                  1 / WEIGHT_LEAST, true, "a weight, 0 or from 1e-9 to 1e9"};
    return take_number(reading, row, &loss, &run->loss, err) &&
           (columns->weight == DATA_NONE || take_number(reading, row, &weight, &run->weight, err));
}

/* A bad row: left out where those are skipped, else the end. */
static bool refuse(struct data_reading *reading, const struct table_row *row, struct err *err) {
    struct data_report *const report = &reading->report;
    bytes_at(err, reading->path, row->line);
    if (!reading->ask->skip_bad) return false;
    if (report->bad++ == 0) text_copy(report->first_bad, sizeof report->first_bad, err->text);
    return true;
}

static bool take_row(struct data_reading *reading, const struct table_row *row, struct err *err) {
    const struct data_columns *const columns = &reading->columns;
    struct run run;
    if (!take_cells(reading, row, &run, err)) return refuse(reading, row, err);
    if (!take_group(reading, row, &run.group, err)) return bytes_at(err, reading->path, row->line);
    run.cluster = take_cluster(columns, row);
    char name[DATA_TEXT];
    const char *const cell = columns->run == DATA_NONE ? "" : row->cell[columns->run];
    text_clean(name, sizeof name, cell);
    run.name = *name ? name : NULL;
    if (runs_add(&reading->runs, &run)) return true;
    err_starved(err, "no memory for so many runs");
    return bytes_at(err, reading->path, row->line);
}

/* Remember a few different values of a column, so that "no rows are left" can name them. */
static void see(struct data_reading *reading, const struct table_row *row) {
    const int column = reading->columns.where_count ? reading->columns.where[0].column : DATA_NONE;
    if (column < 0 || column >= row->count || reading->seen_count == VALUES_SHOWN) return;
    char value[RUNS_LABEL];
    text_copy(value, sizeof value, row->cell[column]);
    for (int i = 0; i < reading->seen_count; i++) {
        if (strcmp(reading->seen[i], value) == 0) return;
    }
    memcpy(reading->seen[reading->seen_count++], value, sizeof value);
}

/* What groups rows is told by the user: there a law may look at less. */
static void find_unread(struct data_reading *reading) {
    for (int i = 0; i < INPUT_COUNT && !reading->ask->by; i++) {
        const int column = data_columns_unread(&reading->columns, (enum input)i);
        if (column == DATA_NONE || (reading->ask->given & INPUT_BIT(i))) continue;
        reading->unread[reading->unreads++] = (struct unread){.column = column};
    }
}

static void look_unread(struct data_reading *reading, const struct table_row *row) {
    for (int i = 0; i < reading->unreads; i++) {
        struct unread *const unread = &reading->unread[i];
        char cell[NUM_TEXT];
        text_copy(cell, sizeof cell, row->cell[unread->column]);
        if (reading->runs.count == 0) memcpy(unread->first, cell, sizeof cell);
        unread->varies |= strcmp(unread->first, cell) != 0;
    }
}

/* What was to be left out and is not there is a slip. */
static void say_unmet(struct data_reading *reading) {
    for (int i = 0; i < reading->columns.where_count; i++) {
        const struct data_where *const where = &reading->columns.where[i];
        if (where->unlike && !where->met)
            data_warn(&reading->report, "%.60s leaves out no row", reading->ask->where[i]);
    }
}

static void say_unread(struct data_reading *reading) {
    char names[DATA_TEXT / 2] = "";
    int count = 0;
    for (int i = 0; i < reading->unreads; i++) {
        if (!reading->unread[i].varies) continue;
        text_append(names, sizeof names, "%s%s", count++ ? ", " : "",
                    reading->columns.title[reading->unread[i].column]);
    }
    if (count == 0) return;
    data_warn(&reading->report,
              "%s %s from row to row, and law %s does not look at %s: to the fit that is noise",
              names, count == 1 ? "differs" : "differ", reading->ask->law->name,
              count == 1 ? "it" : "them");
}

static bool nothing_left(const struct data_reading *reading, struct err *err) {
    const size_t rows = reading->report.rows;
    if (rows == 0) {
        err_set(err, "a header and no rows; expected runs");
    } else if (reading->report.bad > 0) {
        err_set(err, "no rows are left, %zu of %zu were bad; the first: %s", reading->report.bad,
                rows, reading->report.first_bad);
    } else {
        err_set(err, "no rows are left of %zu; expected a --where that some have", rows);
        for (int i = 0; i < reading->seen_count; i++)
            text_append(err->text, sizeof err->text, "%s%s",
                        i ? ", " : "; the column of the first has ", reading->seen[i]);
    }
    return bytes_at(err, reading->path, 0);
}

static bool read_header(struct data_reading *reading, struct err *err) {
    struct table_row header;
    const enum table_state state = table_next(reading->reader, &header, err);
    if (state == TABLE_BROKEN) return false;
    if (state == TABLE_END) {
        err_set(err, "empty; expected a header, as in N,D,loss, and runs");
        return bytes_at(err, reading->path, 0);
    }
    if (!data_columns_read(&reading->columns, &header, reading->ask, err))
        return bytes_at(err, reading->path, header.line);
    struct data_report *const report = &reading->report;
    report->columns = data_columns_has(&reading->columns);
    report->has = report->columns | reading->ask->given;
    data_columns_shared(&reading->columns, report->warning[0], DATA_TEXT);
    report->warnings = *report->warning[0] != '\0';
    data_columns_ignored(&reading->columns, reading->report.ignored);
    find_unread(reading);
    return true;
}

static bool read_row(struct data_reading *reading, const struct table_row *row, struct err *err) {
    reading->report.rows++;
    see(reading, row);
    if (row->count != reading->columns.count) {
        err_set(err, "%d cells; expected %d, as in the header", row->count, reading->columns.count);
        return refuse(reading, row, err);
    }
    if (!data_columns_take(&reading->columns, row)) return true;
    look_unread(reading, row);
    return take_row(reading, row, err);
}

/* All rows are read: what is left is to look at the runs. */
static bool end_rows(struct data_reading *reading, struct err *err) {
    table_sum(reading->reader, reading->report.sha256);
    table_close(reading->reader);
    reading->reader = NULL;
    if (reading->runs.count == 0) return nothing_left(reading, err);
    reading->check = data_check_new(&reading->runs);
    return reading->check || err_starved(err, "no memory for so many runs");
}

/* A few rows. */
static bool read_rows(struct data_reading *reading, struct err *err) {
    struct table_row row;
    for (int i = 0; i < SOME; i++) {
        const enum table_state state = table_next(reading->reader, &row, err);
        if (state == TABLE_END) return end_rows(reading, err);
        if (state == TABLE_BROKEN || !read_row(reading, &row, err)) return false;
    }
    return true;
}

struct data_reading *data_open(const char *path, const struct data_ask *ask, struct err *err) {
    struct data_reading *const reading = calloc(1, sizeof *reading);
    char *const copy = reading ? strdup(path) : NULL;
    if (!copy) {
        free(reading);
        err_starved(err, "no memory to read %s", path);
        return NULL;
    }
    reading->path = copy;
    reading->ask = ask;
    runs_init(&reading->runs);
    reading->reader = table_open(path, err);
    if (reading->reader) return reading;
    data_close(reading);
    return NULL;
}

enum data_state data_step(struct data_reading *reading, double deadline, struct err *err) {
    if (!reading->columns.title && !read_header(reading, err)) return DATA_BROKEN;
    do {
        if (reading->reader) {
            if (!read_rows(reading, err)) return DATA_BROKEN;
        } else if (data_check_some(reading->check, SOME)) {
            data_check_say(reading->check, &reading->columns, &reading->report);
            say_unread(reading);
            say_unmet(reading);
            return DATA_READ;
        }
    } while (!clock_late(deadline));
    return DATA_READING;
}

double data_progress(const struct data_reading *reading) {
    return reading->reader ? table_share(reading->reader) : 1;
}

void data_take(struct data_reading *reading, struct runs *runs, struct data_report *report) {
    *runs = reading->runs;
    *report = reading->report;
    runs_init(&reading->runs);
}

void data_close(struct data_reading *reading) {
    if (!reading) return;
    table_close(reading->reader);
    data_columns_free(&reading->columns);
    data_check_free(reading->check);
    runs_free(&reading->runs);
    free(reading->path);
    free(reading);
}

bool data_file_read(const char *path, const struct data_ask *ask, struct runs *runs,
                    struct data_report *report, struct err *err) {
    struct data_reading *const reading = data_open(path, ask, err);
    memset(report, 0, sizeof *report);
    runs_init(runs);
    const bool read = reading && data_step(reading, INFINITY, err) == DATA_READ;
    if (read) data_take(reading, runs, report);
    data_close(reading);
    return read;
}
