/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Block coordinate descent of Drton, Fox and Wang (2019), "Computation of
 * maximum likelihood estimates in cyclic structural equation models", Ann.
 * Statist. 47, 663-690.  Row i of A and of the error covariances Omega is
 * optimised with all else fixed.  With e = (I - A) Y and
 * Z = Omega_{-i,-i}^-1 e_{-i}, the regressors of Y_i are Z_s for the s with free
 * omega_is and Y_j for the causes j; det(I - A) is linear in the coefficients
 * alpha = (omega_is, a_ij):  d0 + c'(alpha - alpha^), and the minimum of
 * RSS(alpha) / det^2 is
 *
 *     alpha^ + RSS(alpha^) / d0 G^-1 c,
 *
 * alpha^ being least squares and G the Gram matrix of the regressors.  All Gram
 * matrices are bilinear in the sample covariances.  F never rises.
 */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "linalg/cholesky_impl.h"
#include "linalg/dense_impl.h"
#include "sem/descent_impl.h"

enum { MOST_SWEEPS = 300 };

typedef struct descent {
    paramod_i_ram *ram;
    const double *S;
    size_t p;
    double *omega;     /**< p x p error covariances */
    double *lambda;    /**< p x p: A */
    double *rest;      /**< (p-1)^2: Omega_{-i,-i}, factored */
    double *regressor; /**< p x p: rows, as functions of Y */
    double *image;     /**< p x p: regressor S */
    double *gram, *alpha, *c; /**< p x p, p, p */
    double *column;    /**< p */
    size_t *parameter; /**< p: of each regressor */
    size_t *other;     /**< p: its variable */
} descent;

static bool applies(const paramod_i_objective *o, const paramod_i_reduction *r)
{
    const paramod_i_ram *const ram = o->part[0].ram;

    if (o->kind != PARAMOD_I_ML || o->groups != 1 || ram->means || !r->trivial ||
        r->rows > 0 || ram->m != ram->p || o->q != ram->free)
        return false;
    for (size_t c = ram->free; c < ram->cells; c++)
        if (ram->cell[c].directed)
            return false;
    return true;
}

static void read_theta(descent *d, const double *theta)
{
    const size_t p = d->p;

    memset(d->omega, 0, p * p * sizeof *d->omega);
    memset(d->lambda, 0, p * p * sizeof *d->lambda);
    for (size_t c = 0; c < d->ram->cells; c++) {
        const paramod_i_cell *const cell = d->ram->cell + c;
        const size_t a = d->ram->place[cell->i], b = d->ram->place[cell->j];
        const double x = cell->parameter == PARAMOD_I_NONE ? cell->value
                                                           : theta[cell->parameter];

        if (cell->directed)
            d->lambda[a * p + b] = x;
        else
            d->omega[a * p + b] = d->omega[b * p + a] = x;
    }
}

/* Regressors of row i: siblings, then causes; returns how many, or NONE if the
 * row's own variance is not free. */
static size_t list_regressors(descent *d, size_t i, size_t *siblings, size_t *own)
{
    size_t count = 0;

    *own = PARAMOD_I_NONE;
    for (int directed = 0; directed < 2; directed++) {
        for (size_t c = 0; c < d->ram->free; c++) {
            const paramod_i_cell *const cell = d->ram->cell + c;
            const size_t a = d->ram->place[cell->i], b = d->ram->place[cell->j];

            if (cell->directed != (directed == 1) || (a != i && (directed || b != i)))
                continue;
            if (!directed && a == b) {
                *own = cell->parameter;
                continue;
            }
            d->parameter[count] = cell->parameter;
            d->other[count++] = a == i ? b : a;
        }
        if (!directed)
            *siblings = count;
    }
    return *own == PARAMOD_I_NONE ? PARAMOD_I_NONE : count;
}

/* Z_s as a function of Y, for sibling number j. */
static void fill_sibling(descent *d, size_t i, size_t j)
{
    const size_t p = d->p, s = d->other[j];
    double *const z = d->regressor + j * p;

    for (size_t a = 0; a < p - 1; a++)
        d->column[a] = a + (a >= i) == s ? 1.0 : 0.0;
    paramod_i_cholesky_solve(p - 1, d->rest, d->column);
    memset(z, 0, p * sizeof *z);
    for (size_t a = 0; a < p - 1; a++) {
        const size_t v = a + (a >= i);

        z[v] += d->column[a];
        paramod_i_axpy(p, -d->column[a], d->lambda + v * p, z);
    }
}

static bool fill_regressors(descent *d, size_t i, size_t siblings, size_t count)
{
    const size_t p = d->p;

    for (size_t a = 0; a < p - 1; a++)
        for (size_t b = 0; b < p - 1; b++)
            d->rest[a * (p - 1) + b] = d->omega[(a + (a >= i)) * p + b + (b >= i)];
    if (!paramod_i_cholesky(p - 1, d->rest))
        return false;
    for (size_t j = 0; j < count; j++) {
        if (j < siblings) {
            fill_sibling(d, i, j);
            continue;
        }
        memset(d->regressor + j * p, 0, p * sizeof *d->regressor);
        d->regressor[j * p + d->other[j]] = 1.0;
    }
    return true;
}

/* det(I - A) relative to its present value, as a function of row i:
 * E_ii - sum_j a_ij E_ji. */
static double cofactor(const descent *d, size_t i, size_t j)
{
    for (size_t x = 0; x < d->ram->k; x++)
        if (d->ram->place[x] == i)
            return d->ram->u[x * d->ram->width + j];
    return i == j ? 1.0 : 0.0;
}

/* alpha and the residual variance; false if the regressors are collinear. */
static bool solve(descent *d, size_t i, size_t siblings, size_t count, double *rss)
{
    const size_t p = d->p;
    double det = cofactor(d, i, i), r, shift;

    for (size_t j = 0; j < count; j++) {
        paramod_i_times(p, p, d->S, d->regressor + j * p, d->image + j * p);
        d->alpha[j] = d->image[j * p + i];
        d->c[j] = j < siblings ? 0.0 : -cofactor(d, i, d->other[j]);
        for (size_t l = 0; l <= j; l++)
            d->gram[j * count + l] = d->gram[l * count + j] =
                paramod_i_dot(p, d->image + j * p, d->regressor + l * p);
    }
    r = d->S[i * p + i];
    if (count > 0 && !paramod_i_cholesky(count, d->gram))
        return false;
    paramod_i_cholesky_solve(count, d->gram, d->alpha);
    for (size_t j = 0; j < count; j++)
        r -= d->alpha[j] * d->image[j * p + i];
    det += paramod_i_dot(count, d->c, d->alpha);
    memcpy(d->column, d->c, count * sizeof *d->c);
    paramod_i_cholesky_solve(count, d->gram, d->column);
    if (!(fabs(det) > 0.0) || !(r > 0.0))
        return false;
    shift = r / det;
    paramod_i_axpy(count, shift, d->column, d->alpha);
    *rss = r + shift * shift * paramod_i_dot(count, d->c, d->column);
    return isfinite(*rss);
}

/* omega_i. Omega_{-i,-i}^-1 omega_.i with the new row. */
static double explained(descent *d, size_t i, size_t siblings)
{
    const size_t p = d->p;
    double sum = 0.0;

    memset(d->column, 0, p * sizeof *d->column);
    for (size_t j = 0; j < siblings; j++)
        d->column[d->other[j] - (d->other[j] > i)] = d->alpha[j];
    paramod_i_cholesky_solve(p - 1, d->rest, d->column);
    for (size_t j = 0; j < siblings; j++)
        sum += d->alpha[j] * d->column[d->other[j] - (d->other[j] > i)];
    return sum;
}

/* Optimises row i; the largest relative change, or 0 if nothing was done. */
static double update(descent *d, size_t i, double *theta)
{
    size_t siblings = 0, own, count = list_regressors(d, i, &siblings, &own);
    double rss, change = 0.0;

    if (count == PARAMOD_I_NONE || !paramod_i_ram_evaluate(d->ram, theta))
        return 0.0;
    read_theta(d, theta);
    if (!fill_regressors(d, i, siblings, count) ||
        !solve(d, i, siblings, count, &rss))
        return 0.0;
    for (size_t j = 0; j < count; j++) {
        double *const to = theta + d->parameter[j];

        change = fmax(change, fabs(d->alpha[j] - *to) / (fabs(*to) + 1e-3));
        *to = d->alpha[j];
    }
    theta[own] = rss + explained(d, i, siblings);
    return change;
}

static size_t run(descent *d, double *theta)
{
    for (size_t sweep = 1; sweep <= MOST_SWEEPS; sweep++) {
        double change = 0.0;

        for (size_t i = 0; i < d->p; i++)
            change = fmax(change, update(d, i, theta));
        if (change < 1e-7)
            return sweep;
    }
    return MOST_SWEEPS;
}

size_t paramod_i_descent(const paramod_i_objective *objective,
                         const paramod_i_reduction *reduction, double *theta)
{
    const size_t p = objective->part[0].ram->p;
    descent d = { .ram = objective->part[0].ram, .S = objective->part[0].target, .p = p };
    const paramod_i_part parts[] = {
        { &d.omega, p, p }, { &d.lambda, p, p }, { &d.rest, p, p },
        { &d.regressor, 2 * p, p }, { &d.image, 2 * p, p }, { &d.gram, 2 * p, 2 * p },
        { &d.alpha, 2 * p, 1 }, { &d.c, 2 * p, 1 }, { &d.column, 2 * p, 1 }
    };
    double *block;
    size_t sweeps = 0;

    if (p < 2 || !applies(objective, reduction))
        return 0;
    block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    d.parameter = paramod_i_resize(NULL, 4 * p, sizeof *d.parameter);
    if (block != NULL && d.parameter != NULL) {
        d.other = d.parameter + 2 * p;
        sweeps = run(&d, theta);
    }
    paramod_i_free(block);
    paramod_i_free(d.parameter);
    return sweeps;
}
