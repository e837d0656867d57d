/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Equal steps of the map, without a test. */

#include <math.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "spline/allocation_impl.h"

typedef struct uniform {
    double not_finite_x;
} uniform;

static void destroy(void *state)
{
    paramod_i_free(state);
}

static void *begin(const paramod_i_task *task, paramod_i_samples *samples)
{
    uniform *g = paramod_i_resize(NULL, 1, sizeof *g);
    const size_t n = task->options.uniform;

    for (size_t i = 0; g != NULL && i < n; i++) {
        const double u = i == n - 1 ? task->u_to
            : task->u_from + (task->u_to - task->u_from) / ((double)n - 1.0) * (double)i;

        if (paramod_i_samples_add(samples, u, paramod_i_unmap(task, u)) == (size_t)-1) {
            destroy(g);
            return NULL;
        }
    }
    if (g != NULL)
        g->not_finite_x = NAN;
    return g;
}

static bool tell(void *state, paramod_i_samples *samples)
{
    uniform *g = state;

    for (size_t i = samples->count; i-- > 0;)
        if (!samples->finite[i])
            g->not_finite_x = samples->x[i];
    return true;
}

static paramod_status finish(void *state, const paramod_i_samples *samples,
                             paramod_knots **knots_out)
{
    const uniform *g = state;
    paramod_knots *k;

    if (samples->told == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_CALLBACK, "no values were told");
    if (!isnan(g->not_finite_x))
        return PARAMOD_FAIL(PARAMOD_ERR_CALLBACK, "the function is not finite at x = "
                            "%.17g, one of the uniform knots", g->not_finite_x);
    k = paramod_i_knots_from_samples(samples, samples->told);
    if (k == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    k->report.ending = PARAMOD_KNOTS_UNTESTED;
    k->report.achieved_error = NAN;
    (void)paramod_i_format(k->text, sizeof k->text, "%zu uniform knots, not tested",
                           samples->told);
    *knots_out = k;
    return PARAMOD_OK;
}

const paramod_i_method *paramod_i_uniform(void)
{
    static const paramod_i_method method = { begin, tell, finish, destroy };

    return &method;
}
