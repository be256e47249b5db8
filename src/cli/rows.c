/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From one point to the next, only what changed is done again: the words from the axis that moved
 * on, and D_crit unless D alone moved. */
#include "cli/rows.h"

#include "cli/report.h"
#include "io/json_out.h"
#include "io/table_file.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A word, at its present value. */
struct step {
    const struct axis *axis;
    bool column;
    long long at;
    struct plan plan; /* with this word and all before it applied */
    size_t length;
    char text[2 * NUM_TEXT]; /* the cell, quoted where it must be; JSON with its key */
};

/* What is known of a preset from one point to the next. */
struct known {
    char *name; /* the cell of its name, with what stands before it */
    size_t length;
    struct plan plan; /* D left out: where d_crit was found */
    double d_crit;
    bool found;
};

struct rows {
    const struct words *words;
    bool json;
    struct step *steps;
    struct known *known;
    size_t room;
};

long long rows_points(const struct words *words) {
    long long points = 1;
    for (int i = 0; i < words->step_count; i++) {
        if (words->steps[i].axis.count > LLONG_MAX / 4 / points) return -1;
        points *= words->steps[i].axis.count;
    }
    return points;
}

struct plan rows_plan(const struct words *words, long long number) {
    struct plan plan = words->plan;
    long long stride = rows_points(words);
    for (int i = 0; i < words->step_count; i++) {
        const struct axis *const axis = &words->steps[i].axis;
        stride /= axis->count;
        axis_apply(axis, number / stride % axis->count, &plan);
    }
    return plan;
}

/* What the library prints for one key, without the braces or the end of the line; NULL where there
 * was no memory. */
static char *print_name(const char *name, bool json) {
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    bool done = to != NULL;
    if (done && json) {
        struct jout *object = jout_object();
        jout_text(object, "preset", name);
        done = jout_write(object, false, to);
        jout_free(object);
    } else if (done) {
        table_cell(to, name, true);
    }
    if (to && fclose(to) != 0) done = false;
    if (!done) {
        free(text);
        return NULL;
    }
    if (json) {
        text[strcspn(text, "\n") - 1] = '\0';
        memmove(text, text + 1, strlen(text));
    }
    return text;
}

static bool start_presets(struct rows *rows) {
    const int count = rows->words->preset_count;
    size_t longest = 0;
    rows->known = calloc((size_t)count, sizeof *rows->known);
    if (!rows->known) return false;
    for (int i = 0; i < count; i++) {
        struct known *known = &rows->known[i];
        known->name = print_name(rows->words->presets[i].name, rows->json);
        if (!known->name) return false;
        known->length = strlen(known->name);
        if (known->length > longest) longest = known->length;
    }
    rows->room = longest + 8;
    for (int i = 0; i < OUTPUT_COUNT; i++)
        rows->room += NUM_TEXT + strlen(outputs[i].name) + 4;
    rows->room += (size_t)rows->words->step_count * (2 * NUM_TEXT + 1);
    rows->room *= (size_t)count;
    return true;
}

static bool start_steps(struct rows *rows) {
    const int count = rows->words->step_count;
    rows->steps = calloc((size_t)count + 1, sizeof *rows->steps);
    if (!rows->steps) return false;
    for (int i = 0; i < count; i++) {
        rows->steps[i].axis = &rows->words->steps[i].axis;
        rows->steps[i].column = rows->words->steps[i].column;
        for (int j = 0; rows->json && j < i; j++) { /* an object has each key once */
            if (strcmp(rows->steps[j].axis->name, rows->steps[i].axis->name) == 0)
                rows->steps[j].column = false;
        }
    }
    return true;
}

struct rows *rows_new(const struct words *words, enum opt_format format) {
    struct rows *rows = calloc(1, sizeof *rows);
    if (!rows) return NULL;
    rows->words = words;
    rows->json = format == OPT_JSON;
    if (start_presets(rows) && start_steps(rows)) return rows;
    rows_free(rows);
    return NULL;
}

void rows_free(struct rows *rows) {
    if (!rows) return;
    for (int i = 0; rows->known && i < rows->words->preset_count; i++)
        free(rows->known[i].name);
    free(rows->known);
    free(rows->steps);
    free(rows);
}

size_t rows_room(const struct rows *rows) {
    return rows->room;
}

static void write_cell(const struct rows *rows, struct step *step) {
    const struct axis *axis = step->axis;
    char text[NUM_TEXT];
    double number;
    axis_text(text, axis, step->at);
    const bool word = axis->listed && !num_parse(text, &number);
    const char *quote = word && rows->json ? "\"" : "";
    if (rows->json)
        snprintf(step->text, sizeof step->text, "\"%s\":%s%s%s,", axis->name, quote, text, quote);
    else
        snprintf(step->text, sizeof step->text, "%s,", text);
    step->length = strlen(step->text);
}

/* Bring the words from number `from` on up to where their axes are. */
static void apply(struct rows *rows, int from) {
    for (int i = from; i < rows->words->step_count; i++) {
        struct step *step = &rows->steps[i];
        step->plan = i > 0 ? rows->steps[i - 1].plan : rows->words->plan;
        axis_apply(step->axis, step->at, &step->plan);
        if (step->column) write_cell(rows, step);
    }
}

static void seek(struct rows *rows, long long number) {
    for (int i = rows->words->step_count - 1; i >= 0; i--) {
        rows->steps[i].at = number % rows->steps[i].axis->count;
        number /= rows->steps[i].axis->count;
    }
    apply(rows, 0);
}

static void step_on(struct rows *rows) {
    int i = rows->words->step_count - 1;
    while (i > 0 && ++rows->steps[i].at == rows->steps[i].axis->count)
        rows->steps[i--].at = 0;
    if (i == 0) rows->steps[0].at++;
    apply(rows, i);
}

static char *put(char *at, const char *text, size_t length) {
    memcpy(at, text, length);
    return at + length;
}

static char *put_number(char *at, double value) {
    num_shortest(at, value);
    return at + strlen(at);
}

static char *put_scalars(const struct rows *rows, const struct answer *answer, char *at) {
    for (int i = 0; i < OUTPUT_COUNT; i++) {
        const double value = output_get(answer, (enum output)i);
        *at++ = ',';
        if (rows->json) {
            *at++ = '"';
            at = put(at, outputs[i].name, strlen(outputs[i].name));
            at = put(at, "\":", 2);
        }
        if (isfinite(value))
            at = put_number(at, value);
        else if (rows->json)
            at = put(at, "null", 4);
    }
    return at;
}

static void answer(const struct preset *preset, struct known *known, const struct plan *plan,
                   struct answer *answer) {
    struct plan rest = *plan;
    rest.D = 0;
    answer->d_crit = NAN;
    if (law_eval(preset, plan, &answer->result) == LAW_SILENT) return;
    if (!known->found || memcmp(&rest, &known->plan, sizeof rest) != 0) {
        known->plan = rest;
        known->d_crit = law_turn(preset, plan);
        known->found = true;
    }
    answer->d_crit = known->d_crit;
}

static char *write_point(struct rows *rows, bool first, char *at) {
    const int last = rows->words->step_count - 1;
    const struct plan *plan = last >= 0 ? &rows->steps[last].plan : &rows->words->plan;
    for (int p = 0; p < rows->words->preset_count; p++) {
        struct known *known = &rows->known[p];
        struct answer its;
        answer(&rows->words->presets[p], known, plan, &its);
        if (rows->json && !(first && p == 0)) *at++ = ',';
        if (rows->json) *at++ = '{';
        for (int i = 0; i <= last; i++) {
            if (rows->steps[i].column) at = put(at, rows->steps[i].text, rows->steps[i].length);
        }
        at = put(at, known->name, known->length);
        at = put_scalars(rows, &its, at);
        if (rows->json) *at++ = '}';
        *at++ = '\n';
    }
    return at;
}

size_t rows_write(struct rows *rows, long long first, long long count, char *out) {
    char *at = out;
    seek(rows, first);
    for (long long i = 0; i < count; i++) {
        if (i > 0) step_on(rows);
        at = write_point(rows, first + i == 0, at);
    }
    return (size_t)(at - out);
}
