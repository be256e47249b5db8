/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The [covariance] section of a preset: A.alpha = the covariance of two of its coefficients. */
#ifndef IO_COVARIANCE_H
#define IO_COVARIANCE_H

#include "base/err.h"
#include "engine/preset.h"
#include "io/ini_file.h"

/* Check one entry. False with "what was found; what was expected". */
bool covariance_take(const struct preset *preset, const struct ini_item *item, struct err *err);

/* Give a preset that is complete otherwise the covariance of its file. False with a message where a
 * pair is given twice, in either order of its two names (it is symmetric), or names a coefficient
 * that the preset has not, its line in *line; 0: there was no memory. */
bool covariance_read(struct preset *preset, const struct ini_file *file, int *line,
                     struct err *err);

#endif
