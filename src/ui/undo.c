/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/undo.h"

#include <string.h>

void undo_start(struct undo *undo, const struct moment *now) {
    undo->count = 1;
    undo->at = 0;
    undo->node[0] = (struct undo_node){*now, -1};
}

static bool is_leaf(const struct undo *undo, int index) {
    for (int i = index + 1; i < undo->count; i++) {
        if (undo->node[i].parent == index) return false;
    }
    return true;
}

/* Children of the one taken out, which only the first can have, then have no parent. */
static void take_out(struct undo *undo, int index) {
    const size_t after = (size_t)(undo->count - index - 1);
    memmove(&undo->node[index], &undo->node[index + 1], after * sizeof *undo->node);
    undo->count--;
    for (int i = index; i < undo->count; i++) {
        int *const parent = &undo->node[i].parent;
        *parent = *parent == index ? -1 : *parent > index ? *parent - 1 : *parent;
    }
    if (undo->at > index) undo->at--;
}

static void make_room(struct undo *undo) {
    for (int i = 0; i < undo->count; i++) {
        if (i == undo->at || !is_leaf(undo, i)) continue;
        take_out(undo, i);
        return;
    }
    /* One line to the present: its beginning goes. */
    take_out(undo, 0);
}

void undo_branch(struct undo *undo, const struct moment *now) {
    if (undo->count == UNDO_MOST) make_room(undo);
    undo->node[undo->at].moment = *now;
    undo->node[undo->count] = (struct undo_node){*now, undo->at};
    undo->at = undo->count++;
}

void undo_go(struct undo *undo, int to, struct moment *now) {
    undo->node[undo->at].moment = *now;
    undo->at = to;
    *now = undo->node[to].moment;
}

int undo_before(const struct undo *undo) {
    return undo->node[undo->at].parent;
}

int undo_after(const struct undo *undo) {
    for (int i = undo->count - 1; i > undo->at; i--) {
        if (undo->node[i].parent == undo->at) return i;
    }
    return -1;
}

int undo_depth(const struct undo *undo) {
    int depth = 0;
    for (int i = undo->node[undo->at].parent; i >= 0; i = undo->node[i].parent)
        depth++;
    return depth;
}
