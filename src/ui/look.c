/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/look.h"

const struct ink looks[LOOK_COUNT] = {
    [LOOK_TEXT] = {0, 0, 0, LOOK_TEXT},
    [LOOK_DIM] = {COLOR_GREY_, 0, 0, LOOK_DIM},
    [LOOK_STRONG] = {0, 0, ATTR_BOLD, LOOK_STRONG},
    [LOOK_KEY] = {COLOR_CYAN_, 0, ATTR_BOLD, LOOK_KEY},
    [LOOK_BRAND] = {0, 0, ATTR_REVERSE | ATTR_BOLD, LOOK_BRAND},
    [LOOK_TAB] = {COLOR_BLACK_, COLOR_CYAN_, 0, LOOK_TAB},
    [LOOK_GOOD] = {COLOR_GREEN_, 0, 0, LOOK_GOOD},
    [LOOK_BAD] = {COLOR_RED_, 0, 0, LOOK_BAD},
    [LOOK_BAD_STRONG] = {COLOR_RED_, 0, ATTR_BOLD, LOOK_BAD_STRONG},
    [LOOK_WARN] = {COLOR_YELLOW_, 0, 0, LOOK_WARN},
    [LOOK_WARN_STRONG] = {COLOR_YELLOW_, 0, ATTR_BOLD, LOOK_WARN_STRONG},
    [LOOK_TRACK] = {COLOR_BLUE_, 0, 0, LOOK_TRACK},
    [LOOK_KNOB] = {0, 0, ATTR_BOLD, LOOK_KNOB},
    [LOOK_BEFORE] = {COLOR_CYAN_, 0, 0, LOOK_BEFORE},
    [LOOK_SELECTED] = {0, 0, ATTR_REVERSE, LOOK_SELECTED},
};

const struct ink term_inks[TERM_COUNT] = {
    [TERM_FLOOR] = {0, 0, 0},
    [TERM_PARAMS] = {COLOR_BLUE_, 0, ATTR_BOLD},
    [TERM_DATA] = {COLOR_CYAN_, 0, ATTR_BOLD},
    [TERM_BASE] = {0, 0, 0},
    [TERM_TRAIN_BITS] = {COLOR_YELLOW_, 0, ATTR_BOLD},
    [TERM_PTQ] = {COLOR_RED_, 0, ATTR_BOLD},
};

const struct ink term_fills[TERM_COUNT] = {
    [TERM_FLOOR] = {COLOR_BLACK_, COLOR_WHITE_, 0},
    [TERM_PARAMS] = {COLOR_BLACK_, COLOR_BLUE_, 0},
    [TERM_DATA] = {COLOR_BLACK_, COLOR_CYAN_, 0},
    [TERM_BASE] = {COLOR_BLACK_, COLOR_WHITE_, 0},
    [TERM_TRAIN_BITS] = {COLOR_BLACK_, COLOR_YELLOW_, 0},
    [TERM_PTQ] = {COLOR_BLACK_, COLOR_RED_, 0},
};

const char *const term_titles[TERM_COUNT] = {
    [TERM_FLOOR] = "E, the floor",       [TERM_PARAMS] = "too few parameters",
    [TERM_DATA] = "too little data",     [TERM_BASE] = "base, at full precision",
    [TERM_TRAIN_BITS] = "training bits", [TERM_PTQ] = "PTQ",
};

const char *const term_letters[TERM_COUNT] = {
    [TERM_FLOOR] = "E", [TERM_PARAMS] = "N",        [TERM_DATA] = "D",
    [TERM_BASE] = "L",  [TERM_TRAIN_BITS] = "bits", [TERM_PTQ] = "PTQ",
};
