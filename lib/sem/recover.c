/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Formulas evaluated on a covariance matrix. */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sem/definite_impl.h"
#include "sem/inverse_impl.h"
#include "sem/solution_impl.h"

#define REFUSE(status, ...) \
    paramod_i_fail((status), "paramod_sem_recover", __VA_ARGS__)

/* ---- the covariance of a context ---------------------------------------- */

typedef struct room {
    const paramod_sem_solution *s;
    const double *sigma;
    double *lambda;
    double *covariance; /* of the context */
    double *a, *b, *c;  /* n n each */
    size_t *component, *order, *place;
} room;

/* Adds R' S^-1 R to the precision of the context, with R = [-B, I] the regression
 * of the strong component `block` on all that precede it in the ancestral set:
 * what Tian's factor of the component contributes (Tian 2005, equation 9). */
static bool add_block(const room *r, const paramod_i_context *c, size_t before,
                      size_t block)
{
    const size_t n = r->s->graph->n, m = c->graph->n;
    const size_t *node = r->order;
    double *left = r->a, *beta = r->b, *schur = r->c;

    for (size_t i = 0; i < before; i++)
        for (size_t j = 0; j < before; j++)
            left[i * before + j] = r->sigma[node[i] * n + node[j]];
    for (size_t i = 0; i < before; i++)
        for (size_t j = 0; j < block; j++)
            beta[i * block + j] = r->sigma[node[i] * n + node[before + j]];
    if (paramod_i_solve(before, block, left, beta) == 0 && before > 0)
        return false;
    for (size_t i = 0; i < block; i++)
        for (size_t j = 0; j < block; j++) {
            double sum = r->sigma[node[before + i] * n + node[before + j]];

            for (size_t k = 0; k < before; k++)
                sum -= r->sigma[node[before + i] * n + node[k]] * beta[k * block + j];
            schur[i * block + j] = sum;
        }
    /* left: block rows of R over all before + block nodes; then S^-1 R. */
    for (size_t i = 0; i < block; i++)
        for (size_t j = 0; j < before + block; j++)
            left[i * n + j] = j < before ? -beta[j * block + i] : (j - before == i);
    memcpy(beta, left, block * n * sizeof *beta);
    if (paramod_i_solve(block, n, schur, beta) == 0)
        return false;
    for (size_t i = 0; i < before + block; i++)
        for (size_t j = 0; j < before + block; j++) {
            const size_t x = r->place[node[i]], y = r->place[node[j]];

            for (size_t k = 0; k < block && x < m && y < m; k++)
                r->covariance[x * m + y] += left[k * n + i] * beta[k * n + j];
        }
    return true;
}

/* Nodes of the ancestral set in topological order of strong components. */
static size_t sort_nodes(const room *r, const paramod_i_context *c)
{
    const size_t n = r->s->graph->n;
    size_t count = 0;

    for (size_t k = 0; k < n; k++)
        for (size_t v = 0; v < n; v++)
            if (r->component[v] == k && paramod_i_set_has(c->ancestral, v))
                r->order[count++] = v;
    return count;
}

/* True, and r->covariance set, unless a block is singular. */
static bool decompose(const room *r, const paramod_i_context *c)
{
    const size_t n = r->s->graph->n, m = c->graph->n;
    const size_t count = sort_nodes(r, c);

    memset(r->covariance, 0, m * m * sizeof *r->covariance);
    for (size_t v = 0; v < n; v++)
        r->place[v] = m;
    for (size_t k = 0; k < m; k++)
        r->place[c->node[k]] = k;
    for (size_t at = 0, block; at < count; at += block) {
        const size_t first = r->order[at];

        for (block = 1; at + block < count
             && r->component[r->order[at + block]] == r->component[first]; block++)
            ;
        if (r->place[first] < c->own && !add_block(r, c, at, block))
            return false;
    }
    for (size_t k = c->own; k < m; k++)
        r->covariance[k * m + k] += 1;
    memcpy(r->a, r->covariance, m * m * sizeof *r->a);
    memset(r->covariance, 0, m * m * sizeof *r->covariance);
    for (size_t k = 0; k < m; k++)
        r->covariance[k * m + k] = 1;
    return paramod_i_solve(m, m, r->a, r->covariance) != 0;
}

static bool find_covariance(const room *r, const paramod_i_context *c)
{
    const size_t n = r->s->graph->n;

    if (!c->whole)
        return decompose(r, c);
    memcpy(r->covariance, r->sigma, n * n * sizeof *r->covariance);
    return true;
}

/* ---- steps -------------------------------------------------------------- */

static double coefficient(const room *r, const paramod_i_context *c, size_t p, size_t q)
{
    return r->lambda[c->node[p] * r->s->graph->n + c->node[q]];
}

static bool knows(const paramod_i_step *step, const paramod_i_context *c, size_t p,
                  size_t q)
{
    return paramod_i_set_has(step->known + p * c->graph->words, q);
}

/* Cov(e_y, X_x), e_y less the solved parents of y if they are to be subtracted. */
static double source_covariance(const room *r, const paramod_i_step *step,
                                const paramod_i_context *c, size_t y, size_t x)
{
    const size_t m = c->graph->n;
    double sum = r->covariance[y * m + x];

    for (size_t q = 0; q < m && paramod_i_set_has(step->subtract, y); q++)
        if (knows(step, c, q, y))
            sum -= coefficient(r, c, q, y) * r->covariance[q * m + x];
    return sum;
}

static bool is_wanted(const paramod_i_step *step, size_t p)
{
    for (size_t k = 0; k < step->count; k++)
        if (step->parent[k] == p)
            return true;
    return false;
}

/* The same with the node's solved parents, apart from the wanted ones, less. */
static double right_side(const room *r, const paramod_i_step *step,
                         const paramod_i_context *c, size_t y)
{
    double sum = source_covariance(r, step, c, y, step->node);

    for (size_t p = 0; p < c->graph->n; p++)
        if (knows(step, c, p, step->node) && !is_wanted(step, p))
            sum -= coefficient(r, c, p, step->node)
                * source_covariance(r, step, c, y, p);
    return sum;
}

/* A system is singular if a pivot is as small as its rounding errors. */
static bool solve_linear(const room *r, const paramod_i_step *step,
                         const paramod_i_context *c)
{
    double scale = 1, det;

    for (size_t i = 0; i < step->count; i++) {
        double norm = 0;

        for (size_t j = 0; j < step->count; j++) {
            r->a[i * step->count + j] =
                source_covariance(r, step, c, step->source[i], step->parent[j]);
            norm = hypot(norm, r->a[i * step->count + j]);
        }
        scale *= norm;
        r->b[i] = right_side(r, step, c, step->source[i]);
    }
    det = paramod_i_solve(step->count, 1, r->a, r->b);
    if (!(fabs(det) > 16 * DBL_EPSILON * scale))
        return false;
    for (size_t k = 0; k < step->count; k++)
        r->lambda[c->node[step->parent[k]] * r->s->graph->n + c->node[step->node]] =
            r->b[k];
    return true;
}

/* lambda = |Sigma'_(S, T + node)| / |Sigma_(S, T + parent)| with S in rows, that
 * is the last unknown of Sigma_(S, T + parent) x = Sigma'_(S, node). */
static bool solve_trek(const room *r, const paramod_i_step *step,
                       const paramod_i_context *c)
{
    const size_t size = step->targets + 1, m = c->graph->n;
    double scale = 1, det;

    for (size_t i = 0; i < size; i++) {
        double norm = 0;

        for (size_t j = 0; j < size; j++) {
            const size_t x = j < step->targets ? step->target[j] : step->parent[0];

            r->a[i * size + j] = r->covariance[step->source[i] * m + x];
            norm = hypot(norm, r->a[i * size + j]);
        }
        scale *= norm;
        r->b[i] = right_side(r, step, c, step->source[i]);
    }
    det = paramod_i_solve(size, 1, r->a, r->b);
    if (!(fabs(det) > 16 * DBL_EPSILON * scale))
        return false;
    r->lambda[c->node[step->parent[0]] * r->s->graph->n + c->node[step->node]] =
        r->b[size - 1];
    return true;
}

static paramod_status follow(const room *r)
{
    const paramod_sem_graph *g = r->s->graph;

    for (size_t k = 0, last = SIZE_MAX; k < r->s->steps; k++) {
        const paramod_i_step *step = &r->s->step[k];
        const paramod_i_context *c = &r->s->context[step->context];

        if ((step->context != last && !find_covariance(r, c))
            || !(step->trek ? solve_trek(r, step, c) : solve_linear(r, step, c)))
            return REFUSE(PARAMOD_ERR_SINGULAR, "sigma does not determine the "
                          "coefficients of node '%s': their formula divides by zero",
                          g->name[c->node[step->node]]);
        last = step->context;
    }
    return PARAMOD_OK;
}

/* Omega = (I - Lambda)' Sigma (I - Lambda). */
static void find_omega(size_t n, const double *sigma, const double *lambda,
                       double *work, double *omega)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            double sum = sigma[i * n + j];

            for (size_t p = 0; p < n; p++)
                sum -= sigma[i * n + p] * lambda[p * n + j];
            work[i * n + j] = sum;
        }
    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n; j++) {
            double sum = work[i * n + j];

            for (size_t p = 0; p < n; p++)
                sum -= lambda[p * n + i] * work[p * n + j];
            omega[i * n + j] = omega[j * n + i] = sum;
        }
}

static paramod_status recover(room *r, double *lambda, double *omega)
{
    const paramod_sem_graph *g = r->s->graph;
    const size_t n = g->n;
    const bool all = paramod_i_solution_count(r->s) == g->directed;
    paramod_status status = paramod_sem_graph_components(g, r->component, NULL);

    memset(r->lambda, 0, n * n * sizeof *r->lambda);
    for (size_t k = 0; k < g->directed; k++)
        r->lambda[g->arrow[k].from * n + g->arrow[k].to] = NAN;
    if (status == PARAMOD_OK)
        status = follow(r);
    if (status != PARAMOD_OK)
        return status;
    memcpy(lambda, r->lambda, n * n * sizeof *lambda);
    if (all)
        find_omega(n, r->sigma, r->lambda, r->a, omega);
    for (size_t k = 0; k < n * n && !all; k++)
        omega[k] = NAN;
    return PARAMOD_OK;
}

paramod_status paramod_sem_recover(const paramod_sem_solution *solution,
                                   const double *sigma, double *lambda, double *omega)
{
    const size_t n = solution->graph->n;
    room r = { .s = solution, .sigma = sigma };
    paramod_status status = paramod_i_check_definite(n, sigma, __func__);

    if (status != PARAMOD_OK)
        return status;
    r.lambda = paramod_i_resize(NULL, 5 * n * n, sizeof *r.lambda);
    r.component = paramod_i_resize(NULL, 3 * n, sizeof *r.component);
    if (r.lambda != NULL && r.component != NULL) {
        r.covariance = r.lambda + n * n;
        r.a = r.covariance + n * n;
        r.b = r.a + n * n;
        r.c = r.b + n * n;
        r.order = r.component + n;
        r.place = r.order + n;
        status = recover(&r, lambda, omega);
    } else {
        status = PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "no memory for %zu nodes", n);
    }
    paramod_i_free(r.lambda);
    paramod_i_free(r.component);
    return status;
}
