/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What commands print: results on standard output or into a file, words for people on standard
 * error.
 *
 * All text that is printed here is first made safe: characters that must not reach a screen become
 * `·`, and where the output is ASCII the others become what looks most like them. */
#ifndef CLI_OUT_H
#define CLI_OUT_H

#include "base/err.h"
#include "io/save.h"
#include <stdbool.h>
#include <stdio.h>

struct options;

enum out_when { OUT_AUTO, OUT_ALWAYS, OUT_NEVER };

enum out_ink { OUT_PLAIN, OUT_STRONG, OUT_WARNING, OUT_FAINT };

enum { OUT_COLUMNS = 80 }; /* text is laid out for so many */

struct out {
    struct save save;
    FILE *to; /* for what is not text for people (JSON, CSV): no folding, no colour */
    bool ascii, color, force;
    bool starved; /* something is missing because memory ran out: out_close will fail */
};

/* Start the output that the options ask for. False, with the message already printed, where it
 * cannot be. */
bool out_open(struct out *out, const struct options *options);

/* Finish it. Returns the exit status: 0, or 1 with the message printed where anything could not be
 * written. */
int out_close(struct out *out);

/* Give up: no file is left. */
void out_cancel(struct out *out);

/* Print text (printf-style); it may hold newlines. */
void out_print(struct out *out, enum out_ink ink, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Print one cell, filled up with blanks to width columns: text left, or right where width is
 * negative. */
void out_cell(struct out *out, enum out_ink ink, int width, const char *text);

/* Print text between column indent and OUT_COLUMNS, broken at blanks, with label in front of its
 * first line. */
void out_wrap(struct out *out, enum out_ink ink, int indent, const char *label, const char *text);

/* Columns that text will take. */
int out_width(const struct out *out, const char *text);

/* Whether text must be ASCII: asked for, or the locale's encoding is not UTF-8. */
bool out_ascii(bool asked);

/* Print "bitplan: message" on standard error. Returns status, so that a command can end with it. */
int out_fail(int status, const struct err *err);

#endif
