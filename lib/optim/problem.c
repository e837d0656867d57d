/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "calculus/difference_impl.h"
#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/dense_impl.h"
#include "optim/problem_impl.h"

/* ---- making ------------------------------------------------------------- */

/* True if the map of the space is the identity, which then is not applied. */
static bool is_plain(const paramod_space *space)
{
    const size_t n = paramod_space_size(space);

    for (size_t i = 0; i < n; i++)
        if (!isinf(paramod_space_lower(space, i)) ||
            !isinf(paramod_space_upper(space, i)))
            return false;
    return paramod_space_free_size(space) == n;
}

static size_t largest(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* Lays the workspace out in one block. */
static bool provide(paramod_i_problem *p)
{
    const size_t second = p->least_squares ? p->m * p->n : p->n * p->n;
    const size_t difference = 2 * largest(largest(p->m, p->k), 1);
    const size_t count = p->n + p->n + second + p->m + p->m * p->k +
                         2 * p->k + difference;

    p->work = paramod_i_resize(NULL, count, sizeof *p->work);
    if (p->work == NULL)
        return false;
    p->theta = p->work;
    p->slope = p->theta + p->n;
    p->second = p->slope + p->n;
    p->residual = p->second + second;
    p->jacobian = p->residual + p->m;
    p->point = p->jacobian + p->m * p->k;
    p->step = p->point + p->k;
    p->difference = p->step + p->k;
    return true;
}

paramod_status paramod_i_problem_create(const paramod_space *space,
                                        const paramod_likelihood *likelihood,
                                        const paramod_residuals *residuals,
                                        paramod_i_problem **problem_out)
{
    paramod_i_problem *p = paramod_i_resize(NULL, 1, sizeof *p);

    if (p == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    *p = (paramod_i_problem){ .space = space,
                              .least_squares = residuals != NULL,
                              .plain = is_plain(space),
                              .n = paramod_space_size(space),
                              .k = paramod_space_free_size(space) };
    if (residuals != NULL) {
        p->residuals = *residuals;
        p->m = residuals->count;
    } else {
        p->likelihood = *likelihood;
    }
    if (!provide(p)) {
        paramod_i_problem_destroy(p);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    }
    *problem_out = p;
    return PARAMOD_OK;
}

void paramod_i_problem_destroy(paramod_i_problem *problem)
{
    if (problem == NULL)
        return;
    paramod_i_free(problem->work);
    paramod_i_free(problem);
}

bool paramod_i_problem_lacks_gradient(const paramod_i_problem *problem)
{
    return problem->least_squares ? problem->residuals.jacobian == NULL
                                  : problem->likelihood.gradient == NULL &&
                                    problem->likelihood.hessian == NULL;
}

/* ---- what models return ------------------------------------------------- */

static bool all_finite(size_t count, const double *x)
{
    double product = 0.0; /* 0 times a finite number is 0, else NaN */

    for (size_t i = 0; i < count; i++)
        product += 0.0 * x[i];
    return product == 0.0;
}

/* Any positive answer means another point, any negative one the end. */
static paramod_eval verdict(int answer, bool finite)
{
    if (answer < 0)
        return PARAMOD_EVAL_STOP;
    return answer > 0 || !finite ? PARAMOD_EVAL_RETRY : PARAMOD_EVAL_OK;
}

static const double *natural(paramod_i_problem *p, const double *u)
{
    if (p->plain)
        return u;
    paramod_space_unpack(p->space, u, p->theta);
    return p->theta;
}

static void negate(size_t count, const double *x, double *y)
{
    for (size_t i = 0; i < count; i++)
        y[i] = -x[i];
}

/* ---- residuals ---------------------------------------------------------- */

paramod_eval paramod_i_problem_residual(paramod_i_problem *p, const double *u,
                                        double *r)
{
    int answer;

    p->evaluations++;
    answer = p->residuals.residual(natural(p, u), r, p->residuals.data);
    return verdict(answer, answer != 0 || all_finite(p->m, r));
}

static paramod_eval residual_at(const double *u, double *r, void *problem)
{
    return paramod_i_problem_residual(problem, u, r);
}

/* slope[j] = dtheta/du_j */
static void slopes(paramod_i_problem *p, const double *u)
{
    for (size_t i = 0; i < p->n; i++)
        p->theta[i] = 1.0;
    paramod_space_pull_gradient(p->space, u, p->theta, p->slope);
}

/* Row-major in theta becomes column-major in u. */
static void pull_jacobian(paramod_i_problem *p, const double *u, double *jacobian)
{
    size_t j = 0;

    slopes(p, u);
    for (size_t c = 0; c < p->n; c++) {
        double *const column = jacobian + j * p->m;

        if (paramod_space_is_fixed(p->space, c))
            continue;
        for (size_t i = 0; i < p->m; i++)
            column[i] = p->second[i * p->n + c] * p->slope[j];
        j++;
    }
}

paramod_eval paramod_i_problem_jacobian(paramod_i_problem *p, const double *u,
                                        double *j)
{
    int answer;

    if (p->residuals.jacobian == NULL) {
        (void)memcpy(p->point, u, p->k * sizeof *u);
        return paramod_i_difference(p->k, p->m, residual_at, p, p->point, j,
                                    p->difference);
    }
    answer = p->residuals.jacobian(natural(p, u), p->second, p->residuals.data);
    if (answer == 0)
        pull_jacobian(p, u, j);
    return verdict(answer, answer != 0 || all_finite(p->m * p->k, j));
}

/* f = |r|^2 / 2 */
static paramod_eval squares(paramod_i_problem *p, const double *u, double *f)
{
    const paramod_eval eval = paramod_i_problem_residual(p, u, p->residual);

    if (eval != PARAMOD_EVAL_OK)
        return eval;
    *f = 0.5 * paramod_i_dot(p->m, p->residual, p->residual);
    return verdict(0, isfinite(*f));
}

/* g = J'r */
static paramod_eval squares_gradient(paramod_i_problem *p, const double *u,
                                     double *f, double *g)
{
    paramod_eval eval = squares(p, u, f);

    if (eval == PARAMOD_EVAL_OK)
        eval = paramod_i_problem_jacobian(p, u, p->jacobian);
    if (eval != PARAMOD_EVAL_OK)
        return eval;
    paramod_i_transposed_times(p->m, p->k, p->jacobian, p->residual, g);
    return verdict(0, all_finite(p->k, g));
}

static paramod_eval squares_hessian(paramod_i_problem *p, const double *u,
                                    double *f, double *g, double *h)
{
    const paramod_eval eval = squares_gradient(p, u, f, g);

    if (eval != PARAMOD_EVAL_OK)
        return eval;
    for (size_t i = 0; i < p->k; i++)
        paramod_i_transposed_times(p->m, p->k, p->jacobian,
                                   p->jacobian + i * p->m, h + i * p->k);
    return verdict(0, all_finite(p->k * p->k, h));
}

/* ---- likelihoods -------------------------------------------------------- */

static paramod_eval log_likelihood(paramod_i_problem *p, const double *u, double *f)
{
    double value = NAN;
    int answer;

    p->evaluations++;
    answer = p->likelihood.value(natural(p, u), &value, p->likelihood.data);
    *f = -value;
    return verdict(answer, isfinite(value));
}

static paramod_eval value_at(const double *u, double *f, void *problem)
{
    return paramod_i_problem_value(problem, u, f);
}

/* Turns the model's gradient in slope into g; in place where nothing differs. */
static void pull_gradient(paramod_i_problem *p, const double *u, double *g)
{
    negate(p->n, p->slope, p->slope);
    if (p->plain)
        (void)memcpy(g, p->slope, p->k * sizeof *g);
    else
        paramod_space_pull_gradient(p->space, u, p->slope, g);
}

static paramod_eval given_hessian(paramod_i_problem *p, const double *u, double *f,
                                  double *g, double *h)
{
    double value = NAN;
    int answer;

    p->evaluations++;
    answer = p->likelihood.hessian(natural(p, u), &value, p->slope, p->second,
                                   p->likelihood.data);
    *f = -value;
    if (answer != 0)
        return verdict(answer, true);
    pull_gradient(p, u, g);
    negate(p->n * p->n, p->second, p->second);
    if (h != NULL && p->plain)
        (void)memcpy(h, p->second, p->k * p->k * sizeof *h);
    else if (h != NULL)
        paramod_space_pull_hessian(p->space, u, p->slope, p->second, h);
    return verdict(0, isfinite(value) && all_finite(p->k, g) &&
                      (h == NULL || all_finite(p->k * p->k, h)));
}

static paramod_eval given_gradient(paramod_i_problem *p, const double *u, double *f,
                                   double *g)
{
    double value = NAN;
    int answer;

    p->evaluations++;
    answer = p->likelihood.gradient(natural(p, u), &value, p->slope,
                                    p->likelihood.data);
    *f = -value;
    if (answer != 0)
        return verdict(answer, true);
    pull_gradient(p, u, g);
    return verdict(0, isfinite(value) && all_finite(p->k, g));
}

static paramod_eval gradient_at(const double *u, double *g, void *problem)
{
    double f;

    return paramod_i_problem_gradient(problem, u, &f, g);
}

/* Both (i, j) and (j, i) hold a difference: their mean is the better one. */
static void average(size_t k, double *h)
{
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < i; j++)
            h[i * k + j] = h[j * k + i] = 0.5 * (h[i * k + j] + h[j * k + i]);
}

static paramod_eval difference_hessian(paramod_i_problem *p, const double *u,
                                       double *h)
{
    paramod_eval eval;

    (void)memcpy(p->point, u, p->k * sizeof *u);
    eval = paramod_i_difference(p->k, p->k, gradient_at, p, p->point, h,
                                p->difference);
    average(p->k, h);
    return eval;
}

/* ---- the one way in ----------------------------------------------------- */

paramod_eval paramod_i_problem_value(paramod_i_problem *p, const double *u,
                                     double *f)
{
    return p->least_squares ? squares(p, u, f) : log_likelihood(p, u, f);
}

paramod_eval paramod_i_problem_gradient(paramod_i_problem *p, const double *u,
                                        double *f, double *g)
{
    paramod_eval eval;

    if (p->least_squares)
        return squares_gradient(p, u, f, g);
    if (p->likelihood.gradient != NULL)
        return given_gradient(p, u, f, g);
    if (p->likelihood.hessian != NULL)
        return given_hessian(p, u, f, g, NULL);
    eval = log_likelihood(p, u, f);
    if (eval != PARAMOD_EVAL_OK)
        return eval;
    (void)memcpy(p->point, u, p->k * sizeof *u);
    return paramod_i_difference(p->k, 1, value_at, p, p->point, g, p->difference);
}

paramod_eval paramod_i_problem_hessian(paramod_i_problem *p, const double *u,
                                       double *f, double *g, double *h)
{
    paramod_eval eval;

    if (p->least_squares)
        return squares_hessian(p, u, f, g, h);
    if (p->likelihood.hessian != NULL)
        return given_hessian(p, u, f, g, h);
    eval = paramod_i_problem_gradient(p, u, f, g);
    if (eval != PARAMOD_EVAL_OK)
        return eval;
    return p->likelihood.gradient != NULL ? difference_hessian(p, u, h)
                                          : paramod_i_second_difference(p, u, *f, h);
}

paramod_eval paramod_i_problem_full_hessian(paramod_i_problem *p, const double *u,
                                            double *f, double *g, double *h)
{
    paramod_eval eval;

    if (!p->least_squares)
        return paramod_i_problem_hessian(p, u, f, g, h);
    eval = squares_gradient(p, u, f, g);
    if (eval != PARAMOD_EVAL_OK)
        return eval;
    return p->residuals.jacobian == NULL
               ? paramod_i_second_difference(p, u, *f, h)
               : difference_hessian(p, u, h);
}
