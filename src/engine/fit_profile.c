/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Profile intervals: a coefficient is held at a value and all others are fitted again; the interval
 * ends where the objective has risen by as much as its noise explains at the level. */
#include "engine/fit_parts.h"
#include <stdlib.h>
#include <string.h>

enum { WIDER = 14, FINER = 7 };

struct profile {
    const struct fit_model *m;
    int coord;
    double value;  /* of the coefficient in the fit */
    double most;   /* the objective at an interval's end */
    double *start; /* the coefficients from which the next fit starts: those of the last one */
    const double *fitted;
    bool logs;
};

static double at_reach(const struct profile *p, double reach) {
    return p->logs ? p->value * exp(reach) : p->value + reach;
}

/* The least objective with the coefficient at a value; start then has the others there. */
static double objective_at(struct profile *p, double value) {
    double u[FIT_COEFFS], phi[FIT_COEFFS], least = INFINITY;
    struct fit_model *m = model_pin(p->m, p->coord, value);
    struct fit_work *work = m ? work_new(m) : NULL;
    if (work) {
        struct fit_descent descent = {.most = 60, .tolerance = 1e-7};
        p->start[p->coord] = value;
        coords_of_values(m, p->start, u);
        phi_of_coords(m, u, phi);
        least = fit_descend(m, work, m->weight, fit_delta(m->problem), phi, &descent);
        model_coords(m, phi, u);
        for (int i = 0; i < m->coords; i++)
            p->start[i] = coord_value(m, i, u, NULL);
    }
    work_free(work);
    model_free(m);
    return least;
}

/* The end on one side; an end that is not found is the range's. */
static double find_end(struct profile *p, double step, double open) {
    double inside = 0, outside = step;
    const size_t size = (size_t)p->m->coords * sizeof *p->start;
    memcpy(p->start, p->fitted, size);
    int round = 0;
    for (; round < WIDER; round++) {
        double value = at_reach(p, outside);
        const bool beyond = !p->logs && p->m->coord[p->coord].low >= 0 && value <= 0;
        if (objective_at(p, beyond ? 0 : value) > p->most) break;
        if (beyond) return 0;
        inside = outside;
        outside *= round < 2 ? 1.5 : 2;
    }
    if (round == WIDER) return open;
    memcpy(p->start, p->fitted, size);
    for (int i = 0; i < FINER; i++) {
        const double middle = (inside + outside) / 2;
        const double value = at_reach(p, middle);
        if (objective_at(p, value) > p->most)
            outside = middle;
        else
            inside = middle;
    }
    return at_reach(p, (inside + outside) / 2);
}

void fit_profile(const struct fit_model *m, const double *phi, const struct fit_noise *noise,
                 double least, int coord, struct fit_result *result) {
    struct fit_coefficient *c = &result->coefficient[coord];
    const enum fit_kind kind = m->coord[coord].kind;
    double fitted[FIT_COEFFS], start[FIT_COEFFS], u[FIT_COEFFS];
    if (m->link[coord].count == 0) return;
    model_coords(m, phi, u);
    for (int i = 0; i < m->coords; i++)
        fitted[i] = coord_value(m, i, u, NULL);
    struct profile p = {
        .m = m, .coord = coord, .value = c->value, .start = start, .fitted = fitted};
    p.logs = kind != KIND_PLAIN && kind != KIND_QUOTIENT;
    p.most = least + noise->quantile * noise->quantile * noise->threshold;
    const double up = p.logs ? log(c->high / c->value) : c->high - c->value;
    const double step = up > 0 && up < 1e3 ? 0.8 * up : p.logs ? 1 : fmax(0.1, fabs(c->value));
    const bool signless = kind == KIND_PLAIN && m->coord[coord].low < 0;
    c->high = find_end(&p, step, INFINITY);
    if (c->value > 0 || signless) c->low = find_end(&p, -step, signless ? -INFINITY : 0);
}
