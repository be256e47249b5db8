/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Profile intervals: a coefficient is held at a value and all others are fitted again; the interval
 * ends where the objective has risen by as much as its noise explains at the level. */
#include "engine/fit_parts.h"
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 24 };

#define FAR   100. /* first steps: who is still within there has no end */
#define CLOSE .003 /* of the end sought, in deviations or as a distance */
#define EDGE  .1   /* of what is left: no nearer to either side is tried */

/* Coefficients, and how far the held one is from the fit's value. */
struct place {
    double value[FIT_COEFFS], reach;
};

struct profile {
    const struct fit_model *m;
    int coord;
    const struct fit_noise *noise;
    double least;              /* the objective of the fit */
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

/* From a wide delta a better valley may be found; where that does not lead within the interval,
 * straight down, which keeps to the valley that it starts in. The one or the other loses its way
 * where coefficients trade off. */
static double descend(const struct profile *p, const struct fit_model *m, struct fit_work *work,
                      double *phi) {
    struct fit_descent descent = {.most = 400, .tolerance = 1e-8};
    const double quantile = p->noise->quantile, delta = fit_delta(m->problem);
    const double most = p->least + quantile * quantile * p->noise->threshold;
    const size_t size = (size_t)m->frees * sizeof *phi;
    double straight[FIT_COEFFS];
    memcpy(straight, phi, size);
    const double annealed = fit_anneal(m, work, m->weight, phi, &descent);
    if (annealed <= most || delta == INFINITY) return annealed;
    const double least = fit_descend(m, work, m->weight, delta, straight, &descent);
    if (least < annealed) memcpy(phi, straight, size);
    return fmin(least, annealed);
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
        coords_of_values(m, to->value, u);
        phi_of_coords(m, u, phi);
        least = descend(p, m, work, phi);
        model_coords(m, phi, u);
        for (int i = 0; i < m->coords; i++)
            to->value[i] = coord_value(m, i, u, NULL);
    }
    work_free(work);
    model_free(m);
    return least;
}

/* Where a fit with the coefficient held came to: how far from the fit's own value, and how many
 * deviations above the least, which grow about evenly with the distance. */
struct trial {
    double reach, deviations;
};

/* Hold it that far away. Where that is still within the interval the next fit starts there. */
static struct trial try_at(struct profile *p, double reach) {
    struct place to;
    const double above = objective_at(p, reach, &to) - p->least;
    const struct trial trial = {reach, sqrt(fmax(0, above) / p->noise->threshold)};
    if (trial.deviations <= p->noise->quantile) p->at = to;
    return trial;
}

/* The search for one end: the furthest place within, and where known the nearest beyond. */
struct span {
    struct trial inside, outside;
    bool known;
    double growth; /* most that the next distance is of the one before */
};

/* Where the deviations are the quantile: by a straight line between two places, or through the
 * one that there is. */
static double line(const struct profile *p, const struct span *span) {
    const struct trial in = span->inside, out = span->outside;
    const double quantile = p->noise->quantile;
    if (!span->known) return in.reach * fmin(span->growth, quantile / in.deviations);
    const double share = (quantile - in.deviations) / (out.deviations - in.deviations);
    return in.reach + (out.reach - in.reach) * (isfinite(share) ? share : 0.5);
}

/* Where to look next: there, but on from what is known already. */
static double aim(const struct profile *p, const struct span *span) {
    const double in = span->inside.reach, gap = span->outside.reach - in, at = line(p, span);
    if (!span->known) return in * fmax(1.05, at / in);
    return in + gap * fmax(EDGE, fmin(1 - EDGE, (at - in) / gap));
}

/* Whether the place beyond is so near that the deviations cannot have risen so much: the fit there
 * had lost its way, having come from afar. */
static bool is_broken(const struct profile *p, const struct span *span) {
    const struct trial in = span->inside, out = span->outside;
    return span->known && in.deviations < 0.9 * p->noise->quantile &&
           fabs(out.reach - in.reach) < 0.1 * fabs(in.reach);
}

static bool is_close(const struct profile *p, const struct span *span) {
    const struct trial in = span->inside, out = span->outside;
    return fabs(in.deviations / p->noise->quantile - 1) <= CLOSE ||
           (span->known && (fabs(out.deviations / p->noise->quantile - 1) <= CLOSE ||
                            fabs(out.reach - in.reach) <= CLOSE * fabs(in.reach)));
}

/* The end on one side; open: what it is where the objective never rises enough. Where the search
 * itself comes to no end, it is where a parabola through the last place would have it. */
static double find_end(struct profile *p, double step, double open) {
    const double fitted = p->fitted.value[p->coord], low = p->m->coord[p->coord].low;
    const bool floored = !has_logs(p->m, p->coord) && low >= 0;
    struct span span = {.growth = 2.5};
    double reach = step;
    p->at = p->fitted;
    for (int round = 0; round < ROUNDS; round++) {
        const bool beyond = floored && fitted + reach <= low;
        const struct trial next = try_at(p, beyond ? low - fitted : reach);
        if (next.deviations <= p->noise->quantile) {
            if (beyond) return 0;
            span.inside = next;
        } else {
            span.outside = next;
            span.known = true;
        }
        if (is_close(p, &span)) break;
        if (is_broken(p, &span)) {
            span.known = false;
            span.growth = 1.1;
        }
        reach = aim(p, &span);
        if (fabs(reach) >= FAR * fabs(step)) return open;
    }
    span.growth = 2.5;
    return move(p->m, p->coord, fitted, line(p, &span));
}

void fit_profile(const struct fit_model *m, const double *phi, const struct fit_noise *noise,
                 double least, int coord, struct fit_result *result) {
    struct fit_coefficient *c = &result->coefficient[coord];
    double u[FIT_COEFFS];
    if (m->link[coord].count == 0 || c->role == FIT_FIXED) return;
    struct profile p = {.m = m, .coord = coord, .noise = noise, .least = least};
    model_coords(m, phi, u);
    for (int i = 0; i < m->coords; i++)
        p.fitted.value[i] = coord_value(m, i, u, NULL);
    take_answers(&p, result);
    const bool logs = has_logs(m, coord), any = !logs && m->coord[coord].low < 0;
    const double up = logs ? log(c->high / c->value) : c->high - c->value;
    const double step = up > 0 && up < 1e3 ? 0.5 * up : logs ? 1 : fmax(0.1, fabs(c->value) / 2);
    c->high = find_end(&p, step, INFINITY);
    if (c->value > 0 || any) c->low = find_end(&p, -step, any ? -INFINITY : 0);
}
