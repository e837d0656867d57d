/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "core/status_impl.h"
#include "sor/model_impl.h"
#include "sor/tuner_impl.h"

void paramod_sor_tuner_freeze(paramod_sor_tuner *tuner, int frozen)
{
    tuner->frozen = frozen != 0;
}

static void merge_shared(paramod_i_sor_shared *into, const paramod_i_sor_shared *from)
{
    into->rounds += from->rounds;
    into->spread += from->spread;
    into->degrees += from->degrees;
    if (into->radius == 0.0)
        into->radius = from->radius;
}

static bool options_agree(const paramod_sor_tuner *t, const paramod_sor_tuner *other)
{
    paramod_sor_tuner_options o = other->options;

    o.seed = t->options.seed;
    o.tickets = t->options.tickets;
    return memcmp(&o, &t->options, sizeof o) == 0;
}

paramod_status paramod_sor_tuner_merge(paramod_sor_tuner *tuner,
                                       const paramod_sor_tuner *other)
{
    if (tuner == NULL || other == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "%s is null",
                            tuner == NULL ? "tuner" : "other");
    if (tuner == other || !options_agree(tuner, other))
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "the tuners are %s",
                            tuner == other ? "one and the same"
                                           : "of different options");
    if (!tuner->learner->merges)
        return PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "what %s has learnt depends on the "
                            "order of its rounds, and cannot be merged",
                            tuner->learner->name);
    merge_shared(paramod_i_sor_shared_of(tuner), paramod_i_sor_shared_of(other));
    for (size_t i = 0; i < tuner->cells; i++)
        paramod_i_sor_cell_merge(&paramod_i_sor_cells_of(tuner)[i],
                                 &paramod_i_sor_cells_of(other)[i]);
    if (tuner->learner->merge != NULL)
        tuner->learner->merge(tuner, other);
    return PARAMOD_OK;
}

void paramod_sor_tuner_omegas(const paramod_sor_tuner *tuner, double *omega)
{
    (void)memcpy(omega, tuner->grid, tuner->options.arms * sizeof *omega);
}

paramod_status paramod_sor_tuner_probabilities(const paramod_sor_tuner *tuner,
                                               double context, double *p)
{
    if (tuner == NULL || p == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "%s is null",
                            tuner == NULL ? "tuner" : "p");
    if (!isfinite(context))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "context %g is not finite", context);
    if (tuner->learner->probabilities == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "the %s learner has no probabilities",
                            tuner->learner->name);
    if (tuner->options.context_min < tuner->options.context_max)
        context = fmin(fmax(context, tuner->options.context_min),
                       tuner->options.context_max);
    tuner->learner->probabilities(tuner, context, p);
    return PARAMOD_OK;
}

static uint64_t pending(const paramod_sor_tuner *t)
{
    uint64_t count = 0;

    for (size_t i = 0; i < t->options.tickets; i++)
        count += t->ticket[i].number != 0;
    return count;
}

void paramod_sor_tuner_statistics(const paramod_sor_tuner *tuner,
                                  paramod_sor_tuner_stats *stats)
{
    const double radius = paramod_i_sor_radius(tuner);
    paramod_sor_tuner_stats s = {
        .size = stats->size, .asked = tuner->asked, .told = tuner->told,
        .abandoned = tuner->abandoned, .failed = tuner->failed,
        .fallbacks = tuner->fallbacks, .restarts = tuner->restarts,
        .pending = pending(tuner), .total_cost = tuner->total_cost,
        .mean_cost = tuner->told > 0 ? tuner->total_cost / (double)tuner->told : NAN,
        .radius = radius > 0.0 ? radius : NAN,
    };

    (void)memcpy(stats, &s, stats->size < sizeof s ? stats->size : sizeof s);
}
