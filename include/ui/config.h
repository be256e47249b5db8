/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's settings: from the environment, over config.ini in the user's folder, over those of
 * the system's folders, over what is built in. Flags come above all, and are the caller's. */
#ifndef UI_CONFIG_H
#define UI_CONFIG_H

#include "base/err.h"
#include "ui/app.h"

enum { CONFIG_PRESETS = 512 };

enum config_color { CONFIG_COLOR_AUTO, CONFIG_COLOR_ALWAYS, CONFIG_COLOR_NEVER };

struct config {
    char presets[CONFIG_PRESETS]; /* names or files with commas between them; "": as built in */
    enum config_color color;
    bool ascii, mouse, resume;
    enum hold hold;
    enum view view;
    bool pf_days; /* compute is shown in petaFLOP/s-days */
    struct user_keys keys;
    struct theme theme;
    struct notes notes; /* what was left out of the files and the environment */
};

struct config_row {
    const char *section, *name;
    const char *variable; /* of the environment */
    const char *values;   /* what it may be, in words */
    const char *help;
    bool (*set)(struct config *config, const char *value, struct err *err);
};

/* All settings but those of [keys] and [colors], whose names are keys and looks. */
extern const struct config_row config_rows[];
extern const int config_row_count;

/* Read the settings. file: the only one to read, instead of those in the folders; "none": no file;
 * NULL: what BITPLAN_CONFIG says, else those in the folders. What is wrong is left out, with a
 * note. False with a message where a file that was asked for cannot be read. */
bool config_read(struct config *config, const char *file, struct err *err);

/* What the planner starts with. Its view and what it holds only where no plan file says it. */
void config_dress(const struct config *config, struct app *app, bool fresh);

#endif
