/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What becomes of a piece when values have come.
 *
 * What was fitted before is compared with the new values (residual), then all
 * are fitted; the last terms of the new fit (tail) tell how good that one is.
 * A piece is good if both are within their share of the tolerance, or if the
 * terms fall so fast that the tail is well within while the residual, which
 * belongs to the fit before, is not yet.
 */

#include <float.h>
#include <math.h>

#include "spline/surrogate_impl.h"

enum { MOST = PARAMOD_I_MOST_POINTS, NONE = PARAMOD_I_NO_PIECE,
       GROW_TO = 40,       /* points up to which a piece may grow, */
       FIRST_LEAST = 13,   /* samples in all before anything is good, */
       EXACT_LEAST = 9 };  /* or a polynomial of low degree */

/* The largest misfit of the prediction at the fresh samples; infinite without
 * a prediction. */
static double residual_of(const paramod_i_surrogate *s, const paramod_i_piece *p)
{
    const paramod_i_samples *all = s->samples;
    const size_t m = all->components;
    const paramod_i_piece *by = p->fitted > 0 ? p
        : p->parent != NONE ? &s->piece[p->parent] : NULL;
    double worst = 0.0;

    if (by == NULL || p->fresh == 0)
        return INFINITY;
    for (size_t i = p->points - p->fresh; i < p->points; i++)
        for (size_t j = 0; j < m; j++) {
            const size_t k = p->point[i];
            const double off = fabs(all->y[k * m + j]
                                    - paramod_i_fit_value(by, j, all->u[k]));

            if (off > 0.0)
                worst = fmax(worst, off / paramod_i_tolerance(s, k, j));
        }
    return worst;
}

/* The smallest tolerance over the samples, in units of what is fitted. */
static double least_tolerance(const paramod_i_surrogate *s, const paramod_i_piece *p,
                              size_t j)
{
    const double half = 0.5 * (p->high - p->low);
    double least = INFINITY;

    for (size_t i = 0; i < p->points; i++) {
        const double u = s->samples->u[p->point[i]];
        double factor = 1.0;

        for (int k = 0; k < p->zero[j].left; k++)
            factor *= (u - p->low) / half;
        for (int k = 0; k < p->zero[j].right; k++)
            factor *= (p->high - u) / half;
        if (factor > 0.0)
            least = fmin(least, paramod_i_tolerance(s, p->point[i], j) / factor);
    }
    return least;
}

static double last_terms(const paramod_i_piece *p, size_t j, size_t from)
{
    double most = 0.0;

    for (size_t k = from; k < p->fitted; k++) {
        const double term = fabs(p->term[j * p->fitted + k]);

        if (!(term <= most)) /* NaN counts as largest */
            most = isnan(term) ? INFINITY : term;
    }
    return most;
}

/* Sets tail and level, and the rate at which terms fall (per term, of the
 * logarithm) in the component with the largest tail. */
static double measure(const paramod_i_surrogate *s, paramod_i_piece *p)
{
    const size_t n = p->fitted, middle = n / 3;
    double rate = INFINITY;

    p->tail = p->level = 0.0;
    for (size_t j = 0; j < s->task->components; j++) {
        const double end = last_terms(p, j, n - 2), tolerance = least_tolerance(s, p, j);
        const double tail = end > 0.0 ? end / tolerance : 0.0;

        if (tail > p->tail) {
            p->tail = tail;
            p->level = end;
            rate = log(last_terms(p, j, middle) / end) / (double)(n - 2 - middle);
        }
    }
    return rate;
}

/* The last four terms of a fit are next to nothing. */
static bool is_exact(const paramod_i_surrogate *s, const paramod_i_piece *p)
{
    for (size_t j = 0; j < s->task->components; j++)
        if (!(last_terms(p, j, p->fitted - 4) <= 0.02 * s->share
              * least_tolerance(s, p, j)))
            return false;
    return true;
}

/* Terms that fall slowly, as next to a singularity, add up to many times the
 * last of them. */
static double caution(const paramod_i_piece *p)
{
    return p->rate > 0.35 ? 1.0 : 6.0;
}

static bool is_good(const paramod_i_surrogate *s, const paramod_i_piece *p)
{
    const double strict = s->share / caution(p);

    if (s->samples->told < FIRST_LEAST)
        return s->samples->told >= EXACT_LEAST && p->fitted >= EXACT_LEAST
            && is_exact(s, p);
    if (p->residual > s->share && p->depth > 0 && p->fitted >= 7 && is_exact(s, p))
        return true; /* what was fitted before was not even near */
    return (p->residual <= strict && p->tail <= strict)
        || (p->residual <= 10.0 && strict == s->share && p->tail <= 0.2 * s->share && p->fresh >= 2);
}

/* Points that bring the tail within its share at this rate; 0 if they would be
 * too many, so that halving is better. */
static size_t growth(const paramod_i_surrogate *s, const paramod_i_piece *p, double rate)
{
    const double needed = p->tail > 0.0 && rate > 0.0
        ? log(fmax(p->tail, 1e-300) / (0.2 * s->share)) / rate + 1.0 : 0.0;
    size_t more;

    if (!(rate > 0.15) || (double)p->points + needed > GROW_TO)
        return 0;
    more = needed < 2.0 ? 2 : (size_t)needed;
    return more > p->points / 3 ? p->points / 3 : more;
}

/* Too short to be halved in doubles. */
static bool is_atom(const paramod_i_surrogate *s, const paramod_i_piece *p)
{
    const double middle = 0.5 * (p->a + p->b);
    const double x = paramod_i_unmap(s->task, middle);

    return p->b - p->a <= 64.0 * DBL_EPSILON * fmax(fabs(p->a), fabs(p->b))
        || !(x > paramod_i_unmap(s->task, p->a)) || !(x < paramod_i_unmap(s->task, p->b));
}

/* ---- values that are not finite ------------------------------------------ */

static size_t undefined(const paramod_i_surrogate *s, const paramod_i_piece *p)
{
    size_t count = 0;

    for (size_t i = 0; i < p->points; i++)
        count += !s->samples->finite[p->point[i]];
    return count;
}

static bool judge_undefined(paramod_i_surrogate *s, int piece, size_t count)
{
    const paramod_i_piece *p = &s->piece[piece];
    const double whole = s->task->u_to - s->task->u_from;

    if (count == p->points || p->b - p->a < 1e-9 * whole || is_atom(s, p)) {
        paramod_i_piece_close(s, piece, PARAMOD_I_UNDEFINED, INFINITY);
        return true;
    }
    return paramod_i_piece_split(s, piece, 0.5 * (p->a + p->b));
}

/* ---- decisions ----------------------------------------------------------- */

/* Where to halve: at the middle, of the fit's own variable. */
static double middle_of(const paramod_i_piece *p)
{
    return paramod_i_fit_place(p, 0.0);
}

/* Nothing smooth lies beyond the leaf's neighbour. */
static bool is_border(const paramod_i_surrogate *s, int neighbour, bool kink)
{
    return neighbour == NONE || kink
        || s->piece[neighbour].fate == PARAMOD_I_UNDEFINED
        || s->piece[neighbour].fate == PARAMOD_I_JUMP;
}

/* The neighbour, no narrower, is resolved; terms of this one fall slowly. */
static bool is_smooth_beside(const paramod_i_surrogate *s, const paramod_i_piece *p,
                             int neighbour)
{
    const paramod_i_piece *q = &s->piece[neighbour];

    return p->rate < 0.35 && q->fate == PARAMOD_I_GOOD
        && q->b - q->a >= 0.9 * (p->b - p->a);
}

/* A piece that was cut off towards an end follows a singularity there: it is
 * fitted in the logarithm of the distance from that end, and if that is not
 * enough, from nearer and nearer to it. */
static paramod_i_turn grade_end(paramod_i_surrogate *s, int piece)
{
    paramod_i_piece *p = &s->piece[piece];
    const bool left = is_border(s, p->before, p->before != NONE
                                && s->piece[p->before].kink);
    const bool right = is_border(s, p->after, p->kink);
    const double width = p->b - p->a;
    const double least = 64.0 * DBL_EPSILON * (p->graded == 0
        ? fabs(left ? p->a : p->b) : fabs(p->graded < 0 ? p->a : p->b));
    const double delta = s->task->tolerance;

    if (p->graded == 0 && (left == right || p->depth < 2 || p->points + 8 > MOST
                           || !is_smooth_beside(s, p, left ? p->after : p->before)))
        return PARAMOD_I_NOTHING;
    if (p->graded == 0) {
        p->graded = left ? -1 : 1;
        p->offset = fmax(1e-3 * delta * delta * width, least);
    } else {
        const double next = fmax(p->offset / width * p->offset, least);

        if (!(next < 0.5 * p->offset) || !(next > 1e-90 * width) || p->rate > 0.15
            || p->points + 8 > MOST)
            return PARAMOD_I_NOTHING;
        p->offset = next;
    }
    p->fitted = 0;
    p->parent = NONE;
    return paramod_i_piece_ask(s, piece, 8) ? PARAMOD_I_ASKED : PARAMOD_I_NO_MEMORY;
}

/* A neighbour is about to be judged: it may prove good, and help. */
static bool should_wait(const paramod_i_surrogate *s, paramod_i_piece *p)
{
    const bool beside = (p->before != NONE && s->piece[p->before].fate == PARAMOD_I_OPEN)
        || (p->after != NONE && s->piece[p->after].fate == PARAMOD_I_OPEN);

    return p->depth >= 2 && beside && p->waited++ < 2;
}

static bool refine(paramod_i_surrogate *s, int piece, double rate)
{
    paramod_i_turn turn = s->piece[piece].search == PARAMOD_I_PROBING
        ? PARAMOD_I_NOTHING : paramod_i_find_edge(s, piece);
    const size_t more = growth(s, &s->piece[piece], rate);

    if (turn == PARAMOD_I_NOTHING && more > 0)
        return paramod_i_piece_ask(s, piece, more);
    if (turn == PARAMOD_I_NOTHING && s->piece[piece].search != PARAMOD_I_PROBING)
        turn = paramod_i_grade_minimum(s, piece);
    if (turn == PARAMOD_I_NOTHING)
        turn = paramod_i_find_noise(s, piece);
    if (turn == PARAMOD_I_NOTHING)
        turn = grade_end(s, piece);
    if (turn != PARAMOD_I_NOTHING)
        return turn != PARAMOD_I_NO_MEMORY;
    if (should_wait(s, &s->piece[piece]))
        return true;
    if (is_atom(s, &s->piece[piece])) {
        paramod_i_piece_close(s, piece, PARAMOD_I_JUMP, s->piece[piece].tail);
        return true;
    }
    return paramod_i_piece_split(s, piece, middle_of(&s->piece[piece]));
}

/* The point of the piece next to its end \p end. */
static double beside(const paramod_i_surrogate *s, const paramod_i_piece *p, double end)
{
    double best = p->a + p->b - end;

    for (size_t i = 0; i < p->points; i++) {
        const double u = s->samples->u[p->point[i]];

        if (u != end && fabs(u - end) < fabs(best - end))
            best = u;
    }
    return best;
}

/* Leja's points leave gaps beside the ends that suit smooth functions; where
 * terms fall slowly a singularity may hide there, so both are looked into. */
static bool ask_ends(paramod_i_surrogate *s, int piece)
{
    const paramod_i_piece *p = &s->piece[piece];
    const double left = 0.7 * p->a + 0.3 * beside(s, p, p->a);
    const double right = 0.7 * p->b + 0.3 * beside(s, p, p->b);

    if (!paramod_i_piece_ask_at(s, piece, left)
        || !paramod_i_piece_ask_at(s, piece, right))
        return false;
    s->piece[piece].fresh = 2;
    s->piece[piece].looked = true;
    return true;
}

static bool accept(paramod_i_surrogate *s, int piece)
{
    const bool doubtful = caution(&s->piece[piece]) > 1.0 && !s->piece[piece].looked
        && s->piece[piece].tail > 0.0 && s->piece[piece].search == PARAMOD_I_FITTING
        && s->piece[piece].points + 2 <= MOST;
    const paramod_i_turn turn = doubtful ? PARAMOD_I_ASKED
        : paramod_i_find_zeros(s, piece);
    const paramod_i_piece *p = &s->piece[piece];

    if (doubtful)
        return ask_ends(s, piece);

    if (turn == PARAMOD_I_NOTHING)
        paramod_i_piece_close(s, piece, PARAMOD_I_GOOD, fmin(p->residual,
                              fmax(2.0 * caution(p) * p->tail, p->residual <= 10.0
                                   ? 0.02 * p->residual : 0.0)));
    return turn != PARAMOD_I_NO_MEMORY;
}

/* The value at an end is 0 but for the rounding of u. */
static bool vanishes(const paramod_i_surrogate *s, const paramod_i_piece *p, size_t j,
                     double end)
{
    const paramod_i_samples *all = s->samples;
    const size_t m = all->components;
    double nearest = INFINITY, value = NAN, beside = NAN;

    for (size_t i = 0; i < p->points; i++) {
        const size_t k = p->point[i];
        const double distance = fabs(all->u[k] - end);

        if (distance == 0.0) {
            value = all->y[k * m + j];
        } else if (distance < nearest) {
            nearest = distance;
            beside = all->y[k * m + j];
        }
    }
    return value == 0.0 || fabs(value) <= 4.0 * DBL_EPSILON * fmax(fabs(end), p->b - p->a)
        * fabs(beside - value) / nearest;
}

/* Zeros of f at the ends of the whole, or at breaks, where no search looks. */
static void find_end_zeros(const paramod_i_surrogate *s, paramod_i_piece *p)
{
    for (size_t j = 0; j < s->task->components; j++)
        if (p->parent == NONE && p->fitted == 0 && paramod_i_is_relative(s, p, j)) {
            p->zero[j].left = vanishes(s, p, j, p->a);
            p->zero[j].right = vanishes(s, p, j, p->b);
        }
}

bool paramod_i_measure(paramod_i_surrogate *s, int piece)
{
    paramod_i_piece *p = &s->piece[piece];

    p->bad = undefined(s, p);
    if (s->exhausted) {
        paramod_i_piece_close(s, piece, p->bad > 0 ? PARAMOD_I_UNDEFINED
                              : PARAMOD_I_LOST, INFINITY);
        return p->bad > 0 || p->points < 2 || p->points > MOST || paramod_i_fit(s, p);
    }
    if (p->bad > 0 || p->waited > 0 || p->search == PARAMOD_I_PROBING || p->search == PARAMOD_I_EDGE)
        return true;
    find_end_zeros(s, p);
    if (p->search == PARAMOD_I_FITTING)
        p->residual = residual_of(s, p);
    if (p->search == PARAMOD_I_VERIFYING)
        p->search = PARAMOD_I_FITTING;
    if (!paramod_i_fit(s, p))
        return false;
    p->rate = measure(s, p);
    if (p->search == PARAMOD_I_ZERO || is_good(s, p))
        return accept(s, piece);
    return true;
}

bool paramod_i_refine(paramod_i_surrogate *s, int piece)
{
    paramod_i_piece *p = &s->piece[piece];

    return p->bad > 0 ? judge_undefined(s, piece, p->bad) : refine(s, piece, p->rate);
}
