/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/history.h"

#include "base/text.h"
#include <string.h>

const char *const history_names[HISTORY_KINDS] = {[HISTORY_NONE] = "",
                                                  [HISTORY_WORDS] = "words",
                                                  [HISTORY_VALUE] = "value",
                                                  [HISTORY_SOLVE] = "solve",
                                                  [HISTORY_PIN] = "pin"};

enum { LINE = 512 };

static bool can_keep(const char *line) {
    if (!*line || strlen(line) >= LINE || !text_valid(line)) return false;
    for (const char *at = line; *at;) {
        if (text_unsafe(text_next(&at))) return false;
    }
    return true;
}

/* Take out the line that begins at `at`. */
static void drop(char *at) {
    const char *const next = strchr(at, '\n') + 1;
    memmove(at, next, strlen(next) + 1);
}

static void drop_same(struct history *history, const char *line) {
    const size_t length = strlen(line);
    for (char *at = history->text; *at; at = strchr(at, '\n') + 1) {
        if (strncmp(at, line, length) != 0 || at[length] != '\n') continue;
        drop(at);
        return;
    }
}

void history_add(struct history *history, const char *line) {
    if (!can_keep(line)) return;
    drop_same(history, line);
    while (strlen(history->text) + strlen(line) + 2 > sizeof history->text)
        drop(history->text);
    text_append(history->text, sizeof history->text, "%s\n", line);
}

bool history_get(const struct history *history, int back, char *out, size_t size) {
    const char *end = history->text + strlen(history->text);
    for (; end > history->text; back--) {
        const char *const newline = end - 1;
        const char *start = newline;
        while (start > history->text && start[-1] != '\n')
            start--;
        const size_t length = (size_t)(newline - start);
        if (back == 0) {
            text_copy(out, length + 1 < size ? length + 1 : size, start);
            return true;
        }
        end = start;
    }
    return false;
}

int history_find(const struct history *history, const char *part, int back) {
    char line[LINE];
    for (; history_get(history, back, line, sizeof line); back++) {
        if (strcasestr(line, part)) return back;
    }
    return -1;
}

void history_write(const struct history all[HISTORY_KINDS], FILE *to) {
    for (int kind = HISTORY_NONE + 1; kind < HISTORY_KINDS; kind++) {
        for (const char *at = all[kind].text; *at; at = strchr(at, '\n') + 1)
            fprintf(to, "%s %.*s\n", history_names[kind], (int)strcspn(at, "\n"), at);
    }
}

bool history_take(struct history all[HISTORY_KINDS], const char *line, struct err *err) {
    const size_t length = strcspn(line, " ");
    for (int kind = HISTORY_NONE + 1; kind < HISTORY_KINDS; kind++) {
        if (strlen(history_names[kind]) != length ||
            strncmp(line, history_names[kind], length) != 0 || !line[length])
            continue;
        history_add(&all[kind], line + length + 1);
        return true;
    }
    return err_set(err, "%.40s: expected words, value, solve or pin, and what was typed", line);
}
