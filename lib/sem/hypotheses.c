/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Wald, likelihood-ratio and score tests after a fit. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "infer/chi_squared_impl.h"
#include "linalg/cholesky_impl.h"
#include "linalg/dense_impl.h"
#include "sem/report_impl.h"

static paramod_test result(double statistic, double degrees)
{
    return (paramod_test){ .statistic = statistic, .degrees = degrees,
                           .p_value = paramod_i_chi_squared_tail(statistic, degrees) };
}

/* ---- Wald --------------------------------------------------------------------- */

/* Splits "left == right" at the sign; null if it has none. */
static char *split(char *statement)
{
    char *const sign = strstr(statement, "==");

    if (sign == NULL)
        return NULL;
    *sign = '\0';
    return sign + 2;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r")] == '\0';
}

/* Statements of text, one after the other, into rows of coefficients and targets;
 * with null arrays they are only counted. */
static paramod_status read_rows(const paramod_sem_fit *fit, char *text, double *matrix,
                                double *target, size_t *rows)
{
    static const char caller[] = "paramod_sem_fit_wald";
    const size_t q = fit->model->parameters;
    size_t row = 0;

    for (char *at = text, *end; at != NULL; at = end) {
        char *right;

        end = strpbrk(at, ";\n");
        if (end != NULL)
            *end++ = '\0';
        if (is_blank(at))
            continue;
        right = split(at);
        if (right == NULL)
            return paramod_i_fail(PARAMOD_ERR_FORMAT, caller, "'%s' has no '=='", at);
        if (matrix != NULL) {
            double constant;
            const paramod_status status = paramod_i_model_linear(
                fit->model, caller, at, right, matrix + row * q, &constant);

            if (status != PARAMOD_OK)
                return status;
            target[row] = -constant;
        }
        row++;
    }
    *rows = row;
    return PARAMOD_OK;
}

/* count statements at most */
static size_t most_rows(const char *text)
{
    size_t count = 1;

    for (; *text != '\0'; text++)
        count += *text == ';' || *text == '\n';
    return count;
}

paramod_status paramod_sem_fit_wald(const paramod_sem_fit *fit, const char *constraints,
                                    paramod_test *test)
{
    const double *v;
    size_t rows, q;
    double *matrix;
    char *copy;
    paramod_status status;

    if (fit == NULL || constraints == NULL || test == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit, constraints or test is null");
    v = paramod_i_fit_default_covariance(fit);
    if (v == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_SINGULAR, "the information is singular or "
                            "indefinite at the estimates");
    q = fit->model->parameters;
    rows = most_rows(constraints);
    matrix = paramod_i_resize(NULL, rows * (q + 1), sizeof *matrix);
    copy = paramod_i_copy_text(constraints);
    status = matrix == NULL || copy == NULL
             ? PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory")
             : read_rows(fit, copy, matrix, matrix + rows * q, &rows);
    if (status == PARAMOD_OK && rows == 0)
        status = PARAMOD_FAIL(PARAMOD_ERR_FORMAT, "there is no constraint");
    if (status == PARAMOD_OK)
        status = paramod_test_wald(q, fit->theta, v, rows, matrix,
                                   matrix + most_rows(constraints) * q, test);
    paramod_i_free(matrix);
    paramod_i_free(copy);
    return status;
}

/* ---- likelihood ratio ----------------------------------------------------------- */

paramod_status paramod_sem_fit_ratio(const paramod_sem_fit *full,
                                     const paramod_sem_fit *restricted,
                                     paramod_test *test)
{
    double statistic, degrees, scaling = 1.0;

    if (full == NULL || restricted == NULL || test == NULL ||
        full->options.estimator != restricted->options.estimator ||
        full->options.wishart != restricted->options.wishart ||
        full->plan.kind != restricted->plan.kind || full->summary.n != restricted->summary.n)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "a fit or test is null, or the fits "
                            "differ in estimator or in numbers of observations");
    degrees = restricted->summary.df - full->summary.df;
    statistic = restricted->summary.chi2 - full->summary.chi2;
    if (!(degrees > 0.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "the restricted fit has %g degrees of "
                            "freedom, the full one %g: it must have more",
                            restricted->summary.df, full->summary.df);
    if (!(statistic >= -1e-8 * (1.0 + full->summary.chi2)))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "the restricted fit has the lower "
                            "chi-squared, %g against %g: the models are not nested, or "
                            "one fit has not converged", restricted->summary.chi2,
                            full->summary.chi2);
    if (full->options.estimator == PARAMOD_SEM_MLM ||
        full->options.estimator == PARAMOD_SEM_MLR)
        scaling = (restricted->summary.df * restricted->summary.scaling -
                   (full->summary.df > 0.0 ? full->summary.df * full->summary.scaling
                                           : 0.0)) / degrees;
    if (!(scaling > 0.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "the scaling of the difference is %g: "
                            "it must be positive (Satorra and Bentler 2010)", scaling);
    *test = result(fmax(statistic, 0.0) / scaling, degrees);
    return PARAMOD_OK;
}

/* ---- score ------------------------------------------------------------------------ */

paramod_status paramod_sem_fit_score(const paramod_sem_fit *fit, paramod_test *test)
{
    size_t q;
    double *J, *gradient;
    paramod_status status = PARAMOD_OK;

    if (fit == NULL || test == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit or test is null");
    q = fit->model->parameters;
    if (fit->reduction->k == q)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the model has no equality "
                            "constraint '=='");
    J = paramod_i_resize(NULL, q * (q + 1), sizeof *J);
    if (J == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    gradient = J + q * q;
    paramod_i_fit_settle(fit);
    paramod_i_objective_derivatives(fit->objective, gradient, J, NULL);
    if (!paramod_i_cholesky(q, J)) {
        status = PARAMOD_FAIL(PARAMOD_ERR_SINGULAR, "without its equality constraints "
                              "the model is not identified");
    } else {
        paramod_i_cholesky_forward(q, J, gradient);
        *test = result(0.5 * fit->objective->n * paramod_i_dot(q, gradient, gradient),
                       (double)(q - fit->reduction->k));
    }
    paramod_i_free(J);
    return status;
}
