/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bootstrap of a fit: the same law fitted again to resamples of the runs.
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

/* The bootstrap's interval for each coefficient at a level (percentiles, interpolated) and its
 * deviation, over the resamples that were fitted, whose number it returns; NAN where there are
 * fewer than 10. Any of the three may be NULL. −1 where there was no memory. */
int boot_intervals(const struct boot *boot, double level, double *low, double *high, double *sd);

/* Put shards together. False with a message where they are not of one seed and R, or do not cover
 * it once. */
bool boot_merge(const struct boot *shards, int count, struct boot *whole, struct err *err);

#endif
