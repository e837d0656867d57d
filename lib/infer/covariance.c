/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/infer.h>

#include "calculus/difference_impl.h"
#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "infer/solution_impl.h"
#include "linalg/dense_impl.h"

static const char caller[] = "paramod_fit_covariance";

typedef struct job {
    const paramod_fit *fit;
    paramod_covariance_options options;
    paramod_i_solution *solution;
    double factor; /* s^2, or 1 */
    double *covariance;
} job;

/* The covariance of u in natural parameters; nothing is written before.  The
 * space rounds the products of slopes differently above and below the
 * diagonal. */
static void write(const job *j, const double *of_u)
{
    paramod_space_push_covariance(j->fit->space, j->fit->u, of_u, j->covariance);
    paramod_i_symmetrise(j->fit->n, j->covariance);
}

static paramod_status invert(const job *j, const paramod_i_information *information)
{
    const size_t k = j->fit->k;
    double *inverse;
    const paramod_status status =
        paramod_i_require_regular(j->solution, information);

    if (status != PARAMOD_OK)
        return status;
    inverse = paramod_i_resize(NULL, k + 1, (k + 1) * sizeof *inverse);
    if (inverse == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    paramod_i_information_inverse(information, j->factor, inverse);
    write(j, inverse);
    paramod_i_free(inverse);
    return PARAMOD_OK;
}

/* ---- full Hessian of a sum of squares -------------------------------------- */

typedef struct jacobian_at {
    paramod_i_problem *problem;
    const double *residual; /* at the solution, held there */
    double *jacobian;
} jacobian_at;

/* J(u)'r; its derivative in u is sum_i r_i H_i. */
static paramod_eval weighted_columns(const double *u, double *value, void *data)
{
    const jacobian_at *const at = data;
    const paramod_eval eval =
        paramod_i_problem_jacobian(at->problem, u, at->jacobian);

    if (eval == PARAMOD_EVAL_OK)
        paramod_i_transposed_times(at->problem->m, at->problem->k, at->jacobian,
                                   at->residual, value);
    return eval;
}

/* H = J'J + sum_i r_i H_i, symmetric.  J is in at->jacobian on entry. */
static paramod_eval full_hessian(jacobian_at *at, double *u, double *product,
                                 double *hessian, double *work)
{
    const size_t k = at->problem->k;
    const size_t m = at->problem->m;
    paramod_eval eval = paramod_i_problem_jacobian(at->problem, u, at->jacobian);

    if (eval != PARAMOD_EVAL_OK)
        return eval;
    for (size_t a = 0; a < k; a++)
        for (size_t b = 0; b < k; b++)
            product[a + b * k] = paramod_i_dot(m, at->jacobian + a * m,
                                               at->jacobian + b * m);
    eval = paramod_i_difference(k, k, weighted_columns, at, u, hessian, work);
    for (size_t a = 0; a < k; a++)
        for (size_t b = a; b < k; b++)
            product[a + b * k] = product[b + a * k] +=
                0.5 * (hessian[a + b * k] + hessian[b + a * k]);
    return eval;
}

static paramod_status observed_squares(const job *j)
{
    const size_t k = j->fit->k;
    const size_t m = j->fit->residuals.count;
    jacobian_at at = { .problem = j->solution->problem,
                       .residual = j->solution->residual };
    paramod_i_information *information = NULL;
    paramod_status status;
    double *const jacobian = paramod_i_resize(NULL, m + 1, (k + 1) * sizeof *jacobian);
    double *const block = paramod_i_resize(NULL, 2 * k + 4, (k + 1) * sizeof *block);

    if (jacobian == NULL || block == NULL) {
        status = paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    } else {
        double *const u = block + 2 * k * k;

        at.jacobian = jacobian;
        (void)memcpy(u, j->fit->u, k * sizeof *u);
        status = paramod_i_evaluated(full_hessian(&at, u, block, block + k * k,
                                                  u + k), caller, "Hessian");
        if (status == PARAMOD_OK)
            status = paramod_i_information_of_matrix(
                k, block, (double)k * paramod_i_hessian_noise(j->fit), &information);
        if (status == PARAMOD_OK)
            status = invert(j, information);
    }
    paramod_i_information_destroy(information);
    paramod_i_free(jacobian);
    paramod_i_free(block);
    return status;
}

/* ---- expected information ----------------------------------------------------- */

static paramod_status expected(const job *j)
{
    paramod_i_information *information;
    paramod_status status;

    if (j->fit->least_squares)
        return invert(j, j->solution->information);
    if (j->fit->likelihood.information == NULL)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller,
                              "the model has no information(), which the "
                              "expected information needs");
    status = paramod_i_solution_expected(j->solution, &information);
    if (status != PARAMOD_OK)
        return status;
    status = invert(j, information);
    paramod_i_information_destroy(information);
    return status;
}

/* ---- sandwich --------------------------------------------------------------- */

typedef struct member {
    size_t cluster;
    size_t row;
} member;

static int by_cluster(const void *a, const void *b)
{
    const member *const x = a, *const y = b;

    if (x->cluster != y->cluster)
        return x->cluster < y->cluster ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Rows ordered by cluster, and within one by their number. */
static void order_rows(const job *j, size_t rows, member *order)
{
    for (size_t i = 0; i < rows; i++)
        order[i] = (member){ j->options.cluster == NULL ? i : j->options.cluster[i], i };
    if (j->options.cluster != NULL)
        qsort(order, rows, sizeof *order, by_cluster);
}

/* Adds the score of a row in free coordinates: r_i J_i, or D times the
 * model's.  The solution holds J with columns divided by their scale. */
static void add_score(const job *j, const double *scores, size_t row, double *sum)
{
    const paramod_i_solution *const solution = j->solution;
    const size_t m = j->fit->residuals.count;

    for (size_t a = 0; a < j->fit->k; a++)
        sum[a] += j->fit->least_squares
                      ? solution->residual[row] * solution->matrix[row + a * m] *
                            solution->information->scale[a]
                      : solution->slope[a] *
                            scores[row * j->fit->n + solution->index[a]];
}

/* H^-1 (sum_c U_c U_c') H^-1 = sum_c (H^-1 U_c)(H^-1 U_c)' */
static void sum_clusters(const job *j, const double *scores, size_t rows,
                         const member *order, double *block)
{
    const size_t k = j->fit->k;
    double *const sum = block + k * k, *const y = sum + k;

    (void)memset(block, 0, (k * k + k) * sizeof *block);
    for (size_t i = 0; i < rows; i++) {
        add_score(j, scores, order[i].row, sum);
        if (i + 1 < rows && order[i + 1].cluster == order[i].cluster)
            continue;
        paramod_i_information_solve(j->solution->information, sum, y);
        for (size_t a = 0; a < k; a++)
            for (size_t b = 0; b < k; b++)
                block[a + b * k] += y[a] * y[b];
        (void)memset(sum, 0, k * sizeof *sum);
    }
}

static paramod_status check_scores(const job *j, size_t rows)
{
    if (!j->fit->least_squares && j->fit->likelihood.scores == NULL)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "the model has no "
                              "scores(), which the sandwich needs");
    if (rows == 0)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "the model has 0 "
                              "observations, but the sandwich sums over them");
    return paramod_i_require_regular(j->solution, j->solution->information);
}

static paramod_status sandwich(const job *j)
{
    const paramod_likelihood *const model = &j->fit->likelihood;
    const bool squares = j->fit->least_squares;
    const size_t rows = squares ? j->fit->residuals.count : model->observations;
    const size_t k = j->fit->k, n = j->fit->n;
    paramod_status status = check_scores(j, rows);
    member *order;
    double *block, *scores;

    if (status != PARAMOD_OK)
        return status;
    order = paramod_i_resize(NULL, rows, sizeof *order);
    block = paramod_i_resize(NULL, k + 2, (k + 1) * sizeof *block);
    scores = paramod_i_resize(NULL, squares ? 1 : rows, n * sizeof *scores);
    if (order == NULL || block == NULL || scores == NULL)
        status = paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory for %zu scores",
                              rows);
    else if (!squares)
        status = paramod_i_evaluated(model->scores(j->fit->theta, scores, model->data),
                                     caller, "scores");
    if (status == PARAMOD_OK) {
        order_rows(j, rows, order);
        sum_clusters(j, scores, rows, order, block);
        write(j, block);
    }
    paramod_i_free(order);
    paramod_i_free(block);
    paramod_i_free(scores);
    return status;
}

/* ---- the choice --------------------------------------------------------------- */

static paramod_status compute(job *j)
{
    const bool squares = j->fit->least_squares;
    uint64_t kind = j->options.kind;
    paramod_status status = PARAMOD_OK;

    if (kind == PARAMOD_INFORMATION_DEFAULT)
        kind = squares ? PARAMOD_INFORMATION_EXPECTED : PARAMOD_INFORMATION_OBSERVED;
    if (kind == PARAMOD_INFORMATION_SANDWICH)
        return sandwich(j);
    if (squares && j->options.unit_variance == 0)
        status = paramod_i_residual_variance(j->fit, caller, &j->factor);
    if (status != PARAMOD_OK)
        return status;
    if (kind == PARAMOD_INFORMATION_EXPECTED)
        return expected(j);
    if (kind != PARAMOD_INFORMATION_OBSERVED)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, caller, "kind %lu is unknown",
                              (unsigned long)kind);
    return squares ? observed_squares(j) : invert(j, j->solution->information);
}

paramod_status paramod_fit_covariance(const paramod_fit *fit,
                                      const paramod_covariance_options *options,
                                      double *covariance)
{
    job j = { .fit = fit, .factor = 1.0, .covariance = covariance };
    paramod_status status;

    if (fit == NULL || covariance == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit or covariance is null");
    status = paramod_i_options_read(&j.options, sizeof j.options, options);
    if (status == PARAMOD_OK)
        status = paramod_i_solution_create(fit, caller, &j.solution);
    if (status != PARAMOD_OK)
        return status;
    status = compute(&j);
    paramod_i_solution_destroy(j.solution);
    return status;
}
