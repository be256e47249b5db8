/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/covariance.h"

#include "base/text.h"
#include "engine/covariance.h"
#include "io/preset_fit.h"

#include <stdlib.h>
#include <string.h>

enum { PAIR_NAME = 64 };

/* Two coefficients, the lesser name first: A.alpha and alpha.A are the same number. */
struct pair {
    char low[PAIR_NAME], high[PAIR_NAME];
    double value;
    const char *name; /* as the file has it */
    int line;
};

/* Names of coefficients have dots of their own, so each dot may be the one between. */
static bool split_pair(const struct preset *preset, const char *name, struct pair *pair) {
    if (strlen(name) >= PAIR_NAME) return false;
    for (const char *dot = strchr(name, '.'); dot; dot = strchr(dot + 1, '.')) {
        char left[PAIR_NAME];
        const size_t length = (size_t)(dot - name);
        memcpy(left, name, length);
        left[length] = '\0';
        if (!preset_knows(preset, left) || !preset_knows(preset, dot + 1)) continue;
        const bool ordered = strcmp(left, dot + 1) <= 0;
        text_copy(pair->low, PAIR_NAME, ordered ? left : dot + 1);
        text_copy(pair->high, PAIR_NAME, ordered ? dot + 1 : left);
        return true;
    }
    return false;
}

bool covariance_take(const struct preset *preset, const struct ini_item *item, struct err *err) {
    struct pair pair;
    double value;
    if (!split_pair(preset, item->name, &pair)) {
        return err_set(err, "%s; expected two coefficients of %s with a dot between, as in %s.%s",
                       item->name, preset->law->name, preset->law->coefficients[0].name,
                       preset->law->coefficients[1].name);
    }
    if (!ini_item_is_line(item, err)) return false;
    if (!num_parse(item->value, &value)) {
        return err_set(err, "%s = %s; expected a number, as in %s = 0.01", item->name, item->value,
                       item->name);
    }
    if (value < 0 && strcmp(pair.low, pair.high) == 0) {
        return err_set(err, "%s = %s; expected a variance, 0 or above", item->name, item->value);
    }
    return true;
}

static int compare_pairs(const void *left, const void *right) {
    const struct pair *a = left, *b = right;
    int order = strcmp(a->low, b->low);
    if (!order) order = strcmp(a->high, b->high);
    return order ? order : (a->line > b->line) - (a->line < b->line);
}

/* The second of the first two sorted pairs that are the same, or NULL. */
static const struct pair *find_twice(const struct pair *pairs, size_t count) {
    for (size_t i = 1; i < count; i++) {
        if (strcmp(pairs[i - 1].low, pairs[i].low) == 0 &&
            strcmp(pairs[i - 1].high, pairs[i].high) == 0) {
            return &pairs[i];
        }
    }
    return NULL;
}

/* The section's entries, sorted; NULL where there is no memory. */
static struct pair *read_pairs(const struct preset *preset, const struct ini_file *file,
                               size_t *count) {
    struct pair *pairs = calloc(file->count + 1, sizeof *pairs);
    *count = 0;
    if (!pairs) return NULL;
    for (size_t i = 0; i < file->count; i++) {
        const struct ini_item *item = &file->items[i];
        if (!item->name || strcmp(item->section, "covariance") != 0) continue;
        struct pair *const pair = &pairs[*count];
        if (!split_pair(preset, item->name, pair)) continue;
        pair->name = item->name;
        pair->line = item->line;
        num_parse(item->value, &pair->value);
        (*count)++;
    }
    qsort(pairs, *count, sizeof *pairs, compare_pairs);
    return pairs;
}

/* Where a slot is among those gathered, or their number. */
static int slot_index(const struct preset_slot *slots, int count, struct preset_slot slot) {
    for (int i = 0; i < count; i++) {
        if (slots[i].variant == slot.variant && slots[i].row == slot.row) return i;
    }
    return count;
}

/* The slot of a pair's coefficient, added where it is new; false where the preset lacks it. */
static bool add_slot(const struct preset *preset, const char *name, struct preset_slot *slots,
                     int *count) {
    struct preset_slot slot;
    if (!preset_slot(preset, name, &slot)) return false;
    const int at = slot_index(slots, *count, slot);
    slots[at] = slot;
    if (at == *count) (*count)++;
    return true;
}

static void fill(struct covariance *covariance, const struct preset *preset,
                 const struct pair *pair) {
    const int n = covariance->count;
    struct preset_slot low, high;
    if (!preset_slot(preset, pair->low, &low) || !preset_slot(preset, pair->high, &high)) return;
    const int i = slot_index(covariance->slot, n, low), j = slot_index(covariance->slot, n, high);
    covariance->value[i * n + j] = covariance->value[j * n + i] = pair->value;
}

/* Give the preset its covariance. */
static bool build(struct preset *preset, const struct ini_file *file, const struct pair *pairs,
                  size_t count, int *line, struct err *err) {
    struct preset_slot slots[PRESET_FREE + 1];
    int used = 0;
    for (size_t i = 0; i < count; i++) {
        const bool low = add_slot(preset, pairs[i].low, slots, &used);
        if (low && add_slot(preset, pairs[i].high, slots, &used)) continue;
        *line = pairs[i].line;
        return err_set(err, "%s; expected coefficients of this preset, and it has no %s",
                       pairs[i].name, low ? pairs[i].high : pairs[i].low);
    }
    preset->covariance = covariance_new(used);
    if (!preset->covariance) return err_set(err, "no memory to keep it");
    preset->covariance->freedom = preset_fit_freedom(file);
    memcpy(preset->covariance->slot, slots, (size_t)used * sizeof *slots);
    for (size_t i = 0; i < count; i++)
        fill(preset->covariance, preset, &pairs[i]);
    return true;
}

/* The line of the two coefficients, or of the last of the section where they have none. */
static int line_of(const struct pair *pairs, size_t count, const char *one, const char *other) {
    const bool ordered = strcmp(one, other) <= 0;
    int last = 0;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(pairs[i].low, ordered ? one : other) == 0 &&
            strcmp(pairs[i].high, ordered ? other : one) == 0)
            return pairs[i].line;
        if (pairs[i].line > last) last = pairs[i].line;
    }
    return last;
}

/* Numbers that no coefficients could have would give answers of any width. */
static bool check(const struct preset *preset, const struct pair *pairs, size_t count, int *line,
                  struct err *err) {
    const struct covariance *const covariance = preset->covariance;
    char one[PRESET_NAME], other[PRESET_NAME];
    int i, j;
    if (covariance_holds(covariance, &i, &j)) return true;
    preset_slot_name(preset, covariance->slot[i], one);
    preset_slot_name(preset, covariance->slot[j], other);
    *line = line_of(pairs, count, one, other);
    if (i == j) {
        return err_set(err,
                       "[covariance] gives some combination of %s and others a variance below 0; "
                       "expected the covariance of a fit",
                       one);
    }
    return err_set(err,
                   "%s.%s is above the root of the two variances; expected both variances, and no "
                   "more than that",
                   one, other);
}

bool covariance_read(struct preset *preset, const struct ini_file *file, int *line,
                     struct err *err) {
    size_t count;
    *line = 0;
    if (!ini_file_find(file, "covariance", NULL)) return true;
    struct pair *pairs = read_pairs(preset, file, &count);
    if (!pairs) return err_set(err, "no memory to check it");
    const struct pair *second = find_twice(pairs, count);
    bool read = true;
    if (second) {
        *line = second->line;
        read = err_set(err, "%s, the same as %s in line %d; expected each pair once", second->name,
                       second[-1].name, second[-1].line);
    } else if (count > 0) {
        read =
            build(preset, file, pairs, count, line, err) && check(preset, pairs, count, line, err);
    }
    free(pairs);
    return read;
}
