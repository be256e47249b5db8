/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Equations between the coordinates of a fit, as they are taken up one by one: fit_link.c and
 * fit_form.c alone. */
#ifndef ENGINE_FIT_LINKS_H
#define ENGINE_FIT_LINKS_H

#include "engine/fit_parts.h"

/* u = offset + Z·u, the columns of those that were taken out being 0. */
struct links {
    double *Z, *offset; /* coords × coords, coords */
};

#endif
