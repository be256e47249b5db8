/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/num.h"

#include "base/digits.h"
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The decimal exponent of a suffix, 0 where it is none. */
static int suffix_power(char suffix) {
    switch (suffix) {
    case 'k':
        return 3;
    case 'M':
        return 6;
    case 'B':
    case 'G':
        return 9;
    case 'T':
        return 12;
    case 'P':
        return 15;
    default:
        return 0;
    }
}

/* Copy digits, leaving out each `_` that stands between two of them; NULL at any other. */
static const char *take_digits(const char *at, char *out, size_t *length, size_t size) {
    while (isdigit((unsigned char)*at) || *at == '_') {
        if (*at == '_') {
            bool between = isdigit((unsigned char)at[1]) && *length > 0 &&
                           isdigit((unsigned char)out[*length - 1]);
            if (!between) return NULL;
        } else {
            if (*length + 1 >= size) return NULL;
            out[(*length)++] = *at;
        }
        at++;
    }
    return at;
}

/* Split text into a plain number (mantissa and exponent, in plain) and a suffix's power of ten. */
static bool take_number(const char *text, char *plain, size_t size, int *exponent) {
    size_t length = 0;
    const char *at = text;
    if (*at == '-' || *at == '+') {
        if (*at == '-') plain[length++] = '-';
        at++;
    }
    const size_t start = length;
    if (!(at = take_digits(at, plain, &length, size))) return false;
    size_t digits = length - start;
    if (*at == '.') {
        plain[length++] = '.';
        const size_t point = length;
        if (!(at = take_digits(at + 1, plain, &length, size))) return false;
        digits += length - point;
    }
    if (digits == 0) return false;
    *exponent = 0;
    if (*at == 'e' || *at == 'E') {
        char *end;
        if (!isdigit((unsigned char)at[1]) &&
            !((at[1] == '-' || at[1] == '+') && isdigit((unsigned char)at[2]))) {
            return false;
        }
        const long power = strtol(at + 1, &end, 10);
        if (power > 9999 || power < -9999) return false;
        *exponent = (int)power;
        at = end;
    }
    if (*at && suffix_power(*at)) *exponent += suffix_power(*at++);
    plain[length] = '\0';
    return *at == '\0';
}

bool num_parse(const char *text, double *value) {
    char plain[80];
    int exponent;
    if (strlen(text) > 60 || !take_number(text, plain, sizeof plain - 12, &exponent)) return false;
    snprintf(plain + strlen(plain), 12, "e%d", exponent);
    const double read = strtod(plain, NULL);
    if (!isfinite(read)) return false;
    *value = read;
    return true;
}

/* Plain notation: "0.00125", "12.5", "7000". */
static void write_plain(char *out, const char *digits, int count, int exponent) {
    const int whole = exponent >= 0 ? exponent + 1 : 0, taken = count < whole ? count : whole;
    if (whole == 0) *out++ = '0';
    memcpy(out, digits, (size_t)taken);
    memset(out + taken, '0', (size_t)(whole - taken));
    out += whole;
    if (count > taken) {
        const int zeros = exponent < 0 ? -1 - exponent : 0;
        *out++ = '.';
        memset(out, '0', (size_t)zeros);
        memcpy(out + zeros, digits + taken, (size_t)(count - taken));
        out += zeros + count - taken;
    }
    *out = '\0';
}

/* "e7", "e-300"; returns its end. */
static char *write_exponent(char *out, int exponent) {
    *out++ = 'e';
    if (exponent < 0) *out++ = '-';
    const int size = abs(exponent);
    if (size >= 100) *out++ = (char)('0' + size / 100);
    if (size >= 10) *out++ = (char)('0' + size / 10 % 10);
    *out++ = (char)('0' + size % 10);
    *out = '\0';
    return out;
}

const char *num_shortest(char out[NUM_TEXT], double value) {
    char digits[DIGITS_MOST], power[8];
    int exponent;
    char *at = out;
    if (value == 0) return strcpy(out, "0");
    if (!isfinite(value)) return strcpy(out, isnan(value) ? "nan" : value > 0 ? "inf" : "-inf");
    if (value < 0) *at++ = '-';
    const int count = digits_shortest(fabs(value), digits, &exponent);
    const int scientific = count + (count > 1) + (int)(write_exponent(power, exponent) - power);
    const int plain =
        exponent >= 0 ? (count > exponent + 1 ? count + 1 : exponent + 1) : count + 1 - exponent;
    if (plain <= scientific) {
        write_plain(at, digits, count, exponent);
        return out;
    }
    *at++ = digits[0];
    if (count > 1) *at++ = '.';
    memcpy(at, digits + 1, (size_t)count - 1);
    strcpy(at + count - 1, power);
    return out;
}

double num_round(double value, int digits) {
    char text[NUM_TEXT];
    if (!isfinite(value)) return value;
    snprintf(text, sizeof text, "%.*e", digits - 1, value);
    return strtod(text, NULL);
}

/* Strip the zeros that end a fraction, and a point left bare. */
static void strip_zeros(char *text) {
    if (!strchr(text, '.')) return;
    size_t length = strlen(text);
    while (text[length - 1] == '0')
        text[--length] = '\0';
    if (text[length - 1] == '.') text[length - 1] = '\0';
}

static const char *show_scientific(char out[NUM_TEXT], double value) {
    char text[NUM_TEXT - 16];
    snprintf(text, sizeof text, "%.2e", value);
    char *e = strchr(text, 'e');
    const int exponent = (int)strtol(e + 1, NULL, 10);
    *e = '\0';
    strip_zeros(text);
    snprintf(out, NUM_TEXT, "%se%d", text, exponent);
    return out;
}

const char *num_si(char out[NUM_TEXT], double value) {
    static const char suffixes[] = " kMBTP";
    if (isnan(value)) return strcpy(out, "—");
    if (isinf(value)) return strcpy(out, value > 0 ? "∞" : "−∞");
    const double rounded = num_round(value, 3);
    const double size = fabs(rounded);
    if (size >= 1e18 || (size > 0 && size < 1e-3)) return show_scientific(out, rounded);
    int group = 0;
    double scaled = rounded;
    while (fabs(scaled) >= 1e3 && group < 5) {
        group++;
        scaled /= 1e3;
    }
    scaled = num_round(scaled, 3);
    const int decimals = fabs(scaled) >= 99.95 ? 0 : fabs(scaled) >= 9.995 ? 1 : 2;
    if (group == 0) {
        snprintf(out, NUM_TEXT, "%.*f", size < 1 ? 3 : decimals, scaled);
        strip_zeros(out);
    } else {
        snprintf(out, NUM_TEXT, "%.*f%c", decimals, scaled, suffixes[group]);
    }
    return out;
}

/* Whether a size is shown as nothing but zeros, which bear no minus. */
static bool shows_zero(const char *size) {
    return strspn(size, "0.") == strlen(size);
}

const char *num_fixed(char out[NUM_TEXT], double value, int decimals) {
    char size[NUM_TEXT - 8];
    if (isnan(value)) return strcpy(out, "—");
    if (isinf(value)) return strcpy(out, value > 0 ? "∞" : "−∞");
    if (fabs(value) >= 1e9) return show_scientific(out, value);
    snprintf(size, sizeof size, "%.*f", decimals, fabs(value));
    snprintf(out, NUM_TEXT, "%s%s", value < 0 && !shows_zero(size) ? "−" : "", size);
    return out;
}

const char *num_signed(char out[NUM_TEXT], double value, int decimals) {
    if (isnan(value)) return strcpy(out, "—");
    char size[NUM_TEXT];
    num_fixed(size, fabs(value), decimals);
    snprintf(out, NUM_TEXT, "%s%s", value < 0 && !shows_zero(size) ? "−" : "+", size);
    return out;
}

const char *num_loss(char out[NUM_TEXT], double value, bool sign) {
    const double size = fabs(value);
    if (!(size > 0 && size < 9.95e-4)) /* .000995 is the first that shows as .0010 */
        return sign ? num_signed(out, value, 4) : num_fixed(out, value, 4);
    char text[NUM_TEXT - 8];
    snprintf(text, sizeof text, "%.1e", size);
    char *e = strchr(text, 'e');
    const int exponent = (int)strtol(e + 1, NULL, 10);
    *e = '\0';
    snprintf(out, NUM_TEXT, "%s%se%d", value < 0 ? "−" : sign ? "+" : "", text, exponent);
    return out;
}

int num_ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}
