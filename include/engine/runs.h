/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measured training runs in memory: what a law is fitted to. */
#ifndef ENGINE_RUNS_H
#define ENGINE_RUNS_H

#include "engine/plan.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RUNS_GROUPS = 64, RUNS_LABEL = 64, RUNS_ALONE = -1 };

struct run {
    struct plan plan; /* N, D, bits, G …; what the data do not say is as the reader set it */
    double loss;      /* measured, nats/token, above 0 */
    double weight;    /* what it counts in the objective: 1, or the weights column; 0: not at all */
    int group;        /* number of its label in runs.label, or RUNS_ALONE */
    int line;         /* of the source file, from 1; 0: none */
    uint64_t cluster; /* the same in runs that share their noise, as checkpoints of one training do,
                         by a hash of what they have in common; 0: shared with none */
    unsigned missing; /* INPUT_BITs of the inputs that the data have no good value of here */
    char *name;       /* as the data name it, owned; NULL: none */
};

struct runs {
    struct run *run;
    size_t count, room;
    char label[RUNS_GROUPS][RUNS_LABEL]; /* one for each group: "w4.a16", "QuEST, 4, 4" */
    int groups;
    int base; /* the group that nothing was quantised in (its eff is 1), or RUNS_ALONE */
};

/* All that tells runs apart, as numbers: the same ones are a run given twice. */
enum { RUN_NUMBERS = 13 };
void run_numbers(const struct run *run, double out[RUN_NUMBERS]);

void runs_init(struct runs *runs);
void runs_free(struct runs *runs);

/* Add a run, with a copy of its name. False where memory ran out; runs is then as it was. */
bool runs_add(struct runs *runs, const struct run *run);

/* The number of the group of that label, which is added where it is not there. RUNS_ALONE where
 * there are too many; labels are told apart by RUNS_LABEL − 1 bytes. */
int runs_group(struct runs *runs, const char *label);

/* Put every run in the group of its w and a, off being 16, under labels as a preset of law
 * compression spells them ("w4.a16"), and take w16.a16 for the base. False where there are too many
 * pairs; the groups are then unset. */
bool runs_group_bits(struct runs *runs);

/* Which runs share their noise: first[i] is the first run of run i's cluster, i itself where it
 * shares with none before it; runs that do not count (weight 0) are left out, first[i] being i.
 * *count is how many clusters there are, a run that shares with none being one; 0 where no run has
 * a cluster, first not being filled in then. False where there is no memory. */
bool runs_clusters(const struct runs *runs, size_t *first, size_t *count);

/* The group whose label is made only of words for full precision, between commas or dots ("BF16,
 * BF16", "BF16, 16, 16", "w16.a16"), case aside; RUNS_ALONE where there is none. Does not set base.
 */
int runs_find_base(const struct runs *runs);

#endif
