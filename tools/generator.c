/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assignments.h"
#include "generator.h"
#include "memory.h"
#include "nearest.h"
#include "number.h"

static size_t parameter_place(const paramod_family *family, const char *name,
                              size_t length)
{
    size_t i = 0;

    while (i < paramod_family_size(family)
           && (strlen(paramod_family_parameter(family, i)) != length
               || strncmp(paramod_family_parameter(family, i), name, length) != 0))
        i++;
    return i;
}

/* Place of a covariate, which is made if it is new; MOST_EFFECTS if there are
 * too many. */
static size_t covariate_place(generator *g, const char *name)
{
    for (size_t j = 0; j < g->covariates; j++)
        if (strcmp(g->name[j], name) == 0)
            return j;
    if (g->covariates < MOST_EFFECTS)
        g->name[g->covariates++] = copy_text(name);
    else
        return MOST_EFFECTS;
    return g->covariates - 1;
}

static bool set(generator *g, const char *name, const char *value, problem *p)
{
    const size_t length = strcspn(name, ":");
    const size_t i = parameter_place(g->family, name, length);
    double x;
    size_t j;

    if (i == paramod_family_size(g->family))
        return problem_set(p, "family '%s' has no parameter '%.*s'",
                           paramod_family_name(g->family), (int)length, name);
    if (!read_number(value, &x) || isnan(x))
        return problem_set(p, "the value '%s' of '%s' is not a number", value, name);
    if (name[length] == '\0') {
        g->intercept[i] = x;
        return true;
    }
    j = covariate_place(g, name + length + 1);
    if (j == MOST_EFFECTS)
        return problem_set(p, "more than %d covariates", MOST_EFFECTS);
    g->effect[i][j] = x;
    return true;
}

bool generator_read(const char *text, const paramod_family *family, generator *g,
                    problem *p)
{
    assignments a;
    bool good;

    *g = (generator) { .family = family, .censor_time = INFINITY };
    good = assignments_read(text, &a, p);
    for (size_t k = 0; good && k < a.count; k++)
        good = set(g, a.of[k].name, a.of[k].value, p);
    assignments_release(&a);
    return good;
}

void generator_release(generator *g)
{
    for (size_t j = 0; j < g->covariates; j++)
        free(g->name[j]);
    g->covariates = 0;
}

static double natural(paramod_link link, double eta)
{
    switch (link) {
    case PARAMOD_LINK_LOG:   return exp(eta);
    case PARAMOD_LINK_LOG1P: return expm1(eta);
    default:                 return eta;
    }
}

static void parameters(const generator *g, const double *covariates, double *theta)
{
    for (size_t i = 0; i < paramod_family_size(g->family); i++) {
        double eta = g->intercept[i];

        for (size_t j = 0; j < g->covariates; j++)
            eta += g->effect[i][j] * covariates[j];
        theta[i] = natural(paramod_family_link(g->family, i), eta);
    }
}

void generator_draw(const generator *g, paramod_random *random,
                    double *covariates, double *time, double *status)
{
    double theta[4], event, censor = g->censor_time;

    for (size_t j = 0; j < g->covariates; j++)
        covariates[j] = paramod_random_uniform(random) < 0.5 ? 0.0 : 1.0;
    parameters(g, covariates, theta);
    event = paramod_family_random(g->family, theta, random);
    if (g->censor_rate > 0.0)
        censor = fmin(censor, paramod_random_exponential(random) / g->censor_rate);
    *status = event <= censor && isfinite(event); /* the cured have no event */
    *time = fmin(event, censor);
}

/* Share censored at a rate r: the mean of 1 - exp(-r T) over the middles of
 * equally likely ranges of T, and over all combinations of the covariates. */
static double censored_share(const generator *g, double rate)
{
    enum { RANGES = 500 };
    const size_t combinations = (size_t)1 << g->covariates;
    double sum = 0.0;

    for (size_t bits = 0; bits < combinations; bits++) {
        double covariates[MOST_EFFECTS], theta[4];

        for (size_t j = 0; j < g->covariates; j++)
            covariates[j] = (double)(bits >> j & 1);
        parameters(g, covariates, theta);
        for (size_t k = 0; k < RANGES; k++) {
            const double t = paramod_family_quantile(
                g->family, ((double)k + 0.5) / RANGES, theta);

            sum += isinf(t) ? 1.0 : -expm1(-rate * t);
        }
    }
    return sum / (double)(RANGES * combinations);
}

bool generator_censor(generator *g, double share)
{
    double low = 1e-12, high = 1e12; /* the share grows with the rate */

    if (censored_share(g, 0.0) > share)
        return false;
    for (int k = 0; k < 100; k++) {
        const double middle = sqrt(low * high);

        if (censored_share(g, middle) < share)
            low = middle;
        else
            high = middle;
    }
    g->censor_rate = sqrt(low * high);
    return true;
}
