/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well a few letters typed in a hurry name a text. */
#ifndef BASE_FUZZY_H
#define BASE_FUZZY_H

#include <stdbool.h>

enum { FUZZY_TEXT = 128, FUZZY_NONE = -1000000 };

/* Score of query in text, higher is better: each of the query's words, parted by blanks, must have
 * its characters in text in their order (ASCII letters in any case). Characters side by side, at
 * the starts of words and in the right case score, gaps cost. FUZZY_NONE where a word is not in
 * text, 0 for a query without words. Only the first FUZZY_TEXT characters of text are looked at.
 *
 * mark, where not NULL: set true for each character of text, by number from 0, that was matched;
 * the others are left as they are. */
int fuzzy_score(const char *query, const char *text, bool mark[FUZZY_TEXT]);

#endif
