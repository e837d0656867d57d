/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the commands on mixed graphs share. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* ---- a parameter point -------------------------------------------------- */

static bool read_digits(const char **at, int64_t *value, int64_t *scale)
{
    const char *start = *at;

    for (; **at >= '0' && **at <= '9'; ++*at) {
        if (*value > INT64_C(100000000) || *scale > INT64_C(100000000))
            return false;
        *value = 10 * *value + (**at - '0');
        *scale *= 10;
    }
    return *at > start;
}

/* 7, -1/2 or 0.35, up to nine digits. */
static bool read_fraction(const char **at, paramod_sem_fraction *f)
{
    const bool negative = **at == '-';
    int64_t top = 0, bottom = 1, unused = 1;

    *at += negative || **at == '+';
    if (!read_digits(at, &top, &unused))
        return false;
    if (**at == '/') {
        ++*at;
        bottom = 0;
        unused = 1;
        if (!read_digits(at, &bottom, &unused) || bottom == 0)
            return false;
    } else if (**at == '.') {
        ++*at;
        if (!read_digits(at, &top, &bottom))
            return false;
    }
    *f = (paramod_sem_fraction){ negative ? -top : top, bottom };
    return true;
}

static bool read_list(const options *o, const char *name, size_t count,
                      paramod_sem_fraction *value)
{
    const char *text = options_text(o, name), *at = text;
    size_t found = 0;

    if (text == NULL)
        return problem_set(o->problem, "options '--lambda' and '--omega' go together: "
                           "'--%s' is missing", name);
    while (*at != '\0') {
        paramod_sem_fraction f;

        if (!read_fraction(&at, &f) || (*at != ',' && *at != '\0'))
            return problem_set(o->problem, "option '--%s': '%s' is not a list of "
                               "fractions and decimals of up to nine digits", name, text);
        if (found < count)
            value[found] = f;
        found++;
        at += *at == ',';
    }
    return found == count
        || problem_set(o->problem, "option '--%s' has %zu values, but the graph needs "
                       "%zu", name, found, count);
}

bool sem_point_read(const options *o, const paramod_sem_graph *g,
                    paramod_sem_fraction **lambda, paramod_sem_fraction **omega)
{
    const size_t n = paramod_sem_graph_nodes(g);
    const size_t arrows = paramod_sem_graph_directed(g);
    const size_t errors = n + paramod_sem_graph_bidirected(g);
    paramod_sem_fraction *block, *list;
    bool good;

    *lambda = *omega = NULL;
    if (!options_has(o, "lambda") && !options_has(o, "omega"))
        return true;
    block = take(2 * n * n, sizeof *block);
    list = take(arrows + errors, sizeof *list);
    for (size_t k = 0; k < 2 * n * n; k++)
        block[k].denominator = 1;
    good = (arrows == 0 || read_list(o, "lambda", arrows, list))
        && read_list(o, "omega", errors, list + arrows);
    for (size_t k = 0; k < arrows && good; k++) {
        const paramod_sem_edge e = paramod_sem_graph_directed_edge(g, k);

        block[e.from * n + e.to] = list[k];
    }
    for (size_t k = 0; k < errors && good; k++) {
        const paramod_sem_edge e = k < n ? (paramod_sem_edge){ k, k }
            : paramod_sem_graph_bidirected_edge(g, k - n);

        block[n * n + e.from * n + e.to] = block[n * n + e.to * n + e.from] =
            list[arrows + k];
    }
    free(list);
    if (!good) {
        free(block);
        return false;
    }
    *lambda = block;
    *omega = block + n * n;
    return true;
}

const char *sem_fraction_text(paramod_sem_fraction f, char *buffer, size_t size)
{
    if (f.denominator == 1)
        (void)snprintf(buffer, size, "%" PRId64, f.numerator);
    else
        (void)snprintf(buffer, size, "%" PRId64 "/%" PRId64, f.numerator, f.denominator);
    return buffer;
}
