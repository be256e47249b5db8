/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/preset_fit.h"

#include "base/num.h"
#include "base/sha256.h"
#include "base/text.h"
#include "engine/fit.h"
#include <math.h>
#include <string.h>

enum kind { TEXT, NUMBER, WHOLE, SUM, WORD };

enum { WORDS_MOST = 8 };

static const double whole_most = 9007199254740992.0; /* a double counts no further */

/* What may stand on a line. */
struct line {
    const char *name;
    enum kind kind;
    double low;          /* of a number */
    const char *example; /* of one */
    const char *word[WORDS_MOST];
};

static const struct line lines[] = {
    {"law", TEXT, 0, NULL, {NULL}},
    {"data", TEXT, 0, NULL, {NULL}},
    {"sha256", SUM, 0, NULL, {NULL}},
    {"rows", WHOLE, 1, "104", {NULL}},
    {"freedom", NUMBER, .5, "34", {NULL}},
    {"where", TEXT, 0, NULL, {NULL}},
    {"by", TEXT, 0, NULL, {NULL}},
    {"cluster", TEXT, 0, NULL, {NULL}},
    {"fix", TEXT, 0, NULL, {NULL}},
    {"tie", TEXT, 0, NULL, {NULL}},
    {"loss", WORD, 0, NULL, {"huber", "squared"}},
    {"delta", NUMBER, 0, "1e-3", {NULL}},
    {"objective", NUMBER, 0, "2.19e-4", {NULL}},
    {"status", WORD, 0, NULL, {"ok", "at bound", "not identified", "not converged", "poor fit"}},
    {"covariance", WORD, 0, NULL, {"fit", "resamples"}},
    {"seed", WHOLE, 0, "1", {NULL}},
    {"bootstrap", WHOLE, 1, "400", {NULL}},
    {"version", TEXT, 0, NULL, {NULL}},
    {"command", TEXT, 0, NULL, {NULL}},
};

enum { LINES = sizeof lines / sizeof *lines };

static bool take_number(const struct line *line, const char *text, struct err *err) {
    const bool whole = line->kind == WHOLE;
    double value;
    if (num_parse(text, &value) && isfinite(value) && value >= line->low &&
        !(whole && (value != floor(value) || value > whole_most)))
        return true;
    return err_set(err, "%s = %s; expected a %snumber from %g on, as in %s = %s", line->name, text,
                   whole ? "whole " : "", line->low, line->name, line->example);
}

static bool take_sum(const char *text, struct err *err) {
    const size_t length = strlen(text);
    if (length == SHA256_TEXT - 1 && strspn(text, "0123456789abcdef") == length) return true;
    return err_set(err, "sha256 = %s; expected the %d hexadecimal digits of sha256sum", text,
                   SHA256_TEXT - 1);
}

static bool take_word(const struct line *line, const char *text, struct err *err) {
    for (int i = 0; i < WORDS_MOST && line->word[i]; i++) {
        if (strcmp(text, line->word[i]) == 0) return true;
    }
    err_set(err, "%s = %s; expected one of", line->name, text);
    for (int i = 0; i < WORDS_MOST && line->word[i]; i++)
        text_append(err->text, sizeof err->text, "%s %s", i ? "," : "", line->word[i]);
    return false;
}

static bool take_law(const struct law *law, const char *text, struct err *err) {
    return strcmp(text, law->name) == 0 ||
           err_set(err, "law = %s; expected %s, as in [preset]", text, law->name);
}

static bool unknown(const struct ini_item *item, struct err *err) {
    const char *names[LINES];
    for (int i = 0; i < LINES; i++)
        names[i] = lines[i].name;
    return ini_item_unknown(item, names, LINES, err);
}

bool preset_fit_take(const struct law *law, const struct ini_item *item, struct err *err) {
    const struct line *line = lines;
    while (line < lines + LINES && strcmp(line->name, item->name) != 0)
        line++;
    if (line == lines + LINES) return unknown(item, err);
    if (line == lines) return take_law(law, item->value, err);
    if (line->kind == TEXT) return true;
    if (!ini_item_is_line(item, err)) return false;
    if (line->kind == SUM) return take_sum(item->value, err);
    if (line->kind == WORD) return take_word(line, item->value, err);
    return take_number(line, item->value, err);
}

double preset_fit_freedom(const struct ini_file *file) {
    const struct ini_item *const item = ini_file_find(file, "fit", "freedom");
    double freedom;
    return item && num_parse(item->value, &freedom) ? freedom : INFINITY;
}
