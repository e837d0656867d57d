/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file tian_impl.h  Tian's decomposition (2005), in the form that allows cycles. */

#ifndef PARAMOD_SEM_TIAN_IMPL_H
#define PARAMOD_SEM_TIAN_IMPL_H

#include "sem/graph_impl.h"

/** One component: nodes 0 .. own-1 of `graph` are its nodes, the others their
 *  parents outside, which have no edges among themselves. */
typedef struct paramod_i_component {
    paramod_sem_graph *graph;
    size_t own;
    size_t *node; /**< where each came from */
} paramod_i_component;

typedef struct paramod_i_tian {
    size_t count;
    paramod_i_component *component;
} paramod_i_tian;

/** Components are sets connected by bidirected edges and strong components, in
 *  an order in which own nodes ascend by their first. */
paramod_status paramod_i_tian_create(const paramod_sem_graph *g, paramod_i_tian *tian);
void paramod_i_tian_release(paramod_i_tian *tian);

/** label[v] = number of the component of v; returns how many there are.
 *  strong[] holds the strong component of each node. */
size_t paramod_i_tian_label(const paramod_sem_graph *g, const size_t *strong,
                            size_t *label);

/** Both half-trek verdicts on all components. */
paramod_status paramod_i_tian_htc(const paramod_sem_graph *g, bool *identifiable,
                                  bool *infinite);
/** Global identifiability (Drton, Foygel, Sullivant 2011). */
paramod_status paramod_i_globally_identifiable(const paramod_sem_graph *g, bool *yes);

#endif /* PARAMOD_SEM_TIAN_IMPL_H */
