/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/result.h"

const char *const term_names[TERM_COUNT] = {
    [TERM_FLOOR] = "floor", [TERM_PARAMS] = "params",         [TERM_DATA] = "data",
    [TERM_BASE] = "base",   [TERM_TRAIN_BITS] = "train_bits", [TERM_PTQ] = "ptq"};

const char *const assumption_words[ASSUMPTION_COUNT] = {
    [ASSUMED_CHANNEL_IS_HIDDEN] = "G channel = hidden size (inferred)",
    [ASSUMED_HIDDEN_SIZE] = "hidden size = (128 N/12)^(1/3)",
    [ASSUMED_CHANNEL_FITTED] = "G channel: log2 B is a fitted stand-in"};
