/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/fit_columns.h"

#include "base/text.h"
#include "io/complete.h"
#include "io/path.h"
#include "io/table_file.h"
#include <string.h>

/* Where in a list the title begins that is being typed; NULL where none is. */
static const char *part_of(const char *text, enum fit_tab tab) {
    const char *const comma = strrchr(text, ','), *at = comma ? comma + 1 : text;
    at += strspn(at, " ");
    const char *const equals = strchr(at, '=');
    if (tab == FIT_TAB_AFTER) return equals ? equals + 1 : NULL;
    return equals || tab == FIT_TAB_NONE ? NULL : at;
}

static void say_titles(struct app *app, const char *const *title, int count, const char *start) {
    char list[APP_STATUS] = "", clean[FIELD_TEXT];
    for (int i = 0; i < count; i++) {
        text_clean(clean, sizeof clean, title[i]);
        if (strncmp(title[i], start, strlen(start)) == 0)
            text_append(list, sizeof list, "%s%s", *list ? ", " : "", clean);
    }
    app_say(app, true, "%s%s", *list ? "" : "no column begins like that", list);
}

static void complete(struct app *app, const struct table_row *header, enum fit_tab tab) {
    char text[FIELD_TEXT];
    text_copy(text, sizeof text, app->field.text);
    const char *const part = part_of(text, tab);
    if (!part) {
        say_titles(app, header->cell, header->count, "");
        return;
    }
    const int found =
        complete_word(text, sizeof text, (size_t)(part - text), header->cell, header->count);
    if (found != 1 && strcmp(text, app->field.text) == 0)
        say_titles(app, header->cell, header->count, part);
    if (found > 0) field_set(&app->field, text);
}

void fit_columns_complete(struct app *app, enum fit_tab tab) {
    char path[PATH_LONGEST];
    struct table_row header;
    struct err err;
    if (tab == FIT_TAB_NONE) return;
    struct table_reader *const reader =
        path_expand(app->fit.file, path) ? table_open(path, &err) : NULL;
    if (reader && table_next(reader, &header, &err) == TABLE_ROW)
        complete(app, &header, tab);
    else
        app_say(app, true, "no file of runs whose columns could be named");
    table_close(reader);
}
