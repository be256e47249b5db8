/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How sure a preset with a covariance is of what it says of plans: to first order in its
 * coefficients (delta method), taken as Student's t with the covariance's freedom. Without one all
 * numbers are NAN and nothing is worked out. */
#ifndef ENGINE_SURE_H
#define ENGINE_SURE_H

#include "engine/covariance.h"
#include "engine/optimum.h"

/* How far what quantising adds to a plan's loss (law_added) may be off either way, nats/token. */
double sure_added(const struct preset *preset, const struct plan *plan);

/* One plan's loss against another's. The coefficients are the same for both, so that what they
 * share cancels: the deviation is that of the difference, not of two losses apart. */
struct sure_pair {
    double difference; /* loss of plan − loss of base, nats/token */
    double deviation;
    double reach;  /* how far the difference may be off either way, at INTERVAL_PERCENT */
    double chance; /* that the plan's loss is less, 0–1; NAN where the losses are alike */
};

struct sure_pair sure_against(const struct preset *preset, const struct plan *plan,
                              const struct plan *base);

/* "better than A with 97 %: −0.0123 ±0.0020": "" where there is no chance to tell. */
void sure_words(const struct sure_pair *pair, const char *base, char *out, size_t size);

/* A search for an optimum under a preset, repeatable. */
typedef enum law_status sure_search(const struct preset *preset, const void *data,
                                    struct optimum *optimum);

/* How far the runs leave an optimum open, at INTERVAL_PERCENT: positive, symmetric in the
 * logarithm. Both ends NAN where a number does not move with the coefficients (it is fixed, or on
 * the edge of its range), and all of them where the search jumps between entries of a table. */
struct sure_optimum {
    struct interval P, N, D;
    double loss; /* either way, nats/token */
};

/* Search anew with the coefficients moved along each independent direction of their covariance:
 * twice as many searches as there are free coefficients. False, and all NAN, where the preset has
 * no covariance or there is no optimum close by. */
bool sure_optimum(const struct preset *preset, sure_search *search, const void *data,
                  struct sure_optimum *sure);

/* "bits 3.91…4.22, N* 720M…910M, D* 22.1B…27.6B, loss ±0.0028": what is open; "" for nothing. */
void sure_optimum_words(const struct sure_optimum *sure, char *out, size_t size);

#endif
