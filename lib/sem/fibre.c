/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All parameter points with one Sigma, by Newton's method from random complex
 * starts.  The unknowns are all coefficients; the equations are
 * [(I - Lambda)' Sigma (I - Lambda)]_uv = 0, u < v not siblings, and
 * [Sigma (I - Lambda)]_uv = 0 where no half-trek leads from v to u, which hold at
 * every point with det(I - Lambda) != 0.  They may be more than the unknowns: a
 * Gauss-Newton step still converges quadratically where all vanish. */

#include <complex.h>
#undef I
#include <float.h>
#include <math.h>
#include <string.h>

#include <paramod/random.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/cholesky_impl.h"
#include "sem/fibre_impl.h"
#include "sem/groebner_impl.h"
#include "sem/inverse_impl.h"
#include "sem/polynomial_impl.h"

#define REFUSE(status, ...) \
    paramod_i_fail((status), "paramod_sem_fibre_create", __VA_ARGS__)

enum { STARTS = 4000, STEPS = 40 };

/* ---- equations ---------------------------------------------------------- */

typedef double _Complex number;

typedef struct solver {
    const paramod_sem_graph *g;
    const double *sigma; /* of unit variances */
    const bool *linear;  /* n x n: [Sigma (I - Lambda)]_uv = 0 */
    size_t unknowns;
    number *lambda;      /* n x n */
    number *product;     /* Sigma (I - Lambda), n x n */
    number *normal;      /* unknowns x unknowns, then the right side */
    number *row;
    number *found;       /* solutions, unknowns each */
    size_t count;
} solver;

static void multiply(solver *s)
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
static number equation(solver *s, size_t u, size_t v, bool linear)
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
static double accumulate(solver *s, number value)
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

static double assemble(solver *s)
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
static bool iterate(solver *s)
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
static bool has_equilibrium(solver *s)
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

static bool is_new(const solver *s, const number *x)
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
static void keep(solver *s, size_t degree)
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

static bool is_real(const solver *s, size_t k)
{
    for (size_t a = 0; a < s->unknowns; a++)
        if (cimag(s->found[k * s->unknowns + a]) != 0)
            return false;
    return true;
}

static void search(solver *s, size_t degree)
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
            keep(s, degree);
    }
}

/* ---- points in the units of the caller ---------------------------------- */

static bool is_definite(size_t n, const double *omega, double *work)
{
    memcpy(work, omega, n * n * sizeof *work);
    return paramod_i_cholesky(n, work);
}

/* Adds Lambda, and Omega = (I - Lambda)' Sigma (I - Lambda) on the edges. */
static paramod_status add_point(paramod_sem_fibre *f, const double *lambda,
                                const double *sigma)
{
    const size_t n = f->graph->n;
    paramod_i_fibre_entry *e = &f->entry[f->points];
    double *work;

    e->lambda = paramod_i_resize(NULL, 4 * n * n, sizeof *e->lambda);
    if (e->lambda == NULL)
        return REFUSE(PARAMOD_ERR_MEMORY, "no memory for %zu nodes", n);
    f->points++;
    e->omega = e->lambda + n * n;
    work = e->lambda + 2 * n * n;
    memcpy(e->lambda, lambda, n * n * sizeof *lambda);
    memset(e->omega, 0, n * n * sizeof *e->omega);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n; j++) {
            double sum = 0;

            for (size_t a = 0; a < n; a++)
                for (size_t b = 0; b < n; b++)
                    sum += ((a == i) - lambda[a * n + i]) * sigma[a * n + b]
                        * ((b == j) - lambda[b * n + j]);
            if (i == j || paramod_sem_graph_has_bidirected(f->graph, i, j))
                e->omega[i * n + j] = e->omega[j * n + i] = sum;
        }
    e->definite = is_definite(n, e->omega, work);
    e->radius = paramod_i_spectral_radius(n, lambda, work);
    e->stable = e->radius < 1;
    return PARAMOD_OK;
}

static paramod_status add_points(paramod_sem_fibre *f, const solver *s,
                                 const double *given, const double *sigma, double *work)
{
    const paramod_sem_graph *g = f->graph;
    const size_t n = g->n;
    paramod_status status = add_point(f, given, sigma);

    for (size_t k = 1; k < s->count && status == PARAMOD_OK; k++) {
        if (!is_real(s, k)) {
            f->complex_points++;
            continue;
        }
        memset(work, 0, n * n * sizeof *work);
        for (size_t a = 0; a < s->unknowns; a++) {
            const paramod_sem_edge e = g->arrow[a];

            work[e.from * n + e.to] = creal(s->found[k * s->unknowns + a])
                * sqrt(sigma[e.to * n + e.to] / sigma[e.from * n + e.from]);
        }
        status = add_point(f, work, sigma);
    }
    return status;
}

static paramod_status find(paramod_sem_fibre *f, const double *lambda,
                           const double *sigma)
{
    const paramod_sem_graph *g = f->graph;
    const size_t n = g->n, q = g->directed;
    solver s = { .g = g, .unknowns = q };
    number *block = paramod_i_resize(
        NULL, 2 * n * n + q * q + 2 * q + f->degree * q + 1, sizeof *block);
    double *scaled = paramod_i_resize(NULL, 2 * n * n, sizeof *scaled);
    bool *linear = paramod_i_resize(NULL, n * n, sizeof *linear);
    paramod_i_treks treks = { 0 };
    paramod_status status = block == NULL || scaled == NULL || linear == NULL
        ? REFUSE(PARAMOD_ERR_MEMORY, "no memory for %zu nodes", n)
        : paramod_i_treks_create(g, &treks);

    if (status == PARAMOD_OK) {
        s.lambda = block;
        s.product = block + n * n;
        s.normal = block + 2 * n * n;
        s.row = s.normal + q * q + q;
        s.found = s.row + q;
        s.sigma = scaled;
        s.linear = linear;
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++) {
                scaled[i * n + j] = sigma[i * n + j]
                    / sqrt(sigma[i * n + i] * sigma[j * n + j]);
                linear[i * n + j] = !paramod_i_set_has(
                    paramod_i_treks_row(&treks, treks.half, j), i);
                s.lambda[i * n + j] = lambda[i * n + j]
                    * sqrt(sigma[i * n + i] / sigma[j * n + j]);
            }
        keep(&s, f->degree);
        search(&s, f->degree);
        status = add_points(f, &s, lambda, sigma, scaled + n * n);
        paramod_i_treks_release(&treks);
    }
    paramod_i_free(block);
    paramod_i_free(scaled);
    paramod_i_free(linear);
    return status;
}

/* ---- making ------------------------------------------------------------- */

/* Names the edges that no criterion solves. */
static paramod_status refuse_infinite(const paramod_sem_graph *g, bool finite)
{
    paramod_sem_solution *solution = NULL;
    const paramod_status status = paramod_sem_solution_create(g, &solution);
    char text[256] = "";
    paramod_i_sink sink = { text, sizeof text, 0 };

    if (status != PARAMOD_OK)
        return status;
    for (size_t k = 0; k < g->directed; k++)
        if (!paramod_sem_solution_has(solution, k)) {
            paramod_i_put(&sink, sink.length > 0 ? ", " : "");
            paramod_i_put(&sink, g->name[g->arrow[k].from]);
            paramod_i_put(&sink, ">");
            paramod_i_put(&sink, g->name[g->arrow[k].to]);
        }
    (void)paramod_i_put_end(&sink);
    paramod_sem_solution_destroy(solution);
    return finite
        ? REFUSE(PARAMOD_ERR_UNSUPPORTED, "the number of points could not be computed: "
                 "too many coefficients remain unsolved (%s)", text)
        : REFUSE(PARAMOD_ERR_UNSUPPORTED, "infinitely many points share a covariance "
                 "matrix: no criterion solves %s", text);
}

static paramod_status fill(paramod_sem_fibre *f, const paramod_sem_graph *graph,
                           const double *lambda, const double *sigma)
{
    paramod_status status = paramod_i_graph_copy(graph, &f->graph);

    if (status != PARAMOD_OK)
        return status;
    f->entry = paramod_i_resize(NULL, f->degree, sizeof *f->entry);
    return f->entry == NULL ? REFUSE(PARAMOD_ERR_MEMORY, "no memory for %zu points",
                                     f->degree)
                            : find(f, lambda, sigma);
}

paramod_status paramod_sem_fibre_create(const paramod_sem_graph *graph,
                                        const double *lambda, const double *omega,
                                        paramod_sem_fibre **fibre_out)
{
    paramod_sem_verdict verdict = { .size = sizeof verdict };
    paramod_sem_fibre *f;
    double *sigma = graph == NULL ? NULL
        : paramod_i_resize(NULL, graph->n * graph->n, sizeof *sigma);
    paramod_status status = sigma == NULL
        ? REFUSE(graph == NULL ? PARAMOD_ERR_ARGUMENT : PARAMOD_ERR_MEMORY,
                 graph == NULL ? "graph is null" : "no memory for sigma")
        : paramod_sem_covariance(graph, lambda, omega, sigma, NULL);

    if (status == PARAMOD_OK)
        status = paramod_sem_identify(graph, PARAMOD_SEM_SKIP_EDGES, &verdict);
    if (status == PARAMOD_OK && verdict.fibre_degree == 0)
        status = refuse_infinite(graph, verdict.finite_to_one != 0);
    if (status == PARAMOD_OK) {
        f = paramod_i_resize(NULL, 1, sizeof *f);
        status = f == NULL ? REFUSE(PARAMOD_ERR_MEMORY, "no memory for a fibre")
                           : PARAMOD_OK;
        if (f != NULL) {
            *f = (paramod_sem_fibre){ .degree = verdict.fibre_degree };
            status = fill(f, graph, lambda, sigma);
            if (status == PARAMOD_OK)
                *fibre_out = f;
            else
                paramod_sem_fibre_destroy(f);
        }
    }
    paramod_i_free(sigma);
    return status;
}
