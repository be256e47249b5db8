/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/export.h"

#include "base/text.h"
#include "io/figure.h"
#include "io/path.h"
#include "io/plan_file.h"
#include "io/save.h"
#include "ui/command_line.h"
#include "ui/export_parts.h"
#include "ui/paper.h"
#include "ui/state.h"
#include "ui/view.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const struct export_row exports[EXPORT_KINDS] = {
    [EXPORT_PLAN] = {"plan", "plan, pins and view: reopens as it is now", ".ini"},
    [EXPORT_CSV] = {"data CSV", "the numbers behind this view", ".csv"},
    [EXPORT_JSON] = {"data JSON", "the same for programs", ".json"},
    [EXPORT_SVG] = {"picture SVG", "this view for the web and papers", ".svg"},
    [EXPORT_PDF] = {"picture PDF", "the same for LaTeX", ".pdf"},
    [EXPORT_PNG] = {"picture PNG", "the same in pixels", ".png"},
    [EXPORT_TEXT] = {"screen", "this view as text", ".txt"},
    [EXPORT_REPORT] = {"report", "the plan on a page, in Markdown", ".md"},
};

static bool is_picture(enum export_kind kind) {
    return kind == EXPORT_SVG || kind == EXPORT_PDF || kind == EXPORT_PNG;
}

const char *export_refusal(const struct app *app, enum export_kind kind) {
    if (is_picture(kind)) return figure_refusal();
    const bool data = kind == EXPORT_CSV || kind == EXPORT_JSON;
    return data && !views[app->view]->table ? "this view has no numbers of its own" : "";
}

void export_name(const struct app *app, enum export_kind kind, char *out, size_t size) {
    const char *what = kind == EXPORT_REPORT ? "report" : views[app->view]->name;
    text_copy(out, size, "bitplan");
    if (kind != EXPORT_PLAN) text_append(out, size, "-%s", what);
    text_append(out, size, "%s", exports[kind].suffix);
}

enum export_kind export_kind_of(const char *name, enum export_kind kind) {
    const size_t length = strlen(name);
    for (int i = 0; i < EXPORT_KINDS; i++) {
        const size_t suffix = strlen(exports[i].suffix);
        if (length > suffix && strcmp(name + length - suffix, exports[i].suffix) == 0)
            return (enum export_kind)i;
    }
    return kind;
}

/* "-" is a file's name here: standard output is the screen. */
static bool expand(const char *path, char out[PATH_LONGEST], struct err *err) {
    if (path_expand(strcmp(path, "-") == 0 ? "./-" : path, out)) return true;
    return err_set(err, "%.60s: too long, or the home folder is not known", path);
}

static bool is_file(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

/* Whether pictures go beside what is written: not beside a device or a pipe. */
static bool has_pictures(enum export_kind kind, const char *path) {
    struct stat info;
    const bool other = stat(path, &info) == 0 && !S_ISREG(info.st_mode);
    return kind == EXPORT_REPORT && !other && !figure_refusal()[0];
}

bool export_exists(enum export_kind kind, const char *path, char *out, size_t size) {
    char whole[PATH_LONGEST], picture[PAPER_PATH];
    struct err err;
    if (!expand(path, whole, &err)) return false;
    text_clean(out, size, whole);
    if (is_file(whole)) return true;
    for (int i = 0; has_pictures(kind, whole) && i < PAPER_PICTURES; i++) {
        if (!paper_picture(whole, i, picture) || !is_file(picture)) continue;
        text_clean(out, size, picture);
        return true;
    }
    return false;
}

static bool write_plan(const struct app *app, FILE *to, struct err *err) {
    char command[COMMAND_LINE];
    struct plan_file *file = malloc(sizeof *file);
    if (!file) return err_set(err, "out of memory");
    state_write(app, file);
    command_line(app, "", command, sizeof command);
    const bool written = plan_file_write(to, command, file, err);
    free(file);
    return written;
}

static bool write_data(const struct app *app, const struct facts *facts, enum export_kind kind,
                       FILE *to, struct err *err) {
    char command[COMMAND_LINE];
    struct table table;
    const struct view_row *view = views[app->view];
    table_init(&table);
    if (!view->table || !view->table(app, facts, &table)) {
        table_free(&table);
        return err_set(err, "%s has no numbers to take away now", view->title);
    }
    command[0] = '\0';
    if (table.command[0]) command_line(app, table.command, command, sizeof command);
    if (table.words[0])
        text_append(command, sizeof command, "%s%s", command[0] ? " " : "", table.words);
    const bool csv = kind == EXPORT_CSV;
    const bool written =
        csv ? table_csv(&table, command, to) : table_json(&table, command, BITPLAN_VERSION, to);
    table_free(&table);
    return written || err_set(err, "out of memory");
}

static bool write_picture(const struct app *app, const struct facts *facts, enum export_kind kind,
                          FILE *to, struct err *err) {
    static const enum figure_format formats[EXPORT_KINDS] = {
        [EXPORT_SVG] = FIGURE_SVG, [EXPORT_PDF] = FIGURE_PDF, [EXPORT_PNG] = FIGURE_PNG};
    const struct view_row *view = views[app->view];
    const char *why = facts->answer[app->now.primary].result.why;
    struct figure *figure = figure_new();
    if (!figure) return err_set(err, "out of memory");
    const bool made = view->figure ? view->figure(app, facts, figure) : screen_figure(app, figure);
    const bool written =
        made ? figure_write(figure, formats[kind], to, err)
             : err_set(err, "%s has nothing to draw now%s%s", view->title, *why ? ": " : "", why);
    figure_free(figure);
    return written;
}

static bool write_screen(const struct app *app, FILE *to, struct err *err) {
    struct app *window = export_window(app, app->cols, app->rows);
    struct canvas canvas = canvas_new(app->cols, app->rows, app->ascii);
    const bool painted = window && canvas.cells;
    if (painted) {
        app_draw(window, &canvas);
        canvas.rows--; /* without the keys */
        canvas_write(&canvas, to);
        canvas.rows++;
    }
    canvas_free(&canvas);
    free(window);
    return painted || err_set(err, "out of memory");
}

static bool write_kind(const struct app *app, enum export_kind kind, const char *path,
                       unsigned pictures, FILE *to, struct err *err) {
    struct facts facts;
    if (kind == EXPORT_PLAN) return write_plan(app, to, err);
    if (kind == EXPORT_TEXT) return write_screen(app, to, err);
    if (kind == EXPORT_REPORT)
        return paper_print(app, path, pictures, to) || err_set(err, "out of memory");
    facts_compute(app, &facts);
    return is_picture(kind) ? write_picture(app, &facts, kind, to, err)
                            : write_data(app, &facts, kind, to, err);
}

static void say_size(const char *path, size_t bytes, unsigned pictures, char *said, size_t size) {
    char number[NUM_TEXT];
    int count = 0;
    const double most = (double)bytes, unit = most < 1e3 ? 1 : most < 1e6 ? 1e3 : 1e6;
    text_clean(said, size, path);
    text_append(said, size, ", %s %s", num_si(number, most / unit),
                unit == 1     ? "bytes"
                : unit == 1e3 ? "kB"
                              : "MB");
    for (int i = 0; i < PAPER_PICTURES; i++)
        count += (int)(pictures >> i & 1u);
    if (count > 0) text_append(said, size, ", and %d pictures beside it", count);
}

/* Make it in memory; to be freed. NULL with a message. */
static char *make(const struct app *app, enum export_kind kind, const char *path, unsigned pictures,
                  size_t *size, struct err *err) {
    char *bytes = NULL;
    FILE *to = open_memstream(&bytes, size);
    bool made = to && write_kind(app, kind, path, pictures, to, err);
    if (!to || ferror(to)) made = err_set(err, "out of memory");
    if (to && fclose(to) != 0) made = err_set(err, "out of memory");
    if (made) return bytes;
    free(bytes);
    return NULL;
}

bool export_write(const struct app *app, enum export_kind kind, const char *path, bool force,
                  char *said, size_t size, struct err *err) {
    char whole[PATH_LONGEST];
    unsigned pictures = 0;
    size_t count;
    const char *refusal = export_refusal(app, kind);
    if (refusal[0]) return err_set(err, "no %s: %s", exports[kind].name, refusal);
    if (!expand(path, whole, err)) return false;
    if (has_pictures(kind, whole) && !paper_pictures(app, whole, force, &pictures, err))
        return false;
    char *bytes = make(app, kind, whole, pictures, &count, err);
    const bool written = bytes && save_bytes(whole, force, bytes, count, err);
    free(bytes);
    if (written) say_size(path, count, pictures, said, size);
    return written;
}
