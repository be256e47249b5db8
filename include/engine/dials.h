/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search over bits, group size and layout: few variables, kinks and several valleys. */
#ifndef ENGINE_DIALS_H
#define ENGINE_DIALS_H

#include "engine/optimum.h"

/* Set the plan's free bits, and N and D with them, to the least loss within the budget. Returns
 * that loss; INFINITY where no plan in the ranges has one. free has FREE_P already put as the
 * inputs it stands for. tied: w, a and kv move as one. */
double dials_best(const struct preset *preset, const struct problem *problem, bool tied,
                  struct plan *plan);

#endif
