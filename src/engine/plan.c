/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan.h"

#include "base/text.h"
#include "engine/format.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const struct input_word no_words[] = {{NULL, 0, false}};
static const struct input_word off_word[] = {{"off", PLAN_OFF, false}, {NULL, 0, false}};
static const struct input_word group_words[] = {{"channel", PLAN_CHANNEL, false},
                                                {"tensor", PLAN_TENSOR, false},
                                                {NULL, 0, false}};
static const struct input_word own_word[] = {{"own", PLAN_OWN, true}, {NULL, 0, false}};
static const struct input_word switch_words[] = {{"off", 0, true},
                                                 {"on", 1, false},
                                                 {NULL, 0, false}};

/* A log slider whose range starts at 0 starts its numbers here. */
static const double log_floor = 1e9;

const struct input_row inputs[INPUT_COUNT] = {
    [IN_N] =
        {"N", "parameters, non-embedding", "", 1e5, 1e14, 7e9, SCALE_LOG, 2, 10, 1.05, false,
         no_words,
         "Model size: parameters without the embedding and output tables. Every law reads it."},
    [IN_D] =
        {"D", "training tokens", "", 1e6, 1e18, 1e12, SCALE_LOG, 2, 10, 1.05, false, no_words,
         "Tokens seen in training. More always lowers the unquantised loss; after PTQ it can raise "
         "it, past D_crit."},
    [IN_W] = {"w", "weight bits in training", "bits", 1, 16, 8, SCALE_LINEAR, 1, 1, .1, false,
              off_word, "Bits of the weights while training. off: not quantised, costs as 16."},
    [IN_A] = {"a", "activation bits in training", "bits", 1, 16, 8, SCALE_LINEAR, 1, 1, .1, false,
              off_word, "Bits of the activations while training. off: not quantised, costs as 16."},
    [IN_KV] = {"kv", "KV cache bits in training", "bits", 1, 16, 8, SCALE_LINEAR, 1, 1, .1, false,
               off_word,
               "Bits of the attention's key-value cache while training. off: not quantised."},
    [IN_POST] = {"post", "weight bits after PTQ", "bits", 1, 16, 4, SCALE_LINEAR, 1, 1, .1, false,
                 off_word,
                 "Bits of the weights after post-training quantisation. off: none is done."},
    [IN_G] = {"G", "group size", "", 1, 65536, 128, SCALE_LOG, 2, 8, 1.0905077326652577, false,
              group_words,
              "Elements that share one scale: a number, a whole channel, or a whole tensor."},
    [IN_E] = {"E", "exponent bits", "bits", 0, 8, 4, SCALE_LINEAR, 1, 1, 1, true, no_words,
              "Exponent bits of the floating-point training format; 1+E+M bits in all."},
    [IN_M] = {"M", "mantissa bits", "bits", 0, 10, 3, SCALE_LINEAR, 1, 1, 1, true, no_words,
              "Mantissa bits of the floating-point training format; 1+E+M bits in all."},
    [IN_FC2] =
        {"fc2", "FC2 input bits", "bits", 8, 8, PLAN_OFF, SCALE_LINEAR, 1, 1, 1, true, off_word,
         "8: the input of the second feed-forward layer, full of outliers, stays at 8 bits."},
    [IN_C] = {"C", "budget for optima", "FLOP", 1e6, 1e33, PLAN_OWN, SCALE_LOG, 2, 10, 1.05, false,
              own_word,
              "Training compute that the optimum may spend, FLOP at 16 bit; own: what the plan "
              "itself costs."},
    [IN_DINF] = {"Dinf", "tokens served over its life", "", 0, 1e18, 0, SCALE_LOG, 2, 10, 1.05,
                 false, no_words,
                 "Tokens that the model will serve: adds 2·N·Dinf·served bits/16 to what it "
                 "costs over its life."},
    [IN_BIAS] = {"bias", "shift b of the PTQ term", "", 1, 0, 1, SCALE_LINEAR, 1, 1, 1, false,
                 switch_words,
                 "Where b enters is not printed in the paper: on reads it as a factor e^b "
                 "on the loss that PTQ adds, off leaves it out."},
};

static const size_t offsets[INPUT_COUNT] = {
    [IN_N] = offsetof(struct plan, N),       [IN_D] = offsetof(struct plan, D),
    [IN_W] = offsetof(struct plan, w),       [IN_A] = offsetof(struct plan, a),
    [IN_KV] = offsetof(struct plan, kv),     [IN_POST] = offsetof(struct plan, post),
    [IN_G] = offsetof(struct plan, G),       [IN_E] = offsetof(struct plan, E),
    [IN_M] = offsetof(struct plan, M),       [IN_FC2] = offsetof(struct plan, fc2),
    [IN_C] = offsetof(struct plan, C),       [IN_DINF] = offsetof(struct plan, Dinf),
    [IN_BIAS] = offsetof(struct plan, bias),
};

double plan_bits(double bits) {
    return bits == PLAN_OFF ? 16 : bits;
}

double plan_get(const struct plan *plan, enum input input) {
    double value;
    memcpy(&value, (const char *)plan + offsets[input], sizeof value);
    return value;
}

void plan_set(struct plan *plan, enum input input, double value) {
    memcpy((char *)plan + offsets[input], &value, sizeof value);
}

bool plan_same(const struct plan *a, const struct plan *b) {
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (plan_get(a, (enum input)i) != plan_get(b, (enum input)i)) return false;
    }
    return true;
}

struct plan plan_default(void) {
    struct plan plan;
    for (int i = 0; i < INPUT_COUNT; i++)
        plan_set(&plan, (enum input)i, inputs[i].fallback);
    return plan;
}

enum input input_find(const char *name) {
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (strcmp(inputs[i].name, name) == 0) return (enum input)i;
    }
    return INPUT_NONE;
}

/* "1 … 16, or off": what an input takes, for messages. */
static void describe_range(enum input input, char *out, size_t size) {
    const struct input_row *row = &inputs[input];
    char low[NUM_TEXT], high[NUM_TEXT];
    out[0] = '\0';
    if (row->low == row->high) {
        text_append(out, size, "%s", num_shortest(low, row->low));
    } else if (row->low < row->high) {
        text_append(out, size, "a %snumber from %s to %s", row->whole ? "whole " : "",
                    num_shortest(low, row->low), num_shortest(high, row->high));
    }
    for (const struct input_word *word = row->words; word->name; word++) {
        text_append(out, size, "%s%s", out[0] ? " or " : "", word->name);
    }
}

/* What may have been meant by text that is no value: a format, or a suffix in the wrong case. */
static void suggest(enum input input, const char *text, char *out, size_t size) {
    struct format format;
    struct err unused;
    double value;
    char other[NUM_TEXT];
    const size_t length = strlen(text);
    const bool bits = input == IN_W || input == IN_A || input == IN_KV || input == IN_POST;
    out[0] = '\0';
    if (bits && format_parse(text, &format, &unused)) {
        text_append(out, size, "; a format is fmt=%s", text);
        return;
    }
    if (length == 0 || length >= sizeof other) return;
    text_copy(other, sizeof other, text);
    char *last = &other[length - 1];
    *last = (char)(*last == 'K' ? 'k' : toupper((unsigned char)*last));
    if (num_parse(other, &value))
        text_append(out, size, "; did you mean %s?", other);
    else if (strchr(text, ','))
        text_append(out, size, "; decimal point, not comma");
}

bool input_parse(enum input input, const char *text, double *value, struct err *err) {
    const struct input_row *row = &inputs[input];
    for (const struct input_word *word = row->words; word->name; word++) {
        if (strcmp(word->name, text) == 0) {
            *value = word->value;
            return true;
        }
    }
    char expected[96], meant[64];
    double number;
    describe_range(input, expected, sizeof expected);
    if (!num_parse(text, &number)) {
        suggest(input, text, meant, sizeof meant);
        return err_set(err, "%s=%.60s: \"%.60s\" is no value; expected %s%s", row->name, text, text,
                       expected, meant);
    }
    if (number < row->low || number > row->high || row->low > row->high) {
        return err_set(err, "%s=%.60s: out of range; expected %s", row->name, text, expected);
    }
    if (row->whole && number != floor(number)) {
        return err_set(err, "%s=%.60s: not whole; expected %s", row->name, text, expected);
    }
    *value = number;
    return true;
}

const char *input_word(enum input input, double value) {
    for (const struct input_word *word = inputs[input].words; word->name; word++) {
        if (word->value == value) return word->name;
    }
    return NULL;
}

const char *input_text(char out[NUM_TEXT], enum input input, double value) {
    const char *word = input_word(input, value);
    if (word) return text_copy(out, NUM_TEXT, word);
    return num_shortest(out, value);
}

const char *input_show(char out[NUM_TEXT], enum input input, double value) {
    const char *word = input_word(input, value);
    if (word) return text_copy(out, NUM_TEXT, word);
    if (inputs[input].scale == SCALE_LOG && input != IN_G) return num_si(out, value);
    return num_shortest(out, num_round(value, value >= 1e3 ? 5 : 3));
}

static double slider_low(const struct input_row *row) {
    return row->scale == SCALE_LOG && row->low <= 0 ? log_floor : row->low;
}

static bool has_numbers(const struct input_row *row) {
    return row->low <= row->high;
}

static int words_at(const struct input_row *row, bool below) {
    int count = 0;
    for (const struct input_word *word = row->words; word->name; word++)
        count += word->below == below;
    return count;
}

static const struct input_word *word_number(const struct input_row *row, bool below, int index) {
    for (const struct input_word *word = row->words; word->name; word++) {
        if (word->below == below && index-- == 0) return word;
    }
    return NULL;
}

/* Steps from the low end of the numbers to the high end. */
static double number_span(const struct input_row *row) {
    if (!has_numbers(row)) return -1;
    if (row->scale == SCALE_LOG) return log(row->high / slider_low(row)) / log(row->step);
    return (row->high - row->low) / row->step;
}

/* Where value sits in steps: numbers from 0, words one step apart beyond them. */
static double position(const struct input_row *row, double value) {
    int below = 0, above = 0;
    for (const struct input_word *word = row->words; word->name; word++) {
        if (word->value == value) {
            return word->below ? below - words_at(row, true) : number_span(row) + 1 + above;
        }
        below += word->below;
        above += !word->below;
    }
    const double span = number_span(row), low = slider_low(row);
    const double at =
        row->scale == SCALE_LOG ? log(value / low) / log(row->step) : (value - low) / row->step;
    return fmax(0, fmin(span, at));
}

double input_fraction(enum input input, double value) {
    const struct input_row *row = &inputs[input];
    const double first = -words_at(row, true);
    const double last = number_span(row) + words_at(row, false);
    return last > first ? (position(row, value) - first) / (last - first) : 0;
}

/* A number off a slider, made neat: N and D to two digits, bits to a tenth. */
static double neat(const struct input_row *row, double number) {
    if (row->scale == SCALE_LINEAR) return round(number / row->fine) * row->fine;
    return fmin(row->high, fmax(row->low, num_round(number, 2)));
}

double input_at_fraction(enum input input, double fraction) {
    const struct input_row *row = &inputs[input];
    const int below = words_at(row, true), above = words_at(row, false);
    const double span = number_span(row);
    const double at = -below + fmax(0, fmin(1, fraction)) * (span + above + below);
    if (at < -0.5 && below > 0) return word_number(row, true, below + (int)lround(at))->value;
    if (at > span + 0.5 && above > 0) {
        const int index = (int)fmin(above - 1, round(at - span) - 1);
        return word_number(row, false, index)->value;
    }
    const double inside = fmax(0, fmin(span, at));
    if (row->scale == SCALE_LINEAR) return neat(row, row->low + inside * row->step);
    if (row->low <= 0 && at <= 0) return row->low;
    if (input == IN_G) return exp2(round(inside));
    return neat(row, slider_low(row) * pow(row->step, inside));
}

static int word_index(const struct input_row *row, double value) {
    int index = 0;
    for (const struct input_word *word = row->words; word->name; word++, index++) {
        if (word->value == value) return index;
    }
    return -1;
}

/* One step from a word: to the next word of its side, or onto the numbers. */
static double step_word(const struct input_row *row, int index, int direction) {
    const struct input_word *word = &row->words[index];
    const int next = index + direction;
    const bool word_next = next >= 0 && row->words[next].name &&
                           (row->words[next].below == word->below || !has_numbers(row));
    if (word_next) return row->words[next].value;
    if (!has_numbers(row) || (direction > 0) != word->below) return word->value;
    return word->below ? slider_low(row) : row->high;
}

static double step_number(const struct input_row *row, double value, int direction, double amount) {
    if (row->scale == SCALE_LINEAR) return round((value + direction * amount) * 1e6) / 1e6;
    const double low = slider_low(row);
    if (value < low) return direction > 0 ? low : row->low;
    if (value == low && direction < 0) return row->low;
    const double next = direction > 0 ? value * amount : value / amount;
    return num_round(next, amount < row->step ? 3 : 12);
}

double input_step(enum input input, double value, int direction, enum step_size size) {
    const struct input_row *row = &inputs[input];
    const double amount[] = {
        [STEP_FINE] = row->fine, [STEP_ONE] = row->step, [STEP_COARSE] = row->coarse};
    const int index = word_index(row, value);
    if (index >= 0) return step_word(row, index, direction);
    const bool at_end = direction > 0 ? value >= row->high : value <= row->low;
    if (at_end) {
        const struct input_word *word = direction > 0
                                            ? word_number(row, false, 0)
                                            : word_number(row, true, words_at(row, true) - 1);
        return word ? word->value : value;
    }
    return fmin(row->high, fmax(row->low, step_number(row, value, direction, amount[size])));
}

bool plan_unknown_name(const char *name, struct err *err) {
    const char *names[INPUT_COUNT + 2];
    for (int i = 0; i < INPUT_COUNT; i++)
        names[i] = inputs[i].name;
    names[INPUT_COUNT] = "P";
    names[INPUT_COUNT + 1] = "fmt";
    const char *near = text_nearest(name, names, INPUT_COUNT + 2);
    char clean[64];
    text_clean(clean, sizeof clean, name);
    if (near && strcmp(near, name) == 0) {
        return err_set(err, "%s: it sets several inputs; expected one of them, as in w", clean);
    }
    if (!*clean) return err_set(err, "a name is missing before =; expected NAME=VALUE, as in N=7B");
    if (near) return err_set(err, "%s: unknown name; did you mean %s?", clean, near);
    return err_set(err,
                   "%s: unknown name; expected one of N D w a kv post G E M fc2 C Dinf bias P fmt",
                   clean);
}

static bool assign_format(struct plan *plan, const char *value, struct err *err) {
    struct format format;
    if (!format_parse(value, &format, err)) return err_at(err, "fmt=%.40s", value);
    if (format.bits > inputs[IN_W].high) {
        return err_set(
            err,
            "fmt=%.40s: %g bits are more than w, a and kv go to (16); for the fp law alone set "
            "E=%g M=%g",
            value, format.bits, format.E, format.M);
    }
    if (!isnan(format.E)) {
        plan->E = format.E;
        plan->M = format.M;
    }
    plan->w = plan->a = plan->kv = format.bits;
    return true;
}

bool plan_assign(struct plan *plan, const char *name, const char *value, struct err *err) {
    double number;
    if (strcmp(name, "fmt") == 0) return assign_format(plan, value, err);
    if (strcmp(name, "P") == 0) {
        if (!input_parse(IN_W, value, &number, err)) {
            struct err whole = *err;
            const char *colon = strchr(whole.text, '=');
            return err_set(err, "P%s", colon ? colon : whole.text);
        }
        plan->w = plan->a = plan->kv = number;
        return true;
    }
    const enum input input = input_find(name);
    if (input == INPUT_NONE) return plan_unknown_name(name, err);
    if (!input_parse(input, value, &number, err)) return false;
    plan_set(plan, input, number);
    return true;
}

bool plan_word(struct plan *plan, const char *word, struct err *err) {
    char name[32];
    const char *equals = strchr(word, '=');
    if (!equals) return err_set(err, "%.60s: expected NAME=VALUE, as in N=7B", word);
    const size_t length = (size_t)(equals - word);
    snprintf(name, sizeof name, "%.*s", (int)(length < sizeof name ? length : sizeof name - 1),
             word);
    return plan_assign(plan, text_trim(name), equals + 1, err);
}
