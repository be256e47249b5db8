/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/term_screen.h"

#include "ui/term_color.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include <curses.h>
#include <term.h>

enum {
    BYTES = 512,
    PAIRS_MOST = 32767,
    INKS = 257 /* default, and 256 colours */
};

struct bytes {
    char text[BYTES];
    size_t length;
};

struct screen {
    SCREEN *curses;
    bool modern;  /* it knows bracketed paste and the mouse */
    bool unicode; /* other characters than ASCII can be written */
    int colors;
    struct canvas shown;
    cchar_t *run;          /* a row's worth of cells for curses */
    unsigned short *pairs; /* INKS × INKS, the number of a pair made, or 0 */
    int pair_count;
    struct bytes last; /* what brings the terminal back */
};

const char *screen_capability(const char *name) {
    const char *const text = tigetstr(name);
    return (intptr_t)text == -1 ? NULL : text; /* -1: no such name */
}

enum screen_kind screen_kind(const char *name) {
    int status;
    if (setupterm(name, STDOUT_FILENO, &status) == ERR) return SCREEN_UNKNOWN;
    const bool able = screen_capability("cup") && screen_capability("clear");
    del_curterm(cur_term);
    return able ? SCREEN_ABLE : SCREEN_UNABLE;
}

/* Add text without the padding that capabilities may hold. */
static void add(struct bytes *bytes, const char *text) {
    while (text && *text && bytes->length < BYTES) {
        const char *const end = strncmp(text, "$<", 2) == 0 ? strchr(text, '>') : NULL;
        if (end) {
            text = end + 1;
        } else {
            bytes->text[bytes->length++] = *text++;
        }
    }
}

/* curses' own putp() leaves them in stdio's buffer. */
void screen_send(const char *bytes, size_t length) {
    size_t done = 0;
    while (done < length) {
        const ssize_t wrote = write(STDOUT_FILENO, bytes + done, length - done);
        if (wrote > 0) done += (size_t)wrote;
        if (wrote < 0 && errno != EINTR && errno != EAGAIN) return;
    }
}

static const char modern_off[] = "\033[?1006l\033[?1002l\033[?2004l";

/* Whatever state it is in. */
static void make_last_bytes(struct screen *screen) {
    static const char *const names[] = {"rmir", "rmacs", "sgr0", "op", "rmkx", "cnorm", "rmcup"};
    if (screen->modern) add(&screen->last, modern_off);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        add(&screen->last, screen_capability(names[i]));
    }
    if (!screen_capability("rmcup")) add(&screen->last, "\r\n");
}

const char *screen_last_bytes(const struct screen *screen, size_t *length) {
    *length = screen->last.length;
    return screen->last.text;
}

static void make_colors(struct screen *screen) {
    if (!has_colors() || start_color() != OK || use_default_colors() != OK) return;
    screen->pairs = calloc((size_t)INKS * INKS, sizeof *screen->pairs);
    if (screen->pairs) screen->colors = COLORS;
}

struct screen *screen_open(bool colored, bool sized) {
    struct screen *const screen = calloc(1, sizeof *screen);
    if (!screen) return NULL;
    /* LINES and COLUMNS count for nothing. */
    use_env(FALSE);
    use_tioctl(sized);
    screen->curses = newterm(NULL, stdout, stdin);
    if (!screen->curses) {
        free(screen);
        return NULL;
    }
    cbreak();
    noecho();
    nonl();
    typeahead(-1); /* it would leave pictures half painted */
    leaveok(stdscr, curs_set(0) != ERR);
    screen->modern = screen_capability("kmous") != NULL;
    screen->unicode = MB_CUR_MAX > 1;
    make_last_bytes(screen);
    if (colored) make_colors(screen);
    return screen;
}

void screen_close(struct screen *screen) {
    delscreen(screen->curses);
    canvas_free(&screen->shown);
    free(screen->run);
    free(screen->pairs);
    free(screen);
}

int screen_colors(const struct screen *screen) {
    return screen->colors;
}

/* Our settings: keys come one by one and as they are. Ctrl-C and Ctrl-Z still send signals. */
static void settings_ours(void) {
    struct termios ours;
    const int fds[] = {STDOUT_FILENO, STDIN_FILENO};
    for (size_t i = 0; i < 2; i++) {
        if (tcgetattr(fds[i], &ours) != 0) continue;
        ours.c_iflag &= (tcflag_t) ~(ICRNL | INLCR | IGNCR | ISTRIP | PARMRK);
        if (!tigetflag("xon")) ours.c_iflag &= (tcflag_t) ~(IXON | IXOFF);
        ours.c_oflag &= (tcflag_t)~ONLCR;
        ours.c_lflag &= (tcflag_t) ~(ICANON | ECHO | ECHONL | IEXTEN);
        ours.c_lflag |= ISIG;
        ours.c_cc[VMIN] = 1;
        ours.c_cc[VTIME] = 0;
        tcsetattr(fds[i], TCSADRAIN, &ours);
    }
    def_prog_mode(); /* what curses brings back when it paints again */
}

void screen_enter(struct screen *screen, bool mouse) {
    struct bytes bytes = {.length = 0};
    settings_ours();
    add(&bytes, screen_capability("smkx"));
    if (screen->modern) add(&bytes, "\033[?2004h");
    if (screen->modern && mouse) add(&bytes, "\033[?1002h\033[?1006h");
    screen_send(bytes.text, bytes.length);
}

void screen_leave(struct screen *screen) {
    struct bytes bytes = {.length = 0};
    if (screen->modern) add(&bytes, modern_off);
    add(&bytes, screen_capability("rmkx"));
    screen_send(bytes.text, bytes.length);
    endwin();
}

void screen_settings_found(void) {
    def_shell_mode();
}

bool screen_fit(struct screen *screen, int cols, int rows) {
    if (cols == screen->shown.cols && rows == screen->shown.rows) return true;
    struct canvas shown = canvas_new(cols, rows, false);
    cchar_t *const run = calloc((size_t)cols, sizeof *run);
    if (!shown.cells || !run || resize_term(rows, cols) == ERR) {
        canvas_free(&shown);
        free(run);
        return false;
    }
    werase(stdscr);
    canvas_free(&screen->shown);
    free(screen->run);
    screen->shown = shown;
    screen->run = run;
    return true;
}

/* The pair of two colours, made when first needed. When there are no more, the background matters
 * most. */
static short pair_of(struct screen *screen, int fg, int bg, struct ink ink) {
    if (fg < 0 && bg < 0) return 0;
    unsigned short *const known = &screen->pairs[ink.fg * INKS + ink.bg];
    if (*known == 0) {
        const int most = COLOR_PAIRS - 1 < PAIRS_MOST ? COLOR_PAIRS - 1 : PAIRS_MOST;
        if (screen->pair_count == most) return 0;
        if (init_extended_pair(screen->pair_count + 1, fg, bg) == ERR) return 0;
        *known = (unsigned short)++screen->pair_count;
    }
    return (short)*known;
}

/* Ink for curses. */
struct dress {
    attr_t attr;
    short pair;
};

static struct dress dress_of(struct screen *screen, struct ink ink) {
    const struct paint paint = term_color_paint(ink, screen->colors);
    const struct ink shown = {(uint16_t)(ink.fg % INKS), (uint16_t)(ink.bg % INKS), 0};
    struct dress dress = {.pair = pair_of(screen, paint.fg, paint.bg, shown)};
    const bool bar = paint.bg >= 0 && dress.pair == 0;
    if (paint.attr & ATTR_BOLD) dress.attr |= A_BOLD;
    if (paint.attr & ATTR_DIM) dress.attr |= A_DIM;
    if (paint.attr & ATTR_REVERSE || bar) dress.attr |= A_REVERSE;
    if (paint.attr & ATTR_UNDERLINE) dress.attr |= A_UNDERLINE;
    return dress;
}

/* What can be written of a character that has that many columns here. */
static wchar_t writable(const struct screen *screen, uint32_t ch, int width) {
    if (ch >= 0x20 && ch < 0x7F) return (wchar_t)ch;
    if (!screen->unicode || wcwidth((wchar_t)ch) != width) return L'?';
    return (wchar_t)ch;
}

static bool same_ink(struct ink a, struct ink b) {
    return a.fg == b.fg && a.bg == b.bg && a.attr == b.attr;
}

static bool same(const struct cell *a, const struct cell *b) {
    return a->ch == b->ch && same_ink(a->ink, b->ink);
}

/* Hand cells [from, to) of a row to curses. */
static void put_run(struct screen *screen, const struct cell *row, int y, int from, int to) {
    struct dress dress = {0};
    int count = 0;
    for (int x = from; x < to; x++) {
        const struct cell *const cell = &row[x];
        const bool wide = x + 1 < to && row[x + 1].ch == 0 && cell->ch != 0;
        if (x == from || !same_ink(cell->ink, row[x - 1].ink)) dress = dress_of(screen, cell->ink);
        wchar_t text[2] = {cell->ch ? writable(screen, cell->ch, wide ? 2 : 1) : L' ', L'\0'};
        setcchar(&screen->run[count++], text, dress.attr, dress.pair, NULL);
        if (wide && text[0] != L'?') x++;
    }
    mvadd_wchnstr(y, from, screen->run, count);
}

/* Cells of a row that differ from those shown, in runs. */
static void put_row(struct screen *screen, const struct cell *row, int y, int cols) {
    struct cell *const shown = &screen->shown.cells[(size_t)y * (size_t)screen->shown.cols];
    for (int x = 0; x < cols; x++) {
        if (same(&row[x], &shown[x])) continue;
        int from = x, to = x + 1;
        while (to < cols && (!same(&row[to], &shown[to]) || row[to].ch == 0))
            to++;
        while (from > 0 && (row[from].ch == 0 || shown[from].ch == 0))
            from--;
        put_run(screen, row, y, from, to);
        memcpy(&shown[from], &row[from], (size_t)(to - from) * sizeof *row);
        x = to - 1;
    }
}

void screen_show(struct screen *screen, const struct canvas *canvas, bool all) {
    const struct canvas *const shown = &screen->shown;
    const int cols = canvas->cols < shown->cols ? canvas->cols : shown->cols;
    const int rows = canvas->rows < shown->rows ? canvas->rows : shown->rows;
    if (all) clearok(curscr, TRUE);
    for (int y = 0; y < rows; y++) {
        put_row(screen, &canvas->cells[(size_t)y * (size_t)canvas->cols], y, cols);
    }
    wnoutrefresh(stdscr);
    doupdate();
}
