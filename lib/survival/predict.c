/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Predictions with delta-method limits. */

#include <math.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "survival/curve_impl.h"
#include "survival/fit_impl.h"

/* Failures speak in the name of the function that was called. */
#define REFUSE(status, ...) \
    paramod_i_fail((status), "paramod_survival_predict", __VA_ARGS__)

/* Stratum of a label that stands after the covariates. */
static paramod_status find_stratum(const paramod_survival_data *data,
                                   const double *covariates, size_t *stratum)
{
    *stratum = 0;
    if (data->stratum == NULL)
        return PARAMOD_OK;
    if (covariates == NULL)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "covariates is null, but the data "
                            "have strata");
    for (size_t s = 0; s < data->strata; s++)
        if ((double)data->stratum[s] == covariates[data->covariates]) {
            *stratum = s;
            return PARAMOD_OK;
        }
    return REFUSE(PARAMOD_ERR_ARGUMENT, "there is no stratum %g",
                        covariates[data->covariates]);
}

static double standardised(const paramod_i_design *design, size_t i,
                           const double *covariates)
{
    const size_t j = design->coefficient[i].covariate;
    const paramod_i_covariate *x = &design->data->covariate[j];

    return (covariates[j] - x->centre) / x->scale;
}

/* Linear predictors of one set of covariates. */
static void predict(const paramod_i_design *design, size_t stratum,
                    const double *covariates, const double *c, double *eta)
{
    for (size_t p = 0; p < design->family->size; p++) {
        const paramod_i_predictor *x = &design->predictor[p];

        eta[p] = c[paramod_i_coefficient_of(design, p, 0, stratum)];
        for (size_t k = 1; k < x->uses; k++)
            eta[p] += c[x->coefficient[k]] *
                      standardised(design, x->coefficient[k], covariates);
    }
}

/* g += sign dy/dc */
static void add_slopes(const paramod_i_design *design, size_t stratum,
                       const double *covariates, double sign,
                       const double *slope, double *g)
{
    for (size_t p = 0; p < design->family->size; p++) {
        const paramod_i_predictor *x = &design->predictor[p];

        if (!x->active)
            continue;
        g[paramod_i_coefficient_of(design, p, 0, stratum)] += sign * slope[p];
        for (size_t k = 1; k < x->uses; k++)
            g[x->coefficient[k]] += sign * slope[p] *
                standardised(design, x->coefficient[k], covariates);
    }
}

/* sqrt(g'V g), g in the coefficients of the scaled view. */
static double error_of(const paramod_survival_fit *fit, const double *g)
{
    const size_t n = fit->design->size;
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            sum += g[i] * fit->scaled_covariance[i * n + j] * g[j];
    return sqrt(sum);
}

/* Back from the scale of y, with limits y -+ z se; survival and cure fall with
 * y, on the real line quantiles are y itself. */
static paramod_predicted present(paramod_prediction what, bool real_line,
                                 double y, double se, double z)
{
    paramod_predicted p = { .scaled = y, .scaled_se = se };
    const double low = y - z * se, high = y + z * se;
    const bool mean = what == PARAMOD_PREDICT_RESTRICTED_MEAN;

    if (what == PARAMOD_PREDICT_SURVIVAL || what == PARAMOD_PREDICT_CURE) {
        p.estimate = exp(-exp(y));
        p.se = isinf(y) ? NAN : p.estimate * exp(y) * se;
        p.lower = exp(-exp(high));
        p.upper = exp(-exp(low));
    } else if (real_line && (what == PARAMOD_PREDICT_QUANTILE ||
                             what == PARAMOD_PREDICT_MEAN)) {
        p.estimate = y;
        p.se = se;
        p.lower = low;
        p.upper = high;
    } else {
        p.estimate = exp(y);
        p.se = p.estimate * se;
        if (mean) { /* bounded on both sides: no logarithm */
            p.scaled = p.estimate;
            p.scaled_se = p.se;
            p.lower = p.estimate - z * p.se;
            p.upper = p.estimate + z * p.se;
            return p;
        }
        p.lower = exp(low);
        p.upper = exp(high);
    }
    return p;
}

static bool is_ratio(paramod_prediction what)
{
    return what == PARAMOD_PREDICT_HAZARD_RATIO ||
           what == PARAMOD_PREDICT_QUANTILE_RATIO;
}

/* What all arguments of one call share. */
typedef struct request {
    const paramod_survival_fit *fit;
    paramod_prediction what;
    const double *covariates, *reference;
    size_t stratum, stratum0;
    double eta[PARAMOD_I_FAMILY_MOST], eta0[PARAMOD_I_FAMILY_MOST];
    double z;
} request;

static paramod_predicted at_one(const request *q, double at,
                                paramod_i_workspace *w)
{
    const paramod_i_design *design = q->fit->design;
    const size_t n = design->size;
    double *gradient = w->jacobian;
    paramod_i_curve y = paramod_i_curve_at(design->family, q->what, at, q->eta);

    (void)memset(w->c, 0, n * sizeof *w->c);
    add_slopes(design, q->stratum, q->covariates, 1.0, y.slope, w->c);
    if (is_ratio(q->what)) {
        const paramod_i_curve y0 = paramod_i_curve_at(design->family, q->what, at,
                                                      q->eta0);

        y.y -= y0.y;
        add_slopes(design, q->stratum0, q->reference, -1.0, y0.slope, w->c);
    }
    paramod_i_view_pull(&q->fit->view, w->c, 1, gradient, 1);
    return present(q->what, design->family->real_line, y.y,
                   error_of(q->fit, gradient), q->z);
}

static paramod_status check_at(const request *q, size_t count, const double *at)
{
    const bool real_line = q->fit->design->family->real_line;
    const bool quantile = q->what == PARAMOD_PREDICT_QUANTILE ||
                          q->what == PARAMOD_PREDICT_QUANTILE_RATIO;

    if (q->what == PARAMOD_PREDICT_MEAN || q->what == PARAMOD_PREDICT_CURE)
        return PARAMOD_OK;
    for (size_t k = 0; k < count; k++) {
        if (quantile && !(at[k] > 0.0 && at[k] < 1.0))
            return REFUSE(PARAMOD_ERR_DOMAIN, "probability %g is not inside "
                                "(0, 1)", at[k]);
        if (!quantile && !(isfinite(at[k]) && (real_line || at[k] > 0.0)))
            return REFUSE(PARAMOD_ERR_DOMAIN, "time %g is not inside (0, inf)",
                                at[k]);
    }
    return PARAMOD_OK;
}

static paramod_status check(const paramod_survival_fit *fit,
                            paramod_prediction what, const double *covariates,
                            const double *reference, double level)
{
    const bool known = what >= PARAMOD_PREDICT_SURVIVAL &&
                       what <= PARAMOD_PREDICT_DENSITY;

    if (!known)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "there is no prediction number "
                            "%d", (int)what);
    if (fit->design->data->covariates > 0 && covariates == NULL)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "covariates is null");
    if (is_ratio(what) && reference == NULL &&
        (fit->design->data->covariates > 0 || fit->design->data->stratum != NULL))
        return REFUSE(PARAMOD_ERR_ARGUMENT, "a ratio needs a reference");
    if (!(level > 0.0 && level < 1.0))
        return REFUSE(PARAMOD_ERR_DOMAIN, "level %g is not inside (0, 1)",
                            level);
    return PARAMOD_OK;
}

paramod_status paramod_survival_predict(const paramod_survival_fit *fit,
                                        paramod_prediction what,
                                        const double *covariates,
                                        const double *reference, size_t count,
                                        const double *at, double level,
                                        paramod_predicted *predicted)
{
    request q = { .fit = fit, .what = what, .covariates = covariates,
                  .reference = reference };
    paramod_i_workspace *w;
    paramod_status status;

    if (fit == NULL || predicted == NULL ||
        (at == NULL && what != PARAMOD_PREDICT_MEAN && what != PARAMOD_PREDICT_CURE))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit, at or predicted is null");
    status = check(fit, what, covariates, reference, level);
    if (status == PARAMOD_OK)
        status = check_at(&q, count, at);
    if (status == PARAMOD_OK)
        status = find_stratum(fit->design->data, covariates, &q.stratum);
    if (status == PARAMOD_OK && is_ratio(what))
        status = find_stratum(fit->design->data, reference, &q.stratum0);
    if (status != PARAMOD_OK)
        return status;
    w = paramod_i_workspace_take(fit->design);
    if (w == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    q.z = gsl_cdf_ugaussian_Qinv(0.5 * (1.0 - level));
    paramod_i_view_columns(&fit->view, fit->v, w->c);
    predict(fit->design, q.stratum, covariates, w->c, q.eta);
    if (is_ratio(what))
        predict(fit->design, q.stratum0, reference, w->c, q.eta0);
    for (size_t k = 0; k < count; k++)
        predicted[k] = at_one(&q, at == NULL ? NAN : at[k], w);
    paramod_i_workspace_return(fit->design, w);
    return PARAMOD_OK;
}
