/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Vanishing ideals: the loop over degrees and multidegrees. */

#include <string.h>

#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "sem/ideal_impl.h"

enum { MOST_DEGREE = 60, USUAL_DEGREE = 4, USUAL_COLUMNS = 4000 };

static paramod_status no_memory(void)
{
    return paramod_i_fail(PARAMOD_ERR_MEMORY, "paramod_sem_ideal_create",
                          "no memory for its generators");
}

/* ---- the object --------------------------------------------------------- */

paramod_status paramod_i_ideal_bare(size_t n, paramod_sem_ideal **ideal_out)
{
    paramod_sem_ideal *ideal = paramod_i_resize(NULL, 1, sizeof *ideal);

    if (ideal == NULL)
        return no_memory();
    *ideal = (paramod_sem_ideal){ .n = n };
    *ideal_out = ideal;
    return PARAMOD_OK;
}

void paramod_sem_ideal_destroy(paramod_sem_ideal *ideal)
{
    if (ideal == NULL)
        return;
    for (size_t k = 0; k < ideal->generators; k++)
        paramod_sem_polynomial_destroy(ideal->generator[k]);
    paramod_i_free(ideal->generator);
    paramod_i_free(ideal->multidegree);
    paramod_i_free(ideal->settled);
    paramod_i_free(ideal);
}

paramod_status paramod_i_ideal_add(paramod_sem_ideal *ideal, paramod_sem_polynomial *p)
{
    if (ideal->generators == ideal->room) {
        const size_t room = ideal->room == 0 ? 8 : 2 * ideal->room;
        paramod_sem_polynomial **grown =
            paramod_i_resize(ideal->generator, room, sizeof *grown);

        if (grown == NULL) {
            paramod_sem_polynomial_destroy(p);
            return no_memory();
        }
        ideal->generator = grown;
        ideal->room = room;
    }
    ideal->generator[ideal->generators++] = p;
    return PARAMOD_OK;
}

paramod_status paramod_i_ideal_settle(paramod_sem_ideal *ideal, const size_t *degree,
                                      paramod_i_settled settled)
{
    if (ideal->certificates == ideal->certificate_room) {
        const size_t room = ideal->certificate_room == 0 ? 16
                                                         : 2 * ideal->certificate_room;
        size_t *numbers =
            paramod_i_resize(ideal->multidegree, room * ideal->n, sizeof *numbers);
        paramod_i_settled *grown;

        if (numbers == NULL)
            return no_memory();
        ideal->multidegree = numbers;
        grown = paramod_i_resize(ideal->settled, room, sizeof *grown);
        if (grown == NULL)
            return no_memory();
        ideal->settled = grown;
        ideal->certificate_room = room;
    }
    memcpy(ideal->multidegree + ideal->certificates * ideal->n, degree,
           ideal->n * sizeof *degree);
    ideal->settled[ideal->certificates++] = settled;
    return PARAMOD_OK;
}

size_t paramod_sem_ideal_codimension(const paramod_sem_ideal *ideal)
{
    return ideal->codimension;
}

size_t paramod_sem_ideal_generators(const paramod_sem_ideal *ideal)
{
    return ideal->generators;
}

const paramod_sem_polynomial *paramod_sem_ideal_generator(const paramod_sem_ideal *ideal,
                                                          size_t k)
{
    return k < ideal->generators ? ideal->generator[k] : NULL;
}

size_t paramod_sem_ideal_complete_to(const paramod_sem_ideal *ideal)
{
    return ideal->complete_to;
}

size_t paramod_sem_ideal_certificates(const paramod_sem_ideal *ideal)
{
    return ideal->certificates;
}

paramod_sem_certificate paramod_sem_ideal_certificate(const paramod_sem_ideal *ideal,
                                                      size_t k)
{
    paramod_sem_certificate c = { .multidegree = NULL };

    if (k < ideal->certificates) {
        const paramod_i_settled *s = &ideal->settled[k];

        c = (paramod_sem_certificate){ ideal->multidegree + k * ideal->n, s->monomials,
                                       s->spanned, s->rank, s->generators };
    }
    return c;
}

/* ---- degree 1 ----------------------------------------------------------- */

/* Covariances that vanish at two points vanish; they are generators themselves,
 * and all monomials with them are set aside by leaving the variable out. */
static paramod_status find_zeros(paramod_i_exploration *e)
{
    const size_t n = e->live.n;
    paramod_status status = PARAMOD_OK;

    for (size_t v = 0; v < e->live.variables; v++)
        e->live.live[v] = false;
    for (int k = 0; k < 2; k++) {
        paramod_i_point_draw(&e->large, e->g);
        for (size_t i = 0, v = 0; i < n; i++)
            for (size_t j = i; j < n; j++, v++)
                e->live.live[v] = e->live.live[v] || e->large.sigma[i * n + j] != 0;
    }
    for (size_t v = 0; v < e->live.variables && status == PARAMOD_OK; v++) {
        paramod_sem_polynomial *p = NULL;
        uint64_t *record;

        if (e->live.live[v])
            continue;
        status = paramod_i_polynomial_of_moments(n, &p);
        record = status == PARAMOD_OK ? paramod_i_polynomial_append(p) : NULL;
        if (record != NULL) {
            paramod_i_polynomial_raise(p, record, v);
            record[p->words] = 1;
            status = paramod_i_ideal_add(e->ideal, p);
        } else if (status == PARAMOD_OK) {
            paramod_sem_polynomial_destroy(p);
            status = no_memory();
        }
    }
    return status;
}

/* ---- automorphisms ------------------------------------------------------ */

static bool is_automorphism(const paramod_sem_graph *g, const size_t *image, size_t count)
{
    const size_t v = count - 1;

    for (size_t w = 0; w < v; w++)
        if (paramod_sem_graph_has_directed(g, v, w)
                != paramod_sem_graph_has_directed(g, image[v], image[w])
            || paramod_sem_graph_has_directed(g, w, v)
                != paramod_sem_graph_has_directed(g, image[w], image[v])
            || paramod_sem_graph_has_bidirected(g, v, w)
                != paramod_sem_graph_has_bidirected(g, image[v], image[w]))
            return false;
    return true;
}

/* Joins the orbits of the automorphism group, by a search over its elements that
 * stops after a number of steps: fewer joins only make the search wider. */
static void find_orbits(const paramod_sem_graph *g, size_t *image, size_t count,
                        size_t *steps, size_t *orbit)
{
    if (*steps == 0)
        return;
    --*steps;
    if (count == g->n) {
        for (size_t v = 0; v < g->n; v++) {
            const size_t a = orbit[v], b = orbit[image[v]];

            for (size_t w = 0; w < g->n; w++)
                if (orbit[w] == (a > b ? a : b))
                    orbit[w] = a > b ? b : a;
        }
        return;
    }
    for (size_t w = 0; w < g->n; w++) {
        bool taken = false;

        for (size_t v = 0; v < count && !taken; v++)
            taken = image[v] == w;
        image[count] = w;
        if (!taken && is_automorphism(g, image, count + 1))
            find_orbits(g, image, count + 1, steps, orbit);
    }
}

/* ---- the loop ----------------------------------------------------------- */

typedef struct sweep {
    paramod_i_exploration *e;
    size_t degree[PARAMOD_I_IDEAL_NODES], orbit[PARAMOD_I_IDEAL_NODES];
    bool hypersurface; /* one generator, invariant under automorphisms */
    bool skipped, found;
    paramod_status status;
} sweep;

static bool is_invariant(const sweep *s)
{
    for (size_t i = 0; i < s->e->live.n; i++)
        if (s->degree[i] != s->degree[s->orbit[i]])
            return false;
    return true;
}

static void visit(sweep *s)
{
    const size_t before = s->e->ideal->generators;
    bool skipped = false;

    if (s->hypersurface && !is_invariant(s))
        return;
    s->status = paramod_i_explore(s->e, s->degree, &skipped);
    s->skipped = s->skipped || skipped;
    s->found = s->hypersurface && s->e->ideal->generators > before;
}

/* All ways to share `rest` among nodes i, i + 1, .. */
static void share(sweep *s, size_t i, size_t rest)
{
    if (s->status != PARAMOD_OK || s->found)
        return;
    if (i + 1 == s->e->live.n) {
        s->degree[i] = rest;
        visit(s);
        return;
    }
    for (size_t d = rest + 1; d-- > 0;) {
        s->degree[i] = d;
        share(s, i + 1, rest - d);
    }
}

static paramod_status explore_all(paramod_i_exploration *e, size_t degree)
{
    const size_t zeros = e->ideal->generators;
    size_t image[PARAMOD_I_IDEAL_NODES], steps = 100000;
    sweep s = { .e = e, .status = PARAMOD_OK };

    s.hypersurface = e->ideal->codimension == zeros + 1;
    for (size_t v = 0; v < e->live.n; v++)
        s.orbit[v] = v;
    if (s.hypersurface)
        find_orbits(e->g, image, 0, &steps, s.orbit);
    e->ideal->complete_to = 1;
    if (e->ideal->codimension == zeros)
        s.found = true; /* linear: prime of the right dimension */
    for (size_t d = 2; d <= degree && s.status == PARAMOD_OK && !s.found && !s.skipped;
         d++) {
        share(&s, 0, 2 * d);
        if (!s.skipped)
            e->ideal->complete_to = d;
    }
    if (s.found)
        e->ideal->complete_to = SIZE_MAX;
    return s.status;
}

static paramod_status prepare(const paramod_sem_graph *g,
                              const paramod_sem_ideal_options *o,
                              paramod_i_exploration *e)
{
    const uint64_t seed = o->seed == 0 ? 1 : o->seed;
    size_t rank = 0;
    paramod_status status = paramod_i_ideal_bare(g->n, &e->ideal);

    e->g = g;
    e->most = o->columns == 0 ? USUAL_COLUMNS : (size_t)o->columns;
    e->live = (paramod_i_live){ .n = g->n, .variables = g->n * (g->n + 1) / 2 };
    if (status == PARAMOD_OK)
        status = paramod_i_generic_rank(g, &rank);
    if (status == PARAMOD_OK)
        status = paramod_i_point_create(g->n, PARAMOD_I_PRIME, seed, &e->large);
    if (status == PARAMOD_OK)
        status = paramod_i_point_create(g->n, PARAMOD_I_SMALL_PRIME, seed, &e->small);
    if (status != PARAMOD_OK)
        return status;
    e->ideal->codimension = e->live.variables - g->n - g->bidirected - rank;
    e->live.live = paramod_i_resize(NULL, e->live.variables, sizeof *e->live.live);
    return e->live.live == NULL ? no_memory() : PARAMOD_OK;
}

paramod_status paramod_sem_ideal_create(const paramod_sem_graph *graph,
                                        const paramod_sem_ideal_options *options,
                                        paramod_sem_ideal **ideal_out)
{
    paramod_sem_ideal_options o;
    paramod_i_exploration e = { .ideal = NULL };
    paramod_status status = paramod_i_options_read(&o, sizeof o, options);

    if (status != PARAMOD_OK)
        return status;
    if (graph == NULL || ideal_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "%s is null",
                            graph == NULL ? "graph" : "ideal_out");
    if (graph->n > PARAMOD_I_IDEAL_NODES)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "%zu nodes are more than an ideal is "
                            "explored for, %d", graph->n, PARAMOD_I_IDEAL_NODES);
    if (o.degree > MOST_DEGREE)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "degree: %lu is above %d",
                            (unsigned long)o.degree, MOST_DEGREE);
    status = prepare(graph, &o, &e);
    if (status == PARAMOD_OK)
        status = find_zeros(&e);
    if (status == PARAMOD_OK)
        status = explore_all(&e, o.degree == 0 ? USUAL_DEGREE : (size_t)o.degree);
    if (status == PARAMOD_OK)
        *ideal_out = e.ideal;
    else
        paramod_sem_ideal_destroy(e.ideal);
    paramod_i_point_release(&e.small);
    paramod_i_point_release(&e.large);
    paramod_i_free(e.live.live);
    return status;
}
