/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far an optimum is open: searched for again along each direction of the covariance. Moving
 * one coefficient at a time would take differences of what nearly cancels. */
#include "base/text.h"
#include "engine/sure.h"
#include <stdlib.h>

/* Of a deviation: far above what a search is rough by, well below where an optimum bends. */
#define STEP .05

enum { FIGURES = 4 }; /* ln P, ln N, ln D, loss */

/* L of Σ = L·Lᵀ by rows; a coefficient that follows from those before it has no column. */
static void factor(const struct covariance *covariance, double *root) {
    const size_t n = (size_t)covariance->count;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j <= i; j++) {
            double rest = covariance->value[i * n + j];
            for (size_t k = 0; k < j; k++)
                rest -= root[i * n + k] * root[j * n + k];
            const double pivot = root[j * n + j];
            if (i == j)
                root[i * n + i] = rest > 1e-10 * covariance->value[i * n + i] ? sqrt(rest) : 0;
            else
                root[i * n + j] = pivot > 0 ? rest / pivot : 0;
        }
    }
}

static bool figures_at(const struct preset *preset, const double *root, int column, double step,
                       sure_search *search, const void *data, double figure[FIGURES]) {
    const struct covariance *const covariance = preset->covariance;
    const size_t n = (size_t)covariance->count;
    struct preset moved = *preset; /* borrows what the preset owns */
    struct optimum optimum;
    for (size_t i = 0; i < n && root; i++)
        *preset_at(&moved, covariance->slot[i]) += step * root[i * n + (size_t)column];
    if (search(&moved, data, &optimum) == LAW_SILENT) return false;
    figure[0] = log(optimum.P);
    figure[1] = log(optimum.plan.N);
    figure[2] = log(optimum.plan.D);
    figure[3] = optimum.loss;
    return true;
}

/* Bits of a table do not move by little. */
static bool jumps(const struct preset *preset, const double *above, const double *below) {
    return !preset->law->real_bits && above[0] != below[0];
}

/* The variances of the figures; false where there is none. */
static bool vary(const struct preset *preset, const double *root, sure_search *search,
                 const void *data, double variance[FIGURES]) {
    const int n = preset->covariance->count;
    for (int k = 0; k < n; k++) {
        double above[FIGURES], below[FIGURES];
        if (!(root[(size_t)k * (size_t)n + (size_t)k] > 0)) continue;
        if (!figures_at(preset, root, k, STEP, search, data, above)) return false;
        if (!figures_at(preset, root, k, -STEP, search, data, below)) return false;
        if (jumps(preset, above, below)) return false;
        for (int i = 0; i < FIGURES; i++) {
            const double slope = (above[i] - below[i]) / (2 * STEP);
            variance[i] += slope * slope;
        }
    }
    return true;
}

/* What moves by less than the search is rough by is at rest. */
static struct interval ends(double figure, double reach) {
    if (!(reach > 1e-5)) return (struct interval){NAN, NAN};
    return (struct interval){exp(figure - reach), exp(figure + reach)};
}

bool sure_optimum(const struct preset *preset, sure_search *search, const void *data,
                  struct sure_optimum *sure) {
    const struct interval none = {NAN, NAN};
    *sure = (struct sure_optimum){none, none, none, NAN};
    if (!preset->covariance) return false;
    const size_t n = (size_t)preset->covariance->count;
    double *const root = calloc(n * n, sizeof *root);
    double figure[FIGURES], variance[FIGURES] = {0};
    if (!root) return false;
    factor(preset->covariance, root);
    const bool known = figures_at(preset, root, 0, 0, search, data, figure) &&
                       vary(preset, root, search, data, variance);
    free(root);
    if (!known) return false;
    const double deviations = interval_deviations(preset->covariance->freedom);
    sure->P = ends(figure[0], deviations * sqrt(variance[0]));
    sure->N = ends(figure[1], deviations * sqrt(variance[1]));
    sure->D = ends(figure[2], deviations * sqrt(variance[2]));
    sure->loss = deviations * sqrt(variance[3]);
    return true;
}

static void append_ends(char *out, size_t size, const char *name, const struct interval *interval,
                        bool bits) {
    char low[NUM_TEXT], high[NUM_TEXT];
    if (isnan(interval->low)) return;
    text_append(out, size, "%s%s %s…%s", *out ? ", " : "", name,
                bits ? num_fixed(low, interval->low, 2) : num_si(low, interval->low),
                bits ? num_fixed(high, interval->high, 2) : num_si(high, interval->high));
}

void sure_optimum_words(const struct sure_optimum *sure, char *out, size_t size) {
    char loss[NUM_TEXT];
    out[0] = '\0';
    append_ends(out, size, "P*", &sure->P, true);
    append_ends(out, size, "N*", &sure->N, false);
    append_ends(out, size, "D*", &sure->D, false);
    if (sure->loss > 0)
        text_append(out, size, "%sloss %s", *out ? ", " : "", interval_reach(loss, sure->loss));
}
