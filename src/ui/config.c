/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/config.h"

#include "base/text.h"
#include "io/bytes.h"
#include "io/ini_file.h"
#include "io/path.h"
#include "io/save.h"
#include "ui/state.h"
#include "ui/view.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool set_choice(const char *value, const char *const *names, int count, int *choice,
                       struct err *err) {
    *choice = state_choice(value, names, count, err);
    return *choice >= 0;
}

static bool set_switch(const char *value, bool *on, struct err *err) {
    static const char *const names[] = {"yes", "no", "on", "off", "true", "false", "1", "0"};
    for (int i = 0; i < 8; i++) {
        if (strcmp(value, names[i]) != 0) continue;
        *on = i % 2 == 0;
        return true;
    }
    return err_set(err, "%s: expected yes or no", value);
}

static bool set_presets(struct config *config, const char *value, struct err *err) {
    if (strlen(value) >= sizeof config->presets)
        return err_set(err, "more than %d bytes; expected fewer", CONFIG_PRESETS - 1);
    text_copy(config->presets, sizeof config->presets, value);
    for (char *at = config->presets; *at; at++) {
        if (*at == '\n') *at = ' ';
    }
    return true;
}

static bool set_view(struct config *config, const char *value, struct err *err) {
    const char *names[VIEW_COUNT];
    int view;
    for (int i = 0; i < VIEW_COUNT; i++)
        names[i] = views[i]->name;
    if (!set_choice(value, names, VIEW_COUNT, &view, err)) return false;
    config->view = (enum view)view;
    return true;
}

static bool set_hold(struct config *config, const char *value, struct err *err) {
    int hold;
    if (!set_choice(value, hold_names, HOLD_COUNT, &hold, err)) return false;
    config->hold = (enum hold)hold;
    return true;
}

static bool set_resume(struct config *config, const char *value, struct err *err) {
    return set_switch(value, &config->resume, err);
}

static bool set_ascii(struct config *config, const char *value, struct err *err) {
    return set_switch(value, &config->ascii, err);
}

static bool set_mouse(struct config *config, const char *value, struct err *err) {
    return set_switch(value, &config->mouse, err);
}

static bool set_color(struct config *config, const char *value, struct err *err) {
    static const char *const names[] = {"auto", "always", "never"};
    int color;
    if (!set_choice(value, names, 3, &color, err)) return false;
    config->color = (enum config_color)color;
    return true;
}

static bool set_theme(struct config *config, const char *value, struct err *err) {
    return theme_choose(&config->theme, value, err);
}

static bool set_units(struct config *config, const char *value, struct err *err) {
    static const char *const names[] = {"FLOP", "PF-days"};
    int units;
    if (!set_choice(value, names, 2, &units, err)) return false;
    config->pf_days = units == 1;
    return true;
}

const struct config_row config_rows[] = {
    {"start", "presets", "BITPLAN_PRESETS", "NAME, NAME, …", "the laws, where no --preset is given",
     set_presets},
    {"start", "view", "BITPLAN_VIEW", "plan, curve, map, …", "the view on screen first", set_view},
    {"start", "hold", "BITPLAN_HOLD", "none, C, D/N or bytes", "what is held at first", set_hold},
    {"start", "resume", "BITPLAN_RESUME", "yes or no", "start where the last session ended",
     set_resume},
    {"screen", "ascii", "BITPLAN_ASCII", "yes or no", "plain ASCII, whatever the locale",
     set_ascii},
    {"screen", "mouse", "BITPLAN_MOUSE", "yes or no",
     "whether it is the planner's, or the terminal's", set_mouse},
    {"screen", "color", "BITPLAN_COLOR", "auto, always or never", "colours", set_color},
    {"screen", "theme", "BITPLAN_THEME", "default, colourblind or plain",
     "the looks that [colors] does not set", set_theme},
    {"screen", "units", "BITPLAN_UNITS", "FLOP or PF-days", "how compute is shown", set_units},
};

enum { ROWS = sizeof config_rows / sizeof *config_rows };

const int config_row_count = ROWS;

static const char *const sections[] = {"start", "screen", "keys", "colors"};

enum { SECTIONS = sizeof sections / sizeof *sections };

static const struct config_row *find_row(const char *section, const char *name) {
    for (int i = 0; i < ROWS; i++) {
        if (strcmp(config_rows[i].section, section) == 0 && strcmp(config_rows[i].name, name) == 0)
            return &config_rows[i];
    }
    return NULL;
}

static bool unknown_name(const struct ini_item *item, struct err *err) {
    const char *names[ROWS];
    size_t count = 0;
    for (int i = 0; i < ROWS; i++) {
        if (strcmp(config_rows[i].section, item->section) == 0)
            names[count++] = config_rows[i].name;
    }
    return ini_item_unknown(item, names, count, err);
}

static bool take_item(struct config *config, const struct ini_item *item, struct err *err) {
    if (!item->name) {
        for (int i = 0; i < SECTIONS; i++) {
            if (strcmp(item->section, sections[i]) == 0) return true;
        }
        return ini_item_unknown(item, sections, SECTIONS, err);
    }
    const struct config_row *const row = find_row(item->section, item->name);
    if (row && row->set == set_presets) return row->set(config, item->value, err);
    if (!ini_item_is_line(item, err)) return false;
    if (row) return row->set(config, item->value, err) || err_at(err, "%s", item->name);
    if (strcmp(item->section, "keys") == 0)
        return user_keys_bind(&config->keys, item->name, item->value, err);
    if (strcmp(item->section, "colors") == 0)
        return theme_set(&config->theme, item->name, item->value, err);
    return unknown_name(item, err);
}

/* What stands below an unknown section goes with it. */
static bool take_file(struct config *config, const char *path, struct err *err) {
    struct ini_file ini;
    const char *lost = NULL;
    if (!ini_file_read_good(path, &ini, &config->notes, err)) return false;
    for (size_t i = 0; i < ini.count; i++) {
        const struct ini_item *const item = &ini.items[i];
        if (item->section == lost || take_item(config, item, err)) continue;
        bytes_at(err, path, item->line);
        notes_add(&config->notes, err);
        if (!item->name) lost = item->section;
    }
    ini_file_free(&ini);
    return true;
}

/* From the least of them to the user's own. */
static void take_folders(struct config *config) {
    char path[SAVE_PATH];
    struct err err;
    for (int i = PATH_CONFIGS - 1; i >= 0; i--) {
        if (!path_config(i, path, sizeof path) || access(path, F_OK) != 0) continue;
        if (!take_file(config, path, &err)) notes_add(&config->notes, &err);
    }
}

static void take_environment(struct config *config) {
    struct err err;
    for (int i = 0; i < ROWS; i++) {
        const struct config_row *const row = &config_rows[i];
        const char *const value = getenv(row->variable);
        if (!value || !*value || row->set(config, value, &err)) continue;
        err_at(&err, "%s", row->variable);
        notes_add(&config->notes, &err);
    }
}

/* NO_COLOR is of the environment: only BITPLAN_COLOR and --color are above it. */
static void heed_no_color(struct config *config) {
    const char *const no_color = getenv("NO_COLOR");
    if (no_color && *no_color) config->color = CONFIG_COLOR_AUTO;
}

bool config_read(struct config *config, const char *file, struct err *err) {
    memset(config, 0, sizeof *config);
    config->mouse = true;
    const char *const variable = getenv("BITPLAN_CONFIG");
    if (!file && variable && *variable) file = variable;
    if (!file)
        take_folders(config);
    else if (strcmp(file, "none") != 0 && !take_file(config, file, err))
        return false;
    heed_no_color(config);
    take_environment(config);
    return true;
}

void config_dress(const struct config *config, struct app *app, bool fresh) {
    app->keys = config->keys;
    app->theme = config->theme;
    app->pf_days = config->pf_days;
    if (!fresh) return;
    app_show(app, config->view);
    app_hold(app, config->hold);
}
