/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a fit's preset says of what its runs never had: no finding, and no number as if it were one.
 */
#include "fit_data.h"
#include "support.h"

#include "io/fit_save.h"

#include <string.h>

/* A fit's preset; the runs are freed. */
static struct preset fitted(const struct fit_problem *problem, struct runs *runs) {
    struct preset preset;
    struct fit_result result;
    struct err err;
    if (!fit_run(problem, &result, &err)) fail_msg("%s", err.text);
    if (!fit_preset(problem, &result, NULL, &preset, &err)) fail_msg("%s", err.text);
    fit_free(&result);
    runs_free(runs);
    return preset;
}

/* Runs of kumar-2024's law with few bits of one kind, and none of the others. */
static void make_runs(enum input input, struct runs *runs) {
    static const double bits[] = {3, 4, 6, 8, PLAN_OFF};
    const struct preset source = preset_of("kumar-2024");
    data_make(&source, 3, 0.002, runs);
    for (size_t i = 0; i < runs->count; i++) {
        struct plan *const plan = &runs->run[i].plan;
        struct result result;
        plan->w = plan->a = plan->kv = plan->post = PLAN_OFF;
        plan_set(plan, input, bits[i % 5]);
        law_eval(&source, plan, &result);
        runs->run[i].loss = result.loss * (1 + 0.002 * ((double)(i * 7 % 11) / 5 - 1));
    }
}

static void what_no_run_had_is_ignored(void **state) {
    (void)state;
    struct runs runs;
    make_runs(IN_W, &runs);
    const struct fit_problem problem = fit_problem(&law_precision, &runs);
    const struct preset preset = fitted(&problem, &runs);
    const unsigned gone =
        INPUT_BIT(IN_A) | INPUT_BIT(IN_KV) | INPUT_BIT(IN_POST) | INPUT_BIT(IN_BIAS);
    struct plan plan = plan_default(), other;
    struct result result, same;
    assert_int_equal(preset.reads, law_precision.reads & ~gone);
    plan.post = 3;
    other = plan;
    other.a = other.kv = other.post = 1;
    assert_int_not_equal(law_eval(&preset, &plan, &result), LAW_SILENT);
    law_eval(&preset, &other, &same);
    assert_true(result.loss == same.loss);
    assert_int_equal(result.ignores, INPUT_BIT(IN_A) | INPUT_BIT(IN_KV) | INPUT_BIT(IN_POST));
    assert_true(isnan(result.ptq_delta));
    assert_true(result.qat_delta > 0 && result.n_eff_ratio < 1);
    assert_int_equal(preset.ranged & (INPUT_BIT(IN_W) | gone), INPUT_BIT(IN_W));
    assert_true(preset.range[IN_W].low == 3 && preset.range[IN_W].high == 16);
    plan.w = PLAN_OFF;
    law_eval(&preset, &plan, &result);
    assert_true(isnan(result.n_eff_ratio) && isnan(result.qat_delta));
}

/* Trained at 16 bits alone and served low: lower training bits are beyond all runs. */
static void bits_that_were_always_off_are_beyond(void **state) {
    (void)state;
    struct runs runs;
    make_runs(IN_POST, &runs);
    const struct fit_problem problem = fit_problem(&law_precision, &runs);
    struct fit_result result;
    struct err err;
    if (!fit_run(&problem, &result, &err)) fail_msg("%s", err.text);
    assert_string_equal(fit_find(&result, "C_w")->assumed, "illustrative");
    assert_null(fit_find(&result, "gamma_w")->assumed);
    fit_free(&result);
    const struct preset preset = fitted(&problem, &runs);
    struct plan plan = plan_default();
    assert_int_equal(preset.reads, law_precision.reads);
    plan.w = 16;
    assert_true(preset_stretch(&preset, &plan, IN_W) == 0);
    plan.w = 4;
    assert_true(preset_stretch(&preset, &plan, IN_W) == 4);
    plan.w = PLAN_OFF;
    assert_true(preset_stretch(&preset, &plan, IN_W) == 0);
}

static void one_group_size_tells_no_exponent(void **state) {
    (void)state;
    const struct preset source = preset_of("chen-2025");
    struct runs runs;
    struct fit_result result;
    struct err err;
    data_mixed(&source, 5, 0.001, &runs);
    for (size_t i = 0; i < runs.count; i++)
        runs.run[i].weight = runs.run[i].plan.G == 128 ? 1 : 0;
    struct fit_problem problem = fit_problem(&law_qat, &runs);
    if (!fit_run(&problem, &result, &err)) fail_msg("%s", err.text);
    int count = 0;
    for (int i = 0; i < result.count; i++) {
        const struct fit_coefficient *const c = &result.coefficient[i];
        if (strncmp(c->name, "gamma_G.", 8) != 0) continue;
        count++;
        assert_int_equal(c->role, FIT_FIXED);
        assert_string_equal(c->assumed, "of arXiv:2505.14302");
        for (int v = 0; v < source.variant_count; v++) {
            if (strcmp(source.variant[v].suffix, c->name + 8) == 0)
                check_near(c->value, source.variant[v].c[3], 0, "%s", c->name);
        }
    }
    assert_true(count >= 3);
    fit_free(&result);
    /* the user's own, for all of the series at once */
    problem.fix[problem.fixes++] = (struct fit_fix){"gamma_G", .5};
    if (!fit_run(&problem, &result, &err)) fail_msg("%s", err.text);
    for (int i = 0; i < result.count; i++) {
        const struct fit_coefficient *const c = &result.coefficient[i];
        if (strncmp(c->name, "gamma_G.", 8) != 0) continue;
        assert_true(c->value == .5);
        assert_null(c->assumed);
    }
    fit_free(&result);
    runs_free(&runs);
}

/* Numbers that a step would still change are nobody's law. */
static void no_preset_of_what_did_not_converge(void **state) {
    (void)state;
    const struct preset source = preset_of("besiroglu-2024");
    const struct data_report report = {.sha256 = ""};
    struct data_ask ask;
    struct runs runs;
    struct fit_result result;
    struct preset preset;
    struct err err;
    data_make(&source, 3, 0.002, &runs);
    data_ask_init(&ask, &law_chinchilla);
    const struct fit_problem problem = fit_problem(&law_chinchilla, &runs);
    if (!fit_run(&problem, &result, &err)) fail_msg("%s", err.text);
    const struct fit_saving saving = {.problem = &problem,
                                      .result = &result,
                                      .name = "mine",
                                      .data = "runs.csv",
                                      .ask = &ask,
                                      .report = &report,
                                      .command = "",
                                      .version = ""};
    if (!fit_save_preset(&saving, &preset, &err)) fail_msg("%s", err.text);
    preset_free(&preset);
    result.status = FIT_UNCONVERGED;
    assert_false(fit_save_preset(&saving, &preset, &err));
    assert_non_null(strstr(err.text, "did not converge"));
    fit_free(&result);
    runs_free(&runs);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_no_run_had_is_ignored),
                                       cmocka_unit_test(bits_that_were_always_off_are_beyond),
                                       cmocka_unit_test(one_group_size_tells_no_exponent),
                                       cmocka_unit_test(no_preset_of_what_did_not_converge)};
    return cmocka_run_group_tests_name("fit_silent", tests, NULL, NULL);
}
