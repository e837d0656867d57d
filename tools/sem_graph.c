/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the commands on mixed graphs share. */

#include <stdio.h>
#include <stdlib.h>

#include "csv_file.h"
#include "memory.h"
#include "sem_graph.h"

paramod_sem_graph *sem_graph_operand(const options *o)
{
    paramod_sem_graph *g = NULL;
    uint64_t nodes = 0;

    if (o->operands == 0) {
        (void)problem_set(o->problem, "the graph is missing, such as '1>2,2>3; 1-3'");
        return NULL;
    }
    if (o->operands > 1) {
        (void)problem_set(o->problem, "'%s' is not expected: the graph is one word, in "
                          "quotes", o->operand[1]);
        return NULL;
    }
    if (!options_count(o, "nodes", &nodes))
        return NULL;
    if (paramod_sem_graph_read(o->operand[0], (size_t)nodes, &g) != PARAMOD_OK)
        (void)problem_from_library(o->problem);
    return g;
}

const char *sem_edge_text(const paramod_sem_graph *g, paramod_sem_edge e,
                          const char *joint, char *buffer, size_t size)
{
    (void)snprintf(buffer, size, "%s%s%s", paramod_sem_graph_name(g, e.from), joint,
                   paramod_sem_graph_name(g, e.to));
    return buffer;
}

char *sem_polynomial_text(const paramod_sem_polynomial *p, paramod_sem_style style)
{
    const size_t length = paramod_sem_polynomial_text(p, style, NULL, 0);
    char *text = take(length + 1, 1);

    (void)paramod_sem_polynomial_text(p, style, text, length + 1);
    return text;
}

int sem_command(int words, char **word, const option *own, void (*help)(void),
                bool (*run)(const options *o, int *status))
{
    const option *const tables[] = { own, NULL };
    problem p = { "" };
    options o;
    int status = EXIT_SOLVED;

    if (!options_read(words, word, tables, &o, &p))
        status = problem_report(&p);
    else if (options_has(&o, "help"))
        help();
    else if (!run(&o, &status))
        status = problem_report(&p);
    options_release(&o);
    return status;
}

double *sem_matrix_read(const options *o, const char *file, size_t n)
{
    table *t = csv_read_file(file, NULL, NULL, o->problem);
    double *matrix = NULL;

    if (t == NULL)
        return NULL;
    if (t->rows != n || (t->columns != n && t->columns != n + 1)) {
        (void)problem_set(o->problem, "'%s' has %zu rows and %zu columns, but the "
                          "graph has %zu nodes", file, t->rows, t->columns, n);
        table_destroy(t);
        return NULL;
    }
    matrix = take(n * n, sizeof *matrix);
    for (size_t j = 0; j < n && matrix != NULL; j++) {
        const column *c = &t->column[t->columns - n + j];

        if (!column_is_numeric(c) || c->missing > 0) {
            (void)problem_set(o->problem, "column '%s' of '%s' is not all numbers",
                              c->name, file);
            free(matrix);
            matrix = NULL;
            break;
        }
        for (size_t i = 0; i < n; i++)
            matrix[i * n + j] = c->number[i];
    }
    table_destroy(t);
    return matrix;
}
