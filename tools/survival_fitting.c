/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "progress.h"
#include "survival_fitting.h"

bool survival_settings_read(const options *o, survival_settings *settings)
{
    paramod_survival_options *s = &settings->options;
    uint64_t starts = 0, iterations = 0, threads = 0, seed = 1;

    if (!options_count(o, "starts", &starts) || !options_count(o, "seed", &seed)
        || !options_count(o, "iterations", &iterations)
        || !options_count(o, "threads", &threads))
        return false;
    settings->executor = paramod_executor_threads((size_t)threads);
    *s = (paramod_survival_options) {
        .size = sizeof *s, .starts = (size_t)starts, .seed = seed,
        .max_iterations = (size_t)iterations, .robust = options_has(o, "robust"),
        .prefer_ridge = options_has(o, "ridge"), .executor = &settings->executor,
        .monitor = progress_monitor,
    };
    return true;
}

const char *survival_operand(const options *o)
{
    if (o->operands == 1)
        return o->operand[0];
    if (o->operands == 0)
        (void)problem_set(o->problem, "the data file is missing ('-' is the "
                          "standard input)");
    else
        (void)problem_set(o->problem, "one data file is expected, but '%s' is "
                          "given as well as '%s'", o->operand[1], o->operand[0]);
    return NULL;
}

bool survival_fit_model(const options *o, survival_input *in, regressions *r,
                        survival_job *job)
{
    survival_settings settings;
    paramod_status status;

    *job = (survival_job) { .options = o, .input = in, .regressions = r };
    if (!survival_level(o, &job->level) || !survival_settings_read(o, &settings)
        || !survival_model_make(o, in, r, &job->model))
        return false;
    progress_begin(options_has(o, "quiet"));
    status = paramod_survival_fit_create(job->model, &settings.options, &job->fit);
    progress_end();
    return status == PARAMOD_OK || problem_from_library(o->problem);
}

bool survival_fit_all(const options *o, survival_input *in, regressions *r,
                      survival_job *job)
{
    const char *file = survival_operand(o);
    const char *name = options_text(o, "family");
    const paramod_family *family;

    *in = (survival_input) { 0 };
    *r = (regressions) { 0 };
    *job = (survival_job) { 0 };
    if (file == NULL)
        return false;
    family = survival_family(name != NULL ? name : "apgw", o->problem);
    return family != NULL && regressions_read(o, family, true, r)
        && survival_input_read(o, file, 1, r, in)
        && survival_fit_model(o, in, r, job);
}

void survival_job_release(survival_job *job)
{
    paramod_survival_fit_destroy(job->fit);
    paramod_survival_model_destroy(job->model);
    *job = (survival_job) { 0 };
}

/* ---- search ---------------------------------------------------------------- */

const char *survival_combination(const paramod_family *family, uint64_t blocks,
                                 char *text, size_t size)
{
    const char *separator = "";
    size_t used = (size_t)snprintf(text, size, "M(");

    for (size_t i = 0; i < paramod_family_size(family) && used < size; i++)
        if ((blocks >> i & 1) != 0) {
            used += (size_t)snprintf(text + used, size - used, "%s%s", separator,
                                     paramod_family_parameter(family, i));
            separator = ",";
        }
    if (used < size)
        (void)snprintf(text + used, size - used, "%s)", blocks == 0 ? "null" : "");
    return text;
}

uint64_t survival_search_blocks(const paramod_family *family)
{
    uint64_t blocks = 0;

    for (size_t i = 0; i < paramod_family_size(family); i++)
        if (strcmp(paramod_family_parameter(family, i), "kappa") != 0)
            blocks |= (uint64_t)1 << i;
    return blocks;
}

bool survival_search_all(const options *o, const survival_input *in,
                         const regressions *r, uint64_t blocks,
                         const design_choice *covariates,
                         paramod_survival_candidate *candidates)
{
    const char **names = take(covariates->count, sizeof *names);
    paramod_survival_model *model = NULL;
    survival_settings settings;
    bool good = survival_settings_read(o, &settings)
        && survival_model_make(o, in, r, &model);

    for (size_t k = 0; k < covariates->count; k++)
        names[k] = in->design.covariate[covariates->covariate[k]].name;
    progress_begin(options_has(o, "quiet"));
    good = good && (paramod_survival_search(model, blocks, covariates->count, names,
                                            &settings.options, candidates)
                    == PARAMOD_OK || problem_from_library(o->problem));
    progress_end();
    paramod_survival_model_destroy(model);
    free(names);
    return good;
}
