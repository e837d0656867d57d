/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include <paramod/infer.h>

double paramod_aic(double log_likelihood, size_t k)
{
    return 2.0 * (double)k - 2.0 * log_likelihood;
}

double paramod_aicc(double log_likelihood, size_t k, double observations)
{
    const double parameters = (double)k;
    const double spare = observations - parameters - 1.0;

    if (spare <= 0.0)
        return INFINITY;
    return paramod_aic(log_likelihood, k) +
           2.0 * parameters * (parameters + 1.0) / spare;
}

double paramod_bic(double log_likelihood, size_t k, double observations)
{
    return (double)k * log(observations) - 2.0 * log_likelihood;
}

double paramod_gaussian_log_likelihood(double sum_of_squares, double m)
{
    const double two_pi = 6.283185307179586;

    return -0.5 * m * (log(two_pi * sum_of_squares / m) + 1.0);
}
