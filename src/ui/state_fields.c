/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/state_fields.h"

#include "base/text.h"
#include "engine/fit_request.h"
#include "engine/output.h"
#include "ui/curve_parts.h"
#include "ui/fit_ask.h"
#include "ui/fit_parts.h"
#include "ui/formats_parts.h"
#include "ui/state.h"
#include <stddef.h>
#include <string.h>

enum kind { FIELD_FLAG, FIELD_NUMBER, FIELD_GROUP, FIELD_COUNT, FIELD_WORD, FIELD_STRING };

static const char *input_name(int index) {
    return index == INPUT_NONE ? "law" : inputs[index].name;
}

static const char *axis_name(int index) {
    return map_axis_name((enum map_axis)index);
}

static const char *map_output_name(int index) {
    return index == MAP_OVER_BEST ? "over_best" : outputs[index].name;
}

static const char *form_name(int index) {
    return fit_forms[index].name;
}

static const char *along_name(int index) {
    return fit_along_name((enum fit_along)index);
}

static const char *output_name(int index) {
    return outputs[index].name;
}

static const char *kind_name(int index) {
    static const char *const names[OPTIMUM_KINDS] = {
        [OPTIMUM_JOINT] = "joint",       [OPTIMUM_BITS_4] = "4-bits", [OPTIMUM_BITS_8] = "8-bits",
        [OPTIMUM_BITS_16] = "16-bits",   [OPTIMUM_SIZE] = "size",     [OPTIMUM_SERVED] = "served",
        [OPTIMUM_LIFETIME] = "lifetime", [OPTIMUM_OTHER] = "other"};
    return names[index];
}

static const char *chart_name(int index) {
    static const char *const names[CHART_COUNT] = {
        [CHART_BITS] = "bits", [CHART_N] = "N", [CHART_D] = "D", [CHART_LOSS] = "loss"};
    return names[index];
}

#define AT(member) offsetof(struct app, member)

/* A field of struct app: a bool, a double, a group size or 0, an int, an enum's int with its words,
 * a text. */
static const struct state_field {
    const char *name;
    enum kind kind;
    size_t offset;
    int count;                      /* FIELD_COUNT: the most; FIELD_WORD: how many words;
                                       FIELD_STRING: its room */
    const char *(*word)(int index); /* FIELD_WORD */
    const char *start;              /* what it is in a planner that was just opened */
} fields[] = {
    {"scroll", FIELD_COUNT, AT(scroll), 10000, NULL, "0"},
    {"curve.x", FIELD_WORD, AT(curve.x), INPUT_COUNT, input_name, "D"},
    {"curve.y", FIELD_WORD, AT(curve.y), CURVE_ADDED + 1, curve_output_name, "added"},
    {"curve.family", FIELD_WORD, AT(curve.family), INPUT_COUNT + 1, input_name, "law"},
    {"curve.log", FIELD_FLAG, AT(curve.y_log), 0, NULL, "off"},
    {"curve.tied", FIELD_FLAG, AT(curve.tied), 0, NULL, "off"},
    {"curve.runs", FIELD_FLAG, AT(curve.runs), 0, NULL, "on"},
    {"curve.cursor", FIELD_NUMBER, AT(curve.cursor), 0, NULL, "none"},
    {"map.chosen", FIELD_FLAG, AT(map.chosen), 0, NULL, "off"},
    {"map.x", FIELD_WORD, AT(map.x), MAP_AXES, axis_name, "N"},
    {"map.y", FIELD_WORD, AT(map.y), MAP_AXES, axis_name, "N"},
    {"map.output", FIELD_WORD, AT(map.output), MAP_OUTPUTS, map_output_name, "loss"},
    {"map.hold", FIELD_FLAG, AT(map.hold), 0, NULL, "off"},
    {"map.picture", FIELD_COUNT, AT(map.picture), 100, NULL, "0"},
    {"map.moved", FIELD_FLAG, AT(map.moved), 0, NULL, "off"},
    {"map.at_x", FIELD_NUMBER, AT(map.at_x), 0, NULL, "0"},
    {"map.at_y", FIELD_NUMBER, AT(map.at_y), 0, NULL, "0"},
    {"map.kept", FIELD_FLAG, AT(map.kept), 0, NULL, "off"},
    {"map.kept_x", FIELD_WORD, AT(map.kept_x.axis), MAP_AXES, axis_name, "N"},
    {"map.kept_x.low", FIELD_NUMBER, AT(map.kept_x.low), 0, NULL, "0"},
    {"map.kept_x.high", FIELD_NUMBER, AT(map.kept_x.high), 0, NULL, "0"},
    {"map.kept_x.log", FIELD_FLAG, AT(map.kept_x.log), 0, NULL, "off"},
    {"map.kept_x.whole", FIELD_FLAG, AT(map.kept_x.whole), 0, NULL, "off"},
    {"map.kept_y", FIELD_WORD, AT(map.kept_y.axis), MAP_AXES, axis_name, "N"},
    {"map.kept_y.low", FIELD_NUMBER, AT(map.kept_y.low), 0, NULL, "0"},
    {"map.kept_y.high", FIELD_NUMBER, AT(map.kept_y.high), 0, NULL, "0"},
    {"map.kept_y.log", FIELD_FLAG, AT(map.kept_y.log), 0, NULL, "off"},
    {"map.kept_y.whole", FIELD_FLAG, AT(map.kept_y.whole), 0, NULL, "off"},
    {"optimum.row", FIELD_WORD, AT(optimum.chosen), OPTIMUM_KINDS, kind_name, "joint"},
    {"optimum.chart", FIELD_WORD, AT(optimum.chart), CHART_COUNT, chart_name, "bits"},
    {"optimum.whole", FIELD_FLAG, AT(optimum.whole), 0, NULL, "off"},
    {"optimum.target", FIELD_NUMBER, AT(optimum.target), 0, NULL, "0"},
    {"formats.bits", FIELD_COUNT, AT(formats.bits), FORMAT_BITS_HIGH, NULL, "0"},
    {"formats.E", FIELD_COUNT, AT(formats.E), 8, NULL, "0"},
    {"formats.G", FIELD_GROUP, AT(formats.G), 0, NULL, "0"},
    {"formats.use", FIELD_COUNT, AT(formats.use), FORMAT_USES, NULL, "0"},
    {"formats.d_crit", FIELD_FLAG, AT(formats.show_crit), 0, NULL, "off"},
    {"fit.form", FIELD_WORD, AT(fit.form), FIT_FORMS, form_name, "usual"},
    {"fit.columns", FIELD_STRING, AT(fit.columns), PLAN_VALUE, NULL, ""},
    {"fit.where", FIELD_STRING, AT(fit.where), PLAN_VALUE, NULL, ""},
    {"fit.by", FIELD_STRING, AT(fit.by), PLAN_VALUE, NULL, ""},
    {"fit.cluster", FIELD_STRING, AT(fit.cluster), PLAN_VALUE, NULL, ""},
    {"fit.keep", FIELD_STRING, AT(fit.keep), PLAN_VALUE, NULL, ""},
    {"fit.fix", FIELD_STRING, AT(fit.fix), PLAN_VALUE, NULL, ""},
    {"fit.tie", FIELD_STRING, AT(fit.tie), PLAN_VALUE, NULL, ""},
    {"fit.values", FIELD_STRING, AT(fit.values), PLAN_VALUE, NULL, ""},
    {"fit.delta", FIELD_STRING, AT(fit.delta), PLAN_VALUE, NULL, ""},
    {"fit.bootstrap", FIELD_STRING, AT(fit.boot), PLAN_VALUE, NULL, ""},
    {"fit.exhaustive", FIELD_COUNT, AT(fit.exhaustive), 1, NULL, "0"},
    {"fit.used", FIELD_FLAG, AT(fit.used), 0, NULL, "off"},
    {"fit.squared", FIELD_COUNT, AT(fit.loss), 1, NULL, "0"},
    {"fit.skip_bad", FIELD_COUNT, AT(fit.bad), 1, NULL, "0"},
    {"fit.row", FIELD_COUNT, AT(fit.row), FIT_ASK_ROWS - 1, NULL, "0"},
    {"fit.along", FIELD_WORD, AT(fit.along), FIT_ALONGS, along_name, "loss"},
    {"fit.answer", FIELD_WORD, AT(fit.answer), OUTPUT_COUNT, output_name, "loss"},
    {"fit.laws", FIELD_FLAG, AT(fit.laws), 0, NULL, "off"},
    {"fit.budget", FIELD_NUMBER, AT(fit.budget), 0, NULL, "0"},
};

enum { FIELDS = sizeof fields / sizeof *fields, WORDS_MOST = 32 };

/* An enum is taken out and put in as an int: they are as large, and this table is all of them. */
_Static_assert(sizeof(enum input) == sizeof(int) && sizeof(enum map_axis) == sizeof(int), "enum");

int state_field_count(void) {
    return FIELDS;
}

const char *state_field_name(int index) {
    return fields[index].name;
}

static size_t field_size(const struct state_field *field) {
    return field->kind == FIELD_FLAG                                   ? sizeof(bool)
           : field->kind == FIELD_NUMBER || field->kind == FIELD_GROUP ? sizeof(double)
                                                                       : sizeof(int);
}

static void read_field(const struct app *app, const struct state_field *field, void *out) {
    memcpy(out, (const char *)app + field->offset, field_size(field));
}

static void write_field(struct app *app, const struct state_field *field, const void *value) {
    memcpy((char *)app + field->offset, value, field_size(field));
}

static void show(const struct app *app, const struct state_field *field, char out[PLAN_VALUE]) {
    char number[NUM_TEXT];
    bool flag;
    int count;
    double value;
    out[0] = '\0';
    if (field->kind == FIELD_STRING) {
        text_copy(out, PLAN_VALUE, (const char *)app + field->offset);
    } else if (field->kind == FIELD_FLAG) {
        read_field(app, field, &flag);
        text_copy(out, PLAN_VALUE, flag ? "on" : "off");
    } else if (field->kind == FIELD_GROUP) {
        read_field(app, field, &value);
        text_copy(out, PLAN_VALUE, input_text(number, IN_G, value));
    } else if (field->kind == FIELD_NUMBER) {
        read_field(app, field, &value);
        text_copy(out, PLAN_VALUE, isfinite(value) ? num_shortest(number, value) : "none");
    } else {
        read_field(app, field, &count);
        if (field->word)
            text_copy(out, PLAN_VALUE, field->word(count));
        else
            text_append(out, PLAN_VALUE, "%d", count);
    }
}

void state_field_get(const struct app *app, int index, char out[PLAN_VALUE]) {
    show(app, &fields[index], out);
    if (strcmp(out, fields[index].start) == 0) out[0] = '\0';
}

static bool take_flag(struct app *app, const struct state_field *field, const char *value,
                      struct err *err) {
    const bool flag = strcmp(value, "on") == 0;
    if (!flag && strcmp(value, "off") != 0) return err_set(err, "%s: expected on or off", value);
    write_field(app, field, &flag);
    return true;
}

static bool take_number(struct app *app, const struct state_field *field, const char *value,
                        struct err *err) {
    double number = NAN;
    const bool none = strcmp(value, "none") == 0;
    if (!none && !num_parse(value, &number)) return err_set(err, "%s: expected a number", value);
    write_field(app, field, &number);
    return true;
}

static bool take_group(struct app *app, const struct state_field *field, const char *value,
                       struct err *err) {
    double group = 0;
    if (strcmp(value, "0") != 0 && !input_parse(IN_G, value, &group, err)) return false;
    write_field(app, field, &group);
    return true;
}

static bool take_count(struct app *app, const struct state_field *field, const char *value,
                       struct err *err) {
    double number;
    if (!num_parse(value, &number) || number != floor(number) || number < 0 ||
        number > field->count)
        return err_set(err, "%s: expected a whole number up to %d", value, field->count);
    const int count = (int)number;
    write_field(app, field, &count);
    return true;
}

static bool take_string(struct app *app, const struct state_field *field, const char *value,
                        struct err *err) {
    if (strlen(value) >= (size_t)field->count)
        return err_set(err, "%.20s…: expected at most %d bytes", value, field->count - 1);
    text_copy((char *)app + field->offset, (size_t)field->count, value);
    return true;
}

static bool take_word(struct app *app, const struct state_field *field, const char *value,
                      struct err *err) {
    const char *names[WORDS_MOST];
    for (int i = 0; i < field->count; i++)
        names[i] = field->word(i);
    const int at = state_choice(value, names, field->count, err);
    if (at >= 0) write_field(app, field, &at);
    return at >= 0;
}

bool state_field_set(struct app *app, int index, const char *value, struct err *err) {
    static bool (*const take[])(struct app *, const struct state_field *, const char *,
                                struct err *) = {
        [FIELD_FLAG] = take_flag,   [FIELD_NUMBER] = take_number, [FIELD_GROUP] = take_group,
        [FIELD_COUNT] = take_count, [FIELD_WORD] = take_word,     [FIELD_STRING] = take_string};
    return take[fields[index].kind](app, &fields[index], value, err);
}

static bool in_order(const struct map_scale *scale) {
    return scale->low < scale->high && (!scale->log || scale->low > 0);
}

bool state_fields_check(const struct app *app, struct err *err) {
    const struct map_state *map = &app->map;
    if (map->kept && (!in_order(&map->kept_x) || !in_order(&map->kept_y)))
        return err_set(err, "map.kept: expected each low end below its high end");
    const struct formats_state *formats = &app->formats;
    if (formats->bits > 0 && !formats_is_layout(formats->bits, formats->E))
        return err_set(err, "formats.bits, formats.E: %d bits with E %d are no format",
                       formats->bits, formats->E);
    if (!(app->optimum.target >= 0)) return err_set(err, "optimum.target: expected a loss, or 0");
    return true;
}

void state_fields_reset(struct app *app) {
    app->map.kept = false;
    app->formats.bits = 0;
    app->optimum.target = 0;
}
