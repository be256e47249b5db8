/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/fit_opt.h"

#include "base/num.h"
#include "base/text.h"
#include "cli/opt.h"
#include "engine/fit_request.h"
#include <string.h>

enum { SOURCE_MOST = 100 };

static bool add(const char *option, const char **words, int *count, int most, const char *value,
                struct err *err) {
    if (*count == most) return err_set(err, "--%s %s: at most %d of them", option, value, most);
    words[(*count)++] = value;
    return true;
}

static bool no_law(const char *word, struct err *err) {
    const char *names[LAWS_MOST];
    const int count = law_names(names);
    const char *const near = text_nearest(word, names, (size_t)count);
    err_set(err, "--law %s: no such law; expected", word);
    if (near) {
        text_append(err->text, sizeof err->text, " %s", near);
        return false;
    }
    for (int i = 0; i < count; i++)
        text_append(err->text, sizeof err->text, "%s %s", i ? "," : " one of", names[i]);
    text_append(err->text, sizeof err->text, "; or all");
    return false;
}

bool fit_take_law(struct options *options, const char *value, struct err *err) {
    struct fit_options *const fit = &options->fit;
    fit->law = value;
    fit->laws = 0;
    fit->several = strcmp(value, "all") == 0 || strchr(value, ',');
    for (int i = 0; i < law_count() && strcmp(value, "all") == 0; i++)
        fit->law_list[fit->laws++] = law_at(i);
    for (const char *at = fit->laws ? NULL : value; at;) {
        char word[FIT_NAME];
        const size_t length = strcspn(at, ",");
        text_copy(word, length + 1 < sizeof word ? length + 1 : sizeof word, at);
        const struct law *const law = law_find(word);
        if (!law) return no_law(word, err);
        if (fit->laws == LAWS_MOST)
            return err_set(err, "--law %s: at most %d laws", value, LAWS_MOST);
        fit->law_list[fit->laws++] = law;
        at = at[length] ? at + length + 1 : NULL;
    }
    return true;
}

bool fit_take_where(struct options *options, const char *value, struct err *err) {
    return add("where", options->fit.where, &options->fit.wheres, DATA_WORDS, value, err);
}

bool fit_take_column(struct options *options, const char *value, struct err *err) {
    return add("column", options->fit.column, &options->fit.columns, DATA_WORDS, value, err);
}

bool fit_take_keep(struct options *options, const char *value, struct err *err) {
    return add("keep", options->fit.keep, &options->fit.keeps, FIT_KEEPS, value, err);
}

bool fit_take_fix(struct options *options, const char *value, struct err *err) {
    return add("fix", options->fit.fix, &options->fit.fixes, FIT_FIXES, value, err);
}

bool fit_take_tie(struct options *options, const char *value, struct err *err) {
    return add("tie", options->fit.tie, &options->fit.ties, FIT_FIXES, value, err);
}

bool fit_take_by(struct options *options, const char *value, struct err *err) {
    options->fit.by = value;
    return *value || err_set(err, "--by: expected COLUMN,COLUMN…, found nothing");
}

bool fit_take_cluster(struct options *options, const char *value, struct err *err) {
    options->fit.cluster = value;
    return *value || err_set(err, "--cluster: expected COLUMN,COLUMN…, found nothing");
}

bool fit_take_source(struct options *options, const char *value, struct err *err) {
    options->fit.source = value;
    if (!*value) return err_set(err, "--source: expected a text, found nothing");
    return strlen(value) <= SOURCE_MOST ||
           err_set(err, "--source: a text of %zu bytes; expected at most %d, for it is a preset's",
                   strlen(value), SOURCE_MOST);
}

bool fit_take_form(struct options *options, const char *value, struct err *err) {
    (void)err;
    options->fit.form = value;
    return true;
}

bool fit_take_loss(struct options *options, const char *value, struct err *err) {
    const bool squared = strcmp(value, "squared") == 0;
    if (!squared && strcmp(value, "huber") != 0)
        return err_set(err, "--loss %s: expected huber or squared", value);
    options->fit.loss = squared ? FIT_SQUARED : FIT_HUBER;
    return true;
}

bool fit_take_delta(struct options *options, const char *value, struct err *err) {
    char least[NUM_TEXT];
    if (num_parse(value, &options->fit.delta) && options->fit.delta >= FIT_DELTA_LEAST) return true;
    return err_set(err, "--delta %s: expected a number from %s, as in 1e-3", value,
                   num_shortest(least, FIT_DELTA_LEAST));
}

bool fit_take_bootstrap(struct options *options, const char *value, struct err *err) {
    struct err why;
    return fit_request_resamples(value, &options->fit.resamples, &why) ||
           err_set(err, "--bootstrap %s", why.text);
}

bool fit_take_seed(struct options *options, const char *value, struct err *err) {
    struct err why;
    return fit_request_seed(value, &options->fit.seed, &why) || err_set(err, "--seed %s", why.text);
}

bool fit_take_skip_bad(struct options *options, const char *value, struct err *err) {
    (void)value;
    (void)err;
    options->fit.skip_bad = true;
    return true;
}

bool fit_take_exhaustive(struct options *options, const char *value, struct err *err) {
    (void)value;
    (void)err;
    options->fit.exhaustive = true;
    return true;
}

bool fit_take_table(struct options *options, const char *value, struct err *err) {
    (void)value;
    (void)err;
    options->fit.table = true;
    return true;
}

bool fit_take_merge(struct options *options, const char *value, struct err *err) {
    (void)value;
    (void)err;
    options->fit.merge = true;
    return true;
}
