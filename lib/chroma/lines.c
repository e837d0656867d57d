/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A node has the states c_0 .. c_m-1, Q_0 .. Q_m-1 one after the other, Q = q kd / ka
 * being the concentration that q is in equilibrium with (q / (ka T) where nothing
 * desorbs), so that both are of one size and the Jacobian is a band of 2 m times the
 * width of the transport's.
 */

#include <math.h>
#include <string.h>

#include <paramod/ode.h>

#include "chroma/lines_impl.h"
#include "core/memory_impl.h"
#include "core/status_impl.h"

typedef struct lines {
    const paramod_i_lines_problem *problem;
    const paramod_i_lines_grid *grid;
    paramod_i_transport transport;
    double *scale;   /* m: q / Q */
    double *inlet;   /* m */
    double *block;
} lines;

/* ---- the system --------------------------------------------------------------------- */

/* Row i of the transport, on the component whose value at node 0 is c[0]. */
static double transported(const lines *l, size_t i, const double *c)
{
    const paramod_i_transport *const t = &l->transport;
    const size_t stride = 2 * l->problem->count;
    const size_t begin = i > t->lower ? i - t->lower : 0;
    const size_t end = i + t->upper + 1 < t->nodes ? i + t->upper + 1 : t->nodes;
    const double *const row = t->band + i * (t->lower + t->upper + 1) + begin + t->lower - i;
    double sum = 0.0;

    for (size_t k = 0; k < end - begin; k++)
        sum += row[k] * c[(begin + k) * stride];
    return sum;
}

/* 1 - sum of q_j / qm_j at a node with the given Q. */
static double vacancy(const lines *l, const double *q)
{
    double free = 1.0;

    for (size_t j = 0; j < l->problem->count; j++)
        free -= l->scale[j] * q[j] / l->problem->component[j].capacity;
    return free;
}

/* out[2 m] of one node, but for WENO's correction. */
static void node_rate(const lines *l, size_t i, const double *y, double *out)
{
    const size_t m = l->problem->count;
    const double *const c = y + i * 2 * m, *const q = c + m;
    const double free = vacancy(l, q);

    for (size_t j = 0; j < m; j++) {
        const paramod_i_lines_component *const component = &l->problem->component[j];
        const double uptake = component->ka / l->scale[j] * c[j] * free - component->kd * q[j];

        out[m + j] = uptake;
        out[j] = transported(l, i, y + j) + l->transport.inflow[i] * l->inlet[j] -
                 l->problem->phase_ratio * l->scale[j] * uptake;
    }
}

static paramod_eval rate(const paramod_ode_point *at, double *out, void *data)
{
    lines *const l = data;
    const size_t m = l->problem->count;

    l->problem->inlet(at->t, at->segment, l->inlet, l->problem->data);
    for (size_t i = 0; i < l->transport.nodes; i++)
        node_rate(l, i, at->y, out + i * 2 * m);
    for (size_t j = 0; l->grid->scheme == PARAMOD_I_LINES_WENO && j < m; j++)
        paramod_i_weno_correct(&l->problem->flow, l->transport.nodes, 2 * m, at->y + j,
                               out + j);
    return PARAMOD_EVAL_OK;
}

/* ---- its Jacobian --------------------------------------------------------------------- */

static size_t lower_of(const lines *l)
{
    return 2 * l->problem->count * l->transport.lower;
}

static size_t upper_of(const lines *l)
{
    return 2 * l->problem->count * (l->transport.upper > 0 ? l->transport.upper : 1);
}

/* The transport of component j into the rows of its states. */
static void add_transport(const lines *l, size_t j, double *band)
{
    const paramod_i_transport *const t = &l->transport;
    const size_t stride = 2 * l->problem->count, width = t->lower + t->upper + 1;
    const size_t lower = lower_of(l), wide = lower + upper_of(l) + 1;

    for (size_t i = 0; i < t->nodes; i++)
        for (size_t k = 0; k < width; k++)
            if (i + k >= t->lower && i + k - t->lower < t->nodes)
                band[(i * stride + j) * wide + k * stride] = t->band[i * width + k];
}

/* Exchange of component j at a node, whose rows begin at band; diagonal is where the
 * entry of a row on itself is. */
static void add_exchange(const lines *l, size_t j, const double *y, double *band,
                         size_t wide, size_t diagonal)
{
    const paramod_i_lines_problem *const p = l->problem;
    const size_t m = p->count;
    const double by_c = p->component[j].ka / l->scale[j] * vacancy(l, y + m);
    const double loss = p->phase_ratio * l->scale[j];
    double *const c = band + j * wide + diagonal - j;             /* row of c_j */
    double *const q = band + (m + j) * wide + diagonal - (m + j); /* row of Q_j */

    for (size_t k = 0; k < m; k++) {
        const double by_q = -p->component[j].ka / l->scale[j] * y[j] * l->scale[k] /
                                p->component[k].capacity -
                            (k == j ? p->component[j].kd : 0.0);

        q[m + k] += by_q;
        c[m + k] -= loss * by_q;
    }
    q[j] += by_c;
    c[j] -= loss * by_c;
}

/* That of WENO5 is taken from the fifth order without limiter: Newton's method bears it. */
static paramod_eval jacobian(const paramod_ode_point *at, double *out, void *data)
{
    const lines *const l = data;
    const size_t m = l->problem->count, lower = lower_of(l), wide = lower + upper_of(l) + 1;

    for (size_t j = 0; j < m; j++) {
        add_transport(l, j, out);
        for (size_t i = 0; i < l->transport.nodes; i++)
            add_exchange(l, j, at->y + i * 2 * m, out + i * 2 * m * wide, wide, lower);
    }
    return PARAMOD_EVAL_OK;
}

/* ---- the run -------------------------------------------------------------------------- */

static paramod_eval empty(const paramod_ode_point *at, double *out, void *data)
{
    const lines *const l = data;

    (void)at;
    memset(out, 0, 2 * l->problem->count * l->transport.nodes * sizeof *out);
    return PARAMOD_EVAL_OK;
}

static paramod_eval outlet(const paramod_ode_point *at, double *out, void *data)
{
    const lines *const l = data;
    const size_t m = l->problem->count, n = l->transport.nodes;

    for (size_t j = 0; j < m; j++) {
        out[j] = 0.0;
        for (size_t i = 0; i < n; i++)
            out[j] += l->transport.outlet[i] * at->y[i * 2 * m + j];
    }
    return PARAMOD_EVAL_OK;
}

static paramod_status discretise(lines *l)
{
    const paramod_i_flow *const flow = &l->problem->flow;

    switch (l->grid->scheme) {
    case PARAMOD_I_LINES_UPWIND:
        return paramod_i_volumes(flow, l->grid->cells, 1, &l->transport);
    case PARAMOD_I_LINES_THIRD:
        return paramod_i_volumes(flow, l->grid->cells, 3, &l->transport);
    case PARAMOD_I_LINES_GALERKIN:
        return paramod_i_galerkin(flow, l->grid->cells, l->grid->degree, &l->transport);
    default:
        return paramod_i_volumes(flow, l->grid->cells, 5, &l->transport);
    }
}

static paramod_status prepare(lines *l, double duration)
{
    const paramod_i_lines_problem *const p = l->problem;
    const paramod_i_part parts[] = {
        { &l->scale, p->count, 1 }, { &l->inlet, p->count, 1 }
    };

    l->block = paramod_i_carve(parts, sizeof parts / sizeof parts[0]);
    if (l->block == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for %zu components", p->count);
    for (size_t j = 0; j < p->count; j++) {
        const double ka = p->component[j].ka, kd = p->component[j].kd;

        l->scale[j] = ka == 0.0 ? 1.0 : kd > 0.0 ? ka / kd : ka * duration;
    }
    return discretise(l);
}

static paramod_ode_system system_of(lines *l)
{
    return (paramod_ode_system){
        .size = sizeof(paramod_ode_system), .data = l,
        .states = 2 * l->problem->count * l->transport.nodes,
        .observables = l->problem->count, .rate = rate, .state_jacobian = jacobian,
        .initial = empty, .observe = outlet, .banded = 1, .lower = lower_of(l),
        .upper = upper_of(l)
    };
}

static paramod_status run(lines *l, const double *times, size_t count, double *c,
                          uint64_t *steps)
{
    const paramod_ode_system system = system_of(l);
    const paramod_ode_options options = {
        .size = sizeof options, .relative_tolerance = l->grid->relative_tolerance,
        .absolute_tolerance = l->grid->absolute_tolerance, .max_steps = l->grid->max_steps
    };
    const paramod_ode_experiment experiment = {
        .size = sizeof experiment, .count = count, .times = times,
        .restart_count = l->problem->restart_count, .restarts = l->problem->restarts
    };
    paramod_ode_statistics statistics = { .size = sizeof statistics };
    paramod_ode *ode = NULL;
    paramod_status status = paramod_ode_create(&system, &options, &ode);

    if (status == PARAMOD_OK)
        status = paramod_ode_add(ode, &experiment);
    if (status == PARAMOD_OK)
        status = paramod_ode_solve(ode, 0, NULL, c, NULL);
    if (status == PARAMOD_OK && steps != NULL &&
        paramod_ode_get_statistics(ode, &statistics) == PARAMOD_OK)
        *steps = statistics.steps;
    paramod_ode_destroy(ode);
    return status;
}

paramod_status paramod_i_lines_solve(const paramod_i_lines_problem *problem,
                                     const paramod_i_lines_grid *grid,
                                     const double *times, size_t count, double *c,
                                     uint64_t *steps)
{
    lines l = { .problem = problem, .grid = grid };
    paramod_status status = prepare(&l, times[count - 1]);

    if (status == PARAMOD_OK)
        status = run(&l, times, count, c, steps);
    paramod_i_transport_destroy(&l.transport);
    paramod_i_free(l.block);
    return status;
}
