/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Solves by SOR and SSOR-PCG, to 1e-8, against PETSc and against the textbook's
 * form of the sweep, all in this run:
 *
 *     bench/sor SOURCE CSV
 *
 * The systems are five-point Laplacians on 100 x 100 and 1000 x 1000 points with
 * a shift, b = 1 and x = 0.  Every solver stops by the true residual of every
 * iteration, and all take the same number of iterations.  Limits are for the two
 * large systems; 10 x 10 points are there for orientation.
 */

#include <config.h>

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <paramod/sor.h>

#include "support/bench.h"

#ifdef PARAMOD_HAVE_PETSC
#include <petscksp.h>
#endif

static void check(paramod_status status)
{
    if (status != PARAMOD_OK) {
        fprintf(stderr, "%s\n", paramod_error_message());
        exit(2);
    }
}

/* The system, with 32-bit compressed rows for the other solvers. */
typedef struct problem {
    size_t n, points;
    double shift, omega;
    int32_t *start, *column, *middle; /* middle: place of the diagonal */
    double *value, *b, *x, *r, *e;
    paramod_sor_matrix *matrix;
    paramod_sor_workspace *work;
    uint64_t method;
    size_t iterations;
} problem;

/* ---- the system --------------------------------------------------------------------- */

static void add_row(problem *p, size_t i, int32_t *count)
{
    const size_t m = p->points, row = i % m;
    const struct { int there; ptrdiff_t apart; } side[] = {
        { i >= m, -(ptrdiff_t)m }, { row > 0, -1 }, { 1, 0 }, { row + 1 < m, 1 },
        { i + m < p->n, (ptrdiff_t)m } };

    p->start[i] = *count;
    for (size_t k = 0; k < 5; k++) {
        if (!side[k].there)
            continue;
        if (side[k].apart == 0)
            p->middle[i] = *count;
        p->column[*count] = (int32_t)((ptrdiff_t)i + side[k].apart);
        p->value[(*count)++] = side[k].apart == 0 ? 4.0 + p->shift : -1.0;
    }
    p->start[i + 1] = *count;
}

static problem make(size_t points, double shift)
{
    problem p = { .n = points * points, .points = points, .shift = shift };
    const double half = sin(acos(-1.0) / 2.0 / (double)(points + 1));
    int32_t count = 0;

    p.omega = paramod_sor_omega(paramod_sor_beta_shifted(4.0, 8.0 * half * half, shift));
    p.start = malloc((p.n + 1) * sizeof *p.start);
    p.column = malloc(5 * p.n * sizeof *p.column);
    p.middle = malloc(p.n * sizeof *p.middle);
    p.value = malloc(5 * p.n * sizeof *p.value);
    p.b = malloc(4 * p.n * sizeof *p.b);
    p.x = p.b + p.n;
    p.r = p.x + p.n;
    p.e = p.r + p.n;
    for (size_t i = 0; i < p.n; i++) {
        add_row(&p, i, &count);
        p.b[i] = 1.0;
    }
    check(paramod_sor_matrix_laplacian(PARAMOD_SOR_SQUARE, points + 2, &p.matrix));
    check(paramod_sor_workspace_create(p.matrix, &p.work));
    return p;
}

static void release(problem *p)
{
    paramod_sor_workspace_destroy(p->work);
    paramod_sor_matrix_destroy(p->matrix);
    free(p->start);
    free(p->column);
    free(p->middle);
    free(p->value);
    free(p->b);
}

static void clear(problem *p)
{
    for (size_t i = 0; i < p->n; i++)
        p->x[i] = 0.0;
}

/* ---- ours ------------------------------------------------------------------------------ */

static void solve_ours(void *data)
{
    problem *p = data;
    const paramod_sor_options o = { .size = sizeof o, .method = p->method,
                                    .omega = p->omega, .shift = p->shift };
    paramod_sor_result result = { .size = sizeof result };

    clear(p);
    check(paramod_sor_solve(p->matrix, &o, p->b, p->x, p->work, &result));
    p->iterations = result.ending == PARAMOD_SOR_CONVERGED ? result.iterations : 0;
}

/* ---- the textbook ----------------------------------------------------------------------- */

/* e = (D/omega + L)^-1 r, x += e */
static void textbook_sweep(problem *p)
{
    for (size_t i = 0; i < p->n; i++) {
        double s = p->r[i];

        for (int32_t k = p->start[i]; k < p->middle[i]; k++)
            s -= p->value[k] * p->e[p->column[k]];
        p->e[i] = p->omega * s / p->value[p->middle[i]];
    }
    for (size_t i = 0; i < p->n; i++)
        p->x[i] += p->e[i];
}

/* r = b - A x, and its norm */
static double textbook_residual(problem *p)
{
    double square = 0.0;

    for (size_t i = 0; i < p->n; i++) {
        double s = p->b[i];

        for (int32_t k = p->start[i]; k < p->start[i + 1]; k++)
            s -= p->value[k] * p->x[p->column[k]];
        p->r[i] = s;
        square += s * s;
    }
    return sqrt(square);
}

static void solve_textbook(void *data)
{
    problem *p = data;
    double limit, norm;

    clear(p);
    norm = textbook_residual(p);
    limit = 1e-8 * norm;
    for (p->iterations = 0; !(norm < limit); p->iterations++) {
        textbook_sweep(p);
        norm = textbook_residual(p);
    }
}

/* ---- PETSc --------------------------------------------------------------------------------- */

#ifdef PARAMOD_HAVE_PETSC
typedef struct peer {
    problem *p;
    Mat a;
    Vec b, x, r;
    KSP ksp;
    int initialised;
} peer;

static void must(PetscErrorCode error)
{
    if (error != 0) {
        fprintf(stderr, "PETSc failed: %d\n", (int)error);
        exit(2);
    }
}

/* Inodes group rows that share their columns; these have none, and omega other
 * than 1 is refused with them. */
static peer make_peer(problem *p)
{
    const PetscInt n = (PetscInt)p->n;
    peer q = { .p = p };

    must(MatCreateSeqAIJWithArrays(PETSC_COMM_SELF, n, n, p->start, p->column, p->value,
                                   &q.a));
    must(MatSetOption(q.a, MAT_USE_INODES, PETSC_FALSE));
    must(MatSetOption(q.a, MAT_SYMMETRIC, PETSC_TRUE));
    must(MatAssemblyBegin(q.a, MAT_FINAL_ASSEMBLY));
    must(MatAssemblyEnd(q.a, MAT_FINAL_ASSEMBLY));
    must(VecCreateSeq(PETSC_COMM_SELF, n, &q.b));
    must(VecDuplicate(q.b, &q.x));
    must(VecDuplicate(q.b, &q.r));
    must(VecSet(q.b, 1.0));
    return q;
}

static void solve_sor_peer(void *data)
{
    peer *q = data;
    PetscReal norm, limit;

    must(VecSet(q->x, 0.0));
    must(VecNorm(q->b, NORM_2, &norm));
    limit = 1e-8 * norm;
    for (q->p->iterations = 0; !(norm < limit); q->p->iterations++) {
        must(MatSOR(q->a, q->b, q->p->omega, SOR_LOCAL_FORWARD_SWEEP, 0.0, 1, 1, q->x));
        must(MatMult(q->a, q->x, q->r));
        must(VecAYPX(q->r, -1.0, q->b));
        must(VecNorm(q->r, NORM_2, &norm));
    }
}

static void prepare_cg(peer *q, PCType type)
{
    PC pc;

    must(KSPCreate(PETSC_COMM_SELF, &q->ksp));
    must(KSPSetOperators(q->ksp, q->a, q->a));
    must(KSPSetType(q->ksp, KSPCG));
    must(KSPSetNormType(q->ksp, KSP_NORM_UNPRECONDITIONED));
    must(KSPSetTolerances(q->ksp, 1e-8, 1e-300, 1e10, 10000));
    must(KSPGetPC(q->ksp, &pc));
    must(PCSetType(pc, type));
    must(PCSORSetOmega(pc, q->p->omega));
    must(PCSORSetSymmetric(pc, SOR_LOCAL_SYMMETRIC_SWEEP));
    must(KSPSetUp(q->ksp));
}

static void solve_cg_peer(void *data)
{
    peer *q = data;
    PetscInt iterations;

    must(KSPSolve(q->ksp, q->b, q->x));
    must(KSPGetIterationNumber(q->ksp, &iterations));
    q->p->iterations = (size_t)iterations;
}

static void release_peer(peer *q)
{
    must(KSPDestroy(&q->ksp));
    must(MatDestroy(&q->a));
    must(VecDestroy(&q->b));
    must(VecDestroy(&q->x));
    must(VecDestroy(&q->r));
}
#endif

/* ---- figures --------------------------------------------------------------------------------- */

/* A solver that is timed together with ours, run by run, so that a busy machine
 * slows both. */
static double ratio(size_t repeats, void (*other)(void *), void *data, timing *theirs,
                    problem *p, size_t *iterations)
{
    timing ours;

    *theirs = bench_time(repeats, bench_cpu, other, data);
    *iterations = p->iterations;
    ours = bench_time(repeats, bench_cpu, solve_ours, p);
    return theirs->median / ours.median;
}

static void report_counts(bench *b, const char *what, size_t ours, size_t theirs)
{
    const timing none = bench_once(0.0);

    bench_report(b, what, &none, "iterations apart", fabs((double)ours - (double)theirs),
                 BENCH_AT_MOST, 0.0);
}

static void bench_petsc(bench *b, problem *p, size_t repeats, const char *size)
{
    const uint64_t method = p->method;
    char text[96];
#ifdef PARAMOD_HAVE_PETSC
    peer q = make_peer(p);
    size_t theirs;
    timing t;
    double faster;

    if (method == PARAMOD_SOR_SSOR_PCG)
        prepare_cg(&q, PCSOR);
    faster = ratio(repeats, method == PARAMOD_SOR_SOR ? solve_sor_peer : solve_cg_peer,
                   &q, &t, p, &theirs);
    snprintf(text, sizeof text, "n = %s: PETSc %s", size,
             method == PARAMOD_SOR_SOR ? "MatSOR and residual" : "KSPCG with PCSOR");
    bench_report(b, text, &t, "ours", faster, p->n < 1000 ? BENCH_FACT : BENCH_AT_LEAST,
                 method == PARAMOD_SOR_SOR ? 2.0 : 1.0);
    if (method == PARAMOD_SOR_SOR)
        report_counts(b, "  counts of PETSc and ours", p->iterations, theirs);
    else
        bench_report(b, "  iterations, theirs over ours", &t, "",
                     (double)theirs / (double)p->iterations, BENCH_FACT, 0.0);
    release_peer(&q);
#else
    const timing none = bench_once(0.0);

    (void)repeats;
    snprintf(text, sizeof text, "n = %s: PETSc %s", size,
             method == PARAMOD_SOR_SOR ? "MatSOR and residual" : "KSPCG with PCSOR");
    bench_report(b, text, &none, "ours", (double)NAN, BENCH_AT_LEAST,
                 method == PARAMOD_SOR_SOR ? 2.0 : 1.0);
#endif
}

static void bench_size(bench *b, size_t points, double shift, size_t repeats,
                       const char *size)
{
    problem p = make(points, shift);
    char text[96];
    size_t theirs;
    timing t;
    double faster;

    p.method = PARAMOD_SOR_SOR;
    t = bench_time(repeats, bench_cpu, solve_ours, &p);
    snprintf(text, sizeof text, "n = %s: SOR, %zu iterations", size, p.iterations);
    bench_report(b, text, &t, "ns a row and iteration",
                 1e9 * t.median / (double)p.n / (double)p.iterations, BENCH_FACT, 0.0);
    bench_petsc(b, &p, repeats, size);
    faster = ratio(repeats, solve_textbook, &p, &t, &p, &theirs);
    snprintf(text, sizeof text, "n = %s: textbook sweep and residual", size);
    bench_report(b, text, &t, "ours", faster, p.n < 1000 ? BENCH_FACT : BENCH_AT_LEAST, 2.0);
    report_counts(b, "  counts of the textbook and ours", p.iterations, theirs);
    p.method = PARAMOD_SOR_SSOR_PCG;
    t = bench_time(repeats, bench_cpu, solve_ours, &p);
    snprintf(text, sizeof text, "n = %s: SSOR-PCG, %zu iterations", size, p.iterations);
    bench_report(b, text, &t, "ns a row and iteration",
                 1e9 * t.median / (double)p.n / (double)p.iterations, BENCH_FACT, 0.0);
    bench_petsc(b, &p, repeats, size);
    release(&p);
}

int main(int argc, char *argv[])
{
    bench b;
    bool good;

    if (argc != 3) {
        fprintf(stderr, "usage: %s SOURCE CSV\n", argv[0]);
        return 2;
    }
#ifdef PARAMOD_HAVE_PETSC
    must(PetscInitializeNoArguments());
#endif
    b = bench_open(argv[2]);
    bench_size(&b, 10, 0.0, 2001, "100");
    bench_size(&b, 100, 0.0, 9, "1e4");
    bench_size(&b, 1000, 0.05, 3, "1e6");
    good = bench_close(&b);
#ifdef PARAMOD_HAVE_PETSC
    must(PetscFinalize());
#endif
    return good ? 0 : 1;
}
