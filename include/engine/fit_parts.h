/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the fit share; for the engine's fit*.c and boot.c alone.
 *
 * Every law is brought to one form, in coordinates u:
 *
 *     ln predicted = ln(u_E + (Σ inner terms^(1/u_outer))^u_outer + Σ other terms)
 *     ln term      = Σ slots u·column + offset [− u_stretch · Σ ln f] [+ Σ ln r]
 *     ln f, ln r   = ln(1 − e^(u_n − u_κ·column))
 *
 * ln N and ln D stand in the columns less their means, and a size's coordinate is its term's
 * logarithm there: what A and alpha share is so taken out of the way of the search. What the user
 * fixes or ties is a linear equation between coordinates; the search goes over those that are left,
 * phi, with u = offset + Z·phi. */
#ifndef ENGINE_FIT_PARTS_H
#define ENGINE_FIT_PARTS_H

#include "engine/fit.h"

enum {
    FIT_LOCALS = 24,
    FIT_TERMS = 3,
    FIT_SLOTS = 7,
    FIT_PIECES = 6,
    FIT_COLUMNS = 12,
    FIT_CHUNK = 256,
    FIT_LINKS = 8,
    FIT_SEEDS = 8,
    FIT_LEAST_CLUSTERS = 3, /* with fewer nothing is seen of how they scatter */
    FIT_NONE = -1,
    FIT_LESS = -2 /* as a slot's column: -1 */
};

/* How a coefficient follows from its coordinate; n is u plus the mix of others that centring put
 * into it. */
enum fit_kind {
    KIND_LOG,     /* e^n */
    KIND_LOG_OF,  /* e^−n: one that divides */
    KIND_PLAIN,   /* u */
    KIND_INVERSE, /* 1/u */
    KIND_SHARE,   /* e^(n/u_ref): eff by its exponent, a size under an outer one */
    KIND_QUOTIENT /* u/u_ref */
};

struct fit_coord {
    char name[FIT_NAME];
    enum fit_kind kind;
    int ref;         /* coordinate, or FIT_NONE */
    int mix[2];      /* coordinates, or FIT_NONE */
    double mixed[2]; /* n = u + Σ mixed·u_mix + shift */
    double shift;
    double low, high;    /* of u */
    int group;           /* of the runs, or RUNS_ALONE */
    bool by_form;        /* fixed by the form of the law, not by the user */
    const char *assumed; /* whence a value that the runs could not tell at all; else NULL */
};

/* One of the coordinates that a row depends on: coord + group where it is one of a series. */
struct fit_local {
    int coord;
    bool series;
};

struct fit_slot {
    int local, column; /* column FIT_NONE: 1; FIT_LESS: -1 */
};

struct fit_term {
    bool inner;
    int slots;
    struct fit_slot slot[FIT_SLOTS]; /* the first is the term's size */
    int share;                       /* local of the groups' share in it, or FIT_NONE */
    int offset;                      /* column, or FIT_NONE */
    int stretch;                     /* local that multiplies −Σ ln f, or FIT_NONE */
    bool robust;                     /* has Σ ln r */
};

/* ln(1 − e^(u_n − u_κ·column)) */
struct fit_piece {
    int n, kappa; /* locals; n may be FIT_NONE: 0 */
    int column;
    bool robust; /* an r, not an f */
    int twin; /* the first piece of the same kind whose column is the same in every row, where there
                 is anything in it; else FIT_NONE */
};

/* Rows of one group, one after the other. */
struct fit_block {
    size_t first, count;
    int group;
};

struct fit_link {
    int count;
    int phi[FIT_LINKS];
    double times[FIT_LINKS];
};

/* Where the search starts: values of some locals beside the grid of exponents. */
struct fit_seed {
    int count;
    int local[FIT_LOCALS];
    double value[FIT_LOCALS];
};

struct links;

struct fit_model {
    const struct fit_problem *problem;
    int coords, locals, terms, pieces, blocks, columns;
    int floor, outer; /* locals, or FIT_NONE */
    int grid[2];      /* locals of the exponents that are scanned, or FIT_NONE */
    int seeds;
    struct fit_coord *coord;
    struct fit_local local[FIT_LOCALS];
    struct fit_term term[FIT_TERMS];
    struct fit_piece piece[FIT_PIECES];
    struct fit_block block[RUNS_GROUPS + 1];
    struct fit_seed seed[FIT_SEEDS];
    double mean_x, mean_y; /* of ln N and ln D */
    bool one_ratio;        /* D/N is all but the same in every run */
    bool partial;          /* runs were left out: what is fixed may not be there */
    int series;            /* labels below: groups, variants, served bits */
    char label[RUNS_GROUPS][RUNS_LABEL];
    bool bare;                           /* the law's groups or variants are not among the runs */
    char remark[FIT_REMARKS][FIT_WORDS]; /* what the form fixed, and why */
    int remarks;
    size_t rows, left_out;
    size_t distinct; /* rows that repeat no other; 0: not counted yet */
    double *column[FIT_COLUMNS];
    double *log_loss, *weight; /* the weights by their mean, which is weight_mean */
    double weight_mean;
    size_t *source; /* row of problem->runs */
    int pin;        /* a coordinate fixed on top of the problem's, or FIT_NONE */
    double pin_value;
    const struct fit_model *owner; /* of the rows, where they are borrowed */
    int frees;                     /* length of phi */
    int *free;                     /* coordinate of each phi */
    double *offset;                /* of each coordinate */
    struct fit_link *link;
};

/* Columns that every model has. */
enum { COLUMN_X, COLUMN_Y, COLUMN_LESS_X, COLUMN_LESS_Y, COLUMN_OWN };

/* Sizes whose runs are left out, ends included (within 1e-6). */
struct fit_gap {
    double low, high; /* of N */
};

/* Whether a run is of a size in the gap; none is where that is NULL. */
bool gap_has(const struct fit_gap *gap, const struct run *run);

/* The problem as a model without the runs in the gap (NULL: of all); NULL with a message. Never
 * says that data are bad: fit_check does. */
struct fit_model *model_new(const struct fit_problem *problem, const struct fit_gap *gap,
                            struct err *err);
void model_free(struct fit_model *model);

/* The same in bites. The step goes on until the model is made, which is then the caller's, or the
 * clock has passed deadline: *model is NULL. False with a message. */
struct fit_making;
struct fit_making *making_new(const struct fit_problem *problem, const struct fit_gap *gap,
                              struct err *err);
bool making_step(struct fit_making *making, const double *deadline, struct fit_model **model,
                 struct err *err);
void making_free(struct fit_making *making);

/* fit_law.c: the law's coordinates, terms, pieces and seeds; the labels, means and columns are
 * known. */
bool model_law(struct fit_model *model, struct err *err);

/* fit_rows.c: the runs as columns, in bites as fit_making has them. False with a message. */
struct fit_ordering;
struct fit_ordering *ordering_new(struct fit_model *model, const struct fit_gap *gap,
                                  struct err *err);
bool ordering_step(struct fit_ordering *ordering, const double *deadline, bool *done,
                   struct err *err);
void ordering_free(struct fit_ordering *ordering);

/* The label of the series of coefficients that a run belongs to, "" where it has none of its own.
 * False where the law cannot be fitted to the run. */
bool law_series(const struct fit_problem *problem, const struct run *run, char out[RUNS_LABEL]);

/* Fill in the law's own columns for one run: those from COLUMN_OWN on, and how many they are. */
int law_own_columns(const struct law *law);
void law_columns(const struct fit_problem *problem, const struct run *run, double out[FIT_COLUMNS]);

/* fit_form.c: fix what the law's form fixes, and what the runs say nothing of, unless the user has
 * fixed it already. False with a message. */
bool model_form(struct fit_model *model, struct links *links, struct err *err);

/* Fix a coefficient's coordinate; nothing where it is fixed already and by_form. */
bool links_fix(struct fit_model *model, struct links *links, int coord, double value, bool by_form,
               struct err *err);
/* Whether the coordinate is a number by now. */
bool links_fixed(const struct fit_model *model, const struct links *links, int coord);

/* The coordinate of that name, or FIT_NONE. */
int model_coord(const struct fit_model *model, const char *name);

/* A remark, printf-style. */
void model_remark(struct fit_model *model, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* fit_link.c: what is fixed and tied. Keeps u_i = offset + Z·phi. */
bool model_links(struct fit_model *model, struct err *err);
void model_coords(const struct fit_model *model, const double *phi, double *u);

/* Coordinates for given coefficients, one a coordinate; its phi. */
void coords_of_values(const struct fit_model *model, const double *value, double *u);
void phi_of_coords(const struct fit_model *model, const double *u, double *phi);

/* The same model with one coefficient more fixed, at value; it borrows the rows. NULL where that
 * cannot be. model_free frees it. */
struct fit_model *model_pin(const struct fit_model *model, int coord, double value);

/* fit_term.c: ln of a term in one row, and of f (or r) of a piece, from coordinates. */
double term_log(const struct fit_model *model, const double *u, int term, size_t row, int group);
double piece_log(const struct fit_model *model, const double *u, const struct fit_piece *piece,
                 size_t row);
/* ln predicted of one row. */
double model_log(const struct fit_model *model, const double *u, size_t row, int group);
/* The coordinate of a local in a row of that group. */
int coord_at(const struct fit_model *model, int local, int group);

/* The coefficient that coordinate i stands for, and its slope by each coordinate (may be NULL). */
double coord_value(const struct fit_model *model, int i, const double *u, double *slope);

/* The same coefficient's slope by each of phi. Returns its value. */
double coord_slopes(const struct fit_model *model, int i, const double *u, double *slope);

/* The coordinate's own n, and the coefficient's value for an n. */
double coord_inner(const struct fit_model *model, int i, const double *u);

/* A pass over the rows of a model, a few of one block at a time; all 0 before the first. */
struct fit_walk {
    size_t first; /* of these rows */
    int rows, group;
    int block; /* where the pass is */
    size_t at;
};

/* Space for derivatives: one a thread. */
struct fit_work {
    double *u, *gradient_u, *hessian_u, *bowl_u;
    /* By phi; the squares frees × frees, full. The bowl is Σ weight·ψ/r·J·Jᵀ: with it for a Hessian
     * the objective lies below its parabola, as far as predictions are straight. */
    double *gradient, *hessian, *bowl;
    double *step, *trial, *right, *factor, *damped;   /* Newton's */
    double *held_gradient, *held_hessian, *held_bowl; /* at Newton's place */
    bool bowled;                                      /* the held bowl is of that place */
    bool *open;
    bool looking;         /* an objective is on: */
    struct fit_walk walk; /* where it is, and its sum so far */
    double sum;
    struct fit_chunk *chunk;
};

struct fit_work *work_new(const struct fit_model *model);
void work_free(struct fit_work *work);

/* The objective at phi; in work its gradient and exact Hessian, and where asked for the bowl. delta
 * INFINITY: squared. weight: one a row. INFINITY where a prediction is none. */
double fit_objective(const struct fit_model *model, struct fit_work *work, const double *weight,
                     double delta, const double *phi, bool bowl);

/* The same until the clock has passed deadline: false then, and the same call again goes on. */
bool fit_objective_some(const struct fit_model *model, struct fit_work *work, const double *weight,
                        double delta, const double *phi, bool bowl, const double *deadline,
                        double *value);

/* Go on to the next rows; false where there are none. */
bool fit_walk_on(const struct fit_model *model, struct fit_walk *walk);

/* Predictions at phi: their logarithms, and where jacobian ∂ln predicted/∂phi, rows × frees. False
 * where one is none. */
bool fit_predict(const struct fit_model *model, struct fit_work *work, const double *phi,
                 double *log_predicted, double *jacobian);

/* Those of the rows where a walk is. */
bool fit_predict_some(const struct fit_model *model, struct fit_work *work, const double *phi,
                      const struct fit_walk *walk, double *log_predicted, double *jacobian);

struct fit_descent {
    int most;         /* iterations */
    double tolerance; /* relative gain expected of a step at which it ends */
    bool leap;        /* that last step is taken, unseen: for one whose end is but a start */
    int iterations;   /* taken; added to */
    bool converged;
    /* Work in bites; all 0 for a descent that goes to its end. */
    const double *deadline; /* seconds of CLOCK_MONOTONIC: once passed, it pauses */
    bool paused;            /* the same call again, from the same phi, goes on as if it had not */
    bool begun;             /* the derivatives at phi are held */
    int phase, round;       /* where it is */
    double damp, at;        /* at: the objective at phi */
};

/* Whether the clock has passed a deadline; never that of NULL. */
bool fit_late(const double *deadline);

/* Damped Newton from phi, within the coordinates' ranges. Returns the objective. */
double fit_descend(const struct fit_model *model, struct fit_work *work, const double *weight,
                   double delta, double *phi, struct fit_descent *descent);

/* With delta from wide to the problem's own. */
double fit_anneal(const struct fit_model *model, struct fit_work *work, const double *weight,
                  double *phi, struct fit_descent *descent);

/* The delta of the problem; INFINITY where it is squared. */
double fit_delta(const struct fit_problem *problem);

/* Solve A·x = b for the rows and columns with open[i], x being 0 at the others; false where A is
 * not positive definite there. factor: n × n of space. */
bool solve_open(const double *A, const double *b, const bool *open, int n, double *factor,
                double *x);

/* fit_scan.c: the linear coefficients on a grid of exponents. */
struct fit_start {
    double score;
    double *phi;
};

struct fit_scan;
struct fit_scan *scan_new(const struct fit_model *model);
void scan_free(struct fit_scan *scan);
int scan_slices(const struct fit_scan *scan);
/* The next point of a slice of the grid: true once it was the last, and its local minima are among
 * the starts. */
bool scan_point(struct fit_scan *scan, int slice);
/* The starts found, best first; returns how many. */
int scan_starts(struct fit_scan *scan, const struct fit_start **starts);
/* Add starts with exponents steeper than the grid has them, behind those; returns how many there
 * are then. */
int scan_steep(struct fit_scan *scan);

/* What the residuals say of the objective's noise. */
struct fit_noise {
    double scale;     /* covariance of phi = scale · (Σ weight·J·Jᵀ)⁻¹ */
    double threshold; /* how far above its least the objective is at one deviation */
    double quantile;  /* deviations to an interval's end */
    double freedom;   /* of Student's t */
    double bend;      /* mean slope of the pull of a residual: 1 with squared loss */
    double blur;      /* how far residuals are looked at together for that; 0 with squared loss */
    double *answer; /* coords × coords: a covariance in units of the scale, as far as it is known,
                       for profiles; 0 where none are asked for */
    double *wider;  /* coords: a variance by clusters over that of noise which is each run's own; 1
                       where there are none */
};

/* fit_noise.c: by the predictions' logarithms, one a row; remarks where the runs are not alike.
 * False where there is no memory. */
bool fit_take_noise(const struct fit_model *model, const double *log_predicted,
                    struct fit_noise *noise, struct fit_result *result);

/* The slope of the pull of each row as far as its neighbours in size tell, times its weight, in
 * units of their mean, which becomes the noise's bend: rows that are far off have less of it, which
 * matters where some clusters are further off than others. */
void fit_row_slopes(const struct fit_model *model, const double *log_predicted,
                    struct fit_noise *noise, double *slope);

/* fit_cluster.c: the cluster of each row, numbered from 0 (NULL: not wanted), and how many there
 * are; 0 where no run has one. False where there is no memory. */
bool fit_clusters(const struct fit_model *model, size_t *number, size_t *count);

/* Rows whose noise is shared, at a fit. */
struct fit_shared {
    const struct fit_model *model;
    const double *log_predicted, *jacobian; /* rows; rows × frees */
    const double *slope;                    /* of fit_row_slopes */
    const struct fit_noise *noise;
    size_t clusters;
};

/* The covariance of phi in units of the noise's scale: the sandwich of the clusters' pulls, each as
 * if the fit had been made without it (the jackknife, CV3 of MacKinnon, Nielsen and Webb 2023).
 * What no cluster tells has that of the inverse, which is that of Σ slope·J·Jᵀ. lone: the part of
 * the inverse that a single cluster tells alone, whose scatter is not seen. Both frees × frees.
 * False where there is no memory. */
bool fit_cluster_spread(const struct fit_shared *shared, const double *inverse, double *spread,
                        double *lone);

/* fit_alike.c: a remark where, without clusters, runs that differ in D alone are off the law
 * together, as checkpoints of one training are: surely so by an F test, and so much that errors are
 * half as large again. Not of more runs than FIT_PROFILE_MOST. */
void fit_remark_alike(const struct fit_model *model, const double *log_predicted,
                      struct fit_result *result);

/* fit_check.c: why nothing can be fitted, into the result; false where that is so. Remarks on what
 * is odd in the data. */
bool fit_check(const struct fit_model *model, struct fit_result *result);
/* Which rows repeat others, in bites. telling_new is NULL without memory: none is then told from
 * another. */
struct fit_telling;
struct fit_telling *telling_new(const struct fit_model *model);
/* Go on until all rows are looked at (true; *distinct of them repeat no other) or the clock has
 * passed deadline. original: as in fit_originals. */
bool telling_step(struct fit_telling *telling, const double *deadline, size_t *original,
                  size_t *distinct);
void telling_free(struct fit_telling *telling);
/* How many runs are no repetition of another; how many of even weight would tell as much as those,
 * being (Σw)²/Σw² of the rows. */
size_t fit_distinct(const struct fit_model *model);
double fit_evidence(const struct fit_model *model, double distinct);
/* The same; original, one a row or NULL, is the first row that a row repeats, itself where it is
 * none. */
size_t fit_originals(const struct fit_model *model, size_t *original);

/* fit_error.c: fill in the result at phi: coefficients, intervals and rows; and the noise, whose
 * answer is the caller's to free. In bites: the step goes on until it is done or the clock has
 * passed deadline; false where there is no memory, or phi has no loss for some row. */
struct fit_reporting;
struct fit_reporting *reporting_new(const struct fit_model *model, struct fit_work *work,
                                    const double *phi, struct fit_noise *noise,
                                    struct fit_result *result);
bool reporting_step(struct fit_reporting *reporting, const double *deadline, bool *done);
void reporting_free(struct fit_reporting *reporting);

/* fit_words.c: status and words, after the intervals. flat: the directions of the coordinates phi
 * that the data tell least of, from the report. */
void fit_judge(const struct fit_model *model, const double *phi, bool converged,
               struct fit_result *result);

/* fit_profile.c: the profile interval of one coefficient, fit after fit. least: the objective at
 * phi. NULL where the coefficient has none, or there is no memory: the interval stays as it is. */
struct fit_profile;
struct fit_profile *profile_new(const struct fit_model *model, const double *phi,
                                const struct fit_noise *noise, double least, int coord,
                                struct fit_result *result);
/* Go on until it is done (true; the result has the interval) or the clock has passed deadline. */
bool profile_step(struct fit_profile *profile, const double *deadline);
void profile_free(struct fit_profile *profile);

void fit_remark(struct fit_result *result, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
