/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Prediction profiles: Kreutz, Raue, Timmer, "Likelihood based observability
 * analysis and confidence intervals for predictions of dynamic models", BMC Systems
 * Biology 6 (2012) 120. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "ident/profile_impl.h"

enum { LEVELS = 4 };

static const char caller[] = "paramod_ident_predict";

/* Where an extreme lies at a bound of all parameters that matter no crossing is
 * found; the last point is then the report. */
static paramod_status find_end(paramod_i_view *view, const paramod_i_base *base,
                               const paramod_i_goal *goal, paramod_ident_side *side)
{
    paramod_i_trace trace;
    const size_t before = view->evaluations;
    bool found = true;
    const paramod_status status = paramod_i_trace_create(view, base, goal, caller, &trace);

    if (status != PARAMOD_OK)
        return status;
    for (int m = 1; m <= LEVELS && found; m++) {
        const double share = (double)m / LEVELS;

        found = paramod_i_crossing(&trace, base->drop * share * share);
    }
    *side = (paramod_ident_side){ .end = found ? PARAMOD_IDENT_FINITE
                                               : PARAMOD_IDENT_FAILED,
                                  .other = PARAMOD_IDENT_NONE, .rise = trace.rise,
                                  .residual = trace.residual, .slice = (double)NAN,
                                  .evaluations = view->evaluations - before };
    side->x = side->theta = trace.value;
    paramod_i_trace_release(&trace);
    return PARAMOD_OK;
}

paramod_status paramod_ident_predict(const paramod_ident *ident, const double *theta,
                                     paramod_ident_prediction prediction, void *data,
                                     const paramod_ident_profile_options *given,
                                     paramod_ident_side side[2])
{
    paramod_i_goal goal = { .j = PARAMOD_IDENT_NONE, .prediction = prediction,
                            .data = data };
    paramod_ident_profile_options options;
    paramod_ident_side found[2];
    paramod_i_view *view = NULL;
    paramod_i_base base;
    paramod_status status;
    double *x;

    if (ident == NULL || theta == NULL || prediction == NULL || side == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT,
                            "ident, theta, prediction or side is null");
    if (ident->model.measured == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the model has no data to profile");
    status = paramod_i_read_profile_options(given, __func__, &options);
    if (status != PARAMOD_OK)
        return status;
    x = paramod_i_resize(NULL, ident->k, sizeof *x);
    if (x == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    status = paramod_i_ident_enter(ident, __func__, theta, x);
    if (status == PARAMOD_OK)
        status = paramod_i_view_create(ident, true, __func__, &view);
    if (status == PARAMOD_OK)
        status = paramod_i_find_base(view, x, options.drop, __func__, &base);
    for (size_t i = 0; i < 2 && status == PARAMOD_OK; i++) {
        goal.side = i == 0 ? -1.0 : 1.0;
        status = find_end(view, &base, &goal, &found[i]);
    }
    if (status == PARAMOD_OK)
        (void)memcpy(side, found, sizeof found);
    paramod_i_view_destroy(view);
    paramod_i_free(x);
    return status;
}
