/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bitplan sweep: a row for each point of the axes and each law, the first axis slowest; or only
 * each law's best. */
#include "base/text.h"
#include "cli/cmd.h"
#include "cli/ending.h"
#include "cli/report.h"
#include "cli/rows.h"
#include "cli/sweep_best.h"
#include "cli/sweep_run.h"
#include "cli/sweep_text.h"
#include "cli/words.h"

static bool read_words(const struct options *options, struct words *words, struct err *err) {
    if (!words_read(options, WORDS_AXES, words, err)) return false;
    if (words->step_count == 0) {
        words_free(words);
        return err_set(
            err, "sweep: expected an axis, such as w=3..16 or N=1e8:1e11:31; eval takes one plan");
    }
    if (rows_points(words) < 0) {
        words_free(words);
        return err_set(err, "sweep: more points than can be counted; expected shorter axes");
    }
    return true;
}

static bool check_options(const struct options *options, struct err *err) {
    if (options->shards > 0 && options->best)
        return err_set(err, "--shard: the best row is one row; expected --best without it");
    if (options->shards > 0 && options->format != OPT_CSV)
        return err_set(err, "--shard: expected CSV, as in --shard 1/4 -f csv");
    if (options->check && !options->best)
        return err_set(err, "--check: expected --best, which it checks");
    return true;
}

/* The first point of a shard: points·(shard − 1)/shards, rounded down. */
static long long shard_start(long long points, long long shard, long long shards) {
    return points / shards * (shard - 1) + points % shards * (shard - 1) / shards;
}

static int print_all(const struct options *options, const struct words *words, struct out *out) {
    const long long points = rows_points(words);
    const long long shards = options->shards > 0 ? options->shards : 1;
    const long long shard = options->shards > 0 ? options->shard : 1;
    const struct sweep sweep = {.out = out,
                                .words = words,
                                .format = options->format,
                                .first = shard_start(points, shard, shards),
                                .end = shard_start(points, shard + 1, shards),
                                .print = options->format == OPT_TEXT ? sweep_text_rows : NULL};
    if (options->format == OPT_CSV && shard == 1) rows_titles(out->to, words);
    if (options->format == OPT_JSON) fputs("[", out->to);
    if (options->format == OPT_TEXT) sweep_text_titles(out, words);
    const int interrupted = sweep_run(&sweep);
    if (interrupted) {
        out_cancel(out);
        return ending_by(interrupted);
    }
    if (options->format == OPT_JSON) fputs("]\n", out->to);
    if (options->format == OPT_TEXT) sweep_text_legend(out);
    return out_close(out);
}

int cmd_sweep(const struct options *options) {
    struct words words;
    struct err err;
    struct out out;
    if (!check_options(options, &err) || !read_words(options, &words, &err))
        return out_fail(2, &err);
    int status = 1;
    if (options->best)
        status = sweep_best(options, &words);
    else if (out_open(&out, options))
        status = print_all(options, &words, &out);
    words_free(&words);
    return status;
}
