/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/quantity.h"

#include "base/text.h"
#include "engine/optimum.h"
#include "engine/output.h"
#include "engine/solve.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { DEPTH = 12, NAME_TEXT = 32, WORD_TEXT = 80, SCAN = 96 };

/* Text being read from at to end; values are worked out on the way. */
struct reader {
    const char *at, *end;
    const struct quantity_of *of;
    struct err *err;
    int depth;
    bool crossing; /* inside a cross */
};

static bool read_sum(struct reader *reader, double *value);

static void skip_blanks(struct reader *reader) {
    while (reader->at < reader->end && isspace((unsigned char)*reader->at))
        reader->at++;
}

/* Whether sign comes next; it is then passed. */
static bool take(struct reader *reader, const char *sign) {
    const size_t length = strlen(sign);
    skip_blanks(reader);
    if ((size_t)(reader->end - reader->at) < length || strncmp(reader->at, sign, length) != 0)
        return false;
    reader->at += length;
    return true;
}

static bool expect(struct reader *reader, const char *what) {
    char rest[WORD_TEXT];
    skip_blanks(reader);
    const size_t length = (size_t)(reader->end - reader->at);
    text_copy(rest, length + 1 < sizeof rest ? length + 1 : sizeof rest, reader->at);
    return err_set(reader->err, "%s; expected %s", *rest ? rest : "the text ends", what);
}

static size_t name_length(const struct reader *reader) {
    size_t length = 0;
    while (reader->at + length < reader->end &&
           (isalnum((unsigned char)reader->at[length]) || reader->at[length] == '_'))
        length++;
    return length;
}

static bool read_number(struct reader *reader, double *value) {
    char digits[NAME_TEXT];
    size_t length = 0;
    const char *const at = reader->at;
    while (at + length < reader->end) {
        const char c = at[length];
        const bool exponent = length > 0 && (at[length - 1] == 'e' || at[length - 1] == 'E');
        if (!isalnum((unsigned char)c) && c != '.' && c != '_' && !(exponent && strchr("+-", c)))
            break;
        length++;
    }
    if (length == 0 || length >= sizeof digits) return expect(reader, "a number or a name");
    memcpy(digits, at, length);
    digits[length] = '\0';
    if (!num_parse(digits, value)) return expect(reader, "a number, as in 7B or 1e12");
    reader->at += length;
    return true;
}

/* What is asked of a plan: which plan, by which law, and for best_X which problem. */
struct question {
    struct quantity_of of;
    struct problem problem;
};

static bool take_law(struct question *question, const char *name, struct err *err) {
    for (int i = 0; i < question->of.preset_count; i++) {
        question->of.preset = question->of.presets[i];
        if (strcmp(question->of.preset->name, name) == 0) return true;
    }
    return err_set(err, "law=%s; expected one of the lesson's presets", name);
}

static bool take_free(struct question *question, const char *list, struct err *err) {
    char names[WORD_TEXT], *rest = NULL;
    text_copy(names, sizeof names, list);
    question->problem.free = FREE_WIDE;
    for (char *name = strtok_r(names, ",", &rest); name; name = strtok_r(NULL, ",", &rest)) {
        const enum input input = input_find(name);
        const unsigned bit = strcmp(name, "P") == 0 ? FREE_P
                             : input == INPUT_NONE  ? 0
                                                    : INPUT_BIT(input);
        if (!(bit & (FREE_N | FREE_D | FREE_P | FREE_BITS)))
            return err_set(err, "free=%s; expected names of N D P w a kv post G E M", list);
        question->problem.free |= bit;
    }
    return question->problem.free != FREE_WIDE ||
           err_set(err, "free=; expected names, as in free=N,D");
}

static bool take_cost(struct question *question, const char *name, struct err *err) {
    for (int i = 0; i < COST_KINDS; i++) {
        if (strcmp(cost_names[i], name) != 0) continue;
        question->problem.cost = (enum cost_kind)i;
        return true;
    }
    return err_set(err, "cost=%s; expected training, inference or lifetime", name);
}

static bool take_word(struct question *question, const char *word, struct err *err) {
    if (strncmp(word, "law=", 4) == 0) return take_law(question, word + 4, err);
    if (strncmp(word, "free=", 5) == 0) return take_free(question, word + 5, err);
    if (strncmp(word, "cost=", 5) == 0) return take_cost(question, word + 5, err);
    return plan_word(&question->of.plan, word, err);
}

/* The words in parentheses, where there are any. */
static bool read_words(struct reader *reader, struct question *question) {
    if (!take(reader, "(")) return true;
    for (;;) {
        char word[WORD_TEXT];
        size_t length = 0;
        if (take(reader, ")")) return true;
        while (reader->at + length < reader->end && reader->at[length] != ')' &&
               !isspace((unsigned char)reader->at[length]))
            length++;
        if (length == 0 || length >= sizeof word) return expect(reader, "NAME=VALUE words and )");
        memcpy(word, reader->at, length);
        word[length] = '\0';
        if (!take_word(question, word, reader->err)) return false;
        reader->at += length;
    }
}

static double best_of(const struct question *question, const char *name) {
    struct optimum optimum;
    struct problem problem = question->problem;
    const struct plan *plan = &question->of.plan;
    problem.budget = cost_budget(question->of.preset->law, plan);
    if (optimum_solve(question->of.preset, plan, &problem, &optimum) == LAW_SILENT) return NAN;
    if (strcmp(name, "P") == 0) return optimum.P;
    if (strcmp(name, "C") == 0) return optimum.C;
    if (strcmp(name, "loss") == 0) return optimum.loss;
    return plan_get(&optimum.plan, input_find(name));
}

static double output_of(const struct question *question, enum output output) {
    struct answer answer = {.d_crit = NAN};
    const struct quantity_of *of = &question->of;
    if (output == OUT_D_CRIT) return law_dcrit(of->preset, &of->plan);
    law_eval(of->preset, &of->plan, &answer.result);
    return output_get(&answer, output);
}

static enum output find_output(const char *name) {
    int i = 0;
    while (i < OUTPUT_COUNT && strcmp(outputs[i].name, name) != 0)
        i++;
    return (enum output)i;
}

static const char best_prefix[] = "best_", beyond_prefix[] = "beyond_", coef_prefix[] = "coef_";

/* What comes after a prefix, or NULL. */
static const char *after(const char *name, const char *prefix) {
    const size_t length = strlen(prefix);
    return strncmp(name, prefix, length) == 0 ? name + length : NULL;
}

static bool is_best(const char *name) {
    return strcmp(name, "P") == 0 || strcmp(name, "loss") == 0 || input_find(name) != INPUT_NONE;
}

/* A coefficient of a law. False where the law has none of that name. */
static bool coefficient_of(const struct preset *preset, const char *name, double *value) {
    const struct coefficient *coefficients = preset->law->coefficients;
    for (int i = 0; coefficients[i].name; i++) {
        if (strcmp(coefficients[i].name, name) != 0) continue;
        *value = preset->c[i];
        return true;
    }
    return false;
}

/* The value of a name once its words are read. False where there is none of that name. */
static bool value_of(const struct question *question, const char *name, double *value) {
    const enum output output = find_output(name);
    const enum input input = input_find(name);
    const char *best = after(name, best_prefix), *beyond = after(name, beyond_prefix);
    const char *coef = after(name, coef_prefix);
    const struct quantity_of *of = &question->of;
    if (output != OUTPUT_COUNT)
        *value = output_of(question, output);
    else if (input != INPUT_NONE)
        *value = plan_get(&of->plan, input);
    else if (strcmp(name, "flop") == 0)
        *value = cost_training(of->preset->law, &of->plan);
    else if (best && is_best(best))
        *value = best_of(question, best);
    else if (beyond && input_find(beyond) != INPUT_NONE)
        *value = preset_stretch(of->preset, &of->plan, input_find(beyond));
    else
        return coef && coefficient_of(of->preset, coef, value);
    return true;
}

/* cross: the difference of two sums as one input moves. */
struct crossing {
    struct quantity_of of;
    struct reader left, right;
    enum input input;
    bool failed;
};

static double difference(double x, void *context) {
    struct crossing *crossing = context;
    struct reader left = crossing->left, right = crossing->right;
    double a = NAN, b = NAN;
    const bool log_scale = inputs[crossing->input].scale == SCALE_LOG;
    plan_set(&crossing->of.plan, crossing->input, log_scale ? exp(x) : x);
    left.of = right.of = &crossing->of;
    left.crossing = right.crossing = true;
    if (!read_sum(&left, &a) || !read_sum(&right, &b)) crossing->failed = true;
    return a - b;
}

/* The root that is nearest to the plan's own value, on the input's scale; NAN where there is none.
 */
static double find_crossing(struct crossing *crossing) {
    const struct input_row *row = &inputs[crossing->input];
    const bool log_scale = row->scale == SCALE_LOG;
    const double own = plan_get(&crossing->of.plan, crossing->input);
    const double low = log_scale ? log(row->low) : row->low;
    const double high = log_scale ? log(row->high) : row->high;
    const double from = log_scale ? log(own) : own;
    double best = NAN, x = low, f = difference(x, crossing);
    for (int i = 1; i <= SCAN && !crossing->failed; i++) {
        const double next = low + (high - low) * i / SCAN, g = difference(next, crossing);
        if (f * g <= 0 && f != g) {
            const double root = solve_root(difference, crossing, x, next, 1e-12);
            if (isnan(best) || fabs(root - from) < fabs(best - from)) best = root;
        }
        x = next;
        f = g;
    }
    return log_scale ? exp(best) : best;
}

/* One argument: up to a comma, or the parenthesis that ends the call. */
static bool read_argument(struct reader *reader, const char *end, struct reader *argument) {
    int open = 0;
    *argument = *reader;
    for (; reader->at < reader->end; reader->at++) {
        if (open == 0 && (*reader->at == ',' || *reader->at == ')')) break;
        open += (*reader->at == '(') - (*reader->at == ')');
    }
    argument->end = reader->at;
    return take(reader, end) || expect(reader, "cross(INPUT, SUM, SUM)");
}

static bool read_cross(struct reader *reader, double *value) {
    struct reader name;
    char word[NAME_TEXT];
    struct crossing crossing = {.of = *reader->of};
    if (reader->crossing) return err_set(reader->err, "cross in a cross; expected one alone");
    if (!take(reader, "(")) return expect(reader, "cross(INPUT, SUM, SUM)");
    if (!read_argument(reader, ",", &name) || !read_argument(reader, ",", &crossing.left) ||
        !read_argument(reader, ")", &crossing.right))
        return false;
    const size_t length = (size_t)(name.end - name.at);
    text_copy(word, length + 1 < sizeof word ? length + 1 : sizeof word, name.at);
    crossing.input = input_find(text_trim(word));
    const enum input input = crossing.input;
    if (input == INPUT_NONE || inputs[input].low >= inputs[input].high)
        return err_set(reader->err, "cross(%s; expected an input that moves, as in cross(D, …)",
                       text_trim(word));
    if (inputs[input].scale == SCALE_LOG && !(inputs[input].low > 0))
        return err_set(reader->err, "cross(%s; expected an input whose numbers are above 0",
                       text_trim(word));
    *value = find_crossing(&crossing);
    return !crossing.failed;
}

static bool unknown_name(const char *name, struct err *err) {
    const char *names[OUTPUT_COUNT + INPUT_COUNT];
    int count = 0;
    for (int i = 0; i < OUTPUT_COUNT; i++)
        names[count++] = outputs[i].name;
    for (int i = 0; i < INPUT_COUNT; i++)
        names[count++] = inputs[i].name;
    const char *near = text_nearest(name, names, (size_t)count);
    return err_set(err, "%s; expected an output or an input, as in %s", name, near ? near : "loss");
}

static bool read_name(struct reader *reader, double *value) {
    char name[NAME_TEXT];
    const size_t length = name_length(reader);
    if (length >= sizeof name) return expect(reader, "a shorter name");
    memcpy(name, reader->at, length);
    name[length] = '\0';
    reader->at += length;
    if (strcmp(name, "cross") == 0) return read_cross(reader, value);
    struct question question = {.of = *reader->of,
                                .problem = {.free = FREE_WIDE | FREE_N | FREE_D | FREE_P}};
    return read_words(reader, &question) &&
           (value_of(&question, name, value) || unknown_name(name, reader->err));
}

static bool read_factor(struct reader *reader, double *value) {
    if (++reader->depth > DEPTH)
        return err_set(reader->err, "more than %d in one another; expected fewer", DEPTH);
    bool read;
    if (take(reader, "-") || take(reader, "−")) {
        read = read_factor(reader, value);
        *value = -*value;
    } else if (take(reader, "(")) {
        read = read_sum(reader, value) && (take(reader, ")") || expect(reader, ")"));
    } else if (reader->at < reader->end && isalpha((unsigned char)*reader->at)) {
        read = read_name(reader, value);
    } else {
        read = read_number(reader, value);
    }
    reader->depth--;
    return read;
}

static bool read_product(struct reader *reader, double *value) {
    if (!read_factor(reader, value)) return false;
    for (;;) {
        double other = NAN;
        const bool times = take(reader, "*");
        if (!times && !take(reader, "/")) return true;
        if (!read_factor(reader, &other)) return false;
        *value = times ? *value * other : *value / other;
    }
}

static bool read_sum(struct reader *reader, double *value) {
    *value = NAN;
    if (!read_product(reader, value)) return false;
    for (;;) {
        double other = NAN;
        const bool plus = take(reader, "+");
        if (!plus && !take(reader, "-") && !take(reader, "−")) return true;
        if (!read_product(reader, &other)) return false;
        *value = plus ? *value + other : *value - other;
    }
}

static struct reader start(const char *text, size_t length, const struct quantity_of *of,
                           struct err *err) {
    return (struct reader){.at = text, .end = text + length, .of = of, .err = err};
}

static bool ends(struct reader *reader, const char *expected) {
    skip_blanks(reader);
    return reader->at == reader->end || expect(reader, expected);
}

static bool eval_part(const char *text, size_t length, const struct quantity_of *of, double *value,
                      struct err *err) {
    struct reader reader = start(text, length, of, err);
    return read_sum(&reader, value) && ends(&reader, "+, −, *, / or the end");
}

bool quantity_eval(const char *text, const struct quantity_of *of, double *value, struct err *err) {
    return eval_part(text, strlen(text), of, value, err);
}

static bool read_comparison(struct reader *reader, bool *holds) {
    double a = NAN, b = NAN;
    if (!read_sum(reader, &a)) return false;
    const bool or_same_below = take(reader, "<="),
               or_same_above = !or_same_below && take(reader, ">=");
    const bool below = or_same_below || (!or_same_above && take(reader, "<"));
    if (!below && !or_same_above && !take(reader, ">")) return expect(reader, "<, >, <= or >=");
    if (!read_sum(reader, &b)) return false;
    *holds = below ? (or_same_below ? a <= b : a < b) : (or_same_above ? a >= b : a > b);
    return true;
}

bool quantity_holds(const char *text, const struct quantity_of *of, bool *holds, struct err *err) {
    struct reader reader = start(text, strlen(text), of, err);
    bool all = true;
    do {
        bool one = false;
        if (!read_comparison(&reader, &one)) return false;
        all = all && one;
    } while (take(&reader, "and "));
    if (!ends(&reader, "and, or the end")) return false;
    *holds = all;
    return true;
}
