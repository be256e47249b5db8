/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/preset.h"

#include "base/num.h"
#include "base/text.h"
#include "engine/covariance.h"
#include <stdio.h>
#include <string.h>

void preset_init(struct preset *preset, const struct law *law) {
    memset(preset, 0, sizeof *preset);
    preset->law = law;
    preset->reads = law ? law->reads : 0;
    for (int i = 0; i < PRESET_COEFFS; i++)
        preset->c[i] = NAN;
}

void preset_free(struct preset *preset) {
    covariance_free(preset->covariance);
    preset->covariance = NULL;
}

bool preset_copy(struct preset *copy, const struct preset *preset) {
    *copy = *preset;
    if (!preset->covariance) return true;
    copy->covariance = covariance_copy(preset->covariance);
    return copy->covariance != NULL;
}

void preset_move(struct preset *to, struct preset *from) {
    *to = *from;
    from->covariance = NULL;
}

static int row_count(const struct coefficient *rows) {
    int count = 0;
    while (rows && rows[count].name)
        count++;
    return count;
}

static int row_find(const struct coefficient *rows, const char *name) {
    for (int i = 0; rows && rows[i].name; i++) {
        if (strcmp(rows[i].name, name) == 0) return i;
    }
    return -1;
}

static bool unknown_coefficient(const struct preset *preset, const char *name, struct err *err) {
    const char *names[PRESET_COEFFS + VARIANT_COEFFS];
    size_t count = 0;
    for (int i = 0; i < row_count(preset->law->coefficients); i++) {
        names[count++] = preset->law->coefficients[i].name;
    }
    for (int i = 0; i < row_count(preset->law->variant_coefficients); i++) {
        names[count++] = preset->law->variant_coefficients[i].name;
    }
    const char *near = text_nearest(name, names, count);
    err_set(err, "%.60s: unknown coefficient of law %s", name, preset->law->name);
    if (near) {
        text_append(err->text, sizeof err->text, "; did you mean %s?", near);
        return false;
    }
    text_append(err->text, sizeof err->text, "; expected");
    for (size_t i = 0; i < count; i++)
        text_append(err->text, sizeof err->text, " %s", names[i]);
    return false;
}

/* Write a coefficient's number into *slot, having checked it. */
static bool take_value(const struct coefficient *row, const char *name, const char *text,
                       double *slot, struct err *err) {
    double value;
    if (!isnan(*slot)) return err_set(err, "%.60s: given twice; expected once", name);
    if (!num_parse(text, &value)) {
        return err_set(err, "%.60s = %.60s: no number; expected one, as in %.40s = 0.34", name,
                       text, name);
    }
    if ((row->sign == SIGN_POSITIVE && value <= 0) ||
        (row->sign == SIGN_NOT_NEGATIVE && value < 0)) {
        return err_set(err, "%.60s = %.60s: expected %s", name, text,
                       row->sign == SIGN_POSITIVE ? "a number above 0" : "0 or more");
    }
    *slot = value;
    return true;
}

/* A variant that another spelling of the suffix has made already ("4" and "4.0"), or NULL. */
static const struct variant *same_variant(const struct preset *preset,
                                          const struct variant *variant) {
    return preset_variant(preset, variant->w, variant->a, variant->post, variant->fc2);
}

/* The variant of that suffix, a new one where it is not there yet; NULL with a message. */
static struct variant *variant_slot(struct preset *preset, const char *suffix, struct err *err) {
    for (int i = 0; i < preset->variant_count; i++) {
        if (strcmp(preset->variant[i].suffix, suffix) == 0) return &preset->variant[i];
    }
    struct variant variant = {.w = NAN, .a = NAN, .post = NAN};
    if (strlen(suffix) >= sizeof variant.suffix || !preset->law->variant(suffix, &variant)) {
        err_set(err, "\"%.40s\" names no variant of law %s; expected %s", suffix, preset->law->name,
                preset->law->variant_words);
        return NULL;
    }
    const struct variant *same = same_variant(preset, &variant);
    if (same) {
        err_set(err, "\"%.40s\" is \"%s\" again; expected one spelling", suffix, same->suffix);
        return NULL;
    }
    if (preset->variant_count == PRESET_VARIANTS) {
        err_set(err, "too many variants; expected at most %d", PRESET_VARIANTS);
        return NULL;
    }
    text_copy(variant.suffix, sizeof variant.suffix, suffix);
    for (int i = 0; i < VARIANT_COEFFS; i++)
        variant.c[i] = NAN;
    preset->variant[preset->variant_count] = variant;
    return &preset->variant[preset->variant_count++];
}

bool preset_coefficient(struct preset *preset, const char *name, const char *text,
                        struct err *err) {
    const int plain = row_find(preset->law->coefficients, name);
    if (plain >= 0)
        return take_value(&preset->law->coefficients[plain], name, text, &preset->c[plain], err);
    const char *dot = strchr(name, '.');
    char stem[32];
    if (!dot || dot - name >= (long)sizeof stem) return unknown_coefficient(preset, name, err);
    snprintf(stem, sizeof stem, "%.*s", (int)(dot - name), name);
    const int row = row_find(preset->law->variant_coefficients, stem);
    if (row < 0) return unknown_coefficient(preset, name, err);
    struct variant *variant = variant_slot(preset, dot + 1, err);
    if (!variant) return err_at(err, "%.60s", name);
    return take_value(&preset->law->variant_coefficients[row], name, text, &variant->c[row], err);
}

/* The number of the variant that the suffix names in whatever spelling, or −1. */
static int variant_find(const struct preset *preset, const char *suffix) {
    struct variant variant = {.w = NAN, .a = NAN, .post = NAN};
    if (!preset->law->variant || !preset->law->variant(suffix, &variant)) return -1;
    const struct variant *const same = same_variant(preset, &variant);
    return same ? (int)(same - preset->variant) : -1;
}

bool preset_slot(const struct preset *preset, const char *name, struct preset_slot *slot) {
    const int plain = row_find(preset->law->coefficients, name);
    *slot = (struct preset_slot){-1, (short)plain};
    if (plain >= 0) return true;
    const char *dot = strchr(name, '.');
    char stem[32];
    if (!dot || dot - name >= (long)sizeof stem) return false;
    snprintf(stem, sizeof stem, "%.*s", (int)(dot - name), name);
    slot->row = (short)row_find(preset->law->variant_coefficients, stem);
    slot->variant = (short)variant_find(preset, dot + 1);
    return slot->row >= 0 && slot->variant >= 0;
}

double *preset_at(struct preset *preset, struct preset_slot slot) {
    return slot.variant < 0 ? &preset->c[slot.row] : &preset->variant[slot.variant].c[slot.row];
}

const char *preset_slot_name(const struct preset *preset, struct preset_slot slot,
                             char out[PRESET_NAME]) {
    if (slot.variant < 0)
        return text_copy(out, PRESET_NAME, preset->law->coefficients[slot.row].name);
    snprintf(out, PRESET_NAME, "%s.%s", preset->law->variant_coefficients[slot.row].name,
             preset->variant[slot.variant].suffix);
    return out;
}

bool preset_knows(const struct preset *preset, const char *name) {
    if (row_find(preset->law->coefficients, name) >= 0) return true;
    const char *dot = strchr(name, '.');
    char stem[32];
    struct variant variant;
    if (!dot || dot - name >= (long)sizeof stem || !preset->law->variant) return false;
    snprintf(stem, sizeof stem, "%.*s", (int)(dot - name), name);
    return row_find(preset->law->variant_coefficients, stem) >= 0 &&
           preset->law->variant(dot + 1, &variant);
}

static bool parse_end(enum input input, char *text, double open, double *value, struct err *err) {
    char *trimmed = text_trim(text);
    if (*trimmed) return input_parse(input, trimmed, value, err);
    *value = open;
    return true;
}

bool preset_range(struct preset *preset, const char *name, const char *text, struct err *err) {
    const enum input input = input_find(name);
    if (input == INPUT_NONE) return plan_unknown_name(name, err);
    if (!(preset->reads & INPUT_BIT(input))) {
        return err_set(err, "%s: law %s does not look at it; expected one that it reads", name,
                       preset->law->name);
    }
    if (preset->ranged & INPUT_BIT(input))
        return err_set(err, "%s: given twice; expected once", name);
    char low[PRESET_LINE];
    text_copy(low, sizeof low, text);
    char *colon = strchr(low, ':');
    if (!colon)
        return err_set(err, "%s = %.60s: expected low:high, either end may be empty", name, text);
    *colon = '\0';
    struct range range;
    if (!parse_end(input, low, -INFINITY, &range.low, err) ||
        !parse_end(input, colon + 1, INFINITY, &range.high, err)) {
        return false;
    }
    if (isinf(range.low) && isinf(range.high)) {
        return err_set(err, "%s = %.60s: neither end is given; expected low:high", name, text);
    }
    if (range.low > range.high) {
        return err_set(err, "%s = %.60s: the low end is above the high one; expected low:high",
                       name, text);
    }
    preset->range[input] = range;
    preset->ranged |= INPUT_BIT(input);
    return true;
}

/* Take a row's fallback where nothing was given; false where there is none. */
static bool fill(const struct coefficient *row, double *slot) {
    if (isnan(*slot)) *slot = row->fallback;
    return !isnan(*slot);
}

bool preset_complete(struct preset *preset, struct err *err) {
    const struct law *law = preset->law;
    if (law->no_variant && preset->variant_count == 0) return err_set(err, "%s", law->no_variant);
    if (law->check && !law->check(preset, err)) return false;
    for (int i = 0; law->coefficients[i].name; i++) {
        if (!fill(&law->coefficients[i], &preset->c[i]) && !law->coefficients[i].optional) {
            return err_set(err, "coefficient %s (%s) is missing; expected it in [coefficients]",
                           law->coefficients[i].name, law->coefficients[i].meaning);
        }
    }
    for (int v = 0; v < preset->variant_count; v++) {
        for (int i = 0; law->variant_coefficients[i].name; i++) {
            if (!fill(&law->variant_coefficients[i], &preset->variant[v].c[i])) {
                return err_set(err,
                               "coefficient %s.%s (%s) is missing; expected it in [coefficients]",
                               law->variant_coefficients[i].name, preset->variant[v].suffix,
                               law->variant_coefficients[i].meaning);
            }
        }
    }
    if (law->unread) preset->reads &= ~law->unread(preset);
    return true;
}

static bool same(double a, double b) {
    return (isnan(a) && isnan(b)) || a == b;
}

const struct variant *preset_variant(const struct preset *preset, double w, double a, double post,
                                     bool fc2) {
    for (int i = 0; i < preset->variant_count; i++) {
        const struct variant *v = &preset->variant[i];
        if (same(v->w, w) && same(v->a, a) && same(v->post, post) && v->fc2 == fc2) return v;
    }
    return NULL;
}

double preset_stretch(const struct preset *preset, const struct plan *plan, enum input input) {
    const struct range *range = &preset->range[input];
    const double value = plan_get(plan, input);
    if (!(preset->ranged & INPUT_BIT(input))) return 0;
    const char *word = input_word(input, value);
    if (word && strcmp(word, "off") == 0) return 0;
    if (value >= range->low && value <= range->high) return 0;
    if (word) return NAN;
    return value > range->high ? value / range->high : range->low / value;
}

void preset_stretches(const struct preset *preset, const struct plan *plan, char *out,
                      size_t size) {
    out[0] = '\0';
    for (int i = 0; i < INPUT_COUNT; i++) {
        char text[NUM_TEXT];
        const enum input input = (enum input)i;
        const double stretch = preset_stretch(preset, plan, input);
        if (stretch == 0) continue;
        text_append(out, size, "%s%s ", out[0] ? ", " : "", inputs[i].name);
        if (isnan(stretch))
            text_append(out, size, "%s", input_word(input, plan_get(plan, input)));
        else
            text_append(out, size, "×%s", num_si(text, num_round(stretch, 2)));
    }
}
