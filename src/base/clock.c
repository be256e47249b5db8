/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/clock.h"

#include <math.h>
#include <time.h>

double clock_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

long long clock_ms(void) {
    return (long long)(clock_now() * 1e3);
}

bool clock_late(double deadline) {
    return deadline < INFINITY && clock_now() >= deadline;
}
