/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The bisection of Vitenti et al. (2025), with its refinement of wide intervals
 * and, in its place, the closure of the mesh.
 *
 * The spline of one pass is tested at the middle of each open interval; every
 * middle becomes a knot, and both halves are closed if both tests pass.  The
 * order of all operations is that of the reference program: the compiler is
 * told not to contract them (-ffp-contract=off), so the knots are the same bits.
 */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "spline/allocation_impl.h"

typedef struct knot {
    double u, x;
    size_t sample;
    bool done; /* the interval to the right of it */
} knot;

typedef struct autoknots {
    const paramod_i_task *task;
    knot *knot;
    size_t count, capacity;
    paramod_i_cubic *spline;   /* one a component, of the previous pass */
    double *x;                 /* their knots; the room of both is that of knot */
    size_t first;              /* sample of the first middle of this pass */
    size_t refine;
    size_t closures, flagged, failed;
    bool closing, started;
    double mean, deviation, widest; /* of the intervals when the pass began */
    paramod_knots_end ending;  /* 0 while it goes on */
    double achieved, worst_x, jump_left, jump_right, not_finite_x;
} autoknots;

static void destroy(void *state)
{
    autoknots *a = state;

    for (size_t j = 0; a->spline != NULL && j < a->task->components; j++)
        paramod_i_cubic_release(&a->spline[j]);
    paramod_i_free(a->spline);
    paramod_i_free(a->x);
    paramod_i_free(a->knot);
    paramod_i_free(a);
}

static bool reserve(autoknots *a, size_t count)
{
    knot *grown;
    double *x;
    size_t room = a->capacity > 0 ? a->capacity : 64;

    while (room < count)
        room *= 2;
    if (room == a->capacity)
        return true;
    grown = paramod_i_resize(a->knot, room, sizeof *grown);
    if (grown == NULL)
        return false;
    a->knot = grown;
    x = paramod_i_resize(a->x, room, sizeof *x);
    if (x == NULL)
        return false;
    a->x = x;
    for (size_t j = 0; j < a->task->components; j++)
        a->spline[j].x = x; /* their knots have moved */
    a->capacity = room;
    return true;
}

/* x of u as the reference has it: ends are not set but computed. */
static double unmap(const autoknots *a, double u)
{
    switch (a->task->options.map) {
    case PARAMOD_KNOTS_LOG:  return exp(u);
    case PARAMOD_KNOTS_SINH: return sinh(u);
    default:                 return u;
    }
}

/* The reference keeps x alone and maps it anew when it needs u. */
static bool add(const autoknots *a, paramod_i_samples *s, double u)
{
    const double x = unmap(a, u);

    return paramod_i_samples_add(s, paramod_i_map(a->task, x), x) != (size_t)-1;
}

static void *begin(const paramod_i_task *task, paramod_i_samples *samples)
{
    autoknots *a = paramod_i_resize(NULL, 1, sizeof *a);
    const size_t n = PARAMOD_I_LEAST_KNOTS;

    if (a == NULL)
        return NULL;
    *a = (autoknots) { .task = task, .refine = task->options.refine,
                       .jump_left = NAN, .jump_right = NAN, .worst_x = NAN,
                       .not_finite_x = NAN };
    a->spline = paramod_i_resize(NULL, task->components, sizeof *a->spline);
    if (a->spline != NULL)
        (void)memset(a->spline, 0, task->components * sizeof *a->spline);
    if (a->spline == NULL || !reserve(a, n)) {
        destroy(a);
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        const double u = task->u_from + (task->u_to - task->u_from)
            / ((double)n - 1.0) * (double)i;

        if (!add(a, samples, u)) {
            destroy(a);
            return NULL;
        }
        a->knot[i] = (knot) { samples->u[i], samples->x[i], i, false };
    }
    a->count = n;
    return a;
}

/* ---- one pass ------------------------------------------------------------ */

static double width(const autoknots *a, size_t i)
{
    return a->knot[i + 1].x - a->knot[i].x;
}

static void solve(autoknots *a, const paramod_i_samples *s)
{
    const size_t m = s->components;

    for (size_t i = 0; i < a->count; i++) {
        a->x[i] = a->knot[i].x;
        for (size_t j = 0; j < m; j++)
            a->spline[j].y[i] = s->y[a->knot[i].sample * m + j];
    }
    for (size_t j = 0; j < m; j++)
        paramod_i_cubic_solve(&a->spline[j], a->count, a->x, NULL);
}

/* Mean, deviation and largest of the widths, by the running update of Welford,
 * which is what the reference's statistics do. */
static void measure(autoknots *a)
{
    double mean = 0.0, squares = 0.0;

    a->widest = 0.0;
    for (size_t i = 0; i + 1 < a->count; i++) {
        const double h = width(a, i), change = h - mean;

        mean += change / (double)(i + 1);
        squares += change * (h - mean);
        a->widest = fmax(a->widest, h);
    }
    a->mean = mean;
    a->deviation = sqrt(squares / (double)(a->count - 2));
}

static bool ask(autoknots *a, paramod_i_samples *s)
{
    for (size_t j = 0; j < a->task->components; j++)
        if (!paramod_i_cubic_reserve(&a->spline[j], a->capacity))
            return false;
    solve(a, s);
    measure(a);
    a->started = true;
    a->first = s->count;
    for (size_t i = 0; i + 1 < a->count; i++)
        if (!a->knot[i].done) {
            const double u = a->task->options.map == PARAMOD_KNOTS_LINEAR
                ? (a->knot[i].u + a->knot[i + 1].u) / 2.0
                : 0.5 * (a->knot[i].u + a->knot[i + 1].u);

            if (!add(a, s, u))
                return false;
        }
    return true;
}

/* The integral of the parabola through both ends and the point x between;
 * Simpson's rule if x is the middle. */
static double parabola(double x0, double x1, double x, const double y[3], bool middle)
{
    const double h = x1 - x0;

    if (middle)
        return h * (y[2] + y[0] + 4.0 * y[1]) / 6.0;
    else {
        const double d = (x - (x0 + x1) / 2.0) / (h / 2.0);

        return h / 6.0 * (y[2] * (3.0 - 2.0 / (1.0 - d))
                          + y[0] * (3.0 - 2.0 / (1.0 + d))
                          + 4.0 * y[1] / (1.0 - d * d));
    }
}

/* The closure version has one formula for all maps. */
static bool simple_rule(const paramod_i_task *t)
{
    return t->options.map == PARAMOD_KNOTS_LINEAR
        && t->options.mode != PARAMOD_KNOTS_CLOSURE;
}

/* Both tests of component j on interval i, whose middle is sample k. */
static bool passes(autoknots *a, const paramod_i_samples *s, size_t i, size_t j,
                   size_t k)
{
    const size_t m = s->components;
    const double x0 = a->knot[i].x, x1 = a->knot[i + 1].x, x = s->x[k];
    const double y[3] = { s->y[a->knot[i].sample * m + j], s->y[k * m + j],
                          s->y[a->knot[i + 1].sample * m + j] };
    const double tolerance = a->task->tolerance, scale = a->task->scale[j];
    const double integral = parabola(x0, x1, x, y,
                                     simple_rule(a->task));
    const double off = fabs(y[1] - paramod_i_cubic_value(&a->spline[j], i, x));
    const double size = fabs(y[1]) + scale;

    if (off > a->achieved * size && size > 0.0) {
        a->achieved = off / size;
        a->worst_x = x;
    }
    return off <= tolerance * size
        && fabs(integral - paramod_i_cubic_integral(&a->spline[j], i))
           <= tolerance * (fabs(integral) + scale * (x1 - x0));
}

/* The interval got so short that f must jump in it; the reference aborts. */
static bool is_jump(autoknots *a, size_t i, double x)
{
    if (!(fabs((x - a->knot[i].x) / x) < 100.0 * DBL_EPSILON))
        return false;
    if (a->ending == 0) {
        a->ending = PARAMOD_KNOTS_DISCONTINUOUS;
        a->jump_left = a->knot[i].x;
        a->jump_right = a->knot[i + 1].x;
    }
    return true;
}

/* Tests the intervals in order; the flags of what passed are in `open`.  From
 * the last knot to the first, because the list grows in place.
 * \return the number of intervals that failed */
static size_t insert(autoknots *a, const paramod_i_samples *s)
{
    size_t middle = s->count, to = a->count - 1 + (s->count - a->first), failed = 0;
    const size_t count = to + 1;

    for (size_t i = a->count - 1; i-- > 0;) {
        knot right = a->knot[i + 1];

        a->knot[to--] = right;
        if (!a->knot[i].done) {
            bool good = true;

            middle--;
            for (size_t j = 0; j < s->components; j++)
                good = passes(a, s, i, j, middle) && good;
            if (is_jump(a, i, s->x[middle]))
                good = true;
            failed += !good;
            a->knot[i].done = good;
            a->knot[to--] = (knot) { s->u[middle], s->x[middle], middle, good };
        }
    }
    a->count = count;
    return failed;
}

/* ---- between the passes -------------------------------------------------- */

/* Reopens what is wide for the mesh as it was when the last pass began;
 * \return false if there is nothing to do. */
static bool reopen_wide(autoknots *a)
{
    const double limit = a->mean + a->task->options.refine_deviations * a->deviation;

    if (a->refine < 1)
        return false;
    a->refine--;
    if (a->widest <= limit)
        return false;
    for (size_t i = 0; i + 1 < a->count; i++)
        if (width(a, i) > limit)
            a->knot[i].done = false;
    return true;
}

static double step(const autoknots *a, size_t i)
{
    return a->knot[i + 1].u - a->knot[i].u;
}

/* Reopens intervals wider than the mean of their neighbours. */
static bool reopen_uneven(autoknots *a)
{
    const size_t last = a->count - 2;
    size_t flagged = 0;

    for (size_t i = 0; i <= last; i++) {
        const double beside = i == 0 ? step(a, 1) : i == last ? step(a, last - 1)
            : 0.5 * (step(a, i - 1) + step(a, i + 1));

        if (step(a, i) > beside * (1.0 + 1e-8)) {
            a->knot[i].done = false;
            flagged++;
        }
    }
    a->flagged += flagged;
    a->closures += flagged > 0;
    return flagged > 0;
}

/* What follows a pass in which `failed` intervals failed; false at the end. */
static bool next(autoknots *a, size_t failed)
{
    const paramod_knots_options *o = &a->task->options;
    const bool was_closing = a->closing;

    a->closing = false;
    if (was_closing)
        a->failed += failed;
    if (a->ending != 0)
        return false;
    if (a->count > o->max_knots)
        a->ending = PARAMOD_KNOTS_FULL;
    else if (failed > 0)
        return true;
    else if (o->mode == PARAMOD_KNOTS_CLOSURE && !was_closing)
        a->closing = reopen_uneven(a);
    else if (o->mode == PARAMOD_KNOTS_COMPATIBLE && reopen_wide(a))
        return true;
    if (!a->closing && a->ending == 0)
        a->ending = PARAMOD_KNOTS_MET;
    return a->ending == 0;
}

static bool all_finite(autoknots *a, const paramod_i_samples *s, size_t first)
{
    for (size_t i = first; i < s->count; i++)
        if (!s->finite[i]) {
            a->ending = PARAMOD_KNOTS_NOT_FINITE;
            a->not_finite_x = s->x[i];
            return false;
        }
    return true;
}

static bool tell(void *state, paramod_i_samples *samples)
{
    autoknots *a = state;
    size_t failed;

    if (!a->started) { /* the first values */
        if (all_finite(a, samples, 0))
            return ask(a, samples);
        a->count = 0;
        return true;
    }
    if (!all_finite(a, samples, a->first))
        return true; /* the knots before this pass are kept */
    if (!reserve(a, a->count + (samples->count - a->first)))
        return false;
    a->achieved = 0.0;
    failed = insert(a, samples);
    if (!next(a, failed))
        return true;
    if (samples->count >= a->task->options.max_evaluations) {
        a->ending = PARAMOD_KNOTS_EVALUATIONS;
        return true;
    }
    return ask(a, samples);
}

/* ---- the result ---------------------------------------------------------- */

static void describe(const autoknots *a, paramod_knots *k)
{
    char *text = k->text;
    const size_t size = sizeof k->text;

    switch (a->ending) {
    case PARAMOD_KNOTS_MET:
        (void)paramod_i_format(text, size, "all intervals pass both tests at %g",
                               a->task->tolerance);
        break;
    case PARAMOD_KNOTS_FULL:
        (void)paramod_i_format(text, size, "%zu knots are more than max_knots, %zu; "
                               "the last tests found an error of %g",
                               a->count, a->task->options.max_knots, a->achieved);
        break;
    case PARAMOD_KNOTS_DISCONTINUOUS:
        (void)paramod_i_format(text, size, "the function is probably discontinuous "
                               "between %.17g and %.17g", a->jump_left, a->jump_right);
        break;
    case PARAMOD_KNOTS_NOT_FINITE:
        (void)paramod_i_format(text, size, "the function is not finite at x = %.17g",
                               a->not_finite_x);
        break;
    default:
        (void)paramod_i_format(text, size, "stopped after the allowed evaluations; "
                               "the last tests found an error of %g", a->achieved);
    }
}

static paramod_status finish(void *state, const paramod_i_samples *samples,
                             paramod_knots **knots_out)
{
    const autoknots *a = state;
    const size_t m = samples->components;
    paramod_knots *k;

    if (a->count < PARAMOD_I_LEAST_KNOTS || samples->told < a->count)
        return PARAMOD_FAIL(PARAMOD_ERR_CALLBACK, "the function is not finite at x = "
                            "%.17g, one of the first points", a->not_finite_x);
    k = paramod_i_knots_new(a->count, m);
    if (k == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    for (size_t i = 0; i < a->count; i++) {
        k->x[i] = a->knot[i].x;
        (void)memcpy(k->y + i * m, samples->y + a->knot[i].sample * m,
                     m * sizeof *k->y);
    }
    k->report.ending = a->ending != 0 ? a->ending : PARAMOD_KNOTS_EVALUATIONS;
    k->report.achieved_error = a->achieved;
    k->report.worst_x = a->worst_x;
    k->report.jump_left = a->jump_left;
    k->report.jump_right = a->jump_right;
    k->report.not_finite_x = a->not_finite_x;
    k->report.closures = a->closures;
    k->report.flagged = a->flagged;
    k->report.failed = a->failed;
    describe(a, k);
    if (!paramod_i_knots_solve(k)) {
        paramod_knots_destroy(k);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    }
    *knots_out = k;
    return PARAMOD_OK;
}

const paramod_i_method *paramod_i_autoknots(void)
{
    static const paramod_i_method method = { begin, tell, finish, destroy };

    return &method;
}
