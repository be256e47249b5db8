/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The [covariance] section of a preset: A.alpha = the covariance of two of its coefficients. */
#ifndef IO_COVARIANCE_H
#define IO_COVARIANCE_H

#include "base/err.h"
#include "engine/preset.h"
#include "io/ini_file.h"

/* Check one entry. False with "what was found; what was expected". */
bool covariance_take(const struct preset *preset, const struct ini_item *item, struct err *err);

/* Check that none is given twice, in either order of its two names: it is symmetric. False with a
 * message, the line of the second in *line (0: there was no memory). */
bool covariance_check(const struct preset *preset, const struct ini_file *file, int *line,
                      struct err *err);

#endif
