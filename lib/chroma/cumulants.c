/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Cumulants are the derivatives of ln G(-s) at s = 0: with power series truncated after
 * s^4 all formulas of transfer.c hold as they are, and the results are exact.
 */

#include <math.h>

#include "chroma/chroma_impl.h"

enum { TERMS = 5 };

/* c[0] + c[1] s + ... + c[4] s^4 */
typedef struct power_series {
    double c[TERMS];
} power_series;

static power_series constant(double x)
{
    return (power_series){ { x } };
}

/* x + y s */
static power_series linear(double x, double y)
{
    return (power_series){ { x, y } };
}

static power_series sum(double a, power_series x, double b, power_series y)
{
    for (int i = 0; i < TERMS; i++)
        x.c[i] = a * x.c[i] + b * y.c[i];
    return x;
}

static power_series product(power_series x, power_series y)
{
    power_series z = { { 0.0 } };

    for (int i = 0; i < TERMS; i++)
        for (int j = 0; i + j < TERMS; j++)
            z.c[i + j] += x.c[i] * y.c[j];
    return z;
}

static power_series quotient(power_series x, power_series y)
{
    power_series z;

    for (int i = 0; i < TERMS; i++) {
        z.c[i] = x.c[i];
        for (int j = 0; j < i; j++)
            z.c[i] -= z.c[j] * y.c[i - j];
        z.c[i] /= y.c[0];
    }
    return z;
}

static power_series root(power_series x)
{
    power_series z;

    z.c[0] = sqrt(x.c[0]);
    for (int i = 1; i < TERMS; i++) {
        z.c[i] = x.c[i];
        for (int j = 1; j < i; j++)
            z.c[i] -= z.c[j] * z.c[i - j];
        z.c[i] /= 2.0 * z.c[0];
    }
    return z;
}

/* z' = x' z */
static power_series exponential(power_series x)
{
    power_series z = constant(exp(x.c[0]));

    for (int i = 1; i < TERMS; i++) {
        for (int j = 1; j <= i; j++)
            z.c[i] += j * x.c[j] * z.c[i - j];
        z.c[i] /= i;
    }
    return z;
}

/* z' = x' / x */
static power_series logarithm(power_series x)
{
    power_series z = constant(log(x.c[0]));

    for (int i = 1; i < TERMS; i++) {
        z.c[i] = i * x.c[i];
        for (int j = 1; j < i; j++)
            z.c[i] -= j * z.c[j] * x.c[i - j];
        z.c[i] /= i * x.c[0];
    }
    return z;
}

/* psi coth psi - 1 of z = psi^2, z having no constant term. */
static power_series sphere(power_series z)
{
    static const double taylor[] = { 1.0 / 3.0, -1.0 / 45.0, 2.0 / 945.0, -1.0 / 4725.0 };
    power_series power = z, value = constant(0.0);

    for (int i = 0; i < TERMS - 1; i++) {
        value = sum(1.0, value, taylor[i], power);
        power = product(power, z);
    }
    return value;
}

static power_series retention(const paramod_i_transfer *t)
{
    const power_series s = linear(0.0, 1.0);
    const power_series kinetic = quotient(constant(t->ka), linear(t->kd, 1.0));
    const power_series b = sum(1.0, constant(t->ep), 1.0 - t->ep, kinetic);
    const double g = 3.0 * t->kf / t->rp, f = t->phase_ratio;
    power_series m;

    switch (t->model) {
    case PARAMOD_CHROMA_EQUILIBRIUM:
        return linear(0.0, 1.0 + f * t->ka / t->kd);
    case PARAMOD_CHROMA_LUMPED_PORE:
        m = product(s, b);
        return sum(1.0, s, f * g, quotient(m, sum(1.0, constant(g), 1.0, m)));
    case PARAMOD_CHROMA_GENERAL_RATE:
        m = sphere(sum(t->rp * t->rp / (t->ep * t->dp), product(s, b), 0.0, s));
        m = sum(t->ep * t->dp / t->rp, m, 0.0, s);
        return sum(1.0, s, f * g, quotient(m, sum(1.0, constant(t->kf), 1.0, m)));
    default:
        return product(s, sum(1.0, constant(1.0), f, kinetic));
    }
}

/* ln of what an end of the column contributes; see transfer_impl.h. */
static power_series ending(const paramod_i_transfer *t, power_series r)
{
    const double peclet = t->dead_time / t->delta;
    const power_series more = sum(1.0, constant(1.0), 1.0, r);
    const power_series less = sum(1.0, constant(1.0), -1.0, r);
    const power_series a = exponential(sum(-(1.0 - t->xi) * peclet, r, 0.0, r));
    const power_series b = exponential(sum(-peclet, r, 0.0, r));

    if (t->boundary == PARAMOD_CHROMA_OPEN)
        return sum(-1.0, logarithm(r), 0.0, r);
    if (t->boundary != PARAMOD_CHROMA_DANCKWERTS)
        return constant(0.0);
    return logarithm(quotient(sum(2.0, more, -2.0, product(less, a)),
                              sum(1.0, product(more, more), -1.0,
                                  product(product(less, less), b))));
}

bool paramod_i_transfer_cumulants(const paramod_i_transfer *t, double cumulant[4])
{
    const double way = t->dead_time * t->xi;
    power_series phi, r, log_g;

    if (t->ka > 0.0 && t->kd == 0.0)
        return false;
    phi = t->ka > 0.0 || t->model > PARAMOD_CHROMA_EQUILIBRIUM ? retention(t)
                                                                : linear(0.0, 1.0);
    r = root(sum(1.0, constant(1.0), 4.0 * t->delta, phi));
    log_g = quotient(sum(-2.0 * way, phi, 0.0, phi), sum(1.0, constant(1.0), 1.0, r));
    if (t->delta > 0.0)
        log_g = sum(1.0, log_g, 1.0, ending(t, r));
    cumulant[0] = -log_g.c[1];
    cumulant[1] = 2.0 * log_g.c[2];
    cumulant[2] = -6.0 * log_g.c[3];
    cumulant[3] = 24.0 * log_g.c[4];
    return true;
}

/* ---- of injections ------------------------------------------------------------------------ */

/* ln of the transform of a polynomial about the middle of its pieces. */
static void polynomial_cumulants(const paramod_chroma_injection *i, double cumulant[4])
{
    const double middle = 0.5 * (i->breaks[0] + i->breaks[i->pieces]);
    power_series transform = constant(0.0), log_transform;

    for (size_t k = 0; k < i->pieces; k++) {
        const double width = i->breaks[k + 1] - i->breaks[k];
        const power_series start =
            exponential(linear(0.0, -(i->breaks[k] - middle)));
        double power = width;

        for (size_t j = 0; j <= i->degree; j++) {
            power_series e; /* integral of x^j e^(-s width x) */
            double factor = 1.0;

            for (int n = 0; n < TERMS; n++) {
                e.c[n] = factor / ((double)j + n + 1.0);
                factor *= -width / (n + 1.0);
            }
            transform = sum(1.0, transform,
                            i->coefficients[k * (i->degree + 1) + j] * power,
                            product(start, e));
            power *= width;
        }
    }
    log_transform = logarithm(transform);
    cumulant[0] = middle - log_transform.c[1];
    cumulant[1] = 2.0 * log_transform.c[2];
    cumulant[2] = -6.0 * log_transform.c[3];
    cumulant[3] = 24.0 * log_transform.c[4];
}

void paramod_i_injection_cumulants(const paramod_chroma_injection *i, double cumulant[4])
{
    const double t = i->duration, tail = i->tail;

    for (int n = 0; n < 4; n++)
        cumulant[n] = 0.0;
    if (i->kind == PARAMOD_CHROMA_RECTANGLE) {
        cumulant[0] = 0.5 * t;
        cumulant[1] = t * t / 12.0;
        cumulant[3] = -t * t * t * t / 120.0;
    }
    if (i->kind == PARAMOD_CHROMA_GAUSSIAN)
        cumulant[1] = i->sigma * i->sigma;
    if (i->kind == PARAMOD_CHROMA_POLYNOMIAL)
        polynomial_cumulants(i, cumulant);
    cumulant[0] += i->delay + tail;
    cumulant[1] += tail * tail;
    cumulant[2] += 2.0 * tail * tail * tail;
    cumulant[3] += 6.0 * tail * tail * tail * tail;
}
