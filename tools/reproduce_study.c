/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The simulation study: bias, standard errors and coverage of the APGW
 * regressions, and how often a sample has no regular maximum.  The settings are
 * ours; the paper's own are not known. */

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/survival.h>

#include "generator.h"
#include "memory.h"
#include "number.h"
#include "progress.h"
#include "reproduce.h"
#include "survival_report.h"

enum { MOST_COEFFICIENTS = 8, ENDS = 7 };

/* True effects of the 0/1 covariate on log phi, log lambda and log gamma. */
static const double true_effect[3] = { -0.5, -0.5, 0.2 };
/* True intercepts; that of log(kappa + 1) belongs to the cell. */
static const double true_intercept[3] = { 0.0, 0.0, 0.3 };

typedef struct effects {
    const char *name;
    bool on[3];
} effects;

static const effects all_effects[] = {
    { "tau", { true, false, false } },
    { "beta", { false, true, false } },
    { "alpha", { false, false, true } },
    { "tau+alpha", { true, false, true } },
};

typedef struct cell {
    size_t rows;
    double censored, kappa;
    const effects *effects;
    size_t index;
} cell;

/* What one replicate leaves behind. */
typedef struct outcome {
    bool solved;
    size_t count;
    int degenerate;
    double estimate[MOST_COEFFICIENTS], se[MOST_COEFFICIENTS];
} outcome;

typedef struct study_plan {
    const cell *cell;
    const generator *generator;
    uint64_t seed;
} study_plan;

static const char *const blocks[] = { "phi", "lambda", "gamma", "kappa" };

/* ---- one replicate --------------------------------------------------------- */

static bool sample(const study_plan *plan, size_t index, paramod_survival_data **data)
{
    const size_t n = plan->cell->rows;
    double *x = take(3 * n, sizeof *x);
    double *time = x + n, *status = time + n;
    /* streams: 2^32 replicates for each cell */
    paramod_random random = paramod_random_stream(
        plan->seed, ((uint64_t)plan->cell->index << 32) + index);
    const paramod_survival_rows rows = { .size = sizeof rows, .count = n,
                                         .time = time, .status = status };
    bool good;

    for (size_t i = 0; i < n; i++)
        generator_draw(plan->generator, &random, &x[i], &time[i], &status[i]);
    good = paramod_survival_data_create(&rows, data) == PARAMOD_OK
        && paramod_survival_data_add(*data, "trt", x) == PARAMOD_OK;
    free(x);
    return good;
}

static bool regress(const study_plan *plan, paramod_survival_model *model)
{
    static const char *const name[] = { "trt" };
    bool good = true;

    for (size_t i = 0; i < 3; i++)
        good = good && paramod_survival_model_regress(
            model, blocks[i], plan->cell->effects->on[i] ? 1 : 0, name) == PARAMOD_OK;
    return good;
}

static void record(const paramod_survival_model *model,
                   const paramod_survival_fit *fit, outcome *out)
{
    const paramod_survival_summary s = survival_summary(fit);

    out->count = paramod_survival_model_size(model);
    out->degenerate = (int)s.degenerate;
    out->solved = survival_exit_status(&s) == EXIT_SOLVED;
    for (size_t j = 0; j < out->count && j < MOST_COEFFICIENTS; j++) {
        paramod_coefficient c;

        if (paramod_survival_fit_coefficient(fit, j, 0.95, &c) != PARAMOD_OK)
            c.estimate = c.se = NAN;
        out->estimate[j] = c.estimate;
        out->se[j] = c.se;
    }
}

static int stop_if_asked(const paramod_fit_progress *progress, void *data)
{
    (void)progress;
    (void)data;
    return interrupt_asked();
}

static paramod_status replicate(size_t index, void *result, void *data)
{
    const study_plan *plan = data;
    const paramod_survival_options how = { .size = sizeof how,
                                               .monitor = stop_if_asked };
    paramod_survival_data *rows = NULL;
    paramod_survival_model *model = NULL;
    paramod_survival_fit *fit = NULL;
    outcome *out = result;

    *out = (outcome) { .solved = false };
    if (!interrupt_asked() && sample(plan, index, &rows)
        && paramod_survival_model_create(plan->generator->family, rows, &model)
           == PARAMOD_OK
        && regress(plan, model)
        && paramod_survival_fit_create(model, &how, &fit) == PARAMOD_OK)
        record(model, fit, out);
    paramod_survival_fit_destroy(fit);
    paramod_survival_model_destroy(model);
    paramod_survival_data_destroy(rows);
    return PARAMOD_OK; /* a sample that cannot be fitted counts as not solved */
}

/* ---- a cell ---------------------------------------------------------------- */

static void make_generator(const cell *c, generator *g)
{
    static char name[] = "trt";

    *g = (generator) { .family = paramod_family_find("apgw"), .covariates = 1,
                       .name = { name }, .censor_time = INFINITY };
    for (size_t i = 0; i < 3; i++) {
        g->intercept[i] = true_intercept[i];
        g->effect[i][0] = c->effects->on[i] ? true_effect[i] : 0.0;
    }
    g->intercept[3] = log1p(c->kappa);
    if (c->censored > 0.0) {
        (void)generator_censor(g, c->censored);
    } else if (c->kappa < 0.0) {
        /* the cured must be censored at some time: when 99.9 % of the others
         * have had their event, at covariate 0 */
        double theta[4] = { exp(g->intercept[0]), exp(g->intercept[1]),
                            exp(g->intercept[2]), c->kappa };

        g->censor_time = paramod_family_quantile(
            g->family, 0.999 * (1.0 - paramod_family_cure(g->family, theta)), theta);
    }
}

typedef struct tally {
    size_t used, covered;
    double sum, squares, errors;
} tally;

static void add(tally *t, double estimate, double se, double truth)
{
    const double error = estimate - truth;

    t->used++;
    t->sum += error;
    t->squares += error * error;
    t->errors += se;
    t->covered += fabs(error) <= 1.9599639845400543 * se;
}

/* The coefficients of the cell's model, in the library's order. */
static size_t truths(const cell *c, double *truth, char label[][32])
{
    size_t count = 0;

    for (size_t i = 0; i < 4; i++) {
        truth[count] = i < 3 ? true_intercept[i] : log1p(c->kappa);
        (void)snprintf(label[count++], 32, "%s:(Intercept)", blocks[i]);
        if (i < 3 && c->effects->on[i]) {
            truth[count] = true_effect[i];
            (void)snprintf(label[count++], 32, "%s:trt", blocks[i]);
        }
    }
    return count;
}

static void write_cell(FILE *file, const cell *c, size_t replicates,
                       const outcome *outcomes)
{
    double truth[MOST_COEFFICIENTS];
    char label[MOST_COEFFICIENTS][32];
    const size_t count = truths(c, truth, label);
    size_t ends[ENDS] = { 0 };

    for (size_t k = 0; k < replicates; k++)
        if (!outcomes[k].solved)
            ends[outcomes[k].degenerate % ENDS]++;
    for (size_t j = 0; j < count; j++) {
        tally t = { 0 };
        double n, bias, spread;

        for (size_t k = 0; k < replicates; k++)
            if (outcomes[k].solved && isfinite(outcomes[k].se[j]))
                add(&t, outcomes[k].estimate[j], outcomes[k].se[j], truth[j]);
        n = (double)t.used;
        bias = t.sum / n;
        spread = sqrt((t.squares - n * bias * bias) / (n - 1.0));
        (void)fprintf(file, "%zu,%g,%g,%s,%s,%g,%zu,%zu", c->rows, c->censored,
                      c->kappa, c->effects->name, label[j], truth[j], replicates,
                      t.used);
        (void)fprintf(file, ",%.5g,%.5g,%.5g,%.4g", bias, spread, t.errors / n,
                      (double)t.covered / n);
        for (size_t e = 0; e < ENDS; e++)
            (void)fprintf(file, ",%zu", ends[e]);
        (void)fputc('\n', file);
    }
}

/* One line for people: the first effect of the cell. */
static void print_cell(const cell *c, size_t replicates, const outcome *outcomes)
{
    double truth[MOST_COEFFICIENTS];
    char label[MOST_COEFFICIENTS][32];
    const size_t count = truths(c, truth, label);
    size_t ends[ENDS] = { 0 }, j = 0;
    tally t = { 0 };

    while (j + 1 < count && strstr(label[j], ":trt") == NULL)
        j++;
    for (size_t k = 0; k < replicates; k++)
        if (!outcomes[k].solved)
            ends[outcomes[k].degenerate % ENDS]++;
        else if (isfinite(outcomes[k].se[j]))
            add(&t, outcomes[k].estimate[j], outcomes[k].se[j], truth[j]);
    (void)printf("%5zu %7.0f%% %6g %-10s %-11s %8.4f %8.4f %8.4f %7.1f%% %5zu",
                 c->rows, 100.0 * c->censored, c->kappa, c->effects->name, label[j],
                 t.sum / (double)t.used,
                 sqrt(t.squares / (double)t.used
                      - t.sum * t.sum / (double)(t.used * t.used)),
                 t.errors / (double)t.used,
                 100.0 * (double)t.covered / (double)t.used, t.used);
    for (size_t e = 1; e < ENDS; e++)
        (void)printf(" %4zu", ends[e]);
    (void)printf(" %4zu\n", ends[0]);
}

/* ---- all cells ------------------------------------------------------------- */

typedef struct study {
    size_t row_counts, censorings, kappas, effect_sets;
    size_t rows[3];
    double censored[2], kappa[6];
    size_t replicates;
} study;

static const study quick_study = {
    2, 1, 3, 2, { 100, 500 }, { 0.3 }, { -0.3, 0.5, 2.0 }, 40,
};
static const study full_study = {
    3, 2, 6, 4, { 100, 500, 1000 }, { 0.0, 0.3 },
    { -0.3, 0.0, 0.5, 1.0, 2.0, 5.0 }, 500,
};

static cell cell_at(const study *s, size_t index)
{
    cell c = { .index = index };

    c.effects = &all_effects[index % s->effect_sets];
    index /= s->effect_sets;
    c.kappa = s->kappa[index % s->kappas];
    index /= s->kappas;
    c.censored = s->censored[index % s->censorings];
    c.rows = s->rows[index / s->censorings];
    return c;
}

static bool run_cells(const study *s, size_t replicates, uint64_t seed,
                      size_t threads, FILE *file, problem *p)
{
    const size_t cells = s->row_counts * s->censorings * s->kappas * s->effect_sets;
    const paramod_executor executor = paramod_executor_threads(threads);
    outcome *outcomes = take(replicates, sizeof *outcomes);
    bool good = true;

    for (size_t i = 0; good && i < cells && !interrupt_asked(); i++) {
        const cell c = cell_at(s, i);
        generator g;
        study_plan one = { &c, &g, seed };

        make_generator(&c, &g);
        progress_count("simulation study, cells", i, cells);
        good = executor.run(replicates, sizeof *outcomes, outcomes, replicate, &one,
                            executor.self) == PARAMOD_OK || problem_from_library(p);
        if (good && !interrupt_asked()) {
            write_cell(file, &c, replicates, outcomes);
            print_cell(&c, replicates, outcomes);
        }
    }
    free(outcomes);
    return good;
}

static void print_head(size_t replicates)
{
    (void)printf("\nSimulation study: %zu replicates of each cell; first effect\n\n"
                 "%5s %8s %6s %-10s %-11s %8s %8s %8s %8s %5s %4s %4s %4s %4s %4s "
                 "%4s %4s\n", replicates, "rows", "censored", "kappa", "effects",
                 "coefficient", "bias", "SD", "mean SE", "coverage", "fits", "R1",
                 "R2", "R3", "R4", "mono", "sing", "none");
}

bool reproduce_study(const options *o, bool full, int *status)
{
    const study *s = full ? &full_study : &quick_study;
    uint64_t seed = 1, replicates = s->replicates, threads = 0;
    char name[4096];
    FILE *file;
    bool good;

    if (!options_count(o, "seed", &seed) || !options_count(o, "threads", &threads)
        || !options_count(o, "replicates", &replicates))
        return false;
    if (replicates < 2)
        return problem_set(o->problem, "option '--replicates': at least 2 are needed");
    file = fopen(reproduce_path(o, "study.csv", name, sizeof name), "w");
    if (file == NULL)
        return problem_set(o->problem, "cannot write '%s': %s", name, strerror(errno));
    (void)fputs("rows,censored,kappa,effects,coefficient,truth,replicates,fits,bias,sd,"
                "mean_se,coverage,none,R1,R2,R3,R4,monotone,singular\n", file);
    print_head((size_t)replicates);
    progress_begin(options_has(o, "quiet"));
    good = run_cells(s, (size_t)replicates, seed, (size_t)threads, file, o->problem);
    progress_end();
    if (fclose(file) != 0 && good)
        good = problem_set(o->problem, "cannot write '%s': %s", name, strerror(errno));
    *status = interrupt_asked() ? EXIT_INTERRUPTED : EXIT_SOLVED;
    if (good)
        (void)printf("\nall coefficients: '%s'\n", name);
    return good;
}
