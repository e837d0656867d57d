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
#include "linalg/dense_impl.h"
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

typedef struct room {
    double *inverse, *work, *diagonal;
} room;

/* fit->sandwich := the Cholesky factor of a reduced matrix; false if that is not
 * positive definite beyond rounding. */
static bool factor_reduced(const paramod_sem_fit *fit, const double *full, room *r)
{
    const size_t k = fit->reduction->k;
    double *const l = fit->sandwich;
    /* the last Newton step may have left the factor of its Hessian */
    const bool known = full == fit->hessian && fit->scoring->exact &&
                       fit->reduction->trivial && fit->scoring->factored == 0.0;

    if (!known)
        paramod_i_reduction_matrix(fit->reduction, full, l, r->work);
    fit->scoring->factored = NAN;
    for (size_t j = 0; j < k; j++)
        r->diagonal[j] = known ? full[j * k + j] : l[j * k + j];
    if (!known && !paramod_i_cholesky(k, l))
        return false;
    for (size_t j = 0; j < k; j++)
        if (!(l[j * k + j] * l[j * k + j] >
              64.0 * DBL_EPSILON * (double)k * r->diagonal[j]))
            return false;
    return true;
}

/* V := V - V n (n'V n)^-1 n'V; what the constraint leaves nothing of becomes 0. */
static void condition_on(size_t k, const double *n, double *V, double *t)
{
    double d;

    paramod_i_times(k, k, V, n, t);
    d = paramod_i_dot(k, n, t);
    if (!(d > 0.0))
        return;
    for (size_t i = 0; i < k; i++) {
        const double before = V[i * k + i];

        paramod_i_axpy(k, -t[i] / d, t, V + i * k);
        if (V[i * k + i] <= 64.0 * DBL_EPSILON * before)
            for (size_t j = 0; j < k; j++)
                V[i * k + j] = 0.0;
    }
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < i; j++)
            V[i * k + j] = V[j * k + i] = V[i * k + i] == 0.0 || V[j * k + j] == 0.0
                                          ? 0.0 : V[i * k + j];
}

/* Inequality constraints that are active at the estimates, which are then nearer to
 * the bound than 1e-7 standard errors, hold as equalities; work is 2 k. */
static void condition_on_active(const paramod_sem_fit *fit, double *V, double *work)
{
    const paramod_i_reduction *const r = fit->reduction;
    double *const u = work, *const t = work + r->k;

    if (fit->summary.at_bound == 0)
        return;
    paramod_i_reduction_project(r, fit->theta, u);
    for (size_t i = 0; i < r->rows; i++) {
        const double *const row = r->N + i * r->k;
        const double variance = paramod_i_quadratic(r->k, V, row);

        if (paramod_i_dot(r->k, row, u) - r->bound[i] <= 1e-7 * sqrt(fmax(variance, 0.0)))
            condition_on(r->k, row, V, t);
    }
}

/* The inverse of a reduced matrix, back in all parameters.  Where the weight is not
 * the inverse covariance of the moments, `middle` is H^-1 B H^-1's B; else null. */
static bool invert(const paramod_sem_fit *fit, const double *full, const double *middle,
                   room *r, double *covariance)
{
    const size_t k = fit->reduction->k, q = fit->reduction->q;
    double *const inverse = fit->reduction->trivial ? covariance : r->inverse;

    if (!factor_reduced(fit, full, r))
        return false;
    paramod_i_cholesky_inverse(k, fit->sandwich, inverse);
    if (middle != NULL) {
        paramod_i_reduction_matrix(fit->reduction, middle, fit->sandwich, r->work);
        enclose(k, fit->sandwich, inverse, r->work);
    }
    for (size_t i = 0; i < k * k; i++)
        inverse[i] *= 2.0 / fit->objective->n;
    condition_on_active(fit, inverse, r->diagonal);
    paramod_i_reduction_covariance(fit->reduction, inverse, covariance, r->work);
    return paramod_i_all_finite(q * q, covariance);
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

/* Both Hessians of F; the exact one is there already if the last iteration was at
 * these estimates. */
static void find_hessians(paramod_sem_fit *fit, double *gradient)
{
    const bool known = fit->scoring->exact && fit->reduction->trivial;

    paramod_i_objective_derivatives(fit->objective, gradient, fit->information,
                                    known ? NULL : fit->hessian);
}

paramod_status paramod_i_fit_covariances(paramod_sem_fit *fit, const char *caller)
{
    const size_t k = fit->reduction->k, q = fit->reduction->q;
    const bool uls = fit->plan.kind == PARAMOD_I_ULS, trivial = fit->reduction->trivial;
    double *block, *gradient, *middle;
    room r;
    const paramod_i_part parts[] = {
        { &r.inverse, trivial ? 0 : k, k }, { &r.diagonal, 2 * k, 1 },
        { &r.work, trivial && !uls ? 1 : 2 * q + k + 1, k + 1 }, { &gradient, q, 1 },
        { &middle, uls ? q : 0, q }
    };
    paramod_status status = PARAMOD_OK;

    block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    if (block == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    find_hessians(fit, gradient);
    if (uls)
        spread(fit, middle);
    else
        middle = NULL;
    fit->has_observed = invert(fit, fit->hessian, middle, &r, fit->observed);
    fit->has_expected = invert(fit, fit->information, middle, &r, fit->expected);
    if (!fit->has_observed) {
        status = count_negative(fit, fit->sandwich, r.work, caller);
        if (fit->summary.ending == PARAMOD_SEM_CONVERGED)
            fit->summary.ending = PARAMOD_SEM_SINGULAR_END;
    }
    fit->summary.negative = fit->negative;
    paramod_i_free(block);
    return status;
}
