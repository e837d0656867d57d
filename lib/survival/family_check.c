/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The derivatives of a family against differences of what stands above them. */

#include <math.h>
#include <string.h>

#include <paramod/survival.h>

#include "calculus/difference_impl.h"
#include "core/status_impl.h"
#include "survival/family_impl.h"

enum { MOST = PARAMOD_I_FAMILY_MOST };

typedef struct probe {
    const paramod_family *family;
    double t;
} probe;

static paramod_eval evaluate(const probe *at, int order, const double *eta,
                             paramod_i_hazards *hazards)
{
    const double log_time = at->family->real_line ? NAN : log(at->t);
    paramod_i_times times = { .count = 1, .time = &at->t, .log_time = &log_time };

    for (size_t j = 0; j < at->family->size; j++)
        times.eta[j] = &eta[j];
    return at->family->evaluate(at->family, order, &times, hazards);
}

static paramod_eval values_at(const double *eta, double *value, void *data)
{
    paramod_i_hazards hazards;
    const paramod_eval eval = evaluate(data, 0, eta, &hazards);

    value[0] = hazards.log_hazard[0];
    value[1] = hazards.cumulative[0];
    return eval == PARAMOD_EVAL_OK && !(isfinite(value[0]) && isfinite(value[1]))
         ? PARAMOD_EVAL_RETRY : eval;
}

/* The gradient of log h, then that of H. */
static paramod_eval gradients_at(const double *eta, double *gradient, void *data)
{
    const size_t q = ((const probe *)data)->family->size;
    paramod_i_hazards hazards;
    const paramod_eval eval = evaluate(data, 1, eta, &hazards);

    for (size_t j = 0; eval == PARAMOD_EVAL_OK && j < q; j++) {
        gradient[j] = hazards.log_hazard_1[j][0];
        gradient[q + j] = hazards.cumulative_1[j][0];
    }
    return eval;
}

/* Ridders' error estimates are estimates: four of them are granted. */
static double disagreement(double given, double difference, double error)
{
    const double excess = fabs(given - difference) - 4.0 * error;

    if (!isfinite(given))
        return 1.0;
    return excess > 0.0 ? excess / fmax(fabs(given), fabs(difference)) : 0.0;
}

static void compare_gradient(const paramod_i_hazards *hazards, size_t j,
                             const double *column, const double *error,
                             paramod_derivative_report *report)
{
    for (size_t f = 0; f < 2; f++) {
        const double given = f == 0 ? hazards->log_hazard_1[j][0]
                                    : hazards->cumulative_1[j][0];
        const double wrong = disagreement(given, column[f], error[f]);

        if (wrong > report->gradient_error) {
            report->gradient_error = wrong;
            report->gradient_row = f;
            report->gradient_column = j;
            report->gradient_given = given;
            report->gradient_difference = column[f];
        }
    }
}

static void compare_hessian(const paramod_i_hazards *hazards, size_t q, size_t j,
                            const double *column, const double *error,
                            paramod_derivative_report *report)
{
    for (size_t row = 0; row < 2 * q; row++) {
        const size_t i = row % q;
        const size_t pair = i < j ? paramod_i_pair(i, j) : paramod_i_pair(j, i);
        const double given = row < q ? hazards->log_hazard_2[pair][0]
                                     : hazards->cumulative_2[pair][0];
        const double wrong = disagreement(given, column[row], error[row]);

        if (wrong > report->hessian_error) {
            report->hessian_error = wrong;
            report->hessian_row = row;
            report->hessian_column = j;
            report->hessian_given = given;
            report->hessian_difference = column[row];
        }
    }
}

static paramod_status compare(probe *at, double *eta, paramod_derivative_report *report)
{
    const size_t q = at->family->size;
    double column[2 * MOST], error[2 * MOST], work[23 * 2 * MOST];
    paramod_i_hazards hazards;

    if (values_at(eta, column, at) != PARAMOD_EVAL_OK ||
        evaluate(at, 2, eta, &hazards) != PARAMOD_EVAL_OK)
        return paramod_i_fail(PARAMOD_ERR_CALLBACK, "paramod_family_check",
                              "'%s' has no finite value at t = %g",
                              at->family->name, at->t);
    for (size_t j = 0; j < q; j++) {
        if (paramod_i_difference_ridders(2, values_at, at, eta, j, column, error,
                                         work) != PARAMOD_EVAL_OK)
            return paramod_i_fail(PARAMOD_ERR_CALLBACK, "paramod_family_check",
                                  "'%s' has no finite values on both sides of "
                                  "eta = %g of '%s'", at->family->name, eta[j],
                                  at->family->parameter[j]);
        compare_gradient(&hazards, j, column, error, report);
        if (paramod_i_difference_ridders(2 * q, gradients_at, at, eta, j, column,
                                         error, work) != PARAMOD_EVAL_OK)
            return paramod_i_fail(PARAMOD_ERR_CALLBACK, "paramod_family_check",
                                  "'%s' has no finite gradient on both sides of "
                                  "eta = %g of '%s'", at->family->name, eta[j],
                                  at->family->parameter[j]);
        compare_hessian(&hazards, q, j, column, error, report);
    }
    return PARAMOD_OK;
}

paramod_status paramod_family_check(const paramod_family *family, double t,
                                    const double *eta,
                                    paramod_derivative_report *report)
{
    paramod_derivative_report found = { .size = sizeof found };
    probe at = { family, t };
    double u[MOST];
    paramod_status status;

    if (family == NULL || eta == NULL || report == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "family, eta or report is null");
    if (report->size < sizeof report->size || report->size > sizeof found)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the size member of the report is "
                            "%zu; set it to sizeof the struct", report->size);
    if (!isfinite(t) || (!family->real_line && t <= 0.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "'%s': time %g is not a finite "
                            "time of this family", family->name, t);
    (void)memcpy(u, eta, family->size * sizeof *u);
    status = compare(&at, u, &found);
    if (status != PARAMOD_OK)
        return status;
    found.size = report->size;
    (void)memcpy(report, &found, report->size);
    return PARAMOD_OK;
}
