/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/plan_file.h"

#include "base/text.h"
#include "io/bytes.h"
#include "io/ini_file.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const section_names[] = {"plan", "pin NAME", "view"};
static const char *const view_names[] = {"view", "input", "hold"};

/* The name in `pin NAME`, or NULL where the section is no pin. */
static const char *pin_name(const char *section) {
    if (strncmp(section, "pin", 3) != 0) return NULL;
    const size_t blanks = strspn(section + 3, " \t");
    return blanks > 0 || section[3] == '\0' ? section + 3 + blanks : NULL;
}

static bool add_pin(struct plan_file *file, const char *name, struct err *err) {
    if (!*name) return err_set(err, "[pin] without a name; expected [pin NAME]");
    if (file->pin_count == PLAN_PINS) {
        return err_set(err, "[pin %s] after %d others; expected at most %d pins", name, PLAN_PINS,
                       PLAN_PINS);
    }
    for (int i = 0; i < file->pin_count; i++) {
        if (strcmp(file->pins[i].name, name) == 0) {
            return err_set(err, "[pin %s] again; expected each name once", name);
        }
    }
    struct plan_pin *pin = &file->pins[file->pin_count++];
    text_copy(pin->name, sizeof pin->name, name);
    pin->plan = plan_default();
    return true;
}

static bool take_section(struct plan_file *file, const struct ini_item *item, struct err *err) {
    const char *section = item->section, *pin = pin_name(section);
    if (pin) return add_pin(file, pin, err);
    if (strcmp(section, "plan") == 0 || strcmp(section, "view") == 0) return true;
    if (strcmp(section, "preset") == 0) {
        return err_set(err, "[preset], as of a preset (--preset FILE); expected [plan]");
    }
    return ini_item_unknown(item, section_names, COUNT(section_names), err);
}

static bool add_preset(struct plan_file *file, const char *name, size_t length, struct err *err) {
    char word[PRESET_FILE];
    if (length >= sizeof word) {
        return err_set(err, "presets names one of %zu bytes; expected at most %zu", length,
                       sizeof word - 1);
    }
    memcpy(word, name, length);
    word[length] = '\0';
    const char *trimmed = text_trim(word);
    if (!*trimmed) return err_set(err, "presets has a gap; expected presets = NAME, NAME");
    if (file->preset_count == PLAN_PRESETS) {
        return err_set(err, "presets names more than %d; expected fewer", PLAN_PRESETS);
    }
    text_copy(file->presets[file->preset_count++], PRESET_FILE, trimmed);
    return true;
}

static bool take_presets(struct plan_file *file, const char *value, struct err *err) {
    for (;;) {
        const size_t length = strcspn(value, ",");
        if (!add_preset(file, value, length, err)) return false;
        if (!value[length]) return true;
        value += length + 1;
    }
}

static bool take_view(struct plan_file *file, const struct ini_item *item, struct err *err) {
    char *const texts[] = {file->view, file->input, file->hold};
    for (size_t i = 0; i < COUNT(view_names); i++) {
        if (strcmp(item->name, view_names[i]) != 0) continue;
        if (strlen(item->value) >= sizeof file->view) {
            return err_set(err, "%s = %s; expected a word of at most %zu bytes", item->name,
                           item->value, sizeof file->view - 1);
        }
        text_copy(texts[i], sizeof file->view, item->value);
        return true;
    }
    return ini_item_unknown(item, view_names, COUNT(view_names), err);
}

static bool take_item(struct plan_file *file, const struct ini_item *item, struct err *err) {
    if (!item->name) return take_section(file, item, err);
    const bool plan = strcmp(item->section, "plan") == 0;
    if (plan && strcmp(item->name, "presets") == 0) return take_presets(file, item->value, err);
    if (!ini_item_is_line(item, err)) return false;
    if (plan) return plan_assign(&file->plan, item->name, item->value, err);
    if (strcmp(item->section, "view") == 0) return take_view(file, item, err);
    return plan_assign(&file->pins[file->pin_count - 1].plan, item->name, item->value, err);
}

static bool take_items(const char *path, const struct ini_file *ini, struct plan_file *file,
                       struct err *err) {
    for (size_t i = 0; i < ini->count; i++) {
        if (!take_item(file, &ini->items[i], err)) return bytes_at(err, path, ini->items[i].line);
    }
    if (ini_file_find(ini, "plan", NULL)) return true;
    err_set(err, "no [plan] section; expected one, with NAME = VALUE lines below it");
    return bytes_at(err, path, 0);
}

bool plan_file_read(const char *path, struct plan_file *file, struct err *err) {
    struct ini_file ini;
    memset(file, 0, sizeof *file);
    file->plan = plan_default();
    if (!ini_file_read(path, &ini, err)) return false;
    const bool read = take_items(path, &ini, file, err);
    ini_file_free(&ini);
    return read;
}
