/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run to do next: within its budget and range, and more budget is never worse. */
#include "support.h"

#include "engine/cost.h"
#include "engine/covariance.h"
#include "engine/next_run.h"

static struct next_question question_of(const struct preset *preset, double budget) {
    struct next_question question = {.preset = preset,
                                     .plan = plan_default(),
                                     .output = OUT_LOSS,
                                     .sigma = 0.004,
                                     .budget = budget,
                                     .N_low = 3e7,
                                     .ratio_low = 5,
                                     .ratio_high = 500,
                                     .kinds = 2};
    question.plan.N = 1e9;
    question.plan.D = 5e10;
    question.plan.w = question.plan.a = 4;
    question.plan.kv = question.plan.post = PLAN_OFF;
    question.kind[0] = question.kind[1] = question.plan;
    question.kind[1].w = question.kind[1].a = 16;
    return question;
}

static struct next_answer answer_to(const struct next_question *question) {
    struct next_answer answer;
    struct next_job *const job = next_start(question);
    assert_non_null(job);
    assert_true(next_step(job, INFINITY));
    next_finish(job, &answer);
    return answer;
}

static void more_budget_is_never_worse(void **state) {
    (void)state;
    struct preset preset = preset_of("quest-2025-refit");
    double before = INFINITY;
    int found = 0;
    for (double budget = 1e17; budget < 1e23; budget *= 3) {
        const struct next_question question = question_of(&preset, budget);
        const struct next_answer answer = answer_to(&question);
        if (isnan(answer.then)) continue;
        found++;
        check_that(answer.compute <= budget, "%g costs %g", budget, answer.compute);
        check_near(answer.compute, cost_training(preset.law, &answer.run), 0, "cost");
        check_that(answer.stretch <= NEXT_STRETCH * (1 + 1e-9), "%g times beyond", answer.stretch);
        check_that(answer.then < answer.now, "no better: %g, %g", answer.then, answer.now);
        /* the edge of a smaller budget is no candidate of a larger one: that is a few hundredths */
        check_that(answer.then <= before * 1.02, "%g: %g, with less budget %g", budget, answer.then,
                   before);
        before = fmin(before, answer.then);
    }
    assert_true(found > 8);
    preset_free(&preset);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(more_budget_is_never_worse)};
    return cmocka_run_group_tests_name("next_run", tests, NULL, NULL);
}
