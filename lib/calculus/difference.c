/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "calculus/difference_impl.h"
#include "linalg/dense_impl.h"

/* A function, and the point around which it is differenced. */
typedef struct subject {
    size_t count;
    paramod_i_vector_function f;
    void *data;
    double *u;
} subject;

/* The values at u + step e_j; u is put back. */
static paramod_eval evaluate(const subject *s, size_t j, double step, double *value)
{
    const double centre = s->u[j];
    paramod_eval eval;

    s->u[j] = centre + step;
    eval = isfinite(s->u[j]) ? s->f(s->u, value, s->data) : PARAMOD_EVAL_RETRY;
    s->u[j] = centre;
    if (eval == PARAMOD_EVAL_OK && !paramod_i_all_finite(s->count, value))
        return PARAMOD_EVAL_RETRY;
    return eval;
}

/* The step that is really made: u + h - u has no rounding error. */
static double representable(double u, double h)
{
    const volatile double there = u + h;

    return there - u;
}

/* ---- one step size ------------------------------------------------------- */

static void central(const subject *s, double h, const double *up,
                    const double *down, double *column)
{
    for (size_t i = 0; i < s->count; i++)
        column[i] = (up[i] - down[i]) / (2.0 * h);
}

/* To one side, h may be negative; `column` holds the values at u + h. */
static paramod_eval one_sided(const subject *s, size_t j, double h, double *column,
                              double *work)
{
    double *const centre = work, *const far = work + s->count;
    paramod_eval eval = evaluate(s, j, 0.0, centre);

    if (eval != PARAMOD_EVAL_OK)
        return eval;
    eval = evaluate(s, j, 2.0 * h, far);
    if (eval == PARAMOD_EVAL_STOP)
        return eval;
    for (size_t i = 0; i < s->count; i++) {
        const double near = column[i] - centre[i];

        column[i] = eval == PARAMOD_EVAL_OK
                        ? (4.0 * near - (far[i] - centre[i])) / (2.0 * h)
                        : near / h;
    }
    return PARAMOD_EVAL_OK;
}

static paramod_eval difference_column(const subject *s, size_t j, double *column,
                                      double *work)
{
    const double size = cbrt(DBL_EPSILON) * fmax(1.0, fabs(s->u[j]));
    const double h = representable(s->u[j], size);
    const paramod_eval up = evaluate(s, j, h, column);
    const paramod_eval down = up == PARAMOD_EVAL_STOP
                                  ? up : evaluate(s, j, -h, work);

    if (down == PARAMOD_EVAL_STOP)
        return down;
    if (up == PARAMOD_EVAL_OK && down == PARAMOD_EVAL_OK) {
        central(s, h, column, work, column);
        return PARAMOD_EVAL_OK;
    }
    if (up == PARAMOD_EVAL_OK)
        return one_sided(s, j, h, column, work);
    if (down == PARAMOD_EVAL_OK) {
        (void)memcpy(column, work, s->count * sizeof *work);
        return one_sided(s, j, -h, column, work);
    }
    return PARAMOD_EVAL_RETRY;
}

paramod_eval paramod_i_difference(size_t k, size_t count,
                                  paramod_i_vector_function f, void *data,
                                  double *u, double *jacobian, double *work)
{
    const subject s = { count, f, data, u };
    paramod_eval eval = PARAMOD_EVAL_OK;

    for (size_t j = 0; j < k && eval == PARAMOD_EVAL_OK; j++)
        eval = difference_column(&s, j, jacobian + j * count, work);
    return eval;
}

/* ---- extrapolation ------------------------------------------------------- */

enum {
    ROWS = 10,       /* steps of one tableau */
    MOST_LEVELS = 18 /* first steps: from 0.1 down to 0.1 / 8^17 = 4e-17 */
};

static const double SHRINK = 1.4;    /* Ridders' ratio of successive steps */
static const double NEXT_LEVEL = 8.0;

/* The running tableau: row i of Neville's scheme, and the one above it.  Entry
 * m of a row has its error terms up to h^(2m) removed. */
typedef struct tableau {
    const subject *subject;
    size_t j;
    double *column, *error;  /* the best so far, value by value */
    double *row, *above;     /* ROWS x count each */
    double *up, *down;
} tableau;

/* What rounding in the values, of a few units in their last place, can do to a
 * difference with step h. */
static double noise(double up, double down, double h)
{
    return 4.0 * DBL_EPSILON * fmax(fabs(up), fabs(down)) / h;
}

/* Extends value i of the new row, which has `entries` entries, and takes over
 * those that are better than the best; the error of an entry is estimated by
 * its distance from its two parents. */
static void extrapolate(tableau *t, size_t i, size_t entries, double rounding)
{
    const size_t count = t->subject->count;
    const double ratio = SHRINK * SHRINK;
    double power = 1.0;

    for (size_t m = 1; m < entries; m++) {
        const double left = t->row[(m - 1) * count + i];
        const double corner = t->above[(m - 1) * count + i];
        double value, error;

        power *= ratio;
        value = (left * power - corner) / (power - 1.0);
        error = fmax(fabs(value - left), fabs(value - corner)) + rounding;
        t->row[m * count + i] = value;
        if (error < t->error[i]) {
            t->error[i] = error;
            t->column[i] = value;
        }
    }
}

/* One tableau from first step h.  \return how its first row ended; that a later
 * one cannot be computed only ends the tableau. */
static paramod_eval run_tableau(tableau *t, double h)
{
    const subject *const s = t->subject;
    paramod_eval eval = PARAMOD_EVAL_OK;

    for (size_t r = 0; r < ROWS; r++, h /= SHRINK) {
        const double step = representable(s->u[t->j], h);
        double *const swap = t->row;

        if (!(step > 0.0))
            return r == 0 ? PARAMOD_EVAL_RETRY : PARAMOD_EVAL_OK;
        eval = evaluate(s, t->j, step, t->up);
        if (eval == PARAMOD_EVAL_OK)
            eval = evaluate(s, t->j, -step, t->down);
        if (eval != PARAMOD_EVAL_OK)
            return r == 0 || eval == PARAMOD_EVAL_STOP ? eval : PARAMOD_EVAL_OK;
        t->row = t->above;
        t->above = swap;
        central(s, step, t->up, t->down, t->row);
        for (size_t i = 0; i < s->count; i++)
            extrapolate(t, i, r + 1, noise(t->up[i], t->down[i], step));
    }
    return PARAMOD_EVAL_OK;
}

/* Smaller steps are of no use once every error is small beside its derivative,
 * or below what rounding would do at the next level; `up` and `down` still
 * hold values from the last step. */
static bool is_settled(const tableau *t, double next)
{
    for (size_t i = 0; i < t->subject->count; i++)
        if (t->error[i] > 1e-11 * fabs(t->column[i]) &&
            t->error[i] > noise(t->up[i], t->down[i], next))
            return false;
    return true;
}

paramod_eval paramod_i_difference_ridders(size_t count, paramod_i_vector_function f,
                                          void *data, double *u, size_t j,
                                          double *column, double *error,
                                          double *work)
{
    const subject s = { count, f, data, u };
    tableau t = { .subject = &s, .j = j, .column = column, .error = error,
                  .row = work, .above = work + ROWS * count,
                  .up = work + 2 * ROWS * count,
                  .down = work + (2 * ROWS + 1) * count };
    double h = 0.1 * fmax(1.0, fabs(u[j]));
    bool computed = false;

    for (size_t i = 0; i < count; i++)
        error[i] = INFINITY;
    for (int level = 0; level < MOST_LEVELS; level++, h /= NEXT_LEVEL) {
        const paramod_eval eval = run_tableau(&t, h);

        if (eval == PARAMOD_EVAL_STOP)
            return eval;
        computed = computed || eval == PARAMOD_EVAL_OK;
        if (eval == PARAMOD_EVAL_OK && is_settled(&t, h / NEXT_LEVEL))
            break;
    }
    for (size_t i = 0; i < count; i++)
        computed = computed && isfinite(error[i]);
    return computed ? PARAMOD_EVAL_OK : PARAMOD_EVAL_RETRY;
}
