/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/out.h"

#include "base/text.h"
#include "cli/opt.h"
#include "ui/fold.h"
#include <langinfo.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE = 4096 };

bool out_ascii(bool asked) {
    return asked || strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
}

static bool wants_color(enum out_when when, FILE *to) {
    if (when != OUT_AUTO) return when == OUT_ALWAYS;
    const char *const no_color = getenv("NO_COLOR");
    const char *const term = getenv("TERM");
    if (no_color && *no_color) return false;
    if (!term || !*term || strcmp(term, "dumb") == 0) return false;
    return isatty(fileno(to)) == 1;
}

bool out_open(struct out *out, const struct options *options) {
    struct err err;
    *out = (struct out){.force = options->force, .ascii = out_ascii(options->ascii)};
    if (!save_open(&out->save, options->output, options->force, &err)) {
        out_fail(1, &err);
        return false;
    }
    out->to = out->save.to;
    out->color = wants_color(options->color, out->to);
    return true;
}

int out_close(struct out *out) {
    struct err err;
    if (out->starved) {
        save_cancel(&out->save);
        return out_fail(1, &(struct err){.text = "out of memory"});
    }
    if (!save_commit(&out->save, out->force, &err)) return out_fail(1, &err);
    return 0;
}

void out_cancel(struct out *out) {
    save_cancel(&out->save);
}

/* The planner's own folding, so that both say the same. */
static void fold(char *out, size_t size, const char *text) {
    uint32_t before = 0;
    size_t length = 0;
    while (*text && length + FOLD_TEXT < size) {
        char folded[FOLD_TEXT];
        const uint32_t code = text_next(&text);
        length += strlen(strcpy(out + length, fold_text(folded, code, before)));
        before = code;
    }
    out[length] = '\0';
}

/* Text without newlines, as it may be shown. */
static void make_safe(char out[LINE], const char *text, bool ascii) {
    char clean[LINE];
    text_clean(clean, sizeof clean, text);
    if (ascii) {
        fold(out, LINE, clean);
    } else {
        memcpy(out, clean, strlen(clean) + 1);
    }
}

static const char *const escapes[] = {[OUT_PLAIN] = "",
                                      [OUT_STRONG] = "\033[1m",
                                      [OUT_WARNING] = "\033[33m",
                                      [OUT_FAINT] = "\033[2m"};

static void put(const struct out *out, enum out_ink ink, const char *safe) {
    const bool colored = out->color && ink != OUT_PLAIN && *safe;
    fprintf(out->to, "%s%s%s", colored ? escapes[ink] : "", safe, colored ? "\033[0m" : "");
}

void out_print(struct out *out, enum out_ink ink, const char *format, ...) {
    char *text, safe[LINE];
    va_list args;
    va_start(args, format);
    const int length = vasprintf(&text, format, args);
    va_end(args);
    if (length < 0) {
        out->starved = true;
        return;
    }
    char *line = text;
    for (;;) {
        char *const end = strchr(line, '\n');
        if (end) *end = '\0';
        make_safe(safe, line, out->ascii);
        put(out, ink, safe);
        if (!end) break;
        fputc('\n', out->to);
        line = end + 1;
    }
    free(text);
}

int out_width(const struct out *out, const char *text) {
    char safe[LINE];
    make_safe(safe, text, out->ascii);
    return text_width(safe);
}

void out_cell(struct out *out, enum out_ink ink, int width, const char *text) {
    char safe[LINE];
    make_safe(safe, text, out->ascii);
    const int blank = abs(width) - text_width(safe);
    if (width < 0 && blank > 0) fprintf(out->to, "%*s", blank, "");
    put(out, ink, safe);
    if (width > 0 && blank > 0) fprintf(out->to, "%*s", blank, "");
}

/* Bytes of text that fit into columns, broken at a blank where there is one; at least one
 * character. */
static size_t line_that_fits(const char *text, int columns) {
    const char *at = text, *good = NULL;
    int width = 0;
    while (*at) {
        const char *const here = at;
        const uint32_t code = text_next(&at);
        if (code == ' ') good = here;
        width += text_char_width(code);
        if (width > columns && here > text)
            return (size_t)((good && good > text ? good : here) - text);
    }
    return (size_t)(at - text);
}

void out_wrap(struct out *out, enum out_ink ink, int indent, const char *label, const char *text) {
    char safe[LINE];
    make_safe(safe, text, out->ascii);
    out_cell(out, ink, indent, label);
    /* A label too long for the indent leaves its text no room beside it. */
    if (*label && out_width(out, label) >= indent) fprintf(out->to, "\n%*s", indent, "");
    for (const char *line = safe;;) {
        const size_t length = line_that_fits(line, OUT_COLUMNS - indent);
        char part[LINE];
        memcpy(part, line, length);
        size_t end = length;
        while (end > 0 && part[end - 1] == ' ')
            end--;
        part[end] = '\0';
        put(out, ink, part);
        fputc('\n', out->to);
        line += length;
        line += strspn(line, " ");
        if (!*line) return;
        fprintf(out->to, "%*s", indent, "");
    }
}

int out_fail(int status, const struct err *err) {
    char safe[LINE];
    make_safe(safe, err->text, out_ascii(false));
    fprintf(stderr, "bitplan: %s\n", safe);
    return status;
}
