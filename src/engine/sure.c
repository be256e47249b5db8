/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/sure.h"

#include "base/text.h"

#include <gsl/gsl_cdf.h>

static double added(const struct preset *preset, const void *data) {
    struct result result;
    law_eval(preset, data, &result);
    return law_added(preset, data, &result);
}

double sure_added(const struct preset *preset, const struct plan *plan) {
    return covariance_reach(preset, added, plan);
}

struct two_plans {
    const struct plan *plan, *base;
};

static double loss_of(const struct preset *preset, const struct plan *plan) {
    struct result result;
    law_eval(preset, plan, &result);
    return result.loss;
}

static double difference(const struct preset *preset, const void *data) {
    const struct two_plans *const two = data;
    return loss_of(preset, two->plan) - loss_of(preset, two->base);
}

/* That a number whose estimate is so many deviations above 0 is below it. */
static double chance_below(double deviations, double freedom) {
    return isinf(freedom) ? gsl_cdf_ugaussian_Q(deviations) : gsl_cdf_tdist_Q(deviations, freedom);
}

struct sure_pair sure_against(const struct preset *preset, const struct plan *plan,
                              const struct plan *base) {
    const struct two_plans two = {plan, base};
    struct sure_pair pair = {NAN, NAN, NAN, NAN};
    if (!preset->covariance) return pair;
    const double freedom = preset->covariance->freedom;
    pair.difference = difference(preset, &two);
    pair.deviation = covariance_deviation(preset, difference, &two);
    pair.reach = interval_deviations(freedom) * pair.deviation;
    if (isnan(pair.difference) || isnan(pair.deviation) || pair.difference == 0) return pair;
    pair.chance = pair.deviation > 0 ? chance_below(pair.difference / pair.deviation, freedom)
                                     : pair.difference < 0;
    return pair;
}

/* Percent as far as the first order can be believed. */
static const char *percent(char out[NUM_TEXT], double chance) {
    if (chance > .995) return text_copy(out, NUM_TEXT, "over 99");
    return num_fixed(out, 100 * chance, 0);
}

void sure_words(const struct sure_pair *pair, const char *base, char *out, size_t size) {
    char chance[NUM_TEXT], difference[NUM_TEXT], reach[NUM_TEXT];
    out[0] = '\0';
    if (isnan(pair->chance)) return;
    const bool better = pair->chance >= .5;
    text_append(out, size, "%s than %s with %s %%: %s ±%s", better ? "better" : "worse", base,
                percent(chance, better ? pair->chance : 1 - pair->chance),
                num_loss(difference, pair->difference, true), num_loss(reach, pair->reach, false));
}
