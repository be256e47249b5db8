/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bitplan compare: several plans under each law. */
#include "cli/cmd.h"
#include "cli/compare_text.h"
#include "cli/eval_rows.h"
#include "cli/report.h"
#include "cli/words.h"
#include "engine/sure.h"
#include "io/table_file.h"

/* How sure each preset with a covariance is of a plan's loss against the first plan's. */
static struct jout *json_chances(const struct words *words, const struct plan *plan) {
    struct jout *const list = jout_list();
    for (int i = 0; i < words->preset_count; i++) {
        const struct preset *const preset = &words->presets[i];
        if (!preset->covariance) continue;
        const struct sure_pair pair = sure_against(preset, plan, &words->plans[0].plan);
        struct jout *const entry = jout_object();
        jout_text(entry, "preset", preset->name);
        jout_number(entry, "difference", pair.difference);
        jout_number(entry, "deviation", pair.deviation);
        jout_number(entry, "reach", pair.reach);
        jout_number(entry, "chance_better", pair.chance);
        jout_add(list, NULL, entry);
    }
    return list;
}

static void print_json(struct out *out, const struct words *words) {
    struct jout *const report = jout_object();
    struct jout *const plans = jout_list();
    jout_text(report, "version", report_version());
    for (int i = 0; i < words->plan_count; i++) {
        const struct words_plan *const named = &words->plans[i];
        struct jout *const entry = jout_object();
        jout_text(entry, "name", named->name);
        jout_add(entry, "plan", report_plan(&named->plan));
        jout_add(entry, "results", eval_json(words->presets, words->preset_count, &named->plan));
        if (i > 0) jout_add(entry, "against_first", json_chances(words, &named->plan));
        jout_add(plans, NULL, entry);
    }
    jout_add(report, "plans", plans);
    report_print(out, report, true);
}

static void print_csv(struct out *out, const struct words *words) {
    table_cell(out->to, "name", true);
    eval_csv_titles(out->to, false);
    for (int i = 0; i < words->plan_count; i++) {
        for (int k = 0; k < words->preset_count; k++) {
            table_cell(out->to, words->plans[i].name, true);
            eval_csv_row(out->to, false, &words->presets[k], &words->plans[i].plan);
        }
    }
}

static int print(const struct options *options, const struct words *words) {
    struct out out;
    if (!out_open(&out, options)) return 1;
    if (options->format == OPT_JSON) print_json(&out, words);
    if (options->format == OPT_CSV) print_csv(&out, words);
    if (options->format == OPT_TEXT) compare_text(&out, words);
    return out_close(&out);
}

int cmd_compare(const struct options *options) {
    struct words words;
    struct err err;
    if (!words_read(options, WORDS_PLANS, &words, &err)) return out_fail(2, &err);
    int status = 2;
    if (words.plan_count >= 2) {
        status = print(options, &words);
    } else if (words.plan_count == 1) {
        err_set(&err, "compare: expected two plans, found one: %s has no pins", words.path);
        out_fail(status, &err);
    } else {
        err_set(&err, "compare: expected PLAN.ini PLAN.ini…, found no plan");
        out_fail(status, &err);
    }
    words_free(&words);
    return status;
}
