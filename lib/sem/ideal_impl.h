/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file ideal_impl.h  The state of an exploration of a vanishing ideal. */

#ifndef PARAMOD_SEM_IDEAL_IMPL_H
#define PARAMOD_SEM_IDEAL_IMPL_H

#include "sem/point_impl.h"
#include "sem/polynomial_impl.h"

enum { PARAMOD_I_IDEAL_NODES = 16 };

typedef struct paramod_i_settled {
    size_t monomials, spanned, rank, generators;
} paramod_i_settled;

struct paramod_sem_ideal {
    size_t n, codimension, complete_to;
    size_t generators, room;
    paramod_sem_polynomial **generator;
    size_t certificates, certificate_room;
    size_t *multidegree; /**< n numbers for each certificate */
    paramod_i_settled *settled;
};

paramod_status paramod_i_ideal_bare(size_t n, paramod_sem_ideal **ideal_out);
/** Takes the polynomial over, and releases it if it fails. */
paramod_status paramod_i_ideal_add(paramod_sem_ideal *ideal,
                                   paramod_sem_polynomial *p);
paramod_status paramod_i_ideal_settle(paramod_sem_ideal *ideal, const size_t *degree,
                                      paramod_i_settled settled);

/** Monomials of one multidegree: rows of `variables` exponents. */
typedef struct paramod_i_monomials {
    size_t variables, count, room;
    uint8_t *exponent;
} paramod_i_monomials;

/** Entries sigma_ij of a model, those that do not vanish identically. */
typedef struct paramod_i_live {
    size_t n, variables;
    bool *live; /**< one for each variable of paramod_i_polynomial_of_moments() */
} paramod_i_live;

static inline size_t paramod_i_moment(size_t n, size_t i, size_t j)
{
    return i <= j ? i * n - i * (i + 1) / 2 + j : j * n - j * (j + 1) / 2 + i;
}

/** Lists the monomials of a multidegree in live variables, in descending order;
 *  *too_many if there are more than `most`. */
paramod_status paramod_i_monomials_list(const paramod_i_live *live,
                                        const size_t *degree, size_t most,
                                        paramod_i_monomials *list, bool *too_many);
/** Place of a monomial in the list; SIZE_MAX if it is not there. */
size_t paramod_i_monomials_find(const paramod_i_monomials *list,
                                const uint8_t *exponent);
void paramod_i_monomials_release(paramod_i_monomials *list);

/** The exploration. */
typedef struct paramod_i_exploration {
    const paramod_sem_graph *g;
    paramod_sem_ideal *ideal;
    paramod_i_live live;
    size_t most;               /**< monomials of a multidegree */
    paramod_i_modular_point small, large;
} paramod_i_exploration;

/** Finds the new generators of one multidegree; *skipped if it has too many
 *  monomials. */
paramod_status paramod_i_explore(paramod_i_exploration *e, const size_t *degree,
                                 bool *skipped);

#endif /* PARAMOD_SEM_IDEAL_IMPL_H */
