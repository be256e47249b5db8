/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a measured run says of the law's N_eff. */
#ifndef ENGINE_IMPLIED_H
#define ENGINE_IMPLIED_H

#include "engine/law.h"
#include "engine/preset.h"

/* N_eff/N that a run's measured loss implies, everything but the term of the parameters taken as
 * the preset has it.
 *
 * Given     preset   a law and its coefficients
 *           plan     the run's inputs
 *           loss     measured, nats/token
 * Returned  the share; NAN where the law has no N_eff, where the run was quantised after training
 *           too, and where the loss is at or below what the law has of it without parameters
 * Source    2411.04330 eq. 30 */
double implied_share(const struct preset *preset, const struct plan *plan, double loss);

#endif
