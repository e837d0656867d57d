/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file reproduce_sem.h  The parts of 'paramod reproduce sem'. */

#ifndef PARAMOD_TOOLS_REPRODUCE_SEM_H
#define PARAMOD_TOOLS_REPRODUCE_SEM_H

#include <paramod/sem.h>
#include <stdbool.h>
#include <stdint.h>

#include "problem.h"

/** Which graphs are enumerated: one of each isomorphism class. */
typedef struct sem_classes {
    size_t nodes;      /**< 1 to 5 */
    bool simple;       /**< at most one edge a pair */
    size_t most_edges; /**< 0: no limit */
} sem_classes;

/** Gets a graph, which it may not keep; returns false to refuse. */
typedef bool (*sem_visitor)(const paramod_sem_graph *g, void *data);

/** Calls visit() with every class; *count is how many there are. */
bool sem_classes_visit(const sem_classes *which, sem_visitor visit, void *data,
                       size_t *count, problem *p);

/** Each part prints what it finds, sets *agrees to false where that is not what
 *  is expected, and returns false after a refusal. */
bool reproduce_sem_theorem(bool full, bool *agrees, problem *p);
bool reproduce_sem_ideals(bool full, bool *agrees, problem *p);
bool reproduce_sem_table(bool full, bool *agrees, problem *p);

#endif /* PARAMOD_TOOLS_REPRODUCE_SEM_H */
