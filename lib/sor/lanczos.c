/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include <paramod/random.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/dense_impl.h"
#include "sor/lanczos_impl.h"

/* Iterations: never more, and fewer where the vectors would fill 512 MB. */
enum { MOST_STEPS = 400, SETTLED = 4, MOST_NUMBERS = 1 << 26 };

typedef struct lanczos {
    const paramod_i_sor_pencil *pencil;
    size_t n, steps, room;
    double *v, *q;          /* rows of n: v_j, and q_j = M v_j; q is v if M = I */
    double diagonal[MOST_STEPS], beside[MOST_STEPS + 1]; /* of the projection */
} lanczos;

/* ---- tridiagonal matrices ------------------------------------------------------------ */

/* True if an eigenvalue is above x, by the signs of the pivots of T - x I. */
static bool has_above(const lanczos *l, double x)
{
    double pivot = l->diagonal[0] - x;

    for (size_t i = 1; i < l->steps && pivot <= 0.0; i++) {
        if (pivot == 0.0)
            pivot = -1e-300;
        pivot = l->diagonal[i] - x - l->beside[i] * l->beside[i] / pivot;
    }
    return pivot > 0.0;
}

static double spread(const lanczos *l, double *low)
{
    double high = -(double)INFINITY;

    *low = (double)INFINITY;
    for (size_t i = 0; i < l->steps; i++) {
        const double radius = fabs(i > 0 ? l->beside[i] : 0.0) +
                              fabs(i + 1 < l->steps ? l->beside[i + 1] : 0.0);

        high = fmax(high, l->diagonal[i] + radius);
        *low = fmin(*low, l->diagonal[i] - radius);
    }
    return high;
}

/* Bisection between the bounds of Gershgorin. */
static double largest(const lanczos *l)
{
    double low, high = spread(l, &low);

    for (;;) {
        const double middle = low + 0.5 * (high - low);

        if (!(middle > low && middle < high))
            return middle;
        if (has_above(l, middle))
            low = middle;
        else
            high = middle;
    }
}

/* ---- vectors --------------------------------------------------------------------------- */

static paramod_status grow(lanczos *l)
{
    const size_t room = l->room == 0 ? 16 : 2 * l->room;
    const bool shared = l->pencil->solve == NULL;
    double *v, *q = NULL;

    v = paramod_i_resize(l->v, room * l->n, sizeof *v);
    if (v != NULL)
        l->v = v;
    if (v != NULL && !shared)
        q = paramod_i_resize(l->q, room * l->n, sizeof *q);
    if (q != NULL)
        l->q = q;
    if (v == NULL || (!shared && q == NULL))
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu vectors of %zu "
                            "entries", room, l->n);
    l->room = room;
    return PARAMOD_OK;
}

static double *row_of(double *rows, size_t n, size_t j)
{
    return rows + n * j;
}

/* Makes v_k of u: v = M^-1 u / |u|, with |u|^2 = u'M^-1 u, which is returned in
 * *norm; u becomes q_k. */
static paramod_status append(lanczos *l, size_t k, double *u, double *norm)
{
    double *v, *q;
    paramod_status status = k < l->room ? PARAMOD_OK : grow(l);

    if (status != PARAMOD_OK)
        return status;
    v = row_of(l->v, l->n, k);
    if (l->pencil->solve == NULL) {
        for (size_t i = 0; i < l->n; i++)
            v[i] = u[i];
    } else if ((status = l->pencil->solve(u, v, l->pencil->data)) != PARAMOD_OK) {
        return status;
    }
    *norm = sqrt(fmax(0.0, paramod_i_dot(l->n, u, v)));
    for (size_t i = 0; i < l->n; i++)
        v[i] = *norm > 0.0 ? v[i] / *norm : 0.0;
    if (l->pencil->solve != NULL) {
        q = row_of(l->q, l->n, k);
        for (size_t i = 0; i < l->n; i++)
            q[i] = *norm > 0.0 ? u[i] / *norm : 0.0;
    }
    return PARAMOD_OK;
}

/* u less its parts along all vectors so far, twice: "twice is enough" (Kahan and
 * Parlett). */
static void orthogonalise(lanczos *l, size_t count, double *u)
{
    double *const q = l->pencil->solve == NULL ? l->v : l->q;

    for (int pass = 0; pass < 2; pass++)
        for (size_t j = 0; j < count; j++)
            paramod_i_axpy(l->n, -paramod_i_dot(l->n, row_of(l->v, l->n, j), u),
                           row_of(q, l->n, j), u);
}

/* ---- iterations ---------------------------------------------------------------------------- */

static size_t most_steps(size_t n)
{
    size_t steps = MOST_NUMBERS / n > 40 ? MOST_NUMBERS / n : 40;

    steps = steps < MOST_STEPS ? steps : MOST_STEPS;
    return steps < n ? steps : n;
}

static paramod_status step(lanczos *l, size_t k, double *u)
{
    paramod_status status = l->pencil->apply(row_of(l->v, l->n, k), u, l->pencil->data);

    if (status != PARAMOD_OK)
        return status;
    l->diagonal[k] = paramod_i_dot(l->n, row_of(l->v, l->n, k), u);
    l->steps = k + 1;
    orthogonalise(l, k + 1, u);
    return append(l, k + 1, u, &l->beside[k + 1]);
}

/* An invariant subspace has been found when what is left over is rounding. */
static paramod_status iterate(lanczos *l, double *u, double *value)
{
    size_t settled = 0;
    paramod_status status = append(l, 0, u, &l->beside[0]);

    for (size_t k = 0; status == PARAMOD_OK && k < most_steps(l->n); k++) {
        double low, scale, before = *value;

        status = step(l, k, u);
        if (status != PARAMOD_OK)
            return status;
        *value = largest(l);
        scale = fmax(fabs(*value), 1e-3 * (spread(l, &low) - low));
        settled = k > 0 && fabs(*value - before) <= 1e-12 * scale ? settled + 1 : 0;
        if (settled >= SETTLED || l->beside[k + 1] <= 1e-14 * scale)
            break;
    }
    return status;
}

paramod_status paramod_i_sor_largest(const paramod_i_sor_pencil *pencil, double *value)
{
    lanczos l = { .pencil = pencil, .n = pencil->n };
    double *const u = paramod_i_resize(NULL, pencil->n, sizeof *u);
    paramod_random random = paramod_random_stream(1, 0);
    double found = 0.0;
    paramod_status status;

    if (u == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu rows", pencil->n);
    for (size_t i = 0; i < pencil->n; i++)
        u[i] = paramod_random_normal(&random);
    status = iterate(&l, u, &found);
    if (status == PARAMOD_OK)
        *value = found;
    paramod_i_free(l.v);
    paramod_i_free(l.q);
    paramod_i_free(u);
    return status;
}
