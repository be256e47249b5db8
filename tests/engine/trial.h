/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A problem at random, for tests that hold its best plan against others: the same on every machine
 * for the same number and $TEST_SEED. */
#ifndef TESTS_ENGINE_TRIAL_H
#define TESTS_ENGINE_TRIAL_H

#include "support.h"

#include "engine/optimum.h"

struct trial {
    int number;
    const struct preset *preset;
    struct plan plan;
    struct problem problem;
    unsigned turned; /* INPUT_BITs, P put as the inputs it stands for */
    bool tied;
    struct optimum best;
    uint64_t dice;
};

/* Start trial number: its dice, so that the same number gives the same problem. */
struct trial trial_start(int number);

double trial_uniform(struct trial *t, double low, double high);
int trial_pick(struct trial *t, int count); /* 0 … count − 1 */

/* A plan of anything that a law may meet: whole and real bits, off, rows of the preset's table. */
void trial_plan(struct trial *t);

/* Set turned and tied from what is free in the problem. */
void trial_turn(struct trial *t);

/* For a failure's message: enough to ask the program the same. Good until the next call. */
const char *trial_words(const struct trial *t);

/* a and kv follow w where they are tied. */
void trial_tie(const struct trial *t, struct plan *plan);

/* Set the plan's tokens, and where those are given its parameters, to that share of the most that
 * the budget pays for. False where it does not pay for the plan. */
bool trial_pay(const struct trial *t, struct plan *plan, double share);

/* The plan's loss, INFINITY where it has none. */
double trial_loss(const struct trial *t, const struct plan *plan);

/* A number from the environment, or fallback. */
long trial_setting(const char *name, long fallback);

#endif
