/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include <paramod/infer.h>

#include "core/status_impl.h"
#include "infer/solution_impl.h"

/* I_jj / s^2 is what moving u_j by 1 changes in log L; one unit of u_j is a
 * factor e in the distance from a bound, so a parameter for which this is
 * tiny is held away from the bound by nothing. */
static double hold(const paramod_i_solution *solution, size_t j)
{
    const paramod_fit *const fit = solution->fit;
    const double scale = solution->information->scale[j];
    const size_t m = fit->residuals.count;

    if (!fit->least_squares)
        return scale * scale;
    return m > fit->k ? scale * scale * (double)(m - fit->k) / fit->value : 0.0;
}

/* True if theta is within 1e-6 of a bound, in units of the interval's width or,
 * if that is infinite, of the bound itself. */
static bool is_near(double theta, double bound, double width)
{
    const double unit = isfinite(width) ? width : fmax(1.0, fabs(bound));

    return isfinite(bound) && fabs(theta - bound) <= 1e-6 * unit;
}

int paramod_i_solution_bound(const paramod_i_solution *solution, size_t j)
{
    const paramod_fit *const fit = solution->fit;
    const size_t i = solution->index[j];
    const double lower = paramod_space_lower(fit->space, i);
    const double upper = paramod_space_upper(fit->space, i);

    if (hold(solution, j) > 1e-6)
        return 0;
    if (is_near(fit->theta[i], lower, upper - lower))
        return -1;
    return is_near(fit->theta[i], upper, upper - lower);
}

static double condition(const paramod_i_information *information)
{
    double largest = 0.0, smallest = INFINITY;

    if (information->k == 0)
        return 1.0;
    for (size_t j = 0; j < information->k; j++) {
        largest = fmax(largest, fabs(information->value[j]));
        smallest = fmin(smallest, fabs(information->value[j]));
    }
    return smallest > 0.0 ? largest / smallest : INFINITY;
}

static paramod_certificate summary(const paramod_i_solution *solution)
{
    const paramod_i_information *const information = solution->information;
    paramod_certificate c = {
        .decrement = solution->fit->decrement,
        .gradient = solution->largest,
        .free = information->k,
        .positive = paramod_i_information_positive(information),
        .negative = paramod_i_information_negative(information),
        .tolerance = information->tolerance,
        .condition = condition(information),
    };

    c.rank = c.positive + c.negative;
    c.zero = c.free - c.rank;
    for (size_t j = 0; j < c.free; j++)
        c.at_bound += paramod_i_solution_bound(solution, j) != 0;
    return c;
}

paramod_status paramod_fit_certificate(const paramod_fit *fit,
                                       paramod_certificate *certificate)
{
    paramod_i_solution *solution;
    paramod_certificate full;
    paramod_status status;

    if (fit == NULL || certificate == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit or certificate is null");
    if (certificate->size < sizeof(size_t) || certificate->size > sizeof full)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT,
                            "certificate->size is %zu; set it to "
                            "sizeof(paramod_certificate), %zu",
                            certificate->size, sizeof full);
    status = paramod_i_solution_create(fit, __func__, &solution);
    if (status != PARAMOD_OK)
        return status;
    full = summary(solution);
    full.size = certificate->size;
    (void)memcpy(certificate, &full, full.size);
    paramod_i_solution_destroy(solution);
    return PARAMOD_OK;
}
