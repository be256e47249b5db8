/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Number formats by name: E4M3, FP8, BF16, INT4, … */
#ifndef ENGINE_FORMAT_H
#define ENGINE_FORMAT_H

#include "base/err.h"
#include <stdbool.h>

struct format {
    double bits; /* in all: 1 + E + M, or an integer's */
    double E, M; /* exponent and mantissa bits; NAN for integers */
};

/* A format by its name, any case: ExMy with E 0–8 and M 0–10, FP4 = E2M1, FP6 = E3M2, FP8 = E4M3,
 * FP16 = E5M10, BF16 = E8M7, TF32 = E8M10, INT1 … INT16.
 * False with a message that lists what is known. */
bool format_parse(const char *name, struct format *format, struct err *err);

#endif
