/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Langmuir's kinetics q_t = ka c (1 - q / qm) - kd q at constant velocity without
 * dispersion, for any injection into an empty column.
 *
 * With Z = F ka x / u, T = kd (t - x / u), C = ka c / (kd qm), Q = q / qm it is
 * C_Z = -Q_T, Q_T = C (1 - Q) - Q.  Thomas' Q = -f_Z / f, C = f_T / f make it linear,
 * f_ZT + f_T + f_Z = 0, with f(0, T) = f0(T) = exp(g(T)), g the integral of C_in, so that
 *
 *     f   = 1 + integral over v of (f0(T - v) - 1) k(v),
 *     f C = integral over v from 0 to T of C_in(T - v) f0(T - v) k(v),
 *     f Q = the same with e^(-Z - v) I0(2 sqrt(Z v)) for k(v),
 *     k(v) = e^-Z [delta(v) + e^-v sqrt(Z / v) I1(2 sqrt(Z v))],
 *
 * k being Goldstein's density J_b(Z, v).  All terms are positive, and the largest exponent
 * is taken out.  H. C. Thomas, J. Am. Chem. Soc. 66 (1944) 1664-1666.
 *
 * Of a rectangle everything is an integral of k: while C_in = C, e^(-C v) k(v) is the
 * density for Z' = Z / (1 + C) at (1 + C) v, times e^(Z' - Z) (1 + C).
 */

#include <float.h>
#include <math.h>

#include "calculus/quadrature_impl.h"
#include "chroma/chroma_impl.h"
#include "chroma/goldstein_impl.h"
#include "chroma/langmuir_impl.h"
#include "core/status_impl.h"

/* Below e^-NOTHING of the largest a term is nothing. */
static const double nothing = 46.0;

typedef struct langmuir {
    const paramod_chroma_injection *injection;
    double kd;
    double strength; /* C of c = c0 */
    double z, root;  /* Z and its root */
    double t;        /* T */
    double exponent; /* the largest */
} langmuir;

/* ---- the injection in T ------------------------------------------------------------------ */

/* Integral of a piecewise polynomial up to t. */
static double polynomial_integral(const paramod_chroma_injection *i, double t)
{
    double total = 0.0;

    for (size_t k = 0; k < i->pieces && t > i->breaks[k]; k++) {
        const double x = fmin(t, i->breaks[k + 1]) - i->breaks[k];
        double sum = 0.0;

        for (size_t j = i->degree + 1; j-- > 0;)
            sum = sum * x + i->coefficients[k * (i->degree + 1) + j] / (double)(j + 1);
        total += sum * x;
    }
    return total;
}

/* Integral of c_in / c0 up to time t; a tail belongs to a rectangle. */
static double injected(const paramod_chroma_injection *i, double t)
{
    const double since = t - i->delay;

    switch (i->kind) {
    case PARAMOD_CHROMA_DIRAC:
        return since >= 0.0 ? i->duration : 0.0;
    case PARAMOD_CHROMA_GAUSSIAN:
        return 0.5 * i->duration * erfc(-since / (i->sigma * 1.4142135623730951));
    case PARAMOD_CHROMA_POLYNOMIAL:
        return polynomial_integral(i, since);
    default:
        if (since <= 0.0)
            return 0.0;
        if (i->tail == 0.0)
            return fmin(since, i->duration);
        return fmin(since, i->duration) + i->tail * expm1(-since / i->tail) -
               (since > i->duration ? i->tail * expm1(-(since - i->duration) / i->tail) : 0.0);
    }
}

static double inlet_value(const paramod_chroma_injection *i, double t)
{
    const double since = t - i->delay;

    if (i->kind == PARAMOD_CHROMA_RECTANGLE && i->tail > 0.0)
        return since < 0.0 ? 0.0
               : since < i->duration
                   ? -expm1(-since / i->tail)
                   : exp(-(since - i->duration) / i->tail) - exp(-since / i->tail);
    return paramod_i_injection_value(i, t);
}

static double g_of(const langmuir *l, double since)
{
    return l->strength * l->kd * injected(l->injection, since / l->kd);
}

/* ---- by quadrature over w = sqrt(v) --------------------------------------------------------- */

/* ln of f0(T - v) e^(-(sqrt Z - w)^2) */
static double exponent_at(const langmuir *l, double w)
{
    const double away = l->root - w;

    return g_of(l, l->t - w * w) - away * away;
}

enum { F, FC, FQ, INTEGRALS };

static void integrand(double w, double *value, void *data)
{
    const langmuir *const l = data;
    const paramod_i_bessel bessel = paramod_i_bessel_scaled(2.0 * l->root * w);
    const double scale = 2.0 * exp(exponent_at(l, w) - l->exponent);
    const double c = l->strength * inlet_value(l->injection, (l->t - w * w) / l->kd);

    value[F] = scale * l->root * bessel.i1;
    value[FC] = value[F] * c;
    value[FQ] = scale * w * bessel.i0 * c;
}

/* What a stretch of w is divided into: fractions of the width of the kernel times f0. */
static size_t panels(double from, double to, double most)
{
    return (size_t)ceil((to - from) * sqrt(1.0 + most) / 0.7) + 1;
}

/* Raises the largest exponent, or adds the integrals of the panels that matter. */
static void cover(langmuir *l, double from, double to, double most, double *integral)
{
    const size_t count = panels(from, to, most);
    const double width = (to - from) / (double)count;
    double left = exponent_at(l, from);

    for (size_t k = 0; k < count; k++) {
        const double begin = from + (double)k * width, end = k + 1 == count ? to : begin + width;
        const double right = exponent_at(l, end);
        const double largest = fmax(fmax(left, right), exponent_at(l, 0.5 * (begin + end)));
        double part[INTEGRALS];

        left = right;
        if (integral == NULL) {
            l->exponent = fmax(l->exponent, largest);
        } else if (largest > l->exponent - nothing) {
            paramod_i_quadrature_fixed(INTEGRALS, integrand, l, begin, end, part);
            for (int j = 0; j < INTEGRALS; j++)
                integral[j] += part[j];
        }
    }
}

/* Number of times at which the injection is not smooth, and each of them. */
static size_t breaks_of(const paramod_chroma_injection *i)
{
    return i->kind == PARAMOD_CHROMA_POLYNOMIAL ? i->pieces + 1
           : i->kind == PARAMOD_CHROMA_RECTANGLE ? 2
                                                 : 9;
}

/* A Gaussian is divided at multiples of its sigma. */
static double break_at(const paramod_chroma_injection *i, size_t k)
{
    if (i->kind == PARAMOD_CHROMA_POLYNOMIAL)
        return i->delay + i->breaks[k];
    if (i->kind == PARAMOD_CHROMA_RECTANGLE)
        return i->delay + (k == 0 ? 0.0 : i->duration);
    return i->delay + ((double)k - 4.0) * 2.0 * i->sigma;
}

/* The largest C_in, about. */
static double largest_inlet(const langmuir *l)
{
    const paramod_chroma_injection *const i = l->injection;
    double most = 0.0;

    for (size_t k = 0; k + 1 < breaks_of(i); k++)
        for (int j = 0; j <= 4; j++)
            most = fmax(most, inlet_value(i, break_at(i, k) + (0.25 * j + 1e-9 * (2 - j)) *
                                                (break_at(i, k + 1) - break_at(i, k))));
    return l->strength * fmin(most, DBL_MAX);
}

/* All of [0, sqrt T], divided where the injection breaks. */
static void integrate(langmuir *l, double *integral)
{
    const double most = largest_inlet(l);
    double end = sqrt(l->t);

    for (size_t k = 0; k < breaks_of(l->injection); k++) {
        const double since = l->t - l->kd * break_at(l->injection, k);
        const double w = since > 0.0 ? sqrt(since) : 0.0;

        if (w < end) {
            cover(l, w, end, most, integral);
            end = w;
        }
    }
    if (end > 0.0)
        cover(l, 0.0, end, most, integral);
}

/* C and Q for a T > 0. */
static void by_quadrature(langmuir *l, double *c, double *q)
{
    double integral[INTEGRALS] = { 0.0 }, empty, front;

    l->exponent = fmax(0.0, g_of(l, l->t) - l->z);
    integrate(l, NULL);
    integrate(l, integral);
    (void)paramod_chroma_goldstein(l->z, l->t, &empty);
    front = exp(g_of(l, l->t) - l->z - l->exponent); /* of delta(v) */
    integral[F] += front + empty * exp(-l->exponent);
    integral[FC] += front * l->strength * inlet_value(l->injection, l->t / l->kd);
    *c = integral[FC] / integral[F];
    *q = integral[FQ] / integral[F];
}

/* ---- rectangles and Dirac ------------------------------------------------------------------ */

/* J(a, b + width) - J(a, b), with all of J(a, b) for width >= b. */
static double grown(double a, double b, double before)
{
    paramod_i_panel_sums sums = { .b = 0.0 };

    if (!(before > 0.0))
        return paramod_chroma_goldstein(a, b, NULL);
    paramod_i_elution_integrate(a, before, b - before, 0, &sums);
    return sums.b;
}

/* ln(e^a + e^b) */
static double log_sum(double a, double b)
{
    const double more = fmax(a, b), less = fmin(a, b);

    return less == -INFINITY ? more : more + log1p(exp(less - more));
}

/* C; NaN where exponents leave the range of doubles. */
static double by_goldstein(const langmuir *l, double since)
{
    const double c = l->strength, ratio = 1.0 + c, z = l->z / ratio;
    const double end = since - l->kd * l->injection->duration; /* T since the end */
    const double inside = grown(z, since * ratio, end * ratio);
    const double shift = c * since - (l->z - z);
    double empty, f = -INFINITY;

    (void)paramod_chroma_goldstein(l->z, since, &empty);
    if (!(inside > 1e-290))
        return NAN;
    if (empty > 0.0)
        f = log(empty);
    f = log_sum(f, shift + log(inside));
    if (end > 0.0)
        f = log_sum(f, c * (since - end) + log(paramod_chroma_goldstein(l->z, end, NULL)));
    return c * exp(shift + log(inside) - f);
}

/* After a Dirac f0 is e^A: f C = (e^A - 1) k(T). */
static double after_dirac(const langmuir *l, double since)
{
    const double a = l->strength * l->kd * l->injection->duration;
    const paramod_i_elution density = paramod_i_elution_density(l->z, since);
    double empty;
    const double passed = paramod_chroma_goldstein(l->z, since, &empty);

    return -expm1(-a) * density.b / (empty * exp(-a) + passed);
}

/* ---- the solution at a place ------------------------------------------------------------------ */

static langmuir langmuir_at(const paramod_chroma *chroma, size_t i, double x, double t)
{
    const paramod_chroma_analyte *const a = &chroma->species[i].analyte;
    const double c0 = a->concentration > 0.0 ? a->concentration : 1.0;
    langmuir l = {
        .injection = &chroma->injection, .kd = a->kd,
        .strength = a->ka * c0 / (a->kd * a->capacity),
        .z = chroma->carrier.phase_ratio * a->ka * x / chroma->carrier.speed,
        .t = a->kd * (t - x / chroma->carrier.speed)
    };

    l.root = sqrt(l.z);
    return l;
}

/* C and, if wanted, Q. */
static void evaluate(langmuir *l, double *c, double *q)
{
    const paramod_chroma_injection *const i = l->injection;
    const double since = l->t - l->kd * i->delay;
    double unused;

    *c = 0.0;
    if (q != NULL)
        *q = 0.0;
    if (i->kind != PARAMOD_CHROMA_GAUSSIAN && since < 0.0)
        return;
    if (q == NULL && i->kind == PARAMOD_CHROMA_DIRAC) {
        *c = after_dirac(l, since);
        return;
    }
    if (q == NULL && i->kind == PARAMOD_CHROMA_RECTANGLE && i->tail == 0.0) {
        *c = by_goldstein(l, since);
        if (!isnan(*c))
            return;
    }
    if (l->t > 0.0)
        by_quadrature(l, c, q != NULL ? q : &unused);
    else if (l->t == 0.0)
        *c = l->strength * inlet_value(i, 0.0) * exp(-l->z);
}

static void note(paramod_chroma_report *report, double bound)
{
    if (report != NULL && !(bound < report->error_bound))
        *report = (paramod_chroma_report){ sizeof *report, PARAMOD_CHROMA_LANGMUIR,
                                           "langmuir", bound, 0, 0 };
}

paramod_status paramod_i_langmuir_check(const paramod_chroma *chroma)
{
    if (chroma->count > 1)
        return PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "exact Langmuir kinetics: %zu analytes "
                            "compete; PARAMOD_CHROMA_LINES knows them", chroma->count);
    if (chroma->carrier.pressure_ratio < 1.0 || chroma->species[0].dispersion > 0.0)
        return PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "exact Langmuir kinetics: the velocity "
                            "must be constant and there must be no dispersion; "
                            "PARAMOD_CHROMA_LINES does the rest");
    if (!(chroma->species[0].analyte.kd > 0.0 && chroma->species[0].analyte.capacity > 0.0))
        return PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "exact Langmuir kinetics: kd and capacity "
                            "must be positive");
    if (chroma->injection.tail > 0.0 && chroma->injection.kind != PARAMOD_CHROMA_RECTANGLE)
        return PARAMOD_FAIL(PARAMOD_ERR_UNSUPPORTED, "exact Langmuir kinetics: a tail belongs "
                            "to a rectangle");
    return PARAMOD_OK;
}

paramod_status paramod_i_langmuir_outlet(const paramod_chroma *chroma, size_t i,
                                         const double *times, size_t count, double *out,
                                         size_t stride, paramod_chroma_report *report)
{
    paramod_status status = paramod_i_langmuir_check(chroma);

    for (size_t j = 0; j < count && status == PARAMOD_OK; j++) {
        langmuir l = langmuir_at(chroma, i, chroma->column.length, times[j]);
        double c;

        evaluate(&l, &c, NULL);
        out[j * stride] = c / l.strength;
        note(report, out[j * stride] * 1e-15 * (16.0 + l.z + l.strength * l.z));
    }
    return status;
}

paramod_status paramod_i_langmuir_place(const paramod_chroma *chroma, size_t i, double t,
                                        double x, double *c, double *q,
                                        paramod_chroma_report *report)
{
    const paramod_chroma_analyte *const a = &chroma->species[i].analyte;
    const paramod_status status = paramod_i_langmuir_check(chroma);
    langmuir l = langmuir_at(chroma, i, x, t);

    if (status != PARAMOD_OK)
        return status;
    evaluate(&l, c, q);
    *c *= a->kd * a->capacity / a->ka;
    if (q != NULL)
        *q *= a->capacity;
    note(report, *c * 1e-15 * (16.0 + l.z + l.strength * l.z));
    return PARAMOD_OK;
}
