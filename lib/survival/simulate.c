/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Times drawn from a fitted model. */

#include <math.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "survival/fit_impl.h"

/* Failures speak in the name of the function that was called. */
#define REFUSE(status, ...) \
    paramod_i_fail((status), "paramod_survival_simulate", __VA_ARGS__)

/* A gamma variate of mean 1 and variance theta (Marsaglia and Tsang 2000); for
 * shapes below 1 through that of shape + 1. */
static double draw_gamma(double theta, paramod_random *random)
{
    const double shape = 1.0 / theta, boosted = shape < 1.0 ? shape + 1.0 : shape;
    const double d = boosted - 1.0 / 3.0, c = 1.0 / sqrt(9.0 * d);
    double x, v;

    do {
        do {
            x = paramod_random_normal(random);
            v = 1.0 + c * x;
        } while (v <= 0.0);
        v = v * v * v;
    } while (log(paramod_random_uniform(random)) >=
             0.5 * x * x + d - d * v + d * log(v));
    if (shape < 1.0)
        v *= exp(log(paramod_random_uniform(random)) / shape);
    return d * v * theta;
}

/* Michael, Schucany and Haas (1976): mean 1, shape 1 / theta. */
static double draw_inverse_gaussian(double theta, paramod_random *random)
{
    const double z = paramod_random_normal(random), y = theta * z * z;
    const double x = 2.0 / (2.0 + y + sqrt(y * (4.0 + y)));

    return paramod_random_uniform(random) <= 1.0 / (1.0 + x) ? x : 1.0 / x;
}

/* The frailty of a cluster; streams of clusters come after those of rows. */
static double frailty_of(const paramod_i_design *design, const double *c,
                         uint64_t seed, size_t cluster)
{
    paramod_random random = paramod_random_stream(seed, design->data->rows +
                                                        cluster);
    double theta;

    if (design->frailty == PARAMOD_FRAILTY_NONE)
        return 1.0;
    theta = exp(c[design->size - 1]);
    return design->frailty == PARAMOD_FRAILTY_GAMMA
               ? draw_gamma(theta, &random) : draw_inverse_gaussian(theta, &random);
}

/* Row r of a block: H(t) = H(entry) + E / frailty. */
static double draw(const paramod_i_design *design, const paramod_i_rows *rows,
                   size_t r, uint64_t seed, const double *c,
                   const paramod_i_block_work *work)
{
    const size_t i = rows->first + r;
    const size_t cluster = design->data->cluster == NULL
                               ? 0 : design->data->cluster[i];
    paramod_random random = paramod_random_stream(seed, design->data->place[i]);
    const double y = paramod_random_exponential(&random) /
                     frailty_of(design, c, seed, cluster);
    double eta[PARAMOD_I_FAMILY_MOST];

    for (size_t p = 0; p < design->family->size; p++)
        eta[p] = work->eta[p][r];
    return design->family->inverse(design->family,
                                   y + (rows->entry ? work->other.cumulative[r]
                                                    : 0.0), eta);
}

static paramod_status fill(const paramod_survival_fit *fit, uint64_t seed,
                           const double *censor, const double *c, double *time,
                           double *status)
{
    const paramod_i_design *design = fit->design;
    paramod_i_block_work work;

    for (size_t b = 0; b < design->blocks; b++) {
        const paramod_i_rows *rows = &design->block[b];

        paramod_i_block_predict(design, rows, c, &work);
        if (rows->entry &&
            paramod_i_block_hazards(design, rows, 0, PARAMOD_I_AT_ENTRY, &work,
                                    &work.other) != PARAMOD_EVAL_OK)
            return REFUSE(PARAMOD_ERR_CALLBACK, "the hazard cannot be "
                                "evaluated at the estimates");
        for (size_t r = 0; r < rows->count; r++) {
            const size_t at = design->data->place[rows->first + r];
            const double t = draw(design, rows, r, seed, c, &work);
            const double limit = censor == NULL ? INFINITY : censor[at];

            status[at] = t <= limit && isfinite(t) ? 1.0 : 0.0;
            time[at] = status[at] > 0.0 ? t : limit;
        }
    }
    return PARAMOD_OK;
}

paramod_status paramod_survival_simulate(const paramod_survival_fit *fit,
                                         uint64_t seed, const double *censor,
                                         double *time, double *status)
{
    paramod_i_workspace *w;
    paramod_status outcome;

    if (fit == NULL || time == NULL || status == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "fit, time or status is null");
    if (censor != NULL)
        for (size_t i = 0; i < fit->design->data->rows; i++)
            if (isnan(censor[i]))
                return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "row %zu: censor nan is not "
                                    "a number", i + 1);
    w = paramod_i_workspace_take(fit->design);
    if (w == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    paramod_i_view_columns(&fit->view, fit->v, w->c);
    for (size_t i = 0; i < fit->design->data->rows; i++)
        time[i] = status[i] = 0.0; /* rows censored at 0, which no block holds */
    outcome = fill(fit, seed, censor, w->c, time, status);
    paramod_i_workspace_return(fit->design, w);
    return outcome;
}
