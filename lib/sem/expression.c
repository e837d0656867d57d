/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "sem/expression_impl.h"

typedef enum operation {
    PUSH, ARGUMENT, ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER, NEGATE, EXP, LOG, SQRT
} operation;

typedef struct step {
    operation operation;
    double value;
    size_t index;
} step;

struct paramod_i_expression {
    size_t count, room;
    step *step;
    size_t depth; /**< of the stack */
};

enum { DEEPEST = 64, LONGEST_NAME = 128 };

typedef struct reader {
    const char *text, *at, *caller;
    paramod_i_lookup lookup;
    const void *data;
    paramod_i_expression *out;
    size_t stack;  /**< values on the stack so far */
    size_t nested;
    paramod_status status;
} reader;

static bool refuse(reader *r, const char *what)
{
    if (r->status == PARAMOD_OK)
        r->status = paramod_i_fail(PARAMOD_ERR_FORMAT, r->caller,
                                   "'%s', column %zu: %s", r->text,
                                   (size_t)(r->at - r->text) + 1, what);
    return false;
}

static bool emit(reader *r, operation op, double value, size_t index)
{
    paramod_i_expression *const e = r->out;

    if (e->count == e->room) {
        step *const more = paramod_i_resize(e->step, 2 * e->room + 8, sizeof *more);

        if (more == NULL) {
            r->status = paramod_i_fail(PARAMOD_ERR_MEMORY, r->caller, "out of memory");
            return false;
        }
        e->step = more;
        e->room = 2 * e->room + 8;
    }
    e->step[e->count++] = (step){ op, value, index };
    if (op <= ARGUMENT)
        r->stack++;
    else if (op <= POWER)
        r->stack--;
    if (r->stack > e->depth)
        e->depth = r->stack;
    return true;
}

static char peek(reader *r)
{
    while (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r')
        r->at++;
    return *r->at;
}

static bool is_name(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '.' ||
           (unsigned char)c >= 0x80;
}

static bool read_sum(reader *r);

static bool read_call(reader *r, const char *name)
{
    static const char *const known[] = { "exp", "log", "sqrt" };

    for (size_t i = 0; i < 3; i++)
        if (strcmp(name, known[i]) == 0) {
            r->at++;
            if (!read_sum(r))
                return false;
            if (peek(r) != ')')
                return refuse(r, "')' is missing");
            r->at++;
            return emit(r, (operation)(EXP + i), 0.0, 0);
        }
    return refuse(r, "the functions are exp, log and sqrt");
}

static bool read_name(reader *r)
{
    char name[LONGEST_NAME];
    size_t length = 0, index;
    const char *const start = r->at;

    while (is_name(*r->at) && length + 1 < sizeof name)
        name[length++] = *r->at++;
    name[length] = '\0';
    if (peek(r) == '(')
        return read_call(r, name);
    index = r->lookup(name, r->data);
    if (index != (size_t)-1)
        return emit(r, ARGUMENT, 0.0, index);
    r->at = start;
    if (r->status == PARAMOD_OK)
        r->status = paramod_i_fail(PARAMOD_ERR_FORMAT, r->caller, "'%s', column %zu: "
                                   "no parameter has the label '%s'", r->text,
                                   (size_t)(start - r->text) + 1, name);
    return false;
}

static bool read_number(reader *r)
{
    char digits[LONGEST_NAME];
    size_t length = 0;
    double value;

    while (length + 1 < sizeof digits &&
           (isdigit((unsigned char)*r->at) || *r->at == '.' ||
            ((*r->at == 'e' || *r->at == 'E') && length > 0) ||
            ((*r->at == '-' || *r->at == '+') && length > 0 &&
             (digits[length - 1] == 'e' || digits[length - 1] == 'E'))))
        digits[length++] = *r->at++;
    digits[length] = '\0';
    if (!paramod_i_read_number(digits, &value) || !isfinite(value))
        return refuse(r, "this is not a number");
    return emit(r, PUSH, value, 0);
}

static bool read_atom(reader *r)
{
    const char c = peek(r);

    if (c == '(') {
        r->at++;
        if (!read_sum(r))
            return false;
        if (peek(r) != ')')
            return refuse(r, "')' is missing");
        r->at++;
        return true;
    }
    if (isdigit((unsigned char)c) || (c == '.' && isdigit((unsigned char)r->at[1])))
        return read_number(r);
    if (is_name(c))
        return read_name(r);
    return refuse(r, c == '\0' ? "something is missing at the end"
                               : "a number or a label is expected");
}

/* The power binds tighter than a sign on its left, and to the right. */
static bool read_factor(reader *r)
{
    bool fine;

    if (++r->nested > DEEPEST)
        return refuse(r, "nested too deeply");
    if (peek(r) == '-') {
        r->at++;
        fine = read_factor(r) && emit(r, NEGATE, 0.0, 0);
    } else {
        fine = read_atom(r);
        if (fine && peek(r) == '^') {
            r->at++;
            fine = read_factor(r) && emit(r, POWER, 0.0, 0);
        }
    }
    r->nested--;
    return fine;
}

static bool read_product(reader *r)
{
    if (!read_factor(r))
        return false;
    for (char c = peek(r); c == '*' || c == '/'; c = peek(r)) {
        r->at++;
        if (!read_factor(r) || !emit(r, c == '*' ? MULTIPLY : DIVIDE, 0.0, 0))
            return false;
    }
    return true;
}

static bool read_sum(reader *r)
{
    if (!read_product(r))
        return false;
    for (char c = peek(r); c == '+' || c == '-'; c = peek(r)) {
        r->at++;
        if (!read_product(r) || !emit(r, c == '+' ? ADD : SUBTRACT, 0.0, 0))
            return false;
    }
    return true;
}

paramod_status paramod_i_expression_create(const char *text, const char *caller,
                                           paramod_i_lookup lookup, const void *data,
                                           paramod_i_expression **out)
{
    paramod_i_expression *const e = paramod_i_resize(NULL, 1, sizeof *e);
    reader r = { .text = text, .at = text, .caller = caller, .lookup = lookup,
                 .data = data, .out = e };

    if (e == NULL)
        return paramod_i_fail(PARAMOD_ERR_MEMORY, caller, "out of memory");
    *e = (paramod_i_expression){ .count = 0 };
    if (!read_sum(&r) || (peek(&r) != '\0' && !refuse(&r, "cannot be read"))) {
        paramod_i_expression_destroy(e);
        return r.status;
    }
    *out = e;
    return PARAMOD_OK;
}

void paramod_i_expression_destroy(paramod_i_expression *expression)
{
    if (expression == NULL)
        return;
    paramod_i_free(expression->step);
    paramod_i_free(expression);
}

size_t paramod_i_expression_work(const paramod_i_expression *expression, size_t q)
{
    return expression->depth * (q + 1);
}

/* ---- evaluation ---------------------------------------------------------- */

/* d f(a, b) = fa da + fb db, in place of da. */
static void chain(size_t q, double fa, double *da, double fb, const double *db)
{
    for (size_t j = 0; j < q; j++)
        da[j] = fa * da[j] + (fb == 0.0 ? 0.0 : fb * db[j]);
}

static void binary(operation op, size_t q, double *a, const double *b)
{
    const double x = a[0], y = b[0];

    switch (op) {
    case ADD:
        a[0] = x + y;
        chain(q, 1.0, a + 1, 1.0, b + 1);
        break;
    case SUBTRACT:
        a[0] = x - y;
        chain(q, 1.0, a + 1, -1.0, b + 1);
        break;
    case MULTIPLY:
        a[0] = x * y;
        chain(q, y, a + 1, x, b + 1);
        break;
    case DIVIDE:
        a[0] = x / y;
        chain(q, 1.0 / y, a + 1, -x / y / y, b + 1);
        break;
    default: { /* d/dy x^y is needed only where the exponent varies */
        bool varies = false;

        for (size_t j = 1; j <= q; j++)
            varies = varies || b[j] != 0.0;
        a[0] = pow(x, y);
        chain(q, y * pow(x, y - 1.0), a + 1, varies ? a[0] * log(x) : 0.0, b + 1);
        break;
    }
    }
}

static void unary(operation op, size_t q, double *a)
{
    const double x = a[0];
    double slope = -1.0;

    a[0] = -x;
    if (op == EXP)
        slope = a[0] = exp(x);
    else if (op == LOG) {
        a[0] = log(x);
        slope = 1.0 / x;
    } else if (op == SQRT) {
        a[0] = sqrt(x);
        slope = 0.5 / a[0];
    }
    for (size_t j = 1; j <= q; j++)
        a[j] *= slope;
}

double paramod_i_expression_value(const paramod_i_expression *expression, size_t q,
                                  const double *argument, double *gradient,
                                  double *work)
{
    const size_t width = q + 1;
    double *top = work; /* one past the last value on the stack */

    for (size_t i = 0; i < expression->count; i++) {
        const step *const s = expression->step + i;

        if (s->operation <= ARGUMENT) {
            memset(top, 0, width * sizeof *top);
            top[0] = s->operation == PUSH ? s->value : argument[s->index];
            if (s->operation == ARGUMENT)
                top[1 + s->index] = 1.0;
            top += width;
        } else if (s->operation <= POWER) {
            top -= width;
            binary(s->operation, q, top - width, top);
        } else {
            unary(s->operation, q, top - width);
        }
    }
    memcpy(gradient, work + 1, q * sizeof *gradient);
    return work[0];
}
