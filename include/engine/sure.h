/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How sure a preset with a covariance is of what it says of plans: to first order in its
 * coefficients (delta method), taken as normal. Without one all numbers are NAN and nothing is
 * worked out. */
#ifndef ENGINE_SURE_H
#define ENGINE_SURE_H

#include "engine/covariance.h"

/* The deviation of what quantising adds to a plan's loss (law_added), nats/token. */
double sure_added(const struct preset *preset, const struct plan *plan);

/* One plan's loss against another's. The coefficients are the same for both, so that what they
 * share cancels: the deviation is that of the difference, not of two losses apart. */
struct sure_pair {
    double difference; /* loss of plan − loss of base, nats/token */
    double deviation;
    double chance; /* that the plan's loss is less, 0–1; NAN where the losses are alike */
};

struct sure_pair sure_against(const struct preset *preset, const struct plan *plan,
                              const struct plan *base);

/* "better than A with 97 %: −0.0123 ±0.0020": "" where there is no chance to tell. */
void sure_words(const struct sure_pair *pair, const char *base, char *out, size_t size);

#endif
