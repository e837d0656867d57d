/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fit measures, with the names and conventions of lavaan. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "infer/chi_squared_impl.h"
#include "linalg/cholesky_impl.h"
#include "linalg/dense_impl.h"
#include "sem/fit_impl.h"
#include "sem/gemm_impl.h"
#include "sem/noncentral_impl.h"

typedef enum measure {
    NPAR, FMIN, CHISQ, DF, PVALUE, BASELINE_CHISQ, BASELINE_DF, BASELINE_PVALUE, CFI,
    TLI, NNFI, RFI, NFI, PNFI, IFI, RNI, LOGL, UNRESTRICTED, AIC, BIC, NTOTAL, BIC2,
    RMSEA, RMSEA_LOWER, RMSEA_UPPER, RMSEA_P, RMSEA_NOTCLOSE, RMR, RMR_NOMEAN, SRMR,
    SRMR_BENTLER, SRMR_BENTLER_NOMEAN, CRMR, CRMR_NOMEAN, SRMR_MPLUS,
    SRMR_MPLUS_NOMEAN, CN_05, CN_01, GFI, AGFI, PGFI, MFI, ECVI, MEASURES
} measure;

static const char *const names[MEASURES] = {
    "npar", "fmin", "chisq", "df", "pvalue", "baseline.chisq", "baseline.df",
    "baseline.pvalue", "cfi", "tli", "nnfi", "rfi", "nfi", "pnfi", "ifi", "rni", "logl",
    "unrestricted.logl", "aic", "bic", "ntotal", "bic2", "rmsea", "rmsea.ci.lower",
    "rmsea.ci.upper", "rmsea.pvalue", "rmsea.notclose.pvalue", "rmr", "rmr_nomean",
    "srmr", "srmr_bentler", "srmr_bentler_nomean", "crmr", "crmr_nomean", "srmr_mplus",
    "srmr_mplus_nomean", "cn_05", "cn_01", "gfi", "agfi", "pgfi", "mfi", "ecvi"
};

size_t paramod_sem_measures(void)
{
    return MEASURES;
}

const char *paramod_sem_measure_name(size_t index)
{
    return index < MEASURES ? names[index] : NULL;
}

/* ---- against the baseline ------------------------------------------------------------ */

/* X, d of the model and Xb, db of the baseline. */
static double incremental(const paramod_sem_fit *fit, measure which)
{
    const double X = fit->summary.chi2, d = fit->summary.df;
    const double Xb = fit->baseline_chi2, db = fit->baseline_df;
    const double t = fmax(X - d, 0.0), tb = fmax(fmax(Xb - db, X - d), 0.0);

    switch (which) {
    case CFI: return tb > 0.0 ? 1.0 - t / tb : 1.0;
    case TLI:
    case NNFI:
        return d > 0.0 ? 1.0 - (X - d) / d / ((Xb - db) / db) : 1.0;
    case RFI: return d > 0.0 && Xb / db > X / d ? 1.0 - X / d / (Xb / db) : 1.0;
    case NFI: return (Xb - X) / Xb;
    case PNFI: return d / db * (Xb - X) / Xb;
    case IFI: return (Xb - X) / (Xb - d);
    default: return 1.0 - (X - d) / (Xb - db); /* RNI */
    }
}

/* ---- rmsea --------------------------------------------------------------------------- */

static double rmsea(const paramod_sem_fit *fit, measure which)
{
    const double X = fit->summary.chi2, d = fit->summary.df, n = fit->objective->n;
    const double groups = (double)fit->groups;
    double ncp;

    if (!(d > 0.0))
        return which == RMSEA || which == RMSEA_LOWER || which == RMSEA_UPPER ? 0.0
                                                                              : NAN;
    switch (which) {
    case RMSEA: return sqrt(fmax(X - d, 0.0) / (d * n)) * sqrt(groups);
    case RMSEA_LOWER:
        ncp = paramod_i_noncentral_root(X, d, 0.95);
        return sqrt(ncp / (d * n)) * sqrt(groups);
    case RMSEA_UPPER:
        ncp = paramod_i_noncentral_root(X, d, 0.05);
        return sqrt(ncp / (d * n)) * sqrt(groups);
    case RMSEA_P:
        return 1.0 - paramod_i_noncentral_cdf(X, d, n * d * 0.0025 / groups);
    default:
        return paramod_i_noncentral_cdf(X, d, n * d * 0.0064 / groups);
    }
}

/* ---- residuals ----------------------------------------------------------------------- */

typedef enum scaling { RAW, BENTLER, CORRELATION, MPLUS } scaling;

static double fitted(const paramod_i_part_of *part, size_t i, size_t j)
{
    const paramod_i_ram *const ram = part->ram;
    double value = ram->sigma[i * ram->width + j];

    if (ram->means && !ram->plain)
        value -= (ram->mean[i] - ram->centre[i]) * (ram->mean[j] - ram->centre[j]);
    return value;
}

static double sampled(const paramod_i_part_of *part, size_t i, size_t j)
{
    const size_t w = part->width, p = part->ram->p;
    double value = part->target[i * w + j];

    if (w > p)
        value -= part->target[i * w + p] * part->target[j * w + p];
    return value;
}

static double residual(const paramod_i_part_of *part, scaling how, size_t i, size_t j)
{
    const double s = sampled(part, i, j), f = fitted(part, i, j);
    const double si = sampled(part, i, i), sj = sampled(part, j, j);
    const double fi = fitted(part, i, i), fj = fitted(part, j, j);

    switch (how) {
    case RAW: return s - f;
    case BENTLER: return (s - f) / sqrt(si * sj);
    case MPLUS:
        if (i == j)
            return (s - f) / s;
        return s / sqrt(si * sj) - f / sqrt(fi * fj);
    default: return s / sqrt(si * sj) - f / sqrt(fi * fj);
    }
}

static double mean_residual(const paramod_i_part_of *part, scaling how, size_t i)
{
    const paramod_i_ram *const ram = part->ram;
    const double m = ram->centre[i] + part->target[i * part->width + ram->p];
    const double s = sampled(part, i, i), f = fitted(part, i, i);

    switch (how) {
    case RAW: return m - ram->mean[i];
    case BENTLER:
    case CORRELATION: /* as lavaan has it */
        return (m - ram->mean[i]) / sqrt(s);
    default: return m / sqrt(s) - ram->mean[i] / sqrt(f);
    }
}

/* Root mean square over moments, averaged over groups by their size. */
static double root_mean_square(const paramod_sem_fit *fit, scaling how, bool means)
{
    double total = 0.0;

    for (size_t g = 0; g < fit->groups; g++) {
        const paramod_i_part_of *const part = fit->objective->part + g;
        const size_t p = part->ram->p;
        double sum = 0.0, count = 0.5 * (double)(p * (p + 1));

        for (size_t i = 0; i < p; i++)
            for (size_t j = 0; j <= i; j++)
                sum += pow(residual(part, how, i, j), 2.0);
        for (size_t i = 0; i < p && means && part->ram->means; i++) {
            sum += pow(mean_residual(part, how, i), 2.0);
            count += 1.0;
        }
        if (how == CORRELATION)
            count -= (double)p;
        total += fit->sample[g]->n / fit->summary.n * sqrt(sum / count);
    }
    return total;
}

/* ---- gfi ----------------------------------------------------------------------------- */

/* tr(M X M Y) */
static double form(size_t w, const double *m, const double *x, const double *y,
                   double *work)
{
    double *const mx = work, *const my = work + w * w;
    double sum = 0.0;

    paramod_i_gemm(w, w, w, m, x, mx);
    paramod_i_gemm(w, w, w, m, y, my);
    for (size_t i = 0; i < w; i++)
        for (size_t j = 0; j < w; j++)
            sum += mx[i * w + j] * my[j * w + i];
    return sum;
}

/* 1 for the variables whose moments are held at the sample's. */
static void mark_held(const paramod_sem_fit *fit, const paramod_i_ram *ram, double *held)
{
    memset(held, 0, ram->p * sizeof *held);
    for (size_t c = ram->free; c < ram->cells; c++)
        if (!ram->cell[c].directed && ram->cell[c].i == ram->cell[c].j &&
            fit->model->row[ram->cell[c].row].exogenous)
            held[ram->place[ram->cell[c].i]] = 1.0;
}

/* 1 - e'V e / s'V s of a group, with the weight V of the estimator (ML: that of
 * Sigma^), over covariances and, where there are some, means: tr((M e)^2) / 2 +
 * d'M d.  Moments that are held at the sample's do not count. */
static double gfi_part(const paramod_sem_fit *fit, size_t g, double *work)
{
    const paramod_i_part_of *const part = fit->objective->part + g;
    const bool fixed_metric = fit->plan.kind == PARAMOD_I_GLS ||
                              fit->plan.kind == PARAMOD_I_ULS;
    double above, below;
    const size_t p = part->ram->p, w = part->width;
    double *const m = work, *const e = m + p * p, *const s = e + p * p;
    double *const held = s + p * p, *const rest = held + p;

    mark_held(fit, part->ram, held);

    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j < p; j++) {
            const double value = sampled(part, i, j);

            s[i * p + j] = held[i] * held[j] != 0.0 ? 0.0 : value;
            e[i * p + j] = held[i] * held[j] != 0.0 ? 0.0 : value - fitted(part, i, j);
            rest[i * p + j] = fixed_metric ? part->metric[i * w + j]
                                           : fitted(part, i, j);
        }
    if (fixed_metric)
        memcpy(m, rest, p * p * sizeof *m);
    else if (!paramod_i_cholesky(p, rest))
        return NAN;
    else
        paramod_i_cholesky_inverse(p, rest, m);
    above = 0.5 * form(p, m, e, e, rest);
    below = 0.5 * form(p, m, s, s, rest);
    for (size_t i = 0; w > p && i < p; i++) {
        const double mean = part->ram->centre[i] + part->target[i * w + p];

        rest[i] = held[i] != 0.0 ? 0.0 : mean;
        rest[p + i] = held[i] != 0.0 ? 0.0 : mean - part->ram->mean[i];
    }
    if (w > p) {
        below += paramod_i_quadratic(p, m, rest);
        above += paramod_i_quadratic(p, m, rest + p);
    }
    return 1.0 - above / below;
}

/* With the full weight matrix of WLS, over its moments in order. */
static double gfi_wls(const paramod_sem_fit *fit, size_t g, double *work)
{
    const paramod_i_part_of *const part = fit->objective->part + g;
    const size_t p = part->ram->p, w = part->width, P = part->moments - (w > p ? 1 : 0);
    double *const s = work, *const e = work + P;

    for (size_t i = 0, at = 0; i < w; i++)
        for (size_t j = 0; j <= i && at < P; j++, at++) {
            s[at] = i < p ? sampled(part, i, j)
                          : part->ram->centre[j] + part->target[j * w + p];
            e[at] = s[at] - (i < p ? fitted(part, i, j) : part->ram->mean[j]);
        }
    return 1.0 - paramod_i_quadratic(P, part->outer, e) /
                 paramod_i_quadratic(P, part->outer, s);
}

/* Covariance of the rows where both are seen, divisor n_ij - 1, times (n - 1) / n. */
static double pairwise(const paramod_i_sample *sample, size_t i, size_t j)
{
    double n = 0.0, x = 0.0, y = 0.0, sum = 0.0;

    for (size_t r = 0; r < sample->rows; r++) {
        const double *const row = sample->row + r * sample->p;
        const double a = row[i] - (n > 0.0 ? x : row[i]);
        const double b = row[j] - (n > 0.0 ? y : row[j]);

        if (isnan(row[i]) || isnan(row[j]))
            continue;
        n += 1.0; /* Welford 1962 */
        x = n > 1.0 ? x + a / n : row[i];
        y = n > 1.0 ? y + b / n : row[j];
        sum += a * (row[j] - y);
    }
    return sum / (n - 1.0) * (sample->n - 1.0) / sample->n;
}

/* As lavaan has it: moments of the values that are there, pairwise, weighed by the
 * expected information of moments given the patterns, at Sigma^.  That is in terms of
 * second moments about the centre, which is the mean of what is there; with
 * d = mu^ - centre, residuals e of covariances and f of means are e + d f' + f d'. */
static double gfi_fiml(const paramod_sem_fit *fit, size_t g, double *work)
{
    const paramod_i_part_of *const part = fit->objective->part + g;
    const paramod_i_ram *const ram = part->ram;
    const size_t p = ram->p, P = part->moments;
    double *const held = work, *const mean = held + p, *const left = mean + p;
    double *const s = left + p, *const e = s + P, *const Q = e + P;

    mark_held(fit, ram, held);
    for (size_t i = 0; i < p; i++) {
        mean[i] = held[i] != 0.0 ? 0.0 : ram->centre[i];
        left[i] = held[i] != 0.0 ? 0.0 : mean[i] - ram->mean[i];
    }
    for (size_t i = 0, at = 0; i < p; i++)
        for (size_t j = 0; j <= i; j++, at++) {
            const double di = ram->mean[i] - ram->centre[i];
            const double dj = ram->mean[j] - ram->centre[j];
            const bool fixed = held[i] * held[j] != 0.0;
            const double there = fixed ? 0.0 : pairwise(part->sample, i, j);

            s[at] = there + di * mean[j] + dj * mean[i];
            e[at] = there - (fixed ? 0.0 : fitted(part, i, j)) + di * left[j] +
                    dj * left[i];
        }
    memcpy(s + P - 1 - p, mean, p * sizeof *s);
    memcpy(e + P - 1 - p, left, p * sizeof *e);
    s[P - 1] = e[P - 1] = 0.0;
    (void)paramod_i_patterns_outer(part->sample, ram->sigma, false, Q, part->work);
    for (size_t i = 0; i < P; i++)
        for (size_t j = 0; j < i; j++)
            Q[j * P + i] = Q[i * P + j];
    return 1.0 - paramod_i_quadratic(P, Q, e) / paramod_i_quadratic(P, Q, s);
}

static double gfi(const paramod_sem_fit *fit)
{
    const size_t p = fit->model->observed, P = fit->objective->part[0].moments;
    const paramod_i_discrepancy kind = fit->plan.kind;
    double *const work = paramod_i_resize(
        NULL, 5 * p * p + 3 * p + 2 * P + (kind == PARAMOD_I_FIML ? P * P : 0),
        sizeof *work);
    double sum = 0.0;

    if (work == NULL)
        return NAN;
    for (size_t g = 0; g < fit->groups; g++)
        sum += fit->sample[g]->n / fit->summary.n *
               (kind == PARAMOD_I_WLS    ? gfi_wls(fit, g, work)
                : kind == PARAMOD_I_FIML ? gfi_fiml(fit, g, work)
                                         : gfi_part(fit, g, work));
    paramod_i_free(work);
    return sum;
}

/* ---- by name ------------------------------------------------------------------------- */

static double of_likelihood(const paramod_sem_fit *fit, measure which)
{
    const paramod_sem_summary *const s = &fit->summary;
    const double k = (double)s->parameters, l = s->log_likelihood;

    switch (which) {
    case LOGL: return l;
    case UNRESTRICTED: return s->unrestricted_log_likelihood;
    case AIC: return 2.0 * k - 2.0 * l;
    case BIC: return k * log(s->n) - 2.0 * l;
    default: return k * log((s->n + 2.0) / 24.0) - 2.0 * l; /* BIC2 */
    }
}

static double of_test(const paramod_sem_fit *fit, measure which)
{
    const paramod_sem_summary *const s = &fit->summary;
    const double n = fit->objective->n;

    switch (which) {
    case NPAR: return (double)s->parameters;
    case FMIN: return 0.5 * s->f;
    case CHISQ: return s->chi2;
    case DF: return s->df;
    case PVALUE: return s->p_value;
    case BASELINE_CHISQ: return fit->baseline_chi2;
    case BASELINE_DF: return fit->baseline_df;
    case BASELINE_PVALUE:
        return paramod_i_chi_squared_tail(fit->baseline_chi2, fit->baseline_df);
    case NTOTAL: return s->n;
    case CN_05: return paramod_i_chi_squared_upper(0.05, s->df) / (s->chi2 / n) + 1.0;
    case CN_01: return paramod_i_chi_squared_upper(0.01, s->df) / (s->chi2 / n) + 1.0;
    case MFI: return exp(-0.5 * (s->chi2 - s->df) / n);
    default: return s->chi2 / n + 2.0 * (double)s->parameters / n; /* ECVI */
    }
}

static double of_residuals(const paramod_sem_fit *fit, measure which)
{
    switch (which) {
    case RMR: return root_mean_square(fit, RAW, true);
    case RMR_NOMEAN: return root_mean_square(fit, RAW, false);
    case SRMR:
    case SRMR_BENTLER: return root_mean_square(fit, BENTLER, true);
    case SRMR_BENTLER_NOMEAN: return root_mean_square(fit, BENTLER, false);
    case CRMR: return root_mean_square(fit, CORRELATION, true);
    case CRMR_NOMEAN: return root_mean_square(fit, CORRELATION, false);
    case SRMR_MPLUS: return root_mean_square(fit, MPLUS, true);
    default: return root_mean_square(fit, MPLUS, false);
    }
}

static double of_gfi(const paramod_sem_fit *fit, measure which)
{
    const double p = (double)fit->model->observed, d = fit->summary.df;
    const double value = gfi(fit);
    double moments = (double)fit->groups * p * (p + 1.0) / 2.0;

    if (fit->model->means)
        moments += (double)fit->groups * p;
    if (which == GFI)
        return value;
    if (which == AGFI)
        return d > 0.0 ? 1.0 - moments / d * (1.0 - value) : 1.0;
    return d / moments * value;
}

double paramod_sem_fit_measure(const paramod_sem_fit *fit, size_t index)
{
    const measure which = (measure)index;

    if (fit == NULL || index >= MEASURES)
        return NAN;
    if (which >= CFI && which <= RNI)
        return incremental(fit, which);
    if (which >= RMSEA && which <= RMSEA_NOTCLOSE)
        return rmsea(fit, which);
    if (which >= RMR && which <= SRMR_MPLUS_NOMEAN)
        return of_residuals(fit, which);
    if (which >= GFI && which <= PGFI)
        return of_gfi(fit, which);
    if ((which >= LOGL && which <= BIC) || which == BIC2)
        return of_likelihood(fit, which);
    return of_test(fit, which);
}
