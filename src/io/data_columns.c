/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/data_parts.h"

#include "base/num.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* Names of what is no input of a law. */
enum extra { EXTRA_LOSS, EXTRA_WEIGHT, EXTRA_RUN, EXTRAS };

static const char *const extras[EXTRAS] = {"loss", "weight", "run"};

/* Those that stand for the whole row, in a header that has no `run`. */
static const char *const run_names[] = {"name", "id"};

enum { INPUTS_NEEDED = INPUT_BIT(IN_G) | INPUT_BIT(IN_E) | INPUT_BIT(IN_M) };

void data_columns_free(struct data_columns *columns) {
    free(columns->title);
    columns->title = NULL;
    columns->count = 0;
}

/* One block: the list, and the texts after it. */
static bool copy_titles(struct data_columns *columns, const struct table_row *header,
                        struct err *err) {
    const size_t list = ((size_t)header->count + 1) * sizeof *columns->title;
    size_t size = list;
    for (int i = 0; i < header->count; i++)
        size += strlen(header->cell[i]) + 1;
    columns->title = malloc(size);
    if (!columns->title) return err_starved(err, "no memory to read it");
    char *text = (char *)columns->title + list;
    for (int i = 0; i < header->count; i++) {
        columns->title[i] = text;
        text += strlen(strcpy(text, header->cell[i])) + 1;
    }
    columns->count = header->count;
    return true;
}

static int find(const struct data_columns *columns, const char *title) {
    for (int i = 0; i < columns->count; i++) {
        if (strcmp(columns->title[i], title) == 0) return i;
    }
    return DATA_NONE;
}

/* The column of that title; false where there is none, or there are two. */
static bool find_one(const struct data_columns *columns, const char *title, int *at,
                     struct err *err) {
    *at = find(columns, title);
    for (int i = *at + 1; *at != DATA_NONE && i < columns->count; i++) {
        if (strcmp(columns->title[i], title) == 0)
            return err_set(err, "two columns are called %s; expected one", title);
    }
    if (*at != DATA_NONE) return true;
    const char *const near = text_nearest(title, columns->title, (size_t)columns->count);
    err_set(err, "no column %s", title);
    if (near) {
        text_append(err->text, sizeof err->text, "; did you mean %s?", near);
        return false;
    }
    text_append(err->text, sizeof err->text, "; expected one of");
    for (int i = 0; i < columns->count; i++)
        text_append(err->text, sizeof err->text, " %s", columns->title[i]);
    return false;
}

/* Where the column of a name of ours is kept, or NULL. */
static int *place_of(struct data_columns *columns, const char *name) {
    int *const extra[EXTRAS] = {&columns->loss, &columns->weight, &columns->run};
    for (int i = 0; i < EXTRAS; i++) {
        if (strcmp(name, extras[i]) == 0) return extra[i];
    }
    const enum input input = input_find(name);
    return input == INPUT_NONE ? NULL : &columns->input[input];
}

static bool unknown_name(const char *name, const char *word, struct err *err) {
    const char *names[INPUT_COUNT + EXTRAS];
    for (int i = 0; i < INPUT_COUNT; i++)
        names[i] = inputs[i].name;
    for (int i = 0; i < EXTRAS; i++)
        names[INPUT_COUNT + i] = extras[i];
    const char *const near = text_nearest(name, names, INPUT_COUNT + EXTRAS);
    return err_set(err, "--column %s: %s is nothing to be read; expected %s", word, name,
                   near ? near : "N, D, loss, weight, run or an input, as in N=N_nonemb");
}

/* Where what a column is multiplied by is kept, or NULL: bits and words are as they are. */
static double *times_of(struct data_columns *columns, const int *place) {
    if (place == &columns->input[IN_N]) return &columns->times_N;
    if (place == &columns->input[IN_D]) return &columns->times_D;
    return place == &columns->loss ? &columns->times_loss : NULL;
}

/* "tokens_B*1e9": a column and what it is multiplied by; a title may have a star of its own. */
static bool take_title(struct data_columns *columns, const char *text, int *place,
                       struct err *err) {
    char title[DATA_TEXT];
    double factor;
    const char *const star = strrchr(text, '*');
    if (!star || find(columns, text) != DATA_NONE || star - text >= DATA_TEXT)
        return find_one(columns, text, place, err);
    if (!num_parse(star + 1, &factor) || !(factor > 0))
        return err_set(err, "%s is no number above 0; expected COLUMN*NUMBER, as in tokens_B*1e9",
                       star + 1);
    double *const times = times_of(columns, place);
    if (!times) return err_set(err, "%s; expected it of N, D or loss alone", star);
    *times = factor;
    return find_one(columns, text_copy(title, (size_t)(star - text) + 1, text), place, err);
}

/* "N=N_nonemb" */
static bool rename_one(struct data_columns *columns, const char *word, struct err *err) {
    char name[DATA_TEXT];
    const char *const equals = strchr(word, '=');
    if (!equals || equals == word || !equals[1] || equals - word >= DATA_TEXT)
        return err_set(err, "--column %s: expected NAME=COLUMN, as in N=N_nonemb", word);
    text_copy(name, (size_t)(equals - word) + 1, word);
    int *const place = place_of(columns, name);
    if (!place) return unknown_name(name, word, err);
    if (*place != DATA_NONE)
        return err_set(err, "--column %s: %s is renamed twice; expected once", word, name);
    const char *const comma = strchr(equals, ',');
    if (comma && strchr(comma, '=') && find(columns, equals + 1) == DATA_NONE)
        return err_set(err, "--column %s: expected one NAME=COLUMN; repeat --column for more",
                       word);
    return take_title(columns, equals + 1, place, err) || err_at(err, "--column %s", word);
}

/* A column under its own name, where it was not renamed; DATA_NONE where there is none. */
static bool own_name(struct data_columns *columns, const char *name, struct err *err) {
    int *const place = place_of(columns, name);
    if (*place != DATA_NONE || find(columns, name) == DATA_NONE) return true;
    return find_one(columns, name, place, err);
}

static bool own_names(struct data_columns *columns, const struct data_ask *ask, struct err *err) {
    const unsigned reads = ask->law->reads | ask->also;
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (!(reads & INPUT_BIT(i))) {
            columns->input[i] = DATA_NONE;
        } else if (!own_name(columns, inputs[i].name, err)) {
            return false;
        }
    }
    for (int i = 0; i < EXTRAS; i++) {
        if (!own_name(columns, extras[i], err)) return false;
    }
    for (size_t i = 0; columns->run == DATA_NONE && i < sizeof run_names / sizeof *run_names; i++)
        columns->run = find(columns, run_names[i]);
    return true;
}

/* Names of ours that have no column, with what they are. */
struct lack {
    const char *name, *what;
};

/* One: with the nearest title. Several: with all titles, as none of ours may be near. */
static bool missing(const struct data_columns *columns, const struct lack *lack, int count,
                    struct err *err) {
    double number;
    if (columns->count > 0 && num_parse(columns->title[0], &number))
        return err_set(err, "no header, but %.40s; expected the columns' names, as in N,D,loss",
                       columns->title[0]);
    if (count == 1) {
        const char *const near = text_nearest(lack->name, columns->title, (size_t)columns->count);
        const enum input input = input_find(lack->name);
        const bool given = input != INPUT_NONE && input != IN_N && input != IN_D;
        return err_set(err, "no column %s (%s); expected it%s --column %s=%s%s%s%s", lack->name,
                       lack->what, given ? "," : ", or", lack->name, near ? near : "ITS NAME HERE",
                       given ? ", or " : "", given ? lack->name : "",
                       given ? "=VALUE for all runs" : "");
    }
    err_set(err, "no columns");
    for (int i = 0; i < count; i++)
        text_append(err->text, sizeof err->text, "%s %s", i ? "," : "", lack[i].name);
    text_append(err->text, sizeof err->text,
                "; expected them, or --column %s=COLUMN and so on, one for each, of", lack->name);
    for (int i = 0; i < columns->count; i++)
        text_append(err->text, sizeof err->text, "%s %s", i ? "," : "", columns->title[i]);
    return false;
}

void data_columns_shared(const struct data_columns *columns, char *out, size_t size) {
    static const char *const name[] = {"N", "D", "loss"};
    const int at[] = {columns->input[IN_N], columns->input[IN_D], columns->loss};
    for (int i = 0; i < 3; i++) {
        for (int k = i + 1; k < 3; k++) {
            if (at[i] != at[k] || at[i] < 0) continue;
            text_append(out, size, "%sthe column %s is read as %s and as %s", *out ? "; " : "",
                        columns->title[at[i]], name[i], name[k]);
        }
    }
}

unsigned data_columns_has(const struct data_columns *columns) {
    unsigned has = 0;
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (columns->input[i] != DATA_NONE) has |= INPUT_BIT(i);
    }
    return has;
}

/* Whether there are bits of any kind for a law about them. */
static bool has_bits(unsigned has, const struct law *law, bool grouped, struct err *err) {
    const unsigned bits = law->reads & INPUTS_BITS;
    if (!bits || (bits & has) || (grouped && law == &law_compression)) return true;
    err_set(err, "no column of bits, and law %s is about them; expected at least one of",
            law->name);
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (bits & INPUT_BIT(i)) text_append(err->text, sizeof err->text, " %s", inputs[i].name);
    }
    text_append(err->text, sizeof err->text, ", or --column %s=ITS NAME HERE",
                inputs[bits & INPUT_BIT(IN_W) ? IN_W : IN_POST].name);
    return false;
}

bool data_file_suits(const struct data_report *report, const struct law *law, bool grouped,
                     struct err *err) {
    const unsigned lacks = law->reads & INPUTS_NEEDED & ~report->has;
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (lacks & INPUT_BIT(i))
            return err_set(err, "no column %s (%s); expected it, or %s=VALUE for all runs",
                           inputs[i].name, inputs[i].title, inputs[i].name);
    }
    return has_bits(report->has, law, grouped, err);
}

/* What the law cannot do without. */
static bool check_needed(const struct data_columns *columns, const struct data_ask *ask,
                         struct err *err) {
    const unsigned has = ask->given | data_columns_has(columns);
    const unsigned needed = INPUT_BIT(IN_N) | INPUT_BIT(IN_D) | (ask->law->reads & INPUTS_NEEDED);
    struct lack lack[INPUT_COUNT + 1];
    int count = 0;
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (needed & ~has & INPUT_BIT(i))
            lack[count++] = (struct lack){inputs[i].name, inputs[i].title};
    }
    if (columns->loss == DATA_NONE) lack[count++] = (struct lack){"loss", "nats/token"};
    if (count > 0) return missing(columns, lack, count, err);
    return has_bits(has, ask->law, ask->by != NULL, err);
}

/* A column by its title, or by the name of ours that it was given. */
static bool find_any(struct data_columns *columns, const char *name, int *at, struct err *err) {
    if (find(columns, name) == DATA_NONE) {
        const int *const place = place_of(columns, name);
        *at = place ? *place : DATA_NONE;
        if (*at != DATA_NONE) return true;
    }
    return find_one(columns, name, at, err);
}

static bool parse_end(const char *text, size_t length, double open, double *value) {
    char part[NUM_TEXT];
    if (length == 0) {
        *value = open;
        return true;
    }
    if (length >= sizeof part) return false;
    return num_parse(text_copy(part, length + 1, text), value);
}

static bool read_where(struct data_columns *columns, const char *word, struct err *err) {
    char name[DATA_TEXT];
    struct data_where *const where = &columns->where[columns->where_count];
    const char *const equals = strchr(word, '=');
    where->unlike = equals && equals > word && equals[-1] == '!';
    const ptrdiff_t length = equals ? equals - word - where->unlike : 0;
    if (length == 0 || length >= DATA_TEXT)
        return err_set(err, "--where %s: expected COLUMN=VALUE, COLUMN=LOW:HIGH or COLUMN!=VALUE",
                       word);
    text_copy(name, (size_t)length + 1, word);
    if (strcmp(name, "line") == 0 && find(columns, name) == DATA_NONE)
        where->column = DATA_LINE;
    else if (!find_any(columns, name, &where->column, err))
        return err_at(err, "--where %s", word);
    where->value = equals + 1;
    where->number = num_parse(where->value, &where->low);
    const char *const colon = strchr(where->value, ':');
    where->range =
        colon && parse_end(where->value, (size_t)(colon - where->value), -INFINITY, &where->low) &&
        parse_end(colon + 1, strlen(colon + 1), INFINITY, &where->high);
    columns->where_count++;
    return true;
}

/* The columns that an option names, none where it is not there. */
static bool read_list(struct data_columns *columns, const char *option, const char *list,
                      int place[DATA_WORDS], int *count, struct err *err) {
    for (const char *at = list; at;) {
        char name[DATA_TEXT];
        const size_t length = strcspn(at, ",");
        if (*count == DATA_WORDS)
            return err_set(err, "%s %s: expected at most %d columns", option, list, DATA_WORDS);
        text_copy(name, length + 1 < sizeof name ? length + 1 : sizeof name, at);
        const char *const trimmed = text_trim(name);
        if (!*trimmed) return err_set(err, "%s %s: expected COLUMN,COLUMN…", option, list);
        if (!find_any(columns, trimmed, &place[(*count)++], err))
            return err_at(err, "%s %s", option, list);
        at = at[length] ? at + length + 1 : NULL;
    }
    return true;
}

static bool read_all(struct data_columns *columns, const struct table_row *header,
                     const struct data_ask *ask, struct err *err) {
    if (!copy_titles(columns, header, err)) return false;
    if (columns->count == 1 && strpbrk(columns->title[0], ";\t"))
        return err_set(err, "a header without commas; expected cells parted by commas, not by %s",
                       strchr(columns->title[0], ';') ? "semicolons" : "tabs");
    for (int i = 0; i < ask->columns; i++) {
        if (!rename_one(columns, ask->column[i], err)) return false;
    }
    if (!own_names(columns, ask, err) || !check_needed(columns, ask, err)) return false;
    for (int i = 0; i < ask->wheres; i++) {
        if (!read_where(columns, ask->where[i], err)) return false;
    }
    return read_list(columns, "--by", ask->by, columns->by, &columns->by_count, err) &&
           read_list(columns, "--cluster", ask->cluster, columns->cluster, &columns->cluster_count,
                     err);
}

bool data_columns_read(struct data_columns *columns, const struct table_row *header,
                       const struct data_ask *ask, struct err *err) {
    *columns = (struct data_columns){.loss = DATA_NONE,
                                     .weight = DATA_NONE,
                                     .run = DATA_NONE,
                                     .times_N = 1,
                                     .times_D = 1,
                                     .times_loss = 1};
    for (int i = 0; i < INPUT_COUNT; i++)
        columns->input[i] = DATA_NONE;
    if (read_all(columns, header, ask, err)) return true;
    data_columns_free(columns);
    return false;
}

static bool is_used(const struct data_columns *columns, int at) {
    if (at == columns->loss || at == columns->weight || at == columns->run) return true;
    for (int i = 0; i < INPUT_COUNT; i++) {
        if (columns->input[i] == at) return true;
    }
    for (int i = 0; i < columns->by_count; i++) {
        if (columns->by[i] == at) return true;
    }
    for (int i = 0; i < columns->cluster_count; i++) {
        if (columns->cluster[i] == at) return true;
    }
    for (int i = 0; i < columns->where_count; i++) {
        if (columns->where[i].column == at) return true;
    }
    return false;
}

int data_columns_unread(const struct data_columns *columns, enum input input) {
    const int at = find(columns, inputs[input].name);
    return (INPUTS_BITS & INPUT_BIT(input)) && at != DATA_NONE && !is_used(columns, at) ? at
                                                                                        : DATA_NONE;
}

void data_columns_ignored(const struct data_columns *columns, char out[DATA_NAMES]) {
    out[0] = '\0';
    for (int i = 0; i < columns->count; i++) {
        if (!is_used(columns, i) && columns->title[i][0])
            text_append(out, DATA_NAMES, "%s%s", *out ? ", " : "", columns->title[i]);
    }
}

static bool matches(const struct data_where *where, const char *cell) {
    double value;
    if (strcmp(cell, where->value) == 0) return true;
    if (!(where->number || where->range) || !num_parse(cell, &value)) return false;
    return where->range ? value >= where->low && value <= where->high : value == where->low;
}

/* The row's cell for a condition, NULL where it has none; line: room for the row's own. */
static const char *cell_of(const struct data_where *where, const struct table_row *row,
                           char line[NUM_TEXT]) {
    if (where->column == DATA_LINE) return num_shortest(line, row->line);
    return where->column < row->count ? row->cell[where->column] : NULL;
}

bool data_columns_take(struct data_columns *columns, const struct table_row *row) {
    char line[NUM_TEXT];
    bool taken = true;
    for (int i = 0; i < columns->where_count; i++) {
        const struct data_where *const own = &columns->where[i];
        const char *const cell = cell_of(own, row, line);
        bool any = false;
        for (int j = 0; j < columns->where_count && cell; j++) {
            struct data_where *const where = &columns->where[j];
            if (where->column != own->column || where->unlike != own->unlike) continue;
            const bool met = matches(where, cell);
            where->met |= met;
            any |= met;
        }
        taken &= any != own->unlike;
    }
    return taken;
}
