/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>

#include <paramod/sor.h>

double paramod_sor_flops(paramod_sor_tune method, double rows, double entries,
                         double iterations)
{
    switch (method) {
    case PARAMOD_SOR_TUNE_SOR:
    case PARAMOD_SOR_TUNE_CHEBYSHEV: return iterations * (2.0 * entries + 4.0 * rows);
    case PARAMOD_SOR_TUNE_SSOR:      return iterations * (4.0 * entries + 8.0 * rows);
    case PARAMOD_SOR_TUNE_CG:        return iterations * (2.0 * entries + 10.0 * rows);
    case PARAMOD_SOR_TUNE_SSOR_PCG:  return iterations * (2.0 * entries + 14.0 * rows);
    }
    return NAN;
}
