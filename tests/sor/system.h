/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file system.h  Random systems, each in every form that the solvers take. */

#ifndef PARAMOD_TESTS_SOR_SYSTEM_H
#define PARAMOD_TESTS_SOR_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>

#include <paramod/sor.h>

enum { SYSTEM_MOST = 40, SYSTEM_ENTRIES = 2 * SYSTEM_MOST * SYSTEM_MOST };

/** A x = b, dense and as compressed rows with columns in random order and some
 *  entries cut in two. */
typedef struct system_of {
    size_t n, most;
    bool symmetric;
    double a[SYSTEM_MOST * SYSTEM_MOST]; /* row-major */
    double b[SYSTEM_MOST], x[SYSTEM_MOST];
    size_t start[SYSTEM_MOST + 1], column[SYSTEM_ENTRIES];
    double value[SYSTEM_ENTRIES];
} system_of;

/** Positive definite if symmetric, else with a dominant diagonal; rows and
 *  columns scaled by up to 10^decades. */
void system_fill(system_of *s, size_t n, bool symmetric, double decades);
/** The five-point Laplacian on a square of points plus `shift`. */
void system_grid(system_of *s, size_t points, double shift);
paramod_sor_matrix *system_csr(const system_of *s);
/** From the lower triangle, with 32-bit indices. */
paramod_sor_matrix *system_lower(const system_of *s);
paramod_sor_matrix *system_rows(system_of *s);
paramod_sor_matrix *system_coloured(const system_of *s);

#endif /* PARAMOD_TESTS_SOR_SYSTEM_H */
