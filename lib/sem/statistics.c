/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The test of fit, likelihoods and the baseline model. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "infer/chi_squared_impl.h"
#include "linalg/cholesky_impl.h"
#include "linalg/eigen_impl.h"
#include "sem/fit_impl.h"
#include "sem/starts_impl.h"

static const double log_2_pi = 1.8378770664093454836;

/* ---- F, without cancellation ---------------------------------------------------- */

/* log|Sigma| + tr(S Sigma^-1) - log|S| - w = sum (d - log(1 + d)) over the
 * eigenvalues d of L^-1 (S - Sigma) L'^-1, Sigma = L L': small where the fit is
 * good, though the terms of the first form are not. */
static bool accurate_part(const paramod_i_part_of *part, paramod_i_eigen *eigen,
                          double *l, double *x, double *value)
{
    const size_t w = part->width;

    memcpy(l, part->ram->sigma, w * w * sizeof *l);
    if (!paramod_i_cholesky(w, l))
        return false;
    for (size_t i = 0; i < w * w; i++)
        x[i] = part->target[i] - part->ram->sigma[i];
    for (int side = 0; side < 2; side++) {
        for (size_t j = 0; j < w; j++)
            paramod_i_cholesky_forward(w, l, x + j * w);
        for (size_t i = 0; i < w; i++)
            for (size_t j = 0; j < i; j++) {
                const double keep = x[i * w + j];

                x[i * w + j] = x[j * w + i];
                x[j * w + i] = keep;
            }
    }
    for (size_t i = 0; i < w; i++)
        for (size_t j = 0; j < i; j++)
            x[i * w + j] = x[j * w + i] = 0.5 * (x[i * w + j] + x[j * w + i]);
    if (!paramod_i_eigen_factor(eigen, x))
        return false;
    *value = 0.0;
    for (size_t i = 0; i < w; i++) {
        const double d = paramod_i_eigen_values(eigen)[i];

        /* below 1e-3 the series of d - log1p(d) keeps the digits */
        *value += fabs(d) < 1e-3
                  ? d * d * (0.5 - d * (1.0 / 3 - d * (0.25 - d * (0.2 - d / 6))))
                  : d - log1p(d);
    }
    return true;
}

static paramod_status refine(paramod_sem_fit *fit, const char *caller)
{
    double f = 0.0;

    if (fit->plan.kind != PARAMOD_I_ML ||
        fit->summary.f > 0.01 * (double)fit->model->observed)
        return PARAMOD_OK;
    for (size_t g = 0; g < fit->groups; g++) {
        const paramod_i_part_of *const part = fit->objective->part + g;
        const size_t w = part->width;
        paramod_i_eigen *eigen = NULL;
        double *const l = paramod_i_resize(NULL, 2 * w * w, sizeof *l);
        double value = NAN;
        paramod_status status = l == NULL ? PARAMOD_ERR_MEMORY
                                          : paramod_i_eigen_create(w, &eigen);
        const bool fine = status == PARAMOD_OK &&
                          accurate_part(part, eigen, l, l + w * w, &value);

        paramod_i_eigen_destroy(eigen);
        paramod_i_free(l);
        if (status != PARAMOD_OK)
            return paramod_i_fail(status, caller, "out of memory");
        if (!fine)
            return PARAMOD_OK;
        f += part->weight * value;
    }
    fit->summary.f = f;
    return PARAMOD_OK;
}

/* ---- likelihoods --------------------------------------------------------------------- */

static bool is_held(const paramod_sem_model *model, size_t variable)
{
    const paramod_i_row *const row = paramod_i_model_entry(
        model, PARAMOD_SEM_COVARIANCE, model->order[variable], model->order[variable], 0);

    return row != NULL && row->exogenous;
}

/* Exogenous by its place in the model, held at the sample's moments or not. */
static bool is_exogenous(const paramod_sem_model *model, size_t variable)
{
    return !model->graph &&
           paramod_i_model_is_exogenous(model->variable + model->order[variable]);
}

/* log|S_xx| of exogenous variables of a group; their number in *count. */
static double exogenous_log_det(const paramod_sem_fit *fit, size_t g, double *work,
                                bool (*belongs)(const paramod_sem_model *, size_t),
                                size_t *count)
{
    const paramod_i_part_of *const part = fit->objective->part + g;
    const paramod_i_ram *const ram = part->ram;
    size_t n = 0;

    for (size_t r = 0; r < ram->p; r++)
        if (belongs(fit->model, r))
            work[ram->p * ram->p + n++] = (double)r;
    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++)
            work[a * n + b] = part->target[(size_t)work[ram->p * ram->p + a] *
                                           part->width +
                                           (size_t)work[ram->p * ram->p + b]];
    *count = n;
    if (n == 0 || !paramod_i_cholesky(n, work))
        return 0.0;
    return paramod_i_cholesky_log_det(n, work);
}

/* log L of the saturated model, less that of exogenous variables, on which the
 * model is conditional.  For the Wishart likelihood it is, as in lavaan, that of N
 * observations with the covariances of divisor N - 1. */
static paramod_status likelihoods(paramod_sem_fit *fit, const char *caller)
{
    paramod_sem_summary *const s = &fit->summary;
    const size_t p = fit->model->observed;
    double *const work = paramod_i_resize(NULL, p * p + p, sizeof *work);
    double saturated = 0.0;

    if (work == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    for (size_t g = 0; g < fit->groups; g++) {
        const paramod_i_part_of *const part = fit->objective->part + g;
        const double n = fit->sample[g]->n;
        size_t x;
        const double log_det_x = exogenous_log_det(fit, g, work, is_held, &x);
        double constant = (double)p;

        if (fit->plan.kind == PARAMOD_I_FIML) {
            constant = 0.0;
            for (size_t r = 0; r < fit->sample[g]->patterns; r++)
                constant += (double)(fit->sample[g]->pattern[r].count *
                                     fit->sample[g]->pattern[r].size) / n;
            saturated -= 0.5 * n * (constant * log_2_pi + part->offset);
        } else {
            saturated -= 0.5 * n * (constant * log_2_pi + part->offset -
                                    (double)(part->width - p));
        }
        saturated += 0.5 * n * ((double)x * (log_2_pi + 1.0) + log_det_x);
    }
    paramod_i_free(work);
    s->unrestricted_log_likelihood = saturated;
    s->log_likelihood = saturated - 0.5 * s->n * s->f;
    return PARAMOD_OK;
}

/* ---- the baseline model ----------------------------------------------------------------- */

/* "y1~~y1;y2~~y2;..", and the covariances among exogenous variables. */
static char *baseline_text(const paramod_sem_model *model)
{
    const size_t p = model->observed;
    size_t room = 1, length = 0;
    char *text;

    for (size_t i = 0; i < p; i++)
        room += (2 * strlen(paramod_sem_model_variable(model, i)) + 4) * (p + 1);
    for (size_t i = 0; i < p; i++)
        room += p * (2 * strlen(paramod_sem_model_variable(model, i)) + 4);
    text = paramod_i_resize(NULL, room, 1);
    for (size_t i = 0; text != NULL && i < p; i++)
        for (size_t j = i; j < p; j++)
            if (i == j || (is_exogenous(model, i) && is_exogenous(model, j)))
                length += paramod_i_format(text + length, room - length, "%s~~%s;",
                                           paramod_sem_model_variable(model, i),
                                           paramod_sem_model_variable(model, j));
    return text;
}

static paramod_status fit_baseline(paramod_sem_fit *fit, const paramod_sem_model *model,
                                   const char *caller)
{
    paramod_i_objective *objective = NULL;
    paramod_i_reduction *reduction = NULL;
    paramod_i_scoring *scoring = NULL;
    paramod_status status = paramod_i_objective_create(
        model, fit->plan.kind, (const paramod_i_sample *const *)fit->sample,
        fit->plan.minus_one, caller, &objective);

    if (status == PARAMOD_OK)
        status = paramod_i_reduction_create(model, false, caller, &reduction);
    if (status == PARAMOD_OK)
        status = paramod_i_scoring_create(objective, reduction, NULL, NULL, caller,
                                          &scoring);
    if (status == PARAMOD_OK)
        status = paramod_i_starts(objective, caller, scoring->theta);
    if (status == PARAMOD_OK) {
        fit->baseline_chi2 = paramod_i_scoring_run(scoring)
                             ? objective->n * scoring->f : NAN;
        fit->baseline_df -= (double)reduction->k;
    }
    paramod_i_scoring_destroy(scoring);
    paramod_i_reduction_destroy(reduction);
    paramod_i_objective_destroy(objective);
    return status;
}

/* In closed form for complete-data ML: sum log s_ii + log|S_xx| - log|S|. */
static paramod_status closed_baseline(paramod_sem_fit *fit, const char *caller)
{
    const size_t p = fit->model->observed;
    double *const work = paramod_i_resize(NULL, p * p + p, sizeof *work);

    if (work == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    fit->baseline_chi2 = 0.0;
    fit->baseline_df = 0.0;
    for (size_t g = 0; g < fit->groups; g++) {
        const paramod_i_part_of *const part = fit->objective->part + g;
        size_t x;
        double f = exogenous_log_det(fit, g, work, is_exogenous, &x) - part->offset +
                   (double)part->width;

        for (size_t i = 0; i < p; i++)
            if (!is_exogenous(fit->model, i))
                f += log(part->target[i * part->width + i]);
        fit->baseline_chi2 += part->weight * fit->objective->n * f;
        fit->baseline_df += 0.5 * (double)(p * (p - 1)) -
                            (x > 0 ? 0.5 * (double)(x * (x - 1)) : 0.0);
    }
    paramod_i_free(work);
    return PARAMOD_OK;
}

paramod_status paramod_i_fit_baseline(paramod_sem_fit *fit, const char *caller)
{
    const double p = (double)fit->model->observed, groups = (double)fit->groups;
    paramod_sem_model_options options = { .size = sizeof options };
    paramod_sem_model *model = NULL;
    paramod_status status;
    char *text;

    if (fit->plan.kind == PARAMOD_I_ML)
        return closed_baseline(fit, caller);
    options.groups = fit->groups;
    options.means = fit->model->means ? 1 : 2;
    text = baseline_text(fit->model);
    if (text == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    status = paramod_sem_model_create(text, &options, &model);
    paramod_i_free(text);
    if (status != PARAMOD_OK)
        return status;
    fit->baseline_df = groups * (p * (p + 1.0) / 2.0 + (fit->model->means ? p : 0.0));
    status = fit_baseline(fit, model, caller);
    paramod_sem_model_destroy(model);
    return status;
}

/* ---- all of it -------------------------------------------------------------------------- */

paramod_status paramod_i_fit_statistics(paramod_sem_fit *fit, const char *caller)
{
    paramod_sem_summary *const s = &fit->summary;
    paramod_status status = refine(fit, caller);

    s->chi2 = fit->objective->n * s->f;
    s->p_value = s->df > 0.0 ? paramod_i_chi_squared_tail(s->chi2, s->df) : NAN;
    s->log_likelihood = s->unrestricted_log_likelihood = NAN;
    s->scaled_chi2 = s->scaling = NAN;
    if (status == PARAMOD_OK && fit->plan.likelihood)
        status = likelihoods(fit, caller);
    if (status == PARAMOD_OK)
        status = paramod_i_fit_baseline(fit, caller);
    if (status == PARAMOD_OK && fit->plan.likelihood && fit->sample[0]->rows > 0 &&
        (fit->options.estimator == PARAMOD_SEM_MLM ||
         fit->options.estimator == PARAMOD_SEM_MLR))
        status = paramod_i_fit_robust(fit, caller);
    return status;
}
