/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Chromatograms against adaptive quadrature of the paper's double integral (eq 51; GSL's QAGS
 * twice, to 1e-10), all in this run:
 *
 *     bench/chroma SOURCE CSV
 *
 * and Boost's noncentral chi-squared, where make has left bench/chroma_boost.
 */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_sf_bessel.h>

#include <paramod/chroma.h>
#include <paramod/infer.h>

#include "support/bench.h"

enum { POINTS = 1000, LONG = 6001 };

static void check(paramod_status status)
{
    if (status != PARAMOD_OK) {
        fprintf(stderr, "%s\n", paramod_error_message());
        exit(2);
    }
}

static const paramod_chroma_column capillary = {
    .size = sizeof capillary, .length = 20.0, .radius = 9e-5, .film = 1e-6, .speed = 0.41,
    .inlet_pressure = 4.01e5, .outlet_pressure = 1.013e5
};
static const struct { const char *name; double ka, kd; } btex[] = {
    { "benzene", 579.0, 5.299 }, { "toluene", 2953.0, 11.502 },
    { "ethylbenzene", 9203.0, 16.94 }, { "p,m-xylene", 6483.0, 11.057 },
    { "o-xylene", 10168.0, 14.291 }
};

/* One chromatogram that is computed again and again. */
typedef struct job {
    paramod_chroma *chroma;
    paramod_chroma_peak peak;
    size_t count, repeats;
    double times[LONG], c[5 * LONG], gradient[4 * POINTS];
    double sum;
} job;

static job j;

static void span(size_t count, double from, double to)
{
    j.count = count;
    for (size_t k = 0; k < count; k++)
        j.times[k] = from + (to - from) * (double)k / (double)(count - 1);
}

static void outlet(void *data)
{
    (void)data;
    for (size_t k = 0; k < j.repeats; k++)
        check(paramod_chroma_outlet(j.chroma, j.times, j.count, j.c, NULL));
}

static void closed(void *data)
{
    check(paramod_chroma_peak_evaluate(&j.peak, j.times, j.count, j.c, data, NULL, NULL));
}

static void goldstein(void *data)
{
    const double *const a = data;

    for (size_t k = 0; k < POINTS; k++)
        j.sum += paramod_chroma_goldstein(*a, *a + (double)k - 0.5 * POINTS, NULL);
}

static timing time_outlet(const paramod_chroma_column *column,
                          const paramod_chroma_analyte *analyte, double duration,
                          size_t repeats)
{
    const paramod_chroma_injection injection = { .size = sizeof injection,
                                                 .duration = duration };
    timing t;

    check(paramod_chroma_create(column, analyte, 1, &injection, NULL, &j.chroma));
    j.repeats = repeats;
    t = bench_time(31, bench_cpu, outlet, NULL);
    t.median /= (double)repeats;
    t.least /= (double)repeats;
    t.most /= (double)repeats;
    paramod_chroma_destroy(j.chroma);
    return t;
}

/* ---- the peer ------------------------------------------------------------------------------ */

/* One point of (51): I1 as an integral over an angle, the exponents joined so that nothing
 * overflows. */
typedef struct integrand {
    gsl_integration_workspace *work;
    double since;
} integrand;

static double over_angle(double xi, void *data)
{
    const integrand *const i = data;
    const double z = 2.0 * sqrt(j.peak.a * j.peak.kd * i->since);

    return exp(z * cos(xi) - j.peak.a - j.peak.kd * i->since) * sin(xi) * sin(xi);
}

static double over_time(double since, void *data)
{
    integrand *const i = data;
    gsl_function f = { over_angle, data };
    double value, error;

    i->since = since;
    (void)gsl_integration_qags(&f, 0.0, 3.141592653589793, 0.0, 1e-10, 1000, i->work, &value,
                               &error);
    return 2.0 * j.peak.a * j.peak.kd / 3.141592653589793 * value;
}

/* Every tenth point, which costs a tenth. */
static void quadrature(void *data)
{
    gsl_integration_workspace *const work = gsl_integration_workspace_alloc(1000);
    integrand inner = { gsl_integration_workspace_alloc(1000), 0.0 };
    gsl_function f = { over_time, &inner };

    (void)data;
    for (size_t k = 0; k < j.count; k += 10) {
        const double to = fmax(0.0, j.times[k] - j.peak.t0);
        double error;

        (void)gsl_integration_qags(&f, fmax(0.0, to - j.peak.t1), to, 0.0, 1e-10, 1000, work,
                                   &j.c[k], &error);
    }
    gsl_integration_workspace_free(inner.work);
    gsl_integration_workspace_free(work);
}

/* (49): one integral, its exponents joined. */
static double over_kernel(double since, void *data)
{
    const double y = j.peak.kd * since, z = 2.0 * sqrt(j.peak.a * y);
    const double s = sqrt(y) - sqrt(j.peak.a);

    (void)data;
    return since > 0.0 ? j.peak.kd * sqrt(j.peak.a / y) * exp(-s * s) *
                             gsl_sf_bessel_I1_scaled(z)
                       : 0.0;
}

static void one_integral(void *data)
{
    gsl_integration_workspace *const work = gsl_integration_workspace_alloc(1000);
    gsl_function f = { over_kernel, NULL };

    (void)data;
    for (size_t k = 0; k < j.count; k++) {
        const double to = fmax(0.0, j.times[k] - j.peak.t0);
        double error;

        (void)gsl_integration_qags(&f, fmax(0.0, to - j.peak.t1), to, 0.0, 1e-10, 1000, work,
                                   &j.c[k], &error);
    }
    gsl_integration_workspace_free(work);
}

/* Boost's noncentral chi-squared is a program in C++, left by make where Boost is: seconds for
 * the same values of J, or NaN.  The sum of the values keeps the two to one thing. */
static double boost_seconds(const char *program, double sum)
{
    char command[512];
    double seconds = (double)NAN, total = (double)NAN;
    FILE *pipe;

    snprintf(command, sizeof command, "'./%s' 2>/dev/null", program);
    pipe = popen(command, "r");
    if (pipe != NULL) {
        if (fscanf(pipe, "%lf %lf", &seconds, &total) != 2)
            seconds = (double)NAN;
        (void)pclose(pipe);
    }
    if (!isnan(seconds) && !(fabs(total - sum) <= 1e-9 * sum)) {
        fprintf(stderr, "Boost's values of J add up to %.17g, not %.17g\n", total, sum);
        exit(2);
    }
    return seconds;
}

/* ---- figures ---------------------------------------------------------------------------------- */

static void bench_peak(bench *b, const char *peer)
{
    const paramod_chroma_analyte benzene = { .size = sizeof benzene, .ka = 579.0, .kd = 5.299 };
    double a = 1e4;
    timing series, t, value;
    double boost;

    span(POINTS, 60.0, 200.0);
    series = time_outlet(&capillary, &benzene, 4.0, 200);
    bench_report(b, "1000 points of a peak, Fourier series", &series, "microseconds",
                 1e6 * series.median, BENCH_AT_MOST, 10.0);
    j.peak = (paramod_chroma_peak){ sizeof j.peak, 439.7, 5.299, 34.177, 4.0 };
    t = bench_time(3, bench_cpu, quadrature, NULL);
    bench_report(b, "a tenth of them by adaptive quadrature of (51), GSL", &t,
                 "ours, for all", 10.0 * t.median / series.median, BENCH_AT_LEAST, 1e4);
    t = bench_time(3, bench_cpu, one_integral, NULL);
    bench_report(b, "all of them by adaptive quadrature of (49), GSL", &t, "ours",
                 t.median / series.median, BENCH_FACT, 0.0);
    value = bench_time(31, bench_cpu, closed, NULL);
    bench_report(b, "1000 points, closed form", &value, "ns a point",
                 1e9 * value.median / POINTS, BENCH_AT_MOST, 150.0);
    t = bench_time(31, bench_cpu, closed, j.gradient);
    bench_report(b, "  with four derivatives", &t, "the value alone", t.median / value.median,
                 BENCH_AT_MOST, 3.0);
    t = bench_time(31, bench_cpu, goldstein, &a);
    bench_report(b, "Goldstein's J, a = 1e4", &t, "ns", 1e9 * t.median / POINTS, BENCH_FACT, 0.0);
    value = t;
    j.sum = 0.0;
    goldstein(&a);
    boost = boost_seconds(peer, j.sum);
    t = bench_once(isnan(boost) ? 0.0 : boost);
    bench_report(b, "  Boost's noncentral chi-squared", &t, "ours", boost / value.median,
                 BENCH_AT_LEAST, 20.0);
}

static void bench_plates(bench *b)
{
    for (double a = 1.0; a <= 1e8; a *= 100.0) {
        const paramod_chroma_column column = { .size = sizeof column, .length = 1.0,
                                               .speed = 1.0, .phase_ratio = 1.0 };
        const paramod_chroma_analyte analyte = { .size = sizeof analyte, .ka = a, .kd = a };
        timing t;
        char text[64];

        span(POINTS, fmax(0.0, 2.0 - 6.0 / sqrt(a)), 2.0 + 8.0 / sqrt(a));
        t = time_outlet(&column, &analyte, 1.0 / sqrt(a), 50);
        snprintf(text, sizeof text, "1000 points, a = %g", a);
        bench_report(b, text, &t, "microseconds", 1e6 * t.median, BENCH_FACT, 0.0);
    }
}

static void bench_models(bench *b)
{
    static const char *const names[] = { "lumped rate model", "equilibrium",
                                         "lumped rate model with pores", "general rate model" };
    const paramod_chroma_column column = {
        .size = sizeof column, .length = 1.0, .speed = 1.0 / 30.0, .bed_porosity = 0.6,
        .particle_porosity = 0.4, .particle_radius = 1e-4, .dispersion = PARAMOD_CHROMA_USER,
        .boundary = PARAMOD_CHROMA_DANCKWERTS
    };

    span(LONG, 0.0, 1500.0);
    for (uint64_t model = 0; model < 4; model++) {
        const paramod_chroma_analyte analyte = { .size = sizeof analyte, .model = model,
                                                 .ka = 1.0, .kd = 1.0, .dispersion = 1e-4,
                                                 .film_transfer = 1e-5, .pore_diffusion = 1e-9 };
        const timing t = time_outlet(&column, &analyte, 10.0, 5);
        char text[96];

        snprintf(text, sizeof text, "6001 points, %s with dispersion", names[model]);
        bench_report(b, text, &t, "ms", 1e3 * t.median, BENCH_AT_MOST, 1.0);
    }
}

static void bench_beyond(bench *b)
{
    const paramod_chroma_column constant = { .size = sizeof constant, .length = 1.0,
                                             .speed = 0.1, .phase_ratio = 1.0 };
    const paramod_chroma_analyte langmuir = { .size = sizeof langmuir, .ka = 4.0, .kd = 2.0,
                                              .capacity = 2.0, .concentration = 1.0 };
    const paramod_chroma_analyte benzene = { .size = sizeof benzene, .ka = 579.0, .kd = 5.299,
                                             .diffusivity = 2.89e-6 };
    paramod_chroma_column column = capillary;
    timing t;

    column.dispersion = PARAMOD_CHROMA_MOLECULAR;
    column.boundary = PARAMOD_CHROMA_DANCKWERTS;
    span(POINTS, 60.0, 200.0);
    t = time_outlet(&column, &benzene, 4.0, 1);
    bench_report(b, "1000 points, expanding carrier with diffusion", &t, "ms", 1e3 * t.median,
                 BENCH_AT_MOST, 5.0);
    span(POINTS, 10.0, 80.0);
    t = time_outlet(&constant, &langmuir, 4.0, 1);
    bench_report(b, "1000 points, exact Langmuir pulse", &t, "ms", 1e3 * t.median,
                 BENCH_AT_MOST, 5.0);
}

/* ---- fits ------------------------------------------------------------------------------------------ */

typedef struct fitting {
    paramod_chroma *chroma;
    double signal[POINTS];
} fitting;

static fitting f;

static void fit(void *data)
{
    const paramod_chroma_fit_options options = { .size = sizeof options, .baseline = 1 };
    paramod_chroma_fit *made = NULL;
    double v[16 * 16];

    (void)data;
    check(paramod_chroma_fit_create(f.chroma, j.times, f.signal, POINTS, &options, &made));
    check(paramod_chroma_fit_covariance(made, v));
    paramod_chroma_fit_destroy(made);
}

static void bench_fit(bench *b, size_t analytes, double to, double limit)
{
    const paramod_chroma_injection injection = { .size = sizeof injection, .duration = 4.0 };
    paramod_chroma_analyte analyte[5];
    unsigned noise = 1;
    char text[64];
    timing t;

    span(POINTS, 60.0, to);
    for (size_t i = 0; i < analytes; i++)
        analyte[i] = (paramod_chroma_analyte){ .size = sizeof analyte[0],
                                               .name = btex[i].name, .ka = btex[i].ka,
                                               .kd = btex[i].kd };
    check(paramod_chroma_create(&capillary, analyte, analytes, &injection, NULL, &f.chroma));
    check(paramod_chroma_outlet(f.chroma, j.times, POINTS, j.c, NULL));
    paramod_chroma_destroy(f.chroma);
    for (size_t k = 0; k < POINTS; k++) {
        noise = noise * 1664525u + 1013904223u;
        f.signal[k] = 40.0 + 3.0 * ((noise >> 8) / 16777216.0 - 0.5);
        for (size_t i = 0; i < analytes; i++)
            f.signal[k] += 1000.0 * j.c[k * analytes + i];
    }
    for (size_t i = 0; i < analytes; i++)
        analyte[i].ka = analyte[i].kd = 0.0;
    check(paramod_chroma_create(&capillary, analyte, analytes, &injection, NULL, &f.chroma));
    t = bench_time(31, bench_cpu, fit, NULL);
    snprintf(text, sizeof text, "fit of %zu peak%s, 1000 points, with covariance", analytes,
             analytes > 1 ? "s" : "");
    bench_report(b, text, &t, "ms", 1e3 * t.median, BENCH_AT_MOST, limit);
    paramod_chroma_destroy(f.chroma);
}

/* ---- the method of lines ------------------------------------------------------------------------------ */

static void bench_lines(bench *b, const paramod_chroma_lines_options *options,
                        const char *name, double seconds, double error)
{
    const paramod_chroma_analyte benzene = { .size = sizeof benzene, .ka = 579.0, .kd = 5.299,
                                             .diffusivity = 2.89e-6 };
    const paramod_chroma_injection injection = { .size = sizeof injection, .duration = 4.0 };
    paramod_chroma_column column = capillary;
    double worst = 0.0, largest = 0.0, start;
    paramod_chroma *chroma = NULL;
    timing t;

    column.dispersion = PARAMOD_CHROMA_MOLECULAR;
    column.boundary = PARAMOD_CHROMA_DANCKWERTS;
    span(200, 80.0, 170.0);
    check(paramod_chroma_create(&column, &benzene, 1, &injection, NULL, &chroma));
    check(paramod_chroma_outlet(chroma, j.times, j.count, j.c, NULL));
    start = bench_cpu();
    if (paramod_chroma_lines(chroma, options, j.times, j.count, j.gradient, NULL) !=
        PARAMOD_OK) {
        t = bench_once(0.0);
        bench_report(b, name, &t, paramod_error_message(), (double)NAN, BENCH_AT_MOST, seconds);
        return;
    }
    t = bench_once(bench_cpu() - start);
    for (size_t k = 0; k < j.count; k++) {
        worst = fmax(worst, fabs(j.gradient[k] - j.c[k]));
        largest = fmax(largest, j.c[k]);
    }
    bench_report(b, name, &t, "seconds", t.median, BENCH_AT_MOST, seconds);
    bench_report(b, "  its distance from the exact peak", &t, "the peak", worst / largest,
                 BENCH_AT_MOST, error);
    paramod_chroma_destroy(chroma);
}

int main(int argc, char *argv[])
{
    const paramod_chroma_lines_options volumes = { .size = sizeof volumes, .cells = 1000 };
    const paramod_chroma_lines_options galerkin = { .size = sizeof galerkin,
                                                    .scheme = PARAMOD_CHROMA_GALERKIN };
    char peer[400];
    bench b;

    if (argc != 3 || strlen(argv[2]) < 5) {
        fprintf(stderr, "usage: %s SOURCE CSV\n", argv[0]);
        return 2;
    }
    (void)gsl_set_error_handler_off();
    b = bench_open(argv[2]);
    /* bench/chroma.csv: bench/chroma_boost */
    snprintf(peer, sizeof peer, "%.*s_boost", (int)(strlen(argv[2]) - 4), argv[2]);
    bench_peak(&b, peer);
    bench_plates(&b);
    bench_models(&b);
    bench_beyond(&b);
    bench_fit(&b, 1, 200.0, 0.2);
    bench_fit(&b, 5, 640.0, 1.0);
    bench_lines(&b, &volumes, "method of lines, fifth order, 1000 cells", 1.5, 6e-5);
    bench_lines(&b, &galerkin, "method of lines, Galerkin, 128 elements", 5.0, 1e-7);
    return bench_close(&b) ? 0 : 1;
}
