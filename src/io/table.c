/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/table.h"

#include "base/text.h"
#include "io/json_out.h"
#include "io/table_file.h"
#include <stdlib.h>
#include <string.h>

void table_init(struct table *table) {
    memset(table, 0, sizeof *table);
}

void table_free(struct table *table) {
    for (size_t i = 0; i < table->count; i++)
        free(table->value[i].word);
    free(table->value);
    table_init(table);
}

static bool has_column(const struct table *table, const char *name) {
    for (int i = 0; i < table->columns; i++) {
        if (strcmp(table->column[i].name, name) == 0) return true;
    }
    return false;
}

void table_column(struct table *table, const char *name, const char *unit) {
    if (table->columns == TABLE_COLUMNS) {
        table->starved = true;
        return;
    }
    struct table_column *column = &table->column[table->columns];
    char unique[TABLE_NAME];
    text_clean(unique, sizeof unique, name);
    for (int i = 2; has_column(table, unique); i++) {
        text_clean(unique, sizeof unique - 8, name);
        text_append(unique, sizeof unique, " %d", i);
    }
    memcpy(column->name, unique, sizeof unique);
    column->unit = unit;
    table->columns++;
}

static struct table_value *next_value(struct table *table) {
    if (table->count == table->room) {
        const size_t room = table->room ? 2 * table->room : 256;
        struct table_value *more = realloc(table->value, room * sizeof *more);
        if (!more) {
            table->starved = true;
            return NULL;
        }
        table->value = more;
        table->room = room;
    }
    struct table_value *value = &table->value[table->count++];
    *value = (struct table_value){NAN, NULL};
    return value;
}

void table_put(struct table *table, double number) {
    struct table_value *value = next_value(table);
    if (value) value->number = number;
}

void table_put_word(struct table *table, const char *word) {
    struct table_value *value = next_value(table);
    if (!value) return;
    value->word = strdup(word);
    if (!value->word) table->starved = true;
}

void table_put_input(struct table *table, enum input input, double number) {
    const char *const word = input_word(input, number);
    if (word)
        table_put_word(table, word);
    else
        table_put(table, number);
}

int table_rows(const struct table *table) {
    return table->columns ? (int)(table->count / (size_t)table->columns) : 0;
}

static const struct table_value *value_at(const struct table *table, int row, int column) {
    return &table->value[(size_t)row * (size_t)table->columns + (size_t)column];
}

double table_at(const struct table *table, int row, int column) {
    if (row < 0 || row >= table_rows(table) || column < 0 || column >= table->columns) return NAN;
    return value_at(table, row, column)->number;
}

static void comment(FILE *to, const char *label, const char *text) {
    char clean[8192];
    text_clean(clean, sizeof clean, text);
    fprintf(to, "# %s%s\n", label, clean);
}

static void comment_units(const struct table *table, FILE *to) {
    bool any = false;
    for (int i = 0; i < table->columns; i++) {
        const struct table_column *column = &table->column[i];
        if (!column->unit[0]) continue;
        fprintf(to, "%s%s in %s", any ? ", " : "# ", column->name, column->unit);
        any = true;
    }
    if (any) fputc('\n', to);
}

bool table_csv(const struct table *table, const char *command, FILE *to) {
    if (table->starved) return false;
    comment(to, "", command);
    comment(to, "", table->title);
    comment_units(table, to);
    for (int i = 0; i < table->columns; i++)
        table_cell(to, table->column[i].name, i == 0);
    table_row_end(to);
    for (int row = 0; row < table_rows(table); row++) {
        for (int i = 0; i < table->columns; i++) {
            const struct table_value *value = value_at(table, row, i);
            if (value->word)
                table_cell(to, value->word, i == 0);
            else
                table_number(to, value->number, i == 0);
        }
        table_row_end(to);
    }
    return ferror(to) == 0;
}

static struct jout *columns_of(const struct table *table) {
    struct jout *list = jout_list();
    for (int i = 0; i < table->columns; i++) {
        struct jout *column = jout_object();
        jout_text(column, "name", table->column[i].name);
        jout_text(column, "unit", table->column[i].unit);
        jout_add(list, NULL, column);
    }
    return list;
}

static struct jout *rows_of(const struct table *table) {
    struct jout *list = jout_list();
    for (int row = 0; row < table_rows(table); row++) {
        struct jout *object = jout_object();
        for (int i = 0; i < table->columns; i++) {
            const struct table_value *value = value_at(table, row, i);
            if (value->word)
                jout_text(object, table->column[i].name, value->word[0] ? value->word : NULL);
            else
                jout_number(object, table->column[i].name, value->number);
        }
        jout_add(list, NULL, object);
    }
    return list;
}

bool table_json(const struct table *table, const char *command, const char *version, FILE *to) {
    if (table->starved) return false;
    struct jout *object = jout_object();
    jout_text(object, "version", version);
    jout_text(object, "command", command);
    jout_text(object, "title", table->title);
    jout_add(object, "columns", columns_of(table));
    jout_add(object, "rows", rows_of(table));
    const bool written = jout_write(object, true, to);
    jout_free(object);
    return written;
}
