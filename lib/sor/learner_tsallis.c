/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Tsallis-INF (Zimmert and Seldin 2021), in the form of algorithms 2, 4 and 5 of
 * Khodak et al.: estimated losses k_i in units of the mean loss so far, or of K,
 * for each interval of contexts by itself.
 *
 * Of importance-weighted estimates loss / p_i the variance is large where p_i
 * is small.  The reduced-variance estimator takes 1/2 from the scaled loss of
 * arms with p_i >= eta^2 before the division and adds it to all of them after,
 * which leaves its expectation as it was.
 */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "sor/tsallis_impl.h"
#include "sor/tuner_impl.h"

/* One interval's part of the state. */
typedef struct table {
    double *rounds, *sum;  /* costs learnt, and the sum of the losses */
    double *loss, *shift;  /* [arms] estimates: in units of loss, and scaled */
} table;

static size_t table_size(const paramod_sor_tuner_options *o)
{
    return 2 + 2 * o->arms;
}

static table table_at(const paramod_sor_tuner *t, size_t bin)
{
    double *const at = paramod_i_sor_own(t) + bin * table_size(&t->options);

    return (table){ at, at + 1, at + 2, at + 2 + t->options.arms };
}

static void sizes(const paramod_sor_tuner_options *o, size_t *cells, size_t *own,
                  size_t *work)
{
    *cells = o->bins * o->arms;
    *own = o->bins * table_size(o);
    *work = 2 * paramod_i_sor_padded(o->arms) + o->arms;
}

static double step_of(const paramod_sor_tuner_options *o, double rounds)
{
    const bool weighted = o->estimator == PARAMOD_SOR_IMPORTANCE_WEIGHTED;

    if (o->rounds > 0)
        return 1.0 / sqrt((double)o->rounds);
    return (weighted || o->published ? 2.0 : 4.0) / sqrt(rounds + 1.0);
}

static double scale_of(const paramod_sor_tuner_options *o, const table *own)
{
    const double mean = *own->rounds > 0.0 ? *own->sum / *own->rounds : 1.0;

    return fmax(o->most > 0.0 ? o->most : mean, 1e-300);
}

/* Writes p into the front of the work space, and returns the step. */
static double distribution(const paramod_sor_tuner *t, size_t bin)
{
    const paramod_sor_tuner_options *const o = &t->options;
    const size_t padded = paramod_i_sor_padded(o->arms);
    const table own = table_at(t, bin);
    const double scale = scale_of(o, &own), eta = step_of(o, *own.rounds);
    double *const p = t->work, *const loss = t->work + 2 * padded;

    for (size_t i = 0; i < o->arms; i++)
        loss[i] = own.loss[i] / scale + own.shift[i];
    if (o->published)
        paramod_i_sor_tsallis_published(o->arms, loss, eta, p);
    else
        paramod_i_sor_tsallis_solve(o->arms, loss, eta, p, t->work + padded);
    return eta;
}

/* Marks the arms that get a baseline: those with p >= eta^2. */
static void mark(const paramod_sor_tuner *t, double eta, uint64_t *mask)
{
    const double *const p = t->work;

    if (t->options.estimator == PARAMOD_SOR_IMPORTANCE_WEIGHTED || t->options.published)
        return;
    for (size_t i = 0; i < t->options.arms; i++)
        mask[i / 64] |= (uint64_t)(p[i] >= eta * eta) << i % 64;
}

static size_t best(const double *p, size_t arms)
{
    size_t most = 0;

    for (size_t i = 1; i < arms; i++)
        most = p[i] > p[most] ? i : most;
    return most;
}

static void choose(paramod_sor_tuner *t, double context, double u,
                   paramod_i_sor_choice *choice)
{
    const size_t bin = paramod_i_sor_bin(&t->options, context), arms = t->options.arms;
    const double eta = distribution(t, bin);

    choice->arm = t->frozen ? best(t->work, arms) : paramod_i_sor_draw(arms, t->work, u);
    choice->cell = bin * arms + choice->arm;
    choice->omega = t->grid[choice->arm];
    choice->probability = t->frozen ? 1.0 : t->work[choice->arm];
    mark(t, eta, choice->mask);
}

static void learn(paramod_sor_tuner *t, const paramod_i_sor_ticket *ticket, double loss)
{
    const size_t arms = t->options.arms, bin = (size_t)ticket->cell / arms;
    const size_t arm = (size_t)ticket->cell % arms;
    const table own = table_at(t, bin);

    for (size_t i = 0; i < arms; i++)
        own.shift[i] += 0.5 * (double)(ticket->mask[i / 64] >> i % 64 & 1);
    if (ticket->mask[arm / 64] >> arm % 64 & 1)
        own.shift[arm] -= 0.5 / ticket->probability;
    own.loss[arm] += loss / ticket->probability;
    *own.sum += loss;
    *own.rounds += 1.0;
}

static void probabilities(const paramod_sor_tuner *t, double context, double *p)
{
    (void)distribution(t, paramod_i_sor_bin(&t->options, context));
    (void)memcpy(p, t->work, t->options.arms * sizeof *p);
}

const paramod_i_sor_learner paramod_i_sor_tsallis = {
    .name = "Tsallis-INF", .sizes = sizes, .choose = choose, .learn = learn,
    .probabilities = probabilities,
};
