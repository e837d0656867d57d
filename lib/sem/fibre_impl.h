/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file fibre_impl.h  Points with one Sigma. */

#ifndef PARAMOD_SEM_FIBRE_IMPL_H
#define PARAMOD_SEM_FIBRE_IMPL_H

#undef I

#include "core/complex_impl.h"
#include "sem/graph_impl.h"

typedef struct paramod_i_fibre_entry {
    double *lambda, *omega; /* n x n each, one block */
    bool definite, stable;
    double radius;
} paramod_i_fibre_entry;

struct paramod_sem_fibre {
    paramod_sem_graph *graph;
    size_t degree, points, complex_points;
    paramod_i_fibre_entry *entry; /* degree of them */
};

typedef double _Complex paramod_i_complex_number;

/** The search for points, on the scale of unit variances. */
typedef struct paramod_i_fibre_solver {
    const paramod_sem_graph *g;
    const double *sigma; /**< of unit variances */
    const bool *linear;  /**< n x n: [Sigma (I - Lambda)]_uv = 0 */
    size_t unknowns;
    paramod_i_complex_number *lambda;  /**< n x n */
    paramod_i_complex_number *product; /**< Sigma (I - Lambda), n x n */
    paramod_i_complex_number *normal;  /**< unknowns x unknowns, then a right side */
    paramod_i_complex_number *row;     /**< unknowns */
    paramod_i_complex_number *found;   /**< solutions, unknowns each */
    size_t count;                      /**< of solutions */
} paramod_i_fibre_solver;

/** Keeps the point in solver->lambda if it is new, and the conjugate of a complex
 *  one, up to `degree` points. */
void paramod_i_fibre_keep(paramod_i_fibre_solver *s, size_t degree);
/** Adds points from random starts until there are `degree`, or starts run out. */
void paramod_i_fibre_search(paramod_i_fibre_solver *s, size_t degree);

#endif /* PARAMOD_SEM_FIBRE_IMPL_H */
