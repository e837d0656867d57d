/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one-connection rule as polynomials. */

#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sem/connection_impl.h"
#include "sem/polynomial_impl.h"
#include "sem/rule_impl.h"

static paramod_status no_memory(void)
{
    return paramod_i_fail(PARAMOD_ERR_MEMORY, "paramod_sem_covariance_entry",
                          "no memory for its terms");
}

static paramod_status check_node(const paramod_sem_graph *g, size_t i,
                                 const char *function)
{
    return i < g->n ? PARAMOD_OK
                    : paramod_i_fail(PARAMOD_ERR_ARGUMENT, function, "node %zu is out "
                                     "of range: the graph has %zu nodes, which count "
                                     "from 0", i, g->n);
}

/* Number of the variable lambda_vw; the table is n x n. */
static void number_edges(const paramod_sem_graph *g, size_t *variable)
{
    for (size_t k = 0; k < g->directed; k++)
        variable[g->arrow[k].from * g->n + g->arrow[k].to] = g->n + g->bidirected + k;
}

static paramod_status add_factors(paramod_i_factors *f, const size_t *variable,
                                  uint64_t *mark, paramod_sem_polynomial *p)
{
    while (paramod_i_factors_next(f)) {
        const size_t cycles = paramod_i_factors_cycles(f, mark);
        uint64_t *record;

        if (p->terms == PARAMOD_SEM_MOST_TERMS)
            return paramod_i_fail(PARAMOD_ERR_UNSUPPORTED, "paramod_sem_adjugate",
                                  "there are more than %d one-connections, the limit",
                                  PARAMOD_SEM_MOST_TERMS);
        record = paramod_i_polynomial_append(p);
        if (record == NULL)
            return no_memory();
        for (size_t r = 0; r < f->rows; r++)
            if (f->taken[f->row[r]] != f->row[r])
                paramod_i_polynomial_raise(
                    p, record, variable[f->row[r] * f->g->n + f->taken[f->row[r]]]);
        record[p->words] = cycles % 2 == 0 ? 1 : (uint64_t)-1;
    }
    return PARAMOD_OK;
}

paramod_status paramod_i_rule_minor(const paramod_sem_graph *g, const uint64_t *within,
                                    size_t i, size_t j, paramod_sem_polynomial **out)
{
    size_t *variable = paramod_i_resize(NULL, g->n * g->n, sizeof *variable);
    uint64_t *mark = paramod_i_resize(NULL, g->words, sizeof *mark);
    paramod_i_factors f = { 0 };
    paramod_sem_polynomial *p = NULL;
    paramod_status status = variable == NULL || mark == NULL ? no_memory() : PARAMOD_OK;

    if (status == PARAMOD_OK)
        status = paramod_i_factors_create(g, within, i, j, &f);
    if (status == PARAMOD_OK)
        status = paramod_i_polynomial_of_parameters(g, &p);
    if (status == PARAMOD_OK) {
        number_edges(g, variable);
        status = add_factors(&f, variable, mark, p);
    }
    if (status == PARAMOD_OK)
        status = paramod_i_polynomial_tidy(p, 0);
    if (status == PARAMOD_OK)
        *out = p;
    else
        paramod_sem_polynomial_destroy(p);
    paramod_i_factors_release(&f);
    paramod_i_free(variable);
    paramod_i_free(mark);
    return status;
}

paramod_status paramod_sem_determinant(const paramod_sem_graph *graph,
                                       paramod_sem_polynomial **determinant_out)
{
    return paramod_i_rule_minor(graph, NULL, graph->n, graph->n, determinant_out);
}

paramod_status paramod_sem_adjugate(const paramod_sem_graph *graph, size_t i, size_t j,
                                    paramod_sem_polynomial **adjugate_out)
{
    paramod_status status = check_node(graph, i, __func__);

    if (status == PARAMOD_OK)
        status = check_node(graph, j, __func__);
    return status == PARAMOD_OK ? paramod_i_rule_minor(graph, NULL, i, j, adjugate_out)
                                : status;
}

/* ---- products ----------------------------------------------------------- */

/* Appends a b times a variable, or times 1 for variable SIZE_MAX. */
static paramod_status add_product(const paramod_sem_polynomial *a,
                                  const paramod_sem_polynomial *b, size_t variable,
                                  paramod_sem_polynomial *p)
{
    const size_t stride = paramod_i_stride(p);

    for (size_t x = 0; x < a->terms; x++)
        for (size_t y = 0; y < b->terms; y++) {
            uint64_t *record = paramod_i_polynomial_append(p);
            const uint64_t *left = a->record + x * stride;
            const uint64_t *right = b->record + y * stride;

            if (record == NULL)
                return no_memory();
            for (size_t w = 0; w < p->words; w++)
                record[w] = left[w] + right[w];
            record[p->words] = left[p->words] * right[p->words];
            if (variable != SIZE_MAX)
                paramod_i_polynomial_raise(p, record, variable);
        }
    return PARAMOD_OK;
}

static paramod_status times(const paramod_sem_polynomial *a,
                            const paramod_sem_polynomial *b,
                            const paramod_sem_graph *g, paramod_sem_polynomial **out)
{
    paramod_sem_polynomial *p = NULL;
    paramod_status status = paramod_i_polynomial_of_parameters(g, &p);

    if (status == PARAMOD_OK)
        status = add_product(a, b, SIZE_MAX, p);
    if (status == PARAMOD_OK)
        status = paramod_i_polynomial_tidy(p, 0);
    if (status == PARAMOD_OK)
        *out = p;
    else
        paramod_sem_polynomial_destroy(p);
    return status;
}

/* ---- sides -------------------------------------------------------------- */

void paramod_i_side_release(paramod_i_side *side)
{
    for (size_t k = 0; side->minor != NULL && k < side->n; k++)
        paramod_sem_polynomial_destroy(side->minor[k]);
    paramod_i_free(side->minor);
    paramod_i_free(side->within);
    paramod_sem_polynomial_destroy(side->determinant);
    *side = (paramod_i_side){ 0 };
}

static paramod_status fill_side(const paramod_sem_graph *g, size_t i, paramod_i_side *s)
{
    paramod_status status =
        paramod_i_rule_minor(g, s->within, g->n, g->n, &s->determinant);

    for (size_t k = 0; k < g->n && status == PARAMOD_OK; k++)
        if (paramod_i_set_has(s->within, k))
            status = paramod_i_rule_minor(g, s->within, k, i, &s->minor[k]);
    return status;
}

paramod_status paramod_i_side_create(const paramod_sem_graph *g, size_t i,
                                     paramod_sem_form form, paramod_i_side *side)
{
    paramod_i_side s = { .n = g->n };
    paramod_status status;

    s.minor = paramod_i_resize(NULL, g->n, sizeof *s.minor);
    s.within = paramod_i_resize(NULL, g->words, sizeof *s.within);
    if (s.minor == NULL || s.within == NULL) {
        paramod_i_free(s.minor);
        paramod_i_free(s.within);
        return no_memory();
    }
    memset(s.minor, 0, g->n * sizeof *s.minor);
    memset(s.within, 0, g->words * sizeof *s.within);
    paramod_i_set_add(s.within, i);
    if (form == PARAMOD_SEM_REDUCED)
        paramod_i_set_close(g, g->parents, s.within);
    for (size_t v = 0; v < g->n && form == PARAMOD_SEM_SQUARED; v++)
        paramod_i_set_add(s.within, v);
    status = fill_side(g, i, &s);
    if (status == PARAMOD_OK)
        *side = s;
    else
        paramod_i_side_release(&s);
    return status;
}

static size_t terms_of(const paramod_sem_polynomial *p)
{
    return p == NULL ? 0 : p->terms;
}

/* omega_kl (N_ki N_lj + N_li N_kj), or omega_kk N_ki N_kj. */
static paramod_status add_error(const paramod_i_side *a, const paramod_i_side *b,
                                paramod_sem_edge e, size_t variable,
                                paramod_sem_polynomial *p)
{
    const size_t first = p->terms;
    const paramod_sem_polynomial *pairs[2][2] = { { a->minor[e.from], b->minor[e.to] },
                                                  { a->minor[e.to], b->minor[e.from] } };
    paramod_status status = PARAMOD_OK;

    for (size_t k = 0; k < (e.from == e.to ? 1 : 2) && status == PARAMOD_OK; k++) {
        const size_t more = terms_of(pairs[k][0]) * terms_of(pairs[k][1]);

        if (more > PARAMOD_SEM_MOST_TERMS - p->terms)
            return paramod_i_fail(PARAMOD_ERR_UNSUPPORTED,
                                  "paramod_sem_covariance_entry",
                                  "the numerator needs %zu products of one-connections "
                                  "and more, the limit is %d", p->terms + more,
                                  PARAMOD_SEM_MOST_TERMS);
        if (more > 0)
            status = add_product(pairs[k][0], pairs[k][1], variable, p);
    }
    return status == PARAMOD_OK && p->terms > first
        ? paramod_i_polynomial_tidy(p, first) : status;
}

/* Groups by omega, whose variables come first, so that the sum is sorted. */
static paramod_status make_numerator(const paramod_sem_graph *g, const paramod_i_side *a,
                                     const paramod_i_side *b,
                                     paramod_sem_polynomial **out)
{
    paramod_sem_polynomial *p = NULL;
    paramod_status status = paramod_i_polynomial_of_parameters(g, &p);

    for (size_t k = 0; k < g->n && status == PARAMOD_OK; k++)
        status = add_error(a, b, (paramod_sem_edge){ k, k }, k, p);
    for (size_t k = 0; k < g->bidirected && status == PARAMOD_OK; k++)
        status = add_error(a, b, g->arc[k], g->n + k, p);
    if (status == PARAMOD_OK)
        *out = p;
    else
        paramod_sem_polynomial_destroy(p);
    return status;
}

paramod_status paramod_sem_covariance_entry(const paramod_sem_graph *graph, size_t i,
                                            size_t j, paramod_sem_form form,
                                            paramod_sem_polynomial **numerator_out,
                                            paramod_sem_polynomial **denominator_out)
{
    paramod_i_side a = { 0 }, b = { 0 };
    paramod_sem_polynomial *numerator = NULL, *denominator = NULL;
    paramod_status status = check_node(graph, i, __func__);

    if (status == PARAMOD_OK)
        status = check_node(graph, j, __func__);
    if (status == PARAMOD_OK)
        status = paramod_i_side_create(graph, i, form, &a);
    if (status == PARAMOD_OK)
        status = paramod_i_side_create(graph, j, form, &b);
    if (status == PARAMOD_OK && numerator_out != NULL)
        status = make_numerator(graph, &a, &b, &numerator);
    if (status == PARAMOD_OK && denominator_out != NULL)
        status = times(a.determinant, b.determinant, graph, &denominator);
    if (status == PARAMOD_OK && numerator_out != NULL)
        *numerator_out = numerator;
    if (status == PARAMOD_OK && denominator_out != NULL)
        *denominator_out = denominator;
    if (status != PARAMOD_OK)
        paramod_sem_polynomial_destroy(numerator);
    paramod_i_side_release(&a);
    paramod_i_side_release(&b);
    return status;
}
