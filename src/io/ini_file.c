/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/ini_file.h"

#include "base/text.h"
#include "io/bytes.h"

#include <ctype.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>

/* inih's own limits, the first two: beyond them it cuts, so we refuse. */
enum { LINE_MOST = 199, SECTION_MOST = 49, VALUE_MOST = 16384, FILE_MOST = 1 << 20 };

/* inih says neither on which line a name stood nor which sections had none, so the reader that
 * feeds it keeps account as the lines pass. */
struct reading {
    const char *at, *end; /* what is still to be read */
    int line;             /* of the line passed last */
    bool indented;        /* that line begins with a blank */
    bool named;    /* its section has a name already, whose value an indented line continues */
    char *section; /* NULL before the first; belongs to that section's item */
    struct ini_file *file;
    size_t room;
    struct err *err; /* filled where failed, without the place */
    bool failed;
    struct notes *notes; /* NULL: the first fault ends the reading */
    const char *path;    /* for notes */
    bool faulty;         /* the last line that was not indented is left out */
    bool lost;           /* so is the section */
};

/* Stop reading; said is err_set's answer. */
static bool stop(struct reading *reading, bool said) {
    reading->failed = true;
    return said;
}

/* Stop reading, or leave the line out. */
static bool refuse(struct reading *reading, bool said) {
    if (!reading->notes) return stop(reading, said);
    bytes_at(reading->err, reading->path, reading->line);
    notes_add(reading->notes, reading->err);
    reading->faulty = true;
    return said;
}

static char *copy_text(const char *text) {
    const size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    return copy ? memcpy(copy, text, size) : NULL;
}

static struct ini_item *add_item(struct reading *reading) {
    struct ini_file *file = reading->file;
    if (file->count == reading->room) {
        const size_t room = reading->room ? 2 * reading->room : 64;
        struct ini_item *items = realloc(file->items, room * sizeof *items);
        if (!items) return NULL;
        file->items = items;
        reading->room = room;
    }
    struct ini_item *item = &file->items[file->count++];
    *item = (struct ini_item){.section = reading->section, .line = reading->line};
    return item;
}

static bool add_section(struct reading *reading, const char *name) {
    reading->section = copy_text(name);
    if (!reading->section || !add_item(reading)) {
        free(reading->section);
        reading->section = NULL;
        return stop(reading, err_set(reading->err, "no memory to read on"));
    }
    reading->named = false;
    return true;
}

/* A section's line, its first character being `[`. */
static bool take_section(struct reading *reading, const char *text) {
    char name[LINE_MOST + 1];
    const char *close = strchr(text, ']');
    if (!close) return refuse(reading, err_set(reading->err, "%s; expected a ] at the end", text));
    const size_t length = (size_t)(close - text - 1);
    memcpy(name, text + 1, length);
    name[length] = '\0';
    if (length == 0) {
        return refuse(reading, err_set(reading->err, "[]; expected the name of a section"));
    }
    if (length > SECTION_MOST) {
        return refuse(reading,
                      err_set(reading->err, "a section name of %zu bytes; expected at most %d",
                              length, SECTION_MOST));
    }
    const char *rest = close + 1;
    while (isspace((unsigned char)*rest))
        rest++;
    if (*rest && *rest != ';') {
        return refuse(reading,
                      err_set(reading->err,
                              "[%s] with %s after it; expected the section alone on its line", name,
                              rest));
    }
    return add_section(reading, name);
}

static bool copy_line(struct reading *reading, const char *start, size_t length, char *line,
                      size_t size) {
    if (memchr(start, '\0', length)) {
        return refuse(reading, err_set(reading->err, "a NUL byte; expected text"));
    }
    if (length > LINE_MOST || length >= size) {
        return refuse(reading, err_set(reading->err, "a line of %zu bytes; expected at most %d",
                                       length, LINE_MOST));
    }
    memcpy(line, start, length);
    line[length] = '\0';
    if (!text_valid(line)) {
        return refuse(reading,
                      err_set(reading->err, "bytes that are not UTF-8; expected UTF-8 text"));
    }
    return true;
}

/* The length of text up to a comment: inih 55 leaves comments in continued lines, later ones cut
 * them. */
static size_t before_comment(const char *text) {
    size_t length = 0;
    while (text[length] &&
           !(text[length] == ';' && length && isspace((unsigned char)text[length - 1]))) {
        length++;
    }
    while (length > 0 && isspace((unsigned char)text[length - 1]))
        length--;
    return length;
}

/* Whether inih can use a line that is neither empty, comment, section nor continuation. It says of
 * the first only, and late, where not. */
static bool take_text(struct reading *reading, const char *text) {
    const bool blank = !*text || *text == ';' || *text == '#';
    if (!reading->notes || blank || strcspn(text, "=:") < before_comment(text)) return true;
    return refuse(reading, err_set(reading->err, "%s; expected [section] or NAME = VALUE", text));
}

/* Whether a line may go to inih; false where it is left out, or reading stops. */
static bool take_line(struct reading *reading, const char *start, size_t length, char *line,
                      size_t size) {
    const bool indented = length > 0 && isspace((unsigned char)*start);
    if (indented && reading->faulty) return false;
    reading->faulty = false;
    if (!copy_line(reading, start, length, line, size)) return false;
    reading->indented = indented;
    const char *text = line;
    while (isspace((unsigned char)*text))
        text++;
    if (indented && reading->named) return true;
    if (*text != '[') return !reading->lost && take_text(reading, text);
    reading->lost = !take_section(reading, text);
    return !reading->lost;
}

/* inih's reader: the next line, without its end. */
static char *next_line(char *line, int size, void *stream) {
    struct reading *reading = stream;
    while (!reading->failed && reading->at != reading->end) {
        const char *start = reading->at;
        const char *newline = memchr(start, '\n', (size_t)(reading->end - start));
        const char *end = newline ? newline : reading->end;
        reading->at = newline ? newline + 1 : reading->end;
        reading->line++;
        if (end > start && end[-1] == '\r') end--;
        if (take_line(reading, start, (size_t)(end - start), line, (size_t)size)) return line;
    }
    return NULL;
}

static bool continue_value(struct reading *reading, const char *more) {
    struct ini_item *item = &reading->file->items[reading->file->count - 1];
    const size_t length = strlen(item->value), added = before_comment(more);
    if (length + added + 1 > VALUE_MOST) {
        return refuse(reading,
                      err_set(reading->err, "%s has more than %d bytes; expected fewer lines",
                              item->name, VALUE_MOST));
    }
    char *value = realloc(item->value, length + added + 2);
    if (!value) return stop(reading, err_set(reading->err, "no memory to read on"));
    value[length] = '\n';
    memcpy(value + length + 1, more, added);
    value[length + 1 + added] = '\0';
    item->value = value;
    return true;
}

static bool add_name(struct reading *reading, const char *name, const char *value) {
    if (!*name) {
        return refuse(reading,
                      err_set(reading->err, "= %s without a name; expected NAME = VALUE", value));
    }
    if (!reading->section) {
        return refuse(reading,
                      err_set(reading->err, "%s before any section; expected a [section] above it",
                              name));
    }
    char *own_name = copy_text(name), *own_value = copy_text(value);
    struct ini_item *item = own_name && own_value ? add_item(reading) : NULL;
    if (!item) {
        free(own_name);
        free(own_value);
        return stop(reading, err_set(reading->err, "no memory to read on"));
    }
    item->name = own_name;
    item->value = own_value;
    reading->named = true;
    return true;
}

/* inih's handler. The section is the reader's: inih's copy of it may be cut. */
static int on_name(void *user, const char *section, const char *name, const char *value) {
    (void)section;
    struct reading *reading = user;
    if (reading->indented && reading->named) return continue_value(reading, value);
    return add_name(reading, name, value);
}

/* The text of a line that inih could not use, trimmed. */
static void find_line(const char *bytes, int number, char line[LINE_MOST + 1]) {
    for (int i = 1; i < number; i++)
        bytes = strchr(bytes, '\n') + 1;
    size_t length = strcspn(bytes, "\r\n");
    if (length > LINE_MOST) length = LINE_MOST;
    memcpy(line, bytes, length);
    line[length] = '\0';
    memmove(line, text_trim(line), strlen(text_trim(line)) + 1);
}

static bool parse(const char *path, const char *bytes, size_t size, struct ini_file *file,
                  struct notes *notes, struct err *err) {
    struct reading reading = {
        .at = bytes, .end = bytes + size, .file = file, .err = err, .notes = notes, .path = path};
    const int refused = ini_parse_stream(next_line, &reading, on_name, &reading);
    if (!notes && refused > 0 && (!reading.failed || refused < reading.line)) {
        char line[LINE_MOST + 1];
        find_line(bytes, refused, line);
        err_set(err, "%s; expected [section] or NAME = VALUE", line);
        return bytes_at(err, path, refused);
    }
    if (reading.failed) return bytes_at(err, path, reading.line);
    if (refused < 0) {
        err_set(err, "no memory to read it");
        return bytes_at(err, path, 0);
    }
    return true;
}

/* Order by section, then name (the section's own line first). */
static int compare_items(const struct ini_item *a, const struct ini_item *b) {
    const int sections = a->section == b->section ? 0 : strcmp(a->section, b->section);
    if (sections) return sections;
    if (!a->name || !b->name) return (a->name != NULL) - (b->name != NULL);
    return strcmp(a->name, b->name);
}

static int compare_places(const void *left, const void *right) {
    const struct ini_item *a = left, *b = right;
    const int order = compare_items(a, b);
    return order ? order : (a->line > b->line) - (a->line < b->line);
}

/* The item, and with it the earlier one just before, that is the first in the file to say something
 * again. */
static const struct ini_item *find_second(const struct ini_item *sorted, size_t count) {
    const struct ini_item *second = NULL;
    for (size_t i = 1; i < count; i++) {
        if (compare_items(&sorted[i - 1], &sorted[i]) != 0) continue;
        if (!second || sorted[i].line < second->line) second = &sorted[i];
    }
    return second;
}

static bool say_again(const char *path, const struct ini_item *second, struct err *err) {
    const char *open = second->name ? "" : "[", *close = second->name ? "" : "]";
    err_set(err, "%s%s%s again, already in line %d; expected it once", open,
            second->name ? second->name : second->section, close, second[-1].line);
    return bytes_at(err, path, second->line);
}

static bool check_once(const char *path, const struct ini_file *file, struct err *err) {
    if (file->count < 2) return true;
    struct ini_item *sorted = malloc(file->count * sizeof *sorted);
    if (!sorted) {
        err_set(err, "no memory to check it");
        return bytes_at(err, path, 0);
    }
    memcpy(sorted, file->items, file->count * sizeof *sorted);
    qsort(sorted, file->count, sizeof *sorted, compare_places);
    const struct ini_item *second = find_second(sorted, file->count);
    const bool once = !second || say_again(path, second, err);
    free(sorted);
    return once;
}

/* Bytes of a byte-order mark to pass over; a second one, which inih would pass over itself, is
 * none. */
static bool skip_mark(const char *path, const char *bytes, size_t *skip, struct err *err) {
    static const char mark[] = "\xEF\xBB\xBF";
    const size_t length = sizeof mark - 1;
    *skip = strncmp(bytes, mark, length) == 0 ? length : 0;
    if (*skip == 0 || strncmp(bytes + length, mark, length) != 0) return true;
    err_set(err, "a second byte-order mark; expected one at most");
    return bytes_at(err, path, 1);
}

static bool read_file(const char *path, struct ini_file *file, struct notes *notes,
                      struct err *err) {
    *file = (struct ini_file){0};
    size_t size, skip;
    char *bytes = bytes_read(path, FILE_MOST, &size, err);
    if (!bytes) return false;
    const bool read = skip_mark(path, bytes, &skip, err) &&
                      parse(path, bytes + skip, size - skip, file, notes, err) &&
                      (notes || check_once(path, file, err));
    free(bytes);
    if (!read) ini_file_free(file);
    return read;
}

bool ini_file_read(const char *path, struct ini_file *file, struct err *err) {
    return read_file(path, file, NULL, err);
}

bool ini_file_read_good(const char *path, struct ini_file *file, struct notes *notes,
                        struct err *err) {
    return read_file(path, file, notes, err);
}

void ini_file_free(struct ini_file *file) {
    for (size_t i = 0; i < file->count; i++) {
        struct ini_item *item = &file->items[i];
        if (!item->name) free(item->section); /* its own line's; the others borrow it */
        free(item->name);
        free(item->value);
    }
    free(file->items);
    *file = (struct ini_file){0};
}

const struct ini_item *ini_file_find(const struct ini_file *file, const char *section,
                                     const char *name) {
    for (size_t i = 0; i < file->count; i++) {
        const struct ini_item *item = &file->items[i];
        if (strcmp(item->section, section) != 0 || !item->name != !name) continue;
        if (!name || strcmp(item->name, name) == 0) return item;
    }
    return NULL;
}

bool ini_item_is_line(const struct ini_item *item, struct err *err) {
    const char *newline = strchr(item->value, '\n');
    if (!newline) return true;
    const int length = (int)strcspn(newline + 1, "\n");
    return err_set(err, "%s goes on below with the indented line %.*s; expected it flush left",
                   item->name, length, newline + 1);
}

bool ini_item_unknown(const struct ini_item *item, const char *const *names, size_t count,
                      struct err *err) {
    const char *found = item->name ? item->name : item->section;
    const char *open = item->name ? "" : "[", *close = item->name ? "" : "]";
    const char *nearest = text_nearest(found, names, count);
    if (nearest)
        return err_set(err, "%s%s%s; expected %s%s%s", open, found, close, open, nearest, close);
    err_set(err, "%s%s%s; expected one of", open, found, close);
    for (size_t i = 0; i < count; i++) {
        text_append(err->text, sizeof err->text, "%s %s%s%s", i ? "," : "", open, names[i], close);
    }
    return false;
}
