/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as text: what is read, what is refused, and that what is written reads back the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/digits.h"
#include "base/num.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 50000 };

static void test_parse(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double value;
    } row[] = {
        {"0", 0},
        {"7", 7},
        {"-3", -3},
        {"+3", 3},
        {"7e9", 7e9},
        {"7E9", 7e9},
        {"7e+9", 7e9},
        {"25e-2", .25},
        {"0.25", .25},
        {".25", .25},
        {"5.", 5},
        {"007", 7},
        {"7k", 7e3},
        {"7M", 7e6},
        {"7B", 7e9},
        {"7G", 7e9},
        {"15T", 15e12},
        {"2P", 2e15},
        {"0.1B", 1e8},
        {"1.7B", 1.7e9},
        {"1_000", 1000},
        {"1_000_000", 1e6},
        {"1_0.2_5", 10.25},
        {"2e3k", 2e6},
        {"15.6T", 15.6e12},
        {"1e308", 1e308},
        {"1e-400", 0},
        {"0.3T", 3e11},
        {"4.94065645841246544e-324", 4.94065645841246544e-324},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        double value = -1;
        if (!num_parse(row[i].text, &value)) fail_msg("\"%s\" was refused", row[i].text);
        if (value != row[i].value) fail_msg("\"%s\" was read as %.17g", row[i].text, value);
    }
}

static const char *const refused[] = {
    "",
    " ",
    " 7",
    "7 ",
    "7 B",
    "seven",
    "1,5",
    "1,000",
    "0x10",
    "0x1p3",
    "inf",
    "nan",
    "Inf",
    "NAN",
    "e9",
    "7e",
    "7e+",
    "7ee9",
    "--7",
    "+-7",
    "-",
    "+",
    ".",
    "-.",
    "_",
    "_7",
    "7_",
    "1__0",
    "1_.5",
    "1._5",
    "7_e9",
    "7e_9",
    "7b",
    "7K",
    "7m",
    "7t",
    "7p",
    "7BB",
    "7kB",
    "B",
    "7%",
    "1.2.3",
    "1e309",
    "-1e309",
    "1e300P",
    "1e99999",
    "1e-99999",
    "7\n",
    "7\t",
    "٧",
    "−7",
    "7e9x",
    "1e1.5",
    "0b1",
    "1d3",
    "1e5_0",
    "1111111111111111111111111111111111111111111111111111111111111111111111111111"};

static void test_refuse(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        double value = 42;
        if (num_parse(refused[i], &value)) fail_msg("\"%s\" was read as %.17g", refused[i], value);
        if (value != 42) fail_msg("\"%s\" touched the value", refused[i]);
    }
}

/* Written by Python's repr, in this form: the shorter of plain and scientific, plain where equal.
 */
static void test_shortest(void **state) {
    (void)state;
    static const struct {
        double value;
        const char *text;
    } row[] = {
        {0, "0"},
        {-0.0, "0"},
        {1, "1"},
        {16, "16"},
        {100, "100"},
        {1000, "1e3"},
        {1536, "1536"},
        {65536, "65536"},
        {7e9, "7e9"},
        {-7e9, "-7e9"},
        {1e12, "1e12"},
        {1.5, "1.5"},
        {.25, "0.25"},
        {.1, "0.1"},
        {1e-3, "1e-3"},
        {.3, "0.3"},
        {.1 + .2, "0.30000000000000004"},
        {1.7e9, "1.7e9"},
        {7.8e9, "7.8e9"},
        {1e23, "1e23"},
        {9007199254740993.0, "9007199254740992"},
        {5e-324, "5e-324"},
        {2.2250738585072014e-308, "2.2250738585072014e-308"},
        {1.7976931348623157e308, "1.7976931348623157e308"},
        {123456.789, "123456.789"},
        {2.951863498033082, "2.951863498033082"},
        {-4.5, "-4.5"},
        {7.120236347223045e-307, "7.120236347223045e-307"}, /* 2^-1017: not the nearest 16 digits */
        {8.209073602596753e-289, "8.209073602596753e-289"},
        {9.5367431640625e-7, "9.5367431640625e-7"},
        {1.5e-320, "1.5e-320"}, /* subnormal */
    };
    char out[NUM_TEXT];
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        assert_string_equal(num_shortest(out, row[i].value), row[i].text);
    }
    assert_string_equal(num_shortest(out, INFINITY), "inf");
    assert_string_equal(num_shortest(out, -INFINITY), "-inf");
    assert_string_equal(num_shortest(out, NAN), "nan");
}

static uint64_t next_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static double random_double(uint64_t *state) {
    double value;
    do {
        const uint64_t bits = next_random(state);
        memcpy(&value, &bits, sizeof value);
    } while (!isfinite(value));
    return value;
}

/* The digits of value that no shorter text has: %.*e at the least precision that reads back. */
static int digits_needed(double value) {
    char text[NUM_TEXT];
    int precision = 0;
    do {
        snprintf(text, sizeof text, "%.*e", precision++, value);
    } while (strtod(text, NULL) != value);
    return precision;
}

static bool is_json_number(const char *text) {
    if (*text == '-') text++;
    const size_t whole = strspn(text, "0123456789");
    if (whole == 0 || (whole > 1 && *text == '0')) return false;
    text += whole;
    if (*text == '.') {
        const size_t fraction = strspn(++text, "0123456789");
        if (fraction == 0) return false;
        text += fraction;
    }
    if (*text != 'e') return *text == '\0';
    if (*++text == '-') text++;
    const size_t power = strspn(text, "0123456789");
    return power > 0 && text[power] == '\0';
}

static void check_round_trip(double value) {
    char out[NUM_TEXT];
    double back;
    num_shortest(out, value);
    if (strlen(out) >= NUM_TEXT) fail_msg("%.17g is too long", value);
    if (!is_json_number(out)) fail_msg("%.17g is written \"%s\"", value, out);
    if (strtod(out, NULL) != value) fail_msg("\"%s\" reads back as another than %.17g", out, value);
    if (!num_parse(out, &back) || back != value) fail_msg("\"%s\" is not read back", out);
    int digits = 0;
    const char *at = out + strspn(out, "-0.");
    for (; *at && *at != 'e'; at++)
        digits += *at != '.';
    while (digits > 1 && (at[-1] == '0' || at[-1] == '.'))
        digits -= *--at == '0';
    if (value != 0 && digits > digits_needed(value)) fail_msg("\"%s\" is longer than needed", out);
}

static void test_round_trip(void **state) {
    (void)state;
    uint64_t seed = 20250;
    for (int i = 0; i < MANY; i++)
        check_round_trip(random_double(&seed));
    for (int i = 0; i < MANY; i++) {
        const double exponent = (double)(next_random(&seed) % 400) / 10 - 20;
        check_round_trip(pow(10, exponent) * (double)(next_random(&seed) % 100000) / 1000);
    }
    for (int power = -1074; power < 1024; power++) { /* the spacing below and above differs here */
        const double value = ldexp(1, power);
        check_round_trip(value);
        check_round_trip(nextafter(value, 0));
        check_round_trip(nextafter(value, DBL_MAX));
    }
    for (int power = -323; power < 309; power++) {
        char text[16];
        snprintf(text, sizeof text, "1e%d", power);
        check_round_trip(strtod(text, NULL));
    }
}

static void check_trial(double value) {
    char fast[DIGITS_MOST], slow[DIGITS_MOST];
    int fast_exponent, slow_exponent;
    const int count = digits_shortest(value, fast, &fast_exponent);
    const int expected = digits_by_trial(value, slow, &slow_exponent);
    if (count != expected || fast_exponent != slow_exponent ||
        memcmp(fast, slow, (size_t)count) != 0) {
        fail_msg("%.17g: found %.*s e%d, expected %.*s e%d", value, count, fast, fast_exponent,
                 expected, slow, slow_exponent);
    }
}

/* Arithmetic finds the digits that printing and reading back finds. */
static void test_digits(void **state) {
    (void)state;
    uint64_t seed = 977;
    for (int i = 0; i < 10 * MANY; i++)
        check_trial(fabs(random_double(&seed)));
    for (int power = -307; power < 308; power++) { /* few digits, and the doubles beside them */
        for (int i = 0; i < 300; i++) {
            char text[48];
            const int digits = 1 + i % 17;
            snprintf(text, sizeof text, "%.*fe%d", digits - 1,
                     1 + (double)(next_random(&seed) >> 11) / 9007199254740992.0 * 8.99, power);
            const double value = strtod(text, NULL);
            check_trial(value);
            check_trial(nextafter(value, 0));
            check_trial(nextafter(value, DBL_MAX));
        }
    }
    for (uint64_t i = 0; i < MANY; i++) { /* whole numbers around the last that all are doubles */
        check_trial((double)(9007199254740992u + 2 * i));
        check_trial((double)(99999999999999984u + 16 * i));
        check_trial((double)(1 + i) / 8);
        check_trial((double)(1 + i) / 1000);
    }
}

static void test_si(void **state) {
    (void)state;
    static const struct {
        double value;
        const char *text;
    } row[] = {
        {0, "0"},           {16, "16"},         {4.5, "4.5"},       {999, "999"},
        {1000, "1.00k"},    {7e9, "7.00B"},     {1e12, "1.00T"},    {128e6, "128M"},
        {1.7e9, "1.70B"},   {15.6e12, "15.6T"}, {4.2e22, "4.2e22"}, {1e18, "1e18"},
        {999.4e15, "999P"}, {999.6e15, "1e18"}, {999.6, "1.00k"},   {9.996, "10"},
        {99.96, "100"},     {999499, "999k"},   {999600, "1.00M"},  {-7e9, "-7.00B"},
        {.5, "0.5"},        {.25, "0.25"},      {.125, "0.125"},    {9.99e9, "9.99B"},
        {9.999e9, "10.0B"}, {INFINITY, "∞"},    {-INFINITY, "−∞"},  {NAN, "—"},
        {1.234, "1.23"},    {12.34, "12.3"},
    };
    char out[NUM_TEXT];
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        assert_string_equal(num_si(out, row[i].value), row[i].text);
    }
}

/* Four decimals, but never less than two digits that say something. */
static void losses(void **state) {
    char out[NUM_TEXT];
    (void)state;
    assert_string_equal(num_loss(out, 2.951853, false), "2.9519");
    assert_string_equal(num_loss(out, .0123, true), "+0.0123");
    assert_string_equal(num_loss(out, 9.96e-4, false), "0.0010");
    assert_string_equal(num_loss(out, 9.94e-4, false), "9.9e-4");
    assert_string_equal(num_loss(out, 3.14e-6, false), "3.1e-6");
    assert_string_equal(num_loss(out, 3.14e-6, true), "+3.1e-6");
    assert_string_equal(num_loss(out, -3.14e-12, true), "−3.1e-12");
    assert_string_equal(num_loss(out, 9.97e-6, false), "1.0e-5");
    assert_string_equal(num_loss(out, 0, true), "+0.0000");
    assert_string_equal(num_loss(out, 0, false), "0.0000");
    assert_string_equal(num_loss(out, NAN, true), "—");
    assert_string_equal(num_loss(out, INFINITY, false), "∞");
}

static void test_fixed(void **state) {
    (void)state;
    char out[NUM_TEXT];
    assert_string_equal(num_fixed(out, 3.27784, 4), "3.2778");
    assert_string_equal(num_fixed(out, -.006, 4), "−0.0060");
    assert_string_equal(num_fixed(out, 2, 0), "2");
    assert_string_equal(num_fixed(out, NAN, 4), "—");
    assert_string_equal(num_fixed(out, INFINITY, 4), "∞");
    assert_string_equal(num_fixed(out, -1e-9, 4), "0.0000");
    assert_string_equal(num_signed(out, .12634, 4), "+0.1263");
    assert_string_equal(num_signed(out, -.006, 4), "−0.0060");
    assert_string_equal(num_signed(out, 0, 2), "+0.00");
    assert_string_equal(num_signed(out, -1e-9, 4), "+0.0000");
    assert_string_equal(num_signed(out, NAN, 4), "—");
    assert_string_equal(num_signed(out, INFINITY, 4), "+∞");
    assert_string_equal(num_signed(out, -INFINITY, 4), "−∞");
}

static void test_round(void **state) {
    (void)state;
    assert_true(num_round(7.0021, 3) == 7);
    assert_true(num_round(1234567, 3) == 1230000);
    assert_true(num_round(-.00123456, 2) == -.0012);
    assert_true(num_round(0, 3) == 0);
    assert_true(isnan(num_round(NAN, 3)));
    assert_true(num_round(INFINITY, 3) == INFINITY);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(losses),          cmocka_unit_test(test_parse),
        cmocka_unit_test(test_refuse),     cmocka_unit_test(test_shortest),
        cmocka_unit_test(test_round_trip), cmocka_unit_test(test_digits),
        cmocka_unit_test(test_si),         cmocka_unit_test(test_fixed),
        cmocka_unit_test(test_round),
    };
    return cmocka_run_group_tests_name("num", tests, NULL, NULL);
}
