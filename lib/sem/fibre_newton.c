/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Newton's method for the points with one Sigma.  The unknowns are all
 * coefficients; the equations are [(I - Lambda)' Sigma (I - Lambda)]_uv = 0, u < v
 * not siblings, and [Sigma (I - Lambda)]_uv = 0 where no half-trek leads from v to
 * u, which hold at every point with det(I - Lambda) != 0.  They may be more than
 * the unknowns: a Gauss-Newton step still converges quadratically where all
 * vanish. */

#include <math.h>
#include <string.h>

#include <paramod/random.h>

#include "sem/fibre_impl.h"

enum { STARTS = 4000, STEPS = 40 };

/* ---- equations ---------------------------------------------------------- */

typedef paramod_i_complex_number number;

static void multiply(paramod_i_fibre_solver *s)
{
    const size_t n = s->g->n;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            number sum = s->sigma[i * n + j];

            for (size_t p = 0; p < n; p++)
                sum -= s->sigma[i * n + p] * s->lambda[p * n + j];
            s->product[i * n + j] = sum;
        }
}

/* Value of equation (u, v), and its derivatives in s->row. */
static number equation(paramod_i_fibre_solver *s, size_t u, size_t v, bool linear)
{
    const size_t n = s->g->n;
    number value = s->product[u * n + v];

    for (size_t p = 0; p < n && !linear; p++)
        value -= s->lambda[p * n + u] * s->product[p * n + v];
    for (size_t k = 0; k < s->unknowns; k++) {
        const paramod_sem_edge e = s->g->arrow[k];
        number slope = 0;

        if (linear) {
            slope = e.to == v ? -s->sigma[u * n + e.from] : 0;
        } else {
            if (e.to == u)
                slope -= s->product[e.from * n + v];
            if (e.to == v) {
                slope -= s->sigma[u * n + e.from];
                for (size_t p = 0; p < n; p++)
                    slope += s->lambda[p * n + u] * s->sigma[p * n + e.from];
            }
        }
        s->row[k] = slope;
    }
    return value;
}

/* Adds an equation to the normal equations; returns its square. */
static double accumulate(paramod_i_fibre_solver *s, number value)
{
    const size_t q = s->unknowns;

    for (size_t a = 0; a < q; a++) {
        const number left = conj(s->row[a]);

        for (size_t b = 0; b < q && left != 0; b++)
            s->normal[a * q + b] += left * s->row[b];
        s->normal[q * q + a] += left * value;
    }
    return creal(value) * creal(value) + cimag(value) * cimag(value);
}

static double assemble(paramod_i_fibre_solver *s)
{
    const size_t n = s->g->n, q = s->unknowns;
    double sum = 0;

    memset(s->normal, 0, (q * q + q) * sizeof *s->normal);
    multiply(s);
    for (size_t u = 0; u < n; u++)
        for (size_t v = 0; v < n; v++) {
            if (s->linear[u * n + v])
                sum += accumulate(s, equation(s, u, v, true));
            if (u < v && !paramod_sem_graph_has_bidirected(s->g, u, v))
                sum += accumulate(s, equation(s, u, v, false));
        }
    return sum;
}

/* Solves the normal equations in place; false if singular. */
static bool eliminate(size_t q, number *a, number *b)
{
    for (size_t k = 0; k < q; k++) {
        size_t best = k;

        for (size_t i = k + 1; i < q; i++)
            if (cabs(a[i * q + k]) > cabs(a[best * q + k]))
                best = i;
        if (!(cabs(a[best * q + k]) > 0))
            return false;
        for (size_t j = 0; j < q && best != k; j++) {
            const number held = a[k * q + j];

            a[k * q + j] = a[best * q + j];
            a[best * q + j] = held;
        }
        if (best != k) {
            const number held = b[k];

            b[k] = b[best];
            b[best] = held;
        }
        for (size_t i = 0; i < q; i++) {
            const number factor = i == k ? 0 : a[i * q + k] / a[k * q + k];

            for (size_t j = k; j < q && factor != 0; j++)
                a[i * q + j] -= factor * a[k * q + j];
            b[i] -= factor * b[k];
        }
    }
    for (size_t k = 0; k < q; k++)
        b[k] /= a[k * q + k];
    return true;
}

/* Newton's method from s->lambda; true if it ends at a solution. */
static bool iterate(paramod_i_fibre_solver *s)
{
    const size_t n = s->g->n, q = s->unknowns;
    bool small = false;

    for (int step = 0; step < STEPS; step++) {
        const double residual = assemble(s);
        double length = 0, size = 1;

        if (!eliminate(q, s->normal, s->normal + q * q) || !isfinite(residual))
            return false;
        for (size_t k = 0; k < q; k++) {
            number *l = &s->lambda[s->g->arrow[k].from * n + s->g->arrow[k].to];

            *l -= s->normal[q * q + k];
            length += cabs(s->normal[q * q + k]);
            size += cabs(*l);
        }
        if (!(size < 1e8))
            return false;
        if (small && length <= 1e-12 * size)
            return sqrt(residual) <= 1e-10 * size * size;
        small = length <= 1e-6 * size;
    }
    return false;
}

/* ---- results ------------------------------------------------------------ */

/* |det(I - Lambda)|^2 from elimination of the complex matrix. */
static bool has_equilibrium(paramod_i_fibre_solver *s)
{
    const size_t n = s->g->n;
    number *m = s->product;
    double det = 1;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            m[i * n + j] = (i == j) - s->lambda[i * n + j];
    for (size_t k = 0; k < n; k++) {
        size_t best = k;

        for (size_t i = k + 1; i < n; i++)
            if (cabs(m[i * n + k]) > cabs(m[best * n + k]))
                best = i;
        det *= cabs(m[best * n + k]);
        if (det == 0)
            return false;
        for (size_t j = 0; j < n; j++) {
            const number held = m[k * n + j];

            m[k * n + j] = m[best * n + j];
            m[best * n + j] = held;
        }
        for (size_t i = k + 1; i < n; i++) {
            const number factor = m[i * n + k] / m[k * n + k];

            for (size_t j = k; j < n; j++)
                m[i * n + j] -= factor * m[k * n + j];
        }
    }
    return det > 1e-7;
}

static bool is_new(const paramod_i_fibre_solver *s, const number *x)
{
    for (size_t k = 0; k < s->count; k++) {
        double distance = 0, size = 1;

        for (size_t a = 0; a < s->unknowns; a++) {
            distance += cabs(x[a] - s->found[k * s->unknowns + a]);
            size += cabs(x[a]);
        }
        if (distance <= 1e-6 * size)
            return false;
    }
    return true;
}

/* Keeps a solution, and the conjugate of a complex one. */
void paramod_i_fibre_keep(paramod_i_fibre_solver *s, size_t degree)
{
    const size_t n = s->g->n, q = s->unknowns;
    number *x = s->row;
    double imaginary = 0, size = 1;

    for (size_t k = 0; k < q; k++) {
        x[k] = s->lambda[s->g->arrow[k].from * n + s->g->arrow[k].to];
        imaginary += fabs(cimag(x[k]));
        size += cabs(x[k]);
    }
    for (size_t k = 0; k < q && imaginary <= 1e-9 * size; k++)
        x[k] = creal(x[k]);
    for (int side = 0; side < 2 && s->count < degree; side++) {
        if (is_new(s, x))
            memcpy(s->found + s->count++ * q, x, q * sizeof *x);
        for (size_t k = 0; k < q; k++)
            x[k] = conj(x[k]);
    }
}

void paramod_i_fibre_search(paramod_i_fibre_solver *s, size_t degree)
{
    const size_t n = s->g->n;
    paramod_random random = paramod_random_stream(20221000, 239);

    for (int k = 0; k < STARTS && s->count < degree; k++) {
        const double scale = pow(2, 4 * paramod_random_uniform(&random) - 2);

        memset(s->lambda, 0, n * n * sizeof *s->lambda);
        for (size_t a = 0; a < s->unknowns; a++) {
            const double re = paramod_random_normal(&random);
            const double im = paramod_random_normal(&random);

            /* Every second start is real: real points are what is asked for. */
            s->lambda[s->g->arrow[a].from * n + s->g->arrow[a].to] =
                scale * (re + (k % 2 == 0 ? 0 : im) * _Complex_I);
        }
        if (iterate(s) && has_equilibrium(s))
            paramod_i_fibre_keep(s, degree);
    }
}
