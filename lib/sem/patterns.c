/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The likelihood with missing values: a sum over patterns, each a complete-data
 * likelihood of the variables seen (Arbuckle 1996).
 *
 * All matrices keep the full width; what is not seen is zero.  With K = Sigma^-1,
 * the inverse for a pattern is K swept by the variables that it lacks,
 *
 *     M = K - K_m K_mm^-1 K_m',    log|Sigma_o| = log|Sigma| + log|K_mm|,
 *
 * at w^2 operations for each, unless digits would be lost or most are missing.
 * With T the second moments of a pattern, D = d Sigma, and W = M - M T M,
 *
 *     F = log|Sigma_o| + tr(T M),   dF = tr(W D),
 *     d2F(D1, D2) = tr(M D1 M D2) - tr(M D1 W D2) - tr(W D1 M D2),
 *
 * of which the first term is the expectation.  Of few rows y, with z = M y, M T M
 * is the mean of z z'. */

#include <math.h>
#include <string.h>

#include "linalg/cholesky_impl.h"
#include "linalg/dense_impl.h"
#include "sem/gemm_impl.h"
#include "sem/objective_impl.h"

/* Sweeping cancels as many digits as 1 / (1 - R^2) has, R^2 that of a missing
 * variable on all others; three of them are left to it. */
static const double most_inflation = 1e3;

size_t paramod_i_patterns_work(size_t p)
{
    const size_t w = p + 1, P = w * (w + 1) / 2;

    return 7 * w * w + 2 * w + P;
}

typedef struct bench {
    size_t w;
    const double *sigma;
    double *K, *M, *W, *l, *product; /* w w; product 2 w w */
    double *y, *z;                   /* w */
    double log_det;                  /* of Sigma */
    bool sweep;                      /* K is fit for it */
} bench;

/* K, if Sigma itself is positive definite; patterns may be without it. */
static bench prepare(size_t p, const double *sigma, double *work)
{
    const size_t w = p + 1, s = w * w;
    bench b = { .w = w, .sigma = sigma, .K = work, .M = work + s, .W = work + 2 * s,
                .l = work + 3 * s, .product = work + 4 * s, .y = work + 6 * s,
                .z = work + 6 * s + w };

    memcpy(b.l, sigma, s * sizeof *sigma);
    b.sweep = paramod_i_cholesky(w, b.l);
    if (!b.sweep)
        return b;
    b.log_det = paramod_i_cholesky_log_det(w, b.l);
    paramod_i_cholesky_inverse(w, b.l, b.K);
    for (size_t i = 0; i < p; i++)
        b.sweep = b.sweep && b.K[i * w + i] * sigma[i * w + i] < most_inflation;
    return b;
}

static size_t place(const paramod_i_pattern *pattern, size_t w, size_t a)
{
    return a < pattern->size ? pattern->seen[a] : w - 1;
}

/* Row and column v of M become zero; returns the pivot. */
static double sweep(size_t w, size_t v, double *M, double *column)
{
    const double pivot = M[v * w + v];

    memcpy(column, M + v * w, w * sizeof *column);
    for (size_t i = 0; i < w; i++)
        if (column[i] != 0.0)
            paramod_i_axpy(w, -column[i] / pivot, column, M + i * w);
    for (size_t i = 0; i < w; i++)
        M[v * w + i] = M[i * w + v] = 0.0;
    return pivot;
}

static bool sweep_missing(const bench *b, const paramod_i_pattern *pattern,
                          double *log_det)
{
    double pivots = 1.0;
    size_t next = 0;

    memcpy(b->M, b->K, b->w * b->w * sizeof *b->M);
    for (size_t v = 0; v < b->w - 1; v++) {
        if (next < pattern->size && pattern->seen[next] == v) {
            next++;
            continue;
        }
        pivots *= sweep(b->w, v, b->M, b->y);
        if (pivots < 1e-200 || pivots > 1e200) {
            *log_det += log(pivots);
            pivots = 1.0;
        }
    }
    *log_det += b->log_det + log(pivots);
    return true;
}

static bool invert_seen(const bench *b, const paramod_i_pattern *pattern,
                        double *log_det)
{
    const size_t s = pattern->size + 1, w = b->w;

    for (size_t i = 0; i < s; i++)
        for (size_t j = 0; j < s; j++)
            b->l[i * s + j] = b->sigma[place(pattern, w, i) * w + place(pattern, w, j)];
    if (!paramod_i_cholesky(s, b->l))
        return false;
    *log_det = paramod_i_cholesky_log_det(s, b->l);
    paramod_i_cholesky_inverse(s, b->l, b->product);
    memset(b->M, 0, w * w * sizeof *b->M);
    for (size_t i = 0; i < s; i++)
        for (size_t j = 0; j < s; j++)
            b->M[place(pattern, w, i) * w + place(pattern, w, j)] = b->product[i * s + j];
    return true;
}

/* M and log|Sigma_o| of a pattern; false if that is not positive definite. */
static bool invert(const bench *b, const paramod_i_pattern *pattern, double *log_det)
{
    *log_det = 0.0;
    return b->sweep && 2 * pattern->size >= b->w ? sweep_missing(b, pattern, log_det)
                                                 : invert_seen(b, pattern, log_det);
}

/* W += weight (M - M T M) with the moments of the pattern; returns tr(T M). */
static double add_moments(const bench *b, const paramod_i_pattern *pattern,
                          double weight, double *W)
{
    const size_t w = b->w;

    paramod_i_gemm(w, w, w, pattern->moments, b->M, b->product);
    paramod_i_gemm(w, w, w, b->M, b->product, b->product + w * w);
    paramod_i_axpy(w * w, weight, b->M, W);
    paramod_i_axpy(w * w, -weight, b->product + w * w, W);
    return paramod_i_dot(w * w, pattern->moments, b->M);
}

/* The same, row by row. */
static double add_rows(const bench *b, const paramod_i_sample *sample,
                       const paramod_i_pattern *pattern, double weight, double *W)
{
    const size_t w = b->w, p = w - 1;
    const double share = weight / (double)pattern->count;
    double trace = 0.0;

    paramod_i_axpy(w * w, weight, b->M, W);
    for (size_t r = pattern->first; r < pattern->first + pattern->count; r++) {
        for (size_t i = 0; i < p; i++)
            b->y[i] = isnan(sample->row[r * p + i]) ? 0.0 : sample->row[r * p + i];
        b->y[p] = 1.0;
        paramod_i_times(w, w, b->M, b->y, b->z);
        trace += paramod_i_dot(w, b->y, b->z);
        for (size_t i = 0; i < w; i++)
            paramod_i_axpy(w, -share * b->z[i], b->z, W + i * w);
    }
    return trace / (double)pattern->count;
}

static double add_weight(const bench *b, const paramod_i_sample *sample,
                         const paramod_i_pattern *pattern, double weight, double *W)
{
    return 2 * pattern->count > b->w ? add_moments(b, pattern, weight, W)
                                     : add_rows(b, sample, pattern, weight, W);
}

bool paramod_i_patterns_value(const paramod_i_sample *sample, const double *sigma,
                              double *value, double *W, double *work)
{
    const bench b = prepare(sample->p, sigma, work);

    *value = 0.0;
    memset(W, 0, b.w * b.w * sizeof *W);
    for (size_t r = 0; r < sample->patterns; r++) {
        const paramod_i_pattern *const pattern = sample->pattern + r;
        const double weight = (double)pattern->count / sample->n;
        double log_det;

        if (!invert(&b, pattern, &log_det))
            return false;
        *value += weight * (log_det - 1.0 +
                            add_weight(&b, sample, pattern, weight, W));
    }
    return isfinite(*value);
}

bool paramod_i_patterns_visit(const paramod_i_sample *sample, const double *sigma,
                              bool with_weight, paramod_i_visit visit, void *data,
                              double *work)
{
    const bench b = prepare(sample->p, sigma, work);

    for (size_t r = 0; r < sample->patterns; r++) {
        const paramod_i_pattern *const pattern = sample->pattern + r;
        double log_det;

        if (!invert(&b, pattern, &log_det))
            return false;
        if (with_weight) {
            memset(b.W, 0, b.w * b.w * sizeof *b.W);
            (void)add_weight(&b, sample, pattern, 1.0, b.W);
        }
        visit((double)pattern->count / sample->n, b.M, with_weight ? b.W : NULL, data);
    }
    return true;
}

/* ---- second derivatives in the moments ---------------------------------------- */

typedef struct outer {
    size_t w;
    double *Q;
} outer;

/* Row (i, j) of Q, entries (k, l) with l <= k, in one pass for each k. */
static void add_row(size_t w, size_t i, size_t j, double weight, const double *M,
                    const double *W, double *row)
{
    const double *const mi = M + i * w, *const mj = M + j * w;

    for (size_t k = 0, at = 0; k <= i; at += ++k) {
        const size_t count = k < i ? k + 1 : j + 1;
        double ci = weight * mj[k], cj = weight * mi[k];
        const double last = k < count ? 0.5 : 1.0;
        const double before = row[at + count - 1];

        if (W != NULL) {
            paramod_i_axpy(count, -ci, W + i * w, row + at);
            paramod_i_axpy(count, -cj, W + j * w, row + at);
            ci -= weight * W[j * w + k];
            cj -= weight * W[i * w + k];
        }
        paramod_i_axpy(count, ci, mi, row + at);
        paramod_i_axpy(count, cj, mj, row + at);
        if (last != 1.0) /* (k, k) counts half */
            row[at + k] = before + last * (row[at + k] - before);
    }
}

static void add_outer(double weight, const double *M, const double *W, void *data)
{
    const outer *const o = data;
    const size_t w = o->w, P = w * (w + 1) / 2;

    for (size_t i = 0, at = 0; i < w; i++)
        for (size_t j = 0; j <= i; j++, at++)
            if (M[i * w + i] != 0.0 && M[j * w + j] != 0.0)
                add_row(w, i, j, (i == j ? 1.0 : 2.0) * weight, M, W, o->Q + at * P);
}

bool paramod_i_patterns_outer(const paramod_i_sample *sample, const double *sigma,
                              bool exact, double *Q, double *work)
{
    const size_t w = sample->p + 1, P = w * (w + 1) / 2;
    outer o = { w, Q };

    memset(Q, 0, P * P * sizeof *Q);
    return paramod_i_patterns_visit(sample, sigma, exact, add_outer, &o, work);
}

/* ---- the saturated model ----------------------------------------------------- */

/* Rows and columns of the constant's own moment, the last, are dropped. */
static void drop_constant(size_t P, double *Q)
{
    for (size_t i = 0; i < P; i++)
        memmove(Q + i * P, Q + i * (P + 1), (i + 1) * sizeof *Q);
    for (size_t i = 0; i < P; i++)
        for (size_t j = 0; j < i; j++)
            Q[j * P + i] = Q[i * P + j];
}

/* A Newton step on all moments but that of the constant, which is 1; its decrement. */
static bool newton(size_t p, const double *sigma, const double *W, double *Q,
                   double *step, double *next, double *decrement)
{
    const size_t w = p + 1, P = w * (w + 1) / 2 - 1;

    drop_constant(P, Q);
    for (size_t i = 0, at = 0; i < w; i++)
        for (size_t j = 0; j <= i && at < P; j++, at++)
            step[at] = -(i == j ? 1.0 : 2.0) * W[i * w + j];
    if (!paramod_i_cholesky(P, Q))
        return false;
    paramod_i_cholesky_solve(P, Q, step);
    memcpy(next, sigma, w * w * sizeof *next);
    *decrement = 0.0;
    for (size_t i = 0, at = 0; i < w; i++)
        for (size_t j = 0; j <= i && at < P; j++, at++) {
            *decrement -= 0.5 * (i == j ? 1.0 : 2.0) * W[i * w + j] * step[at];
            next[i * w + j] += step[at];
            if (i != j)
                next[j * w + i] += step[at];
        }
    return true;
}

/* An EM step replaces moments that are missing by their expectations given what is
 * seen, which comes to Sigma - Sigma W Sigma. */
static void expect(size_t w, const double *sigma, const double *W, double *next,
                   double *product)
{
    paramod_i_gemm(w, w, w, W, sigma, product);
    paramod_i_gemm(w, w, w, sigma, product, next);
    for (size_t i = 0; i < w; i++)
        for (size_t j = 0; j <= i; j++)
            next[i * w + j] = next[j * w + i] =
                sigma[i * w + j] - 0.5 * (next[i * w + j] + next[j * w + i]);
    next[w * w - 1] = 1.0;
}

size_t paramod_i_patterns_saturated_work(size_t p)
{
    const size_t w = p + 1, P = w * (w + 1) / 2;

    return paramod_i_patterns_work(p) + 4 * w * w + P * P + P;
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
enum { MOST_PASSES = 2000, FIRST_NEWTON = 3 };

/* Quadratic convergence leaves nothing to gain after a decrement below this. */
static const double last_decrement = 1e-9;

typedef struct climb {
    const paramod_i_sample *sample;
    double *sigma, *W, *next, *next_W, *Q, *step, *work;
    double value, decrement;
} climb;

/* One step: Newton's if it improves on the value, else EM's. */
static bool improve(climb *c, bool by_newton)
{
    const size_t p = c->sample->p, w = p + 1;
    double value;

    c->decrement = INFINITY;
    if (by_newton &&
        paramod_i_patterns_outer(c->sample, c->sigma, true, c->Q, c->work) &&
        newton(p, c->sigma, c->W, c->Q, c->step, c->next, &c->decrement) &&
        paramod_i_patterns_value(c->sample, c->next, &value, c->next_W, c->work) &&
        value <= c->value + 1e-14 * (1.0 + fabs(c->value))) {
        c->value = value;
        return true;
    }
    c->decrement = INFINITY;
    expect(w, c->sigma, c->W, c->next, c->next_W);
    return paramod_i_patterns_value(c->sample, c->next, &c->value, c->next_W, c->work);
}

bool paramod_i_patterns_saturated(const paramod_i_sample *sample, double *sigma,
                                  double *value, double *work)
{
    const size_t p = sample->p, w = p + 1, s = w * w, P = w * (w + 1) / 2;
    double *const rest = work + paramod_i_patterns_work(p);
    climb c = { .sample = sample, .sigma = sigma, .W = rest, .next = rest + s,
                .next_W = rest + 2 * s, .Q = rest + 4 * s, .work = work };

    c.step = c.Q + P * P;
    start(sample, sigma);
    if (!paramod_i_patterns_value(sample, sigma, &c.value, c.W, work))
        return false;
    for (int pass = 0; pass < MOST_PASSES; pass++) {
        const double before = c.value;

        if (!improve(&c, pass >= FIRST_NEWTON))
            return false;
        memcpy(sigma, c.next, s * sizeof *sigma);
        memcpy(c.W, c.next_W, s * sizeof *c.W);
        *value = c.value;
        if (c.decrement < last_decrement ||
            (pass > FIRST_NEWTON && before - c.value <= 1e-15 * (1.0 + fabs(before))))
            return true;
    }
    return false;
}
