/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of bitplan fit: what is asked, the work, and what is printed of it. */
#ifndef CLI_FITTING_H
#define CLI_FITTING_H

#include "cli/opt.h"
#include "engine/boot.h"
#include "engine/fit.h"
#include "engine/fit_compare.h"
#include "io/data_file.h"
#include "io/json_out.h"

enum { FITTING_COMMAND = 8192, FITTING_WORST = 5 };

/* A fit from its words to its answers. */
struct fitting {
    const struct options *options;
    const char *path;              /* the data's */
    const char *const *shard_path; /* --merge: the shards' files */
    int shard_paths;
    struct data_ask ask;
    struct data_report data;
    struct runs runs;
    struct fit_problem problem;
    struct fit_result result;
    long long seed;
    int resamples; /* 0: no bootstrap */
    struct boot boot;
    int resampled;         /* resamples that could be fitted */
    struct fit_left *left; /* each size left out */
    size_t lefts;
    struct fit_comparison *comparison; /* of several laws; NULL: one is fitted */
    int interrupted;                   /* the signal that ended the work */
};

/* Read the words and the data. False with a message; free it all the same. */
bool fitting_read(const struct options *options, struct fitting *fitting, struct err *err);
void fitting_free(struct fitting *fitting);

/* Whether a word is NAME=VALUE rather than a file. */
bool fitting_is_value(const char *word);

/* The command that does the same again, for a shell. */
void fitting_command(const struct fitting *fitting, char out[FITTING_COMMAND]);

/* Print on standard error what is to be said of the data. */
void fitting_say_data(const struct fitting *fitting);

/* Do the work, with progress on a terminal. False with a message; fitting->interrupted is set where
 * a signal came, and the message says how far it had come. */
bool fitting_work(struct fitting *fitting, struct err *err);

/* The resamples of one shard, first … last − 1 of all. */
void fitting_shard_range(const struct fitting *fitting, int *first, int *last);

/* Write the resamples of a shard as CSV. */
void fitting_shard_write(FILE *to, const struct fitting *fitting);

/* Read the shards of --merge into fitting->boot. False with "file:line: …". */
bool fitting_shard_read(struct fitting *fitting, struct err *err);

/* The inputs that are columns of --table: those that the law reads and that are not alike in all
 * runs, N and D always. A set of INPUT_BITs. */
unsigned fitting_inputs(const struct fitting *fitting);

/* Make ready to compare the laws of --law: what is to be read for all of them. False with a message
 * where an option is for one law only. */
bool fitting_laws_ask(struct fitting *fitting, struct err *err);
/* Once the data are read: put them into groups, and keep out the laws that lack columns. */
void fitting_laws_group(struct fitting *fitting);
void fitting_laws_json(struct out *out, const struct fitting *fitting);
void fitting_laws_csv(struct out *out, const struct fitting *fitting);
void fitting_laws_text(struct out *out, const struct fitting *fitting);

/* The file that was read, as JSON. */
struct jout *fitting_json_data(const struct fitting *fitting);

/* Print it all. */
void fitting_print_json(struct out *out, const struct fitting *fitting);
void fitting_print_csv(struct out *out, const struct fitting *fitting);
void fitting_print_text(struct out *out, const struct fitting *fitting);

#endif
