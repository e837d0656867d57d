/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The subproblem in its eigenbasis (More and Sorensen 1983; Conn, Gould and
 * Toint, "Trust-Region Methods", 2000, chapter 7).  Its solution is
 * y_i = -slope_i / (w_i + lambda) with lambda >= max(0, -w_min), and lambda = 0
 * unless |y| = radius.  Each component is one quotient of numbers that carry
 * full relative accuracy, so a Jacobian whose singular values spread over 1e10
 * loses nothing here although w = sigma^2 spreads over 1e20.
 */

#include <float.h>
#include <math.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/dense_impl.h"
#include "optim/trust_impl.h"

/* ---- the quadratic model ------------------------------------------------ */

paramod_status paramod_i_model_create(size_t k, paramod_i_model **q_out)
{
    paramod_i_model *q = paramod_i_resize(NULL, 1, sizeof *q);
    double *work = paramod_i_resize(NULL, 3 * k + k * k + 1, sizeof *work);

    if (q == NULL || work == NULL) {
        paramod_i_free(q);
        paramod_i_free(work);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    }
    *q = (paramod_i_model){ .k = k, .scale = work, .curvature = work + k,
                                .slope = work + 2 * k, .basis = work + 3 * k,
                                .work = work };
    for (size_t j = 0; j < k; j++)
        q->scale[j] = 0.0;
    *q_out = q;
    return PARAMOD_OK;
}

void paramod_i_model_destroy(paramod_i_model *q)
{
    if (q == NULL)
        return;
    paramod_i_free(q->work);
    paramod_i_free(q);
}

double paramod_i_scale(double old, double decay, double d_j, double u_j)
{
    const double scale = fmax(d_j, decay * old);

    /* The bounds keep quotients and squares of scales finite. */
    if (scale > 0.0)
        return fmin(fmax(scale, 1e-140), 1e140);
    return 1.0 / fmax(1.0, fmin(fabs(u_j), 1e140));
}

double paramod_i_scaled_norm(const paramod_i_model *q, const double *u)
{
    double sum = 0.0;

    for (size_t j = 0; j < q->k; j++)
        sum = hypot(sum, q->scale[j] * u[j]);
    return sum;
}

void paramod_i_model_finish(paramod_i_model *q)
{
    double sum = 0.0;

    for (size_t i = 0; i < q->k; i++) {
        const double w = fmax(fabs(q->curvature[i]), q->negligible);

        if (q->slope[i] != 0.0)
            sum += q->slope[i] * (q->slope[i] / w);
    }
    q->decrement = 0.5 * sum;
}

static double smallest(const paramod_i_model *q)
{
    double least = INFINITY;

    for (size_t i = 0; i < q->k; i++)
        least = fmin(least, q->curvature[i]);
    return least;
}

bool paramod_i_model_is_convex(const paramod_i_model *q)
{
    double largest = 0.0;

    for (size_t i = 0; i < q->k; i++)
        largest = fmax(largest, fabs(q->curvature[i]));
    return smallest(q) >= -sqrt(DBL_EPSILON) * largest;
}

double paramod_i_model_reach(const paramod_i_model *q)
{
    double sum = 0.0;

    for (size_t i = 0; i < q->k; i++)
        if (q->slope[i] != 0.0)
            sum = hypot(sum, q->slope[i] / fmax(fabs(q->curvature[i]),
                                                q->negligible));
    return sum;
}

/* ---- its minimiser in a ball -------------------------------------------- */

/* True if direction i is neither curved nor sloped, given a shift lambda, as
 * far as rounding lets one see: a ball of this radius gains nothing there. */
static bool is_flat(const paramod_i_model *q, size_t i, double lambda,
                    double radius)
{
    return q->curvature[i] + lambda <= q->negligible &&
           fabs(q->slope[i]) <= q->negligible * radius;
}

/* y(lambda), without its flat components; returns |y|. */
static double shifted(const paramod_i_model *q, double lambda, double radius,
                      double *y)
{
    double sum = 0.0;

    for (size_t i = 0; i < q->k; i++) {
        y[i] = is_flat(q, i, lambda, radius)
                   ? 0.0 : -q->slope[i] / (q->curvature[i] + lambda);
        sum = hypot(sum, y[i]);
    }
    return sum;
}

/* True if y(lambda) has nothing but flat components where w_i + lambda is not
 * safely positive, so that shifted() may be asked. */
static bool is_regular(const paramod_i_model *q, double lambda, double radius)
{
    for (size_t i = 0; i < q->k; i++)
        if (q->curvature[i] + lambda <= q->negligible &&
            !is_flat(q, i, lambda, radius))
            return false;
    return true;
}

/* The lambda with |y(lambda)| = radius.  Newton's method for 1/|y| - 1/radius,
 * which is concave in lambda, rises monotonically from a start at which
 * |y| >= radius; such a start is the largest lambda that any single component
 * demands.  Steps of rounding size end it. */
static double boundary(const paramod_i_model *q, double radius, double *y)
{
    double lambda = 0.0;

    for (size_t i = 0; i < q->k; i++)
        lambda = fmax(lambda, fabs(q->slope[i]) / radius - q->curvature[i]);
    for (int round = 0; round < 60; round++) {
        const double length = shifted(q, lambda, radius, y);
        double sum = 0.0;
        double next;

        if (!(length > 1.001 * radius))
            break;
        for (size_t i = 0; i < q->k; i++)
            if (y[i] != 0.0)
                sum += (y[i] / length) * (y[i] / length) /
                       (q->curvature[i] + lambda);
        next = lambda + (length / radius - 1.0) / sum;
        if (!(next > lambda))
            break;
        lambda = next;
    }
    return lambda;
}

/* The hard case: |y| < radius at lambda = -w_min, and the rest of the radius
 * is spent along the direction of the most negative curvature. */
static void spend_rest(const paramod_i_model *q, double length, double radius,
                       double *y)
{
    const double rest = sqrt((radius - length) * (radius + length));
    size_t least = 0;

    for (size_t i = 1; i < q->k; i++)
        if (q->curvature[i] < q->curvature[least])
            least = i;
    y[least] = q->slope[least] > 0.0 ? -rest : rest;
}

/* Chooses lambda and y; true if the step is the unrestricted minimiser. */
static bool solve(const paramod_i_model *q, double radius, double *y,
                  double *lambda)
{
    const double least = smallest(q);

    *lambda = least < -q->negligible ? -least : 0.0;
    if (is_regular(q, *lambda, radius)) {
        const double length = shifted(q, *lambda, radius, y);

        if (length <= radius && *lambda > 0.0)
            spend_rest(q, length, radius, y);
        if (length <= radius)
            return *lambda == 0.0;
    }
    *lambda = boundary(q, radius, y);
    return false;
}

void paramod_i_model_turn_back(const paramod_i_model *q, const double *y, double *s)
{
    paramod_i_times(q->k, q->k, q->basis, y, s);
    for (size_t j = 0; j < q->k; j++)
        s[j] /= q->scale[j];
}

/* The fall of the model is sum y_i^2 (w_i / 2 + lambda), free of cancellation
 * because slope_i = -(w_i + lambda) y_i. */
void paramod_i_trust_step(const paramod_i_model *q, double radius,
                          paramod_i_step *step)
{
    step->full = solve(q, radius, step->y, &step->lambda);
    step->length = paramod_i_norm(q->k, step->y);
    step->predicted = 0.0;
    for (size_t i = 0; i < q->k; i++)
        step->predicted += step->y[i] * step->y[i] *
                           (0.5 * q->curvature[i] + step->lambda);
    paramod_i_model_turn_back(q, step->y, step->s);
}

/* ---- the radius ---------------------------------------------------------- */

/* Where along the step the parabola through f, its slope and the new value
 * has its minimum, within [0.1, 0.5]. */
static double shorten(const paramod_i_model *q, const paramod_i_step *step,
                      double gain)
{
    const double descent = -paramod_i_dot(q->k, q->slope, step->y);
    const double bend = descent - gain;

    if (isnan(gain))
        return 0.25;
    return bend > 0.0 ? fmin(fmax(0.5 * descent / bend, 0.1), 0.5) : 0.5;
}

double paramod_i_trust_radius(const paramod_i_model *q,
                              const paramod_i_step *step, double radius,
                              double gain)
{
    if (!(gain > 0.25 * step->predicted))
        return shorten(q, step, gain) * step->length;
    if (gain >= 0.75 * step->predicted)
        return fmax(radius, 2.0 * step->length);
    return radius;
}
