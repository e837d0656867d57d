/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One distribution with natural parameters: hazard, survival, density,
 * quantiles, random numbers.  Means are in family_mean.c. */

#include <math.h>

#include <paramod/survival.h>

#include "survival/family_impl.h"

bool paramod_i_family_eta(const paramod_family *family, const double *theta,
                          double *eta)
{
    for (size_t i = 0; i < family->size; i++) {
        eta[i] = paramod_i_link(family->link[i], theta[i]);
        if (isnan(eta[i]))
            return false;
    }
    return true;
}

/* log h and H at t > 0 (any finite t on the real line). */
static void evaluate(const paramod_family *family, double t, const double *theta,
                     double *log_hazard, double *cumulative)
{
    double eta[PARAMOD_I_FAMILY_MOST], log_time = t > 0.0 ? log(t) : NAN;
    paramod_i_times times = { .count = 1, .time = &t, .log_time = &log_time };
    paramod_i_hazards hazards;

    *log_hazard = *cumulative = NAN;
    if (!paramod_i_family_eta(family, theta, eta))
        return;
    if (family->point != NULL) {
        family->point(t, theta, log_hazard, cumulative);
        return;
    }
    for (size_t i = 0; i < family->size; i++)
        times.eta[i] = &eta[i];
    if (family->evaluate(family, 0, &times, &hazards) != PARAMOD_EVAL_OK)
        return;
    *log_hazard = hazards.log_hazard[0];
    *cumulative = hazards.cumulative[0];
}

double paramod_family_log_hazard(const paramod_family *family, double t,
                                 const double *theta)
{
    double log_hazard, cumulative;

    if (isnan(t) || isinf(t) || (!family->real_line && t <= 0.0))
        return NAN;
    evaluate(family, t, theta, &log_hazard, &cumulative);
    return log_hazard;
}

double paramod_family_hazard(const paramod_family *family, double t,
                             const double *theta)
{
    return exp(paramod_family_log_hazard(family, t, theta));
}

/* H where it needs no formula: before the start, and at infinity. */
static double cumulative_outside(const paramod_family *family, double t,
                                 const double *theta)
{
    double eta[PARAMOD_I_FAMILY_MOST];

    if (!paramod_i_family_eta(family, theta, eta) || isnan(t))
        return NAN;
    if (t <= 0.0)
        return 0.0;
    return family->total == NULL ? INFINITY : family->total(family, eta);
}

double paramod_family_cumulative_hazard(const paramod_family *family, double t,
                                        const double *theta)
{
    double log_hazard, cumulative;

    if (isnan(t) || isinf(t) || (!family->real_line && t <= 0.0))
        return cumulative_outside(family, t, theta);
    evaluate(family, t, theta, &log_hazard, &cumulative);
    return cumulative;
}

double paramod_family_survival(const paramod_family *family, double t,
                               const double *theta)
{
    return exp(-paramod_family_cumulative_hazard(family, t, theta));
}

double paramod_family_log_density(const paramod_family *family, double t,
                                  const double *theta)
{
    double log_hazard, cumulative;

    if (isnan(t) || isinf(t) || (!family->real_line && t <= 0.0)) {
        cumulative = cumulative_outside(family, t, theta);
        return isnan(cumulative) ? NAN : t == 0.0 ? NAN : -INFINITY;
    }
    evaluate(family, t, theta, &log_hazard, &cumulative);
    return log_hazard - cumulative;
}

double paramod_family_density(const paramod_family *family, double t,
                              const double *theta)
{
    return exp(paramod_family_log_density(family, t, theta));
}

double paramod_family_inverse_cumulative(const paramod_family *family, double y,
                                         const double *theta)
{
    double eta[PARAMOD_I_FAMILY_MOST];

    if (!paramod_i_family_eta(family, theta, eta) || isnan(y) || y < 0.0)
        return NAN;
    if (y == 0.0)
        return family->real_line ? -INFINITY : 0.0;
    if (isinf(y))
        return INFINITY;
    return family->inverse(family, y, eta);
}

double paramod_family_quantile(const paramod_family *family, double p,
                               const double *theta)
{
    if (!(p >= 0.0 && p <= 1.0))
        return NAN;
    return paramod_family_inverse_cumulative(family, -log1p(-p), theta);
}

double paramod_family_random(const paramod_family *family, const double *theta,
                             paramod_random *random)
{
    return paramod_family_inverse_cumulative(
        family, paramod_random_exponential(random), theta);
}

double paramod_family_cure(const paramod_family *family, const double *theta)
{
    return exp(-cumulative_outside(family, INFINITY, theta));
}

paramod_hazard_shape paramod_family_hazard_shape(const paramod_family *family,
                                                 const double *theta,
                                                 double *turning)
{
    double eta[PARAMOD_I_FAMILY_MOST], unused;
    double *const turn = turning == NULL ? &unused : turning;

    *turn = NAN;
    if (family->shape == NULL || !paramod_i_family_eta(family, theta, eta))
        return PARAMOD_HAZARD_UNKNOWN;
    return family->shape(theta, turn);
}
