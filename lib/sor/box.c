/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>
#include <string.h>

#include "sor/box_impl.h"

enum { MOST = PARAMOD_I_SOR_MOST_FEATURES };

/* ---- adding observations ------------------------------------------------------ */

void paramod_i_sor_gram_add(const paramod_i_sor_gram *g, double *f, double y)
{
    const size_t m = g->m;

    for (size_t j = 0; j < m; j++) {
        double *const row = g->r + j * m;
        const double length = hypot(row[j], f[j]);
        double c, s, z;

        if (f[j] == 0.0)
            continue;
        c = row[j] / length;
        s = f[j] / length;
        for (size_t k = j; k < m; k++) {
            const double above = row[k];

            row[k] = c * above + s * f[k];
            f[k] = c * f[k] - s * above;
        }
        z = g->z[j];
        g->z[j] = c * z + s * y;
        y = c * y - s * z;
    }
    *g->rest += y * y;
}

void paramod_i_sor_gram_merge(const paramod_i_sor_gram *g, const paramod_i_sor_gram *other)
{
    double f[MOST];

    for (size_t i = 0; i < g->m; i++) {
        for (size_t j = 0; j < g->m; j++)
            f[j] = j < i ? 0.0 : other->r[i * g->m + j];
        paramod_i_sor_gram_add(g, f, other->z[i]);
    }
    *g->rest += *other->rest;
}

/* ---- least norm ------------------------------------------------------------------ */

/* A problem min |A x - b| with few unknowns, factored in place: Householder
 * reflections with column pivoting from the left, and, where that leaves fewer
 * rows than columns, from the right. */
typedef struct problem {
    size_t rows, columns, rank;
    double a[MOST][MOST], b[MOST];
    size_t pivot[MOST];
    double tail[MOST]; /* first entries of the reflections from the right */
} problem;

static double column_square(const problem *p, size_t from, size_t column)
{
    double sum = 0.0;

    for (size_t i = from; i < p->rows; i++)
        sum += p->a[i][column] * p->a[i][column];
    return sum;
}

static void bring_largest(problem *p, size_t k)
{
    double most = column_square(p, k, k);
    size_t at = k, swapped;

    for (size_t j = k + 1; j < p->columns; j++) {
        const double square = column_square(p, k, j);

        if (square > most) {
            most = square;
            at = j;
        }
    }
    if (at == k)
        return;
    for (size_t i = 0; i < p->rows; i++) {
        const double kept = p->a[i][k];

        p->a[i][k] = p->a[i][at];
        p->a[i][at] = kept;
    }
    swapped = p->pivot[k];
    p->pivot[k] = p->pivot[at];
    p->pivot[at] = swapped;
}

/* Reflects column k, from row k on, onto its first axis. */
static void reflect_left(problem *p, size_t k)
{
    const double norm = sqrt(column_square(p, k, k));
    const double head = p->a[k][k] + copysign(norm, p->a[k][k]);
    const double factor = norm > 0.0 ? 1.0 / (norm * fabs(head)) : 0.0;
    double sum;

    for (size_t j = k + 1; j <= p->columns; j++) {
        sum = head * (j < p->columns ? p->a[k][j] : p->b[k]);
        for (size_t i = k + 1; i < p->rows; i++)
            sum += p->a[i][k] * (j < p->columns ? p->a[i][j] : p->b[i]);
        sum *= factor;
        for (size_t i = k; i < p->rows; i++) {
            const double v = i == k ? head : p->a[i][k];

            *(j < p->columns ? &p->a[i][j] : &p->b[i]) -= sum * v;
        }
    }
    p->a[k][k] = -copysign(norm, p->a[k][k]);
}

static void factor_left(problem *p)
{
    const size_t most = p->rows < p->columns ? p->rows : p->columns;

    for (size_t j = 0; j < p->columns; j++)
        p->pivot[j] = j;
    for (p->rank = 0; p->rank < most; p->rank++) {
        const size_t k = p->rank;

        bring_largest(p, k);
        reflect_left(p, k);
        if (!(fabs(p->a[k][k]) > 64.0 * (double)p->columns * DBL_EPSILON
                                     * fabs(p->a[0][0])))
            break;
    }
}

/* [T S] -> [T' 0], T upper triangular, by a reflection for each row, the last
 * first; row k keeps its vector in S, and its head in tail[k]. */
static void factor_right(problem *p)
{
    for (size_t k = p->rank; k-- > 0;) {
        double square = p->a[k][k] * p->a[k][k], norm, head, factor;

        for (size_t j = p->rank; j < p->columns; j++)
            square += p->a[k][j] * p->a[k][j];
        norm = sqrt(square);
        head = p->a[k][k] + copysign(norm, p->a[k][k]);
        factor = 1.0 / (norm * fabs(head));
        for (size_t i = 0; i < k; i++) {
            double sum = head * p->a[i][k];

            for (size_t j = p->rank; j < p->columns; j++)
                sum += p->a[k][j] * p->a[i][j];
            sum *= factor;
            p->a[i][k] -= sum * head;
            for (size_t j = p->rank; j < p->columns; j++)
                p->a[i][j] -= sum * p->a[k][j];
        }
        p->tail[k] = head;
        p->a[k][k] = -copysign(norm, p->a[k][k]);
    }
}

/* y := the reflections from the right, applied to (y, 0). */
static void expand(const problem *p, double *y)
{
    for (size_t j = p->rank; j < p->columns; j++)
        y[j] = 0.0;
    for (size_t k = 0; k < p->rank; k++) {
        const double head = p->tail[k];
        double square = head * head, sum = head * y[k];

        for (size_t j = p->rank; j < p->columns; j++) {
            square += p->a[k][j] * p->a[k][j];
            sum += p->a[k][j] * y[j];
        }
        sum *= 2.0 / square;
        y[k] -= sum * head;
        for (size_t j = p->rank; j < p->columns; j++)
            y[j] -= sum * p->a[k][j];
    }
}

/* x of least norm. */
static void solve(problem *p, double *x)
{
    double y[MOST];

    factor_left(p);
    if (p->rank < p->columns)
        factor_right(p);
    for (size_t i = p->rank; i-- > 0;) {
        y[i] = p->b[i];
        for (size_t j = i + 1; j < p->rank; j++)
            y[i] -= p->a[i][j] * y[j];
        y[i] /= p->a[i][i];
    }
    if (p->rank < p->columns)
        expand(p, y);
    for (size_t j = 0; j < p->columns; j++)
        x[p->pivot[j]] = y[j];
}

void paramod_i_sor_gram_solve(const paramod_i_sor_gram *g, double scale, double *theta)
{
    problem p = { .rows = g->m, .columns = g->m };

    for (size_t i = 0; i < g->m; i++) {
        for (size_t j = i; j < g->m; j++)
            p.a[i][j] = g->r[i * g->m + j];
        p.b[i] = scale * g->z[i];
    }
    solve(&p, theta);
}

/* ---- bounds ------------------------------------------------------------------------ */

typedef struct box {
    const paramod_i_sor_gram *g;
    double scale;
    const double *bound;
    double *theta;
    bool held[MOST]; /* at a bound */
} box;

/* residual = scale z - R theta */
static void residual(const box *x, double *out)
{
    const size_t m = x->g->m;

    for (size_t i = 0; i < m; i++) {
        out[i] = x->scale * x->g->z[i];
        for (size_t j = i; j < m; j++)
            out[i] -= x->g->r[i * m + j] * x->theta[j];
    }
}

/* step[m]: from theta to the unbounded solution in the free unknowns, which of
 * several is the nearest. */
static void free_step(const box *x, double *step)
{
    const size_t m = x->g->m;
    double of_free[MOST];
    problem p = { .rows = m };
    size_t at[MOST];

    for (size_t j = 0; j < m; j++) {
        step[j] = 0.0;
        if (x->held[j])
            continue;
        for (size_t i = 0; i <= j; i++)
            p.a[i][p.columns] = x->g->r[i * m + j];
        at[p.columns++] = j;
    }
    residual(x, p.b);
    solve(&p, of_free);
    for (size_t k = 0; k < p.columns; k++)
        step[at[k]] = of_free[k];
}

/* Goes along the step until a bound is met, which is then held; true if none was. */
static bool advance(box *x, const double *step)
{
    const size_t m = x->g->m;
    double share = 1.0;
    size_t met = m;

    for (size_t j = 0; j < m; j++) {
        const double room = x->bound[j] - copysign(1.0, step[j]) * x->theta[j];

        if (!x->held[j] && fabs(step[j]) * share > room) {
            share = fmax(room, 0.0) / fabs(step[j]);
            met = j;
        }
    }
    for (size_t j = 0; j < m; j++)
        x->theta[j] += share * step[j];
    if (met == m)
        return true;
    x->theta[met] = copysign(x->bound[met], step[met]);
    x->held[met] = true;
    return false;
}

/* Frees the held unknown whose bound costs most; false if all bounds are needed. */
static bool release(box *x)
{
    const size_t m = x->g->m;
    double off[MOST], most = 0.0;
    size_t at = m;

    residual(x, off);
    for (size_t j = 0; j < m; j++) {
        double slope = 0.0, size = 0.0, gain;

        for (size_t i = 0; i <= j; i++) {
            slope += x->g->r[i * m + j] * off[i];
            size += fabs(x->g->r[i * m + j]) * (fabs(off[i]) + fabs(x->scale * x->g->z[i]));
        }
        gain = x->theta[j] > 0.0 ? -slope : slope; /* of moving inwards */
        if (x->held[j] && x->bound[j] > 0.0 && gain > 64.0 * DBL_EPSILON * size
            && gain > most) {
            most = gain;
            at = j;
        }
    }
    if (at < m)
        x->held[at] = false;
    return at < m;
}

static bool is_inside(size_t m, const double *bound, const double *theta)
{
    for (size_t j = 0; j < m; j++)
        if (!(fabs(theta[j]) <= bound[j]))
            return false;
    return true;
}

bool paramod_i_sor_gram_solve_box(const paramod_i_sor_gram *g, double scale,
                                  const double *bound, double *theta, double *squares)
{
    box x = { .g = g, .scale = scale, .bound = bound, .theta = theta };
    double step[MOST];

    paramod_i_sor_gram_solve(g, scale, theta);
    if (is_inside(g->m, bound, theta))
        return false;
    for (size_t j = 0; j < g->m; j++) {
        x.held[j] = fabs(theta[j]) > bound[j];
        theta[j] = x.held[j] ? copysign(bound[j], theta[j]) : theta[j];
    }
    /* each round lowers the sum of squares or holds one more unknown */
    for (size_t round = 0; round < 12 * g->m; round++) {
        do {
            free_step(&x, step);
        } while (!advance(&x, step));
        if (!release(&x))
            break;
    }
    residual(&x, step);
    *squares = scale * scale * *g->rest;
    for (size_t i = 0; i < g->m; i++)
        *squares += step[i] * step[i];
    return true;
}
