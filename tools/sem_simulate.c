/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod sem simulate */

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assignments.h"
#include "command.h"
#include "csv_file.h"
#include "memory.h"
#include "number.h"
#include "sem_model.h"

static const option own_options[] = {
    { "rows", "N", "rows in each group (default 100)",
      false },
    { "set", "LIST", "parameters by label or name: a=0.5,y~~y=2", false },
    { "output", "FILE.csv", "write there (default: standard output)", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

static void help(void)
{
    (void)printf("Usage: paramod sem simulate MODEL [OPTION]...\n"
                 "       paramod sem simulate MODEL --data FILE.csv [OPTION]...\n\n"
                 "Draws normal observations.  Without data parameters are those of --set,\n"
                 "of start() in the model, and else 1 for variances and 0 for covariances\n"
                 "and intercepts; coefficients must be given.  With data the model is\n"
                 "fitted first.\n\n");
    options_print(own_options);
    options_print(sem_model_options);
    options_print(sem_fit_options);
}

/* ---- parameters ----------------------------------------------------------------- */

/* The value of a row whose parameter was not set; NaN if it must be. */
static double default_value(const paramod_sem_row *row)
{
    if (!isnan(row->start))
        return row->start;
    if (row->kind == PARAMOD_SEM_INTERCEPT)
        return 0.0;
    if (row->kind == PARAMOD_SEM_COVARIANCE)
        return strcmp(row->lhs, row->rhs) == 0 ? 1.0 : 0.0;
    return NAN;
}

static bool take_value(const options *o, assignments *set, const paramod_sem_model *model,
                       size_t k, double *theta)
{
    const char *const name = paramod_sem_model_parameter(model, k);
    const char *const text = assignments_value(name, set);
    double found = NAN;

    if (text != NULL)
        return read_number(text, &theta[k])
            || problem_set(o->problem, "option '--set': '%s' is not a number", text);
    for (size_t i = 0; i < paramod_sem_model_rows(model); i++) {
        const paramod_sem_row row = paramod_sem_model_row(model, i);

        if (row.parameter == k && isnan(found))
            found = default_value(&row);
    }
    theta[k] = found;
    return !isnan(found)
        || problem_set(o->problem, "'%s' has no value: give '--set %s=VALUE', or "
                       "start(VALUE) in the model", name, name);
}

static bool read_values(const options *o, const paramod_sem_model *model, double *theta)
{
    const char *const list = options_text(o, "set");
    assignments set = { .text = "" };
    bool good = list == NULL || assignments_read(list, &set, o->problem);

    for (size_t k = 0; k < paramod_sem_model_parameters(model) && good; k++)
        good = take_value(o, &set, model, k, theta);
    good = good && (list == NULL || assignments_all_used(&set, o->problem));
    assignments_release(&set);
    return good;
}

/* ---- output ----------------------------------------------------------------------- */

static void write_header(FILE *file, const paramod_sem_model *model)
{
    for (size_t j = 0; j < paramod_sem_model_observed(model); j++) {
        if (j > 0)
            (void)fputc(',', file);
        csv_write_field(file, paramod_sem_model_variable(model, j));
    }
    if (paramod_sem_model_groups(model) > 1)
        (void)fprintf(file, ",group");
    (void)fputc('\n', file);
}

static bool write_group(const options *o, FILE *file, const paramod_sem_model *model,
                        const double *theta, size_t group, size_t rows, uint64_t seed)
{
    const size_t p = paramod_sem_model_observed(model);
    double *values = take(rows * p + 1, sizeof *values);
    const bool good = paramod_sem_simulate(model, group, theta, rows, seed, values)
                          == PARAMOD_OK || problem_from_library(o->problem);

    for (size_t i = 0; i < rows && good; i++) {
        for (size_t j = 0; j < p; j++) {
            char text[NUMBER_SIZE];

            (void)fprintf(file, "%s%s", j > 0 ? "," : "",
                          write_number(values[i * p + j], text));
        }
        if (paramod_sem_model_groups(model) > 1)
            (void)fprintf(file, ",%zu", group + 1);
        (void)fputc('\n', file);
    }
    free(values);
    return good;
}

static bool write_all(const options *o, const paramod_sem_model *model,
                      const double *theta)
{
    const char *const name = options_text(o, "output");
    uint64_t rows = 100, seed = 1;
    FILE *file;
    bool good;

    if (!options_count(o, "rows", &rows) || !options_count(o, "seed", &seed))
        return false;
    file = name != NULL ? fopen(name, "w") : stdout;
    if (file == NULL)
        return problem_set(o->problem, "cannot write '%s': %s", name, strerror(errno));
    write_header(file, model);
    good = true;
    for (size_t g = 0; g < paramod_sem_model_groups(model) && good; g++)
        good = write_group(o, file, model, theta, g, (size_t)rows, seed);
    if (file != stdout && (ferror(file) != 0 || fclose(file) != 0) && good)
        good = problem_set(o->problem, "cannot write '%s': %s", name, strerror(errno));
    return good;
}

/* ---- both ways ---------------------------------------------------------------------- */

static bool from_fit(const options *o, int *status)
{
    sem_input in = { .free_x = true };
    paramod_sem_fit *fit = NULL;
    paramod_sem_summary summary = { .size = sizeof summary };
    const bool good = sem_input_read(o, &in)
        && ((paramod_sem_fit_create(in.model, in.data, &in.options, &fit) == PARAMOD_OK
             && paramod_sem_fit_summary(fit, &summary) == PARAMOD_OK)
            || problem_from_library(o->problem))
        && write_all(o, in.model, paramod_sem_fit_theta(fit));

    *status = summary.ending == PARAMOD_SEM_CONVERGED ? EXIT_SOLVED : EXIT_IRREGULAR;
    paramod_sem_fit_destroy(fit);
    sem_input_release(&in);
    return good;
}

static bool run(const options *o, int *status)
{
    paramod_sem_model *model = NULL;
    double *theta;
    bool good;

    if (options_has(o, "data") || options_has(o, "cov"))
        return from_fit(o, status);
    if (!sem_model_read(o, 1, true, &model))
        return false;
    theta = take(paramod_sem_model_parameters(model) + 1, sizeof *theta);
    good = read_values(o, model, theta) && write_all(o, model, theta);
    free(theta);
    paramod_sem_model_destroy(model);
    return good;
}

int sem_simulate_command(int words, char **word)
{
    return sem_model_command(words, word, own_options, NULL, help, run);
}
