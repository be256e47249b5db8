/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/invert.h"

#include "base/text.h"
#include "engine/solve.h"
#include <math.h>
#include <string.h>

enum { SCAN = 240, POINTS = SCAN + 1 + PRESET_VARIANTS + 8, HALVINGS = 60, STEPS = 40 };

static const double same = 1e-12; /* relative: an output is at the target */
static const double steep = 1e-6; /* relative: further off is a jump */

/* The curve of output minus target over the input, in its scale: u is ln x or x. */
struct curve {
    const struct preset *preset;
    struct plan plan;
    enum input input;
    bool tied, log, whole;
    enum output output;
    double target;
    int count;
    double u[POINTS], gap[POINTS]; /* NAN where the law is silent */
    double least, most;            /* of the output where it was looked at */
};

bool invert_takes(enum input input) {
    static const unsigned taken = INPUT_BIT(IN_N) | INPUT_BIT(IN_D) | INPUT_BIT(IN_W) |
                                  INPUT_BIT(IN_A) | INPUT_BIT(IN_KV) | INPUT_BIT(IN_POST) |
                                  INPUT_BIT(IN_G) | INPUT_BIT(IN_E) | INPUT_BIT(IN_M);
    return input < INPUT_COUNT && (taken & INPUT_BIT(input));
}

static void set(const struct curve *curve, struct plan *plan, double x) {
    plan_set(plan, curve->input, x);
    if (curve->tied) plan->a = plan->kv = x;
}

static double output_at(const struct curve *curve, double x) {
    struct answer answer = {.d_crit = NAN};
    struct plan plan = curve->plan;
    set(curve, &plan, x);
    if (law_eval(curve->preset, &plan, &answer.result) == LAW_SILENT) return NAN;
    if (curve->output == OUT_D_CRIT) answer.d_crit = law_dcrit(curve->preset, &plan);
    return output_get(&answer, curve->output);
}

static double gap_of_output(const struct curve *curve, double output) {
    const double gap = output - curve->target;
    return fabs(gap) <= same * fabs(curve->target) ? 0 : gap;
}

static double gap_at(const struct curve *curve, double x) {
    return gap_of_output(curve, output_at(curve, x));
}

static double value_of(const struct curve *curve, double u) {
    const struct input_row *row = &inputs[curve->input];
    const double x = curve->log ? exp(u) : u;
    return fmax(row->low, fmin(row->high, x));
}

static double gap_of(double u, void *context) {
    const struct curve *curve = context;
    return gap_at(curve, value_of(curve, u));
}

static void add_point(struct curve *curve, double x) {
    const struct input_row *row = &inputs[curve->input];
    if (!(x >= row->low && x <= row->high) || curve->count == POINTS) return;
    const double u = curve->log ? log(x) : x;
    int at = curve->count;
    for (int i = 0; i < curve->count; i++) {
        if (curve->u[i] == u) return;
    }
    for (; at > 0 && curve->u[at - 1] > u; at--)
        curve->u[at] = curve->u[at - 1];
    curve->u[at] = u;
    curve->count++;
}

/* Evenly over the range, at the rows of the law's table, and where PTQ meets the bits trained at.
 */
static void add_points(struct curve *curve) {
    const struct input_row *row = &inputs[curve->input];
    const struct preset *preset = curve->preset;
    const double low = curve->log ? log(row->low) : row->low,
                 high = curve->log ? log(row->high) : row->high;
    const int steps = curve->whole ? (int)(row->high - row->low) : SCAN;
    for (int i = 0; i <= steps; i++) {
        const double u = low + (high - low) * i / steps;
        add_point(curve, i == 0 ? row->low : i == steps ? row->high : curve->log ? exp(u) : u);
    }
    if (curve->log || curve->whole) return;
    for (int i = 0; i < preset->variant_count; i++) {
        const struct variant *v = &preset->variant[i];
        add_point(curve, curve->input == IN_POST ? v->post : curve->input == IN_A ? v->a : v->w);
    }
    for (enum input i = IN_W; i <= IN_POST; i++)
        add_point(curve, plan_get(&curve->plan, i));
}

static double look_at(struct curve *curve, double u) {
    const double output = output_at(curve, value_of(curve, u));
    curve->least = fmin(curve->least, output);
    curve->most = fmax(curve->most, output);
    return gap_of_output(curve, output);
}

static void look(struct curve *curve) {
    curve->least = INFINITY;
    curve->most = -INFINITY;
    add_points(curve);
    for (int i = 0; i < curve->count; i++)
        curve->gap[i] = look_at(curve, curve->u[i]);
}

static void add_value(struct inverse *inverse, double x) {
    for (int i = 0; i < inverse->count; i++) {
        if (fabs(inverse->values[i] - x) <= 1e-9 * fabs(x)) return;
    }
    if (inverse->count < INVERSE_VALUES) inverse->values[inverse->count++] = x;
}

/* The root is known to rounding in its scale; of the numbers about it, the one that comes nearest.
 */
static double nearest_number(const struct curve *curve, double x) {
    double miss = fabs(gap_at(curve, x));
    for (double way = -1; way <= 1; way += 2) {
        for (int i = 0; i < STEPS && miss > 0; i++) {
            const double next = nextafter(x, way * HUGE_VAL), other = fabs(gap_at(curve, next));
            if (!(other < miss)) break;
            x = next;
            miss = other;
        }
    }
    return x;
}

/* A change of sign between u and v is a root, unless the output jumps there. Beside a wall it may
 * be so steep that no number comes very near. */
static void add_crossing(struct curve *curve, double u, double v, struct inverse *inverse) {
    const double root = solve_root(gap_of, curve, u, v, 1e-15);
    if (isnan(root)) return;
    const double x = nearest_number(curve, value_of(curve, root));
    if (fabs(gap_at(curve, x)) > steep * fabs(curve->target)) return;
    add_value(inverse, x);
}

/* The end, towards `outside`, of the stretch that `inside` lies in: where the law speaks, or where
 * the output is at the target. */
static double end_of(struct curve *curve, double inside, double outside, bool at_target) {
    for (int i = 0; i < HALVINGS; i++) {
        const double middle = (inside + outside) / 2, gap = gap_of(middle, curve);
        if (at_target ? gap == 0 : !isnan(gap))
            inside = middle;
        else
            outside = middle;
    }
    return inside;
}

/* Between a point where the law speaks and one where it is silent. */
static void add_before_silence(struct curve *curve, int from, int to, struct inverse *inverse) {
    const double end = end_of(curve, curve->u[from], curve->u[to], false);
    const double gap = look_at(curve, end);
    if (gap == 0) {
        add_value(inverse, value_of(curve, end));
    } else if (gap * curve->gap[from] < 0) {
        add_crossing(curve, fmin(curve->u[from], end), fmax(curve->u[from], end), inverse);
    }
}

static double mirrored(double u, void *context) {
    return -gap_of(u, context);
}

/* A valley or hill between three points of one sign may reach the target twice, or just touch it.
 */
static void add_touching(struct curve *curve, int i, struct inverse *inverse) {
    const double *g = &curve->gap[i], *u = &curve->u[i];
    const bool above = g[0] > 0;
    double least;
    if (!(g[-1] * g[0] > 0 && g[1] * g[0] > 0)) return;
    if (fabs(g[-1]) < fabs(g[0]) || fabs(g[1]) < fabs(g[0])) return;
    const double sign = above ? 1 : -1, at[] = {sign * g[-1], sign * g[0], sign * g[1]};
    const double x = solve_minimum(above ? gap_of : mirrored, curve, &u[-1], at, &least);
    if (least < 0) {
        add_crossing(curve, u[-1], x, inverse);
        add_crossing(curve, x, u[1], inverse);
    } else if (least <= same * fabs(curve->target)) {
        add_value(inverse, value_of(curve, x));
    }
}

static bool at_target(const struct curve *curve, int i) {
    return i >= 0 && i < curve->count && curve->gap[i] == 0;
}

/* A point at the target is an answer; of a stretch of them its two ends are. */
static void add_stretch(struct curve *curve, int i, struct inverse *inverse) {
    if (at_target(curve, i - 1) && at_target(curve, i + 1)) return;
    double u = curve->u[i];
    if (at_target(curve, i - 1) && i + 1 < curve->count)
        u = end_of(curve, u, curve->u[i + 1], true);
    if (at_target(curve, i + 1) && i > 0) u = end_of(curve, u, curve->u[i - 1], true);
    add_value(inverse, value_of(curve, u));
    if (at_target(curve, i + 1))
        text_copy(inverse->why, sizeof inverse->why, "it stays there over a stretch: its ends");
}

static void find_numbers(struct curve *curve, struct inverse *inverse) {
    for (int i = 0; i < curve->count; i++) {
        const double gap = curve->gap[i], next = i + 1 < curve->count ? curve->gap[i + 1] : NAN;
        if (gap == 0) add_stretch(curve, i, inverse);
        if (curve->whole) continue;
        if (i > 0 && i + 1 < curve->count) add_touching(curve, i, inverse);
        if (i + 1 == curve->count) break;
        if (gap * next < 0) add_crossing(curve, curve->u[i], curve->u[i + 1], inverse);
        if (!isnan(gap) && isnan(next)) add_before_silence(curve, i, i + 1, inverse);
        if (isnan(gap) && !isnan(next)) add_before_silence(curve, i + 1, i, inverse);
    }
}

static void sort(struct inverse *inverse) {
    for (int i = 1; i < inverse->count; i++) {
        const double x = inverse->values[i];
        int at = i;
        for (; at > 0 && inverse->values[at - 1] > x; at--)
            inverse->values[at] = inverse->values[at - 1];
        inverse->values[at] = x;
    }
}

static void find_words(const struct curve *curve, struct inverse *inverse) {
    for (const struct input_word *word = inputs[curve->input].words; word && word->name; word++) {
        if (gap_at(curve, word->value) != 0 || inverse->count == INVERSE_VALUES) continue;
        inverse->values[inverse->count++] = word->value;
    }
}

static void choose_nearest(const struct curve *curve, struct inverse *inverse) {
    const double own = input_fraction(curve->input, plan_get(&curve->plan, curve->input));
    double nearest = INFINITY;
    struct plan plan = curve->plan;
    struct result result;
    for (int i = 0; i < inverse->count; i++) {
        const double away = fabs(input_fraction(curve->input, inverse->values[i]) - own);
        if (away >= nearest) continue;
        nearest = away;
        inverse->value = inverse->values[i];
    }
    set(curve, &plan, inverse->value);
    inverse->status = law_eval(curve->preset, &plan, &result);
    inverse->loss = result.loss;
    if (!*inverse->why) text_copy(inverse->why, sizeof inverse->why, result.why);
}

/* Between which two whole values the output passes the target. */
static void say_between(const struct curve *curve, struct inverse *inverse) {
    char a[NUM_TEXT], b[NUM_TEXT];
    const char *const name = inputs[curve->input].name;
    for (int i = 0; i + 1 < curve->count; i++) {
        if (!(curve->gap[i] * curve->gap[i + 1] < 0)) continue;
        text_append(inverse->why, sizeof inverse->why, "%s is whole: %s %s at %s %g, %s at %s %g",
                    name, outputs[curve->output].name,
                    num_shortest(a, num_round(output_at(curve, curve->u[i]), 5)), name, curve->u[i],
                    num_shortest(b, num_round(output_at(curve, curve->u[i + 1]), 5)), name,
                    curve->u[i + 1]);
        return;
    }
}

static void say_why(const struct curve *curve, struct inverse *inverse) {
    char low[NUM_TEXT], high[NUM_TEXT];
    const char *const output = outputs[curve->output].name;
    const char *const input = curve->tied ? "P" : inputs[curve->input].name;
    struct result result;
    if (curve->whole) say_between(curve, inverse);
    if (*inverse->why) return;
    if (!(curve->least <= curve->most)) {
        law_eval(curve->preset, &curve->plan, &result);
        text_append(inverse->why, sizeof inverse->why, "no %s at any %s%s%s", output, input,
                    *result.why ? ": " : "", result.why);
        return;
    }
    num_shortest(low, num_round(curve->least, 5));
    if (curve->most - curve->least <= same * fabs(curve->most)) {
        text_append(inverse->why, sizeof inverse->why, "%s is %s at any %s", output, low, input);
        return;
    }
    text_append(inverse->why, sizeof inverse->why, "%s goes from %s to %s over %s%s", output, low,
                num_shortest(high, num_round(curve->most, 5)), input,
                curve->least < curve->target && curve->target < curve->most
                    ? ", by jumps past the value"
                    : "");
}

enum law_status invert_solve(const struct preset *preset, const struct plan *plan, enum input input,
                             bool tied, enum output output, double target,
                             struct inverse *inverse) {
    struct curve curve = {.preset = preset,
                          .plan = *plan,
                          .input = tied ? IN_W : input,
                          .tied = tied,
                          .log = !tied && inputs[input].scale == SCALE_LOG,
                          .whole = !tied && inputs[input].whole,
                          .output = output,
                          .target = target};
    memset(inverse, 0, sizeof *inverse);
    inverse->value = inverse->loss = NAN;
    inverse->status = LAW_SILENT;
    const unsigned moved =
        tied ? INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV) : INPUT_BIT(input);
    if (!(preset->reads & moved)) {
        text_append(inverse->why, sizeof inverse->why, "this law does not look at %s",
                    tied ? "P" : inputs[input].name);
        return LAW_SILENT;
    }
    look(&curve);
    find_numbers(&curve, inverse);
    sort(inverse);
    find_words(&curve, inverse);
    if (inverse->count > 0)
        choose_nearest(&curve, inverse);
    else
        say_why(&curve, inverse);
    return inverse->status;
}
