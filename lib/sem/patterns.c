/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The likelihood with missing values: a sum over patterns, each a complete-data
 * likelihood of the variables seen (Arbuckle 1996), from sufficient statistics.
 *
 * With D = d Sigma and G = Sigma^-1 T Sigma^-1, W = Sigma^-1 - G,
 *
 *     F = log|Sigma| + tr(T Sigma^-1),   dF = tr(W D),
 *     d2F(D1, D2) = tr(M D1 M D2) - tr(M D1 W D2) - tr(W D1 M D2),
 *
 * M = Sigma^-1, of which the first term is the expectation. */

#include <math.h>
#include <string.h>

#include "linalg/cholesky_impl.h"
#include "linalg/dense_impl.h"
#include "sem/gemm_impl.h"
#include "sem/objective_impl.h"

size_t paramod_i_patterns_work(size_t p)
{
    const size_t w = p + 1, P = w * (w + 1) / 2;

    return 7 * w * w + 2 * P;
}

typedef struct pattern_work {
    double *l, *inverse, *M, *W, *T, *product;
    double *row, *factor;
} pattern_work;

static pattern_work split(size_t p, double *work)
{
    const size_t w = p + 1, P = w * (w + 1) / 2, s = w * w;

    return (pattern_work){ work, work + s, work + 2 * s, work + 3 * s, work + 4 * s,
                           work + 5 * s, work + 7 * s, work + 7 * s + P };
}

/* Small dense copies of the seen part; the constant is seen always. */
static void gather(const paramod_i_pattern *pattern, size_t w, const double *from,
                   double *to)
{
    const size_t s = pattern->size + 1;

    for (size_t a = 0; a < s; a++)
        for (size_t b = 0; b < s; b++)
            to[a * s + b] = from[(a < s - 1 ? pattern->seen[a] : w - 1) * w +
                                 (b < s - 1 ? pattern->seen[b] : w - 1)];
}

static size_t place(const paramod_i_pattern *pattern, size_t w, size_t a)
{
    return a < pattern->size ? pattern->seen[a] : w - 1;
}

/* Q over pairs of seen moments. */
static void add_outer(const paramod_i_pattern *pattern, size_t w, double weight,
                      bool exact, const pattern_work *t, double *Q)
{
    const size_t s = pattern->size + 1, P = w * (w + 1) / 2;

    for (size_t i = 0; i < s; i++)
        for (size_t j = 0; j <= i; j++) {
            const double factor = i == j ? 0.5 : 1.0;
            double *const to = Q + (place(pattern, w, i) * (place(pattern, w, i) + 1) / 2
                                    + place(pattern, w, j)) * P;
            const double *const ti = t->M + i * s, *const tj = t->M + j * s;
            const double *const wi = t->W + i * s, *const wj = t->W + j * s;

            for (size_t k = 0; k <= i; k++) {
                const size_t row = place(pattern, w, k);

                for (size_t l = 0; l <= k && (k < i || l <= j); l++) {
                    double value = ti[k] * tj[l] + tj[k] * ti[l];

                    if (exact)
                        value -= wi[k] * tj[l] + wj[l] * ti[k] + wi[l] * tj[k] +
                                 wj[k] * ti[l];
                    to[row * (row + 1) / 2 + place(pattern, w, l)] +=
                        2.0 * weight * factor * (k == l ? 0.5 : 1.0) * value;
                }
            }
        }
}

/* log|Sigma| + tr(T M) of one pattern, leaving M and W = M - M T M in work. */
static bool one_pattern(const paramod_i_pattern *pattern, size_t w,
                        const double *sigma, const pattern_work *t, double *value)
{
    const size_t s = pattern->size + 1;

    gather(pattern, w, sigma, t->l);
    if (!paramod_i_cholesky(s, t->l))
        return false;
    paramod_i_cholesky_inverse(s, t->l, t->M);
    gather(pattern, w, pattern->moments, t->T);
    *value = paramod_i_cholesky_log_det(s, t->l) + paramod_i_dot(s * s, t->T, t->M) -
             1.0;
    paramod_i_gemm(s, s, s, t->T, t->M, t->product);
    paramod_i_gemm(s, s, s, t->M, t->product, t->W);
    for (size_t i = 0; i < s * s; i++)
        t->W[i] = t->M[i] - t->W[i];
    return true;
}

bool paramod_i_patterns_value(const paramod_i_sample *sample, const double *sigma,
                              double *value, double *W, double *Q, bool exact,
                              double *work)
{
    const size_t w = sample->p + 1, P = w * (w + 1) / 2;
    const pattern_work t = split(sample->p, work);

    *value = 0.0;
    if (W != NULL)
        memset(W, 0, w * w * sizeof *W);
    if (Q != NULL)
        memset(Q, 0, P * P * sizeof *Q);
    for (size_t r = 0; r < sample->patterns; r++) {
        const paramod_i_pattern *const pattern = sample->pattern + r;
        const double weight = (double)pattern->count / sample->n;
        const size_t s = pattern->size + 1;
        double term;

        if (!one_pattern(pattern, w, sigma, &t, &term))
            return false;
        *value += weight * term;
        for (size_t a = 0; a < s && W != NULL; a++)
            for (size_t b = 0; b < s; b++)
                W[place(pattern, w, a) * w + place(pattern, w, b)] +=
                    weight * t.W[a * s + b];
        if (Q != NULL)
            add_outer(pattern, w, weight, exact, &t, Q);
    }
    return isfinite(*value);
}

/* ---- the saturated model ----------------------------------------------------- */

/* With B = Sigma_mo Sigma_oo^-1, missing moments are replaced by expectations:
 * the second-moment matrix becomes  P T P' + (0, Sigma_mm - B Sigma_om),  where
 * P = (I, B')' maps what is seen to all. */
static bool expect(const paramod_i_sample *sample, const double *sigma, double *next,
                   const pattern_work *t, double *P)
{
    const size_t w = sample->p + 1;

    memset(next, 0, w * w * sizeof *next);
    for (size_t r = 0; r < sample->patterns; r++) {
        const paramod_i_pattern *const pattern = sample->pattern + r;
        const double weight = (double)pattern->count / sample->n;
        const size_t s = pattern->size + 1;
        double value;

        if (!one_pattern(pattern, w, sigma, t, &value))
            return false;
        for (size_t i = 0; i < w; i++) /* P = Sigma_.o Sigma_oo^-1: I where seen */
            for (size_t b = 0; b < s; b++) {
                double sum = 0.0;

                for (size_t a = 0; a < s; a++)
                    sum += sigma[i * w + place(pattern, w, a)] * t->M[a * s + b];
                P[i * s + b] = sum;
            }
        for (size_t a = 0; a < s; a++)
            for (size_t b = 0; b < s; b++)
                P[place(pattern, w, a) * s + b] = a == b ? 1.0 : 0.0;
        paramod_i_gemm(w, s, s, P, t->T, t->product);
        for (size_t i = 0; i < w; i++)
            for (size_t j = 0; j <= i; j++) {
                double sum = paramod_i_dot(s, t->product + i * s, P + j * s) +
                             sigma[i * w + j];

                for (size_t a = 0; a < s; a++)
                    sum -= P[i * s + a] * sigma[place(pattern, w, a) * w + j];
                next[i * w + j] += weight * sum;
            }
    }
    for (size_t i = 0; i < w; i++)
        for (size_t j = 0; j < i; j++)
            next[j * w + i] = next[i * w + j];
    return true;
}

/* A Newton step on all moments but that of the constant, which is 1. */
static bool newton(size_t p, const double *sigma, const double *W, double *Q,
                   double *step, double *next)
{
    const size_t w = p + 1, P = w * (w + 1) / 2 - 1;

    for (size_t i = 0; i < P; i++) /* drop the last row and column, in place */
        memmove(Q + i * P, Q + i * (P + 1), (i + 1) * sizeof *Q);
    for (size_t i = 0, at = 0; i < w; i++)
        for (size_t j = 0; j <= i && at < P; j++, at++)
            step[at] = -(i == j ? 1.0 : 2.0) * W[i * w + j];
    for (size_t i = 0; i < P; i++)
        for (size_t j = 0; j < i; j++)
            Q[j * P + i] = Q[i * P + j];
    if (!paramod_i_cholesky(P, Q))
        return false;
    paramod_i_cholesky_solve(P, Q, step);
    memcpy(next, sigma, w * w * sizeof *next);
    for (size_t i = 0, at = 0; i < w; i++)
        for (size_t j = 0; j <= i && at < P; j++, at++) {
            next[i * w + j] += step[at];
            if (i != j)
                next[j * w + i] += step[at];
        }
    return true;
}

size_t paramod_i_patterns_saturated_work(size_t p)
{
    const size_t w = p + 1, P = w * (w + 1) / 2;

    return paramod_i_patterns_work(p) + 3 * w * w + P * P + P;
}

/* The start of EM: available variances. */
static void start(const paramod_i_sample *sample, double *sigma)
{
    const size_t p = sample->p, w = p + 1;

    memset(sigma, 0, w * w * sizeof *sigma);
    for (size_t j = 0; j < p; j++) {
        double seen = 0.0;

        for (size_t i = 0; i < sample->rows; i++)
            if (!isnan(sample->row[i * p + j])) {
                sigma[j * w + j] += sample->row[i * p + j] * sample->row[i * p + j];
                seen += 1.0;
            }
        sigma[j * w + j] /= seen;
    }
    sigma[p * w + p] = 1.0;
}

/* A few EM steps lead to where Newton's converge. */
enum { MOST_PASSES = 2000, FIRST_NEWTON = 4 };

/* One step from sigma with value f: Newton's if it improves on f, else EM's. */
static bool improve(const paramod_i_sample *sample, const double *sigma, double f,
                    bool by_newton, double *next, double *work, double *rest)
{
    const size_t p = sample->p, w = p + 1, P = w * (w + 1) / 2;
    const pattern_work t = split(p, work);
    double *const W = rest, *const projection = rest + w * w;
    double *const Q = rest + 2 * w * w, *const step = Q + P * P;
    double value;

    if (by_newton && paramod_i_patterns_value(sample, sigma, &value, W, Q, true, work) &&
        newton(p, sigma, W, Q, step, next) &&
        paramod_i_patterns_value(sample, next, &value, NULL, NULL, false, work) &&
        value <= f + 1e-14 * (1.0 + fabs(f)))
        return true;
    return expect(sample, sigma, next, &t, projection);
}

bool paramod_i_patterns_saturated(const paramod_i_sample *sample, double *sigma,
                                  double *value, double *work)
{
    const size_t p = sample->p, w = p + 1;
    double *const next = work + paramod_i_patterns_work(p), *const rest = next + w * w;
    double before;

    start(sample, sigma);
    if (!paramod_i_patterns_value(sample, sigma, value, NULL, NULL, false, work))
        return false;
    for (int pass = 0; pass < MOST_PASSES; pass++) {
        before = *value;
        if (!improve(sample, sigma, before, pass >= FIRST_NEWTON, next, work, rest) ||
            !paramod_i_patterns_value(sample, next, value, NULL, NULL, false, work))
            return false;
        memcpy(sigma, next, w * w * sizeof *sigma);
        if (pass > FIRST_NEWTON && before - *value <= 1e-15 * (1.0 + fabs(before)))
            return true;
    }
    return false;
}
