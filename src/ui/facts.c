/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/facts.h"

#include "engine/cost.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct move weigh(const struct app *app, const struct facts *facts, enum input input,
                         double to) {
    const struct preset *preset = app_primary(app);
    struct move move = {
        .input = input, .to = to, .loss = NAN, .delta = NAN, .compute = NAN, .bytes = NAN};
    struct plan plan;
    struct result result;
    if (!app_moved(app, input, to, &plan)) return move;
    law_eval(preset, &plan, &result);
    move.loss = result.loss;
    move.delta = result.loss - facts->answer[app->now.primary].result.loss;
    move.compute = cost_training(preset->law, &plan) / cost_training(preset->law, &app->now.plan);
    move.bytes =
        cost_weight_bytes(preset->law, &plan) - cost_weight_bytes(preset->law, &app->now.plan);
    return move;
}

static void find_steps(const struct app *app, struct facts *facts) {
    const unsigned reads = app_primary(app)->reads;
    for (int i = 0; i < INPUT_COUNT; i++) {
        const enum input input = (enum input)i;
        const double value = plan_get(&app->now.plan, input);
        facts->step[i] = (struct move){.input = INPUT_NONE};
        if (!(reads & INPUT_BIT(i))) continue;
        double to = input_step(input, value, +1, STEP_ONE);
        if (to == value) to = input_step(input, value, -1, STEP_ONE);
        facts->step[i] = weigh(app, facts, input, to);
    }
}

static void add_move(const struct app *app, struct facts *facts, enum input input, double to) {
    const struct input_row *row = &inputs[input];
    const bool word = input_word(input, to) != NULL;
    if (to == plan_get(&app->now.plan, input) || facts->move_count == FACTS_MOVES) return;
    if (!word && (to < row->low || to > row->high)) return;
    for (int i = 0; i < facts->move_count; i++) {
        if (facts->moves[i].input == input && facts->moves[i].to == to) return;
    }
    const struct move move = weigh(app, facts, input, to);
    if (!isnan(move.loss)) facts->moves[facts->move_count++] = move;
}

static int by_loss(const void *a, const void *b) {
    const double x = ((const struct move *)a)->loss, y = ((const struct move *)b)->loss;
    return (x > y) - (x < y);
}

/* One step each way, off, and for N and D the factors that people think in. */
static void find_moves(const struct app *app, struct facts *facts) {
    static const enum input tried[] = {IN_N,    IN_D, IN_W, IN_A, IN_KV,
                                       IN_POST, IN_G, IN_E, IN_M, IN_FC2};
    const unsigned reads = app_primary(app)->reads;
    for (size_t i = 0; i < sizeof tried / sizeof *tried; i++) {
        const enum input input = tried[i];
        const double value = plan_get(&app->now.plan, input);
        /* it is N's move seen from the other side */
        const bool follows =
            input == IN_D && (app->now.hold == HOLD_COMPUTE || app->now.hold == HOLD_RATIO);
        if (!(reads & INPUT_BIT(input)) || follows) continue;
        add_move(app, facts, input, input_step(input, value, +1, STEP_ONE));
        add_move(app, facts, input, input_step(input, value, -1, STEP_ONE));
        if (inputs[input].words->value == PLAN_OFF && input != IN_G)
            add_move(app, facts, input, PLAN_OFF);
        if (input == IN_D) {
            add_move(app, facts, input, value / 10);
            add_move(app, facts, input, value * 10);
        }
    }
    qsort(facts->moves, (size_t)facts->move_count, sizeof *facts->moves, by_loss);
}

struct problem facts_problem(const struct preset *preset, const struct plan *plan) {
    return (struct problem){.free = FREE_N | FREE_D | (preset->law->real_bits ? FREE_P : 0),
                            .budget = cost_budget(preset->law, plan)};
}

static void find_optimum(const struct app *app, struct facts *facts) {
    const struct preset *preset = app_primary(app);
    const struct plan *plan = &app->now.plan;
    facts->joint = preset->law->real_bits;
    const struct problem problem = facts_problem(preset, plan);
    facts->optimum_gap = facts->optimum_off_bits = NAN;
    if (optimum_solve(preset, plan, &problem, &facts->optimum) == LAW_SILENT) return;
    facts->optimum_gap = facts->answer[app->now.primary].result.loss - facts->optimum.loss;
    if (!facts->joint || plan->post == PLAN_OFF) return;
    struct plan served = *plan;
    struct optimum optimum;
    served.post = PLAN_OFF;
    if (optimum_solve(preset, &served, &problem, &optimum) != LAW_SILENT)
        facts->optimum_off_bits = optimum.P;
}

static void widen(struct spread *spread, int *count, double value) {
    spread->low = *count ? fmin(spread->low, value) : value;
    spread->high = *count ? fmax(spread->high, value) : value;
    (*count)++;
}

/* Laws that answer the same question, and how far they are apart. A PTQ loss of 0 by definition
 * (post >= w) and a format that the plan's bits are not are answers to others. */
static void find_spreads(const struct app *app, struct facts *facts) {
    int ptq = 0, train = 0;
    const struct plan *plan = &app->now.plan;
    for (int i = 0; i < app->preset_count; i++) {
        const struct result *result = &facts->answer[i].result;
        const struct law *law = app->presets[i]->law;
        const unsigned reads = app->presets[i]->reads;
        const bool other_format = law->cost_bits && law->cost_bits(plan) != cost_bits(NULL, plan);
        if (isnan(result->loss) || other_format) continue;
        if ((reads & INPUT_BIT(IN_POST)) && result->ptq_delta > 0)
            widen(&facts->ptq, &ptq, result->ptq_delta);
        const bool bits = reads & (INPUT_BIT(IN_W) | INPUT_BIT(IN_E));
        if (bits && result->qat_delta != 0 && !isnan(result->qat_delta))
            widen(&facts->train, &train, result->qat_delta);
    }
    if (ptq < 2) facts->ptq = (struct spread){1, 0};
    if (train < 2) facts->train = (struct spread){1, 0};
}

static void find_sureness(const struct app *app, struct facts *facts) {
    const struct preset *preset = app_primary(app);
    const struct interval *const loss = &facts->interval[OUT_LOSS];
    interval_outputs(preset, &app->now.plan, facts->interval);
    facts->loss_reach = (loss->high - loss->low) / 2;
    facts->added_reach = sure_added(preset, &app->now.plan);
}

void facts_compute(const struct app *app, struct facts *facts) {
    memset(facts, 0, sizeof *facts);
    for (int i = 0; i < app->preset_count; i++) {
        answer_plan(app->presets[i], &app->now.plan, &facts->answer[i]);
        facts->added[i] = law_added(app->presets[i], &app->now.plan, &facts->answer[i].result);
    }
    find_steps(app, facts);
    find_moves(app, facts);
    find_optimum(app, facts);
    find_spreads(app, facts);
    find_sureness(app, facts);
}
