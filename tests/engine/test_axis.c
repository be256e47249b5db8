/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of an axis: round numbers are round, all others are left as they come. */
#include "engine/axis.h"
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct axis axis_of(const char *word) {
    struct axis axis;
    struct err err;
    if (!axis_parse(word, &axis, &err)) fail_msg("%s: %s", word, err.text);
    return axis;
}

/* Powers of ten over the whole range of an input, the largest beyond what a double holds exactly.
 */
static void test_powers_of_ten(void **state) {
    (void)state;
    static const struct {
        const char *word;
        int first;
    } axes[] = {{"N=1e5:1e14:10", 5},
                {"D=1e6:1e18:13", 6},
                {"C=1e25:1e33:9", 25},
                {"C=1e6:1e33:28", 6}};
    for (size_t i = 0; i < sizeof axes / sizeof *axes; i++) {
        const struct axis axis = axis_of(axes[i].word);
        for (int k = 0; k < axis.count; k++) {
            char text[16], found[NUM_TEXT];
            snprintf(text, sizeof text, "1e%d", axes[i].first + k);
            check_that(axis_value(&axis, k) == strtod(text, NULL), "%s: value %d is not %s",
                       axes[i].word, k, text);
            check_that(strcmp(axis_text(found, &axis, k), text) == 0, "%s: %s, not %s",
                       axes[i].word, found, text);
        }
    }
}

static void test_decimals(void **state) {
    (void)state;
    static const char *const words[] = {"P=4:16:121", "w=1:16:1501", "post=2.3:2.9:7",
                                        "Dinf=0:1e18:1001", "D=1e6:1e18:13"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const struct axis axis = axis_of(words[i]);
        for (int k = 0; k < axis.count; k++) {
            const double value = axis_value(&axis, k);
            check_that(value == num_round(value, 6), "%s: value %d is %.17g", words[i], k, value);
        }
    }
}

/* What is rounded was nearly round; what was not nearly round is what the spacing says. */
static void check_spacing(const char *word, int *rounded) {
    const struct axis axis = axis_of(word);
    for (int k = 1; k + 1 < axis.count; k++) {
        const double share = (double)k / (double)(axis.count - 1);
        const double spaced = axis.log ? axis.low * exp(share * log(axis.high / axis.low))
                                       : axis.low + share * (axis.high - axis.low);
        const double value = axis_value(&axis, k), round = num_round(spaced, 10);
        const double off = fabs(spaced - round) / spaced;
        const bool may = off <= 4.1e-15, must = off <= 3.9e-15;
        check_that(value == spaced || (may && value == round), "%s: value %d is %.17g, not %.17g",
                   word, k, value, spaced);
        check_that(!must || value == round, "%s: value %d is %.17g, not round", word, k, value);
        *rounded += must;
    }
}

static void test_spacing(void **state) {
    (void)state;
    uint64_t seed = 1;
    int rounded = 0;
    static const struct {
        const char *name;
        double low, high;
    } of[] = {{"N", 1e5, 1e14}, {"D", 1e6, 1e18}, {"C", 1e6, 1e33}, {"w", 1, 16}, {"G", 1, 65536}};
    for (int i = 0; i < 400; i++) {
        char word[96], low[NUM_TEXT], high[NUM_TEXT];
        const int which = i % 5, digits = 1 + i / 5 % 4;
        const double a = random_log(&seed, of[which].low, of[which].high / 2);
        const double from = fmax(of[which].low, num_round(a, digits));
        const double to = fmin(of[which].high, from * (i % 3 ? 1000 : 1.5));
        snprintf(word, sizeof word, "%s=%s:%s:%d", of[which].name, num_shortest(low, from),
                 num_shortest(high, to), 3 + i * 2);
        check_spacing(word, &rounded);
    }
    check_that(rounded > 1000, "only %d values were round", rounded);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_powers_of_ten),
                                       cmocka_unit_test(test_decimals),
                                       cmocka_unit_test(test_spacing)};
    return cmocka_run_group_tests_name("axis", tests, NULL, NULL);
}
