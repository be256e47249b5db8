/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Presets as INI files: reading one, and finding those that are installed. */
#ifndef IO_PRESET_FILE_H
#define IO_PRESET_FILE_H

#include "base/err.h"
#include "engine/preset.h"
#include "io/path.h"
#include <stdio.h>

enum { PRESET_DEFAULTS = 5 };

/* The five systems of the literature, loaded where no others are asked for; first is primary. */
extern const char *const preset_defaults[PRESET_DEFAULTS];

/* Read one file. False with "file:line: what was found; what was expected". */
bool preset_file_read(const char *path, struct preset *preset, struct err *err);

/* A preset by name, or by file where the word has a '/' or ends in ".ini". The user's folder wins
 * over the shipped ones. False with a message that suggests the nearest name. */
bool preset_file_open(const char *name_or_file, struct preset *preset, struct err *err);

/* The path of the file that preset_file_open would read. False with a message. */
bool preset_file_find(const char *name_or_file, char path[PRESET_FILE], struct err *err);

/* Whether a preset in that file stands before a shipped one, being in the user's folder under its
 * name. */
bool preset_file_hides(const char *path);

struct preset_entry {
    char name[PRESET_NAME]; /* the file's, without .ini */
    char path[PRESET_FILE];
};

struct preset_list {
    struct preset_entry *entries; /* sorted by name, each name once (the user's folder wins) */
    size_t count;
};

/* What is there to be loaded: names of files, nothing is opened. False where there was no memory.
 */
bool preset_list_read(struct preset_list *list, struct err *err);

/* The same of files of another kind, that lie in folders of their own. */
bool preset_list_in(path_folder *folders, struct preset_list *list, struct err *err);
void preset_list_free(struct preset_list *list);

/* Print the preset's file, unsafe characters replaced, in a form that preset_file_read accepts.
 * False with a message where it cannot be read or to cannot be written. */
bool preset_file_print(const char *path, FILE *to, struct err *err);

#endif
