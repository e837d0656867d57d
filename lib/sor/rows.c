/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Kernels on rows, for matrices that are not symmetric, that are in a
 * multicolour ordering, or that are given by a function; and the choice between
 * these and the kernels on the lower triangle.
 *
 * In a multicolour ordering each colour is a run of chunks, and rows of one
 * colour do not depend on one another.  A task computes one chunk, and writes
 * nothing else, so tasks may run on any thread or process.
 */

#include "core/status_impl.h"
#include "sor/system_impl.h"

/* The entries of a row on one side of the diagonal. */
typedef struct part {
    size_t count;
    const uint32_t *column;
    const double *value;
} part;

static part give_up(paramod_i_sor_system *system, size_t i, const char *how)
{
    system->status = paramod_i_fail(PARAMOD_ERR_CALLBACK, "paramod_sor_solve",
                                    "row %zu: the function %s", i + 1, how);
    return (part){ 0, NULL, NULL };
}

/* Asks the caller's function for a row and keeps one side of it. */
static part fetch(paramod_i_sor_system *system, paramod_i_sor_side side, size_t i)
{
    const paramod_sor_rows *given = &system->matrix->given;
    paramod_sor_workspace *const w = system->workspace;
    size_t count, kept = 0;

    if (system->status != PARAMOD_OK)
        return (part){ 0, NULL, NULL };
    count = given->row(i, w->given_column, w->value, given->data);
    if (count > given->most)
        return give_up(system, i, "gave up");
    for (size_t k = 0; k < count; k++) {
        const size_t j = w->given_column[k];

        if (j >= system->matrix->rows)
            return give_up(system, i, "names a column outside the matrix");
        if (j == i || (j < i) != (side == PARAMOD_I_SOR_LOWER_SIDE))
            continue;
        w->column[kept] = (uint32_t)j;
        w->value[kept++] = w->value[k];
    }
    return (part){ kept, w->column, w->value };
}

static inline part row_part(paramod_i_sor_system *system, paramod_i_sor_side side,
                            size_t i)
{
    const paramod_sor_matrix *m = system->matrix;
    const paramod_i_sor_triangle *const triangle =
        side == PARAMOD_I_SOR_LOWER_SIDE ? &m->lower : &m->upper;
    uint32_t start;

    if (m->kind == PARAMOD_I_SOR_CALLBACK)
        return fetch(system, side, i);
    start = triangle->start[i];
    return (part){ triangle->start[i + 1] - start, triangle->column + start,
                   triangle->value + start };
}

/* value' x over the entries of the part */
static inline double times_part(part p, const double *x)
{
    double sum = 0.0;

    for (size_t k = 0; k < p.count; k++)
        sum += p.value[k] * x[p.column[k]];
    return sum;
}

/* ---- work on a range of rows ------------------------------------------------------- */

/* One pass over rows; out is where the entries from `first` on go. */
typedef struct pass pass;
struct pass {
    paramod_i_sor_system *system;
    void (*rows)(const pass *p, size_t first, size_t end, double *out);
    paramod_i_sor_side side;
    const double *in, *also; /* vectors of the pass */
    double factor;
    size_t first_chunk;
};

static void solve_rows(const pass *p, size_t first, size_t end, double *out)
{
    const bool forward = p->side == PARAMOD_I_SOR_LOWER_SIDE;

    for (size_t k = 0; k < end - first; k++) {
        const size_t i = forward ? first + k : end - 1 - k;
        const double s = p->in[i] - times_part(row_part(p->system, p->side, i), p->also);

        out[i - first] = p->system->g[i] * s;
    }
}

/* (1 - omega) d e / omega - T e, in = e; with g = omega / d in each row. */
static void leave_rows(const pass *p, size_t first, size_t end, double *out)
{
    const paramod_i_sor_system *s = p->system;

    for (size_t i = first; i < end; i++)
        out[i - first] = (1.0 / s->g[i] - s->d[i]) * p->in[i] -
                         times_part(row_part(p->system, p->side, i), p->in);
}

/* out = in + T also, for one side */
static void add_rows(const pass *p, size_t first, size_t end, double *out)
{
    for (size_t i = first; i < end; i++)
        out[i - first] = p->in[i] + times_part(row_part(p->system, p->side, i), p->also);
}

static void times_rows(const pass *p, size_t first, size_t end, double *out)
{
    for (size_t i = first; i < end; i++) {
        const double left = times_part(
            row_part(p->system, PARAMOD_I_SOR_LOWER_SIDE, i), p->in);

        out[i - first] = p->system->d[i] * p->in[i] + left + times_part(
            row_part(p->system, PARAMOD_I_SOR_UPPER_SIDE, i), p->in);
    }
}

static paramod_status run_chunk(size_t index, void *result, void *data)
{
    const pass *p = data;
    const size_t chunk = p->system->matrix->chunk;
    const size_t first = (p->first_chunk + index) * chunk;

    p->rows(p, first, first + chunk, result);
    return PARAMOD_OK;
}

/* The pass on some chunks, by the executor if there is one. */
static void run_chunks(pass *p, size_t from, size_t to, double *out)
{
    const paramod_i_sor_system *s = p->system;
    const size_t chunk = s->matrix->chunk;
    paramod_status status;

    if (s->executor == NULL) {
        p->rows(p, from * chunk, to * chunk, out + from * chunk);
        return;
    }
    p->first_chunk = from;
    status = s->executor->run(to - from, chunk * sizeof *out, out + from * chunk,
                              run_chunk, p, s->executor->self);
    if (status != PARAMOD_OK)
        p->system->status = status;
}

static void run_all(pass *p, double *out)
{
    const paramod_sor_matrix *m = p->system->matrix;

    if (m->colours == 0)
        p->rows(p, 0, m->length, out);
    else
        run_chunks(p, 0, m->first[m->colours], out);
}

/* ---- any kind of matrix -------------------------------------------------------------- */

void paramod_i_sor_times(paramod_i_sor_system *system, const double *x, double *y)
{
    pass p = { .system = system, .rows = times_rows, .in = x };

    if (system->matrix->kind == PARAMOD_I_SOR_SYMMETRIC)
        paramod_i_sor_symmetric_times(system, x, y);
    else
        run_all(&p, y);
}

double paramod_i_sor_residual(paramod_i_sor_system *system)
{
    paramod_i_sor_times(system, system->x, system->r);
    for (size_t i = 0; i < system->matrix->length; i++)
        system->r[i] = system->b[i] - system->r[i];
    return paramod_i_sor_norm(system->matrix->length, system->r);
}

void paramod_i_sor_solve_colours(paramod_i_sor_system *system, size_t from, size_t to,
                                 const double *v, double *t)
{
    const uint32_t *first = system->matrix->first;
    pass p = { .system = system, .rows = solve_rows, .in = v, .also = t,
               .side = PARAMOD_I_SOR_LOWER_SIDE };

    for (size_t colour = from; colour < to; colour++)
        run_chunks(&p, first[colour], first[colour + 1], t);
}

static void solve_colours_back(paramod_i_sor_system *system, const double *v, double *t)
{
    const uint32_t *first = system->matrix->first;
    pass p = { .system = system, .rows = solve_rows, .in = v, .also = t,
               .side = PARAMOD_I_SOR_UPPER_SIDE };

    for (size_t colour = system->matrix->colours; colour-- > 0;)
        run_chunks(&p, first[colour], first[colour + 1], t);
}

void paramod_i_sor_solve_triangle(paramod_i_sor_system *system,
                                  paramod_i_sor_side side, const double *v, double *t)
{
    const paramod_sor_matrix *m = system->matrix;
    pass p = { .system = system, .rows = solve_rows, .in = v, .also = t, .side = side };

    if (m->kind == PARAMOD_I_SOR_SYMMETRIC)
        paramod_i_sor_symmetric_solve(system, side, v, t);
    else if (m->colours == 0)
        p.rows(&p, 0, m->length, t);
    else if (side == PARAMOD_I_SOR_LOWER_SIDE)
        paramod_i_sor_solve_colours(system, 0, m->colours, v, t);
    else
        solve_colours_back(system, v, t);
}

void paramod_i_sor_eisenstat(paramod_i_sor_system *system, paramod_i_sor_side side,
                             double omega, const double *v, const double *t, double *a,
                             double *u)
{
    const double inverse = 1.0 / omega, weight = 2.0 * inverse - 1.0;
    pass p = { .system = system, .rows = add_rows, .in = a, .also = t, .side = side };

    if (system->matrix->kind == PARAMOD_I_SOR_SYMMETRIC) {
        paramod_i_sor_symmetric_eisenstat(system, side, omega, v, t, a, u);
        return;
    }
    for (size_t i = 0; i < system->matrix->length; i++)
        u[i] = v[i] - weight * system->d[i] * t[i];
    for (size_t i = 0; i < system->matrix->length; i++)
        a[i] = inverse * system->d[i] * t[i] + u[i];
    run_all(&p, a);
    paramod_i_sor_solve_triangle(system, side, u, u);
}

/* ---- sweeps ---------------------------------------------------------------------------- */

static double finish(paramod_i_sor_system *system, paramod_i_sor_side other)
{
    pass p = { .system = system, .rows = leave_rows, .in = system->e, .side = other };

    run_all(&p, system->r);
    return paramod_i_sor_advance(system->matrix->length, system->e, system->x,
                                 system->r);
}

double paramod_i_sor_finish_forward(paramod_i_sor_system *system)
{
    return finish(system, PARAMOD_I_SOR_UPPER_SIDE);
}

/* The definition: e = (D/omega + T)^-1 r, x += e, r = b - A x. */
static double textbook_sweep(paramod_i_sor_system *system, paramod_i_sor_side side)
{
    const size_t n = system->matrix->length;

    paramod_i_sor_solve_triangle(system, side, system->r, system->e);
    for (size_t i = 0; i < n; i++)
        system->x[i] += system->e[i];
    return paramod_i_sor_residual(system);
}

/* A row of a function costs most, and A e takes the whole of it, so that the
 * residual is best computed afresh there. */
double paramod_i_sor_sweep(paramod_i_sor_system *system, paramod_i_sor_side side,
                           double omega, bool textbook)
{
    const bool forward = side == PARAMOD_I_SOR_LOWER_SIDE;

    if (textbook)
        return textbook_sweep(system, side);
    if (system->matrix->kind == PARAMOD_I_SOR_SYMMETRIC)
        return forward ? paramod_i_sor_symmetric_forward(system, omega)
                       : paramod_i_sor_symmetric_backward(system, omega);
    paramod_i_sor_solve_triangle(system, side, system->r, system->e);
    return finish(system, forward ? PARAMOD_I_SOR_UPPER_SIDE : PARAMOD_I_SOR_LOWER_SIDE);
}
