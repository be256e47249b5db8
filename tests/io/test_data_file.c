/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs out of CSV: whatever is wrong is named with its line and column, and what looks wrong is
 * warned of. */
#include "io/data_file.h"
#include "scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define TITLES       "N,D,loss\n"
#define ONE          "1e8,2e9,3.5\n"

/* One read of a text, and all that came of it. */
struct trial {
    struct data_ask ask;
    struct runs runs;
    struct data_report report;
    struct err err;
    char path[SCRATCH_FILE];
};

static void start(struct trial *trial, const char *law) {
    memset(trial, 0, sizeof *trial);
    data_ask_init(&trial->ask, law_find(law));
}

static bool read_bytes(void **state, struct trial *trial, const char *bytes, size_t size) {
    scratch_write(*state, "runs.csv", bytes, size);
    scratch_path(*state, "runs.csv", trial->path);
    return data_file_read(trial->path, &trial->ask, &trial->runs, &trial->report, &trial->err);
}

static void must_read(void **state, struct trial *trial, const char *text) {
    if (!read_bytes(state, trial, text, strlen(text))) fail_msg("%s: %s", text, trial->err.text);
}

static void a_plain_file(void **state) {
    struct trial trial;
    start(&trial, "chinchilla");
    must_read(state, &trial, "run,N,D,loss,lr\na,1e8,2B,3.5,1\nb,200_000_000,4e9,3.25,2\n");
    assert_int_equal(trial.runs.count, 2);
    const struct run *const run = trial.runs.run;
    assert_true(run[0].plan.N == 1e8 && run[0].plan.D == 2e9 && run[0].loss == 3.5);
    assert_true(run[1].plan.N == 2e8 && run[1].weight == 1 && run[1].group == RUNS_ALONE);
    assert_string_equal(run[1].name, "b");
    assert_int_equal(run[1].line, 3);
    assert_true(run[0].plan.w == PLAN_OFF && run[0].plan.post == PLAN_OFF);
    assert_string_equal(trial.report.ignored, "lr");
    assert_int_equal(trial.report.warnings, 0);
    assert_int_equal(trial.report.rows, 2);
    runs_free(&trial.runs);
}

/* The same runs, however they are written. */
static void spellings(void **state) {
    static const char *const texts[] = {
        TITLES ONE "2e8,4e9,3.25\n",
        "\xEF\xBB\xBFN,D,loss\r\n1e8,2e9,3.5\r\n2e8,4e9,3.25\r\n",
        "# of ours\n\n" TITLES "\n  # \"a\" comment, too\n" ONE "   \n2e8,4e9,3.25",
        "loss,\"N\",note,D\n3.5,1e8,\"a, \"\"b\"\"\n# no comment\n\",2e9\n3.25,\"2e8\",,4e9\n",
        "N,D,loss\r1e8,2e9,3.5\r2e8,4e9,3.25\r",
        " N , D , loss \n 1e8 , 2e9 , 3.5 \n\t2e8,4e9,3.25\n",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct trial trial;
        start(&trial, "chinchilla");
        must_read(state, &trial, texts[i]);
        assert_int_equal(trial.runs.count, 2);
        assert_true(trial.runs.run[0].plan.N == 1e8 && trial.runs.run[1].plan.D == 4e9);
        assert_true(trial.runs.run[0].loss == 3.5 && trial.runs.run[1].loss == 3.25);
        assert_null(trial.runs.run[0].name);
        runs_free(&trial.runs);
    }
}

/* What is not quantised has no group size to give; what is has one. */
static void group_sizes_where_there_are_any(void **state) {
    struct trial trial;
    start(&trial, "qat");
    must_read(state, &trial, "N,D,loss,w,a,G\n1e8,2e9,3.5,16,16,\n2e8,4e9,3.25,4,4,32\n");
    assert_int_equal(trial.runs.count, 2);
    assert_true(trial.runs.run[1].plan.G == 32);
    runs_free(&trial.runs);
}

static void lines_are_counted(void **state) {
    struct trial trial;
    start(&trial, "chinchilla");
    must_read(state, &trial, "# x\nN,D,loss,t\n1e8,2e9,3.5,\"a\nb\nc\"\n\n2e8,4e9,3.25,d\n");
    assert_int_equal(trial.runs.run[0].line, 3);
    assert_int_equal(trial.runs.run[1].line, 7);
    runs_free(&trial.runs);
}

/* A breakage under a law. */
static const struct broken {
    const char *law;
    struct breakage breakage;
} broken[] = {
    {"chinchilla", {"", 0, 0, "empty", "expected a header, as in N,D,loss"}},
    {"chinchilla", {"\n# x\n", 0, 0, "empty", "expected"}},
    {"chinchilla", {TITLES, 0, 0, "a header and no rows", "expected runs"}},
    {"chinchilla", {"n,D,loss\n1,2,3\n", 0, 1, "no column N (parameters", "expected it"}},
    {"chinchilla", {"N,D,Loss\n1,2,3\n", 0, 1, "no column loss", "--column loss=Loss"}},
    {"chinchilla",
     {"1e8,2e9,3.5\n" ONE, 0, 1, "no header, but 1e8", "expected the columns' names"}},
    {"chinchilla", {"N;D;loss\n1e8;2e9;3,5\n", 0, 1, "without commas", "not by semicolons"}},
    {"chinchilla", {"N\tD\tloss\n1e8\t2e9\t3\n", 0, 1, "without commas", "not by tabs"}},
    {"chinchilla", {"N,D,loss,N\n1,2,3,4\n", 0, 1, "two columns are called N", "expected one"}},
    {"chinchilla",
     {TITLES "abc,2e9,3.5\n", 0, 2, "column N: \"abc\" is no number", "expected parameters"}},
    {"chinchilla", {TITLES ONE ",2e9,3.5\n", 0, 3, "column N: empty", "expected parameters"}},
    {"chinchilla", {TITLES "0,2e9,3.5\n", 0, 2, "column N: \"0\" is out of range", "above 0"}},
    {"chinchilla",
     {TITLES "-1e8,2e9,3.5\n", 0, 2, "column N: \"-1e8\" is out of range", "above 0"}},
    {"chinchilla", {TITLES "1e15,2e9,3.5\n", 0, 2, "column N: \"1e15\" is out of range", "3e8"}},
    {"chinchilla", {TITLES "1e8,inf,3.5\n", 0, 2, "column D: \"inf\" is no number", "tokens"}},
    {"chinchilla", {TITLES "1e8,2e9,nan\n", 0, 2, "column loss: \"nan\" is no number", "a loss"}},
    {"chinchilla", {TITLES "1e8,2e9,-3\n", 0, 2, "column loss: \"-3\" is out of range", "above 0"}},
    {"chinchilla", {TITLES "1e8,2e9,\n", 0, 2, "column loss: empty", "a loss above 0"}},
    {"chinchilla", {TITLES "1e8,2e9,\"3,5\"\n", 0, 2, "\"3,5\" is no number", "a loss"}},
    {"chinchilla", {TITLES "1e8,2e9\n", 0, 2, "2 cells", "expected 3, as in the header"}},
    {"chinchilla", {TITLES "1e8,2e9,3,5\n", 0, 2, "4 cells", "expected 3"}},
    {"chinchilla",
     {TITLES "1e8,2e9,3.5\n1e8,\"2e9,3.5\n" ONE, 0, 3, "quoted cell that does not end",
      "expected another quote"}},
    {"chinchilla", {TITLES "1e8,2\"e9,3.5\n", 0, 2, "a quote in the middle", "doubled"}},
    {"chinchilla", {TITLES "1e8\0,2e9,3.5\n", sizeof TITLES + 13, 2, "a NUL byte", "UTF-8"}},
    {"chinchilla", {"N,D,loss,weight\n1e8,2e9,3.5,-1\n", 0, 2, "column weight", "0 or from"}},
    {"chinchilla", {"N,D,loss,weight\n1e8,2e9,3.5,1e300\n", 0, 2, "out of range", "1e-9 to 1e9"}},
    {"chinchilla", {"n,tokens,lr\n1,2,3\n", 0, 1, "no columns N, D, loss;", "of n, tokens, lr"}},
    {"fp", {"N,D,E,M\n1,2,3,4\n", 0, 1, "no columns G, loss", "--column G=COLUMN"}},
    {"chinchilla", {TITLES "\x1B[31m,2e9,3.5\n", 0, 2, "\"·[31m\" is no number", "parameters"}},
    {"precision", {"N,D,loss,w\n1e8,2e9,3.5,17\n", 0, 2, "column w: w=17: out of range", "1"}},
    {"precision", {"N,D,loss,w\n1e8,2e9,3.5,\n", 0, 2, "column w: empty", "expected"}},
    {"precision", {TITLES ONE, 0, 1, "no column of bits", "expected at least one of w a kv post"}},
    {"compression", {TITLES ONE, 0, 1, "no column of bits", "expected at least one of w a"}},
    {"qat", {"N,D,loss,w,a,G\n1e8,2e9,3.5,4,16,\n", 0, 2, "column G: empty", "group"}},
    {"qat", {"N,D,loss,w,a\n1e8,2e9,3.5,4,4\n", 0, 1, "no column G", "--column G="}},
    {"fp", {"N,D,loss,E,M\n1e8,2e9,3.5,4,3\n", 0, 1, "no column G", "expected it"}},
    {"fp",
     {"N,D,loss,E,M,G\n1e8,2e9,3.5,4,1.5,32\n", 0, 2, "column M: M=1.5: not whole", "expected"}},
};

static void broken_files(void **state) {
    for (size_t i = 0; i < COUNT(broken); i++) {
        const struct breakage *const b = &broken[i].breakage;
        struct trial trial;
        start(&trial, broken[i].law);
        if (read_bytes(state, &trial, b->text, b->size ? b->size : strlen(b->text)))
            fail_msg("read: %s", b->text);
        check_message(&trial.err, trial.path, b);
    }
}

static void no_files(void **state) {
    struct trial trial;
    char folder[SCRATCH_FILE];
    start(&trial, "chinchilla");
    scratch_path(*state, ".", folder);
    assert_false(data_file_read(folder, &trial.ask, &trial.runs, &trial.report, &trial.err));
    assert_non_null(strstr(trial.err.text, "a directory; expected a regular file"));
    scratch_path(*state, "none.csv", folder);
    assert_false(data_file_read(folder, &trial.ask, &trial.runs, &trial.report, &trial.err));
    assert_non_null(strstr(trial.err.text, "none.csv: No such file"));
}

/* A line that never ends must not fill the memory. */
static void endless_lines(void **state) {
    enum { SIZE = 1 << 20 };
    char *bytes = malloc(SIZE);
    assert_non_null(bytes);
    memset(bytes, '1', SIZE);
    struct trial trial;
    start(&trial, "chinchilla");
    assert_false(read_bytes(state, &trial, bytes, SIZE));
    assert_non_null(strstr(trial.err.text, "runs.csv:1: a line of over 65534 bytes"));
    memset(bytes, '\n', SIZE);
    memcpy(bytes, "N,D,loss\n\"", 10);
    for (size_t i = 10; i + 1 < SIZE; i += 2)
        bytes[i] = 'x';
    assert_false(read_bytes(state, &trial, bytes, SIZE));
    assert_non_null(strstr(trial.err.text, "does not end"));
    free(bytes);
}

static void bad_rows_skipped(void **state) {
    struct trial trial;
    start(&trial, "chinchilla");
    trial.ask.skip_bad = true;
    must_read(state, &trial, TITLES ONE "x,2e9,3.5\n1e8,2e9\n2e8,4e9,3.25\n2e8,4e9,nan\n");
    assert_int_equal(trial.runs.count, 2);
    assert_int_equal(trial.report.bad, 3);
    assert_int_equal(trial.report.rows, 5);
    assert_non_null(strstr(trial.report.first_bad, "runs.csv:3: column N: \"x\" is no number"));
    runs_free(&trial.runs);
    assert_false(read_bytes(state, &trial, TITLES "x,2e9,3.5\n", sizeof TITLES + 9));
    assert_non_null(strstr(trial.err.text, "no rows are left, 1 of 1 were bad"));
}

#define MIXED                                                                                      \
    "id,N_nonemb,D,val,method,w,a\n"                                                               \
    "1,1e8,2e9,3.5,BF16,16,16\n"                                                                   \
    "2,1e8,2e9,3.6,\"QuEST, new\",4,4\n"                                                           \
    "3,2e8,4e9,3.4,QuEST,4.0,16\n"                                                                 \
    "4,2e8,4e9,3.7,4:8,4,4\n"

static void start_mixed(struct trial *trial) {
    start(trial, "compression");
    trial->ask.column[trial->ask.columns++] = "N=N_nonemb";
    trial->ask.column[trial->ask.columns++] = "loss=val";
}

/* Which rows a set of --where takes, by their ids. */
static void check_where(void **state, const char *first, const char *second, const char *expected) {
    struct trial trial;
    char ids[16] = "";
    start_mixed(&trial);
    if (first) trial.ask.where[trial.ask.wheres++] = first;
    if (second) trial.ask.where[trial.ask.wheres++] = second;
    if (!*expected) {
        assert_false(read_bytes(state, &trial, MIXED, strlen(MIXED)));
        assert_non_null(strstr(trial.err.text, "no rows are left of 4"));
        return;
    }
    must_read(state, &trial, MIXED);
    for (size_t i = 0; i < trial.runs.count; i++)
        strcat(ids, trial.runs.run[i].name);
    assert_string_equal(ids, expected);
    runs_free(&trial.runs);
}

static void rows_chosen(void **state) {
    check_where(state, NULL, NULL, "1234");
    check_where(state, "method=BF16", NULL, "1");
    check_where(state, "method=QuEST", NULL, "3");
    check_where(state, "method=QuEST, new", NULL, "2");
    check_where(state, "method=4:8", NULL, "4");
    check_where(state, "w=4", NULL, "234");
    check_where(state, "w=3:8", NULL, "234");
    check_where(state, "w=5:", NULL, "1");
    check_where(state, "N_nonemb=:1.5e8", NULL, "12");
    check_where(state, "N=:1.5e8", NULL, "12");
    check_where(state, "method=BF16", "method=QuEST", "13");
    check_where(state, "w=4", "a=4", "24");
    check_where(state, "method=FP8", NULL, "");
    check_where(state, "method=1:2", NULL, "");
}

static void groups(void **state) {
    struct trial trial;
    start_mixed(&trial);
    trial.ask.by = "method, w,a";
    must_read(state, &trial, MIXED);
    assert_int_equal(trial.runs.groups, 4);
    assert_string_equal(trial.runs.label[0], "BF16, 16, 16");
    assert_string_equal(trial.runs.label[2], "QuEST, 4.0, 16");
    assert_int_equal(trial.runs.run[2].group, 2);
    assert_string_equal(trial.report.ignored, "");
    runs_free(&trial.runs);
}

/* What is asked that the file does not have, by a part of the message. */
static void bad_asks(void **state) {
    static const struct {
        const char *column, *where, *by, *says;
    } rows[] = {
        {"N=N_nonem", NULL, NULL, "--column N=N_nonem: no column N_nonem; did you mean N_nonemb?"},
        {"N_nonemb", NULL, NULL, "expected NAME=COLUMN, as in N=N_nonemb"},
        {"Q=N_nonemb", NULL, NULL, "Q is nothing to be read"},
        {"N=D", NULL, NULL, "N is renamed twice"},
        {NULL, "metod=BF16", NULL, "--where metod=BF16: no column metod; did you mean method?"},
        {NULL, "method", NULL, "expected COLUMN=VALUE, COLUMN=LOW:HIGH"},
        {NULL, NULL, "method,b", "--by method,b: no column b"},
        {NULL, NULL, "method,,w", "expected COLUMN,COLUMN"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct trial trial;
        start_mixed(&trial);
        if (rows[i].column) trial.ask.column[trial.ask.columns++] = rows[i].column;
        if (rows[i].where) trial.ask.where[trial.ask.wheres++] = rows[i].where;
        trial.ask.by = rows[i].by;
        if (rows[i].column && strcmp(rows[i].column, "N=N_nonem") == 0)
            trial.ask.column[0] = trial.ask.column[--trial.ask.columns];
        assert_false(read_bytes(state, &trial, MIXED, strlen(MIXED)));
        if (!strstr(trial.err.text, rows[i].says)) fail_msg("%s", trial.err.text);
    }
}

static void weights_and_values(void **state) {
    struct trial trial;
    start(&trial, "qat");
    trial.ask.column[trial.ask.columns++] = "weight=count";
    trial.ask.plan.G = 32;
    trial.ask.given = INPUT_BIT(IN_G);
    must_read(state, &trial, "N,D,loss,w,a,count\n1e8,2e9,3.5,4,off,2.5\n1e8,4e9,3.4,4,4,0\n");
    assert_true(trial.runs.run[0].weight == 2.5 && trial.runs.run[1].weight == 0);
    assert_true(trial.runs.run[0].plan.G == 32 && trial.runs.run[0].plan.a == PLAN_OFF);
    runs_free(&trial.runs);
}

/* Columns in other units, as teams log them. */
static void columns_that_are_multiplied(void **state) {
    struct trial trial;
    start(&trial, "chinchilla");
    trial.ask.column[trial.ask.columns++] = "D=tokens_B*1e9";
    trial.ask.column[trial.ask.columns++] = "N=a*b";
    trial.ask.column[trial.ask.columns++] = "loss=bits*0.5";
    must_read(state, &trial, "a*b,tokens_B,bits\n1e8,2.5,7\n");
    assert_true(trial.runs.run[0].plan.N == 1e8 && trial.runs.run[0].plan.D == 2.5e9);
    assert_true(trial.runs.run[0].loss == 3.5);
    assert_int_equal(trial.report.warnings, 0);
    runs_free(&trial.runs);
}

static void rows_left_out_by_name(void **state) {
    static const struct {
        const char *where[3];
        const char *left; /* their names */
    } cases[] = {{{"run!=b"}, "acd"},        {{"run!=b", "run!=c"}, "ad"},
                 {{"N!=1e8"}, "cd"},         {{"N!=:1.5e8", "run!=d"}, "c"},
                 {{"N=1e8", "run!=a"}, "b"}, {{"line!=3"}, "acd"},
                 {{"line=3:4"}, "bc"},       {{"run=a", "run=d"}, "ad"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct trial trial;
        char left[8] = "";
        start(&trial, "chinchilla");
        for (int k = 0; k < 3 && cases[i].where[k]; k++)
            trial.ask.where[trial.ask.wheres++] = cases[i].where[k];
        must_read(state, &trial,
                  "run,N,D,loss\na,1e8,2e9,3.5\nb,1e8,3e9,3.4\nc,2e8,2e9,3.3\nd,2e8,3e9,3.2\n");
        for (size_t k = 0; k < trial.runs.count; k++)
            strcat(left, trial.runs.run[k].name);
        assert_string_equal(left, cases[i].left);
        runs_free(&trial.runs);
    }
}

/* Bits that the law does not look at are no noise where they are the same throughout, or where the
 * user says what groups rows. */
static void bits_that_nothing_reads(void **state) {
    static const struct {
        const char *rows, *by;
        int warnings;
    } cases[] = {{"1e8,2e9,3.5,4,3\n2e8,2e9,3.4,4,4\n", NULL, 1},
                 {"1e8,2e9,3.5,4,3\n2e8,2e9,3.4,4,3\n", NULL, 0},
                 {"1e8,2e9,3.5,4,3\n2e8,2e9,3.4,4,4\n", "post", 0}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct trial trial;
        char text[128] = "N,D,loss,w,post\n";
        start(&trial, "chinchilla");
        trial.ask.by = cases[i].by;
        must_read(state, &trial, strcat(text, cases[i].rows));
        assert_int_equal(trial.report.warnings, cases[i].warnings);
        if (cases[i].warnings)
            assert_string_equal(trial.report.warning[0],
                                "post differs from row to row, and law chinchilla does not look at "
                                "it: to the fit that is noise");
        runs_free(&trial.runs);
    }
}

/* What is to be left out and is not there is a slip. */
static void nothing_left_out(void **state) {
    struct trial trial;
    start(&trial, "chinchilla");
    trial.ask.where[trial.ask.wheres++] = "run!=b";
    trial.ask.where[trial.ask.wheres++] = "run!=zz";
    must_read(state, &trial, "run,N,D,loss\na,1e8,2e9,3.5\nb,1e8,3e9,3.4\n");
    assert_int_equal(trial.runs.count, 1);
    assert_int_equal(trial.report.warnings, 1);
    assert_string_equal(trial.report.warning[0], "run!=zz leaves out no row");
    runs_free(&trial.runs);
}

static void warnings(void **state) {
    static const struct {
        const char *rows, *says; /* NULL: nothing */
    } cases[] = {
        {"1e8,20,3.5\n2e8,40,3.4\n", "D looks like billions (20 … 40)"},
        {"1e8,20,3.5\n2e8,40,3.4\n", "or --column D=D*1e9"},
        {"1e8,2e4,3.5\n2e8,9e4,3.4\n", "D looks like millions"},
        {"0.1,2e9,3.5\n7,4e9,3.4\n", "N looks like billions (0.1 … 7)"},
        {"30,2e9,3.5\n430,4e9,3.4\n", "N looks like millions"},
        {"7,2e9,3.5\n1e9,4e9,3.4\n", "N is as small as 7 in some rows"},
        {"2e9,1e8,3.5\n4e9,2e8,3.4\n", "N is above D in 2 of 2 rows: are the two swapped?"},
        {ONE "2e8,4e9,3.25\n" ONE,
         "1 row repeats an earlier one, loss included: no evidence of its own"},
        {ONE "2e8,4e9,3.25\n" ONE, "line 4, as line 2"},
        {ONE "1e8,2e9,3.51\n", NULL},
        {ONE "2e8,4e9,3.25\n", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct trial trial;
        char text[256] = TITLES;
        start(&trial, "chinchilla");
        strcat(text, cases[i].rows);
        must_read(state, &trial, text);
        assert_int_equal(trial.report.warnings, cases[i].says ? 1 : 0);
        if (cases[i].says && !strstr(trial.report.warning[0], cases[i].says))
            fail_msg("%s", trial.report.warning[0]);
        runs_free(&trial.runs);
    }
}

/* By sha256sum. */
static void the_sum(void **state) {
    struct trial trial;
    start(&trial, "chinchilla");
    must_read(state, &trial, TITLES ONE);
    assert_string_equal(trial.report.sha256,
                        "e8de771626d2459e45d9d37d9d6d0a3ca0b62181d5ecd7a1770412da4a3083e4");
    runs_free(&trial.runs);
}

static void many_rows(void **state) {
    enum { ROWS = 100000 };
    char path[SCRATCH_FILE];
    struct trial trial;
    start(&trial, "chinchilla");
    FILE *const to = fopen(scratch_path(*state, "many.csv", path), "w");
    assert_non_null(to);
    fputs(TITLES, to);
    for (int i = 0; i < ROWS; i++)
        fprintf(to, "%d,%d,3.5\n", 100000000 + i, 2000000000 - i);
    assert_int_equal(fclose(to), 0);
    assert_true(data_file_read(path, &trial.ask, &trial.runs, &trial.report, &trial.err));
    assert_int_equal(trial.runs.count, ROWS);
    assert_int_equal(trial.report.warnings, 0);
    assert_true(trial.runs.run[ROWS - 1].plan.N == 1e8 + ROWS - 1);
    assert_int_equal(trial.runs.run[ROWS - 1].line, ROWS + 1);
    runs_free(&trial.runs);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_make, scratch_remove)

int main(void) {
    const struct CMUnitTest tests[] = {TEST(a_plain_file),
                                       TEST(spellings),
                                       TEST(group_sizes_where_there_are_any),
                                       TEST(lines_are_counted),
                                       TEST(broken_files),
                                       TEST(no_files),
                                       TEST(endless_lines),
                                       TEST(bad_rows_skipped),
                                       TEST(rows_chosen),
                                       TEST(groups),
                                       TEST(bad_asks),
                                       TEST(weights_and_values),
                                       TEST(columns_that_are_multiplied),
                                       TEST(rows_left_out_by_name),
                                       TEST(bits_that_nothing_reads),
                                       TEST(nothing_left_out),
                                       TEST(warnings),
                                       TEST(the_sum),
                                       TEST(many_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
