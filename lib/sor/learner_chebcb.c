/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * ChebCB, algorithms 3 and 7 of Khodak et al.: for each arm a regression of
 * the scaled losses (loss - 1) / (K N) on m Chebyshev polynomials of the context,
 * with bounds |theta_0| <= 1/N, |theta_j| <= 2 C L / (K N j) on their
 * coefficients, and inverse gap weighting (Abe and Long 1999; Foster and
 * Rakhlin 2020) of the predictions.  K is the largest loss so far, and L the
 * Lipschitz constant given, or K/C as in the published schedule; so
 * N = 2 + (4 C L / K)(1 + log m).
 *
 * The step eta_{t+1} = 2 t sqrt(d t / (R - q + 2 a^2 t)) has R = sum of
 * (prediction - loss/(K N))^2 with predictions as they were made and losses by
 * the present scale: three sums give it.  q is the sum of squares of the last
 * update's regression, if bounds were active in it, else 0.
 */

#include <math.h>
#include <string.h>

#include "sor/box_impl.h"
#include "sor/tuner_impl.h"

static const double pi = 3.14159265358979323846;

/* The learner's own part of the state. */
typedef struct head {
    double rounds, most;           /* t and K */
    double scale;                  /* K N at the last update */
    double eta;
    double square, product, loss_square; /* of predictions and losses */
    double spare;
} head;

enum { HEAD = sizeof(head) / sizeof(double), MOST = PARAMOD_I_SOR_MOST_FEATURES };

static size_t arm_size(size_t m)
{
    return m * m + 2 * m + 2;
}

static void sizes(const paramod_sor_tuner_options *o, size_t *cells, size_t *own,
                  size_t *work)
{
    *cells = o->arms;
    *own = HEAD + o->arms * arm_size(o->features);
    *work = 2 * o->arms;
}

static head *head_of(const paramod_sor_tuner *t)
{
    return (head *)(void *)paramod_i_sor_own(t);
}

/* An arm: theta, the number of its costs, and its regression. */
static double *theta_of(const paramod_sor_tuner *t, size_t arm)
{
    return paramod_i_sor_own(t) + HEAD + arm * arm_size(t->options.features);
}

static double *count_of(const paramod_sor_tuner *t, size_t arm)
{
    return theta_of(t, arm) + t->options.features;
}

static paramod_i_sor_gram gram_of(const paramod_sor_tuner *t, size_t arm)
{
    const size_t m = t->options.features;
    double *const at = count_of(t, arm) + 1;

    return (paramod_i_sor_gram){ .m = m, .r = at + m + 1, .z = at, .rest = at + m };
}

static void features(const paramod_sor_tuner_options *o, double context, double *f)
{
    const double width = o->context_max - o->context_min;
    const double x = 2.0 * (context - o->context_min) / width - 1.0;

    f[0] = 1.0;
    for (size_t j = 1; j < o->features; j++)
        f[j] = j == 1 ? x : 2.0 * x * f[j - 1] - f[j - 2];
}

/* C L / K */
static double variation(const paramod_sor_tuner *t)
{
    const paramod_sor_tuner_options *const o = &t->options;
    const double most = head_of(t)->most;

    return o->lipschitz > 0.0 && most > 0.0
        ? o->lipschitz * (o->context_max - o->context_min) / most : 1.0;
}

static double norm_of(const paramod_sor_tuner *t)
{
    return 2.0 + 4.0 * variation(t) * (1.0 + log((double)t->options.features));
}

/* ---- choosing -------------------------------------------------------------------- */

static void predict(const paramod_sor_tuner *t, double context, double *y)
{
    const size_t m = t->options.features;
    double f[MOST];

    features(&t->options, context, f);
    for (size_t i = 0; i < t->options.arms; i++) {
        const double *const theta = theta_of(t, i);

        y[i] = 0.0;
        for (size_t j = 0; j < m; j++)
            y[i] += theta[j] * f[j];
    }
}

static size_t least(const double *y, size_t count)
{
    size_t at = 0;

    for (size_t i = 1; i < count; i++)
        at = y[i] < y[at] ? i : at;
    return at;
}

void paramod_i_sor_gap_weights(const double *y, size_t count, double eta, double *p)
{
    const size_t at = least(y, count);
    double sum = 0.0;

    for (size_t i = 0; i < count; i++) {
        p[i] = 1.0 / ((double)count + eta * (y[i] - y[at]));
        sum += i == at ? 0.0 : p[i];
    }
    p[at] = 1.0 - sum;
}

static void choose(paramod_sor_tuner *t, double context, double u,
                   paramod_i_sor_choice *choice)
{
    const size_t arms = t->options.arms;
    double *const y = t->work, *const p = t->work + arms;

    predict(t, context, y);
    paramod_i_sor_gap_weights(y, arms, head_of(t)->eta, p);
    choice->arm = t->frozen ? least(y, arms) : paramod_i_sor_draw(arms, p, u);
    choice->cell = choice->arm;
    choice->omega = t->grid[choice->arm];
    choice->probability = t->frozen ? 1.0 : p[choice->arm];
    choice->prediction = y[choice->arm];
}

static void probabilities(const paramod_sor_tuner *t, double context, double *p)
{
    double *const y = t->work;

    predict(t, context, y);
    paramod_i_sor_gap_weights(y, t->options.arms, head_of(t)->eta, p);
}

/* ---- learning -------------------------------------------------------------------- */

/* Bounds of the scaled coefficients. */
static void bounds(const paramod_sor_tuner *t, double *bound)
{
    const double norm = norm_of(t), slope = 2.0 * variation(t) / norm;

    bound[0] = 1.0 / norm;
    for (size_t j = 1; j < t->options.features; j++)
        bound[j] = slope / (double)j;
}

/* Solves one arm's regression again; the squares left if bounds were active, else 0. */
static double refit(const paramod_sor_tuner *t, size_t arm, const double *bound)
{
    const paramod_i_sor_gram g = gram_of(t, arm);
    const double scale = head_of(t)->scale;
    double squares = 0.0;

    if (*count_of(t, arm) > 0.0 && scale > 0.0)
        (void)paramod_i_sor_gram_solve_box(&g, 1.0 / scale, bound, theta_of(t, arm),
                                           &squares);
    return squares;
}

static double refit_all(const paramod_sor_tuner *t, const double *bound, size_t played)
{
    double squares = 0.0;

    for (size_t i = 0; i < t->options.arms; i++) {
        const double own = refit(t, i, bound);

        squares = i == played ? own : squares;
    }
    return squares;
}

/* a = (pi + (2/pi) log(2m + 1)) C L / (2 K N (m + 1)) */
static double approximation(const paramod_sor_tuner *t)
{
    const double m = (double)t->options.features;

    return (pi + 2.0 / pi * log(2.0 * m + 1.0)) * variation(t)
        / (2.0 * norm_of(t) * (m + 1.0));
}

static double step(const paramod_sor_tuner *t, double squares)
{
    const head *const h = head_of(t);
    const double a = approximation(t), d = (double)t->options.arms;
    const double error = h->square - 2.0 * h->product / h->scale
        + h->loss_square / (h->scale * h->scale);

    return 2.0 * h->rounds * sqrt(d * h->rounds
                                  / (fmax(error - squares, 0.0) + 2.0 * a * a * h->rounds));
}

static void learn(paramod_sor_tuner *t, const paramod_i_sor_ticket *ticket, double loss)
{
    const bool counts = t->options.cost == PARAMOD_SOR_COST_ITERATIONS;
    const double cost = counts ? loss + 1.0 : loss, before = head_of(t)->scale;
    const size_t arm = (size_t)ticket->cell;
    const paramod_i_sor_gram g = gram_of(t, arm);
    head *const h = head_of(t);
    double f[MOST], bound[MOST], squares;

    h->rounds += 1.0;
    h->most = fmax(h->most, cost);
    h->scale = h->most * norm_of(t);
    h->square += ticket->prediction * ticket->prediction;
    h->product += ticket->prediction * cost;
    h->loss_square += cost * cost;
    features(&t->options, ticket->context, f);
    paramod_i_sor_gram_add(&g, f, loss);
    *count_of(t, arm) += 1.0;
    bounds(t, bound);
    squares = h->scale == before ? refit(t, arm, bound) : refit_all(t, bound, arm);
    h->eta = step(t, squares);
}

static void merge(paramod_sor_tuner *t, const paramod_sor_tuner *other)
{
    head *const h = head_of(t);
    const head *const from = head_of(other);
    double bound[MOST];

    h->rounds += from->rounds;
    h->most = fmax(h->most, from->most);
    h->scale = h->most * norm_of(t);
    h->square += from->square;
    h->product += from->product;
    h->loss_square += from->loss_square;
    for (size_t i = 0; i < t->options.arms; i++) {
        const paramod_i_sor_gram own = gram_of(t, i), theirs = gram_of(other, i);

        paramod_i_sor_gram_merge(&own, &theirs);
        *count_of(t, i) += *count_of(other, i);
    }
    bounds(t, bound);
    (void)refit_all(t, bound, 0);
    h->eta = h->rounds > 0.0 ? step(t, 0.0) : 0.0;
}

const paramod_i_sor_learner paramod_i_sor_chebcb = {
    .name = "ChebCB", .sizes = sizes, .choose = choose, .learn = learn,
    .probabilities = probabilities, .merge = merge, .merges = true,
};
