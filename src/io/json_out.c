/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "io/json_out.h"

#include "base/num.h"
#include "base/text.h"

#include <json-c/json.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Every jout lives until its root is freed, so that a child may be filled after it was added. */
struct jout {
    struct json_object *value; /* owned by the root's, where added */
    struct jout *children, *next;
    bool added;
    bool failed; /* something was left out for want of memory */
};

static struct jout *make(struct json_object *value) {
    struct jout *made = value ? calloc(1, sizeof *made) : NULL;
    if (made) {
        made->value = value;
    } else {
        json_object_put(value);
    }
    return made;
}

struct jout *jout_object(void) {
    return make(json_object_new_object());
}

struct jout *jout_list(void) {
    return make(json_object_new_array());
}

void jout_free(struct jout *value) {
    if (!value) return;
    if (!value->added) json_object_put(value->value);
    for (struct jout *child = value->children, *next; child; child = next) {
        next = child->next;
        jout_free(child);
    }
    free(value);
}

/* Put value, NULL for null, where it belongs; it is freed where that fails. */
static bool put(struct jout *in, const char *key, struct json_object *value) {
    const int failed = key ? json_object_object_add(in->value, key, value)
                           : json_object_array_add(in->value, value);
    if (!failed) return true;
    json_object_put(value);
    in->failed = true;
    return false;
}

static void put_made(struct jout *in, const char *key, struct json_object *value) {
    if (value) {
        put(in, key, value);
    } else {
        in->failed = true;
    }
}

void jout_number(struct jout *in, const char *key, double value) {
    char text[NUM_TEXT];
    if (!in) return;
    if (isfinite(value)) {
        put_made(in, key, json_object_new_double_s(value, num_shortest(text, value)));
    } else {
        put(in, key, NULL);
    }
}

void jout_whole(struct jout *in, const char *key, long long value) {
    if (in) put_made(in, key, json_object_new_int64(value));
}

void jout_flag(struct jout *in, const char *key, bool value) {
    if (in) put_made(in, key, json_object_new_boolean(value));
}

/* JSON is UTF-8: in a file's name, bytes that are none become U+FFFD. */
static struct json_object *make_text(const char *text) {
    if (text_valid(text)) return json_object_new_string(text);
    char *valid = malloc((TEXT_CHAR - 1) * strlen(text) + 1);
    if (!valid) return NULL;
    size_t length = 0;
    valid[0] = '\0';
    while (*text)
        length += text_encode(valid + length, text_next(&text));
    struct json_object *made = json_object_new_string(valid);
    free(valid);
    return made;
}

void jout_text(struct jout *in, const char *key, const char *value) {
    if (!in) return;
    if (value) {
        put_made(in, key, make_text(value));
    } else {
        put(in, key, NULL);
    }
}

void jout_add(struct jout *in, const char *key, struct jout *child) {
    if (!in || !child) {
        if (in) in->failed = true;
        jout_free(child);
        return;
    }
    child->added = put(in, key, json_object_get(child->value));
    if (child->added) json_object_put(child->value); /* from now on the parent's count alone */
    child->next = in->children;
    in->children = child;
}

static bool is_whole(const struct jout *value) {
    if (value->failed) return false;
    for (const struct jout *child = value->children; child; child = child->next) {
        if (!is_whole(child)) return false;
    }
    return true;
}

bool jout_write(const struct jout *value, bool pretty, FILE *to) {
    if (!value || !is_whole(value)) return false;
    const int flags =
        JSON_C_TO_STRING_NOSLASHESCAPE |
        (pretty ? JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED : JSON_C_TO_STRING_PLAIN);
    const char *text = json_object_to_json_string_ext(value->value, flags);
    return text && fputs(text, to) >= 0 && fputc('\n', to) != EOF;
}
