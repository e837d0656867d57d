/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every method on every kind of matrix against the same method written down
 * from its definition for dense matrices. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sor/system.h"
#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

enum { M = SYSTEM_MOST };

/* ---- dense methods --------------------------------------------------------------- */

/* What is iterated: A + c I, with the order in which rows are taken. */
typedef struct dense {
    size_t n, order[M];
    double a[M * M], b[M], x[M];
} dense;

static dense dense_of(const system_of *s, double shift)
{
    dense d = { .n = s->n };

    memcpy(d.a, s->a, sizeof d.a);
    memcpy(d.b, s->b, sizeof d.b);
    memcpy(d.x, s->x, sizeof d.x);
    for (size_t i = 0; i < d.n; i++) {
        d.a[i * d.n + i] += shift;
        d.order[i] = i;
    }
    return d;
}

static double residual(const dense *d, double *r)
{
    double square = 0.0;

    for (size_t i = 0; i < d->n; i++) {
        r[i] = d->b[i];
        for (size_t j = 0; j < d->n; j++)
            r[i] -= d->a[i * d->n + j] * d->x[j];
        square += r[i] * r[i];
    }
    return sqrt(square);
}

/* Gauss-Seidel with over-relaxation, row by row in place. */
static void sweep(dense *d, double omega, bool backward)
{
    for (size_t k = 0; k < d->n; k++) {
        const size_t i = d->order[backward ? d->n - 1 - k : k];
        double s = d->b[i];

        for (size_t j = 0; j < d->n; j++)
            s -= d->a[i * d->n + j] * d->x[j];
        d->x[i] += omega * s / d->a[i * d->n + i];
    }
}

/* z = M^-1 r, M = (D + omega L) D^-1 (D + omega L') / (omega (2 - omega)) or the other
 * way round: one SSOR step from 0. */
static void precondition(const dense *d, double omega, bool backward, const double *r,
                         double *z)
{
    dense step = *d;

    memcpy(step.b, r, sizeof step.b);
    memset(step.x, 0, sizeof step.x);
    sweep(&step, omega, backward);
    sweep(&step, omega, !backward);
    memcpy(z, step.x, sizeof step.x);
}

static double dot(size_t n, const double *x, const double *y)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += x[i] * y[i];
    return sum;
}

static void conjugate(dense *d, double omega, bool backward, size_t iterations)
{
    double r[M], z[M], p[M], q[M], rho;

    (void)residual(d, r);
    precondition(d, omega, backward, r, z);
    memcpy(p, z, sizeof p);
    rho = dot(d->n, r, z);
    for (size_t k = 0; k < iterations; k++) {
        double alpha, next;

        for (size_t i = 0; i < d->n; i++)
            q[i] = dot(d->n, &d->a[i * d->n], p);
        alpha = rho / dot(d->n, p, q);
        for (size_t i = 0; i < d->n; i++) {
            d->x[i] += alpha * p[i];
            r[i] -= alpha * q[i];
        }
        precondition(d, omega, backward, r, z);
        next = dot(d->n, r, z);
        for (size_t i = 0; i < d->n; i++)
            p[i] = z[i] + next / rho * p[i];
        rho = next;
    }
}

static void iterate(dense *d, uint64_t method, double omega, bool backward,
                    size_t iterations)
{
    if (method == PARAMOD_SOR_SSOR_PCG) {
        conjugate(d, omega, backward, iterations);
        return;
    }
    for (size_t k = 0; k < iterations; k++) {
        sweep(d, omega, backward);
        if (method == PARAMOD_SOR_SSOR)
            sweep(d, omega, !backward);
    }
}

/* ---- comparisons -------------------------------------------------------------------- */

static paramod_sor_result solve(const paramod_sor_matrix *matrix,
                                const paramod_sor_options *o, const double *b, double *x)
{
    paramod_sor_workspace *w = NULL;
    paramod_sor_result result = { .size = sizeof result };

    MUST(paramod_sor_workspace_create(matrix, &w));
    MUST(paramod_sor_solve(matrix, o, b, x, w, &result));
    paramod_sor_workspace_destroy(w);
    return result;
}

static double largest(size_t n, const double *x)
{
    double size = 0.0;

    for (size_t i = 0; i < n; i++)
        size = fmax(size, fabs(x[i]));
    return size;
}

/* k iterations of both: x to 1e-12 of the largest entry. */
static void compare(const system_of *s, const paramod_sor_matrix *matrix,
                    paramod_sor_options o, const size_t *order)
{
    double history[20], x[M], r[M];
    dense d = dense_of(s, o.shift);
    paramod_sor_result result;
    double norm;

    if (order != NULL)
        memcpy(d.order, order, sizeof d.order);
    o.size = sizeof o;
    o.max_iterations = 1 + (size_t)(uniform() * 9.0);
    o.tolerance = 1e-13;
    o.stop = PARAMOD_SOR_STOP_INITIAL;
    o.history = history;
    o.history_room = 20;
    memcpy(x, s->x, sizeof x);
    result = solve(matrix, &o, s->b, x);
    CU_ASSERT_DOUBLE_EQUAL(history[0], residual(&d, r), 1e-12 * history[0]);
    iterate(&d, o.method, o.omega, o.order == PARAMOD_SOR_BACKWARD, result.iterations);
    norm = residual(&d, r);
    for (size_t i = 0; i < s->n; i++)
        CU_ASSERT_DOUBLE_EQUAL(x[i], d.x[i], 1e-12 * (largest(s->n, d.x) + 1.0));
    CU_ASSERT_DOUBLE_EQUAL(history[result.iterations], norm, 1e-11 * history[0]);
    CU_ASSERT_DOUBLE_EQUAL(result.residual, norm, 1e-11 * history[0]);
    CU_ASSERT_EQUAL(result.reference, history[0]);
    if (result.iterations > 0)
        CU_ASSERT_DOUBLE_EQUAL(result.rate, history[result.iterations]
                               / history[result.iterations - 1], 1e-10);
}

/* M^-1 b, in place. */
static void compare_preconditioner(const system_of *s, const paramod_sor_matrix *matrix,
                                   paramod_sor_options o, const size_t *order)
{
    dense d = dense_of(s, o.shift);
    paramod_sor_workspace *w = NULL;
    double z[M], expected[M];

    if (order != NULL)
        memcpy(d.order, order, sizeof d.order);
    o.size = sizeof o;
    MUST(paramod_sor_workspace_create(matrix, &w));
    memcpy(z, s->b, sizeof z);
    MUST(paramod_sor_precondition(matrix, &o, z, z, w));
    precondition(&d, o.omega, o.order == PARAMOD_SOR_BACKWARD, s->b, expected);
    for (size_t i = 0; i < s->n; i++)
        CU_ASSERT_DOUBLE_EQUAL(z[i], expected[i], 1e-12 * (largest(s->n, expected) + 1.0));
    paramod_sor_workspace_destroy(w);
}

static paramod_sor_options random_options(uint64_t method)
{
    return (paramod_sor_options){
        .method = method, .omega = 0.2 + 1.6 * uniform(), .shift = uniform(),
        .order = uniform() < 0.5 ? PARAMOD_SOR_FORWARD : PARAMOD_SOR_BACKWARD
    };
}

static void compare_all(system_of *s, paramod_sor_matrix *matrix)
{
    compare_preconditioner(s, matrix, random_options(0), NULL);
    for (uint64_t sweep_form = 0; sweep_form <= PARAMOD_SOR_SWEEP_BLOCKED; sweep_form++)
        for (uint64_t method = 0; method <= PARAMOD_SOR_SSOR_PCG; method++) {
            paramod_sor_options o = random_options(method);

            o.sweep = sweep_form;
            if (method != PARAMOD_SOR_SSOR_PCG || s->symmetric)
                compare(s, matrix, o, NULL);
        }
    paramod_sor_matrix_destroy(matrix);
}

static void test_every_kind_of_matrix_gives_the_iterates_of_the_definition(void)
{
    system_of s;

    for (long round = rounds(60); round > 0; round--) {
        const size_t n = 1 + (size_t)(uniform() * 25.0);
        const bool symmetric = round % 3 != 0;

        system_fill(&s, n, symmetric, 0.0);
        compare_all(&s, system_csr(&s));
        compare_all(&s, system_rows(&s));
        if (symmetric)
            compare_all(&s, system_lower(&s));
    }
}

/* The blocked form needs more rows than a window has, so a narrow band. */
static void test_blocked_sweeps_give_the_iterates_of_the_definition(void)
{
    const double shift[] = { -0.02, 0.0, 1.0 };
    system_of s;

    for (size_t k = 0; k < 3; k++) {
        paramod_sor_options o = { .omega = 1.3, .sweep = PARAMOD_SOR_SWEEP_BLOCKED };

        system_grid(&s, 6, shift[k]);
        for (size_t i = 0; i < s.n; i++) /* a tridiagonal part of it */
            for (size_t j = 0; j < s.n; j++)
                if (i > j + 1 || j > i + 1)
                    s.a[i * s.n + j] = 0.0;
        for (int repeat = 0; repeat < 8; repeat++) {
            paramod_sor_matrix *const matrix = system_lower(&s);

            compare(&s, matrix, o, NULL);
            paramod_sor_matrix_destroy(matrix);
        }
    }
}

/* Rows by colour, each colour in natural order: what the ordering promises. */
static void test_coloured_sweeps_are_sweeps_in_another_order(void)
{
    system_of s;

    for (long round = rounds(40); round > 0; round--) {
        const size_t points = 2 + (size_t)(uniform() * 4.0);
        size_t order[M], count = 0;
        paramod_sor_matrix *matrix;

        system_grid(&s, points, 0.0);
        for (size_t colour = 0; colour < 2; colour++)
            for (size_t i = 0; i < s.n; i++)
                if ((i / points + i % points) % 2 == colour)
                    order[count++] = i;
        matrix = system_coloured(&s);
        CU_ASSERT_EQUAL(paramod_sor_matrix_colours(matrix), 2);
        for (uint64_t method = 0; method <= PARAMOD_SOR_SSOR_PCG; method++)
            compare(&s, matrix, random_options(method), order);
        compare_preconditioner(&s, matrix, random_options(0), order);
        paramod_sor_matrix_destroy(matrix);
    }
}

/* Odd cycles: as many colours as a greedy walk needs, and still a solution. */
static void test_any_matrix_can_be_coloured(void)
{
    system_of s;

    for (long round = rounds(30); round > 0; round--) {
        paramod_sor_options o = { .size = sizeof o, .tolerance = 1e-10 };
        double x[M] = { 0.0 }, y[M];
        paramod_sor_matrix *matrix;

        system_fill(&s, 1 + (size_t)(uniform() * 39.0), round % 2 == 0, 0.0);
        matrix = system_coloured(&s);
        CU_ASSERT_EQUAL(solve(matrix, &o, s.b, x).ending, PARAMOD_SOR_CONVERGED);
        MUST(paramod_sor_matrix_times(matrix, 0.0, x, y));
        for (size_t i = 0; i < s.n; i++)
            CU_ASSERT_DOUBLE_EQUAL(y[i], s.b[i], 1e-8);
        paramod_sor_matrix_destroy(matrix);
    }
}

static void test_threads_do_not_change_a_bit(void)
{
    const paramod_executor executor = paramod_executor_threads(3);
    paramod_sor_matrix *natural = NULL, *matrix = NULL;
    double *const memory = calloc(3 * 4900, sizeof *memory);
    double *const b = memory, *const x = b + 4900, *const y = x + 4900;

    MUST(paramod_sor_matrix_laplacian(PARAMOD_SOR_SQUARE, 72, &natural));
    MUST(paramod_sor_matrix_coloured(natural, &matrix));
    for (size_t i = 0; i < 4900; i++)
        b[i] = sin((double)i);
    for (uint64_t method = 0; method <= PARAMOD_SOR_CHEBYSHEV; method++) {
        paramod_sor_options o = { .size = sizeof o, .method = method, .omega = 1.8,
                                  .beta = 0.99, .max_iterations = 12 };

        for (size_t i = 0; i < 4900; i++)
            x[i] = y[i] = 0.0;
        (void)solve(matrix, &o, b, x);
        o.executor = &executor;
        (void)solve(matrix, &o, b, y);
        CU_ASSERT_EQUAL(memcmp(x, y, 4900 * sizeof *x), 0);
        CU_ASSERT(largest(4900, x) > 0.0);
    }
    paramod_sor_matrix_destroy(matrix);
    paramod_sor_matrix_destroy(natural);
    free(memory);
}

/* ---- cyclic Chebyshev ---------------------------------------------------------------- */

/* Golub and Varga's schedule, half sweep by half sweep. */
static void test_chebyshev_follows_its_schedule(void)
{
    system_of s;
    double omega = 1.0, x[M] = { 0.0 }, r[M];
    const double beta = 0.9;
    dense d;

    system_grid(&s, 5, 0.0);
    d = dense_of(&s, 0.0);
    for (size_t half = 0; half < 14; half++) {
        if (half > 0)
            omega = 1.0 / (1.0 - beta * beta * (half == 1 ? 0.5 : omega / 4.0));
        for (size_t i = 0; i < s.n; i++) {
            double sum = d.b[i];

            if ((i / 5 + i % 5) % 2 != half % 2)
                continue;
            for (size_t j = 0; j < s.n; j++)
                sum -= d.a[i * s.n + j] * d.x[j];
            d.x[i] += omega * sum / d.a[i * s.n + i];
        }
        if (half % 2 == 1) {
            paramod_sor_options o = { .size = sizeof o, .beta = beta,
                                      .method = PARAMOD_SOR_CHEBYSHEV,
                                      .max_iterations = half / 2 + 1 };
            paramod_sor_matrix *const matrix = system_coloured(&s);
            const paramod_sor_result result = solve(matrix, &o, s.b, x);

            CU_ASSERT_DOUBLE_EQUAL(result.residual, residual(&d, r), 1e-13);
            for (size_t i = 0; i < s.n; i++)
                CU_ASSERT_DOUBLE_EQUAL(x[i], d.x[i], 1e-13);
            memset(x, 0, sizeof x);
            paramod_sor_matrix_destroy(matrix);
        }
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "every kind of matrix gives the iterates of the definition",
          test_every_kind_of_matrix_gives_the_iterates_of_the_definition },
        { "blocked sweeps give the iterates of the definition",
          test_blocked_sweeps_give_the_iterates_of_the_definition },
        { "coloured sweeps are sweeps in another order",
          test_coloured_sweeps_are_sweeps_in_another_order },
        { "any matrix can be coloured", test_any_matrix_can_be_coloured },
        { "threads do not change a bit", test_threads_do_not_change_a_bit },
        { "Chebyshev follows its schedule", test_chebyshev_follows_its_schedule },
        CU_TEST_INFO_NULL,
    };
    return run_tests("sor/iterates", tests);
}
