/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bitplan preset: what presets there are, one as a file, and whether a file is one. */
#include "base/text.h"
#include "cli/cmd.h"
#include "cli/grid.h"
#include "cli/report.h"
#include "io/preset_file.h"
#include "io/table_file.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Where the list goes. */
struct list_sink {
    struct out *out;
    enum opt_format format;
    struct grid *grid; /* OPT_TEXT */
    struct jout *json; /* OPT_JSON */
};

static void add_json(const struct list_sink *sink, const char *name, const struct preset *preset) {
    char file[PRESET_FILE];
    struct jout *const object = jout_object();
    text_clean(file, sizeof file, preset->file);
    jout_text(object, "name", name);
    jout_text(object, "law", preset->law->name);
    jout_text(object, "title", preset->title);
    jout_text(object, "source", preset->source);
    jout_text(object, "file", text_valid(preset->file) ? preset->file : file);
    jout_add(sink->json, NULL, object);
}

static void add_csv(const struct list_sink *sink, const char *name, const struct preset *preset) {
    FILE *const to = sink->out->to;
    table_cell(to, name, true);
    table_cell(to, preset->law->name, false);
    table_cell(to, preset->title, false);
    table_cell(to, preset->source, false);
    table_cell(to, preset->file, false);
    table_row_end(to);
}

/* A title as wide as is left of a line; the exact formats and `show` have it whole. */
static void cut_title(char *out, size_t size, const char *title) {
    enum { LEFT = OUT_COLUMNS - 33 };
    text_clean(out, size, title);
    if (text_width(out) <= LEFT) return;
    const char *at = out;
    int width = 0;
    while (width + 2 <= LEFT)
        width += text_char_width(text_next(&at));
    out[at - out] = '\0';
    text_append(out, size, "…");
}

static void add_text(const struct list_sink *sink, const char *name, const struct preset *preset) {
    char title[PRESET_LINE];
    cut_title(title, sizeof title, preset->title);
    grid_cell(sink->grid, OUT_STRONG, name);
    grid_cell(sink->grid, OUT_PLAIN, preset->law->name);
    grid_cell(sink->grid, OUT_PLAIN, title);
}

static void add(const struct list_sink *sink, const char *name, const struct preset *preset) {
    if (sink->format == OPT_JSON) {
        add_json(sink, name, preset);
    } else if (sink->format == OPT_TEXT) {
        add_text(sink, name, preset);
    } else {
        add_csv(sink, name, preset);
    }
}

/* A preset that cannot be read is named on standard error and does not keep the others from the
 * list. */
static void add_all(const struct list_sink *sink, const struct preset_list *list) {
    struct preset *const preset = malloc(sizeof *preset);
    struct err err;
    if (!preset) sink->out->starved = true; /* and out_close says so */
    for (size_t i = 0; preset && i < list->count; i++) {
        if (preset_file_open(list->entries[i].name, preset, &err)) {
            add(sink, list->entries[i].name, preset);
            preset_free(preset);
        } else {
            out_fail(0, &err);
        }
    }
    free(preset);
}

static void start_csv(FILE *to) {
    static const char *const titles[] = {"name", "law", "title", "source", "file"};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        table_cell(to, titles[i], i == 0);
    table_row_end(to);
}

static void print_list(struct out *out, enum opt_format format, const struct preset_list *list) {
    static const struct grid_column columns[] = {{"preset", false},
                                                 {"law", false},
                                                 {"title", false}};
    struct list_sink sink = {.out = out, .format = format};
    if (format == OPT_CSV) start_csv(out->to);
    if (format == OPT_TEXT) sink.grid = grid_new(columns, 3);
    if (format == OPT_JSON) sink.json = jout_list();
    add_all(&sink, list);
    if (format == OPT_TEXT) grid_print(sink.grid, out);
    if (format == OPT_JSON) report_print(out, sink.json, true);
    grid_free(sink.grid);
}

static int list_presets(const struct options *options) {
    struct preset_list list;
    struct out out;
    struct err err;
    if (options->word_count > 1) {
        err_set(&err, "preset list: expected nothing after it, found %s", options->words[1]);
        return out_fail(2, &err);
    }
    if (!out_open(&out, options)) return 1;
    if (!preset_list_read(&list, &err)) {
        out_cancel(&out);
        return out_fail(1, &err);
    }
    print_list(&out, options->format, &list);
    preset_list_free(&list);
    return out_close(&out);
}

static int show_preset(const struct options *options) {
    char path[PRESET_FILE];
    struct out out;
    struct err err;
    if (options->word_count != 2) {
        err_set(&err, "preset show: expected one name; bitplan preset list has them all");
        return out_fail(2, &err);
    }
    if (!preset_file_find(options->words[1], path, &err)) return out_fail(2, &err);
    if (!out_open(&out, options)) return 1;
    if (preset_file_print(path, out.to, &err)) return out_close(&out);
    const bool unwritten = ferror(out.to) != 0;
    out_cancel(&out);
    return out_fail(unwritten ? 1 : 2, &err);
}

/* Whether path can be read at all: what is inside is another question, with another exit status. */
static bool readable(const char *path, struct err *err) {
    struct stat info;
    if (stat(path, &info) != 0 || access(path, R_OK) != 0) {
        return err_set(err, "%s: %s", path, strerror(errno));
    }
    return S_ISREG(info.st_mode) || err_set(err, "%s: expected a file", path);
}

static int check_file(struct out *out, const char *path, struct preset *preset) {
    struct err err;
    if (!readable(path, &err)) return out_fail(2, &err);
    if (!preset_file_read(path, preset, &err)) return out_fail(1, &err);
    out_print(out, OUT_PLAIN, "ok: %s, a preset of the law %s (%s)\n", preset->name,
              preset->law->name, path);
    preset_free(preset);
    return 0;
}

static int check_presets(const struct options *options) {
    struct out out;
    struct err err;
    struct preset *const preset = malloc(sizeof *preset);
    int status = 0;
    if (options->word_count < 2 || !preset) {
        err_set(&err, preset ? "preset check: expected a file" : "out of memory");
        free(preset);
        return out_fail(2, &err);
    }
    if (!out_open(&out, options)) {
        free(preset);
        return 1;
    }
    for (int i = 1; i < options->word_count; i++) {
        const int found = check_file(&out, options->words[i], preset);
        if (found > status) status = found;
    }
    free(preset);
    const int written = out_close(&out);
    return written > status ? written : status;
}

static const struct action {
    const char *name;
    bool formats; /* whether it has other forms than text */
    int (*run)(const struct options *options);
} actions[] = {{"list", true, list_presets},
               {"show", false, show_preset},
               {"check", false, check_presets}};

enum { ACTIONS = sizeof actions / sizeof *actions };

int cmd_preset(const struct options *options) {
    const char *names[ACTIONS];
    struct err err;
    if (options->word_count == 0) {
        err_set(&err, "preset: expected list, show NAME or check FILE after it");
        return out_fail(2, &err);
    }
    const char *const word = options->words[0];
    for (int i = 0; i < ACTIONS; i++) {
        names[i] = actions[i].name;
        if (strcmp(word, names[i]) != 0) continue;
        if (actions[i].formats || options->format == OPT_TEXT) return actions[i].run(options);
        err_set(&err, "preset %s prints text only: --format is for preset list", word);
        return out_fail(2, &err);
    }
    const char *const near = text_nearest(word, names, ACTIONS);
    err_set(&err, "preset %s: expected list, show NAME or check FILE%s%s%s", word,
            near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
    return out_fail(2, &err);
}
