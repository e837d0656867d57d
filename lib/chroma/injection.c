/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>
#include <string.h>

#include "chroma/injection_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"

/* ---- pieces of polynomials ------------------------------------------------------------ */

/* E_j(z) = integral from 0 to 1 of x^j e^(-z x) dx.  Where |z| is small
 * e^-z (1/(j+1) + z/((j+1)(j+2)) + ...), whose terms fall from the first on; else
 * E_j = (j E_{j-1} - e^-z) / z from below, which multiplies errors by less than 1. */
static double complex power_transform(size_t j, double complex z, double complex decay)
{
    double complex sum = 0.0, term = 1.0 / ((double)j + 1.0);

    if (cabs(z) < (double)j + 1.0) {
        for (size_t n = 1; n < 200 && cabs(term) > 1e-18 * cabs(sum); n++) {
            sum += term;
            term *= z / (double)(j + 1 + n);
        }
        return decay * sum;
    }
    sum = (1.0 - decay) / z;
    for (size_t k = 1; k <= j; k++)
        sum = ((double)k * sum - decay) / z;
    return sum;
}

static double complex polynomial_transform(const paramod_chroma_injection *injection,
                                           double complex s)
{
    double complex sum = 0.0;

    for (size_t k = 0; k < injection->pieces; k++) {
        const double begin = injection->breaks[k], width = injection->breaks[k + 1] - begin;
        const double complex z = s * width, decay = cexp(-z), start = cexp(-s * begin);
        double power = width;

        for (size_t j = 0; j <= injection->degree; j++) {
            sum += start * injection->coefficients[k * (injection->degree + 1) + j] * power *
                   power_transform(j, z, decay);
            power *= width;
        }
    }
    return sum;
}

static double polynomial_value(const paramod_chroma_injection *injection, double t)
{
    for (size_t k = 0; k < injection->pieces; k++)
        if (t >= injection->breaks[k] && t < injection->breaks[k + 1]) {
            double sum = 0.0;

            for (size_t j = injection->degree + 1; j-- > 0;)
                sum = sum * (t - injection->breaks[k]) +
                      injection->coefficients[k * (injection->degree + 1) + j];
            return sum;
        }
    return 0.0;
}

static double polynomial_area(const paramod_chroma_injection *injection)
{
    return creal(polynomial_transform(injection, 0.0));
}

/* ---- all kinds ------------------------------------------------------------------------- */

/* Without delay and tail; by_shape with respect to the duration and to sigma. */
static double complex shape_transform(const paramod_chroma_injection *i, double complex s,
                                      double complex *by_duration,
                                      double complex *by_sigma)
{
    double complex gauss;

    *by_duration = *by_sigma = 0.0;
    switch (i->kind) {
    case PARAMOD_CHROMA_DIRAC:
        *by_duration = 1.0;
        return i->duration;
    case PARAMOD_CHROMA_GAUSSIAN:
        gauss = cexp(0.5 * s * s * i->sigma * i->sigma);
        *by_duration = gauss;
        *by_sigma = i->duration * s * s * i->sigma * gauss;
        return i->duration * gauss;
    case PARAMOD_CHROMA_POLYNOMIAL:
        return polynomial_transform(i, s);
    default:
        *by_duration = cexp(-s * i->duration);
        return i->duration * power_transform(0, s * i->duration, *by_duration);
    }
}

double complex paramod_i_injection_transform(
    const paramod_chroma_injection *i, double complex s,
    double complex by[PARAMOD_I_INJECTION_PARAMETERS])
{
    const double complex late = cexp(-s * i->delay), tail = 1.0 / (1.0 + s * i->tail);
    double complex by_duration, by_sigma;
    const double complex value = late * tail * shape_transform(i, s, &by_duration, &by_sigma);

    if (by != NULL) {
        by[PARAMOD_I_BY_DURATION] = late * tail * by_duration;
        by[PARAMOD_I_BY_SIGMA] = late * tail * by_sigma;
        by[PARAMOD_I_BY_DELAY] = -s * value;
        by[PARAMOD_I_BY_TAIL] = -s * tail * value;
    }
    return value;
}

double paramod_i_injection_area(const paramod_chroma_injection *i)
{
    return i->kind == PARAMOD_CHROMA_POLYNOMIAL ? polynomial_area(i) : i->duration;
}

double paramod_i_injection_value(const paramod_chroma_injection *i, double t)
{
    const double since = t - i->delay;

    switch (i->kind) {
    case PARAMOD_CHROMA_GAUSSIAN:
        return i->duration / (i->sigma * 2.5066282746310002) *
               exp(-0.5 * (since / i->sigma) * (since / i->sigma));
    case PARAMOD_CHROMA_POLYNOMIAL:
        return polynomial_value(i, since);
    default:
        return since >= 0.0 && since < i->duration ? 1.0 : 0.0;
    }
}

void paramod_i_injection_support(const paramod_chroma_injection *i, double level,
                                 double *begin, double *end)
{
    *begin = *end = i->delay;
    if (i->kind == PARAMOD_CHROMA_RECTANGLE)
        *end += i->duration;
    if (i->kind == PARAMOD_CHROMA_GAUSSIAN) {
        *begin -= i->sigma * sqrt(2.0 * level);
        *end += i->sigma * sqrt(2.0 * level);
    }
    if (i->kind == PARAMOD_CHROMA_POLYNOMIAL) {
        *begin += i->breaks[0];
        *end += i->breaks[i->pieces];
    }
    *end += i->tail * level;
}

/* ---- what is given ----------------------------------------------------------------------- */

static paramod_status check_pieces(const paramod_chroma_injection *i)
{
    if (i->pieces == 0 || i->breaks == NULL || i->coefficients == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "injection: a polynomial needs pieces, "
                            "breaks and coefficients");
    if (i->degree > 20)
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "injection: degree %zu exceeds 20",
                            i->degree);
    for (size_t k = 0; k <= i->pieces; k++)
        if (!(fabs(i->breaks[k]) <= DBL_MAX) || (k > 0 && !(i->breaks[k] > i->breaks[k - 1])))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "injection: break number %zu = %g is not "
                                "finite and greater than the one before", k, i->breaks[k]);
    for (size_t k = 0; k < i->pieces * (i->degree + 1); k++)
        if (!(fabs(i->coefficients[k]) <= DBL_MAX))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "injection: coefficient number %zu is "
                                "not finite", k);
    if (!(polynomial_area(i) > 0.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "injection: its area is %g and must be "
                            "positive", polynomial_area(i));
    return PARAMOD_OK;
}

paramod_status paramod_i_injection_check(const paramod_chroma_injection *i)
{
    const struct { const char *name; double value; } member[] = {
        { "delay", i->delay }, { "sigma", i->sigma }, { "tail", i->tail }
    };

    if (i->kind > PARAMOD_CHROMA_POLYNOMIAL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "injection: there is no kind %zu",
                            (size_t)i->kind);
    for (size_t k = 0; k < sizeof member / sizeof member[0]; k++)
        if (!(member[k].value >= 0.0 && member[k].value <= DBL_MAX))
            return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN,
                                "injection: %s = %g is not a finite number of at least 0",
                                member[k].name, member[k].value);
    if (i->kind == PARAMOD_CHROMA_POLYNOMIAL)
        return check_pieces(i);
    if (!(i->duration >= 0.0) || (i->kind != PARAMOD_CHROMA_RECTANGLE && isinf(i->duration)))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "injection: duration = %g is not %s",
                            i->duration, i->kind == PARAMOD_CHROMA_RECTANGLE
                                             ? "at least 0"
                                             : "a finite number of at least 0");
    if (i->kind == PARAMOD_CHROMA_GAUSSIAN && !(i->sigma > 0.0))
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "injection: sigma = %g is not positive",
                            i->sigma);
    return PARAMOD_OK;
}
