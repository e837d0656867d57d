/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>

#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "spline/allocation_impl.h"

static double forward(uint64_t map, double x)
{
    return map == PARAMOD_KNOTS_LOG ? log(x)
        : map == PARAMOD_KNOTS_SINH ? asinh(x) : x;
}

double paramod_i_map(const paramod_i_task *task, double x)
{
    return forward(task->options.map, x);
}

/* exp(log x) and sinh(asinh x) need not be x: the ends are set. */
double paramod_i_unmap(const paramod_i_task *task, double u)
{
    const uint64_t map = task->options.map;

    if (u <= task->u_from)
        return task->from;
    if (u >= task->u_to)
        return task->to;
    return map == PARAMOD_KNOTS_LOG ? exp(u)
        : map == PARAMOD_KNOTS_SINH ? sinh(u) : u;
}

static paramod_status check_bounds(const paramod_i_task *t)
{
    if (!isfinite(t->from))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "from is %g; it must be finite",
                            t->from);
    if (!isfinite(t->to))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "to is %g; it must be finite", t->to);
    if (t->from >= t->to)
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "from is %g, which is not below to, "
                            "%g", t->from, t->to);
    if (!isfinite(t->to - t->from))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "the interval from %g to %g is wider "
                            "than the largest number", t->from, t->to);
    if (t->options.map == PARAMOD_KNOTS_LOG && t->from <= 0.0)
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "from is %g; the logarithmic map "
                            "needs it above 0", t->from);
    return PARAMOD_OK;
}

static paramod_status check_tolerance(const paramod_knots_options *o)
{
    if (!(o->tolerance >= 0.0) || !isfinite(o->tolerance))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "the tolerance is %g; it must be "
                            "above 0 and finite", o->tolerance);
    if (!(o->scale >= 0.0) || !isfinite(o->scale))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "the scale is %g; it must be 0 or "
                            "more, and finite", o->scale);
    for (size_t i = 0; o->scales != NULL && i < o->components; i++)
        if (!(o->scales[i] >= 0.0) || !isfinite(o->scales[i]))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "scale %zu is %g; it must be 0 "
                                "or more, and finite", i, o->scales[i]);
    if (!isfinite(o->refine_deviations))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "refine_deviations is %g; it must be "
                            "finite", o->refine_deviations);
    return PARAMOD_OK;
}

static paramod_status check_counts(const paramod_knots_options *o)
{
    if (o->mode > PARAMOD_KNOTS_UNIFORM)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "there is no mode %lu",
                            (unsigned long)o->mode);
    if (o->map > PARAMOD_KNOTS_SINH)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "there is no map %lu",
                            (unsigned long)o->map);
    if (o->max_knots < PARAMOD_I_LEAST_KNOTS)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "max_knots is %zu; the spline "
                            "needs at least %d knots", o->max_knots,
                            (int)PARAMOD_I_LEAST_KNOTS);
    if (o->max_evaluations < PARAMOD_I_LEAST_KNOTS)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "max_evaluations is %zu; at least "
                            "%d are needed", o->max_evaluations,
                            (int)PARAMOD_I_LEAST_KNOTS);
    if (o->uniform < 7 || o->uniform >= 10000000)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "%zu uniform knots were asked for; "
                            "7 to 9999999 are possible", o->uniform);
    return PARAMOD_OK;
}

static paramod_status check_breaks(const paramod_i_task *t)
{
    double last = t->from;

    if (t->options.break_count > 0 && t->options.breaks == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "break_count is %zu, but breaks is "
                            "null", t->options.break_count);
    for (size_t i = 0; i < t->options.break_count; i++) {
        const double b = t->options.breaks[i];

        if (!(b > last) || !(b < t->to))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "break %zu is %g; breaks ascend "
                                "inside (%g, %g)", i, b, t->from, t->to);
        last = b;
    }
    return PARAMOD_OK;
}

static void set_defaults(paramod_knots_options *o)
{
    if (o->tolerance == 0.0)
        o->tolerance = 1e-8;
    if (o->components == 0)
        o->components = 1;
    if (o->max_knots == 0)
        o->max_knots = 1000000;
    if (o->max_evaluations == 0)
        o->max_evaluations = 1000000;
    if (o->refine == 0)
        o->refine = 1;
    else if (o->refine == PARAMOD_KNOTS_NONE)
        o->refine = 0;
    if (o->refine_deviations == 0.0)
        o->refine_deviations = 1.0;
    if (o->uniform == 0)
        o->uniform = 100;
}

/* The paper's methods take no less than what they are given; ours could not
 * tell an error of a few roundings from none. */
static void settle(paramod_i_task *t)
{
    const double least = 4.0 * DBL_EPSILON;

    t->u_from = paramod_i_map(t, t->from);
    t->u_to = paramod_i_map(t, t->to);
    t->components = t->options.components;
    t->floored = t->options.tolerance < least;
    t->tolerance = t->floored ? least : t->options.tolerance;
}

paramod_status paramod_i_task_read(double from, double to,
                                   const paramod_knots_options *given,
                                   paramod_i_task *task)
{
    paramod_i_task t = { .from = from, .to = to };
    paramod_status status = paramod_i_options_read(&t.options, sizeof t.options, given);

    if (status == PARAMOD_OK) {
        set_defaults(&t.options);
        status = check_counts(&t.options);
    }
    if (status == PARAMOD_OK)
        status = check_bounds(&t);
    if (status == PARAMOD_OK)
        status = check_tolerance(&t.options);
    if (status == PARAMOD_OK)
        status = check_breaks(&t);
    if (status != PARAMOD_OK)
        return status;
    settle(&t);
    t.scale = paramod_i_resize(NULL, t.components, sizeof *t.scale);
    if (t.scale == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < t.components; i++)
        t.scale[i] = t.options.scales != NULL ? t.options.scales[i] : t.options.scale;
    *task = t;
    return PARAMOD_OK;
}

void paramod_i_task_release(paramod_i_task *task)
{
    paramod_i_free(task->scale);
}
