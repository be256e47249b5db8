/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/fit_request.h"

#include "base/num.h"
#include "base/text.h"
#include <math.h>
#include <string.h>

const struct fit_word fit_forms[FIT_FORMS] = {
    {"usual", NULL, 0, 0, "the law's usual form", false},
    {"shift", &law_precision, FIT_SHIFT, 0, "the shifts n_w, n_a and n_kv are free", false},
    {"no-shift", &law_precision, 0, FIT_SHIFT, "the shifts are 0", true},
    {"gamma", &law_compression, FIT_OUTER, 0, "the outer exponent gamma is free", false},
    {"eff_D", &law_compression, FIT_EFF_D, 0, "each group has an eff_D of its own", false},
    {"quartet", &law_compression, FIT_OUTER | FIT_EFF_D, 0, "gamma is free, and an eff_D a group",
     true},
    {"by-bits", &law_qid, FIT_BY_BITS, 0, "k, beta and alpha for each post on their own", true},
    {"plain", NULL, 0, ~0u, "nothing beyond the law's plain form", false},
};

static bool no_form(const struct law *law, const char *word, struct err *err) {
    const char *between = "";
    err_set(err, "%s: no such form; law %s has", word, law->name);
    for (int i = 0; i < FIT_FORMS; i++) {
        if (fit_forms[i].law && fit_forms[i].law != law) continue;
        text_append(err->text, sizeof err->text, "%s %s", between, fit_forms[i].name);
        between = ",";
    }
    return false;
}

static bool take_form(struct fit_problem *problem, const char *word, struct err *err) {
    for (int i = 0; i < FIT_FORMS; i++) {
        const struct fit_word *const form = &fit_forms[i];
        if (strcmp(form->name, word) != 0) continue;
        if (form->law && form->law != problem->law)
            return err_set(err, "%s: law %s has no such form; it is one of %s", word,
                           problem->law->name, form->law->name);
        problem->form = (problem->form & ~form->clear) | form->set;
        return true;
    }
    return no_form(problem->law, word, err);
}

bool fit_request_form(struct fit_problem *problem, const char *words, struct err *err) {
    for (const char *at = words; at;) {
        char word[FIT_NAME];
        const size_t length = strcspn(at, ",");
        text_copy(word, length + 1 < sizeof word ? length + 1 : sizeof word, at);
        if (!take_form(problem, text_trim(word), err)) return false;
        at = at[length] ? at + length + 1 : NULL;
    }
    return true;
}

bool fit_request_fix(struct fit_problem *problem, const char *word, struct err *err) {
    const char *const equals = strrchr(word, '=');
    if (problem->fixes == FIT_FIXES)
        return err_set(err, "%s: at most %d can be fixed", word, FIT_FIXES);
    struct fit_fix *const fix = &problem->fix[problem->fixes];
    if (!equals || equals == word || equals - word >= FIT_NAME ||
        !num_parse(equals + 1, &fix->value))
        return err_set(err, "%s: expected NAME=VALUE, as in E=1.7", word);
    text_copy(fix->name, (size_t)(equals - word) + 1, word);
    problem->fixes++;
    return true;
}

bool fit_request_tie(struct fit_problem *problem, const char *word, struct err *err) {
    const char *const equals = strchr(word, '=');
    if (problem->ties == FIT_FIXES)
        return err_set(err, "%s: at most %d can be tied", word, FIT_FIXES);
    if (!equals || equals == word || !equals[1] || equals - word >= FIT_NAME ||
        strlen(equals + 1) >= FIT_NAME)
        return err_set(err, "%s: expected NAME=NAME, as in alpha=beta", word);
    struct fit_tie *const tie = &problem->tie[problem->ties++];
    text_copy(tie->name[0], (size_t)(equals - word) + 1, word);
    text_copy(tie->name[1], sizeof tie->name[1], equals + 1);
    return true;
}

bool fit_request_resamples(const char *word, int *resamples, struct err *err) {
    enum { FEWEST = 20, MOST = 1000000 };
    double number;
    if (!num_parse(word, &number) || number != floor(number) || number < FEWEST || number > MOST)
        return err_set(err, "%.60s: expected a number of resamples, from %d to %d", word, FEWEST,
                       MOST);
    *resamples = (int)number;
    return true;
}

bool fit_request_seed(const char *word, long long *seed, struct err *err) {
    static const double most = 9007199254740991.0; /* beyond, doubles leave numbers out */
    double number;
    if (!num_parse(word, &number) || number != floor(number) || number < 0 || number > most)
        return err_set(err, "%.60s: expected a whole number from 0 to 2^53 − 1", word);
    *seed = (long long)number;
    return true;
}

bool fit_request_group(struct runs *runs, const struct law *law, bool by_columns, struct err *err) {
    if (law != &law_compression) return true;
    if (by_columns) {
        runs->base = runs_find_base(runs);
        return true;
    }
    return runs_group_bits(runs) ||
           err_set(err, "over %d pairs of w and a; expected fewer", RUNS_GROUPS);
}

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

bool fit_request_keep(const struct runs *runs, const char *word, bool *keep, struct err *err) {
    bool any = false;
    for (int i = 0; i < runs->groups; i++) {
        if (label_has(runs->label[i], word)) keep[i] = any = true;
    }
    if (any) return true;
    err_set(err, "%s: no group has it; the groups are", word);
    for (int i = 0; i < runs->groups; i++)
        text_append(err->text, sizeof err->text, "%s %s", i ? " ·" : "", runs->label[i]);
    return false;
}

int fit_worst(const struct fit_result *result, const struct runs *runs, size_t *rows, int most) {
    int count = 0;
    for (size_t i = 0; i < result->rows; i++) {
        const double size = fabs(result->row[i].residual);
        if (isnan(size)) continue;
        int at = count;
        while (at > 0 && size > fabs(result->row[rows[at - 1]].residual))
            at--;
        if (at == most || runs->run[i].weight == 0) continue;
        if (count < most) count++;
        memmove(rows + at + 1, rows + at, (size_t)(count - at - 1) * sizeof *rows);
        rows[at] = i;
    }
    return count;
}

static double get_observed(const struct run *run, const struct fit_row *row) {
    (void)row;
    return run->loss;
}

static double get_predicted(const struct run *run, const struct fit_row *row) {
    (void)run;
    return row->predicted;
}

static double get_residual(const struct run *run, const struct fit_row *row) {
    (void)run;
    return row->residual;
}

static double get_leverage(const struct run *run, const struct fit_row *row) {
    (void)run;
    return row->leverage;
}

static double get_implied(const struct run *run, const struct fit_row *row) {
    (void)run;
    return row->implied_f;
}

static double get_model(const struct run *run, const struct fit_row *row) {
    (void)run;
    return row->model_f;
}

const struct fit_cell fit_cells[FIT_CELLS] = {{"observed", "nats/token", get_observed},
                                              {"predicted", "nats/token", get_predicted},
                                              {"residual", "ln loss", get_residual},
                                              {"leverage", "", get_leverage},
                                              {"f_implied", "", get_implied},
                                              {"f_law", "", get_model}};

const char *fit_run_name(const struct run *run, char *out, size_t size) {
    out[0] = '\0';
    if (run->name)
        text_clean(out, size, run->name);
    else
        text_append(out, size, "line %d", run->line);
    return out;
}
