/* SPDX-License-Identifier: GPL-3.0-or-later */

/* paramod reproduce chroma: what follows from Tables 1 to 3 of arXiv:2501.00001, by the
 * definitions and with the dimensionless numbers as printed. */

#include <math.h>
#include <stdio.h>

#include "command.h"
#include "reproduce.h"
#include "reproduce_chroma.h"

static const option own_options[] = {
    { "output", "FOLDER", "where to write figures and tables (default .)", false },
    { "help", NULL, "this text", false },
    { NULL, NULL, NULL, false },
};

const btex paper_btex[BTEX] = {
    { "o-xylene", 1.0168e4, 14.291, 711.55, 1.0, 1.9436, 2.6926, 25.82, 1.8708 },
    { "p,m-xylene", 6483.0, 11.057, 586.33, 0.8242, 3.2032, 2.6926, 35.28, 2.5557 },
    { "ethylbenzene", 9203.0, 16.940, 543.31, 0.7635, 1.4841, 3.1069, 28.10, 2.0356 },
    { "toluene", 2953.0, 11.502, 256.73, 0.3608, 0.7013, 3.3968, 46.36, 3.3584 },
    { "benzene", 579.0, 5.299, 109.28, 0.1530, 0.2985, 3.7696, 57.97, 4.1997 }
};

const struct paper paper = {
    .length = 20.0, .radius = 9e-5, .film = 1e-6, .inlet = 4.01e5, .outlet = 1.013e5,
    .speed = 0.41, .flow = 1e-8, .viscosity = 2.3e-5, .c0 = 2.732e-6, .duration = 4.0,
    .scale = 1.8722e-3, .tau = 0.0723, .lengths = 10683.0, .da = 0.0633
};

double paper_diffusivity(const btex *b)
{
    return 1e-3 * b->dispersion * paper.speed * paper.scale;
}

double paper_concentration(const btex *b)
{
    return b == &paper_btex[1] ? 2.0 * paper.c0 : paper.c0;
}

bool paper_column(bool expands, bool diffuses, paramod_chroma **chroma, problem *p)
{
    const paramod_chroma_column column = {
        .size = sizeof column, .length = paper.length, .radius = paper.radius,
        .film = paper.film, .speed = paper.speed,
        .inlet_pressure = expands ? paper.inlet : 0.0,
        .outlet_pressure = expands ? paper.outlet : 0.0,
        .boundary = PARAMOD_CHROMA_DANCKWERTS,
        .dispersion = diffuses ? PARAMOD_CHROMA_MOLECULAR : PARAMOD_CHROMA_NO_DISPERSION
    };
    const paramod_chroma_injection injection = { .size = sizeof injection,
                                                 .duration = paper.duration };
    paramod_chroma_analyte analyte[BTEX];

    for (size_t i = 0; i < BTEX; i++)
        analyte[i] = (paramod_chroma_analyte){
            .size = sizeof analyte[i], .name = paper_btex[i].name, .ka = paper_btex[i].ka,
            .kd = paper_btex[i].kd, .diffusivity = paper_diffusivity(&paper_btex[i])
        };
    return paramod_chroma_create(&column, analyte, BTEX, &injection, NULL, chroma) ==
               PARAMOD_OK || problem_from_library(p);
}

/* ---- tables ------------------------------------------------------------------------------ */

/* The peak in the paper's units with L^, tau and Da as printed:
 * a = (ka / ka_1) w, kd / kd_1 and t0 = Da w, with w the integral of p^ along the column. */
static bool printed_peak(const btex *b, paramod_chroma_summary *s, problem *p)
{
    const double r = paper.outlet / paper.inlet;
    const double w = 2.0 / 3.0 * paper.lengths * (1.0 + r + r * r) / (1.0 + r);
    const paramod_chroma_column column = { .size = sizeof column, .length = paper.da * w,
                                           .speed = 1.0, .phase_ratio = 1.0 };
    const paramod_chroma_analyte analyte = { .size = sizeof analyte,
                                             .ka = b->ka / paper_btex[0].ka / paper.da,
                                             .kd = b->kd / paper_btex[0].kd };
    const paramod_chroma_injection injection = { .size = sizeof injection,
                                                 .duration = paper.duration / paper.tau };
    paramod_chroma *chroma = NULL;
    const bool good =
        paramod_chroma_create(&column, &analyte, 1, &injection, NULL, &chroma) == PARAMOD_OK &&
        paramod_chroma_summarise(chroma, 0, s) == PARAMOD_OK;

    paramod_chroma_destroy(chroma);
    s->height *= r;
    return good || problem_from_library(p);
}

/* The velocity from each of its three sources. */
static bool print_velocities(problem *p)
{
    paramod_chroma_column column = {
        .size = sizeof column, .length = paper.length, .radius = paper.radius,
        .film = paper.film, .inlet_pressure = paper.inlet, .outlet_pressure = paper.outlet,
        .speed = paper.speed
    };
    paramod_chroma_carrier known = { .size = sizeof known }, pressures = known, flow = known;

    if (paramod_chroma_carrier_of(&column, &known) != PARAMOD_OK)
        return problem_from_library(p);
    column.speed = 0.0;
    column.viscosity = paper.viscosity;
    if (paramod_chroma_carrier_of(&column, &pressures) != PARAMOD_OK)
        return problem_from_library(p);
    column.viscosity = 0.0;
    column.outlet_flow = paper.flow * paper.inlet / paper.outlet;
    if (paramod_chroma_carrier_of(&column, &flow) != PARAMOD_OK)
        return problem_from_library(p);
    (void)printf("Table 1                        ours        paper\n"
                 "u0 from the pressures, m/s     %.4f      0.41\n"
                 "u0 from Q0 = 1e-8 m^3/s        %.4f      0.41\n"
                 "u at the outlet / u0           %.3f       \"factor 4\"\n"
                 "dead time s                    %.4f\n\n", pressures.speed, flow.speed,
                 known.outlet_speed / known.speed, known.dead_time);
    return true;
}

static void print_groups(void)
{
    const double alpha = 2.0 * paper.film / paper.radius, ka = paper_btex[0].ka;
    const double kd = paper_btex[0].kd, scale = paper.speed / (alpha * ka);

    (void)printf("Table 3        by the definitions    as printed\n"
                 "L scale m      %.4e            %.4e\n"
                 "tau s          %.5f               %.4f\n"
                 "L / L scale    %.0f                 %.0f\n"
                 "Da             %.4f                %.4f\n\n",
                 scale, paper.scale, 1.0 / kd, paper.tau, paper.length / scale, paper.lengths,
                 kd / (alpha * ka), paper.da);
}

static void print_components(void)
{
    const double k_1 = paper_btex[0].ka / paper_btex[0].kd;
    const double scale = paper.speed * paper.radius / (2.0 * paper.film * paper_btex[0].ka);

    (void)printf("Tables 2, 3: ours by the definitions | paper\n%-13s %16s %15s %15s %15s %17s\n",
                 "", "K", "beta", "qe 1e-3", "1/Pe 1e-3", "f 1e8");
    for (size_t i = 0; i < BTEX; i++) {
        const btex *const b = &paper_btex[i];
        const double k = b->ka / b->kd;
        const double f = paper.length * b->calibration * paper.inlet /
                         (paper.c0 * paper.duration * paper.outlet);

        (void)printf("%-13s %7.2f | %6.2f %6.4f | %6.4f %6.4f | %6.4f %6.4f | %6.4f "
                     "%7.5f | %6.4f\n", b->name, k, b->k, k / k_1, b->beta,
                     1e3 * k * paper_concentration(b), b->qe,
                     1e3 * paper_diffusivity(b) / (paper.speed * scale), b->dispersion,
                     1e-8 * f, b->f);
    }
    (void)printf("SSE and R^2 of Table 3 need the measured chromatogram, which is not public.\n");
}

static bool print_peaks(problem *p)
{
    paramod_chroma *chroma = NULL;
    bool good = paper_column(true, false, &chroma, p);

    (void)printf("\nPeaks at the outlet: by the definitions, and with L^, tau and Da as printed\n"
                 "%-13s %9s %8s %7s %9s %9s %9s %11s %9s\n", "", "mean s", "sd s", "plates",
                 "peak s", "c / c0", "peak t^", "t^ tau in s", "c / c0");
    for (size_t i = 0; good && i < BTEX; i++) {
        paramod_chroma_summary s = { .size = sizeof s }, printed = { .size = sizeof printed };

        good = printed_peak(&paper_btex[i], &printed, p) &&
               (paramod_chroma_summarise(chroma, i, &s) == PARAMOD_OK ||
                problem_from_library(p));
        if (good)
            (void)printf("%-13s %9.4f %8.4f %7.0f %9.3f %9.6f %9.1f %11.3f %9.6f\n",
                         paper_btex[i].name, s.cumulant[0], s.cumulant[0] / sqrt(s.plates),
                         s.plates, s.peak_time, s.height, printed.peak_time,
                         paper.tau * printed.peak_time, printed.height);
    }
    paramod_chroma_destroy(chroma);
    return good;
}

static bool run(const options *o, problem *p)
{
    if (!print_velocities(p))
        return false;
    print_groups();
    print_components();
    return print_peaks(p) && reproduce_chroma_figures(o, p);
}

int reproduce_chroma_command(int words, char **word)
{
    const option *const tables[] = { own_options, NULL };
    options o;
    problem p = { "" };
    bool good = options_read(words, word, tables, &o, &p);

    if (good && options_has(&o, "help")) {
        (void)printf("Usage: paramod reproduce chroma [--output FOLDER]\n\nWhat follows from "
                     "the tables of arXiv:2501.00001, and its figures.\n\n");
        options_print(own_options);
    } else {
        good = good && run(&o, &p);
    }
    options_release(&o);
    return good ? EXIT_SOLVED : problem_report(&p);
}
