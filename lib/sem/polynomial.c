/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Polynomials: making, sorting, values. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/sum_impl.h"
#include "sem/modular_impl.h"
#include "sem/polynomial_impl.h"

static paramod_status no_memory(void)
{
    return paramod_i_fail(PARAMOD_ERR_MEMORY, "paramod_sem_polynomial",
                          "no memory for its terms");
}

/* ---- making ------------------------------------------------------------- */

static paramod_status create(size_t n, size_t variables, size_t bits,
                             paramod_sem_polynomial **out)
{
    paramod_sem_polynomial *p = paramod_i_resize(NULL, 1, sizeof *p);

    if (p == NULL)
        return no_memory();
    *p = (paramod_sem_polynomial){ .n = n, .variables = variables, .bits = bits };
    p->words = (variables + 64 / bits - 1) / (64 / bits);
    p->variable = paramod_i_resize(NULL, variables, sizeof *p->variable);
    if (p->variable == NULL) {
        paramod_i_free(p);
        return no_memory();
    }
    *out = p;
    return PARAMOD_OK;
}

paramod_status paramod_i_polynomial_of_parameters(const paramod_sem_graph *g,
                                                  paramod_sem_polynomial **out)
{
    const paramod_status status =
        create(g->n, g->n + g->bidirected + g->directed, 2, out);
    paramod_i_variable *at;

    if (status != PARAMOD_OK)
        return status;
    at = (*out)->variable;
    for (size_t i = 0; i < g->n; i++)
        *at++ = (paramod_i_variable){ 'w', i, i };
    for (size_t k = 0; k < g->bidirected; k++)
        *at++ = (paramod_i_variable){ 'w', g->arc[k].from, g->arc[k].to };
    for (size_t k = 0; k < g->directed; k++)
        *at++ = (paramod_i_variable){ 'l', g->arrow[k].from, g->arrow[k].to };
    return PARAMOD_OK;
}

paramod_status paramod_i_polynomial_of_moments(size_t n, paramod_sem_polynomial **out)
{
    const paramod_status status = create(n, n * (n + 1) / 2, 8, out);
    paramod_i_variable *at;

    if (status != PARAMOD_OK)
        return status;
    at = (*out)->variable;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n; j++)
            *at++ = (paramod_i_variable){ 's', i, j };
    return PARAMOD_OK;
}

void paramod_sem_polynomial_destroy(paramod_sem_polynomial *polynomial)
{
    if (polynomial == NULL)
        return;
    paramod_i_free(polynomial->record);
    paramod_i_free(polynomial->variable);
    paramod_i_free(polynomial);
}

uint64_t *paramod_i_polynomial_append(paramod_sem_polynomial *p)
{
    const size_t stride = paramod_i_stride(p);
    uint64_t *record;

    if (p->terms == p->room) {
        const size_t room = p->room == 0 ? 16 : 2 * p->room;

        record = paramod_i_resize(p->record, room * stride, sizeof *record);
        if (record == NULL)
            return NULL;
        p->record = record;
        p->room = room;
    }
    record = p->record + p->terms++ * stride;
    memset(record, 0, stride * sizeof *record);
    return record;
}

void paramod_i_polynomial_raise(const paramod_sem_polynomial *p, uint64_t *record,
                                size_t variable)
{
    record[paramod_i_exponent_word(p, variable)] +=
        UINT64_C(1) << paramod_i_exponent_shift(p, variable);
}

/* ---- order -------------------------------------------------------------- */

/* Positive if a comes first. */
static int compare(const uint64_t *a, const uint64_t *b, size_t words)
{
    for (size_t w = 0; w < words; w++)
        if (a[w] != b[w])
            return a[w] > b[w] ? 1 : -1;
    return 0;
}

static void copy(uint64_t *to, const uint64_t *from, size_t stride)
{
    for (size_t w = 0; w < stride; w++)
        to[w] = from[w];
}

static void sort_run(uint64_t *run, size_t count, size_t words, uint64_t *held)
{
    const size_t stride = words + 1;

    for (size_t k = 1; k < count; k++) {
        size_t at = k;

        copy(held, run + k * stride, stride);
        for (; at > 0 && compare(held, run + (at - 1) * stride, words) > 0; at--)
            copy(run + at * stride, run + (at - 1) * stride, stride);
        copy(run + at * stride, held, stride);
    }
}

static void merge(const uint64_t *from, size_t left, size_t count, size_t words,
                  uint64_t *to)
{
    const size_t stride = words + 1;
    size_t a = 0, b = left;

    for (size_t k = 0; k < count; k++) {
        const bool first = b == count
            || (a < left
                && compare(from + a * stride, from + b * stride, words) >= 0);

        copy(to + k * stride, from + (first ? a++ : b++) * stride, stride);
    }
}

/* Merge sort of runs of 8, which insertion sorts. */
static void sort(uint64_t *record, size_t count, size_t words, uint64_t *work)
{
    const size_t stride = words + 1;
    uint64_t *from = record, *to = work;

    for (size_t k = 0; k < count; k += 8)
        sort_run(record + k * stride, count - k < 8 ? count - k : 8, words, work);
    for (size_t width = 8; width < count; width *= 2) {
        uint64_t *held = from;

        for (size_t k = 0; k < count; k += 2 * width) {
            const size_t left = count - k < width ? count - k : width;
            const size_t both = count - k < 2 * width ? count - k : 2 * width;

            merge(from + k * stride, left, both, words, to + k * stride);
        }
        from = to;
        to = held;
    }
    if (from != record)
        memcpy(record, from, count * stride * sizeof *record);
}

/* Adds up coefficients of equal neighbours and drops zeros. */
static bool join(uint64_t *record, size_t count, size_t words, size_t *kept)
{
    const size_t stride = words + 1;

    *kept = 0;
    for (size_t k = 0; k < count;) {
        uint64_t *place = record + *kept * stride;
        int64_t sum = (int64_t)record[k * stride + words];
        const size_t first = k;

        for (k++; k < count
             && compare(record + first * stride, record + k * stride, words) == 0; k++)
            if (__builtin_add_overflow(sum, (int64_t)record[k * stride + words], &sum))
                return false;
        if (sum != 0) {
            copy(place, record + first * stride, stride);
            place[words] = (uint64_t)sum;
            ++*kept;
        }
    }
    return true;
}

paramod_status paramod_i_polynomial_tidy(paramod_sem_polynomial *p, size_t first)
{
    const size_t stride = paramod_i_stride(p), count = p->terms - first;
    uint64_t *work = paramod_i_resize(NULL, (count + 1) * stride, sizeof *work);
    size_t kept = 0;
    bool fits;

    if (work == NULL)
        return no_memory();
    sort(p->record + first * stride, count, p->words, work);
    fits = join(p->record + first * stride, count, p->words, &kept);
    paramod_i_free(work);
    p->terms = first + kept;
    return fits ? PARAMOD_OK
                : paramod_i_fail(PARAMOD_ERR_UNSUPPORTED, "paramod_sem_polynomial",
                                 "a coefficient exceeds 2^63");
}

/* ---- questions ---------------------------------------------------------- */

size_t paramod_sem_polynomial_terms(const paramod_sem_polynomial *polynomial)
{
    return polynomial->terms;
}

size_t paramod_sem_polynomial_variables(const paramod_sem_polynomial *polynomial)
{
    return polynomial->variables;
}

size_t paramod_sem_polynomial_degree(const paramod_sem_polynomial *polynomial)
{
    size_t degree = 0;

    for (size_t k = 0; k < polynomial->terms; k++) {
        size_t sum = 0;

        for (size_t v = 0; v < polynomial->variables; v++)
            sum += paramod_i_exponent(polynomial, k, v);
        degree = sum > degree ? sum : degree;
    }
    return degree;
}

int64_t paramod_sem_polynomial_term(const paramod_sem_polynomial *polynomial, size_t k,
                                    unsigned *exponents)
{
    if (k >= polynomial->terms)
        return 0;
    for (size_t v = 0; exponents != NULL && v < polynomial->variables; v++)
        exponents[v] = paramod_i_exponent(polynomial, k, v);
    return paramod_i_coefficient(polynomial, k);
}

void paramod_sem_polynomial_multidegree(const paramod_sem_polynomial *polynomial,
                                        size_t *degree)
{
    for (size_t i = 0; i < polynomial->n; i++)
        degree[i] = 0;
    for (size_t v = 0; polynomial->terms > 0 && v < polynomial->variables; v++) {
        const unsigned exponent = paramod_i_exponent(polynomial, 0, v);

        degree[polynomial->variable[v].row] += exponent;
        degree[polynomial->variable[v].column] += exponent;
    }
}

/* The entry of the matrix that a variable stands for. */
static double entry(const paramod_sem_polynomial *p, size_t v, const double *lambda,
                    const double *symmetric)
{
    const paramod_i_variable *x = &p->variable[v];

    return (x->matrix == 'l' ? lambda : symmetric)[x->row * p->n + x->column];
}

static double value(const paramod_sem_polynomial *p, const double *lambda,
                    const double *symmetric)
{
    paramod_i_sum sum = { 0, 0 };

    for (size_t k = 0; k < p->terms; k++) {
        double product = (double)paramod_i_coefficient(p, k);

        for (size_t v = 0; v < p->variables; v++) {
            const unsigned exponent = paramod_i_exponent(p, k, v);

            if (exponent > 0) {
                const double x = entry(p, v, lambda, symmetric);

                for (unsigned e = 0; e < exponent; e++)
                    product *= x;
            }
        }
        paramod_i_sum_add(&sum, product);
    }
    return paramod_i_sum_value(&sum);
}

double paramod_sem_polynomial_at_parameters(const paramod_sem_polynomial *polynomial,
                                            const double *lambda, const double *omega)
{
    if (polynomial->variables > 0 && polynomial->variable[0].matrix == 's')
        return NAN;
    return value(polynomial, lambda, omega);
}

double paramod_sem_polynomial_at_covariance(const paramod_sem_polynomial *polynomial,
                                            const double *sigma)
{
    if (polynomial->variables > 0 && polynomial->variable[0].matrix != 's')
        return NAN;
    return value(polynomial, NULL, sigma);
}

uint64_t paramod_i_polynomial_mod(const paramod_sem_polynomial *p, const uint64_t *at)
{
    uint64_t sum = 0;

    for (size_t k = 0; k < p->terms; k++) {
        uint64_t product = paramod_i_mod_of(paramod_i_coefficient(p, k));

        for (size_t v = 0; v < p->variables; v++)
            for (unsigned e = paramod_i_exponent(p, k, v); e > 0; e--)
                product = paramod_i_mod_times(product, at[v]);
        sum = paramod_i_mod_plus(sum, product);
    }
    return sum;
}
