/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Polynomials as text, LaTeX and C. */

#include <string.h>

#include "core/text_impl.h"
#include "sem/polynomial_impl.h"

void paramod_i_put(paramod_i_sink *sink, const char *text)
{
    for (; *text != '\0'; text++, sink->length++)
        if (sink->length + 1 < sink->size)
            sink->text[sink->length] = *text;
}

void paramod_i_put_number(paramod_i_sink *sink, size_t number)
{
    char text[24];

    (void)paramod_i_format(text, sizeof text, "%zu", number);
    paramod_i_put(sink, text);
}

size_t paramod_i_put_end(paramod_i_sink *sink)
{
    if (sink->size > 0)
        sink->text[sink->length < sink->size ? sink->length : sink->size - 1] = '\0';
    return sink->length;
}

/* s12; from ten nodes on s1_12, or 1,12 in LaTeX. */
static void put_indices(paramod_i_sink *sink, const paramod_i_variable *v, size_t n,
                        const char *between)
{
    paramod_i_put_number(sink, v->row + 1);
    paramod_i_put(sink, n > 9 ? between : "");
    paramod_i_put_number(sink, v->column + 1);
}

void paramod_i_put_variable(paramod_i_sink *sink, const paramod_i_variable *v,
                            size_t n, paramod_sem_style style)
{
    const char letter[2] = { v->matrix, '\0' };
    const char *name = v->matrix == 'l' ? "lambda" : v->matrix == 'w' ? "omega"
                                                                      : "sigma";

    if (style == PARAMOD_SEM_LATEX) {
        paramod_i_put(sink, "\\");
        paramod_i_put(sink, name);
        paramod_i_put(sink, "_{");
        put_indices(sink, v, n, ",");
        paramod_i_put(sink, "}");
    } else if (style == PARAMOD_SEM_C) {
        paramod_i_put(sink, name);
        paramod_i_put(sink, "[");
        paramod_i_put_number(sink, v->row);
        paramod_i_put(sink, "][");
        paramod_i_put_number(sink, v->column);
        paramod_i_put(sink, "]");
    } else {
        paramod_i_put(sink, letter);
        put_indices(sink, v, n, "_");
    }
}

static void put_power(paramod_i_sink *sink, const paramod_sem_polynomial *p, size_t v,
                      unsigned exponent, paramod_sem_style style)
{
    const unsigned repeats = style == PARAMOD_SEM_C ? exponent : 1;

    for (unsigned e = 0; e < repeats; e++) {
        paramod_i_put(sink, e > 0 ? "*" : "");
        paramod_i_put_variable(sink, &p->variable[v], p->n, style);
    }
    if (style != PARAMOD_SEM_C && exponent > 1) {
        paramod_i_put(sink, style == PARAMOD_SEM_LATEX ? "^{" : "^");
        paramod_i_put_number(sink, exponent);
        paramod_i_put(sink, style == PARAMOD_SEM_LATEX ? "}" : "");
    }
}

/* The coefficient, unless it is 1 and something follows.  In C it is a double:
 * an int would overflow beyond 2^31. */
static bool put_size(paramod_i_sink *sink, int64_t coefficient, bool alone,
                     paramod_sem_style style)
{
    const size_t size = coefficient < 0 ? (size_t)0 - (size_t)coefficient
                                        : (size_t)coefficient;

    if (size == 1 && !alone)
        return false;
    paramod_i_put_number(sink, size);
    paramod_i_put(sink, style == PARAMOD_SEM_C ? "." : "");
    return true;
}

static void put_term(paramod_i_sink *sink, const paramod_sem_polynomial *p, size_t k,
                     paramod_sem_style style)
{
    const char *times = style == PARAMOD_SEM_LATEX ? "" : "*";
    bool alone = true, begun;

    for (size_t v = 0; v < p->variables && alone; v++)
        alone = paramod_i_exponent(p, k, v) == 0;
    begun = put_size(sink, paramod_i_coefficient(p, k), alone, style);
    for (size_t v = 0; v < p->variables; v++) {
        const unsigned exponent = paramod_i_exponent(p, k, v);

        if (exponent == 0)
            continue;
        paramod_i_put(sink, begun ? times : "");
        put_power(sink, p, v, exponent, style);
        begun = true;
    }
}

void paramod_i_put_polynomial(paramod_i_sink *sink, const paramod_sem_polynomial *p,
                              paramod_sem_style style)
{
    if (p->terms == 0)
        paramod_i_put(sink, style == PARAMOD_SEM_C ? "0." : "0");
    for (size_t k = 0; k < p->terms; k++) {
        paramod_i_put(sink, paramod_i_coefficient(p, k) < 0 ? "-" : k > 0 ? "+" : "");
        put_term(sink, p, k, style);
    }
}

size_t paramod_sem_polynomial_text(const paramod_sem_polynomial *polynomial,
                                   paramod_sem_style style, char *text, size_t size)
{
    paramod_i_sink sink = { text, size, 0 };

    paramod_i_put_polynomial(&sink, polynomial, style);
    return paramod_i_put_end(&sink);
}
