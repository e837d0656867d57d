/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Covariances of the estimates: 2 / n times the inverse of the expected and of
 * the exact Hessian of F, in the coordinates that constraints leave.  The weight of
 * ULS is no inverse covariance of the moments: there, with B the covariance of half
 * the gradient under normality, it is H^-1 B H^-1 (Browne 1984, eq. 2.16). */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/cholesky_impl.h"
#include "linalg/eigen_impl.h"
#include "sem/fit_impl.h"
#include "sem/gemm_impl.h"

/* tr(Sigma D Sigma D), which stands between two inverses for ULS. */
static void spread(const paramod_sem_fit *fit, double *full)
{
    const size_t q = fit->reduction->q;

    memset(full, 0, q * q * sizeof *full);
    for (size_t g = 0; g < fit->groups; g++) {
        paramod_i_part_of *const part = fit->objective->part + g;
        const size_t w = part->width, p = part->ram->p;

        memcpy(part->W, part->ram->sigma, w * w * sizeof *part->W);
        for (size_t i = 0; i < p && w > p; i++)
            part->W[i * w + p] = part->W[p * w + i] = 0.0;
        paramod_i_ram_table(part->ram, part->W, part->table, part->work);
        paramod_i_ram_information(part->ram, q, part->weight, part->table, full,
                                  part->work);
    }
    for (size_t i = 0; i < q; i++)
        for (size_t j = 0; j < i; j++)
            full[j * q + i] = full[i * q + j];
}

/* inverse := inverse B inverse; room: k x k */
static void enclose(size_t k, const double *B, double *inverse, double *room)
{
    paramod_i_gemm(k, k, k, inverse, B, room);
    memcpy(room + k * k, inverse, k * k * sizeof *room);
    paramod_i_gemm(k, k, k, room, room + k * k, inverse);
}

/* The inverse of a reduced matrix, back in all parameters; false if it is not
 * positive definite beyond rounding.  Where the weight is not the inverse
 * covariance of the moments, `middle` is H^-1 B H^-1's B; else null. */
static bool invert(const paramod_sem_fit *fit, const double *full, const double *middle,
                   double *reduced, double *inverse, double *work, double *covariance)
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
    if (middle != NULL) {
        paramod_i_reduction_matrix(r, middle, reduced, work);
        enclose(k, reduced, inverse, work);
    }
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
    const bool uls = fit->plan.kind == PARAMOD_I_ULS;
    double *block, *reduced, *inverse, *work, *gradient, *middle;
    const paramod_i_part parts[] = {
        { &reduced, k, k }, { &inverse, k, k + 1 }, { &work, q + k + 1, k + 1 },
        { &gradient, q, 1 }, { &middle, uls ? q : 0, q }
    };
    paramod_status status = PARAMOD_OK;

    block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    if (block == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    paramod_i_objective_derivatives(fit->objective, gradient, fit->information,
                                    fit->hessian);
    if (uls)
        spread(fit, middle);
    else
        middle = NULL;
    fit->has_expected = invert(fit, fit->information, middle, reduced, inverse, work,
                               fit->expected);
    fit->has_observed = invert(fit, fit->hessian, middle, reduced, inverse, work,
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
