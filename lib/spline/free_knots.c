/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include <paramod/fit.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "spline/free_knots_impl.h"

/* |log| of the ratio of neighbouring gaps stays below this: at the bound two
 * knots are one to within 1e-6 of their surroundings. */
static const double MOST_LOG_RATIO = 14.0;

/* theta_j = log((k_j+1 - k_j) / (k_j - k_j-1)), k_-1 = a, k_inner = b. */
static void jupp(const double ends[2], size_t inner, const double *knot, double *theta)
{
    double left = ends[0];

    for (size_t j = 0; j < inner; j++) {
        const double right = j + 1 < inner ? knot[j + 1] : ends[1];
        const double ratio = log((right - knot[j]) / (knot[j] - left));

        theta[j] = fmax(-0.9 * MOST_LOG_RATIO, fmin(0.9 * MOST_LOG_RATIO, ratio));
        left = knot[j];
    }
}

/* Back: gaps are products of the ratios, in units of the largest. */
static void jupp_inverse(const double ends[2], size_t inner, const double *theta,
                         double *knot)
{
    double most = 0.0, at = 0.0, whole, sum;

    for (size_t j = 0; j < inner; j++)
        most = fmax(most, at += theta[j]);
    whole = sum = exp(-most);
    at = -most;
    for (size_t j = 0; j < inner; j++)
        whole += exp(at += theta[j]);
    at = -most;
    for (size_t j = 0; j < inner; j++) {
        knot[j] = ends[0] + (ends[1] - ends[0]) * (sum / whole);
        sum += exp(at += theta[j]);
    }
}

typedef struct problem {
    const paramod_i_knot_search *search;
    double ends[2];
} problem;

/* Evaluations of several threads must not share a workspace, so each takes its
 * own: a small price beside the factorisation. */
static paramod_eval residuals(const double *theta, double *residual, void *data)
{
    const problem *p = data;
    const paramod_i_data *d = p->search->data;
    paramod_i_least_squares *ls = NULL;
    paramod_eval result = PARAMOD_EVAL_RETRY;

    if (paramod_i_least_squares_create(d, p->search->inner, &ls) != PARAMOD_OK)
        return PARAMOD_EVAL_STOP;
    /* The knots are put where they will be read. */
    jupp_inverse(p->ends, p->search->inner, theta, ls->t + d->degree + 1);
    if (paramod_i_least_squares_fit(ls, p->search->inner, ls->t + d->degree + 1, NULL)) {
        memcpy(residual, ls->residual, d->count * sizeof *residual);
        result = PARAMOD_EVAL_OK;
    }
    paramod_i_least_squares_destroy(ls);
    return result;
}

/* Random knots: midway between neighbouring data, equally likely places. */
static void propose(size_t index, paramod_random *random, double *theta, void *data)
{
    const problem *p = data;
    const paramod_i_data *d = p->search->data;
    const size_t inner = p->search->inner;
    double *gap = theta, sum = 0.0, left = 0.0;

    (void)index;
    /* Spacings of a uniform sample are exponential variates over their sum; one
     * of them is drawn last and not stored. */
    for (size_t j = 0; j < inner; j++)
        sum += gap[j] = 0.05 + paramod_random_exponential(random);
    sum += 0.05 + paramod_random_exponential(random);
    for (size_t j = 0; j < inner; j++) {
        const double place = (left += gap[j]) / sum * (double)(d->count - 1);
        const size_t i = (size_t)place < d->count - 2 ? (size_t)place : d->count - 2;

        gap[j] = d->x[i] + (place - (double)i) * (d->x[i + 1] - d->x[i]);
    }
    left = p->ends[0];
    for (size_t j = 0; j < inner; j++) {
        const double right = j + 1 < inner ? theta[j + 1] : p->ends[1];
        const double here = theta[j];

        theta[j] = right > here && here > left ? log((right - here) / (here - left)) : 0.0;
        theta[j] = fmax(-0.9 * MOST_LOG_RATIO, fmin(0.9 * MOST_LOG_RATIO, theta[j]));
        left = here;
    }
}

static paramod_status make_space(size_t inner, paramod_space **space_out)
{
    paramod_space *space = NULL;
    paramod_status status = paramod_space_create(&space);

    for (size_t j = 0; status == PARAMOD_OK && j < inner; j++) {
        char name[32];

        (void)paramod_i_format(name, sizeof name, "gap ratio %zu", j + 1);
        status = paramod_space_add(space, name, "", -MOST_LOG_RATIO, MOST_LOG_RATIO);
    }
    if (status != PARAMOD_OK) {
        paramod_space_destroy(space);
        return status;
    }
    *space_out = space;
    return PARAMOD_OK;
}

paramod_status paramod_i_free_knots(const paramod_i_knot_search *search, double *knot)
{
    const paramod_i_data *d = search->data;
    problem p = { search, { d->x[0], d->x[d->count - 1] } };
    const paramod_residuals model = {
        .size = sizeof model, .data = &p, .count = d->count, .residual = residuals
    };
    paramod_fit_options options = {
        .size = sizeof options, .starts = search->starts, .seed = search->seed,
        .executor = search->executor, .next_start = propose, .next_start_data = &p,
        .max_iterations = 300, .gradient_tolerance = 1e-20
    };
    double *theta = paramod_i_resize(NULL, search->inner, sizeof *theta);
    paramod_space *space = NULL;
    paramod_status status = PARAMOD_ERR_MEMORY;

    if (theta == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu knots",
                            search->inner);
    jupp(p.ends, search->inner, knot, theta);
    if ((status = make_space(search->inner, &space)) == PARAMOD_OK)
        status = paramod_fit_least_squares(space, &model, &options, theta, NULL);
    if (status == PARAMOD_OK)
        jupp_inverse(p.ends, search->inner, theta, knot);
    paramod_space_destroy(space);
    paramod_i_free(theta);
    return status;
}
