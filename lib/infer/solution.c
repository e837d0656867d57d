/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "infer/solution_impl.h"
#include "linalg/dense_impl.h"

paramod_status paramod_i_evaluated(paramod_eval eval, const char *caller,
                                   const char *what)
{
    if (eval == PARAMOD_EVAL_OK)
        return PARAMOD_OK;
    if (eval == PARAMOD_EVAL_STOP)
        return paramod_i_fail(PARAMOD_ERR_CALLBACK, caller, "the model gave up");
    return paramod_i_fail(PARAMOD_ERR_CALLBACK, caller,
                          "the model has no finite %s at the solution", what);
}

/* Analytic second derivatives are sums with an error of a few hundred eps;
 * central differences of gradients err by eps^(2/3) = 4e-11 times a modest
 * factor, second differences of values by sqrt(eps) = 1.5e-8 and more. */
double paramod_i_hessian_noise(const paramod_fit *fit)
{
    if (fit->least_squares)
        return fit->residuals.jacobian != NULL ? 1e-8 : 1e-5;
    if (fit->likelihood.hessian != NULL)
        return 4096.0 * DBL_EPSILON;
    return fit->likelihood.gradient != NULL ? 1e-8 : 1e-5;
}

paramod_status paramod_i_residual_variance(const paramod_fit *fit, const char *caller,
                                           double *variance)
{
    const size_t m = fit->residuals.count;

    if (m <= fit->k)
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, caller,
                              "%zu residuals and %zu free parameters leave "
                              "nothing to estimate a variance from", m, fit->k);
    *variance = fit->value / (double)(m - fit->k);
    return PARAMOD_OK;
}

/* ---- creation ------------------------------------------------------------- */

void paramod_i_solution_destroy(paramod_i_solution *solution)
{
    if (solution == NULL)
        return;
    paramod_i_information_destroy(solution->information);
    paramod_i_problem_destroy(solution->problem);
    paramod_i_free(solution->index);
    paramod_i_free(solution->slope);
    paramod_i_free(solution->matrix);
    paramod_i_free(solution);
}

static paramod_status allocate(const paramod_fit *fit, const char *caller,
                               paramod_i_solution **solution_out)
{
    const size_t m = fit->least_squares ? fit->residuals.count : 0;
    const size_t rows = fit->least_squares ? m : fit->k;
    paramod_i_solution *const solution =
        paramod_i_resize(NULL, 1, sizeof *solution);

    if (solution == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    *solution = (paramod_i_solution){ .fit = fit, .caller = caller };
    solution->index = paramod_i_resize(NULL, fit->k + 1, sizeof(size_t));
    solution->slope = paramod_i_resize(NULL, fit->n + 2 * fit->k + m + 1,
                                       sizeof(double));
    solution->matrix = paramod_i_resize(NULL, rows + 1,
                                        (fit->k + 1) * sizeof(double));
    if (solution->index == NULL || solution->slope == NULL ||
        solution->matrix == NULL) {
        paramod_i_solution_destroy(solution);
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller,
                              "out of memory for %zu x %zu derivatives", rows,
                              fit->k);
    }
    solution->gradient = solution->slope + fit->k;
    solution->residual = solution->gradient + fit->k;
    *solution_out = solution;
    return PARAMOD_OK;
}

/* The gradient of sum_i theta_i, pulled back, is the slope of each map. */
static void map_coordinates(paramod_i_solution *solution)
{
    const paramod_fit *const fit = solution->fit;
    double *const ones = solution->residual +
                         (fit->least_squares ? fit->residuals.count : 0);
    size_t j = 0;

    for (size_t i = 0; i < fit->n; i++)
        ones[i] = 1.0;
    paramod_space_pull_gradient(fit->space, fit->u, ones, solution->slope);
    for (size_t i = 0; i < fit->n; i++)
        if (!paramod_space_is_fixed(fit->space, i))
            solution->index[j++] = i;
}

static double largest_ratio(size_t k, const double *gradient, const double *scale)
{
    double largest = 0.0;

    for (size_t j = 0; j < k; j++)
        largest = fmax(largest, fabs(gradient[j]) / scale[j]);
    return largest;
}

static paramod_status evaluate_likelihood(paramod_i_solution *solution)
{
    const paramod_fit *const fit = solution->fit;
    double f;
    const paramod_eval eval =
        paramod_i_problem_hessian(solution->problem, fit->u, &f,
                                  solution->gradient, solution->matrix);
    paramod_status status = paramod_i_evaluated(eval, solution->caller, "Hessian");

    if (status == PARAMOD_OK)
        status = paramod_i_information_of_matrix(fit->k, solution->matrix, 0.0,
                                                 &solution->information);
    if (status != PARAMOD_OK)
        return status;
    solution->largest = largest_ratio(fit->k, solution->gradient,
                                      solution->information->scale);
    solution->information->tolerance =
        (double)fit->k * paramod_i_hessian_noise(fit) +
        fmin(solution->largest, 1e-6);
    return PARAMOD_OK;
}

static double jacobian_tolerance(const paramod_fit *fit)
{
    const double s = fit->residuals.jacobian != NULL ? 1024.0 * DBL_EPSILON
                                                     : 1e-8;

    return (double)fit->k * s * s;
}

static paramod_status evaluate_residuals(paramod_i_solution *solution)
{
    const paramod_fit *const fit = solution->fit;
    const size_t m = fit->residuals.count;
    paramod_eval eval = paramod_i_problem_jacobian(solution->problem, fit->u,
                                                   solution->matrix);
    paramod_status status = paramod_i_evaluated(eval, solution->caller, "Jacobian");
    double norm;

    if (status != PARAMOD_OK)
        return status;
    eval = paramod_i_problem_residual(solution->problem, fit->u,
                                      solution->residual);
    status = paramod_i_evaluated(eval, solution->caller, "residuals");
    if (status != PARAMOD_OK)
        return status;
    paramod_i_transposed_times(m, fit->k, solution->matrix, solution->residual,
                               solution->gradient);
    status = paramod_i_information_of_jacobian(m, fit->k, solution->matrix,
                                               jacobian_tolerance(fit),
                                               &solution->information);
    if (status != PARAMOD_OK)
        return status;
    norm = paramod_i_norm(m, solution->residual);
    solution->largest = norm == 0.0 ? 0.0
                                    : largest_ratio(fit->k, solution->gradient,
                                                    solution->information->scale) /
                                          norm;
    return PARAMOD_OK;
}

paramod_status paramod_i_solution_create(const paramod_fit *fit, const char *caller,
                                         paramod_i_solution **solution_out)
{
    paramod_i_solution *solution = NULL;
    paramod_status status = allocate(fit, caller, &solution);

    if (status != PARAMOD_OK)
        return status;
    status = paramod_i_problem_create(fit->space,
                                      fit->least_squares ? NULL : &fit->likelihood,
                                      fit->least_squares ? &fit->residuals : NULL,
                                      &solution->problem);
    if (status == PARAMOD_OK) {
        map_coordinates(solution);
        status = fit->least_squares ? evaluate_residuals(solution)
                                    : evaluate_likelihood(solution);
    }
    if (status == PARAMOD_OK)
        *solution_out = solution;
    else
        paramod_i_solution_destroy(solution);
    return status;
}

paramod_status paramod_i_solution_expected(const paramod_i_solution *solution,
                                           paramod_i_information **out)
{
    const paramod_fit *const fit = solution->fit;
    const paramod_likelihood *const model = &fit->likelihood;
    const size_t n = fit->n, k = fit->k;
    double *const natural = paramod_i_resize(NULL, 2 * n + 1, (n + 1) * sizeof *natural);
    double *const pulled = natural + n * n;
    paramod_status status;

    if (natural == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, solution->caller,
                              "out of memory for %zu parameters", n);
    status = paramod_i_evaluated(model->information(fit->theta, natural, model->data),
                                 solution->caller, "expected information");
    for (size_t a = 0; a < k && status == PARAMOD_OK; a++)
        for (size_t b = 0; b < k; b++)
            pulled[a + b * k] = solution->slope[a] * solution->slope[b] *
                                natural[solution->index[a] * n + solution->index[b]];
    if (status == PARAMOD_OK)
        status = paramod_i_information_of_matrix(
            k, pulled, 4096.0 * DBL_EPSILON * (double)k, out);
    paramod_i_free(natural);
    return status;
}
