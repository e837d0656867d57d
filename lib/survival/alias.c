/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Columns that earlier ones of the same predictor determine.
 *
 * One pass forms the correlations; only if their Cholesky factor comes close to
 * breaking down (a pivot below 1e-6, which rounding cannot hide) are the columns
 * orthogonalised themselves, by Gram and Schmidt twice over, which finds the
 * residual of each column to about eps of its length.  Columns keep their
 * order of preference: of several that determine one another the last goes.
 */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "survival/basis_impl.h"
#include "survival/likelihood_impl.h"

/* The columns to examine: free covariates of predictor p.  Returns how many. */
static size_t candidates(const paramod_i_design *design, size_t p, size_t *which)
{
    const paramod_i_predictor *x = &design->predictor[p];
    size_t count = 0;

    for (size_t k = 1; k < x->uses; k++)
        if (paramod_i_is_free(design, x->coefficient[k]))
            which[count++] = k;
    return count;
}

static bool has_intercept(const paramod_i_design *design, size_t p)
{
    return !design->coefficient[design->predictor[p].coefficient[0]].fixed;
}

/* Ratio of centre to spread, up to which rounding in the caller's numbers
 * makes two columns differ that were meant to be the same. */
static double noise_of(const paramod_i_design *design, size_t p, size_t k)
{
    const paramod_i_coefficient *c =
        &design->coefficient[design->predictor[p].coefficient[k]];
    const paramod_i_covariate *x = &design->data->covariate[c->covariate];

    return fmax(1e-10, 64.0 * DBL_EPSILON * (1.0 + fabs(x->centre / x->scale)));
}

/* Column k with what the intercepts take up removed; without an intercept the
 * mean belongs to it. */
static void load_column(const paramod_i_design *design, size_t p, size_t k,
                        double *y)
{
    const paramod_survival_data *data = design->data;
    const paramod_i_predictor *x = &design->predictor[p];
    const paramod_i_covariate *c =
        &data->covariate[design->coefficient[x->coefficient[k]].covariate];
    const double shift = has_intercept(design, p) ? 0.0 : c->centre / c->scale;

    for (size_t i = 0; i < data->rows; i++)
        y[i] = x->z[k][i] + shift;
    for (size_t g = 0; g < data->groups && has_intercept(design, p);) {
        const size_t first = data->group[g].first;
        const size_t stratum = data->group[g].stratum;
        double mean = 0.0;
        size_t end = first;

        for (; g < data->groups && data->group[g].stratum == stratum; g++)
            end = data->group[g].first + data->group[g].count;
        for (size_t i = first; i < end; i++)
            mean += y[i] / (double)(end - first);
        for (size_t i = first; i < end; i++)
            y[i] -= mean;
    }
}

/* Gram and Schmidt on the candidates; basis has room for rows x count. */
static void orthogonalise(paramod_i_design *design, size_t p, size_t count,
                          const size_t *which, double *basis)
{
    const size_t n = design->data->rows;
    size_t kept = 0;

    for (size_t j = 0; j < count; j++) {
        load_column(design, p, which[j], basis + kept * n);
        if (paramod_i_basis_append(n, kept, basis, noise_of(design, p, which[j]),
                                   1e-9 * sqrt((double)n)))
            kept++;
        else
            design->coefficient[design->predictor[p].coefficient[which[j]]]
                .aliased = true;
    }
}

/* Sums of products of the candidates, in gram[count x count]. */
static void correlate(const paramod_i_design *design, size_t p, size_t count,
                      const size_t *which, const double **z, double *gram)
{
    const size_t rows = design->data->rows;

    for (size_t j = 0; j < count; j++)
        z[j] = design->predictor[p].z[which[j]];
    (void)memset(gram, 0, count * count * sizeof *gram);
    for (size_t i = 0; i < rows; i += PARAMOD_I_BLOCK)
        paramod_i_basis_gram(rows - i < PARAMOD_I_BLOCK ? rows - i
                                                        : PARAMOD_I_BLOCK,
                             i, count, z, gram);
}

/* True if no pivot of the correlation matrix is small. */
static bool is_clear(size_t count, double *gram)
{
    for (size_t k = 0; k < count; k++) {
        const double pivot = gram[k + k * count];

        for (size_t j = k + 1; j < count; j++)
            for (size_t i = j; i < count; i++)
                gram[i + j * count] -= gram[i + k * count] *
                                       gram[j + k * count] / pivot;
        if (k + 1 < count && !(pivot > 0.0))
            return false;
    }
    return true;
}

static bool is_well_conditioned(const paramod_i_design *design, size_t p,
                                size_t count, const size_t *which, const double **z,
                                double *gram)
{
    const double n = (double)design->data->rows;

    if (design->data->strata > 1 || !has_intercept(design, p))
        return false;
    correlate(design, p, count, which, z, gram);
    if (!is_clear(count, gram))
        return false;
    for (size_t k = 0; k < count; k++)
        if (!(gram[k + k * count] > 1e-6 * n))
            return false;
    return true;
}

static paramod_status examine(paramod_i_design *design, size_t p, size_t *which,
                              const double **z, double *gram)
{
    const size_t count = candidates(design, p, which);
    double *basis;

    if (count == 0 || is_well_conditioned(design, p, count, which, z,
                                          gram))
        return PARAMOD_OK;
    basis = paramod_i_resize(NULL, design->data->rows,
                             (count + 1) * sizeof *basis);
    if (basis == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    orthogonalise(design, p, count, which, basis);
    paramod_i_free(basis);
    return PARAMOD_OK;
}

paramod_status paramod_i_design_alias(paramod_i_design *design)
{
    const size_t n = design->size;
    size_t *which = paramod_i_resize(NULL, n, sizeof *which);
    double *gram = paramod_i_resize(NULL, n * n, sizeof *gram);
    const double **z = paramod_i_resize(NULL, n, sizeof *z);
    paramod_status status = PARAMOD_OK;

    if (which == NULL || gram == NULL || z == NULL)
        status = PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    for (size_t p = 0; p < design->family->size && status == PARAMOD_OK; p++)
        status = examine(design, p, which, z, gram);
    paramod_i_free(which);
    paramod_i_free(gram);
    paramod_i_free(z);
    /* what follows an aliased coefficient has nothing to follow */
    for (size_t i = 0; i < n && status == PARAMOD_OK; i++)
        if (design->coefficient[design->coefficient[i].leader].aliased)
            design->coefficient[i].aliased = true;
    return status;
}
