/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a fit has to say. */

#include <math.h>
#include <string.h>

#include <gsl/gsl_cdf.h>

#include "core/status_impl.h"
#include "survival/fit_impl.h"

paramod_status paramod_survival_fit_summary(const paramod_survival_fit *fit,
                                            paramod_survival_summary *summary)
{
    size_t room;

    if (fit == NULL || summary == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit or summary is null");
    room = summary->size;
    if (room < sizeof summary->size)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the size member of the summary "
                            "is %zu; set it to sizeof the struct", room);
    (void)memcpy(summary, &fit->summary,
                 room < sizeof *summary ? room : sizeof *summary);
    summary->size = room;
    return PARAMOD_OK;
}

const char *paramod_survival_fit_sentence(const paramod_survival_fit *fit)
{
    return fit->sentence;
}

paramod_status paramod_survival_fit_coefficient(const paramod_survival_fit *fit,
                                                size_t index, double level,
                                                paramod_coefficient *coefficient)
{
    const paramod_i_coefficient *c;
    double half;

    if (fit == NULL || coefficient == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit or coefficient is null");
    if (index >= fit->design->size)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "index %zu, but there are %zu "
                            "coefficients", index, fit->design->size);
    if (!(level > 0.0 && level < 1.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "level %g is not inside (0, 1)",
                            level);
    c = &fit->design->coefficient[index];
    *coefficient = (paramod_coefficient){
        .block = c->block, .name = paramod_i_coefficient_name(c),
        .estimate = fit->beta[index], .fixed = c->fixed, .aliased = c->aliased,
        .se = c->fixed || c->aliased ? NAN : sqrt(
                  fit->covariance[index * fit->design->size + index])
    };
    half = gsl_cdf_ugaussian_Qinv(0.5 * (1.0 - level)) * coefficient->se;
    coefficient->lower = coefficient->estimate - half;
    coefficient->upper = coefficient->estimate + half;
    return PARAMOD_OK;
}

const double *paramod_survival_fit_estimates(const paramod_survival_fit *fit)
{
    return fit->beta;
}

paramod_status paramod_survival_fit_covariance(const paramod_survival_fit *fit,
                                               double *covariance)
{
    const size_t n = fit == NULL ? 0 : fit->design->size;

    if (fit == NULL || covariance == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit or covariance is null");
    if (fit->summary.degenerate != PARAMOD_REGULAR)
        return PARAMOD_FAIL(PARAMOD_ERR_SINGULAR, "the fit has no covariance: %s",
                            fit->sentence);
    (void)memcpy(covariance, fit->covariance, n * n * sizeof *covariance);
    return PARAMOD_OK;
}

const paramod_fit *paramod_survival_fit_core(const paramod_survival_fit *fit)
{
    return fit->core;
}
