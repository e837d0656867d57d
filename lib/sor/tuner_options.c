/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "core/options_impl.h"
#include "core/status_impl.h"
#include "sor/tuner_impl.h"

static void fill(double *member, double value)
{
    if (*member == 0.0)
        *member = value;
}

static void fill_count(size_t *member, size_t value)
{
    if (*member == 0)
        *member = value;
}

static void fill_in(paramod_sor_tuner_options *o)
{
    const bool composite = o->learner == PARAMOD_SOR_LEARNER_COMPOSITE;
    const bool free = composite && o->model == PARAMOD_SOR_MODEL_NONE;
    const bool modelled = composite || o->learner == PARAMOD_SOR_LEARNER_SPECTRAL;
    const bool conjugate = o->method == PARAMOD_SOR_TUNE_SSOR
        || o->method == PARAMOD_SOR_TUNE_SSOR_PCG;

    fill_count(&o->arms, 20);
    fill(&o->omega_min, 1.0);
    fill(&o->omega_max, free ? 1.995 : modelled ? 2.0 - 0x1p-26 : 1.95);
    fill(&o->omega, free ? 1.5 : 1.0);
    fill(&o->safe_omega, 1.0);
    fill(&o->cap, 10000.0);
    fill_count(&o->bins, free && o->context_min < o->context_max ? 32 : 1);
    fill_count(&o->features, 6);
    fill_count(&o->tickets, 64);
    fill(&o->tolerance, 1e-8);
    fill(&o->drift_threshold, 15.0);
    if (o->drift == PARAMOD_SOR_DRIFT_DEFAULT)
        o->drift = free ? PARAMOD_SOR_DRIFT_RESTART : PARAMOD_SOR_DRIFT_IGNORE;
    if (conjugate && o->model != PARAMOD_SOR_MODEL_NONE)
        fill(&o->radius, o->diagonal);
}

/* One of the names of an enumeration, or a flag. */
static paramod_status check_choice(const char *name, uint64_t value, uint64_t last)
{
    if (value <= last)
        return PARAMOD_OK;
    return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "option '%s': %lu is no choice; the last "
                        "is %lu", name, (unsigned long)value, (unsigned long)last);
}

static paramod_status check_choices(const paramod_sor_tuner_options *o)
{
    const struct { const char *name; uint64_t value, last; } choices[] = {
        { "learner", o->learner, PARAMOD_SOR_LEARNER_SPECTRAL },
        { "method", o->method, PARAMOD_SOR_TUNE_CHEBYSHEV },
        { "cost", o->cost, PARAMOD_SOR_COST_FLOPS },
        { "estimator", o->estimator, PARAMOD_SOR_IMPORTANCE_WEIGHTED },
        { "model", o->model, PARAMOD_SOR_MODEL_CONSTANT },
        { "adaptive", o->adaptive, 1 },
        { "drift", o->drift, PARAMOD_SOR_DRIFT_RESTART },
        { "published", o->published, 1 },
    };

    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        const paramod_status status = check_choice(choices[i].name, choices[i].value,
                                                   choices[i].last);

        if (status != PARAMOD_OK)
            return status;
    }
    if (o->method == PARAMOD_SOR_TUNE_CG)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "option 'method': conjugate gradients "
                            "alone have no omega to tune");
    return PARAMOD_OK;
}

static paramod_status check_count(const char *name, size_t value, size_t most)
{
    if (value <= most)
        return PARAMOD_OK;
    return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "option '%s': %zu is above %zu", name, value,
                        most);
}

static paramod_status check_omega(const char *name, double value)
{
    if (value > 0.0 && value < 2.0)
        return PARAMOD_OK;
    return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "option '%s': %g is not inside (0, 2)", name,
                        value);
}

static paramod_status check_positive(const char *name, double value, bool or_zero)
{
    if (value <= 1.7976931348623157e308 && (value > 0.0 || (or_zero && value == 0.0)))
        return PARAMOD_OK;
    return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "option '%s': %g is not %s and finite", name,
                        value, or_zero ? "nonnegative" : "positive");
}

static paramod_status check_omegas(const paramod_sor_tuner_options *o)
{
    paramod_status status = check_omega("omega_min", o->omega_min);

    if (status == PARAMOD_OK)
        status = check_omega("omega_max", o->omega_max);
    if (status == PARAMOD_OK)
        status = check_omega("omega", o->omega);
    if (status == PARAMOD_OK)
        status = check_omega("safe_omega", o->safe_omega);
    if (status == PARAMOD_OK && !(o->omega_min <= o->omega_max))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "option 'omega_min': %g is above omega_max, "
                            "%g", o->omega_min, o->omega_max);
    return status;
}

static paramod_status check_numbers(const paramod_sor_tuner_options *o)
{
    const struct { const char *name; double value; bool or_zero; } numbers[] = {
        { "cap", o->cap, false },
        { "most", o->most, true },
        { "lipschitz", o->lipschitz, true },
        { "radius", o->radius, true },
        { "tolerance", o->tolerance, false },
        { "drift_threshold", o->drift_threshold, false },
    };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        const paramod_status status = check_positive(numbers[i].name, numbers[i].value,
                                                     numbers[i].or_zero);

        if (status != PARAMOD_OK)
            return status;
    }
    if (!(o->tolerance < 1.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "option 'tolerance': %g is not below 1",
                            o->tolerance);
    if (o->cost == PARAMOD_SOR_COST_ITERATIONS && o->cap < 1.0)
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "option 'cap': %g iterations are below 1",
                            o->cap);
    return PARAMOD_OK;
}

static paramod_status check_counts(const paramod_sor_tuner_options *o)
{
    paramod_status status = check_count("arms", o->arms, PARAMOD_I_SOR_MOST_ARMS);

    if (status == PARAMOD_OK)
        status = check_count("bins", o->bins, PARAMOD_I_SOR_MOST_BINS);
    if (status == PARAMOD_OK)
        status = check_count("features", o->features, 16);
    if (status == PARAMOD_OK)
        status = check_count("tickets", o->tickets, PARAMOD_I_SOR_MOST_TICKETS);
    return status;
}

static bool needs_contexts(const paramod_sor_tuner_options *o)
{
    return o->bins > 1 || o->learner == PARAMOD_SOR_LEARNER_CHEBCB;
}

static paramod_status check_contexts(const paramod_sor_tuner_options *o)
{
    const double width = o->context_max - o->context_min;

    if (!isfinite(o->context_min) || !isfinite(o->context_max) || !isfinite(width)
        || width < 0.0)
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "options 'context_min', 'context_max': "
                            "[%g, %g] is no interval", o->context_min, o->context_max);
    if (needs_contexts(o) && width == 0.0)
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "options 'context_min', 'context_max': this "
                            "learner needs an interval of contexts");
    return PARAMOD_OK;
}

static paramod_status check_model(const paramod_sor_tuner_options *o)
{
    if (o->learner == PARAMOD_SOR_LEARNER_SPECTRAL && o->model == PARAMOD_SOR_MODEL_NONE)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "option 'model': the spectral learner "
                            "needs one");
    if ((o->model == PARAMOD_SOR_MODEL_SHIFT || o->model == PARAMOD_SOR_MODEL_SCALE)
        && !(o->diagonal > 0.0 && isfinite(o->diagonal)))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "option 'diagonal': the model needs the "
                            "diagonal of A, which %g cannot be", o->diagonal);
    if (o->model == PARAMOD_SOR_MODEL_CONSTANT && o->radius == 0.0
        && (o->method == PARAMOD_SOR_TUNE_SSOR || o->method == PARAMOD_SOR_TUNE_SSOR_PCG))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "option 'radius': for this method no solve "
                            "calibrates a constant model");
    return PARAMOD_OK;
}

paramod_status paramod_i_sor_tuner_options_read(const paramod_sor_tuner_options *given,
                                                paramod_sor_tuner_options *options)
{
    paramod_status (*const checks[])(const paramod_sor_tuner_options *) = {
        check_choices, check_omegas, check_numbers, check_counts, check_contexts,
        check_model,
    };
    paramod_status status = paramod_i_options_read(options, sizeof *options, given);

    if (status != PARAMOD_OK)
        return status;
    fill_in(options);
    for (size_t i = 0; status == PARAMOD_OK && i < sizeof checks / sizeof *checks; i++)
        status = checks[i](options);
    return status;
}

const paramod_i_sor_learner *paramod_i_sor_learner_of(uint64_t learner)
{
    static const paramod_i_sor_learner *const learners[] = {
        &paramod_i_sor_composite, &paramod_i_sor_fixed, &paramod_i_sor_tsallis,
        &paramod_i_sor_chebcb, &paramod_i_sor_thompson, &paramod_i_sor_ucb,
        &paramod_i_sor_spectral,
    };

    return learners[learner];
}
