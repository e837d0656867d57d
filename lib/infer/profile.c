/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include <paramod/infer.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "infer/chi_squared_impl.h"
#include "infer/profile_impl.h"
#include "infer/solution_impl.h"

/* ---- the object ----------------------------------------------------------- */

static const char caller[] = "paramod_fit_profile_interval";

void paramod_i_profile_release(paramod_i_profile *profile)
{
    paramod_i_problem_destroy(profile->problem);
    paramod_i_free(profile->gradient);
}

static size_t free_coordinate(const paramod_space *space, size_t index)
{
    size_t j = 0;

    for (size_t i = 0; i < index; i++)
        j += paramod_space_is_fixed(space, i) ? 0 : 1;
    return j;
}

/* The Wald distance where the quadratic model has one that can be trusted; else
 * what the other parameters held fixed give, or the size of u_j. */
static double guess_unit(paramod_i_profile *profile)
{
    const size_t j = profile->j;
    const double u = profile->fit->u[j];
    double f, slope, curvature = 0.0, gain, unit;
    double own = 0.0;

    if (paramod_i_profile_expand(profile, profile->fit->u, &f)) {
        paramod_i_profile_parabola(profile, &slope, &curvature, &gain);
        own = profile->hessian[j + j * profile->k];
    }
    if (!(curvature > 1e-12 * own))
        curvature = own;
    unit = sqrt(2.0 * profile->rise / curvature);
    if (!isfinite(unit) || unit == 0.0)
        unit = fmax(1.0, fabs(u));
    return profile->is_mapped ? fmin(unit, 4.0) : unit;
}

paramod_status paramod_i_profile_prepare(const paramod_fit *fit, size_t index,
                                         double rise, paramod_i_profile *profile)
{
    const size_t k = fit->k, n = fit->n;
    double *const block = paramod_i_resize(NULL, 2 * k + 7, (k + n) * sizeof *block);
    paramod_status status;

    *profile = (paramod_i_profile){
        .fit = fit, .n = n, .k = k, .index = index, .rise = rise,
        .j = free_coordinate(fit->space, index),
        .is_mapped = isfinite(paramod_space_lower(fit->space, index)) ||
                     isfinite(paramod_space_upper(fit->space, index)),
        .gradient = block };
    if (block == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory for %zu parameters", k);
    profile->hessian = block + k;
    profile->block = profile->hessian + k * k;
    profile->shift = profile->block + k * k;
    profile->tangent = profile->shift + k;
    profile->point = profile->tangent + k;
    profile->theta = profile->point + 3 * k;
    status = paramod_i_problem_create(fit->space,
                                      fit->least_squares ? NULL : &fit->likelihood,
                                      fit->least_squares ? &fit->residuals : NULL,
                                      &profile->problem);
    if (status != PARAMOD_OK)
        return status;
    status = paramod_i_evaluated(paramod_i_problem_value(profile->problem, fit->u,
                                                         &profile->base),
                                 caller, "value");
    if (status == PARAMOD_OK)
        profile->unit = guess_unit(profile);
    return status;
}

/* ---- one end -------------------------------------------------------------- */

static paramod_status find_end(paramod_i_profile *profile, double side, double *t,
                               paramod_profile_end *end)
{
    const paramod_fit *const fit = profile->fit;
    double *const u = profile->theta + profile->n;
    paramod_status status = PARAMOD_OK;

    profile->side = side;
    (void)memcpy(u, fit->u, fit->k * sizeof *u);
    if (paramod_i_profile_newton(profile, u)) {
        *end = PARAMOD_PROFILE_FINITE;
    } else {
        (void)memcpy(u, fit->u, fit->k * sizeof *u);
        status = paramod_i_profile_path(profile, u, end);
    }
    paramod_space_unpack(fit->space, u, profile->theta);
    *t = profile->theta[profile->index];
    if (*end == PARAMOD_PROFILE_OPEN)
        *t = side < 0.0 ? paramod_space_lower(fit->space, profile->index)
                        : paramod_space_upper(fit->space, profile->index);
    return status;
}

static paramod_status both_ends(paramod_i_profile *profile, paramod_interval *interval)
{
    paramod_interval found;
    paramod_status status =
        find_end(profile, -1.0, &found.lower, &found.lower_end);

    if (status == PARAMOD_OK)
        status = find_end(profile, 1.0, &found.upper, &found.upper_end);
    if (status == PARAMOD_OK)
        *interval = found;
    return status;
}

/* ---- the interface ---------------------------------------------------------- */

paramod_status paramod_fit_profile_crossing(const paramod_fit *fit, size_t index,
                                            double drop, paramod_interval *interval)
{
    paramod_i_profile profile;
    paramod_status status;

    if (fit == NULL || interval == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit or interval is null");
    if (index >= fit->n)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "index %zu, but the space has "
                            "%zu parameters", index, fit->n);
    if (paramod_space_is_fixed(fit->space, index))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "'%s' is fixed",
                            paramod_space_name(fit->space, index));
    if (!(drop > 0.0 && drop < INFINITY))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "drop %g is not inside (0, inf)",
                            drop);
    status = paramod_i_profile_prepare(fit, index, drop, &profile);
    if (status == PARAMOD_OK)
        status = both_ends(&profile, interval);
    paramod_i_profile_release(&profile);
    return status;
}

/* Residuals that are all 0 leave s^2 = 0, and an interval without width. */
paramod_status paramod_fit_profile_interval(const paramod_fit *fit, size_t index,
                                            double level, paramod_interval *interval)
{
    double variance = 1.0;
    paramod_status status = PARAMOD_OK;

    if (fit == NULL || interval == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit or interval is null");
    if (!(level > 0.0 && level < 1.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "level %g is not inside (0, 1)",
                            level);
    if (fit->least_squares)
        status = paramod_i_residual_variance(fit, __func__, &variance);
    if (status != PARAMOD_OK)
        return status;
    if (variance == 0.0 && index < fit->n &&
        !paramod_space_is_fixed(fit->space, index)) {
        *interval = (paramod_interval){ fit->theta[index], fit->theta[index],
                                        PARAMOD_PROFILE_FINITE,
                                        PARAMOD_PROFILE_FINITE };
        return PARAMOD_OK;
    }
    return paramod_fit_profile_crossing(
        fit, index, 0.5 * variance * paramod_i_chi_squared_quantile(level), interval);
}
