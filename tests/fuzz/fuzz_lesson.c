/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever a lesson's file holds: a message, or a lesson whose steps have all that is asked for. */
#include "fuzz.h"

#include "io/lesson_file.h"

#include <stdlib.h>

static void check_step(const struct lesson_step *step) {
    fuzz_require(step->head && step->text, "a text");
    fuzz_require(step->choices >= 0 && step->choices <= LESSON_CHOICES, "choices");
    fuzz_require(step->settings >= 0 && step->settings <= LESSON_SETTINGS, "settings");
    if (!step->ask) return;
    fuzz_require(step->answer && step->show, "an answer, and what is shown then");
    if (step->choices == 0) return;
    const int right = lesson_right_choice(step);
    fuzz_require(right >= 0 && right < step->choices, "a right choice");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char path[FUZZ_PATH], name[PRESET_FILE];
    struct lesson *lesson = malloc(sizeof *lesson);
    struct err err;
    fuzz_require(lesson != NULL, "memory");
    const int fd = fuzz_open(data, size, path);
    if (lesson_file_read(path, lesson, &err)) {
        fuzz_require(lesson->title && lesson->finding && lesson->source, "a title and a source");
        fuzz_require(lesson->steps > 0 && lesson->steps <= LESSON_STEPS, "steps");
        for (int i = 0; i < lesson->steps; i++)
            check_step(&lesson->step[i]);
        for (int i = 0; lesson_preset(lesson, i, name); i++)
            fuzz_require(i < 4096, "an end of the presets");
        lesson_file_free(lesson);
    } else {
        fuzz_check_message(&err, path);
    }
    free(lesson);
    fuzz_close(fd);
    return 0;
}
