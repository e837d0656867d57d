/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file rule_impl.h  The two sides of the one-connection rule. */

#ifndef PARAMOD_SEM_RULE_IMPL_H
#define PARAMOD_SEM_RULE_IMPL_H

#include "sem/polynomial_impl.h"

/** Sum over the one-connections from i to j within a set of nodes (null: all),
 *  or the determinant for i = j = n. */
paramod_status paramod_i_rule_minor(const paramod_sem_graph *g, const uint64_t *within,
                                    size_t i, size_t j, paramod_sem_polynomial **out);

/** What leads to node i: N_ki for all k (null where there is none), and the
 *  determinant, on the nodes `within`. */
typedef struct paramod_i_side {
    size_t n;
    paramod_sem_polynomial **minor;
    paramod_sem_polynomial *determinant;
    uint64_t *within;
} paramod_i_side;

paramod_status paramod_i_side_create(const paramod_sem_graph *g, size_t i,
                                     paramod_sem_form form, paramod_i_side *side);
void paramod_i_side_release(paramod_i_side *side);

#endif /* PARAMOD_SEM_RULE_IMPL_H */
