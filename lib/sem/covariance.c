/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sigma in numbers. */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "linalg/cholesky_impl.h"
#include "linalg/eigen_impl.h"
#include "sem/graph_impl.h"
#include "sem/inverse_impl.h"

#define REFUSE(status, ...) \
    paramod_i_fail((status), "paramod_sem_covariance", __VA_ARGS__)

static paramod_status check_entries(const paramod_sem_graph *g, const double *lambda,
                                    const double *omega)
{
    for (size_t i = 0; i < g->n; i++)
        for (size_t j = 0; j < g->n; j++) {
            const double l = lambda[i * g->n + j], w = omega[i * g->n + j];

            if (!isfinite(l) || !isfinite(w))
                return REFUSE(PARAMOD_ERR_DOMAIN, "%s[%zu][%zu]: %g is not a finite "
                              "number", isfinite(l) ? "omega" : "lambda", i, j,
                              isfinite(l) ? w : l);
            if (l != 0 && !paramod_sem_graph_has_directed(g, i, j))
                return REFUSE(PARAMOD_ERR_ARGUMENT, "lambda[%zu][%zu] is %g, but the "
                              "graph has no edge %s>%s", i, j, l, g->name[i],
                              g->name[j]);
            if (i != j && w != 0 && !paramod_sem_graph_has_bidirected(g, i, j))
                return REFUSE(PARAMOD_ERR_ARGUMENT, "omega[%zu][%zu] is %g, but the "
                              "graph has no edge %s-%s", i, j, w, g->name[i],
                              g->name[j]);
            if (w != omega[j * g->n + i])
                return REFUSE(PARAMOD_ERR_DOMAIN, "omega is not symmetric: entries "
                              "[%zu][%zu] and [%zu][%zu] are %g and %g", i, j, j, i, w,
                              omega[j * g->n + i]);
        }
    return PARAMOD_OK;
}

/* Says which block of Omega is at fault, and its smallest eigenvalue. */
static paramod_status report_block(const paramod_sem_graph *g, size_t count,
                                   const size_t *node, const double *block)
{
    paramod_i_eigen *eigen = NULL;
    paramod_status status = paramod_i_eigen_create(count, &eigen);
    double least = NAN;

    if (status != PARAMOD_OK)
        return status;
    if (paramod_i_eigen_factor(eigen, block))
        least = paramod_i_eigen_values(eigen)[0];
    paramod_i_eigen_destroy(eigen);
    if (count == 1)
        return REFUSE(PARAMOD_ERR_DOMAIN, "omega is not positive definite: the error "
                      "variance of node '%s' is %g", g->name[node[0]], least);
    return REFUSE(PARAMOD_ERR_DOMAIN, "omega is not positive definite: the block of "
                  "nodes '%s' to '%s' (%zu nodes joined by bidirected edges) has the "
                  "smallest eigenvalue %g", g->name[node[0]], g->name[node[count - 1]],
                  count, least);
}

/* Cholesky block by block: blocks are joined by bidirected edges. */
static paramod_status check_definite(const paramod_sem_graph *g, const double *omega)
{
    const size_t n = g->n;
    double *block = paramod_i_resize(NULL, 2 * n * n, sizeof *block);
    size_t *node = paramod_i_resize(NULL, n, sizeof *node);
    uint64_t *set = paramod_i_resize(NULL, 2 * g->words, sizeof *set);
    uint64_t *seen = set == NULL ? NULL : set + g->words;
    paramod_status status = block == NULL || node == NULL || set == NULL
        ? REFUSE(PARAMOD_ERR_MEMORY, "no memory for %zu nodes", n) : PARAMOD_OK;

    if (status == PARAMOD_OK)
        memset(seen, 0, g->words * sizeof *seen);
    for (size_t v = 0; v < n && status == PARAMOD_OK; v++) {
        size_t count = 0;

        if (paramod_i_set_has(seen, v))
            continue;
        memset(set, 0, g->words * sizeof *set);
        paramod_i_set_add(set, v);
        paramod_i_set_close(g, g->siblings, set);
        for (size_t w = v; w < n; w++)
            if (paramod_i_set_has(set, w)) {
                node[count++] = w;
                paramod_i_set_add(seen, w);
            }
        for (size_t a = 0; a < count; a++)
            for (size_t b = 0; b < count; b++)
                block[a * count + b] = omega[node[a] * n + node[b]];
        memcpy(block + n * n, block, count * count * sizeof *block);
        if (!paramod_i_cholesky(count, block))
            status = report_block(g, count, node, block + n * n);
    }
    paramod_i_free(block);
    paramod_i_free(node);
    paramod_i_free(set);
    return status;
}

/* m = I - Lambda, e = I. */
static void start(size_t n, const double *lambda, double *m, double *e)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            m[i * n + j] = (i == j) - lambda[i * n + j];
            e[i * n + j] = i == j;
        }
}

/* Norms of row and column k without the diagonal. */
static void norms(size_t n, const double *a, size_t k, double *row, double *column)
{
    *row = *column = 0;
    for (size_t j = 0; j < n; j++)
        if (j != k) {
            *row = hypot(*row, a[k * n + j]);
            *column = hypot(*column, a[j * n + k]);
        }
}

/* The size against which det(I - Lambda) is judged: the product of the norms of the
 * rows (Hadamard's bound) after balancing (Osborne 1960).  Entries between strong
 * components do not enter the determinant, and scaling variables leaves it as it
 * is, so neither may enter the bound; a is n n of work. */
static double determinant_bound(size_t n, const double *lambda,
                                const size_t *component, double *a)
{
    double bound = 1;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            a[i * n + j] = component[i] == component[j] ? lambda[i * n + j] : 0;
    for (int sweep = 0; sweep < 10; sweep++)
        for (size_t k = 0; k < n; k++) {
            double row, column, scale;

            norms(n, a, k, &row, &column);
            if (row == 0 || column == 0)
                continue;
            scale = sqrt(column / row);
            for (size_t j = 0; j < n; j++)
                if (j != k) {
                    a[k * n + j] *= scale;
                    a[j * n + k] /= scale;
                }
        }
    for (size_t k = 0; k < n; k++) {
        double row, column;

        norms(n, a, k, &row, &column);
        bound *= hypot(1, row);
    }
    return bound;
}

static double norm_1(size_t n, const double *a)
{
    double most = 0;

    for (size_t j = 0; j < n; j++) {
        double sum = 0;

        for (size_t i = 0; i < n; i++)
            sum += fabs(a[i * n + j]);
        most = fmax(most, sum);
    }
    return most;
}

/* sigma = e' omega e, exactly symmetric; work is n n. */
static void congruence(size_t n, const double *e, const double *omega, double *work,
                       double *sigma)
{
    memset(work, 0, n * n * sizeof *work);
    for (size_t k = 0; k < n; k++)
        for (size_t l = 0; l < n; l++)
            for (size_t j = 0; omega[k * n + l] != 0 && j < n; j++)
                work[k * n + j] += omega[k * n + l] * e[l * n + j];
    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n; j++) {
            double sum = 0;

            for (size_t k = 0; k < n; k++)
                sum += e[k * n + i] * work[k * n + j];
            sigma[i * n + j] = sigma[j * n + i] = sum;
        }
}

static paramod_status compute(const paramod_sem_graph *g, const double *lambda,
                              const double *omega, const size_t *component,
                              double *work, double *sigma,
                              paramod_sem_equilibrium *about)
{
    const size_t n = g->n;
    const double bound = determinant_bound(n, lambda, component, work);
    double *m = work, *e = work + n * n, norm, det;

    start(n, lambda, m, e);
    norm = norm_1(n, m);
    det = paramod_i_solve(n, n, m, e);
    if (!(fabs(det) > DBL_EPSILON * bound))
        return REFUSE(PARAMOD_ERR_SINGULAR, "det(I - Lambda) is %g: the system has no "
                      "equilibrium", det);
    if (about != NULL) {
        about->determinant = det;
        about->rcond = 1 / (norm * norm_1(n, e));
        about->spectral_radius = paramod_i_spectral_radius(n, lambda, work + 2 * n * n);
    }
    congruence(n, e, omega, m, sigma);
    return PARAMOD_OK;
}

paramod_status paramod_sem_covariance(const paramod_sem_graph *graph,
                                      const double *lambda, const double *omega,
                                      double *sigma, paramod_sem_equilibrium *about)
{
    double *work;
    size_t *component;
    paramod_status status;

    if (graph == NULL || lambda == NULL || omega == NULL || sigma == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "%s is null",
                            graph == NULL ? "graph" : lambda == NULL ? "lambda"
                            : omega == NULL ? "omega" : "sigma");
    status = check_entries(graph, lambda, omega);
    if (status == PARAMOD_OK)
        status = check_definite(graph, omega);
    if (status != PARAMOD_OK)
        return status;
    work = paramod_i_resize(NULL, 4 * graph->n * graph->n, sizeof *work);
    component = paramod_i_resize(NULL, graph->n, sizeof *component);
    status = work == NULL || component == NULL
        ? PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "no memory for %zu nodes", graph->n)
        : paramod_sem_graph_components(graph, component, NULL);
    if (status == PARAMOD_OK)
        status = compute(graph, lambda, omega, component, work, sigma, about);
    paramod_i_free(work);
    paramod_i_free(component);
    return status;
}
