/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/fit_parts.h"

#include "base/text.h"
#include <stdlib.h>
#include <string.h>

static bool room(struct fit_model *m) {
    m->coord = calloc(FIT_COEFFS, sizeof *m->coord);
    m->free = calloc(FIT_COEFFS, sizeof *m->free);
    m->offset = calloc(FIT_COEFFS, sizeof *m->offset);
    m->link = calloc(FIT_COEFFS, sizeof *m->link);
    return m->coord && m->free && m->offset && m->link;
}

/* A law that has groups or variants, and no run of any. */
static void no_series(struct fit_model *m) {
    const struct law *law = m->problem->law;
    const bool by_bits = law == &law_qid && (m->problem->form & FIT_BY_BITS);
    if (m->series > 0 || !(law == &law_compression || law == &law_qat || by_bits)) return;
    m->bare = true;
    text_copy(m->label[m->series++], RUNS_LABEL, "none");
}

struct fit_model *model_new(const struct fit_problem *problem, const struct fit_gap *gap,
                            struct err *err) {
    struct fit_model *m = calloc(1, sizeof *m);
    bool whole = m && room(m);
    if (!whole) err_starved(err, "out of memory");
    if (whole) {
        m->problem = problem;
        m->pin = FIT_NONE;
        m->partial = gap != NULL;
        whole = model_rows(m, gap, err);
    }
    if (whole) no_series(m);
    whole = whole && model_law(m, err) && model_links(m, err);
    if (whole) return m;
    model_free(m);
    return NULL;
}

static void free_rows(struct fit_model *m) {
    for (int i = 0; i < FIT_COLUMNS; i++)
        free(m->column[i]);
    free(m->log_loss);
    free(m->weight);
    free(m->source);
}

void model_free(struct fit_model *m) {
    if (!m) return;
    if (!m->owner) free_rows(m);
    free(m->coord);
    free(m->free);
    free(m->offset);
    free(m->link);
    free(m);
}

struct fit_model *model_pin(const struct fit_model *model, int coord, double value) {
    struct err err;
    struct fit_model *m = malloc(sizeof *m);
    if (!m) return NULL;
    *m = *model;
    m->owner = model;
    m->pin = coord;
    m->pin_value = value;
    m->frees = 0;
    m->remarks = 0;
    const bool whole = room(m);
    if (whole) memcpy(m->coord, model->coord, FIT_COEFFS * sizeof *m->coord);
    if (whole && model_links(m, &err)) return m;
    model_free(m);
    return NULL;
}

double fit_delta(const struct fit_problem *problem) {
    return problem->loss == FIT_SQUARED ? INFINITY : problem->delta;
}
