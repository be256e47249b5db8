/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bitplan fit: a law's coefficients by measured runs; how sure they are; and a preset of them. */
#include "base/text.h"
#include "cli/cmd.h"
#include "cli/ending.h"
#include "cli/fitting.h"
#include "cli/report.h"
#include "io/fit_save.h"
#include "io/save.h"
#include <stdlib.h>
#include <string.h>

/* Whether one of the parts of a label, or all of it, is the word. */
static bool label_has(const char *label, const char *word) {
    const size_t length = strlen(word);
    if (strcmp(label, word) == 0) return true;
    for (const char *at = label; at;) {
        const size_t part = strcspn(at, ",");
        if (part == length && strncmp(at, word, length) == 0) return true;
        at = at[part] ? at + part + 1 + strspn(at + part + 1, " ") : NULL;
    }
    return false;
}

/* The groups that go into the preset, by --keep. False where a word is none of theirs. */
static bool choose_groups(const struct fitting *fitting, bool keep[RUNS_GROUPS], struct err *err) {
    const struct fit_options *const fit = &fitting->options->fit;
    for (int i = 0; i < fitting->runs.groups; i++)
        keep[i] = false;
    for (int k = 0; k < fit->keeps; k++) {
        bool any = false;
        for (int i = 0; i < fitting->runs.groups; i++) {
            if (!label_has(fitting->runs.label[i], fit->keep[k])) continue;
            keep[i] = any = true;
        }
        if (any) continue;
        err_set(err, "--keep %s: no group has it; the groups are", fit->keep[k]);
        for (int i = 0; i < fitting->runs.groups; i++)
            text_append(err->text, sizeof err->text, "%s %s", i ? " ·" : "",
                        fitting->runs.label[i]);
        return false;
    }
    return true;
}

/* Write the preset that -o asks for. */
static bool save(const struct fitting *fitting, struct err *err) {
    const struct options *const options = fitting->options;
    bool keep[RUNS_GROUPS];
    char name[PRESET_NAME], command[FITTING_COMMAND];
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
    return fit_save(&saving, options->output, options->force, err);
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
    if (shard)
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
    return out_fail(1, &err);
}

static int finish(const struct fitting *fitting) {
    const struct options *const options = fitting->options;
    struct err err;
    const bool refused = fitting->result.status == FIT_REFUSED;
    if (options->output && options->shards == 0 && !refused && !save(fitting, &err))
        return out_fail(1, &err);
    const int status = refused && options->shards > 0 ? 0 : print(fitting);
    return status ? status : verdict(fitting);
}

/* Whether what -o names can be written: better known before the work than after. */
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
