/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Families of the caller.  Derivatives that the definition lacks come from
 * differences: first ones central with an error of about 1e-10, second ones
 * from first ones where these are given, else from values to about 1e-6.
 */

#include <float.h>
#include <math.h>
#include <string.h>

#include <paramod/survival.h>

#include "calculus/difference_impl.h"
#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "survival/family_impl.h"

enum { MOST = PARAMOD_I_FAMILY_MOST };

typedef paramod_family_definition definition;

/* One time, for functions of eta alone: values (log h, H), then gradients. */
typedef struct at_time {
    const definition *d;
    double t;
} at_time;

static paramod_eval values_at(const double *eta, double *value, void *data)
{
    const at_time *const at = data;
    const paramod_eval eval = at->d->evaluate(at->t, eta, &value[0], &value[1],
                                              at->d->data);

    return eval == PARAMOD_EVAL_OK && !(isfinite(value[0]) && isfinite(value[1]))
         ? PARAMOD_EVAL_RETRY : eval;
}

/* Both gradients, by the definition or by differences. */
static paramod_eval gradients_at(const double *eta, double *gradient, void *data)
{
    const at_time *const at = data;
    const size_t q = at->d->parameters;
    double u[MOST], jacobian[2 * MOST], work[4];
    paramod_eval eval;

    if (at->d->gradient != NULL)
        return at->d->gradient(at->t, eta, gradient, gradient + q, at->d->data);
    (void)memcpy(u, eta, q * sizeof *u);
    eval = paramod_i_difference(q, 2, values_at, data, u, jacobian, work);
    for (size_t j = 0; eval == PARAMOD_EVAL_OK && j < q; j++) {
        gradient[j] = jacobian[2 * j];
        gradient[q + j] = jacobian[2 * j + 1];
    }
    return eval;
}

/* d^2/deta_i deta_j of both values by four points, with steps eps^(1/4), which
 * balances the truncation error h^2 and the rounding error eps / h^2. */
static paramod_eval second_differences(const double *eta, double *hessian, void *data)
{
    const at_time *const at = data;
    const size_t q = at->d->parameters;

    for (size_t i = 0; i < q; i++) {
        for (size_t j = i; j < q; j++) {
            const double hi = 1.2e-4 * fmax(1.0, fabs(eta[i]));
            const double hj = 1.2e-4 * fmax(1.0, fabs(eta[j]));
            double sum[2] = { 0.0, 0.0 };

            for (int corner = 0; corner < 4; corner++) {
                const double si = corner % 2 == 0 ? hi : -hi;
                const double sj = corner / 2 == 0 ? hj : -hj;
                double u[MOST], value[2];
                paramod_eval eval;

                (void)memcpy(u, eta, q * sizeof *u);
                u[i] += si;
                u[j] += sj;
                eval = values_at(u, value, data);
                if (eval != PARAMOD_EVAL_OK)
                    return eval;
                for (int f = 0; f < 2; f++)
                    sum[f] += copysign(1.0, si * sj) * value[f];
            }
            for (size_t f = 0; f < 2; f++)
                hessian[(f * q + i) * q + j] = hessian[(f * q + j) * q + i] =
                    sum[f] / (4.0 * hi * hj);
        }
    }
    return PARAMOD_EVAL_OK;
}

/* Both Hessians, q x q each. */
static paramod_eval hessians_at(const double *eta, double *hessian, void *data)
{
    const at_time *const at = data;
    const size_t q = at->d->parameters;
    double u[MOST], jacobian[2 * MOST * MOST], work[4 * MOST];
    paramod_eval eval;

    if (at->d->hessian != NULL)
        return at->d->hessian(at->t, eta, hessian, hessian + q * q, at->d->data);
    if (at->d->gradient == NULL)
        return second_differences(eta, hessian, data);
    (void)memcpy(u, eta, q * sizeof *u);
    eval = paramod_i_difference(q, 2 * q, gradients_at, data, u, jacobian, work);
    for (size_t f = 0; eval == PARAMOD_EVAL_OK && f < 2; f++)
        for (size_t i = 0; i < q; i++)
            for (size_t j = 0; j < q; j++)
                hessian[(f * q + i) * q + j] =
                    0.5 * (jacobian[j * 2 * q + f * q + i] +
                           jacobian[i * 2 * q + f * q + j]);
    return eval;
}

/* ---- as a family ------------------------------------------------------------ */

static void store(size_t q, int order, size_t row, const double *gradient,
                  const double *hessian, paramod_i_hazards *out)
{
    for (size_t j = 0; j < q; j++) {
        if (order > 0) {
            out->log_hazard_1[j][row] = gradient[j];
            out->cumulative_1[j][row] = gradient[q + j];
        }
        for (size_t i = 0; order > 1 && i <= j; i++) {
            out->log_hazard_2[paramod_i_pair(i, j)][row] = hessian[i * q + j];
            out->cumulative_2[paramod_i_pair(i, j)][row] =
                hessian[(q + i) * q + j];
        }
    }
}

static paramod_eval evaluate(const paramod_family *family, int order,
                             const paramod_i_times *times,
                             paramod_i_hazards *hazards)
{
    const definition *const d = family->definition;
    const size_t q = family->size;

    for (size_t row = 0; row < times->count; row++) {
        at_time at = { d, times->time[row] };
        double eta[MOST], gradient[2 * MOST], hessian[2 * MOST * MOST];
        paramod_eval eval;

        for (size_t j = 0; j < q; j++)
            eta[j] = times->eta[j][row];
        eval = d->evaluate(at.t, eta, &hazards->log_hazard[row],
                           &hazards->cumulative[row], d->data);
        if (eval == PARAMOD_EVAL_OK && order > 0)
            eval = gradients_at(eta, gradient, &at);
        if (eval == PARAMOD_EVAL_OK && order > 1)
            eval = hessians_at(eta, hessian, &at);
        if (eval != PARAMOD_EVAL_OK)
            return eval;
        store(q, order, row, gradient, hessian, hazards);
    }
    return PARAMOD_EVAL_OK;
}

static double cumulative(const definition *d, double log_t, const double *eta)
{
    double log_hazard, H;

    return d->evaluate(exp(log_t), eta, &log_hazard, &H, d->data) ==
                   PARAMOD_EVAL_OK ? H : NAN;
}

/* Bisection over log t in [-708, 709]: H increases, and 64 halvings leave no
 * more than rounding. */
static double inverse(const paramod_family *family, double y, const double *eta)
{
    const definition *const d = family->definition;
    double low = -708.0, high = 709.0;

    if (isnan(cumulative(d, 0.0, eta)))
        return NAN;
    if (!(cumulative(d, high, eta) >= y))
        return INFINITY;
    for (int i = 0; i < 64; i++) {
        const double middle = 0.5 * (low + high);

        if (cumulative(d, middle, eta) >= y)
            high = middle;
        else
            low = middle;
    }
    return exp(high);
}

/* H has a limit if it no longer grows between t = 1e150 and 1e300; a family
 * that takes longer to show it counts as having none. */
static double total(const paramod_family *family, const double *eta)
{
    const definition *const d = family->definition;
    const double half = cumulative(d, 345.4, eta), end = cumulative(d, 690.8, eta);

    return isnan(end) || end > half * (1.0 + 1e-9) ? INFINITY : end;
}

/* ---- creation ----------------------------------------------------------------- */

typedef struct user_family {
    paramod_family family;
    definition definition;
} user_family;

static paramod_status check_definition(const definition *d)
{
    if (d->name == NULL || d->name[0] == '\0')
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, "paramod_family_create",
                              "the family has no name");
    if (d->evaluate == NULL)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, "paramod_family_create",
                              "'%s': evaluate is null", d->name);
    if (d->parameters < 1 || d->parameters > MOST)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, "paramod_family_create",
                              "'%s': %zu parameters, but a family has 1 to 4",
                              d->name, d->parameters);
    for (size_t i = 0; i < d->parameters; i++) {
        if (d->parameter[i] == NULL || d->parameter[i][0] == '\0')
            return paramod_i_fail(PARAMOD_ERR_ARGUMENT, "paramod_family_create",
                                  "'%s': parameter %zu has no name", d->name, i);
        if (d->link[i] > PARAMOD_LINK_LOG1P)
            return paramod_i_fail(PARAMOD_ERR_ARGUMENT, "paramod_family_create",
                                  "'%s': '%s' has link %lu, which is none",
                                  d->name, d->parameter[i],
                                  (unsigned long)d->link[i]);
        for (size_t j = 0; j < i; j++)
            if (strcmp(d->parameter[i], d->parameter[j]) == 0)
                return paramod_i_fail(PARAMOD_ERR_ARGUMENT, "paramod_family_create",
                                      "'%s': two parameters are called '%s'",
                                      d->name, d->parameter[i]);
    }
    return PARAMOD_OK;
}

static void destroy(user_family *user)
{
    for (size_t i = 0; i < MOST; i++)
        paramod_i_free((void *)(uintptr_t)user->family.parameter[i]);
    paramod_i_free((void *)(uintptr_t)user->family.name);
    paramod_i_free(user);
}

/* Copies the texts; false if memory runs out. */
static bool copy_names(user_family *user, const definition *d)
{
    bool complete;

    user->family.name = paramod_i_copy_text(d->name);
    complete = user->family.name != NULL;
    for (size_t i = 0; i < d->parameters; i++) {
        user->family.parameter[i] = paramod_i_copy_text(d->parameter[i]);
        user->family.link[i] = d->link[i] == 0 ? PARAMOD_LINK_LOG
                                               : (paramod_link)d->link[i];
        user->family.intercept[i] = true;
        complete = complete && user->family.parameter[i] != NULL;
    }
    return complete;
}

paramod_status paramod_family_create(const paramod_family_definition *given,
                                     paramod_family **family_out)
{
    definition d;
    user_family *user;
    paramod_status status;

    if (given == NULL || family_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "definition or family_out is null");
    status = paramod_i_options_read(&d, sizeof d, given);
    if (status == PARAMOD_OK)
        status = check_definition(&d);
    if (status != PARAMOD_OK)
        return status;
    user = paramod_i_resize(NULL, 1, sizeof *user);
    if (user == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "'%s': out of memory", d.name);
    *user = (user_family){ .family = { .size = d.parameters, .evaluate = evaluate,
                                       .inverse = inverse, .total = total },
                           .definition = d };
    user->family.definition = &user->definition;
    if (!copy_names(user, &d)) {
        destroy(user);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "'%s': out of memory", d.name);
    }
    user->definition.name = user->family.name;
    *family_out = &user->family;
    return PARAMOD_OK;
}

void paramod_family_destroy(paramod_family *family)
{
    if (family != NULL && family->definition != NULL)
        destroy((user_family *)family);
}
