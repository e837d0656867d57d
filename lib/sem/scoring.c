/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Damped Fisher scoring, then Newton's method on the exact Hessian.
 *
 * The expected Hessian is positive definite wherever the model is identified,
 * so scoring descends from far away; near the minimum the exact Hessian
 * converges quadratically.  Both are damped as by Levenberg and Marquardt, with
 * their own diagonal as the scale, which makes steps independent of units.
 * Below a decrement of about rounding error in F, steps are judged by the
 * decrement, whose digits come from the gradient, and no longer by F.
 *
 * Inequality constraints that a step meets become active and are kept as
 * equalities while their multipliers are positive (Nocedal and Wright 2006,
 * section 16.5).
 */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/cholesky_impl.h"
#include "linalg/dense_impl.h"
#include "sem/scoring_impl.h"

void paramod_i_scoring_destroy(paramod_i_scoring *scoring)
{
    if (scoring == NULL)
        return;
    paramod_i_free(scoring->block);
    paramod_i_free(scoring);
}

paramod_status paramod_i_scoring_create(paramod_i_objective *objective,
                                        const paramod_i_reduction *reduction,
                                        double *matrix, double *factor,
                                        const char *caller, paramod_i_scoring **out)
{
    const size_t q = reduction->q, k = reduction->k, rows = reduction->rows;
    paramod_i_scoring *const s = paramod_i_resize(NULL, 1, sizeof *s);

    if (s != NULL) {
        const paramod_i_part parts[] = {
            { &s->theta, q, 1 }, { &s->u, k, 1 }, { &s->trial, k, 1 },
            { &s->step, k, 1 }, { &s->g, k, 1 }, { &s->slope, k, 1 },
            { &s->gradient, q, 1 },
            { &s->full, reduction->trivial ? 0 : q, q },
            { &s->matrix, matrix == NULL ? k : 0, k },
            { &s->factor, factor == NULL ? k : 0, k }, { &s->work, q + 1, k + 1 }, { &s->active, rows, 1 },
            { &s->normal, rows + 1, k + rows + 2 }
        };

        *s = (paramod_i_scoring){ .objective = objective, .reduction = reduction,
                                  .max_iterations = 500, .tolerance = 1e-20 };
        s->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
        s->matrix = matrix == NULL ? s->matrix : matrix;
        s->factor = factor == NULL ? s->factor : factor;
        s->full = reduction->trivial ? s->matrix : s->full;
    }
    if (s == NULL || s->block == NULL) {
        paramod_i_scoring_destroy(s);
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    }
    *out = s;
    return PARAMOD_OK;
}

static bool value_at(paramod_i_scoring *s, const double *u, double *f)
{
    s->evaluations++;
    paramod_i_reduction_expand(s->reduction, u, s->theta);
    return paramod_i_objective_value(s->objective, s->theta, f);
}

static void derivatives(paramod_i_scoring *s, bool exact)
{
    paramod_i_objective_derivatives(s->objective, s->gradient, exact ? NULL : s->full,
                                    exact ? s->full : NULL);
    paramod_i_reduction_gradient(s->reduction, s->gradient, s->g);
    paramod_i_reduction_matrix(s->reduction, s->full, s->matrix, s->work);
    s->factored = NAN;
    s->exact = exact;
}

/* ---- the damped step ---------------------------------------------------------- */

/* factor = chol(matrix + damping diag(matrix)); a diagonal that is not positive
 * counts by its size.  What is there already is kept. */
static bool factorise(paramod_i_scoring *s, double damping)
{
    const size_t k = s->reduction->k;

    if (s->factored == damping)
        return true;
    memcpy(s->factor, s->matrix, k * k * sizeof *s->factor);
    for (size_t j = 0; j < k; j++)
        s->factor[j * k + j] += damping * fabs(s->matrix[j * k + j]);
    s->factored = paramod_i_cholesky(k, s->factor) ? damping : NAN;
    return s->factored == damping;
}

/* With active rows N: step = -B^-1 (g - N'l), (N B^-1 N') l = N B^-1 g.  The
 * multipliers end up in l; false if the rows depend on each other. */
static bool constrained_step(paramod_i_scoring *s, double *l)
{
    const size_t k = s->reduction->k, rows = s->reduction->rows;
    double *const solved = s->normal, *const gram = s->normal + rows * k;
    size_t active = 0;

    for (size_t j = 0; j < k; j++)
        s->step[j] = -s->g[j];
    paramod_i_cholesky_solve(k, s->factor, s->step);
    for (size_t r = 0; r < rows; r++)
        if (s->active[r] != 0.0) {
            memcpy(solved + active * k, s->reduction->N + r * k, k * sizeof *solved);
            paramod_i_cholesky_solve(k, s->factor, solved + active * k);
            l[active++] = -paramod_i_dot(k, s->reduction->N + r * k, s->step);
        }
    if (active == 0)
        return true;
    for (size_t r = 0, a = 0; r < rows; r++) {
        if (s->active[r] == 0.0)
            continue;
        for (size_t b = 0; b < active; b++)
            gram[a * active + b] = paramod_i_dot(k, s->reduction->N + r * k,
                                                 solved + b * k);
        a++;
    }
    if (!paramod_i_cholesky(active, gram))
        return false;
    paramod_i_cholesky_solve(active, gram, l);
    for (size_t a = 0; a < active; a++)
        paramod_i_axpy(k, l[a], solved + a * k, s->step);
    return true;
}

/* Releases the active constraint with the most negative multiplier, if one is;
 * true if that was done. */
static bool release_one(paramod_i_scoring *s, const double *l)
{
    size_t worst = s->reduction->rows, a = 0;
    double lowest = 0.0;

    for (size_t r = 0; r < s->reduction->rows; r++)
        if (s->active[r] != 0.0) {
            if (l[a] < lowest) {
                lowest = l[a];
                worst = r;
            }
            a++;
        }
    if (worst == s->reduction->rows)
        return false;
    s->active[worst] = 0.0;
    return true;
}

static bool compute_step(paramod_i_scoring *s, double damping)
{
    double *const l = s->work;

    if (!factorise(s, damping))
        return false;
    do {
        if (!constrained_step(s, l))
            return false;
    } while (release_one(s, l));
    return true;
}

/* Longest fraction of the step that keeps the constraints, and which one ends it. */
static double room(const paramod_i_scoring *s, size_t *blocking)
{
    const size_t k = s->reduction->k;
    double longest = 1.0;

    *blocking = s->reduction->rows;
    for (size_t r = 0; r < s->reduction->rows; r++) {
        const double *const row = s->reduction->N + r * k;
        const double move = paramod_i_dot(k, row, s->step);
        const double left = paramod_i_dot(k, row, s->u) - s->reduction->bound[r];

        if (s->active[r] == 0.0 && move < 0.0 && left + longest * move < 0.0) {
            longest = fmax(left, 0.0) / -move;
            *blocking = r;
        }
    }
    return longest;
}

/* ---- iterations ------------------------------------------------------------------ */

static double predicted(const paramod_i_scoring *s, double length)
{
    const size_t k = s->reduction->k;

    return -length * paramod_i_dot(k, s->g, s->step) -
           0.5 * length * length * paramod_i_quadratic(k, s->matrix, s->step);
}

/* Variance in the sample; of a latent variable, of the indicator that has a fixed
 * loading, over its square; 0 if there is none. */
static double scale_of(const paramod_i_part_of *part, size_t x)
{
    const paramod_i_ram *const ram = part->ram;
    const size_t w = part->width;

    if (ram->place[x] < ram->p)
        return part->target[ram->place[x] * (w + 1)];
    for (size_t i = ram->free; i < ram->cells; i++) {
        const paramod_i_cell *const cell = ram->cell + i;
        const size_t r = ram->place[cell->i];

        if (cell->directed && cell->j == x && r < ram->p && cell->value != 0.0)
            return part->target[r * (w + 1)] / (cell->value * cell->value);
    }
    return 0.0;
}

/* A coefficient, or a covariance, of more than this in units of the variables. */
static const double far = 100.0;

/* Regular minima are not where such parameters are and F hardly falls. */
static bool is_far(const paramod_i_scoring *s)
{
    const paramod_i_objective *const o = s->objective;

    for (size_t g = 0; g < o->groups; g++) {
        const paramod_i_part_of *const part = o->part + g;
        const paramod_i_ram *const ram = part->ram;

        for (size_t i = 0; i < ram->free; i++) {
            const paramod_i_cell *const cell = ram->cell + i;
            const double to = scale_of(part, cell->i), from = scale_of(part, cell->j);

            if (to > 0.0 && from > 0.0 &&
                fabs(s->theta[cell->parameter]) >
                far * (cell->directed ? sqrt(to / from) : sqrt(to * from)))
                return true;
        }
    }
    return false;
}

typedef struct progress {
    double damping;
    bool exact;        /**< the matrix in use is the exact Hessian */
    double last;       /**< decrement of the last full Newton step */
    size_t slow;       /**< steps in succession that hardly improve F */
} progress;

static bool accept(paramod_i_scoring *s, progress *p, double trial_f, double length,
                   size_t blocking, double expected)
{
    const double gain = s->f - trial_f;

    memcpy(s->u, s->trial, s->reduction->k * sizeof *s->u);
    if (blocking < s->reduction->rows && length < 1.0)
        s->active[blocking] = 1.0;
    p->slow = gain < 1e-4 * fabs(s->f) + 1e-3 / s->objective->n ? p->slow + 1 : 0;
    if (gain > 0.75 * expected)
        p->damping = p->damping > 1e-8 ? 0.1 * p->damping : 0.0;
    else if (gain < 0.25 * expected)
        p->damping = p->damping > 0.0 ? 4.0 * p->damping : 1e-3;
    s->f = trial_f;
    return true;
}

/* Changes of F below this are rounding. */
static double noise_of(const paramod_i_scoring *s)
{
    return fmax(1e-11 * (1.0 + fabs(s->f)), s->objective->noise);
}

/* One step; false if none was found. */
static bool advance(paramod_i_scoring *s, progress *p)
{
    const size_t k = s->reduction->k;

    for (int tries = 0; tries < 60; tries++) {
        double f, length, expected;
        size_t blocking;

        if (!compute_step(s, p->damping)) {
            p->damping = p->damping > 0.0 ? 10.0 * p->damping : 1e-6;
            continue;
        }
        length = room(s, &blocking);
        expected = predicted(s, length);
        for (size_t j = 0; j < k; j++)
            s->trial[j] = s->u[j] + length * s->step[j];
        if (value_at(s, s->trial, &f) &&
            (s->f - f > 1e-4 * expected ||
             (expected < 10.0 * noise_of(s) && f - s->f < noise_of(s))))
            return accept(s, p, f, length, blocking, expected);
        p->damping = p->damping > 0.0 ? 10.0 * p->damping : 1e-4;
        if (p->damping > 1e12)
            break;
    }
    return false;
}

/* True if the end is reached; the undamped Newton step is in s->step. */
static bool is_solved(paramod_i_scoring *s, progress *p)
{
    if (!p->exact || !compute_step(s, 0.0))
        return false;
    s->decrement = -0.5 * paramod_i_dot(s->reduction->k, s->g, s->step);
    if (s->decrement <= s->tolerance ||
        (s->decrement < 1e-14 * (1.0 + s->f) && s->decrement > 0.1 * p->last)) {
        s->ending = PARAMOD_SEM_CONVERGED;
        return true;
    }
    p->last = s->decrement;
    return false;
}

static void iterate(paramod_i_scoring *s, progress *p)
{
    double decrement;

    if (!s->prepared)
        derivatives(s, p->exact);
    for (s->iterations = 0; s->iterations < s->max_iterations; s->iterations++) {
        const bool was_exact = p->exact;

        if (is_solved(s, p))
            return;
        if (!advance(s, p)) {
            if (!p->exact) { /* scoring has no step: try Newton's from here */
                p->exact = true;
                p->damping = 0.0;
                (void)value_at(s, s->u, &s->f);
                derivatives(s, true);
                continue;
            }
            s->ending = PARAMOD_SEM_STALLED;
            return;
        }
        if (p->slow > 40 && is_far(s)) {
            s->ending = PARAMOD_SEM_DIVERGED;
            return;
        }
        decrement = -0.5 * paramod_i_dot(s->reduction->k, s->g, s->step);
        p->exact = p->exact || decrement < 0.03 || s->iterations > 20;
        if (p->exact && !was_exact)
            p->damping = 0.0;
        derivatives(s, p->exact);
    }
    s->ending = PARAMOD_SEM_LIMIT;
}

bool paramod_i_scoring_run(paramod_i_scoring *s)
{
    progress p = { .damping = 0.0, .last = INFINITY };

    paramod_i_reduction_project(s->reduction, s->theta, s->u);
    (void)paramod_i_reduction_enforce(s->reduction, s->u);
    memset(s->active, 0, s->reduction->rows * sizeof *s->active);
    s->evaluations = 0;
    s->decrement = NAN;
    s->prepared = s->prepared &&
                  memcmp(s->u, s->trial, s->reduction->k * sizeof *s->u) == 0;
    if (!s->prepared && !value_at(s, s->u, &s->f))
        return false;
    iterate(s, &p);
    s->prepared = false;
    s->exact = s->exact && s->ending == PARAMOD_SEM_CONVERGED;
    (void)value_at(s, s->u, &s->f);
    s->active_count = 0;
    for (size_t r = 0; r < s->reduction->rows; r++)
        s->active_count += s->active[r] != 0.0;
    return true;
}
