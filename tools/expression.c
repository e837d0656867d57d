/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pool of formulas: equal nodes are made once; derivatives. */

#include "expression_node.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

/* ---- the pool ------------------------------------------------------------------ */

expressions *expressions_create(size_t count, const char *const *name)
{
    expressions *pool = take(1, sizeof *pool);

    pool->variables = count;
    pool->name = take(count + 1, sizeof *pool->name);
    for (size_t i = 0; i < count; i++)
        pool->name[i] = copy_text(name[i]);
    pool->slots = 256;
    pool->slot = take(pool->slots, sizeof *pool->slot);
    return pool;
}

void expressions_destroy(expressions *pool)
{
    if (pool == NULL)
        return;
    for (size_t i = 0; i < pool->variables; i++)
        free(pool->name[i]);
    free(pool->name);
    free(pool->node);
    free(pool->slot);
    free(pool);
}

static size_t hash_of(const node *n)
{
    uint64_t bits, hash = (uint64_t)n->op * 0x9e3779b97f4a7c15u;

    (void)memcpy(&bits, &n->value, sizeof bits);
    hash = (hash ^ bits) * 0xff51afd7ed558ccdu;
    hash = (hash ^ n->a ^ (hash >> 29)) * 0xc4ceb9fe1a85ec53u;
    hash = (hash ^ n->b ^ (hash >> 31)) * 0x9e3779b97f4a7c15u;
    return (size_t)(hash ^ (hash >> 32));
}

static bool is_same(const node *a, const node *b)
{
    return a->op == b->op && a->a == b->a && a->b == b->b &&
           memcmp(&a->value, &b->value, sizeof a->value) == 0;
}

static size_t *find_slot(const expressions *pool, const node *n)
{
    size_t at = hash_of(n) & (pool->slots - 1);

    while (pool->slot[at] != 0 && !is_same(&pool->node[pool->slot[at] - 1], n))
        at = (at + 1) & (pool->slots - 1);
    return &pool->slot[at];
}

static void grow(expressions *pool)
{
    pool->slots *= 2;
    free(pool->slot);
    pool->slot = take(pool->slots, sizeof *pool->slot);
    for (size_t i = 0; i < pool->count; i++)
        *find_slot(pool, &pool->node[i]) = i + 1;
}

static size_t enter(expressions *pool, node n)
{
    size_t *slot = find_slot(pool, &n);

    if (*slot == 0) {
        pool->node = room_for_one_more(pool->node, pool->count, sizeof *pool->node);
        pool->node[pool->count++] = n;
        *slot = pool->count;
        if (2 * pool->count > pool->slots) {
            grow(pool);
            slot = find_slot(pool, &n);
        }
    }
    return *slot - 1;
}

size_t expression_number(expressions *pool, double value)
{
    return enter(pool, (node){ .op = OP_NUMBER, .value = value + 0.0 });
}

bool expression_is_number(const expressions *pool, size_t i, double *value)
{
    *value = pool->node[i].value;
    return pool->node[i].op == OP_NUMBER;
}

/* ---- operations, simplified ------------------------------------------------------- */

double operate(operation op, double a, double b)
{
    switch (op) {
    case OP_ADD: return a + b;
    case OP_SUBTRACT: return a - b;
    case OP_MULTIPLY: return a * b;
    case OP_DIVIDE: return a / b;
    case OP_POWER: return pow(a, b);
    case OP_EXP: return exp(a);
    case OP_LOG: return log(a);
    case OP_SQRT: return sqrt(a);
    case OP_SIN: return sin(a);
    case OP_COS: return cos(a);
    case OP_TAN: return tan(a);
    case OP_SINH: return sinh(a);
    case OP_COSH: return cosh(a);
    case OP_TANH: return tanh(a);
    case OP_ATAN: return atan(a);
    case OP_ABS: return fabs(a);
    case OP_SIGN: return (double)((a > 0.0) - (a < 0.0));
    case OP_NUMBER:
    case OP_VARIABLE: break;
    }
    return a;
}

static bool is_value(const expressions *pool, size_t i, double value)
{
    return pool->node[i].op == OP_NUMBER && pool->node[i].value == value;
}

/* x^2, x^3, x^4 by multiplications, x^(1/2) by a root. */
static bool small_power(expressions *pool, size_t a, size_t b, size_t *out)
{
    const size_t square = is_value(pool, b, 1.0) ? a : node_make(pool, OP_MULTIPLY, a, a);

    if (is_value(pool, b, 0.0))
        *out = expression_number(pool, 1.0);
    else if (is_value(pool, b, 1.0))
        *out = a;
    else if (is_value(pool, b, 2.0))
        *out = square;
    else if (is_value(pool, b, 3.0))
        *out = node_make(pool, OP_MULTIPLY, square, a);
    else if (is_value(pool, b, 4.0))
        *out = node_make(pool, OP_MULTIPLY, square, square);
    else if (is_value(pool, b, -1.0))
        *out = node_make(pool, OP_DIVIDE, expression_number(pool, 1.0), a);
    else if (is_value(pool, b, 0.5))
        *out = node_make(pool, OP_SQRT, a, 0);
    else
        return false;
    return true;
}

/* Identities that hold for all finite operands; 0 x = 0 keeps derivatives sparse. */
static bool simplify(expressions *pool, operation op, size_t a, size_t b, size_t *out)
{
    const bool zero_a = is_value(pool, a, 0.0), zero_b = is_value(pool, b, 0.0);

    switch (op) {
    case OP_ADD:
        *out = zero_a ? b : a;
        return zero_a || zero_b;
    case OP_SUBTRACT:
        *out = a == b ? expression_number(pool, 0.0) : a;
        return zero_b || a == b;
    case OP_MULTIPLY:
        *out = zero_a || is_value(pool, b, 1.0) ? a : b;
        return zero_a || zero_b || is_value(pool, a, 1.0) || is_value(pool, b, 1.0);
    case OP_DIVIDE:
        *out = a;
        return (zero_a && !zero_b) || is_value(pool, b, 1.0);
    case OP_POWER:
        return pool->node[b].op == OP_NUMBER && small_power(pool, a, b, out);
    default:
        return false;
    }
}

size_t node_make(expressions *pool, operation op, size_t a, size_t b)
{
    const bool two = op >= OP_ADD && op <= OP_POWER;
    node n = { .op = op, .a = a, .b = two ? b : 0 };
    size_t out = 0;

    if (op == OP_VARIABLE)
        return enter(pool, n);
    if (pool->node[a].op == OP_NUMBER && (!two || pool->node[b].op == OP_NUMBER))
        return expression_number(pool, operate(op, pool->node[a].value,
                                               two ? pool->node[b].value : 0.0));
    if (two && simplify(pool, op, a, b, &out))
        return out;
    if ((op == OP_ADD || op == OP_MULTIPLY) && n.a > n.b) {
        n.a = b;
        n.b = a;
    }
    return enter(pool, n);
}

/* ---- derivatives ---------------------------------------------------------------------- */

static size_t times(expressions *pool, size_t a, size_t b)
{
    return node_make(pool, OP_MULTIPLY, a, b);
}

static size_t minus(expressions *pool, size_t a)
{
    return times(pool, expression_number(pool, -1.0), a);
}

/* (a^b)' = a^(b-1) (b a' + a log(a) b'); the second part only where b varies. */
static size_t power_slope(expressions *pool, const node *n, size_t i, size_t da, size_t db)
{
    const size_t one = expression_number(pool, 1.0);
    const size_t less = node_make(pool, OP_SUBTRACT, n->b, one);
    size_t sum = times(pool, times(pool, n->b, node_make(pool, OP_POWER, n->a, less)), da);

    if (!is_value(pool, db, 0.0))
        sum = node_make(pool, OP_ADD, sum,
                        times(pool, times(pool, i, node_make(pool, OP_LOG, n->a, 0)), db));
    return sum;
}

/* f'(a) of a function of one operand. */
static size_t outer_slope(expressions *pool, const node *n, size_t i)
{
    const size_t one = expression_number(pool, 1.0);

    switch (n->op) {
    case OP_EXP: return i;
    case OP_LOG: return node_make(pool, OP_DIVIDE, one, n->a);
    case OP_SQRT: return node_make(pool, OP_DIVIDE, expression_number(pool, 0.5), i);
    case OP_SIN: return node_make(pool, OP_COS, n->a, 0);
    case OP_COS: return minus(pool, node_make(pool, OP_SIN, n->a, 0));
    case OP_TAN: return node_make(pool, OP_ADD, one, times(pool, i, i));
    case OP_SINH: return node_make(pool, OP_COSH, n->a, 0);
    case OP_COSH: return node_make(pool, OP_SINH, n->a, 0);
    case OP_TANH: return node_make(pool, OP_SUBTRACT, one, times(pool, i, i));
    case OP_ATAN: return node_make(pool, OP_DIVIDE, one,
                                   node_make(pool, OP_ADD, one,
                                             times(pool, n->a, n->a)));
    case OP_ABS: return node_make(pool, OP_SIGN, n->a, 0);
    default: return expression_number(pool, 0.0);
    }
}

static size_t slope(expressions *pool, size_t i, const size_t *done)
{
    const node n = pool->node[i];
    const bool two = n.op >= OP_ADD && n.op <= OP_POWER;
    const size_t da = n.op > OP_VARIABLE ? done[n.a] : 0, db = two ? done[n.b] : 0;

    switch (n.op) {
    case OP_ADD:
    case OP_SUBTRACT:
        return node_make(pool, n.op, da, db);
    case OP_MULTIPLY:
        return node_make(pool, OP_ADD, times(pool, da, n.b), times(pool, n.a, db));
    case OP_DIVIDE:
        return node_make(pool, OP_DIVIDE,
                         node_make(pool, OP_SUBTRACT, da, times(pool, i, db)), n.b);
    case OP_POWER:
        return power_slope(pool, &n, i, da, db);
    default:
        return is_value(pool, da, 0.0) ? da : times(pool, outer_slope(pool, &n, i), da);
    }
}

/* Nodes that node i is made of. */
static void mark(const expressions *pool, size_t i, bool *used)
{
    used[i] = true;
    for (size_t n = i + 1; n-- > 0;) {
        const node *x = &pool->node[n];

        if (!used[n] || x->op <= OP_VARIABLE)
            continue;
        used[x->a] = true;
        if (x->op <= OP_POWER)
            used[x->b] = true;
    }
}

/* From the leaves up: operands stand before what is made of them. */
size_t expression_derivative(expressions *pool, size_t i, size_t variable)
{
    bool *used = take(i + 1, sizeof *used);
    size_t *done = take(i + 1, sizeof *done), result;

    mark(pool, i, used);
    for (size_t n = 0; n <= i; n++) {
        const node *x = &pool->node[n];

        if (!used[n])
            continue;
        if (x->op == OP_NUMBER || x->op == OP_VARIABLE)
            done[n] = expression_number(pool, x->op == OP_VARIABLE && x->a == variable
                                                  ? 1.0 : 0.0);
        else
            done[n] = slope(pool, n, done);
    }
    result = done[i];
    free(used);
    free(done);
    return result;
}

bool expression_depends(expressions *pool, size_t i, size_t variable)
{
    bool *used = take(i + 1, sizeof *used), found = false;

    mark(pool, i, used);
    for (size_t n = 0; n <= i; n++)
        found = found || (used[n] && pool->node[n].op == OP_VARIABLE &&
                          pool->node[n].a == variable);
    free(used);
    return found;
}
