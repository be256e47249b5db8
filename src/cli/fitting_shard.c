/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shards of a bootstrap: what they were made from, line by line; a row for each resample; and an
 * end with the sum of all before it. So shards of another fit, cut off or changed, are not put
 * together. */
#include "base/num.h"
#include "base/sha256.h"
#include "base/text.h"
#include "cli/fitting.h"
#include "cli/report.h"
#include "io/bytes.h"
#include "io/table_file.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PART = 6000 /* less than a cell holds */, SHOWN = 60 };

static const double seed_most = 9007199254740991.0, resamples_most = 1e6;

/* ---- What was asked for: a name, and its words; "" for nothing. */
/* A word with blanks or quotes stands in quotes, doubled inside: two words are never as one. */
static void add(char out[PART], const char *word) {
    const bool plain = !strpbrk(word, " \"");
    text_append(out, PART, "%s%s", *out ? " " : "", plain ? word : "\"");
    for (const char *at = word; *at && !plain; at++)
        text_append(out, PART, *at == '"' ? "\"\"" : "%c", *at);
    if (!plain) text_append(out, PART, "\"");
}

static void list(char out[PART], const char *const *words, int count) {
    for (int i = 0; i < count; i++)
        add(out, words[i]);
}

static void get_version(const struct fitting *fitting, char out[PART]) {
    (void)fitting;
    text_copy(out, PART, report_version());
}

static void get_data(const struct fitting *fitting, char out[PART]) {
    text_copy(out, PART, fitting->data.sha256);
}

static void get_law(const struct fitting *fitting, char out[PART]) {
    text_copy(out, PART, fitting->problem.law->name);
}

static void get_with(const struct fitting *fitting, char out[PART]) {
    const char *const form = fitting->options->fit.form;
    list(out, &form, form ? 1 : 0);
}

static void get_column(const struct fitting *fitting, char out[PART]) {
    list(out, fitting->options->fit.column, fitting->options->fit.columns);
}

static void get_where(const struct fitting *fitting, char out[PART]) {
    list(out, fitting->options->fit.where, fitting->options->fit.wheres);
}

static void get_by(const struct fitting *fitting, char out[PART]) {
    list(out, &fitting->options->fit.by, fitting->options->fit.by ? 1 : 0);
}

static void get_cluster(const struct fitting *fitting, char out[PART]) {
    list(out, &fitting->options->fit.cluster, fitting->options->fit.cluster ? 1 : 0);
}

static void get_values(const struct fitting *fitting, char out[PART]) {
    const struct options *const options = fitting->options;
    for (int i = 0; i < options->word_count; i++) {
        if (fitting_is_value(options->words[i])) add(out, options->words[i]);
    }
}

static void get_fix(const struct fitting *fitting, char out[PART]) {
    list(out, fitting->options->fit.fix, fitting->options->fit.fixes);
}

static void get_tie(const struct fitting *fitting, char out[PART]) {
    list(out, fitting->options->fit.tie, fitting->options->fit.ties);
}

static void get_loss(const struct fitting *fitting, char out[PART]) {
    text_copy(out, PART, fitting->problem.loss == FIT_SQUARED ? "squared" : "huber");
}

static void get_delta(const struct fitting *fitting, char out[PART]) {
    num_shortest(out, fitting->problem.delta);
}

static void get_skip_bad(const struct fitting *fitting, char out[PART]) {
    text_copy(out, PART, fitting->options->fit.skip_bad ? "yes" : "");
}

static void get_exhaustive(const struct fitting *fitting, char out[PART]) {
    text_copy(out, PART, fitting->options->fit.exhaustive ? "yes" : "");
}

static void get_seed(const struct fitting *fitting, char out[PART]) {
    num_shortest(out, (double)fitting->seed);
}

static void get_resamples(const struct fitting *fitting, char out[PART]) {
    num_shortest(out, fitting->resamples);
}

struct part {
    const char *name;
    void (*get)(const struct fitting *fitting, char out[PART]);
    bool taken; /* from the first shard, where it is not asked for otherwise */
};

static const struct part parts[] = {
    {"version", get_version, false},
    {"data", get_data, false},
    {"law", get_law, false},
    {"with", get_with, false},
    {"column", get_column, false},
    {"where", get_where, false},
    {"by", get_by, false},
    {"cluster", get_cluster, false},
    {"values", get_values, false},
    {"fix", get_fix, false},
    {"tie", get_tie, false},
    {"loss", get_loss, false},
    {"delta", get_delta, false},
    {"skip-bad", get_skip_bad, false},
    {"exhaustive", get_exhaustive, false},
    {"seed", get_seed, true},
    {"bootstrap", get_resamples, true},
};

enum { PARTS = sizeof parts / sizeof *parts };

/* ---- The sum of cells: of their texts, each with an end, so that how they are quoted is no
 * matter. */
static void sum_cell(struct sha256 *sha, const char *text) {
    sha256_add(sha, text, strlen(text) + 1);
}

static void sum_row(struct sha256 *sha, const struct table_row *row) {
    for (int i = 0; i < row->count; i++)
        sum_cell(sha, row->cell[i]);
    sum_cell(sha, "\n");
}

struct writer {
    FILE *to;
    struct sha256 sha;
};

static void put(struct writer *writer, const char *text, bool first) {
    char clean[PART];
    text_clean(clean, sizeof clean, text);
    table_cell(writer->to, clean, first);
    sum_cell(&writer->sha, clean);
}

static void put_end(struct writer *writer) {
    table_row_end(writer->to);
    sum_cell(&writer->sha, "\n");
}

static double *row_at(const struct boot *boot, int index) {
    return boot->value + (size_t)(index - boot->first) * (size_t)boot->count;
}

static void put_resample(struct writer *writer, const struct boot *boot, int index) {
    char text[NUM_TEXT];
    put(writer, num_shortest(text, index), true);
    for (int i = 0; i < boot->count; i++) {
        const double value = row_at(boot, index)[i];
        put(writer, isfinite(value) ? num_shortest(text, value) : "", false);
    }
    put_end(writer);
}

void fitting_shard_write(FILE *to, const struct fitting *fitting) {
    const struct boot *const boot = &fitting->boot;
    struct writer writer = {.to = to};
    char text[PART], sum[SHA256_TEXT];
    sha256_start(&writer.sha);
    for (int i = 0; i < PARTS; i++) {
        text[0] = '\0';
        parts[i].get(fitting, text);
        put(&writer, parts[i].name, true);
        put(&writer, text, false);
        put_end(&writer);
    }
    put(&writer, "resample", true);
    for (int i = 0; i < boot->count; i++)
        put(&writer, fitting->result.coefficient[i].name, false);
    put_end(&writer);
    for (int row = boot->first; row < boot->last; row++)
        put_resample(&writer, boot, row);
    sha256_end(&writer.sha, sum);
    table_cell(to, "end", true);
    table_number(to, boot->last - boot->first, false);
    table_cell(to, sum, false);
    table_row_end(to);
}

/* ---- Reading. */
struct reader {
    struct fitting *fitting;
    bool *seen; /* of each resample, in all files */
    /* of the file that is read */
    struct sha256 sha;
    int rows; /* so far, of any kind */
    bool ended;
};

static bool whole_between(const char *text, double low, double high, double *value) {
    return num_parse(text, value) && *value >= low && *value <= high && *value == floor(*value);
}

/* Seed and number of the first shard are those of all, and make room for the resamples. */
static bool take_number(struct reader *reader, const struct part *part, const char *text,
                        struct err *err) {
    struct fitting *const fitting = reader->fitting;
    const bool seed = part->get == get_seed;
    double value;
    if (!whole_between(text, seed ? 0 : 1, seed ? seed_most : resamples_most, &value))
        return err_set(err, "%s = %.*s; expected a whole number, as --shard writes it", part->name,
                       SHOWN, text);
    if (seed) {
        fitting->seed = (long long)value;
        return true;
    }
    fitting->resamples = (int)value;
    reader->seen = calloc((size_t)fitting->resamples, sizeof *reader->seen);
    return (reader->seen && boot_init(&fitting->boot, &fitting->result, (uint64_t)fitting->seed,
                                      fitting->resamples, 0, fitting->resamples)) ||
           err_starved(err, "out of memory");
}

/* Whether the user said what a part that is taken from the shards must be. */
static bool is_asked(const struct fitting *fitting, const struct part *part) {
    const struct fit_options *const fit = &fitting->options->fit;
    return part->get == get_seed ? fit->seed >= 0 : fit->resamples > 0;
}

static bool take_part(struct reader *reader, const struct table_row *row, struct err *err) {
    const struct part *const part = &parts[reader->rows];
    char expected[PART] = "", clean[PART];
    if (row->count != 2 || strcmp(row->cell[0], part->name) != 0)
        return err_set(err, "no shard of a fit; expected %s, as --shard writes it", part->name);
    if (part->taken && !reader->fitting->boot.value && !is_asked(reader->fitting, part))
        return take_number(reader, part, row->cell[1], err);
    part->get(reader->fitting, expected);
    text_clean(clean, sizeof clean, expected);
    if (strcmp(clean, row->cell[1]) != 0)
        return err_set(err, "%s = %.*s; expected %.*s, as of this fit", part->name, SHOWN,
                       *row->cell[1] ? row->cell[1] : "nothing", SHOWN, *clean ? clean : "nothing");
    if (part->get == get_resamples && !reader->fitting->boot.value)
        return take_number(reader, part, row->cell[1], err);
    return true;
}

static bool take_titles(const struct fitting *fitting, const struct table_row *row,
                        struct err *err) {
    const int count = fitting->result.count;
    bool same = row->count == 1 + count && strcmp(row->cell[0], "resample") == 0;
    for (int i = 0; same && i < count; i++)
        same = strcmp(row->cell[1 + i], fitting->result.coefficient[i].name) == 0;
    return same || err_set(err, "no shard of this fit; expected the columns of its coefficients");
}

static bool take_resample(struct reader *reader, const struct table_row *row, struct err *err) {
    struct fitting *const fitting = reader->fitting;
    double index;
    if (row->count != 1 + fitting->result.count)
        return err_set(err, "%d cells; expected %d, a resample as --shard writes it", row->count,
                       1 + fitting->result.count);
    if (!whole_between(row->cell[0], 0, fitting->resamples - 1, &index))
        return err_set(err, "resample %.*s; expected 0 to %d", SHOWN, row->cell[0],
                       fitting->resamples - 1);
    if (reader->seen[(int)index])
        return err_set(err, "resample %s a second time; expected each once", row->cell[0]);
    reader->seen[(int)index] = true;
    double *const values = row_at(&fitting->boot, (int)index);
    for (int i = 0; i < fitting->result.count; i++) {
        const char *const cell = row->cell[1 + i];
        values[i] = NAN;
        if (*cell && !num_parse(cell, &values[i]))
            return err_set(err, "\"%.40s\" is no number; expected one or nothing", cell);
    }
    return true;
}

/* The last row has the number of resamples, and the sum of all before it. */
static bool take_end(struct reader *reader, const struct table_row *row, struct err *err) {
    char sum[SHA256_TEXT];
    double count;
    sha256_end(&reader->sha, sum);
    reader->ended = row->count == 3 && num_parse(row->cell[1], &count) &&
                    count == reader->rows - PARTS - 1 && strcmp(row->cell[2], sum) == 0;
    return reader->ended ||
           err_set(err, "the sum of what is above is another; expected the file as --shard wrote "
                        "it, unchanged");
}

static bool take_row(struct reader *reader, const struct table_row *row, struct err *err) {
    if (reader->ended) return err_set(err, "more after the end; expected one shard in a file");
    if (reader->rows > PARTS && strcmp(row->cell[0], "end") == 0) return take_end(reader, row, err);
    const bool taken = reader->rows < PARTS    ? take_part(reader, row, err)
                       : reader->rows == PARTS ? take_titles(reader->fitting, row, err)
                                               : take_resample(reader, row, err);
    sum_row(&reader->sha, row);
    reader->rows++;
    return taken;
}

static bool read_file(struct reader *reader, const char *path, struct err *err) {
    struct table_reader *const table = table_open(path, err);
    struct table_row row;
    enum table_state state;
    if (!table) return false;
    sha256_start(&reader->sha);
    reader->rows = 0;
    reader->ended = false;
    while ((state = table_next(table, &row, err)) == TABLE_ROW) {
        if (take_row(reader, &row, err)) continue;
        bytes_at(err, path, row.line);
        break;
    }
    table_close(table);
    if (state != TABLE_END || reader->ended) return state == TABLE_END;
    err_set(err, reader->rows == 0 ? "empty; expected a shard"
                                   : "no end; expected the whole file as --shard wrote it");
    return bytes_at(err, path, 0);
}

static bool check_all(const struct reader *reader, struct err *err) {
    const int all = reader->fitting->resamples;
    for (int i = 0; i < all; i++) {
        if (reader->seen && reader->seen[i]) continue;
        return err_set(err, "--merge: resample %d of %d is in none of the shards", i, all);
    }
    return true;
}

bool fitting_shard_read(struct fitting *fitting, struct err *err) {
    struct reader reader = {.fitting = fitting};
    bool read = true;
    for (int i = 0; read && i < fitting->shard_paths; i++)
        read = read_file(&reader, fitting->shard_path[i], err);
    if (read) read = check_all(&reader, err);
    free(reader.seen);
    return read;
}
