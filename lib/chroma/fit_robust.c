/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Robust fits by iteratively reweighted least squares. */

#include <math.h>

#include "chroma/fit_impl.h"

/* The median of n numbers, which are rearranged: Hoare's selection. */
static double median(double *x, size_t n)
{
    size_t low = 0, high = n - 1;
    const size_t middle = n / 2;

    while (low < high) {
        const double pivot = x[low + (high - low) / 2];
        size_t i = low, j = high;

        for (;;) {
            while (x[i] < pivot)
                i++;
            while (x[j] > pivot)
                j--;
            if (i >= j)
                break;
            {
                const double keep = x[i];

                x[i++] = x[j];
                x[j--] = keep;
            }
        }
        if (j >= middle && j < high)
            high = j;
        else if (j < middle)
            low = j + 1;
        else
            break;
    }
    return x[middle];
}

/* sqrt of psi(r / s) / (r / s), with 95 % efficiency for normal errors. */
static double root_weight(uint64_t loss, double r)
{
    const double huber = 1.345, bisquare = 4.685;

    if (loss == PARAMOD_CHROMA_HUBER)
        return fabs(r) <= huber ? 1.0 : sqrt(huber / fabs(r));
    return fabs(r) < bisquare ? 1.0 - (r / bisquare) * (r / bisquare) : 0.0;
}

/* New weights from the residuals, whose scale is their median modulus / 0.6745; the
 * largest change of a weight. */
double paramod_i_fit_reweight(paramod_chroma_fit *fit)
{
    double *const modulus = fit->curves;
    double scale, change = 0.0;

    (void)paramod_i_fit_evaluate(fit, fit->best);
    for (size_t j = 0; j < fit->count; j++) {
        const double root = fit->weight[j] / fit->prior[j];
        double model = 0.0;

        for (size_t k = 0; k < fit->columns; k++)
            model += fit->coefficient[k] * fit->design[k * fit->count + j];
        fit->curves[fit->count + j] = root > 0.0 ? fit->residual[j] / root
                                                 : fit->prior[j] * (model - fit->signal[j]);
        modulus[j] = fabs(fit->curves[fit->count + j]);
    }
    scale = median(modulus, fit->count) / 0.6745;
    for (size_t j = 0; j < fit->count && scale > 0.0; j++) {
        const double r = fit->curves[fit->count + j];
        const double weight = fit->prior[j] * root_weight(fit->options.loss, r / scale);

        change = fmax(change, fabs(weight - fit->weight[j]) / fit->prior[j]);
        fit->weight[j] = weight;
    }
    fit->evaluated = false;
    return change;
}
