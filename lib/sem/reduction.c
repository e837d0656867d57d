/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/dense_impl.h"
#include "sem/gemm_impl.h"
#include "sem/reduction_impl.h"

void paramod_i_reduction_destroy(paramod_i_reduction *reduction)
{
    if (reduction == NULL)
        return;
    paramod_i_free(reduction->free);
    paramod_i_free(reduction->block);
    paramod_i_free(reduction);
}

static bool is_variance_bound(const paramod_sem_model *model, size_t parameter,
                              bool bounded)
{
    const paramod_i_row *const row = model->row + model->first_row[parameter];

    return bounded && row->kind == PARAMOD_SEM_COVARIANCE && row->lhs == row->rhs;
}

static double lower_of(const paramod_sem_model *model, size_t k, bool bounded)
{
    return is_variance_bound(model, k, bounded) ? fmax(0.0, model->lower[k])
                                                : model->lower[k];
}

/* Rows of the reduced echelon form of [C | c], complete pivoting by rows;
 * pivot[i] is the column that row i leads with.  Returns the rank, or
 * PARAMOD_I_NONE if a row says 0 = c. */
static size_t echelon(size_t rows, size_t q, double *c, size_t *pivot)
{
    size_t rank = 0;

    for (size_t i = 0; i < rows; i++) {
        double *const row = c + rank * (q + 1), *const from = c + i * (q + 1);
        double size = fabs(from[q]), largest = 0.0;
        size_t lead = 0;

        for (size_t r = 0; r < rank; r++) {
            const double factor = from[pivot[r]];

            for (size_t j = 0; j <= q && factor != 0.0; j++)
                from[j] -= factor * c[r * (q + 1) + j];
        }
        for (size_t j = q; j-- > 0;)
            if (fabs(from[j]) > largest) {
                largest = fabs(from[j]);
                lead = j;
            }
        if (largest <= 1e-12) {
            if (fabs(from[q]) > 1e-10 * (1.0 + size))
                return PARAMOD_I_NONE;
            continue;
        }
        for (size_t j = 0; j <= q; j++)
            row[j] = from[j] / (j == lead ? 1.0 : from[lead]);
        row[lead] = 1.0;
        pivot[rank] = lead;
        for (size_t r = 0; r < rank; r++) {
            const double factor = c[r * (q + 1) + lead];

            for (size_t j = 0; j <= q && factor != 0.0; j++)
                c[r * (q + 1) + j] -= factor * row[j];
        }
        rank++;
    }
    return rank;
}

static size_t count(const paramod_sem_model *model, paramod_i_relation relation)
{
    size_t n = 0;

    for (size_t i = 0; i < model->constraints; i++)
        n += model->constraint[i].relation == relation;
    return n;
}

static void fill_equalities(const paramod_sem_model *model, double *c)
{
    const size_t q = model->parameters;

    for (size_t i = 0; i < model->constraints; i++)
        if (model->constraint[i].relation == PARAMOD_I_EQUAL) {
            memcpy(c, model->constraint[i].coefficient, q * sizeof *c);
            c[q] = model->constraint[i].bound;
            c += q + 1;
        }
}

/* K and theta0 from the echelon form. */
static void fill_map(paramod_i_reduction *r, size_t rank, const double *c,
                     const size_t *pivot)
{
    const size_t q = r->q;
    size_t next = 0;

    memset(r->origin, 0, q * sizeof *r->origin);
    if (!r->trivial)
        memset(r->K, 0, q * r->k * sizeof *r->K);
    for (size_t j = 0; j < q; j++) {
        bool leads = false;

        for (size_t i = 0; i < rank; i++)
            leads = leads || pivot[i] == j;
        if (leads)
            continue;
        r->free[next] = j;
        for (size_t i = 0; i < rank; i++)
            r->K[pivot[i] * r->k + next] = -c[i * (q + 1) + j];
        if (!r->trivial)
            r->K[j * r->k + next] = 1.0;
        next++;
    }
    for (size_t i = 0; i < rank; i++)
        r->origin[pivot[i]] = c[i * (q + 1) + q];
}

static void add_inequality(paramod_i_reduction *r, const double *coefficient,
                           double bound, double sign)
{
    double *const row = r->N + r->rows * r->k;

    for (size_t j = 0; j < r->k; j++) {
        double sum = r->trivial ? coefficient[r->free[j]] : 0.0;

        for (size_t i = 0; !r->trivial && i < r->q; i++)
            sum += coefficient[i] * r->K[i * r->k + j];
        row[j] = sign * sum;
    }
    for (size_t i = 0; i < r->q; i++)
        bound -= coefficient[i] * r->origin[i];
    if (paramod_i_largest(r->k, row) > 0.0)
        r->bound[r->rows++] = sign * bound;
}

static void fill_inequalities(const paramod_sem_model *model, bool bounded,
                              paramod_i_reduction *r, double *unit)
{
    const size_t q = r->q;

    for (size_t i = 0; i < model->constraints; i++)
        if (model->constraint[i].relation == PARAMOD_I_AT_LEAST)
            add_inequality(r, model->constraint[i].coefficient,
                           model->constraint[i].bound, 1.0);
    memset(unit, 0, q * sizeof *unit);
    for (size_t k = 0; k < q; k++) {
        unit[k] = 1.0;
        if (isfinite(lower_of(model, k, bounded)))
            add_inequality(r, unit, lower_of(model, k, bounded), 1.0);
        if (isfinite(model->upper[k]))
            add_inequality(r, unit, model->upper[k], -1.0);
        unit[k] = 0.0;
    }
}

static size_t count_bounds(const paramod_sem_model *model, bool bounded)
{
    size_t n = 0;

    for (size_t k = 0; k < model->parameters; k++)
        n += (size_t)(isfinite(lower_of(model, k, bounded)) != 0) +
             (size_t)(isfinite(model->upper[k]) != 0);
    return n;
}

static bool reserve(paramod_i_reduction *r, size_t inequalities)
{
    const paramod_i_part parts[] = {
        { &r->origin, r->q, 1 }, { &r->K, r->trivial ? 0 : r->q, r->k },
        { &r->N, inequalities, r->k }, { &r->bound, inequalities, 1 }
    };

    r->free = paramod_i_resize(NULL, r->k, sizeof *r->free);
    r->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    return r->free != NULL && r->block != NULL;
}

paramod_status paramod_i_reduction_create(const paramod_sem_model *model, bool bounded,
                                          const char *caller,
                                          paramod_i_reduction **out)
{
    const size_t q = model->parameters, equal = count(model, PARAMOD_I_EQUAL);
    const size_t unequal = count(model, PARAMOD_I_AT_LEAST) +
                           count_bounds(model, bounded);
    paramod_i_reduction *const r = paramod_i_resize(NULL, 1, sizeof *r);
    double *const c = paramod_i_resize(NULL, (equal + 1) * (q + 1), sizeof *c);
    size_t *const pivot = paramod_i_resize(NULL, equal, sizeof *pivot), rank = 0;
    paramod_status status = PARAMOD_OK;

    if (r == NULL || c == NULL || pivot == NULL)
        status = paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    if (r != NULL)
        *r = (paramod_i_reduction){ .q = q, .trivial = equal == 0 };
    if (status == PARAMOD_OK) {
        fill_equalities(model, c);
        rank = echelon(equal, q, c, pivot);
        if (rank == PARAMOD_I_NONE || rank == q)
            status = paramod_i_fail(PARAMOD_ERR_DOMAIN, caller, rank == q
                                    ? "the constraints leave no free parameter"
                                    : "the equality constraints contradict each other");
    }
    if (status == PARAMOD_OK) {
        r->k = q - rank;
        if (!reserve(r, unequal))
            status = paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    }
    if (status == PARAMOD_OK) {
        fill_map(r, rank, c, pivot);
        fill_inequalities(model, bounded, r, c);
        *out = r;
    } else {
        paramod_i_reduction_destroy(r);
    }
    paramod_i_free(c);
    paramod_i_free(pivot);
    return status;
}

/* ---- maps -------------------------------------------------------------------- */

void paramod_i_reduction_expand(const paramod_i_reduction *r, const double *u,
                                double *theta)
{
    if (r->trivial) {
        memcpy(theta, u, r->q * sizeof *u);
        return;
    }
    for (size_t i = 0; i < r->q; i++)
        theta[i] = r->origin[i] + paramod_i_dot(r->k, r->K + i * r->k, u);
}

void paramod_i_reduction_project(const paramod_i_reduction *r, const double *theta,
                                 double *u)
{
    for (size_t j = 0; j < r->k; j++)
        u[j] = theta[r->free[j]];
}

void paramod_i_reduction_gradient(const paramod_i_reduction *r, const double *g,
                                  double *reduced)
{
    if (r->trivial)
        memcpy(reduced, g, r->q * sizeof *g);
    else
        paramod_i_times(r->k, r->q, r->K, g, reduced);
}

void paramod_i_reduction_matrix(const paramod_i_reduction *r, const double *h,
                                double *reduced, double *work)
{
    const size_t q = r->q, k = r->k;

    if (r->trivial) {
        if (reduced != h)
            memcpy(reduced, h, q * q * sizeof *h);
        return;
    }
    paramod_i_gemm(q, q, k, h, r->K, work);
    memset(reduced, 0, k * k * sizeof *reduced);
    for (size_t l = 0; l < q; l++)
        for (size_t i = 0; i < k; i++)
            if (r->K[l * k + i] != 0.0)
                paramod_i_axpy(k, r->K[l * k + i], work + l * k, reduced + i * k);
}

void paramod_i_reduction_covariance(const paramod_i_reduction *r, const double *v,
                                    double *full, double *work)
{
    const size_t q = r->q, k = r->k;

    if (r->trivial) {
        if (full != v)
            memcpy(full, v, q * q * sizeof *v);
        return;
    }
    paramod_i_gemm(q, k, k, r->K, v, work);
    paramod_i_gemm_transposed(q, k, q, work, r->K, full);
}

/* Projections in turn converge to a common point if there is one (Bregman 1965),
 * and linearly, as the constraints are polyhedral. */
bool paramod_i_reduction_enforce(const paramod_i_reduction *r, double *u)
{
    enum { SWEEPS = 2000 };
    bool inside = false;

    for (int sweep = 0; sweep < SWEEPS && !inside; sweep++) {
        inside = true;
        for (size_t i = 0; i < r->rows; i++) {
            const double *const row = r->N + i * r->k;
            const double left = paramod_i_dot(r->k, row, u) - r->bound[i];
            double size = fabs(r->bound[i]);

            for (size_t j = 0; j < r->k; j++)
                size += fabs(row[j] * u[j]);
            inside = inside && left >= -1e-9 * size;
            if (left < 0.0)
                paramod_i_axpy(r->k, -left / paramod_i_dot(r->k, row, row), row, u);
        }
    }
    return inside;
}
