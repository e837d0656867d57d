/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Nodes as a list of operations on a workspace of doubles: one place for each variable,
 * then one for each number and each operation that is needed.  What depends on seldom
 * changing variables alone comes first. */

#include <math.h>
#include <stdlib.h>

#include "expression_node.h"
#include "memory.h"

typedef struct step {
    unsigned op, a, b, to;
} step;

struct program {
    size_t serial;
    size_t size, variables;
    size_t steps, fixed_steps;
    step *step;
    size_t numbers;
    unsigned *number_at;
    double *number;
    size_t outputs;
    unsigned *from;
    size_t *place;
};

static void need(const expressions *pool, size_t count, const size_t *wanted, bool *used)
{
    for (size_t i = 0; i < count; i++)
        used[wanted[i]] = true;
    for (size_t n = pool->count; n-- > 0;) {
        const node *x = &pool->node[n];

        if (!used[n] || x->op <= OP_VARIABLE)
            continue;
        used[x->a] = true;
        if (x->op <= OP_POWER)
            used[x->b] = true;
    }
}

/* True for nodes that move: made of variables from `fixed` on. */
static bool *find_moving(const expressions *pool, size_t fixed)
{
    bool *moving = take(pool->count + 1, sizeof *moving);

    for (size_t n = 0; n < pool->count; n++) {
        const node *x = &pool->node[n];

        if (x->op == OP_VARIABLE)
            moving[n] = x->a >= fixed;
        else if (x->op != OP_NUMBER)
            moving[n] = moving[x->a] || (x->op <= OP_POWER && moving[x->b]);
    }
    return moving;
}

/* Places of variables and numbers. */
static void place_leaves(program *p, const expressions *pool, const bool *used,
                         unsigned *at)
{
    for (size_t n = 0; n < pool->count; n++) {
        const node *x = &pool->node[n];

        if (!used[n])
            continue;
        if (x->op == OP_VARIABLE)
            at[n] = (unsigned)x->a;
        if (x->op != OP_NUMBER)
            continue;
        at[n] = (unsigned)p->size++;
        p->number_at[p->numbers] = at[n];
        p->number[p->numbers++] = x->value;
    }
}

static void add_steps(program *p, const expressions *pool, const bool *used,
                      const bool *moving, bool which, unsigned *at)
{
    for (size_t n = 0; n < pool->count; n++) {
        const node *x = &pool->node[n];

        if (!used[n] || x->op <= OP_VARIABLE || moving[n] != which)
            continue;
        at[n] = (unsigned)p->size++;
        p->step[p->steps++] = (step){ (unsigned)x->op, at[x->a],
                                      x->op <= OP_POWER ? at[x->b] : 0, at[n] };
    }
}

program *program_create(expressions *pool, size_t count, const size_t *wanted,
                        const size_t *place, size_t fixed)
{
    static size_t serial; /* models are read by one thread */
    program *p = take(1, sizeof *p);
    bool *used = take(pool->count + 1, sizeof *used);
    bool *moving = find_moving(pool, fixed);
    unsigned *at = take(pool->count + 1, sizeof *at);

    need(pool, count, wanted, used);
    p->serial = ++serial;
    p->size = p->variables = pool->variables;
    p->step = take(pool->count + 1, sizeof *p->step);
    p->number = take(pool->count + 1, sizeof *p->number);
    p->number_at = take(pool->count + 1, sizeof *p->number_at);
    p->outputs = count;
    p->from = take(count + 1, sizeof *p->from);
    p->place = take(count + 1, sizeof *p->place);
    place_leaves(p, pool, used, at);
    add_steps(p, pool, used, moving, false, at);
    p->fixed_steps = p->steps;
    add_steps(p, pool, used, moving, true, at);
    for (size_t i = 0; i < count; i++) {
        p->from[i] = at[wanted[i]];
        p->place[i] = place[i];
    }
    free(used);
    free(moving);
    free(at);
    return p;
}

void program_destroy(program *p)
{
    if (p == NULL)
        return;
    free(p->step);
    free(p->number);
    free(p->number_at);
    free(p->from);
    free(p->place);
    free(p);
}

size_t program_serial(const program *p)
{
    return p->serial;
}

size_t program_size(const program *p)
{
    return p->size;
}

void program_begin(const program *p, double *work)
{
    for (size_t i = 0; i < p->numbers; i++)
        work[p->number_at[i]] = p->number[i];
}

static void run(const step *s, const step *end, double *work)
{
    for (; s < end; s++) {
        const double a = work[s->a], b = work[s->b];

        switch (s->op) {
        case OP_ADD: work[s->to] = a + b; break;
        case OP_SUBTRACT: work[s->to] = a - b; break;
        case OP_MULTIPLY: work[s->to] = a * b; break;
        case OP_DIVIDE: work[s->to] = a / b; break;
        default: work[s->to] = operate((operation)s->op, a, b); break;
        }
    }
}

void program_run(const program *p, double *work, bool fixed_changed, double *out)
{
    run(p->step + (fixed_changed ? 0 : p->fixed_steps), p->step + p->steps, work);
    for (size_t i = 0; i < p->outputs; i++)
        out[p->place[i]] = work[p->from[i]];
}
