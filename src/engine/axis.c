/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/axis.h"

#include "base/text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double AXIS_MOST = 1e15; /* values */

bool axis_is(const char *word) {
    const char *value = strchr(word, '=');
    return value && (strchr(value, ':') || strchr(value, ',') || strstr(value, ".."));
}

/* The input whose values an axis' numbers are: P goes by w. */
static enum input number_input(const struct axis *axis) {
    return strcmp(axis->name, "P") == 0 ? IN_W : axis->input;
}

static bool check_value(const struct axis *axis, const char *text, struct err *err) {
    struct plan scratch = plan_default();
    return plan_assign(&scratch, axis->name, text, err);
}

static bool parse_ends(struct axis *axis, const char *low, const char *high, struct err *err) {
    const enum input input = number_input(axis);
    if (input == INPUT_NONE)
        return err_set(err, "fmt takes one format or a list, as in fmt=E4M3,E5M2");
    if (!check_value(axis, low, err) || !check_value(axis, high, err)) return false;
    const bool low_is = num_parse(low, &axis->low);
    if (!low_is || !num_parse(high, &axis->high)) {
        return err_set(err, "%s=%.40s: the ends of a range are numbers; name words in a list",
                       axis->name, low_is ? high : low);
    }
    if (axis->low > axis->high) {
        return err_set(err, "%s: the low end %.20s is above the high end %.20s", axis->name, low,
                       high);
    }
    axis->log = inputs[input].scale == SCALE_LOG && axis->low > 0;
    axis->span = axis->log ? log(axis->high / axis->low) : axis->high - axis->low;
    return true;
}

/* low:high:count */
static bool parse_spaced(struct axis *axis, char *value, struct err *err) {
    double count;
    char *high = strchr(value, ':'), *number = high ? strchr(high + 1, ':') : NULL;
    if (!number)
        return err_set(err, "%s=%.60s: expected low:high:count, as in N=1e8:1e12:41", axis->name,
                       value);
    *high++ = '\0';
    *number++ = '\0';
    if (!num_parse(number, &count) || count != floor(count) || count < 1 || count > AXIS_MOST) {
        return err_set(err, "%s: \"%.40s\" is no count; expected a whole number from 1", axis->name,
                       number);
    }
    axis->count = (long long)count;
    if (!parse_ends(axis, value, high, err)) return false;
    if (axis->count == 1 && axis->low != axis->high) {
        return err_set(err, "%s: one value for two ends; expected a count of 2 or more",
                       axis->name);
    }
    const double gap = axis->count > 1 ? (axis->high - axis->low) / (double)(axis->count - 1) : 0;
    if (inputs[number_input(axis)].whole && gap != floor(gap)) {
        return err_set(err, "%s takes whole numbers; expected low..high, as in %s=2..5", axis->name,
                       axis->name);
    }
    return true;
}

/* low..high in whole steps */
static bool parse_steps(struct axis *axis, char *value, struct err *err) {
    char *high = strstr(value, "..");
    *high = '\0';
    high += 2;
    if (!parse_ends(axis, value, high, err)) return false;
    axis->log = false;
    if (axis->high - axis->low >= AXIS_MOST) {
        return err_set(err, "%s: over %g whole steps; expected low:high:count", axis->name,
                       AXIS_MOST);
    }
    axis->count = (long long)floor(axis->high - axis->low) + 1;
    axis->span = (double)(axis->count - 1);
    axis->high = axis->low + axis->span;
    return true;
}

static bool parse_list(struct axis *axis, char *value, struct err *err) {
    for (char *rest = value; rest;) {
        char *comma = strchr(rest, ',');
        if (comma) *comma++ = '\0';
        const char *item = text_trim(rest);
        if (axis->listed == AXIS_LIST)
            return err_set(err, "%s: more than %d values", axis->name, AXIS_LIST);
        if (strlen(item) >= NUM_TEXT || !check_value(axis, item, err)) {
            return strlen(item) >= NUM_TEXT
                       ? err_set(err, "%s: \"%.50s\" is too long", axis->name, item)
                       : false;
        }
        text_copy(axis->list[axis->listed++], NUM_TEXT, item);
        rest = comma;
    }
    axis->count = axis->listed;
    return true;
}

bool axis_parse(const char *word, struct axis *axis, struct err *err) {
    char value[2048];
    const char *equals = strchr(word, '=');
    memset(axis, 0, sizeof *axis);
    if (!equals)
        return err_set(err, "%.60s: expected NAME=LOW:HIGH:COUNT, as in N=1e8:1e12:41", word);
    if (strlen(equals) >= sizeof value) return err_set(err, "%.40s…: too long", word);
    char typed[32];
    snprintf(typed, sizeof typed, "%.*s", equals - word < 31 ? (int)(equals - word) : 31, word);
    const char *name = text_trim(typed);
    axis->input = input_find(name);
    const bool known =
        axis->input != INPUT_NONE || strcmp(name, "P") == 0 || strcmp(name, "fmt") == 0;
    if (!known) return plan_unknown_name(name, err);
    text_copy(axis->name, sizeof axis->name, name);
    text_copy(value, sizeof value, equals + 1);
    if (strchr(value, ':')) return parse_spaced(axis, value, err);
    if (strstr(value, "..")) return parse_steps(axis, value, err);
    return parse_list(axis, value, err);
}

enum { SNAP_DIGITS = 10, TENS_MOST = 22 };

/* 10^power; exact from 0 to TENS_MOST, as are then a ten-digit number times it or divided by it but
 * for one rounding. */
static double ten_to(int power) {
    static const double tens[] = {1e-22, 1e-21, 1e-20, 1e-19, 1e-18, 1e-17, 1e-16, 1e-15, 1e-14,
                                  1e-13, 1e-12, 1e-11, 1e-10, 1e-9,  1e-8,  1e-7,  1e-6,  1e-5,
                                  1e-4,  1e-3,  1e-2,  1e-1,  1e0,   1e1,   1e2,   1e3,   1e4,
                                  1e5,   1e6,   1e7,   1e8,   1e9,   1e10,  1e11,  1e12,  1e13,
                                  1e14,  1e15,  1e16,  1e17,  1e18,  1e19,  1e20,  1e21,  1e22};
    return abs(power) <= TENS_MOST ? tens[power + TENS_MOST] : pow(10, power);
}

/* 1e9, not 1000000000.0000001: what logarithms leave of a round number's last digits is taken for
 * it. Few values are near one of ten digits, and only those are rounded. */
static double snap(double value, double span) {
    /* an exponent's own rounding grows with it */
    const double slack = fmax(4e-15, 4.5e-16 * span);
    int two;
    frexp(value, &two);
    /* 78913/2^18 is log10 2: one too high for a part of each power of two */
    int power = SNAP_DIGITS - 1 - ((two - 1) * 78913 >> 18);
    double scaled = value * ten_to(power);
    if (fabs(scaled) >= ten_to(SNAP_DIGITS)) scaled = value * ten_to(--power);
    const double whole = round(scaled);
    if (!(fabs(scaled - whole) <= slack * fabs(scaled))) return value;
    if (abs(power) > TENS_MOST) return num_round(value, SNAP_DIGITS);
    return power < 0 ? whole * ten_to(-power) : whole / ten_to(power);
}

static double spaced_value(const struct axis *axis, long long index) {
    if (index == 0) return axis->low;
    if (index == axis->count - 1) return axis->high;
    const double share = (double)index / (double)(axis->count - 1);
    if (axis->log) return snap(axis->low * exp(share * axis->span), axis->span);
    return snap(axis->low + share * axis->span, 0);
}

double axis_value(const struct axis *axis, long long index) {
    if (!axis->listed) return spaced_value(axis, index);
    struct plan plan = plan_default();
    axis_apply(axis, index, &plan);
    return plan_get(&plan, number_input(axis));
}

const char *axis_text(char out[NUM_TEXT], const struct axis *axis, long long index) {
    if (axis->listed) {
        struct plan plan = plan_default();
        struct err err;
        if (axis->input == INPUT_NONE && strcmp(axis->name, "P") != 0)
            return text_copy(out, NUM_TEXT, axis->list[index]);
        plan_assign(&plan, axis->name, axis->list[index], &err);
        return input_text(out, number_input(axis), plan_get(&plan, number_input(axis)));
    }
    return num_shortest(out, spaced_value(axis, index));
}

void axis_apply(const struct axis *axis, long long index, struct plan *plan) {
    struct err err;
    if (axis->listed) {
        plan_assign(plan, axis->name, axis->list[index], &err);
    } else if (axis->input == INPUT_NONE) {
        plan->w = plan->a = plan->kv = spaced_value(axis, index);
    } else {
        plan_set(plan, axis->input, spaced_value(axis, index));
    }
}
