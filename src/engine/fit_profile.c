/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Profile intervals: a coefficient is held at a value and all others are fitted again; the interval
 * ends where the objective has risen by as much as its noise explains at the level. */
#include "engine/fit_parts.h"
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 24 };

/* So many times wider by clusters: they tell nothing of it. */
static const double unknown = 1e9;

#define FAR   100. /* first steps: who is still within there has no end */
#define EVER  40.  /* likewise, of a logarithm */
#define CLOSE .003 /* of the end sought, in deviations or as a distance */
#define EDGE  .1   /* of what is left: no nearer to either side is tried */

/* Coefficients, and how far the held one is from the fit's value. */
struct place {
    double value[FIT_COEFFS], reach;
};

/* Where a fit with the coefficient held came to: how far from the fit's own value, and how many
 * deviations above the least, which grow about evenly with the distance. */
struct trial {
    double reach, deviations;
};

/* The search for one end: the furthest place within, and where known the nearest beyond. */
struct span {
    struct trial inside, outside;
    bool known;
    double growth; /* most that the next distance is of the one before */
    double step;   /* the first distance */
    double open;   /* the end where the objective never rises enough */
    double reach;  /* the distance to be tried next */
    int round;
};

struct fit_profile {
    const struct fit_model *m;
    struct fit_coefficient *coefficient;
    double low, high; /* its interval by the covariance */
    int coord;
    struct fit_noise noise;
    double least;              /* the objective of the fit */
    double answer[FIT_COEFFS]; /* of the others' own reach to that of the held one */
    struct place fitted, at;   /* at: where the last fit within the interval came to */
    bool below;                /* the lower end is sought */
    struct span span;
    /* The fit that is on: with the coefficient held. */
    struct fit_model *held;
    struct fit_work *work;
    struct fit_descent descent;
    struct place to;
    double phi[FIT_COEFFS], straight[FIT_COEFFS];
    double annealed; /* the objective at phi, once `straight` goes its own way */
    bool is_straight;
};

static bool has_logs(const struct fit_model *m, int coord) {
    const enum fit_kind kind = m->coord[coord].kind;
    return kind != KIND_PLAIN && kind != KIND_QUOTIENT;
}

static double move(const struct fit_model *m, int coord, double value, double reach) {
    return has_logs(m, coord) ? value * exp(reach) : value + reach;
}

/* How the others answer to a small change of the held one. */
static void take_answers(struct fit_profile *p, const double *together) {
    const int n = p->m->coords, i = p->coord;
    const double *const value = p->fitted.value, *const row = together + (ptrdiff_t)i * n;
    const double own = row[i] / (has_logs(p->m, i) ? value[i] : 1);
    for (int j = 0; j < n; j++) {
        const double by = row[j] / (has_logs(p->m, j) ? value[j] : 1);
        p->answer[j] = own > 0 && isfinite(by) ? by / own : 0;
    }
    p->answer[i] = 1;
}

static void end_fit(struct fit_profile *p) {
    work_free(p->work);
    model_free(p->held);
    p->work = NULL;
    p->held = NULL;
}

static struct fit_descent fresh(void) {
    return (struct fit_descent){.most = 400, .tolerance = 1e-8};
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
    p->descent = fresh();
    p->is_straight = false;
    if (!p->work) return false;
    coords_of_values(p->held, p->to.value, u);
    phi_of_coords(p->held, u, p->phi);
    memcpy(p->straight, p->phi, sizeof p->straight);
    return true;
}

/* From a wide delta a better valley may be found; where that does not lead within the interval,
 * straight down, which keeps to the valley that it starts in. The one or the other loses its way
 * where coefficients trade off. False while it is paused. */
static bool descend(struct fit_profile *p, const double *deadline, double *least) {
    const double delta = fit_delta(p->held->problem), quantile = p->noise.quantile;
    const double *const weight = p->held->weight;
    p->descent.deadline = deadline;
    if (!p->is_straight) {
        p->annealed = fit_anneal(p->held, p->work, weight, p->phi, &p->descent);
        if (p->descent.paused) return false;
        *least = p->annealed;
        if (p->annealed <= p->least + quantile * quantile * p->noise.threshold || delta == INFINITY)
            return true;
        p->is_straight = true;
        p->descent = fresh();
        p->descent.deadline = deadline;
    }
    const double straight = fit_descend(p->held, p->work, weight, delta, p->straight, &p->descent);
    if (p->descent.paused) return false;
    if (straight < p->annealed) memcpy(p->phi, p->straight, sizeof p->phi);
    *least = fmin(straight, p->annealed);
    return true;
}

/* The fit with the coefficient held; false while it is paused. Where that is still within the
 * interval the next fit starts there. */
static bool fit_held(struct fit_profile *p, double reach, const double *deadline,
                     struct trial *trial) {
    double u[FIT_COEFFS], least = INFINITY;
    if (p->held || begin_fit(p, reach)) {
        if (!descend(p, deadline, &least)) return false;
        model_coords(p->held, p->phi, u);
        for (int i = 0; i < p->held->coords; i++)
            p->to.value[i] = coord_value(p->held, i, u, NULL);
    }
    end_fit(p);
    *trial = (struct trial){reach, sqrt(fmax(0, least - p->least) / p->noise.threshold)};
    if (trial->deviations <= p->noise.quantile) p->at = p->to;
    return true;
}

/* Where the deviations are the quantile: by a straight line between two places, or through the
 * one that there is. */
static double line(const struct fit_profile *p) {
    const struct trial in = p->span.inside, out = p->span.outside;
    const double quantile = p->noise.quantile;
    if (!p->span.known) return in.reach * fmin(p->span.growth, quantile / in.deviations);
    const double share = (quantile - in.deviations) / (out.deviations - in.deviations);
    return in.reach + (out.reach - in.reach) * (isfinite(share) ? share : 0.5);
}

/* Where to look next: there, but on from what is known already. */
static double aim(const struct fit_profile *p) {
    const double in = p->span.inside.reach, gap = p->span.outside.reach - in, at = line(p);
    if (!p->span.known) return in * fmax(1.05, at / in);
    return in + gap * fmax(EDGE, fmin(1 - EDGE, (at - in) / gap));
}

/* Whether the place beyond is so near that the deviations cannot have risen so much: the fit there
 * had lost its way, having come from afar. */
static bool is_broken(const struct fit_profile *p) {
    const struct trial in = p->span.inside, out = p->span.outside;
    return p->span.known && in.deviations < 0.9 * p->noise.quantile &&
           fabs(out.reach - in.reach) < 0.1 * fabs(in.reach);
}

static bool is_close(const struct fit_profile *p) {
    const struct trial in = p->span.inside, out = p->span.outside;
    return fabs(in.deviations / p->noise.quantile - 1) <= CLOSE ||
           (p->span.known && (fabs(out.deviations / p->noise.quantile - 1) <= CLOSE ||
                              fabs(out.reach - in.reach) <= CLOSE * fabs(in.reach)));
}

static void begin_end(struct fit_profile *p, double step, double open) {
    p->span = (struct span){.growth = 2.5, .step = step, .open = open, .reach = step};
    p->at = p->fitted;
}

/* A lower end of the coordinate's that the interval may come to: the next place is there. */
static bool is_beyond(const struct fit_profile *p, double *reach) {
    const double down = p->m->coord[p->coord].low - p->fitted.value[p->coord];
    const bool floored = !has_logs(p->m, p->coord) && p->m->coord[p->coord].low >= 0;
    const bool beyond = floored && p->span.reach <= down;
    *reach = beyond ? down : p->span.reach;
    return beyond;
}

/* Take in one fit of the search for an end. True where that is the end, in *end. Where the search
 * itself comes to no end, it is where a parabola through the last place would have it. */
static bool advance(struct fit_profile *p, struct trial next, bool beyond, double *end) {
    struct span *const span = &p->span;
    const bool inside = next.deviations <= p->noise.quantile;
    *end = beyond ? 0 : span->open;
    if (inside && beyond) return true;
    *(inside ? &span->inside : &span->outside) = next;
    span->known |= !inside;
    bool done = is_close(p) || ++span->round == ROUNDS;
    if (!done) {
        if (is_broken(p)) {
            span->known = false;
            span->growth = 1.1;
        }
        span->reach = aim(p);
        *end = span->open;
        return fabs(span->reach) >= FAR * fabs(span->step) ||
               (has_logs(p->m, p->coord) && fabs(span->reach) >= EVER);
    }
    span->growth = 2.5;
    *end = move(p->m, p->coord, p->fitted.value[p->coord], line(p));
    return true;
}

/* A coefficient before it that is tied to be the same; NULL: none. */
static const struct fit_coefficient *twin_of(const struct fit_model *m, int coord,
                                             const struct fit_result *result) {
    const struct fit_link *const own = &m->link[coord];
    for (int i = 0; i < coord && own->count == 1; i++) {
        const struct fit_link *const link = &m->link[i];
        if (link->count == 1 && link->phi[0] == own->phi[0] && link->times[0] == own->times[0] &&
            m->coord[i].kind == m->coord[coord].kind &&
            result->coefficient[i].value == result->coefficient[coord].value)
            return &result->coefficient[i];
    }
    return NULL;
}

struct fit_profile *profile_new(const struct fit_model *m, const double *phi,
                                const struct fit_noise *noise, double least, int coord,
                                struct fit_result *result) {
    struct fit_coefficient *const c = &result->coefficient[coord];
    double u[FIT_COEFFS];
    if (m->link[coord].count == 0 || c->role == FIT_FIXED) return NULL;
    if (noise->wider[coord] > unknown) return NULL; /* it is open by the covariance */
    const struct fit_coefficient *const twin = twin_of(m, coord, result);
    if (twin) {
        c->low = twin->low;
        c->high = twin->high;
        return NULL;
    }
    struct fit_profile *const p = calloc(1, sizeof *p);
    if (!p) return NULL;
    p->m = m;
    p->coord = coord;
    p->coefficient = c;
    p->low = c->low;
    p->high = c->high;
    p->noise = *noise;
    p->noise.threshold *= noise->wider[coord];
    p->least = least;
    model_coords(m, phi, u);
    for (int i = 0; i < m->coords; i++)
        p->fitted.value[i] = coord_value(m, i, u, NULL);
    take_answers(p, noise->answer);
    const bool logs = has_logs(m, coord);
    const double up = logs ? log(c->high / c->value) : c->high - c->value;
    const double most = logs ? EVER / 4 : 1e3;
    begin_end(p,
              up > 0 && up < most ? 0.5 * up
              : logs              ? 1
                                  : fmax(0.1, fabs(c->value) / 2),
              INFINITY);
    return p;
}

/* An interval of no width beside a large error is that of a search which had lost its way at once:
 * the covariance says more. */
static void end_interval(const struct fit_profile *p) {
    static const double nothing = 1e-6, large = 1e-3;
    struct fit_coefficient *const c = p->coefficient;
    const double size = fabs(c->value);
    if (!(c->high - c->low <= nothing * size && c->error > large * size)) return;
    c->low = p->low;
    c->high = p->high;
}

bool profile_step(struct fit_profile *p, const double *deadline) {
    struct fit_coefficient *const c = p->coefficient;
    const bool any = !has_logs(p->m, p->coord) && p->m->coord[p->coord].low < 0;
    do {
        double end, reach;
        struct trial trial;
        const bool beyond = is_beyond(p, &reach);
        if (!fit_held(p, reach, deadline, &trial)) return false;
        if (!advance(p, trial, beyond, &end)) continue;
        *(p->below ? &c->low : &c->high) = end;
        if (p->below || !(c->value > 0 || any)) {
            end_interval(p);
            return true;
        }
        p->below = true;
        begin_end(p, -p->span.step, any ? -INFINITY : 0);
    } while (!fit_late(deadline));
    return false;
}

void profile_free(struct fit_profile *p) {
    if (!p) return;
    end_fit(p);
    free(p);
}
