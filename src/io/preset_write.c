/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/preset_write.h"

#include "base/text.h"
#include "engine/covariance.h"
#include <stdlib.h>
#include <string.h>

enum { LINE_MOST = 198 /* a byte is left for `;` */, VALUE = 16384 };

/* A word of a value, on this line or on a further, indented one, where `#` at its start would make
 * a comment of it. */
static void put_word(FILE *to, const char *word, size_t length, size_t *column) {
    if (*column + 1 + length > LINE_MOST && *column > 2) {
        fputs("\n ", to);
        *column = 1;
        if (*word == '#') {
            fputs(" ·", to);
            *column += 3;
        }
    }
    if (length > LINE_MOST - 1 - *column) length = LINE_MOST - 1 - *column;
    while (length > 0 && ((unsigned char)word[length] & 0xC0) == 0x80)
        length--;
    fprintf(to, " %.*s", (int)length, word);
    *column += length + 1;
}

/* A value behind what takes column bytes of its line already, over as many lines as it needs, with
 * what INI takes for its own replaced: `;` may begin a comment. */
static void put_words(FILE *to, size_t column, const char *value) {
    char *clean = malloc(VALUE);
    if (!clean) return;
    text_clean(clean, VALUE, value);
    for (char *at = clean; (at = strchr(at, ';'));)
        *at = ',';
    for (const char *word = clean + strspn(clean, " "); *word;) {
        const size_t length = strcspn(word, " ");
        put_word(to, word, length, &column);
        word += length + strspn(word + length, " ");
    }
    free(clean);
}

static void put_line(FILE *to, const char *name, const char *value) {
    if (!*value) return;
    fprintf(to, "%s =", name);
    put_words(to, strlen(name) + 2, value);
    fputc('\n', to);
}

/* The end of a shell's word. */
static const char *word_end(const char *at) {
    bool quoted = false;
    for (; *at && (quoted || *at != ' '); at++) {
        if (*at == '\\' && !quoted && at[1])
            at++;
        else if (*at == '\'')
            quoted = !quoted;
    }
    return at;
}

/* What INI takes for its own is inside quotes, for no word goes without them then. */
static void spell(const char *command, char *out, size_t size) {
    for (const char *at = command; *at; at++) {
        if (*at == ';')
            text_append(out, size, "'$'\\073''");
        else if (*at == ' ' && at > command && at[-1] == ' ')
            text_append(out, size, "'$'\\040''");
        else
            text_append(out, size, "%c", *at);
    }
}

static bool words_fit(const char *command) {
    for (const char *at = command; *at; at += *at == ' ') {
        const char *const end = word_end(at);
        if (end - at > LINE_MOST - 4 || *at == '#') return false;
        at = end;
    }
    return true;
}

/* A command as the shell takes it, over several lines too: broken between its words, by a \ . */
static void put_command(FILE *to, const char *command) {
    size_t column = fputs("command =", to) < 0 ? 0 : 9;
    for (const char *at = command; *at; at += *at == ' ') {
        const char *const end = word_end(at);
        const size_t length = (size_t)(end - at);
        if (column + 1 + length + 2 > LINE_MOST) {
            fputs(" \\\n", to);
            column = 0;
        }
        fprintf(to, " %.*s", (int)length, at);
        column += 1 + length;
        at = end;
    }
    fputc('\n', to);
}

/* One that cannot stand there whole is not to be run. */
static void put_cut(FILE *to, const char *command) {
    fputs("command = cut, for a line has no room for all of it:", to);
    put_words(to, LINE_MOST, command);
    fputc('\n', to);
}

static void put_command_line(FILE *to, const char *command) {
    char *const spelt = calloc(1, VALUE), *const clean = calloc(1, VALUE);
    if (spelt && clean) {
        spell(command, spelt, VALUE);
        text_clean(clean, VALUE, spelt);
        if (strcmp(spelt, clean) == 0 && strlen(spelt) < VALUE - 1 && words_fit(spelt))
            put_command(to, spelt);
        else
            put_cut(to, clean);
    }
    free(spelt);
    free(clean);
}

/* One that may not go on below: cut to what a line takes. */
static void put_short(FILE *to, const char *name, const char *value) {
    char line[PRESET_LINE];
    text_copy(line, LINE_MOST - strlen(name) - 2, value);
    put_line(to, name, line);
}

static void put_note(FILE *to, const char *note) {
    char line[PRESET_NOTE];
    if (!*note) return;
    fputs("note =", to);
    for (const char *at = note;; fputc(' ', to)) {
        const size_t length = strcspn(at, "\n");
        text_copy(line, length + 1, at);
        put_words(to, at == note ? 6 : 1, *line == '#' ? line + 1 : line);
        fputc('\n', to);
        if (!at[length]) return;
        at += length + 1;
    }
}

/* Each on a line of its own, for `;` parts them. */
static void put_assumed(FILE *to, const struct preset *preset) {
    for (int i = 0; i < preset->assumed_count; i++) {
        fputs(i ? " " : "assumed =", to);
        put_words(to, i ? 1 : 9, preset->assumed[i]);
        fputs(i + 1 < preset->assumed_count ? ";\n" : "\n", to);
    }
}

static void put_head(FILE *to, const struct preset *preset) {
    fputs("# SPDX-License-Identifier: GPL-3.0-or-later\n[preset]\n", to);
    put_short(to, "name", preset->name);
    put_short(to, "law", preset->law->name);
    put_short(to, "title", preset->title);
    put_short(to, "source", preset->source);
    put_short(to, "base", preset->base);
    put_assumed(to, preset);
    put_note(to, preset->note);
}

static void put_number(FILE *to, const struct preset *preset, struct preset_slot slot,
                       double value) {
    char name[PRESET_NAME], number[NUM_TEXT];
    if (isfinite(value))
        fprintf(to, "%s = %s\n", preset_slot_name(preset, slot, name), num_shortest(number, value));
}

static void put_coefficients(FILE *to, const struct preset *preset) {
    const struct law *const law = preset->law;
    fputs("\n[coefficients]\n", to);
    for (int i = 0; law->coefficients[i].name; i++)
        put_number(to, preset, (struct preset_slot){-1, (short)i}, preset->c[i]);
    for (int v = 0; v < preset->variant_count; v++) {
        for (int i = 0; law->variant_coefficients[i].name; i++)
            put_number(to, preset, (struct preset_slot){(short)v, (short)i},
                       preset->variant[v].c[i]);
    }
}

static void put_range(FILE *to, const struct preset *preset) {
    if (preset->ranged) fputs("\n[fitted-range]\n", to);
    for (int i = 0; i < INPUT_COUNT; i++) {
        const enum input input = (enum input)i;
        const struct range *const range = &preset->range[i];
        char low[NUM_TEXT] = "", high[NUM_TEXT] = "";
        if (!(preset->ranged & INPUT_BIT(i))) continue;
        if (isfinite(range->low)) input_text(low, input, range->low);
        if (isfinite(range->high)) input_text(high, input, range->high);
        fprintf(to, "%s = %s:%s\n", inputs[i].name, low, high);
    }
}

static void put_covariance(FILE *to, const struct preset *preset) {
    const struct covariance *const covariance = preset->covariance;
    if (!covariance) return;
    fputs("\n[covariance]\n", to);
    for (int i = 0; i < covariance->count; i++) {
        for (int j = 0; j <= i; j++) {
            char row[PRESET_NAME], column[PRESET_NAME], number[NUM_TEXT];
            const double value = covariance->value[i * covariance->count + j];
            fprintf(to, "%s.%s = %s\n", preset_slot_name(preset, covariance->slot[j], column),
                    preset_slot_name(preset, covariance->slot[i], row),
                    num_shortest(number, value));
        }
    }
}

void preset_write(FILE *to, const struct preset *preset, const struct preset_line *fit, int count) {
    put_head(to, preset);
    put_coefficients(to, preset);
    put_range(to, preset);
    put_covariance(to, preset);
    if (count > 0) fputs("\n[fit]\n", to);
    for (int i = 0; i < count; i++) {
        if (strcmp(fit[i].name, "command") == 0 && *fit[i].value)
            put_command_line(to, fit[i].value);
        else
            put_line(to, fit[i].name, fit[i].value);
    }
}
