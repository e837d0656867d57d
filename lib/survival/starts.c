/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Starting points.  Each family has a table of a few offsets from a Weibull
 * fit of a sample; all covariates start without effect.  For APGW the grid is
 * kappa in {-0.6, -0.1, 0.5, 1.5, 3.5} by two shapes by three levels of lambda,
 * in an order that finds most regular optima early.
 */

#include <math.h>
#include <string.h>

#include "survival/starts_impl.h"

typedef enum origin {
    NOTHING = 0,
    LOG_PHI,      /* of the Weibull fit */
    LOG_GAMMA,
    GAMMA_PHI,    /* gamma log phi: lambda of lambda t^gamma */
    LOG_LOCATION, /* -log phi */
    LOG_SPREAD,   /* -log gamma */
    MEDIAN,
    TIME_SPREAD
} origin;

enum { MOST = 30 };

typedef struct table {
    const char *family;
    origin at[PARAMOD_I_FAMILY_MOST];
    int unit[PARAMOD_I_FAMILY_MOST]; /* 1: a time, -1: a rate */
    size_t count;
    double offset[MOST][PARAMOD_I_FAMILY_MOST];
} table;

#define GRID(n) \
    { 0, 0.0, -0.3, n }, { 0, 0.0, 0.2, n }, { 0, -0.7, -0.3, n }, \
    { 0, -0.7, 0.2, n }, { 0, 1.0, -0.3, n }, { 0, 1.0, 0.2, n }

static const table tables[] = {
    { "apgw", { LOG_PHI, NOTHING, LOG_GAMMA, NOTHING }, { 0 }, 30,
      { GRID(-0.1), GRID(0.405), GRID(-0.916), GRID(0.916), GRID(1.5) } },
    { "pgwx", { LOG_PHI, NOTHING, LOG_GAMMA, NOTHING }, { 0 }, 30,
      { GRID(-0.1), GRID(0.5), GRID(-0.6), GRID(1.5), GRID(-3.0) } },
    { "exponential", { LOG_PHI }, { 0 }, 1, { { 0 } } },
    { "rayleigh", { LOG_PHI }, { 0 }, 1, { { 0 } } },
    { "weibull", { LOG_PHI, NOTHING, LOG_GAMMA }, { 0 }, 1, { { 0 } } },
    { "loglogistic", { LOG_PHI, NOTHING, LOG_GAMMA }, { 0 }, 1,
      { { 0.4, 0, 0.3 } } },
    { "burr", { GAMMA_PHI, LOG_GAMMA, NOTHING }, { 0 }, 5,
      { { 0.2, 0.3, 0 }, { 0.2, 0.1, -2 }, { 0.5, 0.5, 1.5 }, { 0, 0, -5 },
        { 1, 1, 3 } } },
    { "pgw", { GAMMA_PHI, LOG_GAMMA, NOTHING }, { 0 }, 6,
      { { 0, 0, 0 }, { 0.5, 0.3, -0.7 }, { 1.5, 0.5, -2 }, { -0.7, -0.5, 1 },
        { 3, 0.8, -4 }, { 0, -1, 2 } } },
    { "gompertz", { LOG_PHI, NOTHING }, { 0, -1 }, 3,
      { { 0, 0 }, { 0.5, -1 }, { -1, 1 } } },
    { "tdl", { LOG_PHI, NOTHING }, { 0, -1 }, 3,
      { { 0, 0 }, { 0.5, -1 }, { -1, 1 } } },
    { "lognormal", { LOG_LOCATION, LOG_SPREAD }, { 0 }, 1, { { -0.3, 0.1 } } },
    { "gamma", { LOG_PHI, LOG_GAMMA }, { 0 }, 2, { { 0, 0 }, { 0.5, 0.7 } } },
    { "gengamma", { LOG_LOCATION, LOG_SPREAD, NOTHING }, { 0 }, 6,
      { { 0, 0, 1 }, { -0.3, 0.1, 0.05 }, { -0.6, 0.2, -1 }, { 0.3, 0, 2 },
        { -1, 0.3, -2.5 }, { 0.2, -0.5, 0.5 } } },
    { "genf", { LOG_LOCATION, LOG_SPREAD, NOTHING, NOTHING }, { 0 }, 6,
      { { 0, 0, 0.5, -1 }, { -0.3, -0.2, 0, 0 }, { -0.6, 0, -1, -1 },
        { 0.3, 0, 1.5, -2 }, { 0, -0.5, 0.5, 1 }, { 0, 0, 1, -4 } } },
    { "normal", { MEDIAN, TIME_SPREAD }, { 1, 0 }, 1, { { 0 } } },
    { "logistic", { MEDIAN, TIME_SPREAD }, { 1, 0 }, 1, { { 0, -0.5 } } },
};

static const table other = { "", { NOTHING }, { 0 }, 5,
    { { 0, 0, 0, 0 }, { -1, 0, 0, 0 }, { 1, 0, 0, 0 }, { 0, -1, 0, 0 },
      { 0, 1, 0, 0 } } };

static const table *table_of(const paramod_i_design *design)
{
    for (size_t k = 0; k < sizeof tables / sizeof tables[0] &&
                       design->family->definition == NULL; k++)
        if (strcmp(tables[k].family, design->family->name) == 0)
            return &tables[k];
    return &other;
}

double paramod_i_start_unit(const paramod_i_design *design, size_t p)
{
    const int power = table_of(design)->unit[p];
    paramod_i_shape shape;

    if (power == 0)
        return 1.0;
    shape = paramod_i_sample_shape(design);
    return power > 0 ? shape.spread : 1.0 / shape.median;
}

size_t paramod_i_start_count(const paramod_i_design *design)
{
    return table_of(design)->count;
}

static double origin_value(origin at, const paramod_i_shape *s)
{
    switch (at) {
    case LOG_PHI:      return s->log_phi;
    case LOG_GAMMA:    return s->log_gamma;
    case GAMMA_PHI:    return exp(s->log_gamma) * s->log_phi;
    case LOG_LOCATION: return -s->log_phi;
    case LOG_SPREAD:   return -s->log_gamma;
    case MEDIAN:       return s->median;
    case TIME_SPREAD:  return log(s->spread);
    case NOTHING:      break;
    }
    return 0.0;
}

/* With phi fixed, lambda has to carry the scale: lambda phi^gamma is what the
 * sample told. */
static void carry_scale(const paramod_i_design *design,
                        const paramod_i_shape *shape, double *eta)
{
    const table *t = table_of(design);
    const paramod_i_coefficient *phi, *lambda;
    double gamma;

    if (design->family->size < 3 || t->at[0] != LOG_PHI || t->at[2] != LOG_GAMMA)
        return;
    phi = &design->coefficient[design->predictor[0].coefficient[0]];
    lambda = &design->coefficient[design->predictor[1].coefficient[0]];
    if (!phi->fixed || lambda->fixed)
        return;
    gamma = exp(eta[2]);
    eta[1] += gamma * (shape->log_phi - phi->value);
}

void paramod_i_start(const paramod_i_design *design,
                     const paramod_i_shape *shape, size_t index, double *v)
{
    const table *t = table_of(design);
    const double *offset = t->offset[index % t->count];
    double eta[PARAMOD_I_FAMILY_MOST];

    for (size_t p = 0; p < design->family->size; p++)
        eta[p] = origin_value(t->at[p], shape) +
                 offset[p] * paramod_i_start_unit(design, p);
    carry_scale(design, shape, eta);
    for (size_t i = 0; i < design->size; i++) {
        const paramod_i_coefficient *c = &design->coefficient[i];

        v[i] = 0.0;
        if (!paramod_i_is_free(design, i))
            continue;
        if (c->parameter == design->family->size)
            v[i] = -0.7; /* log(theta) of a frailty: variance 1/2 */
        else if (c->covariate == PARAMOD_I_NONE)
            v[i] = eta[c->parameter] / design->unit[i];
    }
}
