/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Counts, asymptocity and bounds against omega: figures 1, 2 (left), 3 and 4. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "progress.h"
#include "reproduce_sor.h"
#include "sor_problem.h"
#include "sor_sequence.h"

enum { MOST = 901, OMEGAS = 101, DRAWS = 40 };

static const double epsilon = 1e-8;

/* A matrix with what every figure needs of it. */
typedef struct system_of {
    paramod_sor_matrix *matrix;
    paramod_sor_workspace *work;
    paramod_sor_spectrum spectrum;
    size_t n;
    double shift;
} system_of;

static bool open_system(system_of *s, const char *grid, double shift, problem *p)
{
    *s = (system_of) { .shift = shift, .spectrum = { .size = sizeof s->spectrum } };
    if (!sor_problem_laplacian(grid, &s->matrix, p))
        return false;
    s->n = paramod_sor_matrix_size(s->matrix);
    return (paramod_sor_workspace_create(s->matrix, &s->work) == PARAMOD_OK
            && paramod_sor_spectrum_compute(s->matrix, shift, &s->spectrum) == PARAMOD_OK)
        || problem_from_library(p);
}

static void close_system(system_of *s)
{
    paramod_sor_workspace_destroy(s->work);
    paramod_sor_matrix_destroy(s->matrix);
}

static bool count(const system_of *s, const double *b, uint64_t method, double omega,
                  double *iterations, problem *p)
{
    const paramod_sor_options o = { .size = sizeof o, .omega = omega, .shift = s->shift,
                                    .method = method, .tolerance = epsilon,
                                    .order = method == PARAMOD_SOR_SSOR_PCG
                                        ? PARAMOD_SOR_BACKWARD : PARAMOD_SOR_FORWARD };
    paramod_sor_result r = { .size = sizeof r };
    double x[MOST] = { 0.0 };

    if (paramod_sor_solve(s->matrix, &o, b, x, s->work, &r) != PARAMOD_OK)
        return problem_from_library(p);
    *iterations = (double)r.iterations;
    return true;
}

static void fill_sin(double *b)
{
    for (size_t i = 0; i < MOST; i++)
        b[i] = sin((double)i + 1.0);
}

/* omega = 1, 1.01, .., 1.99, and 1.95 at the end once more for a closed grid. */
static void fill_omegas(double *omega)
{
    for (size_t k = 0; k < OMEGAS; k++)
        omega[k] = 1.0 + 0.0099 * (double)k;
}

/* tau, and the asymptocities if they are wanted. */
static bool find_tau(const system_of *s, const double *b, const double *omega,
                     double *asymptocity, double *tau, problem *p)
{
    *tau = 0.0;
    for (size_t k = 0; k < OMEGAS; k++) {
        const double rate = paramod_sor_rate(omega[k], s->spectrum.beta);
        double found, norm;

        if (!count(s, b, PARAMOD_SOR_SOR, omega[k], &found, p))
            return false;
        if (paramod_sor_defect_norm(s->matrix, s->shift, omega[k], (size_t)found - 1, &norm)
            != PARAMOD_OK)
            return problem_from_library(p);
        asymptocity[k] = paramod_sor_asymptocity(norm, (size_t)found, rate) / (1.0 - rate);
        *tau = fmax(*tau, asymptocity[k]);
    }
    return true;
}

static bool draw_bounds(const options *o, const system_of *s, const double *b,
                        const double *omega, const double *asymptocity, double tau)
{
    double y[4][OMEGAS];
    sor_curve curves[] = { { "iterations", OMEGAS, omega, y[0] },
                           { "asymptotic estimate", OMEGAS, omega, y[1] },
                           { "near-asymptotic bound U", OMEGAS, omega, y[2] },
                           { "energy bound", OMEGAS, omega, y[3] } };
    const sor_curve third = { "asymptocity / (1 - rho)", OMEGAS, omega, asymptocity };
    const paramod_sor_spectrum *z = &s->spectrum;

    for (size_t k = 0; k < OMEGAS; k++) {
        if (!count(s, b, PARAMOD_SOR_SOR, omega[k], &y[0][k], o->problem))
            return false;
        y[1][k] = paramod_sor_asymptotic(paramod_sor_rate(omega[k], z->beta), epsilon);
        y[2][k] = paramod_sor_surrogate(omega[k], z->beta, tau, epsilon);
        y[3][k] = paramod_sor_energy_bound(omega[k], z->gamma, z->lower, z->condition,
                                           epsilon);
    }
    return sor_chart_draw(o, &(sor_chart) { "sor-figure-1-left", "SOR on the 10 x 10 Laplacian, "
                              "b = sin", "omega", "iterations", true }, curves, 4)
        && sor_chart_draw(o, &(sor_chart) { "sor-figure-3", "Asymptocity", "omega",
                              "asymptocity / (1 - rho)", false }, &third, 1);
}

/* Figure 1 left and right, figure 3. */
static bool figure_1(const options *o)
{
    static const double measured[] = { 0.135, 0.148, 0.170, 0.184, 0.195, 0.221, 0.243 };
    double omega[OMEGAS], asymptocity[OMEGAS], b[MOST], c[7], tau[7], first;
    const sor_curve curve = { "tau(c)", 7, c, tau };
    system_of s;
    bool good;

    fill_sin(b);
    fill_omegas(omega);
    good = open_system(&s, "S:12", 0.0, o->problem)
        && find_tau(&s, b, omega, asymptocity, &first, o->problem)
        && draw_bounds(o, &s, b, omega, asymptocity, first);
    close_system(&s);
    if (good)
        (void)printf("tau at c = 0: %.5f (authors' grid of omegas: 0.19118)\n", first);
    for (size_t k = 0; good && k < 7 && !interrupt_asked(); k++) {
        c[k] = -0.15 + 0.1 * (double)k;
        progress_count("shifts", k, 7);
        good = open_system(&s, "S:12", c[k], o->problem)
            && find_tau(&s, b, omega, asymptocity, &tau[k], o->problem);
        close_system(&s);
        if (good)
            (void)printf("tau(%+.2f) = %.3f (reference %.3f)\n", c[k], tau[k], measured[k]);
    }
    return good && (interrupt_asked()
                    || sor_chart_draw(o, &(sor_chart) { "sor-figure-1-right", "Asymptocity over the "
                                      "shift", "shift c", "tau", false }, &curve, 1));
}

/* Figure 1 centre: mean counts of 40 right-hand sides at fixed omegas and omega*(c). */
static bool figure_1_centre(const options *o)
{
    enum { SHIFTS = 25, FIXED = 4 };
    static const double fixed[FIXED] = { 1.2, 1.4, 1.6, 1.8 };
    double c[SHIFTS], y[FIXED + 1][SHIFTS] = { { 0.0 } };
    sor_curve curves[FIXED + 1];
    bool good = true;

    for (size_t k = 0; good && k < SHIFTS; k++) {
        sor_sequence q = { .law = SOR_LAW_UNIFORM, .seed = 40, .tolerance = epsilon,
                           .cap = 10000 };
        sor_solver solver = { .b = NULL };
        sor_solved solved = { 0 };

        c[k] = q.shift_min = q.shift_max = -0.15 + 0.025 * (double)k;
        good = sor_problem_laplacian("S:12", &q.matrix, o->problem);
        q.n = good ? paramod_sor_matrix_size(q.matrix) : 0;
        good = good && sor_sequence_look(&q, o->problem)
            && sor_solver_begin(&solver, &q, 0, o->problem);
        for (size_t draw = 0; good && draw < DRAWS; draw++) {
            sor_solver_next(&solver);
            for (size_t j = 0; good && j <= FIXED; j++) {
                const paramod_sor_advice a = { .size = sizeof a,
                    .omega = j < FIXED ? fixed[j] : sor_sequence_omega(&q, c[k]) };

                good = sor_solver_solve(&solver, &a, &solved, o->problem);
                y[j][k] += solved.iterations / DRAWS;
            }
        }
        sor_solver_release(&solver);
        sor_sequence_release(&q);
    }
    for (size_t j = 0; j <= FIXED; j++) {
        curves[j] = (sor_curve) { "omega*(c)", SHIFTS, c, y[j] };
        if (j < FIXED)
            (void)snprintf(curves[j].name, sizeof curves[j].name, "omega = %g", fixed[j]);
    }
    return good && sor_chart_draw(o, &(sor_chart) { "sor-figure-1-centre", "Fixed omegas over the "
                                  "shift, mean of 40", "shift c", "iterations", true }, curves,
                                  FIXED + 1);
}

/* The dominant eigenvector of the defect matrix at omega 1.4: residuals of SOR tend
 * to it. */
static bool degenerate_side(const system_of *s, double *b, problem *p)
{
    for (int round = 0; round < 60; round++) {
        const paramod_sor_options how = { .size = sizeof how, .omega = 1.4,
                                          .max_iterations = 10, .tolerance = 1e-300 };
        paramod_sor_result r = { .size = sizeof r };
        double x[MOST] = { 0.0 }, product[MOST];

        if (paramod_sor_solve(s->matrix, &how, b, x, s->work, &r) != PARAMOD_OK
            || paramod_sor_matrix_times(s->matrix, 0.0, x, product) != PARAMOD_OK)
            return problem_from_library(p);
        for (size_t i = 0; i < s->n; i++)
            b[i] = (b[i] - product[i]) / r.residual;
    }
    return true;
}

static bool figure_2_left(const options *o)
{
    double omega[OMEGAS], b[MOST], y[2][OMEGAS];
    const sor_curve curves[] = { { "eigenvector of C(1.4)", OMEGAS, omega, y[0] },
                                 { "b = sin", OMEGAS, omega, y[1] } };
    system_of s;
    bool good;

    fill_omegas(omega);
    fill_sin(b);
    good = open_system(&s, "S:12", 0.0, o->problem) && degenerate_side(&s, b, o->problem);
    for (size_t k = 0; good && k < OMEGAS; k++)
        good = count(&s, b, PARAMOD_SOR_SOR, omega[k], &y[0][k], o->problem);
    fill_sin(b);
    for (size_t k = 0; good && k < OMEGAS; k++)
        good = count(&s, b, PARAMOD_SOR_SOR, omega[k], &y[1][k], o->problem);
    close_system(&s);
    return good && sor_chart_draw(o, &(sor_chart) { "sor-figure-2-left", "A degenerate right-hand "
                                  "side", "omega", "iterations", true }, curves, 2);
}

/* SSOR-PCG and the surrogate with the least tau for which it is a bound. */
static bool figure_4(const options *o, const char *grid, double shift, const char *name)
{
    double omega[OMEGAS], b[MOST], y[2][OMEGAS], tau = 0.0;
    sor_curve curves[] = { { "iterations", OMEGAS, omega, y[0] },
                           { "", OMEGAS, omega, y[1] } };
    const double least = 2.0 * sqrt(2.0) - 2.0;
    char title[64];
    system_of s;
    bool good;

    fill_sin(b);
    good = open_system(&s, grid, shift, o->problem);
    for (size_t k = 0; good && k < OMEGAS; k++) {
        omega[k] = least + (1.99 - least) * (double)k / (OMEGAS - 1);
        good = count(&s, b, PARAMOD_SOR_SSOR_PCG, omega[k], &y[0][k], o->problem);
        y[1][k] = paramod_sor_cg_surrogate(omega[k], s.spectrum.mu, s.spectrum.nu,
                                           s.spectrum.condition, 1.0, epsilon) - 1.0;
        tau = fmax(tau, (y[0][k] - 1.0) / y[1][k]);
    }
    for (size_t k = 0; good && k < OMEGAS; k++)
        y[1][k] = 1.0 + tau * y[1][k];
    if (good)
        (void)printf("%s %+g: mu %.6f, nu %.6f, tau %.3f, minimiser %.4f\n", grid, shift,
                     s.spectrum.mu, s.spectrum.nu, tau,
                     paramod_sor_cg_omega(s.spectrum.mu, s.spectrum.nu));
    (void)snprintf(curves[1].name, sizeof curves[1].name, "U_CG, tau = %.3f", tau);
    (void)snprintf(title, sizeof title, "SSOR-PCG, %s, c = %g", grid, shift);
    close_system(&s);
    return good && sor_chart_draw(o, &(sor_chart) { name, title, "omega", "iterations",
                                  false }, curves, 2);
}

bool reproduce_sor_bounds(const options *o)
{
    return figure_1(o) && figure_1_centre(o) && figure_2_left(o)
        && figure_4(o, "L:12", 0.0, "sor-figure-4-left")
        && figure_4(o, "L:12", 0.5, "sor-figure-4-centre")
        && figure_4(o, "L:32", 0.0, "sor-figure-4-right");
}
