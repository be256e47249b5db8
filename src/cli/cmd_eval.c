/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bitplan eval: one plan under each law. */
#include "cli/cmd.h"
#include "cli/eval_rows.h"
#include "cli/eval_text.h"
#include "cli/report.h"
#include "cli/words.h"

static void print_json(struct out *out, const struct words *words) {
    struct jout *const report = jout_object();
    jout_text(report, "version", report_version());
    jout_add(report, "plan", report_plan(&words->plan));
    jout_add(report, "results", eval_json(words->presets, words->preset_count, &words->plan));
    report_print(out, report, true);
}

static void print_csv(struct out *out, const struct words *words) {
    eval_csv_titles(out->to, true);
    for (int i = 0; i < words->preset_count; i++)
        eval_csv_row(out->to, true, &words->presets[i], &words->plan);
}

static int print(const struct options *options, const struct words *words) {
    struct out out;
    if (!out_open(&out, options)) return 1;
    if (options->format == OPT_JSON) print_json(&out, words);
    if (options->format == OPT_CSV) print_csv(&out, words);
    if (options->format == OPT_TEXT) eval_text(&out, words);
    return out_close(&out);
}

int cmd_eval(const struct options *options) {
    struct words words;
    struct err err;
    if (!words_read(options, WORDS_PLAN, &words, &err)) return out_fail(2, &err);
    const int status = print(options, &words);
    words_free(&words);
    return status;
}
