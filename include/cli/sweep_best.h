/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bitplan sweep --best: of a sweep only each law's row of least loss. */
#ifndef CLI_SWEEP_BEST_H
#define CLI_SWEEP_BEST_H

#include "cli/words.h"

/* Print them; a law that has no loss on the grid, or none within the budget, is named on standard
 * error. Returns the exit status: 1 where no law has one, or where --check finds another. */
int sweep_best(const struct options *options, const struct words *words);

#endif
