/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>

#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "ident/criterion_impl.h"
#include "linalg/dense_impl.h"

/* ---- the object --------------------------------------------------------------------- */

paramod_status paramod_i_design_read(const paramod_ident_design_options *given,
                                     const char *caller,
                                     paramod_ident_design_options *o)
{
    const paramod_status status = paramod_i_options_read(o, sizeof *o, given);

    if (status != PARAMOD_OK)
        return status;
    if (o->criterion > PARAMOD_IDENT_C)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "criterion %lu is no "
                              "paramod_ident_criterion", (unsigned long)o->criterion);
    if (o->criterion == PARAMOD_IDENT_C && o->c == NULL)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller,
                              "the c-criterion needs its vector c");
    o->sets = o->sets == 0 ? 1 : o->sets;
    o->starts = o->starts == 0 ? 20 : o->starts;
    o->grid = o->grid == 0 ? 400 : o->grid;
    o->tolerance = o->tolerance == 0.0 ? 1e-8 : o->tolerance;
    if (!(o->tolerance > 0.0))
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, "tolerance %g is not positive",
                              o->tolerance);
    return PARAMOD_OK;
}

void paramod_i_criterion_release(paramod_i_criterion *criterion)
{
    paramod_i_eigen_destroy(criterion->eigen);
    paramod_i_free(criterion->block);
    criterion->eigen = NULL;
    criterion->block = NULL;
}

paramod_status paramod_i_criterion_create(size_t k,
                                          const paramod_ident_design_options *options,
                                          const char *caller, paramod_i_criterion *out)
{
    const size_t sets = options->sets;
    const paramod_i_part parts[] = {
        { &out->m, sets * k, k },     { &out->value, sets, k },
        { &out->vector, sets * k, k }, { &out->weight, sets, k },
        { &out->z, sets, k },         { &out->row, k, 1 }, { &out->other, k, 1 },
        { &out->dual, sets * k, k },
    };
    paramod_status status;

    *out = (paramod_i_criterion){ .kind = (paramod_ident_criterion)options->criterion,
                                  .k = k, .sets = sets, .c = options->c };
    status = paramod_i_eigen_create(k, &out->eigen);
    if (status != PARAMOD_OK)
        return status;
    out->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    if (out->block != NULL)
        return PARAMOD_OK;
    paramod_i_criterion_release(out);
    return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory for %zu parameters",
                          k);
}

void paramod_i_criterion_clear(paramod_i_criterion *criterion)
{
    for (size_t i = 0; i < criterion->sets * criterion->k * criterion->k; i++)
        criterion->m[i] = 0.0;
}

void paramod_i_criterion_add(paramod_i_criterion *criterion, size_t set, double w,
                             const double *s)
{
    const size_t k = criterion->k;
    double *const m = criterion->m + set * k * k;

    for (size_t j = 0; j < k; j++)
        paramod_i_axpy(k, w * s[j], s, m + j * k);
}

/* ---- phi and G -------------------------------------------------------------------------- */

/* c in the basis V, divided by the eigenvalues. */
static double c_value(paramod_i_criterion *criterion, size_t set)
{
    const size_t k = criterion->k;
    const double *const l = criterion->value + set * k;
    double *const z = criterion->z + set * k;
    double sum = 0.0;

    for (size_t a = 0; a < k; a++) {
        const double along =
            paramod_i_dot(k, criterion->c, criterion->vector + (set * k + a) * k);

        z[a] = along / l[a];
        sum -= along * z[a];
    }
    return sum;
}

/* max over t of t + tau sum log(l - t), which tends to the least eigenvalue with tau:
 * weights tau / (l - t) add up to 1, and u = l_0 - t, between tau and k tau, solves
 * that equation, which is convex and falling in u. */
static double soft_minimum(const paramod_i_criterion *criterion, const double *l,
                           double *weight)
{
    enum { MOST = 100 };
    const size_t k = criterion->k;
    const double tau = criterion->soft;
    double u = tau, value = 0.0;

    for (int step = 0; step < MOST; step++) {
        double sum = -1.0, slope = 0.0, next;

        for (size_t a = 0; a < k; a++) {
            weight[a] = tau / (l[a] - l[0] + u);
            sum += weight[a];
            slope -= weight[a] * weight[a] / tau;
        }
        next = u - sum / slope;
        if (!(next > u * (1.0 + DBL_EPSILON)))
            break;
        u = next;
    }
    for (size_t a = 0; a < k; a++)
        value += tau * log(l[a] - l[0] + u);
    return l[0] - u + value;
}

static double value_of_set(paramod_i_criterion *criterion, size_t set)
{
    const size_t k = criterion->k;
    const double *const l = criterion->value + set * k;
    double *const weight = criterion->weight + set * k;
    double sum = 0.0;

    if (criterion->kind == PARAMOD_IDENT_MODIFIED_E)
        return -l[k - 1] / l[0];
    if (criterion->kind == PARAMOD_IDENT_C)
        return c_value(criterion, set);
    if (criterion->kind == PARAMOD_IDENT_E && criterion->soft > 0.0)
        return soft_minimum(criterion, l, weight);
    for (size_t a = 0; a < k; a++) {
        const bool is_d = criterion->kind == PARAMOD_IDENT_D;

        weight[a] = is_d ? 1.0 / l[a] : 1.0 / (l[a] * l[a]);
        sum += is_d ? log(l[a]) : -1.0 / l[a];
    }
    return criterion->kind == PARAMOD_IDENT_E ? l[0] : sum;
}

double paramod_i_criterion_value(paramod_i_criterion *criterion)
{
    const size_t k = criterion->k;
    double sum = 0.0;

    for (size_t set = 0; set < criterion->sets; set++) {
        const double *l, *v;

        if (!paramod_i_eigen_factor(criterion->eigen, criterion->m + set * k * k))
            return -INFINITY;
        l = paramod_i_eigen_values(criterion->eigen);
        v = paramod_i_eigen_vectors(criterion->eigen);
        if (!(l[0] > (double)k * DBL_EPSILON * l[k - 1]))
            return -INFINITY;
        for (size_t a = 0; a < k; a++)
            criterion->value[set * k + a] = l[a];
        for (size_t a = 0; a < k * k; a++)
            criterion->vector[set * k * k + a] = v[a];
        sum += value_of_set(criterion, set);
    }
    return sum / (double)criterion->sets;
}

double paramod_i_criterion_hard(const paramod_i_criterion *criterion)
{
    double sum = 0.0;

    for (size_t set = 0; set < criterion->sets; set++)
        sum += criterion->value[set * criterion->k];
    return sum / (double)criterion->sets;
}

static void to_basis(const paramod_i_criterion *criterion, size_t set, const double *s,
                     double *row)
{
    const size_t k = criterion->k;

    paramod_i_transposed_times(k, k, criterion->vector + set * k * k, s, row);
}

double paramod_i_criterion_gain(paramod_i_criterion *criterion, size_t set,
                                const double *s)
{
    const size_t k = criterion->k;
    const double *const weight = criterion->weight + set * k;
    double sum = 0.0;

    if (criterion->certified)
        return paramod_i_quadratic(k, criterion->dual + set * k * k, s);
    to_basis(criterion, set, s, criterion->row);
    if (criterion->kind == PARAMOD_IDENT_C) {
        const double along = paramod_i_dot(k, criterion->z + set * k, criterion->row);

        return along * along / (double)criterion->sets;
    }
    for (size_t a = 0; a < k; a++)
        sum += weight[a] * criterion->row[a] * criterion->row[a];
    return sum / (double)criterion->sets;
}

/* The divided difference of phi' at two eigenvalues. */
static double divided(const paramod_i_criterion *criterion, const double *l, size_t a,
                      size_t b)
{
    if (criterion->kind == PARAMOD_IDENT_D)
        return -1.0 / (l[a] * l[b]);
    return -(l[a] + l[b]) / (l[a] * l[a] * l[b] * l[b]);
}

/* E: with t held the divided differences are -p_a p_b / tau; that t moves leaves of
 * their diagonal the covariance of x_a^2 and y_a^2 with weights p_a^2. */
static double soft_curvature(const paramod_i_criterion *criterion, const double *p,
                             const double *x, const double *y)
{
    const size_t k = criterion->k;
    double sum = 0.0, squares = 0.0, mean_x = 0.0, mean_y = 0.0;

    for (size_t a = 0; a < k; a++) {
        squares += p[a] * p[a];
        mean_x += p[a] * p[a] * x[a] * x[a];
        mean_y += p[a] * p[a] * y[a] * y[a];
    }
    for (size_t a = 0; a < k; a++) {
        sum += p[a] * p[a] * (x[a] * x[a] - mean_x / squares) *
               (y[a] * y[a] - mean_y / squares);
        for (size_t b = 0; b < k; b++)
            if (a != b)
                sum += p[a] * p[b] * x[a] * x[b] * y[a] * y[b];
    }
    return -sum / criterion->soft;
}

double paramod_i_criterion_curvature(paramod_i_criterion *criterion, size_t set,
                                     const double *s, const double *r)
{
    const size_t k = criterion->k;
    const double *const l = criterion->value + set * k;
    const double *const z = criterion->z + set * k;
    double *const x = criterion->row, *const y = criterion->other;
    double sum = 0.0;

    to_basis(criterion, set, s, x);
    to_basis(criterion, set, r, y);
    if (criterion->kind == PARAMOD_IDENT_E)
        return soft_curvature(criterion, criterion->weight + set * k, x, y) /
               (double)criterion->sets;
    if (criterion->kind == PARAMOD_IDENT_C) {
        for (size_t a = 0; a < k; a++)
            sum += x[a] * y[a] / l[a];
        return -2.0 * sum * paramod_i_dot(k, z, x) * paramod_i_dot(k, z, y) /
               (double)criterion->sets;
    }
    for (size_t a = 0; a < k; a++)
        for (size_t b = 0; b < k; b++)
            sum += divided(criterion, l, a, b) * x[a] * x[b] * y[a] * y[b];
    return sum / (double)criterion->sets;
}
