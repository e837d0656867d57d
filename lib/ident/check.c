/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The Jacobians of a model against differences of its values. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "ident/view_impl.h"

static const char caller[] = "paramod_ident_check";

/* Ridders' error estimates are estimates: four of them are granted. */
static double disagreement(double given, double difference, double error)
{
    const double excess = fabs(given - difference) - 4.0 * error;

    if (!isfinite(given))
        return 1.0;
    return excess > 0.0 ? excess / fmax(fabs(given), fabs(difference)) : 0.0;
}

/* Entries of rows first .. first + N - 1; errors lie as differences left them. */
static void compare(const paramod_ident *ident, const double *given,
                    const double *difference, const double *error, size_t first,
                    paramod_derivative_report *found)
{
    for (size_t i = 0; i < ident->observations; i++)
        for (size_t j = 0; j < ident->k; j++) {
            const size_t at = i * ident->n + ident->index[j];
            const double worse = disagreement(given[at], difference[at], error[at]);

            if (worse <= found->gradient_error)
                continue;
            found->gradient_error = worse;
            found->gradient_row = first + i;
            found->gradient_column = ident->index[j];
            found->gradient_given = given[at];
            found->gradient_difference = difference[at];
        }
}

static paramod_status evaluate(const paramod_ident *ident, const double *x,
                               paramod_i_view **view)
{
    paramod_status status = paramod_i_view_create(ident, true, caller, view);
    paramod_eval eval;

    if (status != PARAMOD_OK)
        return status;
    eval = paramod_i_view_rows(*view, x);
    return eval == PARAMOD_EVAL_OK ? PARAMOD_OK : paramod_i_view_fail(*view, eval, caller);
}

static paramod_status run(const paramod_ident *ident, const double *x,
                          paramod_derivative_report *found)
{
    const size_t entries = ident->observations * ident->n;
    paramod_ident plain = *ident; /* the same without derivatives */
    paramod_i_view *own = NULL, *other = NULL;
    paramod_status status;

    plain.model.jacobian = NULL;
    plain.model.jacobian_error = NULL;
    status = evaluate(ident, x, &own);
    if (status == PARAMOD_OK)
        status = evaluate(&plain, x, &other);
    if (status == PARAMOD_OK) {
        compare(ident, own->by_value, other->by_value, other->error, 0, found);
        if (ident->rows > ident->observations)
            compare(ident, own->by_sigma, other->by_sigma, other->error + entries,
                    ident->observations, found);
    }
    paramod_i_view_destroy(own);
    paramod_i_view_destroy(other);
    return status;
}

paramod_status paramod_ident_check(const paramod_ident *ident, const double *theta,
                                   paramod_derivative_report *report)
{
    paramod_derivative_report found = { .size = sizeof found };
    double *x;
    paramod_status status;

    if (ident == NULL || theta == NULL || report == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "ident, theta or report is null");
    if (report->size < sizeof(size_t) || report->size > sizeof *report)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "report->size is %zu; set it to "
                            "sizeof(paramod_derivative_report), %zu", report->size,
                            sizeof *report);
    x = paramod_i_resize(NULL, ident->k, sizeof *x);
    if (x == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    status = paramod_i_ident_enter(ident, __func__, theta, x);
    if (status == PARAMOD_OK && ident->model.jacobian != NULL)
        status = run(ident, x, &found);
    if (status == PARAMOD_OK) {
        found.size = report->size;
        (void)memcpy(report, &found, found.size);
    }
    paramod_i_free(x);
    return status;
}
