/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Conjugate gradients, plain and preconditioned by SSOR.
 *
 * With W = D/omega + L, S = D/omega and M = W S^-1 W' (the factor 2 - omega does
 * not matter), Eisenstat runs the method on W^-1 A W'^-1 preconditioned by S^-1:
 * with p~ = W'p the product is
 *
 *     W^-1 A p = p + W^-1 (p~ - K p),   K = 2 S - D,   because A = W + W' - K,
 *
 * two triangular solves in place of two and a product.  The residual of the
 * system itself, r -= alpha A p, is wanted for the test, and A p = W p + (p~ - K p)
 * comes with the second solve, from the same pass over the matrix.
 */

#include <math.h>

#include "core/kernel_impl.h"
#include "linalg/dense_impl.h"
#include "sor/run_impl.h"

typedef struct conjugate {
    paramod_i_sor_run *run;
    size_t n;
    bool preconditioned;
    paramod_i_sor_side outer, inner; /* W and W' */
    double omega;
    double *x, *r;
    double *p;      /* p~ = W'p; without preconditioner p itself */
    double *step;   /* p */
    double *inside; /* W^-1 r */
    double *a;      /* A p */
    double *u;      /* W^-1 (p~ - K p) */
    double rho;     /* r' M^-1 r */
    double unit;    /* r and all but x are in multiples of it */
    double verified; /* norm of the true residual when last looked at */
} conjugate;

/* ---- vectors ------------------------------------------------------------------ */

/* p = r~/g + beta p, and sum of r~^2/g: S r~ with S = 1/g. */
static void turn(const conjugate *c, double beta)
{
    const double *g = c->run->system->g;

    if (!c->preconditioned)
        for (size_t i = 0; i < c->n; i++)
            c->p[i] = c->r[i] + beta * c->p[i];
    else
        for (size_t i = 0; i < c->n; i++)
            c->p[i] = c->inside[i] / g[i] + beta * c->p[i];
}

static double weighted_square(const conjugate *c)
{
    enum { LANES = 4 };
    const double *g = c->run->system->g;
    double lane[LANES] = { 0.0 };
    size_t i = 0;

    if (!c->preconditioned)
        return paramod_i_dot(c->n, c->r, c->r);
    for (; i + LANES <= c->n; i += LANES)
        for (size_t k = 0; k < LANES; k++)
            lane[k] += c->inside[i + k] * c->inside[i + k] / g[i + k];
    for (; i < c->n; i++)
        lane[0] += c->inside[i] * c->inside[i] / g[i];
    return (lane[0] + lane[2]) + (lane[1] + lane[3]);
}

static void advance(const conjugate *c, double alpha)
{
    double *restrict x = c->x, *restrict r = c->r, *restrict inside = c->inside;
    const double *restrict p = c->step, *restrict a = c->a, *restrict u = c->u;
    const double stride = alpha * c->unit;

    for (size_t i = 0; i < c->n; i++) {
        x[i] += stride * p[i];
        r[i] -= alpha * a[i];
    }
    if (c->preconditioned)
        for (size_t i = 0; i < c->n; i++)
            inside[i] -= alpha * (p[i] + u[i]);
}

/* ---- the method ------------------------------------------------------------------ */

/* From the residual in `truth`, of the given norm: the first direction.  The unit
 * is a power of two near the norm, so that products neither overflow nor vanish,
 * and no digit changes. */
static void start(conjugate *c, const double *truth, double norm)
{
    int exponent;

    (void)frexp(norm, &exponent);
    c->unit = ldexp(1.0, exponent - 1);
    for (size_t i = 0; i < c->n; i++) {
        c->r[i] = truth[i] / c->unit;
        c->p[i] = 0.0;
    }
    if (c->preconditioned)
        paramod_i_sor_solve_triangle(c->run->system, c->outer, c->r, c->inside);
    c->rho = weighted_square(c);
    turn(c, 0.0);
}

/* A p, and W^-1 A p less p. */
static void apply(conjugate *c)
{
    if (!c->preconditioned) {
        paramod_i_sor_times(c->run->system, c->p, c->a);
        return;
    }
    paramod_i_sor_solve_triangle(c->run->system, c->inner, c->p, c->step);
    paramod_i_sor_eisenstat(c->run->system, c->outer, c->omega, c->p, c->step, c->a,
                            c->u);
}

/* One iteration; false if p'A p is not positive.  Either A is not positive definite,
 * or the recursions of r and r~ have come apart, which they do once rounding is all
 * that is left of them. */
static bool iterate(conjugate *c)
{
    double curvature, rho;

    apply(c);
    curvature = paramod_i_dot(c->n, c->step, c->a);
    if (!(curvature > 0.0))
        return false;
    advance(c, c->rho / curvature);
    paramod_i_sor_enter(c->run, c->unit * paramod_i_sor_norm(c->n, c->r));
    rho = weighted_square(c);
    turn(c, rho / c->rho);
    c->rho = rho;
    return true;
}

/*
 * The recursive residual has passed (or there is no further step): does the true
 * one, which x has, pass too?  If that
 * is above the limit by no more than the two are apart by rounding, the next
 * iteration will do; if by more, the recursion is worth nothing any longer and
 * the method starts again from the true residual.  Twice without halving that
 * is as far as it gets.  False when the solve is over.
 */
static bool verify(conjugate *c, bool has_step)
{
    paramod_i_sor_run *const run = c->run;
    double *const truth = c->a; /* not needed until the next product */
    double norm;

    paramod_i_sor_times(run->system, c->x, truth);
    for (size_t i = 0; i < c->n; i++)
        truth[i] = run->system->b[i] - truth[i];
    norm = paramod_i_sor_norm(c->n, truth);
    if (paramod_i_sor_passes(run, norm)) {
        run->norm = norm;
        run->result.ending = PARAMOD_SOR_CONVERGED;
        return false;
    }
    if (has_step && norm <= run->limit * (1.0 + 1e-6))
        return true;
    if (!(norm <= 0.5 * c->verified)) {
        run->result.ending = PARAMOD_SOR_STAGNATED;
        return false;
    }
    c->verified = norm;
    start(c, truth, norm);
    return true;
}

static conjugate set_up(paramod_i_sor_run *run)
{
    paramod_i_sor_system *const s = run->system;
    const bool backward = run->options.order == PARAMOD_SOR_BACKWARD;
    conjugate c = { .run = run, .n = s->matrix->length, .omega = run->options.omega,
                    .x = s->x, .r = s->r, .step = s->e, .p = s->v[0],
                    .inside = s->v[1], .a = s->v[2], .u = s->v[3],
                    .verified = (double)INFINITY };

    c.preconditioned = run->options.method == PARAMOD_SOR_SSOR_PCG;
    c.outer = backward ? PARAMOD_I_SOR_UPPER_SIDE : PARAMOD_I_SOR_LOWER_SIDE;
    c.inner = backward ? PARAMOD_I_SOR_LOWER_SIDE : PARAMOD_I_SOR_UPPER_SIDE;
    if (!c.preconditioned)
        c.step = c.p;
    return c;
}

void paramod_i_sor_conjugate(paramod_i_sor_run *run)
{
    conjugate c = set_up(run);

    paramod_i_sor_relax(run->system, c.omega, 0, c.n);
    run->result.omega = c.omega;
    start(&c, c.r, run->norm);
    for (;;) {
        const bool has_step = iterate(&c);

        if (!has_step && run->norm > 1e-12 * run->result.initial) {
            run->result.ending = isfinite(c.rho) ? PARAMOD_SOR_INDEFINITE
                                                 : PARAMOD_SOR_DIVERGED;
            return;
        }
        if ((!has_step || paramod_i_sor_passes(run, run->norm)) && !verify(&c, has_step))
            return;
        if (paramod_i_sor_is_over(run))
            return;
    }
}
