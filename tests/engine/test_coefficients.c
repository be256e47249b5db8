/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shipped presets hold the published coefficients and fitted ranges, and nothing else. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct printed {
    const char *preset, *law, *words;
};

#define KUMAR_REST                                                                                 \
    "A=4.299e3 alpha=.4965 B=1.806e4 beta=.4965 E=2.7648 C_T=.0598 gamma_a=2.2102 n_a=1.4072 "     \
    "gamma_kv=.9578 n_kv=2.4185 gamma_post=.5907 b=1.1277 gamma_D=.5068 gamma_N=.3439 "            \
    "C_w=1 C_a=1 C_kv=1 "
#define OUYANG_FULL "L_N=4.74e19 alpha_N=.045 L_D=7.63e10 alpha_D=.399 "
#define HOFFMANN    "A=406.4 alpha=.34 B=410.7 beta=.28 E=1.69 "
#define QUARTET     "A=1.52e5 alpha=.589 B=5.25e5 beta=.544 E=1.35 gamma=.274 "

static const struct printed coefficients[] = {
    {"kumar-2024", "precision", KUMAR_REST "gamma_w=2.6745 n_w=.3037"},
    {"kumar-2024-fp", "precision", KUMAR_REST "gamma_w=2.8111 n_w=.1240"},
    {"ouyang-2024", "qid", OUYANG_FULL "k=.017 beta=.5251 alpha=.2261 gamma=5.4967"},
    {"ouyang-2024-bits", "qid",
     OUYANG_FULL "k.2=4.11e-4 alpha.2=.224 beta.2=.5195 k.3=1.1695e-5 alpha.3=.3547 beta.3=.6728 "
                 "k.4=6.1325e-6 alpha.4=.3835 beta.4=.6551"},
    {"frantar-2025", "compression",
     HOFFMANN "gamma=1 eff_N.w4.a16=.923 eff_N.w4.a4=.747 eff_N.w1.a1=.067"},
    {"chen-2025", "qat",
     "A=237.7042 alpha=.3022 B=596.2490 beta=.3022 E=1.9279 "
     "k.w4a4=.1582 gamma_N.w4a4=.2186 gamma_D.w4a4=.0745 gamma_G.w4a4=.7779 "
     "k.w4a16=.2522 gamma_N.w4a16=.3589 gamma_D.w4a16=.1610 gamma_G.w4a16=.3533 "
     "k.w16a4=.1004 gamma_N.w16a4=.1816 gamma_D.w16a4=.0331 gamma_G.w16a4=.9812 "
     "k.w4a4fc2=.3519 gamma_N.w4a4fc2=.2637 gamma_D.w4a4fc2=.0964 gamma_G.w4a4fc2=.3407 "
     "k.w16a4fc2=.1273 gamma_N.w16a4fc2=.2347 gamma_D.w16a4fc2=.0827 gamma_G.w16a4fc2=.4491"},
    {"sun-2025", "fp",
     "n=69.2343 alpha=.2368 d=68973.0621 beta=.5162 epsilon=1.9061 gamma=11334.5197 delta=3.1926 "
     "nu=2.9543 log2B_channel=13.1567"},
    {"hoffmann-2022", "chinchilla", HOFFMANN},
    {"besiroglu-2024", "chinchilla", "A=482.01 alpha=.3478 B=2085.43 beta=.3658 E=1.8172"},
    {"quest-2025", "compression",
     "A=8.134031 alpha=.062726522 B=86.411906 beta=.241288351 E=.00142329 gamma=1 "
     "eff_N.w1.a1=.0205046859 eff_N.w2.a2=.151870911 eff_N.w3.a3=.433126203 "
     "eff_N.w4.a4=.691831718 eff_N.w8.a8=1.01619263 eff_N.w1.a16=.138419575 "
     "eff_N.w2.a16=.413717453 eff_N.w3.a16=.653058816 eff_N.w4.a16=.840434222"},
    {"quartet-2025", "compression", QUARTET "eff_N.w4.a4=.65 eff_D.w4.a4=.95"},
    {"quartet-2025-luq", "compression", QUARTET "eff_N.w4.a4=.49 eff_D.w4.a4=.15"},
};

static const struct printed ranges[] = {
    {"kumar-2024", "precision", "N=3e7:2.2e8 D=1.5e9:2.6e10 w=3:16 a=4:16 kv=4:16"},
    {"kumar-2024-fp", "precision", "N=3e7:2.2e8 D=1.5e9:2.6e10 w=3:16 a=4:16 kv=4:16"},
    {"ouyang-2024", "qid", "N=1.6e8:1.2e10 D=-inf:3e11 post=2:4"},
    {"ouyang-2024-bits", "qid", "N=1.6e8:1.2e10 D=-inf:3e11 post=2:4"},
    {"frantar-2025", "compression", ""},
    {"chen-2025", "qat", "N=74e6:594e6 D=1e10:1e11 G=32:1e300"}, /* 1e300: channel */
    {"sun-2025", "fp", "N=41e6:679e6 D=1e10:1e11"},
    {"hoffmann-2022", "chinchilla", "N=7e7:1.6e10 D=5e9:5e11"},
    {"besiroglu-2024", "chinchilla", "N=7e7:1.6e10 D=5e9:5e11"},
    {"quest-2025", "compression", "N=3e7:8.2e8 D=7.5e8:8e10"},
    {"quartet-2025", "compression", "N=3e7:2e8 D=7.5e8:8e10"},
    {"quartet-2025-luq", "compression", "N=3e7:2e8 D=7.5e8:8e10"},
};

static int index_of(const struct coefficient *list, const char *name, size_t length) {
    for (int i = 0; list && list[i].name; i++) {
        if (strlen(list[i].name) == length && strncmp(list[i].name, name, length) == 0) return i;
    }
    return -1;
}

/* The preset's coefficient by its name in the file, NAN where it has none. */
static double coefficient_of(const struct preset *preset, const char *name) {
    const char *point = strchr(name, '.');
    if (!point) {
        const int at = index_of(preset->law->coefficients, name, strlen(name));
        return at < 0 ? NAN : preset->c[at];
    }
    const int at = index_of(preset->law->variant_coefficients, name, (size_t)(point - name));
    for (int i = 0; at >= 0 && i < preset->variant_count; i++) {
        if (strcmp(preset->variant[i].suffix, point + 1) == 0) return preset->variant[i].c[at];
    }
    return NAN;
}

static void test_coefficients(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof coefficients / sizeof *coefficients; i++) {
        const struct preset preset = preset_of(coefficients[i].preset);
        assert_string_equal(preset.name, coefficients[i].preset);
        assert_string_equal(preset.law->name, coefficients[i].law);
        char name[32], number[32];
        int length = 0, variants = 0;
        for (const char *at = coefficients[i].words;
             sscanf(at, " %31[^=]=%31s%n", name, number, &length) == 2; at += length) {
            check_near(coefficient_of(&preset, name), strtod(number, NULL), 1e-15, "%s: %s",
                       preset.name, name);
            variants += strncmp(name, "k.", 2) == 0 || strncmp(name, "eff_N.", 6) == 0;
        }
        check_near(preset.variant_count, variants, 0, "%s: rows of its table", preset.name);
    }
}

static void test_ranges(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        const struct preset preset = preset_of(ranges[i].preset);
        char name[32];
        double low, high;
        int length = 0;
        unsigned ranged = 0;
        for (const char *at = ranges[i].words;
             sscanf(at, " %31[^=]=%lf:%lf%n", name, &low, &high, &length) == 3; at += length) {
            const enum input input = input_find(name);
            check_that(input != INPUT_NONE, "%s: no input %s", preset.name, name);
            check_near(preset.range[input].low, low, 0, "%s: %s from", preset.name, name);
            check_near(preset.range[input].high, high, 0, "%s: %s to", preset.name, name);
            ranged |= INPUT_BIT(input);
        }
        check_that(preset.ranged == ranged, "%s: ranges %#x, not %#x", preset.name, preset.ranged,
                   ranged);
    }
}

/* What a preset takes for granted is said by the preset itself. */
static void test_assumed(void **state) {
    (void)state;
    static const char *const said[][2] = {{"kumar-2024", "C_w"},        {"kumar-2024", "C_a"},
                                          {"kumar-2024", "C_kv"},       {"kumar-2024-fp", "C_w"},
                                          {"frantar-2025", "borrowed"}, {"quest-2025", "E"}};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        const struct preset preset = preset_of(said[i][0]);
        bool found = false;
        for (int j = 0; j < preset.assumed_count; j++) {
            found = found || strstr(preset.assumed[j], said[i][1]);
        }
        check_that(found, "%s does not say that it assumes %s", said[i][0], said[i][1]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_coefficients),
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_assumed),
    };
    return cmocka_run_group_tests_name("coefficients", tests, NULL, NULL);
}
