/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The loop of asking and telling, around any method. */

#include <math.h>

#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "spline/allocation_impl.h"

struct paramod_allocation {
    paramod_i_task task;
    paramod_i_samples samples;
    const paramod_i_method *method;
    void *state;
    size_t passes;
    bool broken; /* memory ran out inside a pass */
};

static const paramod_i_method *method_of(uint64_t mode)
{
    switch (mode) {
    case PARAMOD_KNOTS_COMPATIBLE:
    case PARAMOD_KNOTS_CLOSURE:     return paramod_i_autoknots();
    case PARAMOD_KNOTS_FOUR_POINTS: return paramod_i_four_points();
    case PARAMOD_KNOTS_UNIFORM:     return paramod_i_uniform();
    default:                        return paramod_i_hybrid();
    }
}

paramod_status paramod_allocation_create(double from, double to,
                                         const paramod_knots_options *options,
                                         paramod_allocation **allocation_out)
{
    paramod_allocation *a;
    paramod_i_task task;
    paramod_status status;

    if (allocation_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "allocation_out must not be null");
    status = paramod_i_task_read(from, to, options, &task);
    if (status != PARAMOD_OK)
        return status;
    a = paramod_i_resize(NULL, 1, sizeof *a);
    if (a == NULL) {
        paramod_i_task_release(&task);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    }
    *a = (paramod_allocation) {
        .task = task, .method = method_of(task.options.mode),
        .samples = { .components = task.components,
                     .with_slope = task.options.with_slope != 0,
                     .with_error = task.options.with_error != 0 },
    };
    a->state = a->method->begin(&a->task, &a->samples);
    if (a->state == NULL) {
        paramod_allocation_destroy(a);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    }
    *allocation_out = a;
    return PARAMOD_OK;
}

void paramod_allocation_destroy(paramod_allocation *allocation)
{
    if (allocation == NULL)
        return;
    if (allocation->state != NULL)
        allocation->method->destroy(allocation->state);
    paramod_i_samples_release(&allocation->samples);
    paramod_i_task_release(&allocation->task);
    paramod_i_free(allocation);
}

size_t paramod_allocation_ask(const paramod_allocation *allocation, const double **x)
{
    const paramod_i_samples *s = &allocation->samples;

    if (allocation->broken)
        return 0;
    if (x != NULL)
        *x = s->x + s->told;
    return s->count - s->told;
}

/* True if all components of the values at sample i are finite. */
static bool is_finite(const paramod_i_samples *s, size_t i)
{
    for (size_t k = i * s->components; k < (i + 1) * s->components; k++)
        if (!isfinite(s->y[k]) || (s->slope != NULL && !isfinite(s->slope[k])))
            return false;
    return true;
}

static void take(paramod_i_samples *s, const double *y, const double *slope,
                 const double *error)
{
    const size_t m = s->components, first = s->told * m, count = s->count * m - first;

    for (size_t k = 0; k < count; k++) {
        s->y[first + k] = y[k];
        if (s->slope != NULL)
            s->slope[first + k] = slope[k];
        if (s->error != NULL)
            s->error[first + k] = error[k] > 0.0 ? error[k] : 0.0;
    }
    for (; s->told < s->count; s->told++)
        s->finite[s->told] = is_finite(s, s->told);
}

/* The method has new values. */
static paramod_status advance(paramod_allocation *a)
{
    a->passes++;
    if (!a->method->tell(a->state, &a->samples)) {
        a->broken = true;
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    }
    return PARAMOD_OK;
}

paramod_status paramod_allocation_tell(paramod_allocation *allocation,
                                       const double *y, const double *slope,
                                       const double *error)
{
    if (allocation == NULL || y == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "allocation and y must not be null");
    if (paramod_allocation_ask(allocation, NULL) == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the allocation has not asked for "
                            "values");
    if (allocation->samples.with_slope && slope == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the options announce slopes, but "
                            "slope is null");
    if (allocation->samples.with_error && error == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the options announce errors, but "
                            "error is null");
    take(&allocation->samples, y, slope, error);
    return advance(allocation);
}

paramod_status paramod_allocation_finish(paramod_allocation *allocation,
                                         paramod_knots **knots_out)
{
    paramod_knots *k = NULL;
    paramod_status status;

    if (allocation == NULL || knots_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "allocation and knots_out must not "
                            "be null");
    if (allocation->broken)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    status = allocation->method->finish(allocation->state, &allocation->samples, &k);
    if (status != PARAMOD_OK)
        return status;
    k->report.evaluations = allocation->samples.told;
    k->report.passes = allocation->passes;
    *knots_out = k;
    return PARAMOD_OK;
}

/* ---- the function called for the caller ---------------------------------- */

typedef struct calls {
    const paramod_knots_function *f;
    const double *x;
} calls;

static paramod_status call_one(size_t index, void *result, void *data)
{
    const calls *c = data;

    *(double *)result = c->f->value(c->x[index], c->f->data);
    return PARAMOD_OK;
}

/* Fills the awaited samples in place. */
static paramod_status call(paramod_allocation *a, const paramod_knots_function *f)
{
    paramod_i_samples *s = &a->samples;
    const size_t first = s->told, count = s->count - first, m = s->components;
    const paramod_executor *executor = a->task.options.executor;
    calls c = { f, s->x + first };

    if (f->batch != NULL) {
        if (f->batch(count, s->x + first, s->y + first * m,
                     s->slope != NULL ? s->slope + first * m : NULL,
                     s->error != NULL ? s->error + first * m : NULL, f->data)
            != PARAMOD_EVAL_OK)
            return PARAMOD_FAIL(PARAMOD_ERR_CALLBACK, "the function gave up in the "
                                "batch of %zu points from x = %.17g", count, c.x[0]);
    } else if (executor != NULL) {
        return executor->run(count, sizeof(double), s->y + first, call_one, &c,
                             executor->self);
    } else {
        for (size_t i = 0; i < count; i++)
            s->y[first + i] = f->value(c.x[i], f->data);
    }
    return PARAMOD_OK;
}

static paramod_status check_function(const paramod_knots_function *f,
                                     const paramod_i_task *task)
{
    const paramod_knots_options *o = &task->options;

    if ((f->value == NULL) == (f->batch == NULL))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "exactly one of value and batch "
                            "must be set");
    if (f->value != NULL && (o->components > 1 || o->with_slope != 0
                             || o->with_error != 0))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "value gives one number: several "
                            "components, slopes and errors need batch");
    return PARAMOD_OK;
}

static paramod_status run(paramod_allocation *a, const paramod_knots_function *f)
{
    paramod_status status = check_function(f, &a->task);

    while (status == PARAMOD_OK && paramod_allocation_ask(a, NULL) > 0) {
        const size_t first = a->samples.told * a->samples.components;

        status = call(a, f);
        if (status == PARAMOD_OK) {
            paramod_i_samples *s = &a->samples;

            take(s, s->y + first, s->slope != NULL ? s->slope + first : NULL,
                 s->error != NULL ? s->error + first : NULL);
            status = advance(a);
        }
    }
    return status;
}

paramod_status paramod_knots_create(const paramod_knots_function *function,
                                    double from, double to,
                                    const paramod_knots_options *options,
                                    paramod_knots **knots_out)
{
    paramod_knots_function f;
    paramod_allocation *a = NULL;
    paramod_status status;

    if (function == NULL || knots_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "function and knots_out must not be "
                            "null");
    status = paramod_i_options_read(&f, sizeof f, function);
    if (status == PARAMOD_OK)
        status = paramod_allocation_create(from, to, options, &a);
    if (status == PARAMOD_OK)
        status = run(a, &f);
    if (status == PARAMOD_OK)
        status = paramod_allocation_finish(a, knots_out);
    paramod_allocation_destroy(a);
    return status;
}
