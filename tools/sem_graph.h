/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file sem_graph.h  What the commands on mixed graphs share. */

#ifndef PARAMOD_TOOLS_SEM_GRAPH_H
#define PARAMOD_TOOLS_SEM_GRAPH_H

#include <paramod/sem.h>

#include "options.h"

/** Reads the one operand, with the nodes of --nodes; null after a refusal. */
paramod_sem_graph *sem_graph_operand(const options *o);

/** "1>2" or "1-3", with the names of the nodes, in buffer. */
const char *sem_edge_text(const paramod_sem_graph *g, paramod_sem_edge e,
                          const char *joint, char *buffer, size_t size);

/** A polynomial as text of its own, to be freed. */
char *sem_polynomial_text(const paramod_sem_polynomial *p, paramod_sem_style style);

/** Runs a command: takes the words apart, prints the help, or calls run(). */
int sem_command(int words, char **word, const option *own, void (*help)(void),
                bool (*run)(const options *o, int *status));

/** A square matrix in a CSV file: a header with names, and rows in the same order,
 *  each perhaps with its name in front.  Null after a refusal. */
double *sem_matrix_read(const options *o, const char *file, size_t n);

/** The options of a parameter point, for tables of options. */
#define SEM_POINT_OPTIONS \
    { "lambda", "LIST", "coefficients of the directed edges, in order: 1/2,0.3,...", \
      false }, \
    { "omega", "LIST", "error variances of the nodes, then covariances of the " \
      "bidirected edges", false }

/** Reads --lambda and --omega into n x n fractions, both in one block, which is null
 *  where neither is given; false after a refusal. */
bool sem_point_read(const options *o, const paramod_sem_graph *g,
                    paramod_sem_fraction **lambda, paramod_sem_fraction **omega);

/** "3", "-1/2". */
const char *sem_fraction_text(paramod_sem_fraction f, char *buffer, size_t size);

#endif /* PARAMOD_TOOLS_SEM_GRAPH_H */
