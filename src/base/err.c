/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/err.h"
#include "base/text.h"

#include <stdarg.h>

#undef err_set
#undef err_starved
#undef err_at

bool err_set(struct err *err, const char *format, ...) {
    va_list args;
    va_start(args, format);
    text_format(err->text, sizeof err->text, format, args);
    va_end(args);
    err->starved = false;
    return false;
}

bool err_starved(struct err *err, const char *format, ...) {
    va_list args;
    va_start(args, format);
    text_format(err->text, sizeof err->text, format, args);
    va_end(args);
    err->starved = true;
    return false;
}

bool err_at(struct err *err, const char *format, ...) {
    const struct err old = *err;
    va_list args;
    va_start(args, format);
    text_format(err->text, sizeof err->text, format, args);
    va_end(args);
    text_append(err->text, sizeof err->text, ": %s", old.text);
    return false;
}

void notes_add(struct notes *notes, const struct err *err) {
    if (notes->count < NOTES_KEPT) notes->note[notes->count] = *err;
    notes->count++;
}
