/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Profile intervals: a coefficient is held at a value and all others are fitted again; the interval
 * ends where the objective has risen by as much as its noise explains at the level. */
#include "engine/fit_parts.h"
#include <stdlib.h>
#include <string.h>

enum { WIDER = 14, FINER = 7 };

/* Coefficients, and how far the held one is from the fit's value. */
struct place {
    double value[FIT_COEFFS], reach;
};

struct profile {
    const struct fit_model *m;
    int coord;
    double most;               /* the objective at an interval's end */
    double answer[FIT_COEFFS]; /* of the others' own reach to that of the held one */
    struct place fitted, at;   /* at: where the last fit within the interval came to */
};

static bool has_logs(const struct fit_model *m, int coord) {
    const enum fit_kind kind = m->coord[coord].kind;
    return kind != KIND_PLAIN && kind != KIND_QUOTIENT;
}

static double move(const struct fit_model *m, int coord, double value, double reach) {
    return has_logs(m, coord) ? value * exp(reach) : value + reach;
}

/* How the others answer to a small change of the held one, from their covariance. */
static void take_answers(struct profile *p, const struct fit_result *result) {
    const int n = result->count, i = p->coord;
    const double *value = p->fitted.value;
    const double own = result->covariance[i * n + i] / (has_logs(p->m, i) ? value[i] : 1);
    for (int j = 0; j < n; j++) {
        const double by = result->covariance[j * n + i] / (has_logs(p->m, j) ? value[j] : 1);
        p->answer[j] = own > 0 && isfinite(by) ? by / own : 0;
    }
    p->answer[i] = 1;
}

/* The least objective with the coefficient held that far from the fit; to: the coefficients there.
 */
static double objective_at(const struct profile *p, double reach, struct place *to) {
    double u[FIT_COEFFS], phi[FIT_COEFFS], least = INFINITY;
    const double on = reach - p->at.reach;
    for (int j = 0; j < p->m->coords; j++)
        to->value[j] = move(p->m, j, p->at.value[j], p->answer[j] * on);
    to->reach = reach;
    const double value = fmax(move(p->m, p->coord, p->fitted.value[p->coord], reach),
                              has_logs(p->m, p->coord) ? 0 : p->m->coord[p->coord].low);
    struct fit_model *m = model_pin(p->m, p->coord, value);
    struct fit_work *work = m ? work_new(m) : NULL;
    if (work) {
        struct fit_descent descent = {.most = 100, .tolerance = 1e-8};
        coords_of_values(m, to->value, u);
        phi_of_coords(m, u, phi);
        least = fit_anneal(m, work, m->weight, phi, &descent);
        model_coords(m, phi, u);
        for (int i = 0; i < m->coords; i++)
            to->value[i] = coord_value(m, i, u, NULL);
    }
    work_free(work);
    model_free(m);
    return least;
}

/* Whether the objective is still low enough; the place is then where the next fit starts. */
static bool is_inside(struct profile *p, double reach) {
    struct place to;
    if (!(objective_at(p, reach, &to) <= p->most)) return false;
    p->at = to;
    return true;
}

/* The end on one side; open: what it is where the objective never rises enough. */
static double find_end(struct profile *p, double step, double open) {
    const double fitted = p->fitted.value[p->coord];
    const bool floored = !has_logs(p->m, p->coord) && p->m->coord[p->coord].low >= 0;
    double inside = 0, outside = step;
    int round = 0;
    p->at = p->fitted;
    for (; round < WIDER; round++) {
        const bool beyond = floored && fitted + outside <= p->m->coord[p->coord].low;
        if (beyond) outside = p->m->coord[p->coord].low - fitted;
        if (!is_inside(p, outside)) break;
        if (beyond) return 0;
        inside = outside;
        outside *= 1.5;
    }
    if (round == WIDER) return open;
    for (int i = 0; i < FINER; i++) {
        const double middle = (inside + outside) / 2;
        *(is_inside(p, middle) ? &inside : &outside) = middle;
    }
    return move(p->m, p->coord, fitted, (inside + outside) / 2);
}

void fit_profile(const struct fit_model *m, const double *phi, const struct fit_noise *noise,
                 double least, int coord, struct fit_result *result) {
    struct fit_coefficient *c = &result->coefficient[coord];
    double u[FIT_COEFFS];
    if (m->link[coord].count == 0 || c->role == FIT_FIXED) return;
    struct profile p = {.m = m, .coord = coord};
    model_coords(m, phi, u);
    for (int i = 0; i < m->coords; i++)
        p.fitted.value[i] = coord_value(m, i, u, NULL);
    take_answers(&p, result);
    p.most = least + noise->quantile * noise->quantile * noise->threshold;
    const bool logs = has_logs(m, coord), any = !logs && m->coord[coord].low < 0;
    const double up = logs ? log(c->high / c->value) : c->high - c->value;
    const double step = up > 0 && up < 1e3 ? 0.4 * up : logs ? 1 : fmax(0.1, fabs(c->value) / 2);
    c->high = find_end(&p, step, INFINITY);
    if (c->value > 0 || any) c->low = find_end(&p, -step, any ? -INFINITY : 0);
}
