/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "number.h"
#include "sor_tuning.h"

const char *const sor_learner_names[] = { "composite", "fixed", "tsallis", "chebcb",
                                          "thompson", "ucb", "spectral", NULL };

const option sor_tuning_options[] = {
    { "learner", "NAME", "composite (default), fixed, tsallis, chebcb, thompson, ucb or "
      "spectral", false },
    { "omega", "W", "of the fixed learner, and where a composite without a model begins",
      false },
    { "arms", "D", "omegas that learners choose from (default 20)", false },
    { "arm-range", "MIN,MAX", "the least and the largest of them (default 1,1.95)", false },
    { "bins", "M", "intervals of contexts, each learnt by itself (default 1)", false },
    { "features", "M", "polynomials of chebcb (default 6)", false },
    { "estimator", "NAME", "of tsallis: reduced (default) or weighted", false },
    { "model", "NAME", "how the Jacobi radius depends on the context: shift, scale, "
      "constant or none", false },
    { "diagonal", "D", "of A, for the model", false },
    { "drift", "NAME", "default, ignore or restart", false },
    { "restart-every", "N", "forget everything after N rounds", false },
    { "cap", "N", "cost of a failed solve (default 10000)", false },
    { "published", NULL, "tsallis with the defect of the published code", false },
    { NULL, NULL, NULL, false },
};

bool sor_tuning_interval(const options *o, const char *name, double *least, double *most)
{
    const char *text = options_text(o, name);
    double *values = NULL;
    bool good = text == NULL;

    if (text != NULL && read_numbers(text, &values) == 2) {
        *least = values[0];
        *most = values[1];
        good = true;
    }
    free(values);
    return good || problem_set(o->problem, "option '--%s': '%s' is not MIN,MAX", name, text);
}

static bool read_names(const options *o, paramod_sor_tuner_options *t)
{
    static const char *const estimators[] = { "reduced", "weighted", NULL };
    static const char *const models[] = { "none", "shift", "scale", "constant", NULL };
    static const char *const drifts[] = { "default", "ignore", "restart", NULL };
    size_t learner = t->learner, estimator = t->estimator, model = t->model,
           drift = t->drift;

    if (!options_choice(o, "learner", sor_learner_names, &learner)
        || !options_choice(o, "estimator", estimators, &estimator)
        || !options_choice(o, "model", models, &model)
        || !options_choice(o, "drift", drifts, &drift))
        return false;
    t->learner = learner;
    t->estimator = estimator;
    t->model = model;
    t->drift = drift;
    return true;
}

bool sor_tuning_read(const options *o, paramod_sor_tuner_options *t)
{
    uint64_t arms = t->arms, bins = t->bins, features = t->features,
             every = t->restart_every;

    if (!read_names(o, t) || !options_number(o, "omega", &t->omega)
        || !options_count(o, "arms", &arms) || !options_count(o, "bins", &bins)
        || !options_count(o, "features", &features)
        || !options_count(o, "restart-every", &every)
        || !options_number(o, "diagonal", &t->diagonal)
        || !options_number(o, "cap", &t->cap)
        || !sor_tuning_interval(o, "arm-range", &t->omega_min, &t->omega_max))
        return false;
    t->arms = (size_t)arms;
    t->bins = (size_t)bins;
    t->features = (size_t)features;
    t->restart_every = (size_t)every;
    if (options_has(o, "published")) {
        t->published = 1;
        t->estimator = PARAMOD_SOR_IMPORTANCE_WEIGHTED;
    }
    return true;
}

bool sor_tuning_create(const paramod_sor_tuner_options *tuner, paramod_sor_tuner **out,
                       problem *p)
{
    return paramod_sor_tuner_create(tuner, out) == PARAMOD_OK || problem_from_library(p);
}

/* ---- checkpoints ---------------------------------------------------------------------- */

bool sor_checkpoint_read(const char *name, paramod_sor_tuner **t, problem *p)
{
    FILE *const file = fopen(name, "rb");
    size_t length = 0, room = 1 << 16;
    unsigned char *bytes;
    paramod_status status;

    if (file == NULL && errno == ENOENT)
        return true;
    if (file == NULL)
        return problem_set(p, "cannot read '%s': %s", name, strerror(errno));
    bytes = take(room, 1);
    for (size_t more = 1; more > 0; length += more) {
        if (length == room)
            bytes = resize(bytes, room *= 2, 1);
        more = fread(bytes + length, 1, room - length, file);
    }
    (void)fclose(file);
    status = paramod_sor_tuner_restore(bytes, length, t);
    free(bytes);
    return status == PARAMOD_OK || problem_from_library(p);
}

bool sor_checkpoint_write(const char *name, const paramod_sor_tuner *t, problem *p)
{
    size_t length = 0;
    unsigned char *bytes;
    bool good;
    FILE *file;

    if (paramod_sor_tuner_save(t, NULL, 0, &length) != PARAMOD_OK)
        return problem_from_library(p);
    bytes = take(length, 1);
    good = paramod_sor_tuner_save(t, bytes, length, &length) == PARAMOD_OK;
    file = fopen(name, "wb");
    good = good && file != NULL && fwrite(bytes, 1, length, file) == length;
    good = (file == NULL || fclose(file) == 0) && good;
    free(bytes);
    return good || problem_set(p, "cannot write '%s': %s", name, strerror(errno));
}
