/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The runs as columns of numbers, those of one series one after the other. */
#include "base/text.h"
#include "engine/fit_parts.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Deviation of ln D/N that tells nothing apart. */
static const double one_ratio = 0.1;

bool gap_has(const struct fit_gap *gap, const struct run *run) {
    static const double alike = 1e-6;
    return gap && run->plan.N > gap->low * (1 - alike) && run->plan.N < gap->high * (1 + alike);
}

/* Rows between looks at the clock. */
enum { SOME = 4096 };

enum stage { STAGE_NUMBER, STAGE_SORT, STAGE_MEAN, STAGE_FILL, STAGE_END };

struct fit_ordering {
    struct fit_model *m;
    const struct fit_gap *gap;
    enum stage stage;
    size_t at;                       /* the run, or row, that is next */
    int *series;                     /* by run: FIT_NONE where it does not count */
    size_t rows_of[RUNS_GROUPS + 1]; /* of each series; the last: of none */
    double x, y, weight, squares;    /* sums over the rows so far */
};

/* The run's series: RUNS_GROUPS where it has none, FIT_NONE where it does not count. False where
 * there are too many. */
static bool number_run(struct fit_model *m, const struct fit_gap *gap, const struct run *run,
                       int *series, struct err *err) {
    char label[RUNS_LABEL];
    *series = FIT_NONE;
    if (gap_has(gap, run) || !(run->weight > 0)) return true;
    if (!(run->loss > 0) || !isfinite(run->loss) || !isfinite(run->weight) || !(run->plan.N > 0) ||
        !(run->plan.D > 0) || !law_series(m->problem, run, label)) {
        m->left_out++;
        return true;
    }
    int at = 0;
    while (at < m->series && strcmp(m->label[at], label) != 0)
        at++;
    if (label[0] == '\0') at = RUNS_GROUPS;
    if (at == m->series) {
        if (at == RUNS_GROUPS)
            return err_set(err, "more than %d groups; expected fewer", RUNS_GROUPS);
        text_copy(m->label[m->series++], RUNS_LABEL, label);
    }
    *series = at;
    m->rows++;
    return true;
}

static bool number_some(struct fit_ordering *o, size_t last, struct err *err) {
    for (; o->at < last; o->at++) {
        int *const series = &o->series[o->at];
        if (!number_run(o->m, o->gap, &o->m->problem->runs->run[o->at], series, err)) return false;
        if (*series != FIT_NONE) o->rows_of[*series]++;
    }
    return true;
}

static bool room(struct fit_model *m) {
    const size_t n = m->rows ? m->rows : 1;
    m->log_loss = malloc(n * sizeof *m->log_loss);
    m->weight = malloc(n * sizeof *m->weight);
    m->source = malloc(n * sizeof *m->source);
    bool whole = m->log_loss && m->weight && m->source;
    m->columns = COLUMN_OWN + law_own_columns(m->problem->law);
    for (int i = 0; i < m->columns; i++) {
        m->column[i] = calloc(n, sizeof *m->column[i]);
        whole &= m->column[i] != NULL;
    }
    return whole;
}

/* Rows without a series come first, as of series 0: their terms do not ask for it. */
static void sort(struct fit_ordering *o) {
    struct fit_model *const m = o->m;
    size_t first[RUNS_GROUPS + 1], at = 0;
    for (int s = -1; s < m->series; s++) {
        const int number = s < 0 ? RUNS_GROUPS : s;
        const size_t count = o->rows_of[number];
        first[number] = at;
        if (count > 0) m->block[m->blocks++] = (struct fit_block){at, count, s < 0 ? 0 : s};
        at += count;
    }
    for (size_t i = 0; i < m->problem->runs->count; i++) {
        if (o->series[i] != FIT_NONE) m->source[first[o->series[i]]++] = i;
    }
}

/* The logarithms stand in their columns, the means still in them. */
static void mean_some(struct fit_ordering *o, size_t last) {
    struct fit_model *const m = o->m;
    for (; o->at < last; o->at++) {
        const struct run *const run = &m->problem->runs->run[m->source[o->at]];
        o->x += m->column[COLUMN_X][o->at] = log(run->plan.N);
        o->y += m->column[COLUMN_Y][o->at] = log(run->plan.D);
        o->weight += run->weight;
    }
}

static void take_means(struct fit_ordering *o) {
    struct fit_model *const m = o->m;
    m->mean_x = m->rows ? o->x / (double)m->rows : 0;
    m->mean_y = m->rows ? o->y / (double)m->rows : 0;
    m->weight_mean = m->rows ? o->weight / (double)m->rows : 1;
}

static void fill(struct fit_model *m, size_t at) {
    const struct run *run = &m->problem->runs->run[m->source[at]];
    double out[FIT_COLUMNS] = {0};
    out[COLUMN_X] = m->column[COLUMN_X][at] - m->mean_x;
    out[COLUMN_Y] = m->column[COLUMN_Y][at] - m->mean_y;
    out[COLUMN_LESS_X] = -out[COLUMN_X];
    out[COLUMN_LESS_Y] = -out[COLUMN_Y];
    law_columns(m->problem, run, out);
    for (int i = 0; i < m->columns; i++)
        m->column[i][at] = out[i];
    m->log_loss[at] = log(run->loss);
    m->weight[at] = run->weight / m->weight_mean;
}

static void fill_some(struct fit_ordering *o, size_t last) {
    struct fit_model *const m = o->m;
    for (; o->at < last; o->at++) {
        fill(m, o->at);
        const double ratio = m->column[COLUMN_Y][o->at] - m->column[COLUMN_X][o->at];
        o->squares += ratio * ratio;
    }
}

struct fit_ordering *ordering_new(struct fit_model *m, const struct fit_gap *gap, struct err *err) {
    const size_t count = m->problem->runs->count;
    struct fit_ordering *const o = calloc(1, sizeof *o);
    int *const series =
        count > SIZE_MAX / sizeof(double) ? NULL : malloc((count + 1) * sizeof *series);
    if (!o || !series) {
        free(o);
        free(series);
        err_starved(err, "out of memory");
        return NULL;
    }
    *o = (struct fit_ordering){.m = m, .gap = gap, .series = series};
    return o;
}

void ordering_free(struct fit_ordering *o) {
    if (!o) return;
    free(o->series);
    free(o);
}

/* Some rows of a stage. False with a message. */
static bool order_some(struct fit_ordering *o, size_t last, struct err *err) {
    switch (o->stage) {
    case STAGE_NUMBER:
        return number_some(o, last, err);
    case STAGE_SORT:
        if (!room(o->m)) return err_starved(err, "out of memory");
        sort(o);
        o->at = last;
        return true;
    case STAGE_MEAN:
        mean_some(o, last);
        return true;
    default:
        fill_some(o, last);
        return true;
    }
}

/* How many runs or rows a stage has to go through. */
static size_t count_of(const struct fit_ordering *o) {
    if (o->stage == STAGE_SORT) return 1;
    return o->stage == STAGE_NUMBER ? o->m->problem->runs->count : o->m->rows;
}

bool ordering_step(struct fit_ordering *o, const double *deadline, bool *done, struct err *err) {
    *done = false;
    while (o->stage != STAGE_END) {
        const size_t left = count_of(o) - o->at;
        if (!order_some(o, o->at + (left < SOME ? left : SOME), err)) return false;
        if (o->at == count_of(o)) {
            if (o->stage == STAGE_MEAN) take_means(o);
            o->stage++;
            o->at = 0;
        }
        if (fit_late(deadline)) break;
    }
    if (o->stage == STAGE_END)
        o->m->one_ratio = o->squares < one_ratio * one_ratio * (double)o->m->rows;
    *done = o->stage == STAGE_END;
    return true;
}
