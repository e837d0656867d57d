/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Cumulants against published formulae and against sums over the curve; injections against
 * one another and against convolutions; profiles against shorter columns, the equation of the
 * stationary phase and the conservation of mass. */

#include <math.h>
#include <stdio.h>

#include <paramod/chroma.h>

#include "support/support.h"

enum { GRID = 2048, KINDS = 5 };

static const double way = 1.0, speed = 1.0 / 30.0, disperses = 1e-4;

static void near_to(const char *what, double ours, double expected, double tolerance)
{
    if (!(fabs(ours - expected) <= tolerance))
        (void)printf("%s: %.15g, expected %.15g, off by %.2g of the tolerance\n", what, ours,
                     expected, fabs(ours - expected) / tolerance);
    CU_ASSERT(fabs(ours - expected) <= tolerance);
}

static paramod_chroma_column bed(uint64_t boundary)
{
    return (paramod_chroma_column){ .size = sizeof(paramod_chroma_column), .length = way,
                                    .speed = speed, .bed_porosity = 0.6,
                                    .particle_porosity = 0.4, .particle_radius = 1e-4,
                                    .dispersion = PARAMOD_CHROMA_USER, .boundary = boundary };
}

static paramod_chroma_analyte retained(uint64_t model)
{
    return (paramod_chroma_analyte){ .size = sizeof(paramod_chroma_analyte), .model = model,
                                     .ka = 1.5, .kd = 1.2, .dispersion = disperses,
                                     .film_transfer = 1e-5, .pore_diffusion = 1e-9 };
}

static const double triangle_breaks[] = { 0.0, 4.0, 8.0 };
static const double triangle[] = { 0.0, 0.25, 1.0, -0.25 };

/* Rectangle, Dirac, Gaussian, triangle, rectangle with tail; each of area 4. */
static paramod_chroma_injection injected(int kind)
{
    paramod_chroma_injection i = { .size = sizeof i, .kind = (uint64_t)(kind % 4),
                                   .duration = 4.0 };

    if (kind == 2) {
        i.sigma = 1.5;
        i.delay = 15.0;
    } else if (kind == 3) {
        i.pieces = 2;
        i.degree = 1;
        i.breaks = triangle_breaks;
        i.coefficients = triangle;
    } else if (kind == 4) {
        i.tail = 2.0;
    }
    return i;
}

static paramod_chroma *make(const paramod_chroma_column *column,
                            const paramod_chroma_analyte *analyte,
                            const paramod_chroma_injection *injection)
{
    paramod_chroma *chroma = NULL;

    if (paramod_chroma_create(column, analyte, 1, injection, NULL, &chroma) != PARAMOD_OK)
        (void)printf("%s\n", paramod_error_message());
    CU_ASSERT_PTR_NOT_NULL_FATAL(chroma);
    return chroma;
}

static paramod_chroma_summary summary_of(paramod_chroma *chroma)
{
    paramod_chroma_summary s = { .size = sizeof s };

    CU_ASSERT_EQUAL_FATAL(paramod_chroma_summarise(chroma, 0, &s), PARAMOD_OK);
    return s;
}

/* Area and cumulants of a sampled peak that vanishes at both ends: the trapezoidal rule, exact
 * to all orders there. */
static void cumulants_of(const double *t, const double *c, double *area, double k[4])
{
    double sum = 0.0, mean = 0.0, m[5] = { 0.0 };

    for (size_t j = 0; j < GRID; j++) {
        sum += c[j];
        mean += c[j] * t[j];
    }
    mean /= sum;
    for (size_t j = 0; j < GRID; j++)
        for (int n = 2; n <= 4; n++)
            m[n] += c[j] * pow(t[j] - mean, n) / sum;
    *area = sum * (t[1] - t[0]);
    k[0] = mean;
    k[1] = m[2];
    k[2] = m[3];
    k[3] = m[4] - 3.0 * m[2] * m[2];
}

static void span(double *t, double from, double to)
{
    for (size_t j = 0; j < GRID; j++)
        t[j] = from + (to - from) * (double)j / (GRID - 1);
}

/* ---- cumulants ------------------------------------------------------------------------------- */

static void test_cumulants_of_the_curve(void)
{
    static double t[GRID], c[GRID];

    for (uint64_t model = 0; model < 4; model++)
        for (uint64_t boundary = 0; boundary < 3; boundary++)
            for (int kind = 0; kind < KINDS; kind++) {
                const paramod_chroma_column column = bed(boundary);
                const paramod_chroma_analyte analyte = retained(model);
                const paramod_chroma_injection injection = injected(kind);
                paramod_chroma *const chroma = make(&column, &analyte, &injection);
                const paramod_chroma_summary s = summary_of(chroma);
                const double sd = sqrt(s.cumulant[1]);
                double area, k[4];

                span(t, fmax(0.0, s.cumulant[0] - 12.0 * sd), s.cumulant[0] + 30.0 * sd);
                CU_ASSERT_EQUAL(paramod_chroma_outlet(chroma, t, GRID, c, NULL), PARAMOD_OK);
                cumulants_of(t, c, &area, k);
                near_to("area", s.area, area, 1e-10 * area);
                CU_ASSERT_EQUAL(s.area, 4.0);
                near_to("mean", s.cumulant[0], k[0], 1e-9 * sd);
                near_to("variance", s.cumulant[1], k[1], 1e-8 * pow(sd, 2));
                near_to("third", s.cumulant[2], k[2], 1e-7 * pow(sd, 3));
                near_to("fourth", s.cumulant[3], k[3], 1e-6 * pow(sd, 4));
                near_to("skewness", s.skewness, k[2] / pow(sd, 3), 1e-7);
                near_to("kurtosis", s.kurtosis, k[3] / pow(sd, 4), 1e-6);
                near_to("plates", s.plates, k[0] * k[0] / k[1], 1e-7 * s.plates);
                near_to("HETP", s.plate_height, way / s.plates, 1e-15);
                paramod_chroma_destroy(chroma);
            }
}

/* The lumped rate model: G. Guiochon and others, Fundamentals of Preparative and Nonlinear
 * Chromatography, ch. 6; Pe = u L / D. */
static void formulae(uint64_t boundary, double k, double kd, double out[3])
{
    const double t0 = way / speed, pe = speed * way / disperses, w = t0 * (1.0 + k);
    const double b = 2.0 / pe - 2.0 * (1.0 - exp(-pe)) / (pe * pe);

    out[2] = NAN;
    if (boundary == PARAMOD_CHROMA_OPEN) {
        out[0] = w * (1.0 + 2.0 / pe);
        out[1] = w * w * (2.0 / pe + 8.0 / (pe * pe)) + 2.0 * t0 * k / kd * (1.0 + 2.0 / pe);
    } else if (boundary == PARAMOD_CHROMA_DANCKWERTS) {
        out[0] = w;
        out[1] = w * w * b + 2.0 * t0 * k / kd;
        out[2] = w * w * w * 12.0 / (pe * pe) * (1.0 + exp(-pe) - 2.0 * (1.0 - exp(-pe)) / pe) +
                 6.0 * t0 * w * k / kd * b + 6.0 * t0 * k / (kd * kd);
    } else {
        out[0] = w;
        out[1] = 2.0 * w * w / pe + 2.0 * t0 * k / kd;
        out[2] = 12.0 * w * w * w / (pe * pe) + 12.0 * t0 * w * k / (kd * pe) +
                 6.0 * t0 * k / (kd * kd);
    }
}

static void test_cumulants_by_formulae(void)
{
    const paramod_chroma_analyte analyte = retained(PARAMOD_CHROMA_KINETIC);
    const paramod_chroma_injection injection = injected(0);

    for (uint64_t boundary = 0; boundary < 3; boundary++) {
        const paramod_chroma_column column = bed(boundary);
        paramod_chroma *const chroma = make(&column, &analyte, &injection);
        const paramod_chroma_summary s = summary_of(chroma);
        double k[3];

        formulae(boundary, 2.0 / 3.0 * 1.5 / 1.2, 1.2, k);
        near_to("mean", s.cumulant[0] - 2.0, k[0], 1e-14 * k[0]);
        near_to("variance", s.cumulant[1] - 16.0 / 12.0, k[1], 1e-13 * k[1]);
        if (boundary != PARAMOD_CHROMA_OPEN)
            near_to("third", s.cumulant[2], k[2], 1e-12 * k[2]);
        paramod_chroma_destroy(chroma);
    }
}

/* Without dispersion k_n = n! a / kd^n; of a rectangle -t1^4 / 120. */
static void test_cumulants_without_dispersion(void)
{
    const paramod_chroma_column column = { .size = sizeof column, .length = 10.0, .speed = 0.5,
                                           .phase_ratio = 0.5 };
    const paramod_chroma_analyte analyte = { .size = sizeof analyte, .ka = 6.0, .kd = 3.0 };
    const paramod_chroma_injection injection = injected(0);
    paramod_chroma *const chroma = make(&column, &analyte, &injection);
    const paramod_chroma_summary s = summary_of(chroma);
    const double a = 60.0;

    near_to("mean", s.cumulant[0], 20.0 + a / 3.0 + 2.0, 1e-13);
    near_to("variance", s.cumulant[1], 2.0 * a / 9.0 + 16.0 / 12.0, 1e-13);
    near_to("third", s.cumulant[2], 6.0 * a / 27.0, 1e-12);
    near_to("fourth", s.cumulant[3], 24.0 * a / 81.0 - 256.0 / 120.0, 1e-12);
    near_to("retention factor", s.retention_factor, 1.0, 1e-15);
    paramod_chroma_destroy(chroma);
}

/* Golay's dispersion seen in the variance. */
static void test_golay(void)
{
    paramod_chroma_column column = { .size = sizeof column, .length = 20.0, .radius = 9e-5,
                                     .film = 1e-6, .speed = 0.41,
                                     .dispersion = PARAMOD_CHROMA_GOLAY };
    const paramod_chroma_analyte analyte = { .size = sizeof analyte, .ka = 579.0, .kd = 5.299,
                                             .diffusivity = 2.89e-6 };
    const paramod_chroma_injection injection = { .size = sizeof injection, .duration = 4.0 };
    const double k = 2.0 / 90.0 * 579.0 / 5.299, t0 = 20.0 / 0.41, d = 2.89e-6;
    const double ratio = 0.41 * 9e-5 / d;
    const double golay = d * (1.0 + ratio * ratio * (1.0 + 6.0 * k + 11.0 * k * k) /
                                        (48.0 * (1.0 + k) * (1.0 + k)));
    const double w = t0 * (1.0 + k);
    paramod_chroma *chroma = make(&column, &analyte, &injection);
    paramod_chroma_summary s = summary_of(chroma);

    near_to("Golay", s.cumulant[1] - 16.0 / 12.0,
            2.0 * w * w * golay / (0.41 * 20.0) + 2.0 * t0 * k / 5.299, 1e-11);
    near_to("HETP", s.plate_height * s.cumulant[0] * s.cumulant[0] / s.cumulant[1], 20.0, 1e-12);
    paramod_chroma_destroy(chroma);
    column.dispersion = PARAMOD_CHROMA_MOLECULAR;
    chroma = make(&column, &analyte, &injection);
    s = summary_of(chroma);
    near_to("molecular", s.cumulant[1] - 16.0 / 12.0,
            2.0 * w * w * d / (0.41 * 20.0) + 2.0 * t0 * k / 5.299, 1e-11);
    paramod_chroma_destroy(chroma);
}

/* ---- injections -------------------------------------------------------------------------------- */

static const paramod_chroma_column open_tube = { .size = sizeof open_tube, .length = 10.0,
                                                 .speed = 0.5, .phase_ratio = 0.5 };
static const paramod_chroma_analyte solute = { .size = sizeof solute, .ka = 6.0, .kd = 3.0 };

/* What arrives from 1 mol/m^3 s injected at 0, without the front: kd J_b. */
static double kernel(double t)
{
    double gradient[2], hessian[3];

    if (t < 20.0)
        return 0.0;
    paramod_chroma_goldstein_derivatives(60.0, 3.0 * (t - 20.0), gradient, hessian);
    return 3.0 * gradient[1];
}

static double injected_value(int kind, double t)
{
    const double gauss = (t - 15.0) / 1.5;

    if (kind == 2)
        return 4.0 / (1.5 * 2.5066282746310002) * exp(-0.5 * gauss * gauss);
    if (kind == 3)
        return t < 0.0 || t > 8.0 ? 0.0 : 1.0 - 0.25 * fabs(t - 4.0);
    /* a rectangle with a tail, from 0 to 4, 2 s */
    return t < 0.0 ? 0.0
           : t < 4.0 ? -expm1(-0.5 * t) : exp(-0.5 * (t - 4.0)) - exp(-0.5 * t);
}

/* The convolution by Simpson's rule between 0, 4, 8 and the end, where the injections have
 * their kinks. */
static double convolved(int kind, double t)
{
    static const double end[] = { 0.0, 4.0, 8.0, 80.0 };
    double sum = 0.0;

    for (int piece = 0; piece < 3; piece++) {
        const int steps = piece < 2 ? 200 : 1800;
        const double h = (end[piece + 1] - end[piece]) / steps;

        for (int j = 0; j <= steps; j++) {
            const double at = end[piece] + h * j;
            const double weight = j == 0 || j == steps ? 1.0 : j % 2 == 1 ? 4.0 : 2.0;

            sum += weight * h / 3.0 * injected_value(kind, at) * kernel(t - at);
        }
    }
    return sum;
}

static void test_injections_by_convolution(void)
{
    const double t[] = { 33.0, 40.0, 44.0, 52.0, 60.0 };

    for (int kind = 2; kind < KINDS; kind++) {
        const paramod_chroma_injection injection = injected(kind);
        paramod_chroma *const chroma = make(&open_tube, &solute, &injection);
        paramod_chroma_report report = { .size = sizeof report };
        double c[5];

        CU_ASSERT_EQUAL(paramod_chroma_outlet(chroma, t, 5, c, &report), PARAMOD_OK);
        for (int j = 0; j < 5; j++)
            near_to("convolution", c[j], convolved(kind, t[j]), 1e-9);
        CU_ASSERT(report.error_bound < 1e-12);
        paramod_chroma_destroy(chroma);
    }
    {
        const paramod_chroma_injection injection = injected(1);
        paramod_chroma *const chroma = make(&open_tube, &solute, &injection);
        double c[5];

        CU_ASSERT_EQUAL(paramod_chroma_outlet(chroma, t, 5, c, NULL), PARAMOD_OK);
        for (int j = 0; j < 5; j++)
            near_to("Dirac", c[j], 4.0 * kernel(t[j]), 1e-13);
        paramod_chroma_destroy(chroma);
    }
}

/* A polynomial of three constant pieces is a rectangle, with everything around it. */
static void test_polynomial_rectangle(void)
{
    static const double breaks[] = { 0.0, 1.0, 2.5, 4.0 }, ones[] = { 1.0, 1.0, 1.0 };
    const paramod_chroma_injection pieces = { .size = sizeof pieces, .pieces = 3,
                                              .kind = PARAMOD_CHROMA_POLYNOMIAL,
                                              .breaks = breaks, .coefficients = ones,
                                              .delay = 3.0, .tail = 1.0 };
    paramod_chroma_injection rectangle = injected(0);
    static double t[GRID], c[GRID], expected[GRID];

    rectangle.delay = 3.0;
    rectangle.tail = 1.0;
    span(t, 20.0, 80.0);
    for (uint64_t model = 0; model < 4; model++) {
        const paramod_chroma_column column = bed(PARAMOD_CHROMA_DANCKWERTS);
        const paramod_chroma_analyte analyte = retained(model);
        paramod_chroma *const one = make(&column, &analyte, &rectangle);
        paramod_chroma *const other = make(&column, &analyte, &pieces);
        double worst = 0.0;

        CU_ASSERT_EQUAL(paramod_chroma_outlet(one, t, GRID, expected, NULL), PARAMOD_OK);
        CU_ASSERT_EQUAL(paramod_chroma_outlet(other, t, GRID, c, NULL), PARAMOD_OK);
        for (size_t j = 0; j < GRID; j++)
            worst = fmax(worst, fabs(c[j] - expected[j]));
        near_to("pieces", worst, 0.0, 1e-13);
        paramod_chroma_destroy(one);
        paramod_chroma_destroy(other);
    }
}

/* By sigma and, through the length at D / u^2 held, by the dead time: against differences of
 * fourth order. */
static double moved(double sigma, double length, double t)
{
    const paramod_chroma_analyte analyte = retained(PARAMOD_CHROMA_GENERAL_RATE);
    paramod_chroma_column column = bed(PARAMOD_CHROMA_DANCKWERTS);
    paramod_chroma_injection injection = injected(2);
    paramod_chroma *chroma;
    double c = NAN;

    injection.sigma = sigma;
    column.length = length;
    chroma = make(&column, &analyte, &injection);
    CU_ASSERT_EQUAL(paramod_chroma_outlet(chroma, &t, 1, &c, NULL), PARAMOD_OK);
    paramod_chroma_destroy(chroma);
    return c;
}

static void test_sensitivities(void)
{
    const paramod_chroma_column column = bed(PARAMOD_CHROMA_DANCKWERTS);
    const paramod_chroma_analyte analyte = retained(PARAMOD_CHROMA_GENERAL_RATE);
    const paramod_chroma_injection injection = injected(2);
    paramod_chroma *const chroma = make(&column, &analyte, &injection);
    const double h = 1e-3;

    for (double t = 40.0; t < 90.0; t += 10.0) {
        double c, g[PARAMOD_CHROMA_PARAMETERS], by[2];

        CU_ASSERT_EQUAL(paramod_chroma_sensitivities(chroma, 0, &t, 1, &c, g, NULL), PARAMOD_OK);
        near_to("value", moved(1.5, 1.0, t), c, 1e-14);
        by[0] = 8.0 * (moved(1.5 + h, 1.0, t) - moved(1.5 - h, 1.0, t)) -
                (moved(1.5 + 2.0 * h, 1.0, t) - moved(1.5 - 2.0 * h, 1.0, t));
        by[1] = 8.0 * (moved(1.5, 1.0 + h, t) - moved(1.5, 1.0 - h, t)) -
                (moved(1.5, 1.0 + 2.0 * h, t) - moved(1.5, 1.0 - 2.0 * h, t));
        near_to("by sigma", g[PARAMOD_CHROMA_BY_SIGMA], by[0] / (12.0 * h), 1e-10);
        near_to("by dead time", g[PARAMOD_CHROMA_BY_DEAD_TIME], speed * by[1] / (12.0 * h), 1e-10);
    }
    paramod_chroma_destroy(chroma);
}

/* ---- profiles ------------------------------------------------------------------------------------ */

static const paramod_chroma_column capillary = {
    .size = sizeof capillary, .length = 20.0, .radius = 9e-5, .film = 1e-6, .speed = 0.41,
    .inlet_pressure = 4.01e5, .outlet_pressure = 1.013e5
};
static const paramod_chroma_analyte benzene = { .size = sizeof benzene, .ka = 579.0,
                                                .kd = 5.299 };

static double at(paramod_chroma *chroma, double t, double x, double *q)
{
    double c = NAN;

    CU_ASSERT_EQUAL(paramod_chroma_profile(chroma, t, &x, 1, &c, q, NULL), PARAMOD_OK);
    return c;
}

/* A column cut at x, which has the pressure there at its outlet, gives the profile at x. */
static void test_profile_of_a_cut_column(void)
{
    const paramod_chroma_injection injection = { .size = sizeof injection, .duration = 4.0 };
    paramod_chroma *const whole = make(&capillary, &benzene, &injection);
    const double r = 1.013 / 4.01, t = 80.0;

    for (double x = 2.0; x < 20.0; x += 3.0) {
        paramod_chroma_column column = capillary;
        paramod_chroma *cut;
        double c;

        column.length = x;
        column.outlet_pressure = 4.01e5 * sqrt(1.0 - (1.0 - r * r) * x / 20.0);
        cut = make(&column, &benzene, &injection);
        CU_ASSERT_EQUAL(paramod_chroma_outlet(cut, &t, 1, &c, NULL), PARAMOD_OK);
        near_to("cut", at(whole, t, x, NULL), c, 1e-13);
        paramod_chroma_destroy(cut);
    }
    paramod_chroma_destroy(whole);
}

/* q_t = ka c - kd q, by differences of fourth order; and what was injected, u0 c0 t1, is in
 * the carrier and on the film. */
static void check_stationary(const paramod_chroma_column *column,
                             const paramod_chroma_analyte *analyte, double t, double step,
                             double off)
{
    enum { CELLS = 400 };
    const paramod_chroma_injection injection = { .size = sizeof injection, .duration = 4.0 };
    paramod_chroma *const chroma = make(column, analyte, &injection);
    paramod_chroma_carrier carrier = { .size = sizeof carrier };
    const double x = 0.4 * column->length;
    double q[5], c = NAN, mass = 0.0;
    static double places[CELLS], cs[CELLS], qs[CELLS];

    for (int k = 0; k < 5; k++) {
        const double value = at(chroma, t + step * (k - 2), x, &q[k]);

        c = k == 2 ? value : c;
    }
    near_to("q_t", (8.0 * (q[3] - q[1]) - (q[4] - q[0])) / (12.0 * step),
            analyte->ka * c - analyte->kd * q[2], off * analyte->ka * c);
    CU_ASSERT_EQUAL(paramod_chroma_carrier_of(column, &carrier), PARAMOD_OK);
    for (size_t k = 0; k < CELLS; k++)
        places[k] = column->length * ((double)k + 0.5) / CELLS;
    CU_ASSERT_EQUAL(paramod_chroma_profile(chroma, t, places, CELLS, cs, qs, NULL), PARAMOD_OK);
    for (size_t k = 0; k < CELLS; k++)
        mass += (cs[k] + carrier.phase_ratio * qs[k]) * column->length / CELLS;
    near_to("mass", mass, 4.0 * carrier.speed, 1e-8 * mass);
    paramod_chroma_destroy(chroma);
}

static void test_stationary_phase(void)
{
    paramod_chroma_column constant = capillary, packed = bed(PARAMOD_CHROMA_DANCKWERTS);
    paramod_chroma_analyte kinetic = retained(PARAMOD_CHROMA_KINETIC);

    constant.inlet_pressure = constant.outlet_pressure = 0.0;
    check_stationary(&capillary, &benzene, 55.0, 0.02, 1e-6);
    check_stationary(&constant, &benzene, 70.0, 0.02, 1e-6);
    check_stationary(&packed, &kinetic, 18.0, 0.02, 1e-6);
}

/* On the stationary phase of particles: the area of q is ka / kd times that of c, and its mean
 * is later by 1 / kd and the times of diffusion, k0 rp / (3 kf) + k0 rp^2 / (15 ep Dp). */
static void test_loading_of_particles(void)
{
    const paramod_chroma_injection injection = injected(0);
    const paramod_chroma_column column = bed(PARAMOD_CHROMA_DANCKWERTS);
    const double k0 = 0.4 + 0.6 * 1.5 / 1.2, film = k0 * 1e-4 / (3.0 * 1e-5);
    const double pores = k0 * 1e-8 / (15.0 * 0.4 * 1e-9);

    for (uint64_t model = PARAMOD_CHROMA_LUMPED_PORE; model < 4; model++) {
        const paramod_chroma_analyte analyte = retained(model);
        paramod_chroma *const chroma = make(&column, &analyte, &injection);
        double area[2] = { 0.0, 0.0 }, mean[2] = { 0.0, 0.0 };

        for (double t = 0.0; t < 450.0; t += 2.5) {
            double q;
            const double c = at(chroma, t, 0.7, &q);

            area[0] += c;
            mean[0] += c * t;
            area[1] += q;
            mean[1] += q * t;
        }
        near_to("area of q", area[1] / area[0], 1.5 / 1.2, 1e-9);
        near_to("mean of q", mean[1] / area[1] - mean[0] / area[0],
                1.0 / 1.2 + film + (model == PARAMOD_CHROMA_GENERAL_RATE ? pores : 0.0), 1e-8);
        paramod_chroma_destroy(chroma);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "cumulants are those of the curve", test_cumulants_of_the_curve },
        { "cumulants of the lumped rate model", test_cumulants_by_formulae },
        { "cumulants without dispersion", test_cumulants_without_dispersion },
        { "Golay's dispersion", test_golay },
        { "injections are convolutions", test_injections_by_convolution },
        { "constant pieces are a rectangle", test_polynomial_rectangle },
        { "derivatives by sigma and the dead time", test_sensitivities },
        { "a profile is the outlet of a column cut there", test_profile_of_a_cut_column },
        { "the stationary phase and the mass", test_stationary_phase },
        { "what particles hold", test_loading_of_particles },
        CU_TEST_INFO_NULL
    };

    return run_tests("chroma results", tests);
}
