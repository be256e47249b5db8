/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the searches of a grid share: the grid's points sorted by N and D, its settings (all that is
 * neither N nor D), and the best points so far. */
#ifndef ENGINE_GRID_PARTS_H
#define ENGINE_GRID_PARTS_H

#include "engine/grid.h"
#include "engine/powers.h"

/* Two ways to add up the same loss differ by less than this share of it. */
#define GRID_MARGIN 1e-13

enum { LINE_LIST = AXIS_LIST, GRID_KEPT = 64 };

/* The values of N or D in ascending order. */
struct line {
    const struct axis *axis; /* NULL: the one value `low` */
    long long count, stride; /* stride: of its index in a point's number */
    double low, high;
    double log_low, per_step;  /* of a spaced axis: ln of the first, or the first; and of a step */
    double value[LINE_LIST];   /* of a list */
    long long from[LINE_LIST]; /* where it stood in the list */
};

/* A point that may be the best. */
struct kept {
    long long number;
    double loss;
    bool exact; /* loss is law_eval's */
};

struct search {
    const struct grid *grid;
    const struct law *law;
    struct line N, D;
    long long settings, points;
    double best; /* least loss found; INFINITY at first */
    struct kept kept[GRID_KEPT];
    int kept_count;
    bool seeding;       /* only `best` is wanted yet */
    struct plan before; /* the setting before, as far as it counts for the loss */
    double before_cap;
    bool has_before;
};

/* One setting: the plan without its N and D. */
struct setting {
    long long number; /* of its point with the first N and D */
    struct plan plan;
    double bits, most; /* at which training costs; what it may cost, INFINITY for no limit */
    double cap;        /* N·D that the budget pays, nearly */
    bool is_powers;
    struct powers powers;
};

void search_start(struct search *search, const struct grid *grid);

/* Setting number index. */
void search_setting(const struct search *search, long long index, struct setting *setting);

/* Whether a setting can hold nothing that the one before it does not hold: as far as the law looks,
 * it is the same, and its budget buys no more. */
bool search_repeats(struct search *search, const struct setting *setting);

/* Whether the law has a loss anywhere in a setting. */
bool search_speaks(const struct search *search, const struct setting *setting);

double line_value(const struct line *line, long long index);

/* The last index whose value is at most exp(log_value), or −1. */
long long line_find(const struct line *line, double log_value);

/* The same within one or two, for less; never below 0. */
long long line_near(const struct line *line, double log_value);

/* Whether the budget pays for N and D: to the bit what cost_training says. */
bool setting_pays(const struct setting *setting, double N, double D);

/* The last index of D that the budget pays at N, or −1. */
long long search_last_D(const struct search *search, const struct setting *setting, double N);

/* law_eval's loss at N and D; INFINITY where there is none. */
double setting_loss(const struct search *search, const struct setting *setting, double N, double D);

/* Take note of a point at indices i of N and j of D, where its loss is at most
 * best·(1 + GRID_MARGIN). */
void search_note(struct search *search, const struct setting *setting, long long i, long long j,
                 double loss, bool exact);

/* Decide among the points kept. */
void search_finish(struct search *search, struct grid_least *least);

#endif
