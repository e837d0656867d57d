/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The older method of the reference program: each interval is cut in three, and
 * its two new points are compared with the cubic through the four points of the
 * interval that it is a third of.  It is kept for its historical results.
 *
 * The reference recurses, a level here is a pass; the knots are the same.  Two
 * of its defects are kept from doing harm: the number of points is limited, and
 * at 0 or left of it the shortest interval is measured by |x|, not by x.
 */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "spline/allocation_impl.h"

/* An interval whose two inner points are awaited. */
typedef struct third {
    size_t corner[4]; /* samples: its ends are 0 and 3 */
    bool passed;      /* the parent passed its own test */
} third;

typedef struct four {
    const paramod_i_task *task;
    third *third;
    size_t count, capacity, kept; /* kept: samples that are knots */
    double *guess;    /* per third and component: the cubic at its inner points */
    double achieved, worst_x, not_finite_x;
    paramod_knots_end ending;
} four;

static void destroy(void *state)
{
    four *f = state;

    paramod_i_free(f->third);
    paramod_i_free(f->guess);
    paramod_i_free(f);
}

static bool reserve(four *f, size_t count)
{
    const size_t room = count + count / 2;
    third *grown;
    double *guess;

    if (count <= f->capacity)
        return true;
    grown = paramod_i_resize(f->third, room, sizeof *grown);
    if (grown == NULL)
        return false;
    f->third = grown;
    guess = paramod_i_resize(f->guess, 2 * room, f->task->components * sizeof *guess);
    if (guess == NULL)
        return false;
    f->guess = guess;
    f->capacity = room;
    return true;
}

/* Newton's form of the cubic through four points, in the order of GSL's. */
static double cubic_at(const double x[4], const double y[4], double at)
{
    double dd[4], value;

    dd[0] = y[0];
    for (size_t j = 3; j >= 1; j--)
        dd[j] = (y[j] - y[j - 1]) / (x[j] - x[j - 1]);
    for (size_t i = 2; i < 4; i++)
        for (size_t j = 3; j >= i; j--)
            dd[j] = (dd[j] - dd[j - 1]) / (x[j] - x[j - i]);
    value = dd[3];
    for (size_t i = 3; i-- > 0;)
        value = dd[i] + (at - x[i]) * value;
    return value;
}

/* Asks for the inner points of the three intervals between four samples. */
static bool ask_thirds(four *f, paramod_i_samples *s, const size_t corner[4],
                       bool passed)
{
    const size_t m = s->components;
    const double *xs = s->x;
    const double x[4] = { xs[corner[0]], xs[corner[1]], xs[corner[2]], xs[corner[3]] };
    const double sub = (x[3] - x[0]) / 3.0 / 3.0;

    if (!reserve(f, f->count + 3))
        return false;
    for (size_t i = 0; i < 3; i++) {
        third *t = &f->third[f->count];
        double *guess = f->guess + 2 * m * f->count++;
        const double inner = (x[i + 1] - x[i]) / 3.0, first = x[i] + inner;

        for (size_t j = 0; j < m; j++) {
            const double y[4] = { s->y[corner[0] * m + j], s->y[corner[1] * m + j],
                                  s->y[corner[2] * m + j], s->y[corner[3] * m + j] };

            guess[2 * j] = cubic_at(x, y, x[i] + sub);
            guess[2 * j + 1] = cubic_at(x, y, x[i] + 2.0 * sub);
        }
        *t = (third) { .corner = { corner[i], paramod_i_samples_add(s, first, first),
                                   paramod_i_samples_add(s, first + inner,
                                                         first + inner),
                                   corner[i + 1] }, .passed = passed };
        if (t->corner[1] == (size_t)-1 || t->corner[2] == (size_t)-1)
            return false;
    }
    return true;
}

static void *begin(const paramod_i_task *task, paramod_i_samples *samples)
{
    four *f = paramod_i_resize(NULL, 1, sizeof *f);

    if (f == NULL)
        return NULL;
    *f = (four) { .task = task, .worst_x = NAN, .not_finite_x = NAN };
    for (size_t i = 0; i < 4; i++) {
        const double x = task->from + (double)i * ((task->to - task->from) / 3.0);

        if (paramod_i_samples_add(samples, x, x) == (size_t)-1) {
            destroy(f);
            return NULL;
        }
    }
    return f;
}

static bool passes(four *f, const paramod_i_samples *s, const third *t,
                   const double *guess)
{
    const size_t m = s->components;
    bool good = true;

    for (size_t j = 0; j < m; j++)
        for (size_t i = 0; i < 2; i++) {
            const double y = s->y[t->corner[i + 1] * m + j];
            const double off = fabs(y - guess[2 * j + i]);
            const double size = fabs(y) + f->task->scale[j];

            /* Where f and the scale are 0 the reference would recurse for ever. */
            good = good && (off < size * f->task->tolerance
                            || (size == 0.0 && off == 0.0));
            if (size > 0.0 && off > f->achieved * size) {
                f->achieved = off / size;
                f->worst_x = s->x[t->corner[i + 1]];
            }
        }
    return good;
}

static bool is_short(const paramod_i_samples *s, const third *t)
{
    const double x0 = s->x[t->corner[0]];
    const double sub = (s->x[t->corner[3]] - x0) / 3.0 / 3.0;

    return sub < 100.0 * DBL_EPSILON * fabs(x0);
}

/* Tests all thirds; what fails is cut again. */
static bool test_all(four *f, paramod_i_samples *s)
{
    const size_t count = f->count;
    third *old = f->third;
    double *guess = f->guess;
    bool good = true;

    f->third = NULL;
    f->guess = NULL;
    f->count = f->capacity = 0;
    for (size_t k = 0; good && k < count; k++) {
        const bool passed = passes(f, s, &old[k], guess + 2 * s->components * k);

        if (passed && (old[k].passed || is_short(s, &old[k])))
            continue;
        if (is_short(s, &old[k]) && s->x[old[k].corner[1]] <= s->x[old[k].corner[0]])
            f->ending = PARAMOD_KNOTS_UNRESOLVED;
        else
            good = ask_thirds(f, s, old[k].corner, passed);
    }
    paramod_i_free(old);
    paramod_i_free(guess);
    return good;
}

static bool tell(void *state, paramod_i_samples *samples)
{
    four *f = state;
    static const size_t first[4] = { 0, 1, 2, 3 };

    for (size_t i = f->kept; i < samples->count; i++)
        if (!samples->finite[i]) {
            f->ending = PARAMOD_KNOTS_NOT_FINITE;
            f->not_finite_x = samples->x[i];
            return true;
        }
    f->kept = samples->count;
    if (samples->count == 4)
        return ask_thirds(f, samples, first, false);
    if (samples->count > f->task->options.max_knots)
        f->ending = PARAMOD_KNOTS_FULL;
    else if (samples->count > f->task->options.max_evaluations)
        f->ending = PARAMOD_KNOTS_EVALUATIONS;
    if (f->ending != 0)
        return true;
    f->achieved = 0.0;
    if (!test_all(f, samples))
        return false;
    if (f->count == 0)
        f->ending = f->ending != 0 ? f->ending : PARAMOD_KNOTS_MET;
    return true;
}

static paramod_status finish(void *state, const paramod_i_samples *samples,
                             paramod_knots **knots_out)
{
    const four *f = state;
    paramod_knots *k;

    if (f->kept < PARAMOD_I_LEAST_KNOTS)
        return PARAMOD_FAIL(PARAMOD_ERR_CALLBACK, "the function is not finite at x = "
                            "%.17g, one of the first points", f->not_finite_x);
    k = paramod_i_knots_from_samples(samples, f->kept);
    if (k == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    k->report.ending = f->ending != 0 ? f->ending : PARAMOD_KNOTS_EVALUATIONS;
    k->report.achieved_error = f->achieved;
    k->report.worst_x = f->worst_x;
    k->report.not_finite_x = f->not_finite_x;
    (void)paramod_i_format(k->text, sizeof k->text, "ended: %s; the last tests found "
                           "an error of %g",
                           paramod_knots_end_name((paramod_knots_end)k->report.ending),
                           f->achieved);
    *knots_out = k;
    return PARAMOD_OK;
}

const paramod_i_method *paramod_i_four_points(void)
{
    static const paramod_i_method method = { begin, tell, finish, destroy };

    return &method;
}
