/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/format.h"

#include <ctype.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <strings.h>

static const struct {
    const char *name;
    int E, M;
} named[] = {{"FP4", 2, 1},   {"FP6", 3, 2},  {"FP8", 4, 3},
             {"FP16", 5, 10}, {"BF16", 8, 7}, {"TF32", 8, 10}};

static struct format floating(int E, int M) {
    return (struct format){.bits = 1 + E + M, .E = E, .M = M};
}

/* The digits at *at as a number, *at moved beyond them; -1 where there is none or it has over two.
 */
static int take_digits(const char **at) {
    int number = 0, digits = 0;
    for (; isdigit((unsigned char)**at); (*at)++, digits++) {
        if (digits == 2) return -1;
        number = number * 10 + (**at - '0');
    }
    return digits > 0 ? number : -1;
}

static bool parse_layout(const char *name, struct format *format) {
    if (toupper((unsigned char)*name) != 'E') return false;
    const char *at = name + 1;
    const int E = take_digits(&at);
    if (toupper((unsigned char)*at) != 'M') return false;
    at++;
    const int M = take_digits(&at);
    if (*at || E < 0 || E > 8 || M < 0 || M > 10) return false;
    *format = floating(E, M);
    return true;
}

static bool parse_integer(const char *name, struct format *format) {
    if (strncasecmp(name, "INT", 3) != 0) return false;
    const char *at = name + 3;
    const int bits = take_digits(&at);
    if (*at || bits < 1 || bits > 16) return false;
    *format = (struct format){.bits = bits, .E = NAN, .M = NAN};
    return true;
}

bool format_parse(const char *name, struct format *format, struct err *err) {
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        if (strcasecmp(name, named[i].name) == 0) {
            *format = floating(named[i].E, named[i].M);
            return true;
        }
    }
    if (parse_layout(name, format) || parse_integer(name, format)) return true;
    return err_set(
        err, "unknown format; expected ExMy (E 0 to 8, M 0 to 10), FP4, FP6, FP8, FP16, BF16, "
             "TF32, or INT1 to INT16");
}
