/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Covariances of the estimates: 2 / n times the inverse of the expected and of
 * the exact Hessian of F, in the coordinates that constraints leave. */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/cholesky_impl.h"
#include "linalg/eigen_impl.h"
#include "sem/fit_impl.h"

/* The inverse of a reduced matrix, back in all parameters; false if it is not
 * positive definite beyond rounding. */
static bool invert(const paramod_sem_fit *fit, const double *full, double *reduced,
                   double *inverse, double *work, double *covariance)
{
    const paramod_i_reduction *const r = fit->reduction;
    const size_t k = r->k, q = r->q;

    paramod_i_reduction_matrix(r, full, reduced, work);
    for (size_t j = 0; j < k; j++)
        inverse[j] = reduced[j * k + j];
    if (!paramod_i_cholesky(k, reduced))
        return false;
    for (size_t j = 0; j < k; j++)
        if (!(reduced[j * k + j] * reduced[j * k + j] >
              64.0 * DBL_EPSILON * (double)k * inverse[j]))
            return false;
    paramod_i_cholesky_inverse(k, reduced, inverse);
    for (size_t i = 0; i < k * k; i++)
        inverse[i] *= 2.0 / fit->objective->n;
    paramod_i_reduction_covariance(r, inverse, covariance, work);
    for (size_t i = 0; i < q * q; i++)
        if (!isfinite(covariance[i]))
            return false;
    return true;
}

/* Eigenvalues of the scaled exact Hessian that are below rounding error. */
static paramod_status count_negative(paramod_sem_fit *fit, double *reduced,
                                     double *work, const char *caller)
{
    const size_t k = fit->reduction->k;
    paramod_i_eigen *eigen = NULL;
    paramod_status status = paramod_i_eigen_create(k, &eigen);

    if (status != PARAMOD_OK)
        return paramod_i_fail(status, caller, "out of memory");
    paramod_i_reduction_matrix(fit->reduction, fit->hessian, reduced, work);
    for (size_t i = 0; i < k; i++)
        work[i] = reduced[i * k + i] != 0.0 ? 1.0 / sqrt(fabs(reduced[i * k + i])) : 1.0;
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++)
            reduced[i * k + j] *= work[i] * work[j];
    if (paramod_i_eigen_factor(eigen, reduced))
        fit->negative = paramod_i_eigen_inertia(eigen, 1e-10 * (double)k).negative;
    paramod_i_eigen_destroy(eigen);
    return PARAMOD_OK;
}

paramod_status paramod_i_fit_covariances(paramod_sem_fit *fit, const char *caller)
{
    const size_t k = fit->reduction->k, q = fit->reduction->q;
    double *block, *reduced, *inverse, *work, *gradient;
    const paramod_i_part parts[] = {
        { &reduced, k, k }, { &inverse, k, k + 1 }, { &work, q, k + 1 },
        { &gradient, q, 1 }
    };
    paramod_status status = PARAMOD_OK;

    block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    if (block == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    paramod_i_objective_derivatives(fit->objective, gradient, fit->information,
                                    fit->hessian);
    fit->has_expected = invert(fit, fit->information, reduced, inverse, work,
                               fit->expected);
    fit->has_observed = invert(fit, fit->hessian, reduced, inverse, work,
                               fit->observed);
    if (!fit->has_observed) {
        status = count_negative(fit, reduced, work, caller);
        if (fit->summary.ending == PARAMOD_SEM_CONVERGED)
            fit->summary.ending = PARAMOD_SEM_SINGULAR_END;
    }
    fit->summary.negative = fit->negative;
    paramod_i_free(block);
    return status;
}
