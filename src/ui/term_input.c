/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/term_input.h"

#include "base/text.h"

#include <string.h>

enum {
    BEL = 7,
    CAN = 24,
    SUB = 26,
    ESC = 27,
    /* A terminal sends a sequence in one go; over a slow line its bytes may come apart, though
     * those after ESC [ are worth a longer wait than those after a key that people press alone. */
    PATIENCE_ESC = 40,
    PATIENCE_REST = 250,
    PARAMS = 4,
    PARAM_MOST = 99999
};

void input_start(struct input *input, int cols, int rows) {
    *input = (struct input){.cols = cols, .rows = rows};
}

void input_resize(struct input *input, int cols, int rows) {
    input->cols = cols;
    input->rows = rows;
}

void input_learn(struct input *input, const char *bytes, uint32_t key) {
    if (!bytes || input->key_count == INPUT_KEYS) return;
    const size_t length = strlen(bytes);
    const bool control = (bytes[0] > 0 && bytes[0] < 0x20) || bytes[0] == 0x7F;
    if (length >= INPUT_KEY_BYTES || !control || strcmp(bytes, "\033") == 0) return;
    struct input_key *const known = &input->keys[input->key_count++];
    text_copy(known->bytes, sizeof known->bytes, bytes);
    known->key = key;
}

size_t input_feed(struct input *input, const void *bytes, size_t count) {
    if (input->head == input->tail) input->head = input->tail = 0;
    const size_t room = INPUT_BYTES - input->tail;
    if (count > room) count = room;
    memcpy(input->bytes + input->tail, bytes, count);
    input->tail += count;
    return count;
}

static bool give(struct event *event, enum event_kind kind, uint32_t key) {
    *event = (struct event){.kind = kind, .key = key};
    return true;
}

/* A key, which in the midst of a paste is none. 0 stands for none, too. */
static bool give_key(const struct input *input, struct event *event, uint32_t key) {
    return key != 0 && !input->paste && give(event, EVENT_KEY, key);
}

static void begin(struct input *input, enum input_state state, uint8_t byte) {
    input->state = state;
    input->raw[0] = byte;
    input->length = 1;
}

static void add(struct input *input, uint8_t byte) {
    if (input->length < INPUT_SEQUENCE) input->raw[input->length] = byte;
    if (input->length <= INPUT_SEQUENCE) input->length++;
}

/* The key that this terminal's description has for the bytes so far, or 0. */
static uint32_t learned(const struct input *input) {
    for (size_t i = 0; i < input->key_count; i++) {
        const char *const bytes = input->keys[i].bytes;
        if (strlen(bytes) == input->length && memcmp(bytes, input->raw, input->length) == 0) {
            return input->keys[i].key;
        }
    }
    return 0;
}

/* The key of a final letter, CSI's and SS3's alike. */
static uint32_t letter_key(uint8_t letter) {
    switch (letter) {
    case 'A':
        return K_UP;
    case 'B':
        return K_DOWN;
    case 'C':
        return K_RIGHT;
    case 'D':
        return K_LEFT;
    case 'F':
        return K_END;
    case 'H':
        return K_HOME;
    case 'P':
        return K_F1;
    case 'Q':
        return K_F2;
    case 'R':
        return K_F3;
    case 'S':
        return K_F4;
    default:
        return 0;
    }
}

static uint32_t shifted(uint32_t key) {
    switch (key) {
    case K_UP:
        return K_SHIFT_UP;
    case K_DOWN:
        return K_SHIFT_DOWN;
    case K_LEFT:
        return K_SHIFT_LEFT;
    case K_RIGHT:
        return K_SHIFT_RIGHT;
    default:
        return 0;
    }
}

/* The key of CSI number ~. */
static uint32_t number_key(long number) {
    static const uint32_t keys[] = {
        [1] = K_HOME,      [2] = K_INSERT, [3] = K_DELETE, [4] = K_END,  [5] = K_PAGE_UP,
        [6] = K_PAGE_DOWN, [7] = K_HOME,   [8] = K_END,    [11] = K_F1,  [12] = K_F2,
        [13] = K_F3,       [14] = K_F4,    [15] = K_F5,    [17] = K_F6,  [18] = K_F7,
        [19] = K_F8,       [20] = K_F9,    [21] = K_F10,   [23] = K_F11, [24] = K_F12};
    return number >= 0 && number < (long)(sizeof keys / sizeof *keys) ? keys[number] : 0;
}

/* A control sequence taken apart. */
struct csi {
    uint8_t private; /* one of < = > ?, or 0 */
    uint8_t final;
    long params[PARAMS]; /* -1 where left out or absurd */
    int count;
};

/* False where it holds more than any that we know. */
static bool csi_parse(const struct input *input, struct csi *csi) {
    *csi = (struct csi){.params = {-1, -1, -1, -1}, .count = 1};
    if (input->length > INPUT_SEQUENCE) return false;
    size_t i = 2;
    if (input->raw[i] >= '<' && input->raw[i] <= '?') csi->private = input->raw[i++];
    for (; i < input->length - 1; i++) {
        const uint8_t byte = input->raw[i];
        if (byte == ';' && csi->count < PARAMS) {
            csi->count++;
        } else if (byte >= '0' && byte <= '9') {
            long *const param = &csi->params[csi->count - 1];
            *param = 10 * (*param < 0 ? 0 : *param) + (byte - '0');
            if (*param > PARAM_MOST) *param = PARAM_MOST;
        } else {
            return false;
        }
    }
    csi->final = input->raw[i];
    return true;
}

static uint32_t csi_key(const struct csi *csi) {
    uint32_t key = csi->final == '~' ? number_key(csi->params[0]) : letter_key(csi->final);
    if (csi->final >= 'a' && csi->final <= 'd') { /* rxvt */
        return csi->count == 1 && csi->params[0] < 0 ? shifted(letter_key(csi->final - 0x20)) : 0;
    }
    if (csi->final == 'Z') key = K_BACK_TAB;
    if (csi->final != '~' && csi->params[0] > 1) return 0;
    if (csi->count > 2) return 0;
    if (csi->count == 1 || csi->params[1] == 1) return key;
    if (csi->params[1] != 2) return 0; /* Alt, Ctrl and their like mean nothing to us */
    return key == K_BACK_TAB ? key : shifted(key);
}

static int clamp(long value, int count) {
    return value < 0 ? 0 : value >= count ? count - 1 : (int)value;
}

/* button: as in mouse reports; x, y from 0. A drag may leave the screen, and a button be let go
 * outside. */
static bool give_mouse(const struct input *input, struct event *event, long button, long x, long y,
                       bool release) {
    enum { MODIFIERS = 4 | 8 | 16, MOTION = 32, WHEEL_UP = 64, WHEEL_DOWN = 65 };
    const bool inside = x >= 0 && y >= 0 && x < input->cols && y < input->rows;
    button &= ~(long)MODIFIERS;
    enum event_kind kind = EVENT_NONE;
    if (release) {
        if (button == 0 || button == MOTION) kind = EVENT_RELEASE;
    } else if (button == MOTION) {
        kind = EVENT_DRAG;
    } else if (inside) {
        if (button == 0) kind = EVENT_PRESS;
        if (button == WHEEL_UP) kind = EVENT_WHEEL_UP;
        if (button == WHEEL_DOWN) kind = EVENT_WHEEL_DOWN;
    }
    if (kind == EVENT_NONE || input->paste) return false;
    *event = (struct event){.kind = kind, .x = clamp(x, input->cols), .y = clamp(y, input->rows)};
    return true;
}

static bool csi_end(struct input *input, struct event *event) {
    const uint32_t known = learned(input);
    struct csi csi;
    input->state = INPUT_GROUND;
    if (known) return give_key(input, event, known);
    if (!csi_parse(input, &csi)) return false;
    if (csi.private == '<' && (csi.final == 'M' || csi.final == 'm')) {
        const long button = csi.params[0], x = csi.params[1], y = csi.params[2];
        if (csi.count != 3 || button < 0 || x < 0 || y < 0) return false;
        return give_mouse(input, event, button, x - 1, y - 1, csi.final == 'm');
    }
    if (csi.private) return false;
    if (csi.final == '~' && csi.count == 1 && (csi.params[0] == 200 || csi.params[0] == 201)) {
        input->paste = csi.params[0] == 200;
        return false;
    }
    return give_key(input, event, csi_key(&csi));
}

/* What takes a byte in a state: true where that completes an event. *again: the byte itself is
 * still to be taken, in the state that is now. */
typedef bool taker(struct input *input, uint8_t byte, struct event *event, bool *again);

static bool take_ground(struct input *input, uint8_t byte, struct event *event, bool *again) {
    (void)again;
    if (byte == ESC) {
        begin(input, INPUT_ESC, byte);
        return false;
    }
    if (byte >= 0x80) {
        if (byte >= 0xC2 && byte <= 0xF4) begin(input, INPUT_UTF8, byte);
        return false;
    }
    if (byte == 0) return false;
    if (input->paste) return give(event, EVENT_PASTED, byte);
    begin(input, INPUT_GROUND, byte);
    const uint32_t known = learned(input);
    return give(event, EVENT_KEY, known ? known : key_heard(byte));
}

static bool take_utf8(struct input *input, uint8_t byte, struct event *event, bool *again) {
    const uint8_t lead = input->raw[0];
    const size_t whole = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if ((byte & 0xC0) != 0x80) {
        input->state = INPUT_GROUND;
        *again = true;
        return false;
    }
    add(input, byte);
    if (input->length < whole) return false;
    input->state = INPUT_GROUND;
    input->raw[whole] = '\0';
    const char *at = (const char *)input->raw;
    const uint32_t code = text_next(&at);
    if (text_unsafe(code)) return false; /* broken ones, U+FFFD, among them */
    return give(event, input->paste ? EVENT_PASTED : EVENT_KEY, code);
}

static bool take_esc(struct input *input, uint8_t byte, struct event *event, bool *again) {
    add(input, byte);
    const uint32_t known = learned(input);
    input->state = INPUT_GROUND;
    if (known) return give_key(input, event, known);
    if (byte == '[') {
        input->state = INPUT_CSI;
    } else if (byte == 'O') {
        input->state = INPUT_SS3;
    } else if (byte == ']' || byte == 'P' || byte == '_' || byte == '^' || byte == 'X') {
        input->state = INPUT_STRING;
    } else if (byte >= 0x20 && byte <= 0x7F && !input->paste) {
        return give_key(input, event, K_ALT | byte);
    } else {
        /* Someone quick, or a slow line: Escape, and then that. */
        *again = true;
        return give_key(input, event, K_ESCAPE);
    }
    return false;
}

static bool take_csi(struct input *input, uint8_t byte, struct event *event, bool *again) {
    if (byte < 0x20 || byte >= 0x7F) {
        input->state = INPUT_GROUND;
        *again = true;
        return false;
    }
    add(input, byte);
    if (input->length == 3 && byte == '[') {
        input->state = INPUT_CONSOLE;
        return false;
    }
    if (input->length == 3 && byte == 'M' && !learned(input)) {
        input->state = INPUT_X10;
        return false;
    }
    if (byte >= 0x40) return csi_end(input, event);
    /* rxvt ends its shifted keys by a $, which for all others is followed by a letter. */
    if (byte == '$' && input->length == 4) input->state = INPUT_GROUND;
    return false;
}

static bool take_ss3(struct input *input, uint8_t byte, struct event *event, bool *again) {
    static const char keypad[] = "*+,-./0123456789"; /* from j on */
    if (byte < 0x20 || byte >= 0x7F) {
        input->state = INPUT_GROUND;
        *again = true;
        return false;
    }
    add(input, byte);
    if (((byte >= '0' && byte <= '9') || byte == ';') && input->length < 6) return false;
    input->state = INPUT_GROUND;
    const uint32_t known = learned(input);
    if (known) return give_key(input, event, known);
    if (input->length > 3) { /* with a modifier, as old xterms send it */
        const bool shift = input->raw[input->length - 2] == '2';
        return shift && give_key(input, event, shifted(letter_key(byte)));
    }
    if (byte == 'M') return give_key(input, event, K_ENTER);
    if (byte >= 'j' && byte <= 'y') return give_key(input, event, (uint8_t)keypad[byte - 'j']);
    return give_key(input, event, letter_key(byte));
}

static bool take_console(struct input *input, uint8_t byte, struct event *event, bool *again) {
    *again = byte < 0x20 || byte >= 0x7F;
    input->state = INPUT_GROUND;
    return byte >= 'A' && byte <= 'E' && give_key(input, event, K_F1 + byte - 'A');
}

static bool take_x10(struct input *input, uint8_t byte, struct event *event, bool *again) {
    enum { OFFSET = 32, NO_BUTTON = 3 };
    if (byte < OFFSET) {
        input->state = INPUT_GROUND;
        *again = true;
        return false;
    }
    add(input, byte);
    if (input->length < 6) return false;
    input->state = INPUT_GROUND;
    const long button = input->raw[3] - OFFSET;
    const bool release = (button & (NO_BUTTON | 64)) == NO_BUTTON;
    return give_mouse(input, event, release ? 0 : button, input->raw[4] - OFFSET - 1,
                      input->raw[5] - OFFSET - 1, release);
}

static bool take_string(struct input *input, uint8_t byte, struct event *event, bool *again) {
    (void)event, (void)again;
    if (byte == ESC) input->state = INPUT_STRING_ESC;
    if (byte == BEL || byte == CAN || byte == SUB) input->state = INPUT_GROUND;
    return false;
}

static bool take_string_esc(struct input *input, uint8_t byte, struct event *event, bool *again) {
    (void)event;
    if (byte == '\\') {
        input->state = INPUT_GROUND;
    } else {
        begin(input, INPUT_ESC, ESC);
        *again = true;
    }
    return false;
}

bool input_next(struct input *input, struct event *event) {
    static taker *const takers[] = {[INPUT_GROUND] = take_ground,
                                    [INPUT_UTF8] = take_utf8,
                                    [INPUT_ESC] = take_esc,
                                    [INPUT_CSI] = take_csi,
                                    [INPUT_SS3] = take_ss3,
                                    [INPUT_CONSOLE] = take_console,
                                    [INPUT_X10] = take_x10,
                                    [INPUT_STRING] = take_string,
                                    [INPUT_STRING_ESC] = take_string_esc};
    while (input->head < input->tail) {
        bool again = false;
        const uint8_t byte = input->bytes[input->head];
        const bool whole = takers[input->state](input, byte, event, &again);
        if (!again) input->head++;
        if (whole) return true;
    }
    return false;
}

int input_patience(const struct input *input) {
    switch (input->state) {
    case INPUT_GROUND:
        return -1;
    case INPUT_ESC:
    case INPUT_STRING_ESC:
        return PATIENCE_ESC;
    default:
        return PATIENCE_REST;
    }
}

bool input_silence(struct input *input, struct event *event) {
    const bool escape = input->state == INPUT_ESC || input->state == INPUT_STRING_ESC;
    input->state = INPUT_GROUND;
    if (!escape) return false;
    input->paste = false;
    return give(event, EVENT_KEY, K_ESCAPE);
}
