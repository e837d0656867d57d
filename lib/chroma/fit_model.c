/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Variable projection (G. Golub, V. Pereyra, SIAM J. Numer. Anal. 10 (1973) 413-432): for
 * given rates the amplitudes and the baseline are a linear least-squares problem, so that
 * only the rates are searched for.  With P the projection away from the weighted design
 * W Phi, the residuals are -P W y and their Jacobian, by Kaufman (BIT 15 (1975) 49-57),
 * P W (d Phi / d theta) c: what it leaves out is orthogonal to the residuals, so the
 * gradient is exact, and J'J is that of the full problem after elimination.
 */

#include <math.h>
#include <string.h>

#include "chroma/fit_impl.h"
#include "linalg/dense_impl.h"

/* Takes its part in the first `columns` vectors of the basis out of x; the coefficients are
 * added to h with the given stride.  A second time where x is to be orthogonal to rounding:
 * once is not enough where little is left. */
static void take_out(const paramod_chroma_fit *fit, size_t columns, double *x, double *h,
                     size_t stride)
{
    for (size_t k = 0; k < columns; k++) {
        const double *const q = fit->basis + k * fit->count;
        const double part = paramod_i_dot(fit->count, q, x);

        h[k * stride] += part;
        paramod_i_axpy(fit->count, -part, q, x);
    }
}

/* A column that depends on the others, or is nothing, is left out: its basis vector and
 * its coefficient are 0. */
static void orthogonalise(paramod_chroma_fit *fit)
{
    const size_t n = fit->count, q = fit->columns;

    memset(fit->triangle, 0, q * q * sizeof *fit->triangle);
    for (size_t k = 0; k < q; k++) {
        double *const b = fit->basis + k * n;
        double before, after;

        for (size_t j = 0; j < n; j++)
            b[j] = fit->weight[j] * fit->design[k * n + j];
        before = sqrt(paramod_i_dot(n, b, b));
        take_out(fit, k, b, fit->triangle + k, q);
        take_out(fit, k, b, fit->triangle + k, q);
        after = sqrt(paramod_i_dot(n, b, b));
        if (!(after > 1e-13 * before))
            after = 0.0;
        fit->triangle[k * q + k] = after;
        for (size_t j = 0; j < n; j++)
            b[j] = after > 0.0 ? b[j] / after : 0.0;
    }
}

/* x := triangle^-1 x with the given stride; 0 for columns left out. */
static void solve_triangle(const paramod_chroma_fit *fit, double *x, size_t stride)
{
    const size_t q = fit->columns;

    for (size_t k = q; k-- > 0;) {
        double sum = x[k * stride];

        for (size_t l = k + 1; l < q; l++)
            sum -= fit->triangle[k * q + l] * x[l * stride];
        x[k * stride] = fit->triangle[k * q + k] > 0.0 ? sum / fit->triangle[k * q + k] : 0.0;
    }
}

static void set_parameters(paramod_chroma_fit *fit, const double *theta)
{
    paramod_chroma *const chroma = fit->chroma;

    for (size_t p = 0; p < fit->parameters; p++)
        for (size_t i = 0; i < fit->analytes; i++) {
            paramod_i_transfer *const t = &chroma->species[i].transfer;

            if (fit->fitted[p].analyte != SIZE_MAX && fit->fitted[p].analyte != i)
                continue;
            if (fit->fitted[p].derivative == PARAMOD_I_BY_KA)
                t->ka = theta[p];
            else if (fit->fitted[p].derivative == PARAMOD_I_BY_KD)
                t->kd = theta[p];
            else if (fit->fitted[p].derivative == PARAMOD_I_BY_DEAD_TIME)
                t->dead_time = theta[p];
            else
                chroma->injection.tail = theta[p];
        }
}

/* Which parameters analyte i depends on. */
static size_t slopes_of(const paramod_chroma_fit *fit, size_t i, size_t *parameter, int *which)
{
    size_t n = 0;

    for (size_t p = 0; p < fit->parameters && n < PARAMOD_I_FIT_SLOPES; p++)
        if (fit->fitted[p].analyte == SIZE_MAX || fit->fitted[p].analyte == i) {
            parameter[n] = p;
            which[n++] = fit->fitted[p].derivative;
        }
    return n;
}

/* The analytes' curves into the design, or their sum with fixed amplitudes into the
 * residual; their derivatives, by analyte, wait in `slope`, which has room for all. */
static bool add_curves(paramod_chroma_fit *fit)
{
    const size_t n = fit->count;

    for (size_t i = 0; i < fit->analytes; i++) {
        size_t parameter[PARAMOD_I_FIT_SLOPES];
        int which[PARAMOD_I_FIT_SLOPES];
        const size_t slopes = slopes_of(fit, i, parameter, which);

        if (!paramod_i_fit_curves(fit, i, which, slopes))
            return false;
        if (fit->options.fixed_amplitudes)
            for (size_t j = 0; j < n; j++)
                fit->residual[j] += fit->amplitude[i] * fit->curves[j];
        else
            memcpy(fit->design + i * n, fit->curves, n * sizeof *fit->curves);
        for (size_t k = 0; k < slopes; k++)
            memcpy(fit->slope + (i * fit->parameters + parameter[k]) * n,
                   fit->curves + (k + 1) * n, n * sizeof *fit->slope);
    }
    return true;
}

/* The weighted derivative of the model by parameter p, in its own place. */
static double *weigh_slope(paramod_chroma_fit *fit, size_t p)
{
    const size_t n = fit->count, k = fit->parameters, only = fit->fitted[p].analyte;
    double *const s = fit->slope + p * n;

    if (only != SIZE_MAX) {
        const double *const own = fit->slope + (only * k + p) * n;

        for (size_t j = 0; j < n; j++)
            s[j] = fit->amplitude[only] * fit->weight[j] * own[j];
        return s;
    }
    for (size_t j = 0; j < n; j++)
        s[j] *= fit->amplitude[0];
    for (size_t i = 1; i < fit->analytes; i++)
        for (size_t j = 0; j < n; j++)
            s[j] += fit->amplitude[i] * fit->slope[(i * k + p) * n + j];
    for (size_t j = 0; j < n; j++)
        s[j] *= fit->weight[j];
    return s;
}

static void project_slopes(paramod_chroma_fit *fit)
{
    const size_t k = fit->parameters;

    memset(fit->image, 0, fit->columns * k * sizeof *fit->image);
    for (size_t p = 0; p < k; p++) {
        take_out(fit, fit->columns, weigh_slope(fit, p), fit->image + p, k);
        solve_triangle(fit, fit->image + p, k);
    }
}

bool paramod_i_fit_evaluate(paramod_chroma_fit *fit, const double *theta)
{
    const size_t n = fit->count;

    if (fit->evaluated && memcmp(theta, fit->theta, fit->parameters * sizeof *theta) == 0)
        return true;
    fit->evaluated = false;
    memset(fit->residual, 0, n * sizeof *fit->residual);
    set_parameters(fit, theta);
    if (!add_curves(fit))
        return false;
    orthogonalise(fit);
    for (size_t j = 0; j < n; j++)
        fit->residual[j] = fit->weight[j] * (fit->residual[j] - fit->signal[j]);
    memset(fit->coefficient, 0, fit->columns * sizeof *fit->coefficient);
    take_out(fit, fit->columns, fit->residual, fit->coefficient, 1);
    take_out(fit, fit->columns, fit->residual, fit->coefficient, 1);
    solve_triangle(fit, fit->coefficient, 1);
    for (size_t k = 0; k < fit->columns; k++)
        fit->coefficient[k] = -fit->coefficient[k];
    if (!fit->options.fixed_amplitudes)
        memcpy(fit->amplitude, fit->coefficient, fit->analytes * sizeof *fit->amplitude);
    project_slopes(fit);
    memcpy(fit->theta, theta, fit->parameters * sizeof *theta);
    fit->evaluated = true;
    return true;
}
