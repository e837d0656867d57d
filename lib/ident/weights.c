/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Weights of a continuous design.  On a small support: Newton's method for
 *
 *     max phi(w) + tau sum log w_i,  sum w_i = 1,
 *
 * with tau towards 0; at its solution the gap among the support is tau times the
 * number of points.  Over all candidates: candidates that violate the equivalence
 * theorem most join the support, and those whose weight vanishes leave it.
 */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "ident/least_impl.h"
#include "ident/weights_impl.h"
#include "linalg/cholesky_impl.h"

enum { MOST_NEWTON = 60, MOST_ROUNDS = 400 };

/* At an optimum of E eigenvalues meet: what the barrier gives at this relative tau is
 * the start of the primal-dual method, which goes on. */
#define LEAST_E 1e-2

/* ---- on the support ------------------------------------------------------------------- */

static const double *row_of(const paramod_i_support *support, size_t k, size_t set,
                            size_t i)
{
    return support->row + (set * support->most + i) * k;
}

double paramod_i_support_evaluate(paramod_i_criterion *criterion,
                                  const paramod_i_support *support)
{
    paramod_i_criterion_clear(criterion);
    for (size_t set = 0; set < criterion->sets; set++)
        for (size_t i = 0; i < support->count; i++)
            paramod_i_criterion_add(criterion, set, support->weight[i],
                                    row_of(support, criterion->k, set, i));
    return paramod_i_criterion_value(criterion);
}

static double barrier(const paramod_i_support *support, double phi, double tau)
{
    for (size_t i = 0; i < support->count; i++)
        phi += tau * log(support->weight[i]);
    return phi;
}

static double gradient_of(paramod_i_criterion *criterion, const paramod_i_support *support,
                          size_t i)
{
    double sum = 0.0;

    for (size_t set = 0; set < criterion->sets; set++)
        sum += paramod_i_criterion_gain(criterion, set,
                                        row_of(support, criterion->k, set, i));
    return sum;
}

/* -Hessian of the barrier function, and its gradient. */
static void assemble(paramod_i_criterion *criterion, const paramod_i_support *support,
                     double tau, double *h, double *g)
{
    const size_t n = support->count, k = criterion->k;

    for (size_t i = 0; i < n; i++) {
        const double w = support->weight[i];

        g[i] = gradient_of(criterion, support, i) + tau / w;
        for (size_t j = 0; j <= i; j++) {
            double sum = 0.0;

            for (size_t set = 0; set < criterion->sets; set++)
                sum -= paramod_i_criterion_curvature(criterion, set,
                                                     row_of(support, k, set, i),
                                                     row_of(support, k, set, j));
            h[i + j * n] = h[j + i * n] = sum;
        }
        h[i + i * n] += tau / (w * w);
    }
}

/* p = H^-1 (g - nu 1) with sum p = 0; g'p, or a negative number. */
static double direction(size_t n, double *h, const double *g, double *p, double *ones)
{
    double top = 0.0, bottom = 0.0, along = 0.0, most = 0.0;

    /* directions in which phi is flat are left to rounding without this */
    for (size_t i = 0; i < n; i++)
        most = fmax(most, h[i + i * n]);
    for (size_t i = 0; i < n; i++)
        h[i + i * n] += 1e-14 * most;
    if (!paramod_i_cholesky(n, h))
        return -1.0;
    for (size_t i = 0; i < n; i++) {
        p[i] = g[i];
        ones[i] = 1.0;
    }
    paramod_i_cholesky_solve(n, h, p);
    paramod_i_cholesky_solve(n, h, ones);
    for (size_t i = 0; i < n; i++) {
        top += p[i];
        bottom += ones[i];
    }
    for (size_t i = 0; i < n; i++) {
        p[i] -= top / bottom * ones[i];
        along += g[i] * p[i];
    }
    return along;
}

/* The longest part of the step, up to all of it, that keeps weights positive and
 * raises the barrier function. */
static bool line_search(paramod_i_criterion *criterion, paramod_i_support *support,
                        double tau, const double *p, double along, double *value,
                        double *old)
{
    const size_t n = support->count;
    double t = 1.0;

    (void)memcpy(old, support->weight, n * sizeof *old);
    for (size_t i = 0; i < n; i++)
        if (p[i] < 0.0)
            t = fmin(t, -0.99 * old[i] / p[i]);
    for (int halving = 0; halving < 40; halving++, t *= 0.5) {
        double now;

        for (size_t i = 0; i < n; i++)
            support->weight[i] = old[i] + t * p[i];
        now = barrier(support, paramod_i_support_evaluate(criterion, support), tau);
        if (now >= *value + 1e-4 * t * along) {
            *value = now;
            return true;
        }
    }
    (void)memcpy(support->weight, old, n * sizeof *old);
    (void)paramod_i_support_evaluate(criterion, support);
    return false;
}

/* A step whose gain is below the rounding of phi is taken unseen, as far as weights
 * stay positive. */
static void step_unseen(paramod_i_criterion *criterion, paramod_i_support *support,
                        const double *p, double *value, double tau)
{
    const size_t n = support->count;
    double t = 1.0;

    for (size_t i = 0; i < n; i++)
        if (p[i] < 0.0)
            t = fmin(t, -0.99 * support->weight[i] / p[i]);
    for (size_t i = 0; i < n; i++)
        support->weight[i] += t * p[i];
    *value = barrier(support, paramod_i_support_evaluate(criterion, support), tau);
}

/* Divided by tau the function is self-concordant for D and E; gradients, which the gap
 * is computed from, are relatively right to the root of decrement over tau. */
static size_t newton(paramod_i_criterion *criterion, paramod_i_support *support,
                     double tau)
{
    const size_t n = support->count;
    double *const h = support->work, *const g = h + support->most * support->most;
    double *const p = g + support->most, *const ones = p + support->most;
    double *const old = ones + support->most;
    double value = barrier(support, paramod_i_support_evaluate(criterion, support), tau);
    size_t step, unseen = 0;

    for (step = 0; step < MOST_NEWTON && unseen < 6; step++) {
        double along;

        assemble(criterion, support, tau, h, g);
        along = direction(n, h, g, p, ones);
        if (!(along > 1e-16 * tau))
            break;
        if (along <= 1e-11 * (1.0 + fabs(value))) {
            step_unseen(criterion, support, p, &value, tau);
            unseen++;
        } else if (!line_search(criterion, support, tau, p, along, &value, old)) {
            break;
        }
    }
    return step;
}

static void normalise(paramod_i_support *support)
{
    double sum = 0.0;

    for (size_t i = 0; i < support->count; i++)
        sum += support->weight[i];
    for (size_t i = 0; i < support->count; i++)
        support->weight[i] /= sum;
}

size_t paramod_i_support_optimise(paramod_i_criterion *criterion,
                                  paramod_i_support *support, double tolerance)
{
    const double size = fabs(paramod_i_support_evaluate(criterion, support));
    const double unit = criterion->kind == PARAMOD_IDENT_D ? (double)criterion->k : size;
    const double parts = (double)(support->count + criterion->k);
    const bool is_e = criterion->kind == PARAMOD_IDENT_E;
    const double last = 0.1 * (is_e ? fmax(tolerance, LEAST_E) : tolerance) * unit / parts;
    size_t steps = 0;

    criterion->certified = false;
    if (!isfinite(size))
        return 0;
    for (double tau = 0.1 * unit / parts; tau > last; tau *= 0.2) {
        criterion->soft = tau;
        steps += newton(criterion, support, tau);
    }
    normalise(support);
    (void)paramod_i_support_evaluate(criterion, support);
    if (is_e && support->least != NULL) {
        steps += paramod_i_least_optimise(support->least, criterion, support, tolerance);
        normalise(support);
        (void)paramod_i_support_evaluate(criterion, support);
    }
    return steps;
}

/* ---- over all candidates --------------------------------------------------------------------- */

double paramod_i_relative_gap(const paramod_i_criterion *criterion,
                              const paramod_i_support *support, double phi, double most,
                              double now)
{
    (void)support;
    if (criterion->kind == PARAMOD_IDENT_D)
        return most - (double)criterion->k;
    if (criterion->kind == PARAMOD_IDENT_E)
        return most / paramod_i_criterion_hard(criterion) - 1.0;
    return (most - now) / fabs(phi);
}

double paramod_i_design_gain(paramod_i_criterion *criterion, const paramod_i_rows *rows,
                             size_t i)
{
    const size_t k = criterion->k;
    double sum = 0.0;

    for (size_t set = 0; set < criterion->sets; set++)
        sum += paramod_i_criterion_gain(criterion, set,
                                        rows->row + (set * rows->count + i) * k);
    return sum;
}

void paramod_i_support_put(paramod_i_support *support, const paramod_i_rows *rows,
                           size_t k, size_t sets, size_t at, size_t i)
{
    for (size_t set = 0; set < sets; set++)
        (void)memcpy(support->row + (set * support->most + at) * k,
                     rows->row + (set * rows->count + i) * k, k * sizeof(double));
}

/* The candidate with the largest s'G s. */
static size_t most_violated(paramod_i_criterion *criterion, const paramod_i_rows *rows,
                            double *most)
{
    size_t best = 0;

    *most = -INFINITY;
    for (size_t i = 0; i < rows->count; i++) {
        const double gain = paramod_i_design_gain(criterion, rows, i);

        if (gain > *most) {
            *most = gain;
            best = i;
        }
    }
    return best;
}

static double mean_gain(paramod_i_criterion *criterion, const paramod_i_support *support)
{
    double sum = 0.0;

    for (size_t i = 0; i < support->count; i++)
        sum += support->weight[i] * gradient_of(criterion, support, i);
    return sum;
}

/* Drops points whose weight is negligible, but never more than leave M regular. */
static void drop_points(paramod_i_criterion *criterion, paramod_i_support *support,
                        size_t *index, double below)
{
    const size_t k = criterion->k;
    size_t kept = 0;

    for (size_t i = 0; i < support->count; i++) {
        if (support->weight[i] < below && support->count > k &&
            criterion->kind != PARAMOD_IDENT_C)
            continue;
        for (size_t set = 0; set < criterion->sets; set++)
            (void)memmove(support->row + (set * support->most + kept) * k,
                          support->row + (set * support->most + i) * k,
                          k * sizeof(double));
        support->weight[kept] = support->weight[i];
        index[kept++] = index[i];
    }
    support->count = kept;
}

static bool contains(const paramod_i_support *support, const size_t *index, size_t i)
{
    for (size_t j = 0; j < support->count; j++)
        if (index[j] == i)
            return true;
    return false;
}

double paramod_i_design_solve(paramod_i_criterion *criterion, const paramod_i_rows *rows,
                              paramod_i_support *support, size_t *index,
                              double tolerance, paramod_ident_design *design)
{
    double gap = INFINITY;

    for (size_t round = 0; round < MOST_ROUNDS; round++) {
        double most, phi;
        size_t worst;

        design->iterations +=
            paramod_i_support_optimise(criterion, support, 0.1 * tolerance);
        phi = paramod_i_support_evaluate(criterion, support);
        worst = most_violated(criterion, rows, &most);
        gap = paramod_i_relative_gap(criterion, support, phi, most,
                                     mean_gain(criterion, support));
        design->value = criterion->kind == PARAMOD_IDENT_E
                            ? paramod_i_criterion_hard(criterion) : fabs(phi);
        design->value = criterion->kind == PARAMOD_IDENT_D ? phi : design->value;
        design->largest = most;
        design->gap = fmax(gap, 0.0);
        if (gap <= tolerance || contains(support, index, worst))
            break;
        drop_points(criterion, support, index, 1e-9);
        if (support->count == support->most)
            break;
        index[support->count] = worst;
        paramod_i_support_put(support, rows, criterion->k, criterion->sets,
                              support->count, worst);
        for (size_t i = 0; i < support->count; i++)
            support->weight[i] = fmax(support->weight[i], 1e-4) * 0.9;
        support->weight[support->count++] = 0.1;
        normalise(support);
    }
    return gap;
}

/* ---- the start --------------------------------------------------------------------------------- */

paramod_status paramod_i_support_start(size_t k, size_t sets, const paramod_i_rows *rows,
                                       paramod_i_support *support, size_t *index)
{
    const size_t wanted = k;
    size_t count = 0;

    support->count = 0;
    for (size_t set = 0; set < sets; set++) {
        const paramod_status status = paramod_ident_complete(
            k, 0, NULL, rows->count, rows->row + set * rows->count * k, &count,
            index + support->count, NULL);

        if (status != PARAMOD_OK)
            return status;
        for (size_t i = 0, at = support->count; i < wanted; i++)
            if (!contains(support, index, index[at + i]))
                index[support->count++] = index[at + i];
    }
    for (size_t i = 0; i < support->count; i++) {
        paramod_i_support_put(support, rows, k, sets, i, index[i]);
        support->weight[i] = 1.0 / (double)support->count;
    }
    return PARAMOD_OK;
}

paramod_status paramod_i_support_create(size_t k, size_t sets, const char *caller,
                                        paramod_i_support *support, size_t **index,
                                        double **block)
{
    const size_t most = k * (k + 1) / 2 * sets + sets * k + k + 40;
    const paramod_i_part parts[] = { { &support->row, sets * most, k },
                                     { &support->weight, most, 1 },
                                     { &support->work, most, most + 6 } };

    support->count = 0;
    support->most = most;
    *block = paramod_i_carve(parts, 3);
    *index = paramod_i_resize(NULL, most + k, sizeof **index);
    if (*block != NULL && *index != NULL)
        return PARAMOD_OK;
    paramod_i_free(*block);
    paramod_i_free(*index);
    *block = NULL;
    *index = NULL;
    return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory for %zu points",
                          most);
}
