/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/fit_runs.h"

#include <math.h>
#include <string.h>

enum { TEXT = 65536 };

void fit_runs_write(const struct scratch *scratch, const char *file, int ratios, double off) {
    static char text[TEXT * 4];
    static const double size[] = {2e7, 1e8, 5e8, 2e9};
    strcpy(text, "run,N,D,loss\n");
    size_t at = strlen(text);
    for (int i = 0; i < 4 * ratios; i++) {
        const double N = size[i % 4], D = N * 8 * pow(60, (double)(i / 4) / (ratios - 1));
        const double loss = 406 / pow(N, .34) + 410 / pow(D, .28) + 1.69;
        const double push = off * (i * 7 % 5 - 2) / 2;
        at += (size_t)snprintf(text + at, sizeof text - at, "run %d,%.0f,%.0f,%.6f\n", i, N, D,
                               loss * exp(push));
        assert_true(at < sizeof text);
    }
    scratch_write(scratch, file, text, at);
}

void fit_screen_work(struct screen *screen) {
    app_work(&screen->app, INFINITY);
    screen_keys(screen, "");
}

struct screen *fit_screen_open(const struct scratch *scratch, const char *file, int cols,
                               int rows) {
    char path[SCRATCH_FILE], keys[SCRATCH_FILE + 32];
    struct screen *const screen = screen_open(cols, rows, "N=1e9 D=1e11 post=off");
    snprintf(keys, sizeof keys, "9 Enter =%s Enter", scratch_path(scratch, file, path));
    screen_keys(screen, keys);
    return screen;
}
