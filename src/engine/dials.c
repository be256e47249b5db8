/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/dials.h"

#include "engine/solve.h"
#include "engine/spend.h"
#include <stdlib.h>
#include <string.h>

enum { DIALS = 7, SETTINGS = 64, STARTS = 12 };

/* One thing to turn: an input, or w, a and kv as one (input IN_W). */
struct dial {
    enum input input;
    bool tied;
    bool settled; /* only at its settings: whole bits, or a table's */
    int count;
    double setting[SETTINGS]; /* ascending */
};

struct search {
    const struct preset *preset;
    const struct problem *problem;
    struct plan plan; /* what is not free; N and D of the last look */
    int dials;
    struct dial dial[DIALS];
};

static void add_setting(struct dial *dial, double value) {
    int at = dial->count;
    if (dial->count == SETTINGS) return;
    for (int i = 0; i < dial->count; i++) {
        if (dial->setting[i] == value) return;
    }
    while (at > 0 && dial->setting[at - 1] > value) {
        dial->setting[at] = dial->setting[at - 1];
        at--;
    }
    dial->setting[at] = value;
    dial->count++;
}

/* A law whose bits are rows of a table is looked at just there, and at 16, which is off. */
static bool add_table(const struct preset *preset, const struct plan *plan, struct dial *dial,
                      bool both) {
    const bool by_post = dial->input == IN_POST;
    const bool table =
        preset->variant_count > 0 &&
        (by_post ? !isnan(preset->variant[0].post) : dial->input == IN_W || dial->input == IN_A);
    if (!table) return false;
    for (int i = 0; i < preset->variant_count; i++) {
        const struct variant *v = &preset->variant[i];
        const double own = dial->input == IN_A ? v->a : v->w,
                     other = dial->input == IN_A ? v->w : v->a;
        const double fixed = plan_bits(dial->input == IN_A ? plan->w : plan->a);
        if (by_post)
            add_setting(dial, v->post);
        else if (both || (dial->tied ? v->a == v->w : other == fixed))
            add_setting(dial, own);
    }
    if (!by_post) add_setting(dial, 16);
    return true;
}

/* Numbers over the range: bits by one (by halves where it is the only dial), group sizes by
 * doubling; and the kinks, where PTQ meets the bits trained at. */
static void add_numbers(struct search *s, struct dial *dial, bool alone) {
    const struct input_row *row = &inputs[dial->input];
    const bool by_half = alone && !dial->settled && row->scale == SCALE_LINEAR;
    for (double at = row->low; at <= row->high;
         at = row->scale == SCALE_LOG ? at * 2 : at + (by_half ? 0.5 : 1)) {
        add_setting(dial, at);
    }
    if (dial->settled) return;
    const enum input kinks[] = {IN_W, IN_A, IN_KV, IN_POST};
    for (int i = 0; i < 4; i++) {
        const double value = plan_get(&s->plan, kinks[i]);
        const bool bits = dial->input == IN_W || dial->input == IN_A || dial->input == IN_KV ||
                          dial->input == IN_POST;
        if (bits && value >= row->low && value <= row->high) add_setting(dial, value);
    }
}

static void add_dial(struct search *s, enum input input, bool tied, bool alone, bool both) {
    struct dial *dial = &s->dial[s->dials++];
    *dial =
        (struct dial){.input = input, .tied = tied, .settled = s->problem->whole && input != IN_G};
    const bool table = add_table(s->preset, &s->plan, dial, both);
    if (table)
        dial->settled = true;
    else
        add_numbers(s, dial, alone);
}

static void find_dials(struct search *s, bool tied) {
    static const enum input all[] = {IN_W, IN_A, IN_KV, IN_POST, IN_G, IN_E, IN_M};
    const unsigned free = s->problem->free;
    const unsigned pair = INPUT_BIT(IN_W) | INPUT_BIT(IN_A);
    int count = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const bool follows = tied && (all[i] == IN_A || all[i] == IN_KV);
        count += (free & INPUT_BIT(all[i])) && !follows;
    }
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const bool follows = tied && (all[i] == IN_A || all[i] == IN_KV);
        if (!(free & INPUT_BIT(all[i])) || follows) continue;
        add_dial(s, all[i], tied && all[i] == IN_W, count == 1, !tied && (free & pair) == pair);
    }
}

static void turn(struct search *s, const double *at) {
    for (int i = 0; i < s->dials; i++) {
        plan_set(&s->plan, s->dial[i].input, at[i]);
        if (s->dial[i].tied) s->plan.a = s->plan.kv = at[i];
    }
}

static double look(struct search *s, const double *at) {
    const struct problem *problem = s->problem;
    turn(s, at);
    return spend_best(s->preset, problem->free, problem->cost, problem->budget, &s->plan);
}

/* A place and its loss. */
struct place {
    double at[DIALS], loss;
};

static double along(double x, void *context) {
    static const double wall = 1e9; /* Brent's parabolas need numbers */
    return fmin(wall, look(context, &x));
}

/* One real dial: refine each valley of the scan. */
static void refine_line(struct search *s, const double *loss, struct place *best) {
    const struct dial *dial = &s->dial[0];
    for (int i = 0; i < dial->count; i++) {
        const bool valley =
            (i == 0 || loss[i] <= loss[i - 1]) && (i == dial->count - 1 || loss[i] <= loss[i + 1]);
        if (!valley || isinf(loss[i]) || i == 0 || i == dial->count - 1) continue;
        double least;
        const double x = solve_minimum(along, s, dial->setting[i - 1], dial->setting[i],
                                       dial->setting[i + 1], &least);
        if (least < best->loss) *best = (struct place){{x}, least};
    }
}

static void scan_line(struct search *s, struct place *best) {
    double loss[SETTINGS];
    const struct dial *dial = &s->dial[0];
    for (int i = 0; i < dial->count; i++) {
        loss[i] = look(s, &dial->setting[i]);
        if (loss[i] < best->loss) *best = (struct place){{dial->setting[i]}, loss[i]};
    }
    if (!dial->settled) refine_line(s, loss, best);
}

/* Keep the STARTS best places, best first. */
static void keep(struct place *kept, int *count, const struct place *place) {
    int at = *count;
    if (at == STARTS) {
        at--;
        if (kept[at].loss <= place->loss) return;
    } else {
        (*count)++;
    }
    while (at > 0 && kept[at - 1].loss > place->loss) {
        kept[at] = kept[at - 1];
        at--;
    }
    kept[at] = *place;
}

static void scan_all(struct search *s, struct place *kept, int *count) {
    int index[DIALS] = {0};
    for (bool more = true; more;) {
        struct place place;
        for (int i = 0; i < s->dials; i++)
            place.at[i] = s->dial[i].setting[index[i]];
        place.loss = look(s, place.at);
        if (isfinite(place.loss)) keep(kept, count, &place);
        int i = 0;
        while (i < s->dials && ++index[i] == s->dial[i].count)
            index[i++] = 0;
        more = i < s->dials;
    }
}

static double clamp(const struct dial *dial, double value) {
    return fmax(inputs[dial->input].low, fmin(inputs[dial->input].high, value));
}

/* A step along one dial, or along two at once: ridges lie where two bits are equal. Returns whether
 * it led down. */
static bool try_step(struct search *s, struct place *place, int i, int j, double di, double dj) {
    struct place next = *place;
    if (s->dial[i].settled || (j >= 0 && s->dial[j].settled)) return false;
    const bool log_i = inputs[s->dial[i].input].scale == SCALE_LOG;
    next.at[i] = clamp(&s->dial[i], log_i ? next.at[i] * exp(di) : next.at[i] + di);
    if (j >= 0)
        next.at[j] =
            clamp(&s->dial[j], inputs[s->dial[j].input].scale == SCALE_LOG ? next.at[j] * exp(dj)
                                                                           : next.at[j] + dj);
    if (memcmp(next.at, place->at, sizeof next.at) == 0) return false;
    next.loss = look(s, next.at);
    if (!(next.loss < place->loss)) return false;
    *place = next;
    return true;
}

/* All directions with steps of one size. */
static bool try_all(struct search *s, struct place *place, double size) {
    bool down = false;
    for (int i = 0; i < s->dials; i++) {
        down |= try_step(s, place, i, -1, size, 0) || try_step(s, place, i, -1, -size, 0);
        for (int j = i + 1; j < s->dials; j++) {
            down |= try_step(s, place, i, j, size, size) ||
                    try_step(s, place, i, j, -size, -size) ||
                    try_step(s, place, i, j, size, -size) || try_step(s, place, i, j, -size, size);
        }
    }
    /* all bits at once */
    for (int sign = -1; sign <= 1 && s->dials > 2; sign += 2) {
        struct place next = *place;
        for (int i = 0; i < s->dials; i++) {
            if (!s->dial[i].settled && s->dial[i].input != IN_G)
                next.at[i] = clamp(&s->dial[i], next.at[i] + sign * size);
        }
        next.loss = look(s, next.at);
        if (next.loss < place->loss) {
            *place = next;
            down = true;
        }
    }
    return down;
}

static void descend(struct search *s, struct place *place) {
    int rounds = 0;
    for (double size = 0.5; size > 1e-9 && rounds < 4000; rounds++) {
        if (!try_all(s, place, size)) size /= 2;
    }
}

static void scan_many(struct search *s, struct place *best) {
    struct place kept[STARTS];
    int count = 0;
    bool real = false;
    scan_all(s, kept, &count);
    for (int i = 0; i < s->dials; i++)
        real |= !s->dial[i].settled;
    for (int i = 0; i < count; i++) {
        if (real) descend(s, &kept[i]);
        if (kept[i].loss < best->loss) *best = kept[i];
    }
}

double dials_best(const struct preset *preset, const struct problem *problem, bool tied,
                  struct plan *plan) {
    struct search s = {.preset = preset, .problem = problem, .plan = *plan};
    struct place best = {.loss = INFINITY};
    find_dials(&s, tied);
    if (s.dials == 0) {
        best.loss = look(&s, best.at);
    } else if (s.dials == 1) {
        scan_line(&s, &best);
    } else {
        scan_many(&s, &best);
    }
    if (isfinite(best.loss)) look(&s, best.at);
    *plan = s.plan;
    return best.loss;
}
