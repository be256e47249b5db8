/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/theme.h"

#include "base/num.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

const struct look_row look_rows[LOOK_COUNT] = {
    [LOOK_TEXT] = {"text", "all that is none of the others"},
    [LOOK_DIM] = {"dim", "labels, and what can wait"},
    [LOOK_STRONG] = {"strong", "answers"},
    [LOOK_KEY] = {"key", "keys, and what is selected"},
    [LOOK_BRAND] = {"brand", "the program's name"},
    [LOOK_TAB] = {"tab", "the view on screen"},
    [LOOK_GOOD] = {"good", "what lowers the loss"},
    [LOOK_BAD] = {"bad", "what raises it"},
    [LOOK_BAD_STRONG] = {"bad-strong", "what went wrong"},
    [LOOK_WARN] = {"warn", "what is stretched or assumed"},
    [LOOK_WARN_STRONG] = {"warn-strong", "why there is no answer"},
    [LOOK_TRACK] = {"track", "a slider over the fitted range"},
    [LOOK_KNOB] = {"knob", "where a slider stands"},
    [LOOK_BEFORE] = {"before", "the curve before PTQ, and the plan on it"},
    [LOOK_SELECTED] = {"selected", "a row of a list, and pins"},
};

/* A look that a theme has otherwise. */
struct change {
    enum look look;
    struct ink ink;
};

enum { SKY = 1 + 75, ORANGE = 1 + 208, PINK = 1 + 175 };

/* Red and green look alike to many; sky blue, orange and pink to few. */
static const struct change colourblind[] = {
    {LOOK_GOOD, {SKY, 0, 0, 0}},
    {LOOK_BAD, {ORANGE, 0, 0, 0}},
    {LOOK_BAD_STRONG, {ORANGE, 0, ATTR_BOLD, 0}},
    {LOOK_WARN, {PINK, 0, 0, 0}},
    {LOOK_WARN_STRONG, {PINK, 0, ATTR_BOLD, 0}},
};

/* The answers, the keys and what is good or bad without any colour. */
static const struct change plain[] = {
    {LOOK_DIM, {0, 0, ATTR_DIM, 0}},       {LOOK_TAB, {0, 0, ATTR_REVERSE, 0}},
    {LOOK_BAD, {0, 0, ATTR_UNDERLINE, 0}}, {LOOK_WARN, {0, 0, ATTR_UNDERLINE, 0}},
    {LOOK_KEY, {0, 0, ATTR_BOLD, 0}},
};

static const struct base {
    const char *name;
    const struct change *changes;
    int count;
    bool plain; /* no colour at all, those of curves and maps included */
} bases[] = {{"default", NULL, 0, false},
             {"colourblind", colourblind, sizeof colourblind / sizeof *colourblind, false},
             {"plain", plain, sizeof plain / sizeof *plain, true}};

enum { BASES = sizeof bases / sizeof *bases };

static bool unknown(const char *what, const char *word, const char *const *names, size_t count,
                    struct err *err) {
    const char *const near = text_nearest(word, names, count);
    err_set(err, "%s: no such %s; expected %s", word, what, near ? near : "one of");
    for (size_t i = 0; !near && i < count; i++)
        text_append(err->text, sizeof err->text, "%s %s", i ? "," : "", names[i]);
    return false;
}

bool theme_choose(struct theme *theme, const char *name, struct err *err) {
    const char *names[BASES];
    for (int i = 0; i < BASES; i++) {
        names[i] = bases[i].name;
        if (strcmp(name, names[i]) != 0) continue;
        theme->base = i;
        return true;
    }
    return unknown("theme", name, names, BASES, err);
}

bool theme_plain(const struct theme *theme) {
    return bases[theme->base].plain;
}

/* A colour as an ink has it, −1 for none. */
static int color_of(const char *word) {
    static const struct {
        const char *name;
        int color;
    } colors[] = {{"default", COLOR_DEFAULT},  {"black", COLOR_BLACK_},   {"red", COLOR_RED_},
                  {"green", COLOR_GREEN_},     {"yellow", COLOR_YELLOW_}, {"blue", COLOR_BLUE_},
                  {"magenta", COLOR_MAGENTA_}, {"cyan", COLOR_CYAN_},     {"white", COLOR_WHITE_},
                  {"grey", COLOR_GREY_},       {"gray", COLOR_GREY_}};
    for (size_t i = 0; i < sizeof colors / sizeof *colors; i++) {
        if (strcmp(word, colors[i].name) == 0) return colors[i].color;
    }
    if (!*word || strlen(word) > 3 || word[strspn(word, "0123456789")]) return -1;
    const long number = strtol(word, NULL, 10);
    return number < 256 ? 1 + (int)number : -1;
}

static int attr_of(const char *word) {
    static const char *const names[] = {"bold", "dim", "reverse", "underline"};
    static const int attrs[] = {ATTR_BOLD, ATTR_DIM, ATTR_REVERSE, ATTR_UNDERLINE};
    for (int i = 0; i < 4; i++) {
        if (strcmp(word, names[i]) == 0) return attrs[i];
    }
    return -1;
}

static bool read_ink(const char *words, struct ink *ink, struct err *err) {
    char copy[128], *rest = NULL;
    bool behind = false, any = false;
    if (strlen(words) >= sizeof copy) return err_set(err, "expected fewer words");
    text_copy(copy, sizeof copy, words);
    for (char *word = strtok_r(copy, " \t", &rest); word; word = strtok_r(NULL, " \t", &rest)) {
        const int color = color_of(word), attr = attr_of(word);
        any = true;
        if (!behind && strcmp(word, "on") == 0) {
            behind = true;
        } else if (color >= 0) {
            *(behind ? &ink->bg : &ink->fg) = (uint16_t)color;
            behind = false;
        } else if (attr >= 0 && !behind) {
            ink->attr = (uint8_t)(ink->attr | attr);
        } else {
            return err_set(err,
                           "%s: expected a colour by name or from 0 to 255, on COLOUR, bold, "
                           "dim, underline or reverse",
                           word);
        }
    }
    return (any && !behind) || err_set(err, "expected a colour%s", behind ? " after on" : "");
}

bool theme_set(struct theme *theme, const char *look, const char *words, struct err *err) {
    const char *names[LOOK_COUNT];
    for (int i = 0; i < LOOK_COUNT; i++) {
        struct ink ink = {0};
        names[i] = look_rows[i].name;
        if (strcmp(look, names[i]) != 0) continue;
        if (!read_ink(words, &ink, err)) return err_at(err, "%s", look);
        ink.look = (uint8_t)i;
        theme->ink[i] = ink;
        theme->own |= 1u << i;
        return true;
    }
    return unknown("look", look, names, LOOK_COUNT, err);
}

static struct ink ink_of(const struct theme *theme, enum look look) {
    const struct base *const base = &bases[theme->base];
    if (theme->own & 1u << look) return theme->ink[look];
    for (int i = 0; i < base->count; i++) {
        if (base->changes[i].look == look) return base->changes[i].ink;
    }
    return looks[look];
}

/* Without colour, what was filled is reversed. */
static struct ink uncolored(struct ink ink) {
    if (ink.bg != COLOR_DEFAULT) ink.attr |= ATTR_REVERSE;
    ink.fg = ink.bg = COLOR_DEFAULT;
    return ink;
}

/* What a painter has added to a look, or changed of it, stays. */
static struct ink exchange(const struct theme *theme, struct ink ink, const struct ink to[]) {
    const struct ink from = looks[ink.look];
    const bool own = theme->own & 1u << ink.look;
    const bool as_it_was = ink.fg == from.fg && ink.bg == from.bg;
    if (as_it_was || ink.look != LOOK_TEXT) {
        if (ink.fg == from.fg) ink.fg = to[ink.look].fg;
        if (ink.bg == from.bg) ink.bg = to[ink.look].bg;
        ink.attr = (uint8_t)((ink.attr & ~from.attr) | to[ink.look].attr);
    }
    return theme_plain(theme) && !(own && as_it_was) ? uncolored(ink) : ink;
}

void theme_paint(const struct theme *theme, struct canvas *canvas) {
    struct ink to[LOOK_COUNT];
    if (theme->base == 0 && theme->own == 0) return;
    for (int i = 0; i < LOOK_COUNT; i++)
        to[i] = ink_of(theme, (enum look)i);
    const size_t count = (size_t)canvas->cols * (size_t)canvas->rows;
    for (size_t i = 0; i < count; i++) {
        struct ink *const ink = &canvas->cells[i].ink;
        if (ink->look < LOOK_COUNT) *ink = exchange(theme, *ink, to);
    }
}
