/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/term_input.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TOLD = 512 };

/* Events in words: `q` `<Left>` `{pasted}` `press 3,4`, a blank between them. */
static void tell(char told[TOLD], const struct event *event) {
    static const char *const mouse[] = {[EVENT_PRESS] = "press",
                                        [EVENT_DRAG] = "drag",
                                        [EVENT_RELEASE] = "release",
                                        [EVENT_WHEEL_UP] = "up",
                                        [EVENT_WHEEL_DOWN] = "down"};
    char name[KEY_NAME];
    const size_t length = strlen(told);
    char *const to = told + length;
    const size_t room = TOLD - length;
    const char *const blank = length ? " " : "";
    if (event->kind == EVENT_KEY) {
        snprintf(to, room, "%s%s", blank, key_name(name, event->key));
    } else if (event->kind == EVENT_PASTED) {
        snprintf(to, room, "%s{%s}", blank, key_name(name, event->key));
    } else {
        snprintf(to, room, "%s%s %d,%d", blank, mouse[event->kind], event->x, event->y);
    }
}

static void drain(struct input *input, char told[TOLD]) {
    struct event event;
    while (input_next(input, &event))
        tell(told, &event);
}

static void silence(struct input *input, char told[TOLD]) {
    struct event event;
    if (input_patience(input) >= 0 && input_silence(input, &event)) tell(told, &event);
}

/* What bytes, then silence, are heard as: at once, and the same a byte at a time. */
static void assert_heard_of(const struct input *fresh, const char *bytes, size_t count,
                            const char *expected) {
    char whole[TOLD] = "", single[TOLD] = "";
    struct input input = *fresh;
    assert_int_equal(input_feed(&input, bytes, count), count);
    drain(&input, whole);
    silence(&input, whole);
    assert_string_equal(whole, expected);
    input = *fresh;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(input_feed(&input, bytes + i, 1), 1);
        drain(&input, single);
    }
    silence(&input, single);
    assert_string_equal(single, expected);
    assert_int_equal(input_patience(&input), -1);
}

static void assert_heard(const char *bytes, const char *expected) {
    struct input input;
    input_start(&input, 80, 24);
    assert_heard_of(&input, bytes, strlen(bytes), expected);
}

static void characters(void **state) {
    (void)state;
    assert_heard("qJ=", "q J =");
    assert_heard("é漢€", "é 漢 €");
    assert_heard("\r\n\t\177\b\022", "Enter Enter Tab Backspace Backspace Ctrl-R");
}

static void broken_characters_are_dropped(void **state) {
    (void)state;
    assert_heard("a\xc3"
                 "b",
                 "a b");
    assert_heard("\xe2\x82", "");
    assert_heard("\xc0\x80\xed\xa0\x80\xff\xfe\x80z", "z");
    assert_heard("\xe2\x80\xae\xcc\x81z", "z"); /* bidi override, combining accent */
    struct input input;
    input_start(&input, 80, 24);
    assert_heard_of(&input, "\0a\0\0", 4, "a");
}

static void keys(void **state) {
    (void)state;
    assert_heard("\033[A\033[B\033[C\033[D", "↑ ↓ → ←");
    assert_heard("\033OA\033OB\033OC\033OD\033OH\033OF", "↑ ↓ → ← Home End");
    assert_heard("\033[1;2A\033[1;2B\033[1;2C\033[1;2D", "Shift-↑ Shift-↓ Shift-→ Shift-←");
    assert_heard("\033[a\033[b\033[c\033[d", "Shift-↑ Shift-↓ Shift-→ Shift-←");
    assert_heard("\033[H\033[F\033[1~\033[4~\033[7~\033[8~", "Home End Home End Home End");
    assert_heard("\033[2~\033[3~\033[5~\033[6~\033[Z", "Ins Del PgUp PgDn Shift-Tab");
    assert_heard("\033OP\033OQ\033[13~\033[14~\033[15~\033[17~", "F1 F2 F3 F4 F5 F6");
    assert_heard("\033[18~\033[19~\033[20~\033[21~\033[23~\033[24~", "F7 F8 F9 F10 F11 F12");
    assert_heard("\033[[A\033[[E", "F1 F5");
    assert_heard("\033OM\033Oj\033Ok\033Om\033On\033Oo\033Op\033Oy", "Enter * + - . / 0 9");
    assert_heard("\033O2D\033O1;2C", "Shift-← Shift-→");
}

static void other_modifiers_mean_nothing(void **state) {
    (void)state;
    assert_heard("\033[1;5A\033[1;3D\033[3;5~\033[1;99Z\033O5A\033[1;2Pz", "z");
}

static void learned_keys_come_first(void **state) {
    struct input input;
    (void)state;
    input_start(&input, 80, 24);
    input_learn(&input, "\033[P", K_DELETE);
    input_learn(&input, "\033A", K_UP);
    input_learn(&input, "\033\t", K_BACK_TAB);
    input_learn(&input, "\013", K_UP);
    input_learn(&input, "\033Ot", K_F5);
    input_learn(&input, "\033[M", K_F1);
    input_learn(&input, "\033[224z", K_F2);
    input_learn(&input, "x", K_F12);
    input_learn(&input, "", K_F12);
    input_learn(&input, "\033", K_F12);
    input_learn(&input, NULL, K_F12);
    assert_int_equal(input.key_count, 7);
    static const char bytes[] = "\033[P\033A\033\t\013\033Ot\033[M\033[224zx";
    assert_heard_of(&input, bytes, strlen(bytes), "Del ↑ Shift-Tab ↑ F5 F1 F2 x");
}

static void escape(void **state) {
    struct input input;
    struct event event;
    (void)state;
    assert_heard("\033", "Esc");
    assert_heard("\033\033", "Esc Esc");
    assert_heard("\033q\033\177", "Alt-q Alt-Backspace");
    assert_heard("\033\r", "Esc Enter");
    assert_heard("\033\033[A", "Esc ↑");
    input_start(&input, 80, 24);
    assert_int_equal(input_patience(&input), -1);
    input_feed(&input, "\033", 1);
    assert_false(input_next(&input, &event));
    assert_in_range(input_patience(&input), 20, 60);
}

static void unknown_sequences_are_swallowed(void **state) {
    static const char *const unknown[] = {"\033[I",
                                          "\033[O",
                                          "\033[?1;2c",
                                          "\033[>41;354;0c",
                                          "\033[0n",
                                          "\033[5;10R",
                                          "\033]11;rgb:0000/0000/0000\033\\",
                                          "\033]4;1;rgb:ffff/0000/0000\007",
                                          "\033P1$r0m\033\\",
                                          "\033P>|XTerm(370)\033\\",
                                          "\033_Gi=1;OK\033\\",
                                          "\033[57441u",
                                          "\033[97;133u",
                                          "\033[27;5;57~",
                                          "\033[999~",
                                          "\033[?2026;2$y",
                                          "\033[7$",
                                          "\033[1;2;3;4;5;6A",
                                          "\033[99999999999999999999999999~",
                                          "\033[<0;5;5;5;5M",
                                          "\033[M   "};
    (void)state;
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        char bytes[80];
        snprintf(bytes, sizeof bytes, "%sz", unknown[i]);
        assert_heard(bytes, "z");
    }
    char longest[1000] = "\033[";
    for (int i = 0; i < 200; i++)
        strcat(longest, "12;");
    assert_heard(strcat(longest, "~z"), "z");
}

static void broken_sequences_end_where_they_break(void **state) {
    (void)state;
    assert_heard("\033[1\033[A", "↑");
    assert_heard("\033[12", "");
    assert_heard("\033O", "");
    assert_heard("\033]0;title", "");
    assert_heard("\033]0;title\033[A", "↑");
    assert_heard("\033]0;title\033", "Esc");
    assert_heard("\033P\030z", "z");
    assert_heard("\033[\rz", "Enter z");
    assert_heard("\033[\xffz", "z");
    assert_heard("\033[M\033[A", "↑");
}

static void mouse(void **state) {
    (void)state;
    assert_heard("\033[<0;4;5M\033[<32;6;5M\033[<0;6;5m", "press 3,4 drag 5,4 release 5,4");
    assert_heard("\033[<64;1;1M\033[<65;80;24M", "up 0,0 down 79,23");
    assert_heard("\033[<4;4;5M\033[<16;4;5M", "press 3,4 press 3,4");
    assert_heard("\033[<1;4;5M\033[<2;4;5M\033[<35;4;5M\033[<66;4;5M\033[<128;4;5M\033[<2;4;5m",
                 "");
    assert_heard("\033[M $%\033[M#$%", "press 3,4 release 3,4");
}

static void mouse_outside_is_no_click(void **state) {
    (void)state;
    assert_heard("\033[<0;0;5M\033[<0;81;5M\033[<0;5;25M\033[<64;99;1M", "");
    assert_heard("\033[<0;18446744073709551616;1M\033[<-1;-1;-1M\033[<;;M\033[<0;-5;3M", "");
    assert_heard("\033[<32;999;999M\033[<0;0;0m", "drag 79,23 release 0,0");
}

static void paste(void **state) {
    (void)state;
    assert_heard("\033[200~q é\033[201~q", "{q} {Space} {é} q");
    assert_heard("\033[200~\033[201~q", "q");
    assert_heard("\033[200~a\rb\033[201~", "{a} {Enter} {b}");
    assert_heard("\033[200~a\033[Ab\033[<0;1;1Mc\033]0;x\007d\033e\033[201~q",
                 "{a} {b} {c} {d} {e} q");
    assert_heard("\033[200~a\033[200~b\033[201~q\033[201~q", "{a} {b} q q");
}

static void escape_alone_ends_a_paste_without_end(void **state) {
    struct input input;
    char told[TOLD] = "";
    (void)state;
    input_start(&input, 80, 24);
    input_feed(&input, "\033[200~q\033", 8);
    drain(&input, told);
    silence(&input, told);
    input_feed(&input, "q", 1);
    drain(&input, told);
    assert_string_equal(told, "{q} Esc q");
}

static void feeds_no_more_than_there_is_room(void **state) {
    static char many[INPUT_BYTES + 10];
    struct input input;
    struct event event;
    (void)state;
    memset(many, 'j', sizeof many);
    input_start(&input, 80, 24);
    assert_int_equal(input_feed(&input, many, sizeof many), INPUT_BYTES);
    assert_int_equal(input_feed(&input, many, 1), 0);
    for (int i = 0; i < INPUT_BYTES; i++)
        assert_true(input_next(&input, &event));
    assert_false(input_next(&input, &event));
    assert_int_equal(input_feed(&input, many, 10), 10);
}

/* Whatever comes: no event outside its range, and after silence the next key is heard. */
static void random_bytes_do_no_harm(void **state) {
    static const char likely[] = "\033\033\033[[O]P<;?0123456789~MmABZ$\\\007\xc3\xe2\x82 q";
    struct input input;
    struct event event;
    (void)state;
    srand(1);
    input_start(&input, 80, 24);
    for (int round = 0; round < 20000; round++) {
        uint8_t bytes[24];
        for (size_t i = 0; i < sizeof bytes; i++) {
            const int any = rand();
            bytes[i] = (uint8_t)any;
            if (any % 8) bytes[i] = (uint8_t)likely[(size_t)any % (sizeof likely - 1)];
        }
        input_feed(&input, bytes, sizeof bytes);
        while (input_next(&input, &event)) {
            assert_in_range(event.kind, EVENT_KEY, EVENT_WHEEL_DOWN);
            assert_in_range(event.x, 0, 79);
            assert_in_range(event.y, 0, 23);
            const uint32_t key = event.kind == EVENT_KEY ? event.key & ~(uint32_t)K_ALT : event.key;
            assert_true(event.kind > EVENT_PASTED || (key > 0 && key < K_SPECIAL_END));
        }
        if (input_patience(&input) >= 0) input_silence(&input, &event);
        assert_int_equal(input_patience(&input), -1);
    }
    input_feed(&input, "\033", 1);
    assert_false(input_next(&input, &event));
    assert_true(input_silence(&input, &event));
    input_feed(&input, "q", 1);
    assert_true(input_next(&input, &event));
    assert_int_equal(event.kind, EVENT_KEY);
    assert_int_equal(event.key, 'q');
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters),
        cmocka_unit_test(broken_characters_are_dropped),
        cmocka_unit_test(keys),
        cmocka_unit_test(other_modifiers_mean_nothing),
        cmocka_unit_test(learned_keys_come_first),
        cmocka_unit_test(escape),
        cmocka_unit_test(unknown_sequences_are_swallowed),
        cmocka_unit_test(broken_sequences_end_where_they_break),
        cmocka_unit_test(mouse),
        cmocka_unit_test(mouse_outside_is_no_click),
        cmocka_unit_test(paste),
        cmocka_unit_test(escape_alone_ends_a_paste_without_end),
        cmocka_unit_test(feeds_no_more_than_there_is_room),
        cmocka_unit_test(random_bytes_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
