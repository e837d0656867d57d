/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A model seen through its space: chain rule, differences, counts, and what
 * counts as not computable. */

#include <math.h>

#include <paramod/fit.h>

#include "optim/problem_impl.h"
#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

enum { N = 3, M = 4, K = 2 };

/* a free, b > 0 free, c in (0, 1) fixed at 0.25 */
static paramod_space *sample_space(void)
{
    paramod_space *space = NULL;

    MUST(paramod_space_create(&space));
    MUST(paramod_space_add(space, "a", "1", -INFINITY, INFINITY));
    MUST(paramod_space_add(space, "c", "1", 0.0, 1.0));
    MUST(paramod_space_add(space, "b", "1", 0.0, INFINITY));
    MUST(paramod_space_fix(space, 1, 0.25));
    return space;
}

/* log L = a b - b^2 c - exp(a c); theta = (a, c, b) */
static paramod_eval value(const double *t, double *v, void *data)
{
    (void)data;
    *v = t[0] * t[2] - t[2] * t[2] * t[1] - exp(t[0] * t[1]);
    return PARAMOD_EVAL_OK;
}

static paramod_eval gradient(const double *t, double *v, double *g, void *data)
{
    const double e = exp(t[0] * t[1]);

    g[0] = t[2] - t[1] * e;
    g[1] = -t[2] * t[2] - t[0] * e;
    g[2] = t[0] - 2.0 * t[2] * t[1];
    return value(t, v, data);
}

static paramod_eval hessian(const double *t, double *v, double *g, double *h,
                            void *data)
{
    const double e = exp(t[0] * t[1]);

    h[0] = -t[1] * t[1] * e;
    h[1] = h[3] = -e - t[0] * t[1] * e;
    h[2] = h[6] = 1.0;
    h[4] = -t[0] * t[0] * e;
    h[5] = h[7] = -2.0 * t[2];
    h[8] = -2.0 * t[1];
    return gradient(t, v, g, data);
}

static paramod_eval residual(const double *t, double *r, void *data)
{
    (void)data;
    for (size_t i = 0; i < M; i++)
        r[i] = t[0] + t[1] * (double)i - exp(-t[2] * (double)i);
    return PARAMOD_EVAL_OK;
}

static paramod_eval jacobian(const double *t, double *j, void *data)
{
    (void)data;
    for (size_t i = 0; i < M; i++) {
        j[i * N] = 1.0;
        j[i * N + 1] = (double)i;
        j[i * N + 2] = (double)i * exp(-t[2] * (double)i);
    }
    return PARAMOD_EVAL_OK;
}

static void assert_close(size_t count, const double *a, const double *b, double tol)
{
    for (size_t i = 0; i < count; i++)
        CU_ASSERT_DOUBLE_EQUAL(a[i], b[i], tol * fmax(1.0, fabs(b[i])));
}

/* -log L in u = (a, log b), by hand. */
static void exact(const double *u, double *f, double *g, double *h)
{
    const double b = exp(u[1]), c = 0.25, e = exp(u[0] * c);

    *f = -(u[0] * b - b * b * c - e);
    g[0] = -(b - c * e);
    g[1] = -(u[0] - 2.0 * b * c) * b;
    h[0] = c * c * e;
    h[1] = h[2] = -b;
    h[3] = 2.0 * c * b * b + g[1];
}

static void test_likelihoods_cross_the_space(void)
{
    const struct {
        paramod_likelihood model;
        double tolerance[2]; /* of gradient and Hessian */
    } cases[] = {
        { { .size = sizeof(paramod_likelihood), .value = value,
            .gradient = gradient, .hessian = hessian }, { 1e-14, 1e-14 } },
        { { .size = sizeof(paramod_likelihood), .value = value,
            .hessian = hessian }, { 1e-14, 1e-14 } },
        { { .size = sizeof(paramod_likelihood), .value = value,
            .gradient = gradient }, { 1e-14, 1e-8 } },
        { { .size = sizeof(paramod_likelihood), .value = value }, { 1e-8, 2e-6 } },
    };
    paramod_space *space = sample_space();

    for (size_t i = 0; i < 4; i++) {
        paramod_i_problem *p = NULL;

        MUST(paramod_i_problem_create(space, &cases[i].model, NULL, &p));
        CU_ASSERT(p->n == N && p->k == K && p->m == 0 && !p->plain);
        for (long r = rounds(50); r > 0; r--) {
            const double u[K] = { 4.0 * uniform() - 2.0, 2.0 * uniform() - 1.0 };
            double f, g[K], h[K * K], f_exact, g_exact[K], h_exact[K * K];

            exact(u, &f_exact, g_exact, h_exact);
            CU_ASSERT_EQUAL(paramod_i_problem_value(p, u, &f), PARAMOD_EVAL_OK);
            assert_close(1, &f, &f_exact, 1e-14);
            CU_ASSERT_EQUAL(paramod_i_problem_gradient(p, u, &f, g), PARAMOD_EVAL_OK);
            assert_close(1, &f, &f_exact, 1e-14);
            assert_close(K, g, g_exact, cases[i].tolerance[0]);
            CU_ASSERT_EQUAL(paramod_i_problem_hessian(p, u, &f, g, h),
                            PARAMOD_EVAL_OK);
            assert_close(1, &f, &f_exact, 1e-14);
            assert_close(K, g, g_exact, cases[i].tolerance[0]);
            assert_close(K * K, h, h_exact, cases[i].tolerance[1]);
        }
        paramod_i_problem_destroy(p);
    }
    paramod_i_problem_destroy(NULL);
    paramod_space_destroy(space);
}

/* f(u) = |r|^2 / 2, g = J'r, H = J'J; whole Hessians agree with differences of
 * values, whichever way they are made. */
static void test_residuals_cross_the_space(void)
{
    const paramod_residuals with = { .size = sizeof with, .count = M,
                                     .residual = residual, .jacobian = jacobian };
    const paramod_residuals without = { .size = sizeof without, .count = M,
                                        .residual = residual };
    const double u[K] = { 0.7, -0.4 };
    paramod_space *space = sample_space();
    paramod_i_problem *a = NULL, *b = NULL;
    double r[M], j[M * K], j_difference[M * K];
    double f, g[K], h[K * K], whole[K * K], whole_difference[K * K];
    double sum = 0.0, slope = 0.0, bend = 0.0;

    MUST(paramod_i_problem_create(space, NULL, &with, &a));
    MUST(paramod_i_problem_create(space, NULL, &without, &b));
    CU_ASSERT_EQUAL(paramod_i_problem_residual(a, u, r), PARAMOD_EVAL_OK);
    CU_ASSERT_EQUAL(paramod_i_problem_jacobian(a, u, j), PARAMOD_EVAL_OK);
    CU_ASSERT_EQUAL(paramod_i_problem_jacobian(b, u, j_difference), PARAMOD_EVAL_OK);
    assert_close(M * K, j_difference, j, 1e-9);
    for (size_t i = 0; i < M; i++) {
        const double rate = exp(u[1]);

        CU_ASSERT_DOUBLE_EQUAL(r[i], 0.7 + 0.25 * (double)i - exp(-rate * (double)i),
                               1e-15);
        CU_ASSERT_EQUAL(j[i], 1.0);
        CU_ASSERT_DOUBLE_EQUAL(j[i + M], (double)i * exp(-rate * (double)i) * rate,
                               1e-15);
        sum += 0.5 * r[i] * r[i];
        slope += r[i] * j[i + M];
        bend += j[i + M] * j[i + M];
    }
    CU_ASSERT_EQUAL(paramod_i_problem_hessian(a, u, &f, g, h), PARAMOD_EVAL_OK);
    assert_close(1, &f, &sum, 1e-15);
    assert_close(1, &g[1], &slope, 1e-15);
    assert_close(1, &h[3], &bend, 1e-15);
    CU_ASSERT_EQUAL(paramod_i_problem_full_hessian(a, u, &f, g, whole),
                    PARAMOD_EVAL_OK);
    CU_ASSERT_EQUAL(paramod_i_problem_full_hessian(b, u, &f, g, whole_difference),
                    PARAMOD_EVAL_OK);
    assert_close(K * K, whole_difference, whole, 1e-6);
    CU_ASSERT(fabs(whole[3] - h[3]) > 1e-2);
    CU_ASSERT(paramod_i_problem_lacks_gradient(b));
    CU_ASSERT(!paramod_i_problem_lacks_gradient(a));
    paramod_i_problem_destroy(a);
    paramod_i_problem_destroy(b);
    paramod_space_destroy(space);
}

typedef struct script {
    int answer;
    double value, slope;
} script;

static paramod_eval scripted(const double *t, double *v, double *g, void *data)
{
    const script *s = data;

    (void)t;
    *v = s->value;
    g[0] = g[1] = g[2] = s->slope;
    return (paramod_eval)s->answer;
}

static paramod_eval scripted_value(const double *t, double *v, void *data)
{
    double g[N];

    return scripted(t, v, g, data);
}

static void test_answers_and_numbers_are_judged(void)
{
    const struct {
        script script;
        paramod_eval value, gradient;
    } cases[] = {
        { { 0, 1.0, 1.0 }, PARAMOD_EVAL_OK, PARAMOD_EVAL_OK },
        { { 0, NAN, 1.0 }, PARAMOD_EVAL_RETRY, PARAMOD_EVAL_RETRY },
        { { 0, INFINITY, 1.0 }, PARAMOD_EVAL_RETRY, PARAMOD_EVAL_RETRY },
        { { 0, -INFINITY, 1.0 }, PARAMOD_EVAL_RETRY, PARAMOD_EVAL_RETRY },
        { { 0, 1.0, NAN }, PARAMOD_EVAL_OK, PARAMOD_EVAL_RETRY },
        { { 0, 1.0, INFINITY }, PARAMOD_EVAL_OK, PARAMOD_EVAL_RETRY },
        { { 1, 1.0, 1.0 }, PARAMOD_EVAL_RETRY, PARAMOD_EVAL_RETRY },
        { { 7, 1.0, 1.0 }, PARAMOD_EVAL_RETRY, PARAMOD_EVAL_RETRY },
        { { -1, 1.0, 1.0 }, PARAMOD_EVAL_STOP, PARAMOD_EVAL_STOP },
    };
    const double u[K] = { 0.0, 0.0 };
    paramod_space *space = sample_space();

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        script s = cases[i].script;
        const paramod_likelihood model = { .size = sizeof model, .data = &s,
                                           .value = scripted_value,
                                           .gradient = scripted };
        paramod_i_problem *p = NULL;
        double f, g[K];

        MUST(paramod_i_problem_create(space, &model, NULL, &p));
        CU_ASSERT_EQUAL(paramod_i_problem_value(p, u, &f), cases[i].value);
        CU_ASSERT_EQUAL(paramod_i_problem_gradient(p, u, &f, g), cases[i].gradient);
        CU_ASSERT_EQUAL(p->evaluations, 2);
        paramod_i_problem_destroy(p);
    }
    paramod_space_destroy(space);
}

static void test_evaluations_count_differences(void)
{
    const paramod_likelihood model = { .size = sizeof model, .value = value };
    const double u[K] = { 0.3, 0.2 };
    paramod_space *space = sample_space();
    paramod_i_problem *p = NULL;
    const long before = memory_attempts();
    double f, g[K], h[K * K];
    long made;

    MUST(paramod_i_problem_create(space, &model, NULL, &p));
    made = memory_attempts() - before;
    CU_ASSERT_EQUAL(paramod_i_problem_gradient(p, u, &f, g), PARAMOD_EVAL_OK);
    CU_ASSERT_EQUAL(p->evaluations, 1 + 2 * K);
    CU_ASSERT_EQUAL(paramod_i_problem_hessian(p, u, &f, g, h), PARAMOD_EVAL_OK);
    CU_ASSERT_EQUAL(p->evaluations, 2 * (1 + 2 * K) + 4 * K + 2 * K * (K - 1));
    CU_ASSERT_EQUAL(memory_attempts() - before, made);
    paramod_i_problem_destroy(p);
    paramod_space_destroy(space);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "likelihoods cross the space", test_likelihoods_cross_the_space },
        { "residuals cross the space", test_residuals_cross_the_space },
        { "answers and numbers are judged", test_answers_and_numbers_are_judged },
        { "evaluations count differences", test_evaluations_count_differences },
        CU_TEST_INFO_NULL
    };

    return run_tests("problem", tests);
}
