/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>

#include "core/text_impl.h"
#include "optim/stop_impl.h"

double paramod_i_stop_value(const paramod_i_stop *stop, const paramod_i_model *q)
{
    return stop->problem->least_squares ? 2.0 * q->f : -q->f;
}

/* |J J^+ r|^2 / |r|^2 = 2 decrement / (2 f). */
double paramod_i_stop_decrement(const paramod_i_stop *stop,
                                const paramod_i_model *q)
{
    if (!stop->problem->least_squares)
        return q->decrement;
    return q->f > 0.0 ? q->decrement / q->f : 0.0;
}

/* The tolerance in units of f: log L has its own scale, squares have not. */
static double tolerance(const paramod_i_stop *stop, const paramod_i_model *q)
{
    const double given = stop->options->gradient_tolerance;

    return stop->problem->least_squares ? given * q->f : given;
}

bool paramod_i_stop_is_solved(const paramod_i_stop *stop,
                              const paramod_i_model *q)
{
    return q->decrement <= fmax(tolerance(stop, q), q->floor) &&
           paramod_i_model_is_convex(q);
}

static void explain_gradient(const paramod_i_stop *stop,
                             const paramod_i_model *q)
{
    const double decrement = paramod_i_stop_decrement(stop, q);
    const char *const of = stop->problem->least_squares
                               ? ", as a share of the sum of squares," : "";
    char *const text = stop->end->text;

    if (stop->problem->least_squares && q->f == 0.0)
        (void)paramod_i_format(text, PARAMOD_I_ENDING_SIZE,
                               "all residuals are zero");
    else if (q->decrement <= tolerance(stop, q))
        (void)paramod_i_format(text, PARAMOD_I_ENDING_SIZE,
                               "the Newton decrement %.2g%s is not above %.2g",
                               decrement, of, stop->options->gradient_tolerance);
    else
        (void)paramod_i_format(text, PARAMOD_I_ENDING_SIZE,
                               "the Newton decrement %.2g%s is not above its "
                               "rounding error", decrement, of);
}

static paramod_fit_end limit(const paramod_i_stop *stop, size_t number,
                             const char *what)
{
    (void)paramod_i_format(stop->end->text, PARAMOD_I_ENDING_SIZE,
                           "the limit of %zu %s was reached", number, what);
    return stop->end->ending = PARAMOD_FIT_LIMIT;
}

static paramod_fit_end finish(const paramod_i_stop *stop,
                              paramod_fit_end ending, const char *text)
{
    stop->end->ending = ending;
    (void)paramod_i_format(stop->end->text, PARAMOD_I_ENDING_SIZE, "%s", text);
    return ending;
}

paramod_fit_end paramod_i_stop_at_point(paramod_i_stop *stop,
                                        const paramod_i_model *q)
{
    const paramod_fit_options *options = stop->options;

    if (paramod_i_stop_is_solved(stop, q)) {
        explain_gradient(stop, q);
        return stop->end->ending = PARAMOD_FIT_GRADIENT;
    }
    if (atomic_load(stop->interrupted))
        return finish(stop, PARAMOD_FIT_INTERRUPTED,
                           "the monitor asked to stop");
    if (stop->end->iterations >= options->max_iterations)
        return limit(stop, options->max_iterations, "iterations");
    if (stop->problem->evaluations >= options->max_evaluations)
        return limit(stop, options->max_evaluations, "evaluations");
    return PARAMOD_I_GO_ON;
}

/* A coordinate stands still if its step is small beside itself, or moves f no
 * more than rounding of the other coordinates does: so a coordinate whose
 * solution is 0 needs no absolute tolerance. */
paramod_fit_end paramod_i_stop_at_step(paramod_i_stop *stop, const double *u,
                                       const paramod_i_model *q,
                                       const paramod_i_step *step)
{
    const double given = stop->options->step_tolerance;
    const double rounding = DBL_EPSILON * paramod_i_scaled_norm(q, u);

    if (!step->full || !paramod_i_model_is_convex(q))
        return PARAMOD_I_GO_ON;
    for (size_t j = 0; j < q->k; j++)
        if (fabs(step->s[j]) > given * fabs(u[j]) &&
            q->scale[j] * fabs(step->s[j]) > rounding)
            return PARAMOD_I_GO_ON;
    (void)paramod_i_format(stop->end->text, PARAMOD_I_ENDING_SIZE,
                           "the Newton step is not above %.2g of any parameter",
                           given);
    return stop->end->ending = PARAMOD_FIT_STEP;
}

paramod_fit_end paramod_i_stop_at_rejection(paramod_i_stop *stop,
                                            const paramod_i_model *q,
                                            const paramod_i_step *step,
                                            bool computable)
{
    if (step->predicted > q->noise)
        return PARAMOD_I_GO_ON;
    return finish(stop, PARAMOD_FIT_STALLED,
                       computable ? "rounding error in the model hides any "
                                    "further progress"
                                  : "the model cannot be computed on the way "
                                    "to better points");
}

paramod_fit_end paramod_i_stop_at_noise(paramod_i_stop *stop,
                                        const paramod_i_model *q)
{
    if (q->decrement > 4.0 * q->noise)
        return finish(stop, PARAMOD_FIT_STALLED, "rounding error in the "
                           "model hides any further progress");
    return finish(stop, PARAMOD_FIT_STEP, "the Newton step changes the "
                       "value by less than its rounding error");
}

void paramod_i_stop_unconfirmed(paramod_i_stop *stop)
{
    (void)finish(stop, PARAMOD_FIT_STALLED,
                      "the gradient is small, but second derivatives that "
                      "would confirm a solution cannot be computed");
}

void paramod_i_stop_report(paramod_i_stop *stop, const double *u,
                           const paramod_i_model *q)
{
    const paramod_fit_options *options = stop->options;
    paramod_fit_progress progress = { .start = stop->start, .theta = stop->theta };

    if (options->monitor == NULL)
        return;
    paramod_space_unpack(stop->problem->space, u, stop->theta);
    progress.iteration = stop->end->iterations;
    progress.evaluations = stop->problem->evaluations;
    progress.value = paramod_i_stop_value(stop, q);
    progress.decrement = paramod_i_stop_decrement(stop, q);
    if (options->monitor(&progress, options->monitor_data) != 0)
        atomic_store(stop->interrupted, true);
}
