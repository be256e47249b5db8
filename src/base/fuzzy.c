/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/fuzzy.h"

#include "base/text.h"
#include <stddef.h>
#include <string.h>

enum {
    WORD_TEXT = 32, /* characters of a query's word; what is more is not in any name */
    POINT_MATCH = 8,
    POINT_BESIDE = 14, /* right after the one matched before */
    POINT_START = 12,  /* at the start of a word */
    POINT_FIRST = 6,   /* at the start of the text, on top */
    POINT_CASE = 1,
    COST_GAP = 3,     /* to leave characters out at all */
    COST_SKIPPED = 1, /* for each */
    COST_LATE = 6     /* most that starting late costs */
};

static int decode(const char *text, uint32_t *codes, int most) {
    int count = 0;
    while (*text && count < most)
        codes[count++] = text_next(&text);
    return count;
}

static uint32_t lower(uint32_t code) {
    return code >= 'A' && code <= 'Z' ? code + ('a' - 'A') : code;
}

static bool is_wordly(uint32_t code) {
    const uint32_t small = lower(code);
    return (small >= 'a' && small <= 'z') || (code >= '0' && code <= '9') || code >= 0x80;
}

/* What a match at a place of the text is worth by itself. */
static int worth(const uint32_t *text, int at, uint32_t wanted) {
    int points = POINT_MATCH + (text[at] == wanted ? POINT_CASE : 0);
    if (at == 0) points += POINT_FIRST;
    if (is_wordly(text[at]) && (at == 0 || !is_wordly(text[at - 1]))) points += POINT_START;
    return points;
}

/* The best score of the first i + 1 characters of a word whose last one is matched at j, and where
 * the one before it is matched then. */
struct table {
    int score[WORD_TEXT][FUZZY_TEXT];
    short before[WORD_TEXT][FUZZY_TEXT];
};

static void fill_first(struct table *table, const uint32_t *text, int length, uint32_t wanted) {
    for (int j = 0; j < length; j++) {
        const bool same = lower(text[j]) == lower(wanted);
        const int late = j < COST_LATE ? j : COST_LATE;
        table->score[0][j] = same ? worth(text, j, wanted) - late : FUZZY_NONE;
        table->before[0][j] = -1;
    }
}

/* A gap's cost grows with its length alike wherever it began, so the best beginning moves on with
 * j. */
static void fill_next(struct table *table, int i, const uint32_t *text, int length,
                      uint32_t wanted) {
    int best = FUZZY_NONE, best_at = -1; /* of row i − 1, over a gap that ends before j */
    for (int j = 0; j < length; j++) {
        int *const score = &table->score[i][j];
        *score = FUZZY_NONE;
        table->before[i][j] = -1;
        if (j >= 2 && table->score[i - 1][j - 2] - COST_GAP > best) {
            best = table->score[i - 1][j - 2] - COST_GAP;
            best_at = j - 2;
        }
        if (best_at >= 0) best -= COST_SKIPPED;
        if (j == 0 || lower(text[j]) != lower(wanted)) continue;
        const int points = worth(text, j, wanted), beside = table->score[i - 1][j - 1];
        if (beside > FUZZY_NONE && beside + POINT_BESIDE >= best) {
            *score = points + beside + POINT_BESIDE;
            table->before[i][j] = (short)(j - 1);
        } else if (best_at >= 0) {
            *score = points + best;
            table->before[i][j] = (short)best_at;
        }
    }
}

static int word_score(const uint32_t *word, int count, const uint32_t *text, int length,
                      bool *mark) {
    struct table table = {0};
    int best = FUZZY_NONE, at = -1;
    if (count == 0 || count > length) return FUZZY_NONE;
    fill_first(&table, text, length, word[0]);
    for (int i = 1; i < count; i++)
        fill_next(&table, i, text, length, word[i]);
    for (int j = 0; j < length; j++) {
        if (table.score[count - 1][j] <= best) continue;
        best = table.score[count - 1][j];
        at = j;
    }
    for (int i = count - 1; mark && best > FUZZY_NONE && i >= 0; i--) {
        mark[at] = true;
        at = table.before[i][at];
    }
    return best;
}

int fuzzy_score(const char *query, const char *text, bool mark[FUZZY_TEXT]) {
    uint32_t codes[FUZZY_TEXT], word[WORD_TEXT + 1];
    bool found[FUZZY_TEXT] = {false};
    const int length = decode(text, codes, FUZZY_TEXT);
    int sum = 0;
    while (*(query += strspn(query, " "))) {
        int count = 0;
        do {
            word[count++] = text_next(&query);
        } while (*query && *query != ' ' && count <= WORD_TEXT);
        if (count > WORD_TEXT) return FUZZY_NONE;
        const int score = word_score(word, count, codes, length, found);
        if (score == FUZZY_NONE) return FUZZY_NONE;
        sum += score;
    }
    for (int i = 0; mark && i < length; i++)
        mark[i] = mark[i] || found[i];
    return sum;
}
