/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All verdicts on one graph. */

#include "core/status_impl.h"
#include "sem/groebner_impl.h"
#include "sem/point_impl.h"
#include "sem/tian_impl.h"

static paramod_status count_edges(const paramod_sem_graph *g, unsigned methods,
                                  size_t *count)
{
    paramod_sem_solution *s = NULL;
    const paramod_status status = paramod_i_solve_edges(g, methods, &s);

    if (status == PARAMOD_OK)
        *count = paramod_i_solution_count(s);
    paramod_sem_solution_destroy(s);
    return status;
}

static paramod_status count_all(const paramod_sem_graph *g, paramod_sem_verdict *v)
{
    paramod_status status = count_edges(g, 0, &v->htc_edges);

    if (status == PARAMOD_OK)
        status = count_edges(g, PARAMOD_I_TIAN, &v->tian_edges);
    if (status == PARAMOD_OK)
        status = count_edges(g, PARAMOD_I_TIAN | PARAMOD_I_ANCESTRAL,
                             &v->ancestral_edges);
    if (status == PARAMOD_OK)
        status = count_edges(g, PARAMOD_I_TIAN | PARAMOD_I_EDGEWISE,
                             &v->edgewise_edges);
    return status == PARAMOD_OK
        ? count_edges(g, PARAMOD_I_TIAN | PARAMOD_I_EDGEWISE | PARAMOD_I_TREKS,
                      &v->trek_edges) : status;
}

static paramod_status judge(const paramod_sem_graph *g, paramod_sem_verdict *v)
{
    bool yes = false, other = false;
    paramod_status status = paramod_i_generic_rank(g, &v->generic_rank);

    v->dimension = g->n + g->bidirected + v->generic_rank;
    v->finite_to_one = v->generic_rank == g->directed;
    if (status == PARAMOD_OK)
        status = paramod_i_htc_identifiable(g, &yes);
    v->htc_identifiable = yes;
    if (status == PARAMOD_OK)
        status = paramod_i_htc_infinite(g, &yes);
    v->htc_infinite = yes;
    if (status == PARAMOD_OK)
        status = paramod_i_tian_htc(g, &yes, &other);
    v->tian_identifiable = yes;
    v->tian_infinite = other;
    if (status == PARAMOD_OK)
        status = paramod_i_globally_identifiable(g, &yes);
    v->globally_identifiable = yes;
    return status;
}

static paramod_status find_degree(const paramod_sem_graph *g, size_t *degree)
{
    paramod_sem_solution *s = NULL;
    paramod_status status = paramod_sem_solution_create(g, &s);

    if (status == PARAMOD_OK)
        status = paramod_i_fibre_degree(s, degree);
    paramod_sem_solution_destroy(s);
    return status;
}

paramod_status paramod_sem_identify(const paramod_sem_graph *graph, unsigned skip,
                                    paramod_sem_verdict *verdict)
{
    paramod_sem_verdict v = { .size = sizeof v };
    paramod_status status;

    if (graph == NULL || verdict == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "%s is null",
                            graph == NULL ? "graph" : "verdict");
    if (verdict->size != sizeof v)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the size member of the verdict is "
                            "%zu, not %zu", verdict->size, sizeof v);
    status = judge(graph, &v);
    if (status == PARAMOD_OK && (skip & (unsigned)PARAMOD_SEM_SKIP_EDGES) == 0)
        status = count_all(graph, &v);
    if (status == PARAMOD_OK && v.finite_to_one
        && (skip & (unsigned)PARAMOD_SEM_SKIP_DEGREE) == 0)
        status = find_degree(graph, &v.fibre_degree);
    if (status == PARAMOD_OK)
        *verdict = v;
    return status;
}
