/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Random points of a model modulo a prime, and the generic rank. */

#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sem/point_impl.h"

static paramod_status no_memory(size_t n)
{
    return paramod_i_fail(PARAMOD_ERR_MEMORY, "paramod_sem_identify",
                          "no memory for %zu nodes", n);
}

paramod_status paramod_i_point_create(size_t n, uint64_t prime, uint64_t seed,
                                      paramod_i_modular_point *point)
{
    const size_t each = n * n;

    *point = (paramod_i_modular_point){ .n = n, .prime = prime, .state = seed };
    point->block = paramod_i_resize(NULL, 7 * each, sizeof *point->block);
    if (point->block == NULL)
        return no_memory(n);
    point->lambda = point->block;
    point->omega = point->block + each;
    point->inverse = point->block + 2 * each;
    point->gamma = point->block + 3 * each;
    point->sigma = point->block + 4 * each;
    point->work = point->block + 5 * each;
    return PARAMOD_OK;
}

void paramod_i_point_release(paramod_i_modular_point *point)
{
    paramod_i_free(point->block);
    point->block = NULL;
}

static uint64_t times(uint64_t a, uint64_t b, uint64_t prime)
{
    return prime == PARAMOD_I_PRIME ? paramod_i_mod_times(a, b) : a * b % prime;
}

static uint64_t plus(uint64_t a, uint64_t b, uint64_t prime)
{
    return a + b >= prime ? a + b - prime : a + b;
}

static uint64_t draw(paramod_i_modular_point *p)
{
    return paramod_i_mod_random(&p->state) % (p->prime - 1) + 1;
}

static uint64_t inverse_of(uint64_t a, uint64_t prime)
{
    uint64_t power = 1;

    for (uint64_t e = prime - 2; e > 0; e >>= 1, a = times(a, a, prime))
        if ((e & 1) != 0)
            power = times(power, a, prime);
    return power;
}

/* row -= factor * other */
static void subtract(uint64_t *row, const uint64_t *other, uint64_t factor, size_t n,
                     uint64_t prime)
{
    const uint64_t minus = factor == 0 ? 0 : prime - factor;

    for (size_t j = 0; factor != 0 && j < n; j++)
        if (other[j] != 0)
            row[j] = plus(row[j], times(minus, other[j], prime), prime);
}

/* inverse = (I - lambda)^-1 by Gauss and Jordan; false if a pivot is 0. */
static bool invert(paramod_i_modular_point *p)
{
    const size_t n = p->n;
    uint64_t *m = p->work;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            const uint64_t l = p->lambda[i * n + j];

            m[i * n + j] = plus(i == j, l == 0 ? 0 : p->prime - l, p->prime);
            p->inverse[i * n + j] = i == j;
        }
    for (size_t k = 0; k < n; k++) {
        const uint64_t pivot = m[k * n + k];
        const uint64_t scale = pivot == 1 ? 1 : inverse_of(pivot, p->prime);

        if (pivot == 0)
            return false; /* draw again: no need to exchange rows */
        for (size_t j = 0; scale != 1 && j < n; j++) {
            m[k * n + j] = times(m[k * n + j], scale, p->prime);
            p->inverse[k * n + j] = times(p->inverse[k * n + j], scale, p->prime);
        }
        for (size_t i = 0; i < n; i++)
            if (i != k && m[i * n + k] != 0) {
                subtract(p->inverse + i * n, p->inverse + k * n, m[i * n + k], n,
                         p->prime);
                subtract(m + i * n, m + k * n, m[i * n + k], n, p->prime);
            }
    }
    return true;
}

/* gamma = inverse' omega and sigma = gamma inverse; m = 0 entries are skipped. */
static void multiply(paramod_i_modular_point *p)
{
    const size_t n = p->n;

    memset(p->gamma, 0, n * n * sizeof *p->gamma);
    memset(p->sigma, 0, n * n * sizeof *p->sigma);
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < n; i++) {
            const uint64_t e = p->inverse[k * n + i];

            for (size_t l = 0; e != 0 && l < n; l++)
                if (p->omega[k * n + l] != 0)
                    p->gamma[i * n + l] = plus(
                        p->gamma[i * n + l], times(e, p->omega[k * n + l], p->prime),
                        p->prime);
        }
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) {
            const uint64_t g = p->gamma[i * n + k];

            for (size_t j = 0; g != 0 && j < n; j++)
                p->sigma[i * n + j] = plus(
                    p->sigma[i * n + j], times(g, p->inverse[k * n + j], p->prime),
                    p->prime);
        }
}

void paramod_i_point_draw(paramod_i_modular_point *point, const paramod_sem_graph *g)
{
    const size_t n = point->n;

    do {
        memset(point->lambda, 0, 2 * n * n * sizeof *point->lambda);
        for (size_t k = 0; k < g->directed; k++)
            point->lambda[g->arrow[k].from * n + g->arrow[k].to] = draw(point);
    } while (!invert(point));
    for (size_t i = 0; i < n; i++)
        point->omega[i * n + i] = draw(point);
    for (size_t k = 0; k < g->bidirected; k++) {
        const paramod_sem_edge e = g->arc[k];

        point->omega[e.from * n + e.to] = point->omega[e.to * n + e.from] = draw(point);
    }
    multiply(point);
}

/* ---- rank --------------------------------------------------------------- */

/* d [(I - Lambda)' Sigma (I - Lambda)]_uv / d lambda_ij
 *     = -(delta_uj Gamma_iv + delta_vj Gamma_iu), whose sign does not matter. */
static size_t fill(const paramod_sem_graph *g, const uint64_t *gamma, uint64_t *jacobian)
{
    uint64_t *row = jacobian;

    for (size_t u = 0; u < g->n; u++)
        for (size_t v = u + 1; v < g->n; v++) {
            if (paramod_sem_graph_has_bidirected(g, u, v))
                continue;
            for (size_t k = 0; k < g->directed; k++) {
                const paramod_sem_edge e = g->arrow[k];

                row[k] = e.to == u ? gamma[e.from * g->n + v]
                       : e.to == v ? gamma[e.from * g->n + u] : 0;
            }
            row += g->directed;
        }
    return g->n * (g->n - 1) / 2 - g->bidirected;
}

paramod_status paramod_i_generic_rank(const paramod_sem_graph *g, size_t *rank)
{
    const size_t pairs = g->n * (g->n - 1) / 2 - g->bidirected;
    paramod_i_modular_point point;
    uint64_t *jacobian = NULL;
    paramod_status status =
        paramod_i_point_create(g->n, PARAMOD_I_PRIME, UINT64_C(20221000239), &point);

    if (status == PARAMOD_OK) {
        jacobian = g->directed > 0 && pairs > SIZE_MAX / 16 / g->directed
            ? NULL : paramod_i_resize(NULL, pairs * g->directed + 1, sizeof *jacobian);
        if (jacobian == NULL)
            status = no_memory(g->n);
    }
    *rank = 0;
    for (int k = 0; k < 2 && status == PARAMOD_OK && *rank < g->directed
         && *rank < pairs; k++) {
        size_t found;

        paramod_i_point_draw(&point, g);
        found = paramod_i_mod_rank(fill(g, point.gamma, jacobian), g->directed,
                                   jacobian);
        *rank = found > *rank ? found : *rank;
    }
    paramod_i_free(jacobian);
    paramod_i_point_release(&point);
    return status;
}
