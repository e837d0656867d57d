/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file paramod/sem.h  Structural equation models: covariance, identifiability, vanishing ideals, fits. */

#ifndef PARAMOD_SEM_H
#define PARAMOD_SEM_H

#include <stdbool.h>
#include <stddef.h>

#include <paramod/export.h>
#include <paramod/model.h>
#include <paramod/status.h>

PARAMOD_BEGIN_DECLS

/* ---- Mixed graphs -------------------------------------------------------- */

/**
 * A mixed graph on nodes 0 .. n-1: directed edges i -> j, each with a free
 * coefficient lambda_ij, and bidirected edges i <-> j, each with a free
 * covariance omega_ij of the errors.  Directed cycles are allowed.  The model is
 *
 *     X = Lambda' X + eps,  Cov eps = Omega,
 *     Sigma = (I - Lambda)^-T Omega (I - Lambda)^-1 .
 *
 * (The A matrix of RAM notation is the transpose of Lambda.)  A graph without
 * names calls its nodes "1", "2", ...
 */
typedef struct paramod_sem_graph paramod_sem_graph;

/** The edge from -> to, or from <-> to; nodes count from 0. */
typedef struct paramod_sem_edge {
    size_t from;
    size_t to;
} paramod_sem_edge;

/** Most nodes of a graph. */
#define PARAMOD_SEM_MOST_NODES 4096

/**
 * A graph without edges.
 *
 * \param nodes      1 to #PARAMOD_SEM_MOST_NODES
 * \param names      their names, copied; null for "1", "2", ...
 * \param graph_out  the graph, to be destroyed by the caller
 * \retval PARAMOD_ERR_ARGUMENT  no or too many nodes; a name that is empty, that
 *                               occurs twice, or that holds anything but
 *                               letters, digits, '_', '.' and bytes above 127
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status paramod_sem_graph_create(
    size_t nodes, const char *const *names, paramod_sem_graph **graph_out);

/**
 * Reads a graph such as "1>2, 2>3 ; 1-3" or "x>y; x-z; w": i>j (also i->j, and
 * j<i or j<-i) is directed, i-j (also i<->j) bidirected, a lone node is itself
 * and no more.  Commas, semicolons, blanks at their sides and ends of line
 * separate; an empty part and a lone "-" say nothing.  If all nodes are numbers
 * they are 1 .. n, n being the largest, or \p nodes where that is not 0.
 * Otherwise they are names, numbered in the order of their first appearance,
 * and \p nodes must be 0 or their number.
 *
 * \retval PARAMOD_ERR_FORMAT    the text cannot be read; the message names the
 *                               place ("line 1, column 4: ...")
 * \retval PARAMOD_ERR_ARGUMENT  a self-loop, an edge given twice, a node out of
 *                               range
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status paramod_sem_graph_read(
    const char *text, size_t nodes, paramod_sem_graph **graph_out);

/** Releases a graph; null is allowed. */
PARAMOD_API void paramod_sem_graph_destroy(paramod_sem_graph *graph);

/**
 * Adds the edge from -> to.
 *
 * \retval PARAMOD_ERR_ARGUMENT  a node out of range, a self-loop, or an edge that
 *                               is there already
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status paramod_sem_graph_add_directed(
    paramod_sem_graph *graph, size_t from, size_t to);
/** Adds the edge i <-> j; fails as paramod_sem_graph_add_directed(). */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status paramod_sem_graph_add_bidirected(
    paramod_sem_graph *graph, size_t i, size_t j);

/** Number of nodes. */
PARAMOD_API size_t paramod_sem_graph_nodes(const paramod_sem_graph *graph);
/** Name of a node, owned by the graph; null if \p node is out of range. */
PARAMOD_API const char *paramod_sem_graph_name(const paramod_sem_graph *graph,
                                               size_t node);
/** The node of that name; the number of nodes if there is none. */
PARAMOD_API size_t paramod_sem_graph_find(const paramod_sem_graph *graph,
                                          const char *name);

/** Number of directed edges. */
PARAMOD_API size_t paramod_sem_graph_directed(const paramod_sem_graph *graph);
/** Number of bidirected edges. */
PARAMOD_API size_t paramod_sem_graph_bidirected(const paramod_sem_graph *graph);
/** Directed edge number \p k, in the order of addition; (n, n) if there is none. */
PARAMOD_API paramod_sem_edge paramod_sem_graph_directed_edge(
    const paramod_sem_graph *graph, size_t k);
/** Bidirected edge number \p k, with from < to; (n, n) if there is none. */
PARAMOD_API paramod_sem_edge paramod_sem_graph_bidirected_edge(
    const paramod_sem_graph *graph, size_t k);
/** True if from -> to is an edge. */
PARAMOD_API bool paramod_sem_graph_has_directed(const paramod_sem_graph *graph,
                                                size_t from, size_t to);
/** True if i <-> j is an edge. */
PARAMOD_API bool paramod_sem_graph_has_bidirected(const paramod_sem_graph *graph,
                                                  size_t i, size_t j);

/** True if there is no directed cycle. */
PARAMOD_API bool paramod_sem_graph_is_acyclic(const paramod_sem_graph *graph);
/** True if no pair of nodes has two edges of any kind. */
PARAMOD_API bool paramod_sem_graph_is_simple(const paramod_sem_graph *graph);
/** True if there is no bow, i -> j together with i <-> j. */
PARAMOD_API bool paramod_sem_graph_is_bow_free(const paramod_sem_graph *graph);

/**
 * Strong components: maximal sets of nodes with paths both ways.
 *
 * \param[out] component  n numbers, the component of each node; components count
 *                        from 0 in topological order: no edge leads to a lower
 *                        number.  In an acyclic graph this is the order of nodes
 * \param[out] count      their number; may be null
 * \retval PARAMOD_ERR_MEMORY  out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status paramod_sem_graph_components(
    const paramod_sem_graph *graph, size_t *component, size_t *count);

/**
 * The canonical form: two graphs are isomorphic exactly if their canonical forms
 * are equal.  Its nodes have no names and its edges are sorted.
 *
 * \param[out] position       n numbers: where each node went; may be null
 * \param[out] canonical_out  to be destroyed by the caller
 * \retval PARAMOD_ERR_UNSUPPORTED  the graph is so symmetric that more than 20000
 *                                  labellings would have to be compared
 * \retval PARAMOD_ERR_MEMORY       out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status paramod_sem_graph_canonical(
    const paramod_sem_graph *graph, size_t *position,
    paramod_sem_graph **canonical_out);

/** True if both have the same number of nodes and the same edges; names and the
 *  order of edges do not matter. */
PARAMOD_API bool paramod_sem_graph_equal(const paramod_sem_graph *a,
                                         const paramod_sem_graph *b);

/**
 * Writes the graph as paramod_sem_graph_read() reads it, edges in order of
 * addition, lone nodes last: "1>2,2>3; 1-3".
 *
 * \return length of the full text; what does not fit into \p size bytes, the
 *         ending NUL among them, is cut off
 */
PARAMOD_API size_t paramod_sem_graph_text(const paramod_sem_graph *graph,
                                          char *text, size_t size);



/* ---- The one-connection rule --------------------------------------------- */



/* ---- Identifiability ----------------------------------------------------- */



/* ---- Vanishing ideals ---------------------------------------------------- */



/* ---- Models and data ----------------------------------------------------- */



/* ---- Fits ---------------------------------------------------------------- */



PARAMOD_END_DECLS

#endif /* PARAMOD_SEM_H */
