/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages for people: filled in where the fact is known, passed up untouched, printed once. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>

enum { ERR_TEXT = 512 };

struct err {
    char text[ERR_TEXT];
    bool starved; /* for want of memory: nothing was wrong with what was asked */
};

/* Fill err with a message (printf-style, one line, no newline at its end; longer ones are cut).
 * Returns false always, so that a function can end with `return err_set(err, …);`. */
bool err_set(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same where memory ran out. */
bool err_starved(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Put "where: " (printf-style) before the message that err already holds. Returns false always. */
bool err_at(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Complaints about what could be left out: the first few, and how many there were. */
enum { NOTES_KEPT = 8 };

struct notes {
    struct err note[NOTES_KEPT];
    int count;
};

void notes_add(struct notes *notes, const struct err *err);

/* That they always return false is what clang's analyzer cannot see from here. */
#ifdef __clang_analyzer__
#define err_set(...)     ((void)err_set(__VA_ARGS__), false)
#define err_starved(...) ((void)err_starved(__VA_ARGS__), false)
#define err_at(...)      ((void)err_at(__VA_ARGS__), false)
#endif

#endif
