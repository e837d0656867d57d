/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Buchberger's algorithm modulo p = 2^31 - 1 in few unknowns, with the product and
 * the chain criterion (Buchberger 1979), pairs of least degree first. */

#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sem/connection_impl.h"
#include "sem/groebner_impl.h"
#include "sem/point_impl.h"

#define P PARAMOD_I_SMALL_PRIME

enum { VARIABLES = 16, MOST_BASIS = 300, MOST_COUNT = 10000 };

/* Exponents of 15 variables behind their sum. */
typedef struct mono {
    uint8_t e[VARIABLES];
} mono;

typedef struct term {
    mono m;
    uint32_t c;
} term;

typedef struct poly {
    size_t count;
    term *term; /* descending; leading coefficient 1 */
} poly;

typedef struct basis {
    size_t variables, count;
    poly poly[MOST_BASIS];
    bool done[MOST_BASIS][MOST_BASIS];
    bool out_of_memory, too_large;
} basis;

/* ---- monomials ---------------------------------------------------------- */

/* Graded reverse lexicographic; positive if a is larger. */
static int compare(const mono *a, const mono *b)
{
    if (a->e[0] != b->e[0])
        return a->e[0] > b->e[0] ? 1 : -1;
    for (size_t v = VARIABLES; v-- > 1;)
        if (a->e[v] != b->e[v])
            return a->e[v] < b->e[v] ? 1 : -1;
    return 0;
}

static bool divides(const mono *a, const mono *b)
{
    for (size_t v = 0; v < VARIABLES; v++)
        if (a->e[v] > b->e[v])
            return false;
    return true;
}

static mono product(const mono *a, const mono *b)
{
    mono m;

    for (size_t v = 0; v < VARIABLES; v++)
        m.e[v] = (uint8_t)(a->e[v] + b->e[v]);
    return m;
}

static mono quotient(const mono *a, const mono *b)
{
    mono m;

    for (size_t v = 0; v < VARIABLES; v++)
        m.e[v] = (uint8_t)(a->e[v] - b->e[v]);
    return m;
}

static mono least_multiple(const mono *a, const mono *b)
{
    mono m = { { 0 } };

    for (size_t v = 1; v < VARIABLES; v++) {
        m.e[v] = a->e[v] > b->e[v] ? a->e[v] : b->e[v];
        m.e[0] = (uint8_t)(m.e[0] + m.e[v]);
    }
    return m;
}

/* ---- polynomials -------------------------------------------------------- */

static uint32_t inverse_of(uint32_t a)
{
    uint64_t power = 1, base = a;

    for (uint64_t e = P - 2; e > 0; e >>= 1, base = base * base % P)
        if ((e & 1) != 0)
            power = power * base % P;
    return (uint32_t)power;
}

/* f - c m g into `out`, which has room for both; from term `from` of f on. */
static size_t combine(const poly *f, size_t from, uint32_t c, const mono *m,
                      const poly *g, term *out)
{
    size_t i = from, j = 0, count = 0;

    while (i < f->count || j < g->count) {
        const mono right = j < g->count ? product(m, &g->term[j].m) : f->term[i].m;
        const int order = i == f->count ? -1 : j == g->count ? 1
            : compare(&f->term[i].m, &right);
        uint64_t value = order >= 0 ? f->term[i].c : 0;

        if (order <= 0)
            value = (value + (P - c) * (uint64_t)g->term[j].c) % P;
        out[count] = (term){ order > 0 ? f->term[i].m : right, (uint32_t)value };
        count += value != 0;
        i += order >= 0;
        j += order <= 0;
    }
    return count;
}

static bool subtract(basis *b, poly *f, size_t from, uint32_t c, const mono *m,
                     const poly *g)
{
    term *out = paramod_i_resize(NULL, f->count + g->count + 1, sizeof *out);

    if (out == NULL) {
        b->out_of_memory = true;
        return false;
    }
    for (size_t k = 0; k < from; k++)
        out[k] = f->term[k];
    f->count = from + combine(f, from, c, m, g, out + from);
    paramod_i_free(f->term);
    f->term = out;
    return true;
}

/* The remainder of f by the basis, all terms reduced, leading coefficient 1. */
static void reduce(basis *b, poly *f)
{
    size_t at = 0;

    while (at < f->count && !b->out_of_memory) {
        size_t k = 0;
        mono m;

        while (k < b->count && !divides(&b->poly[k].term[0].m, &f->term[at].m))
            k++;
        if (k == b->count) {
            at++;
            continue;
        }
        m = quotient(&f->term[at].m, &b->poly[k].term[0].m);
        if (!subtract(b, f, at, f->term[at].c, &m, &b->poly[k]))
            return;
    }
    if (f->count > 0) {
        const uint64_t scale = inverse_of(f->term[0].c);

        for (size_t k = 0; k < f->count; k++)
            f->term[k].c = (uint32_t)(f->term[k].c * scale % P);
    }
}

/* Reduces f and takes it over. */
static void insert(basis *b, poly f)
{
    reduce(b, &f);
    if (f.count == 0 || b->out_of_memory || b->count == MOST_BASIS) {
        b->too_large = b->too_large || (f.count > 0 && b->count == MOST_BASIS);
        paramod_i_free(f.term);
        return;
    }
    b->poly[b->count++] = f;
}

/* ---- pairs -------------------------------------------------------------- */

static bool is_needless(basis *b, size_t i, size_t j)
{
    const mono *x = &b->poly[i].term[0].m, *y = &b->poly[j].term[0].m;
    const mono m = least_multiple(x, y);

    if (m.e[0] == x->e[0] + y->e[0])
        return true;
    for (size_t k = 0; k < b->count; k++)
        if (k != i && k != j && divides(&b->poly[k].term[0].m, &m)
            && b->done[i < k ? i : k][i < k ? k : i]
            && b->done[j < k ? j : k][j < k ? k : j])
            return true;
    return false;
}

static bool next_pair(const basis *b, size_t *first, size_t *second)
{
    unsigned best = 256;

    for (size_t j = 1; j < b->count; j++)
        for (size_t i = 0; i < j; i++)
            if (!b->done[i][j]) {
                const mono m = least_multiple(&b->poly[i].term[0].m,
                                              &b->poly[j].term[0].m);

                if (m.e[0] < best) {
                    best = m.e[0];
                    *first = i;
                    *second = j;
                }
            }
    return best < 256;
}

static void treat_pair(basis *b, size_t i, size_t j)
{
    const poly *f = &b->poly[i], *g = &b->poly[j];
    const mono m = least_multiple(&f->term[0].m, &g->term[0].m);
    const mono left = quotient(&m, &f->term[0].m), right = quotient(&m, &g->term[0].m);
    poly s = { 0 };

    s.term = paramod_i_resize(NULL, f->count, sizeof *s.term);
    if (s.term == NULL) {
        b->out_of_memory = true;
        return;
    }
    for (s.count = 0; s.count < f->count; s.count++)
        s.term[s.count] = (term){ product(&left, &f->term[s.count].m),
                                  f->term[s.count].c };
    if (subtract(b, &s, 0, 1, &right, g))
        insert(b, s);
    else
        paramod_i_free(s.term);
}

static void complete(basis *b)
{
    size_t i = 0, j = 0;

    while (!b->out_of_memory && !b->too_large && next_pair(b, &i, &j)) {
        b->done[i][j] = true;
        if (least_multiple(&b->poly[i].term[0].m, &b->poly[j].term[0].m).e[0] > 100)
            b->too_large = true; /* exponents are bytes */
        else if (!is_needless(b, i, j))
            treat_pair(b, i, j);
    }
}

/* ---- standard monomials ------------------------------------------------- */

static bool is_standard(const basis *b, const mono *m)
{
    for (size_t k = 0; k < b->count; k++)
        if (divides(&b->poly[k].term[0].m, m))
            return false;
    return true;
}

static size_t count_from(const basis *b, size_t v, mono *m, size_t counted)
{
    if (v > b->variables)
        return counted + 1;
    for (; counted <= MOST_COUNT && is_standard(b, m); m->e[v]++, m->e[0]++)
        counted = count_from(b, v + 1, m, counted);
    m->e[0] = (uint8_t)(m->e[0] - m->e[v]);
    m->e[v] = 0;
    return counted;
}

/* Each unknown must have a power among the leading monomials. */
static bool is_finite(const basis *b)
{
    for (size_t v = 1; v <= b->variables; v++) {
        bool bound = false;

        for (size_t k = 0; k < b->count && !bound; k++)
            bound = b->poly[k].term[0].m.e[v] == b->poly[k].term[0].m.e[0];
        if (!bound)
            return false;
    }
    return true;
}

/* ---- the equations ------------------------------------------------------ */

/* Unknown numbers (from 1) of edges, 0 for entries with a value. */
typedef struct system {
    const paramod_sem_graph *g;
    const uint64_t *lambda, *sigma;
    size_t *unknown; /* n x n */
} system_of;

static bool add_term(basis *b, poly *f, mono m, uint64_t c)
{
    term single = { m, (uint32_t)(c % P) };
    const poly one = { 1, &single };
    const mono none = { { 0 } };

    return single.c == 0 || subtract(b, f, 0, (uint32_t)(P - 1), &none, &one);
}

static mono unknowns(size_t x, size_t y)
{
    mono m = { { 0 } };

    if (x > 0)
        m.e[x]++;
    if (y > 0)
        m.e[y]++;
    m.e[0] = (uint8_t)((x > 0) + (y > 0));
    return m;
}

/* Entry (a, v) of I - Lambda: a value, or minus an unknown. */
static uint64_t entry(const system_of *s, size_t a, size_t v, size_t *unknown)
{
    const uint64_t l = s->lambda[a * s->g->n + v];

    *unknown = s->unknown[a * s->g->n + v];
    return *unknown > 0 ? P - 1 : ((a == v) + P - l) % P;
}

/* [(I - Lambda)' Sigma (I - Lambda)]_uv, or for half [Sigma (I - Lambda)]_uv. */
static void add_equation(basis *b, const system_of *s, size_t u, size_t v, bool half)
{
    const size_t n = s->g->n;
    poly f = { 0 };
    bool good = true;

    for (size_t a = 0; a < n; a++)
        for (size_t c = 0; c < n && good; c++) {
            size_t x = 0, y = 0;
            const uint64_t left = half ? a == u : entry(s, a, u, &x);
            const uint64_t right = entry(s, c, v, &y);

            good = add_term(b, &f, unknowns(x, y),
                            left * right % P * (s->sigma[a * n + c] % P));
        }
    if (good)
        insert(b, f);
    else
        paramod_i_free(f.term);
}

/* t det(I - Lambda) - 1, t the last unknown. */
static paramod_status add_determinant(basis *b, const system_of *s)
{
    const size_t n = s->g->n;
    paramod_i_factors factors = { 0 };
    paramod_status status = paramod_i_factors_create(s->g, NULL, n, n, &factors);
    poly f = { 0 };
    mono one = { { 0 } };
    bool good = status == PARAMOD_OK;

    while (good && paramod_i_factors_next(&factors)) {
        uint64_t mark[PARAMOD_SEM_MOST_NODES / 64];
        mono m = { { 0 } };
        uint64_t c = paramod_i_factors_cycles(&factors, mark) % 2 == 0 ? 1 : P - 1;

        m.e[b->variables] = m.e[0] = 1;
        for (size_t v = 0; v < n; v++) {
            const size_t w = factors.taken[v], x = s->unknown[v * n + w];

            if (w == v)
                continue;
            c = x > 0 ? c : c * s->lambda[v * n + w] % P;
            m.e[x] = (uint8_t)(m.e[x] + (x > 0));
            m.e[0] = (uint8_t)(m.e[0] + (x > 0));
        }
        good = add_term(b, &f, m, c);
    }
    good = good && add_term(b, &f, one, P - 1);
    if (good)
        insert(b, f);
    else
        paramod_i_free(f.term);
    paramod_i_factors_release(&factors);
    return status;
}

/* The linear equations first: they shorten all others. */
static paramod_status add_equations(basis *b, const system_of *s)
{
    const paramod_sem_graph *g = s->g;
    paramod_i_treks treks;
    paramod_status status = paramod_i_treks_create(g, &treks);

    if (status != PARAMOD_OK)
        return status;
    for (size_t u = 0; u < g->n; u++)
        for (size_t v = 0; v < g->n; v++)
            if (!paramod_i_set_has(paramod_i_treks_row(&treks, treks.half, v), u))
                add_equation(b, s, u, v, true);
    for (size_t u = 0; u < g->n; u++)
        for (size_t v = u + 1; v < g->n; v++)
            if (!paramod_sem_graph_has_bidirected(g, u, v))
                add_equation(b, s, u, v, false);
    paramod_i_treks_release(&treks);
    return g->acyclic ? PARAMOD_OK : add_determinant(b, s);
}

static paramod_status count_points(basis *b, const system_of *equations,
                                   size_t *degree)
{
    paramod_status status = add_equations(b, equations);
    mono m = { { 0 } };

    if (status == PARAMOD_OK)
        complete(b);
    if (status == PARAMOD_OK && b->out_of_memory)
        status = paramod_i_fail(PARAMOD_ERR_MEMORY, "paramod_sem_identify",
                                "no memory for a Groebner basis");
    if (status == PARAMOD_OK && !b->too_large && is_finite(b)) {
        const size_t count = count_from(b, 1, &m, 0);

        *degree = count > MOST_COUNT ? 0 : count;
    }
    for (size_t k = 0; k < b->count; k++)
        paramod_i_free(b->poly[k].term);
    return status;
}

paramod_status paramod_i_fibre_degree(const paramod_sem_solution *s, size_t *degree)
{
    const paramod_sem_graph *g = s->graph;
    const size_t open = g->directed - paramod_i_solution_count(s);
    paramod_i_modular_point point = { 0 };
    system_of equations = { .g = g };
    basis *b = NULL;
    size_t unknown = 0;
    paramod_status status;

    *degree = open == 0;
    if (open == 0 || open > PARAMOD_I_MOST_UNKNOWNS)
        return PARAMOD_OK;
    b = paramod_i_resize(NULL, 1, sizeof *b);
    equations.unknown = paramod_i_resize(NULL, g->n * g->n, sizeof(size_t));
    status = b == NULL || equations.unknown == NULL
        ? paramod_i_fail(PARAMOD_ERR_MEMORY, "paramod_sem_identify",
                         "no memory for a Groebner basis")
        : paramod_i_point_create(g->n, P, UINT64_C(2210), &point);
    if (status == PARAMOD_OK) {
        memset(b, 0, sizeof *b);
        memset(equations.unknown, 0, g->n * g->n * sizeof(size_t));
        for (size_t k = 0; k < g->directed; k++)
            if (!paramod_sem_solution_has(s, k))
                equations.unknown[g->arrow[k].from * g->n + g->arrow[k].to] = ++unknown;
        b->variables = unknown + !g->acyclic;
        paramod_i_point_draw(&point, g);
        equations.lambda = point.lambda;
        equations.sigma = point.sigma;
        status = count_points(b, &equations, degree);
    }
    paramod_i_point_release(&point);
    paramod_i_free(equations.unknown);
    paramod_i_free(b);
    return status;
}
