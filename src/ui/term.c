/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/term.h"

#include "base/clock.h"
#include "base/text.h"
#include "ui/term_copy.h"
#include "ui/term_input.h"
#include "ui/term_screen.h"
#include "ui/term_signal.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
    COLS_MOST = 1000, /* what more a terminal may claim stays blank */
    ROWS_MOST = 500,
    FRAME_MS = 30 /* under a flood of keys a picture is due this often */
};

struct terminal {
    struct screen *screen;
    bool mouse;
    bool away;      /* handed back while we are stopped */
    bool repaint;   /* nothing of what it shows is sure */
    bool resized;   /* the caller is to be told of a new size */
    bool over;      /* its input has come to an end */
    int cols, rows; /* as last told to the screen */
    struct input input;
    struct event ahead; /* read before it was asked for; EVENT_NONE for none */
    long long painted;  /* when, in milliseconds */
};

/* The size that there is a use for; false where the terminal tells another, or none. */
static bool size_now(int *cols, int *rows) {
    struct winsize size = {0};
    *cols = 80;
    *rows = 24;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || !size.ws_col || !size.ws_row) return false;
    *cols = size.ws_col < COLS_MOST ? size.ws_col : COLS_MOST;
    *rows = size.ws_row < ROWS_MOST ? size.ws_row : ROWS_MOST;
    return *cols == size.ws_col && *rows == size.ws_row;
}

void term_size(const struct terminal *term, int *cols, int *rows) {
    (void)term;
    size_now(cols, rows);
}

int term_colors(const struct terminal *term) {
    return screen_colors(term->screen);
}

static bool size_differs(const struct terminal *term) {
    int cols, rows;
    size_now(&cols, &rows);
    return cols != term->cols || rows != term->rows;
}

/* Take the size that the terminal has now. False where there is no memory for it: then the picture
 * stays as large as it was until the next change of size. */
static bool fit(struct terminal *term) {
    if (!size_differs(term)) return true;
    size_now(&term->cols, &term->rows);
    input_resize(&term->input, term->cols, term->rows);
    term->repaint = true;
    return screen_fit(term->screen, term->cols, term->rows);
}

static void enter(struct terminal *term) {
    signal_armed(true);
    screen_enter(term->screen, term->mouse);
    term->repaint = true;
    term->away = false;
}

static void leave(struct terminal *term) {
    if (term->away) return;
    screen_leave(term->screen);
    signal_settings_back();
    signal_armed(false);
    term->away = true;
}

static void learn_keys(struct input *input) {
    static const struct {
        const char *name;
        uint32_t key;
    } keys[] = {{"kcuu1", K_UP},        {"kcud1", K_DOWN},       {"kcub1", K_LEFT},
                {"kcuf1", K_RIGHT},     {"kri", K_SHIFT_UP},     {"kind", K_SHIFT_DOWN},
                {"kLFT", K_SHIFT_LEFT}, {"kRIT", K_SHIFT_RIGHT}, {"khome", K_HOME},
                {"kend", K_END},        {"kpp", K_PAGE_UP},      {"knp", K_PAGE_DOWN},
                {"kich1", K_INSERT},    {"kdch1", K_DELETE},     {"kcbt", K_BACK_TAB},
                {"kbs", K_BACKSPACE},   {"kent", K_ENTER},       {"kf1", K_F1},
                {"kf2", K_F2},          {"kf3", K_F3},           {"kf4", K_F4},
                {"kf5", K_F5},          {"kf6", K_F6},           {"kf7", K_F7},
                {"kf8", K_F8},          {"kf9", K_F9},           {"kf10", K_F10},
                {"kf11", K_F11},        {"kf12", K_F12}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        input_learn(input, screen_capability(keys[i].name), keys[i].key);
    }
}

static bool colors_wanted(enum term_color color) {
    const char *const no_color = getenv("NO_COLOR");
    return color == TERM_COLOR_ALWAYS || (color == TERM_COLOR_AUTO && !(no_color && *no_color));
}

static const char hint[] = "for answers without a screen there is `bitplan eval`";

/* Whether there are terminals, of a kind that will do. */
static bool look_at_terminal(struct err *err) {
    const char *const name = getenv("TERM");
    const bool in = isatty(STDIN_FILENO), out = isatty(STDOUT_FILENO);
    if (!in || !out) {
        return err_set(err, "the planner needs a terminal, and standard %s is none; %s",
                       in ? "output" : "input", hint);
    }
    if (!name || !*name) return err_set(err, "TERM is not set: what terminal is this? %s", hint);
    char shown[40];
    text_clean(shown, sizeof shown, name);
    const enum screen_kind kind = screen_kind(name);
    if (kind == SCREEN_ABLE) return true;
    const char *const what = kind == SCREEN_UNKNOWN ? "no terminal that is known here"
                                                    : "a terminal that cannot show pictures";
    return err_set(err, "TERM=%s is %s; %s", shown, what, hint);
}

bool term_open(const struct term_options *options, struct terminal **out, struct err *err) {
    *out = NULL;
    if (!look_at_terminal(err)) return false;
    if (!signal_wait_foreground(STDIN_FILENO)) {
        return err_set(err, "the planner needs the terminal, which another job has; %s", hint);
    }
    struct terminal *const term = calloc(1, sizeof *term);
    if (!term) return err_set(err, "no memory for the screen");
    const bool known = signal_remember(STDIN_FILENO, STDOUT_FILENO);
    const bool sized = size_now(&term->cols, &term->rows);
    if (known) term->screen = screen_open(colors_wanted(options->color), sized);
    if (!term->screen) {
        signal_settings_back();
        free(term);
        return err_set(err, "the terminal cannot be set up: it has gone, or there is no memory");
    }
    size_t length;
    const char *const bytes = screen_last_bytes(term->screen, &length);
    signal_take(bytes, length);
    term->mouse = options->mouse;
    input_start(&term->input, term->cols, term->rows);
    learn_keys(&term->input);
    if (!screen_fit(term->screen, term->cols, term->rows)) {
        term_close(term);
        return err_set(err, "no memory for the screen");
    }
    enter(term);
    *out = term;
    return true;
}

void term_close(struct terminal *term) {
    if (!term) return;
    signal_hurry();
    leave(term);
    signal_give();
    screen_close(term->screen);
    free(term);
}

void term_show(struct terminal *term, const struct canvas *canvas) {
    if (term->away || !canvas->cells) return;
    if (size_differs(term)) {
        fit(term);
        term->resized = true;
    }
    screen_show(term->screen, canvas, term->repaint);
    term->repaint = false;
    term->painted = clock_ms();
}

bool term_copies(const struct terminal *term) {
    (void)term;
    return screen_capability("Ms") != NULL;
}

void term_copy(struct terminal *term, const char *text) {
    char bytes[COPY_BYTES];
    if (!term->away) screen_send(bytes, copy_bytes(bytes, text));
}

static struct event event_of(enum event_kind kind) {
    return (struct event){.kind = kind};
}

/* Stop, or come back from having been stopped behind our back; then all is to be painted anew. */
static struct event come_back(struct terminal *term, bool stop) {
    leave(term);
    if (stop) signal_stop();
    if (!signal_wait_foreground(STDIN_FILENO)) {
        term->over = !signal_waiting();
        return event_of(term->over ? EVENT_END : EVENT_NONE);
    }
    if (stop) {
        signal_remember(STDIN_FILENO, STDOUT_FILENO);
        screen_settings_found();
    }
    enter(term);
    return event_of(EVENT_RESIZE);
}

/* What signals have asked for, or a size that nobody told of: curses loses a SIGWINCH while it
 * writes, and a stopped process gets none. EVENT_NONE where nothing. */
static struct event heed(struct terminal *term) {
    if (term->over) return event_of(EVENT_END);
    const struct notices notices = signal_waiting() ? signal_look() : (struct notices){0};
    if (notices.end) return event_of(EVENT_END);
    if (notices.stop || notices.continued) return come_back(term, notices.stop);
    if (!notices.resized && !term->resized && !size_differs(term)) return event_of(EVENT_NONE);
    fit(term);
    term->resized = false;
    term->repaint = true;
    return event_of(EVENT_RESIZE);
}

/* Wait for bytes that long, or for ever (-1), or for a signal; 1 for bytes, 0 for silence, -1 for a
 * signal. */
static int wait_bytes(int ms) {
    struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
    const struct timespec patience = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};
    sigset_t open;
    signal_hold(&open);
    const int ready = signal_waiting() ? -1 : ppoll(&in, 1, ms < 0 ? NULL : &patience, &open);
    signal_release(&open);
    return ready;
}

static void read_bytes(struct terminal *term) {
    uint8_t bytes[INPUT_BYTES];
    const ssize_t count = read(STDIN_FILENO, bytes, sizeof bytes);
    if (count > 0) {
        input_feed(&term->input, bytes, (size_t)count);
    } else if (count == 0 || (errno != EINTR && errno != EAGAIN)) {
        term->over = true;
    }
}

/* Wait that long for the next event, for ever (-1), or only see whether there is one (0). */
static struct event next(struct terminal *term, int ms) {
    const long long until = ms > 0 ? clock_ms() + ms : 0;
    for (;;) {
        struct event event = heed(term);
        if (event.kind != EVENT_NONE || input_next(&term->input, &event)) return event;
        const long long rest = ms > 0 ? until - clock_ms() : ms;
        const int left = ms > 0 && rest < 0 ? 0 : (int)rest;
        const int patience = input_patience(&term->input);
        const bool silence = patience >= 0 && (left < 0 || patience < left);
        const int ready = wait_bytes(silence ? patience : left);
        if (ready > 0) {
            read_bytes(term);
            continue;
        }
        if (ready == 0 && silence && input_silence(&term->input, &event)) return event;
        if (left == 0 || (ready == 0 && !silence)) return event_of(EVENT_NONE);
    }
}

static bool frame_due(const struct terminal *term) {
    return clock_ms() - term->painted >= FRAME_MS;
}

struct event term_read(struct terminal *term, int ms, bool *more) {
    struct event event = term->ahead;
    if (event.kind == EVENT_NONE) event = next(term, ms);
    term->ahead = event_of(EVENT_NONE);
    if (event.kind != EVENT_END && event.kind != EVENT_NONE) term->ahead = next(term, 0);
    *more = term->ahead.kind != EVENT_NONE && !frame_due(term);
    return event;
}

int term_signal(const struct terminal *term) {
    (void)term;
    return signal_look().end;
}
