/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of bitplan fit, and the data that they ask for. */
#include "base/num.h"
#include "base/text.h"
#include "cli/fitting.h"
#include "engine/fit_request.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEED = 1 };

/* What an option's words make of the problem; a message begins with the option. */
static bool each_word(struct fit_problem *problem, const char *option, const char *const *words,
                      int count, bool (*take)(struct fit_problem *, const char *, struct err *),
                      struct err *err) {
    struct err why;
    for (int i = 0; i < count; i++) {
        if (!take(problem, words[i], &why)) return err_set(err, "--%s %s", option, why.text);
    }
    return true;
}

static bool read_problem(struct fitting *fitting, struct err *err) {
    const struct fit_options *const fit = &fitting->options->fit;
    struct fit_problem *const problem = &fitting->problem;
    *problem = fit_problem(fitting->ask.law, &fitting->runs);
    problem->loss = fit->loss;
    if (fit->delta > 0) problem->delta = fit->delta;
    problem->exhaustive = fit->exhaustive;
    if (fit->delta > 0 && fit->loss == FIT_SQUARED)
        return err_set(err, "--delta: squared loss has none; expected --loss huber with it");
    return each_word(problem, "with", &fit->form, fit->form ? 1 : 0, fit_request_form, err) &&
           each_word(problem, "fix", fit->fix, fit->fixes, fit_request_fix, err) &&
           each_word(problem, "tie", fit->tie, fit->ties, fit_request_tie, err);
}

static bool read_ask(struct fitting *fitting, struct err *err) {
    const struct fit_options *const fit = &fitting->options->fit;
    struct data_ask *const ask = &fitting->ask;
    if (!fit->law) {
        err_set(err, "fit: expected --law LAW, LAW one of");
        for (int i = 0; i < law_count(); i++)
            text_append(err->text, sizeof err->text, "%s %s", i ? "," : "", law_at(i)->name);
        text_append(err->text, sizeof err->text, "; or all, to compare them");
        return false;
    }
    data_ask_init(ask, fit->law_list[0]);
    if (fit->several && !fitting_laws_ask(fitting, err)) return false;
    memcpy(ask->where, fit->where, sizeof ask->where);
    memcpy(ask->column, fit->column, sizeof ask->column);
    ask->wheres = fit->wheres;
    ask->columns = fit->columns;
    ask->by = fit->by;
    ask->cluster = fit->cluster;
    ask->skip_bad = fit->skip_bad;
    if (fit->by && !fit->several && ask->law != &law_compression)
        return err_set(err, "--by: law %s has no eff for each group; expected --law compression",
                       ask->law->name);
    return true;
}

bool fitting_is_value(const char *word) {
    return strchr(word, '=') && !strchr(word, '/');
}

/* The data's file, the values, and the shards' files. */
static bool read_words(struct fitting *fitting, struct err *err) {
    const struct options *const options = fitting->options;
    for (int i = 0; i < options->word_count; i++) {
        const char *const word = options->words[i];
        const bool value = fitting_is_value(word);
        if (value && !data_ask_value(&fitting->ask, word, err)) return false;
        if (value) continue;
        if (fitting->path && !options->fit.merge)
            return err_set(err, "%s: fit takes one file, and %s is one already", word,
                           fitting->path);
        if (!fitting->path) {
            fitting->path = word;
        } else {
            if (fitting->shard_paths++ == 0) fitting->shard_path = &options->words[i];
        }
    }
    if (!fitting->path) return err_set(err, "fit: expected DATA.csv, found no file");
    if (options->fit.merge && fitting->shard_paths == 0)
        return err_set(err, "--merge: expected the shards' files after %s", fitting->path);
    if (fitting->shard_paths > 0 &&
        fitting->shard_path + fitting->shard_paths != options->words + options->word_count)
        return err_set(err, "--merge: expected the shards' files last");
    return true;
}

static bool check_options(const struct options *options, struct err *err) {
    const struct fit_options *const fit = &options->fit;
    if (options->shards > 0 && fit->resamples == 0)
        return err_set(err, "--shard: expected --bootstrap R, whose resamples it parts");
    if (options->shards > 0 && fit->merge)
        return err_set(err, "--shard: --merge puts all together; expected the one or the other");
    if (options->shards > 0 && options->format == OPT_JSON)
        return err_set(err, "--shard: a shard is CSV; expected it without --json");
    if (fit->seed >= 0 && fit->resamples == 0 && !fit->merge)
        return err_set(err, "--seed: only a bootstrap has one; expected --bootstrap R");
    if (fit->keeps > 0 && !fit->by)
        return err_set(err, "--keep: it chooses among groups; expected --by COLUMN,… with it");
    return true;
}

bool fitting_read(const struct options *options, struct fitting *fitting, struct err *err) {
    *fitting = (struct fitting){.options = options, .resamples = options->fit.resamples};
    fitting->seed = options->fit.seed >= 0 ? options->fit.seed : SEED;
    runs_init(&fitting->runs);
    if (!check_options(options, err) || !read_ask(fitting, err) || !read_words(fitting, err) ||
        !read_problem(fitting, err))
        return false;
    if (!data_file_read(fitting->path, &fitting->ask, &fitting->runs, &fitting->data, err))
        return false;
    fitting->problem.profile = fitting->runs.count <= FIT_PROFILE_MOST;
    if (fitting->comparison) {
        fitting_laws_group(fitting);
        return true;
    }
    return fit_request_group(&fitting->runs, fitting->ask.law, fitting->ask.by != NULL, err) ||
           err_at(err, "%s", fitting->path);
}

void fitting_free(struct fitting *fitting) {
    boot_free(&fitting->boot);
    fit_free(&fitting->result);
    runs_free(&fitting->runs);
    free(fitting->left);
    free(fitting->comparison);
    fitting->left = NULL;
    fitting->comparison = NULL;
}

static void add_words(char out[FITTING_COMMAND], const char *option, const char *const *words,
                      int count) {
    for (int i = 0; i < count; i++) {
        text_append(out, FITTING_COMMAND, " --%s ", option);
        text_quote(out, FITTING_COMMAND, words[i]);
    }
}

void fitting_command(const struct fitting *fitting, char out[FITTING_COMMAND]) {
    const struct options *const options = fitting->options;
    const struct fit_options *const fit = &options->fit;
    char number[NUM_TEXT];
    text_copy(out, FITTING_COMMAND, "bitplan fit ");
    text_quote(out, FITTING_COMMAND, fitting->path);
    add_words(out, "law", &fit->law, 1);
    add_words(out, "with", &fit->form, fit->form ? 1 : 0);
    add_words(out, "column", fit->column, fit->columns);
    add_words(out, "where", fit->where, fit->wheres);
    add_words(out, "by", &fit->by, fit->by ? 1 : 0);
    add_words(out, "cluster", &fit->cluster, fit->cluster ? 1 : 0);
    add_words(out, "keep", fit->keep, fit->keeps);
    add_words(out, "fix", fit->fix, fit->fixes);
    add_words(out, "tie", fit->tie, fit->ties);
    add_words(out, "source", &fit->source, fit->source ? 1 : 0);
    if (fit->loss == FIT_SQUARED) text_append(out, FITTING_COMMAND, " --loss squared");
    if (fit->delta > 0)
        text_append(out, FITTING_COMMAND, " --delta %s", num_shortest(number, fit->delta));
    if (fit->skip_bad) text_append(out, FITTING_COMMAND, " --skip-bad");
    if (fit->exhaustive) text_append(out, FITTING_COMMAND, " --exhaustive");
    if (fitting->resamples > 0)
        text_append(out, FITTING_COMMAND, " --bootstrap %d --seed %lld", fitting->resamples,
                    fitting->seed);
    for (int i = 0; i < options->word_count; i++) {
        const char *const word = options->words[i];
        if (!fitting_is_value(word)) continue;
        text_append(out, FITTING_COMMAND, " ");
        text_quote(out, FITTING_COMMAND, word);
    }
}

/* Values that come to nothing: of inputs that no law looks at, and beside a column. */
static void say_values(const struct fitting *fitting) {
    const unsigned reads = fitting->ask.law->reads | fitting->ask.also;
    struct err err;
    for (int i = 0; i < fitting->options->word_count; i++) {
        const char *const word = fitting->options->words[i];
        struct data_ask alone = {.plan = fitting->ask.plan};
        if (!fitting_is_value(word) || !data_ask_value(&alone, word, &err)) continue;
        if (!(alone.given & reads)) {
            err_set(&err, "warning: %s is not used: %s%s does not look at it", word,
                    fitting->comparison ? "none of the laws" : "law ",
                    fitting->comparison ? "" : fitting->ask.law->name);
            out_fail(0, &err);
        }
    }
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (!(fitting->ask.given & fitting->data.columns & reads & INPUT_BIT(i))) continue;
        err_set(&err, "warning: the %s that is given is not used: the file has a column of it",
                inputs[i].name);
        out_fail(0, &err);
    }
}

void fitting_say_data(const struct fitting *fitting) {
    const struct data_report *const data = &fitting->data;
    struct err err;
    say_values(fitting);
    if (*data->ignored) {
        err_set(&err, "%s: ignored columns: %s", fitting->path, data->ignored);
        out_fail(0, &err);
    }
    if (data->bad > 0) {
        err_set(&err, "%zu of %zu rows left out as bad; the first: %s", data->bad, data->rows,
                data->first_bad);
        out_fail(0, &err);
    }
    for (int i = 0; i < data->warnings; i++) {
        err_set(&err, "warning: %s", data->warning[i]);
        out_fail(0, &err);
    }
}
