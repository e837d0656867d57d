/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Chromatograms: transfer functions against differential equations inverted in 40 digits
 * (tests/data/chroma_transfer.py), the engines against one another, and limits. */

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/chroma.h>

#include "support/support.h"

static const paramod_chroma_column capillary = {
    .size = sizeof capillary, .length = 20.0, .radius = 9e-5, .film = 1e-6, .speed = 0.41,
    .inlet_pressure = 4.01e5, .outlet_pressure = 1.013e5
};
static const paramod_chroma_injection pulse = { .size = sizeof pulse, .duration = 4.0 };

static paramod_chroma *make(const paramod_chroma_column *column,
                            const paramod_chroma_analyte *analyte, size_t count,
                            const paramod_chroma_injection *injection, uint64_t engine)
{
    const paramod_chroma_options options = { .size = sizeof options, .engine = engine };
    paramod_chroma *chroma = NULL;

    CU_ASSERT_EQUAL_FATAL(paramod_chroma_create(column, analyte, count, injection, &options,
                                                &chroma), PARAMOD_OK);
    return chroma;
}

/* ---- rate models ------------------------------------------------------------------------ */

static paramod_chroma_column packed(uint64_t boundary)
{
    return (paramod_chroma_column){ .size = sizeof(paramod_chroma_column), .length = 1.0,
                                    .speed = 1.0 / 30.0, .bed_porosity = 0.6,
                                    .particle_porosity = 0.4, .particle_radius = 1e-4,
                                    .dispersion = PARAMOD_CHROMA_USER, .boundary = boundary };
}

static paramod_chroma_analyte retained(uint64_t model)
{
    return (paramod_chroma_analyte){ .size = sizeof(paramod_chroma_analyte), .model = model,
                                     .ka = 1.0, .kd = 1.0, .dispersion = 1e-4,
                                     .film_transfer = 1e-5, .pore_diffusion = 1e-9 };
}

static void test_rate_models(void)
{
    const paramod_chroma_injection injection = { .size = sizeof injection, .duration = 10.0 };
    char path[512];
    unsigned model, boundary;
    double t, expected;
    size_t rows = 0;
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/transfer.ref", getenv("PARAMOD_TEST_DATA"));
    file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    for (; fscanf(file, "%u %u %lf %lf", &model, &boundary, &t, &expected) == 4; rows++) {
        const paramod_chroma_column column = packed(boundary);
        const paramod_chroma_analyte analyte = retained(model);
        paramod_chroma *const chroma = make(&column, &analyte, 1, &injection, 0);
        paramod_chroma_report report = { .size = sizeof report };
        double c = NAN, grid[256], on_grid[256];

        CU_ASSERT_EQUAL(paramod_chroma_outlet(chroma, &t, 1, &c, &report), PARAMOD_OK);
        CU_ASSERT(fabs(c - expected) <= report.error_bound && report.error_bound < 1e-13);
        CU_ASSERT_STRING_EQUAL(report.name, "fourier");
        /* the same among equally spaced times, which go through the FFT */
        for (size_t j = 0; j < 256; j++)
            grid[j] = t + 0.75 * ((double)j - 40.0);
        CU_ASSERT_EQUAL(paramod_chroma_outlet(chroma, grid, 256, on_grid, NULL), PARAMOD_OK);
        CU_ASSERT(fabs(on_grid[40] - expected) <= 1e-13);
        paramod_chroma_destroy(chroma);
    }
    (void)fclose(file);
    CU_ASSERT_EQUAL(rows, 72);
}

/* ---- the paper's column -------------------------------------------------------------------- */

static void test_capillary(void)
{
    const paramod_chroma_analyte benzene = { .size = sizeof benzene, .ka = 579.0, .kd = 5.299 };
    paramod_chroma *const fourier = make(&capillary, &benzene, 1, &pulse,
                                         PARAMOD_CHROMA_FOURIER);
    paramod_chroma *const closed = make(&capillary, &benzene, 1, &pulse, PARAMOD_CHROMA_CLOSED);
    paramod_chroma_report report = { .size = sizeof report };
    paramod_chroma_summary s = { .size = sizeof s };
    double t[500], c[500], exact[500], q, at_end;

    for (size_t j = 0; j < 500; j++)
        t[j] = 60.0 + 0.3 * (double)j;
    CU_ASSERT_EQUAL(paramod_chroma_outlet(fourier, t, 500, c, &report), PARAMOD_OK);
    CU_ASSERT_EQUAL(report.engine, PARAMOD_CHROMA_FOURIER);
    CU_ASSERT(report.frequencies < 60);
    CU_ASSERT_EQUAL(paramod_chroma_outlet(closed, t, 500, exact, &report), PARAMOD_OK);
    CU_ASSERT_STRING_EQUAL(report.name, "closed form");
    for (size_t j = 0; j < 500; j++)
        CU_ASSERT(fabs(c[j] - exact[j]) <= 7e-15);
    CU_ASSERT_EQUAL(paramod_chroma_profile(closed, t[200], &capillary.length, 1, &at_end, &q,
                                           NULL), PARAMOD_OK);
    CU_ASSERT(fabs(at_end - exact[200]) <= 1e-15);
    CU_ASSERT_EQUAL(paramod_chroma_summarise(fourier, 0, &s), PARAMOD_OK);
    CU_ASSERT(fabs(s.cumulant[0] - 119.1636) < 5e-5);
    CU_ASSERT(fabs(sqrt(s.cumulant[1]) - 5.7144) < 5e-5);
    CU_ASSERT(fabs(s.peak_time - 118.892) < 1e-3 && fabs(s.height - 0.0705835) < 1e-7);
    CU_ASSERT(fabs(s.width - 13.450) < 1e-3);
    paramod_chroma_destroy(fourier);
    paramod_chroma_destroy(closed);
}

/* Cost does not depend on the plates, and neither does the error. */
static void test_any_retention(void)
{
    for (double a = 1.0; a <= 1e8; a *= 10.0) {
        const paramod_chroma_column column = { .size = sizeof column, .length = 1.0,
                                               .speed = 1.0, .phase_ratio = 1.0 };
        const paramod_chroma_analyte analyte = { .size = sizeof analyte, .ka = a, .kd = a };
        const paramod_chroma_injection injection = { .size = sizeof injection,
                                                     .duration = 1.0 / sqrt(a) };
        const paramod_chroma_peak peak = { sizeof peak, a, a, 1.0, injection.duration };
        paramod_chroma *const chroma = make(&column, &analyte, 1, &injection, 0);
        paramod_chroma_report report = { .size = sizeof report };
        double t[200], c[200], exact[200], bound;

        for (size_t j = 0; j < 200; j++)
            t[j] = 2.0 + 0.1 / sqrt(a) * ((double)j - 80.0);
        CU_ASSERT_EQUAL(paramod_chroma_outlet(chroma, t, 200, c, &report), PARAMOD_OK);
        CU_ASSERT_EQUAL(paramod_chroma_peak_evaluate(&peak, t, 200, exact, NULL, NULL, &bound),
                        PARAMOD_OK);
        for (size_t j = 0; j < 200; j++)
            CU_ASSERT(fabs(c[j] - exact[j]) <= report.error_bound + bound);
        CU_ASSERT(report.frequencies < 60);
        paramod_chroma_destroy(chroma);
    }
}

/* ---- derivatives ------------------------------------------------------------------------------ */

static double moved(uint64_t model, size_t parameter, double factor, double t)
{
    paramod_chroma_column column = packed(PARAMOD_CHROMA_DANCKWERTS);
    paramod_chroma_analyte analyte = retained(model);
    paramod_chroma_injection injection = { .size = sizeof injection, .duration = 10.0,
                                           .tail = 2.0, .delay = 1.0 };
    double *const place[] = {
        &analyte.ka, &analyte.kd, NULL, &column.phase_ratio, &analyte.dispersion,
        &analyte.film_transfer, &analyte.pore_diffusion, &column.particle_porosity,
        &column.particle_radius, &injection.duration, &injection.delay, NULL, &injection.tail
    };
    paramod_chroma *chroma;
    double c = NAN;

    column.phase_ratio = 2.0 / 3.0;
    if (place[parameter] != NULL)
        *place[parameter] *= factor;
    chroma = make(&column, &analyte, 1, &injection, 0);
    CU_ASSERT_EQUAL(paramod_chroma_outlet(chroma, &t, 1, &c, NULL), PARAMOD_OK);
    paramod_chroma_destroy(chroma);
    return c;
}

static void test_sensitivities(void)
{
    const double value[] = { 1.0, 1.0, 30.0, 2.0 / 3.0, 1e-4, 1e-5, 1e-9, 0.4, 1e-4, 10.0, 1.0,
                             0.0, 2.0 };
    const double t = 52.5, h = 1e-3;

    for (uint64_t model = 0; model <= PARAMOD_CHROMA_GENERAL_RATE; model++) {
        const paramod_chroma_column column = packed(PARAMOD_CHROMA_DANCKWERTS);
        const paramod_chroma_analyte analyte = retained(model);
        const paramod_chroma_injection injection = { .size = sizeof injection, .duration = 10.0,
                                                     .tail = 2.0, .delay = 1.0 };
        paramod_chroma *const chroma = make(&column, &analyte, 1, &injection, 0);
        double c, gradient[PARAMOD_CHROMA_PARAMETERS];

        CU_ASSERT_EQUAL(paramod_chroma_sensitivities(chroma, 0, &t, 1, &c, gradient, NULL),
                        PARAMOD_OK);
        for (size_t k = 0; k < PARAMOD_CHROMA_PARAMETERS; k++) {
            /* fourth-order difference */
            const double by = (8.0 * (moved(model, k, 1.0 + h, t) - moved(model, k, 1.0 - h, t)) -
                               (moved(model, k, 1.0 + 2.0 * h, t) -
                                moved(model, k, 1.0 - 2.0 * h, t))) / (12.0 * h);

            if (k == PARAMOD_CHROMA_BY_DEAD_TIME || k == PARAMOD_CHROMA_BY_SIGMA)
                continue;
            if (!(fabs(gradient[k] * value[k] - by) <= 1e-9))
                (void)printf("model %d, parameter %zu: %g against %g\n", (int)model, k,
                             gradient[k] * value[k], by);
            CU_ASSERT(fabs(gradient[k] * value[k] - by) <= 1e-9);
        }
        paramod_chroma_destroy(chroma);
    }
}

/* ---- Langmuir --------------------------------------------------------------------------------- */

/* Thomas's step: zeta, theta, r, c / c0, in 20 digits as given with the specification. */
static void test_langmuir(void)
{
    static const double row[][4] = {
        { 4.0, 3.0, 0.4, 0.34586426936982890339 }, { 20.0, 15.0, 0.5, 0.066937266637383505512 },
        { 20.0, 25.0, 0.5, 0.93157059220385812649 }
    };

    for (size_t k = 0; k < 3; k++) {
        const double zeta = row[k][0], theta = row[k][1], r = row[k][2], capacity = 5.0;
        const paramod_chroma_column column = { .size = sizeof column, .length = 1.0,
                                               .speed = 1.0, .phase_ratio = 1.0 };
        const paramod_chroma_injection step = { .size = sizeof step, .duration = INFINITY };
        const double c0 = (1.0 / r - 1.0) * capacity / zeta;
        const paramod_chroma_analyte analyte = { .size = sizeof analyte, .ka = zeta, .kd = 1.0,
                                                 .capacity = capacity, .concentration = c0 };
        paramod_chroma *const chroma = make(&column, &analyte, 1, &step, 0);
        paramod_chroma_report report = { .size = sizeof report };
        const double t = 1.0 + theta * r; /* theta = kd (t - L / u) / r */
        double c = NAN;

        CU_ASSERT_EQUAL(paramod_chroma_outlet(chroma, &t, 1, &c, &report), PARAMOD_OK);
        if (!(fabs(c / c0 - row[k][3]) <= 1e-11))
            (void)printf("row %zu: %.15g against %.15g\n", k, c / c0, row[k][3]);
        CU_ASSERT(fabs(c / c0 - row[k][3]) <= 1e-11);
        CU_ASSERT_STRING_EQUAL(report.name, "langmuir");
        paramod_chroma_destroy(chroma);
    }
}

/* A capacity without end is linear; the method of lines sees what the exact pulse shows. */
static void test_langmuir_limits(void)
{
    const paramod_chroma_column column = { .size = sizeof column, .length = 1.0, .speed = 0.1,
                                           .phase_ratio = 1.0 };
    paramod_chroma_analyte analyte = { .size = sizeof analyte, .ka = 4.0, .kd = 2.0,
                                       .capacity = 1e12, .concentration = 1.0 };
    const paramod_chroma_lines_options lines = { .size = sizeof lines, .cells = 400,
                                                 .scheme = PARAMOD_CHROMA_FIFTH_ORDER };
    double t[30], c[30], other[30];
    paramod_chroma *chroma = make(&column, &analyte, 1, &pulse, 0), *linear;

    for (size_t j = 0; j < 30; j++)
        t[j] = 12.0 + 2.0 * (double)j;
    CU_ASSERT_EQUAL(paramod_chroma_outlet(chroma, t, 30, c, NULL), PARAMOD_OK);
    analyte.capacity = 0.0;
    linear = make(&column, &analyte, 1, &pulse, 0);
    CU_ASSERT_EQUAL(paramod_chroma_outlet(linear, t, 30, other, NULL), PARAMOD_OK);
    for (size_t j = 0; j < 30; j++)
        CU_ASSERT(fabs(c[j] - other[j]) <= 2e-11);
    paramod_chroma_destroy(chroma);
    paramod_chroma_destroy(linear);
    analyte.capacity = 2.0;
    chroma = make(&column, &analyte, 1, &pulse, 0);
    CU_ASSERT_EQUAL(paramod_chroma_outlet(chroma, t, 30, c, NULL), PARAMOD_OK);
    if (paramod_chroma_lines(chroma, &lines, t, 30, other, NULL) == PARAMOD_OK)
        for (size_t j = 0; j < 30; j++)
            CU_ASSERT(fabs(c[j] - other[j]) <= 2e-3);
    paramod_chroma_destroy(chroma);
}

/* ---- an expanding carrier with dispersion ------------------------------------------------------- */

static void test_expanding(void)
{
    paramod_chroma_column column = capillary;
    paramod_chroma_analyte analyte = { .size = sizeof analyte, .ka = 579.0, .kd = 5.299,
                                       .diffusivity = 2.89e-6 };
    double with, without;
    const double t = 118.892;
    paramod_chroma *chroma = make(&column, &analyte, 1, &pulse, 0);

    CU_ASSERT_EQUAL(paramod_chroma_outlet(chroma, &t, 1, &without, NULL), PARAMOD_OK);
    paramod_chroma_destroy(chroma);
    /* molecular diffusion takes 1.6e-4 off benzene's peak */
    column.dispersion = PARAMOD_CHROMA_MOLECULAR;
    column.boundary = PARAMOD_CHROMA_DANCKWERTS;
    chroma = make(&column, &analyte, 1, &pulse, 0);
    CU_ASSERT_EQUAL(paramod_chroma_outlet(chroma, &t, 1, &with, NULL), PARAMOD_OK);
    CU_ASSERT(fabs((with / without - 1.0) / -1.6e-4 - 1.0) < 0.2);
    paramod_chroma_destroy(chroma);
    /* pressures that hardly differ: the column of constant velocity */
    column.inlet_pressure = 1.013e5 * (1.0 + 1e-9);
    analyte.diffusivity = 1e-3;
    chroma = make(&column, &analyte, 1, &pulse, 0);
    {
        const double later = 168.95;

        CU_ASSERT_EQUAL(paramod_chroma_outlet(chroma, &later, 1, &with, NULL), PARAMOD_OK);
        paramod_chroma_destroy(chroma);
        column.inlet_pressure = column.outlet_pressure = 0.0;
        chroma = make(&column, &analyte, 1, &pulse, 0);
        CU_ASSERT_EQUAL(paramod_chroma_outlet(chroma, &later, 1, &without, NULL), PARAMOD_OK);
    }
    CU_ASSERT(fabs(with / without - 1.0) < 1e-7);
    paramod_chroma_destroy(chroma);
}

/* ---- threads and failures ------------------------------------------------------------------------- */

enum { THREADS = 8, TIMES = 128 };

static void *one_thread(void *out)
{
    const paramod_chroma_analyte analyte = { .size = sizeof analyte, .ka = 579.0, .kd = 5.299 };
    double t[TIMES];

    for (size_t j = 0; j < TIMES; j++)
        t[j] = 90.0 + 0.5 * (double)j;
    for (int k = 0; k < 12; k++) {
        paramod_chroma *chroma = NULL;

        if (paramod_chroma_create(&capillary, &analyte, 1, &pulse, NULL, &chroma) != PARAMOD_OK ||
            paramod_chroma_outlet(chroma, t, TIMES, out, NULL) != PARAMOD_OK)
            ((double *)out)[0] = NAN;
        paramod_chroma_destroy(chroma);
    }
    return NULL;
}

static void test_threads(void)
{
    static double c[THREADS][TIMES];
    pthread_t thread[THREADS];

    for (size_t k = 0; k < THREADS; k++)
        CU_ASSERT_EQUAL_FATAL(pthread_create(&thread[k], NULL, one_thread, c[k]), 0);
    for (size_t k = 0; k < THREADS; k++)
        (void)pthread_join(thread[k], NULL);
    for (size_t k = 0; k < THREADS; k++)
        CU_ASSERT_EQUAL(memcmp(c[k], c[0], sizeof c[0]), 0);
    CU_ASSERT(c[0][58] > 0.07);
}

static const char *refuse(paramod_chroma_column column, paramod_chroma_analyte analyte,
                          paramod_chroma_injection injection, paramod_status expected)
{
    paramod_chroma *chroma = NULL;

    column.size = sizeof column;
    analyte.size = sizeof analyte;
    injection.size = sizeof injection;
    CU_ASSERT_EQUAL(paramod_chroma_create(&column, &analyte, 1, &injection, NULL, &chroma),
                    expected);
    CU_ASSERT_PTR_NULL(chroma);
    return paramod_error_message();
}

static void test_bad_input(void)
{
    const paramod_chroma_analyte benzene = { .ka = 579.0, .kd = 5.299 };
    paramod_chroma_column column = capillary;
    paramod_chroma_analyte analyte = benzene;
    paramod_chroma_injection injection = pulse;
    paramod_chroma_carrier carrier = { .size = sizeof carrier };

    column.length = -1.0;
    CU_ASSERT_STRING_EQUAL(refuse(column, analyte, injection, PARAMOD_ERR_DOMAIN),
                           "column: length = -1 is not a finite number of at least 0");
    column = capillary;
    column.outlet_pressure = 5e5;
    CU_ASSERT_STRING_EQUAL(refuse(column, analyte, injection, PARAMOD_ERR_DOMAIN),
                           "column: outlet_pressure = 500000 exceeds inlet_pressure = 401000");
    analyte.kd = NAN;
    CU_ASSERT_STRING_EQUAL(refuse(capillary, analyte, injection, PARAMOD_ERR_DOMAIN),
                           "analyte: kd = nan is not a finite number of at least 0");
    injection.duration = -4.0;
    CU_ASSERT_PTR_NOT_NULL(strstr(refuse(capillary, benzene, injection, PARAMOD_ERR_DOMAIN),
                                  "injection: duration = -4"));
    /* Table 1 of the paper: 0.41 m/s, while the pressures give 0.413 */
    column = capillary;
    column.viscosity = 2.3e-5;
    CU_ASSERT_EQUAL(paramod_chroma_carrier_of(&column, &carrier), PARAMOD_OK);
    CU_ASSERT_EQUAL(carrier.source, PARAMOD_CHROMA_SPEED_GIVEN);
    CU_ASSERT(fabs(carrier.other_speed - 0.413) < 5e-4 && carrier.disagreement < 0.01);
    CU_ASSERT(fabs(carrier.dead_time - 34.17711045461178) < 1e-12);
}

static void test_memory(void)
{
    const paramod_chroma_column column = packed(PARAMOD_CHROMA_DANCKWERTS);
    const paramod_chroma_analyte analyte = { .size = sizeof analyte, .ka = 1.0, .kd = 1.0,
                                             .dispersion = 1e-4 };
    paramod_status status = PARAMOD_ERR_MEMORY;
    double t[TIMES], c[TIMES];
    long before;
    paramod_chroma *chroma = NULL;

    for (size_t j = 0; j < TIMES; j++)
        t[j] = (double)j;
    for (long allowed = 0; status == PARAMOD_ERR_MEMORY && allowed < 50; allowed++) {
        const long live = memory_live();

        memory_allow(allowed);
        status = paramod_chroma_create(&column, &analyte, 1, &pulse, NULL, &chroma);
        if (status == PARAMOD_OK)
            status = paramod_chroma_outlet(chroma, t, TIMES, c, NULL);
        memory_allow(-1);
        paramod_chroma_destroy(chroma);
        chroma = NULL;
        CU_ASSERT_EQUAL(memory_live(), live);
    }
    CU_ASSERT_EQUAL(status, PARAMOD_OK);
    /* the second chromatogram takes no memory */
    chroma = make(&column, &analyte, 1, &pulse, 0);
    CU_ASSERT_EQUAL(paramod_chroma_outlet(chroma, t, TIMES, c, NULL), PARAMOD_OK);
    before = memory_attempts();
    CU_ASSERT_EQUAL(paramod_chroma_outlet(chroma, t, TIMES, c, NULL), PARAMOD_OK);
    CU_ASSERT_EQUAL(memory_attempts(), before);
    paramod_chroma_destroy(chroma);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "rate models with dispersion", test_rate_models },
        { "benzene in the paper's column", test_capillary },
        { "any number of plates", test_any_retention },
        { "sensitivities are those of the values", test_sensitivities },
        { "Thomas's step", test_langmuir },
        { "Langmuir's limits", test_langmuir_limits },
        { "dispersion in an expanding carrier", test_expanding },
        { "eight threads, the same bits", test_threads },
        { "bad input", test_bad_input },
        { "every allocation may fail, and few are made", test_memory },
        CU_TEST_INFO_NULL,
    };

    return run_tests("chroma", tests);
}
