/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Sandwich covariances and scaled tests from the observations.
 *
 * With z = (y - centre, 1), M = Sigma^-1 and d Sigma = s (a b' + b a'), minus two
 * log-likelihood of an observation changes by 2 s (a'M b - a'M z b'M z): one
 * product of the table's vectors with M z gives all q scores.
 *
 * Satorra and Bentler (1994): A = D'V D, B = D'V Gamma V D with the normal-theory
 * V, all at Sigma^, covariance A^-1 B A^-1 / N and scaling tr(U Gamma) / df,
 * tr(U Gamma) = tr(V Gamma) - tr(A^-1 B).  Gamma is never formed: tr(V Gamma) is
 * the mean over observations of
 *
 *     ((z'Mz)^2 - 2 z'MSMz + tr(MSMS)) / 2.
 *
 * Yuan and Bentler (2000), as in Mplus: observed information, and
 * tr(A1^-1 B1) - tr(A0^-1 B0) of the saturated model and of the fitted one.
 *
 * Exogenous variables have saturated moments.  MLM conditions on them: with z^
 * the regression of z on them, Gamma is the covariance of z z' - z^ z^'.  MLR
 * takes off their own tr(V Gamma).
 */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/cholesky_impl.h"
#include "linalg/dense_impl.h"
#include "sem/fit_impl.h"
#include "sem/gemm_impl.h"

typedef struct robust {
    double *block;
    double *M, *X, *t, *score, *z, *Mz, *centre; /* w w, n w, n, q, w, w, q */
    double *B, *reduced, *meat, *work, *product; /* q q, k k, k k, q k, 2 w w */
    double *slope, *zx, *Mzx, *tx, *T; /* w w, w, w, n, w w */
    bool conditional;                  /* on exogenous variables */
} robust;

static paramod_status reserve(const paramod_sem_fit *fit, robust *r, const char *caller)
{
    const paramod_i_part_of *const part = fit->objective->part;
    const size_t w = part->width, n = paramod_i_ram_vectors(part->ram);
    const size_t q = fit->reduction->q, k = fit->reduction->k;
    const paramod_i_part parts[] = {
        { &r->M, w, w }, { &r->X, n, w }, { &r->t, n, 1 }, { &r->score, q, 1 },
        { &r->z, w, 1 }, { &r->Mz, w, 1 }, { &r->centre, q, 1 }, { &r->B, q, q },
        { &r->reduced, k, k }, { &r->meat, k, k }, { &r->work, q + 1, k + 1 },
        { &r->product, 2 * w, w }, { &r->slope, w, w }, { &r->zx, w, 1 },
        { &r->Mzx, w, 1 }, { &r->tx, n, 1 }, { &r->T, w, w }
    };

    r->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    return r->block == NULL ? paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory")
                            : PARAMOD_OK;
}

/* The vectors of the table as rows. */
static void list_vectors(const paramod_i_ram *ram, double *X)
{
    const size_t w = ram->width, m = ram->m, k = ram->k;

    memcpy(X, ram->u, k * w * sizeof *X);
    memset(X + k * w, 0, (m - k) * w * sizeof *X);
    for (size_t x = k; x < m; x++)
        X[x * w + ram->place[x]] = 1.0;
    memcpy(X + m * w, ram->v, k * w * sizeof *X);
}

/* M of a pattern: zero where a variable is not seen. */
static bool invert_seen(const paramod_i_part_of *part, const paramod_i_pattern *pattern,
                        robust *r)
{
    const size_t w = part->width, p = part->ram->p;
    const size_t s = pattern == NULL ? w : pattern->size + (w - p);
    double *const l = r->product, *const inverse = r->product + w * w;

    for (size_t i = 0; i < s; i++)
        for (size_t j = 0; j < s; j++) {
            const size_t a = pattern == NULL ? i : i < pattern->size ? pattern->seen[i]
                                                                     : p;
            const size_t b = pattern == NULL ? j : j < pattern->size ? pattern->seen[j]
                                                                     : p;

            l[i * s + j] = part->ram->sigma[a * w + b];
        }
    if (part->ram->plain && w > p)
        for (size_t i = 0; i < p; i++)
            l[i * w + p] = l[p * w + i] = 0.0;
    if (!paramod_i_cholesky(s, l))
        return false;
    paramod_i_cholesky_inverse(s, l, inverse);
    memset(r->M, 0, w * w * sizeof *r->M);
    for (size_t i = 0; i < s; i++)
        for (size_t j = 0; j < s; j++)
            r->M[(pattern == NULL ? i : i < pattern->size ? pattern->seen[i] : p) * w +
                 (pattern == NULL ? j : j < pattern->size ? pattern->seen[j] : p)] =
                inverse[i * s + j];
    return true;
}

/* Observed exogenous variables, as numbers in list; returns how many. */
static size_t list_exogenous(const paramod_sem_fit *fit, const paramod_i_part_of *part,
                             double *list)
{
    const paramod_i_ram *const ram = part->ram;
    size_t n = 0;

    for (size_t c = ram->free; c < ram->cells; c++)
        if (!ram->cell[c].directed && ram->cell[c].i == ram->cell[c].j &&
            fit->model->row[ram->cell[c].row].exogenous)
            list[n++] = (double)ram->place[ram->cell[c].i];
    return n;
}

/* slope, transposed: z's regression on its exogenous part; T = mean(z z' - zx zx').
 * Returns false if nothing is exogenous. */
static bool regress(const paramod_sem_fit *fit, const paramod_i_part_of *part, robust *r)
{
    const size_t w = part->width, p = part->ram->p;
    const size_t n = list_exogenous(fit, part, r->zx);
    double *const l = r->product, *const right = r->z;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            l[i * n + j] = part->target[(size_t)r->zx[i] * w + (size_t)r->zx[j]];
    if (n == 0 || !paramod_i_cholesky(n, l))
        return false;
    memset(r->slope, 0, w * w * sizeof *r->slope);
    memcpy(r->T, part->target, w * w * sizeof *r->T);
    for (size_t v = 0; v < p; v++) {
        for (size_t i = 0; i < n; i++)
            right[i] = part->target[(size_t)r->zx[i] * w + v];
        paramod_i_cholesky_solve(n, l, right);
        for (size_t i = 0; i < n; i++) {
            /* stored so that transposed_times() forms sum_x slope_vx z_x */
            r->slope[v * w + (size_t)r->zx[i]] = right[i];
            for (size_t u = 0; u < p; u++)
                r->T[v * w + u] -= right[i] * part->target[(size_t)r->zx[i] * w + u];
        }
    }
    if (w > p) {
        r->slope[w * w - 1] = 1.0;
        r->T[w * w - 1] = 0.0;
    }
    return true;
}

static void take_row(const paramod_i_part_of *part, size_t row, robust *r)
{
    const size_t w = part->width, p = part->ram->p;

    for (size_t j = 0; j < p; j++) {
        const double x = part->sample->row[row * p + j];

        r->z[j] = isnan(x) ? 0.0 : x;
    }
    if (w > p)
        r->z[p] = 1.0;
    paramod_i_times(w, w, r->M, r->z, r->Mz);
    if (!r->conditional)
        return;
    paramod_i_transposed_times(w, w, r->slope, r->z, r->zx);
    paramod_i_times(w, w, r->M, r->zx, r->Mzx);
}

/* B += weight sum over rows of e e', e_k = s (a'Mz b'Mz - centre_k). */
static void add_rows(const paramod_i_part_of *part, size_t first, size_t count,
                     double weight, size_t q, robust *r)
{
    const paramod_i_ram *const ram = part->ram;
    const size_t n = paramod_i_ram_vectors(ram), w = part->width;

    for (size_t i = first; i < first + count; i++) {
        take_row(part, i, r);
        paramod_i_transposed_times(w, n, r->X, r->Mz, r->t);
        for (size_t k = 0; k < q; k++)
            r->score[k] = -r->centre[k];
        for (size_t c = 0; c < ram->free; c++)
            r->score[ram->cell[c].parameter] +=
                ram->factor[c] * r->t[ram->a[c]] * r->t[ram->b[c]];
        if (r->conditional)
            paramod_i_transposed_times(w, n, r->X, r->Mzx, r->tx);
        for (size_t c = 0; c < ram->free && r->conditional; c++)
            r->score[ram->cell[c].parameter] -=
                ram->factor[c] * r->tx[ram->a[c]] * r->tx[ram->b[c]];
        for (size_t k = 0; k < q; k++)
            if (r->score[k] != 0.0)
                paramod_i_axpy(k + 1, weight * r->score[k], r->score, r->B + k * q);
    }
}

/* What scores are centred at: s a' K b of each parameter, K = M, or M T M. */
static void set_centre(const paramod_i_part_of *part, const double *K, size_t q,
                       robust *r)
{
    const paramod_i_ram *const ram = part->ram;
    const size_t w = part->width;

    memset(r->centre, 0, q * sizeof *r->centre);
    for (size_t c = 0; c < ram->free; c++)
        r->centre[ram->cell[c].parameter] +=
            ram->factor[c] * paramod_i_dot(w, r->X + ram->a[c] * w,
                (paramod_i_times(w, w, K, r->X + ram->b[c] * w, r->z), r->z));
}

/* M T M, T the mean of what products are centred at. */
static void product_mtm(const paramod_i_part_of *part, robust *r)
{
    const size_t w = part->width;

    paramod_i_gemm(w, w, w, r->conditional ? r->T : part->target, r->M, r->product);
    paramod_i_gemm(w, w, w, r->M, r->product, r->product + w * w);
}

/* B for the estimator: score crossproducts, or D'V Gamma V D if `moments`. */
static bool crossproducts(const paramod_sem_fit *fit, bool moments, robust *r)
{
    const size_t q = fit->reduction->q;

    memset(r->B, 0, q * q * sizeof *r->B);
    for (size_t g = 0; g < fit->groups; g++) {
        const paramod_i_part_of *const part = fit->objective->part + g;
        const paramod_i_sample *const sample = part->sample;
        const double weight = 1.0 / fit->summary.n;

        list_vectors(part->ram, r->X);
        r->conditional = moments && regress(fit, part, r);
        for (size_t i = 0; i < (sample->patterns > 0 ? sample->patterns : 1); i++) {
            const paramod_i_pattern *const pattern = sample->patterns > 0
                                                     ? sample->pattern + i : NULL;

            if (!invert_seen(part, pattern, r))
                return false;
            if (moments)
                product_mtm(part, r);
            set_centre(part, moments ? r->product + part->width * part->width : r->M, q,
                       r);
            add_rows(part, pattern == NULL ? 0 : pattern->first,
                     pattern == NULL ? sample->rows : pattern->count, weight, q, r);
        }
    }
    for (size_t i = 0; i < q; i++)
        for (size_t j = 0; j < i; j++)
            r->B[j * q + i] = r->B[i * q + j];
    return true;
}

/* covariance = A^-1 B A^-1 / N; returns tr(A^-1 B).  A is half a Hessian of F. */
static double bread_and_meat(const paramod_sem_fit *fit, const double *hessian,
                             robust *r, double *covariance)
{
    const size_t k = fit->reduction->k;
    double trace = 0.0;

    paramod_i_reduction_matrix(fit->reduction, r->B, r->meat, r->work);
    paramod_i_reduction_matrix(fit->reduction, hessian, r->reduced, r->work);
    for (size_t i = 0; i < k * k; i++)
        r->reduced[i] *= 0.5;
    if (!paramod_i_cholesky(k, r->reduced))
        return NAN;
    for (int side = 0; side < 2; side++) {
        for (size_t j = 0; j < k; j++)
            paramod_i_cholesky_solve(k, r->reduced, r->meat + j * k);
        for (size_t j = 0; j < k && side == 0; j++)
            trace += r->meat[j * k + j];
        for (size_t i = 0; i < k; i++)
            for (size_t j = 0; j < i; j++) {
                const double keep = r->meat[i * k + j];

                r->meat[i * k + j] = r->meat[j * k + i];
                r->meat[j * k + i] = keep;
            }
    }
    for (size_t i = 0; i < k * k; i++)
        r->meat[i] /= fit->summary.n;
    paramod_i_reduction_covariance(fit->reduction, r->meat, covariance, r->work);
    return trace;
}

/* ---- tr(V Gamma) ------------------------------------------------------------------ */

/* With M in r->M and S the target. */
static double normal_trace(const paramod_i_part_of *part, robust *r)
{
    const size_t w = part->width;
    const double *const K = r->product + w * w;
    double sum = 0.0, constant = 0.0;

    product_mtm(part, r);
    for (size_t i = 0; i < w; i++)
        for (size_t j = 0; j < w; j++)
            constant += r->product[i * w + j] * r->product[j * w + i];
    for (size_t i = 0; i < part->sample->rows; i++) {
        double form;

        take_row(part, i, r);
        form = paramod_i_dot(w, r->z, r->Mz);
        sum += 0.5 * (form * form - 2.0 * paramod_i_quadratic(w, K, r->z) + constant);
        if (r->conditional)
            sum += 0.5 * pow(paramod_i_dot(w, r->zx, r->Mzx), 2.0) -
                   pow(paramod_i_dot(w, r->z, r->Mzx), 2.0) +
                   paramod_i_quadratic(w, K, r->zx);
    }
    return sum / part->sample->n;
}

/* The same for the exogenous variables alone, at their saturated moments. */
static double exogenous_trace(const paramod_sem_fit *fit, size_t g, robust *r)
{
    const paramod_i_part_of *const part = fit->objective->part + g;
    const paramod_i_ram *const ram = part->ram;
    const size_t w = part->width, p = ram->p;
    double *const l = r->product, *const inverse = l + w * w;
    const size_t n = list_exogenous(fit, part, r->Mzx);

    if (n == 0)
        return 0.0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            l[i * n + j] = part->target[(size_t)r->Mzx[i] * w + (size_t)r->Mzx[j]];
    if (!paramod_i_cholesky(n, l))
        return NAN;
    paramod_i_cholesky_inverse(n, l, inverse);
    memset(r->M, 0, w * w * sizeof *r->M);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            r->M[(size_t)r->Mzx[i] * w + (size_t)r->Mzx[j]] = inverse[i * n + j];
    if (w > p)
        r->M[w * w - 1] = 1.0;
    return normal_trace(part, r);
}

static double saturated_trace(const paramod_sem_fit *fit, bool structured, robust *r)
{
    double sum = 0.0;

    for (size_t g = 0; g < fit->groups; g++) {
        const paramod_i_part_of *const part = fit->objective->part + g;
        const size_t w = part->width;

        r->conditional = structured && regress(fit, part, r);
        if (!r->conditional)
            sum -= exogenous_trace(fit, g, r);
        if (structured) {
            if (!invert_seen(part, NULL, r))
                return NAN;
        } else {
            memcpy(r->product, part->target, w * w * sizeof *r->product);
            if (!paramod_i_cholesky(w, r->product))
                return NAN;
            paramod_i_cholesky_inverse(w, r->product, r->M);
        }
        sum += normal_trace(part, r);
    }
    return sum;
}

/* By patterns: tr(A1^-1 B1) with both P x P, at the saturated moments. */
static paramod_status pattern_trace(const paramod_sem_fit *fit, robust *r,
                                    const char *caller, double *trace)
{
    *trace = 0.0;
    for (size_t g = 0; g < fit->groups; g++) {
        paramod_i_part_of *const part = fit->objective->part + g;
        const size_t w = part->width, P = part->moments - 1;
        double *const A = paramod_i_resize(NULL, part->moments * part->moments * 2 + P,
                                           sizeof *A);
        double *const B = A + part->moments * part->moments, *const s = B + P * P;
        if (A == NULL)
            return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
        memset(B, 0, P * P * sizeof *B);
        (void)paramod_i_patterns_outer(part->sample, part->target, true, A, part->work);
        memcpy(part->ram->sigma, part->target, w * w * sizeof *part->target);
        for (size_t i = 0; i < part->sample->patterns; i++) {
            const paramod_i_pattern *const pattern = part->sample->pattern + i;

            (void)invert_seen(part, pattern, r);
            for (size_t row = pattern->first; row < pattern->first + pattern->count;
                 row++) {
                take_row(part, row, r);
                for (size_t a = 0, at = 0; a < w; a++)
                    for (size_t b = 0; b <= a && at < P; b++, at++)
                        s[at] = (a == b ? 0.5 : 1.0) *
                                (r->Mz[a] * r->Mz[b] - r->M[a * w + b]);
                for (size_t a = 0; a < P; a++)
                    paramod_i_axpy(a + 1, s[a] / part->sample->n, s, B + a * P);
            }
        }
        for (size_t i = 0; i < P; i++) { /* half of Q without its last row */
            memmove(A + i * P, A + i * (P + 1), (i + 1) * sizeof *A);
            for (size_t j = 0; j <= i; j++)
                A[i * P + j] *= 0.5;
        }
        for (size_t i = 0; i < P; i++)
            for (size_t j = 0; j < i; j++) {
                A[j * P + i] = A[i * P + j];
                B[j * P + i] = B[i * P + j];
            }
        if (!paramod_i_cholesky(P, A))
            *trace = NAN;
        for (size_t j = 0; j < P; j++) {
            paramod_i_cholesky_solve(P, A, B + j * P);
            *trace += B[j * P + j];
        }
        paramod_i_free(A);
    }
    return PARAMOD_OK;
}

/* ---- both tests ------------------------------------------------------------------------ */

static void set_plain(const paramod_sem_fit *fit, bool plain)
{
    for (size_t g = 0; g < fit->groups; g++)
        fit->objective->part[g].ram->plain = plain;
    paramod_i_fit_settle(fit);
}

static paramod_status scale(paramod_sem_fit *fit, robust *r, const char *caller)
{
    const bool moments = fit->options.estimator == PARAMOD_SEM_MLM;
    double h1 = NAN, h0;
    paramod_status status = PARAMOD_OK;

    if (moments)
        set_plain(fit, true);
    if (!crossproducts(fit, moments, r))
        return PARAMOD_OK;
    h0 = bread_and_meat(fit, moments ? fit->information : fit->hessian, r,
                        fit->sandwich);
    fit->has_sandwich = isfinite(h0);
    if (fit->plan.kind == PARAMOD_I_FIML)
        status = pattern_trace(fit, r, caller, &h1);
    else
        h1 = saturated_trace(fit, moments, r);
    if (moments)
        set_plain(fit, false);
    paramod_i_fit_settle(fit);
    fit->summary.scaling = (h1 - h0) / fit->summary.df;
    fit->summary.scaled_chi2 = fit->summary.chi2 / fit->summary.scaling;
    return status;
}

paramod_status paramod_i_fit_robust(paramod_sem_fit *fit, const char *caller)
{
    robust r;
    paramod_status status = reserve(fit, &r, caller);

    if (status == PARAMOD_OK) {
        status = scale(fit, &r, caller);
        paramod_i_free(r.block);
    }
    return status;
}
