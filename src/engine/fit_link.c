/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is fixed and tied: each is a linear equation between coordinates, which takes one of them
 * out of the search. */
#include "base/text.h"
#include "engine/fit_links.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int model_coord(const struct fit_model *m, const char *name) {
    for (int i = 0; i < m->coords; i++) {
        if (strcmp(m->coord[i].name, name) == 0) return i;
    }
    return FIT_NONE;
}

static bool unknown(const struct fit_model *m, const char *name, struct err *err) {
    const char *names[FIT_COEFFS];
    for (int i = 0; i < m->coords; i++)
        names[i] = m->coord[i].name;
    const char *nearest = text_nearest(name, names, (size_t)m->coords);
    if (nearest) {
        return err_set(err, "\"%.60s\" is no coefficient of this fit; did you mean %s?", name,
                       nearest);
    }
    char list[200] = "";
    for (int i = 0; i < m->coords; i++)
        text_append(list, sizeof list, "%s%s", i ? ", " : "", names[i]);
    return err_set(err, "\"%.60s\" is no coefficient of this fit; it has %s", name, list);
}

/* Σ times·u = right, to be kept by moving the pivot. */
struct equation {
    double times[FIT_COEFFS];
    double right;
    int pivot;
};

static void take_inner(const struct fit_model *m, struct equation *q, int i, double times) {
    const struct fit_coord *coord = &m->coord[i];
    q->times[i] += times;
    for (int k = 0; k < 2; k++) {
        if (coord->mix[k] != FIT_NONE) q->times[coord->mix[k]] += times * coord->mixed[k];
    }
    q->right -= times * coord->shift;
}

static double *row_of(const struct fit_model *m, const struct links *links, int i) {
    return &links->Z[(size_t)i * (size_t)m->coords];
}

/* The equation in the coordinates that are still open; then the pivot by the others. */
static bool keep(struct fit_model *m, struct links *links, struct equation *q, struct err *err) {
    double open[FIT_COEFFS] = {0}, largest = 0;
    int pivot = q->pivot;
    for (int i = 0; i < m->coords; i++) {
        if (q->times[i] == 0) continue;
        const double *row = row_of(m, links, i);
        q->right -= q->times[i] * links->offset[i];
        for (int j = 0; j < m->coords; j++)
            open[j] += q->times[i] * row[j];
    }
    for (int j = 0; j < m->coords; j++) {
        if (fabs(open[j]) < 1e-12) open[j] = 0;
        if (open[j] != 0 && open[q->pivot] == 0 && fabs(open[j]) > largest) pivot = j;
        largest = fmax(largest, fabs(open[j]));
    }
    if (open[pivot] == 0) {
        if (fabs(q->right) < 1e-9) return true;
        return err_set(err, "%s: fixed or tied twice, to different values",
                       m->coord[q->pivot].name);
    }
    for (int i = 0; i < m->coords; i++) {
        double *row = row_of(m, links, i);
        const double times = row[pivot] / open[pivot];
        if (times == 0) continue;
        links->offset[i] += times * q->right;
        for (int j = 0; j < m->coords; j++)
            row[j] -= times * open[j];
        row[pivot] = 0;
    }
    return true;
}

bool links_fixed(const struct fit_model *m, const struct links *links, int coord) {
    const double *row = row_of(m, links, coord);
    for (int j = 0; j < m->coords; j++) {
        if (row[j] != 0) return false;
    }
    return true;
}

bool links_fix(struct fit_model *m, struct links *links, int i, double value, bool by_form,
               struct err *err) {
    const struct fit_coord *coord = &m->coord[i];
    const bool signless = coord->kind == KIND_PLAIN;
    struct equation q = {.pivot = i};
    if (by_form && links_fixed(m, links, i)) return true;
    if (!isfinite(value) || (!signless && value <= 0) || (signless && coord->low >= 0 && value < 0))
        return err_set(err, "%s = %g: out of range for this coefficient", coord->name, value);
    if (coord->kind == KIND_PLAIN || coord->kind == KIND_INVERSE) {
        q.times[i] = 1;
        q.right = signless ? value : 1 / value;
    } else if (coord->kind == KIND_QUOTIENT) {
        q.times[i] = 1;
        q.times[coord->ref] -= value;
    } else {
        take_inner(m, &q, i, 1);
        if (coord->kind == KIND_SHARE) q.times[coord->ref] -= log(value);
        if (coord->kind == KIND_LOG) q.right += log(value);
        if (coord->kind == KIND_LOG_OF) q.right -= log(value);
    }
    m->coord[i].by_form = by_form;
    return keep(m, links, &q, err);
}

static bool tie(struct fit_model *m, struct links *links, int first, int second, struct err *err) {
    const struct fit_coord *a = &m->coord[first], *b = &m->coord[second];
    struct equation q = {.pivot = second};
    if (a->kind != b->kind || a->ref != b->ref) {
        return err_set(err, "%s and %s cannot be tied: they are not of one kind", a->name, b->name);
    }
    if (a->kind == KIND_PLAIN || a->kind == KIND_INVERSE || a->kind == KIND_QUOTIENT) {
        q.times[first] += 1;
        q.times[second] -= 1;
    } else {
        take_inner(m, &q, first, 1);
        take_inner(m, &q, second, -1);
    }
    return keep(m, links, &q, err);
}

/* Fix a coefficient, or with "gamma_G" all of a series: "gamma_G.w4a4", "gamma_G.w4a16" … */
static bool fix_named(struct fit_model *m, struct links *links, const struct fit_fix *asked,
                      struct err *err) {
    const size_t length = strlen(asked->name);
    bool any = false;
    for (int i = 0; i < m->coords; i++) {
        const char *const name = m->coord[i].name;
        if (strncmp(name, asked->name, length) != 0 || (name[length] && name[length] != '.'))
            continue;
        if (!links_fix(m, links, i, asked->value, false, err)) return false;
        any = true;
    }
    return any || m->partial || unknown(m, asked->name, err);
}

static bool fix_all(struct fit_model *m, struct links *links, struct err *err) {
    const struct fit_problem *p = m->problem;
    for (int i = 0; i < p->fixes; i++) {
        if (!fix_named(m, links, &p->fix[i], err)) return false;
    }
    return m->pin == FIT_NONE || links_fix(m, links, m->pin, m->pin_value, false, err);
}

static bool tie_all(struct fit_model *m, struct links *links, struct err *err) {
    const struct fit_problem *p = m->problem;
    for (int i = 0; i < p->ties; i++) {
        int coord[2];
        bool there = true;
        for (int k = 0; k < 2; k++) {
            coord[k] = model_coord(m, p->tie[i].name[k]);
            there &= coord[k] != FIT_NONE;
            if (coord[k] == FIT_NONE && !m->partial) return unknown(m, p->tie[i].name[k], err);
        }
        if (!there) continue;
        if (!tie(m, links, coord[0], coord[1], err)) return false;
    }
    return true;
}

/* The coordinates that nothing took out are phi; each of all by them. */
static bool settle(struct fit_model *m, const struct links *links, struct err *err) {
    int phi[FIT_COEFFS];
    for (int i = 0; i < m->coords; i++) {
        const bool free = row_of(m, links, i)[i] == 1;
        phi[i] = free ? m->frees : FIT_NONE;
        if (free) m->free[m->frees++] = i;
    }
    for (int i = 0; i < m->coords; i++) {
        struct fit_link *link = &m->link[i];
        m->offset[i] = links->offset[i];
        for (int j = 0; j < m->coords; j++) {
            const double times = row_of(m, links, i)[j];
            if (times == 0) continue;
            if (link->count == FIT_LINKS)
                return err_set(err, "too many ties of %s", m->coord[i].name);
            link->phi[link->count] = phi[j];
            link->times[link->count++] = times;
        }
    }
    return true;
}

bool model_links(struct fit_model *m, struct err *err) {
    const size_t n = (size_t)m->coords;
    struct links links = {.Z = calloc(n * n, sizeof(double)), .offset = calloc(n, sizeof(double))};
    bool whole = links.Z && links.offset;
    if (!whole) err_starved(err, "out of memory");
    for (size_t i = 0; whole && i < n; i++)
        links.Z[i * n + i] = 1;
    whole = whole && fix_all(m, &links, err) && tie_all(m, &links, err) &&
            model_form(m, &links, err) && settle(m, &links, err);
    free(links.Z);
    free(links.offset);
    return whole;
}

void model_coords(const struct fit_model *m, const double *phi, double *u) {
    for (int i = 0; i < m->coords; i++) {
        const struct fit_link *link = &m->link[i];
        u[i] = m->offset[i];
        for (int k = 0; k < link->count; k++)
            u[i] += link->times[k] * phi[link->phi[k]];
    }
}

double coord_inner(const struct fit_model *m, int i, const double *u) {
    const struct fit_coord *coord = &m->coord[i];
    double n = u[i] + coord->shift;
    for (int k = 0; k < 2; k++) {
        if (coord->mix[k] != FIT_NONE) n += coord->mixed[k] * u[coord->mix[k]];
    }
    return n;
}

static void inner_slope(const struct fit_model *m, int i, double times, double *slope) {
    const struct fit_coord *coord = &m->coord[i];
    slope[i] += times;
    for (int k = 0; k < 2; k++) {
        if (coord->mix[k] != FIT_NONE) slope[coord->mix[k]] += times * coord->mixed[k];
    }
}

double coord_value(const struct fit_model *m, int i, const double *u, double *slope) {
    const struct fit_coord *coord = &m->coord[i];
    const double n = coord_inner(m, i, u), ref = coord->ref == FIT_NONE ? 1 : u[coord->ref];
    const double sign = coord->kind == KIND_LOG_OF ? -1 : 1;
    const double value = coord->kind == KIND_PLAIN      ? u[i]
                         : coord->kind == KIND_INVERSE  ? 1 / u[i]
                         : coord->kind == KIND_QUOTIENT ? u[i] / ref
                                                        : exp(sign * n / ref);
    if (!slope) return value;
    memset(slope, 0, (size_t)m->coords * sizeof *slope);
    if (coord->kind == KIND_PLAIN) {
        slope[i] = 1;
    } else if (coord->kind == KIND_INVERSE) {
        slope[i] = -value * value;
    } else if (coord->kind == KIND_QUOTIENT) {
        slope[i] = 1 / ref;
        slope[coord->ref] -= value / ref;
    } else {
        inner_slope(m, i, sign * value / ref, slope);
        if (coord->ref != FIT_NONE) slope[coord->ref] -= value * n / (ref * ref);
    }
    return value;
}

double coord_slopes(const struct fit_model *m, int i, const double *u, double *slope) {
    double by_u[FIT_COEFFS];
    const double value = coord_value(m, i, u, by_u);
    memset(slope, 0, (size_t)m->frees * sizeof *slope);
    for (int j = 0; j < m->coords; j++) {
        const struct fit_link *const link = &m->link[j];
        for (int k = 0; k < link->count; k++)
            slope[link->phi[k]] += by_u[j] * link->times[k];
    }
    return value;
}

void coords_of_values(const struct fit_model *m, const double *value, double *u) {
    for (int i = 0; i < m->coords; i++) {
        const enum fit_kind kind = m->coord[i].kind;
        u[i] = kind == KIND_PLAIN ? value[i] : kind == KIND_INVERSE ? 1 / value[i] : 0;
    }
    for (int i = 0; i < m->coords; i++) {
        if (m->coord[i].kind == KIND_QUOTIENT) u[i] = value[i] * u[m->coord[i].ref];
    }
    for (int i = 0; i < m->coords; i++) {
        const struct fit_coord *coord = &m->coord[i];
        if (coord->kind != KIND_LOG && coord->kind != KIND_LOG_OF && coord->kind != KIND_SHARE)
            continue;
        const double ref = coord->ref == FIT_NONE ? 1 : u[coord->ref];
        u[i] = 0;
        u[i] = (coord->kind == KIND_LOG_OF ? -1 : 1) * log(value[i]) * ref - coord_inner(m, i, u);
    }
}

void phi_of_coords(const struct fit_model *m, const double *u, double *phi) {
    for (int i = 0; i < m->frees; i++) {
        const struct fit_coord *coord = &m->coord[m->free[i]];
        phi[i] = fmax(coord->low, fmin(coord->high, u[m->free[i]]));
    }
}
