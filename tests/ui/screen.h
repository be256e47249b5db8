/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A planner without a terminal, as its user meets it: keys and mouse in, a painted screen out. */
#ifndef TESTS_UI_SCREEN_H
#define TESTS_UI_SCREEN_H

#include "support.h"
#include "ui/app.h"

struct screen {
    struct app app;
    struct canvas canvas;
};

/* A planner of that size over the five presets of the start, with the default plan but for words;
 * painted. */
struct screen *screen_open(int cols, int rows, const char *words);
void screen_close(struct screen *screen);

/* The same over presets given by name, separated by blanks, the first one primary; in ASCII where
 * asked for. */
struct screen *screen_open_with(const char *presets, int cols, int rows, const char *words,
                                bool ascii);

/* Feed one event and paint. */
void screen_event(struct screen *screen, const struct event *event);

/* Keys as `bitplan render` takes them, separated by blanks: names, characters, =TEXT. */
void screen_keys(struct screen *screen, const char *keys);

/* A press, drag, release or wheel at a cell. */
void screen_mouse(struct screen *screen, enum event_kind kind, int x, int y);

void screen_resize(struct screen *screen, int cols, int rows);

/* Where text stands first at or below row `from`; false where it does not. */
bool screen_find(const struct screen *screen, const char *text, int from, int *x, int *y);

/* Whether text stands anywhere, or in the last row. */
bool screen_shows(const struct screen *screen, const char *text);
bool screen_bar_shows(const struct screen *screen, const char *text);

/* The row of an input's slider and the columns of its track, as they are on screen. Fails the test
 * where there is none. */
struct rect screen_track(const struct screen *screen, enum input input);

/* The picture of the first chart: the cells right of its axis, from below its head to its foot. */
struct rect screen_chart(const struct screen *screen);

double screen_value(const struct screen *screen, enum input input);
double screen_loss(const struct screen *screen);

/* Whether two plans are the same, word for word. */
bool same_plan(const struct plan *a, const struct plan *b);

/* Fail the test where a cell holds what no screen may show. */
void screen_check_cells(const struct screen *screen, const char *when);

#endif
