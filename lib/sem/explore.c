/* SPDX-License-Identifier: GPL-3.0-or-later */

/* New generators of one multidegree, by interpolation. */

#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sem/ideal_impl.h"
#include "sem/null_impl.h"

#define P PARAMOD_I_SMALL_PRIME

enum { EXTRA = 8 }; /* points beyond the number of unknowns */

static paramod_status no_memory(void)
{
    return paramod_i_fail(PARAMOD_ERR_MEMORY, "paramod_sem_ideal_create",
                          "no memory for the monomials of a multidegree");
}

/* What is known of a multidegree. */
typedef struct stage {
    paramod_i_exploration *e;
    const size_t *degree;
    paramod_i_monomials list;
    uint32_t *lower;      /* echelon form of what lower generators span */
    size_t lower_rows, lower_room, spanned;
    size_t *lower_pivot;
    size_t *column;       /* the remaining monomials */
    size_t columns;
    uint32_t *matrix;
    size_t *pivot;
} stage;

/* ---- products of lower generators --------------------------------------- */

/* One row: generator times monomial. */
static paramod_status add_row(stage *s, const paramod_sem_polynomial *f,
                              const uint8_t *factor)
{
    uint8_t exponent[PARAMOD_I_IDEAL_NODES * (PARAMOD_I_IDEAL_NODES + 1) / 2];
    uint32_t *row;

    if (s->lower_rows == s->lower_room) {
        const size_t room = s->lower_room == 0 ? 16 : 2 * s->lower_room;
        uint32_t *grown = s->list.count > SIZE_MAX / 4 / room
            ? NULL : paramod_i_resize(s->lower, room * s->list.count, sizeof *grown);

        if (grown == NULL)
            return no_memory();
        s->lower = grown;
        s->lower_room = room;
    }
    row = s->lower + s->lower_rows++ * s->list.count;
    memset(row, 0, s->list.count * sizeof *row);
    for (size_t k = 0; k < f->terms; k++) {
        const int64_t c = paramod_i_coefficient(f, k) % (int64_t)P;
        size_t at;

        for (size_t v = 0; v < f->variables; v++)
            exponent[v] = (uint8_t)(factor[v] + paramod_i_exponent(f, k, v));
        at = paramod_i_monomials_find(&s->list, exponent);
        if (at != SIZE_MAX)
            row[at] = (uint32_t)(c < 0 ? c + (int64_t)P : c);
    }
    return PARAMOD_OK;
}

/* All products of a generator that have this multidegree. */
static paramod_status add_products(stage *s, const paramod_sem_polynomial *f)
{
    const size_t n = s->e->live.n;
    size_t rest[PARAMOD_I_IDEAL_NODES];
    paramod_i_monomials factors;
    bool too_many;
    paramod_status status;

    paramod_sem_polynomial_multidegree(f, rest);
    for (size_t i = 0; i < n; i++) {
        if (rest[i] > s->degree[i])
            return PARAMOD_OK;
        rest[i] = s->degree[i] - rest[i];
    }
    status = paramod_i_monomials_list(&s->e->live, rest, s->e->most, &factors,
                                      &too_many);
    for (size_t k = 0; k < factors.count && status == PARAMOD_OK; k++)
        status = add_row(s, f, factors.exponent + k * factors.variables);
    paramod_i_monomials_release(&factors);
    return status;
}

/* Sets the leading monomials of the span aside. */
static paramod_status set_aside(stage *s)
{
    const paramod_sem_ideal *ideal = s->e->ideal;
    paramod_status status = PARAMOD_OK;

    for (size_t k = 0; k < ideal->generators && status == PARAMOD_OK; k++)
        if (paramod_sem_polynomial_degree(ideal->generator[k]) > 1)
            status = add_products(s, ideal->generator[k]);
    if (status != PARAMOD_OK)
        return status;
    s->column = paramod_i_resize(NULL, 2 * s->list.count + 1, sizeof *s->column);
    if (s->column == NULL)
        return no_memory();
    s->lower_pivot = s->column + s->list.count;
    s->spanned = s->lower_rows == 0 ? 0
        : paramod_i_echelon(s->lower_rows, s->list.count, s->lower, s->lower_pivot);
    for (size_t j = 0; j < s->list.count; j++) {
        bool leads = false;

        for (size_t r = 0; r < s->spanned && !leads; r++)
            leads = s->lower_pivot[r] == j;
        if (!leads)
            s->column[s->columns++] = j;
    }
    return PARAMOD_OK;
}

/* ---- interpolation ------------------------------------------------------ */

static void evaluate(const stage *s, const uint64_t *sigma, uint32_t *row)
{
    const size_t n = s->e->live.n;

    for (size_t j = 0; j < s->columns; j++) {
        const uint8_t *exponent = s->list.exponent + s->column[j] * s->list.variables;
        uint64_t product = 1;
        size_t v = 0;

        for (size_t a = 0; a < n; a++)
            for (size_t b = a; b < n; b++, v++)
                for (unsigned e = exponent[v]; e > 0; e--)
                    product = product * sigma[a * n + b] % P;
        row[j] = (uint32_t)product;
    }
}

static paramod_status interpolate(stage *s, size_t *rank)
{
    const size_t rows = s->columns + EXTRA;

    s->matrix = paramod_i_resize(NULL, rows * s->columns, sizeof *s->matrix);
    s->pivot = paramod_i_resize(NULL, s->columns, sizeof *s->pivot);
    if (s->matrix == NULL || s->pivot == NULL)
        return no_memory();
    for (size_t r = 0; r < rows; r++) {
        paramod_i_point_draw(&s->e->small, s->e->g);
        evaluate(s, s->e->small.sigma, s->matrix + r * s->columns);
    }
    *rank = paramod_i_echelon(rows, s->columns, s->matrix, s->pivot);
    return PARAMOD_OK;
}

/* x = the null vector with 1 in free column c and 0 in other free columns. */
static void null_vector(const stage *s, size_t rank, size_t c, uint64_t *x)
{
    memset(x, 0, s->columns * sizeof *x);
    x[c] = 1;
    for (size_t r = rank; r-- > 0;) {
        const uint32_t *row = s->matrix + r * s->columns;
        uint64_t sum = 0;

        for (size_t j = 0; j < s->columns; j++)
            if (j != s->pivot[r] && x[j] != 0)
                sum = (sum + x[j] * row[j]) % P;
        x[s->pivot[r]] = sum == 0 ? 0 : P - sum;
    }
}

/* ---- integers ----------------------------------------------------------- */

/* The fraction of least terms that is x modulo p, terms up to 2^15. */
static bool fraction(uint64_t x, int64_t *numerator, int64_t *denominator)
{
    const int64_t bound = INT64_C(1) << 15;
    int64_t r0 = (int64_t)P, r1 = (int64_t)x, t0 = 0, t1 = 1;

    while (r1 > bound) {
        const int64_t q = r0 / r1, r2 = r0 - q * r1, t2 = t0 - q * t1;

        r0 = r1;
        r1 = r2;
        t0 = t1;
        t1 = t2;
    }
    if (t1 > bound || t1 < -bound)
        return false;
    *numerator = t1 < 0 ? -r1 : r1;
    *denominator = t1 < 0 ? -t1 : t1;
    return true;
}

static int64_t common(int64_t a, int64_t b)
{
    while (b != 0) {
        const int64_t rest = a % b;

        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

/* Integers without common factor in the ratios of x; the first positive.  The
 * coefficients of a primitive polynomial with one coefficient 1 after scaling
 * all divide by that one, so that their common denominator stays small. */
static bool to_integers(size_t count, const uint64_t *x, int64_t *integer)
{
    int64_t scale = 1, content = 0;

    for (size_t j = 0; j < count; j++) {
        int64_t a, b;

        if (!fraction(x[j], &a, &b))
            return false;
        scale = scale / common(scale, b) * b;
        if (scale > INT64_C(1) << 30)
            return false;
    }
    for (size_t j = 0; j < count; j++) {
        int64_t a = 0, b = 1;

        (void)fraction(x[j], &a, &b);
        integer[j] = a * (scale / b);
        content = common(content, integer[j]);
    }
    for (size_t j = 0, sign = 0; j < count; j++) {
        if (sign == 0 && integer[j] != 0) {
            sign = 1;
            content = integer[j] < 0 ? -content : content;
        }
        integer[j] /= content;
    }
    return true;
}

static paramod_status make(const stage *s, const int64_t *integer,
                           paramod_sem_polynomial **out)
{
    paramod_sem_polynomial *p = NULL;
    paramod_status status = paramod_i_polynomial_of_moments(s->e->live.n, &p);

    for (size_t j = 0; j < s->columns && status == PARAMOD_OK; j++) {
        const uint8_t *exponent = s->list.exponent + s->column[j] * s->list.variables;
        uint64_t *record;

        if (integer[j] == 0)
            continue;
        record = paramod_i_polynomial_append(p);
        if (record == NULL) {
            status = no_memory();
            break;
        }
        for (size_t v = 0; v < p->variables; v++)
            for (unsigned e = exponent[v]; e > 0; e--)
                paramod_i_polynomial_raise(p, record, v);
        record[p->words] = (uint64_t)integer[j];
    }
    if (status == PARAMOD_OK)
        status = paramod_i_polynomial_tidy(p, 0);
    if (status == PARAMOD_OK)
        *out = p;
    else
        paramod_sem_polynomial_destroy(p);
    return status;
}

/* True if p vanishes at EXTRA points modulo 2^61 - 1. */
static bool holds(paramod_i_exploration *e, const paramod_sem_polynomial *p)
{
    const size_t n = e->live.n;
    uint64_t value[PARAMOD_I_IDEAL_NODES * (PARAMOD_I_IDEAL_NODES + 1) / 2];

    for (int k = 0; k < EXTRA; k++) {
        paramod_i_point_draw(&e->large, e->g);
        for (size_t i = 0, v = 0; i < n; i++)
            for (size_t j = i; j < n; j++)
                value[v++] = e->large.sigma[i * n + j];
        if (paramod_i_polynomial_mod(p, value) != 0)
            return false;
    }
    return true;
}

static paramod_status take_vectors(stage *s, size_t rank)
{
    uint64_t *x = paramod_i_resize(NULL, 2 * s->columns, sizeof *x);
    int64_t *integer = (int64_t *)(x == NULL ? NULL : x + s->columns);
    paramod_status status = x == NULL ? no_memory() : PARAMOD_OK;

    for (size_t c = 0; c < s->columns && status == PARAMOD_OK; c++) {
        paramod_sem_polynomial *p = NULL;
        bool bound = false;

        for (size_t r = 0; r < rank && !bound; r++)
            bound = s->pivot[r] == c;
        if (bound)
            continue;
        null_vector(s, rank, c, x);
        if (!to_integers(s->columns, x, integer))
            status = paramod_i_fail(PARAMOD_ERR_UNSUPPORTED, "paramod_sem_ideal_create",
                                    "a generator has coefficients above 2^15");
        else
            status = make(s, integer, &p);
        if (status == PARAMOD_OK && !holds(s->e, p)) {
            paramod_sem_polynomial_destroy(p);
            status = paramod_i_fail(PARAMOD_ERR_UNSUPPORTED, "paramod_sem_ideal_create",
                                    "a generator modulo 2^31 - 1 is none modulo "
                                    "2^61 - 1: choose another seed");
        } else if (status == PARAMOD_OK) {
            status = paramod_i_ideal_add(s->e->ideal, p);
        }
    }
    paramod_i_free(x);
    return status;
}

static paramod_status work(stage *s)
{
    paramod_i_settled settled = { .monomials = s->list.count };
    paramod_status status = set_aside(s);
    size_t rank = 0;

    if (status == PARAMOD_OK && s->columns > 0)
        status = interpolate(s, &rank);
    if (status == PARAMOD_OK && rank < s->columns)
        status = take_vectors(s, rank);
    settled.spanned = s->spanned;
    settled.rank = rank;
    settled.generators = s->columns - rank;
    return status == PARAMOD_OK
        ? paramod_i_ideal_settle(s->e->ideal, s->degree, settled) : status;
}

paramod_status paramod_i_explore(paramod_i_exploration *e, const size_t *degree,
                                 bool *skipped)
{
    stage s = { .e = e, .degree = degree };
    paramod_status status =
        paramod_i_monomials_list(&e->live, degree, e->most, &s.list, skipped);

    if (status == PARAMOD_OK && s.list.count > 1)
        status = work(&s);
    paramod_i_monomials_release(&s.list);
    paramod_i_free(s.lower);
    paramod_i_free(s.column);
    paramod_i_free(s.matrix);
    paramod_i_free(s.pivot);
    return status;
}
