/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The measured runs in the Curve view. Runs differ in several inputs at once, and a line keeps all
 * but one: so each is put as far from the line, at its own x, as it is from the law at its own
 * inputs. */
#include "base/text.h"
#include "engine/fit_request.h"
#include "engine/implied.h"
#include "ui/curve_parts.h"
#include "ui/fit_ask.h"
#include "ui/fit_work.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What a measured loss is compared by. */
enum measure {
    MEASURE_NONE,
    MEASURE_LOSS,
    MEASURE_PART, /* of the loss: what the run is off by is put to that part */
    MEASURE_SHARE /* N_eff: by what the loss implies (2411.04330 eq. 30) */
};

static enum measure measure_of(int y) {
    if (y == OUT_LOSS) return MEASURE_LOSS;
    if (y == CURVE_ADDED || y == OUT_QAT_DELTA || y == OUT_PTQ_DELTA) return MEASURE_PART;
    return y == OUT_N_EFF || y == OUT_N_EFF_RATIO ? MEASURE_SHARE : MEASURE_NONE;
}

static const struct fit_work *loaded(const struct app *app) {
    const struct fit_work *const work = app->fit_work;
    return work && work->runs.count > 0 ? work : NULL;
}

const char *curve_runs_refusal(const struct app *app) {
    if (!loaded(app)) return "no runs are loaded: Fit (9) reads a file of them";
    if (measure_of(app->curve.y) == MEASURE_NONE) return "runs do not measure this";
    return "";
}

static bool is_bits(enum input input) {
    return input == IN_W || input == IN_A || input == IN_KV || input == IN_POST;
}

/* How far two values of an input are apart, 0 where they are the same for a law. */
static double apart(enum input input, double a, double b) {
    if (a == b) return 0;
    if (is_bits(input)) return fabs(plan_bits(a) - plan_bits(b));
    if (inputs[input].scale == SCALE_LOG) return isfinite(a) && isfinite(b) ? fabs(log(a / b)) : 16;
    return isfinite(a) && isfinite(b) ? fabs(a - b) : 16;
}

static bool is_near(enum input input, double a, double b) {
    const bool size = input == IN_N || input == IN_D;
    return apart(input, a, b) <= (size ? log(CURVE_NEAR) * (1 + 1e-9) : 1e-9);
}

/* What the output depends on beside x; a law that is blind to bits makes no runs alike that were
 * read with them. */
static unsigned others(const struct app *app, const struct preset *preset) {
    const enum input x = app->curve.x;
    const unsigned bits = INPUT_BIT(IN_W) | INPUT_BIT(IN_A) | INPUT_BIT(IN_KV);
    unsigned set = preset->reads | loaded(app)->ask.law->reads;
    set |= INPUT_BIT(IN_N) | INPUT_BIT(IN_D);
    if (app->curve.y == OUT_N_EFF) set &= bits | INPUT_BIT(IN_N);
    if (app->curve.y == OUT_N_EFF_RATIO) set &= bits;
    set &= ~INPUT_BIT(x);
    return curve_tied(&app->curve) ? set & ~bits : set;
}

/* Bits that move as one are one only in runs where they are alike. */
static bool has_x(const struct app *app, const struct preset *preset, const struct plan *plan) {
    static const enum input tie[] = {IN_W, IN_A, IN_KV};
    const double x = plan_get(plan, app->curve.x);
    for (int i = 0; i < 3 && curve_tied(&app->curve); i++) {
        if ((preset->reads & INPUT_BIT(tie[i])) && plan_get(plan, tie[i]) != x) return false;
    }
    return isfinite(x);
}

/* The line that a run belongs to: that of its own member of the family, else the plan's. */
static int line_of(const struct app *app, const struct curve_picture *picture,
                   const struct plan *plan) {
    const enum input family = app->curve.family;
    for (int i = 0; family != INPUT_NONE && i < picture->count; i++) {
        const double member = plan_get(&picture->line[i]->plan, family);
        if (is_near(family, member, plan_get(plan, family))) return i;
    }
    return family == INPUT_NONE ? picture->own : -1;
}

static void compare_others(unsigned set, const struct plan *line, const struct plan *plan,
                           struct curve_run *run) {
    run->away = 0;
    run->on_line = true;
    for (int i = 0; i <= IN_FC2; i++) {
        if (!(set & INPUT_BIT(i))) continue;
        const double a = plan_get(line, (enum input)i), b = plan_get(plan, (enum input)i);
        run->away += apart((enum input)i, a, b);
        run->on_line = run->on_line && is_near((enum input)i, a, b);
    }
}

/* y of a run beside its line; NAN where the law does not say of either. */
static double beside(const struct curve *line, enum input x, int y, const struct run *run) {
    const struct plan *const plan = &run->plan;
    const double at = plan_get(plan, x), value = curve_at(line, x, at, y).value;
    const double law = curve_ask(line->preset, plan, false, x, at, OUT_LOSS).value;
    const enum measure measure = measure_of(y);
    if (measure == MEASURE_LOSS) return value * run->loss / law;
    if (measure == MEASURE_SHARE)
        return value * implied_share(line->preset, plan, run->loss) /
               curve_ask(line->preset, plan, false, x, at, OUT_N_EFF_RATIO).value;
    /* a run without that part measures nothing of it */
    if (curve_ask(line->preset, plan, false, x, at, y).value == 0) return NAN;
    return value + curve_at(line, x, at, OUT_LOSS).value * (run->loss / law - 1);
}

static void add_run(const struct app *app, struct curve_picture *picture, size_t row) {
    const struct run *const measured = &loaded(app)->runs.run[row];
    struct curve_runs *const runs = picture->runs;
    struct curve_run *const run = &runs->run[runs->count];
    const struct preset *const preset = app_primary(app);
    if (!(measured->weight > 0) || !(measured->loss > 0)) return;
    const int line = line_of(app, picture, &measured->plan);
    runs->asked++;
    if (line < 0 || !has_x(app, preset, &measured->plan)) return;
    const double x = plan_get(&measured->plan, app->curve.x);
    *run = (struct curve_run){.row = row, .line = line, .x = x};
    run->y = beside(picture->line[line], app->curve.x, app->curve.y, measured);
    if (!isfinite(run->y)) return;
    compare_others(others(app, preset), &picture->line[line]->plan, &measured->plan, run);
    runs->on_line += run->on_line;
    runs->count++;
}

/* The kth of `most` rows out of all, one from each stretch of them, at no period that the file may
 * have. */
static size_t spread(size_t k, size_t most, size_t all) {
    const size_t from = k * all / most, to = (k + 1) * all / most;
    return from + (size_t)((uint32_t)k * 2654435761u) % (to - from);
}

static bool differ(double a, double b) {
    return fabs(a - b) > 1e-6 * fabs(b);
}

/* Whether two presets say the same: a fit that was saved and read back. */
static bool is_same_law(const struct preset *a, const struct preset *b) {
    if (!a || a->law != b->law || a->variant_count != b->variant_count) return false;
    for (int i = 0; a->law->coefficients[i].name; i++) {
        if (differ(a->c[i], b->c[i])) return false;
    }
    for (int v = 0; v < a->variant_count; v++) {
        for (int i = 0; a->law->variant_coefficients[i].name; i++) {
            if (differ(a->variant[v].c[i], b->variant[v].c[i])) return false;
        }
    }
    return true;
}

void curve_runs(const struct app *app, struct curve_picture *picture) {
    const struct fit_work *const work = loaded(app);
    bool keep[RUNS_GROUPS], every;
    struct err err;
    if (!app->curve.runs || curve_runs_refusal(app)[0]) return;
    struct curve_runs *const runs = picture->runs = calloc(1, sizeof *runs);
    if (!runs) return;
    runs->all = work->runs.count;
    runs->foreign = !is_same_law(work->preset, app_primary(app));
    if (!fit_ask_keep(&app->fit, &work->runs, keep, &every, &err)) every = true;
    const size_t most = runs->all < CURVE_RUNS ? runs->all : CURVE_RUNS;
    for (size_t k = 0; k < most; k++) {
        const size_t row = spread(k, most, runs->all);
        const int group = work->runs.run[row].group;
        const bool kept = every || group == RUNS_ALONE || group == work->runs.base || keep[group];
        if (kept) add_run(app, picture, row);
    }
}

bool curve_run_shown(const struct plot *plot, const struct curve_run *run) {
    const double column = plot_column(plot, run->x);
    return column > -0.5 && column < plot_columns(plot) - 0.5 && (!plot->y_log || run->y > 0) &&
           plot_row(plot, run->y, false) >= 0;
}

int curve_runs_hidden(const struct curve_picture *picture) {
    int hidden = 0;
    for (int i = 0; picture->runs && i < picture->runs->count; i++)
        hidden += !curve_run_shown(&picture->plot, &picture->runs->run[i]);
    return hidden;
}

const struct curve_run *curve_run_at(const struct curve_picture *picture, double x) {
    const struct plot *const plot = &picture->plot;
    const struct curve_run *best = NULL;
    double least = INFINITY;
    for (int i = 0; picture->runs && i < picture->runs->count; i++) {
        const struct curve_run *const run = &picture->runs->run[i];
        if (!curve_run_shown(plot, run)) continue;
        const double cells = floor(fabs(plot_column(plot, run->x) - plot_column(plot, x)) / 2);
        if (cells > least || (best && cells == least && run->away >= best->away)) continue;
        least = cells;
        best = run;
    }
    return best;
}

/* "N 100M, D 10.0B, w 4": what the law reads, as the run had it. */
static void put_inputs(const struct law *law, const struct plan *plan, char *out, size_t size) {
    char text[NUM_TEXT];
    for (int i = 0; i <= IN_FC2; i++) {
        if (i > IN_D && !(law->reads & INPUT_BIT(i))) continue;
        const double value = plan_get(plan, (enum input)i);
        if (i > IN_D && value == PLAN_OFF) continue;
        text_append(out, size, ", %s %s", inputs[i].name, input_show(text, (enum input)i, value));
    }
}

void curve_run_words(const struct app *app, const struct curve_picture *picture,
                     const struct curve_run *run, char *out, size_t size) {
    char name[PRESET_LINE], measured[NUM_TEXT], law[NUM_TEXT], off[NUM_TEXT];
    const struct run *const of = &loaded(app)->runs.run[run->row];
    const struct preset *const preset = picture->line[run->line]->preset;
    struct result result;
    law_eval(preset, &of->plan, &result);
    fit_run_name(of, name, sizeof name);
    text_clean(out, size, name);
    put_inputs(preset->law, &of->plan, out, size);
    if (measure_of(app->curve.y) == MEASURE_SHARE) {
        text_append(out, size, ": f implied %s, law %s",
                    num_fixed(measured, implied_share(preset, &of->plan, of->loss), 4),
                    num_fixed(law, result.n_eff_ratio, 4));
    } else {
        text_append(out, size, ": loss %s, law %s, off by %s %%",
                    num_loss(measured, of->loss, false), num_loss(law, result.loss, false),
                    num_signed(off, 100 * (of->loss / result.loss - 1), 2));
    }
}

void curve_runs_legend(const struct app *app, const struct curve_picture *picture,
                       char on_line[CURVE_WORDS], char brought[CURVE_WORDS]) {
    char name[PRESET_NAME];
    const struct curve_runs *const runs = picture->runs;
    const bool family = app->curve.family != INPUT_NONE;
    on_line[0] = brought[0] = '\0';
    if (!runs || runs->count == 0) return;
    const int others_count = runs->count - runs->on_line;
    const unsigned set = others(app, app_primary(app));
    const bool N = set & INPUT_BIT(IN_N), D = set & INPUT_BIT(IN_D);
    text_clean(name, sizeof name, app_primary(app)->name);
    if (runs->on_line > 0) {
        text_append(on_line, CURVE_WORDS, "%d measured run%s of %s line%s%s", runs->on_line,
                    runs->on_line > 1 ? "s" : "", family ? "a" : "this",
                    measure_of(app->curve.y) == MEASURE_SHARE ? ", by the N_eff of their loss" : "",
                    N || D ? " (" : "");
        if (N || D)
            text_append(on_line, CURVE_WORDS, "%s%s%s within 10 %%)", N ? "N" : "",
                        N && D ? ", " : "", D ? "D" : "");
    }
    if (others_count > 0)
        text_append(brought, CURVE_WORDS, "%d run%s of other inputs, brought to %s line by %s",
                    others_count, others_count > 1 ? "s" : "", family ? "their" : "this", name);
}
