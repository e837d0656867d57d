/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include "sor/tsallis_impl.h"

/*
 * After the least loss is subtracted, f(x) = sum p_i - 1 is increasing and
 * convex on x < 0, and f(-2/eta) >= 0, as the arm without loss has p = 1 there.
 * Newton's steps from there fall monotonically to the root, which lies above
 * -2 sqrt(count) / eta.  Losses that are not there are infinite: p = 0.
 */
void paramod_i_sor_tsallis_solve(size_t count, const double *loss, double eta, double *p,
                           double *work)
{
    enum { MOST = 100 };
    const size_t padded = paramod_i_sor_padded(count);
    const double c = 2.0 / eta;
    double least = loss[0], x = -c, sums[2] = { 1.0, 1.0 };

    for (size_t i = 1; i < count; i++)
        least = loss[i] < least ? loss[i] : least;
    for (size_t i = 0; i < padded; i++)
        work[i] = i < count ? loss[i] - least : INFINITY;
    for (int step = 0; step < MOST; step++) {
        double next;

        paramod_i_sor_tsallis_sums(padded, work, x, c, p, sums);
        next = x - (sums[0] - 1.0) / (eta * sums[1]);
        if (!(fabs(sums[0] - 1.0) > 4e-16 * (double)count) || next == x)
            break;
        x = next;
    }
    for (size_t i = 0; i < count; i++)
        p[i] /= sums[0];
}

void paramod_i_sor_tsallis_published(size_t count, const double *loss, double eta,
                                     double *p)
{
    double x = -1.0;

    for (int step = 0; step < 20; step++) {
        double sum = 0.0, cube = 0.0;

        for (size_t i = 0; i < count; i++) {
            const double off = eta * (loss[i] - x);

            p[i] = 4.0 / (off * off);
            sum += p[i];
            cube += p[i] * sqrt(p[i]);
        }
        if (step < 19)
            x -= (sum - 1.0) / (eta * cube);
    }
}
