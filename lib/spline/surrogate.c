/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pieces of the model: their list, their samples, halving and closing. */

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "core/memory_impl.h"
#include "spline/surrogate_impl.h"

enum { NONE = PARAMOD_I_NO_PIECE };

double paramod_i_tolerance(const paramod_i_surrogate *s, size_t sample, size_t j)
{
    const paramod_i_samples *all = s->samples;
    const size_t k = sample * all->components + j;
    const double wanted = s->task->tolerance * (fabs(all->y[k]) + s->task->scale[j]);

    return all->error != NULL ? fmax(wanted, 2.0 * all->error[k]) : wanted;
}

int paramod_i_first_leaf(const paramod_i_surrogate *s)
{
    int i = 0;

    while (s->piece[i].fate == PARAMOD_I_SPLIT || s->piece[i].before != NONE)
        i++;
    return i;
}

int paramod_i_leaf_of(const paramod_i_surrogate *s, double u, int hint)
{
    while (u > s->piece[hint].b && s->piece[hint].after != NONE)
        hint = s->piece[hint].after;
    while (u < s->piece[hint].a && s->piece[hint].before != NONE)
        hint = s->piece[hint].before;
    return hint;
}

/* ---- new pieces ---------------------------------------------------------- */

/* A piece without samples, not yet in the list; NONE if memory runs out. */
static int add_piece(paramod_i_surrogate *s, double a, double b)
{
    const size_t m = s->task->components;
    paramod_i_piece p = { .a = a, .b = b, .low = a, .high = b, .parent = NONE,
                          .before = NONE, .after = NONE, .residual = INFINITY,
                          .tail = INFINITY };

    if (s->count == s->capacity) {
        const size_t room = s->capacity > 0 ? 2 * s->capacity : 16;
        paramod_i_piece *grown = paramod_i_resize(s->piece, room, sizeof *grown);

        if (grown == NULL)
            return NONE;
        s->piece = grown;
        s->capacity = room;
    }
    p.zero = paramod_i_resize(NULL, m, sizeof *p.zero);
    if (p.zero == NULL)
        return NONE;
    (void)memset(p.zero, 0, m * sizeof *p.zero);
    s->piece[s->count] = p;
    s->open++;
    return (int)s->count++;
}

static bool add_point(paramod_i_piece *p, size_t sample)
{
    size_t *grown = paramod_i_resize(p->point, p->points + 1, sizeof *grown);

    if (grown == NULL || sample == SIZE_MAX)
        return false;
    p->point = grown;
    p->point[p->points++] = sample;
    return true;
}

bool paramod_i_piece_ask_at(paramod_i_surrogate *s, int piece, double u)
{
    paramod_i_piece *p = &s->piece[piece];

    p->fresh = 1;
    p->waited = 0;
    return add_point(p, paramod_i_samples_add(s->samples, u,
                                              paramod_i_unmap(s->task, u)));
}

bool paramod_i_piece_ask(paramod_i_surrogate *s, int piece, size_t count)
{
    paramod_i_piece *p = &s->piece[piece];
    double u[PARAMOD_I_MOST_POINTS];

    paramod_i_leja(s, p, count, u);
    for (size_t i = 0; i < count; i++)
        if (!add_point(p, paramod_i_samples_add(s->samples, u[i],
                                                paramod_i_unmap(s->task, u[i]))))
            return false;
    p->fresh = count;
    p->waited = 0;
    p->search = PARAMOD_I_FITTING;
    return true;
}

void paramod_i_piece_close(paramod_i_surrogate *s, int piece, paramod_i_fate fate,
                           double error)
{
    paramod_i_piece *p = &s->piece[piece];

    p->fate = fate;
    p->error = error;
    p->fresh = 0;
    s->open--;
}

static void link_pieces(paramod_i_surrogate *s, int left, int right)
{
    if (left != NONE)
        s->piece[left].after = right;
    if (right != NONE)
        s->piece[right].before = left;
}

void paramod_i_piece_remove(paramod_i_surrogate *s, int piece, double u)
{
    const int left = s->piece[piece].before, right = s->piece[piece].after;

    paramod_i_piece_close(s, piece, PARAMOD_I_SPLIT, 0.0);
    link_pieces(s, left, right);
    if (left != NONE) {
        s->piece[left].b = u;
        s->piece[left].verified = false;
    }
    if (right != NONE) {
        s->piece[right].a = u;
        s->piece[right].verified = false;
    }
}

/* ---- halving ------------------------------------------------------------- */

/* The sample nearest to u if it is near enough for the halves to share it. */
static size_t sample_near(const paramod_i_surrogate *s, const paramod_i_piece *p,
                          double u)
{
    double best = 0.3 * fmin(u - p->a, p->b - u);
    size_t found = SIZE_MAX;

    for (size_t i = 0; i < p->points; i++) {
        const double at = s->samples->u[p->point[i]];

        if (fabs(at - u) < best && at > p->a && at < p->b) {
            best = fabs(at - u);
            found = p->point[i];
        }
    }
    return found;
}

/* Samples of the parent that lie in the child. */
static bool inherit(paramod_i_surrogate *s, int child, int parent)
{
    paramod_i_piece *c = &s->piece[child];
    const paramod_i_piece *p = &s->piece[parent];

    for (size_t i = 0; i < p->points; i++) {
        const double u = s->samples->u[p->point[i]];

        if (u >= c->a && u <= c->b && c->points < PARAMOD_I_MOST_POINTS / 2
            && !add_point(c, p->point[i]))
            return false;
    }
    c->parent = p->fitted > 0 ? parent : NONE;
    c->depth = p->depth + 1;
    return true;
}

/* How many samples a half asks for: enough to test the parent's fit, and for a
 * fit of its own that is about as good as two thirds of the parent's points. */
static size_t wanted(const paramod_i_piece *child, size_t of_parent)
{
    size_t target = (2 * of_parent + 2) / 3;

    if (target < 7)
        target = 7;
    return child->points + 3 >= target ? 3 : target - child->points;
}

bool paramod_i_piece_split(paramod_i_surrogate *s, int piece, double u)
{
    const size_t m = s->task->components, near = sample_near(s, &s->piece[piece], u);
    const double at = near != SIZE_MAX ? s->samples->u[near] : u;
    int half[2];

    half[0] = add_piece(s, s->piece[piece].a, at);
    half[1] = half[0] == NONE ? NONE : add_piece(s, at, s->piece[piece].b);
    if (half[1] == NONE)
        return false;
    link_pieces(s, s->piece[piece].before, half[0]);
    link_pieces(s, half[0], half[1]);
    link_pieces(s, half[1], s->piece[piece].after);
    s->piece[half[1]].kink = s->piece[piece].kink;
    s->piece[half[1]].pinned = s->piece[piece].pinned;
    if (s->piece[piece].graded != 0) {
        const int end = s->piece[piece].graded < 0 ? half[0] : half[1];

        s->piece[end].graded = s->piece[piece].graded;
        s->piece[end].offset = s->piece[piece].offset;
    }
    for (size_t j = 0; j < m; j++) {
        s->piece[half[0]].zero[j].left = s->piece[piece].zero[j].left;
        s->piece[half[1]].zero[j].right = s->piece[piece].zero[j].right;
    }
    for (size_t i = 0; i < 2; i++)
        if (!inherit(s, half[i], piece))
            return false;
    if (near == SIZE_MAX) { /* one new sample for both */
        const size_t sample = paramod_i_samples_add(s->samples, at,
                                                    paramod_i_unmap(s->task, at));

        for (size_t i = 0; i < 2; i++)
            if (sample == SIZE_MAX || !add_point(&s->piece[half[i]], sample))
                return false;
    }
    for (size_t i = 0; i < 2; i++) {
        paramod_i_piece *h = &s->piece[half[i]];

        if (!paramod_i_piece_ask(s, half[i], wanted(h, s->piece[piece].points)))
            return false;
        s->piece[half[i]].fresh += near == SIZE_MAX;
    }
    paramod_i_piece_close(s, piece, PARAMOD_I_SPLIT, 0.0);
    return true;
}

/* ---- the whole ----------------------------------------------------------- */

/* A piece behind the last one, up to u, with its first points. */
static bool append(paramod_i_surrogate *s, int *last, double u, size_t points)
{
    const int i = add_piece(s, *last == NONE ? s->task->u_from : s->piece[*last].b, u);

    if (i == NONE)
        return false;
    link_pieces(s, *last, i);
    *last = i;
    return paramod_i_piece_ask(s, i, points);
}

/* Pieces between the breaks, or those of the warm start. */
static bool first_pieces(paramod_i_surrogate *s)
{
    const paramod_i_task *t = s->task;
    const paramod_knots *warm = t->options.warm;
    const size_t points = t->options.break_count > 0 ? 7 : 9;
    int last = NONE;

    if (warm != NULL && warm->hints > 0 && t->options.break_count == 0
        && warm->hint[warm->hints - 1].u == t->u_to) {
        for (size_t i = 0; i < warm->hints; i++)
            if (warm->hint[i].u > t->u_from
                && !append(s, &last, warm->hint[i].u, warm->hint[i].points))
                return false;
        return true;
    }
    for (size_t i = 0; i < t->options.break_count; i++) {
        const double u = paramod_i_map(t, t->options.breaks[i]);

        if (u > (last == NONE ? t->u_from : s->piece[last].b) && u < t->u_to) {
            if (!append(s, &last, u, points))
                return false;
            s->piece[last].kink = true;
        }
    }
    return append(s, &last, t->u_to, points);
}

bool paramod_i_surrogate_begin(paramod_i_surrogate *s, const paramod_i_task *task,
                               paramod_i_samples *samples)
{
    *s = (paramod_i_surrogate) { .task = task, .samples = samples, .share = 0.25 };
    s->work = paramod_i_resize(NULL, paramod_i_fit_work(), sizeof *s->work);
    if (s->work != NULL && first_pieces(s))
        return true;
    paramod_i_surrogate_release(s);
    return false;
}

void paramod_i_surrogate_release(paramod_i_surrogate *s)
{
    for (size_t i = 0; i < s->count; i++) {
        paramod_i_free(s->piece[i].point);
        paramod_i_free(s->piece[i].term);
        paramod_i_free(s->piece[i].zero);
    }
    paramod_i_free(s->piece);
    paramod_i_free(s->work);
    *s = (paramod_i_surrogate) { 0 };
}

/* An open piece that awaits nothing. */
static bool has_all(const paramod_i_surrogate *s, size_t piece, size_t told)
{
    const paramod_i_piece *p = &s->piece[piece];

    return p->fate == PARAMOD_I_OPEN && p->point[p->points - 1] < told;
}

bool paramod_i_surrogate_advance(paramod_i_surrogate *s)
{
    const size_t count = s->count, told = s->samples->told;

    s->exhausted = told >= s->task->options.max_evaluations;
    for (size_t i = 0; i < count; i++)
        if (has_all(s, i, told) && !paramod_i_measure(s, (int)i))
            return false;
    for (size_t i = 0; i < count; i++)
        if (has_all(s, i, told) && !paramod_i_refine(s, (int)i))
            return false;
    return true;
}
