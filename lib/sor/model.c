/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Young's theory of consistently ordered matrices, section 6.2 of his book: the
 * Jacobi radius beta gives omega* = 2 / (1 + sqrt(1 - beta^2)), and the rate at
 * omega = 1 is beta^2.  Both forms of A(c) that a model knows have beta(c) =
 * r s(c) with s known, so that one rate at one context gives omega* at all.
 */

#include <math.h>

#include "sor/model_impl.h"

/* The largest beta below 1 that leaves omega* below 2. */
static const double most_beta = 1.0 - 0x1p-50;

double paramod_i_sor_radius(const paramod_sor_tuner *t)
{
    return t->options.radius > 0.0 ? t->options.radius
                                   : paramod_i_sor_shared_of(t)->radius;
}

/* s(c); not positive or not finite where the diagonal is not positive. */
static double shape(const paramod_sor_tuner_options *o, double context)
{
    switch (o->model) {
    case PARAMOD_SOR_MODEL_SHIFT: return 1.0 / (o->diagonal + context);
    case PARAMOD_SOR_MODEL_SCALE: return context / (1.0 + context * o->diagonal);
    default:                      return 1.0;
    }
}

bool paramod_i_sor_model_holds(const paramod_sor_tuner_options *o, double context)
{
    switch (o->model) {
    case PARAMOD_SOR_MODEL_SHIFT: return o->diagonal + context > 0.0;
    case PARAMOD_SOR_MODEL_SCALE: return 1.0 + context * o->diagonal > 0.0;
    default:                      return true;
    }
}

double paramod_i_sor_model_beta(const paramod_sor_tuner_options *o, double radius,
                                double context)
{
    return fmin(fabs(radius * shape(o, context)), most_beta);
}

/* For SSOR and SSOR-PCG Axelsson's minimiser with nu = 0, mu = 1 / (1 - beta);
 * from omega_min on, as all that the tuner advises. */
double paramod_i_sor_model_omega(const paramod_sor_tuner_options *o, double beta)
{
    const bool symmetric = o->method == PARAMOD_SOR_TUNE_SSOR
        || o->method == PARAMOD_SOR_TUNE_SSOR_PCG;
    const double root = symmetric ? 2.0 * (1.0 - beta) : (1.0 - beta) * (1.0 + beta);

    return fmax(2.0 / (1.0 + sqrt(root)), fmin(o->omega_min, 1.0));
}

/* 1 - beta^2 = (2/omega - 1)^2, so beta^2 = 4 (omega - 1) / omega^2. */
double paramod_i_sor_beta_of_omega(double omega)
{
    return omega > 1.0 ? fmin(2.0 * sqrt(omega - 1.0) / omega, most_beta) : 0.0;
}

/* beta from a solve at omega: what adaptation found, else Young's formula for
 * the rate seen, else for the rate that the count of iterations suggests. */
static double observed_beta(const paramod_sor_tuner *t, double omega,
                            const paramod_sor_outcome *outcome)
{
    double rate = outcome->rate;

    if (outcome->beta > 0.0)
        return outcome->beta;
    if (!(rate > 0.0 && rate < 1.0) && t->options.cost == PARAMOD_SOR_COST_ITERATIONS
        && outcome->cost > 1.0)
        rate = pow(t->options.tolerance, 1.0 / (outcome->cost - 1.0));
    if (!(rate > 0.0 && rate < 1.0) || rate <= omega - 1.0)
        return 0.0;
    return (rate + omega - 1.0) / (omega * sqrt(rate));
}

void paramod_i_sor_model_calibrate(paramod_sor_tuner *t,
                                   const paramod_i_sor_ticket *ticket,
                                   const paramod_sor_outcome *outcome)
{
    const double s = fabs(shape(&t->options, ticket->context));
    const double beta = fmin(observed_beta(t, ticket->omega, outcome), most_beta);
    paramod_i_sor_shared *const shared = paramod_i_sor_shared_of(t);

    if (t->options.model == PARAMOD_SOR_MODEL_NONE || t->options.radius > 0.0
        || !(s > 0.0) || !(beta > 0.0))
        return;
    if (ticket->kind == PARAMOD_SOR_ADVICE_CALIBRATE || shared->radius == 0.0)
        shared->radius = beta / s;
}
