/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Derivatives that a system does not give.
 *
 * A variable x is moved to x + scale u, where scale is |x|, but for states at
 * least absolute / relative tolerance, below which a state is as good as 0, and
 * 1 for a parameter that is 0.  Central differences in u have a step of
 * eps^(1/3), so an error of about eps^(2/3) = 4e-11 of the scale of the
 * function; the complex step has none but rounding.
 *
 * Columns of a band that are lower + upper + 1 apart have no row in common, and
 * move together.
 */

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "calculus/difference_impl.h"
#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "ode/ode_impl.h"

/* A function that is differenced, where, and by what. */
typedef struct subject {
    paramod_ode *ode;
    paramod_ode_function function;
    size_t count, variables;
    size_t groups;      /* variables j and j + groups move together */
    const double *base; /* variables: where they are */
    double *moved;      /* variables: where they are now */
    double *u;          /* groups, 0 */
    double *jacobian;   /* count x groups, column-major */
    double *work;
    paramod_ode_point at;
    int by;
} subject;

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Shared by everything below, so no arrays overlap: moved, u, jacobian, then
 * work for Ridders' method with its column and errors; complex numbers use the
 * same room, which holds 4 (d + n) + 2 d doubles, too. */
size_t paramod_i_ode_difference_size(const paramod_ode *ode)
{
    const size_t count = larger(ode->d, ode->m), variables = larger(ode->d, ode->n);
    const double size = (double)count * (double)variables + 2.0 * (double)variables +
                        25.0 * (double)count + 4.0 * (double)(ode->d + ode->n) +
                        2.0 * (double)ode->d;

    if (size > (double)(SIZE_MAX / 16))
        return 0;
    return count * variables + 2 * variables + 25 * count + 4 * (ode->d + ode->n) +
           2 * ode->d;
}

static double scale_of(const subject *s, size_t j)
{
    const paramod_ode *const ode = s->ode;
    const double x = fabs(s->base[j]);

    if (s->by == PARAMOD_I_BY_STATE)
        return fmax(x, ode->absolute[j] / ode->options.relative_tolerance);
    return x > 0.0 ? x : 1.0;
}

/* The function at base + scale u. */
static paramod_eval displaced(const double *u, double *value, void *data)
{
    subject *const s = data;

    for (size_t j = 0; j < s->variables; j++)
        s->moved[j] = s->base[j] + scale_of(s, j) * u[j % s->groups];
    (void)memset(value, 0, s->count * sizeof *value);
    return s->function(&s->at, value, s->ode->system.data);
}

static subject subject_of(paramod_ode *ode, paramod_ode_function function,
                          size_t count, int by)
{
    const size_t variables = by == PARAMOD_I_BY_STATE ? ode->d : ode->n;
    subject s = { .ode = ode, .function = function, .count = count,
                  .variables = variables, .groups = variables, .by = by,
                  .base = by == PARAMOD_I_BY_STATE ? ode->at.y : ode->at.theta,
                  .moved = ode->difference, .u = ode->difference + variables,
                  .at = ode->at };

    s.jacobian = s.u + variables;
    s.work = s.jacobian + count * variables;
    if (by == PARAMOD_I_BY_STATE)
        s.at.y = s.moved;
    else
        s.at.theta = s.moved;
    for (size_t j = 0; j < variables; j++)
        s.u[j] = 0.0;
    return s;
}

static void used(paramod_ode *ode, paramod_ode_derivative source)
{
    if (ode->statistics.derivatives < (uint64_t)source)
        ode->statistics.derivatives = (uint64_t)source;
}

paramod_eval paramod_i_ode_difference(paramod_ode *ode,
                                      paramod_ode_function function, size_t count,
                                      int by, double *out)
{
    subject s = subject_of(ode, function, count, by);
    const paramod_eval eval = paramod_i_difference(s.variables, count, displaced, &s,
                                                   s.u, s.jacobian, s.work);

    used(ode, PARAMOD_ODE_DIFFERENCES);
    for (size_t j = 0; eval == PARAMOD_EVAL_OK && j < s.variables; j++)
        for (size_t i = 0; i < count; i++)
            out[i * s.variables + j] = s.jacobian[j * count + i] / scale_of(&s, j);
    return eval;
}

/* ---- the rate ------------------------------------------------------------------ */

/* Column j of df/dy or df/dtheta, which is `column`, stored in the shape of the
 * system; a band takes what it has room for. */
static void store(const paramod_ode *ode, int by, size_t j, const double *column,
                  size_t step, double factor, double *out)
{
    const paramod_i_rows_view shape = paramod_i_ode_shape(ode);
    const bool banded = by == PARAMOD_I_BY_STATE && shape.banded;

    for (size_t i = 0; i < ode->d; i++)
        if (!banded)
            out[i * (by == PARAMOD_I_BY_STATE ? ode->d : ode->n) + j] =
                factor * column[i * step];
        else if (j + shape.lower >= i && j <= i + shape.upper)
            out[i * shape.width + j + shape.lower - i] = factor * column[i * step];
}

static paramod_eval by_differences(paramod_ode *ode, int by, double *out)
{
    subject s = subject_of(ode, ode->system.rate, ode->d, by);
    const paramod_i_rows_view shape = paramod_i_ode_shape(ode);
    paramod_eval eval;

    if (by == PARAMOD_I_BY_STATE && shape.banded && shape.width < s.variables)
        s.groups = shape.width;
    eval = paramod_i_difference(s.groups, s.count, displaced, &s, s.u, s.jacobian,
                                s.work);
    used(ode, PARAMOD_ODE_DIFFERENCES);
    ode->statistics.rates += 2 * s.groups;
    for (size_t j = 0; eval == PARAMOD_EVAL_OK && j < s.variables; j++)
        store(ode, by, j, s.jacobian + j % s.groups * s.count, 1,
              1.0 / scale_of(&s, j), out);
    return eval;
}

/* f(x + i h) = f + i h f' + O(h^2), and h^2 is nothing: Squire and Trapp, SIAM
 * Review 40 (1998) 110-112. */
static paramod_eval by_complex_step(paramod_ode *ode, int by, double *out)
{
    const double h = 0x1p-300;
    double (*const y)[2] = (double (*)[2])ode->difference;
    double (*const theta)[2] = y + ode->d, (*const rate)[2] = theta + ode->n;
    double (*const x)[2] = by == PARAMOD_I_BY_STATE ? y : theta;
    const paramod_ode_complex_point at = {
        ode->at.t, (const double (*)[2])y, (const double (*)[2])theta, ode->at.input,
        ode->at.experiment, ode->at.segment, ode->at.event
    };

    used(ode, PARAMOD_ODE_COMPLEX_STEP);
    for (size_t i = 0; i < ode->d; i++)
        y[i][0] = ode->at.y[i], y[i][1] = 0.0;
    for (size_t i = 0; i < ode->n; i++)
        theta[i][0] = ode->at.theta[i], theta[i][1] = 0.0;
    for (size_t j = 0; j < (by == PARAMOD_I_BY_STATE ? ode->d : ode->n); j++) {
        paramod_eval eval;

        (void)memset(rate, 0, ode->d * sizeof *rate);
        x[j][1] = h;
        eval = ode->system.complex_rate(&at, rate, ode->system.data);
        x[j][1] = 0.0;
        ode->statistics.rates++;
        if (eval != PARAMOD_EVAL_OK)
            return eval;
        store(ode, by, j, &rate[0][1], 2, 1.0 / h, out);
    }
    return PARAMOD_EVAL_OK;
}

paramod_eval paramod_i_ode_rate_derivative(paramod_ode *ode, int by, double *out)
{
    /* The corners of a band belong to no column. */
    if (by == PARAMOD_I_BY_STATE && ode->system.banded != 0)
        (void)memset(out, 0, ode->d * paramod_i_ode_shape(ode).width * sizeof *out);
    return ode->system.complex_rate != NULL ? by_complex_step(ode, by, out)
                                            : by_differences(ode, by, out);
}

/* ---- how good they are ----------------------------------------------------------- */

/* Where the columns that are compared come from, and what is found. */
typedef struct comparison {
    const double *given; /* in the shape of the system */
    double *largest;     /* d: largest entry of each row; or null */
    double error;        /* largest relative error so far */
    paramod_derivative_report *report;
} comparison;

/* Entry (i, j) of df/dy or df/dtheta; 0 outside a band. */
static double entry_of(const paramod_ode *ode, int by, const double *matrix, size_t i,
                       size_t j)
{
    const paramod_i_rows_view shape = paramod_i_ode_shape(ode);

    if (by == PARAMOD_I_BY_PARAMETER)
        return matrix[i * ode->n + j];
    if (!shape.banded)
        return matrix[i * ode->d + j];
    return j + shape.lower >= i && j <= i + shape.upper
               ? matrix[i * shape.width + j + shape.lower - i]
               : 0.0;
}

/* Ridders' column j of the rate into s->jacobian, with errors behind it. */
static paramod_eval ridders(subject *s, size_t j, double **column, double **error)
{
    paramod_eval eval;

    *column = s->work;
    *error = s->work + s->count;
    eval = paramod_i_difference_ridders(s->count, displaced, s, s->u, j, *column,
                                        *error, s->work + 2 * s->count);
    for (size_t i = 0; i < s->count; i++) {
        (*column)[i] /= scale_of(s, j);
        (*error)[i] /= scale_of(s, j);
    }
    return eval;
}

static double row_size(const paramod_ode *ode, int by, const double *matrix, size_t i)
{
    const size_t columns = by == PARAMOD_I_BY_STATE ? ode->d : ode->n;
    double largest = 0.0;

    for (size_t j = 0; j < columns; j++)
        largest = fmax(largest, fabs(entry_of(ode, by, matrix, i, j)));
    return largest;
}

/* The largest difference between differences and Ridders' extrapolation. */
static double error_of(paramod_ode *ode, int by, const double *matrix)
{
    subject s = subject_of(ode, ode->system.rate, ode->d, by);
    double worst = 0.0, *column, *uncertainty;

    for (size_t j = 0; j < s.variables; j++) {
        if (ridders(&s, j, &column, &uncertainty) != PARAMOD_EVAL_OK)
            return 1.0;
        for (size_t i = 0; i < ode->d; i++) {
            const double size = row_size(ode, by, matrix, i);

            if (size > 0.0)
                worst = fmax(worst, (fabs(entry_of(ode, by, matrix, i, j) - column[i]) +
                                     uncertainty[i]) / size);
        }
    }
    return worst;
}

void paramod_i_ode_measure_differences(paramod_ode *ode)
{
    paramod_ode_statistics *const statistics = &ode->statistics;

    if (statistics->derivatives != PARAMOD_ODE_DIFFERENCES ||
        ode->system.complex_rate != NULL)
        return;
    if (ode->system.state_jacobian == NULL &&
        by_differences(ode, PARAMOD_I_BY_STATE, ode->jacobian) == PARAMOD_EVAL_OK)
        statistics->derivative_error =
            error_of(ode, PARAMOD_I_BY_STATE, ode->jacobian);
    if (ode->system.parameter_jacobian == NULL && ode->n > 0 &&
        by_differences(ode, PARAMOD_I_BY_PARAMETER, ode->by_theta) == PARAMOD_EVAL_OK)
        statistics->derivative_error =
            fmax(statistics->derivative_error,
                 error_of(ode, PARAMOD_I_BY_PARAMETER, ode->by_theta));
}

/* ---- the check ------------------------------------------------------------------- */

/* Four error estimates are granted, as by paramod_likelihood_check(). */
static double disagreement(double given, double difference, double error)
{
    const double excess = fabs(given - difference) - 4.0 * error;

    if (!isfinite(given))
        return 1.0;
    return excess > 0.0 ? excess / fmax(fabs(given), fabs(difference)) : 0.0;
}

static void compare(const paramod_ode *ode, int by, size_t j, const double *given,
                    const double *column, const double *error,
                    paramod_derivative_report *report)
{
    for (size_t i = 0; i < ode->d; i++) {
        const double entry = entry_of(ode, by, given, i, j);
        const double worst = disagreement(entry, column[i],
                                          error != NULL ? error[i]
                                                        : 64.0 * DBL_EPSILON *
                                                              fabs(column[i]));

        if (worst <= report->gradient_error)
            continue;
        report->gradient_error = worst;
        report->gradient_row = i;
        report->gradient_column = j + (by == PARAMOD_I_BY_STATE ? 0 : ode->d);
        report->gradient_given = entry;
        report->gradient_difference = column[i];
    }
}

/* Columns from the complex step, whose error is rounding of the whole row. */
static paramod_eval check_exactly(paramod_ode *ode, int by, const double *given,
                                  double *exact, paramod_derivative_report *report)
{
    const size_t columns = by == PARAMOD_I_BY_STATE ? ode->d : ode->n;
    double *const column = ode->difference, *const error = column + ode->d;
    const paramod_eval eval = by_complex_step(ode, by, exact);

    for (size_t j = 0; eval == PARAMOD_EVAL_OK && j < columns; j++) {
        for (size_t i = 0; i < ode->d; i++) {
            column[i] = entry_of(ode, by, exact, i, j);
            error[i] = 64.0 * DBL_EPSILON * row_size(ode, by, exact, i);
        }
        compare(ode, by, j, given, column, error, report);
    }
    return eval;
}

static paramod_eval check_by_differences(paramod_ode *ode, int by, const double *given,
                                         paramod_derivative_report *report)
{
    subject s = subject_of(ode, ode->system.rate, ode->d, by);
    double *column, *error;

    for (size_t j = 0; j < s.variables; j++) {
        const paramod_eval eval = ridders(&s, j, &column, &error);

        if (eval != PARAMOD_EVAL_OK)
            return eval;
        compare(ode, by, j, given, column, error, report);
    }
    return PARAMOD_EVAL_OK;
}

static paramod_eval check_one(paramod_ode *ode, int by, double *given, double *exact,
                              paramod_derivative_report *report)
{
    const bool state = by == PARAMOD_I_BY_STATE;
    paramod_eval eval;

    if ((state ? ode->system.state_jacobian : ode->system.parameter_jacobian) == NULL ||
        (!state && ode->n == 0))
        return PARAMOD_EVAL_OK;
    eval = state ? paramod_i_ode_state_jacobian(ode, given)
                 : paramod_i_ode_parameter_jacobian(ode, given);
    if (eval == PARAMOD_EVAL_RETRY) { /* not finite: compared all the same */
        eval = PARAMOD_EVAL_OK;
    }
    if (eval == PARAMOD_EVAL_OK)
        eval = ode->system.complex_rate != NULL
                   ? check_exactly(ode, by, given, exact, report)
                   : check_by_differences(ode, by, given, report);
    return eval;
}

paramod_status paramod_ode_check(paramod_ode *ode, const paramod_ode_point *at,
                                 paramod_derivative_report *report)
{
    paramod_derivative_report full = { 0 };
    double *exact;
    paramod_eval eval;

    if (ode == NULL || at == NULL || report == NULL || at->y == NULL ||
        (at->theta == NULL && ode->n > 0))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "ode, at, its y or theta, or report "
                            "is null");
    if (report->size < sizeof report->size || report->size > sizeof full)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the size member of the report is "
                            "%zu; set it to sizeof the struct", report->size);
    exact = paramod_i_resize(NULL, ode->jacobian_size + ode->d * ode->n, sizeof *exact);
    if (exact == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    ode->caller = __func__;
    ode->at = *at;
    if (ode->n > 0)
        (void)memcpy(ode->theta, at->theta, ode->n * sizeof *ode->theta);
    eval = paramod_i_ode_rate(ode, ode->state);
    if (eval == PARAMOD_EVAL_OK)
        eval = check_one(ode, PARAMOD_I_BY_STATE, ode->jacobian, exact, &full);
    if (eval == PARAMOD_EVAL_OK)
        eval = check_one(ode, PARAMOD_I_BY_PARAMETER, ode->by_theta, exact, &full);
    paramod_i_free(exact);
    if (eval != PARAMOD_EVAL_OK)
        return paramod_i_ode_fail(ode);
    full.size = report->size;
    (void)memcpy(report, &full, full.size);
    return PARAMOD_OK;
}
