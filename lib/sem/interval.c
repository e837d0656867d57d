/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Profile-likelihood intervals: the signed root r(c) = +-sqrt(n (F(c) - F^)) of
 * the fit in which the parameter is c, which is nearly linear in c, is brought to
 * +-sqrt(quantile) by regula falsi (Illinois). */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "infer/chi_squared_impl.h"
#include "sem/report_impl.h"

static const char caller[] = "paramod_sem_fit_profile";

typedef struct profile {
    const paramod_sem_fit *fit;
    size_t index;
    double goal;             /* sqrt of the quantile */
    paramod_sem_model model; /* the fit's, with one more constraint, the last */
    paramod_i_objective *objective;
    double *unit, *theta;    /* q, q: the last fit */
    paramod_i_constraint *constraint;
    paramod_status status;
} profile;

/* The root at c less the goal; false if the constrained fit fails. */
static bool excess(profile *p, double c, double *value)
{
    const size_t q = p->fit->model->parameters;
    paramod_i_reduction *reduction = NULL;
    paramod_i_scoring *scoring = NULL;
    bool fine = false;

    p->constraint[p->model.constraints - 1].bound = c;
    p->status = paramod_i_reduction_create(&p->model, p->fit->options.bounds == 1, caller,
                                           &reduction);
    if (p->status == PARAMOD_OK)
        p->status = paramod_i_scoring_create(p->objective, reduction, NULL, NULL, caller,
                                          &scoring);
    if (p->status == PARAMOD_OK) {
        memcpy(scoring->theta, p->theta, q * sizeof *p->theta);
        scoring->max_iterations = p->fit->options.max_iterations;
        fine = paramod_i_scoring_run(scoring) &&
               scoring->ending == PARAMOD_SEM_CONVERGED;
        if (fine) {
            const double rise = p->objective->n * (scoring->f - p->fit->optimum[0].f);

            memcpy(p->theta, scoring->theta, q * sizeof *p->theta);
            *value = sqrt(fmax(rise, 0.0)) - p->goal;
            fine = rise > -1e-6; /* else there is a better optimum elsewhere */
        }
    }
    paramod_i_scoring_destroy(scoring);
    paramod_i_reduction_destroy(reduction);
    return fine;
}

/* Between c0, where the excess is f0 < 0, and c1, where it is f1 > 0. */
static bool bisect(profile *p, double c0, double f0, double c1, double f1, double *end)
{
    for (int tries = 0; tries < 60; tries++) {
        double c = (c0 * f1 - c1 * f0) / (f1 - f0), f;

        if (!excess(p, c, &f)) {
            c = 0.5 * (c0 + c1);
            if (!excess(p, c, &f))
                return false;
        }
        *end = c;
        if (fabs(f) <= 1e-11 * p->goal || fabs(c1 - c0) <= 1e-13 * fabs(c))
            return true;
        if (f > 0.0) {
            c1 = c;
            f1 = f;
            f0 *= 0.5;
        } else {
            c0 = c;
            f0 = f;
            f1 *= 0.5;
        }
    }
    return true;
}

/* Outwards by steps that double until the likelihood has dropped far enough. */
static paramod_profile_end seek(profile *p, double step, double bound, double *end)
{
    const double centre = p->fit->theta[p->index];
    double c0 = centre, f0 = -p->goal;

    memcpy(p->theta, p->fit->theta, p->fit->model->parameters * sizeof *p->theta);
    for (int doubling = 0; doubling < 30; doubling++) {
        double c1 = c0 + step, f1;
        bool at_bound = false;

        if ((step < 0.0 && c1 <= bound) || (step > 0.0 && c1 >= bound)) {
            c1 = bound;
            at_bound = true;
        }
        if (!excess(p, c1, &f1)) {
            *end = c0;
            step *= 0.25;
            if (p->status != PARAMOD_OK || fabs(step) < 1e-6 * (fabs(c0 - centre) +
                                                                1e-300))
                return PARAMOD_PROFILE_FAILED;
            continue;
        }
        if (f1 > 0.0)
            return bisect(p, c0, f0, c1, f1, end) ? PARAMOD_PROFILE_FINITE
                                                  : PARAMOD_PROFILE_FAILED;
        if (at_bound) {
            *end = bound;
            return PARAMOD_PROFILE_OPEN;
        }
        c0 = c1;
        f0 = f1;
        step *= 2.0;
    }
    *end = step > 0.0 ? INFINITY : -INFINITY;
    return PARAMOD_PROFILE_OPEN;
}

static paramod_status prepare(profile *p)
{
    const paramod_sem_model *const m = p->fit->model;
    const size_t q = m->parameters;

    p->unit = paramod_i_resize(NULL, 2 * q, sizeof *p->unit);
    p->constraint = paramod_i_resize(NULL, m->constraints + 1, sizeof *p->constraint);
    if (p->unit == NULL || p->constraint == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    p->theta = p->unit + q;
    memset(p->unit, 0, q * sizeof *p->unit);
    p->unit[p->index] = 1.0;
    if (m->constraints > 0)
        memcpy(p->constraint, m->constraint, m->constraints * sizeof *p->constraint);
    p->constraint[m->constraints] = (paramod_i_constraint){
        .relation = PARAMOD_I_EQUAL, .coefficient = p->unit };
    p->model = *m;
    p->model.constraint = p->constraint;
    p->model.constraints++;
    return paramod_i_objective_create(
        m, p->fit->plan.kind, (const paramod_i_sample *const *)p->fit->sample,
        p->fit->plan.minus_one, caller, &p->objective);
}

static paramod_status find_ends(profile *p, paramod_interval *interval)
{
    const paramod_sem_model *const m = p->fit->model;
    const double *const v = p->fit->has_expected ? p->fit->expected : NULL;
    const double variance = v == NULL ? 0.0 : v[p->index * (m->parameters + 1)];
    const double step = variance > 0.0 ? p->goal * sqrt(variance)
                                       : 0.1 + fabs(p->fit->theta[p->index]);
    paramod_interval found;

    found.lower_end = seek(p, -step, m->lower[p->index], &found.lower);
    if (p->status == PARAMOD_OK)
        found.upper_end = seek(p, step, m->upper[p->index], &found.upper);
    if (p->status == PARAMOD_OK)
        *interval = found;
    return p->status;
}

paramod_status paramod_sem_fit_profile(const paramod_sem_fit *fit, size_t index,
                                       double level, paramod_interval *interval)
{
    profile p = { .fit = fit, .index = index };
    paramod_status status;

    if (fit == NULL || interval == NULL || index >= fit->model->parameters)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit or interval is null, or there is "
                            "no parameter %zu", index);
    if (!fit->plan.likelihood)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "only estimators of maximum likelihood "
                            "have profiles");
    if (!(level > 0.0 && level < 1.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "the level %g is not inside (0, 1)",
                            level);
    p.goal = sqrt(paramod_i_chi_squared_quantile(level));
    status = prepare(&p);
    if (status == PARAMOD_OK)
        status = find_ends(&p, interval);
    paramod_i_objective_destroy(p.objective);
    paramod_i_free(p.unit);
    paramod_i_free(p.constraint);
    return status;
}
