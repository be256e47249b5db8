/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/dials.h"

#include "engine/descend.h"
#include "engine/solve.h"
#include "engine/spend.h"
#include <stdlib.h>
#include <string.h>

enum { DIALS = 7, SETTINGS = 64, STARTS = 16 };

/* What turns with a dial. */
enum dial_kind {
    DIAL_INPUT,  /* the input alone */
    DIAL_TIED,   /* w, a and kv as one */
    DIAL_LAYOUT, /* 1+E+M, each with the law's best layout */
};

struct dial {
    enum dial_kind kind;
    enum input input;
    double low, high;
    bool log;     /* steps in the logarithm */
    bool settled; /* only at its settings: whole bits, or a table's */
    int count;
    struct setting {
        double value;
        bool kink;       /* the loss may have one there */
    } setting[SETTINGS]; /* ascending */
};

struct search {
    const struct preset *preset;
    const struct problem *problem;
    struct plan plan; /* what is not free; N and D of the last look */
    unsigned free;    /* what is turned */
    int dials;
    struct dial dial[DIALS];
};

static bool trained(enum input input) {
    return input == IN_W || input == IN_A || input == IN_KV;
}

static void add_setting(struct dial *dial, double value, bool kink) {
    int at = dial->count;
    for (int i = 0; i < dial->count; i++) {
        if (dial->setting[i].value != value) continue;
        dial->setting[i].kink |= kink;
        return;
    }
    if (dial->count == SETTINGS || value < dial->low || value > dial->high) return;
    while (at > 0 && dial->setting[at - 1].value > value) {
        dial->setting[at] = dial->setting[at - 1];
        at--;
    }
    dial->setting[at] = (struct setting){value, kink};
    dial->count++;
}

static void turn_one(struct search *s, const struct dial *dial, double value) {
    if (dial->kind == DIAL_LAYOUT)
        s->preset->law->layout(s->preset, value, &s->plan);
    else
        plan_set(&s->plan, dial->input, value);
    if (dial->kind == DIAL_TIED) s->plan.a = s->plan.kv = value;
}

/* A law whose bits are rows of a table is looked at just there, and at 16, which is off. */
static bool add_table(const struct search *s, struct dial *dial, bool both) {
    const struct preset *preset = s->preset;
    const bool by_post = dial->input == IN_POST;
    const bool table =
        preset->variant_count > 0 &&
        (by_post ? !isnan(preset->variant[0].post) : dial->input == IN_W || dial->input == IN_A);
    if (!table) return false;
    for (int i = 0; i < preset->variant_count; i++) {
        const struct variant *v = &preset->variant[i];
        const double own = dial->input == IN_A ? v->a : v->w,
                     other = dial->input == IN_A ? v->w : v->a;
        const double fixed = plan_bits(dial->input == IN_A ? s->plan.w : s->plan.a);
        const double value = by_post ? v->post : own;
        const bool fits =
            by_post || both || (dial->kind == DIAL_TIED ? v->a == v->w : other == fixed);
        if (s->problem->whole && value != floor(value)) continue;
        if (fits) add_setting(dial, value, false);
    }
    if (!by_post) add_setting(dial, 16, false);
    return true;
}

/* Whether the budget pays for these bits at the fewest N and D that are allowed. */
static bool paid_for(const struct search *s, const struct plan *bits) {
    struct plan fewest = *bits;
    if (s->problem->free & FREE_N) fewest.N = inputs[IN_N].low;
    if (s->problem->free & FREE_D) fewest.D = inputs[IN_D].low;
    return cost_of(s->problem->cost, s->preset->law, &fewest) <= s->problem->budget;
}

/* As far as the budget pays, the other bits at their fewest: a wall that bits alone run into. */
static void add_wall(struct search *s, struct dial *dial) {
    const struct plan plan = s->plan;
    double low = dial->low, high = dial->high;
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (s->free & INPUT_BIT(i)) plan_set(&s->plan, (enum input)i, inputs[i].low);
    }
    turn_one(s, dial, high);
    const bool wall = !paid_for(s, &s->plan);
    for (int i = 0; i < 60 && wall; i++) {
        const double middle = (low + high) / 2;
        turn_one(s, dial, middle);
        *(paid_for(s, &s->plan) ? &low : &high) = middle;
    }
    if (wall) add_setting(dial, low, true);
    s->plan = plan;
}

/* Numbers over the range: bits by one (by halves where dials are few), group sizes by doubling; and
 * the kinks, where PTQ meets the bits trained at, or two of those meet. */
static void add_numbers(struct search *s, struct dial *dial, bool few) {
    static const enum input kinks[] = {IN_W, IN_A, IN_KV, IN_POST};
    const bool by_half = few && !dial->settled && !dial->log;
    for (double at = dial->low; at <= dial->high; at = dial->log ? at * 2 : at + (by_half ? .5 : 1))
        add_setting(dial, at, at == dial->low);
    add_setting(dial, dial->high, true);
    if (dial->settled) return;
    for (int i = 0; i < 4; i++) {
        if (s->free & INPUT_BIT(kinks[i])) continue;
        if (trained(dial->input) || dial->input == IN_POST)
            add_setting(dial, plan_get(&s->plan, kinks[i]), true);
    }
    add_wall(s, dial);
}

static void add_dial(struct search *s, enum dial_kind kind, enum input input, bool few) {
    const unsigned pair = INPUT_BIT(IN_W) | INPUT_BIT(IN_A);
    struct dial *dial = &s->dial[s->dials++];
    *dial = (struct dial){.kind = kind,
                          .input = input,
                          .low = inputs[input].low,
                          .high = inputs[input].high,
                          .log = inputs[input].scale == SCALE_LOG,
                          .settled = s->problem->whole && input != IN_G};
    if (kind == DIAL_LAYOUT) {
        dial->low = 1 + inputs[IN_E].low + inputs[IN_M].low;
        dial->high = 1 + inputs[IN_E].high + inputs[IN_M].high;
    }
    if (add_table(s, dial, kind == DIAL_INPUT && (s->free & pair) == pair))
        dial->settled = true;
    else
        add_numbers(s, dial, few);
}

/* Whether an input that the law does not look at costs something all the same. */
static bool costs(const struct search *s, enum input input) {
    const enum cost_kind cost = s->problem->cost;
    if (input == IN_POST) return cost != COST_TRAINING;
    if (!trained(input) || s->preset->law->cost_bits) return false;
    return cost != COST_INFERENCE || (input == IN_W && s->plan.post == PLAN_OFF);
}

/* What the law does not look at is no dial: it is had for the least it can cost, and stays where it
 * stands if it costs nothing. Of tied bits the unread follow the others. */
static void settle_unread(struct search *s, bool tied) {
    const unsigned reads = s->preset->reads;
    const unsigned all = INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV);
    const bool follow = tied && (reads & all);
    for (int i = 0; i < INPUT_COUNT; i++) {
        const unsigned bit = INPUT_BIT(i);
        if (!(s->free & bit & FREE_BITS) || (reads & bit) || (follow && (bit & all))) continue;
        s->free &= ~bit;
        const double stands = plan_get(&s->plan, (enum input)i);
        if (costs(s, (enum input)i))
            plan_set(&s->plan, (enum input)i, inputs[i].low);
        else if (s->problem->whole && i != IN_G)
            plan_set(&s->plan, (enum input)i, round(stands));
    }
}

static void find_dials(struct search *s, bool tied) {
    static const enum input all[] = {IN_W, IN_A, IN_KV, IN_POST, IN_G, IN_E, IN_M};
    const unsigned both = INPUT_BIT(IN_E) | INPUT_BIT(IN_M);
    s->free = s->problem->free & FREE_BITS;
    settle_unread(s, tied);
    const bool laid_out = (s->free & both) == both && !s->problem->whole && s->preset->law->layout;
    unsigned turned = s->free;
    if (tied) turned &= ~(unsigned)(INPUT_BIT(IN_A) | INPUT_BIT(IN_KV));
    if (laid_out) turned &= ~(unsigned)INPUT_BIT(IN_M);
    const bool few = __builtin_popcount(turned) <= 2;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (!(turned & INPUT_BIT(all[i]))) continue;
        const enum dial_kind kind = laid_out && all[i] == IN_E ? DIAL_LAYOUT
                                    : tied && all[i] == IN_W   ? DIAL_TIED
                                                               : DIAL_INPUT;
        add_dial(s, kind, all[i], few);
    }
}

static double look(struct search *s, const double *at) {
    const struct problem *problem = s->problem;
    for (int i = 0; i < s->dials; i++)
        turn_one(s, &s->dial[i], at[i]);
    return spend_best(s->preset, problem->free, problem->cost, problem->budget, &s->plan);
}

/* A place, its loss and the index of its settings. */
struct place {
    double at[DIALS], loss;
    int index[DIALS];
};

static const double wall = 1e9; /* for INFINITY: Brent's parabolas need numbers */

static double along(double x, void *context) {
    return fmin(wall, look(context, &x));
}

static void refine(struct search *s, const double x[3], const double loss[3], struct place *best) {
    const double at[] = {fmin(wall, loss[0]), fmin(wall, loss[1]), fmin(wall, loss[2])};
    double least;
    const double found = solve_minimum(along, s, x, at, &least);
    if (least < best->loss) *best = (struct place){.at = {found}, .loss = least};
}

/* From a kink the loss may fall to one side before it rises to the next setting, `way` from it. */
static void refine_side(struct search *s, const double *loss, int i, int way, struct place *best) {
    static const double probes[] = {.5, .1, .01, 1e-4, 1e-7};
    const struct setting *at = s->dial[0].setting;
    const double kink = at[i].value, next = at[i + way].value;
    for (int n = 0; n < 5; n++) {
        const double mid = kink + (next - kink) * probes[n], its = along(mid, s);
        if (!(its < loss[i])) continue;
        const double x[] = {fmin(kink, next), mid, fmax(kink, next)};
        const double ends[] = {loss[way > 0 ? i : i - 1], its, loss[way > 0 ? i + 1 : i]};
        refine(s, x, ends, best);
        return;
    }
}

/* One real dial: refine each valley of the scan. */
static void refine_line(struct search *s, const double *loss, struct place *best) {
    const struct dial *dial = &s->dial[0];
    const struct setting *at = dial->setting;
    for (int i = 0; i < dial->count; i++) {
        const bool first = i == 0, last = i == dial->count - 1;
        if (isinf(loss[i]) || (!first && loss[i - 1] < loss[i]) || (!last && loss[i + 1] < loss[i]))
            continue;
        if (!at[i].kink && !first && !last) {
            refine(s, (double[]){at[i - 1].value, at[i].value, at[i + 1].value}, &loss[i - 1],
                   best);
            continue;
        }
        if (!first) refine_side(s, loss, i, -1, best);
        if (!last) refine_side(s, loss, i, 1, best);
    }
}

static void scan_line(struct search *s, struct place *best) {
    double loss[SETTINGS];
    const struct dial *dial = &s->dial[0];
    for (int i = 0; i < SETTINGS; i++)
        loss[i] = INFINITY;
    for (int i = 0; i < dial->count; i++) {
        const double value = dial->setting[i].value;
        loss[i] = look(s, &value);
        if (loss[i] < best->loss) *best = (struct place){.at = {value}, .loss = loss[i]};
    }
    if (!dial->settled) refine_line(s, loss, best);
}

/* What the scan saw at a place. */
struct cell {
    double loss;
    unsigned side;
};

/* Keep the STARTS best places, best first. */
static void keep(struct place *kept, int *count, const struct place *place) {
    if (*count == STARTS && kept[STARTS - 1].loss <= place->loss) return;
    int at = *count == STARTS ? STARTS - 1 : (*count)++;
    while (at > 0 && kept[at - 1].loss > place->loss) {
        kept[at] = kept[at - 1];
        at--;
    }
    kept[at] = *place;
}

static unsigned side_of(const struct plan *plan) {
    return (plan->w > plan->post) | (unsigned)(plan->a > plan->post) << 1 |
           (unsigned)(plan->kv > plan->post) << 2;
}

static size_t places_of(const struct search *s) {
    size_t places = 1;
    for (int i = 0; i < s->dials; i++)
        places *= (size_t)s->dial[i].count;
    return places;
}

static void settings_of(const struct search *s, size_t number, struct place *place) {
    for (int i = 0; i < s->dials; i++) {
        const size_t count = (size_t)s->dial[i].count;
        place->index[i] = (int)(number % count);
        place->at[i] = s->dial[i].setting[place->index[i]].value;
        number /= count;
    }
}

static void scan_all(struct search *s, struct cell *cell, size_t places) {
    struct place place;
    for (size_t n = 0; n < places; n++) {
        settings_of(s, n, &place);
        cell[n].loss = look(s, place.at);
        cell[n].side = side_of(&s->plan);
    }
}

/* Whether a place is the bottom of a valley, as far as the scan can tell: no neighbour on its side
 * of the kinks is lower, nor the first of equals. */
static bool is_bottom(const struct search *s, const struct cell *cell, const int *index,
                      size_t at) {
    int step[DIALS];
    for (int i = 0; i < s->dials; i++)
        step[i] = -1;
    for (bool more = true; more;) {
        ptrdiff_t there = (ptrdiff_t)at, stride = 1;
        bool inside = true;
        for (int i = 0; i < s->dials; i++) {
            const int next = index[i] + step[i];
            inside &= next >= 0 && next < s->dial[i].count;
            there += step[i] * stride;
            stride *= s->dial[i].count;
        }
        if (inside && cell[there].side == cell[at].side &&
            (cell[there].loss < cell[at].loss ||
             (cell[there].loss == cell[at].loss && there < (ptrdiff_t)at)))
            return false;
        int i = 0;
        while (i < s->dials && ++step[i] == 2)
            step[i++] = -1;
        more = i < s->dials;
    }
    return true;
}

/* The best of the valleys' bottoms. */
static int find_starts(struct search *s, struct place *kept) {
    const size_t places = places_of(s);
    struct cell *cell = calloc(places, sizeof *cell);
    int count = 0;
    if (!cell) return 0;
    scan_all(s, cell, places);
    for (size_t n = 0; n < places; n++) {
        struct place place = {.loss = cell[n].loss};
        const bool full = count == STARTS && kept[STARTS - 1].loss <= place.loss;
        if (full || isinf(place.loss)) continue;
        settings_of(s, n, &place);
        if (is_bottom(s, cell, place.index, n)) keep(kept, &count, &place);
    }
    free(cell);
    return count;
}

static void draw_to(struct search *s, const double *wanted, double share, double *at) {
    for (int i = 0; i < s->dials; i++) {
        const struct dial *dial = &s->dial[i];
        at[i] = wanted[i];
        if (!dial->settled && !dial->log) at[i] = dial->low + share * (wanted[i] - dial->low);
        turn_one(s, dial, at[i]);
    }
}

/* Bits that cost more than there is are drawn in, all at once, until they are paid for: so the
 * search slides along that wall at whatever angle it stands. */
static void draw_in(struct search *s, double *at) {
    const struct plan plan = s->plan;
    double wanted[DIALS], paid = 0, dear = 1;
    memcpy(wanted, at, sizeof wanted);
    draw_to(s, wanted, 1, at);
    if (!paid_for(s, &s->plan)) {
        for (int i = 0; i < 60; i++) {
            const double share = (paid + dear) / 2;
            draw_to(s, wanted, share, at);
            *(paid_for(s, &s->plan) ? &paid : &dear) = share;
        }
        draw_to(s, wanted, paid, at);
    }
    s->plan = plan;
}

/* From the search's own steps, where a doubling is one if the scale is logarithmic. */
static void values_of(struct search *s, const double *x, double *at) {
    for (int i = 0; i < s->dials; i++)
        at[i] = s->dial[i].log ? exp2(x[i]) : x[i];
    draw_in(s, at);
}

static double downhill(const double *x, void *context) {
    struct search *s = context;
    double at[DIALS];
    values_of(s, x, at);
    return look(s, at);
}

/* A fraction of the scan's: a longer one would leap over a kink into the next valley. */
static const double first_step = 0.1;

static void refine_place(struct search *s, struct place *place) {
    double x[DIALS], low[DIALS], high[DIALS];
    for (int i = 0; i < s->dials; i++) {
        const struct dial *dial = &s->dial[i];
        x[i] = dial->log ? log2(place->at[i]) : place->at[i];
        low[i] = dial->settled ? x[i] : dial->log ? log2(dial->low) : dial->low;
        high[i] = dial->settled ? x[i] : dial->log ? log2(dial->high) : dial->high;
    }
    place->loss = descend(downhill, s, s->dials, low, high, first_step, x, place->loss);
    values_of(s, x, place->at);
}

static void scan_many(struct search *s, struct place *best) {
    struct place kept[STARTS];
    bool real = false;
    const int count = find_starts(s, kept);
    for (int i = 0; i < s->dials; i++)
        real |= !s->dial[i].settled;
    for (int i = 0; i < count; i++) {
        if (real) refine_place(s, &kept[i]);
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
