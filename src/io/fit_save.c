/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/fit_save.h"

#include "base/text.h"
#include "engine/covariance.h"
#include "io/preset_file.h"
#include "io/preset_write.h"
#include "io/save.h"
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { WORDS = 2048 };

static const char *file_of(const char *path) {
    const char *const slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void cut_ending(char *name) {
    const size_t length = strlen(name);
    if (length < 4) return;
    char *const ending = name + length - 4;
    if (strcmp(ending, ".ini") == 0 || strcmp(ending, ".csv") == 0) *ending = '\0';
}

void fit_save_name(const char *path, char out[PRESET_NAME]) {
    char name[PRESET_FILE];
    text_clean(name, sizeof name, file_of(path));
    cut_ending(name);
    text_copy(out, PRESET_NAME, *name && strcmp(name, "-") != 0 ? name : "fit");
}

bool fit_save_apart(const char *path, const char *read, struct err *err) {
    struct stat to, from;
    if (strcmp(path, "-") == 0 || stat(path, &to) != 0 || stat(read, &from) != 0) return true;
    if (to.st_dev != from.st_dev || to.st_ino != from.st_ino) return true;
    return err_set(err, "%s is the file of runs that is read; expected another to write to", path);
}

/* What a line of an INI file, or a list of presets, does not give back as it was; NULL: nothing. */
static const char *name_fault(const char *name, char odd[4]) {
    char clean[PRESET_FILE];
    const size_t length = strlen(name), plain = strcspn(name, ";,#=[]\"'");
    if (length == 0) return "nothing";
    if (name[0] == ' ' || name[length - 1] == ' ') return "a blank at its end";
    if (strstr(name, "  ")) return "two blanks";
    if (plain < length) {
        snprintf(odd, 4, "a %c", name[plain]);
        return odd;
    }
    text_clean(clean, sizeof clean, name);
    return strcmp(clean, name) == 0 ? NULL : "no plain text";
}

bool fit_save_check(const char *path, const char *data, struct err *err) {
    char name[PRESET_FILE], odd[4];
    if (strcmp(path, "-") == 0) return true;
    if (*path && path[strlen(path) - 1] == '/')
        return err_set(err, "%.60s: a folder; expected a file's name", path);
    if (strlen(file_of(path)) >= sizeof name)
        return err_set(err, "a name of %zu bytes; expected at most %d", strlen(file_of(path)),
                       PRESET_NAME - 1);
    text_copy(name, sizeof name, file_of(path));
    cut_ending(name);
    const char *const fault = name_fault(name, odd);
    if (fault) {
        return err_set(err,
                       "\"%s\" has %s, and the preset is to bear that name; expected letters and "
                       "digits, as in ours.ini",
                       file_of(path), fault);
    }
    if (strlen(name) >= PRESET_NAME)
        return err_set(err, "%s: a name of %zu bytes; expected at most %d, which a preset has",
                       file_of(path), strlen(name), PRESET_NAME - 1);
    return fit_save_apart(path, data, err);
}

/* A coefficient that is uncertain and in the preset. */
static bool is_free(const struct fit_saving *saving, const struct preset *preset, int i,
                    const char *name, struct preset_slot *slot) {
    const struct fit_result *const result = saving->result;
    const int group = result->coefficient[i].group;
    if (saving->keep && group != RUNS_ALONE && !saving->keep[group]) return false;
    const double variance = result->covariance[(size_t)i * (size_t)result->count + (size_t)i];
    return variance > 0 && isfinite(variance) && *name && preset_slot(preset, name, slot);
}

/* Rounding may leave a combination with a variance below 0, where others are known next to not at
 * all: correlations are then taken for a little less than they are. */
static void mend(struct covariance *covariance) {
    const int n = covariance->count;
    int a, b;
    for (double less = 1e-12; !covariance_holds(covariance, &a, &b) && less < 2; less *= 10) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++)
                covariance->value[i * n + j] *= i == j ? 1 : fmax(0, 1 - less);
        }
    }
}

static bool take_covariance(const struct fit_saving *saving, struct preset *preset,
                            struct err *err) {
    const struct fit_result *const result = saving->result;
    struct preset_slot slot[FIT_COEFFS];
    char names[FIT_COEFFS][FIT_NAME];
    int from[FIT_COEFFS], count = 0;
    fit_preset_names(saving->problem, result, names);
    for (int i = 0; result->covariance && i < result->count; i++) {
        if (!is_free(saving, preset, i, names[i], &slot[count])) continue;
        from[count++] = i;
    }
    if (count == 0) return true;
    preset->covariance = covariance_new(count);
    if (!preset->covariance) return err_set(err, "no memory for the covariance");
    preset->covariance->freedom = result->freedom;
    memcpy(preset->covariance->slot, slot, (size_t)count * sizeof *slot);
    for (int i = 0; i < count; i++) {
        for (int j = 0; j < count; j++) {
            const double value =
                result->covariance[(size_t)from[i] * (size_t)result->count + (size_t)from[j]];
            preset->covariance->value[i * count + j] = isfinite(value) ? value : 0;
        }
    }
    mend(preset->covariance);
    return true;
}

static void assume(struct preset *preset, const char *text) {
    if (preset->assumed_count < PRESET_ASSUMED)
        text_copy(preset->assumed[preset->assumed_count++], PRESET_LINE, text);
}

/* What the runs could not tell, to be shown beside every number. */
static void take_assumed(const struct fit_result *result, struct preset *preset) {
    char open[PRESET_LINE - 40] = "", line[PRESET_LINE], number[NUM_TEXT];
    for (int i = 0; i < result->count; i++) {
        const struct fit_coefficient *const c = &result->coefficient[i];
        if (c->assumed) {
            snprintf(line, sizeof line, "%s = %s, %s", c->name, num_shortest(number, c->value),
                     c->assumed);
            assume(preset, line);
        } else if (c->role == FIT_BOUND && !result->resampled) {
            snprintf(line, sizeof line, "%s = %s, the end of its range, as exact", c->name,
                     num_shortest(number, num_round(c->value, 3)));
            if (c->high > c->value && isfinite(c->high))
                text_append(line, sizeof line, ": no interval knows that the runs allow up to %s",
                            num_shortest(number, num_round(c->high, 3)));
            assume(preset, line);
        } else if (c->role == FIT_FREE && !c->identified) {
            text_append(open, sizeof open, "%s%s", *open ? ", " : "", c->name);
        }
    }
    snprintf(line, sizeof line, "%s, which the runs could not tell", open);
    if (*open) assume(preset, line);
}

static void take_note(const struct fit_result *result, struct preset *preset) {
    text_append(preset->note, sizeof preset->note, "%zu runs, %s%s%s", result->n,
                fit_status_word(result->status), *result->why ? ": " : "", result->why);
    for (int i = 0; i < result->remarks; i++) {
        if (strcmp(result->remark[i], result->why) != 0)
            text_append(preset->note, sizeof preset->note, "\n%s", result->remark[i]);
    }
}

bool fit_save_preset(const struct fit_saving *saving, struct preset *preset, struct err *err) {
    const struct law *const law = saving->problem->law;
    char data[PRESET_LINE - 80];
    preset_init(preset, law);
    if (saving->result->status == FIT_UNCONVERGED)
        return err_set(err, "the fit did not converge: its numbers are not the law's");
    if (!fit_preset(saving->problem, saving->result, saving->keep, preset, err)) return false;
    text_clean(data, sizeof data, file_of(saving->data));
    text_copy(preset->name, sizeof preset->name, saving->name);
    snprintf(preset->title, sizeof preset->title, "Fitted to %s, %zu runs: %s", data,
             saving->result->n, law->title);
    if (saving->source) {
        text_clean(data, sizeof data, saving->source);
        snprintf(preset->source, sizeof preset->source, "own fit to runs of %s", data);
    } else {
        snprintf(preset->source, sizeof preset->source, "own fit of %s to %s", law->name, data);
    }
    take_assumed(saving->result, preset);
    take_note(saving->result, preset);
    if (take_covariance(saving, preset, err)) return true;
    preset_free(preset);
    return false;
}

/* The words that were given for one thing, parted by commas. */
static void join(char out[WORDS], const char *const *words, int count) {
    out[0] = '\0';
    for (int i = 0; i < count; i++)
        text_append(out, WORDS, "%s%s", i ? ", " : "", words[i]);
}

static void join_held(const struct fit_problem *problem, char fix[WORDS], char tie[WORDS]) {
    char number[NUM_TEXT];
    fix[0] = tie[0] = '\0';
    for (int i = 0; i < problem->fixes; i++)
        text_append(fix, WORDS, "%s%s=%s", i ? ", " : "", problem->fix[i].name,
                    num_shortest(number, problem->fix[i].value));
    for (int i = 0; i < problem->ties; i++)
        text_append(tie, WORDS, "%s%s=%s", i ? ", " : "", problem->tie[i].name[0],
                    problem->tie[i].name[1]);
}

static void write_lines(FILE *to, const struct fit_saving *saving, const struct preset *preset) {
    const struct fit_problem *const problem = saving->problem;
    const struct fit_result *const result = saving->result;
    char where[WORDS], fix[WORDS], tie[WORDS], rows[NUM_TEXT], delta[NUM_TEXT], objective[NUM_TEXT],
        freedom[NUM_TEXT], seed[NUM_TEXT] = "", resamples[NUM_TEXT] = "";
    join(where, saving->ask->where, saving->ask->wheres);
    join_held(problem, fix, tie);
    if (saving->resamples > 0) {
        num_shortest(seed, (double)saving->seed);
        num_shortest(resamples, saving->resamples);
    }
    const bool huber = problem->loss == FIT_HUBER;
    const struct preset_line lines[] = {
        {"law", problem->law->name},
        {"data", file_of(saving->data)},
        {"sha256", saving->report->sha256},
        {"rows", num_shortest(rows, (double)result->n)},
        {"freedom", num_shortest(freedom, result->freedom)},
        {"where", where},
        {"by", saving->ask->by ? saving->ask->by : ""},
        {"cluster", saving->ask->cluster ? saving->ask->cluster : ""},
        {"fix", fix},
        {"tie", tie},
        {"loss", huber ? "huber" : "squared"},
        {"delta", huber ? num_shortest(delta, problem->delta) : ""},
        {"objective", num_shortest(objective, result->objective)},
        {"status", fit_status_word(result->status)},
        {"covariance", preset->covariance ? fit_covariance_word(result) : ""},
        {"seed", seed},
        {"bootstrap", resamples},
        {"version", saving->version},
        {"command", saving->command},
    };
    preset_write(to, preset, lines, sizeof lines / sizeof *lines);
}

/* Written to memory first, so that what goes wrong there leaves no file. */
bool fit_save(const struct fit_saving *saving, const char *path, bool force, struct err *err) {
    struct preset *const preset = malloc(sizeof *preset);
    char *bytes = NULL;
    size_t size = 0;
    if (!preset) return err_set(err, "out of memory");
    bool saved = fit_save_check(path, saving->data, err) && fit_save_preset(saving, preset, err);
    FILE *to = saved ? open_memstream(&bytes, &size) : NULL;
    if (saved && !to) saved = err_set(err, "%s", strerror(errno));
    if (to) {
        write_lines(to, saving, preset);
        saved = fclose(to) == 0 || err_set(err, "out of memory");
    }
    if (saved) saved = save_bytes(path, force, bytes, size, err);
    preset_free(preset);
    free(bytes);
    free(preset);
    return saved;
}
