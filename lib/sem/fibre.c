/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All parameter points with one Sigma. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/cholesky_impl.h"
#include "sem/fibre_impl.h"
#include "sem/groebner_impl.h"
#include "sem/inverse_impl.h"
#include "sem/polynomial_impl.h"

#define REFUSE(status, ...) \
    paramod_i_fail((status), "paramod_sem_fibre_create", __VA_ARGS__)

/* ---- points in the units of the caller ---------------------------------- */

static bool is_real(const paramod_i_fibre_solver *s, size_t k)
{
    for (size_t a = 0; a < s->unknowns; a++)
        if (cimag(s->found[k * s->unknowns + a]) != 0)
            return false;
    return true;
}

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

static paramod_status add_points(paramod_sem_fibre *f, const paramod_i_fibre_solver *s,
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
    paramod_i_fibre_solver s = { .g = g, .unknowns = q };
    paramod_i_complex_number *block = paramod_i_resize(
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
        paramod_i_fibre_keep(&s, f->degree);
        paramod_i_fibre_search(&s, f->degree);
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
