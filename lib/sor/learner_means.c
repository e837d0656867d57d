/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The baselines that know each arm by the mean of its costs, in each interval of
 * contexts by itself.  Arms are tried in order first.  Then Thompson sampling
 * takes the least draw from N(mean, s^2/n), and UCB the least mean -
 * s sqrt(2 log(t)/n) (Auer, Cesa-Bianchi, Fischer, Machine Learning 47 (2002)
 * 235-256), s being the pooled deviation within arms.
 */

#include <math.h>

#include "sor/tuner_impl.h"

static void sizes(const paramod_sor_tuner_options *o, size_t *cells, size_t *own,
                  size_t *work)
{
    *cells = o->bins * o->arms;
    *own = *work = 0;
}

/* The least index; an arm without costs comes before all others. */
static size_t least(const paramod_sor_tuner *t, const paramod_i_sor_cell *cell,
                    double (*index)(const paramod_i_sor_cell *, double, paramod_random *),
                    double scale, paramod_random *random)
{
    double value = INFINITY;
    size_t arm = 0;

    for (size_t i = 0; i < t->options.arms; i++) {
        double own;

        if (cell[i].count == 0.0 && !t->frozen)
            return i;
        own = cell[i].count > 0.0 ? index(&cell[i], scale, random) : INFINITY;
        if (own < value) {
            value = own;
            arm = i;
        }
    }
    return arm;
}

static void take(paramod_sor_tuner *t, size_t bin, size_t arm,
                 paramod_i_sor_choice *choice)
{
    choice->arm = arm;
    choice->cell = bin * t->options.arms + arm;
    choice->omega = t->grid[arm];
}

static double mean_index(const paramod_i_sor_cell *c, double scale, paramod_random *random)
{
    (void)random;
    return c->mean - scale / sqrt(c->count);
}

static double sampled_index(const paramod_i_sor_cell *c, double scale,
                            paramod_random *random)
{
    return c->mean + scale / sqrt(c->count) * paramod_random_normal(random);
}

/* Its random numbers are a stream chosen by u: each ask draws u alone. */
static void choose_thompson(paramod_sor_tuner *t, double context, double u,
                            paramod_i_sor_choice *choice)
{
    const size_t bin = paramod_i_sor_bin(&t->options, context);
    const paramod_i_sor_cell *const cell =
        paramod_i_sor_cells_of(t) + bin * t->options.arms;
    paramod_random stream = paramod_random_stream(t->options.seed ^ UINT64_C(0x7468),
                                                  (uint64_t)(u * 0x1p53));

    take(t, bin, t->frozen ? least(t, cell, mean_index, 0.0, NULL)
                           : least(t, cell, sampled_index, paramod_i_sor_sigma(t),
                                   &stream), choice);
}

static void choose_ucb(paramod_sor_tuner *t, double context, double u,
                       paramod_i_sor_choice *choice)
{
    const size_t bin = paramod_i_sor_bin(&t->options, context);
    const paramod_i_sor_cell *const cell =
        paramod_i_sor_cells_of(t) + bin * t->options.arms;
    double rounds = 0.0;

    (void)u;
    for (size_t i = 0; i < t->options.arms; i++)
        rounds += cell[i].count;
    take(t, bin, least(t, cell, mean_index, t->frozen ? 0.0 :
                       paramod_i_sor_sigma(t) * sqrt(2.0 * log1p(rounds)), NULL), choice);
}

const paramod_i_sor_learner paramod_i_sor_thompson = {
    .name = "Thompson sampling", .sizes = sizes, .choose = choose_thompson,
    .merges = true,
};

const paramod_i_sor_learner paramod_i_sor_ucb = {
    .name = "UCB", .sizes = sizes, .choose = choose_ucb, .merges = true,
};
