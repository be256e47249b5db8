/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/fold.h"

#include "base/text.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

struct fold {
    uint32_t code;
    char cell;        /* in a picture */
    const char *text; /* in running text; NULL for the same */
};

/* Ordered by code, for bsearch. */
static const struct fold folds[] = {
    {0xA0, ' ', NULL},       {0xA7, 'S', NULL},       {0xAB, '<', "<<"},
    {0xB0, 'o', NULL},       {0xB1, '+', "+/-"},      {0xB4, '\'', NULL},
    {0xB5, 'u', NULL},       {0xB7, '.', NULL},       {0xBB, '>', ">>"},
    {0xBC, '?', "1/4"},      {0xBD, '?', "1/2"},      {0xBE, '?', "3/4"},
    {0xD7, 'x', NULL},       {0xF7, '/', NULL},       {0x391, 'A', NULL},
    {0x392, 'B', NULL},      {0x393, 'G', "Gamma"},   {0x394, 'D', NULL},
    {0x395, 'E', NULL},      {0x396, 'Z', NULL},      {0x397, 'H', NULL},
    {0x398, 'T', "Theta"},   {0x399, 'I', NULL},      {0x39A, 'K', NULL},
    {0x39B, 'L', "Lambda"},  {0x39C, 'M', NULL},      {0x39D, 'N', NULL},
    {0x39E, 'X', "Xi"},      {0x39F, 'O', NULL},      {0x3A0, 'P', "prod"},
    {0x3A1, 'P', NULL},      {0x3A3, 'S', "sum"},     {0x3A4, 'T', NULL},
    {0x3A5, 'Y', NULL},      {0x3A6, 'F', "Phi"},     {0x3A7, 'X', NULL},
    {0x3A8, 'P', "Psi"},     {0x3A9, 'O', "Omega"},   {0x3B1, 'a', "alpha"},
    {0x3B2, 'b', "beta"},    {0x3B3, 'g', "gamma"},   {0x3B4, 'd', "delta"},
    {0x3B5, 'e', "epsilon"}, {0x3B6, 'z', "zeta"},    {0x3B7, 'n', "eta"},
    {0x3B8, 't', "theta"},   {0x3B9, 'i', "iota"},    {0x3BA, 'k', "kappa"},
    {0x3BB, 'l', "lambda"},  {0x3BC, 'u', "mu"},      {0x3BD, 'v', "nu"},
    {0x3BE, 'x', "xi"},      {0x3BF, 'o', "omicron"}, {0x3C0, 'p', "pi"},
    {0x3C1, 'r', "rho"},     {0x3C2, 's', "sigma"},   {0x3C3, 's', "sigma"},
    {0x3C4, 't', "tau"},     {0x3C5, 'u', "upsilon"}, {0x3C6, 'f', "phi"},
    {0x3C7, 'x', "chi"},     {0x3C8, 'p', "psi"},     {0x3C9, 'w', "omega"},
    {0x3D1, 't', "theta"},   {0x3D5, 'f', "phi"},     {0x3F5, 'e', "epsilon"},
    {0x2010, '-', NULL},     {0x2011, '-', NULL},     {0x2012, '-', NULL},
    {0x2013, '-', NULL},     {0x2014, '-', NULL},     {0x2018, '\'', NULL},
    {0x2019, '\'', NULL},    {0x201C, '"', NULL},     {0x201D, '"', NULL},
    {0x2022, '*', NULL},     {0x2026, '.', "..."},    {0x2032, '\'', NULL},
    {0x2033, '"', NULL},     {0x2113, 'l', NULL},     {0x2190, '<', "<-"},
    {0x2191, '^', NULL},     {0x2192, '>', "->"},     {0x2193, 'v', NULL},
    {0x2194, '-', "<->"},    {0x2195, '|', "^v"},     {0x21D2, '>', "=>"},
    {0x21E7, '^', "Shift-"}, {0x2202, 'd', NULL},     {0x2206, 'D', NULL},
    {0x2207, 'V', NULL},     {0x220F, 'P', "prod"},   {0x2211, 'S', "sum"},
    {0x2212, '-', NULL},     {0x2217, '*', NULL},     {0x2219, '.', NULL},
    {0x221A, 'V', "sqrt"},   {0x221D, '~', NULL},     {0x221E, '?', "inf"},
    {0x223C, '~', NULL},     {0x2248, '~', NULL},     {0x2260, '#', "!="},
    {0x2264, '<', "<="},     {0x2265, '>', ">="},     {0x226A, '<', "<<"},
    {0x226B, '>', ">>"},     {0x22C5, '.', NULL},     {0x22EE, ':', NULL},
    {0x22EF, '.', "..."},    {0x25A0, '#', NULL},     {0x25A1, 'o', NULL},
    {0x25AA, '#', NULL},     {0x25B2, '!', NULL},     {0x25B4, '^', NULL},
    {0x25B6, '>', NULL},     {0x25B8, '>', NULL},     {0x25BC, 'v', NULL},
    {0x25BE, 'v', NULL},     {0x25BF, 'v', NULL},     {0x25C0, '<', NULL},
    {0x25C2, '<', NULL},     {0x25C6, '#', NULL},     {0x25C7, 'o', NULL},
    {0x25CB, 'o', NULL},     {0x25CF, 'o', NULL},     {0x25E6, 'o', NULL},
    {0x2605, '*', NULL},     {0x2606, '*', NULL},     {0x2713, 'v', NULL},
    {0x2715, 'x', NULL},     {0x2717, 'x', NULL},     {0x271A, '+', NULL},
    {0x27E8, '<', NULL},     {0x27E9, '>', NULL}};

static int by_code(const void *key, const void *row) {
    const uint32_t code = *(const uint32_t *)key, other = ((const struct fold *)row)->code;
    return code < other ? -1 : code > other;
}

/* Dots by their height: a lone line of them is drawn at its height, anything taller stands on end.
 */
static char fold_braille(uint32_t dots) {
    const bool first = dots & 0x09, second = dots & 0x12, third = dots & 0x24, last = dots & 0xC0;
    if (dots == 0) return ' ';
    if (dots == 0xFF) return '#';
    if ((first || second) && (third || last)) return first || last ? ':' : '-';
    if (first) return '\'';
    if (second || (third && !last)) return '-';
    return (dots & 0xC0) == 0xC0 ? '_' : '.';
}

/* Box drawing: the horizontals, the verticals, and all that joins them. */
static char fold_box(uint32_t code) {
    static const char lines[] = "-=||-=||-=||";
    if (code < 0x250C) return lines[code - 0x2500];
    if (code == 0x254C) return '-';
    if (code == 0x254D || code == 0x2550) return '=';
    if (code == 0x254E || code == 0x254F || code == 0x2551) return '|';
    if (code == 0x2571) return '/';
    if (code == 0x2572) return '\\';
    if (code == 0x2573) return 'X';
    if (code >= 0x2574) return code % 2 == 0 ? '-' : '|';
    return '+';
}

/* Block elements from U+2580 on: halves, eighths from below, from the left, shades, corners. */
static const char blocks[] = "\"___=########   #%%%\"|..'#:##':#";

/* The digit or sign that a superscript (or a subscript) stands for, 0 where it is none. */
static char superscript(uint32_t code) {
    if (code == 0xB9) return '1';
    if (code == 0xB2 || code == 0xB3) return (char)('2' + (code - 0xB2));
    if (code == 0x2070 || (code >= 0x2074 && code <= 0x2079)) return (char)('0' + (code - 0x2070));
    if (code == 0x207A) return '+';
    return code == 0x207B ? '-' : 0;
}

static char subscript(uint32_t code) {
    if (code >= 0x2080 && code <= 0x2089) return (char)('0' + (code - 0x2080));
    if (code == 0x208A) return '+';
    return code == 0x208B ? '-' : 0;
}

static char fold_one(uint32_t code, const char **text) {
    *text = NULL;
    if (code < 0x20 || code == 0x7F) return '?';
    if (code < 0x80) return (char)code;
    if (code >= 0x2500 && code <= 0x257F) return fold_box(code);
    if (code >= 0x2580 && code <= 0x259F) return blocks[code - 0x2580];
    if (code >= 0x2800 && code <= 0x28FF) return fold_braille(code - 0x2800);
    if (superscript(code)) return superscript(code);
    if (subscript(code)) return subscript(code);
    const struct fold *fold =
        bsearch(&code, folds, sizeof folds / sizeof *folds, sizeof *folds, by_code);
    if (!fold) return '?';
    *text = fold->text;
    return fold->cell;
}

char fold_cell(uint32_t code) {
    const char *text;
    return fold_one(code, &text);
}

const char *fold_text(char out[FOLD_TEXT], uint32_t code, uint32_t before) {
    const char *text;
    const char one = fold_one(code, &text);
    if (code >= 0x80 && text_char_width(code) == 0) {
        out[0] = '\0';
    } else if (text) {
        text_copy(out, FOLD_TEXT, text);
    } else if (superscript(code) && !superscript(before)) {
        snprintf(out, FOLD_TEXT, "^%c", one);
    } else {
        snprintf(out, FOLD_TEXT, "%c", one);
    }
    return out;
}
