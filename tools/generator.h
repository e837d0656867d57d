/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file generator.h  Random survival data from parameters. */

#ifndef PARAMOD_TOOLS_GENERATOR_H
#define PARAMOD_TOOLS_GENERATOR_H

#include <stddef.h>

#include <paramod/random.h>
#include <paramod/survival.h>

#include "problem.h"

enum { MOST_EFFECTS = 8 };

/** Linear predictors: eta of each parameter = intercept + sum over the
 *  covariates of effect times covariate; each covariate is 0 or 1 with
 *  probability 1/2, independent of the others. */
typedef struct generator {
    const paramod_family *family;
    double intercept[4];
    size_t covariates;
    char *name[MOST_EFFECTS];
    double effect[4][MOST_EFFECTS];
    double censor_rate; /**< of exponential censoring; 0: none */
    double censor_time; /**< all are censored then; infinite: never */
} generator;

/** Reads "phi=0.2,phi:trt=-0.5,gamma=0.3": values on the scale of the linear
 *  predictors; what is not named is 0. */
bool generator_read(const char *text, const paramod_family *family, generator *g,
                    problem *p);
void generator_release(generator *g);

/** One row: covariates, time and status. */
void generator_draw(const generator *g, paramod_random *random,
                    double *covariates, double *time, double *status);

/** Sets the rate of exponential censoring so that a share of all times is
 *  censored, in the mean over the covariates.
 *  \return false if more than that share is cured, so no rate will do */
bool generator_censor(generator *g, double share);

#endif /* PARAMOD_TOOLS_GENERATOR_H */
