/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/lesson_file.h"

#include "base/text.h"
#include "io/bytes.h"
#include "io/path.h"
#include <stddef.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* A name of a section and where its item goes; needed: without it the file is refused. */
struct slot {
    const char *name;
    size_t offset;
    bool needed;
};

static const struct slot lesson_slots[] = {
    {"title", offsetof(struct lesson, title), true},
    {"finding", offsetof(struct lesson, finding), true},
    {"source", offsetof(struct lesson, source), true},
    {"presets", offsetof(struct lesson, presets), true},
    {"set", offsetof(struct lesson, set), false},
};

static const struct slot step_slots[] = {
    {"text", offsetof(struct lesson_step, text), true},
    {"set", offsetof(struct lesson_step, set), false},
    {"law", offsetof(struct lesson_step, law), false},
    {"check", offsetof(struct lesson_step, check), false},
    {"ask", offsetof(struct lesson_step, ask), false},
    {"answer", offsetof(struct lesson_step, answer), false},
    {"within", offsetof(struct lesson_step, within), false},
    {"show", offsetof(struct lesson_step, show), false},
};

static const struct slot *find_slot(const struct slot *slots, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(slots[i].name, name) == 0) return &slots[i];
    }
    return NULL;
}

static const struct ini_item **place_of(void *of, const struct slot *slot) {
    return (const struct ini_item **)(void *)((char *)of + slot->offset);
}

static bool is_step(const char *section) {
    return strncmp(section, "step ", 5) == 0 && section[5] != '\0';
}

static bool take_section(struct lesson *lesson, const struct ini_item *item, struct err *err) {
    static const char *const names[] = {"lesson", "step NAME"};
    if (strcmp(item->section, "lesson") == 0) return true;
    if (!is_step(item->section)) return ini_item_unknown(item, names, COUNT(names), err);
    if (lesson->steps == LESSON_STEPS)
        return err_set(err, "[%s] after %d steps; expected at most so many", item->section,
                       LESSON_STEPS);
    lesson->step[lesson->steps++].head = item;
    return true;
}

/* The place of a choice's letter, −1 where name is none. */
static int choice_of(const char *name) {
    const int place = name[0] - 'a';
    return name[0] && !name[1] && place >= 0 && place < LESSON_CHOICES ? place : -1;
}

static bool take_in_step(struct lesson_step *step, const struct ini_item *item, struct err *err) {
    const struct slot *slot = find_slot(step_slots, COUNT(step_slots), item->name);
    const int choice = choice_of(item->name);
    if (slot) {
        *place_of(step, slot) = item;
    } else if (choice >= 0) {
        if (choice != step->choices)
            return err_set(err, "choice %s; expected %c before it", item->name,
                           'a' + step->choices);
        step->choice[step->choices++] = item;
    } else {
        if (!ini_item_is_line(item, err)) return false;
        if (step->settings == LESSON_SETTINGS)
            return err_set(err, "%s is setting %d; expected at most %d", item->name,
                           LESSON_SETTINGS + 1, LESSON_SETTINGS);
        step->setting[step->settings++] = item;
    }
    return true;
}

static bool take_in_lesson(struct lesson *lesson, const struct ini_item *item, struct err *err) {
    const char *names[COUNT(lesson_slots)];
    const struct slot *slot = find_slot(lesson_slots, COUNT(lesson_slots), item->name);
    for (size_t i = 0; i < COUNT(lesson_slots); i++)
        names[i] = lesson_slots[i].name;
    if (!slot) return ini_item_unknown(item, names, COUNT(names), err);
    *place_of(lesson, slot) = item;
    return true;
}

static bool take_item(struct lesson *lesson, const struct ini_item *item, struct err *err) {
    if (!item->name) return take_section(lesson, item, err);
    if (!*item->value) return err_set(err, "%s = nothing; expected a text", item->name);
    if (!is_step(item->section)) return take_in_lesson(lesson, item, err);
    return take_in_step(&lesson->step[lesson->steps - 1], item, err);
}

static bool has_needed(void *of, const struct slot *slots, size_t count, const char *section,
                       struct err *err) {
    for (size_t i = 0; i < count; i++) {
        if (slots[i].needed && !*place_of(of, &slots[i]))
            return err_set(err, "[%s] has no %s; expected %s = …", section, slots[i].name,
                           slots[i].name);
    }
    return true;
}

int lesson_right_choice(const struct lesson_step *step) {
    return choice_of(step->answer->value);
}

static bool check_choices(const struct lesson_step *step, struct err *err) {
    const int right = lesson_right_choice(step);
    if (step->choices == 1) return err_set(err, "one choice; expected at least two");
    if (right < 0 || right >= step->choices)
        return err_set(err, "answer = %s; expected the letter of a choice", step->answer->value);
    if (!step->check)
        return err_set(err, "no check; expected a condition that makes %s right",
                       step->answer->value);
    return !step->within || err_set(err, "within beside choices; expected it with a number");
}

/* A question is whole: with choices, or with a number and how near a guess must come. */
static bool check_question(const struct lesson_step *step, struct err *err) {
    if (!step->ask) {
        const struct ini_item *const stray[] = {step->choice[0], step->answer, step->within,
                                                step->show};
        for (size_t i = 0; i < COUNT(stray); i++) {
            if (stray[i]) return err_set(err, "%s without ask; expected ask = …", stray[i]->name);
        }
        return true;
    }
    if (!step->answer) return err_set(err, "ask without answer; expected answer = …");
    if (!step->show) return err_set(err, "ask without show; expected show = …");
    if (step->choices > 0) return check_choices(step, err);
    return step->within || err_set(err, "ask for a number without within; expected within = 2");
}

static bool check_whole(struct lesson *lesson, struct err *err) {
    const struct ini_item *head = ini_file_find(&lesson->ini, "lesson", NULL);
    if (!head || lesson->steps == 0) {
        err_set(err, "no [%s] section; expected one", head ? "step 1" : "lesson");
        return bytes_at(err, lesson->path, 0);
    }
    if (!has_needed(lesson, lesson_slots, COUNT(lesson_slots), "lesson", err))
        return lesson_file_at(lesson, head, err);
    for (int i = 0; i < lesson->steps; i++) {
        struct lesson_step *step = &lesson->step[i];
        if (!has_needed(step, step_slots, COUNT(step_slots), step->head->section, err) ||
            !check_question(step, err))
            return lesson_file_at(lesson, step->head, err);
    }
    return true;
}

bool lesson_file_at(const struct lesson *lesson, const struct ini_item *item, struct err *err) {
    return bytes_at(err, lesson->path, item->line);
}

static bool take_items(struct lesson *lesson, struct err *err) {
    for (size_t i = 0; i < lesson->ini.count; i++) {
        const struct ini_item *item = &lesson->ini.items[i];
        if (!take_item(lesson, item, err)) return lesson_file_at(lesson, item, err);
    }
    return check_whole(lesson, err);
}

bool lesson_file_read(const char *path, struct lesson *lesson, struct err *err) {
    memset(lesson, 0, sizeof *lesson);
    text_copy(lesson->path, sizeof lesson->path, path);
    if (!ini_file_read(path, &lesson->ini, err)) return false;
    if (take_items(lesson, err)) return true;
    lesson_file_free(lesson);
    return false;
}

void lesson_file_free(struct lesson *lesson) {
    ini_file_free(&lesson->ini);
    memset(lesson, 0, sizeof *lesson);
}

bool lesson_preset(const struct lesson *lesson, int n, char name[PRESET_FILE]) {
    const char *at = lesson->presets->value;
    for (; n > 0; n--) {
        at = strchr(at, ',');
        if (!at++) return false;
    }
    const size_t length = strcspn(at, ",");
    text_copy(name, length + 1 < PRESET_FILE ? length + 1 : PRESET_FILE, at);
    const char *trimmed = text_trim(name);
    memmove(name, trimmed, strlen(trimmed) + 1);
    return true;
}

bool lesson_list_read(struct preset_list *list, struct err *err) {
    return preset_list_in(path_lessons, list, err);
}
