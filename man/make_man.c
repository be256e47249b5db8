/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills a manual page's template from the program's own tables: each @name@ line becomes the rows
 * of a table, in mdoc.
 *
 *   make_man TEMPLATE >PAGE */
#include "base/text.h"
#include "cli/cmd.h"
#include "engine/output.h"
#include "ui/action.h"
#include "ui/config.h"
#include "ui/lesson.h"
#include "ui/overlay.h"
#include "ui/view.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One character that mdoc must not take for its own; columns that it takes in the page's source,
 * where what is not ASCII counts as its name. */
static int put_character(uint32_t ch, bool first) {
    char text[TEXT_CHAR];
    text_encode(text, ch);
    if (first && (ch == '.' || ch == '\'')) fputs("\\&", stdout);
    fputs(ch == '\\' ? "\\e" : ch == '-' ? "\\-" : text, stdout);
    return ch >= 0x80 ? 8 : ch == '-' || ch == '\\' ? 2 : 1;
}

static int put_word(const char *word, size_t length) {
    int taken = 0;
    for (const char *at = word; at < word + length;) {
        const bool first = at == word;
        taken += put_character(text_next(&at), first);
    }
    return taken;
}

static int word_columns(const char *word, size_t length) {
    int columns = 0;
    for (const char *at = word; at < word + length;)
        columns += text_next(&at) >= 0x80 ? 8 : 2;
    return columns;
}

/* Running text: lines short enough for the format's taste, a new one after each sentence. */
static void put(const char *text) {
    enum { LINE = 78 };
    int column = 0;
    for (const char *word = text + strspn(text, " \n"); *word;) {
        const size_t length = strcspn(word, " \n");
        const bool ends = strchr(".?!:", word[length - 1]) != NULL && word[length] != '\0';
        if (column > 0 && column + word_columns(word, length) >= LINE) column = !putchar('\n');
        if (column > 0) column += putchar(' ') == ' ';
        column += put_word(word, length);
        if (ends) column = !putchar('\n');
        word += length + strspn(word + length, " \n");
    }
    if (column > 0) putchar('\n');
}

/* Words as an argument of a macro: a short one may be a macro's name, and a delimiter alone or last
 * would not count as a word. */
static void put_argument(const char *text) {
    putchar('"');
    for (const char *at = text; *at; at++) {
        if (*at == '"')
            fputs("\\(dq", stdout);
        else if (*at == '\\')
            fputs("\\e", stdout);
        else if (*at == '-')
            fputs("\\-", stdout);
        else
            printf("%s%c", strchr(".,:;?!()[]|", *at) ? "\\&" : "", *at);
    }
    putchar('"');
}

static void item(const char *name) {
    fputs(".It Cm ", stdout);
    put_argument(name);
    putchar('\n');
}

static void synopsis(void) {
    for (int i = 0; i < COMMAND_COUNT; i++) {
        puts(".Nm");
        if (commands[i].name[0]) printf(".Cm %s\n", commands[i].name);
        put(commands[i].usage);
    }
}

/* A line of an example, as it is. */
static void put_literal(const char *line, size_t length) {
    put_word(line, length);
    putchar('\n');
}

/* A command's help: running text, with examples in indented lines. */
static void put_help(const char *help) {
    char text[1024] = "";
    bool literal = false;
    for (const char *line = help; *line;) {
        const size_t length = strcspn(line, "\n");
        const bool example = *line == ' ';
        if (!example) text_append(text, sizeof text, "%.*s ", (int)length, line);
        if (example && !literal) {
            put(text);
            text[0] = '\0';
            puts(".Bd -literal");
        } else if (!example && length > 0 && literal) {
            puts(".Ed");
        }
        literal = example || (literal && length == 0);
        if (example) put_literal(line, length);
        line += length + (line[length] == '\n');
    }
    if (literal) puts(".Ed");
    put(text);
}

static void command_rows(void) {
    for (int i = 0; i < COMMAND_COUNT; i++) {
        item(commands[i].name[0] ? commands[i].name : "bitplan");
        put_help(commands[i].help);
    }
}

static void option_takers(unsigned on) {
    const unsigned every = (1u << COMMAND_COUNT) - 1;
    char text[256] = "";
    if ((on & every) == every) return;
    for (int i = 0; i < COMMAND_COUNT; i++) {
        if (!(on & 1u << i)) continue;
        text_append(text, sizeof text, "%s%s", text[0] ? ", " : "(",
                    commands[i].name[0] ? commands[i].name : "planner");
    }
    text_append(text, sizeof text, ")");
    put(text);
}

static void option_rows(void) {
    struct option_text row;
    for (int i = 0; opt_row(i, &row); i++) {
        fputs(".It ", stdout);
        if (row.letter) printf("Fl %c , ", row.letter);
        printf("Fl \\-%s", row.name);
        if (row.argument) printf(" Ar %s", row.argument);
        putchar('\n');
        put(row.help);
        option_takers(row.commands);
    }
}

static void put_input(enum input input) {
    const struct input_row *row = &inputs[input];
    char number[NUM_TEXT], text[512];
    const char *between = "";
    snprintf(text, sizeof text, "%s: ", row->title);
    if (row->low <= row->high) {
        text_append(text, sizeof text, "%s", num_shortest(number, row->low));
        if (row->low < row->high)
            text_append(text, sizeof text, " to %s", num_shortest(number, row->high));
        between = ", ";
    }
    for (const struct input_word *word = row->words; word->name; word++, between = ", ")
        text_append(text, sizeof text, "%s%s", between, word->name);
    text_append(text, sizeof text, "; %s unless given. %s",
                input_text(number, input, row->fallback), row->help);
    put(text);
}

static void input_rows(void) {
    for (int i = 0; i < INPUT_COUNT; i++) {
        item(inputs[i].name);
        put_input((enum input)i);
    }
}

static void output_rows(void) {
    for (int i = 0; i < OUTPUT_COUNT; i++) {
        item(outputs[i].name);
        char text[512];
        snprintf(text, sizeof text, "%s%s%s. %s", outputs[i].title, outputs[i].unit[0] ? ", " : "",
                 outputs[i].unit, outputs[i].help);
        put(text);
    }
}

static void law_rows(void) {
    for (int i = 0; i < law_count(); i++) {
        const struct law *law = law_at(i);
        item(law->name);
        put(law->title);
        puts(".Pp");
        put(law->formula);
        puts(".Pp");
        put(law->source);
    }
}

static void coefficient_list(const struct coefficient *list, const char *dot) {
    for (; list->name; list++) {
        char name[64];
        snprintf(name, sizeof name, "%s%s", list->name, dot);
        item(name);
        char text[256], number[NUM_TEXT];
        snprintf(text, sizeof text, "%s%s", list->meaning,
                 list->sign == SIGN_POSITIVE       ? ", above 0"
                 : list->sign == SIGN_NOT_NEGATIVE ? ", not below 0"
                                                   : "");
        if (!isnan(list->fallback))
            text_append(text, sizeof text, "; %s where it is absent",
                        num_shortest(number, list->fallback));
        if (list->optional) text_append(text, sizeof text, "; may be absent");
        put(text);
    }
}

static void coefficient_rows(void) {
    for (int i = 0; i < law_count(); i++) {
        const struct law *law = law_at(i);
        printf(".Pp\nOf law\n.Cm %s :\n.Bl -tag -width Ds\n", law->name);
        coefficient_list(law->coefficients, "");
        if (law->variant_coefficients) coefficient_list(law->variant_coefficients, ".VARIANT");
        puts(".El");
        if (!law->variant_words) continue;
        char text[256];
        snprintf(text, sizeof text, "VARIANT is %s.", law->variant_words);
        put(text);
    }
}

static void view_rows(void) {
    for (int i = 0; i < VIEW_COUNT; i++) {
        char name[64];
        snprintf(name, sizeof name, "%c %s", views[i]->key, views[i]->title);
        item(name);
        put(views[i]->help);
    }
}

static void keymap_rows(const struct keymap *map) {
    puts(".Bl -tag -width Ds");
    for (int i = 0; i < map->action_count; i++) {
        char keys[96];
        action_keys(NULL, map, map->actions[i].name, keys, sizeof keys);
        if (keys[0] == '\0') continue;
        item(keys);
        put(map->actions[i].help);
        fputs(".Pq Cm ", stdout);
        put(map->actions[i].name);
    }
    puts(".El");
}

static void field_rows(void) {
    char keys[96];
    const char *help;
    puts(".Ss While typing\n.Bl -tag -width Ds");
    for (int i = 0; (help = overlay_typing_help(i, keys, sizeof keys)); i++) {
        item(keys);
        put(help);
    }
    puts(".El");
}

static void key_rows(void) {
    keymap_rows(&planner_keys);
    field_rows();
    puts(".Ss In a lesson");
    keymap_rows(&lesson_keys);
    for (int i = 0; i < VIEW_COUNT; i++) {
        if (!views[i]->keys) continue;
        printf(".Ss View %s\n", views[i]->title);
        keymap_rows(views[i]->keys);
    }
}

static void setting_rows(void) {
    for (int i = 0; i < config_row_count; i++) {
        const struct config_row *const row = &config_rows[i];
        char text[256];
        printf(".It Sy [%s] Cm %s\n", row->section, row->name);
        snprintf(text, sizeof text, "%s: %s (%s).", row->help, row->values, row->variable);
        put(text);
    }
}

static void look_list(void) {
    for (int i = 0; i < LOOK_COUNT; i++) {
        item(look_rows[i].name);
        put(look_rows[i].help);
    }
}

static void source_rows(void) {
    for (int i = 0; i < law_count(); i++) {
        puts(".Pp");
        put(law_at(i)->source);
    }
}

static const struct marker {
    const char *line;
    void (*rows)(void);
} markers[] = {
    {"@synopsis@", synopsis},
    {"@commands@", command_rows},
    {"@options@", option_rows},
    {"@inputs@", input_rows},
    {"@outputs@", output_rows},
    {"@laws@", law_rows},
    {"@coefficients@", coefficient_rows},
    {"@views@", view_rows},
    {"@keys@", key_rows},
    {"@settings@", setting_rows},
    {"@looks@", look_list},
    {"@sources@", source_rows},
};

static void fill(const char *line) {
    for (size_t i = 0; i < sizeof markers / sizeof *markers; i++) {
        if (strcmp(line, markers[i].line) != 0) continue;
        markers[i].rows();
        return;
    }
    puts(line);
}

int main(int argc, char **argv) {
    char line[512];
    FILE *from = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (!from) {
        fprintf(stderr, "make_man: expected a template that can be read\n");
        return 2;
    }
    while (fgets(line, sizeof line, from)) {
        line[strcspn(line, "\n")] = '\0';
        fill(line);
    }
    fclose(from);
    return fflush(stdout) == 0 ? 0 : 1;
}
