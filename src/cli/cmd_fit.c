/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bitplan fit: a law's coefficients by measured runs; how sure they are; and a preset of them. */
#include "base/text.h"
#include "cli/cmd.h"
#include "cli/ending.h"
#include "cli/fitting.h"
#include "cli/report.h"
#include "engine/fit_request.h"
#include "io/fit_save.h"
#include "io/preset_file.h"
#include "io/save.h"
#include <stdlib.h>
#include <string.h>

/* The groups that go into the preset, by --keep. False where a word is none of theirs. */
static bool choose_groups(const struct fitting *fitting, bool keep[RUNS_GROUPS], struct err *err) {
    const struct fit_options *const fit = &fitting->options->fit;
    memset(keep, 0, RUNS_GROUPS * sizeof *keep);
    for (int i = 0; i < fit->keeps; i++) {
        struct err why;
        if (!fit_request_keep(&fitting->runs, fit->keep[i], keep, &why))
            return err_set(err, "--keep %s", why.text);
    }
    return true;
}

/* Write the preset that -o asks for. */
static bool save(const struct fitting *fitting, struct err *err) {
    const struct options *const options = fitting->options;
    bool keep[RUNS_GROUPS];
    char name[PRESET_NAME], command[FITTING_COMMAND];
    struct err said;
    if (!choose_groups(fitting, keep, err)) return false;
    fit_save_name(strcmp(options->output, "-") ? options->output : fitting->path, name);
    fitting_command(fitting, command);
    const struct fit_saving saving = {.problem = &fitting->problem,
                                      .result = &fitting->result,
                                      .keep = options->fit.keeps > 0 ? keep : NULL,
                                      .name = name,
                                      .data = fitting->path,
                                      .source = options->fit.source,
                                      .ask = &fitting->ask,
                                      .report = &fitting->data,
                                      .command = command,
                                      .version = report_version(),
                                      .seed = fitting->seed,
                                      .resamples = fitting->resamples};
    if (!fit_save(&saving, options->output, options->force, err)) return false;
    if (preset_file_hides(options->output)) {
        err_set(&said, "warning: a shipped preset is called %s too: by that name this one is meant",
                name);
        out_fail(0, &said);
    }
    return true;
}

static void print_laws(struct out *out, const struct fitting *fitting) {
    const enum opt_format format = fitting->options->format;
    if (format == OPT_JSON)
        fitting_laws_json(out, fitting);
    else if (format == OPT_CSV)
        fitting_laws_csv(out, fitting);
    else
        fitting_laws_text(out, fitting);
}

/* What is printed of it, unless the preset itself goes to standard output. */
static int print(const struct fitting *fitting) {
    struct options options = *fitting->options;
    struct out out;
    const bool shard = options.shards > 0;
    const bool taken = options.output && strcmp(options.output, "-") == 0;
    if (taken && !shard) return 0;
    if (!shard) options.output = NULL;
    if (!out_open(&out, &options)) return 1;
    if (fitting->comparison)
        print_laws(&out, fitting);
    else if (shard)
        fitting_shard_write(out.to, fitting);
    else if (options.format == OPT_JSON)
        fitting_print_json(&out, fitting);
    else if (options.format == OPT_CSV)
        fitting_print_csv(&out, fitting);
    else
        fitting_print_text(&out, fitting);
    return out_close(&out);
}

/* 1 where there is no fit to rely on. */
static int verdict(const struct fitting *fitting) {
    const struct fit_result *const result = &fitting->result;
    struct err err;
    if (result->status >= FIT_OK) return 0;
    err_set(&err, "%s: %s%s%s", fitting->path, fit_status_word(result->status),
            *result->why ? ": " : "", result->why);
    if (fitting->options->output && fitting->options->shards == 0)
        text_append(err.text, sizeof err.text, "; no preset is written");
    return out_fail(1, &err);
}

/* 1 where no law is best. */
static int finish_laws(const struct fitting *fitting) {
    struct err err;
    const int status = print(fitting);
    if (status || !*fitting->comparison->why) return status;
    err_set(&err, "%s: %s", fitting->path, fitting->comparison->why);
    return out_fail(1, &err);
}

static int finish(const struct fitting *fitting) {
    const struct options *const options = fitting->options;
    struct err err;
    if (fitting->comparison) return finish_laws(fitting);
    const bool refused = fitting->result.status == FIT_REFUSED;
    const bool done = fitting->result.status >= FIT_OK;
    if (options->output && options->shards == 0 && done && !save(fitting, &err))
        return out_fail(1, &err);
    const int status = refused && options->shards > 0 ? 0 : print(fitting);
    return status ? status : verdict(fitting);
}

/* Whether the words that are about what is written make sense: better known before the work than
 * after. */
static bool check_words(const struct fitting *fitting, struct err *err) {
    const struct options *const options = fitting->options;
    bool keep[RUNS_GROUPS], apart = true;
    if (!choose_groups(fitting, keep, err)) return false;
    if (!options->output) return true;
    for (int i = 0; i < fitting->shard_paths && apart; i++)
        apart = fit_save_apart(options->output, fitting->shard_path[i], err);
    const bool preset = options->shards == 0;
    return (apart && (preset ? fit_save_check(options->output, fitting->path, err)
                             : fit_save_apart(options->output, fitting->path, err))) ||
           err_at(err, "--output");
}

/* Whether what -o names can be written. */
static bool can_save(const struct options *options, struct err *err) {
    struct save save;
    if (!options->output) return true;
    if (!save_open(&save, options->output, options->force, err)) return false;
    save_cancel(&save);
    return true;
}

/* 1 where memory ran out, 2 where it is what was asked. */
static int fail(const struct err *err) {
    return out_fail(err->starved ? 1 : 2, err);
}

static int fit(struct fitting *fitting, const struct options *options) {
    struct err err;
    if (!fitting_read(options, fitting, &err)) return fail(&err);
    if (!check_words(fitting, &err)) return fail(&err);
    if (!can_save(options, &err)) return out_fail(1, &err);
    fitting_say_data(fitting);
    if (fitting_work(fitting, &err)) return finish(fitting);
    const int status = fail(&err);
    return fitting->interrupted ? ending_by(fitting->interrupted) : status;
}

int cmd_fit(const struct options *options) {
    struct fitting *const fitting = calloc(1, sizeof *fitting);
    struct err err;
    if (!fitting) {
        err_set(&err, "out of memory");
        return out_fail(1, &err);
    }
    const int status = fit(fitting, options);
    fitting_free(fitting);
    free(fitting);
    return status;
}
