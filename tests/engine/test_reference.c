/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every number that the independent implementation gives (tests/reference/eval.txt, the file in
 * argv[1]), to 1e-9; what it does not give must be missing here too. */
#include "support.h"

#include "engine/output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 150, SHOWN = 12 };

static const char *reference_file;

/* One line of the file at work. */
struct scene {
    const char *preset, *words;
    struct answer answer;
    double slope[INPUT_COUNT];
    double stretch[INPUT_COUNT];
    unsigned terms, slopes, ignores, beyond; /* those that the line has */
    int bad;
};

static void complain(struct scene *at, const char *what, double found, double expected) {
    if (++at->bad > SHOWN) return;
    print_error("%s %s\n    %s: found %.17g, expected %.17g\n", at->preset, at->words, what, found,
                expected);
}

/* Where a number is a difference of losses its last digits are the losses' own. */
static void compare(struct scene *at, const char *what, double found, double expected) {
    const double loss = at->answer.result.loss;
    const double rounding = isfinite(loss) ? 2e-15 * fabs(loss) : 0;
    if (!is_near(found, expected, 1e-9, rounding)) complain(at, what, found, expected);
}

static bool take_output(struct scene *at, const char *key, double expected) {
    for (int i = 0; i < OUTPUT_COUNT; i++) {
        if (strcmp(outputs[i].name, key) != 0) continue;
        compare(at, key, output_get(&at->answer, (enum output)i), expected);
        return true;
    }
    return false;
}

static bool take_term(struct scene *at, const char *key, double expected) {
    for (unsigned i = 0; i < TERM_COUNT; i++) {
        if (strcmp(term_names[i], key) != 0) continue;
        at->terms |= 1u << i;
        compare(at, key, at->answer.result.term[i], expected);
        return true;
    }
    return false;
}

static bool take_part(struct scene *at, const char *part, const char *key, double expected) {
    if (strcmp(part, "term") == 0) return take_term(at, key, expected);
    const enum input input = input_find(key);
    if (input == INPUT_NONE) return false;
    if (strcmp(part, "dloss") == 0) {
        at->slopes |= INPUT_BIT(input);
        compare(at, key, at->slope[input], expected);
    } else if (strcmp(part, "ignores") == 0) {
        at->ignores |= INPUT_BIT(input);
    } else if (strcmp(part, "beyond") == 0) {
        at->beyond |= INPUT_BIT(input);
        compare(at, "stretch", at->stretch[input], expected);
    } else {
        return false;
    }
    return true;
}

/* One `key=value` or `part.key=value`. */
static void take_token(struct scene *at, char *token) {
    char *value = strchr(token, '=');
    check_that(value, "not key=value: %s", token);
    *value++ = '\0';
    const double expected = strcmp(value, "null") == 0 ? NAN : strtod(value, NULL);
    char *point = strchr(token, '.');
    if (point) *point++ = '\0';
    const bool known =
        point ? take_part(at, token, point, expected) : take_output(at, token, expected);
    check_that(known, "unknown key %s %s", token, point ? point : "");
}

static void check_missing(struct scene *at) {
    const struct result *result = &at->answer.result;
    for (unsigned i = 0; i < TERM_COUNT; i++) {
        if (at->terms & 1u << i) continue;
        if (!isnan(result->term[i])) complain(at, term_names[i], result->term[i], NAN);
    }
    for (unsigned i = 0; i < INPUT_COUNT; i++) {
        const bool slope = at->slopes & 1u << i, beyond = at->beyond & 1u << i;
        if (!slope && !isnan(at->slope[i])) complain(at, inputs[i].name, at->slope[i], NAN);
        if (!beyond && at->stretch[i] != 0) complain(at, inputs[i].name, at->stretch[i], 0);
    }
}

static void check_whole(struct scene *at) {
    const struct result *result = &at->answer.result;
    check_missing(at);
    if (result->ignores != at->ignores) complain(at, "ignores", result->ignores, at->ignores);
    if (result->beyond != at->beyond) complain(at, "beyond", result->beyond, at->beyond);
    const bool silent = isnan(result->loss);
    const enum law_status status = silent ? LAW_SILENT : at->beyond ? LAW_BEYOND : LAW_OK;
    if (result->status != status) complain(at, "status", result->status, status);
    if (silent && !*result->why) complain(at, "a reason", 0, 1);
}

/* Cut a line into its three columns; false for one that is a comment. */
static bool split(char *line, char *column[3]) {
    if (*line == '#') return false;
    line[strcspn(line, "\n")] = '\0';
    column[0] = line;
    for (int i = 1; i < 3; i++) {
        char *bar = strstr(column[i - 1], " | ");
        check_that(bar, "a column is missing: %s", line);
        *bar = '\0';
        column[i] = bar + 3;
    }
    return true;
}

static int check_line(const struct preset *preset, char *column[3]) {
    static const struct scene empty;
    struct scene at = empty;
    at.preset = column[0];
    at.words = column[1];
    const struct plan plan = plan_of(column[1]);
    answer_plan(preset, &plan, &at.answer);
    law_gradient(preset, &plan, at.slope);
    for (int i = 0; i < INPUT_COUNT; i++) {
        at.stretch[i] = preset_stretch(preset, &plan, (enum input)i);
    }
    char *rest = NULL;
    for (char *token = strtok_r(column[2], " ", &rest); token; token = strtok_r(NULL, " ", &rest)) {
        take_token(&at, token);
    }
    check_whole(&at);
    return at.bad;
}

static void test_preset(void **state) {
    const char *name = *state;
    const struct preset preset = preset_of(name);
    FILE *file = fopen(reference_file, "r");
    check_that(file, "%s: %s", reference_file, strerror(errno));
    char *line = NULL, *column[3];
    size_t size = 0;
    int cases = 0, bad = 0;
    while (getline(&line, &size, file) > 0) {
        if (!split(line, column) || strcmp(column[0], name) != 0) continue;
        cases++;
        if (bad < SHOWN) bad += check_line(&preset, column);
    }
    free(line);
    fclose(file);
    check_that(cases >= MANY, "%s: only %d cases", name, cases);
    check_that(bad == 0, "%s: at least %d numbers differ", name, bad);
}

int main(int argc, char **argv) {
    if (argc < 2) {
        fprintf(stderr, "usage: test_reference EVAL.txt\n");
        return 2;
    }
    reference_file = argv[1];
    struct CMUnitTest tests[SHIPPED_PRESETS];
    for (int i = 0; i < SHIPPED_PRESETS; i++) {
        tests[i] = (struct CMUnitTest){.name = shipped_presets[i],
                                       .test_func = test_preset,
                                       .initial_state = (void *)(uintptr_t)shipped_presets[i]};
    }
    return cmocka_run_group_tests_name("reference", tests, NULL, NULL);
}
