/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Published models against the log-likelihoods and eigenvalues of other
 * integrators, the two ways to sensitivities against each other, and gradients by
 * the adjoint equations against those by sensitivities. */

#include "linalg/dense_impl.h"
#include "linalg/svd_impl.h"
#include "ode/models.h"
#include "ode/problems.h"

enum { MOST = 1 << 14 };

/* Eigenvalues of S'S, descending. */
static void eigenvalues_of(size_t rows, size_t n, const double *s, double *values)
{
    static double columns[MOST];
    paramod_i_svd *svd = NULL;

    paramod_i_transpose(n, rows, s, columns);
    MUST(paramod_i_svd_create(rows, n, &svd));
    CU_ASSERT_TRUE_FATAL(paramod_i_svd_factor(svd, columns));
    for (size_t j = 0; j < n; j++) {
        const double value = paramod_i_svd_values(svd)[j];

        values[j] = value * value;
    }
    paramod_i_svd_destroy(svd);
}

/* Where the two references agree to six digits. */
static void test_references(void)
{
    static double s[MOST];

    for (size_t i = 0; i < problem_count; i++) {
        const problem *const p = &problems[i];
        const paramod_ode_options options = { .size = sizeof options,
                                              .relative_tolerance = 1e-14,
                                              .absolute_tolerance = 1e-14,
                                              .max_steps = 1000000 };
        const size_t n = p->system.parameters;
        paramod_ode *const ode = problem_ode(p, &options);
        double value = NAN, found[64], worst = 0.0;
        size_t compared = 0;

        MUST(problem_sensitivity(p, ode, &value, s));
        eigenvalues_of(2 * problem_rows(p), n, s, found);
        for (size_t j = 0; j < n; j++) {
            const double a = p->eigenvalues[j], b = p->eigenvalues_2[j];

            if (fabs(a - b) > 1e-6 * fabs(a))
                continue;
            worst = fmax(worst, fabs(found[j] / a - 1.0));
            compared++;
        }
        printf("%s: log L off by %.1e, %zu eigenvalues by %.1e ... ", p->name,
               fabs(value - p->log_likelihood), compared, worst);
        CU_ASSERT(fabs(value - p->log_likelihood) < 1e-7);
        CU_ASSERT(compared > 0 && worst < 1e-6);
        paramod_ode_destroy(ode);
    }
}

/* The two methods share no arithmetic. */
static void test_methods(void)
{
    static double s[2][MOST];

    for (size_t i = 0; i < problem_count; i++) {
        const problem *const p = &problems[i];
        const size_t rows = 2 * problem_rows(p), n = p->system.parameters;
        double value[2] = { NAN, NAN }, worst = 0.0;

        for (uint64_t method = 0; method < 2; method++) {
            const paramod_ode_options options = { .size = sizeof options,
                                                  .method = method,
                                                  .relative_tolerance = 1e-10,
                                                  .absolute_tolerance = 1e-12 };
            paramod_ode *const ode = problem_ode(p, &options);

            MUST(problem_sensitivity(p, ode, &value[method], s[method]));
            paramod_ode_destroy(ode);
        }
        for (size_t j = 0; j < rows * n; j++)
            worst = fmax(worst, fabs(s[0][j] - s[1][j]));
        CU_ASSERT(fabs(value[0] - value[1]) < 1e-6);
        /* Crauste is that ill-conditioned: its largest singular value is 1e6 */
        CU_ASSERT(worst < 1e-8 * paramod_i_largest(rows * n, s[0]) *
                              (strcmp(p->name, "Crauste") == 0 ? 1e5 : 1.0));
    }
}

/* ---- gradients --------------------------------------------------------------------------- */

/* -log L of one experiment without its constant. */
typedef struct fit {
    const problem *p;
    const problem_experiment *e;
} fit;

static paramod_eval misfit(const double *values, double *value, double *derivative,
                           void *data)
{
    const fit *const f = data;
    const size_t m = f->p->system.observables;

    *value = 0.0;
    for (size_t k = 0; k < f->e->data_count; k++) {
        const problem_datum *const x = &f->e->data[k];
        const size_t y = x->time * m + x->y;
        const size_t z = x->sigma < 0 ? 0 : x->time * m + (size_t)x->sigma;
        const double sigma = x->sigma < 0 ? x->deviation : values[z];
        const double r = (values[y] - x->measured) / sigma;

        *value += 0.5 * r * r + log(sigma);
        derivative[y] += r / sigma;
        if (x->sigma >= 0)
            derivative[z] += (1.0 - r * r) / sigma;
    }
    return PARAMOD_EVAL_OK;
}

static void test_gradients(void)
{
    static double values[MOST], slopes[MOST * 8], derivative[MOST];

    for (size_t i = 0; i < problem_count; i++) {
        const problem *const p = &problems[i];
        const size_t m = p->system.observables, n = p->system.parameters;
        /* Crauste amplifies errors by 1e6 */
        const double relative = strcmp(p->name, "Crauste") == 0 ? 1e-13 : 1e-10;
        const paramod_ode_options options = { .size = sizeof options,
                                              .relative_tolerance = relative,
                                              .absolute_tolerance = 1e-2 * relative };
        paramod_ode *const ode = problem_ode(p, &options);
        double gradient[64], value = NAN, expected = NAN, worst = 0.0, size = 0.0;

        for (size_t e = 0; e < p->experiments; e++) {
            fit f = { p, &p->experiment[e] };
            const size_t count = f.e->count * m;

            MUST(paramod_ode_solve(ode, e, p->nominal, values, slopes));
            (void)memset(derivative, 0, sizeof derivative);
            (void)misfit(values, &expected, derivative, &f);
            MUST(paramod_ode_gradient(ode, e, p->nominal, misfit, &f, &value, gradient));
            CU_ASSERT(fabs(value - expected) < 1e-7 * fabs(expected));
            for (size_t j = 0; j < n; j++) {
                double sum = 0.0, total = 0.0;

                for (size_t k = 0; k < count; k++) {
                    sum += derivative[k] * slopes[k * n + j];
                    total += fabs(derivative[k] * slopes[k * n + j]);
                }
                worst = fmax(worst, fabs(sum - gradient[j]) * p->nominal[j]);
                size = fmax(size, total * p->nominal[j]);
            }
        }
        printf("%s: %.1e ... ", p->name, worst / size);
        CU_ASSERT(worst < (relative < 1e-12 ? 1e-5 : 1e-6) * size);
        paramod_ode_destroy(ode);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "log-likelihoods and eigenvalues of other integrators", test_references },
        { "two ways to sensitivities agree", test_methods },
        { "gradients by the adjoint equations agree with sensitivities",
          test_gradients },
        CU_TEST_INFO_NULL
    };

    return run_tests("ode problems", tests);
}
