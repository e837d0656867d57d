/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * E-optimal weights are a semidefinite program, with its dual
 *
 *     max mean t_q,   X_q = M_q(w) - t_q I >= 0,  w >= 0,  sum w = 1,
 *     min nu,         sum_q s_qi'Z_q s_qi + z_i = nu,  Z_q >= 0,  tr Z_q = 1/Q,  z >= 0.
 *
 * At the optimum eigenvalues of M meet, and then the gradient of no smooth function
 * of M tends to the dual fast: w and Z are found together instead, by the primal-dual
 * method with the direction of Helmberg, Rendl, Vanderbei and Wolkowicz (SIAM J. Optim.
 * 6 (1996) 342), from X Z = tau I and w_i z_i = tau,
 *
 *     dZ = tau X^-1 - Z - (X^-1 dX Z + Z dX X^-1)/2.
 *
 * Any Z >= 0 with tr Z_q = 1/Q bounds what can be reached, mean lambda_q <= max_i sum_q
 * s_qi'Z_q s_qi; so that the certificate does not depend on how well this went.
 */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "ident/least_impl.h"
#include "linalg/cholesky_impl.h"
#include "linalg/dense_impl.h"
#include "linalg/lu_impl.h"

enum { MOST_STEPS = 60 };

struct paramod_i_least {
    size_t k, sets, size; /**< size: unknowns dw, dt and nu, most of them */
    paramod_i_lu *lu;
    double *block;
    double *system, *rhs;      /**< size x size, size */
    double *a, *b;             /**< points x sets x k: X^-1 s and Z s */
    double *inverse, *z, *dz;  /**< sets x k x k: X^-1, Z, dZ */
    double *trial, *column;    /**< k x k, k */
    double *t;                 /**< sets */
    double *slack, *best;      /**< points: z_i, and the best weights */
};

void paramod_i_least_destroy(paramod_i_least *least)
{
    if (least == NULL)
        return;
    paramod_i_lu_destroy(least->lu);
    paramod_i_free(least->block);
    paramod_i_free(least);
}

paramod_status paramod_i_least_create(size_t k, size_t sets, size_t most,
                                      const char *caller, paramod_i_least **out)
{
    const size_t size = most + sets + 1;
    const paramod_i_rows_view shape = { .n = size, .width = size };
    paramod_i_least *const l = paramod_i_resize(NULL, 1, sizeof *l);
    paramod_status status;

    *out = NULL;
    if (l == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory for %zu points",
                              most);
    *l = (paramod_i_least){ .k = k, .sets = sets, .size = size };
    l->block = paramod_i_carve((const paramod_i_part[]){
        { &l->system, size, size }, { &l->rhs, size, 1 }, { &l->a, most * sets, k },
        { &l->b, most * sets, k }, { &l->inverse, sets * k, k }, { &l->z, sets * k, k },
        { &l->dz, sets * k, k }, { &l->trial, k, k }, { &l->column, k, 1 },
        { &l->t, sets, 1 }, { &l->slack, most, 1 }, { &l->best, most, 1 } }, 12);
    status = l->block == NULL
                 ? paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory for %zu points",
                                  most)
                 : paramod_i_lu_create(&shape, &l->lu);
    if (status == PARAMOD_OK)
        *out = l;
    else
        paramod_i_least_destroy(l);
    return status;
}

/* ---- one point of the path ---------------------------------------------------------- */

static const double *row_of(const paramod_i_support *support, size_t k, size_t set,
                            size_t i)
{
    return support->row + (set * support->most + i) * k;
}

/* trial = A + alpha B - shift I; true if it is positive definite, and then its factor. */
static bool factor(paramod_i_least *l, const double *a, double alpha, const double *b,
                   double shift)
{
    const size_t k = l->k;

    for (size_t i = 0; i < k * k; i++)
        l->trial[i] = a[i] + (alpha != 0.0 ? alpha * b[i] : 0.0);
    for (size_t i = 0; i < k; i++)
        l->trial[i + i * k] -= shift;
    return paramod_i_cholesky(k, l->trial);
}

/* X^-1, X^-1 s and Z s; false if X is not positive definite. */
static bool prepare(paramod_i_least *l, const paramod_i_criterion *c,
                    const paramod_i_support *support)
{
    const size_t k = l->k, n = support->count;

    for (size_t set = 0; set < l->sets; set++) {
        double *const inverse = l->inverse + set * k * k;

        if (!factor(l, c->m + set * k * k, 0.0, NULL, l->t[set]))
            return false;
        paramod_i_cholesky_inverse(k, l->trial, inverse);
        for (size_t i = 0; i < n; i++) {
            const double *const s = row_of(support, k, set, i);

            paramod_i_times(k, k, inverse, s, l->a + (set * n + i) * k);
            paramod_i_times(k, k, l->z + set * k * k, s, l->b + (set * n + i) * k);
        }
    }
    return true;
}

/* tr(A B) of symmetric matrices, and tr A. */
static double inner(size_t k, const double *a, const double *b)
{
    return paramod_i_dot(k * k, a, b);
}

static double trace(size_t k, const double *a)
{
    double sum = 0.0;

    for (size_t i = 0; i < k; i++)
        sum += a[i + i * k];
    return sum;
}

/* X Z and w_i z_i, averaged: tau of the path's point that is nearest. */
static double complementarity(const paramod_i_least *l, const paramod_i_criterion *c,
                              const paramod_i_support *support)
{
    const size_t k = l->k;
    double sum = paramod_i_dot(support->count, support->weight, l->slack);

    for (size_t set = 0; set < l->sets; set++)
        sum += inner(k, c->m + set * k * k, l->z + set * k * k) -
               l->t[set] * trace(k, l->z + set * k * k);
    return sum / (double)(k * l->sets + support->count);
}

/* ---- Newton's equations ------------------------------------------------------------- */

static void equation_of_point(paramod_i_least *l, const paramod_i_support *support,
                              size_t i, double tau)
{
    const size_t k = l->k, n = support->count;
    double *const row = l->system + i * l->size;
    const double w = support->weight[i];

    for (size_t j = 0; j < n; j++)
        for (size_t set = 0; set < l->sets; set++) {
            const double *const s = row_of(support, k, set, j);

            row[j] += paramod_i_dot(k, l->a + (set * n + i) * k, s) *
                      paramod_i_dot(k, l->b + (set * n + i) * k, s);
        }
    row[i] += l->slack[i] / w;
    l->rhs[i] = tau / w;
    for (size_t set = 0; set < l->sets; set++) {
        const double *const a = l->a + (set * n + i) * k;
        const double both = paramod_i_dot(k, a, l->b + (set * n + i) * k);

        row[n + set] = -both;
        l->system[(n + set) * l->size + i] = both;
        l->rhs[i] += tau * paramod_i_dot(k, a, row_of(support, k, set, i));
    }
    row[n + l->sets] = 1.0;
    l->system[(n + l->sets) * l->size + i] = 1.0;
}

/* dw, dt and nu into rhs; unused unknowns have equations of their own. */
static bool solve(paramod_i_least *l, const paramod_i_support *support, double tau)
{
    const size_t k = l->k, n = support->count;

    (void)memset(l->system, 0, l->size * l->size * sizeof *l->system);
    (void)memset(l->rhs, 0, l->size * sizeof *l->rhs);
    for (size_t i = 0; i < n; i++)
        equation_of_point(l, support, i, tau);
    for (size_t set = 0; set < l->sets; set++) {
        const double *const inverse = l->inverse + set * k * k;

        l->system[(n + set) * l->size + n + set] = -inner(k, inverse, l->z + set * k * k);
        l->rhs[n + set] = tau * trace(k, inverse) - 1.0 / (double)l->sets;
    }
    for (size_t i = n + l->sets + 1; i < l->size; i++)
        l->system[i * l->size + i] = 1.0;
    if (!paramod_i_lu_factor(l->lu, 0.0, 1.0, l->system))
        return false;
    paramod_i_lu_solve(l->lu, l->rhs);
    return paramod_i_all_finite(l->size, l->rhs);
}

/* dX of one set into the trial matrix. */
static void change_of_x(paramod_i_least *l, const paramod_i_support *support, size_t set)
{
    const size_t k = l->k, n = support->count;

    (void)memset(l->trial, 0, k * k * sizeof *l->trial);
    for (size_t i = 0; i < n; i++) {
        const double *const s = row_of(support, k, set, i);

        for (size_t j = 0; j < k; j++)
            paramod_i_axpy(k, l->rhs[i] * s[j], s, l->trial + j * k);
    }
    for (size_t j = 0; j < k; j++)
        l->trial[j + j * k] -= l->rhs[n + set];
}

/* dZ from dX; a and b are free by now, and hold products. */
static void change_of_z(paramod_i_least *l, const paramod_i_support *support, double tau)
{
    const size_t k = l->k;

    for (size_t set = 0; set < l->sets; set++) {
        const double *const inverse = l->inverse + set * k * k;
        const double *const z = l->z + set * k * k;
        double *const dz = l->dz + set * k * k, *const column = l->column;

        change_of_x(l, support, set);
        for (size_t i = 0; i < k * k; i++)
            dz[i] = tau * inverse[i] - z[i];
        for (size_t j = 0; j < k; j++) {
            paramod_i_times(k, k, l->trial, z + j * k, column); /* dX Z e_j */
            for (size_t i = 0; i < k; i++) {
                const double part = 0.5 * paramod_i_dot(k, inverse + i * k, column);

                dz[i + j * k] -= part;
                dz[j + i * k] -= part;
            }
        }
    }
}

/* ---- steps ------------------------------------------------------------------------------ */

static double ratio(size_t n, const double *x, const double *dx, double most)
{
    for (size_t i = 0; i < n; i++)
        if (dx[i] < 0.0)
            most = fmin(most, -0.9 * x[i] / dx[i]);
    return most;
}

/* Weights and t as far as X stays positive definite; 0 if they cannot move. */
static double move_primal(paramod_i_least *l, paramod_i_criterion *c,
                          paramod_i_support *support)
{
    const size_t n = support->count, k = l->k;
    const double *const dw = l->rhs;
    double alpha = ratio(n, support->weight, dw, 1.0), done = 0.0;

    for (int attempt = 0; attempt < 60; attempt++, alpha *= 0.8) {
        bool fine = true;

        for (size_t i = 0; i < n; i++)
            support->weight[i] += (alpha - done) * dw[i];
        done = alpha;
        (void)paramod_i_support_evaluate(c, support);
        for (size_t set = 0; set < l->sets && fine; set++)
            fine = factor(l, c->m + set * k * k, 0.0, NULL,
                          l->t[set] + alpha * dw[n + set]);
        if (!fine)
            continue;
        for (size_t set = 0; set < l->sets; set++)
            l->t[set] += alpha * dw[n + set];
        return alpha;
    }
    return 0.0;
}

/* z_i + dz_i = tau / w_i - z_i dw_i / w_i, of the weights before the step, which are
 * kept in best. */
static double move_dual(paramod_i_least *l, const double *dslack, size_t n)
{
    const size_t k = l->k;
    double alpha = ratio(n, l->slack, dslack, 1.0);

    for (int attempt = 0; attempt < 60; attempt++, alpha *= 0.8) {
        bool fine = true;

        for (size_t set = 0; set < l->sets && fine; set++)
            fine = factor(l, l->z + set * k * k, alpha, l->dz + set * k * k, 0.0);
        if (!fine)
            continue;
        paramod_i_axpy(n, alpha, dslack, l->slack);
        paramod_i_axpy(l->sets * k * k, alpha, l->dz, l->z);
        return alpha;
    }
    return 0.0;
}

/* One step towards tau; false where nothing moves. */
static bool step(paramod_i_least *l, paramod_i_criterion *c, paramod_i_support *support,
                 double tau)
{
    const size_t n = support->count;
    double *const dslack = l->a;
    double primal, dual;

    if (!prepare(l, c, support) || !solve(l, support, tau))
        return false;
    change_of_z(l, support, tau);
    for (size_t i = 0; i < n; i++)
        dslack[i] = (tau - l->slack[i] * l->rhs[i]) / support->weight[i] - l->slack[i];
    dual = move_dual(l, dslack, n);
    primal = move_primal(l, c, support);
    return fmax(primal, dual) > 1e-6;
}

/* ---- all of it ----------------------------------------------------------------------------- */

/* Z of the soft minimum, which lies near the path, with slacks to fit. */
static void start(paramod_i_least *l, const paramod_i_criterion *c,
                  const paramod_i_support *support)
{
    const size_t k = l->k;

    (void)memset(l->z, 0, l->sets * k * k * sizeof *l->z);
    for (size_t set = 0; set < l->sets; set++) {
        const double *const weight = c->weight + set * k;
        double *const z = l->z + set * k * k;

        for (size_t a = 0; a < k; a++) {
            const double *const v = c->vector + (set * k + a) * k;

            for (size_t j = 0; j < k; j++)
                paramod_i_axpy(k, weight[a] * v[j] / (double)l->sets, v, z + j * k);
        }
        l->t[set] = c->value[set * k] - c->soft / weight[0];
    }
    for (size_t i = 0; i < support->count; i++)
        l->slack[i] = c->soft / support->weight[i];
}

/* What Z proves among the support, relative to the least eigenvalues; Z is scaled to
 * its trace into the criterion's dual if that is the best so far. */
static double assess(paramod_i_least *l, paramod_i_criterion *c,
                     const paramod_i_support *support, double best)
{
    const size_t k = l->k;
    double most = 0.0, gap;

    for (size_t i = 0; i < support->count; i++) {
        double sum = 0.0;

        for (size_t set = 0; set < l->sets; set++) {
            const double *const z = l->z + set * k * k;

            sum += paramod_i_quadratic(k, z, row_of(support, k, set, i)) /
                   (trace(k, z) * (double)l->sets);
        }
        most = fmax(most, sum);
    }
    gap = most / paramod_i_criterion_hard(c) - 1.0;
    if (!(gap < best))
        return best;
    for (size_t set = 0; set < l->sets; set++)
        for (size_t i = 0; i < k * k; i++)
            c->dual[set * k * k + i] = l->z[set * k * k + i] /
                                       (trace(k, l->z + set * k * k) * (double)l->sets);
    (void)memcpy(l->best, support->weight, support->count * sizeof *l->best);
    c->certified = true;
    return gap;
}

size_t paramod_i_least_optimise(paramod_i_least *l, paramod_i_criterion *c,
                                paramod_i_support *support, double tolerance)
{
    const double unit = paramod_i_criterion_hard(c);
    double gap, least = 0.0;
    size_t steps = 0;
    int idle = 0;

    start(l, c, support);
    gap = assess(l, c, support, INFINITY);
    for (; steps < MOST_STEPS && gap > tolerance && idle < 4; steps++) {
        const double before = gap;

        least = complementarity(l, c, support);
        if (!(least > 1e-3 * DBL_EPSILON * unit) || !step(l, c, support, 0.15 * least))
            break;
        gap = assess(l, c, support, gap);
        idle = gap < before ? 0 : idle + 1;
    }
    (void)memcpy(support->weight, l->best, support->count * sizeof *l->best);
    return steps;
}
