/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/covariance.h"

#include "base/text.h"

#include <gsl/gsl_cdf.h>
#include <stdlib.h>
#include <string.h>

/* Slopes nearly cancel where coefficients trade off, so they are taken with what digits there are:
 * a step's third power and the rounding of a loss are then about as small. */
#define STEP 1e-5

/* What a covariance may miss of being one: it comes with some sixteen digits, of numbers that trade
 * off. */
#define ROUNDING 1e-7

struct covariance *covariance_new(int count) {
    const size_t n = (size_t)count;
    struct covariance *covariance =
        calloc(1, sizeof *covariance + n * n * sizeof(double) + n * sizeof(struct preset_slot));
    if (!covariance) return NULL;
    covariance->count = count;
    covariance->freedom = INFINITY;
    covariance->value = (double *)(covariance + 1);
    covariance->slot = (struct preset_slot *)(covariance->value + n * n);
    return covariance;
}

struct covariance *covariance_copy(const struct covariance *covariance) {
    const size_t n = (size_t)covariance->count;
    struct covariance *copy = covariance_new(covariance->count);
    if (!copy) return NULL;
    copy->freedom = covariance->freedom;
    memcpy(copy->value, covariance->value, n * n * sizeof *copy->value);
    memcpy(copy->slot, covariance->slot, n * sizeof *copy->slot);
    return copy;
}

void covariance_free(struct covariance *covariance) {
    free(covariance);
}

static double variance_at(const struct covariance *covariance, int i) {
    return covariance->value[(size_t)i * (size_t)covariance->count + (size_t)i];
}

static int largest(const double *rest, int n, const bool *taken) {
    int at = -1;
    for (int i = 0; i < n; i++) {
        if (taken[i] || (at >= 0 && rest[i * n + i] <= rest[at * n + at])) continue;
        at = i;
    }
    return at;
}

/* What is left of the others where one is known. */
static void take(double *rest, int n, int at, const bool *taken) {
    const double pivot = rest[at * n + at];
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n && !taken[i]; j++) {
            if (!taken[j]) rest[i * n + j] -= rest[i * n + at] * rest[at * n + j] / pivot;
        }
    }
}

/* Whether correlations are such, the largest first: then it is no matter how nearly some follow
 * from others. False with one whose variance is below 0 where others are known. They are used up.
 */
static bool decompose(double *correlation, int n, int *row) {
    bool *const taken = calloc((size_t)n + 1, sizeof *taken);
    int at;
    if (!taken) return true;
    while ((at = largest(correlation, n, taken)) >= 0 && correlation[at * n + at] > ROUNDING) {
        taken[at] = true;
        take(correlation, n, at, taken);
    }
    bool holds = true;
    for (int i = 0; i < n && holds; i++) {
        *row = i;
        holds = taken[i] || correlation[i * n + i] >= -ROUNDING;
    }
    free(taken);
    return holds;
}

bool covariance_holds(const struct covariance *covariance, int *i, int *j) {
    const int n = covariance->count;
    double *const correlation = calloc((size_t)n * (size_t)n, sizeof *correlation);
    bool holds = true;
    for (int a = 0; a < n && holds; a++) {
        for (int b = 0; b <= a && holds; b++) {
            const double value = covariance->value[(size_t)a * (size_t)n + (size_t)b];
            const double most = sqrt(variance_at(covariance, a)) * sqrt(variance_at(covariance, b));
            *i = b;
            *j = a;
            holds = fabs(value) <= most * (1 + ROUNDING);
            if (correlation)
                correlation[a * n + b] = correlation[b * n + a] = most > 0 ? value / most : 0;
        }
    }
    if (holds && correlation) {
        holds = decompose(correlation, n, i);
        *j = *i;
    }
    free(correlation);
    return holds;
}

/* One coefficient of the scratch preset moved both ways, and put back. */
static double slope_of(struct preset *scratch, struct preset_slot slot, double deviation,
                       covariance_value *value, const void *data) {
    double *const at = preset_at(scratch, slot);
    const double middle = *at, step = STEP * (middle != 0 ? fabs(middle) : deviation);
    if (step == 0) return 0;
    *at = middle + step;
    const double above = *at, high = value(scratch, data);
    *at = middle - step;
    const double below = *at, low = value(scratch, data);
    *at = middle;
    return (high - low) / (above - below);
}

bool covariance_slopes(const struct preset *preset, covariance_value *value, const void *data,
                       double *slope) {
    const struct covariance *const covariance = preset->covariance;
    if (!covariance) return false;
    struct preset scratch = *preset; /* borrows what the preset owns */
    for (int i = 0; i < covariance->count; i++) {
        const double deviation = sqrt(fmax(0, variance_at(covariance, i)));
        slope[i] =
            deviation > 0 ? slope_of(&scratch, covariance->slot[i], deviation, value, data) : 0;
        if (!isfinite(slope[i])) return false;
    }
    return true;
}

double covariance_product(const struct covariance *covariance, const double *a, const double *b) {
    const int n = covariance->count;
    double sum = 0;
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++)
            sum += a[i] * b[j] * covariance->value[(size_t)i * (size_t)n + (size_t)j];
    }
    return sum;
}

double covariance_deviation(const struct preset *preset, covariance_value *value,
                            const void *data) {
    double slope[PRESET_FREE];
    if (!covariance_slopes(preset, value, data, slope)) return NAN;
    const double variance = covariance_product(preset->covariance, slope, slope);
    return variance >= 0 ? sqrt(variance) : NAN;
}

double interval_deviations(double freedom) {
    const double share = .5 + INTERVAL_PERCENT / 200.0;
    return isinf(freedom) ? gsl_cdf_ugaussian_Pinv(share) : gsl_cdf_tdist_Pinv(share, freedom);
}

double covariance_reach(const struct preset *preset, covariance_value *value, const void *data) {
    const double deviation = covariance_deviation(preset, value, data);
    return isnan(deviation) ? NAN : interval_deviations(preset->covariance->freedom) * deviation;
}

struct interval interval_around(double value, double reach, bool ratio) {
    if (!ratio || !(value > 0)) return (struct interval){value - reach, value + reach};
    const double factor = exp(reach / value);
    if (!isfinite(value * factor)) return (struct interval){NAN, NAN};
    return (struct interval){value / factor, value * factor};
}

/* ln of any vocabulary is far less. */
#define MOST_REACH 100.0

const char *interval_reach(char out[NUM_TEXT], double reach) {
    char number[NUM_TEXT];
    if (reach > MOST_REACH) return text_copy(out, NUM_TEXT, "± open");
    out[0] = '\0';
    text_append(out, NUM_TEXT, "±%s", num_loss(number, reach, false));
    return out;
}

struct asked {
    const struct plan *plan;
    enum output output;
};

static double output_value(const struct preset *preset, const void *data) {
    const struct asked *const asked = data;
    struct answer answer;
    answer_plan(preset, asked->plan, &answer);
    return output_get(&answer, asked->output);
}

/* Losses are symmetric; a size, a share and a number of tokens are not: they stay above 0. */
static bool is_ratio(enum output output) {
    return outputs[output].unit != outputs[OUT_LOSS].unit;
}

bool interval_outputs(const struct preset *preset, const struct plan *plan,
                      struct interval interval[OUTPUT_COUNT]) {
    for (int i = 0; i < OUTPUT_COUNT; i++) {
        const struct asked asked = {plan, (enum output)i};
        interval[i] = (struct interval){NAN, NAN};
        if (!preset->covariance) continue;
        const double value = output_value(preset, &asked);
        const double reach = covariance_reach(preset, output_value, &asked);
        if (isnan(value) || isnan(reach)) continue;
        interval[i] = interval_around(value, reach, is_ratio(asked.output));
    }
    return preset->covariance != NULL;
}
