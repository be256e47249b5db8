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

/* Series by run: FIT_NONE where it does not count. */
static bool number_series(struct fit_model *m, const struct fit_gap *gap, int *series,
                          struct err *err) {
    const struct runs *runs = m->problem->runs;
    for (size_t i = 0; i < runs->count; i++) {
        const struct run *run = &runs->run[i];
        char label[RUNS_LABEL];
        series[i] = FIT_NONE;
        if (gap_has(gap, run) || !(run->weight > 0)) continue;
        if (!(run->loss > 0) || !isfinite(run->loss) || !isfinite(run->weight) ||
            !(run->plan.N > 0) || !(run->plan.D > 0) || !law_series(m->problem, run, label)) {
            m->left_out++;
            continue;
        }
        int at = 0;
        while (at < m->series && strcmp(m->label[at], label) != 0)
            at++;
        if (label[0] == '\0') at = RUNS_GROUPS;
        if (at == m->series) {
            if (at == RUNS_GROUPS) {
                return err_set(err, "more than %d groups; expected fewer", RUNS_GROUPS);
            }
            text_copy(m->label[m->series++], RUNS_LABEL, label);
        }
        series[i] = at;
        m->rows++;
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

static void means(struct fit_model *m) {
    double x = 0, y = 0, weight = 0;
    for (size_t i = 0; i < m->rows; i++) {
        const struct run *const run = &m->problem->runs->run[m->source[i]];
        x += log(run->plan.N);
        y += log(run->plan.D);
        weight += run->weight;
    }
    m->mean_x = m->rows ? x / (double)m->rows : 0;
    m->mean_y = m->rows ? y / (double)m->rows : 0;
    m->weight_mean = m->rows ? weight / (double)m->rows : 1;
}

static void fill(struct fit_model *m, size_t at) {
    const struct run *run = &m->problem->runs->run[m->source[at]];
    double out[FIT_COLUMNS] = {0};
    out[COLUMN_X] = log(run->plan.N) - m->mean_x;
    out[COLUMN_Y] = log(run->plan.D) - m->mean_y;
    out[COLUMN_LESS_X] = -out[COLUMN_X];
    out[COLUMN_LESS_Y] = -out[COLUMN_Y];
    law_columns(m->problem, run, out);
    for (int i = 0; i < m->columns; i++)
        m->column[i][at] = out[i];
    m->log_loss[at] = log(run->loss);
    m->weight[at] = run->weight / m->weight_mean;
}

static void take_ratio(struct fit_model *m) {
    double squares = 0;
    for (size_t i = 0; i < m->rows; i++) {
        const double ratio = m->column[COLUMN_Y][i] - m->column[COLUMN_X][i];
        squares += ratio * ratio;
    }
    m->one_ratio = squares < one_ratio * one_ratio * (double)m->rows;
}

/* Rows without a series come first, as of series 0: their terms do not ask for it. */
static void sort(struct fit_model *m, const int *series) {
    const size_t count = m->problem->runs->count;
    size_t at = 0;
    for (int s = -1; s < m->series; s++) {
        const size_t first = at;
        for (size_t i = 0; i < count; i++) {
            if (series[i] == (s < 0 ? RUNS_GROUPS : s)) m->source[at++] = i;
        }
        if (at == first) continue;
        m->block[m->blocks++] = (struct fit_block){first, at - first, s < 0 ? 0 : s};
    }
}

bool model_rows(struct fit_model *m, const struct fit_gap *gap, struct err *err) {
    const size_t count = m->problem->runs->count;
    if (count > SIZE_MAX / sizeof(double)) return err_set(err, "too many runs");
    int *series = calloc(count ? count : 1, sizeof *series);
    if (!series) return err_starved(err, "out of memory");
    const bool numbered = number_series(m, gap, series, err);
    const bool whole = numbered && room(m);
    if (whole) sort(m, series);
    free(series);
    if (!whole) return numbered ? err_starved(err, "out of memory") : false;
    means(m);
    for (size_t i = 0; i < m->rows; i++)
        fill(m, i);
    take_ratio(m);
    return true;
}
