/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Kernels on the lower triangle of a symmetric matrix, natural order.
 *
 * A row is read once and used twice, as row i of L and as column i of L'.  The
 * recurrences e_i = g_i (s_i - a_{i,i-1} e_{i-1}) of banded matrices are as long
 * as the matrix, and a processor waits for each step; so the entry left of the
 * diagonal is kept apart, e_{i-1} stays in a register, and the step is written
 * g_i s_i - (g_i a_{i,i-1}) e_{i-1}, one multiplication and one subtraction
 * behind e_{i-1}.  Norms are those of paramod_i_sor_norm() to rounding.
 */

#include "core/kernel_impl.h"
#include "sor/system_impl.h"

/* What the loops below read of a system, in registers. */
typedef struct view {
    const uint32_t *start, *column;
    const double *value, *previous, *g;
    double *r, *e, *x;
    double kept; /* 1 - omega */
} view;

static view look(const paramod_i_sor_system *system, double omega)
{
    const paramod_sor_matrix *m = system->matrix;

    return (view){ m->lower.start, m->lower.column, m->lower.value, m->previous,
                   system->g, system->r, system->e, system->x, 1.0 - omega };
}

void paramod_i_sor_symmetric_times(const paramod_i_sor_system *system,
                                   const double *restrict x, double *restrict y)
{
    const view m = look(system, 1.0);
    const size_t n = system->matrix->length;
    double before = 0.0; /* x_{i-1} */

    for (size_t i = 0; i < n; i++) {
        double sum = system->d[i] * x[i];

        for (uint32_t k = m.start[i]; k < m.start[i + 1]; k++) {
            sum += m.value[k] * x[m.column[k]];
            y[m.column[k]] += m.value[k] * x[i];
        }
        if (i > 0)
            y[i - 1] += m.previous[i] * x[i];
        y[i] = sum + m.previous[i] * before;
        before = x[i];
    }
}

/* ---- SOR ------------------------------------------------------------------------ */

/*
 * Row i of a sweep forward.  On entry r_i holds the old residual less what
 * earlier sweeps owe; s = r_i - sum_{j<i} l_ij e_j.  A - W = (1 - 1/omega) D + U
 * with W = D/omega + L, so the new residual r - A e = -(A - W) e has the entries
 * (1 - omega) s_i - sum_{j>i} u_ij e_j, of which the sum comes later, when row j
 * is read.  The caller keeps e_{i-1} in *before.
 */
PARAMOD_I_INLINE double forward_row(const view *m, size_t i, double *before)
{
    const uint32_t end = m->start[i + 1];
    const double old = m->r[i], left = m->previous[i], g = m->g[i];
    double s = old, e;

    for (uint32_t k = m->start[i]; k < end; k++)
        s -= m->value[k] * m->e[m->column[k]];
    e = g * s - (g * left) * *before;
    m->r[i] = m->kept * (s - left * *before);
    m->x[i] += e;
    m->e[i] = e;
    for (uint32_t k = m->start[i]; k < end; k++)
        m->r[m->column[k]] -= m->value[k] * e;
    if (i > 0)
        m->r[i - 1] -= left * e;
    *before = e;
    return old;
}

double paramod_i_sor_symmetric_forward(paramod_i_sor_system *system, double omega)
{
    const view m = look(system, omega);
    const size_t n = system->matrix->length;
    double before = 0.0;

    for (size_t i = 0; i < n; i++)
        (void)forward_row(&m, i, &before);
    return paramod_i_sor_norm(n, m.r);
}

/* The mirror image.  Entries right of the diagonal are met as rows below them
 * are read, so the first loop can finish s_i; entries left of it then are known
 * only after all e, and the second loop subtracts them. */
double paramod_i_sor_symmetric_backward(paramod_i_sor_system *system, double omega)
{
    const view m = look(system, omega);
    const size_t n = system->matrix->length;
    double below = 0.0; /* a_{i,i+1} e_{i+1} */

    for (size_t i = n; i-- > 0;) {
        const double s = m.r[i] - below, e = m.g[i] * m.r[i] - m.g[i] * below;

        m.r[i] = m.kept * s;
        m.e[i] = e;
        m.x[i] += e;
        for (uint32_t k = m.start[i]; k < m.start[i + 1]; k++)
            m.r[m.column[k]] -= m.value[k] * e;
        below = m.previous[i] * e;
    }
    for (size_t i = 0; i < n; i++) {
        double r = m.r[i];

        for (uint32_t k = m.start[i]; k < m.start[i + 1]; k++)
            r -= m.value[k] * m.e[m.column[k]];
        m.r[i] = i > 0 ? r - m.previous[i] * m.e[i - 1] : r;
    }
    return paramod_i_sor_norm(n, m.r);
}

/* ---- several sweeps at a time ------------------------------------------------------ */

enum { DEPTH = PARAMOD_I_SOR_DEPTH };

/*
 * Sweep p is at row i when sweep p + 1 is at row i - lag.  Row i of sweep p
 * changes r_j for i - bandwidth <= j <= i and reads e_j there; so with lag >
 * bandwidth sweep p + 1 finds r as sweep p leaves it, and overwrites only
 * entries of e that sweep p has done with.  The r_i that sweep p + 1 finds are
 * the residual after sweep p, whose norm therefore costs no pass of its own.
 */
size_t paramod_i_sor_lag(const paramod_sor_matrix *matrix)
{
    return matrix->bandwidth + 2;
}

typedef struct block {
    view m;
    size_t lag;
    double before[DEPTH];
    double square[DEPTH]; /* of the residual after each sweep */
    double *first;        /* x as the first sweep finds it */
} block;

/* Row `row` of stage `stage`; the stage behind the last sweep takes its norm. */
PARAMOD_I_INLINE void stage_row(block *b, size_t stage, size_t row)
{
    double old;

    if (stage == 0)
        b->first[row] = b->m.x[row];
    old = stage < DEPTH ? forward_row(&b->m, row, &b->before[stage]) : b->m.r[row];
    if (stage > 0)
        b->square[stage - 1] += old * old;
}

/* The stages that have a row at step t, one after the other. */
static void ragged_step(block *b, size_t n, size_t t)
{
    for (size_t stage = 0; stage <= DEPTH && stage * b->lag <= t; stage++)
        if (t - stage * b->lag < n)
            stage_row(b, stage, t - stage * b->lag);
}

/* Steps at which every stage has a row: copies keep all in registers. */
static void full_steps(block *const shared, size_t from, size_t to)
{
    block b = *shared;

    for (size_t t = from; t < to; t++) {
        stage_row(&b, 0, t);
        stage_row(&b, 1, t - b.lag);
        stage_row(&b, 2, t - 2 * b.lag);
        stage_row(&b, 3, t - 3 * b.lag);
        stage_row(&b, 4, t - 4 * b.lag);
    }
    *shared = b;
}

void paramod_i_sor_symmetric_block(paramod_i_sor_system *system, double omega,
                                   double *before, double *norm)
{
    const size_t n = system->matrix->length;
    block b = { .m = look(system, omega), .first = before,
                .lag = paramod_i_sor_lag(system->matrix) };
    const size_t delay = DEPTH * b.lag;

    for (size_t t = 0; t < delay; t++)
        ragged_step(&b, n, t);
    if (delay < n)
        full_steps(&b, delay, n);
    for (size_t t = delay < n ? n : delay; t < n + delay; t++)
        ragged_step(&b, n, t);
    for (size_t p = 0; p < DEPTH; p++)
        norm[p] = sqrt(b.square[p]);
}

/* ---- triangular solves -------------------------------------------------------------- */

static void solve_forward(const view *m, size_t n, const double *v, double *t)
{
    double before = 0.0;

    for (size_t i = 0; i < n; i++) {
        double s = v[i];

        for (uint32_t k = m->start[i]; k < m->start[i + 1]; k++)
            s -= m->value[k] * t[m->column[k]];
        t[i] = before = m->g[i] * s - (m->g[i] * m->previous[i]) * before;
    }
}

/* t holds v less what is known of L' t until its turn comes. */
static void solve_backward(const view *m, size_t n, const double *v, double *t)
{
    double last = 0.0, link = 0.0; /* t_{i+1} and a_{i,i+1} */

    if (t != v)
        for (size_t i = 0; i < n; i++)
            t[i] = v[i];
    for (size_t i = n; i-- > 0;) {
        const double ti = m->g[i] * t[i] - (m->g[i] * link) * last;

        t[i] = ti;
        for (uint32_t k = m->start[i]; k < m->start[i + 1]; k++)
            t[m->column[k]] -= m->value[k] * ti;
        last = ti;
        link = m->previous[i];
    }
}

void paramod_i_sor_symmetric_solve(const paramod_i_sor_system *system,
                                   paramod_i_sor_side side, const double *v, double *t)
{
    const view m = look(system, 1.0);

    if (side == PARAMOD_I_SOR_LOWER_SIDE)
        solve_forward(&m, system->matrix->length, v, t);
    else
        solve_backward(&m, system->matrix->length, v, t);
}

/* With the diagonal D/omega = 1/g and K = (2 - omega)/g. */
static void eisenstat_forward(const view *m, size_t n, double omega,
                              const double *restrict d, const double *restrict v,
                              const double *restrict t, double *restrict a,
                              double *restrict u)
{
    const double inverse = 1.0 / omega, weight = 2.0 * inverse - 1.0;
    double before = 0.0, t_before = 0.0;

    for (size_t i = 0; i < n; i++) {
        const double w = v[i] - weight * d[i] * t[i], left = m->previous[i];
        double s = w, sum = inverse * d[i] * t[i] + w + left * t_before;

        for (uint32_t k = m->start[i]; k < m->start[i + 1]; k++) {
            s -= m->value[k] * u[m->column[k]];
            sum += m->value[k] * t[m->column[k]];
        }
        u[i] = before = m->g[i] * s - (m->g[i] * left) * before;
        a[i] = sum;
        t_before = t[i];
    }
}

static void eisenstat_backward(const view *m, size_t n, double omega,
                               const double *restrict d, const double *restrict v,
                               const double *restrict t, double *restrict a,
                               double *restrict u)
{
    const double inverse = 1.0 / omega, weight = 2.0 * inverse - 1.0;
    double last = 0.0, t_last = 0.0, link = 0.0;

    for (size_t i = 0; i < n; i++) {
        u[i] = v[i] - weight * d[i] * t[i];
        a[i] = inverse * d[i] * t[i] + u[i];
    }
    for (size_t i = n; i-- > 0;) {
        const double ui = m->g[i] * u[i] - (m->g[i] * link) * last;

        u[i] = ui;
        a[i] += link * t_last;
        for (uint32_t k = m->start[i]; k < m->start[i + 1]; k++) {
            u[m->column[k]] -= m->value[k] * ui;
            a[m->column[k]] += m->value[k] * t[i];
        }
        last = ui;
        t_last = t[i];
        link = m->previous[i];
    }
}

void paramod_i_sor_symmetric_eisenstat(const paramod_i_sor_system *system,
                                       paramod_i_sor_side side, double omega,
                                       const double *v, const double *t, double *a,
                                       double *u)
{
    const view m = look(system, omega);

    if (side == PARAMOD_I_SOR_LOWER_SIDE)
        eisenstat_forward(&m, system->matrix->length, omega, system->d, v, t, a, u);
    else
        eisenstat_backward(&m, system->matrix->length, omega, system->d, v, t, a, u);
}
