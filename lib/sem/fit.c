/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "sem/fit_impl.h"
#include "sem/starts_impl.h"

static const char create[] = "paramod_sem_fit_create";

/* ---- life ----------------------------------------------------------------------- */

void paramod_sem_fit_destroy(paramod_sem_fit *fit)
{
    if (fit == NULL)
        return;
    paramod_i_scoring_destroy(fit->scoring);
    paramod_i_objective_destroy(fit->objective);
    paramod_i_reduction_destroy(fit->reduction);
    for (size_t g = 0; fit->sample != NULL && g < fit->groups; g++)
        paramod_i_sample_destroy(fit->sample[g]);
    paramod_i_free(fit->sample);
    paramod_i_free(fit->optimum);
    paramod_i_free(fit->places);
    paramod_i_free(fit->block);
    paramod_i_free(fit);
}

/* ---- what the options mean -------------------------------------------------------- */

static paramod_status make_plan(paramod_sem_fit *fit)
{
    static const paramod_i_discrepancy kind[] = {
        PARAMOD_I_ML, PARAMOD_I_GLS, PARAMOD_I_ULS, PARAMOD_I_WLS, PARAMOD_I_ML,
        PARAMOD_I_ML
    };
    paramod_sem_options *const o = &fit->options;
    paramod_i_plan *const plan = &fit->plan;
    bool robust;

    if (o->estimator > PARAMOD_SEM_MLR)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, create, "there is no estimator %lu",
                              (unsigned long)o->estimator);
    robust = o->estimator == PARAMOD_SEM_MLM || o->estimator == PARAMOD_SEM_MLR;
    plan->kind = kind[o->estimator];
    plan->likelihood = plan->kind == PARAMOD_I_ML;
    if (o->missing && (!plan->likelihood || o->estimator == PARAMOD_SEM_MLM || o->wishart))
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, create, "missing values by patterns "
                              "need the estimator ml or mlr and the normal likelihood");
    if (o->missing && !fit->model->means)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, create, "missing values by patterns "
                              "need a model with means");
    if (o->missing)
        plan->kind = PARAMOD_I_FIML;
    plan->minus_one = !plan->likelihood || o->wishart;
    plan->divisor_n = !plan->minus_one;
    plan->sample = (paramod_i_sample_options){
        .missing = o->missing, .divisor_n = plan->divisor_n,
        .need_rows = robust || o->missing || plan->kind == PARAMOD_I_WLS,
        .need_mean = fit->model->means, .caller = create };
    o->max_iterations = o->max_iterations > 0 ? o->max_iterations : 500;
    o->tolerance = o->tolerance > 0.0 ? o->tolerance : 1e-20;
    return PARAMOD_OK;
}

static paramod_status take_samples(paramod_sem_fit *fit, const paramod_sem_data *data)
{
    if (data->groups != fit->model->groups)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, create, "the model has %zu group%s, "
                              "but the data %zu", fit->model->groups,
                              fit->model->groups == 1 ? "" : "s", data->groups);
    fit->sample = paramod_i_resize(NULL, data->groups, sizeof *fit->sample);
    if (fit->sample == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, create, "out of memory");
    for (size_t g = 0; g < data->groups; g++) {
        paramod_status status = paramod_i_sample_create(fit->model, data, g,
                                                        &fit->plan.sample,
                                                        fit->sample + g);

        if (status != PARAMOD_OK)
            return status;
        fit->groups++;
        fit->summary.n += fit->sample[g]->n;
        fit->summary.rows_dropped += (double)fit->sample[g]->dropped;
    }
    return PARAMOD_OK;
}

/* Moments that the model can be judged by, less free parameters. */
static double degrees(const paramod_sem_fit *fit)
{
    const double p = (double)fit->model->observed;
    double moments = (double)fit->groups * p * (p + 1.0) / 2.0;

    if (fit->model->means)
        moments += (double)fit->groups * p;
    for (size_t i = 0; i < fit->model->rows; i++)
        moments -= fit->model->row[i].exogenous;
    return moments - (double)fit->reduction->k;
}

static paramod_status reserve(paramod_sem_fit *fit)
{
    const size_t q = fit->model->parameters;
    const paramod_i_part parts[] = {
        { &fit->theta, q, 1 }, { &fit->expected, q, q }, { &fit->observed, q, q },
        { &fit->sandwich, q, q }, { &fit->information, q, q }, { &fit->hessian, q, q }
    };

    fit->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    return fit->block == NULL
           ? paramod_i_fail(PARAMOD_ERR_MEMORY, create, "out of memory") : PARAMOD_OK;
}

void paramod_i_fit_settle(const paramod_sem_fit *fit)
{
    double f;

    (void)paramod_i_objective_value(fit->objective, fit->theta, &f);
}

/* ---- the ending ----------------------------------------------------------------------- */

static void conclude(paramod_sem_fit *fit)
{
    const paramod_i_optimum *const best = fit->optimum;
    paramod_sem_summary *const s = &fit->summary;

    memcpy(fit->theta, best->theta, fit->model->parameters * sizeof *fit->theta);
    /* a discrepancy is not negative; by patterns it is a difference of likelihoods */
    s->f = best->f < 0.0 && best->f > -1e-12 ? 0.0 : best->f;
    s->ending = best->ending;
    s->iterations = best->iterations;
    s->decrement = best->decrement;
    s->spectral_radius = best->radius;
    s->optima = fit->optima;
    s->at_bound = best->active;
    s->parameters = fit->reduction->k;
    paramod_i_fit_settle(fit);
    s->condition = fit->objective->part[0].ram->cyclic
                   ? fit->objective->part[0].ram->condition : NAN;
}

static paramod_status prepare(paramod_sem_fit *fit, const paramod_sem_data *data)
{
    const paramod_sem_options *const o = &fit->options;
    paramod_status status = make_plan(fit);

    if (status == PARAMOD_OK)
        status = paramod_i_reduction_create(fit->model, o->bounds == 1, create,
                                            &fit->reduction);
    if (status == PARAMOD_OK)
        status = take_samples(fit, data);
    if (status == PARAMOD_OK)
        status = paramod_i_objective_create(
            fit->model, fit->plan.kind, (const paramod_i_sample *const *)fit->sample,
            fit->plan.minus_one, create, &fit->objective);
    return status == PARAMOD_OK ? reserve(fit) : status;
}

/* Is there a point that all inequality constraints allow? */
static paramod_status check_room(const paramod_sem_fit *fit, const double *start)
{
    double *const u = fit->scoring->u;

    paramod_i_reduction_project(fit->reduction, start, u);
    return paramod_i_reduction_enforce(fit->reduction, u) ? PARAMOD_OK
           : paramod_i_fail(PARAMOD_ERR_DOMAIN, create, "the inequality constraints and "
                            "bounds contradict each other");
}

static paramod_status solve(paramod_sem_fit *fit)
{
    double *const start = fit->theta;
    paramod_status status = paramod_i_starts(fit->objective, create, start);

    fit->summary.df = degrees(fit);
    if (status == PARAMOD_OK)
        status = paramod_i_scoring_create(fit->objective, fit->reduction, fit->hessian,
                                          fit->sandwich, create, &fit->scoring);
    if (status == PARAMOD_OK)
        status = check_room(fit, start);
    if (status == PARAMOD_OK)
        status = paramod_i_check_identified(fit->scoring, start, fit->summary.df, create);
    if (status == PARAMOD_OK)
        status = paramod_i_sem_starts(fit, start, create);
    if (status != PARAMOD_OK)
        return status;
    conclude(fit);
    status = paramod_i_fit_covariances(fit, create);
    paramod_i_scoring_destroy(fit->scoring);
    fit->scoring = NULL;
    return status == PARAMOD_OK ? paramod_i_fit_statistics(fit, create) : status;
}

paramod_status paramod_sem_fit_create(const paramod_sem_model *model,
                                      const paramod_sem_data *data,
                                      const paramod_sem_options *options,
                                      paramod_sem_fit **fit_out)
{
    paramod_sem_options known;
    paramod_sem_fit *fit;
    paramod_status status;

    if (model == NULL || data == NULL || fit_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "model, data or fit_out is null");
    status = paramod_i_options_read(&known, sizeof known, options);
    if (status != PARAMOD_OK)
        return status;
    fit = paramod_i_resize(NULL, 1, sizeof *fit);
    if (fit == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *fit = (paramod_sem_fit){ .model = model, .options = known };
    status = prepare(fit, data);
    if (status == PARAMOD_OK)
        status = solve(fit);
    if (status != PARAMOD_OK) {
        paramod_sem_fit_destroy(fit);
        return status;
    }
    *fit_out = fit;
    return PARAMOD_OK;
}
