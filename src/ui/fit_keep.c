/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/fit_keep.h"

#include "base/text.h"
#include "io/fit_save.h"
#include "io/path.h"
#include "io/preset_file.h"
#include "ui/fit_ask.h"
#include "ui/fit_work.h"
#include "ui/overlay.h"
#include <string.h>
#include <sys/stat.h>

static void save_label(const struct app *app, char *out, size_t size) {
    (void)app;
    text_append(out, size, "preset: ");
}

static void save_hint(const struct app *app, char *out, size_t size) {
    (void)app;
    text_append(out, size, "a name, or a file's path");
}

static bool is_path(const char *text) {
    const size_t length = strlen(text);
    return strchr(text, '/') || (length > 4 && strcmp(text + length - 4, ".ini") == 0);
}

/* A bare name goes to the user's presets, where all commands find it. */
static bool save_path(const char *text, char out[PATH_LONGEST], struct err *err) {
    char folder[PATH_LONGEST];
    if (strlen(text) >= PLAN_VALUE) return err_set(err, "at most %d bytes", PLAN_VALUE - 1);
    if (strcmp(text, "-") == 0) return err_set(err, "-: expected a name, as in mine");
    if (is_path(text))
        return path_expand(text, out) || err_set(err, "%s: the home folder is not known", text);
    if (!path_presets(PATH_USER, folder, sizeof folder))
        return err_set(err, "the home folder is not known; expected a path");
    if (strlen(folder) + strlen(text) + sizeof "/.ini" > PATH_LONGEST)
        return err_set(err, "at most %d bytes with its folder", PATH_LONGEST - 1);
    out[0] = '\0';
    text_append(out, PATH_LONGEST, "%s/%s.ini", folder, text);
    return true;
}

/* What is to be asked before it is written, or false. */
static bool ask(struct app *app, const char *text, const char *path) {
    struct stat info;
    if (stat(path, &info) == 0)
        app_say(app, true, "%s exists: press Enter again to replace it", text);
    else if (preset_file_hides(path))
        app_say(app, true, "%s is a shipped preset: Enter again hides it behind yours", text);
    else
        return false;
    text_copy(app->fit.over, sizeof app->fit.over, text);
    return true;
}

/* The folder of a bare name is made when it is needed. */
static bool make_folder(const char *text, struct err *err) {
    char folder[PATH_LONGEST];
    if (is_path(text)) return true;
    return (path_presets(PATH_USER, folder, sizeof folder) && path_make(folder)) ||
           err_set(err, "the folder of presets cannot be made; expected a path");
}

/* A path as people write it: the home folder is "~". */
static void say_path(const char *path, char out[APP_STATUS]) {
    char home[PATH_LONGEST], clean[PATH_LONGEST];
    const size_t length = path_expand("~", home) ? strlen(home) : 0;
    const bool inside = length > 1 && strncmp(path, home, length) == 0 && path[length] == '/';
    text_clean(clean, sizeof clean, inside ? path + length : path);
    out[0] = '\0';
    text_append(out, APP_STATUS, "%s%s", inside ? "~" : "", clean);
}

static bool refuse(struct app *app, const struct err *err) {
    app_say(app, true, "%s", err->text);
    return false;
}

static bool commit(struct app *app, const char *text) {
    char path[PATH_LONGEST], said[APP_STATUS];
    struct err err;
    const bool asked = strcmp(app->fit.over, text) == 0;
    app->fit.over[0] = '\0';
    if (!save_path(text, path, &err) ||
        !fit_save_check(path, fit_work_shown(app)->asked->path, &err))
        return refuse(app, &err);
    if (!asked && ask(app, text, path)) return false;
    if (!make_folder(text, &err) || !fit_work_save(app, path, asked, &err))
        return refuse(app, &err);
    say_path(path, said);
    app_say(app, false, "%s is the primary law now, and in %s", app_primary(app)->name, said);
    return true;
}

static const struct prompt prompt = {.label = save_label,
                                     .hint = save_hint,
                                     .commit = commit,
                                     .complete = overlay_complete};

void fit_keep_open(struct app *app) {
    char name[PRESET_NAME];
    const struct fit_work *const work = fit_work_shown(app);
    if (!work || !work->preset) {
        app_say(app, true, "no preset can be made: %s",
                work ? work->no_preset.text : "there is no fit with numbers");
        return;
    }
    fit_save_name(app->fit.file, name);
    app->fit.over[0] = '\0';
    overlay_field_open(app, &prompt);
    field_set(&app->field, name);
}
