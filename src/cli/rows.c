/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From one point to the next, only what changed is done again: the words from the axis that moved
 * on, D_crit unless D alone moved, and the text of numbers that are other ones. */
#include "cli/rows.h"

#include "cli/report.h"
#include "io/json_out.h"
#include "io/table_file.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One value of a list: what it does to a plan, and its cell, JSON's with its key. */
struct item {
    struct plan plan;
    unsigned sets; /* INPUT_BITs of the plan's inputs that it sets */
    size_t length;
    char text[2 * NUM_TEXT];
};

/* A word, at its present value. */
struct step {
    const struct axis *axis;
    bool column;
    long long at;
    struct plan plan;   /* with this word and all before it applied */
    struct item *items; /* of a list, all of them; else one, of the present value */
};

/* A number as it was last printed, with what stands before it. */
struct cell {
    double value;
    size_t length;
    char text[2 * NUM_TEXT];
};

/* What is known of a preset from one point to the next. */
struct known {
    char *name; /* the cell of its name, with what stands before it */
    size_t length;
    struct plan plan; /* D left out: where d_crit was found */
    double d_crit;
    bool found;
    struct cell cell[OUTPUT_COUNT];
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

static size_t put(char *at, const char *text) {
    const size_t length = strlen(text);
    memcpy(at, text, length);
    return length;
}

static size_t put_key(char *at, const char *name) {
    *at = '"';
    const size_t length = 1 + put(at + 1, name);
    return length + put(at + length, "\":");
}

static void write_item(const struct rows *rows, const struct axis *axis, long long at,
                       struct item *item) {
    char text[NUM_TEXT];
    double number;
    axis_text(text, axis, at);
    const bool quoted = rows->json && axis->listed && !num_parse(text, &number);
    size_t length = rows->json ? put_key(item->text, axis->name) : 0;
    if (quoted) item->text[length++] = '"';
    length += put(item->text + length, text);
    if (quoted) item->text[length++] = '"';
    item->text[length++] = ',';
    item->length = length;
}

/* Values in words are read once: what they set of a plan is what they change in one of NANs. */
static bool start_items(const struct rows *rows, struct step *step) {
    const struct axis *axis = step->axis;
    step->items = calloc((size_t)(axis->listed ? axis->listed : 1), sizeof *step->items);
    for (int k = 0; step->items && k < axis->listed; k++) {
        struct item *item = &step->items[k];
        for (int i = 0; i < INPUT_COUNT; i++)
            plan_set(&item->plan, (enum input)i, NAN);
        axis_apply(axis, k, &item->plan);
        for (int i = 0; i < INPUT_COUNT; i++) {
            if (!isnan(plan_get(&item->plan, (enum input)i))) item->sets |= INPUT_BIT(i);
        }
        write_item(rows, axis, k, item);
    }
    return step->items != NULL;
}

static bool start_steps(struct rows *rows) {
    const int count = rows->words->step_count;
    rows->steps = calloc((size_t)count + 1, sizeof *rows->steps);
    if (!rows->steps) return false;
    for (int i = 0; i < count; i++) {
        rows->steps[i].axis = &rows->words->steps[i].axis;
        rows->steps[i].column = rows->words->steps[i].column;
        if (!start_items(rows, &rows->steps[i])) return false;
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
    for (int i = 0; rows->steps && i < rows->words->step_count; i++)
        free(rows->steps[i].items);
    free(rows->known);
    free(rows->steps);
    free(rows);
}

size_t rows_room(const struct rows *rows) {
    return rows->room;
}

static const struct item *item_of(const struct step *step) {
    return &step->items[step->axis->listed ? step->at : 0];
}

/* Bring the words from number `from` on up to where their axes are. */
static void apply(struct rows *rows, int from) {
    for (int i = from; i < rows->words->step_count; i++) {
        struct step *step = &rows->steps[i];
        const struct item *item = item_of(step);
        step->plan = i > 0 ? rows->steps[i - 1].plan : rows->words->plan;
        if (!step->axis->listed) {
            axis_apply(step->axis, step->at, &step->plan);
            if (step->column) write_item(rows, step->axis, step->at, step->items);
            continue;
        }
        for (int k = 0; k < INPUT_COUNT; k++) {
            if (item->sets & INPUT_BIT(k))
                plan_set(&step->plan, (enum input)k, plan_get(&item->plan, (enum input)k));
        }
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

static void write_number(const struct rows *rows, const char *name, struct cell *cell) {
    cell->text[0] = ',';
    cell->length = 1 + (rows->json ? put_key(cell->text + 1, name) : 0);
    if (isfinite(cell->value)) {
        num_shortest(cell->text + cell->length, cell->value);
        cell->length += strlen(cell->text + cell->length);
    } else if (rows->json) {
        cell->length += put(cell->text + cell->length, "null");
    }
}

static char *put_scalars(const struct rows *rows, const struct answer *answer, struct known *known,
                         char *at) {
    for (int i = 0; i < OUTPUT_COUNT; i++) {
        struct cell *cell = &known->cell[i];
        const double value = output_get(answer, (enum output)i);
        const bool same = cell->value == value || (isnan(cell->value) && isnan(value));
        if (cell->length == 0 || !same) {
            cell->value = value;
            write_number(rows, outputs[i].name, cell);
        }
        memcpy(at, cell->text, cell->length);
        at += cell->length;
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

static char *write_row(struct rows *rows, int preset, bool comma, char *at) {
    const int count = rows->words->step_count;
    struct known *known = &rows->known[preset];
    struct answer its;
    answer(&rows->words->presets[preset], known, &rows->steps[count - 1].plan, &its);
    if (comma) *at++ = ',';
    if (rows->json) *at++ = '{';
    for (int i = 0; i < count; i++) {
        const struct step *step = &rows->steps[i];
        if (!step->column) continue;
        memcpy(at, item_of(step)->text, item_of(step)->length);
        at += item_of(step)->length;
    }
    memcpy(at, known->name, known->length);
    at += known->length;
    at = put_scalars(rows, &its, known, at);
    if (rows->json) *at++ = '}';
    *at++ = '\n';
    return at;
}

size_t rows_write(struct rows *rows, long long first, long long count, char *out) {
    char *at = out;
    seek(rows, first);
    for (long long i = 0; i < count; i++) {
        if (i > 0) step_on(rows);
        for (int p = 0; p < rows->words->preset_count; p++)
            at = write_row(rows, p, rows->json && first + i + p > 0, at);
    }
    return (size_t)(at - out);
}

size_t rows_write_one(struct rows *rows, long long number, int preset, bool comma, char *out) {
    seek(rows, number);
    return (size_t)(write_row(rows, preset, rows->json && comma, out) - out);
}

void rows_titles(FILE *to, const struct words *words) {
    bool first = true;
    for (int i = 0; i < words->step_count; i++) {
        if (!words->steps[i].column) continue;
        table_cell(to, words->steps[i].axis.name, first);
        first = false;
    }
    table_cell(to, "preset", first);
    report_scalar_titles(to);
    table_row_end(to);
}
