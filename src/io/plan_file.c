/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/plan_file.h"

#include "base/text.h"
#include "io/bytes.h"
#include "io/ini_file.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const section_names[] = {"plan", "pin NAME", "view"};

/* The name in `pin NAME`, or NULL where the section is no pin. */
static const char *pin_name(const char *section) {
    if (strncmp(section, "pin", 3) != 0) return NULL;
    const size_t blanks = strspn(section + 3, " \t");
    return blanks > 0 || section[3] == '\0' ? section + 3 + blanks : NULL;
}

static bool add_pin(struct plan_file *file, const char *name, struct err *err) {
    if (!*name) return err_set(err, "[pin] without a name; expected [pin NAME]");
    if (!plan_pin_name(name, err)) return false;
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

/* A value that goes on below is one text, cut where its line was full. */
static void take_pieces(char out[PLAN_VALUE], const char *value) {
    out[0] = '\0';
    for (size_t piece; *value; value += piece + (value[piece] == '\n')) {
        piece = strcspn(value, "\n");
        text_append(out, PLAN_VALUE, "%.*s", (int)piece, value);
    }
}

static bool take_setting(struct plan_file *file, const struct ini_item *item, struct err *err) {
    struct plan_setting *setting = &file->settings[file->setting_count];
    if (file->setting_count == PLAN_SETTINGS)
        return err_set(err, "[view] has more than %d lines; expected fewer", PLAN_SETTINGS);
    if (strlen(item->name) >= sizeof setting->name ||
        strlen(item->value) >= sizeof setting->value) {
        return err_set(err, "%.40s = %.40s…; expected a name of at most %d bytes and %d of value",
                       item->name, item->value, PLAN_WORD - 1, PLAN_VALUE - 1);
    }
    text_copy(setting->name, sizeof setting->name, item->name);
    take_pieces(setting->value, item->value);
    setting->line = item->line;
    file->setting_count++;
    return true;
}

static bool take_item(struct plan_file *file, const struct ini_item *item, struct err *err) {
    if (!item->name) return take_section(file, item, err);
    const bool plan = strcmp(item->section, "plan") == 0;
    if (plan && strcmp(item->name, "presets") == 0) return take_presets(file, item->value, err);
    if (strcmp(item->section, "view") == 0) return take_setting(file, item, err);
    if (!ini_item_is_line(item, err)) return false;
    if (plan) return plan_assign(&file->plan, item->name, item->value, err);
    return plan_assign(&file->pins[file->pin_count - 1].plan, item->name, item->value, err);
}

/* notes NULL: the first fault ends it. What stands below a bad section line goes with it. */
static bool take_items(const char *path, const struct ini_file *ini, struct plan_file *file,
                       struct notes *notes, struct err *err) {
    const char *lost = NULL;
    for (size_t i = 0; i < ini->count; i++) {
        const struct ini_item *item = &ini->items[i];
        if (item->section == lost || take_item(file, item, err)) continue;
        bytes_at(err, path, item->line);
        if (!notes) return false;
        notes_add(notes, err);
        if (!item->name) lost = item->section;
    }
    if (ini_file_find(ini, "plan", NULL)) return true;
    err_set(err, "no [plan] section; expected one, with NAME = VALUE lines below it");
    bytes_at(err, path, 0);
    if (notes) notes_add(notes, err);
    return notes;
}

static bool read_file(const char *path, struct plan_file *file, struct notes *notes,
                      struct err *err) {
    struct ini_file ini;
    memset(file, 0, sizeof *file);
    file->plan = plan_default();
    if (!(notes ? ini_file_read_good(path, &ini, notes, err) : ini_file_read(path, &ini, err)))
        return false;
    const bool read = take_items(path, &ini, file, notes, err);
    ini_file_free(&ini);
    return read;
}

bool plan_file_read(const char *path, struct plan_file *file, struct err *err) {
    return read_file(path, file, NULL, err);
}

bool plan_file_read_good(const char *path, struct plan_file *file, struct notes *notes,
                         struct err *err) {
    return read_file(path, file, notes, err);
}

bool plan_pin_name(const char *name, struct err *err) {
    enum { MOST = 40 };
    const size_t length = strlen(name);
    if (length == 0 || length > MOST)
        return err_set(err, "a pin's name has 1 to %d bytes, not %zu", MOST, length);
    if (name[0] == ' ' || name[length - 1] == ' ' || strpbrk(name, "]=;#"))
        return err_set(err, "%s: a pin's name has no ] = ; # and no blank at its ends", name);
    for (const char *at = name; *at;) {
        if (text_unsafe(text_next(&at)))
            return err_set(err, "a pin's name has no control characters");
    }
    return text_valid(name) || err_set(err, "a pin's name is UTF-8");
}

enum { LINE = 199, PIECE = 120 };

/* How much of a value its line takes: between characters, no blank on either side, for INI drops
 * it, and no mark of a comment at the start of the next. 0 where there is no such place. */
static size_t piece_of(const char *value) {
    size_t length = strlen(value);
    if (length <= PIECE) return length;
    for (length = PIECE; length > PIECE / 2; length--) {
        const char before = value[length - 1], after = value[length];
        if (((unsigned char)after & 0xC0) != 0x80 && before != ' ' && !strchr(" ;#", after))
            return length;
    }
    return 0;
}

static bool has_pieces(const char *value) {
    for (const char *at = value; *at;) {
        const size_t piece = piece_of(at);
        if (piece == 0) return false;
        at += piece;
    }
    return true;
}

/* Whether INI gives the value back as it was, on lines that are long enough: no blank at its ends,
 * no comment. */
static bool fits_lines(const char *name, const char *value, struct err *err) {
    const size_t length = strlen(value);
    const bool ends = length > 0 && (value[0] == ' ' || value[length - 1] == ' ');
    if (!ends && text_valid(value) && !strpbrk(value, "\n\r\t") && !strstr(value, " ;") &&
        has_pieces(value))
        return true;
    return err_set(err, "%s = %.60s: a plan file cannot hold this text", name, value);
}

static bool fits_line(const char *name, const char *value, struct err *err) {
    if (strlen(name) + 3 + strlen(value) <= LINE) return fits_lines(name, value, err);
    return err_set(err, "%s = %.60s: a plan file cannot hold this text", name, value);
}

bool plan_file_holds(const char *value) {
    struct err err;
    return strlen(value) < PLAN_VALUE && fits_lines("", value, &err);
}

/* A long value goes on in indented lines. */
static bool write_setting(FILE *to, const struct plan_setting *setting, struct err *err) {
    if (!fits_lines(setting->name, setting->value, err)) return false;
    fprintf(to, "%s =", setting->name);
    for (const char *at = setting->value; *at;) {
        const size_t piece = piece_of(at);
        fprintf(to, "%s %.*s\n", at == setting->value ? "" : "   ", (int)piece, at);
        at += piece;
    }
    if (!*setting->value) fputc('\n', to);
    return true;
}

static void write_inputs(FILE *to, const struct plan *plan) {
    for (int i = 0; i < INPUT_COUNT; i++) {
        char text[NUM_TEXT];
        fprintf(to, "%s = %s\n", inputs[i].name,
                input_text(text, (enum input)i, plan_get(plan, (enum input)i)));
    }
}

/* One a line: a name may be a long path. */
static bool write_presets(FILE *to, const struct plan_file *file, struct err *err) {
    for (int i = 0; i < file->preset_count; i++) {
        const char *name = file->presets[i], *more = i + 1 < file->preset_count ? "," : "";
        if (!fits_line("presets", name, err)) return false;
        if (strchr(name, ','))
            return err_set(err, "presets = %.60s: a plan file cannot hold a name with a comma",
                           name);
        fprintf(to, "%s%s%s\n", i == 0 ? "presets = " : "    ", name, more);
    }
    return true;
}

bool plan_file_write(FILE *to, const char *command, const struct plan_file *file, struct err *err) {
    fprintf(to, "# %s\n\n[plan]\n", command);
    if (!write_presets(to, file, err)) return false;
    write_inputs(to, &file->plan);
    for (int i = 0; i < file->pin_count; i++) {
        if (!plan_pin_name(file->pins[i].name, err)) return false;
        fprintf(to, "\n[pin %s]\n", file->pins[i].name);
        write_inputs(to, &file->pins[i].plan);
    }
    if (file->setting_count > 0) fprintf(to, "\n[view]\n");
    for (int i = 0; i < file->setting_count; i++) {
        const struct plan_setting *setting = &file->settings[i];
        if (!write_setting(to, setting, err)) return false;
    }
    return true;
}
