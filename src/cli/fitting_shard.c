/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shards of a bootstrap: a row for each resample, with what it was made from, so that shards of
 * different fits cannot be put together. */
#include "base/num.h"
#include "base/text.h"
#include "cli/fitting.h"
#include "io/bytes.h"
#include "io/table_file.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { HEAD = 4 };

static const char *const head[HEAD] = {"data", "seed", "resamples", "resample"};

static double *row_at(const struct boot *boot, int index) {
    return boot->value + (size_t)(index - boot->first) * (size_t)boot->count;
}

void fitting_shard_write(FILE *to, const struct fitting *fitting) {
    const struct boot *const boot = &fitting->boot;
    for (int i = 0; i < HEAD; i++)
        table_cell(to, head[i], i == 0);
    for (int i = 0; i < boot->count; i++)
        table_cell(to, fitting->result.coefficient[i].name, false);
    table_row_end(to);
    for (int row = boot->first; row < boot->last; row++) {
        table_cell(to, fitting->data.sha256, true);
        table_number(to, (double)fitting->seed, false);
        table_number(to, boot->resamples, false);
        table_number(to, row, false);
        for (int i = 0; i < boot->count; i++)
            table_number(to, row_at(boot, row)[i], false);
        table_row_end(to);
    }
}

static bool check_header(const struct fitting *fitting, const struct table_row *row,
                         struct err *err) {
    const int count = fitting->result.count;
    bool same = row->count == HEAD + count;
    for (int i = 0; same && i < row->count; i++) {
        const char *const name = i < HEAD ? head[i] : fitting->result.coefficient[i - HEAD].name;
        same = strcmp(row->cell[i], name) == 0;
    }
    return same || err_set(err, "no shard of this fit; expected the columns of its coefficients");
}

/* The first row says what R and the seed are, the others have to agree. */
static bool take_head(struct fitting *fitting, const struct table_row *row, double *index,
                      struct err *err) {
    double seed, resamples;
    if (row->count != HEAD + fitting->result.count || !num_parse(row->cell[1], &seed) ||
        !num_parse(row->cell[2], &resamples) || !num_parse(row->cell[3], index))
        return err_set(err, "no resample; expected a row as --shard writes it");
    if (strcmp(row->cell[0], fitting->data.sha256) != 0)
        return err_set(err, "a resample of other data; expected those of %s", fitting->path);
    if (!fitting->boot.value) {
        if (!(resamples >= 1 && resamples <= 1e6))
            return err_set(err, "%s resamples; expected 1 to 1000000", row->cell[2]);
        fitting->seed = (long long)seed;
        fitting->resamples = (int)resamples;
        if (!boot_init(&fitting->boot, &fitting->result, (uint64_t)seed, (int)resamples, 0,
                       (int)resamples))
            return err_starved(err, "out of memory");
    }
    if (seed != (double)fitting->seed || resamples != fitting->resamples)
        return err_set(err, "seed %s, %s resamples; expected one seed and number in all shards",
                       row->cell[1], row->cell[2]);
    return (*index >= 0 && *index < resamples && *index == floor(*index)) ||
           err_set(err, "resample %s; expected 0 to one less than their number", row->cell[3]);
}

static bool take_row(struct fitting *fitting, const struct table_row *row, bool **seen,
                     struct err *err) {
    double index;
    if (!take_head(fitting, row, &index, err)) return false;
    if (!*seen) *seen = calloc((size_t)fitting->resamples, sizeof **seen);
    if (!*seen) return err_starved(err, "out of memory");
    if ((*seen)[(int)index])
        return err_set(err, "resample %s a second time; expected each once", row->cell[3]);
    (*seen)[(int)index] = true;
    double *const values = row_at(&fitting->boot, (int)index);
    for (int i = 0; i < fitting->result.count; i++) {
        const char *const cell = row->cell[HEAD + i];
        values[i] = NAN;
        if (*cell && !num_parse(cell, &values[i]))
            return err_set(err, "\"%.40s\" is no number; expected one or nothing", cell);
    }
    return true;
}

static bool read_file(struct fitting *fitting, const char *path, bool **seen, struct err *err) {
    struct table_reader *const reader = table_open(path, err);
    struct table_row row;
    bool first = true;
    if (!reader) return false;
    enum table_state state;
    while ((state = table_next(reader, &row, err)) == TABLE_ROW) {
        const bool taken =
            first ? check_header(fitting, &row, err) : take_row(fitting, &row, seen, err);
        first = false;
        if (taken) continue;
        bytes_at(err, path, row.line);
        break;
    }
    table_close(reader);
    if (state == TABLE_END && first) {
        err_set(err, "empty; expected a shard");
        return bytes_at(err, path, 0);
    }
    return state == TABLE_END;
}

static bool check_all(const struct fitting *fitting, const bool *seen, struct err *err) {
    if (!seen) return err_set(err, "--merge: the shards have no resamples");
    for (int i = 0; i < fitting->resamples; i++) {
        if (!seen[i])
            return err_set(err, "--merge: resample %d of %d is in none of the shards", i,
                           fitting->resamples);
    }
    const int asked = fitting->options->fit.resamples;
    if (asked > 0 && asked != fitting->resamples)
        return err_set(err, "--bootstrap %d: the shards are of %d", asked, fitting->resamples);
    const long long seed = fitting->options->fit.seed;
    return seed < 0 || seed == fitting->seed ||
           err_set(err, "--seed %lld: the shards are of %lld", seed, fitting->seed);
}

bool fitting_shard_read(struct fitting *fitting, struct err *err) {
    bool *seen = NULL;
    bool read = true;
    for (int i = 0; read && i < fitting->shard_paths; i++)
        read = read_file(fitting, fitting->shard_path[i], &seen, err);
    if (read) read = check_all(fitting, seen, err);
    free(seen);
    return read;
}
