/* SPDX-License-Identifier: GPL-3.0-or-later */
/* At fixed bits: how a budget is best spent on N and D. */
#ifndef ENGINE_SPEND_H
#define ENGINE_SPEND_H

#include "engine/cost.h"
#include "engine/powers.h"
#include "engine/preset.h"

/* Besides the INPUT_BITs of N and D: they may go past what an input can be set to, where the law
 * alone says how far. */
enum { SPEND_WIDE = 1u << (INPUT_COUNT + 1) };

/* The range of an input that is free, and its own value where it is not. */
struct span_of spend_range(enum input input, unsigned free, double value);

/* Set those of plan's N and D that are free (INPUT_BITs) to where the loss is least within the
 * budget: what it costs is never above it. Returns that loss; INFINITY where the budget does not
 * pay for the plan, or the law has no loss at its bits. */
double spend_best(const struct preset *preset, unsigned free, enum cost_kind cost, double budget,
                  struct plan *plan);

#endif
