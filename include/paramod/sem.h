/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file paramod/sem.h  Structural equation models: covariance, identifiability, vanishing ideals, fits. */

#ifndef PARAMOD_SEM_H
#define PARAMOD_SEM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <paramod/export.h>
#include <paramod/infer.h>
#include <paramod/model.h>
#include <paramod/parallel.h>
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

/** A polynomial with integer coefficients in the parameters lambda_ij, omega_ij
 *  or in the covariances sigma_ij.  Created by the functions below. */
typedef struct paramod_sem_polynomial paramod_sem_polynomial;

/** How polynomials are written.  Indices are those of nodes, from 1; in C from 0. */
typedef enum paramod_sem_style {
    PARAMOD_SEM_TEXT  = 0, /**< l12*w11-s1_10^2: from ten nodes on with '_' */
    PARAMOD_SEM_LATEX = 1, /**< \\lambda_{12}\\omega_{11} */
    PARAMOD_SEM_C     = 2  /**< lambda[0][1]*omega[0][0] */
} paramod_sem_style;

/** Releases a polynomial; null is allowed. */
PARAMOD_API void paramod_sem_polynomial_destroy(paramod_sem_polynomial *polynomial);
/** Number of terms; 0 for the polynomial 0. */
PARAMOD_API size_t paramod_sem_polynomial_terms(
    const paramod_sem_polynomial *polynomial);
/** Total degree; 0 for constants. */
PARAMOD_API size_t paramod_sem_polynomial_degree(
    const paramod_sem_polynomial *polynomial);
/** Number of variables: of parameters, omega_11 .. omega_nn, omega of the
 *  bidirected edges and lambda of the directed ones in the order of the graph;
 *  of covariances, sigma_11, sigma_12, .. sigma_1n, sigma_22, .. sigma_nn. */
PARAMOD_API size_t paramod_sem_polynomial_variables(
    const paramod_sem_polynomial *polynomial);
/** Coefficient of term \p k, 0 if there is none; its exponents, one for each
 *  variable, go to \p exponents unless that is null. */
PARAMOD_API int64_t paramod_sem_polynomial_term(
    const paramod_sem_polynomial *polynomial, size_t k, unsigned *exponents);
/** Multidegree of the first term: how often each of the n nodes occurs as an
 *  index.  All terms of a generator of a vanishing ideal share it. */
PARAMOD_API void paramod_sem_polynomial_multidegree(
    const paramod_sem_polynomial *polynomial, size_t *degree);
/** Writes the polynomial, expanded.  \return length of the full text; what does
 *  not fit into \p size bytes, the ending NUL among them, is cut off */
PARAMOD_API size_t paramod_sem_polynomial_text(
    const paramod_sem_polynomial *polynomial, paramod_sem_style style, char *text,
    size_t size);
/** Value at Lambda and Omega (n x n, row-major), by a compensated sum of its
 *  terms; NaN for a polynomial in covariances. */
PARAMOD_API double paramod_sem_polynomial_at_parameters(
    const paramod_sem_polynomial *polynomial, const double *lambda,
    const double *omega);
/** Value at Sigma (n x n; its upper triangle is read); NaN for a polynomial in
 *  parameters. */
PARAMOD_API double paramod_sem_polynomial_at_covariance(
    const paramod_sem_polynomial *polynomial, const double *sigma);

/**
 * The numerators and denominators below are sums over one-connections, whose
 * number can grow as n!.  Work that would need more terms than this limit fails
 * with PARAMOD_ERR_UNSUPPORTED and says so.
 */
#define PARAMOD_SEM_MOST_TERMS 2000000

/**
 * det(I - Lambda), a sum over the sets of vertex-disjoint directed cycles with
 * sign (-1)^(number of cycles).
 *
 * \retval PARAMOD_ERR_UNSUPPORTED  more than #PARAMOD_SEM_MOST_TERMS terms
 * \retval PARAMOD_ERR_MEMORY       out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status paramod_sem_determinant(
    const paramod_sem_graph *graph, paramod_sem_polynomial **determinant_out);

/**
 * N_ij = det(I - Lambda) [(I - Lambda)^-1]_ij, the sum over the one-connections
 * from i to j: a simple path together with disjoint cycles off it.
 *
 * \retval PARAMOD_ERR_ARGUMENT     a node out of range
 * \retval PARAMOD_ERR_UNSUPPORTED  too many terms
 * \retval PARAMOD_ERR_MEMORY       out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status paramod_sem_adjugate(
    const paramod_sem_graph *graph, size_t i, size_t j,
    paramod_sem_polynomial **adjugate_out);

/** Which fraction stands for an entry of Sigma. */
typedef enum paramod_sem_form {
    PARAMOD_SEM_REDUCED = 0, /**< over det_A det_B: the determinants of the graph on
                                  the ancestors of i, and of j */
    PARAMOD_SEM_SQUARED = 1  /**< over det(I - Lambda)^2 */
} paramod_sem_form;

/**
 * The one-connection rule (Adhikari, Gross, Haerkoenen, Tsigaridas,
 * arXiv:2210.00239),
 *
 *     det(I - Lambda)^2 Sigma_ij = sum over k = l and k <-> l of
 *                                  omega_kl N_ki N_lj ,
 *
 * expanded.  Without cycles both forms are the trek rule, and the denominator 1.
 *
 * \param[out] numerator_out    null if not wanted
 * \param[out] denominator_out  null if not wanted
 * \retval PARAMOD_ERR_ARGUMENT     a node out of range
 * \retval PARAMOD_ERR_UNSUPPORTED  too many terms
 * \retval PARAMOD_ERR_MEMORY       out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status paramod_sem_covariance_entry(
    const paramod_sem_graph *graph, size_t i, size_t j, paramod_sem_form form,
    paramod_sem_polynomial **numerator_out,
    paramod_sem_polynomial **denominator_out);

/**
 * The same entry as text in factored form: products omega_kl (N_ki) (N_lj) left
 * as they are, determinants as products over strong components.
 *
 * \param[out] length  of the full text; may be null
 * \retval PARAMOD_ERR_ARGUMENT     a node out of range
 * \retval PARAMOD_ERR_UNSUPPORTED  too many terms
 * \retval PARAMOD_ERR_MEMORY       out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status paramod_sem_covariance_text(
    const paramod_sem_graph *graph, size_t i, size_t j, paramod_sem_form form,
    paramod_sem_style style, char *text, size_t size, size_t *length);

/** What is enumerated, one at a time. */
typedef enum paramod_sem_walk {
    PARAMOD_SEM_CYCLES          = 0, /**< sets of disjoint cycles, the empty one
                                          first */
    PARAMOD_SEM_ONE_CONNECTIONS = 1, /**< from \p i to \p j */
    PARAMOD_SEM_TREKS           = 2  /**< between \p i and \p j, of an acyclic
                                          graph */
} paramod_sem_walk;

/** An enumeration under way. */
typedef struct paramod_sem_enumeration paramod_sem_enumeration;

/** One item.  Arrays belong to the enumeration and hold until its next step. */
typedef struct paramod_sem_connection {
    int sign;              /**< (-1)^(number of cycles) */
    size_t path_length;    /**< nodes on the path (on the left side of a trek,
                                from its top to i) */
    const size_t *path;
    size_t right_length;   /**< nodes on the right side, from its top to j */
    const size_t *right;
    size_t cycles;         /**< number of cycles */
    const size_t *next;    /**< n numbers: the successor of each node on a cycle,
                                and of every other node itself */
} paramod_sem_connection;

/**
 * Starts an enumeration in which only the current item takes memory.
 *
 * \param graph  kept by reference: it must live as long, and not change
 * \retval PARAMOD_ERR_ARGUMENT  a node out of range; treks of a cyclic graph
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status paramod_sem_enumeration_create(
    const paramod_sem_graph *graph, paramod_sem_walk walk, size_t i, size_t j,
    paramod_sem_enumeration **enumeration_out);
/** The next item; false if there is none. */
PARAMOD_API bool paramod_sem_enumeration_next(paramod_sem_enumeration *enumeration,
                                              paramod_sem_connection *item);
/** Releases an enumeration; null is allowed. */
PARAMOD_API void paramod_sem_enumeration_destroy(
    paramod_sem_enumeration *enumeration);

/** About the equilibrium of a cyclic system; filled by paramod_sem_covariance(). */
typedef struct paramod_sem_equilibrium {
    double determinant;     /**< det(I - Lambda) */
    double rcond;           /**< estimate of 1 / cond_1(I - Lambda) */
    double spectral_radius; /**< of Lambda: the feedback is stable below 1 */
} paramod_sem_equilibrium;

/**
 * Sigma = (I - Lambda)^-T Omega (I - Lambda)^-1 in numbers, by LU decomposition.
 *
 * \param lambda       n x n, row-major; zero where the graph has no edge
 * \param omega        n x n, symmetric, positive definite; zero off the diagonal
 *                     where the graph has no bidirected edge
 * \param[out] sigma   n x n
 * \param[out] about   null if not wanted
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, or an entry where there is no edge
 * \retval PARAMOD_ERR_DOMAIN    an entry that is not finite; Omega is not symmetric
 *                               or not positive definite (the message says which
 *                               block, and its smallest eigenvalue)
 * \retval PARAMOD_ERR_SINGULAR  det(I - Lambda) = 0 to rounding: no equilibrium
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status paramod_sem_covariance(
    const paramod_sem_graph *graph, const double *lambda, const double *omega,
    double *sigma, paramod_sem_equilibrium *about);



/* ---- Identifiability ----------------------------------------------------- */

/** What is known about the map from (Lambda, Omega) to Sigma. */
typedef struct paramod_sem_verdict {
    size_t size;           /**< sizeof(paramod_sem_verdict), set by the caller */
    size_t dimension;      /**< of the model: n + bidirected edges + generic_rank */
    size_t generic_rank;   /**< of the identification Jacobian, modulo 2^61 - 1 */
    size_t finite_to_one;  /**< 1 if generic_rank is the number of directed edges */
    size_t htc_identifiable;  /**< 1 if the half-trek criterion solves all nodes */
    size_t htc_infinite;      /**< 1 if it proves that the map is infinite-to-one */
    size_t tian_identifiable; /**< the same after Tian's decomposition */
    size_t tian_infinite;     /**< the same after Tian's decomposition */
    size_t globally_identifiable; /**< 1 if the map is one-to-one everywhere */
    size_t htc_edges;         /**< directed edges solved by the half-trek criterion */
    size_t tian_edges;        /**< the same after Tian's decomposition */
    size_t ancestral_edges;   /**< and within ancestral subgraphs (Drton, Weihs) */
    size_t edgewise_edges;    /**< edgewise identification (Weihs et al. 2018) */
    size_t trek_edges;        /**< edgewise and by trek separation */
    size_t fibre_degree;      /**< parameter points, complex ones too, with the Sigma
                                   of a generic point; 1: rationally identifiable;
                                   0: infinitely many, or not computed */
} paramod_sem_verdict;

/** What paramod_sem_identify() shall leave out; a sum of these. */
typedef enum paramod_sem_skip {
    PARAMOD_SEM_SKIP_EDGES  = 1, /**< counts of edges */
    PARAMOD_SEM_SKIP_DEGREE = 2  /**< the fibre degree */
} paramod_sem_skip;

/**
 * Every criterion on one graph: generic rank, half-trek criterion in both
 * directions with and without Tian's decomposition, global identifiability, and
 * how many coefficients the ancestral, edgewise and trek-separation criteria
 * solve.  The fibre degree is computed where all edges together are solved (1)
 * and otherwise by a Groebner basis modulo 2^31 - 1 in the unsolved coefficients,
 * if those are at most 12 and the basis stays small.
 *
 * \param skip             a sum of paramod_sem_skip
 * \param[in,out] verdict  its size member set by the caller
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer or an unknown size
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status paramod_sem_identify(
    const paramod_sem_graph *graph, unsigned skip, paramod_sem_verdict *verdict);

/** Rational formulas for coefficients, in the order in which they are found. */
typedef struct paramod_sem_solution paramod_sem_solution;

/**
 * Solves for as many coefficients as all the criteria together allow.
 *
 * \param solution_out  to be destroyed by the caller; keeps a copy of what it
 *                      needs of the graph
 * \retval PARAMOD_ERR_MEMORY  out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status paramod_sem_solution_create(
    const paramod_sem_graph *graph, paramod_sem_solution **solution_out);
/** Releases a solution; null is allowed. */
PARAMOD_API void paramod_sem_solution_destroy(paramod_sem_solution *solution);
/** True if directed edge \p k is solved. */
PARAMOD_API bool paramod_sem_solution_has(const paramod_sem_solution *solution,
                                          size_t k);
/**
 * Writes the formula of directed edge \p k, such as "l12 = s12/s11", where
 * earlier coefficients may occur; t stands for s where Tian's decomposition is
 * applied first.  "" if the edge is not solved.
 *
 * \return length of the full text
 */
PARAMOD_API size_t paramod_sem_solution_text(const paramod_sem_solution *solution,
                                             size_t k, char *text, size_t size);
/**
 * Evaluates the formulas on a covariance matrix, and Omega =
 * (I - Lambda)' Sigma (I - Lambda) where all are solved.
 *
 * \param sigma         n x n, row-major, positive definite
 * \param[out] lambda   n x n; NaN for edges that are not solved
 * \param[out] omega    n x n; NaN unless all edges are solved.  Entries without
 *                      an edge show how far sigma is from the model
 * \retval PARAMOD_ERR_DOMAIN    sigma is not symmetric or not positive definite
 * \retval PARAMOD_ERR_SINGULAR  sigma is one of the exceptional points where a
 *                               formula divides by zero
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status paramod_sem_recover(
    const paramod_sem_solution *solution, const double *sigma, double *lambda,
    double *omega);

/** All parameter points with one Sigma. */
typedef struct paramod_sem_fibre paramod_sem_fibre;

/**
 * Searches for all (Lambda, Omega) with the covariance matrix of a given point, by
 * Newton's method from random complex starts until as many are found as the
 * fibre degree says.
 *
 * \param lambda, omega  the point, as for paramod_sem_covariance(), which is
 *                       number 0 of the fibre
 * \retval PARAMOD_ERR_UNSUPPORTED  the fibre is infinite (the message names edges
 *                                  that are not determined), or its degree could
 *                                  not be computed
 * \return otherwise as paramod_sem_covariance()
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status paramod_sem_fibre_create(
    const paramod_sem_graph *graph, const double *lambda, const double *omega,
    paramod_sem_fibre **fibre_out);
/** Releases a fibre; null is allowed. */
PARAMOD_API void paramod_sem_fibre_destroy(paramod_sem_fibre *fibre);

/** One real point of a fibre. */
typedef struct paramod_sem_fibre_point {
    const double *lambda;   /**< n x n, owned by the fibre */
    const double *omega;    /**< n x n, owned by the fibre */
    bool definite;          /**< Omega is positive definite: a valid parameter */
    bool stable;            /**< the spectral radius of Lambda is below 1 */
    double spectral_radius; /**< of Lambda */
} paramod_sem_fibre_point;

/** Number of real points found. */
PARAMOD_API size_t paramod_sem_fibre_points(const paramod_sem_fibre *fibre);
/** Number of points with complex coordinates found. */
PARAMOD_API size_t paramod_sem_fibre_complex(const paramod_sem_fibre *fibre);
/** Number of points that there are, complex ones too. */
PARAMOD_API size_t paramod_sem_fibre_degree(const paramod_sem_fibre *fibre);
/** Point number \p k; null matrices if there is none. */
PARAMOD_API paramod_sem_fibre_point paramod_sem_fibre_at(
    const paramod_sem_fibre *fibre, size_t k);

/** A fraction; the denominator is positive. */
typedef struct paramod_sem_fraction {
    int64_t numerator;
    int64_t denominator;
} paramod_sem_fraction;

/**
 * Sigma in exact fractions: computed modulo 2^61 - 1, read back as the fraction
 * with terms up to 2^30 that is unique (Wang 1981), and confirmed against Sigma
 * in floating point.
 *
 * \param lambda, omega  n x n fractions with positive denominators
 * \param[out] sigma     n x n fractions
 * \retval PARAMOD_ERR_UNSUPPORTED  an entry has larger terms
 * \return otherwise as paramod_sem_covariance()
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status paramod_sem_covariance_exact(
    const paramod_sem_graph *graph, const paramod_sem_fraction *lambda,
    const paramod_sem_fraction *omega, paramod_sem_fraction *sigma);

/**
 * Point number \p k of a fibre in exact fractions, if it has any: coefficients
 * with terms up to 2^20 near the point that solve the equations of \p sigma
 * modulo 2^61 - 1.
 *
 * \param sigma  as paramod_sem_covariance_exact() gave it for point 0
 * \retval PARAMOD_ERR_ARGUMENT     there is no such point
 * \retval PARAMOD_ERR_UNSUPPORTED  the point is not rational, or has larger terms
 * \retval PARAMOD_ERR_MEMORY       out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status paramod_sem_fibre_exact(
    const paramod_sem_fibre *fibre, size_t k, const paramod_sem_fraction *sigma,
    paramod_sem_fraction *lambda, paramod_sem_fraction *omega);

/* ---- Vanishing ideals ---------------------------------------------------- */

/** How a vanishing ideal is explored; zero means the default. */
typedef struct paramod_sem_ideal_options {
    size_t size;      /**< sizeof(paramod_sem_ideal_options) */
    uint64_t degree;  /**< generators up to this degree; default 4, at most 60 */
    uint64_t columns; /**< most monomials of a multidegree; default 4000 */
    uint64_t seed;    /**< of the random points; default 1 */
} paramod_sem_ideal_options;

/** Polynomials in sigma that vanish on all covariance matrices of a graph. */
typedef struct paramod_sem_ideal paramod_sem_ideal;

/**
 * Minimal generators of the vanishing ideal of a graph, with or without directed
 * cycles, up to a degree.  The ideal is graded by how often each node occurs as
 * an index, so that it is explored one multidegree at a time: what the products
 * of lower generators span is set aside, and the null space of the remaining
 * monomials at random points of the model modulo 2^31 - 1 holds exactly the new
 * generators.  A multidegree where that null space is zero has no further
 * generator: this is proved, as full rank modulo a prime implies full rank.  A
 * generator is confirmed at further points modulo 2^61 - 1.  A hypersurface
 * (codimension 1) needs one generator, whose multidegree is invariant under the
 * automorphisms of the graph; the search ends with it.
 *
 * \param options    null for the defaults
 * \param ideal_out  to be destroyed by the caller
 * \retval PARAMOD_ERR_ARGUMENT  an option that makes no sense; more than 16 nodes
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status paramod_sem_ideal_create(
    const paramod_sem_graph *graph, const paramod_sem_ideal_options *options,
    paramod_sem_ideal **ideal_out);
/** Releases an ideal; null is allowed. */
PARAMOD_API void paramod_sem_ideal_destroy(paramod_sem_ideal *ideal);
/** Codimension of the model: n(n+1)/2 less its dimension; the ideal is 0 exactly
 *  if it is 0. */
PARAMOD_API size_t paramod_sem_ideal_codimension(const paramod_sem_ideal *ideal);
/** Number of generators found, in ascending degree. */
PARAMOD_API size_t paramod_sem_ideal_generators(const paramod_sem_ideal *ideal);
/** Generator number \p k, owned by the ideal; null if there is none. */
PARAMOD_API const paramod_sem_polynomial *paramod_sem_ideal_generator(
    const paramod_sem_ideal *ideal, size_t k);
/** All minimal generators up to this degree were found; SIZE_MAX if they are all
 *  that there are.  Below options.degree if a multidegree had too many monomials. */
PARAMOD_API size_t paramod_sem_ideal_complete_to(const paramod_sem_ideal *ideal);

/** What proves that a multidegree is settled. */
typedef struct paramod_sem_certificate {
    const size_t *multidegree; /**< n numbers, owned by the ideal */
    size_t monomials; /**< of this multidegree, without vanishing covariances */
    size_t spanned;   /**< dimension of what products of lower generators span */
    size_t rank;      /**< of the others at points of the model */
    size_t generators; /**< monomials - spanned - rank */
} paramod_sem_certificate;

/** Number of multidegrees that were examined. */
PARAMOD_API size_t paramod_sem_ideal_certificates(const paramod_sem_ideal *ideal);
/** Certificate number \p k; all zero if there is none. */
PARAMOD_API paramod_sem_certificate paramod_sem_ideal_certificate(
    const paramod_sem_ideal *ideal, size_t k);

/** What a family of constraints consists of. */
typedef enum paramod_sem_family {
    PARAMOD_SEM_INDEPENDENCES = 0, /**< |Sigma_{aC,bC}| for a, b with no trek left
                                        open by C, C as small as can be */
    PARAMOD_SEM_SEPARATIONS = 1,   /**< minors of size up to 3 that vanish by trek
                                        separation (Sullivant, Talaska, Draisma
                                        2010) */
    PARAMOD_SEM_TETRADS = 2        /**< 2 x 2 minors with disjoint rows and columns
                                        that vanish */
} paramod_sem_family;

/**
 * The constraints of a family that hold for a graph, in the same form as a list
 * of generators (they need not be minimal).  Minors of entries that vanish anyway
 * are left out where a smaller one says it.
 *
 * \retval PARAMOD_ERR_ARGUMENT  more than 16 nodes
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status paramod_sem_constraints_create(
    const paramod_sem_graph *graph, paramod_sem_family family,
    paramod_sem_ideal **ideal_out);

/** Generators on data. */
typedef struct paramod_sem_wald {
    double chi2;    /**< joint statistic; NaN if nothing can be tested */
    double df;      /**< its degrees of freedom: the rank of the constraints */
    double pvalue;  /**< upper tail */
} paramod_sem_wald;

/**
 * Evaluates the generators on the covariances of a sample of size n, with
 * standard errors by the delta method,
 *
 *     Cov(s_ij, s_kl) = (s_ik s_jl + s_il s_jk) / n ,
 *
 * and tests them together: chi2 = f' V^- f with V^- the inverse on the leading
 * eigenvectors of the correlations of f, as many as the codimension or the
 * number of generators, whichever is less.
 *
 * \param sample      covariance matrix, n x n, row-major, positive definite
 * \param n           sample size, positive
 * \param[out] value  one for each generator; may be null
 * \param[out] error  their standard errors; may be null
 * \param[out] wald   may be null
 * \retval PARAMOD_ERR_DOMAIN  the matrix is not symmetric or not positive definite
 *                             (the message states the smallest eigenvalue), or n is
 *                             not positive
 * \retval PARAMOD_ERR_MEMORY  out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status paramod_sem_ideal_test(
    const paramod_sem_ideal *ideal, const double *sample, double n, double *value,
    double *error, paramod_sem_wald *wald);



/* ---- Models and data ----------------------------------------------------- */

/** \name Models
 *  A structural equation model in RAM form: X = A X + eps, Cov(eps) = S, over
 *  observed and latent variables, E(X) = (I - A)^-1 alpha if it has means.  It
 *  is kept as a table with one row for each entry of A ("y ~ x", "f =~ y"),
 *  S ("x ~~ y") and alpha ("x ~1"), in each group.
 *  \{ */

/** A parsed model.  Opaque; constant once created. */
typedef struct paramod_sem_model paramod_sem_model;

/** Sets of parameters that are equal over groups; may be added up. */
typedef enum paramod_sem_equal {
    PARAMOD_SEM_LOADINGS = 1,
    PARAMOD_SEM_INTERCEPTS = 2,      /**< of observed variables; latent means of
                                          later groups become free */
    PARAMOD_SEM_REGRESSIONS = 4,
    PARAMOD_SEM_RESIDUALS = 8,       /**< residual variances of observed ones */
    PARAMOD_SEM_LATENT_VARIANCES = 16,
    PARAMOD_SEM_LATENT_COVARIANCES = 32,
    PARAMOD_SEM_MEANS = 64           /**< of latent variables */
} paramod_sem_equal;

/** Zero in any member but size means the default given here. */
typedef struct paramod_sem_model_options {
    size_t size;           /**< sizeof(paramod_sem_model_options) */
    size_t groups;         /**< 1 */
    uint64_t means;        /**< 0: if the text has "~1" or there are several
                                groups; 1: yes; 2: no */
    uint64_t free_exogenous; /**< 0: moments of observed variables that nothing
                                points to, and that no "~~" or "~1" mentions, are
                                held at the sample's (a model text), or are free
                                (a graph); 1: they are free parameters */
    uint64_t standardise_latent; /**< 1: latent variances are 1, and all loadings
                                free; 0: the first loading of each is 1 */
    uint64_t orthogonal;   /**< 1: exogenous latent variables are uncorrelated */
    uint64_t equal;        /**< a sum of paramod_sem_equal */
} paramod_sem_model_options;

/**
 * Reads a model in a subset of the syntax of lavaan (Rosseel 2012), statements
 * separated by ends of line or ';', with '#' and '!' opening comments:
 *
 *     f =~ y1 + a*y2 + 0.5*y3 + NA*y4      latent variable f and its indicators
 *     y ~ b*x1 + start(0.3)*x2             regression
 *     x ~~ 0*y + z                         (residual) covariances, variances
 *     y ~ 1                                intercept
 *     c(a, b)*x, c(1, NA)*x                one modifier for each group
 *     lower(0)*x, upper(1)*x               bounds of the parameter
 *     a == b, a == 2*c - 1                 linear equality constraints
 *     a > 0, a < b + 1                     linear inequality constraints
 *     total := a + b*c                     defined parameters: + - * / ^,
 *                                          exp, log, sqrt, parentheses
 *
 * Added, as lavaan's sem() does: all variances; covariances of exogenous latent
 * variables, and of dependent variables that nothing depends on; intercepts of
 * observed variables if there are means.  A text that contains '>' or '-'
 * between names and no operator above, such as "x>y, y>z; x-z", is a mixed
 * graph: each directed and bidirected edge and each variance is a parameter.
 *
 * \param[out] model_out  the model; as it was on failure
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, or options this version does
 *                               not know
 * \retval PARAMOD_ERR_FORMAT    a text that cannot be read: the message gives
 *                               line and column
 * \retval PARAMOD_ERR_DOMAIN    a model that contradicts itself: a repeated or
 *                               self-directed edge, a label both free and fixed,
 *                               inconsistent constraints
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_model_create(const char *text, const paramod_sem_model_options *options,
                         paramod_sem_model **model_out);
/** Releases a model; null is allowed. */
PARAMOD_API void paramod_sem_model_destroy(paramod_sem_model *model);

typedef enum paramod_sem_row_kind {
    PARAMOD_SEM_LOADING = 1,    /**< lhs =~ rhs */
    PARAMOD_SEM_REGRESSION = 2, /**< lhs ~ rhs */
    PARAMOD_SEM_COVARIANCE = 3, /**< lhs ~~ rhs */
    PARAMOD_SEM_INTERCEPT = 4,  /**< lhs ~1 */
    PARAMOD_SEM_DEFINED = 5     /**< lhs := expression */
} paramod_sem_row_kind;

/** A row of the table of a model; texts live as long as the model. */
typedef struct paramod_sem_row {
    paramod_sem_row_kind kind;
    const char *lhs;
    const char *op;    /**< "=~", "~", "~~", "~1" or ":=" */
    const char *rhs;   /**< "" for an intercept, the expression if defined */
    const char *label; /**< "" if there is none */
    size_t group;      /**< from 0 */
    size_t parameter;  /**< index of the free parameter, which rows of one label
                            share; (size_t)-1 if the row is fixed or defined */
    double value;      /**< of a fixed row; NaN if it is the sample's moment */
    double start;      /**< given by start(); else NaN */
    int exogenous;     /**< 1: held at the moment of the sample */
} paramod_sem_row;

/** Number of groups. */
PARAMOD_API size_t paramod_sem_model_groups(const paramod_sem_model *model);
/** Number of observed variables. */
PARAMOD_API size_t paramod_sem_model_observed(const paramod_sem_model *model);
/** Number of latent variables. */
PARAMOD_API size_t paramod_sem_model_latent(const paramod_sem_model *model);
/** Name of a variable: the observed ones first, then the latent ones; null past
 *  the last. */
PARAMOD_API const char *paramod_sem_model_variable(const paramod_sem_model *model,
                                                   size_t index);
/** 1 if the model has means. */
PARAMOD_API int paramod_sem_model_has_means(const paramod_sem_model *model);
/** Number of rows of the table. */
PARAMOD_API size_t paramod_sem_model_rows(const paramod_sem_model *model);
/** Row number \p index, which must be below paramod_sem_model_rows(). */
PARAMOD_API paramod_sem_row paramod_sem_model_row(const paramod_sem_model *model,
                                                  size_t index);
/** Number q of free parameters, before explicit constraints are counted. */
PARAMOD_API size_t paramod_sem_model_parameters(const paramod_sem_model *model);
/** Label of a free parameter, or its "lhs op rhs" (with ".g2" in group 2); null
 *  past the last. */
PARAMOD_API const char *paramod_sem_model_parameter(const paramod_sem_model *model,
                                                    size_t index);

/**
 * Covariances and means that the model implies at q parameters.
 *
 * \param[in]  theta       q values; rows held at the sample's moments count as 0,
 *                         and as 1 where they are variances
 * \param[out] covariance  p x p, of the observed variables; may be null
 * \param[out] mean        p; may be null
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, or no such group
 * \retval PARAMOD_ERR_DOMAIN    theta is not finite
 * \retval PARAMOD_ERR_SINGULAR  det(I - A) is 0: no equilibrium
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_model_implied(const paramod_sem_model *model, size_t group,
                          const double *theta, double *covariance, double *mean);

/**
 * Draws normal observations of the observed variables.
 *
 * \param[in]  rows    how many
 * \param[in]  seed    with the number of the group it chooses the stream
 * \param[out] values  rows x p
 * \retval PARAMOD_ERR_DOMAIN    the implied covariances are not positive
 *                               definite; otherwise as paramod_sem_model_implied()
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_simulate(const paramod_sem_model *model, size_t group,
                     const double *theta, size_t rows, uint64_t seed,
                     double *values);

/** \}
 *  \name Data
 *  \{ */

/** Observations, or their moments, in one or more groups.  Opaque. */
typedef struct paramod_sem_data paramod_sem_data;

/** Without groups yet.  \param names  of the variables, unique; copied
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, no names, or a repeated name
 *  \retval PARAMOD_ERR_MEMORY    out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_data_create(size_t variables, const char *const *names,
                        paramod_sem_data **data_out);
/** Releases data; null is allowed. */
PARAMOD_API void paramod_sem_data_destroy(paramod_sem_data *data);

/** Adds a group of observations.
 *  \param label   of the group; may be null
 *  \param values  rows x variables, NaN where missing; copied
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, or no rows
 *  \retval PARAMOD_ERR_DOMAIN    an infinite value
 *  \retval PARAMOD_ERR_MEMORY    out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_data_add_rows(paramod_sem_data *data, const char *label, size_t rows,
                          const double *values);

/** Adds a group by its moments.
 *  \param n           observations, > 0
 *  \param covariance  variables x variables, sums of squares divided by n - 1
 *                     (or by n if \p divisor_n is not 0)
 *  \param mean        may be null
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer
 *  \retval PARAMOD_ERR_DOMAIN    n <= 0, or numbers that are not finite, not
 *                                symmetric or not those of a covariance
 *  \retval PARAMOD_ERR_MEMORY    out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_data_add_moments(paramod_sem_data *data, const char *label, double n,
                             const double *covariance, const double *mean,
                             int divisor_n);

/** Number of groups added so far. */
PARAMOD_API size_t paramod_sem_data_groups(const paramod_sem_data *data);
/** Label of a group, "" if it has none, null past the last. */
PARAMOD_API const char *paramod_sem_data_label(const paramod_sem_data *data,
                                               size_t group);

/** \} */



/* ---- Fits ---------------------------------------------------------------- */

/** \name Fitting
 *  \{ */

typedef enum paramod_sem_estimator {
    PARAMOD_SEM_ML  = 0, /**< log|Sigma| + tr(S Sigma^-1) - log|S| - p + d'Sigma^-1 d */
    PARAMOD_SEM_GLS = 1, /**< tr((S^-1 (S - Sigma))^2) / 2 + d'S^-1 d */
    PARAMOD_SEM_ULS = 2, /**< tr((S - Sigma)^2) / 2 + d'd */
    PARAMOD_SEM_WLS = 3, /**< r'Gamma^-1 r, asymptotically distribution free
                              (Browne 1984) */
    PARAMOD_SEM_MLM = 4, /**< ML with standard errors and test of Satorra and
                              Bentler (1994) */
    PARAMOD_SEM_MLR = 5  /**< ML with sandwich standard errors and the test of
                              Yuan and Bentler (2000) */
} paramod_sem_estimator;

/** Zero in any member but size means the default given here. */
typedef struct paramod_sem_options {
    size_t size;          /**< sizeof(paramod_sem_options) */
    uint64_t estimator;   /**< a paramod_sem_estimator */
    uint64_t wishart;     /**< 1: the likelihood of S with N - 1, in place of that of
                               the observations with N */
    uint64_t missing;     /**< 0: rows with missing values are left out; 1: full
                               information ML, by patterns */
    uint64_t bounds;      /**< 1: variances are kept >= 0 */
    size_t starts;        /**< starts tried: 1, and 20 for models with directed
                               cycles */
    uint64_t seed;        /**< of the random starts */
    size_t max_iterations; /**< 500 in each start */
    double tolerance;     /**< 1e-20, on the Newton decrement of the discrepancy */
    const paramod_executor *executor; /**< spreads the starts; serial */
} paramod_sem_options;

/** A finished fit.  Opaque; keeps what it needs of the data, while the model
 *  must outlive it. */
typedef struct paramod_sem_fit paramod_sem_fit;

typedef enum paramod_sem_end {
    PARAMOD_SEM_CONVERGED = 1,  /**< a regular minimum */
    PARAMOD_SEM_LIMIT = 2,      /**< max_iterations were not enough */
    PARAMOD_SEM_STALLED = 3,    /**< no step makes progress */
    PARAMOD_SEM_DIVERGED = 4,   /**< parameters run to infinity: the infimum is not
                                     attained */
    PARAMOD_SEM_SINGULAR_END = 5 /**< a minimum at which the information is
                                     singular */
} paramod_sem_end;

/** "converged", "limit", "stalled", "diverged", "singular". */
PARAMOD_API const char *paramod_sem_end_name(paramod_sem_end end);

/**
 * Fits a model.  Start values are computed from the data.  A model that is not
 * identified is refused before anything is fitted.
 *
 * \param[out] fit_out  the fit; as it was on failure
 *
 * \retval PARAMOD_ERR_ARGUMENT  a null pointer, unknown options, a variable that the
 *         data lack, data without what the estimator needs (observations, means,
 *         groups)
 * \retval PARAMOD_ERR_DOMAIN    data that cannot be fitted: no complete row, a
 *         constant variable, a covariance matrix that is not positive definite
 *         (with its smallest eigenvalue), contradicting constraints
 * \retval PARAMOD_ERR_SINGULAR  the model is not identified; the message names
 *         the parameters
 * \retval PARAMOD_ERR_MEMORY    out of memory
 */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_create(const paramod_sem_model *model, const paramod_sem_data *data,
                       const paramod_sem_options *options, paramod_sem_fit **fit_out);
/** Releases a fit; null is allowed. */
PARAMOD_API void paramod_sem_fit_destroy(paramod_sem_fit *fit);

typedef struct paramod_sem_summary {
    size_t size;          /**< sizeof(paramod_sem_summary), set by the caller */
    double f;             /**< the discrepancy at its minimum: chi2 / n */
    double chi2;
    double df;
    double p_value;
    double n;             /**< observations used */
    double rows_dropped;  /**< rows left out for missing values */
    size_t parameters;    /**< free parameters less equality constraints */
    double log_likelihood; /**< NaN for GLS, ULS and WLS */
    double unrestricted_log_likelihood; /**< of the saturated model */
    double scaled_chi2;   /**< of MLM and MLR; else NaN */
    double scaling;       /**< chi2 / scaled_chi2 */
    paramod_sem_end ending;
    size_t iterations;
    double decrement;     /**< Newton decrement g'H^-1 g / 2 of f at the end */
    size_t negative;      /**< eigenvalues of the Hessian below rounding error */
    double spectral_radius; /**< of A; from 1 on the feedback is unstable */
    double condition;     /**< estimate for I - A: NaN if acyclic */
    size_t optima;        /**< distinct optima found, see paramod_sem_fit_optimum() */
    size_t at_bound;      /**< inequality constraints that hold as equalities */
} paramod_sem_summary;

/** \retval PARAMOD_ERR_ARGUMENT  a null pointer, or a size that this version does
 *                                not know */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_summary(const paramod_sem_fit *fit, paramod_sem_summary *summary);

/** One sentence for what a user should know: the ending, negative variances,
 *  unstable feedback, further optima, parameters at bounds; "" if all is well.
 *  Cut to \p size bytes. */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_verdict(const paramod_sem_fit *fit, char *text, size_t size);

/** The q estimates; owned by the fit. */
PARAMOD_API const double *paramod_sem_fit_theta(const paramod_sem_fit *fit);

/** What a fit says of a row of the model's table.  Standard errors are NaN for
 *  fixed rows and where the information is singular; given the inequality
 *  constraints that are active, so 0 for a parameter at its bound; rows held at a moment of the
 *  sample have that of the moment, (s_ii s_jj + s_ij^2) / N under the root. */
typedef struct paramod_sem_estimate {
    double estimate;
    double se;           /**< of the estimator: expected information; observed with
                              missing values; sandwich for MLM and MLR */
    double se_expected, se_observed;
    double se_sandwich;  /**< NaN without observations */
    double standardised; /**< by the standard deviations of all variables */
    double standardised_latent; /**< by those of latent variables only */
    double standardised_se; /**< of standardised, by the delta method */
} paramod_sem_estimate;

/** \retval PARAMOD_ERR_ARGUMENT  a null pointer, or no such row */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_estimate(const paramod_sem_fit *fit, size_t row,
                         paramod_sem_estimate *estimate);

/** Covariance of the q estimates.  PARAMOD_INFORMATION_DEFAULT is that of se.
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, an unknown kind, or the sandwich
 *                                without observations
 *  \retval PARAMOD_ERR_SINGULAR  the information is singular or indefinite */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_covariance(const paramod_sem_fit *fit, uint64_t kind,
                           double *covariance);

/** Fitted moments: covariance p x p, mean p, each may be null.
 *  \retval PARAMOD_ERR_ARGUMENT  a null fit, or no such group */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_implied(const paramod_sem_fit *fit, size_t group, double *covariance,
                        double *mean);

/** Number of fit measures. */
PARAMOD_API size_t paramod_sem_measures(void);
/** Name of measure \p index, such as "rmsea", as in lavaan; null past the last. */
PARAMOD_API const char *paramod_sem_measure_name(size_t index);
/** Its value; NaN where it is not defined.  The formulas are in the manual. */
PARAMOD_API double paramod_sem_fit_measure(const paramod_sem_fit *fit, size_t index);

/** An optimum among those that the starts led to, the best first. */
typedef struct paramod_sem_optimum {
    double f;
    const double *theta; /**< q estimates, owned by the fit */
    paramod_sem_end ending;
    size_t starts;       /**< that led there */
    double spectral_radius;
    int stable;          /**< 1: spectral radius below 1 */
    int equivalent;      /**< 1: f as low as that of the best, within rounding */
} paramod_sem_optimum;

/** \retval PARAMOD_ERR_ARGUMENT  a null pointer, or no such optimum */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_optimum(const paramod_sem_fit *fit, size_t index,
                        paramod_sem_optimum *optimum);

/** \}
 *  \name After a fit
 *  \{ */

/** An effect of one variable on another. */
typedef struct paramod_sem_effect {
    double direct, indirect, total;
    double direct_se, indirect_se, total_se; /**< by the delta method */
} paramod_sem_effect;

/** Total effects (I - A)^-1 - I, and their parts; from and to as in
 *  paramod_sem_model_variable().
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, no such group or variable
 *  \retval PARAMOD_ERR_SINGULAR  the information is singular
 *  \retval PARAMOD_ERR_MEMORY    out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_effect(const paramod_sem_fit *fit, size_t group, size_t from,
                       size_t to, paramod_sem_effect *effect);

/** A parameter that the model fixes, and what freeing it would do. */
typedef struct paramod_sem_modification {
    paramod_sem_row_kind kind;
    size_t lhs, rhs;   /**< variables; rhs is that of "lhs op rhs", and lhs for an
                            intercept */
    size_t group;
    double index;      /**< drop of chi2 to expect: score test, 1 degree */
    double change;     /**< expected value of the parameter less its fixed one */
    double standardised_change; /**< by standard deviations of all variables */
} paramod_sem_modification;

/** Modification indices of all loadings, and covariances that the model fixes, and
 *  of regressions among structural variables; largest first.
 *  \param[in]     room   entries that fit into \p list
 *  \param[out]    list   may be null if room is 0
 *  \param[out]    count  how many there are
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer
 *  \retval PARAMOD_ERR_SINGULAR  the information is singular
 *  \retval PARAMOD_ERR_MEMORY    out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_modifications(const paramod_sem_fit *fit, size_t room,
                              paramod_sem_modification *list, size_t *count);

/** Wald test of linear equality constraints on labels, such as "a == b; c == 0".
 *  \retval PARAMOD_ERR_FORMAT    a text that cannot be read
 *  \retval PARAMOD_ERR_SINGULAR  redundant constraints, or no covariance */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_wald(const paramod_sem_fit *fit, const char *constraints,
                     paramod_test *test);

/** Likelihood-ratio test of a fit against a more general one of the same data; for
 *  MLM and MLR scaled as by Satorra and Bentler (2001).
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, or different estimators or numbers
 *                                of observations
 *  \retval PARAMOD_ERR_DOMAIN    the restricted fit has no more degrees of freedom,
 *                                or fits better */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_ratio(const paramod_sem_fit *full, const paramod_sem_fit *restricted,
                      paramod_test *test);

/** Score test of releasing the linear equality constraints of the model, all
 *  at once; labels shared by rows are not among them.
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, or a model without constraints
 *  \retval PARAMOD_ERR_SINGULAR  the released model is not identified */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_score(const paramod_sem_fit *fit, paramod_test *test);

/** Factor scores of rows of new or old data.
 *  \param[in]  bartlett  0: regression, E(eta | y); 1: Bartlett's, unbiased
 *  \param[in]  values    rows x p in the order of the model's observed variables;
 *                        NaN where missing
 *  \param[out] scores    rows x number of latent variables
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, no such group, or no latent
 *                                variable
 *  \retval PARAMOD_ERR_SINGULAR  Bartlett's scores do not exist for the model
 *  \retval PARAMOD_ERR_MEMORY    out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_scores(const paramod_sem_fit *fit, size_t group, int bartlett,
                       size_t rows, const double *values, double *scores);

/** Refits bootstrap samples: rows drawn with replacement within groups, or
 *  (parametric) drawn from the fitted model.
 *  \param[in]  parametric  1: from the fitted model, also without observations
 *  \param[in]  executor    null: one after the other
 *  \param[out] estimates   count x q; rows of replicates that do not converge are
 *                          NaN
 *  \param[out] failed      their number; may be null
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, or no observations to draw from
 *  \retval PARAMOD_ERR_MEMORY    out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_bootstrap(const paramod_sem_fit *fit, int parametric, size_t count,
                          uint64_t seed, const paramod_executor *executor,
                          double *estimates, size_t *failed);

/** Profile-likelihood interval of parameter \p index (paramod/infer.h).
 *  \retval PARAMOD_ERR_ARGUMENT  a null pointer, no such parameter, an estimator
 *          without likelihood
 *  \retval PARAMOD_ERR_DOMAIN    level is not inside (0, 1)
 *  \retval PARAMOD_ERR_MEMORY    out of memory */
PARAMOD_API PARAMOD_MUST_CHECK paramod_status
paramod_sem_fit_profile(const paramod_sem_fit *fit, size_t index, double level,
                        paramod_interval *interval);

/** \} */



PARAMOD_END_DECLS

#endif /* PARAMOD_SEM_H */
