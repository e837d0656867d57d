/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file fibre_impl.h  Points with one Sigma. */

#ifndef PARAMOD_SEM_FIBRE_IMPL_H
#define PARAMOD_SEM_FIBRE_IMPL_H

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

#endif /* PARAMOD_SEM_FIBRE_IMPL_H */
