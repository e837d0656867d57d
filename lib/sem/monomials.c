/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Monomials of a multidegree: multigraphs with given degrees of the nodes, where
 * sigma_ii is a loop that counts twice. */

#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sem/ideal_impl.h"

static paramod_status no_memory(void)
{
    return paramod_i_fail(PARAMOD_ERR_MEMORY, "paramod_sem_ideal_create",
                          "no memory for monomials");
}

static bool keep(paramod_i_monomials *list, const uint8_t *exponent)
{
    if (list->count == list->room) {
        const size_t room = list->room == 0 ? 64 : 2 * list->room;
        uint8_t *grown = paramod_i_resize(list->exponent, room, list->variables);

        if (grown == NULL)
            return false;
        list->exponent = grown;
        list->room = room;
    }
    memcpy(list->exponent + list->count++ * list->variables, exponent, list->variables);
    return true;
}

/* Walks the variables in order; high exponents first, so that the list descends. */
typedef struct walk {
    const paramod_i_live *live;
    paramod_i_monomials *list;
    size_t most;
    size_t rest[PARAMOD_I_IDEAL_NODES];
    uint8_t exponent[PARAMOD_I_IDEAL_NODES * (PARAMOD_I_IDEAL_NODES + 1) / 2];
    bool too_many, failed;
} walk;

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Chooses the exponents of sigma_ij, sigma_i,j+1, ..; node i is exhausted when
 * its row ends. */
static void choose(walk *w, size_t i, size_t j)
{
    const size_t n = w->live->n;
    const size_t v = i < n ? paramod_i_moment(n, i, j < n ? j : n - 1) : 0;
    size_t top;

    if (w->too_many || w->failed)
        return;
    if (i == n) {
        w->too_many = w->list->count == w->most;
        w->failed = !w->too_many && !keep(w->list, w->exponent);
        return;
    }
    if (j == n) {
        if (w->rest[i] == 0)
            choose(w, i + 1, i + 1);
        return;
    }
    top = !w->live->live[v] ? 0 : i == j ? w->rest[i] / 2 : least(w->rest[i], w->rest[j]);
    for (size_t e = top + 1; e-- > 0;) {
        w->exponent[v] = (uint8_t)e;
        w->rest[i] -= e;
        w->rest[j] -= e;
        choose(w, i, j + 1);
        w->rest[i] += e;
        w->rest[j] += e;
    }
    w->exponent[v] = 0;
}

paramod_status paramod_i_monomials_list(const paramod_i_live *live,
                                        const size_t *degree, size_t most,
                                        paramod_i_monomials *list, bool *too_many)
{
    walk w = { .live = live, .list = list, .most = most };

    *list = (paramod_i_monomials){ .variables = live->variables };
    memcpy(w.rest, degree, live->n * sizeof *degree);
    choose(&w, 0, 0);
    *too_many = w.too_many;
    if (w.failed || w.too_many)
        paramod_i_monomials_release(list);
    return w.failed ? no_memory() : PARAMOD_OK;
}

size_t paramod_i_monomials_find(const paramod_i_monomials *list,
                                const uint8_t *exponent)
{
    size_t low = 0, high = list->count;

    while (low < high) {
        const size_t middle = (low + high) / 2;
        const int order = memcmp(list->exponent + middle * list->variables, exponent,
                                 list->variables);

        if (order == 0)
            return middle;
        if (order > 0)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

void paramod_i_monomials_release(paramod_i_monomials *list)
{
    paramod_i_free(list->exponent);
    *list = (paramod_i_monomials){ 0 };
}
