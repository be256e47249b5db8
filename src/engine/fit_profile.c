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

/* One end of an interval: first wider until the objective is too high, then between. */
struct search {
    double inside, outside; /* reaches of it */
    double open;            /* the end where the objective never rises enough */
    int round;
    bool finer; /* the second part */
};

struct fit_profile {
    const struct fit_model *m;
    struct fit_coefficient *coefficient;
    int coord;
    double most;               /* the objective at an interval's end */
    double answer[FIT_COEFFS]; /* of the others' own reach to that of the held one */
    struct place fitted, at;   /* at: where the last fit within the interval came to */
    double step;               /* the first, upwards */
    bool below;                /* the lower end is sought */
    struct search search;
    /* The fit that is on: with the coefficient held. */
    struct fit_model *held;
    struct fit_work *work;
    struct fit_descent descent;
    struct place to;
    double phi[FIT_COEFFS];
};

static bool has_logs(const struct fit_model *m, int coord) {
    const enum fit_kind kind = m->coord[coord].kind;
    return kind != KIND_PLAIN && kind != KIND_QUOTIENT;
}

static double move(const struct fit_model *m, int coord, double value, double reach) {
    return has_logs(m, coord) ? value * exp(reach) : value + reach;
}

/* How the others answer to a small change of the held one, from their covariance. */
static void take_answers(struct fit_profile *p, const struct fit_result *result) {
    const int n = result->count, i = p->coord;
    const double *value = p->fitted.value;
    const double own = result->covariance[i * n + i] / (has_logs(p->m, i) ? value[i] : 1);
    for (int j = 0; j < n; j++) {
        const double by = result->covariance[j * n + i] / (has_logs(p->m, j) ? value[j] : 1);
        p->answer[j] = own > 0 && isfinite(by) ? by / own : 0;
    }
    p->answer[i] = 1;
}

/* A lower end of the coordinate's that the interval may come to. */
static bool is_floored(const struct fit_profile *p) {
    return !has_logs(p->m, p->coord) && p->m->coord[p->coord].low >= 0;
}

/* How far off the next fit holds the coefficient. *beyond: as far as it can go. */
static double next_reach(const struct fit_profile *p, bool *beyond) {
    const struct search *const search = &p->search;
    const double down = p->m->coord[p->coord].low - p->fitted.value[p->coord];
    *beyond = !search->finer && is_floored(p) && search->outside <= down;
    if (*beyond) return down;
    return search->finer ? (search->inside + search->outside) / 2 : search->outside;
}

static void end_fit(struct fit_profile *p) {
    work_free(p->work);
    model_free(p->held);
    p->work = NULL;
    p->held = NULL;
}

/* Hold the coefficient that far from the fit, the others where they are expected then. */
static bool begin_fit(struct fit_profile *p, double reach) {
    double u[FIT_COEFFS];
    const double on = reach - p->at.reach;
    for (int j = 0; j < p->m->coords; j++)
        p->to.value[j] = move(p->m, j, p->at.value[j], p->answer[j] * on);
    p->to.reach = reach;
    const double value = fmax(move(p->m, p->coord, p->fitted.value[p->coord], reach),
                              has_logs(p->m, p->coord) ? 0 : p->m->coord[p->coord].low);
    p->held = model_pin(p->m, p->coord, value);
    p->work = p->held ? work_new(p->held) : NULL;
    p->descent = (struct fit_descent){.most = 100, .tolerance = 1e-8};
    if (!p->work) return false;
    coords_of_values(p->held, p->to.value, u);
    phi_of_coords(p->held, u, p->phi);
    return true;
}

/* The fit with the coefficient held; false while it is paused. *inside: whether the objective is
 * still low enough, and the place is then where the next fit starts. */
static bool fit_held(struct fit_profile *p, double reach, const double *deadline, bool *inside) {
    double u[FIT_COEFFS], least = INFINITY;
    if (p->held || begin_fit(p, reach)) {
        p->descent.deadline = deadline;
        least = fit_anneal(p->held, p->work, p->held->weight, p->phi, &p->descent);
        if (p->descent.paused) return false;
        model_coords(p->held, p->phi, u);
        for (int i = 0; i < p->held->coords; i++)
            p->to.value[i] = coord_value(p->held, i, u, NULL);
    }
    end_fit(p);
    *inside = least <= p->most;
    if (*inside) p->at = p->to;
    return true;
}

static void begin_end(struct fit_profile *p, double step, double open) {
    p->search = (struct search){.outside = step, .open = open};
    p->at = p->fitted;
}

/* One more fit of the search for an end has been made. True where that is the end, in *end. */
static bool advance(struct fit_profile *p, bool inside, bool beyond, double reach, double *end) {
    struct search *const search = &p->search;
    if (search->finer) {
        *(inside ? &search->inside : &search->outside) = reach;
    } else if (inside) {
        search->inside = reach;
        search->outside = 1.5 * reach;
    } else {
        *search = (struct search){.inside = search->inside, .outside = reach, .finer = true};
        return false;
    }
    search->round++;
    *end = beyond ? 0 : search->open;
    if (!search->finer) return beyond || search->round == WIDER;
    *end = move(p->m, p->coord, p->fitted.value[p->coord], (search->inside + search->outside) / 2);
    return search->round == FINER;
}

struct fit_profile *profile_new(const struct fit_model *m, const double *phi,
                                const struct fit_noise *noise, double least, int coord,
                                struct fit_result *result) {
    struct fit_coefficient *const c = &result->coefficient[coord];
    double u[FIT_COEFFS];
    if (m->link[coord].count == 0 || c->role == FIT_FIXED) return NULL;
    struct fit_profile *const p = calloc(1, sizeof *p);
    if (!p) return NULL;
    p->m = m;
    p->coord = coord;
    p->coefficient = c;
    model_coords(m, phi, u);
    for (int i = 0; i < m->coords; i++)
        p->fitted.value[i] = coord_value(m, i, u, NULL);
    take_answers(p, result);
    p->most = least + noise->quantile * noise->quantile * noise->threshold;
    const bool logs = has_logs(m, coord);
    const double up = logs ? log(c->high / c->value) : c->high - c->value;
    p->step = up > 0 && up < 1e3 ? 0.4 * up : logs ? 1 : fmax(0.1, fabs(c->value) / 2);
    begin_end(p, p->step, INFINITY);
    return p;
}

bool profile_step(struct fit_profile *p, const double *deadline) {
    struct fit_coefficient *const c = p->coefficient;
    const bool any = !has_logs(p->m, p->coord) && p->m->coord[p->coord].low < 0;
    do {
        double end;
        bool beyond, inside;
        const double reach = next_reach(p, &beyond);
        if (!fit_held(p, reach, deadline, &inside)) return false;
        if (!advance(p, inside, beyond, reach, &end)) continue;
        *(p->below ? &c->low : &c->high) = end;
        if (p->below || !(c->value > 0 || any)) return true;
        p->below = true;
        begin_end(p, -p->step, any ? -INFINITY : 0);
    } while (!fit_late(deadline));
    return false;
}

void profile_free(struct fit_profile *p) {
    if (!p) return;
    end_fit(p);
    free(p);
}
