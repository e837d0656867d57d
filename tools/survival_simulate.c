/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod survival simulate */

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "csv_file.h"
#include "generator.h"
#include "memory.h"
#include "number.h"
#include "progress.h"
#include "survival_fitting.h"

static const option own_options[] = {
    { "rows", "N", "without a data file: number of rows (default 100)", false },
    { "set", "LIST", "without a data file: phi=0.2,phi:trt=-0.5,...", false },
    { "censor", "T", "everybody is censored at T", false },
    { "censor-share", "X", "without a data file: random censoring of a share X", false },
    { "output", "FILE.csv", "write there (default: standard output)", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help(void)
{
    (void)printf(
        "Usage: paramod survival simulate DATA.csv (options of fit) [OPTION]...\n"
        "       paramod survival simulate --family F --set LIST --rows N [OPTION]...\n\n"
        "With a data file: fits, then draws a new time for each row.  Without one:\n"
        "draws from the parameters of --set, given on the scale in which 'fit'\n"
        "reports them; each covariate that they name is 0 or 1 at random.\n\n");
    options_print(own_options);
}

static bool open_output(const options *o, FILE **file)
{
    const char *name = options_text(o, "output");

    *file = name != NULL ? fopen(name, "w") : stdout;
    return *file != NULL
        || problem_set(o->problem, "cannot write '%s': %s", name, strerror(errno));
}

static bool close_output(const options *o, FILE *file)
{
    const bool good = ferror(file) == 0;

    if (file == stdout)
        return true; /* main() looks after it */
    if (fclose(file) == 0 && good)
        return true;
    return problem_set(o->problem, "cannot write '%s': %s",
                       options_text(o, "output"), strerror(errno));
}

static bool read_censor(const options *o, double *censor)
{
    *censor = INFINITY;
    if (!options_number(o, "censor", censor))
        return false;
    return *censor > 0.0
        || problem_set(o->problem, "option '--censor': %s is not above 0",
                       options_text(o, "censor"));
}

static void write_values(FILE *file, double time, double status)
{
    char text[NUMBER_SIZE];

    (void)fprintf(file, "%s,%.0f", write_number(time, text), status);
}

/* ---- from a fit ------------------------------------------------------------ */

/* Columns of the formulas, as they are in the data file. */
static bool is_covariate(const survival_input *in, const column *c)
{
    for (size_t j = 0; j < in->design.count; j++)
        for (size_t k = 0; k < in->design.covariate[j].parts; k++)
            if (strcmp(in->design.covariate[j].part[k].variable.column, c->name) == 0)
                return true;
    return c == in->rows.columns.strata || c == in->rows.columns.cluster;
}

static void write_header(FILE *file, const survival_input *in)
{
    const survival_columns *c = &in->rows.columns;

    csv_write_field(file, c->time->name);
    (void)fputc(',', file);
    csv_write_field(file, c->status != NULL ? c->status->name : "status");
    for (size_t j = 0; j < in->table->columns; j++)
        if (is_covariate(in, &in->table->column[j])) {
            (void)fputc(',', file);
            csv_write_field(file, in->table->column[j].name);
        }
    (void)fputc('\n', file);
}

static void write_drawn(FILE *file, const survival_input *in, const double *time,
                        const double *status)
{
    const survival_rows *rows = &in->rows;
    char text[512];
    size_t used = 0;

    write_header(file, in);
    for (size_t i = 0; i < rows->count; i++) {
        if (rows->weight != NULL && rows->weight[i] == 0.0)
            continue; /* the library knows only the rows in use */
        write_values(file, time[used], status[used]);
        used++;
        for (size_t j = 0; j < in->table->columns; j++)
            if (is_covariate(in, &in->table->column[j])) {
                (void)fputc(',', file);
                csv_write_field(file, cell_text(&in->table->column[j], rows->row[i],
                                                text, sizeof text));
            }
        (void)fputc('\n', file);
    }
}

static bool draw_from_fit(const options *o, const survival_job *job)
{
    const size_t rows = paramod_survival_data_rows(job->input->data);
    double *time = take(rows, sizeof *time), *status = take(rows, sizeof *status);
    double *censor = take(rows, sizeof *censor), limit;
    uint64_t seed = 1;
    FILE *file;
    bool good = read_censor(o, &limit) && options_count(o, "seed", &seed);

    for (size_t i = 0; i < rows; i++)
        censor[i] = limit;
    good = good && (paramod_survival_simulate(job->fit, seed,
                                              isinf(limit) ? NULL : censor, time,
                                              status) == PARAMOD_OK
                    || problem_from_library(o->problem))
        && open_output(o, &file);
    if (good) {
        write_drawn(file, job->input, time, status);
        good = close_output(o, file);
    }
    free(time);
    free(status);
    free(censor);
    return good;
}

static bool run_fit(const options *o, int *status)
{
    survival_input in;
    regressions r;
    survival_job job;
    bool good = survival_fit_all(o, &in, &r, &job) && draw_from_fit(o, &job);

    if (good) {
        const paramod_survival_summary summary = survival_summary(job.fit);

        *status = survival_exit_status(&summary);
    }
    survival_job_release(&job);
    survival_input_release(&in);
    regressions_release(&r);
    return good;
}

/* ---- from parameters ------------------------------------------------------- */

static bool read_generator(const options *o, generator *g)
{
    const char *name = options_text(o, "family");
    const paramod_family *family = survival_family(name != NULL ? name : "apgw",
                                                   o->problem);
    const char *list = options_text(o, "set");
    double share = 0.0;

    if (family == NULL)
        return false;
    if (list == NULL)
        return problem_set(o->problem, "a data file, or option '--set' with "
                           "parameters, is missing");
    if (!generator_read(list, family, g, o->problem)
        || !read_censor(o, &g->censor_time)
        || !options_number(o, "censor-share", &share))
        return false;
    if (!(share >= 0.0 && share < 1.0))
        return problem_set(o->problem, "option '--censor-share': %s is not in [0, 1)",
                           options_text(o, "censor-share"));
    return share == 0.0 || generator_censor(g, share)
        || problem_set(o->problem, "option '--censor-share': more than a share of %s "
                       "never has the event", options_text(o, "censor-share"));
}

static bool write_generated(FILE *file, const generator *g, uint64_t rows,
                            uint64_t seed, problem *p)
{
    double covariates[MOST_EFFECTS], time, status;

    (void)fputs("time,status", file);
    for (size_t j = 0; j < g->covariates; j++) {
        (void)fputc(',', file);
        csv_write_field(file, g->name[j]);
    }
    (void)fputc('\n', file);
    for (uint64_t i = 0; i < rows; i++) {
        paramod_random random = paramod_random_stream(seed, i);

        generator_draw(g, &random, covariates, &time, &status);
        if (isinf(time))
            return problem_set(p, "row %llu never has the event and is never "
                               "censored: '--censor' gives an end",
                               (unsigned long long)i + 1);
        write_values(file, time, status);
        for (size_t j = 0; j < g->covariates; j++)
            (void)fprintf(file, ",%.0f", covariates[j]);
        (void)fputc('\n', file);
    }
    return true;
}

static bool run_generator(const options *o)
{
    generator g = { .covariates = 0 };
    uint64_t rows = 100, seed = 1;
    FILE *file;
    bool good = read_generator(o, &g) && options_count(o, "rows", &rows)
        && options_count(o, "seed", &seed) && open_output(o, &file);

    if (good) {
        good = write_generated(file, &g, rows, seed, o->problem);
        good = close_output(o, file) && good;
    }
    generator_release(&g);
    return good;
}

int survival_simulate_command(int words, char **word)
{
    const option *const tables[] = { survival_data_options, survival_model_options,
                                     survival_fit_options, own_options,
                                     survival_parameter_options(), NULL };
    problem p = { "" };
    options o;
    int status = EXIT_SOLVED;

    if (!options_read(words, word, tables, &o, &p)) {
        status = problem_report(&p);
    } else if (options_has(&o, "help")) {
        help();
    } else {
        interrupt_catch();
        if (!(o.operands == 0 ? run_generator(&o) : run_fit(&o, &status)))
            status = interrupt_or_refuse(&p);
    }
    options_release(&o);
    return status;
}
