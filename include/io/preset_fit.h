/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The [fit] section of a preset: where its coefficients come from. */
#ifndef IO_PRESET_FIT_H
#define IO_PRESET_FIT_H

#include "base/err.h"
#include "engine/law.h"
#include "io/ini_file.h"

/* Check one line of a preset of that law. False with "what was found; what was expected": an
 * unknown name, a number that is none or out of its range, a word that is none of a line's. */
bool preset_fit_take(const struct law *law, const struct ini_item *item, struct err *err);

/* The degrees of freedom that a file gives; INFINITY where it gives none. */
double preset_fit_freedom(const struct ini_file *file);

#endif
