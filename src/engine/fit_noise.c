/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the residuals say of the noise in the runs, and so of the coefficients' errors. */
#include "base/num.h"
#include "base/sort.h"
#include "engine/fit_parts.h"
#include <gsl/gsl_cdf.h>
#include <stdlib.h>

/* Residuals count for no more than so many times the middle one in their spread. */
static const double far_off = 6;

/* Deviation of normal noise by its middle size. */
static const double by_middle = 1.4826;

/* How much more all runs may be off, by their mean square, than the middle one has it. */
static const double uneven = 2.5;

struct residuals {
    const struct fit_model *m;
    size_t n;
    double *size; /* |ln predicted − ln measured| */
    double delta, middle;
};

static bool take_middle(struct residuals *r) {
    struct sort_pair *const each = malloc((r->n + 1) * sizeof *each);
    double sum = 0;
    size_t at = 0;
    if (!each) return false;
    for (size_t i = 0; i < r->n; i++)
        each[i] = (struct sort_pair){r->size[i], r->m->weight[i]};
    const bool sorted = sort_pairs(each, r->n);
    while (sorted && at + 1 < r->n && (sum += each[at].with) <= (double)r->n / 2)
        at++;
    r->middle = each[at].key;
    free(each);
    return sorted;
}

/* Root of the mean square of what is left of the residuals within a limit; each squared weight
 * where they are pulls, else the weight. */
static double root_mean_square(const struct residuals *r, double limit, bool pulls) {
    double sum = 0;
    for (size_t i = 0; i < r->n; i++) {
        const double size = fmin(r->size[i], limit), weight = r->m->weight[i];
        sum += weight * (pulls ? weight : 1) * size * size;
    }
    return sqrt(sum / (double)r->n);
}

/* A window wide enough to tell how dense the residuals are at 0, where few of them are within δ;
 * their share in it; and the deviation of a bell that is as wide. */
struct window {
    double width, share, blur;
};

static struct window window_of(const struct residuals *r, double runs) {
    if (r->delta == INFINITY) return (struct window){INFINITY, 1, 0};
    const double spread =
        fmax(by_middle * r->middle, root_mean_square(r, far_off * by_middle * r->middle, false));
    const double near = 1.06 * spread * pow(runs, -0.2);
    struct window window = {fmax(r->delta, near), 0, near / sqrt(3)};
    for (size_t i = 0; i < r->n; i++) {
        if (r->size[i] <= window.width) window.share += r->m->weight[i];
    }
    window.share = fmax(window.share / (double)r->n, 1 / runs);
    return window;
}

/* Huber's correction for few rows, K, is that of a ψ which bends where the window ends: his own is
 * of a ψ that is smooth over the residuals, and without limit where δ is next to none of them. */
static void take_noise(const struct residuals *r, double level, struct fit_noise *noise) {
    const double distinct = (double)fit_distinct(r->m), runs = fit_evidence(r->m, distinct);
    const double p = r->m->frees, left = runs - p, again = (double)r->n / distinct;
    const struct window window = window_of(r, runs);
    const double bend = r->delta == INFINITY ? 1 : window.share * r->delta / window.width;
    const double few = 1 + p / runs * (1 - window.share) / window.share;
    const double root = few * root_mean_square(r, r->delta, true) / bend;
    noise->scale = root * root * again * runs / left;
    noise->threshold = noise->scale * bend / 2;
    noise->bend = bend;
    noise->blur = window.blur;
    noise->freedom = left;
    noise->quantile = gsl_cdf_tdist_Pinv(0.5 + level / 2, left);
}

static const double nothing = 1e-12;

/* How much of a bell around a residual, as wide as a window of its neighbours, is within δ. */
static double slope_at(double residual, double delta, double blur) {
    if (!(blur > 0) || delta == INFINITY) return fabs(residual) <= delta;
    const double within = gsl_cdf_ugaussian_P((delta - residual) / blur) -
                          gsl_cdf_ugaussian_P((-delta - residual) / blur);
    return within > nothing ? within : 0; /* squares of less would be no numbers any more */
}

void fit_row_slopes(const struct fit_model *m, const double *log_predicted, struct fit_noise *noise,
                    double *slope) {
    const double delta = fit_delta(m->problem);
    double sum = 0;
    for (size_t i = 0; i < m->rows; i++) {
        slope[i] = m->weight[i] * slope_at(log_predicted[i] - m->log_loss[i], delta, noise->blur);
        sum += slope[i];
    }
    noise->bend = sum / (double)m->rows;
    noise->threshold = noise->scale * noise->bend / 2;
    for (size_t i = 0; i < m->rows; i++)
        slope[i] /= noise->bend;
}

static void remark_uneven(const struct residuals *r, struct fit_result *result) {
    char rms[NUM_TEXT], half[NUM_TEXT];
    const double all = root_mean_square(r, INFINITY, false);
    if (r->delta == INFINITY || all <= r->delta || all <= uneven * by_middle * r->middle) return;
    fit_remark(result,
               "some runs are far off the law (%s %% rms, though half are within %s %%): the "
               "intervals take them for outliers; a bootstrap does not",
               num_shortest(rms, num_round(100 * all, 2)),
               num_shortest(half, num_round(100 * r->middle, 2)));
}

bool fit_take_noise(const struct fit_model *m, const double *log_predicted, struct fit_noise *noise,
                    struct fit_result *result) {
    struct residuals r = {.m = m, .n = m->rows, .delta = fit_delta(m->problem)};
    r.size = malloc((r.n + 1) * sizeof *r.size);
    for (size_t i = 0; r.size && i < r.n; i++)
        r.size[i] = fabs(log_predicted[i] - m->log_loss[i]);
    const bool whole = r.size && take_middle(&r);
    if (whole) {
        take_noise(&r, result->level, noise);
        result->freedom = noise->freedom;
        remark_uneven(&r, result);
    }
    free(r.size);
    return whole;
}
