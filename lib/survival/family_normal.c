/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Laws of a standardised time w = (x - mu) / sigma: log-normal (x = log t),
 * normal and logistic (x = t on the whole real line).
 */

#include <math.h>

#include "core/special_impl.h"
#include "survival/family_impl.h"
#include "survival/point_impl.h"
#include "survival/scale_impl.h"

/* ---- normal law: l = log h, l_w = h - w, H_w = h, H_ww = h l_w --------------- */

static void normal_law(int order, double w, const double *shape, paramod_i_law *law)
{
    const paramod_i_normal_tail tail = paramod_i_normal(w);

    (void)shape;
    law->H = tail.cumulative;
    law->l = tail.log_hazard;
    if (order == 0)
        return;
    law->l1[0] = tail.excess;
    law->H1[0] = exp(tail.log_hazard);
    law->l2[0] = tail.curvature;
    law->H2[0] = law->H1[0] * tail.excess;
}

static const paramod_i_scale NORMAL_FORM = {
    .law = normal_law, .location = 0, .scale = 1, .sign = -1.0,
};

static paramod_eval normal(const paramod_family *family, int order,
                           const paramod_i_times *times, paramod_i_hazards *hazards)
{
    paramod_i_scale_evaluate(&NORMAL_FORM, family->real_line, order, times, hazards);
    return PARAMOD_EVAL_OK;
}

static double normal_inverse(const paramod_family *family, double y, const double *eta)
{
    const double x = eta[0] + exp(eta[1]) * paramod_i_normal_inverse(y);

    return family->real_line ? x : exp(x);
}

static paramod_hazard_shape increasing(const double *theta, double *turning)
{
    (void)theta;
    *turning = NAN;
    return PARAMOD_HAZARD_INCREASING;
}

/* d log h / d log t = (h(w) - w) / sigma - 1, where h(w) - w falls from inf to
 * 0: it rises to the root of h(w) - w = sigma.  Newton's iteration for the
 * logarithm of the excess, which is nearly -log w on the right. */
static paramod_hazard_shape lognormal_shape(const double *theta, double *turning)
{
    const double sigma = theta[1];
    double w = 1.0 / sigma - sigma; /* exact in both limits */

    for (int i = 0; i < 60; i++) {
        const paramod_i_normal_tail tail = paramod_i_normal(w);
        const double step = tail.excess * log(sigma / tail.excess) / tail.curvature;

        w += fmin(fmax(step, -1.0 - fabs(w)), 1.0 + fabs(w));
        if (fabs(step) <= 2e-16 * (1.0 + fabs(w)))
            break;
    }
    *turning = exp(theta[0] + sigma * w);
    return PARAMOD_HAZARD_UP_DOWN;
}

static double lognormal_mean(const double *theta)
{
    return exp(theta[0] + 0.5 * theta[1] * theta[1]);
}

static double mean_is_mu(const double *theta)
{
    return theta[0];
}

const paramod_family paramod_i_family_lognormal = {
    .name = "lognormal",
    .size = 2,
    .parameter = { "mu", "sigma" },
    .link = { PARAMOD_LINK_IDENTITY, PARAMOD_LINK_LOG },
    .intercept = { true, true },
    .evaluate = normal,
    .inverse = normal_inverse,
    .shape = lognormal_shape,
    .mean = lognormal_mean,
    .point = paramod_i_point_lognormal,
};

const paramod_family paramod_i_family_normal = {
    .name = "normal",
    .size = 2,
    .parameter = { "mu", "sigma" },
    .link = { PARAMOD_LINK_IDENTITY, PARAMOD_LINK_LOG },
    .intercept = { true, true },
    .real_line = true,
    .evaluate = normal,
    .inverse = normal_inverse,
    .shape = increasing,
    .mean = mean_is_mu,
    .point = paramod_i_point_normal,
};

/* ---- logistic law: H = log(1 + e^w), p = H_w, l = log p ----------------------- */

static void logistic_law(int order, double w, const double *shape, paramod_i_law *law)
{
    const double tail = exp(-fabs(w));
    const double large = 1.0 / (1.0 + tail), small = tail * large;

    (void)order; /* the derivatives cost next to nothing */
    (void)shape;
    law->H = paramod_i_softplus(w);
    law->l = -paramod_i_softplus(-w);
    law->l1[0] = w > 0.0 ? small : large;
    law->H1[0] = w > 0.0 ? large : small;
    law->l2[0] = -small * large;
    law->H2[0] = small * large;
}

static const paramod_i_scale LOGISTIC_FORM = {
    .law = logistic_law, .location = 0, .scale = 1, .sign = -1.0,
};

static paramod_eval logistic(const paramod_family *family, int order,
                             const paramod_i_times *times,
                             paramod_i_hazards *hazards)
{
    paramod_i_scale_evaluate(&LOGISTIC_FORM, family->real_line, order, times,
                             hazards);
    return PARAMOD_EVAL_OK;
}

static double logistic_inverse(const paramod_family *family, double y,
                               const double *eta)
{
    (void)family;
    return eta[0] + exp(eta[1]) * paramod_i_log_expm1(y);
}

const paramod_family paramod_i_family_logistic = {
    .name = "logistic",
    .size = 2,
    .parameter = { "mu", "sigma" },
    .link = { PARAMOD_LINK_IDENTITY, PARAMOD_LINK_LOG },
    .intercept = { true, true },
    .real_line = true,
    .evaluate = logistic,
    .inverse = logistic_inverse,
    .shape = increasing,
    .mean = mean_is_mu,
    .point = paramod_i_point_logistic,
};
