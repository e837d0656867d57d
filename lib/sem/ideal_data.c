/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Generators on data: values, standard errors, joint test. */

#include <float.h>
#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "infer/chi_squared_impl.h"
#include "linalg/eigen_impl.h"
#include "sem/definite_impl.h"
#include "sem/ideal_impl.h"

/* d p / d sigma_ij in the first n (n + 1) / 2 entries of slope. */
static void differentiate(const paramod_sem_polynomial *p, const double *r,
                          double *slope)
{
    memset(slope, 0, p->variables * sizeof *slope);
    for (size_t k = 0; k < p->terms; k++)
        for (size_t v = 0; v < p->variables; v++) {
            double product = (double)paramod_i_coefficient(p, k)
                * paramod_i_exponent(p, k, v);

            for (size_t u = 0; u < p->variables && product != 0; u++) {
                const paramod_i_variable *x = &p->variable[u];
                const unsigned e = paramod_i_exponent(p, k, u) - (u == v);

                for (unsigned times = 0; times < e; times++)
                    product *= r[x->row * p->n + x->column];
            }
            slope[v] += product;
        }
}

/* g' V h with V of Cov(r_ij, r_kl) = r_ik r_jl + r_il r_jk: with G_ij = g_ij / 2
 * off the diagonal, symmetric, it is 2 tr(G R H R).  ghr is 2 n n of work. */
static double bilinear(size_t n, const double *gr, const double *hr)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            sum += gr[i * n + j] * hr[j * n + i];
    return 2 * sum;
}

static void times_matrix(size_t n, const double *slope, const double *r, double *gr)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            double sum = 0;

            for (size_t k = 0; k < n; k++)
                sum += slope[paramod_i_moment(n, i, k)] * (i == k ? 1 : 0.5)
                    * r[k * n + j];
            gr[i * n + j] = sum;
        }
}

/* Statistic on the leading eigenvectors of the correlations of the values. */
static paramod_status test(size_t count, size_t most, const double *value,
                           double *covariance, double n, paramod_sem_wald *wald)
{
    paramod_i_eigen *eigen = NULL;
    paramod_status status = paramod_i_eigen_create(count, &eigen);
    size_t used = 0;
    double chi2 = 0;

    if (status != PARAMOD_OK)
        return status;
    for (size_t a = 0; a < count; a++)
        for (size_t b = 0; b < a; b++)
            covariance[a * count + b] = covariance[b * count + a] /=
                sqrt(covariance[a * count + a] * covariance[b * count + b]);
    for (size_t a = 0; a < count; a++)
        covariance[a * count + a] = 1;
    if (paramod_i_eigen_factor(eigen, covariance)) {
        const double *w = paramod_i_eigen_values(eigen);
        const double *vectors = paramod_i_eigen_vectors(eigen);

        for (size_t k = count; k-- > 0 && used < most
             && w[k] > (double)count * DBL_EPSILON * w[count - 1];) {
            double sum = 0;

            for (size_t a = 0; a < count; a++)
                sum += vectors[k * count + a] * value[a];
            chi2 += sum * sum / w[k] * n;
            used++;
        }
    }
    paramod_i_eigen_destroy(eigen);
    wald->chi2 = used > 0 ? chi2 : NAN;
    wald->df = (double)used;
    wald->pvalue = used > 0 ? paramod_i_chi_squared_tail(chi2, (double)used) : NAN;
    return PARAMOD_OK;
}

/* Values and their covariance (for one observation) on the scale of correlations,
 * where f(S) = product of the standard deviations to the multidegree times f(R). */
static paramod_status evaluate(const paramod_sem_ideal *ideal, const double *sample,
                               double n, double *work, double *value, double *error,
                               paramod_sem_wald *wald)
{
    const size_t m = ideal->n, count = ideal->generators;
    double *r = work, *slope = r + m * m, *gr = slope + m * m;
    double *scaled = gr + count * m * m, *covariance = scaled + count;

    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++)
            r[i * m + j] = i == j ? 1 : sample[i * m + j]
                / sqrt(sample[i * m + i] * sample[j * m + j]);
    for (size_t k = 0; k < count; k++) {
        differentiate(ideal->generator[k], r, slope);
        times_matrix(m, slope, r, gr + k * m * m);
        scaled[k] = paramod_sem_polynomial_at_covariance(ideal->generator[k], r);
    }
    for (size_t a = 0; a < count; a++)
        for (size_t b = a; b < count; b++)
            covariance[a * count + b] = bilinear(m, gr + a * m * m, gr + b * m * m);
    for (size_t k = 0; k < count; k++) {
        const double deviation = sqrt(covariance[k * count + k]);
        double scale = 1;
        size_t degree[PARAMOD_I_IDEAL_NODES];

        paramod_sem_polynomial_multidegree(ideal->generator[k], degree);
        for (size_t i = 0; i < m; i++)
            scale *= pow(sample[i * m + i], 0.5 * (double)degree[i]);
        if (value != NULL)
            value[k] = scale * scaled[k];
        if (error != NULL)
            error[k] = scale * deviation / sqrt(n);
        scaled[k] /= deviation;
    }
    if (wald == NULL)
        return PARAMOD_OK;
    *wald = (paramod_sem_wald){ NAN, 0, NAN };
    return count == 0 ? PARAMOD_OK
        : test(count, count < ideal->codimension ? count : ideal->codimension, scaled,
               covariance, n, wald);
}

paramod_status paramod_sem_ideal_test(const paramod_sem_ideal *ideal,
                                      const double *sample, double n, double *value,
                                      double *error, paramod_sem_wald *wald)
{
    const size_t m = ideal->n, count = ideal->generators;
    double *work;
    paramod_status status;

    if (!(n > 0) || !isfinite(n))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "sample size %g is not positive", n);
    status = paramod_i_check_definite(m, sample, __func__);
    if (status != PARAMOD_OK)
        return status;
    work = paramod_i_resize(NULL, (count + 2) * m * m + count * (count + 1),
                            sizeof *work);
    if (work == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "no memory for %zu generators", count);
    status = evaluate(ideal, sample, n, work, value, error, wald);
    paramod_i_free(work);
    return status;
}
