/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How solves end, what they say, and what they refuse. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sor/system.h"
#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

enum { M = SYSTEM_MOST };

static paramod_status try_solve(const paramod_sor_matrix *matrix, paramod_sor_options o,
                                const double *b, double *x, paramod_sor_result *result)
{
    paramod_sor_workspace *w = NULL;
    paramod_status status;

    o.size = sizeof o;
    *result = (paramod_sor_result){ .size = sizeof *result };
    MUST(paramod_sor_workspace_create(matrix, &w));
    status = paramod_sor_solve(matrix, &o, b, x, w, result);
    paramod_sor_workspace_destroy(w);
    return status;
}

static paramod_sor_result solve(const paramod_sor_matrix *matrix, paramod_sor_options o,
                                const double *b, double *x)
{
    paramod_sor_result result;

    MUST(try_solve(matrix, o, b, x, &result));
    return result;
}

static paramod_sor_matrix *grid(size_t side)
{
    paramod_sor_matrix *matrix = NULL;

    MUST(paramod_sor_matrix_laplacian(PARAMOD_SOR_SQUARE, side, &matrix));
    return matrix;
}

static double true_residual(const paramod_sor_matrix *m, double shift, const double *b,
                            const double *x)
{
    const size_t n = paramod_sor_matrix_size(m);
    double y[100], square = 0.0;

    MUST(paramod_sor_matrix_times(m, shift, x, y));
    for (size_t i = 0; i < n; i++)
        square += (b[i] - y[i]) * (b[i] - y[i]);
    return sqrt(square);
}

/* ---- counts ------------------------------------------------------------------------- */

/* Of the authors' code under Octave (validation/sor has all of them): b = sin(i). */
static void test_counts_of_the_published_code(void)
{
    static const struct { uint64_t method; double shift, omega; size_t count; } row[] = {
        { PARAMOD_SOR_SOR, -0.15, 1.0, 1239 }, { PARAMOD_SOR_SOR, -0.15, 1.6, 379 },
        { PARAMOD_SOR_SOR, -0.15, 1.8, 175 }, { PARAMOD_SOR_SOR, 0.0, 1.0, 131 },
        { PARAMOD_SOR_SOR, 0.0, 1.5, 43 }, { PARAMOD_SOR_SSOR, -0.15, 1.0, 687 },
        { PARAMOD_SOR_SSOR, 0.0, 1.5, 34 }, { PARAMOD_SOR_SSOR, 0.0, 1.7, 48 },
        { PARAMOD_SOR_SSOR_PCG, -0.15, 1.05, 17 },
        { PARAMOD_SOR_SSOR_PCG, -0.15, 1.3, 15 } };
    paramod_sor_matrix *const matrix = grid(12);
    double b[100];

    for (size_t i = 0; i < 100; i++)
        b[i] = sin((double)i + 1.0);
    for (size_t k = 0; k < sizeof row / sizeof row[0]; k++)
        for (uint64_t sweep = 0; sweep <= PARAMOD_SOR_SWEEP_BLOCKED; sweep++) {
            double x[100] = { 0.0 };
            const paramod_sor_options o = {
                .method = row[k].method, .omega = row[k].omega, .shift = row[k].shift,
                .sweep = sweep, .order = row[k].method == PARAMOD_SOR_SSOR_PCG
                                             ? PARAMOD_SOR_BACKWARD : PARAMOD_SOR_FORWARD
            };
            const paramod_sor_result r = solve(matrix, o, b, x);

            CU_ASSERT_EQUAL(r.iterations, row[k].count);
            CU_ASSERT_EQUAL(r.ending, PARAMOD_SOR_CONVERGED);
            CU_ASSERT(r.residual <= 1e-8 * r.reference);
            CU_ASSERT_DOUBLE_EQUAL(r.residual, true_residual(matrix, row[k].shift, b, x),
                                   1e-4 * r.residual);
        }
    paramod_sor_matrix_destroy(matrix);
}

/* ITPACK's and PyAMG's users will look for this one: 10 sweeps, omega 1.33, of
 * poisson((10, 10)) and ones leave 2.0132400778446127. */
static void test_a_residual_that_others_know(void)
{
    paramod_sor_matrix *const matrix = grid(12);
    double b[100], x[100] = { 0.0 };
    const paramod_sor_options o = { .omega = 1.33, .max_iterations = 10 };

    for (size_t i = 0; i < 100; i++)
        b[i] = 1.0;
    CU_ASSERT_DOUBLE_EQUAL(solve(matrix, o, b, x).residual, 2.0132400778446127, 1e-14);
    paramod_sor_matrix_destroy(matrix);
}

/* ---- stops ----------------------------------------------------------------------------- */

/* With a 1 x 1 matrix each sweep multiplies the residual by 1 - omega. */
static void test_stops_mean_what_they_say(void)
{
    paramod_sor_matrix *const matrix = grid(3);
    static const struct { uint64_t stop, test; double x, tolerance; size_t count; } c[] = {
        { PARAMOD_SOR_STOP_INITIAL, PARAMOD_SOR_TEST_STRICT, 0.0, 0.125, 4 },
        { PARAMOD_SOR_STOP_INITIAL, PARAMOD_SOR_TEST_INCLUSIVE, 0.0, 0.125, 3 },
        { PARAMOD_SOR_STOP_DEFAULT, PARAMOD_SOR_TEST_DEFAULT, 0.0, 0.125, 4 },
        { PARAMOD_SOR_STOP_RIGHT, PARAMOD_SOR_TEST_INCLUSIVE, 1.0, 0.125, 2 },
        { PARAMOD_SOR_STOP_ABSOLUTE, PARAMOD_SOR_TEST_INCLUSIVE, 0.0, 1.0, 3 },
        { PARAMOD_SOR_STOP_ABSOLUTE, PARAMOD_SOR_TEST_STRICT, 0.0, 1.0, 4 },
        { PARAMOD_SOR_STOP_ABSOLUTE, PARAMOD_SOR_TEST_INCLUSIVE, 0.0, 8.0, 0 } };
    const double b = 8.0;

    for (size_t k = 0; k < sizeof c / sizeof c[0]; k++) {
        double x = c[k].x;
        const paramod_sor_options o = { .omega = 0.5, .stop = c[k].stop,
                                        .test = c[k].test, .tolerance = c[k].tolerance };

        CU_ASSERT_EQUAL(solve(matrix, o, &b, &x).iterations, c[k].count);
    }
    paramod_sor_matrix_destroy(matrix);
}

static void test_history_and_rate_describe_the_course(void)
{
    paramod_sor_matrix *const matrix = grid(12);
    double b[100], x[100] = { 0.0 }, history[60];
    const paramod_sor_options o = { .max_iterations = 100, .history = history,
                                    .history_room = 60 };
    paramod_sor_result r;

    for (size_t i = 0; i < 60; i++)
        history[i] = -1.0;
    for (size_t i = 0; i < 100; i++)
        b[i] = 1.0;
    r = solve(matrix, o, b, x);
    CU_ASSERT_EQUAL(r.ending, PARAMOD_SOR_LIMIT);
    CU_ASSERT_EQUAL(r.iterations, 100);
    CU_ASSERT_DOUBLE_EQUAL(history[0], 10.0, 1e-14);
    for (size_t k = 1; k < 60; k++)
        CU_ASSERT(history[k] > 0.0 && history[k] < history[k - 1]);
    /* rho of Gauss-Seidel is beta^2 */
    CU_ASSERT_DOUBLE_EQUAL(r.rate, pow(cos(acos(-1.0) / 11.0), 2.0), 1e-4);
    paramod_sor_matrix_destroy(matrix);
}

/* A warm start with the solution of a neighbouring shift saves iterations and
 * gives the same solution. */
static void test_warm_starts_count_from_their_own_residual(void)
{
    paramod_sor_matrix *const matrix = grid(12);
    double b[100], x[100] = { 0.0 }, cold[100] = { 0.0 };
    paramod_sor_options o = { .omega = 1.5, .stop = PARAMOD_SOR_STOP_RIGHT };
    paramod_sor_result warm, first;

    for (size_t i = 0; i < 100; i++)
        b[i] = cos((double)i);
    (void)solve(matrix, o, b, x);
    o.shift = 0.01;
    first = solve(matrix, o, b, cold);
    warm = solve(matrix, o, b, x);
    CU_ASSERT(warm.iterations < first.iterations);
    CU_ASSERT(warm.initial < 0.05 * first.initial);
    for (size_t i = 0; i < 100; i++)
        CU_ASSERT_DOUBLE_EQUAL(x[i], cold[i], 1e-6);
    paramod_sor_matrix_destroy(matrix);
}

/* ---- hard cases -------------------------------------------------------------------------- */

static void test_zero_and_exact_starts_take_no_iteration(void)
{
    paramod_sor_matrix *const matrix = grid(5);
    double zero[9] = { 0.0 }, ones[9], x[9], b[9];

    for (size_t i = 0; i < 9; i++)
        ones[i] = 1.0;
    MUST(paramod_sor_matrix_times(matrix, 0.0, ones, b));
    for (uint64_t method = 0; method <= PARAMOD_SOR_CG; method++) {
        paramod_sor_options o = { .method = method };
        paramod_sor_result r;

        memcpy(x, zero, sizeof x);
        r = solve(matrix, o, zero, x); /* 0 = 0 */
        CU_ASSERT(r.ending == PARAMOD_SOR_CONVERGED && r.iterations == 0);
        CU_ASSERT_EQUAL(r.relative_residual, 0.0);
        memcpy(x, ones, sizeof x);
        r = solve(matrix, o, b, x); /* the solution, to the bit */
        CU_ASSERT(r.ending == PARAMOD_SOR_CONVERGED && r.iterations == 0);
        o.stop = PARAMOD_SOR_STOP_RIGHT;
        memcpy(x, ones, sizeof x);
        r = solve(matrix, o, zero, x);
        CU_ASSERT(r.ending == PARAMOD_SOR_CONVERGED && r.iterations == 0);
        CU_ASSERT_EQUAL(memcmp(x, zero, sizeof x), 0);
    }
    paramod_sor_matrix_destroy(matrix);
}

static void test_one_equation(void)
{
    paramod_sor_matrix *const matrix = grid(3);
    const double b = 2.0;

    for (uint64_t method = 0; method <= PARAMOD_SOR_CG; method++) {
        double x = 0.0;
        const paramod_sor_options o = { .method = method };
        const paramod_sor_result r = solve(matrix, o, &b, &x);

        CU_ASSERT(r.ending == PARAMOD_SOR_CONVERGED && r.iterations == 1);
        CU_ASSERT_EQUAL(x, 0.5);
    }
    paramod_sor_matrix_destroy(matrix);
}

/* lambda_min of the grid is 0.162: below that A + c I is indefinite.  Whatever is
 * called converged must solve the system. */
static void test_indefinite_systems_never_converge_falsely(void)
{
    static const double shift[] = { -0.17, -0.5, -1.0, -2.5, -3.9, -0.1620281055 };
    paramod_sor_matrix *const matrix = grid(12);
    size_t converged = 0, told = 0;

    for (size_t k = 0; k < sizeof shift / sizeof shift[0]; k++)
        for (uint64_t method = 0; method <= PARAMOD_SOR_CG; method++) {
            double b[100], x[100] = { 0.0 };
            const paramod_sor_options o = { .method = method, .shift = shift[k],
                                            .omega = 1.5, .max_iterations = 3000 };
            paramod_sor_result r;

            for (size_t i = 0; i < 100; i++)
                b[i] = uniform() - 0.5;
            r = solve(matrix, o, b, x);
            converged += r.ending == PARAMOD_SOR_CONVERGED ? 1 : 0;
            told += r.ending == PARAMOD_SOR_INDEFINITE ||
                    r.ending == PARAMOD_SOR_DIVERGED ? 1 : 0;
            CU_ASSERT(r.ending != PARAMOD_SOR_CONVERGED ||
                      true_residual(matrix, shift[k], b, x) <= 1.01e-8 * r.reference);
            CU_ASSERT(r.residual <= r.initial || r.ending == PARAMOD_SOR_LIMIT);
            CU_ASSERT_DOUBLE_EQUAL(r.residual, true_residual(matrix, shift[k], b, x),
                                   1e-6 * r.residual + 1e-12);
        }
    CU_ASSERT(told >= 12);
    CU_ASSERT(converged < 12);
    paramod_sor_matrix_destroy(matrix);
}

static void test_conjugate_gradients_tell_where_definiteness_fails(void)
{
    const size_t start[] = { 0, 2, 4 }, column[] = { 0, 1, 0, 1 };
    const double value[] = { 1.0, 2.0, 2.0, 1.0 }, b[] = { 1.0, -1.0 };
    const paramod_sor_csr csr = { .size = sizeof csr, .rows = 2, .start = start,
                                  .column = column, .value = value };
    paramod_sor_matrix *matrix = NULL;

    MUST(paramod_sor_matrix_create(&csr, &matrix));
    for (uint64_t method = PARAMOD_SOR_SSOR_PCG; method <= PARAMOD_SOR_CG; method++) {
        double x[2] = { 0.0 };
        const paramod_sor_result r =
            solve(matrix, (paramod_sor_options){ .method = method }, b, x);

        CU_ASSERT_EQUAL(r.ending, PARAMOD_SOR_INDEFINITE);
        CU_ASSERT(x[0] == 0.0 && x[1] == 0.0); /* as given: nothing better was found */
    }
    paramod_sor_matrix_destroy(matrix);
}

static void test_divergence_stops_early_and_keeps_the_start(void)
{
    const size_t start[] = { 0, 2, 4 }, column[] = { 0, 1, 0, 1 };
    const double value[] = { 1.0, 9.0, 9.0, 1.0 }, b[] = { 1.0, 2.0 };
    const paramod_sor_csr csr = { .size = sizeof csr, .rows = 2, .start = start,
                                  .column = column, .value = value };
    paramod_sor_matrix *matrix = NULL;
    double x[2] = { 0.25, -0.5 };
    paramod_sor_result r;

    MUST(paramod_sor_matrix_create(&csr, &matrix));
    r = solve(matrix, (paramod_sor_options){ .method = 0 }, b, x);
    CU_ASSERT_EQUAL(r.ending, PARAMOD_SOR_DIVERGED);
    CU_ASSERT(r.iterations > 3 && r.iterations < 10);
    CU_ASSERT(x[0] == 0.25 && x[1] == -0.5);
    CU_ASSERT_EQUAL(r.residual, r.initial);
    r = solve(matrix, (paramod_sor_options){ .divergence = 50.0 }, b, x);
    CU_ASSERT_EQUAL(r.iterations, 1);
    paramod_sor_matrix_destroy(matrix);
}

/* Tolerances that rounding does not let a solve reach. */
static void test_unreachable_tolerances_end_without_a_claim(void)
{
    paramod_sor_matrix *const matrix = grid(12);
    double b[100];

    for (size_t i = 0; i < 100; i++)
        b[i] = sin((double)i);
    for (uint64_t method = 0; method <= PARAMOD_SOR_CG; method++) {
        double x[100] = { 0.0 };
        const paramod_sor_options o = { .method = method, .omega = 1.5,
                                        .tolerance = 1e-30, .max_iterations = 500 };
        const paramod_sor_result r = solve(matrix, o, b, x);

        CU_ASSERT_EQUAL(r.ending, method == PARAMOD_SOR_SSOR_PCG ||
                                          method == PARAMOD_SOR_CG
                                      ? PARAMOD_SOR_STAGNATED : PARAMOD_SOR_LIMIT);
        CU_ASSERT(r.residual < 1e-13 && r.residual > 0.0);
    }
    paramod_sor_matrix_destroy(matrix);
}

/* Sizes whose squares overflow or vanish. */
static void check_size(const paramod_sor_matrix *matrix, uint64_t method)
{
    size_t count[5];

    for (int k = 0; k < 5; k++) {
        double b[100], x[100] = { 0.0 };
        const paramod_sor_options o = { .method = method, .omega = 1.5,
                                        .stop = PARAMOD_SOR_STOP_INITIAL };
        paramod_sor_result r;

        for (size_t i = 0; i < 100; i++)
            b[i] = ldexp(sin((double)i), 450 * (k - 2));
        r = solve(matrix, o, b, x);
        CU_ASSERT_EQUAL(r.ending, PARAMOD_SOR_CONVERGED);
        CU_ASSERT(r.relative_residual <= 1e-8 && x[40] != 0.0);
        count[k] = r.iterations;
    }
    for (int k = 0; k < 5; k++)
        CU_ASSERT_EQUAL(count[k], count[2]);
}

static void test_sizes_do_not_matter(void)
{
    paramod_sor_matrix *const matrix = grid(12);

    for (uint64_t method = 0; method <= PARAMOD_SOR_CG; method++)
        check_size(matrix, method);
    paramod_sor_matrix_destroy(matrix);
}

/* Definite matrices scaled badly, their rows by factors of 1e-4 to 1e4. */
static void test_badly_scaled_systems_are_solved(void)
{
    system_of s;

    for (long round = rounds(60); round > 0; round--) {
        paramod_sor_matrix *matrix;

        system_fill(&s, 2 + (size_t)(uniform() * 38.0), true, 4.0);
        matrix = system_csr(&s);
        for (uint64_t method = 0; method <= PARAMOD_SOR_SSOR_PCG; method++) {
            double x[M] = { 0.0 };
            const paramod_sor_options o = { .method = method, .omega = 1.2,
                                            .stop = PARAMOD_SOR_STOP_RIGHT };
            const paramod_sor_result r = solve(matrix, o, s.b, x);

            CU_ASSERT_EQUAL(r.ending, PARAMOD_SOR_CONVERGED);
            CU_ASSERT(true_residual(matrix, 0.0, s.b, x) <= 1.001e-8 * r.reference);
        }
        paramod_sor_matrix_destroy(matrix);
    }
}

/* ---- adaptation ---------------------------------------------------------------------------- */

typedef struct course {
    size_t calls;
    double omega[3];
} course;

static double follow(const paramod_sor_progress *p, void *data)
{
    course *c = data;

    CU_ASSERT_EQUAL(p->iteration, c->calls + 1);
    CU_ASSERT(p->update > 0.0 && p->residual > 0.0 && p->limit > 0.0);
    return c->calls < 3 ? c->omega[c->calls++] : 0.0;
}

/* omega 1, then 1.5, then 1.5 again: two solves in a row do the same. */
static void test_omega_may_change_within_a_solve(void)
{
    paramod_sor_matrix *const matrix = grid(12);
    double b[100], x[100] = { 0.0 }, y[100] = { 0.0 };
    course c = { 0, { 1.5, 0.0, (double)NAN } };
    paramod_sor_options o = { .omega = 1.0, .adapt = follow, .adapt_data = &c };
    paramod_sor_result r;

    for (size_t i = 0; i < 100; i++)
        b[i] = sin((double)i);
    r = solve(matrix, o, b, x);
    CU_ASSERT_EQUAL(r.ending, PARAMOD_SOR_STOPPED);
    CU_ASSERT_EQUAL(r.iterations, 3);
    CU_ASSERT_EQUAL(r.omega, 1.5);
    (void)solve(matrix, (paramod_sor_options){ .max_iterations = 1 }, b, y);
    (void)solve(matrix, (paramod_sor_options){ .omega = 1.5, .max_iterations = 2 }, b, y);
    for (size_t i = 0; i < 100; i++)
        CU_ASSERT_DOUBLE_EQUAL(x[i], y[i], 1e-14);
    paramod_sor_matrix_destroy(matrix);
}

/* ---- refusals --------------------------------------------------------------------------------- */

static void refuse(const paramod_sor_matrix *matrix, paramod_sor_options o,
                   const double *b, paramod_status status, const char *text)
{
    double x[2] = { 7.0, 8.0 };
    paramod_sor_result r;

    CU_ASSERT_EQUAL(try_solve(matrix, o, b, x, &r), status);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), text);
    CU_ASSERT(x[0] == 7.0 && x[1] == 8.0 && r.iterations == 0);
}

static paramod_sor_matrix *two_by_two(double a, double b, double c, double d)
{
    const size_t start[] = { 0, 2, 4 }, column[] = { 0, 1, 0, 1 };
    const double value[] = { a, b, c, d };
    const paramod_sor_csr csr = { .size = sizeof csr, .rows = 2, .start = start,
                                  .column = column, .value = value };
    paramod_sor_matrix *matrix = NULL;

    MUST(paramod_sor_matrix_create(&csr, &matrix));
    return matrix;
}

static void test_options_that_cannot_be_are_refused(void)
{
    paramod_sor_matrix *const m = two_by_two(2.0, 1.0, 1.0, 2.0);
    const double b[] = { 1.0, 1.0 };

    refuse(m, (paramod_sor_options){ .omega = 2.0 }, b, PARAMOD_ERR_DOMAIN,
           "paramod_sor_solve: omega is 2; it must lie inside (0, 2)");
    refuse(m, (paramod_sor_options){ .omega = -0.5 }, b, PARAMOD_ERR_DOMAIN,
           "paramod_sor_solve: omega is -0.5; it must lie inside (0, 2)");
    refuse(m, (paramod_sor_options){ .omega = (double)NAN }, b, PARAMOD_ERR_DOMAIN,
           "paramod_sor_solve: omega is nan; it must lie inside (0, 2)");
    refuse(m, (paramod_sor_options){ .tolerance = -1.0 }, b, PARAMOD_ERR_DOMAIN,
           "paramod_sor_solve: tolerance is -1; it must be positive and finite");
    refuse(m, (paramod_sor_options){ .shift = (double)INFINITY }, b, PARAMOD_ERR_DOMAIN,
           "paramod_sor_solve: shift is inf; it must be finite");
    refuse(m, (paramod_sor_options){ .divergence = -1.0 }, b, PARAMOD_ERR_DOMAIN,
           "paramod_sor_solve: divergence is -1; it must be positive");
    refuse(m, (paramod_sor_options){ .method = 9 }, b, PARAMOD_ERR_ARGUMENT,
           "paramod_sor_solve: method 9 is none of 0 .. 4");
    refuse(m, (paramod_sor_options){ .stop = 4 }, b, PARAMOD_ERR_ARGUMENT,
           "paramod_sor_solve: stop 4 is none of 0 .. 3");
    refuse(m, (paramod_sor_options){ .method = PARAMOD_SOR_CHEBYSHEV, .beta = 1.0 }, b,
           PARAMOD_ERR_DOMAIN, "paramod_sor_solve: beta is 1; it must lie inside [0, 1)");
    refuse(m, (paramod_sor_options){ .method = PARAMOD_SOR_CHEBYSHEV }, b,
           PARAMOD_ERR_ARGUMENT, "paramod_sor_solve: the matrix is in natural order, but "
           "Chebyshev needs a red-black one: see paramod_sor_matrix_coloured()");
    paramod_sor_matrix_destroy(m);
}

static void test_systems_that_cannot_be_are_refused(void)
{
    const double b[] = { 1.0, 1.0 }, nan[] = { 1.0, (double)NAN };
    static const struct { double d; const char *text; } diagonal[] = {
        { 0.0, "paramod_sor_solve: row 2: the diagonal entry is 0; it must be positive" },
        { -3.0, "paramod_sor_solve: row 2: the diagonal entry is -3; it must be "
                "positive" } };
    paramod_sor_matrix *m;

    for (size_t k = 0; k < 2; k++)
        for (uint64_t method = 0; method <= PARAMOD_SOR_CG; method++) {
            m = two_by_two(2.0, 1.0, 1.0, diagonal[k].d);
            refuse(m, (paramod_sor_options){ .method = method }, b, PARAMOD_ERR_DOMAIN,
                   diagonal[k].text);
            paramod_sor_matrix_destroy(m);
        }
    m = two_by_two(2.0, 1.0, 1.0, 2.0);
    refuse(m, (paramod_sor_options){ .shift = -2.5 }, b, PARAMOD_ERR_DOMAIN,
           "paramod_sor_solve: row 1: the diagonal entry 2 plus the shift -2.5 is -0.5; "
           "it must be positive");
    refuse(m, (paramod_sor_options){ .method = 0 }, nan, PARAMOD_ERR_DOMAIN,
           "paramod_sor_solve: row 2: the right-hand side is nan");
    paramod_sor_matrix_destroy(m);
    m = two_by_two(2.0, 1.0, 0.5, 2.0);
    for (uint64_t method = PARAMOD_SOR_SSOR_PCG; method <= PARAMOD_SOR_CG; method++)
        refuse(m, (paramod_sor_options){ .method = method }, b, PARAMOD_ERR_ARGUMENT,
               "paramod_sor_solve: the matrix is not symmetric, which conjugate "
               "gradients need; use SOR");
    paramod_sor_matrix_destroy(m);
}

/* A row without entries has the diagonal 0. */
static void test_empty_rows_are_refused(void)
{
    const size_t start[] = { 0, 1, 1 }, column[] = { 0 };
    const double value[] = { 1.0 }, b[] = { 1.0, 1.0 };
    const paramod_sor_csr csr = { .size = sizeof csr, .rows = 2, .start = start,
                                  .column = column, .value = value };
    paramod_sor_matrix *m = NULL;

    MUST(paramod_sor_matrix_create(&csr, &m));
    refuse(m, (paramod_sor_options){ .method = 0 }, b, PARAMOD_ERR_DOMAIN,
           "paramod_sor_solve: row 2: the diagonal entry is 0; it must be positive");
    paramod_sor_matrix_destroy(m);
}

static size_t tired_row(size_t index, size_t *column, double *value, void *data)
{
    size_t *const calls = data;

    column[0] = index;
    value[0] = 2.0;
    return ++*calls > 25 ? 2 : 1;
}

static void test_functions_may_give_up_within_a_solve(void)
{
    size_t calls = 0;
    const paramod_sor_rows rows = { .size = sizeof rows, .rows = 2, .most = 1,
                                    .row = tired_row, .data = &calls, .symmetric = 1 };
    const double b[] = { 1.0, 1.0 };
    paramod_sor_matrix *m = NULL;

    MUST(paramod_sor_matrix_create_rows(&rows, &m));
    refuse(m, (paramod_sor_options){ .omega = 0.1 }, b, PARAMOD_ERR_CALLBACK,
           "paramod_sor_solve: row 2: the function gave up");
    paramod_sor_matrix_destroy(m);
}

static void test_null_pointers_and_foreign_workspaces_are_refused(void)
{
    paramod_sor_matrix *const m = grid(4), *const other = grid(5);
    paramod_sor_workspace *w = NULL;
    paramod_sor_result r = { .size = sizeof r };
    const double b[9] = { 0.0 };
    double x[9] = { 0.0 };

    MUST(paramod_sor_workspace_create(other, &w));
    CU_ASSERT_EQUAL(paramod_sor_solve(m, NULL, b, x, w, &r), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "paramod_sor_solve: the workspace was made for another matrix");
    CU_ASSERT_EQUAL(paramod_sor_solve(other, NULL, b, x, NULL, &r), PARAMOD_ERR_ARGUMENT);
    r.size = 0;
    CU_ASSERT_EQUAL(paramod_sor_solve(other, NULL, b, x, w, &r), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sor_solve: the size member "
                           "of the result is 0; set it to sizeof the struct");
    CU_ASSERT_EQUAL(paramod_sor_precondition(other, NULL, NULL, x, w),
                    PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sor_precondition: matrix, r, "
                           "z or workspace is null");
    CU_ASSERT_EQUAL(paramod_sor_precondition(m, NULL, b, x, w), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sor_precondition: the "
                           "workspace was made for another matrix");
    CU_ASSERT_EQUAL(paramod_sor_precondition(other, &(paramod_sor_options){
                        .size = sizeof(paramod_sor_options), .shift = -4.0 }, b, x, w),
                    PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "paramod_sor_precondition: row 1: the "
                           "diagonal entry 4 plus the shift -4 is 0; it must be positive");
    paramod_sor_workspace_destroy(w);
    paramod_sor_matrix_destroy(m);
    paramod_sor_matrix_destroy(other);
}

static void test_solves_take_no_memory(void)
{
    paramod_sor_matrix *const natural = grid(20);
    paramod_sor_matrix *coloured = NULL;
    paramod_sor_workspace *w[2] = { NULL, NULL };
    paramod_sor_result r = { .size = sizeof r };
    double b[324], x[324] = { 0.0 };
    long before;

    MUST(paramod_sor_matrix_coloured(natural, &coloured));
    MUST(paramod_sor_workspace_create(natural, &w[0]));
    MUST(paramod_sor_workspace_create(coloured, &w[1]));
    for (size_t i = 0; i < 324; i++)
        b[i] = 1.0;
    before = memory_attempts();
    for (uint64_t method = 0; method <= PARAMOD_SOR_CHEBYSHEV; method++)
        for (size_t k = method == PARAMOD_SOR_CHEBYSHEV ? 1 : 0; k < 2; k++) {
            const paramod_sor_options o = { .size = sizeof o, .method = method,
                                            .omega = 1.2, .beta = 0.9 };

            MUST(paramod_sor_solve(k == 0 ? natural : coloured, &o, b, x, w[k], &r));
            memset(x, 0, sizeof x);
        }
    CU_ASSERT_EQUAL(memory_attempts(), before);
    for (size_t k = 0; k < 2; k++)
        paramod_sor_workspace_destroy(w[k]);
    paramod_sor_matrix_destroy(coloured);
    paramod_sor_matrix_destroy(natural);
    CU_ASSERT_EQUAL(memory_live(), 0);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "counts of the published code", test_counts_of_the_published_code },
        { "a residual that others know", test_a_residual_that_others_know },
        { "stops mean what they say", test_stops_mean_what_they_say },
        { "history and rate describe the course",
          test_history_and_rate_describe_the_course },
        { "warm starts count from their own residual",
          test_warm_starts_count_from_their_own_residual },
        { "zero and exact starts take no iteration",
          test_zero_and_exact_starts_take_no_iteration },
        { "one equation", test_one_equation },
        { "indefinite systems never converge falsely",
          test_indefinite_systems_never_converge_falsely },
        { "conjugate gradients tell where definiteness fails",
          test_conjugate_gradients_tell_where_definiteness_fails },
        { "divergence stops early and keeps the start",
          test_divergence_stops_early_and_keeps_the_start },
        { "unreachable tolerances end without a claim",
          test_unreachable_tolerances_end_without_a_claim },
        { "sizes do not matter", test_sizes_do_not_matter },
        { "badly scaled systems are solved", test_badly_scaled_systems_are_solved },
        { "omega may change within a solve", test_omega_may_change_within_a_solve },
        { "options that cannot be are refused", test_options_that_cannot_be_are_refused },
        { "systems that cannot be are refused", test_systems_that_cannot_be_are_refused },
        { "empty rows are refused", test_empty_rows_are_refused },
        { "functions may give up within a solve",
          test_functions_may_give_up_within_a_solve },
        { "null pointers and foreign workspaces are refused",
          test_null_pointers_and_foreign_workspaces_are_refused },
        { "solves take no memory", test_solves_take_no_memory },
        CU_TEST_INFO_NULL,
    };
    return run_tests("sor/solve", tests);
}
