/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/fit_ask.h"

#include "base/text.h"
#include "engine/fit_request.h"
#include "io/path.h"
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const char *law_word(int index) {
    return law_at(index)->name;
}

static const char *form_word(int index) {
    return fit_forms[index].name;
}

static const char *loss_word(int index) {
    return index == FIT_SQUARED ? "squared" : "huber";
}

static const char *starts_word(int index) {
    return index ? "the 4500 too" : "a few";
}

static const char *bad_word(int index) {
    return index ? "left out" : "refused";
}

const struct law *fit_ask_law(const struct fit_state *state) {
    return law_at(state->law);
}

static int choose_law(const struct fit_state *state, int by) {
    return (state->law + by + law_count()) % law_count();
}

static int choose_form(const struct fit_state *state, int by) {
    int to = state->form;
    do {
        to = (to + by + FIT_FORMS) % FIT_FORMS;
    } while (fit_forms[to].law && fit_forms[to].law != fit_ask_law(state));
    return to;
}

static int choose_loss(const struct fit_state *state, int by) {
    (void)by;
    return state->loss == FIT_HUBER ? FIT_SQUARED : FIT_HUBER;
}

static int choose_starts(const struct fit_state *state, int by) {
    (void)by;
    return !state->exhaustive;
}

static int choose_bad(const struct fit_state *state, int by) {
    (void)by;
    return !state->bad;
}

static bool has_groups(const struct fit_state *state) {
    return fit_ask_law(state) == &law_compression;
}

static bool is_huber(const struct fit_state *state) {
    return state->loss == FIT_HUBER;
}

#define TEXT(member) .kind = FIT_ROW_TEXT, .text = offsetof(struct fit_state, member)
#define CHOICE(member, chosen, named)                                                              \
    .kind = FIT_ROW_CHOICE, .choice = offsetof(struct fit_state, member), .choose = (chosen),      \
    .word = (named)

const struct fit_ask_row fit_ask_rows[FIT_ASK_ROWS] = {
    {"file", "a CSV of runs; Tab completes",
     "Comma-separated values with a header: columns N, D and loss, and by the law's own names what "
     "else it reads (w, a, kv, post, G, E, M). Others are passed over. A run is a row; a column "
     "called run, name or id names it.",
     TEXT(file), .tab = FIT_TAB_FILE},
    {"law", "the law",
     "Left and Right choose. The law is fitted at once to the rows that are taken. v sets all laws "
     "side by side by how they predict sizes that they were not fitted to.",
     CHOICE(law, choose_law, law_word)},
    {"form", "what of the law is free",
     "What of the law is free to be fitted; the rest keeps the value that makes it plain.",
     CHOICE(form, choose_form, form_word)},
    {"columns", "as in N=params, loss=val_loss",
     "Where the file calls something otherwise: NAME=COLUMN, NAME being N, D, loss, weight, run or "
     "an input of the law. N, D and loss may be in other units: D=tokens_B*1e9. Tab completes the "
     "file's titles.",
     TEXT(columns), .tab = FIT_TAB_AFTER},
    {"where", "as in method=QuEST, run!=a-7",
     "Only some rows: COLUMN=VALUE, COLUMN=LOW:HIGH, either end of which may be open, or "
     "COLUMN!=VALUE. Of one column any of the values will do, of several columns all must hold. "
     "line is the row's own line. d on this screen leaves out one of the worst rows.",
     TEXT(where), .tab = FIT_TAB_BEFORE},
    {"by", "as in method, w, a",
     "Each combination of these columns' values is a group with an eff_N of its own; without them "
     "the groups are the pairs of w and a.",
     TEXT(by), .tab = FIT_TAB_TITLE, .applies = has_groups},
    {"keep", "for a preset, as in QuEST",
     "A preset has one entry for each w and a. Where several groups have the same, as two methods "
     "at 4 bits, say here which one is meant: any part of its name.",
     TEXT(keep), .applies = has_groups},
    {"values", "as in G=32, post=4",
     "What stands for a column that the file has not, in all rows: G=32, post=4. What is not given "
     "is not quantised.",
     TEXT(values)},
    {"fix", "as in E=1.7",
     "Held at a value and not fitted: NAME=VALUE, by the names in the table of coefficients. What "
     "is fixed has no interval, and the others' are those given that value.",
     TEXT(fix)},
    {"tie", "as in alpha=beta", "NAME=NAME: both are fitted as one number.", TEXT(tie)},
    {"cluster", "as in model, seed",
     "Rows with the same values in these columns share their noise, as the checkpoints of one "
     "training run do. The fit is the same; its intervals are as wide as whole clusters scatter, "
     "where single rows would make them much too narrow. Ten clusters or more tell that well.",
     TEXT(cluster), .tab = FIT_TAB_TITLE},
    {"residuals", "huber, or squared",
     "How an error of ln loss counts. huber: as its square up to delta, and beyond it as its size, "
     "so that a few bad runs do not bend the law. squared: as its square, which is best where all "
     "errors are of one bell.",
     CHOICE(loss, choose_loss, loss_word)},
    {"delta", "of Huber's loss; none: 1e-3",
     "Where Huber's loss turns from square to straight, in ln loss: 1e-3 is a tenth of a percent, "
     "the field's habit. Where it is below the noise nearly all rows count by their size: the fit "
     "then passes through the middle of them.",
     TEXT(delta), .applies = is_huber},
    {"bootstrap", "resamples and a seed: 1000, 1",
     "Fit again so often to as many rows drawn from the file, and take intervals from how the "
     "answers scatter: they need no bell and no straight law, but take their time. The seed makes "
     "it come out the same.",
     TEXT(boot)},
    {"starts", "a few, or also the customary 4500",
     "A few: the minima of a scan over the exponents, which takes milliseconds. The 4500 too: also "
     "the customary grid of starts, to be sure.",
     CHOICE(exhaustive, choose_starts, starts_word)},
    {"bad rows", "refused, or left out",
     "A row is bad that has a cell too few or too many, or one that is no number or out of range "
     "(NaN too). Refused: the file is not fitted until it is mended. Left out: the fit goes on "
     "without them, and says how many.",
     CHOICE(bad, choose_bad, bad_word)},
};

const char *fit_ask_show(const struct fit_state *state, int row) {
    const struct fit_ask_row *const ask = &fit_ask_rows[row];
    if (ask->kind == FIT_ROW_TEXT) return (const char *)state + ask->text;
    return ask->word(*(const int *)(const void *)((const char *)state + ask->choice));
}

char *fit_ask_word(char **rest) {
    char *word;
    while ((word = strsep(rest, ","))) {
        word = text_trim(word);
        if (*word) return word;
    }
    return NULL;
}

/* The words of a list, which are parted in place. False where there are too many. */
static bool take_list(char *list, const char *words[DATA_WORDS], int *count, struct err *err) {
    char *rest = list;
    for (const char *word; (word = fit_ask_word(&rest));) {
        if (*count == DATA_WORDS) return err_set(err, "%s: at most %d of them", word, DATA_WORDS);
        words[(*count)++] = word;
    }
    return true;
}

static bool each_value(const char *list, struct data_ask *ask, struct err *err) {
    char copy[PLAN_VALUE], *rest = copy;
    text_copy(copy, sizeof copy, list);
    for (const char *word; (word = fit_ask_word(&rest));) {
        if (!data_ask_value(ask, word, err)) return false;
    }
    return true;
}

bool fit_ask_data(const struct fit_state *state, struct fit_asked *asked, struct data_ask *ask,
                  struct err *err) {
    text_copy(asked->path, sizeof asked->path, state->file);
    text_copy(asked->by, sizeof asked->by, state->by);
    text_copy(asked->cluster, sizeof asked->cluster, state->cluster);
    text_copy(asked->where, sizeof asked->where, state->where);
    text_copy(asked->columns, sizeof asked->columns, state->columns);
    data_ask_init(ask, fit_ask_law(state));
    ask->by = has_groups(state) && asked->by[0] ? asked->by : NULL;
    ask->cluster = asked->cluster[0] ? asked->cluster : NULL;
    ask->skip_bad = state->bad;
    return each_value(state->values, ask, err) &&
           take_list(asked->where, ask->where, &ask->wheres, err) &&
           take_list(asked->columns, ask->column, &ask->columns, err);
}

void fit_ask_typed(const struct fit_asked *asked, struct err *err) {
    char path[PATH_LONGEST];
    const struct err was = *err;
    const size_t length = path_expand(asked->path, path) ? strlen(path) : 0;
    if (length > 0 && strncmp(was.text, path, length) == 0)
        err_set(err, "%s%s", asked->path, was.text + length);
}

struct data_reading *fit_ask_open(const struct fit_asked *asked, const struct data_ask *ask,
                                  struct err *err) {
    char path[PATH_LONGEST];
    if (!path_expand(asked->path, path)) {
        err_set(err, "%s: the home folder is not known", asked->path);
        return NULL;
    }
    struct data_reading *const reading = data_open(path, ask, err);
    if (!reading) fit_ask_typed(asked, err);
    return reading;
}

static bool each(const char *list, struct fit_problem *problem,
                 bool (*take)(struct fit_problem *, const char *, struct err *), struct err *err) {
    char copy[PLAN_VALUE], *rest = copy;
    text_copy(copy, sizeof copy, list);
    for (const char *word; (word = fit_ask_word(&rest));) {
        if (!take(problem, word, err)) return false;
    }
    return true;
}

static bool take_delta(const struct fit_state *state, struct fit_problem *problem,
                       struct err *err) {
    char least[NUM_TEXT];
    if (!state->delta[0] || !is_huber(state)) return true;
    if (num_parse(state->delta, &problem->delta) && problem->delta >= FIT_DELTA_LEAST) return true;
    return err_set(err, "delta %.60s: expected a number from %s, as in 1e-3", state->delta,
                   num_shortest(least, FIT_DELTA_LEAST));
}

bool fit_ask_bootstrap(const struct fit_state *state, int *resamples, long long *seed,
                       struct err *err) {
    char copy[PLAN_VALUE], *rest = copy;
    struct err why;
    text_copy(copy, sizeof copy, state->boot);
    const char *const word = fit_ask_word(&rest), *const after = fit_ask_word(&rest);
    *resamples = 0;
    *seed = 1;
    if (!word) return true;
    if (fit_ask_word(&rest))
        return err_set(err, "bootstrap %.60s: expected resamples and one seed", state->boot);
    if (fit_request_resamples(word, resamples, &why) &&
        (!after || fit_request_seed(after, seed, &why)))
        return true;
    *resamples = 0;
    return err_set(err, "bootstrap %s", why.text);
}

bool fit_ask_problem(const struct fit_state *state, const struct runs *runs,
                     struct fit_problem *problem, struct err *err) {
    *problem = fit_problem(fit_ask_law(state), runs);
    problem->form = fit_usual_form(problem->law);
    problem->loss = (enum fit_loss)state->loss;
    problem->exhaustive = state->exhaustive;
    if (!take_delta(state, problem, err)) return false;
    return fit_request_form(problem, form_word(state->form), err) &&
           each(state->fix, problem, fit_request_fix, err) &&
           each(state->tie, problem, fit_request_tie, err);
}

bool fit_ask_keep(const struct fit_state *state, const struct runs *runs, bool keep[RUNS_GROUPS],
                  bool *all, struct err *err) {
    char copy[PLAN_VALUE], *rest = copy;
    text_copy(copy, sizeof copy, has_groups(state) ? state->keep : "");
    memset(keep, 0, RUNS_GROUPS * sizeof *keep);
    *all = true;
    for (const char *word; (word = fit_ask_word(&rest)); *all = false) {
        if (!fit_request_keep(runs, word, keep, err)) return false;
    }
    return true;
}

/* Each word, with what stands before it. */
static void add_each(char *out, size_t size, const char *before, const char *list) {
    char copy[PLAN_VALUE], *rest = copy;
    text_copy(copy, sizeof copy, list);
    for (const char *word; (word = fit_ask_word(&rest));) {
        text_append(out, size, "%s", before);
        text_quote(out, size, word);
    }
}

static void add_one(char *out, size_t size, const char *option, const char *value) {
    if (!*value) return;
    text_append(out, size, " --%s ", option);
    text_quote(out, size, value);
}

/* By its full path: the command is for any folder. */
static void add_file(char *out, size_t size, const char *file) {
    char path[PATH_LONGEST];
    if (!path_expand(file, path)) text_copy(path, sizeof path, file);
    char *const full = realpath(path, NULL);
    const char *const name = full ? full : path;
    /* a name that could be read as an option or a value */
    if (*name != '/') text_append(out, size, "./");
    text_quote(out, size, name);
    free(full);
}

static void add_bootstrap(char *out, size_t size, const struct fit_state *state) {
    int resamples;
    long long seed;
    struct err err;
    if (!fit_ask_bootstrap(state, &resamples, &seed, &err) || resamples == 0) return;
    text_append(out, size, " --bootstrap %d --seed %lld", resamples, seed);
}

/* What one law's fit can be asked alone. */
static void add_own(char *out, size_t size, const struct fit_state *state) {
    if (has_groups(state)) add_one(out, size, "by", state->by);
    if (has_groups(state) && state->by[0]) add_each(out, size, " --keep ", state->keep);
    add_bootstrap(out, size, state);
}

void fit_ask_command(const struct fit_state *state, bool laws, char *out, size_t size) {
    text_copy(out, size, "bitplan fit ");
    add_file(out, size, state->file);
    text_append(out, size, " --law %s", laws ? "all" : fit_ask_law(state)->name);
    if (state->form > 0 && !laws) text_append(out, size, " --with %s", form_word(state->form));
    add_each(out, size, " --column ", state->columns);
    add_each(out, size, " --where ", state->where);
    if (laws)
        add_one(out, size, "by", state->by);
    else
        add_own(out, size, state);
    add_one(out, size, "cluster", state->cluster);
    add_each(out, size, " --fix ", state->fix);
    add_each(out, size, " --tie ", state->tie);
    if (state->loss == FIT_SQUARED) text_append(out, size, " --loss squared");
    if (is_huber(state)) add_one(out, size, "delta", state->delta);
    if (state->exhaustive) text_append(out, size, " --exhaustive");
    if (state->bad) text_append(out, size, " --skip-bad");
    add_each(out, size, " ", state->values);
}

void fit_ask_own_words(char *text, size_t size) {
    static const char *const rows[][2] = {{"--column ", "in columns "},
                                          {"=VALUE for all runs", "=VALUE in values"},
                                          {"--where ", "where "},
                                          {"--by ", "by "},
                                          {"--cluster ", "cluster "}};
    char was[ERR_TEXT];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        text_copy(was, sizeof was, text);
        const char *const at = strstr(was, rows[i][0]);
        if (!at) continue;
        text_copy(text, (size_t)(at - was) + 1 < size ? (size_t)(at - was) + 1 : size, was);
        text_append(text, size, "%s%s", rows[i][1], at + strlen(rows[i][0]));
    }
}
