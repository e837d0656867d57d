/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>
#include <string.h>

#include <paramod/infer.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "infer/chi_squared_impl.h"
#include "infer/solution_impl.h"
#include "linalg/dense_impl.h"

static paramod_test of_statistic(double statistic, size_t degrees)
{
    return (paramod_test){
        .statistic = statistic, .degrees = (double)degrees,
        .p_value = paramod_i_chi_squared_tail(statistic, (double)degrees) };
}

double paramod_test_boundary_p(double statistic)
{
    return statistic <= 0.0 ? 1.0 : 0.5 * paramod_i_chi_squared_tail(statistic, 1.0);
}

/* ---- Wald ------------------------------------------------------------------- */

static bool all_finite(size_t count, const double *x)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(x[i]))
            return false;
    return true;
}

/* a_i' V a_l for rows i and l of the matrix */
static double form(size_t n, const double *v, const double *ai, const double *al)
{
    double sum = 0.0;

    for (size_t a = 0; a < n; a++)
        for (size_t b = 0; b < n; b++)
            sum += ai[a] * v[a * n + b] * al[b];
    return sum;
}

/* d = R theta - r in work[0 .. rows-1], then R V R'. */
static void restrict_to_rows(size_t n, const double *theta, const double *v,
                             size_t rows, const double *matrix,
                             const double *target, double *work)
{
    double *const product = work + 2 * rows;

    for (size_t i = 0; i < rows; i++) {
        work[i] = paramod_i_dot(n, matrix + i * n, theta) -
                  (target == NULL ? 0.0 : target[i]);
        for (size_t l = 0; l < rows; l++)
            product[i + l * rows] = form(n, v, matrix + i * n, matrix + l * n);
    }
}

/* x' I^-1 x; y is scratch. */
static double inverse_form(const paramod_i_information *information,
                           const double *x, double *y)
{
    paramod_i_information_solve(information, x, y);
    return paramod_i_dot(information->k, x, y);
}

static paramod_status wald(size_t rows, double *work, paramod_test *test)
{
    paramod_i_information *product;
    const double tolerance = 64.0 * DBL_EPSILON * (double)rows;
    paramod_status status =
        paramod_i_information_of_matrix(rows, work + 2 * rows, tolerance, &product);

    if (status != PARAMOD_OK)
        return status;
    if (paramod_i_information_is_regular(product))
        *test = of_statistic(inverse_form(product, work, work + rows), rows);
    else
        status = paramod_i_fail(PARAMOD_ERR_SINGULAR, "paramod_test_wald",
                              "R V R' of %zu rows has rank %zu: leave out rows "
                              "that repeat others or hold fixed parameters only",
                              rows, paramod_i_information_positive(product));
    paramod_i_information_destroy(product);
    return status;
}

paramod_status paramod_test_wald(size_t n, const double *theta, const double *v,
                                 size_t rows, const double *matrix,
                                 const double *target, paramod_test *test)
{
    paramod_status status;
    double *work;

    if (theta == NULL || v == NULL || matrix == NULL || test == NULL ||
        n == 0 || rows == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT,
                            "an array or test is null, or n or rows is 0");
    if (!all_finite(n, theta) || !all_finite(n * n, v) ||
        !all_finite(rows * n, matrix) ||
        (target != NULL && !all_finite(rows, target)))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN,
                            "theta, v, matrix or target is not finite");
    work = paramod_i_resize(NULL, rows + 2, rows * sizeof *work);
    if (work == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu rows", rows);
    restrict_to_rows(n, theta, v, rows, matrix, target, work);
    status = wald(rows, work, test);
    paramod_i_free(work);
    return status;
}

/* ---- likelihood ratio --------------------------------------------------------- */

static const char ratio[] = "paramod_test_ratio";

static paramod_status comparable(const paramod_fit *full,
                                 const paramod_fit *restricted)
{
    if (full->least_squares != restricted->least_squares)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, ratio, "one fit is of a likelihood, "
                            "the other of residuals");
    if (full->least_squares &&
        full->residuals.count != restricted->residuals.count)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, ratio, "the fits have %zu and %zu "
                            "residuals", full->residuals.count,
                            restricted->residuals.count);
    if (full->k <= restricted->k)
        return paramod_i_fail(PARAMOD_ERR_DOMAIN, ratio, "the full model has %zu free "
                            "parameters, the restricted one %zu: it must have "
                            "fewer", full->k, restricted->k);
    return PARAMOD_OK;
}

static double likelihood_ratio(const paramod_fit *full, const paramod_fit *restricted)
{
    if (full->least_squares)
        return (double)full->residuals.count * log(restricted->value / full->value);
    return 2.0 * (full->value - restricted->value);
}

/* What the statistic may lack of 0 when the two models fit equally well: what
 * the full fit has not reached yet, and rounding of sums. */
static double slack(const paramod_fit *full)
{
    const double rounding = 1024.0 * DBL_EPSILON;

    if (full->least_squares)
        return (double)full->residuals.count * (full->decrement + rounding);
    return 2.0 * fabs(full->decrement) + rounding * fabs(full->value);
}

paramod_status paramod_test_ratio(const paramod_fit *full,
                                  const paramod_fit *restricted,
                                  paramod_test *test)
{
    paramod_status status;
    double statistic;

    if (full == NULL || restricted == NULL || test == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "a fit or test is null");
    status = comparable(full, restricted);
    if (status != PARAMOD_OK)
        return status;
    statistic = likelihood_ratio(full, restricted);
    if (isnan(statistic) || statistic < -slack(full))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "the restricted model fits "
                            "better, %.17g against %.17g: the full fit has not "
                            "converged, or the models are not nested",
                            restricted->value, full->value);
    *test = of_statistic(fmax(statistic, 0.0), full->k - restricted->k);
    return PARAMOD_OK;
}

/* ---- score -------------------------------------------------------------------- */

static const char score_test[] = "paramod_test_score";

static paramod_status same_parameters(const paramod_space *small,
                                      const paramod_space *large)
{
    const size_t n = paramod_space_size(small);

    if (paramod_space_size(large) != n)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, score_test, "space has %zu parameters, the "
                            "fit %zu", paramod_space_size(large), n);
    for (size_t i = 0; i < n; i++) {
        const char *const name = paramod_space_name(small, i);

        if (strcmp(name, paramod_space_name(large, i)) != 0)
            return paramod_i_fail(PARAMOD_ERR_ARGUMENT, score_test, "parameter %zu is '%s' in "
                                "space, but '%s' in the fit", i,
                                paramod_space_name(large, i), name);
        if (paramod_space_is_fixed(large, i) && !paramod_space_is_fixed(small, i))
            return paramod_i_fail(PARAMOD_ERR_ARGUMENT, score_test, "'%s' is fixed in space, but "
                                "free in the fit", name);
    }
    if (paramod_space_free_size(large) == paramod_space_free_size(small))
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, score_test, "space frees no parameter that "
                            "the fit holds fixed");
    return PARAMOD_OK;
}

/* -d2 log L / dtheta2 from what was computed in free coordinates: the pulled
 * Hessian holds a second term g_theta d2theta/du2 on its diagonal, which is
 * not 0 off the maximum.  That term is what a Hessian of 0 pulls back to. */
static void remove_curvature(const paramod_i_solution *solution, double *work)
{
    const paramod_fit *const fit = solution->fit;
    const size_t n = fit->n, k = fit->k;
    double *const natural = work, *const zero = work + n, *const term = zero + n * n;

    (void)memset(work, 0, (n + n * n) * sizeof *work);
    for (size_t j = 0; j < k; j++)
        natural[solution->index[j]] = solution->gradient[j] / solution->slope[j];
    paramod_space_pull_hessian(fit->space, fit->u, natural, zero, term);
    for (size_t j = 0; j < k; j++)
        solution->matrix[j + j * k] -= term[j + j * k];
}

/* The information of a likelihood for the score test, in free coordinates. */
static paramod_status score_information(const paramod_i_solution *solution,
                                        paramod_i_information **out)
{
    const paramod_fit *const fit = solution->fit;
    const size_t n = fit->n, k = fit->k;
    paramod_status status;
    double *work;

    if (fit->likelihood.information != NULL)
        return paramod_i_solution_expected(solution, out);
    work = paramod_i_resize(NULL, 2 * n + 1, (n + 1) * sizeof *work);
    if (work == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, score_test,
                              "out of memory for %zu parameters", n);
    remove_curvature(solution, work);
    status = paramod_i_information_of_matrix(
        k, solution->matrix, (double)k * paramod_i_hessian_noise(fit), out);
    paramod_i_free(work);
    return status;
}

static paramod_status score(const paramod_i_solution *solution, size_t degrees,
                            paramod_test *test)
{
    const paramod_fit *const fit = solution->fit;
    const bool squares = fit->least_squares;
    paramod_i_information *own = NULL, *information = solution->information;
    paramod_status status = PARAMOD_OK;
    double *y = NULL;

    if (!squares) {
        status = score_information(solution, &own);
        information = own;
    }
    if (status == PARAMOD_OK)
        status = paramod_i_require_regular(solution, information);
    if (status == PARAMOD_OK) {
        y = paramod_i_resize(NULL, fit->k, sizeof *y);
        if (y == NULL)
            status = paramod_i_fail(PARAMOD_ERR_MEMORY, score_test, "out of memory");
    }
    if (status == PARAMOD_OK) {
        const double form_value = inverse_form(information, solution->gradient, y);
        const double variance = squares ? fit->value / (double)fit->residuals.count
                                        : 1.0;

        *test = of_statistic(form_value / variance, degrees);
    }
    paramod_i_free(y);
    paramod_i_information_destroy(own);
    return status;
}

/* The restricted fit seen as a point of the larger space. */
paramod_status paramod_test_score(const paramod_fit *restricted,
                                  const paramod_space *space,
                                  paramod_test *test)
{
    paramod_i_solution *solution;
    paramod_fit point;
    paramod_space *copy = NULL;
    paramod_status status;

    if (restricted == NULL || space == NULL || test == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "restricted, space or test is null");
    status = same_parameters(restricted->space, space);
    if (status != PARAMOD_OK)
        return status;
    point = *restricted;
    point.k = paramod_space_free_size(space);
    status = paramod_space_copy(space, &copy);
    if (status != PARAMOD_OK)
        return status;
    point.space = copy;
    point.u = paramod_i_resize(NULL, point.k, sizeof *point.u);
    if (point.u == NULL)
        status = PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    else
        status = paramod_space_pack(copy, point.theta, point.u);
    if (status == PARAMOD_OK)
        status = paramod_i_solution_create(&point, __func__, &solution);
    if (status == PARAMOD_OK) {
        status = score(solution, point.k - restricted->k, test);
        paramod_i_solution_destroy(solution);
    }
    paramod_i_free(point.u);
    paramod_space_destroy(copy);
    return status;
}
