/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Quantities for reading: in a text, in place of {SUM}. */
#include "base/text.h"
#include "engine/output.h"
#include "engine/quantity.h"
#include <ctype.h>
#include <string.h>

enum { SUM_TEXT = 256 };

enum { NAME_TEXT = 32 };

/* The name that text begins with; what comes after it. */
static const char *first_name(const char *text, char name[NAME_TEXT]) {
    size_t length = 0;
    while (isalnum((unsigned char)text[length]) || text[length] == '_')
        length++;
    text_copy(name, length + 1 < NAME_TEXT ? length + 1 : NAME_TEXT, text);
    return text + length;
}

/* Whether text is nothing more, or words in one pair of parentheses. */
static bool ends_call(const char *text) {
    int open = 0;
    if (*text && *text != '(') return false;
    for (; *text; text++) {
        open += (*text == '(') - (*text == ')');
        if (open == 0) return text[1] == '\0';
    }
    return true;
}

/* A name alone (best_N, N(…), cross(N, …)) is shown as what it is of. *loss: whether that is a
 * loss; sums of losses are. */
static enum input kind_of(const char *text, bool *loss) {
    char name[NAME_TEXT];
    const char *best = "best_", *rest = first_name(text, name);
    const bool call = ends_call(rest);
    if (call && strcmp(name, "cross") == 0) first_name(rest + 1, name);
    const char *of = strncmp(name, best, strlen(best)) == 0 ? name + strlen(best) : name;
    *loss = false;
    for (int i = 0; i < OUTPUT_COUNT; i++) {
        if (strcmp(of, outputs[i].name) == 0)
            *loss = strcmp(outputs[i].unit, "nats/token") == 0 && (call || !strpbrk(text, "*/"));
    }
    if (!call) return INPUT_NONE;
    return strcmp(of, "P") == 0 ? IN_W : input_find(of);
}

const char *quantity_show(char out[NUM_TEXT], const char *text, double value) {
    bool loss;
    const enum input input = kind_of(text, &loss);
    const bool bits = input == IN_W || input == IN_A || input == IN_KV || input == IN_POST;
    if (loss) return num_fixed(out, value, 4);
    if (bits && isfinite(value)) return num_si(out, num_round(value, 3));
    if (input != INPUT_NONE) return input_show(out, input, value);
    /* what is small would lose its digits in a fixed number of decimals */
    if (fabs(value) < .01) return num_shortest(out, num_round(value, 3));
    return num_si(out, num_round(value, 3));
}

/* As the format after the bar wants it. */
static bool show_as(char out[NUM_TEXT], const char *format, double value, struct err *err) {
    if (strcmp(format, "%") == 0) {
        num_si(out, num_round(100 * value, 3));
        text_append(out, NUM_TEXT, "\u00a0%%"); /* no line ends there */
        return true;
    }
    if (format[0] != '.' || format[1] < '0' || format[1] > '9' || format[2])
        return err_set(err, "|%s; expected |%% or decimals, as in |.2", format);
    num_fixed(out, value, format[1] - '0');
    return true;
}

static bool show_sum(char shown[NUM_TEXT], char *sum, const struct quantity_of *of,
                     struct err *err) {
    double value;
    char *bar = strchr(sum, '|');
    if (bar) *bar = '\0';
    if (!quantity_eval(sum, of, &value, err)) return err_at(err, "{%s}", sum);
    if (isnan(value)) return err_set(err, "{%s} has no value; expected a number", sum);
    if (bar) return show_as(shown, text_trim(bar + 1), value, err);
    quantity_show(shown, text_trim(sum), value);
    return true;
}

bool quantity_fill(char *out, size_t size, const char *text, const struct quantity_of *of,
                   struct err *err) {
    size_t used = 0;
    out[0] = '\0';
    while (*text) {
        char sum[SUM_TEXT], shown[NUM_TEXT];
        const char *piece = text;
        size_t length = strcspn(text, "{}");
        if (length == 0) {
            const char *close = *text == '{' ? strchr(text, '}') : NULL;
            if (!close) return err_set(err, "a %c alone; expected {SUM}", *text);
            length = (size_t)(close - text - 1);
            if (length >= sizeof sum) return err_set(err, "{…} is too long; expected less");
            memcpy(sum, text + 1, length);
            sum[length] = '\0';
            if (!show_sum(shown, sum, of, err)) return false;
            text = close + 1;
            piece = shown;
            length = strlen(shown);
        } else {
            text += length;
        }
        if (used + length + 1 > size)
            return err_set(err, "a text of over %zu bytes; expected less", size - 1);
        memcpy(out + used, piece, length);
        used += length;
        out[used] = '\0';
    }
    return true;
}
