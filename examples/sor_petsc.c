/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * PETSc: SSOR with a tuned omega as the preconditioner of a KSP.  setup_omega()
 * asks before a solve, apply() is the PCShell, and tell() reports its iterations.
 *
 *     mpicc sor_petsc.c $(pkg-config --cflags --libs paramod PETSc) -lm
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <paramod/sor.h>
#include <petscksp.h>

enum { SIDE = 40, N = SIDE * SIDE, STEPS = 300 };

static void check(paramod_status status)
{
    if (status != PARAMOD_OK) {
        fprintf(stderr, "%s\n", paramod_error_message());
        exit(1);
    }
}

static void must(PetscErrorCode error)
{
    if (error != 0) {
        fprintf(stderr, "PETSc failed: %d\n", (int)error);
        exit(1);
    }
}

/* ---- the hook: copy from here ------------------------------------------------ */

typedef struct shell {
    paramod_sor_matrix *matrix;      /* A; the system is A + c I */
    paramod_sor_workspace *work;
    paramod_sor_tuner *tuner;
    paramod_sor_options how;         /* omega and c of this solve */
    paramod_sor_advice advice;
} shell;

static PetscErrorCode apply(PC pc, Vec r, Vec z)
{
    const PetscScalar *in;
    PetscScalar *out;
    paramod_status status;
    shell *s;

    PetscFunctionBeginUser;
    PetscCall(PCShellGetContext(pc, &s));
    PetscCall(VecGetArrayRead(r, &in));
    PetscCall(VecGetArray(z, &out));
    status = paramod_sor_precondition(s->matrix, &s->how, in, out, s->work);
    PetscCall(VecRestoreArray(z, &out));
    PetscCall(VecRestoreArrayRead(r, &in));
    PetscCheck(status == PARAMOD_OK, PETSC_COMM_SELF, PETSC_ERR_LIB, "%s",
               paramod_error_message());
    PetscFunctionReturn(0);
}

/* Omega has to be the same in all of a solve: it is set before each one. */
static void setup_omega(shell *s, double shift)
{
    s->how.shift = shift;
    s->advice = (paramod_sor_advice){ .size = sizeof s->advice };
    check(paramod_sor_tuner_ask(s->tuner, shift, &s->advice));
    s->how.omega = s->advice.omega;
}

static PetscInt tell(shell *s, KSP ksp)
{
    KSPConvergedReason reason;
    PetscInt iterations;

    must(KSPGetConvergedReason(ksp, &reason));
    must(KSPGetIterationNumber(ksp, &iterations));
    if (iterations == 0)
        check(paramod_sor_tuner_abandon(s->tuner, s->advice.ticket));
    else
        check(paramod_sor_tuner_tell(s->tuner, s->advice.ticket, (double)iterations,
                                     reason > 0 ? PARAMOD_SOR_SOLVED
                                                : PARAMOD_SOR_FAILED));
    return iterations;
}

/* ---- a simulation ---------------------------------------------------------------- */

static double shift_of(int step)
{
    return 0.02 * (1.2 + sin(0.05 * step));
}

/* The five-point Laplacian of paramod_sor_matrix_laplacian(), for PETSc. */
static Mat assemble(void)
{
    Mat a;

    must(MatCreateSeqAIJ(PETSC_COMM_SELF, N, N, 5, NULL, &a));
    for (PetscInt i = 0; i < N; i++) {
        if (i >= SIDE)
            must(MatSetValue(a, i, i - SIDE, -1, INSERT_VALUES));
        if (i % SIDE > 0)
            must(MatSetValue(a, i, i - 1, -1, INSERT_VALUES));
        must(MatSetValue(a, i, i, 4, INSERT_VALUES));
        if (i % SIDE < SIDE - 1)
            must(MatSetValue(a, i, i + 1, -1, INSERT_VALUES));
        if (i + SIDE < N)
            must(MatSetValue(a, i, i + SIDE, -1, INSERT_VALUES));
    }
    must(MatAssemblyBegin(a, MAT_FINAL_ASSEMBLY));
    must(MatAssemblyEnd(a, MAT_FINAL_ASSEMBLY));
    return a;
}

/* Iterations of all steps; with PETSc's own SSOR, omega 1, if there is no hook. */
static long simulate(shell *s)
{
    Mat a = assemble();
    double last = 0;
    long total = 0;
    Vec b, x;
    KSP ksp;
    PC pc;

    must(MatCreateVecs(a, &x, &b));
    must(KSPCreate(PETSC_COMM_SELF, &ksp));
    must(KSPSetType(ksp, KSPCG));
    must(KSPSetNormType(ksp, KSP_NORM_UNPRECONDITIONED));
    must(KSPSetTolerances(ksp, 1e-8, 1e-300, 1e10, 10000));
    must(KSPGetPC(ksp, &pc));
    must(PCSetType(pc, s != NULL ? PCSHELL : PCSOR));
    if (s != NULL) {
        must(PCShellSetContext(pc, s));
        must(PCShellSetApply(pc, apply));
    } else {
        must(PCSORSetSymmetric(pc, SOR_LOCAL_SYMMETRIC_SWEEP));
    }
    must(VecSet(b, 1));
    for (int step = 0; step < STEPS; step++) {
        PetscInt iterations;

        must(MatShift(a, shift_of(step) - last));
        last = shift_of(step);
        must(KSPSetOperators(ksp, a, a));
        if (s != NULL)
            setup_omega(s, last);
        must(KSPSolve(ksp, b, x));
        must(KSPGetIterationNumber(ksp, &iterations));
        total += s != NULL ? tell(s, ksp) : iterations;
    }
    must(KSPDestroy(&ksp));
    must(VecDestroy(&x));
    must(VecDestroy(&b));
    must(MatDestroy(&a));
    return total;
}

int main(void)
{
    const paramod_sor_tuner_options options = {
        .size = sizeof options, .method = PARAMOD_SOR_TUNE_SSOR_PCG,
        .model = PARAMOD_SOR_MODEL_SHIFT, .diagonal = 4 };
    shell s = { .how = { .size = sizeof s.how } };
    long plain, tuned;

    must(PetscInitializeNoArguments());
    check(paramod_sor_matrix_laplacian(PARAMOD_SOR_SQUARE, SIDE + 2, &s.matrix));
    check(paramod_sor_workspace_create(s.matrix, &s.work));
    check(paramod_sor_tuner_create(&options, &s.tuner));
    plain = simulate(NULL);
    tuned = simulate(&s);
    printf("%d solves by CG with PETSc's SSOR, omega 1: more than %ld00 iterations\n",
           STEPS, plain / 100);
    printf("with the shell and its tuner: less than %ld00\n", tuned / 100 + 1);
    paramod_sor_tuner_destroy(s.tuner);
    paramod_sor_workspace_destroy(s.work);
    paramod_sor_matrix_destroy(s.matrix);
    must(PetscFinalize());
    return 10 * tuned < 8 * plain ? 0 : 1;
}
