/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file solution_impl.h  Steps that solve for coefficients. */

#ifndef PARAMOD_SEM_SOLUTION_IMPL_H
#define PARAMOD_SEM_SOLUTION_IMPL_H

#include "sem/htc_impl.h"

/** Where a step takes place: a component of the decomposition of the subgraph on
 *  an ancestral set, or the whole graph. */
typedef struct paramod_i_context {
    paramod_sem_graph *graph;
    size_t own;          /**< its own nodes come first; n if it is the whole */
    size_t *node;        /**< where they are in the whole graph */
    uint64_t *ancestral; /**< the set, a row of the whole graph */
    bool whole;          /**< its covariances are those of the whole graph */
    size_t target;       /**< the only node to solve for; SIZE_MAX for all */
    paramod_i_treks treks;
} paramod_i_context;

/**
 * Linear equations for the coefficients of edges parent[k] -> node: for each
 * source y,
 *
 *     Cov(e_y, X_node - sum over solved p of lambda_p,node X_p)
 *         = sum over k of Cov(e_y, X_parent[k]) lambda_parent[k],node ,
 *
 * with e_y = X_y, or X_y less its solved parents where bit y of `subtract` is
 * set.  With `trek` the one coefficient is a ratio of minors: rows are the
 * sources, columns the `targets` and node, or parent[0], in the last place.
 * All nodes are those of the context.
 */
typedef struct paramod_i_step {
    size_t context, node, count;
    size_t *parent, *source, *target; /* count, count (+1 for treks), targets */
    uint64_t *subtract; /* one row of the context */
    uint64_t *known;    /* n x n bits as rows of the context: row p holds the nodes
                           q with p -> q solved before this step */
    size_t targets;
    bool trek;
} paramod_i_step;

struct paramod_sem_solution {
    paramod_sem_graph *graph;
    size_t contexts, steps, step_room;
    paramod_i_context *context;
    paramod_i_step *step;
    uint64_t *solved; /**< row p: the nodes q with p -> q solved */
    size_t *by;       /**< n x n: the step that solved p -> q */
};

/** Which criteria to use; a sum of these. */
enum {
    PARAMOD_I_TIAN = 1,
    PARAMOD_I_ANCESTRAL = 2,
    PARAMOD_I_EDGEWISE = 4,
    PARAMOD_I_TREKS = 8
};

paramod_status paramod_i_solve_edges(const paramod_sem_graph *g, unsigned methods,
                                     paramod_sem_solution **out);
/** Number of directed edges that are solved. */
size_t paramod_i_solution_count(const paramod_sem_solution *s);

/** Records a step and marks its edges; *fresh is set. */
paramod_status paramod_i_solution_record(paramod_sem_solution *s,
                                         const paramod_i_step *step);
/** True if the edge p -> q of a context is solved. */
bool paramod_i_context_has(const paramod_sem_solution *s, const paramod_i_context *c,
                           size_t p, size_t q);

/** Attempts in one context for one node; *fresh says if something was solved. */
paramod_status paramod_i_try_half_treks(paramod_sem_solution *s, size_t context,
                                        size_t node, bool *fresh);
paramod_status paramod_i_try_edgewise(paramod_sem_solution *s, size_t context,
                                      size_t node, bool *fresh);
paramod_status paramod_i_try_treks(paramod_sem_solution *s, size_t context,
                                   size_t node, bool *fresh);

#endif /* PARAMOD_SEM_SOLUTION_IMPL_H */
