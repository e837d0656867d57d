/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file polynomial_impl.h  Polynomials with integer coefficients in the entries
 *  of Lambda and Omega, or of Sigma. */

#ifndef PARAMOD_SEM_POLYNOMIAL_IMPL_H
#define PARAMOD_SEM_POLYNOMIAL_IMPL_H

#include "sem/graph_impl.h"

/** An entry of one of the three matrices: 'l' lambda, 'w' omega, 's' sigma. */
typedef struct paramod_i_variable {
    char matrix;
    size_t row, column;
} paramod_i_variable;

/**
 * Terms lie one after the other as records of `words` words of packed exponents
 * and one with the coefficient, in descending lexicographic order of exponents:
 * variable 0 counts most and stands in the highest bits of the first word.
 */
struct paramod_sem_polynomial {
    size_t n;          /**< nodes of the graph */
    size_t variables, bits, words;
    size_t terms, room;
    uint64_t *record;
    paramod_i_variable *variable;
};

static inline size_t paramod_i_stride(const paramod_sem_polynomial *p)
{
    return p->words + 1;
}

static inline int64_t paramod_i_coefficient(const paramod_sem_polynomial *p, size_t k)
{
    return (int64_t)p->record[k * paramod_i_stride(p) + p->words];
}

/** Where the exponent of a variable lies: word and shift. */
static inline size_t paramod_i_exponent_word(const paramod_sem_polynomial *p, size_t v)
{
    return v / (64 / p->bits);
}

static inline unsigned paramod_i_exponent_shift(const paramod_sem_polynomial *p,
                                                size_t v)
{
    const size_t each = 64 / p->bits;

    return (unsigned)((each - 1 - v % each) * p->bits);
}

static inline unsigned paramod_i_exponent(const paramod_sem_polynomial *p, size_t k,
                                          size_t v)
{
    const uint64_t word =
        p->record[k * paramod_i_stride(p) + paramod_i_exponent_word(p, v)];

    return (unsigned)(word >> paramod_i_exponent_shift(p, v)
                      & ((UINT64_C(1) << p->bits) - 1));
}

/** 0 in the variables omega_11 .. omega_nn, omega of bidirected edges, lambda of
 *  directed edges, in this order; exponents up to 3. */
paramod_status paramod_i_polynomial_of_parameters(const paramod_sem_graph *g,
                                                  paramod_sem_polynomial **out);
/** 0 in sigma_11, sigma_12, .. sigma_nn; exponents up to 255. */
paramod_status paramod_i_polynomial_of_moments(size_t n, paramod_sem_polynomial **out);

/** A record of zeros at the end, whose place may move with the next one; null if
 *  memory runs out. */
uint64_t *paramod_i_polynomial_append(paramod_sem_polynomial *p);
/** Raises the exponent of a variable in a record. */
void paramod_i_polynomial_raise(const paramod_sem_polynomial *p, uint64_t *record,
                                size_t variable);
/** Sorts the terms from number \p first on and joins equal ones. */
paramod_status paramod_i_polynomial_tidy(paramod_sem_polynomial *p, size_t first);

/** Value modulo 2^61 - 1 for values of all variables. */
uint64_t paramod_i_polynomial_mod(const paramod_sem_polynomial *p,
                                  const uint64_t *value);

/** Appends the polynomial; *length counts all bytes, of which those below size
 *  are stored. */
typedef struct paramod_i_sink {
    char *text;
    size_t size, length;
} paramod_i_sink;

void paramod_i_put(paramod_i_sink *sink, const char *text);
void paramod_i_put_number(paramod_i_sink *sink, size_t number);
/** Ends the text; returns its full length. */
size_t paramod_i_put_end(paramod_i_sink *sink);
/** One variable in a style. */
void paramod_i_put_variable(paramod_i_sink *sink, const paramod_i_variable *v,
                            size_t n, paramod_sem_style style);
void paramod_i_put_polynomial(paramod_i_sink *sink, const paramod_sem_polynomial *p,
                              paramod_sem_style style);

#endif /* PARAMOD_SEM_POLYNOMIAL_IMPL_H */
