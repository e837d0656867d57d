/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One omega for ever; its costs are counted, and watched for drift. */

#include "sor/tuner_impl.h"

static void sizes(const paramod_sor_tuner_options *o, size_t *cells, size_t *own,
                  size_t *work)
{
    *cells = o->bins;
    *own = *work = 0;
}

static void choose(paramod_sor_tuner *t, double context, double u,
                   paramod_i_sor_choice *choice)
{
    (void)u;
    choice->cell = paramod_i_sor_bin(&t->options, context);
    choice->omega = t->options.omega;
}

const paramod_i_sor_learner paramod_i_sor_fixed = {
    .name = "fixed", .sizes = sizes, .choose = choose, .merges = true,
};
