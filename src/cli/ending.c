/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/ending.h"

#include <stddef.h>

static const int endings[] = {SIGINT, SIGTERM, SIGHUP};

enum { ENDINGS = sizeof endings / sizeof *endings };

void ending_hold(struct ending *ending) {
    sigset_t held;
    sigemptyset(&held);
    for (int i = 0; i < ENDINGS; i++) {
        struct sigaction now;
        if (sigaction(endings[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
            sigaddset(&held, endings[i]);
    }
    sigprocmask(SIG_BLOCK, &held, &ending->before);
}

int ending_pending(const struct ending *ending) {
    sigset_t pending, held;
    sigemptyset(&pending);
    sigpending(&pending);
    sigprocmask(SIG_BLOCK, NULL, &held);
    for (int i = 0; i < ENDINGS; i++) {
        const int signal = endings[i];
        if (sigismember(&pending, signal) == 1 && sigismember(&held, signal) == 1 &&
            sigismember(&ending->before, signal) == 0) {
            return signal;
        }
    }
    return 0;
}

int ending_by(int number) {
    sigset_t held;
    sigemptyset(&held);
    sigaddset(&held, number);
    sigprocmask(SIG_UNBLOCK, &held, NULL);
    return 128 + number;
}
