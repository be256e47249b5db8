/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clock that work in bites goes by. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>

/* Seconds of CLOCK_MONOTONIC; and whole milliseconds. */
double clock_now(void);
long long clock_ms(void);

/* Whether a deadline on that clock has passed; INFINITY never does, and costs no look at it. */
bool clock_late(double deadline);

#endif
