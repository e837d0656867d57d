/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The default method: the model first, then knots by the model. */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "core/text_impl.h"
#include "spline/placement_impl.h"

enum { NONE = PARAMOD_I_NO_PIECE };

typedef struct hybrid {
    paramod_i_surrogate model;
    size_t first_probe; /* sample, once probes were asked for */
    bool probing, probed;
} hybrid;

static void destroy(void *state)
{
    hybrid *h = state;

    paramod_i_surrogate_release(&h->model);
    paramod_i_free(h);
}

static void *begin(const paramod_i_task *task, paramod_i_samples *samples)
{
    hybrid *h = paramod_i_resize(NULL, 1, sizeof *h);

    if (h == NULL)
        return NULL;
    *h = (hybrid) { .probing = false };
    if (paramod_i_surrogate_begin(&h->model, task, samples))
        return h;
    paramod_i_free(h);
    return NULL;
}

/* ---- probes -------------------------------------------------------------- */

/* Multiples of the golden ratio, modulo 1: any number of them is spread evenly. */
static bool ask_probes(hybrid *h)
{
    const paramod_i_task *t = h->model.task;
    const double golden = 0.61803398874989484820;

    h->first_probe = h->model.samples->count;
    for (size_t i = 0; i < t->options.probes; i++) {
        const double part = fmod(golden * (double)(i + 1), 1.0);
        const double u = t->u_from + (t->u_to - t->u_from) * part;

        if (paramod_i_samples_add(h->model.samples, u, paramod_i_unmap(t, u))
            == (size_t)-1)
            return false;
    }
    h->probing = h->probed = true;
    return true;
}

static bool tell(void *state, paramod_i_samples *samples)
{
    hybrid *h = state;
    paramod_i_surrogate *s = &h->model;

    if (h->probing && !paramod_i_verify_take(s, h->first_probe))
        return false;
    h->probing = false;
    do
        if (!paramod_i_surrogate_advance(s))
            return false;
    while (s->open > 0 && samples->count == samples->told);
    if (s->open > 0 || s->exhausted)
        return true;
    if (!h->probed && s->task->options.probes > 0)
        return ask_probes(h);
    h->first_probe = samples->count;
    h->probing = true;
    return paramod_i_verify_ask(s);
}

/* ---- segments ------------------------------------------------------------ */

static bool has_fit(const paramod_i_piece *p)
{
    return (p->fate == PARAMOD_I_GOOD || p->fate == PARAMOD_I_NOISY
            || p->fate == PARAMOD_I_LOST) && p->fitted > 1;
}

/* The slopes of two pieces differ at their border by more than their errors
 * explain, and by so much that a smooth spline could not follow. */
static bool is_kink(const paramod_i_surrogate *s, const paramod_i_piece *l,
                    const paramod_i_piece *r)
{
    for (size_t j = 0; j < s->task->components; j++) {
        const double u = l->b, y = paramod_i_fit_value(l, j, u);
        const double left = paramod_i_fit_slope(l, j, u);
        const double right = paramod_i_fit_slope(r, j, u);
        const double change = fabs(left - right);
        const double width = fmin(l->high - l->low, r->high - r->low);
        const double size = fmax(fabs(y), fmax(fabs(left), fabs(right)) * width);
        const double tolerance = s->task->tolerance * (size + s->task->scale[j]);
        const double nl = (double)l->fitted, nr = (double)r->fitted;
        const double doubt = tolerance * (nl * nl / (l->high - l->low)
                                          + nr * nr / (r->high - r->low));

        if (change > 4.0 * doubt && 0.02 * change * width > tolerance)
            return true;
    }
    return false;
}

/* f only touches zero at the end of the leaf: the slope of the spline vanishes
 * there with it, which an end with a given slope ensures. */
static bool touches(const paramod_i_surrogate *s, const paramod_i_piece *p)
{
    for (size_t j = 0; j < s->task->components; j++)
        if (p->zero[j].right > 1)
            return true;
    return false;
}

/* The segment that begins at or behind leaf i; false if there is none. */
static bool next_segment(const paramod_i_surrogate *s, int i, paramod_i_segment *g)
{
    while (i != NONE && !has_fit(&s->piece[i]))
        i = s->piece[i].after;
    if (i == NONE)
        return false;
    *g = (paramod_i_segment) { .first = i, .mark = 0 };
    g->clamped = s->piece[i].before != NONE
        && touches(s, &s->piece[s->piece[i].before]);
    for (;;) {
        const paramod_i_piece *p = &s->piece[i];
        const int after = p->after;

        g->last = i;
        if (after == NONE)
            break;
        g->mark = s->piece[after].fate == PARAMOD_I_UNDEFINED ? 3
            : !has_fit(&s->piece[after]) ? 2
            : p->kink || touches(s, p) || is_kink(s, p, &s->piece[after]);
        if (g->mark != 0)
            break;
        i = after;
    }
    g->clamped = g->clamped || touches(s, &s->piece[g->last]);
    g->from = paramod_i_unmap(s->task, s->piece[g->first].a);
    g->to = paramod_i_unmap(s->task, s->piece[g->last].b);
    return true;
}

typedef struct layout {
    paramod_i_segment *segment;
    size_t segments, knots;
    bool full;
} layout;

static void layout_release(layout *l)
{
    for (size_t i = 0; i < l->segments; i++)
        paramod_i_free(l->segment[i].x);
    paramod_i_free(l->segment);
}

/* Places the knots of all segments; what is too short joins the gap before it. */
static bool lay_out(const paramod_i_surrogate *s, layout *l)
{
    const size_t most = s->task->options.max_knots;
    int i = paramod_i_first_leaf(s);
    paramod_i_segment g;

    while (next_segment(s, i, &g)) {
        paramod_i_segment *grown = paramod_i_resize(l->segment, l->segments + 1,
                                                    sizeof *grown);

        if (grown == NULL)
            return false;
        l->segment = grown;
        if (!paramod_i_place(s, &g, most - l->knots)) {
            paramod_i_free(g.x);
            return false;
        }
        if (g.count >= PARAMOD_I_LEAST_KNOTS) {
            l->segment[l->segments++] = g;
            l->knots += g.count;
        } else {
            paramod_i_free(g.x);
            if (l->segments > 0)
                l->segment[l->segments - 1].mark = 2;
        }
        i = s->piece[g.last].after;
    }
    return true;
}

/* ---- the result ---------------------------------------------------------- */

static bool store_slopes(const paramod_i_surrogate *s, const paramod_i_segment *g,
                         size_t first, size_t last, paramod_knots *k)
{
    const size_t m = s->task->components;

    if (k->end == NULL && !paramod_i_knots_clamp(k))
        return false;
    for (size_t j = 0; j < m; j++) {
        double slope[2];

        paramod_i_end_slopes(s, g, j, slope);
        k->end[2 * (first * m + j) + 1] = slope[0];
        k->end[2 * (last * m + j)] = slope[1];
    }
    return true;
}

static bool copy_segments(const paramod_i_surrogate *s, const layout *l,
                          paramod_knots *k)
{
    const size_t m = s->task->components;
    size_t n = 0;
    int hint = paramod_i_first_leaf(s);

    for (size_t i = 0; i < l->segments; i++) {
        const paramod_i_segment *g = &l->segment[i];
        const bool shared = i > 0 && l->segment[i - 1].mark == 1;

        hint = g->first;
        for (size_t c = shared; c < g->count; c++, n++) {
            k->x[n] = g->x[c];
            for (size_t j = 0; j < m; j++)
                k->y[n * m + j] = paramod_i_model(s, g, j, g->x[c], &hint);
            if (c == g->count - 1) /* the leaf on the right may begin here */
                for (size_t j = 0; j < m; j++)
                    k->y[n * m + j] = paramod_i_fit_end(s, &s->piece[g->last], j,
                                                        s->piece[g->last].b);
        }
        if (g->clamped && !store_slopes(s, g, n - g->count, n - 1, k))
            return false;
        k->mark[n - 1] = i + 1 < l->segments ? g->mark : 0;
        k->report.breaks += k->mark[n - 1] != 0;
    }
    k->report.knots = n;
    return paramod_i_knots_solve(k);
}

static bool copy_leaves(const paramod_i_surrogate *s, paramod_knots *k)
{
    size_t count = 0;

    for (int i = paramod_i_first_leaf(s); i != NONE; i = s->piece[i].after)
        count++;
    k->hint = paramod_i_resize(NULL, count, sizeof *k->hint);
    if (k->hint == NULL)
        return false;
    for (int i = paramod_i_first_leaf(s); i != NONE; i = s->piece[i].after) {
        const paramod_i_piece *p = &s->piece[i];
        const double a = paramod_i_unmap(s->task, p->a), b = paramod_i_unmap(s->task, p->b);
        const bool resolved = p->fate == PARAMOD_I_GOOD
            || (p->fate == PARAMOD_I_NOISY && p->error <= 1.0);

        k->hint[k->hints++] = (paramod_i_hint) { p->b, p->fitted < 5 ? 5
            : p->fitted > 40 ? 40 : p->fitted };
        if (!resolved && !paramod_i_knots_unresolved_add(k, a, b))
            return false;
        if (p->fate == PARAMOD_I_JUMP && isnan(k->report.jump_left)) {
            k->report.jump_left = a;
            k->report.jump_right = b;
        }
    }
    return true;
}

/* The knots are as good as the rounding of f and x lets them be. */
static bool is_rounding(const layout *l)
{
    for (size_t i = 0; i < l->segments; i++)
        if (!(l->segment[i].excess <= 1.0))
            return false;
    return true;
}

/* The worst ending that applies. */
static paramod_knots_end ending_of(const hybrid *h, const layout *l,
                                   const paramod_knots *k)
{
    const paramod_i_surrogate *s = &h->model;
    bool undefined = false, jump = false, lost = false;

    for (int i = paramod_i_first_leaf(s); i != NONE; i = s->piece[i].after) {
        const paramod_i_fate fate = s->piece[i].fate;

        undefined = undefined || fate == PARAMOD_I_UNDEFINED;
        jump = jump || fate == PARAMOD_I_JUMP;
        lost = lost || fate == PARAMOD_I_LOST || fate == PARAMOD_I_OPEN;
    }
    if (undefined)
        return PARAMOD_KNOTS_NOT_FINITE;
    if (lost)
        return PARAMOD_KNOTS_EVALUATIONS;
    if (jump)
        return PARAMOD_KNOTS_DISCONTINUOUS;
    if (k->report.achieved_error <= s->task->options.tolerance)
        return s->rounded ? PARAMOD_KNOTS_NOISE : PARAMOD_KNOTS_MET;
    if (l->knots + PARAMOD_I_LEAST_KNOTS + l->segments >= s->task->options.max_knots)
        return PARAMOD_KNOTS_FULL;
    return s->noise > 0.0 || s->task->floored || is_rounding(l) ? PARAMOD_KNOTS_NOISE
        : PARAMOD_KNOTS_UNRESOLVED;
}

static void report_errors(const paramod_i_surrogate *s, const layout *l,
                          paramod_knots *k)
{
    const double delta = s->task->tolerance;

    k->report.achieved_error = 0.0;
    for (size_t i = 0; i < l->segments; i++) {
        const paramod_i_segment *g = &l->segment[i];
        double model = 0.0;

        for (int leaf = g->first;; leaf = s->piece[leaf].after) {
            model = fmax(model, s->piece[leaf].error);
            if (leaf == g->last)
                break;
        }
        if (delta * (g->achieved + model) > k->report.achieved_error) {
            k->report.achieved_error = delta * (g->achieved + model);
            k->report.worst_x = g->worst_x;
        }
    }
    k->report.noise = s->noise;
    for (size_t i = 0; i < s->samples->told; i++)
        if (!s->samples->finite[i] && isnan(k->report.not_finite_x))
            k->report.not_finite_x = s->samples->x[i];
}

static void describe(paramod_knots *k, double tolerance)
{
    const paramod_knots_report *r = &k->report;
    char *text = k->text;
    const size_t size = sizeof k->text;

    switch (r->ending) {
    case PARAMOD_KNOTS_MET:
        (void)paramod_i_format(text, size, "the error is at most about %.3g, below "
                               "%.3g", r->achieved_error, tolerance);
        break;
    case PARAMOD_KNOTS_NOT_FINITE:
        (void)paramod_i_format(text, size, "the function is not finite at x = %.17g; "
                               "%zu intervals are left out", r->not_finite_x,
                               r->unresolved);
        break;
    case PARAMOD_KNOTS_DISCONTINUOUS:
        (void)paramod_i_format(text, size, "the function jumps between %.17g and "
                               "%.17g; elsewhere the error is about %.3g",
                               r->jump_left, r->jump_right, r->achieved_error);
        break;
    case PARAMOD_KNOTS_NOISE:
        (void)paramod_i_format(text, size, "noise of the function, about %.1e of its "
                               "values, keeps the error at %.3g, above %.3g",
                               r->noise, r->achieved_error, tolerance);
        break;
    case PARAMOD_KNOTS_FULL:
        (void)paramod_i_format(text, size, "%zu knots are all that are allowed; the "
                               "error is about %.3g, above %.3g", r->knots,
                               r->achieved_error, tolerance);
        break;
    case PARAMOD_KNOTS_EVALUATIONS:
        (void)paramod_i_format(text, size, "the allowed evaluations ended with %zu "
                               "intervals unresolved", r->unresolved);
        break;
    default:
        (void)paramod_i_format(text, size, "the error stays at %.3g near x = %.17g, "
                               "above %.3g", r->achieved_error, r->worst_x, tolerance);
    }
}

static paramod_status assemble(const hybrid *h, const layout *l, paramod_knots **out)
{
    const paramod_i_surrogate *s = &h->model;
    paramod_knots *k;

    if (l->segments == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_CALLBACK, "the function has no stretch of "
                            "finite values that a spline could follow: at x = %.17g "
                            "it is %g", s->samples->x[0], s->samples->y[0]);
    k = paramod_i_knots_new(l->knots, s->task->components);
    if (k == NULL || !copy_segments(s, l, k) || !copy_leaves(s, k)) {
        paramod_knots_destroy(k);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    }
    report_errors(s, l, k);
    k->report.ending = ending_of(h, l, k);
    describe(k, s->task->options.tolerance);
    *out = k;
    return PARAMOD_OK;
}

static paramod_status finish(void *state, const paramod_i_samples *samples,
                             paramod_knots **knots_out)
{
    const hybrid *h = state;
    layout l = { 0 };
    paramod_status status;

    if (samples->told == 0)
        return PARAMOD_FAIL(PARAMOD_ERR_CALLBACK, "no values were told");
    if (lay_out(&h->model, &l))
        status = assemble(h, &l, knots_out);
    else
        status = PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    layout_release(&l);
    return status;
}

const paramod_i_method *paramod_i_hybrid(void)
{
    static const paramod_i_method method = { begin, tell, finish, destroy };

    return &method;
}
