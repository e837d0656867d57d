/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The theorems of Khodak et al. (2024) as numbers: by how much the total of a
 * learner may exceed that of the best fixed omega or of omega*(c). */

#include <math.h>

#include <paramod/sor.h>

static const double undefined = (double)NAN;

/* The members that every bound needs; K = log(eps) / log(alpha) unless given. */
static int read_members(const paramod_sor_regret *regret, paramod_sor_regret *r)
{
    if (regret == NULL || regret->size < sizeof *r)
        return 0;
    *r = *regret;
    if (!(r->rounds >= 1.0) || !(r->arms >= 0.0))
        return 0;
    if (r->bins == 0.0)
        r->bins = 1.0;
    if (r->most == 0.0)
        r->most = log(r->epsilon) / log(r->alpha);
    return r->most > 0.0 && r->bins >= 1.0;
}

static int has_alpha(const paramod_sor_regret *r)
{
    return r->alpha > 0.0 && r->alpha < 1.0 && r->epsilon > 0.0 && r->epsilon < 1.0;
}

double paramod_sor_regret_fixed(const paramod_sor_regret *regret)
{
    paramod_sor_regret r;
    double log_alpha;

    if (!read_members(regret, &r) || !has_alpha(&r))
        return undefined;
    log_alpha = log(r.alpha);
    if (r.arms == 0.0)
        return 3.0 * -log(r.epsilon) * cbrt(2.0 * r.rounds * r.rounds /
                                            pow(log_alpha, 4.0));
    return 2.0 * r.most * sqrt(2.0 * r.arms * r.rounds) -
           r.rounds * log(r.epsilon) / (r.arms * log_alpha * log_alpha);
}

double paramod_sor_regret_contextual(const paramod_sor_regret *regret)
{
    paramod_sor_regret r;
    double cl, log_alpha;

    if (!read_members(regret, &r) || !has_alpha(&r) || !(r.contexts > 0.0) ||
        !(r.lipschitz > 0.0))
        return undefined;
    cl = r.contexts * r.lipschitz;
    log_alpha = log(r.alpha);
    return pow(54.0 * cl * cl * cl * r.rounds / (log_alpha * log_alpha), 0.25) +
           4.0 * (log(r.epsilon) / log_alpha) *
               pow(24.0 * cl * r.rounds * r.rounds * r.rounds, 0.25);
}

double paramod_sor_regret_tsallis(const paramod_sor_regret *regret, int anytime)
{
    paramod_sor_regret r;

    if (!read_members(regret, &r) || !(r.arms >= 1.0))
        return undefined;
    return anytime ? 4.0 * r.most * sqrt(r.arms * r.rounds) + 1.0
                   : 2.0 * r.most * sqrt(2.0 * r.arms * r.rounds);
}

double paramod_sor_regret_binned(const paramod_sor_regret *regret, double width,
                                 double loss_sum)
{
    paramod_sor_regret r;

    if (!read_members(regret, &r) || !(r.arms >= 1.0) || !(width >= 0.0) ||
        !(loss_sum >= 0.0) || !(r.contexts >= 0.0) || !(r.lipschitz >= 0.0))
        return undefined;
    return r.bins + 4.0 * r.most * sqrt(r.arms * r.bins * r.rounds) +
           (r.contexts * r.lipschitz / r.bins + width / r.arms) * loss_sum;
}

double paramod_sor_regret_random(const paramod_sor_regret *regret, double beta_min,
                                 double kappa_max, double rows)
{
    static const double pi = 3.14159265358979323846;
    paramod_sor_regret r;
    double ratio;

    if (!read_members(regret, &r) || !(r.arms >= 1.0) || !(beta_min > 0.0) ||
        !(kappa_max >= 1.0) || !(rows >= 1.0))
        return undefined;
    ratio = r.most / beta_min;
    return 2.0 * r.most * sqrt(2.0 * r.arms * r.rounds) +
           32.0 * ratio * ratio * ratio * ratio * r.rounds / r.arms *
               sqrt(2.0 * rows * kappa_max / pi);
}

double paramod_sor_policy_lipschitz(double beta, double diagonal_min, double shift_min)
{
    const double least = diagonal_min + shift_min;

    if (!(beta > 0.0 && beta < 1.0) || !(least > 0.0))
        return undefined;
    return (1.0 + beta) / (beta * sqrt((1.0 - beta) * (1.0 + beta))) *
           ((least + 1.0) / least) * ((least + 1.0) / least);
}

double paramod_sor_rounds_needed(double alpha)
{
    if (!(alpha > 0.0 && alpha < 1.0))
        return undefined;
    return 54.0 / pow(log(alpha), 4.0);
}
