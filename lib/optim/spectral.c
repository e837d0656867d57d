/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "optim/spectral_impl.h"

paramod_status paramod_i_spectral_create(size_t k, paramod_i_spectral *spectral)
{
    *spectral = (paramod_i_spectral){ .k = k };
    spectral->scale = paramod_i_resize(NULL, k + k * k, sizeof(double));
    if (spectral->scale == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory");
    spectral->scaled = spectral->scale + k;
    return paramod_i_eigen_create(k, &spectral->eigen);
}

void paramod_i_spectral_destroy(paramod_i_spectral *spectral)
{
    paramod_i_eigen_destroy(spectral->eigen);
    paramod_i_free(spectral->scale);
}

/* S^-1 H S^-1 with S_j = sqrt |H_jj|: free of units. */
static void rescale(paramod_i_spectral *sp, const paramod_i_expansion *at,
                    const double *old)
{
    const size_t k = sp->k;

    for (size_t j = 0; j < k; j++)
        sp->scale[j] = paramod_i_scale(old[j], 0.6,
                                       sqrt(fabs(at->h[j * k + j])), at->u[j]);
    for (size_t j = 0; j < k; j++)
        for (size_t i = 0; i < k; i++)
            sp->scaled[i + j * k] = at->h[i + j * k] / sp->scale[i] / sp->scale[j];
}

/* slope = V'S^-1 g, curvature and basis from the decomposition. */
static void fill_spectrum(const paramod_i_spectral *sp, const double *g,
                          paramod_i_model *q)
{
    const size_t k = sp->k;
    const double *w = paramod_i_eigen_values(sp->eigen);
    const double *v = paramod_i_eigen_vectors(sp->eigen);

    (void)memcpy(q->scale, sp->scale, k * sizeof *w);
    (void)memcpy(q->curvature, w, k * sizeof *w);
    (void)memcpy(q->basis, v, k * k * sizeof *v);
    for (size_t i = 0; i < k; i++) {
        q->slope[i] = 0.0;
        for (size_t j = 0; j < k; j++)
            q->slope[i] += v[j + i * k] * (g[j] / q->scale[j]);
    }
    q->negligible = (double)k * DBL_EPSILON * fmax(fabs(w[0]), fabs(w[k - 1]));
}

/* Rounding error of gradient entry j in units of the scale: storing u_j moves
 * the gradient by eps H_jj |u_j|; where it is a central difference of values
 * with step eps^(1/3) max(1, |u_j|), theirs is added. */
static double gradient_error(const paramod_i_problem *problem,
                             const paramod_i_expansion *at, size_t j,
                             double scale)
{
    const double stored = DBL_EPSILON * fabs(at->u[j]) * scale;
    const double value = DBL_EPSILON * fabs(at->f);
    const double h = cbrt(DBL_EPSILON) * fmax(1.0, fabs(at->u[j]));

    return paramod_i_problem_lacks_gradient(problem)
               ? stored + value / (h * scale) : stored;
}

static void fill_rounding(const paramod_i_problem *problem,
                          const paramod_i_expansion *at, paramod_i_model *q)
{
    double size = 0.0;

    for (size_t j = 0; j < q->k; j++)
        size = hypot(size, gradient_error(problem, at, j, q->scale[j]));
    q->f = at->f;
    q->noise = 16.0 * DBL_EPSILON * fabs(at->f);
    q->floor = 0.5 * size * size;
}

bool paramod_i_spectral_fill(paramod_i_spectral *spectral,
                             const paramod_i_problem *problem,
                             const paramod_i_expansion *at,
                             paramod_i_model *q)
{
    rescale(spectral, at, q->scale);
    if (!paramod_i_eigen_factor(spectral->eigen, spectral->scaled))
        return false;
    fill_spectrum(spectral, at->g, q);
    fill_rounding(problem, at, q);
    paramod_i_model_finish(q);
    return true;
}
