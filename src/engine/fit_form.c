/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the form of a law fixes, and what these runs say nothing of. */
#include "base/text.h"
#include "engine/fit_links.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* As many are as none: what is not quantised. */
static const double full_bits = 16;

/* A scale of bits at which nothing is lost. */
static const double no_loss = 0.02;

/* 2501.02423, Table: what stands for log2 B with a scale a channel. */
static const double published_channel = 13.1567;

void model_remark(struct fit_model *m, const char *format, ...) {
    va_list args;
    if (m->remarks == FIT_REMARKS) return;
    va_start(args, format);
    text_format(m->remark[m->remarks++], FIT_WORDS, format, args);
    va_end(args);
}

static bool fix(struct fit_model *m, struct links *links, const char *name, double value,
                struct err *err) {
    const int coord = model_coord(m, name);
    return coord == FIT_NONE || links_fix(m, links, coord, value, true, err);
}

/* How many different values a column has below `most`; at most 2 are told apart. */
static int different(const struct fit_model *m, int column, double most, size_t *rows) {
    double seen = NAN;
    int count = 0;
    *rows = 0;
    for (size_t i = 0; i < m->rows; i++) {
        const double value = m->column[column][i];
        if (value >= most) continue;
        (*rows)++;
        if (count == 0 || (count == 1 && value != seen)) count++;
        if (count == 1) seen = value;
    }
    return count;
}

/* Take a coefficient that the answers hang on from elsewhere, where no run tells it. */
static bool assume(struct fit_model *m, struct links *links, int coord, double value,
                   const char *whence, struct err *err) {
    if (links_fixed(m, links, coord)) return true;
    m->coord[coord].assumed = whence;
    return links_fix(m, links, coord, value, true, err);
}

static bool form_precision(struct fit_model *m, struct links *links, struct err *err) {
    static const char *const part[3] = {"w", "a", "kv"};
    const bool served = m->terms > 2;
    char none[32] = "";
    for (int i = 0; i < m->pieces; i++) {
        const struct fit_piece *piece = &m->piece[i];
        const int kappa = m->local[piece->kappa].coord;
        size_t rows;
        const int values = different(m, piece->column, piece->robust ? 1e6 : full_bits, &rows);
        if (piece->robust) {
            if (values < 2 || rows < 6) {
                if (!assume(m, links, kappa, 1, "illustrative", err)) return false;
                if (values > 0) {
                    model_remark(m,
                                 "too few runs quantised again after training at low bits: %s "
                                 "is 1, illustrative",
                                 m->coord[kappa].name);
                }
            }
            continue;
        }
        const int n = m->local[piece->n].coord;
        if (values == 0) {
            if (!links_fixed(m, links, kappa))
                text_append(none, sizeof none, "%s%s", *none ? ", " : "", part[i % 3]);
            if (!links_fix(m, links, kappa, no_loss, true, err)) return false;
        }
        if ((values == 0 || !(m->problem->form & FIT_SHIFT)) &&
            !links_fix(m, links, n, 0, true, err)) {
            return false;
        }
    }
    if (!served) text_append(none, sizeof none, "%spost", *none ? ", " : "");
    if (*none)
        model_remark(m, "no run has %s below 16 bits: this fit knows nothing of %s", none,
                     strchr(none, ',') ? "them" : "it");
    return fix(m, links, "b", 0, err);
}

/* One eff must be given, or A and all of them slide together. */
static bool form_compression(struct fit_model *m, struct links *links, struct err *err) {
    const struct runs *runs = m->problem->runs;
    bool any = false;
    for (int i = 0; i < m->coords; i++) {
        const struct fit_coord *coord = &m->coord[i];
        if (coord->group == RUNS_ALONE) continue;
        const bool base = runs->base != RUNS_ALONE &&
                          strcmp(m->label[coord->group], runs->label[runs->base]) == 0;
        if (base && !links_fix(m, links, i, 1, true, err)) return false;
        any |= links_fixed(m, links, i) || base;
    }
    const bool sized = links_fixed(m, links, m->local[m->term[0].slot[0].local].coord);
    if (!any && !sized && m->rows > 0) {
        for (int i = 0; i < m->problem->fixes; i++)
            any |= strncmp(m->problem->fix[i].name, "eff_N.", 6) == 0;
        if (!any) {
            return err_set(err, "no run is of a group at full precision, whose eff is 1; expected "
                                "one, or a fixed eff_N or A");
        }
    }
    return true;
}

static bool form_fp(struct fit_model *m, struct links *links, struct err *err) {
    const int channel = model_coord(m, "log2B_channel");
    for (size_t i = 0; i < m->rows; i++) {
        if (m->problem->runs->run[m->source[i]].plan.G == PLAN_CHANNEL) return true;
    }
    if (!links_fixed(m, links, channel))
        model_remark(m, "no run has G = channel: log2B_channel is that of arXiv:2501.02423");
    return assume(m, links, channel, published_channel, "of arXiv:2501.02423", err);
}

/* Whether all runs of a series have one group size. */
static bool one_group(const struct fit_model *m, int series) {
    const struct fit_term *const added = &m->term[m->terms - 1];
    const double *const size = m->column[added->slot[3].column];
    double seen = NAN;
    for (int b = 0; b < m->blocks; b++) {
        const struct fit_block *const block = &m->block[b];
        if (block->group != series) continue;
        for (size_t i = block->first; i < block->first + block->count; i++) {
            if (m->column[added->offset][i] == -INFINITY) continue;
            if (!isnan(seen) && size[i] != seen) return false;
            seen = size[i];
        }
    }
    return true;
}

/* 2505.14302, Table 2: the published exponent of G for what a series quantises. */
static double published_by_group(const char *label) {
    const bool w = strncmp(label, "w16", 3) != 0, a = strstr(label, "a16") == NULL;
    const bool fc2 = strstr(label, "fc2") != NULL;
    if (w && a) return fc2 ? 0.3407 : 0.7779;
    return w ? 0.3533 : fc2 ? 0.4491 : 0.9812;
}

/* With one G the exponent and k would slide together. */
static bool form_qat(struct fit_model *m, struct links *links, struct err *err) {
    char told[FIT_WORDS / 2] = "";
    for (int i = 0; i < m->series; i++) {
        char name[FIT_NAME];
        snprintf(name, sizeof name, "gamma_G.%s", m->label[i]);
        const int coord = model_coord(m, name);
        if (coord == FIT_NONE || links_fixed(m, links, coord) || !one_group(m, i)) continue;
        if (!assume(m, links, coord, published_by_group(m->label[i]), "of arXiv:2505.14302", err))
            return false;
        text_append(told, sizeof told, "%s%s", *told ? ", " : "", m->label[i]);
    }
    if (*told) model_remark(m, "%s: one G only: gamma_G is that of arXiv:2505.14302", told);
    return true;
}

/* Without a run that was quantised afterwards nothing is known of what that does. */
static bool has_served(const struct fit_model *m) {
    for (size_t i = 0; i < m->rows; i++) {
        if (m->problem->runs->run[m->source[i]].plan.post < full_bits) return true;
    }
    return false;
}

bool model_form(struct fit_model *m, struct links *links, struct err *err) {
    const struct law *law = m->problem->law;
    if (law == &law_precision) return form_precision(m, links, err);
    if (law == &law_compression) return form_compression(m, links, err);
    if (law == &law_fp) return form_fp(m, links, err);
    if (law == &law_qat) return form_qat(m, links, err);
    if (law == &law_qid) m->bare |= !has_served(m);
    return true;
}
