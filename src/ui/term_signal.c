/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/term_signal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

enum {
    HURRY_SECONDS = 2, /* for a signal to end to be looked at, and for the end itself */
    STUCK_MS = 200,    /* for a terminal to take some of the last bytes */
    STUCK_TIMES = 5,
    FOREGROUND_TRIES = 50,
    ALT_STACK = 64 * 1024
};

/* What a signal does here. */
enum deed { END, CRASH, NOTE, PIPE };

static const struct watched {
    int number;
    enum deed deed;
} watched[] = {{SIGINT, END},   {SIGTERM, END},   {SIGHUP, END},    {SIGQUIT, END},
               {SIGTSTP, NOTE}, {SIGCONT, NOTE},  {SIGWINCH, NOTE}, {SIGALRM, END},
               {SIGPIPE, PIPE}, {SIGSEGV, CRASH}, {SIGBUS, CRASH},  {SIGFPE, CRASH},
               {SIGILL, CRASH}, {SIGABRT, CRASH}, {SIGTRAP, CRASH}, {SIGSYS, CRASH}};

enum { WATCHED = sizeof watched / sizeof *watched };

static struct {
    int in, out;
    bool known;
    struct termios in_settings, out_settings;
    const char *bytes;
    size_t length;
    struct sigaction before[WATCHED], background_before;
    stack_t stack_before;
    char stack[ALT_STACK];
    bool taken, exit_watched;
    volatile sig_atomic_t armed, end, stop, continued, resized;
} saved;

bool signal_remember(int in, int out) {
    saved.in = in;
    saved.out = out;
    saved.known =
        tcgetattr(in, &saved.in_settings) == 0 && tcgetattr(out, &saved.out_settings) == 0;
    return saved.known;
}

/* Whether another job has the terminal. Where it is not our controlling terminal nobody tells. */
static bool in_background(int terminal) {
    const pid_t foreground = tcgetpgrp(terminal);
    return foreground >= 0 && foreground != getpgrp();
}

bool signal_wait_foreground(int terminal) {
    for (int i = 0; i < FOREGROUND_TRIES && in_background(terminal) && !saved.end; i++) {
        kill(0, SIGTTOU);
    }
    saved.continued = 0;
    return !in_background(terminal) && !saved.end;
}

/* A process in the background is stopped for changing settings, unless it holds SIGTTOU back. */
void signal_settings_back(void) {
    sigset_t stopping, before;
    if (!saved.known) return;
    sigemptyset(&stopping);
    sigaddset(&stopping, SIGTTOU);
    sigprocmask(SIG_BLOCK, &stopping, &before);
    tcsetattr(saved.in, TCSANOW, &saved.in_settings);
    tcsetattr(saved.out, TCSANOW, &saved.out_settings);
    sigprocmask(SIG_SETMASK, &before, NULL);
}

/* Write the last bytes, but never wait long for a terminal that takes none. */
static void write_last_bytes(void) {
    const int flags = fcntl(saved.out, F_GETFL);
    size_t done = 0;
    if (flags < 0) return;
    fcntl(saved.out, F_SETFL, flags | O_NONBLOCK);
    for (int tries = 0; done < saved.length && tries < STUCK_TIMES;) {
        const ssize_t wrote = write(saved.out, saved.bytes + done, saved.length - done);
        if (wrote > 0) {
            done += (size_t)wrote;
        } else if (errno == EAGAIN || errno == EINTR) {
            struct pollfd out = {.fd = saved.out, .events = POLLOUT};
            poll(&out, 1, STUCK_MS);
            tries++;
        } else {
            break;
        }
    }
    fcntl(saved.out, F_SETFL, flags);
}

/* Only async-signal-safe calls from here: it may be a crash. */
static void put_in_order(void) {
    if (!saved.armed || in_background(saved.in)) return;
    saved.armed = 0;
    write_last_bytes();
    signal_settings_back();
}

static size_t index_of(int number) {
    size_t i = 0;
    while (watched[i].number != number)
        i++;
    return i;
}

/* End as the signal would have without us. A fault comes again by itself when its instruction does,
 * with the place of the crash intact for a debugger. */
static void die_of(int number, bool fault) {
    const struct sigaction *const before = &saved.before[index_of(number)];
    struct sigaction plain = {.sa_handler = SIG_DFL};
    sigaction(number, saved.taken && watched[index_of(number)].deed == CRASH ? before : &plain,
              NULL);
    if (!fault) raise(number);
}

static void on_crash(int number, siginfo_t *info, void *context) {
    (void)context;
    put_in_order();
    die_of(number, info->si_code > 0 && number != SIGABRT && number != SIGTRAP);
}

static void on_end(int number) {
    if (number != SIGALRM) {
        saved.end = number;
        alarm(HURRY_SECONDS);
        return;
    }
    put_in_order();
    const int end = saved.end ? saved.end : SIGALRM;
    sigset_t open;
    sigemptyset(&open);
    sigaddset(&open, end);
    sigprocmask(SIG_UNBLOCK, &open, NULL);
    die_of(end, false);
}

static void on_note(int number) {
    if (number == SIGTSTP) saved.stop = 1;
    if (number == SIGCONT) saved.continued = 1;
    if (number == SIGWINCH) saved.resized = 1;
}

static void at_exit(void) {
    put_in_order();
}

static void take_one(size_t i) {
    struct sigaction action = {.sa_flags = SA_RESTART};
    sigaction(watched[i].number, NULL, &saved.before[i]);
    const bool ignored = saved.before[i].sa_handler == SIG_IGN;
    if (ignored && watched[i].deed != CRASH && watched[i].number != SIGALRM) return;
    sigfillset(&action.sa_mask);
    switch (watched[i].deed) {
    case END:
        action.sa_handler = on_end;
        break;
    case NOTE:
        action.sa_handler = on_note;
        break;
    case PIPE:
        action.sa_handler = SIG_IGN;
        break;
    case CRASH:
        action.sa_sigaction = on_crash;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK;
        break;
    }
    sigaction(watched[i].number, &action, NULL);
}

void signal_take(const char *bytes, size_t length) {
    const stack_t stack = {.ss_sp = saved.stack, .ss_size = sizeof saved.stack};
    saved.bytes = bytes;
    saved.length = length;
    saved.end = saved.stop = saved.continued = saved.resized = 0;
    sigaltstack(&stack, &saved.stack_before);
    sigaction(SIGTTOU, NULL, &saved.background_before);
    for (size_t i = 0; i < WATCHED; i++)
        take_one(i);
    saved.taken = true;
    if (!saved.exit_watched) saved.exit_watched = atexit(at_exit) == 0;
}

void signal_give(void) {
    if (!saved.taken) return;
    alarm(0);
    for (size_t i = 0; i < WATCHED; i++)
        sigaction(watched[i].number, &saved.before[i], NULL);
    sigaction(SIGTTOU, &saved.background_before, NULL);
    sigaltstack(&saved.stack_before, NULL);
    saved.taken = false;
}

void signal_armed(bool armed) {
    saved.armed = armed;
}

bool signal_waiting(void) {
    return saved.end || saved.stop || saved.continued || saved.resized;
}

void signal_hold(sigset_t *open) {
    sigset_t ours;
    sigemptyset(&ours);
    for (size_t i = 0; i < WATCHED; i++) {
        if (watched[i].deed == END || watched[i].deed == NOTE) sigaddset(&ours, watched[i].number);
    }
    sigprocmask(SIG_BLOCK, &ours, open);
}

void signal_release(const sigset_t *open) {
    sigprocmask(SIG_SETMASK, open, NULL);
}

struct notices signal_look(void) {
    sigset_t open;
    signal_hold(&open);
    const struct notices notices = {.end = saved.end,
                                    .stop = saved.stop != 0,
                                    .continued = saved.continued != 0,
                                    .resized = saved.resized != 0};
    saved.stop = saved.continued = saved.resized = 0;
    if (saved.end) alarm(0);
    signal_release(&open);
    return notices;
}

void signal_stop(void) {
    struct sigaction plain = {.sa_handler = SIG_DFL}, ours;
    sigaction(SIGTSTP, &plain, &ours);
    raise(SIGTSTP);
    sigaction(SIGTSTP, &ours, NULL);
}

void signal_hurry(void) {
    const struct sigaction ignored = {.sa_handler = SIG_IGN};
    if (!saved.taken || !saved.end) return;
    alarm(HURRY_SECONDS);
    sigaction(SIGTTOU, &ignored, NULL);
}
