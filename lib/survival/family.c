/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of families, and what every family shares. */

#include <math.h>
#include <string.h>

#include <paramod/survival.h>

#include "survival/family_impl.h"

static const paramod_family *const FAMILY[] = {
    &paramod_i_family_apgw,        &paramod_i_family_pgwx,
    &paramod_i_family_exponential, &paramod_i_family_rayleigh,
    &paramod_i_family_weibull,     &paramod_i_family_loglogistic,
    &paramod_i_family_burr,        &paramod_i_family_pgw,
    &paramod_i_family_gompertz,    &paramod_i_family_tdl,
    &paramod_i_family_lognormal,   &paramod_i_family_gamma,
    &paramod_i_family_gengamma,    &paramod_i_family_genf,
    &paramod_i_family_normal,      &paramod_i_family_logistic,
};

enum { FAMILIES = sizeof FAMILY / sizeof FAMILY[0] };

const paramod_family *paramod_family_find(const char *name)
{
    if (name == NULL)
        return NULL;
    for (size_t i = 0; i < FAMILIES; i++)
        if (strcmp(FAMILY[i]->name, name) == 0)
            return FAMILY[i];
    return NULL;
}

const paramod_family *paramod_family_at(size_t index)
{
    return index < FAMILIES ? FAMILY[index] : NULL;
}

const char *paramod_family_name(const paramod_family *family)
{
    return family->name;
}

size_t paramod_family_size(const paramod_family *family)
{
    return family->size;
}

const char *paramod_family_parameter(const paramod_family *family, size_t index)
{
    return index < family->size ? family->parameter[index] : NULL;
}

paramod_link paramod_family_link(const paramod_family *family, size_t index)
{
    return index < family->size ? family->link[index] : (paramod_link)0;
}

double paramod_i_link(paramod_link link, double theta)
{
    switch (link) {
    case PARAMOD_LINK_IDENTITY: return theta;
    case PARAMOD_LINK_LOG:      return theta > 0.0 ? log(theta) : NAN;
    case PARAMOD_LINK_LOG1P:    return theta > -1.0 ? log1p(theta) : NAN;
    }
    return NAN;
}

double paramod_i_link_inverse(paramod_link link, double eta)
{
    switch (link) {
    case PARAMOD_LINK_IDENTITY: return eta;
    case PARAMOD_LINK_LOG:      return exp(eta);
    case PARAMOD_LINK_LOG1P:    return expm1(eta);
    }
    return NAN;
}

double paramod_i_softplus(double v)
{
    return (v > 0.0 ? v : 0.0) + log1p(exp(-fabs(v)));
}

double paramod_i_log_expm1(double v)
{
    return v < 1.0 ? log(expm1(v)) : v + log1p(-exp(-v));
}

paramod_hazard_shape paramod_i_monotone_elasticity(double start, double end)
{
    if (isnan(start) || isnan(end))
        return PARAMOD_HAZARD_UNKNOWN;
    if (start == 0.0 && end == 0.0)
        return PARAMOD_HAZARD_CONSTANT;
    if (start >= 0.0 && end >= 0.0)
        return PARAMOD_HAZARD_INCREASING;
    if (start <= 0.0 && end <= 0.0)
        return PARAMOD_HAZARD_DECREASING;
    return start > 0.0 ? PARAMOD_HAZARD_UP_DOWN : PARAMOD_HAZARD_DOWN_UP;
}
