/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * With s = gamma (a + x), gamma = e^g, x = log t:
 *   s_a = gamma, s_g = s, s_aa = 0, s_ag = gamma, s_gg = s,
 *   H = H(s, shapes),  log h = l(s, shapes) + g - x   (l + g on the real line).
 * Coordinates are numbered 0: a, 1: g, 2..: shapes.
 */

#include <float.h>
#include <math.h>

#include "survival/scale_impl.h"

enum { COORDINATES = 2 + PARAMOD_I_LAW_SHAPES };

typedef struct chain {
    double slope[COORDINATES]; /* of s */
    double twice[3];           /* s_aa, s_ag, s_gg */
    size_t law[COORDINATES];   /* the law's argument behind each coordinate */
    int eta[COORDINATES];      /* its predictor, or -1 */
    double sign[COORDINATES];
    size_t count;
} chain;

static chain chain_of(const paramod_i_scale *form)
{
    chain c = { .eta = { form->location, form->scale },
                .sign = { form->sign, form->sign, 1.0, 1.0 },
                .count = 2 + form->shapes };

    for (size_t j = 0; j < form->shapes; j++) {
        c.law[2 + j] = 1 + j;
        c.eta[2 + j] = (int)form->shape[j];
    }
    return c;
}

/* First derivative of a function of the law by coordinate i. */
static double first(const chain *c, const double *f1, size_t i)
{
    return i < 2 ? c->slope[i] * f1[0] : f1[c->law[i]];
}

/* Second derivative by coordinates i <= j. */
static double second(const chain *c, const double *f1, const double *f2,
                     size_t i, size_t j)
{
    if (i >= 2)
        return f2[paramod_i_pair(c->law[i], c->law[j])];
    if (j >= 2)
        return c->slope[i] * f2[paramod_i_pair(0, c->law[j])];
    return c->slope[i] * c->slope[j] * f2[0] + c->twice[i + j] * f1[0];
}

/* Derivatives of an overflowing H mean nothing, but must not be NaN. */
static double unless_infinite(double derivative, double H)
{
    return H <= DBL_MAX ? derivative : INFINITY;
}

/* log h - H of an overflowing H is to be -inf, not NaN. */
static double at_most_finite(double log_hazard)
{
    return log_hazard > DBL_MAX ? DBL_MAX : log_hazard;
}

static void store_first(const chain *c, const paramod_i_law *law, size_t row,
                        paramod_i_hazards *out)
{
    for (size_t i = 0; i < c->count; i++) {
        if (c->eta[i] < 0)
            continue;
        out->log_hazard_1[c->eta[i]][row] =
            c->sign[i] * (first(c, law->l1, i) + (i == 1 ? 1.0 : 0.0));
        out->cumulative_1[c->eta[i]][row] =
            unless_infinite(c->sign[i] * first(c, law->H1, i), law->H);
    }
}

static void store_second(const chain *c, const paramod_i_law *law, size_t row,
                         paramod_i_hazards *out)
{
    for (size_t j = 0; j < c->count; j++) {
        for (size_t i = 0; i <= j; i++) {
            const int m = c->eta[i] < c->eta[j] ? c->eta[i] : c->eta[j];
            const int n = c->eta[i] < c->eta[j] ? c->eta[j] : c->eta[i];
            const double sign = c->sign[i] * c->sign[j];
            size_t pair;

            if (m < 0)
                continue;
            pair = paramod_i_pair((size_t)m, (size_t)n);
            out->log_hazard_2[pair][row] = sign * second(c, law->l1, law->l2, i, j);
            out->cumulative_2[pair][row] =
                unless_infinite(sign * second(c, law->H1, law->H2, i, j), law->H);
        }
    }
}

void paramod_i_scale_evaluate(const paramod_i_scale *form, bool real_line, int order,
                              const paramod_i_times *times,
                              paramod_i_hazards *hazards)
{
    const double *const x = real_line ? times->time : times->log_time;
    const double *const *const eta = times->eta;
    chain c = chain_of(form);

    for (size_t row = 0; row < times->count; row++) {
        const double a = form->location < 0 ? 0.0
                       : form->sign * eta[form->location][row];
        const double g = form->sign * eta[form->scale][row];
        const double gamma = exp(g), s = gamma * (a + x[row]);
        double shape[PARAMOD_I_LAW_SHAPES] = { 0.0 };
        paramod_i_law law;

        for (size_t j = 0; j < form->shapes; j++)
            shape[j] = eta[form->shape[j]][row];
        form->law(order, s, shape, &law);
        hazards->cumulative[row] = law.H;
        hazards->log_hazard[row] = at_most_finite(law.l + (g - (real_line ? 0.0 : x[row])));
        c.slope[0] = gamma;
        c.slope[1] = s;
        c.twice[1] = gamma;
        c.twice[2] = s;
        if (order > 0)
            store_first(&c, &law, row, hazards);
        if (order > 1)
            store_second(&c, &law, row, hazards);
    }
}
