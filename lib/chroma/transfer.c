/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdbool.h>

#include <paramod/chroma.h>

#include "chroma/transfer_impl.h"

/* ---- retention ------------------------------------------------------------------------ */

/* What a particle holds per concentration outside, B = ep + (1 - ep) ka / (s + kd). */
typedef struct uptake {
    double complex kinetic; /* ka / (s + kd) */
    double complex value;   /* B */
} uptake;

static uptake uptake_of(const paramod_i_transfer *t, double complex s)
{
    const double complex kinetic = t->ka / (s + t->kd);

    return (uptake){ kinetic, t->ep + (1.0 - t->ep) * kinetic };
}

/* by_ka, by_kd and by_ep out of the derivative by B. */
static void through_uptake(const paramod_i_transfer *t, double complex s, const uptake *b,
                           double complex by_b, double complex *by)
{
    by[PARAMOD_I_BY_KA] = by_b * (1.0 - t->ep) / (s + t->kd);
    by[PARAMOD_I_BY_KD] = -by_b * (1.0 - t->ep) * b->kinetic / (s + t->kd);
    by[PARAMOD_I_BY_EP] = by_b * (1.0 - b->kinetic);
}

static double complex kinetic(const paramod_i_transfer *t, double complex s,
                              double complex *by)
{
    const double complex k = t->ka / (s + t->kd);

    if (by != NULL) {
        by[PARAMOD_I_BY_KA] = s * t->phase_ratio / (s + t->kd);
        by[PARAMOD_I_BY_KD] = -s * t->phase_ratio * k / (s + t->kd);
        by[PARAMOD_I_BY_PHASE_RATIO] = s * k;
    }
    return s * (1.0 + t->phase_ratio * k);
}

static double complex equilibrium(const paramod_i_transfer *t, double complex s,
                                  double complex *by)
{
    const double k = t->ka / t->kd;

    if (by != NULL) {
        by[PARAMOD_I_BY_KA] = s * t->phase_ratio / t->kd;
        by[PARAMOD_I_BY_KD] = -s * t->phase_ratio * k / t->kd;
        by[PARAMOD_I_BY_PHASE_RATIO] = s * k;
    }
    return s * (1.0 + t->phase_ratio * k);
}

static double complex lumped_pore(const paramod_i_transfer *t, double complex s,
                                  double complex *by)
{
    const uptake b = uptake_of(t, s);
    const double g = 3.0 * t->kf / t->rp;
    const double complex rate = s * b.value, ratio = rate / (g + rate);

    if (by != NULL) {
        const double complex by_g = t->phase_ratio * ratio * ratio;

        through_uptake(t, s, &b, t->phase_ratio * s * (1.0 - ratio) * (1.0 - ratio), by);
        by[PARAMOD_I_BY_PHASE_RATIO] = g * ratio;
        by[PARAMOD_I_BY_KF] = by_g * 3.0 / t->rp;
        by[PARAMOD_I_BY_RP] = -by_g * g / t->rp;
    }
    return s + t->phase_ratio * g * ratio;
}

/* psi coth psi - 1 as a function of z = psi^2, and its derivative: z / 3 - z^2 / 45 +
 * 2 z^3 / 945 - z^4 / 4725 + ... near 0. */
static double complex sphere(double complex z, double complex *derivative)
{
    if (cabs(z) < 0.02) {
        *derivative = 1.0 / 3.0 + z * (-2.0 / 45.0 + z * (6.0 / 945.0 + z * (-4.0 / 4725.0 +
                      z * (10.0 / 93555.0 - z * (6.0 * 1382.0 / 638512875.0)))));
        return z * (1.0 / 3.0 + z * (-1.0 / 45.0 + z * (2.0 / 945.0 + z * (-1.0 / 4725.0 +
               z * (2.0 / 93555.0 - z * (1382.0 / 638512875.0))))));
    } else {
        const double complex psi = csqrt(z), e = cexp(-2.0 * psi);
        const double complex coth = (1.0 + e) / (1.0 - e), odd = 2.0 / (1.0 - e);

        /* coth' = 1 - coth^2 = -4 e / (1 - e)^2 */
        *derivative = 0.5 * (coth / psi - e * odd * odd);
        return psi * coth - 1.0;
    }
}

static double complex general_rate(const paramod_i_transfer *t, double complex s,
                                   double complex *by)
{
    const uptake b = uptake_of(t, s);
    const double pore = t->ep * t->dp / t->rp, g = 3.0 * t->kf / t->rp;
    const double complex z = t->rp * t->rp * s * b.value / (t->ep * t->dp);
    double complex slope;
    const double complex shape = sphere(z, &slope), m = pore * shape;
    const double complex ratio = m / (t->kf + m), rest = t->kf / (t->kf + m);

    if (by != NULL) {
        const double complex by_m = t->phase_ratio * g * rest / (t->kf + m);
        const double complex by_z = by_m * pore * slope;
        const double complex by_pore = by_m * shape;

        through_uptake(t, s, &b, by_z * z / b.value, by);
        by[PARAMOD_I_BY_EP] += (by_pore * pore - by_z * z) / t->ep;
        by[PARAMOD_I_BY_PHASE_RATIO] = g * ratio;
        by[PARAMOD_I_BY_KF] = t->phase_ratio * 3.0 / t->rp * ratio * ratio;
        by[PARAMOD_I_BY_DP] = (by_pore * pore - by_z * z) / t->dp;
        by[PARAMOD_I_BY_RP] = (2.0 * by_z * z - by_pore * pore -
                               t->phase_ratio * g * ratio) / t->rp;
    }
    return s + t->phase_ratio * g * ratio;
}

double complex paramod_i_retention(const paramod_i_transfer *t, double complex s,
                                   double complex by[PARAMOD_I_TRANSFER_PARAMETERS])
{
    if (by != NULL)
        for (int i = 0; i < PARAMOD_I_TRANSFER_PARAMETERS; i++)
            by[i] = 0.0;
    switch (t->model) {
    case PARAMOD_CHROMA_EQUILIBRIUM:
        return equilibrium(t, s, by);
    case PARAMOD_CHROMA_LUMPED_PORE:
        return lumped_pore(t, s, by);
    case PARAMOD_CHROMA_GENERAL_RATE:
        return general_rate(t, s, by);
    default:
        return kinetic(t, s, by);
    }
}

double complex paramod_i_transfer_loading(const paramod_i_transfer *t, double complex s)
{
    const uptake b = uptake_of(t, s);
    const double g = 3.0 * t->kf / t->rp;

    if (t->model == PARAMOD_CHROMA_KINETIC)
        return b.kinetic;
    if (t->model == PARAMOD_CHROMA_EQUILIBRIUM)
        return t->ka / t->kd;
    if (t->model == PARAMOD_CHROMA_LUMPED_PORE)
        return b.kinetic * g / (g + s * b.value);
    {
        /* The average of sinh(psi r) / (r sinh psi) over a sphere is 3 (psi coth psi - 1)
         * / psi^2, and the surface has kf / (kf + m) of the concentration outside. */
        const double complex z = t->rp * t->rp * s * b.value / (t->ep * t->dp);
        double complex slope;
        const double complex shape = sphere(z, &slope);
        const double complex average = cabs(z) < 1e-20 ? 1.0 : 3.0 * shape / z;

        return b.kinetic * average * t->kf / (t->kf + t->ep * t->dp / t->rp * shape);
    }
}

/* ---- ends of the column ----------------------------------------------------------------- */

/* A function of r, t0 and delta beside exp(-2 phi t0 xi / (1 + r)). */
typedef struct ending {
    double complex log, by_r;
    double complex by_t0, by_delta; /* at constant r */
} ending;

static ending open_ending(double complex r)
{
    return (ending){ -clog(r), -1.0 / r, 0.0, 0.0 };
}

/* ln(2 N / M) with N = (1 + r) - (1 - r) a, M = (1 + r)^2 - (1 - r)^2 b,
 * a = exp(-(1 - xi) r P), b = exp(-r P), P = t0 / delta. */
static ending danckwerts_ending(const paramod_i_transfer *t, double complex r)
{
    const double peclet = t->dead_time / t->delta, ahead = 1.0 - t->xi;
    const double complex a = cexp(-ahead * r * peclet), b = cexp(-r * peclet);
    const double complex n = (1.0 + r) - (1.0 - r) * a;
    const double complex m = (1.0 + r) * (1.0 + r) - (1.0 - r) * (1.0 - r) * b;
    const double complex n_by_r = 1.0 + a + (1.0 - r) * a * ahead * peclet;
    const double complex m_by_r = 2.0 * (1.0 + r) + 2.0 * (1.0 - r) * b +
                                  (1.0 - r) * (1.0 - r) * b * peclet;
    const double complex by_peclet = (1.0 - r) * a * ahead * r / n -
                                     (1.0 - r) * (1.0 - r) * b * r / m;

    return (ending){ clog(2.0 * n / m), n_by_r / n - m_by_r / m, by_peclet / t->delta,
                     -by_peclet * peclet / t->delta };
}

static ending ending_of(const paramod_i_transfer *t, double complex r)
{
    if (t->delta > 0.0 && t->boundary == PARAMOD_CHROMA_OPEN)
        return open_ending(r);
    if (t->delta > 0.0 && t->boundary == PARAMOD_CHROMA_DANCKWERTS)
        return danckwerts_ending(t, r);
    return (ending){ 0.0, 0.0, 0.0, 0.0 };
}

double complex paramod_i_transfer_log(const paramod_i_transfer *t, double complex s,
                                      double complex by[PARAMOD_I_TRANSFER_PARAMETERS])
{
    const double complex phi = paramod_i_retention(t, s, by);
    const double complex r = t->delta > 0.0 ? csqrt(1.0 + 4.0 * phi * t->delta) : 1.0;
    const double way = t->dead_time * t->xi;
    const ending e = ending_of(t, r);

    if (by != NULL) {
        /* r_phi = 2 delta / r, r_delta = 2 phi / r */
        const double complex by_phi = -way / r + e.by_r * 2.0 * t->delta / r;

        for (int i = 0; i < PARAMOD_I_TRANSFER_PARAMETERS; i++)
            by[i] *= by_phi;
        by[PARAMOD_I_BY_DEAD_TIME] = -2.0 * phi * t->xi / (1.0 + r) + e.by_t0;
        by[PARAMOD_I_BY_DELTA] = 4.0 * way * phi * phi / (r * (1.0 + r) * (1.0 + r)) +
                                 e.by_r * 2.0 * phi / r + e.by_delta;
    }
    return -2.0 * phi * way / (1.0 + r) + e.log;
}

/* ---- on the real axis --------------------------------------------------------------------- */

/* Whether phi has no pole in [s, 0], s < 0: what a particle lets in must stay positive. */
static bool is_before_pole(const paramod_i_transfer *t, double s)
{
    const double b = t->ep + (1.0 - t->ep) * t->ka / (s + t->kd);
    double complex slope;

    if (t->model != PARAMOD_CHROMA_EQUILIBRIUM && t->ka > 0.0 && !(s + t->kd > 0.0))
        return false;
    if (t->model == PARAMOD_CHROMA_LUMPED_PORE)
        return 3.0 * t->kf / t->rp + s * b > 0.0;
    if (t->model == PARAMOD_CHROMA_GENERAL_RATE) {
        const double z = t->rp * t->rp * s * b / (t->ep * t->dp);

        return z > -9.8696 && t->kf + t->ep * t->dp / t->rp * creal(sphere(z, &slope)) > 0.0;
    }
    return true;
}

double paramod_i_transfer_real(double s, const void *data)
{
    const paramod_i_transfer *const t = data;

    if (s < 0.0 && !is_before_pole(t, s))
        return NAN;
    if (t->delta > 0.0 && !(1.0 + 4.0 * t->delta * creal(paramod_i_retention(t, s, NULL)) > 0.0))
        return NAN;
    return creal(paramod_i_transfer_log(t, s, NULL));
}
