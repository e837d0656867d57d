/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * SUNDIALS: the heat equation u_t = kappa(t) Lap u + f by CVODES (CVODE is the
 * same but for its name), whose linear systems I + g A, g = gamma kappa / h^2, are
 * solved by GMRES with SSOR and a tuned omega in front.
 *
 *     cc sor_sundials.c $(pkg-config --cflags --libs paramod) -lsundials_cvodes -lm
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <cvodes/cvodes.h>
#include <nvector/nvector_serial.h>
#include <paramod/sor.h>
#include <sunlinsol/sunlinsol_spgmr.h>

#if SUNDIALS_VERSION_MAJOR < 7
#define SUN_COMM_NULL NULL
#endif

enum { SIDE = 40, N = SIDE * SIDE };

static void check(paramod_status status)
{
    if (status != PARAMOD_OK) {
        fprintf(stderr, "%s\n", paramod_error_message());
        exit(1);
    }
}

static void must(int flag)
{
    if (flag < 0) {
        fprintf(stderr, "SUNDIALS failed: %d\n", flag);
        exit(1);
    }
}

typedef struct heat {
    void *cvode;
    paramod_sor_matrix *matrix;      /* A, h^2 times the negative Laplacian */
    paramod_sor_workspace *work;
    paramod_sor_tuner *tuner;        /* null: omega stays 1 */
    paramod_sor_options how;
    double g;
    uint64_t ticket;                 /* of the omega in use; 0: none */
    long linear, newton;             /* iterations when it came into use */
} heat;

static double kappa(double t)
{
    return 1 + 0.9 * sin(3 * t);
}

static int slope(sunrealtype t, N_Vector u, N_Vector du, void *data)
{
    const double *const x = N_VGetArrayPointer(u), h = 1.0 / (SIDE + 1);
    double *const dx = N_VGetArrayPointer(du);

    if (paramod_sor_matrix_times(((heat *)data)->matrix, 0, x, dx) != PARAMOD_OK)
        return -1;
    for (int i = 0; i < N; i++) {
        const double off = (i % SIDE + 1) * h - 0.5 - 0.25 * cos(9 * t);

        dx[i] = -kappa(t) / (h * h) * dx[i] + 50 * exp(-100 * off * off);
    }
    return 0;
}

/* ---- the hook: copy from here ------------------------------------------------ */

/* What the last omega cost: linear iterations for each of Newton's. */
static void tell(heat *h)
{
    long linear, newton;

    must(CVodeGetNumLinIters(h->cvode, &linear));
    must(CVodeGetNumNonlinSolvIters(h->cvode, &newton));
    if (h->ticket != 0 && newton > h->newton && linear - h->linear >= newton - h->newton)
        check(paramod_sor_tuner_tell(h->tuner, h->ticket, (double)(linear - h->linear)
                                     / (double)(newton - h->newton), PARAMOD_SOR_SOLVED));
    else if (h->ticket != 0)
        check(paramod_sor_tuner_abandon(h->tuner, h->ticket));
    h->linear = linear;
    h->newton = newton;
}

/* CVODES calls it when gamma has changed: the only time at which omega may. */
static int setup(sunrealtype t, N_Vector u, N_Vector du, sunbooleantype is_known,
                 sunbooleantype *is_computed, sunrealtype gamma, void *data)
{
    paramod_sor_advice advice = { .size = sizeof advice };
    heat *const h = data;

    (void)u;
    (void)du;
    (void)is_known;
    *is_computed = SUNTRUE;
    h->g = gamma * kappa(t) * (SIDE + 1) * (SIDE + 1);
    h->how.shift = 1 / h->g;
    if (h->tuner == NULL)
        return 0;
    tell(h);
    check(paramod_sor_tuner_ask(h->tuner, h->how.shift, &advice));
    h->ticket = advice.ticket;
    h->how.omega = advice.omega;
    return 0;
}

/* z = M^-1 r for I + g A = g (A + I / g). */
static int solve(sunrealtype t, N_Vector u, N_Vector du, N_Vector r, N_Vector z,
                 sunrealtype gamma, sunrealtype delta, int side, void *data)
{
    double *const out = N_VGetArrayPointer(z);
    heat *const h = data;

    (void)t;
    (void)u;
    (void)du;
    (void)gamma;
    (void)delta;
    (void)side;
    if (paramod_sor_precondition(h->matrix, &h->how, N_VGetArrayPointer(r), out, h->work)
            != PARAMOD_OK)
        return -1;
    for (int i = 0; i < N; i++)
        out[i] /= h->g;
    return 0;
}

/* ---- a simulation ---------------------------------------------------------------- */

/* GMRES iterations until t = 1; *middle becomes u in the middle. */
static long simulate(heat *h, double *middle)
{
    SUNContext context;
    SUNLinearSolver solver;
    sunrealtype t = 0;
    long iterations;
    N_Vector u;

    must(SUNContext_Create(SUN_COMM_NULL, &context));
    u = N_VNew_Serial(N, context);
    N_VConst(0, u);
    h->cvode = CVodeCreate(CV_BDF, context);
    must(CVodeInit(h->cvode, slope, 0, u));
    must(CVodeSStolerances(h->cvode, 1e-7, 1e-9));
    must(CVodeSetUserData(h->cvode, h));
    must(CVodeSetMaxNumSteps(h->cvode, 100000));
    solver = SUNLinSol_SPGMR(u, SUN_PREC_LEFT, 30, context);
    must(CVodeSetLinearSolver(h->cvode, solver, NULL));
    must(CVodeSetPreconditioner(h->cvode, setup, solve));
    must(CVodeSetEpsLin(h->cvode, 1e-4));
    must(CVode(h->cvode, 1, u, &t, CV_NORMAL));
    must(CVodeGetNumLinIters(h->cvode, &iterations));
    *middle = N_VGetArrayPointer(u)[N / 2 + SIDE / 2];
    CVodeFree(&h->cvode);
    SUNLinSolFree(solver);
    N_VDestroy(u);
    must(SUNContext_Free(&context));
    return iterations;
}

int main(void)
{
    const paramod_sor_tuner_options options = {
        .size = sizeof options, .method = PARAMOD_SOR_TUNE_SSOR_PCG,
        .model = PARAMOD_SOR_MODEL_SHIFT, .diagonal = 4 };
    heat h = { .how = { .size = sizeof h.how, .omega = 1 } };
    double middle[2];
    long plain, tuned;

    check(paramod_sor_matrix_laplacian(PARAMOD_SOR_SQUARE, SIDE + 2, &h.matrix));
    check(paramod_sor_workspace_create(h.matrix, &h.work));
    plain = simulate(&h, &middle[0]);
    check(paramod_sor_tuner_create(&options, &h.tuner));
    tuned = simulate(&h, &middle[1]);
    printf("u in the middle: %.4f with omega 1, %.4f tuned\n", middle[0], middle[1]);
    printf("GMRES iterations saved by the tuner: %s\n",
           4 * tuned < 3 * plain ? "more than a quarter" : "fewer than a quarter");
    fprintf(stderr, "%ld and %ld iterations\n", plain, tuned);
    paramod_sor_tuner_destroy(h.tuner);
    paramod_sor_workspace_destroy(h.work);
    paramod_sor_matrix_destroy(h.matrix);
    return 0;
}
