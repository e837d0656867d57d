/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "core/status_impl.h"
#include "ident/analysis_impl.h"

/* s'u_j */
static double component(const paramod_ident_analysis *a, const double *s, size_t j)
{
    const size_t k = a->report.free;
    double sum = 0.0;

    for (size_t i = 0; i < k; i++)
        sum += s[i] * a->direction[i * k + j];
    return sum;
}

/* s'D u_j, which moves the prediction over the extents. */
static double swing(const paramod_ident_analysis *a, const double *s, size_t j)
{
    const size_t k = a->report.free;
    double sum = 0.0;

    for (size_t i = 0; i < k; i++)
        sum += s[i] * a->extent[i] * a->direction[i * k + j];
    return sum;
}

static double variance_of(const paramod_ident_analysis *a, const double *s,
                          paramod_ident_band_kind kind, double sigma2)
{
    const size_t k = a->report.free, r = a->report.threshold_rank;
    double sum = 0.0;

    for (size_t j = 0; j < k; j++) {
        const double along = component(a, s, j), moved = swing(a, s, j);

        if (kind == PARAMOD_IDENT_BAND_ALL || (kind == PARAMOD_IDENT_BAND_NULL && j >= r))
            sum += sigma2 * along * along;
        if (kind >= PARAMOD_IDENT_BAND_DELTA && j < r)
            sum += along * along / a->eigenvalue[j];
        if (kind == PARAMOD_IDENT_BAND_BOX && j >= r)
            sum += moved * moved / 3.0;
    }
    return sum;
}

paramod_status paramod_ident_band(const paramod_ident_analysis *analysis, size_t count,
                                  const double *gradient, paramod_ident_band_kind kind,
                                  double sigma2, double *variance)
{
    if (analysis == NULL || gradient == NULL || variance == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT,
                            "analysis, gradient or variance is null");
    if ((unsigned)kind > PARAMOD_IDENT_BAND_BOX)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "kind %d is no paramod_ident_band_kind",
                            (int)kind);
    if (kind <= PARAMOD_IDENT_BAND_ALL && !(sigma2 > 0.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "sigma2 is %g; a variance must be "
                            "positive", sigma2);
    for (size_t i = 0; i < count; i++)
        variance[i] = variance_of(analysis, gradient + i * analysis->report.free, kind,
                                  sigma2);
    return PARAMOD_OK;
}
