/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Least losses that searches elsewhere found (tests/reference/optimum.txt and scipy.txt, argv[1]
 * and on): none is missed by 1e-7, and none is lower. */
#include "support.h"

#include "base/text.h"
#include "engine/optimum.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIELDS = 7, MANY = 40 };

static char **reference_files; /* ends with NULL */

static unsigned free_bits(char *list) {
    unsigned bits = 0;
    char *rest = NULL;
    for (char *name = strtok_r(list, ",", &rest); name; name = strtok_r(NULL, ",", &rest)) {
        const enum input input = input_find(name);
        check_that(input != INPUT_NONE || strcmp(name, "P") == 0, "no such name: %s", name);
        bits |= input == INPUT_NONE ? (unsigned)FREE_P : INPUT_BIT(input);
    }
    return bits;
}

static enum cost_kind cost_named(const char *name) {
    for (int i = 0; i < COST_KINDS; i++) {
        if (strcmp(cost_names[i], name) == 0) return (enum cost_kind)i;
    }
    fail_msg("no such cost: %s", name);
    return COST_TRAINING;
}

/* `preset | words | free | cost | whole or real | budget | loss` */
static void check_line(char *line) {
    char *field[FIELDS], *rest = line, whole_line[512];
    text_copy(whole_line, sizeof whole_line, line);
    for (int i = 0; i < FIELDS; i++) {
        check_that(rest, "too few fields: %s", whole_line);
        char *bar = strchr(rest, '|');
        if (bar) *bar = '\0';
        field[i] = text_trim(rest);
        rest = bar ? bar + 1 : NULL;
    }
    const struct preset preset = preset_of(field[0]);
    const struct plan plan = plan_of(field[1]);
    const struct problem problem = {.free = free_bits(field[2]),
                                    .cost = cost_named(field[3]),
                                    .whole = strcmp(field[4], "whole") == 0,
                                    .budget = strtod(field[5], NULL)};
    const double loss = strtod(field[6], NULL);
    struct optimum best;
    check_that(optimum_solve(&preset, &plan, &problem, &best) != LAW_SILENT, "%s: %s", whole_line,
               best.why);
    check_that(best.loss <= loss + 1e-10, "%s: found %.15g, above it", whole_line, best.loss);
    check_that(best.loss >= loss - 1e-7, "%s: found %.15g, too low", whole_line, best.loss);
}

static void check_file(const char *name) {
    char line[512];
    int count = 0;
    FILE *file = fopen(name, "r");
    check_that(file, "%s cannot be read", name);
    while (fgets(line, sizeof line, file)) {
        if (line[0] == '#') continue;
        check_line(line);
        count++;
    }
    fclose(file);
    check_that(count >= MANY, "%s: only %d problems", name, count);
}

static void test_least_losses(void **state) {
    (void)state;
    for (char **name = reference_files; *name; name++)
        check_file(*name);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_least_losses)};
    if (argc < 2) return 2;
    reference_files = argv + 1;
    return cmocka_run_group_tests_name("optimum_reference", tests, NULL, NULL);
}
