/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bootstrap: refits of resampled rows, or of rows drawn from the fitted model,
 * from the estimates as the start. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/cholesky_impl.h"
#include "sem/fit_impl.h"
#include "sem/starts_impl.h"

static const char caller[] = "paramod_sem_fit_bootstrap";

typedef struct plan {
    const paramod_sem_fit *fit;
    bool parametric;
    double *factor; /* of each group: p x p, and means p; parametric only */
} plan;

/* ---- one replicate ------------------------------------------------------------- */

static void draw_row(const plan *b, size_t g, paramod_random *random, double *row)
{
    const size_t p = b->fit->model->observed;
    const double *const l = b->factor + g * (p * p + p), *const mean = l + p * p;

    for (size_t j = 0; j < p; j++)
        row[j] = paramod_random_normal(random);
    for (size_t j = p; j-- > 0;) {
        double sum = mean[j];

        for (size_t k = 0; k <= j; k++)
            sum += l[k * p + j] * row[k];
        row[j] = sum;
    }
}

/* Rows of a group; what a row lacked, a drawn one in its place lacks too. */
static void draw_rows(const plan *b, size_t g, size_t rows, paramod_random *random,
                      double *values)
{
    const paramod_i_sample *const sample = b->fit->sample[g];
    const size_t p = sample->p;

    for (size_t i = 0; i < rows; i++) {
        double *const to = values + i * p;

        if (b->parametric) {
            draw_row(b, g, random, to);
            for (size_t j = 0; j < p && sample->patterns > 0; j++)
                if (isnan(sample->row[i * p + j]))
                    to[j] = NAN;
        } else {
            const double *const from =
                sample->row + paramod_random_index(random, sample->rows) * p;

            for (size_t j = 0; j < p; j++)
                to[j] = from[j] + sample->centre[j];
        }
    }
}

static paramod_status take_groups(const plan *b, paramod_random *random,
                                  paramod_sem_data *data)
{
    for (size_t g = 0; g < b->fit->groups; g++) {
        const size_t rows = (size_t)(b->fit->sample[g]->n + 0.5);
        double *const values = paramod_i_resize(NULL, rows * b->fit->model->observed,
                                                sizeof *values);
        paramod_status status = PARAMOD_ERR_MEMORY;

        if (values != NULL) {
            draw_rows(b, g, rows, random, values);
            status = paramod_sem_data_add_rows(data, NULL, rows, values);
        }
        paramod_i_free(values);
        if (status != PARAMOD_OK)
            return status;
    }
    return PARAMOD_OK;
}

static paramod_status create_data(const plan *b, paramod_sem_data **data)
{
    const paramod_sem_model *const m = b->fit->model;
    const char **const name = paramod_i_resize(NULL, m->observed, sizeof *name);
    paramod_status status = PARAMOD_ERR_MEMORY;

    for (size_t j = 0; name != NULL && j < m->observed; j++)
        name[j] = paramod_sem_model_variable(m, j);
    if (name != NULL)
        status = paramod_sem_data_create(m->observed, name, data);
    paramod_i_free(name);
    return status;
}

/* From the estimates; from starts in closed form if that does not converge. */
static bool minimise(const plan *b, paramod_i_objective *objective,
                     paramod_i_scoring *scoring)
{
    const paramod_sem_fit *const fit = b->fit;

    scoring->max_iterations = fit->options.max_iterations;
    scoring->tolerance = fit->options.tolerance;
    memcpy(scoring->theta, fit->theta, fit->model->parameters * sizeof *fit->theta);
    if (paramod_i_scoring_run(scoring) && scoring->ending == PARAMOD_SEM_CONVERGED)
        return true;
    return paramod_i_starts(objective, caller, scoring->theta) == PARAMOD_OK &&
           paramod_i_scoring_run(scoring) && scoring->ending == PARAMOD_SEM_CONVERGED;
}

static paramod_status refit_samples(const plan *b, paramod_i_sample **sample,
                                    double *theta)
{
    const paramod_sem_fit *const fit = b->fit;
    paramod_i_objective *objective = NULL;
    paramod_i_scoring *scoring = NULL;
    paramod_status status = paramod_i_objective_create(
        fit->model, fit->plan.kind, (const paramod_i_sample *const *)sample,
        fit->plan.minus_one, caller, &objective);

    if (status == PARAMOD_OK)
        status = paramod_i_scoring_create(objective, fit->reduction, NULL, NULL, caller,
                                          &scoring);
    if (status == PARAMOD_OK && minimise(b, objective, scoring))
        memcpy(theta, scoring->theta, fit->model->parameters * sizeof *theta);
    else if (status == PARAMOD_OK)
        theta[0] = NAN;
    paramod_i_scoring_destroy(scoring);
    paramod_i_objective_destroy(objective);
    return status;
}

static paramod_eval refit(size_t index, paramod_random *random, double *theta, void *data)
{
    const plan *const b = data;
    const size_t groups = b->fit->groups;
    paramod_sem_data *drawn = NULL;
    paramod_i_sample **const sample = paramod_i_resize(NULL, groups, sizeof(paramod_i_sample *));
    paramod_status status = sample == NULL ? PARAMOD_ERR_MEMORY : create_data(b, &drawn);

    (void)index;
    for (size_t g = 0; sample != NULL && g < groups; g++)
        sample[g] = NULL;
    if (status == PARAMOD_OK)
        status = take_groups(b, random, drawn);
    for (size_t g = 0; status == PARAMOD_OK && g < groups; g++)
        status = paramod_i_sample_create(b->fit->model, drawn, g, &b->fit->plan.sample,
                                         sample + g);
    if (status == PARAMOD_OK)
        status = refit_samples(b, sample, theta);
    for (size_t g = 0; sample != NULL && g < groups; g++)
        paramod_i_sample_destroy(sample[g]);
    paramod_i_free(sample);
    paramod_sem_data_destroy(drawn);
    if (status == PARAMOD_ERR_MEMORY)
        return PARAMOD_EVAL_STOP;
    return status == PARAMOD_OK && isfinite(theta[0]) ? PARAMOD_EVAL_OK
                                                      : PARAMOD_EVAL_RETRY;
}

/* ---- all of them ------------------------------------------------------------------ */

static paramod_status factor_moments(plan *b)
{
    const size_t p = b->fit->model->observed;
    const size_t groups = b->fit->groups;

    b->factor = paramod_i_resize(NULL, groups * (p * p + p), sizeof *b->factor);
    if (b->factor == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    for (size_t g = 0; g < groups; g++) {
        double *const l = b->factor + g * (p * p + p);
        const paramod_status status = paramod_sem_fit_implied(b->fit, g, l, l + p * p);

        if (status != PARAMOD_OK)
            return status;
        if (!paramod_i_cholesky(p, l))
            return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "the fitted covariance "
                                  "matrix is not positive definite");
    }
    return PARAMOD_OK;
}

paramod_status paramod_sem_fit_bootstrap(const paramod_sem_fit *fit, int parametric,
                                         size_t count, uint64_t seed,
                                         const paramod_executor *executor,
                                         double *estimates, size_t *failed)
{
    plan b = { .fit = fit, .parametric = parametric != 0 };
    paramod_status status = PARAMOD_OK;

    if (fit == NULL || (estimates == NULL && count > 0))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit or estimates is null");
    for (size_t g = 0; g < fit->groups; g++)
        if (!parametric && fit->sample[g]->rows == 0)
            return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "there are no observations to draw "
                                "from: only a parametric bootstrap can be done");
    if (parametric)
        status = factor_moments(&b);
    if (status == PARAMOD_OK)
        status = paramod_bootstrap(fit->model->parameters, count, seed, executor, refit,
                                   &b, estimates, failed);
    if (status == PARAMOD_ERR_CALLBACK)
        status = PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    paramod_i_free(b.factor);
    return status;
}
