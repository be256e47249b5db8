/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bootstrap of a fit: the same law fitted again to resamples of the runs. Runs that repeat
 * another to the digit are no evidence of their own: they are drawn with it.
 *
 * Resample i of a seed draws its runs from a stream made of (seed, i) alone, so that resamples are
 * the same whichever thread or shard makes them, and shards put together are the whole. */
#ifndef ENGINE_BOOT_H
#define ENGINE_BOOT_H

#include "engine/fit.h"

struct boot {
    uint64_t seed;
    int resamples;   /* in all: R */
    int first, last; /* this shard has first … last − 1; 0 … R for all */
    int count;       /* coefficients, as in the result's list */
    double *value;   /* (last − first) × count; a resample that could not be fitted is all NAN */
};

/* Room for a shard, filled with NAN. False where there was no memory. */
bool boot_init(struct boot *boot, const struct fit_result *result, uint64_t seed, int resamples,
               int first, int last);
void boot_free(struct boot *boot);

/* What one thread needs: the problem made ready once, and the fit to start from. NULL where there
 * was no memory or the result has no numbers. Everything it is given must outlive it. */
struct boot_work *boot_work_start(const struct fit_problem *problem,
                                  const struct fit_result *result);
void boot_work_free(struct boot_work *work);

/* Make resample number `index`, which the shard must have. Different threads may fill one boot,
 * each with its own work. */
void boot_one(struct boot_work *work, struct boot *boot, int index);

/* The same until it is made (true) or the clock has passed deadline, in seconds of CLOCK_MONOTONIC:
 * the same call again then goes on. */
bool boot_some(struct boot_work *work, struct boot *boot, int index, double deadline);

/* The bootstrap's interval for each coefficient at a level (percentiles, interpolated) and its
 * deviation, over the resamples that were fitted, whose number it returns; NAN where there are
 * fewer than 10. Any of the three may be NULL. −1 where there was no memory. */
int boot_intervals(const struct boot *boot, double level, double *low, double *high, double *sd);

enum {
    BOOT_FEWEST = 100,
    BOOT_EACH = 5
}; /* resamples for a covariance: in all, and for each free
      coefficient */

/* A quantile of sorted values, between neighbours by their distance. */
double boot_quantile(const double *value, int count, double share);

/* Put what the resamples say into the result: interval and deviation of each coefficient that is
 * not fixed, and the covariance, so that answers are as sure as the resamples are alike. Resamples
 * lie along bends, and some far off; so each counts as the step of the coordinates that moves the
 * predictions of all runs, to first order, as its own differ; the scatter of those steps is that
 * of a Student's distribution of 5 degrees of freedom, which far ones hardly move (Lange, Little
 * and Taylor 1989), in the middle as wide as the resamples' own predictions at that level. Too few
 * resamples leave the covariance as it is; a remark of the result says so, and so one says that
 * many lie far off. Returns how many resamples were fitted; −1 where there was no memory. */
int boot_take(const struct boot *boot, const struct fit_problem *problem,
              struct fit_result *result);

/* Put shards together. False with a message where they are not of one seed and R, or do not cover
 * it once. */
bool boot_merge(const struct boot *shards, int count, struct boot *whole, struct err *err);

#endif
