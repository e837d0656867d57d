/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Factor scores.  Regression scores are E(eta | y) = mu + C_ey C_yy^-1 (y - mu_y).
 * Bartlett's (1937) minimise (r - L eta)' T^-1 (r - L eta) over the observed
 * variables that latent ones point to, r being y less intercepts and effects of
 * observed variables, L their coefficients and T their error covariances.
 */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/cholesky_impl.h"
#include "linalg/dense_impl.h"
#include "sem/report_impl.h"

typedef struct scorer {
    const paramod_i_ram *ram;
    const paramod_sem_model *model;
    size_t p, latent, seen;
    size_t *at;       /* seen observed variables */
    double *A;        /* m x m: coefficients, "to" by "from", renumbered */
    double *S;        /* m x m */
    double *mean;     /* m: expectations */
    double *factor, *normal, *weights, *r; /* p p, latent^2, latent p, p + m */
    double *block;
} scorer;

static bool reserve(scorer *s)
{
    const size_t m = s->ram->m, p = s->p, f = s->latent;
    const paramod_i_part parts[] = {
        { &s->A, m, m }, { &s->S, m, m }, { &s->mean, m, 1 }, { &s->factor, p, p },
        { &s->normal, f, f }, { &s->weights, f, p }, { &s->r, p + m, 1 }
    };

    s->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    s->at = paramod_i_resize(NULL, p, sizeof *s->at);
    return s->block != NULL && s->at != NULL;
}

static void fill(const paramod_sem_fit *fit, scorer *s)
{
    const paramod_i_ram *const ram = s->ram;
    const size_t m = ram->m;

    memset(s->A, 0, m * m * sizeof *s->A);
    memset(s->S, 0, m * m * sizeof *s->S);
    for (size_t c = 0; c < ram->cells; c++) {
        const paramod_i_cell *const cell = ram->cell + c;
        const double x = cell->parameter == PARAMOD_I_NONE ? cell->value
                                                           : fit->theta[cell->parameter];

        if (cell->directed)
            s->A[cell->i * m + cell->j] = x;
        else
            s->S[cell->i * m + cell->j] = s->S[cell->j * m + cell->i] = x;
    }
    for (size_t v = 0; v < m; v++) /* E of the constant is the column of means */
        s->mean[v] = ram->means ? paramod_i_fit_component(ram, v, ram->number[m - 1])
                     : ram->place[v] < s->p ? ram->centre[ram->place[v]] : 0.0;
}

static size_t latent_at(const scorer *s, size_t f)
{
    return s->ram->number[s->p + f];
}

/* weights: latent x seen of regression scores */
static bool weigh_regression(scorer *s)
{
    const size_t n = s->seen, w = s->ram->width;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            s->factor[i * n + j] = s->ram->sigma[s->at[i] * w + s->at[j]];
    if (!paramod_i_cholesky(n, s->factor))
        return false;
    for (size_t f = 0; f < s->latent; f++) {
        for (size_t i = 0; i < n; i++)
            s->weights[f * n + i] = s->ram->v[latent_at(s, f) * w + s->at[i]];
        paramod_i_cholesky_solve(n, s->factor, s->weights + f * n);
    }
    return true;
}

static bool measures(const scorer *s, size_t variable)
{
    for (size_t f = 0; f < s->latent; f++)
        if (s->A[s->ram->number[variable] * s->ram->m + latent_at(s, f)] != 0.0)
            return true;
    return false;
}

/* The same of Bartlett's, over what measures something. */
static bool weigh_bartlett(scorer *s)
{
    const size_t m = s->ram->m;
    size_t n = 0;

    for (size_t i = 0; i < s->seen; i++)
        if (measures(s, s->at[i]))
            s->at[n++] = s->at[i];
    s->seen = n;
    if (n < s->latent)
        return false;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            s->factor[i * n + j] = s->S[s->ram->number[s->at[i]] * m +
                                        s->ram->number[s->at[j]]];
    if (!paramod_i_cholesky(n, s->factor))
        return false;
    for (size_t f = 0; f < s->latent; f++) {
        for (size_t i = 0; i < n; i++)
            s->weights[f * n + i] = s->A[s->ram->number[s->at[i]] * m + latent_at(s, f)];
        paramod_i_cholesky_forward(n, s->factor, s->weights + f * n);
    }
    for (size_t f = 0; f < s->latent; f++)
        for (size_t g = 0; g < s->latent; g++)
            s->normal[f * s->latent + g] = paramod_i_dot(n, s->weights + f * n,
                                                         s->weights + g * n);
    return paramod_i_cholesky(s->latent, s->normal);
}

static void score_regression(scorer *s, const double *row, double *scores)
{
    for (size_t i = 0; i < s->seen; i++)
        s->r[i] = row[s->at[i]] - s->mean[s->ram->number[s->at[i]]];
    for (size_t f = 0; f < s->latent; f++)
        scores[f] = s->mean[latent_at(s, f)] +
                    paramod_i_dot(s->seen, s->weights + f * s->seen, s->r);
}

/* y less its intercept and what observed variables contribute.  Without means
 * variables are taken less theirs, which holds the latent ones at 0. */
static double remainder_of(const scorer *s, const double *row, size_t variable)
{
    const paramod_i_ram *const ram = s->ram;
    const double *const a = s->A + ram->number[variable] * ram->m;
    double r = row[variable] - (ram->means ? 0.0 : ram->centre[variable]);

    for (size_t v = 0; v < ram->m; v++) {
        const size_t place = ram->place[v];

        if (a[v] == 0.0 || place == PARAMOD_I_NONE)
            continue;
        r -= a[v] * (place == s->p ? 1.0
                     : row[place] - (ram->means ? 0.0 : ram->centre[place]));
    }
    return r;
}

static void score_bartlett(scorer *s, const double *row, double *scores)
{
    for (size_t i = 0; i < s->seen; i++)
        s->r[i] = remainder_of(s, row, s->at[i]);
    paramod_i_cholesky_forward(s->seen, s->factor, s->r);
    for (size_t f = 0; f < s->latent; f++)
        scores[f] = paramod_i_dot(s->seen, s->weights + f * s->seen, s->r);
    paramod_i_cholesky_solve(s->latent, s->normal, scores);
}

/* Weights are kept while rows miss the same values. */
static bool same_pattern(size_t p, const double *x, const double *y)
{
    for (size_t j = 0; j < p; j++)
        if (isnan(x[j]) != isnan(y[j]))
            return false;
    return true;
}

static bool weigh(scorer *s, int bartlett, const double *row)
{
    s->seen = 0;
    for (size_t j = 0; j < s->p; j++)
        if (!isnan(row[j]) && (!bartlett || !isnan(remainder_of(s, row, j))))
            s->at[s->seen++] = j;
    return bartlett ? weigh_bartlett(s) : weigh_regression(s);
}

static paramod_status score_all(scorer *s, int bartlett, size_t rows,
                                const double *values, double *scores)
{
    static const char caller[] = "paramod_sem_fit_scores";

    for (size_t i = 0; i < rows; i++) {
        const double *const row = values + i * s->p;
        double *const to = scores + i * s->latent;

        if ((i == 0 || !same_pattern(s->p, row, row - s->p)) && !weigh(s, bartlett, row))
            return paramod_i_fail(PARAMOD_ERR_SINGULAR, caller, bartlett
                ? "row %zu: Bartlett's scores do not exist: the indicators seen do not "
                  "determine the latent variables, or an error variance is not positive"
                : "row %zu: the fitted covariance matrix is not positive definite",
                i + 1);
        if (bartlett)
            score_bartlett(s, row, to);
        else
            score_regression(s, row, to);
    }
    return PARAMOD_OK;
}

paramod_status paramod_sem_fit_scores(const paramod_sem_fit *fit, size_t group,
                                      int bartlett, size_t rows, const double *values,
                                      double *scores)
{
    scorer s = { .seen = 0 };
    paramod_status status;

    if (fit == NULL || values == NULL || scores == NULL || group >= fit->groups ||
        fit->model->latent == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit, values or scores is null, there "
                            "is no group %zu, or the model has no latent variable", group);
    s.ram = fit->objective->part[group].ram;
    s.model = fit->model;
    s.p = fit->model->observed;
    s.latent = fit->model->latent;
    if (reserve(&s)) {
        paramod_i_fit_plain(fit, group, true);
        fill(fit, &s);
        status = score_all(&s, bartlett, rows, values, scores);
        paramod_i_fit_plain(fit, group, false);
    } else {
        status = PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    }
    paramod_i_free(s.block);
    paramod_i_free(s.at);
    return status;
}
