/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/preset_file.h"

#include "base/text.h"
#include "io/bytes.h"
#include "io/covariance.h"
#include "io/folder.h"
#include "io/ini_file.h"
#include "io/path.h"
#include "io/preset_fit.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LINE_MOST = 199, FILE_MOST = 1 << 20, FILE_NAME = 256 };

#define COUNT(array) (sizeof(array) / sizeof *(array))

const char *const preset_defaults[PRESET_DEFAULTS] = {"kumar-2024", "ouyang-2024", "frantar-2025",
                                                      "chen-2025", "sun-2025"};

static const char *const section_names[] = {"preset", "coefficients", "fitted-range", "covariance",
                                            "fit"};
static const char *const head_names[] = {"name",    "law",  "title", "source",
                                         "assumed", "note", "base"};
static const char *const head_needed[] = {"name", "law", "title", "source"};

static bool is_word(const char *word, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(word, words[i]) == 0) return true;
    }
    return false;
}

/* Bytes that text takes once it is safe to show, so that what is shown or printed fits as the
 * original did. */
static size_t shown_size(const char *text) {
    size_t size = 0;
    while (*text) {
        char encoded[TEXT_CHAR];
        const uint32_t code = text_next(&text);
        size += code == '\n' ? 1 : text_unsafe(code) ? 2 : text_encode(encoded, code);
    }
    return size;
}

static bool take_text(const struct ini_item *item, char *out, size_t size, struct err *err) {
    const size_t shown = shown_size(item->value);
    if (shown == 0) return err_set(err, "%s is empty; expected %s = TEXT", item->name, item->name);
    if (shown >= size) {
        return err_set(err, "%s has %zu bytes; expected at most %zu", item->name, shown, size - 1);
    }
    text_copy(out, size, item->value);
    return true;
}

static bool take_line(const struct ini_item *item, char *out, size_t size, struct err *err) {
    return ini_item_is_line(item, err) && take_text(item, out, size, err);
}

/* What is assumed, parted by `;`, over as many lines as it likes. */
static bool take_assumed(struct preset *preset, const struct ini_item *item, struct err *err) {
    const char *at = item->value;
    while (*at) {
        char part[PRESET_LINE];
        const size_t length = strcspn(at, ";");
        if (length >= sizeof part) {
            return err_set(err,
                           "assumed has a part of %zu bytes; expected at most %zu, parted by ;",
                           length, sizeof part - 1);
        }
        memcpy(part, at, length);
        part[length] = '\0';
        at += length + (at[length] == ';');
        for (char *c = part; (c = strchr(c, '\n')) != NULL;)
            *c = ' ';
        const char *trimmed = text_trim(part);
        if (!*trimmed) continue;
        if (preset->assumed_count == PRESET_ASSUMED) {
            return err_set(err, "assumed has more than %d parts; expected fewer", PRESET_ASSUMED);
        }
        text_copy(preset->assumed[preset->assumed_count++], PRESET_LINE, trimmed);
    }
    if (preset->assumed_count > 0) return true;
    return err_set(err, "assumed is empty; expected assumed = THIS; THAT");
}

static bool take_head(struct preset *preset, const struct ini_item *item, struct err *err) {
    const char *name = item->name;
    if (strcmp(name, "law") == 0) return true; /* known before all else is read */
    if (strcmp(name, "name") == 0) return take_line(item, preset->name, sizeof preset->name, err);
    if (strcmp(name, "title") == 0)
        return take_line(item, preset->title, sizeof preset->title, err);
    if (strcmp(name, "source") == 0)
        return take_line(item, preset->source, sizeof preset->source, err);
    if (strcmp(name, "base") == 0) return take_line(item, preset->base, sizeof preset->base, err);
    if (strcmp(name, "note") == 0) return take_text(item, preset->note, sizeof preset->note, err);
    if (strcmp(name, "assumed") == 0) return take_assumed(preset, item, err);
    return ini_item_unknown(item, head_names, COUNT(head_names), err);
}

static bool take_coefficient(struct preset *preset, const struct ini_item *item, struct err *err) {
    return ini_item_is_line(item, err) && preset_coefficient(preset, item->name, item->value, err);
}

static bool take_range(struct preset *preset, const struct ini_item *item, struct err *err) {
    return ini_item_is_line(item, err) && preset_range(preset, item->name, item->value, err);
}

static bool check_sections(const char *path, const struct ini_file *file, struct err *err) {
    for (size_t i = 0; i < file->count; i++) {
        const struct ini_item *item = &file->items[i];
        if (item->name || is_word(item->section, section_names, COUNT(section_names))) continue;
        ini_item_unknown(item, section_names, COUNT(section_names), err);
        return bytes_at(err, path, item->line);
    }
    return true;
}

static bool check_head(const char *path, const struct ini_file *file, struct err *err) {
    const struct ini_item *head = ini_file_find(file, "preset", NULL);
    if (!head) {
        err_set(err, "no [preset] section; expected one with name, law, title and source");
        return bytes_at(err, path, 0);
    }
    for (size_t i = 0; i < COUNT(head_needed); i++) {
        if (ini_file_find(file, "preset", head_needed[i])) continue;
        err_set(err, "[preset] has no %s; expected a line %s = …", head_needed[i], head_needed[i]);
        return bytes_at(err, path, head->line);
    }
    return true;
}

static void list_laws(const char *found, struct err *err) {
    err_set(err, "law = %s; expected one of", found);
    for (int i = 0; i < law_count(); i++) {
        text_append(err->text, sizeof err->text, "%s %s", i ? "," : "", law_at(i)->name);
    }
}

/* The law that a preset is of, which all the rest is read by. */
static const struct law *read_law(const char *path, const struct ini_file *file, struct err *err) {
    const struct ini_item *item = ini_file_find(file, "preset", "law");
    const bool line = ini_item_is_line(item, err);
    const struct law *law = line ? law_find(item->value) : NULL;
    if (law) return law;
    if (line) list_laws(item->value, err);
    bytes_at(err, path, item->line);
    return NULL;
}

static bool take_item(struct preset *preset, const struct ini_item *item, struct err *err) {
    const char *section = item->section;
    if (strcmp(section, "preset") == 0) return take_head(preset, item, err);
    if (strcmp(section, "coefficients") == 0) return take_coefficient(preset, item, err);
    if (strcmp(section, "fitted-range") == 0) return take_range(preset, item, err);
    if (strcmp(section, "covariance") == 0) return covariance_take(preset, item, err);
    return preset_fit_take(preset->law, item, err);
}

static bool take_items(const char *path, const struct ini_file *file, struct preset *preset,
                       struct err *err) {
    for (size_t i = 0; i < file->count; i++) {
        const struct ini_item *item = &file->items[i];
        if (!item->name) continue;
        if (!take_item(preset, item, err)) return bytes_at(err, path, item->line);
    }
    return true;
}

static bool check_whole(const char *path, const struct ini_file *file, struct preset *preset,
                        struct err *err) {
    int line;
    if (!preset_complete(preset, err)) {
        const struct ini_item *section = ini_file_find(file, "coefficients", NULL);
        return bytes_at(err, path, section ? section->line : 0);
    }
    return covariance_read(preset, file, &line, err) || bytes_at(err, path, line);
}

/* A preset that is found by its name must bear it, or one would compute with another's numbers. */
static bool check_name(const char *path, const struct ini_file *file, const struct preset *preset,
                       const char *name, struct err *err) {
    if (!name || strcmp(preset->name, name) == 0) return true;
    err_set(err, "name = %s; expected %s, as the file is called", preset->name, name);
    return bytes_at(err, path, ini_file_find(file, "preset", "name")->line);
}

static bool read_items(const char *path, const struct ini_file *file, const char *name,
                       struct preset *preset, struct err *err) {
    if (!check_sections(path, file, err) || !check_head(path, file, err)) return false;
    const struct law *law = read_law(path, file, err);
    if (!law) return false;
    preset_init(preset, law);
    text_copy(preset->file, sizeof preset->file, path);
    return take_items(path, file, preset, err) && check_whole(path, file, preset, err) &&
           check_name(path, file, preset, name, err);
}

/* name NULL: any. */
static bool read_preset(const char *path, const char *name, struct preset *preset,
                        struct err *err) {
    struct ini_file file;
    if (!ini_file_read(path, &file, err)) return false;
    preset->covariance = NULL;
    const bool read = read_items(path, &file, name, preset, err);
    if (!read) preset_free(preset);
    ini_file_free(&file);
    return read;
}

bool preset_file_read(const char *path, struct preset *preset, struct err *err) {
    return read_preset(path, NULL, preset, err);
}

/* Whether a word is a file's path rather than a preset's name. */
static bool is_path(const char *word) {
    const size_t length = strlen(word);
    return strchr(word, '/') || (length >= 4 && strcmp(word + length - 4, ".ini") == 0);
}

/* Whatever bears the name counts, a broken link too: to pass over it would hide that it is broken.
 */
static bool find_named(const char *name, char path[PRESET_FILE]) {
    for (int place = 0; place < PATH_PLACES; place++) {
        char folder[PRESET_FILE];
        struct stat info;
        if (!path_presets((enum path_place)place, folder, sizeof folder)) continue;
        const int length = snprintf(path, PRESET_FILE, "%s/%s.ini", folder, name);
        if (length > 0 && length < PRESET_FILE && lstat(path, &info) == 0) return true;
    }
    return false;
}

/* Where there is no preset of that name: the nearest that there is. */
static bool unknown_preset(const char *name, struct err *err) {
    struct preset_list list;
    if (!preset_list_read(&list, err)) return false;
    const char **names = calloc(list.count + 1, sizeof *names);
    for (size_t i = 0; names && i < list.count; i++)
        names[i] = list.entries[i].name;
    const char *nearest = names ? text_nearest(name, names, list.count) : NULL;
    if (nearest) {
        err_set(err, "no preset is called %s; expected %s, or another of `bitplan preset list`",
                name, nearest);
    } else {
        err_set(err, "no preset is called %s; expected one of `bitplan preset list`, or a file.ini",
                name);
    }
    free(names);
    preset_list_free(&list);
    char clean[ERR_TEXT];
    text_clean(clean, sizeof clean, err->text);
    return err_set(err, "%s", clean);
}

bool preset_file_find(const char *name_or_file, char path[PRESET_FILE], struct err *err) {
    if (!is_path(name_or_file)) {
        return find_named(name_or_file, path) || unknown_preset(name_or_file, err);
    }
    const size_t length = strlen(name_or_file);
    if (length >= PRESET_FILE) {
        return err_set(err, "a path of %zu bytes; expected at most %d", length, PRESET_FILE - 1);
    }
    text_copy(path, PRESET_FILE, name_or_file);
    return true;
}

bool preset_file_open(const char *name_or_file, struct preset *preset, struct err *err) {
    char path[PRESET_FILE];
    const char *name = is_path(name_or_file) ? NULL : name_or_file;
    return preset_file_find(name_or_file, path, err) && read_preset(path, name, preset, err);
}

/* Whether two folders are one, by whatever names. */
static bool same_folder(const char *one, const char *other) {
    struct stat a, b;
    return stat(one, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

bool preset_file_hides(const char *path) {
    char user[PRESET_FILE], shipped[PRESET_FILE], folder[PRESET_FILE] = ".";
    struct stat info;
    const char *const slash = strrchr(path, '/'), *const file = slash ? slash + 1 : path;
    if (strlen(path) >= sizeof folder) return false;
    if (slash) text_copy(folder, (size_t)(slash - path) + 2, path);
    if (!path_presets(PATH_USER, user, sizeof user)) return false;
    const size_t named = strlen(user); /* it may not have been made yet */
    const bool spelt = strncmp(path, user, named) == 0 && path + named == slash;
    if (!spelt && !same_folder(user, folder)) return false;
    if (!path_presets(PATH_SHIPPED, shipped, sizeof shipped)) return false;
    const size_t length = strlen(shipped);
    const int more = snprintf(shipped + length, sizeof shipped - length, "/%s", file);
    return more > 0 && length + (size_t)more < sizeof shipped && stat(shipped, &info) == 0;
}

/* A list that grows, and the folder that its next entries are in. */
struct growing {
    struct preset_list *list;
    size_t room;
    const char *folder;
};

static bool add_entry(void *context, const char *file) {
    struct growing *const growing = context;
    struct preset_list *const list = growing->list;
    const size_t length = strlen(file);
    if (list->count == growing->room) {
        const size_t more = growing->room ? 2 * growing->room : 32;
        struct preset_entry *entries = realloc(list->entries, more * sizeof *entries);
        if (!entries) return false;
        list->entries = entries;
        growing->room = more;
    }
    struct preset_entry *entry = &list->entries[list->count];
    const int written = snprintf(entry->path, sizeof entry->path, "%s/%s", growing->folder, file);
    if (written < 0 || (size_t)written >= sizeof entry->path) return true;
    char name[FILE_NAME];
    text_copy(name, length - 4 < sizeof name ? length - 4 + 1 : sizeof name, file);
    text_copy(entry->name, sizeof entry->name, name);
    list->count++;
    return true;
}

static int compare_entries(const void *left, const void *right) {
    const struct preset_entry *a = left, *b = right;
    return strcmp(a->name, b->name);
}

/* Leave out of list[from …], sorted, what list[0 … from), sorted, has by name already. */
static void drop_hidden(struct preset_list *list, size_t from) {
    size_t kept = from;
    for (size_t i = from; i < list->count; i++) {
        const struct preset_entry entry = list->entries[i];
        if (from > 0 && bsearch(&entry, list->entries, from, sizeof entry, compare_entries))
            continue;
        list->entries[kept++] = entry;
    }
    list->count = kept;
}

bool preset_list_in(path_folder *folders, struct preset_list *list, struct err *err) {
    *list = (struct preset_list){0};
    char folder[PRESET_FILE];
    struct growing growing = {list, 0, folder};
    for (int place = 0; place < PATH_PLACES; place++) {
        const size_t from = list->count;
        if (!folders((enum path_place)place, folder, sizeof folder)) continue;
        if (!folder_each(folder, ".ini", add_entry, &growing)) {
            preset_list_free(list);
            return err_set(err, "no memory to list the files");
        }
        if (list->count == 0) continue;
        drop_hidden(list, from);
        qsort(list->entries, list->count, sizeof *list->entries, compare_entries);
    }
    return true;
}

bool preset_list_read(struct preset_list *list, struct err *err) {
    return preset_list_in(path_presets, list, err);
}

void preset_list_free(struct preset_list *list) {
    free(list->entries);
    *list = (struct preset_list){0};
}

/* A line safe to show, as long as the reader takes: `·` for what is unsafe, and where that would
 * make the line too long, `?` for what was one byte. Blanks stay blanks. */
static void clean_line(char out[LINE_MOST + 1], const char *line) {
    const bool wide = shown_size(line) <= LINE_MOST;
    size_t length = 0;
    while (*line) {
        char encoded[TEXT_CHAR];
        const char *start = line;
        uint32_t code = text_next(&line);
        if (code < 0x80 && isspace((int)code)) {
            code = ' ';
        } else if (text_unsafe(code)) {
            code = wide || line - start > 1 ? 0xB7 : '?';
        }
        const size_t bytes = text_encode(encoded, code);
        if (length + bytes > LINE_MOST) break;
        memcpy(out + length, encoded, bytes);
        length += bytes;
    }
    out[length] = '\0';
}

static void print_lines(char *bytes, FILE *to) {
    char *at = strncmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? bytes + 3 : bytes;
    while (*at) {
        char line[LINE_MOST + 1];
        char *end = at + strcspn(at, "\n");
        char *next = *end ? end + 1 : end;
        if (end > at && end[-1] == '\r') end--;
        *end = '\0';
        clean_line(line, at);
        fprintf(to, "%s\n", line);
        at = next;
    }
}

bool preset_file_print(const char *path, FILE *to, struct err *err) {
    struct preset preset;
    size_t size;
    if (!preset_file_read(path, &preset, err)) return false;
    preset_free(&preset);
    char *bytes = bytes_read(path, FILE_MOST, &size, err);
    if (!bytes) return false;
    print_lines(bytes, to);
    free(bytes);
    if (!ferror(to)) return true;
    return err_set(err, "the preset could not be written: %s", strerror(errno));
}
