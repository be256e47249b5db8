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

struct fit_making {
    struct fit_model *m;
    struct fit_gap gap;
    struct fit_ordering *ordering;
};

struct fit_making *making_new(const struct fit_problem *problem, const struct fit_gap *gap,
                              struct err *err) {
    struct fit_making *const making = calloc(1, sizeof *making);
    struct fit_model *const m = calloc(1, sizeof *m);
    const bool whole = making && m && room(m);
    if (!whole) err_starved(err, "out of memory");
    if (whole) {
        m->problem = problem;
        m->pin = FIT_NONE;
        m->partial = gap != NULL;
        if (gap) making->gap = *gap;
        making->ordering = ordering_new(m, gap ? &making->gap : NULL, err);
    }
    if (whole && making->ordering) {
        making->m = m;
        return making;
    }
    model_free(m);
    free(making);
    return NULL;
}

void making_free(struct fit_making *making) {
    if (!making) return;
    ordering_free(making->ordering);
    model_free(making->m);
    free(making);
}

bool making_step(struct fit_making *making, const double *deadline, struct fit_model **model,
                 struct err *err) {
    struct fit_model *const m = making->m;
    bool ordered;
    *model = NULL;
    if (!ordering_step(making->ordering, deadline, &ordered, err)) return false;
    if (!ordered) return true;
    no_series(m);
    if (!model_law(m, err) || !model_links(m, err)) return false;
    *model = m;
    making->m = NULL;
    return true;
}

struct fit_model *model_new(const struct fit_problem *problem, const struct fit_gap *gap,
                            struct err *err) {
    struct fit_making *const making = making_new(problem, gap, err);
    struct fit_model *m = NULL;
    if (making) making_step(making, NULL, &m, err);
    making_free(making);
    return m;
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
