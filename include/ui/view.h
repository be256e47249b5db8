/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Views: one file and one row each. */
#ifndef UI_VIEW_H
#define UI_VIEW_H

#include "ui/app.h"
#include "ui/facts.h"

struct figure;
struct keymap;
struct setting;
struct table;

struct view_row {
    const char *name;
    char key; /* the number that it keeps */
    const char *title;
    const char *brief; /* the title where tabs have little room */
    const char *help;  /* for the list of keys */
    void (*draw)(const struct app *app, const struct facts *facts, struct canvas *canvas);
    /* A press, drag or wheel in it; NULL where the mouse means nothing there. */
    void (*mouse)(struct app *app, const struct event *event);
    const struct setting *settings; /* its lines in a plan file's [view] */
    int setting_count;
    /* The numbers behind it, and its picture for paper; false where there are none now. table NULL:
     * it has no numbers of its own; figure NULL: it is drawn as it stands on screen. */
    bool (*table)(const struct app *app, const struct facts *facts, struct table *table);
    bool (*figure)(const struct app *app, const struct facts *facts, struct figure *figure);
    /* What it shows as a command line, for a shell, and what to call it; false where it is the plan
     * that is to be had. NULL: always. */
    bool (*command)(const struct app *app, const char **what, char *out, size_t size);
    const struct keymap *keys; /* keys of its own, before the planner's; NULL where it has none */
};

extern const struct view_row *const views[VIEW_COUNT];

extern const struct view_row view_plan, view_curve, view_map, view_optimum, view_formats,
    view_compare, view_explain, view_fit;

/* The columns of a view's tab in the first row of a screen that wide, and what it says. */
struct rect view_tab(int cols, enum view view, const char **title);

/* Compute in the user's units: "4.20e22 FLOP", "486 PF-days". */
const char *view_compute(const struct app *app, double flop, char out[NUM_TEXT]);

/* A move in words: "post 3 → 4", "D ×2". */
void view_move_name(const struct plan *plan, const struct move *move, char *out, size_t size);

/* What a move costs: "twice the compute", "+0.9 GB", "same cost"; brief: "×2 compute". */
void view_move_cost(const struct move *move, bool brief, char *out, size_t size);

#endif
