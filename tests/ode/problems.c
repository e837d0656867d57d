/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Written by problems.py, which says what this is and where it comes from. */

#include <math.h>

#include "problems.h"

static inline double power2(double x)
{
    return x * x;
}

static inline double power3(double x)
{
    return x * x * x;
}

static inline double power4(double x)
{
    return x * x * x * x;
}

/* ---- Boehm_JProteomeRes2014 ---- */

static const double boehm_times_0[] = { 0.0, 2.5, 5.0, 10.0, 15.0, 20.0, 30.0, 40.0, 50.0, 60.0, 80.0, 100.0, 120.0, 160.0, 200.0, 240.0 };
static const problem_datum boehm_data_0[] = {
    { 0, 1, 0, 0.0, 7.90107299873911 },
    { 1, 1, 0, 0.0, 66.3634939682528 },
    { 2, 1, 0, 0.0, 81.1713239165337 },
    { 3, 1, 0, 0.0, 94.7303080627876 },
    { 4, 1, 0, 0.0, 95.1164830493244 },
    { 5, 1, 0, 0.0, 91.44171655392 },
    { 6, 1, 0, 0.0, 91.2570992263545 },
    { 7, 1, 0, 0.0, 93.672297840992 },
    { 8, 1, 0, 0.0, 88.754232823019 },
    { 9, 1, 0, 0.0, 85.2697032178279 },
    { 10, 1, 0, 0.0, 81.1323953369608 },
    { 11, 1, 0, 0.0, 76.135928475796 },
    { 12, 1, 0, 0.0, 65.2480591250229 },
    { 13, 1, 0, 0.0, 42.5996587097166 },
    { 14, 1, 0, 0.0, 25.1577975445976 },
    { 15, 1, 0, 0.0, 15.4301823994994 },
    { 0, 3, 2, 0.0, 4.59653334288927 },
    { 1, 3, 2, 0.0, 29.6345459874189 },
    { 2, 3, 2, 0.0, 46.0438064695701 },
    { 3, 3, 2, 0.0, 81.9747336191685 },
    { 4, 3, 2, 0.0, 80.5716092952489 },
    { 5, 3, 2, 0.0, 79.0357196371442 },
    { 6, 3, 2, 0.0, 75.6723803658298 },
    { 7, 3, 2, 0.0, 71.6247198618303 },
    { 8, 3, 2, 0.0, 69.0628632755742 },
    { 9, 3, 2, 0.0, 67.1473843168934 },
    { 10, 3, 2, 0.0, 60.8994762938824 },
    { 11, 3, 2, 0.0, 54.8092577721492 },
    { 12, 3, 2, 0.0, 43.9812899778025 },
    { 13, 3, 2, 0.0, 29.7714581636675 },
    { 14, 3, 2, 0.0, 20.089016562771 },
    { 15, 3, 2, 0.0, 10.961845166698 },
    { 0, 5, 4, 0.0, 14.7231682180584 },
    { 1, 5, 4, 0.0, 33.762342293107 },
    { 2, 5, 4, 0.0, 36.7998512942493 },
    { 3, 5, 4, 0.0, 49.7176022859654 },
    { 4, 5, 4, 0.0, 46.9281200952955 },
    { 5, 5, 4, 0.0, 47.8365745550135 },
    { 6, 5, 4, 0.0, 46.9287272497385 },
    { 7, 5, 4, 0.0, 40.5977529351181 },
    { 8, 5, 4, 0.0, 43.783663885071 },
    { 9, 5, 4, 0.0, 44.4573876523855 },
    { 10, 5, 4, 0.0, 41.3271592618297 },
    { 11, 5, 4, 0.0, 41.0627332148332 },
    { 12, 5, 4, 0.0, 39.2358300289377 },
    { 13, 5, 4, 0.0, 36.6194605442418 },
    { 14, 5, 4, 0.0, 34.8937144010561 },
    { 15, 5, 4, 0.0, 32.2110771608676 },
};
static const size_t boehm_active_0[] = { 0, 1, 2, 3, 4, 5 };
static paramod_eval boehm_rate(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    const double c0 = power2(y[0]);
    const double c1 = theta[5]*exp(-at->t*theta[0]);
    const double c2 = 2.4999999999999999e-7*c1;
    const double c3 = 1.2499999999999999e-7*c1;
    const double c4 = c3*y[0]*y[1];
    const double c5 = c4 - 0.32142857142857146*theta[1]*y[6];
    const double c6 = power2(y[1]);
    out[0] = -c0*c2 - c5 + 0.64285714285714291*theta[2]*y[5];
    out[1] = -c2*c6 - c5 + 0.64285714285714291*theta[2]*y[7];
    out[2] = c4 - theta[3]*y[2];
    out[3] = c0*c3 - theta[4]*y[3];
    out[4] = c3*c6 - theta[4]*y[4];
    out[5] = -theta[2]*y[5] + 3.1111111111111108*theta[4]*y[3];
    out[6] = -theta[1]*y[6] + 3.1111111111111108*theta[3]*y[2];
    out[7] = -theta[2]*y[7] + 3.1111111111111108*theta[4]*y[4];
    return PARAMOD_EVAL_OK;
}

static paramod_eval boehm_by_state(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    const double c0 = theta[5]*exp(-at->t*theta[0]);
    const double c1 = 4.9999999999999998e-7*c0;
    const double c2 = 1.2499999999999999e-7*c0;
    const double c3 = c2*y[1];
    const double c4 = c2*y[0];
    const double c5 = 0.64285714285714291*theta[2];
    const double c6 = 0.32142857142857146*theta[1];
    const double c7 = 2.4999999999999999e-7*c0;
    const double c8 = -theta[4];
    const double c9 = 3.1111111111111108*theta[4];
    const double c10 = -theta[2];
    out[0] = -c1*y[0] - c3;
    out[1] = -c4;
    out[5] = c5;
    out[6] = c6;
    out[8] = -c3;
    out[9] = -c1*y[1] - c4;
    out[14] = c6;
    out[15] = c5;
    out[16] = c3;
    out[17] = c4;
    out[18] = -theta[3];
    out[24] = c7*y[0];
    out[27] = c8;
    out[33] = c7*y[1];
    out[36] = c8;
    out[43] = c9;
    out[45] = c10;
    out[50] = 3.1111111111111108*theta[3];
    out[54] = -theta[1];
    out[60] = c9;
    out[63] = c10;
    return PARAMOD_EVAL_OK;
}

static paramod_eval boehm_by_parameter(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    const double c0 = exp(-at->t*theta[0]);
    const double c1 = 1.2499999999999999e-7*c0;
    const double c2 = c1*y[0]*y[1];
    const double c3 = at->t*theta[5];
    const double c4 = c2*c3;
    const double c5 = power2(y[0]);
    const double c6 = 2.4999999999999999e-7*c0;
    const double c7 = c5*c6;
    const double c8 = 0.32142857142857146*y[6];
    const double c9 = power2(y[1]);
    const double c10 = c6*c9;
    const double c11 = c1*c5;
    const double c12 = c1*c9;
    out[0] = c3*c7 + c4;
    out[1] = c8;
    out[2] = 0.64285714285714291*y[5];
    out[5] = -c2 - c7;
    out[9] = c10*c3 + c4;
    out[10] = c8;
    out[11] = 0.64285714285714291*y[7];
    out[14] = -c10 - c2;
    out[18] = -c4;
    out[21] = -y[2];
    out[23] = c2;
    out[27] = -c11*c3;
    out[31] = -y[3];
    out[32] = c11;
    out[36] = -c12*c3;
    out[40] = -y[4];
    out[41] = c12;
    out[47] = -y[5];
    out[49] = 3.1111111111111108*y[3];
    out[55] = -y[6];
    out[57] = 3.1111111111111108*y[2];
    out[65] = -y[7];
    out[67] = 3.1111111111111108*y[4];
    return PARAMOD_EVAL_OK;
}

static paramod_eval boehm_initial(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    out[0] = 143.8668;
    out[1] = 63.7332;
    out[2] = 0.0;
    out[3] = 0.0;
    out[4] = 0.0;
    out[5] = 0.0;
    out[6] = 0.0;
    out[7] = 0.0;
    return PARAMOD_EVAL_OK;
}

static paramod_eval boehm_initial_by_parameter(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;

    return PARAMOD_EVAL_OK;
}

static paramod_eval boehm_observe(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    const double c0 = 100*y[2];
    const double c1 = c0 + 21.399999999999999*y[3];
    const double c2 = 0.107*y[0] + 0.214*y[3];
    const double c3 = 0.89300000000000002*y[1] + 1.786*y[4];
    out[0] = theta[6];
    out[1] = c1/(c2 + y[2]);
    out[2] = theta[7];
    out[3] = (-c0 - 178.59999999999999*y[4])/(-c3 - y[2]);
    out[4] = theta[8];
    out[5] = (c1 + 10.699999999999999*y[0])/(c2 + c3 + 2*y[2]);
    return PARAMOD_EVAL_OK;
}

static paramod_eval boehm_observe_by_state(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    const double c0 = 100*y[2];
    const double c1 = c0 + 21.399999999999999*y[3];
    const double c2 = 0.107*y[0] + 0.214*y[3];
    const double c3 = c2 + y[2];
    const double c4 = c1/power2(c3);
    const double c5 = 1.0/c3;
    const double c6 = 0.89300000000000002*y[1] + 1.786*y[4];
    const double c7 = -c6 - y[2];
    const double c8 = (-c0 - 178.59999999999999*y[4])/power2(c7);
    const double c9 = 1.0/c7;
    const double c10 = c2 + c6 + 2*y[2];
    const double c11 = 1.0/c10;
    const double c12 = (c1 + 10.699999999999999*y[0])/power2(c10);
    out[8] = -0.107*c4;
    out[10] = -c4 + 100*c5;
    out[11] = -0.214*c4 + 21.399999999999999*c5;
    out[25] = 0.89300000000000002*c8;
    out[26] = c8 - 100*c9;
    out[28] = 1.786*c8 - 178.59999999999999*c9;
    out[40] = 10.699999999999999*c11 - 0.107*c12;
    out[41] = -0.89300000000000002*c12;
    out[42] = 100*c11 - 2*c12;
    out[43] = 21.399999999999999*c11 - 0.214*c12;
    out[44] = -1.786*c12;
    return PARAMOD_EVAL_OK;
}

static paramod_eval boehm_observe_by_parameter(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    out[6] = 1;
    out[25] = 1;
    out[44] = 1;
    return PARAMOD_EVAL_OK;
}

static const problem_experiment boehm_experiments[] = {
    { 16, boehm_times_0, 6, boehm_active_0, 48, boehm_data_0 },
};
static const double boehm_nominal[] = { 0.026982514033029, 1.00067973851508e-05, 0.006170228086381, 0.0163679184468, 97749.3794024716, 15766.5070195731, 3.85261197844677, 6.59147818673419, 3.15271275648527 };
static const double boehm_eigenvalues[] = { 6198.7956150255695, 609.2107177621021, 169.66073953530872, 169.66073953530872, 169.66073953530872, 62.25047908920659, 1.2693845050263426, 0.0009978374789135073, 1.9526624325135547e-10 };
static const double boehm_eigenvalues_2[] = { 6198.7956150283, 609.2107177733241, 169.66073953530872, 169.66073953530872, 169.66073953530872, 62.250479089625486, 1.2693845049494925, 0.0009978374789616023, 1.952662432502285e-10 }; 

/* ---- Bruno_JExpBot2016 ---- */

static const double bruno_times_0[] = { 5.0, 15.0, 30.0, 60.0, 90.0, 120.0, 180.0 };
static const problem_datum bruno_data_0[] = {
    { 0, 0, -1, 0.406451, 3.973385 },
    { 1, 0, -1, 0.406728, 3.976118 },
    { 2, 0, -1, 0.320749, 3.12959 },
    { 3, 0, -1, 0.320935, 3.131418 },
    { 4, 0, -1, 0.31831, 3.105543 },
    { 5, 0, -1, 0.234682, 2.279702 },
    { 6, 0, -1, 0.138555, 1.321613 },
};
static const size_t bruno_active_0[] = { 0, 8, 9, 11 };
static const double bruno_times_1[] = { 15.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0 };
static const problem_datum bruno_data_1[] = {
    { 0, 1, -1, 0.251006, 3.83496 },
    { 1, 1, -1, 0.179664, 2.68932 },
    { 2, 1, -1, 0.145321, 2.12541 },
    { 3, 1, -1, 0.111703, 1.55414 },
    { 4, 1, -1, 0.076761, 0.90185 },
    { 5, 1, -1, 0.064455, 0.62496 },
    { 6, 1, -1, 0.054089, 0.30276 },
    { 0, 0, -1, 0.110017, 0.87947 },
    { 1, 0, -1, 0.194075, 1.61775 },
    { 2, 0, -1, 0.240978, 2.0221 },
    { 3, 0, -1, 0.298703, 2.51711 },
    { 4, 0, -1, 0.267467, 2.24951 },
    { 5, 0, -1, 0.29311, 2.46923 },
    { 6, 0, -1, 0.249578, 2.09599 },
};
static const size_t bruno_active_1[] = { 1, 6, 7, 8 };
static const double bruno_times_2[] = { 15.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0 };
static const problem_datum bruno_data_2[] = {
    { 0, 1, -1, 0.161073, 2.792 },
    { 1, 1, -1, 0.146065, 2.51 },
    { 2, 1, -1, 0.124582, 2.101 },
    { 3, 1, -1, 0.115071, 1.917 },
    { 4, 1, -1, 0.098916, 1.598 },
    { 5, 1, -1, 0.076702, 1.135 },
    { 6, 1, -1, 0.063285, 0.824 },
    { 0, 0, -1, 0.066702, 0.573 },
    { 1, 0, -1, 0.092359, 0.849 },
    { 2, 0, -1, 0.10382, 0.968 },
    { 3, 0, -1, 0.127709, 1.212 },
    { 4, 0, -1, 0.147436, 1.411 },
    { 5, 0, -1, 0.167498, 1.612 },
    { 6, 0, -1, 0.223405, 2.168 },
};
static const size_t bruno_active_2[] = { 2, 6, 7, 8, 9, 10, 11, 12 };
static const double bruno_times_3[] = { 15.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0 };
static const problem_datum bruno_data_3[] = {
    { 0, 2, -1, 0.43054, 4.804181 },
    { 1, 2, -1, 0.353484, 3.874252 },
    { 2, 2, -1, 0.338201, 3.687507 },
    { 3, 2, -1, 0.275261, 2.905136 },
    { 4, 2, -1, 0.241465, 2.471236 },
    { 5, 2, -1, 0.224241, 2.243992 },
    { 6, 2, -1, 0.137702, 0.922679 },
    { 0, 0, -1, 0.043179, 0.186897 },
    { 1, 0, -1, 0.046576, 0.238582 },
    { 2, 0, -1, 0.048771, 0.268357 },
    { 3, 0, -1, 0.057968, 0.377915 },
    { 4, 0, -1, 0.053988, 0.332696 },
    { 5, 0, -1, 0.060963, 0.410503 },
    { 6, 0, -1, 0.068419, 0.487949 },
    { 0, 3, -1, 0.146042, 0.750567 },
    { 1, 3, -1, 0.185626, 0.957066 },
    { 2, 3, -1, 0.205133, 1.058638 },
    { 3, 3, -1, 0.270906, 1.40061 },
    { 4, 3, -1, 0.259748, 1.342636 },
    { 5, 3, -1, 0.319353, 1.652208 },
    { 6, 3, -1, 0.387509, 2.005941 },
};
static const size_t bruno_active_3[] = { 3, 6, 8, 9, 10, 11 };
static const double bruno_times_4[] = { 5.0, 15.0, 30.0, 60.0, 90.0, 120.0, 180.0 };
static const problem_datum bruno_data_4[] = {
    { 0, 3, -1, 0.365852, 2.187219 },
    { 1, 3, -1, 0.249545, 1.490176 },
    { 2, 3, -1, 0.208483, 1.243819 },
    { 3, 3, -1, 0.184647, 1.100679 },
    { 4, 3, -1, 0.191578, 1.142316 },
    { 5, 3, -1, 0.13378, 0.794621 },
    { 6, 3, -1, 0.117543, 0.696621 },
};
static const size_t bruno_active_4[] = { 4, 8, 11 };
static const double bruno_times_5[] = { 15.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0 };
static const problem_datum bruno_data_5[] = {
    { 0, 3, -1, 0.023108, 0.098 },
    { 1, 3, -1, 0.030931, 0.1573 },
    { 2, 3, -1, 0.032031, 0.165 },
    { 3, 3, -1, 0.041749, 0.23 },
    { 4, 3, -1, 0.064588, 0.374 },
    { 5, 3, -1, 0.076127, 0.445 },
    { 6, 3, -1, 0.090733, 0.46 },
    { 0, 4, -1, 0.172674, 2.761 },
    { 1, 4, -1, 0.183243, 2.93 },
    { 2, 4, -1, 0.17774, 2.842 },
    { 3, 4, -1, 0.172799, 2.763 },
    { 4, 4, -1, 0.161417, 2.581 },
    { 5, 4, -1, 0.153161, 2.449 },
    { 6, 4, -1, 0.133086, 2.128 },
};
static const size_t bruno_active_5[] = { 5, 6, 11, 12 };
static paramod_eval bruno_rate(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    switch (at->experiment) {
    case 0:
    {
        const double c0 = 1.0*theta[9]*y[1];
        const double c1 = -c0;
        const double c2 = 1.0*theta[8]*y[2];
        const double c3 = 1.0*theta[11]*y[4];
        out[1] = c1;
        out[2] = -c1 - c2;
        out[3] = c2;
        out[4] = -c3;
        out[5] = c0 + c3;
        break;
    }
    case 1:
    {
        const double c0 = 1.0*theta[7]*y[0];
        const double c1 = -c0;
        const double c2 = 1.0*theta[8]*y[2];
        const double c3 = 1.0*theta[6]*y[6];
        out[0] = c1;
        out[2] = -c1 - c2;
        out[3] = c0 + c2;
        out[4] = c3;
        out[5] = c3;
        out[6] = -c3;
        break;
    }
    case 2:
    {
        const double c0 = theta[12]*theta[7]*y[0];
        const double c1 = theta[12]*y[1];
        const double c2 = c1*theta[9];
        const double c3 = c1*theta[10];
        const double c4 = theta[12]*theta[8]*y[2];
        const double c5 = theta[12]*theta[6]*y[6];
        const double c6 = theta[11]*theta[12]*y[4];
        out[0] = -c0;
        out[1] = -c2 - c3;
        out[2] = c0 + c2 - c4;
        out[3] = c0 + c3 + c4;
        out[4] = c3 + c5 - c6;
        out[5] = c2 + c5 + c6;
        out[6] = -c5;
        break;
    }
    case 3:
    {
        const double c0 = 1.0*y[1];
        const double c1 = c0*theta[9];
        const double c2 = c0*theta[10];
        const double c3 = 1.0*theta[8]*y[2];
        const double c4 = 1.0*theta[6]*y[6];
        const double c5 = 1.0*theta[11]*y[4];
        out[1] = -c1 - c2;
        out[2] = c1 - c3;
        out[3] = c2 + c3;
        out[4] = c2 + c4 - c5;
        out[5] = c1 + c4 + c5;
        out[6] = -c4;
        break;
    }
    case 4:
    {
        const double c0 = 1.0*theta[8]*y[2];
        const double c1 = 1.0*theta[11]*y[4];
        out[2] = -c0;
        out[3] = c0;
        out[4] = -c1;
        out[5] = c1;
        break;
    }
    case 5:
    {
        const double c0 = theta[12]*theta[6]*y[6];
        const double c1 = theta[11]*theta[12]*y[4];
        out[4] = c0 - c1;
        out[5] = c0 + c1;
        out[6] = -c0;
        break;
    }
    default:
        return PARAMOD_EVAL_STOP;
    }
    return PARAMOD_EVAL_OK;
}

static paramod_eval bruno_by_state(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    switch (at->experiment) {
    case 0:
    {
        const double c0 = 1.0*theta[9];
        const double c1 = 1.0*theta[8];
        const double c2 = 1.0*theta[11];
        out[8] = -c0;
        out[15] = c0;
        out[16] = -c1;
        out[23] = c1;
        out[32] = -c2;
        out[36] = c0;
        out[39] = c2;
        break;
    }
    case 1:
    {
        const double c0 = 1.0*theta[7];
        const double c1 = 1.0*theta[8];
        const double c2 = 1.0*theta[6];
        out[0] = -c0;
        out[14] = c0;
        out[16] = -c1;
        out[21] = c0;
        out[23] = c1;
        out[34] = c2;
        out[41] = c2;
        out[48] = -c2;
        break;
    }
    case 2:
    {
        const double c0 = theta[12]*theta[7];
        const double c1 = theta[12]*theta[9];
        const double c2 = theta[10]*theta[12];
        const double c3 = theta[12]*theta[8];
        const double c4 = theta[11]*theta[12];
        const double c5 = theta[12]*theta[6];
        out[0] = -c0;
        out[8] = -c1 - c2;
        out[14] = c0;
        out[15] = c1;
        out[16] = -c3;
        out[21] = c0;
        out[22] = c2;
        out[23] = c3;
        out[29] = c2;
        out[32] = -c4;
        out[34] = c5;
        out[36] = c1;
        out[39] = c4;
        out[41] = c5;
        out[48] = -c5;
        break;
    }
    case 3:
    {
        const double c0 = 1.0*theta[9];
        const double c1 = 1.0*theta[10];
        const double c2 = 1.0*theta[8];
        const double c3 = 1.0*theta[11];
        const double c4 = 1.0*theta[6];
        out[8] = -c0 - c1;
        out[15] = c0;
        out[16] = -c2;
        out[22] = c1;
        out[23] = c2;
        out[29] = c1;
        out[32] = -c3;
        out[34] = c4;
        out[36] = c0;
        out[39] = c3;
        out[41] = c4;
        out[48] = -c4;
        break;
    }
    case 4:
    {
        const double c0 = 1.0*theta[8];
        const double c1 = 1.0*theta[11];
        out[16] = -c0;
        out[23] = c0;
        out[32] = -c1;
        out[39] = c1;
        break;
    }
    case 5:
    {
        const double c0 = theta[11]*theta[12];
        const double c1 = theta[12]*theta[6];
        out[32] = -c0;
        out[34] = c1;
        out[39] = c0;
        out[41] = c1;
        out[48] = -c1;
        break;
    }
    default:
        return PARAMOD_EVAL_STOP;
    }
    return PARAMOD_EVAL_OK;
}

static paramod_eval bruno_by_parameter(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    switch (at->experiment) {
    case 0:
    {
        const double c0 = 1.0*y[1];
        const double c1 = 1.0*y[2];
        const double c2 = 1.0*y[4];
        out[22] = -c0;
        out[34] = -c1;
        out[35] = c0;
        out[47] = c1;
        out[63] = -c2;
        out[74] = c0;
        out[76] = c2;
        break;
    }
    case 1:
    {
        const double c0 = 1.0*y[0];
        const double c1 = 1.0*y[2];
        const double c2 = 1.0*y[6];
        out[7] = -c0;
        out[33] = c0;
        out[34] = -c1;
        out[46] = c0;
        out[47] = c1;
        out[58] = c2;
        out[71] = c2;
        out[84] = -c2;
        break;
    }
    case 2:
    {
        const double c0 = theta[12]*y[0];
        const double c1 = theta[7]*y[0];
        const double c2 = theta[12]*y[1];
        const double c3 = -c2;
        const double c4 = theta[9]*y[1];
        const double c5 = theta[10]*y[1];
        const double c6 = theta[12]*y[2];
        const double c7 = theta[8]*y[2];
        const double c8 = theta[12]*y[6];
        const double c9 = theta[12]*y[4];
        const double c10 = theta[6]*y[6];
        const double c11 = theta[11]*y[4];
        out[7] = -c0;
        out[12] = -c1;
        out[22] = c3;
        out[23] = c3;
        out[25] = -c4 - c5;
        out[33] = c0;
        out[34] = -c6;
        out[35] = c2;
        out[38] = c1 + c4 - c7;
        out[46] = c0;
        out[47] = c6;
        out[49] = c2;
        out[51] = c1 + c5 + c7;
        out[58] = c8;
        out[62] = c2;
        out[63] = -c9;
        out[64] = c10 - c11 + c5;
        out[71] = c8;
        out[74] = c2;
        out[76] = c9;
        out[77] = c10 + c11 + c4;
        out[84] = -c8;
        out[90] = -c10;
        break;
    }
    case 3:
    {
        const double c0 = 1.0*y[1];
        const double c1 = -c0;
        const double c2 = 1.0*y[2];
        const double c3 = 1.0*y[6];
        const double c4 = 1.0*y[4];
        out[22] = c1;
        out[23] = c1;
        out[34] = -c2;
        out[35] = c0;
        out[47] = c2;
        out[49] = c0;
        out[58] = c3;
        out[62] = c0;
        out[63] = -c4;
        out[71] = c3;
        out[74] = c0;
        out[76] = c4;
        out[84] = -c3;
        break;
    }
    case 4:
    {
        const double c0 = 1.0*y[2];
        const double c1 = 1.0*y[4];
        out[34] = -c0;
        out[47] = c0;
        out[63] = -c1;
        out[76] = c1;
        break;
    }
    case 5:
    {
        const double c0 = theta[12]*y[6];
        const double c1 = theta[12]*y[4];
        const double c2 = theta[6]*y[6];
        const double c3 = theta[11]*y[4];
        out[58] = c0;
        out[63] = -c1;
        out[64] = c2 - c3;
        out[71] = c0;
        out[76] = c1;
        out[77] = c2 + c3;
        out[84] = -c0;
        out[90] = -c2;
        break;
    }
    default:
        return PARAMOD_EVAL_STOP;
    }
    return PARAMOD_EVAL_OK;
}

static paramod_eval bruno_initial(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    switch (at->experiment) {
    case 0:
    {
        out[0] = 0.0;
        out[1] = 0.0;
        out[2] = theta[0];
        out[3] = 0.0;
        out[4] = 0.0;
        out[5] = 0.0;
        out[6] = 0.0;
        break;
    }
    case 1:
    {
        out[0] = theta[1];
        out[1] = 0.0;
        out[2] = 0.0;
        out[3] = 0.0;
        out[4] = 0.0;
        out[5] = 0.0;
        out[6] = 0.0;
        break;
    }
    case 2:
    {
        out[0] = theta[2];
        out[1] = 0.0;
        out[2] = 0.0;
        out[3] = 0.0;
        out[4] = 0.0;
        out[5] = 0.0;
        out[6] = 0.0;
        break;
    }
    case 3:
    {
        out[0] = 0.0;
        out[1] = theta[3];
        out[2] = 0.0;
        out[3] = 0.0;
        out[4] = 0.0;
        out[5] = 0.0;
        out[6] = 0.0;
        break;
    }
    case 4:
    {
        out[0] = 0.0;
        out[1] = 0.0;
        out[2] = 0.0;
        out[3] = 0.0;
        out[4] = theta[4];
        out[5] = 0.0;
        out[6] = 0.0;
        break;
    }
    case 5:
    {
        out[0] = 0.0;
        out[1] = 0.0;
        out[2] = 0.0;
        out[3] = 0.0;
        out[4] = 0.0;
        out[5] = 0.0;
        out[6] = theta[5];
        break;
    }
    default:
        return PARAMOD_EVAL_STOP;
    }
    return PARAMOD_EVAL_OK;
}

static paramod_eval bruno_initial_by_parameter(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    switch (at->experiment) {
    case 0:
    {
        out[26] = 1;
        break;
    }
    case 1:
    {
        out[1] = 1;
        break;
    }
    case 2:
    {
        out[2] = 1;
        break;
    }
    case 3:
    {
        out[16] = 1;
        break;
    }
    case 4:
    {
        out[56] = 1;
        break;
    }
    case 5:
    {
        out[83] = 1;
        break;
    }
    default:
        return PARAMOD_EVAL_STOP;
    }
    return PARAMOD_EVAL_OK;
}

static paramod_eval bruno_observe(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    out[0] = y[2];
    out[1] = y[0];
    out[2] = y[1];
    out[3] = y[4];
    out[4] = y[6];
    return PARAMOD_EVAL_OK;
}

static paramod_eval bruno_observe_by_state(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    out[2] = 1;
    out[7] = 1;
    out[15] = 1;
    out[25] = 1;
    out[34] = 1;
    return PARAMOD_EVAL_OK;
}

static paramod_eval bruno_observe_by_parameter(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;

    return PARAMOD_EVAL_OK;
}

static const problem_experiment bruno_experiments[] = {
    { 7, bruno_times_0, 4, bruno_active_0, 7, bruno_data_0 },
    { 7, bruno_times_1, 4, bruno_active_1, 14, bruno_data_1 },
    { 7, bruno_times_2, 8, bruno_active_2, 14, bruno_data_2 },
    { 7, bruno_times_3, 6, bruno_active_3, 21, bruno_data_3 },
    { 7, bruno_times_4, 3, bruno_active_4, 7, bruno_data_4 },
    { 7, bruno_times_5, 4, bruno_active_5, 14, bruno_data_5 },
};
static const double bruno_nominal[] = { 4.22228991356159, 4.44029572277168, 3.30171980495163, 5.21693865661801, 1.73724675926262, 2.95812301577671, 0.003086673219173, 0.016628409992721, 0.005843831819271, 0.001678825242274, 0.006975989070463, 0.006082700899195, 0.516831766210391 };
static const double bruno_eigenvalues[] = { 20613.652733296592, 11449.600492490064, 10506.554157514203, 6957.103504693022, 6619.972433763327, 4169.804985028152, 2724.9235935603137, 1634.6663712802217, 1451.2531334949292, 1187.5606168927154, 712.1374563681558, 518.1574743190503, 152.5561755964377 };
static const double bruno_eigenvalues_2[] = { 20613.652733297058, 11449.600492488085, 10506.554157514156, 6957.1035046947645, 6619.972433766069, 4169.804985028174, 2724.923593558714, 1634.6663712880838, 1451.2531335048932, 1187.5606168938177, 712.1374563681827, 518.1574743192974, 152.55617559554844 }; 

/* ---- Crauste_CellSystems2017 ---- */

static const double crauste_times_0[] = { 4.0, 6.0, 7.0, 8.0, 13.0, 15.0, 22.0, 28.0 };
static const problem_datum crauste_data_0[] = {
    { 0, 0, -1, 290.0, 459.0 },
    { 1, 0, -1, 64.0, 74.0 },
    { 0, 1, -1, 266.0, 386.0 },
    { 1, 1, -1, 526.0, 1172.0 },
    { 2, 1, -1, 23855.0, 47470.0 },
    { 3, 1, -1, 19722.0, 175825.0 },
    { 4, 1, -1, 3048.0, 4911.0 },
    { 5, 1, -1, 2924.0, 7417.0 },
    { 6, 1, -1, 1540.0, 3359.0 },
    { 1, 2, -1, 182.0, 888.0 },
    { 2, 2, -1, 1976.0, 4577.0 },
    { 3, 2, -1, 4105.0, 32860.0 },
    { 4, 2, -1, 23601.0, 46727.0 },
    { 5, 2, -1, 6841.0, 27586.0 },
    { 6, 2, -1, 7266.0, 13650.0 },
    { 7, 2, -1, 2705.0, 3936.0 },
    { 3, 3, -1, 80.0, 289.0 },
    { 4, 3, -1, 4206.0, 9564.0 },
    { 5, 3, -1, 5745.0, 15631.0 },
    { 6, 3, -1, 15987.0, 41744.0 },
    { 7, 3, -1, 7909.0, 32705.0 },
};
static const size_t crauste_active_0[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 };
static paramod_eval crauste_rate(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    const double c0 = 1.0*y[0];
    const double c1 = c0*theta[2]*y[4];
    const double c2 = 1.0*y[1];
    const double c3 = c2*theta[0];
    const double c4 = 1.0*y[2];
    const double c5 = c4*theta[1];
    out[0] = -c0*theta[6] - c1;
    out[1] = c1 - c3 + 1.0*theta[10]*y[1]*y[4] - 1.0*theta[3]*power2(y[1]);
    out[2] = -c2*theta[4]*y[2] + c3 - c5 - 1.0*theta[5]*power2(y[2]);
    out[3] = c5;
    out[4] = -c2*theta[8]*y[4] - c4*theta[9]*y[4] + 1.0*theta[11]*power2(y[4]) - 1.0*theta[7]*y[4];
    return PARAMOD_EVAL_OK;
}

static paramod_eval crauste_by_state(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    const double c0 = 1.0*theta[2];
    const double c1 = c0*y[4];
    const double c2 = c0*y[0];
    const double c3 = 1.0*theta[0];
    const double c4 = 1.0*theta[4];
    const double c5 = 1.0*theta[1];
    const double c6 = 1.0*y[4];
    out[0] = -c1 - 1.0*theta[6];
    out[4] = -c2;
    out[5] = c1;
    out[6] = -c3 + 1.0*theta[10]*y[4] - 2.0*theta[3]*y[1];
    out[9] = c2 + 1.0*theta[10]*y[1];
    out[11] = c3 - c4*y[2];
    out[12] = -c4*y[1] - c5 - 2.0*theta[5]*y[2];
    out[17] = c5;
    out[21] = -c6*theta[8];
    out[22] = -c6*theta[9];
    out[24] = 2.0*theta[11]*y[4] - 1.0*theta[7] - 1.0*theta[8]*y[1] - 1.0*theta[9]*y[2];
    return PARAMOD_EVAL_OK;
}

static paramod_eval crauste_by_parameter(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    const double c0 = 1.0*y[0];
    const double c1 = c0*y[4];
    const double c2 = 1.0*y[1];
    const double c3 = c2*y[4];
    const double c4 = 1.0*y[2];
    out[2] = -c1;
    out[6] = -c0;
    out[12] = -c2;
    out[14] = c1;
    out[15] = -1.0*power2(y[1]);
    out[22] = c3;
    out[24] = c2;
    out[25] = -c4;
    out[28] = -c2*y[2];
    out[29] = -1.0*power2(y[2]);
    out[37] = c4;
    out[55] = -1.0*y[4];
    out[56] = -c3;
    out[57] = -c4*y[4];
    out[59] = 1.0*power2(y[4]);
    return PARAMOD_EVAL_OK;
}

static paramod_eval crauste_initial(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    out[0] = 8090.0;
    out[1] = 0.0;
    out[2] = 0.0;
    out[3] = 0.0;
    out[4] = 1.0;
    return PARAMOD_EVAL_OK;
}

static paramod_eval crauste_initial_by_parameter(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;

    return PARAMOD_EVAL_OK;
}

static paramod_eval crauste_observe(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    out[0] = y[0];
    out[1] = y[1];
    out[2] = y[2];
    out[3] = y[3];
    return PARAMOD_EVAL_OK;
}

static paramod_eval crauste_observe_by_state(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    out[0] = 1;
    out[6] = 1;
    out[12] = 1;
    out[18] = 1;
    return PARAMOD_EVAL_OK;
}

static paramod_eval crauste_observe_by_parameter(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;

    return PARAMOD_EVAL_OK;
}

static const problem_experiment crauste_experiments[] = {
    { 8, crauste_times_0, 12, crauste_active_0, 21, crauste_data_0 },
};
static const double crauste_nominal[] = { 0.517945937424841, 0.022580636941607, 0.011930787933602, 3.91359465940441e-05, 1.00000000000007e-10, 8.11520130499257e-06, 0.739907304399124, 1.00000003522094e-05, 1.41248724084794e-10, 3.63403086241783e-05, 0.507415649004014, 0.126382292625502 };
static const double crauste_eigenvalues[] = { 1990997450465.8484, 169535.18304425516, 1327.4104737003568, 279.16095620131716, 212.51022708128394, 101.78874604313457, 80.9534896076398, 25.568668550960076, 1.4488979115498088, 3.2745775750714785e-09, 2.743823579343738e-10, 4.587849532707532e-12 };
static const double crauste_eigenvalues_2[] = { 1990997482864.1313, 169535.18304447006, 1327.4104739634479, 279.16095630667326, 212.51022716864847, 101.78874606528063, 80.95348965212042, 25.568668551823304, 1.4488979112861164, 3.2745775834309856e-09, 2.7438235799431356e-10, 4.587849526645973e-12 }; 

/* ---- Sneyd_PNAS2002 ---- */

static const double sneyd_times_0[] = { 0.0, 0.07, 0.14, 0.21, 0.28, 0.35, 0.42, 0.49, 0.56, 0.63, 0.7, 0.77, 0.84, 0.91, 0.98 };
static const problem_datum sneyd_data_0[] = {
    { 0, 1, 0, 0.0, -0.01 },
    { 1, 1, 0, 0.0, 0.113 },
    { 2, 1, 0, 0.0, 0.065 },
    { 3, 1, 0, 0.0, 0.037 },
    { 4, 1, 0, 0.0, 0.022 },
    { 5, 1, 0, 0.0, 0.017 },
    { 6, 1, 0, 0.0, 0.008 },
    { 7, 1, 0, 0.0, 0.008 },
    { 8, 1, 0, 0.0, 0.011 },
    { 9, 1, 0, 0.0, 0.005 },
    { 10, 1, 0, 0.0, 0.01 },
    { 11, 1, 0, 0.0, 0.006 },
    { 12, 1, 0, 0.0, 0.009 },
    { 13, 1, 0, 0.0, 0.006 },
    { 14, 1, 0, 0.0, 0.008 },
};
static const size_t sneyd_active_0[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 };
static const double sneyd_times_1[] = { 0.0, 0.07, 0.14, 0.21, 0.28, 0.35, 0.42, 0.49, 0.56, 0.63, 0.7, 0.77, 0.84, 0.91, 0.98 };
static const problem_datum sneyd_data_1[] = {
    { 0, 1, 0, 0.0, -0.018 },
    { 1, 1, 0, 0.0, 0.174 },
    { 2, 1, 0, 0.0, 0.106 },
    { 3, 1, 0, 0.0, 0.065 },
    { 4, 1, 0, 0.0, 0.036 },
    { 5, 1, 0, 0.0, 0.024 },
    { 6, 1, 0, 0.0, 0.015 },
    { 7, 1, 0, 0.0, 0.01 },
    { 8, 1, 0, 0.0, 0.007 },
    { 9, 1, 0, 0.0, 0.005 },
    { 10, 1, 0, 0.0, 0.006 },
    { 11, 1, 0, 0.0, 0.008 },
    { 12, 1, 0, 0.0, 0.005 },
    { 13, 1, 0, 0.0, 0.017 },
    { 14, 1, 0, 0.0, 0.015 },
};
static const size_t sneyd_active_1[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 };
static const double sneyd_times_2[] = { 0.0, 0.07, 0.14, 0.21, 0.28, 0.35, 0.42, 0.49, 0.56, 0.63, 0.7, 0.77, 0.84, 0.91, 0.98 };
static const problem_datum sneyd_data_2[] = {
    { 0, 1, 0, 0.0, 0.008 },
    { 1, 1, 0, 0.0, 0.327 },
    { 2, 1, 0, 0.0, 0.297 },
    { 3, 1, 0, 0.0, 0.189 },
    { 4, 1, 0, 0.0, 0.121 },
    { 5, 1, 0, 0.0, 0.084 },
    { 6, 1, 0, 0.0, 0.057 },
    { 7, 1, 0, 0.0, 0.047 },
    { 8, 1, 0, 0.0, 0.04 },
    { 9, 1, 0, 0.0, 0.039 },
    { 10, 1, 0, 0.0, 0.036 },
    { 11, 1, 0, 0.0, 0.03 },
    { 12, 1, 0, 0.0, 0.024 },
    { 13, 1, 0, 0.0, 0.024 },
    { 14, 1, 0, 0.0, 0.026 },
};
static const size_t sneyd_active_2[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 };
static const double sneyd_times_3[] = { 0.0, 0.07, 0.14, 0.21, 0.28, 0.35, 0.42, 0.49, 0.56, 0.63, 0.7, 0.77, 0.84, 0.91, 0.98 };
static const problem_datum sneyd_data_3[] = {
    { 0, 1, 0, 0.0, 0.012 },
    { 1, 1, 0, 0.0, 0.253 },
    { 2, 1, 0, 0.0, 0.214 },
    { 3, 1, 0, 0.0, 0.109 },
    { 4, 1, 0, 0.0, 0.047 },
    { 5, 1, 0, 0.0, 0.022 },
    { 6, 1, 0, 0.0, 0.016 },
    { 7, 1, 0, 0.0, 0.013 },
    { 8, 1, 0, 0.0, 0.012 },
    { 9, 1, 0, 0.0, 0.012 },
    { 10, 1, 0, 0.0, 0.012 },
    { 11, 1, 0, 0.0, 0.012 },
    { 12, 1, 0, 0.0, 0.012 },
    { 13, 1, 0, 0.0, 0.004 },
    { 14, 1, 0, 0.0, 0.005 },
};
static const size_t sneyd_active_3[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 };
static const double sneyd_times_4[] = { 0.0, 0.07, 0.14, 0.21, 0.28, 0.35, 0.42, 0.49, 0.56, 0.63, 0.7, 0.77, 0.84, 0.91, 0.98 };
static const problem_datum sneyd_data_4[] = {
    { 0, 1, 0, 0.0, 0.052 },
    { 1, 1, 0, 0.0, 0.238 },
    { 2, 1, 0, 0.0, 0.178 },
    { 3, 1, 0, 0.0, 0.095 },
    { 4, 1, 0, 0.0, 0.062 },
    { 5, 1, 0, 0.0, 0.035 },
    { 6, 1, 0, 0.0, 0.026 },
    { 7, 1, 0, 0.0, 0.019 },
    { 8, 1, 0, 0.0, 0.016 },
    { 9, 1, 0, 0.0, 0.018 },
    { 10, 1, 0, 0.0, 0.008 },
    { 11, 1, 0, 0.0, 0.005 },
    { 12, 1, 0, 0.0, 0.01 },
    { 13, 1, 0, 0.0, 0.011 },
    { 14, 1, 0, 0.0, 0.007 },
};
static const size_t sneyd_active_4[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 };
static const double sneyd_times_5[] = { 0.0, 0.07, 0.14, 0.21, 0.28, 0.35, 0.42, 0.49, 0.56, 0.63, 0.7, 0.77, 0.84, 0.91, 0.98 };
static const problem_datum sneyd_data_5[] = {
    { 0, 1, 0, 0.0, 0.014 },
    { 1, 1, 0, 0.0, 0.185 },
    { 2, 1, 0, 0.0, 0.176 },
    { 3, 1, 0, 0.0, 0.141 },
    { 4, 1, 0, 0.0, 0.087 },
    { 5, 1, 0, 0.0, 0.049 },
    { 6, 1, 0, 0.0, 0.036 },
    { 7, 1, 0, 0.0, 0.025 },
    { 8, 1, 0, 0.0, 0.018 },
    { 9, 1, 0, 0.0, 0.012 },
    { 10, 1, 0, 0.0, 0.014 },
    { 11, 1, 0, 0.0, 0.009 },
    { 12, 1, 0, 0.0, 0.01 },
    { 13, 1, 0, 0.0, 0.014 },
    { 14, 1, 0, 0.0, 0.013 },
};
static const size_t sneyd_active_5[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 };
static const double sneyd_times_6[] = { 0.0, 0.07, 0.14, 0.21, 0.28, 0.35, 0.42, 0.49, 0.56, 0.63, 0.7, 0.77, 0.84, 0.91, 0.98 };
static const problem_datum sneyd_data_6[] = {
    { 0, 1, 0, 0.0, 0.005 },
    { 1, 1, 0, 0.0, 0.015 },
    { 2, 1, 0, 0.0, 0.073 },
    { 3, 1, 0, 0.0, 0.102 },
    { 4, 1, 0, 0.0, 0.102 },
    { 5, 1, 0, 0.0, 0.09 },
    { 6, 1, 0, 0.0, 0.084 },
    { 7, 1, 0, 0.0, 0.071 },
    { 8, 1, 0, 0.0, 0.06 },
    { 9, 1, 0, 0.0, 0.056 },
    { 10, 1, 0, 0.0, 0.051 },
    { 11, 1, 0, 0.0, 0.052 },
    { 12, 1, 0, 0.0, 0.049 },
    { 13, 1, 0, 0.0, 0.051 },
    { 14, 1, 0, 0.0, 0.042 },
};
static const size_t sneyd_active_6[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 };
static const double sneyd_times_7[] = { 0.0, 0.07, 0.14, 0.21, 0.28, 0.35, 0.42, 0.49, 0.56, 0.63, 0.7, 0.77, 0.84, 0.91, 0.98 };
static const problem_datum sneyd_data_7[] = {
    { 0, 1, 0, 0.0, 0.0 },
    { 1, 1, 0, 0.0, 0.129 },
    { 2, 1, 0, 0.0, 0.263 },
    { 3, 1, 0, 0.0, 0.187 },
    { 4, 1, 0, 0.0, 0.119 },
    { 5, 1, 0, 0.0, 0.084 },
    { 6, 1, 0, 0.0, 0.066 },
    { 7, 1, 0, 0.0, 0.058 },
    { 8, 1, 0, 0.0, 0.047 },
    { 9, 1, 0, 0.0, 0.047 },
    { 10, 1, 0, 0.0, 0.047 },
    { 11, 1, 0, 0.0, 0.037 },
    { 12, 1, 0, 0.0, 0.033 },
    { 13, 1, 0, 0.0, 0.027 },
    { 14, 1, 0, 0.0, 0.028 },
};
static const size_t sneyd_active_7[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 };
static const double sneyd_times_8[] = { 0.0, 0.07, 0.14, 0.21, 0.28, 0.35, 0.42, 0.49, 0.56, 0.63, 0.7, 0.77, 0.84, 0.91, 0.98 };
static const problem_datum sneyd_data_8[] = {
    { 0, 1, 0, 0.0, 0.014 },
    { 1, 1, 0, 0.0, 0.202 },
    { 2, 1, 0, 0.0, 0.337 },
    { 3, 1, 0, 0.0, 0.231 },
    { 4, 1, 0, 0.0, 0.142 },
    { 5, 1, 0, 0.0, 0.094 },
    { 6, 1, 0, 0.0, 0.067 },
    { 7, 1, 0, 0.0, 0.06 },
    { 8, 1, 0, 0.0, 0.05 },
    { 9, 1, 0, 0.0, 0.043 },
    { 10, 1, 0, 0.0, 0.038 },
    { 11, 1, 0, 0.0, 0.031 },
    { 12, 1, 0, 0.0, 0.027 },
    { 13, 1, 0, 0.0, 0.025 },
    { 14, 1, 0, 0.0, 0.026 },
};
static const size_t sneyd_active_8[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13 };
static paramod_eval sneyd_rate(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    switch (at->experiment) {
    case 0:
    {
        const double c0 = 1.0*theta[6]*y[3];
        const double c1 = 0.10000000000000001*theta[9];
        const double c2 = theta[5]/theta[12];
        const double c3 = c2*theta[9];
        const double c4 = 1.0/theta[1];
        const double c5 = 10.0*y[1]*(c1 + c3)/(c1*c2*c4*theta[0]*theta[11]/(theta[4]*theta[8]) + c3*c4 + 0.10000000000000001);
        const double c6 = 0.10000000000000001*theta[12];
        const double c7 = 1.0*y[0];
        const double c8 = c7*(c6 + theta[5])/(1 + 0.10000000000000001*theta[13]*theta[3]/(theta[10]*theta[7]));
        const double c9 = theta[10]*theta[7]/theta[13];
        const double c10 = c9/theta[3];
        const double c11 = 1.0/(c10 + 0.10000000000000001);
        const double c12 = c10*c11*c7*theta[2];
        const double c13 = theta[4]*theta[8]/theta[11];
        const double c14 = c13/theta[0];
        const double c15 = c14 + 0.10000000000000001;
        const double c16 = y[4]/c15;
        const double c17 = -0.10000000000000001*c11*y[0]*(c9 + theta[10]) + 1.0*c14*c16*(theta[13] + theta[7]);
        const double c18 = 1.0*theta[11] + 1.0*theta[4];
        const double c19 = 0.10000000000000001*c13 + 0.10000000000000001*theta[8];
        const double c20 = c18*y[2] - c19*y[1]/(c14*c6*theta[1]/(theta[5]*theta[9]) + c15);
        const double c21 = c16*c19 - c18*y[5];
        out[0] = c0 - c12 + c17 + c5 - c8;
        out[1] = c20 - c5 + c8;
        out[2] = -c20;
        out[3] = -c0 + c12;
        out[4] = -c17 - c21;
        out[5] = c21;
        break;
    }
    case 1:
    {
        const double c0 = 1.0*theta[6]*y[3];
        const double c1 = 0.20000000000000001*theta[9];
        const double c2 = theta[5]/theta[12];
        const double c3 = c2*theta[9];
        const double c4 = 1.0/theta[1];
        const double c5 = 10.0*y[1]*(c1 + c3)/(c1*c2*c4*theta[0]*theta[11]/(theta[4]*theta[8]) + c3*c4 + 0.20000000000000001);
        const double c6 = 0.20000000000000001*theta[12];
        const double c7 = 1.0*y[0];
        const double c8 = c7*(c6 + theta[5])/(1 + 0.20000000000000001*theta[13]*theta[3]/(theta[10]*theta[7]));
        const double c9 = theta[10]*theta[7]/theta[13];
        const double c10 = c9/theta[3];
        const double c11 = 1.0/(c10 + 0.20000000000000001);
        const double c12 = c10*c11*c7*theta[2];
        const double c13 = theta[4]*theta[8]/theta[11];
        const double c14 = c13/theta[0];
        const double c15 = c14 + 0.20000000000000001;
        const double c16 = y[4]/c15;
        const double c17 = -0.20000000000000001*c11*y[0]*(c9 + theta[10]) + 1.0*c14*c16*(theta[13] + theta[7]);
        const double c18 = 1.0*theta[11] + 1.0*theta[4];
        const double c19 = 0.20000000000000001*c13 + 0.20000000000000001*theta[8];
        const double c20 = c18*y[2] - c19*y[1]/(c14*c6*theta[1]/(theta[5]*theta[9]) + c15);
        const double c21 = c16*c19 - c18*y[5];
        out[0] = c0 - c12 + c17 + c5 - c8;
        out[1] = c20 - c5 + c8;
        out[2] = -c20;
        out[3] = -c0 + c12;
        out[4] = -c17 - c21;
        out[5] = c21;
        break;
    }
    case 2:
    case 8:
    {
        const double c0 = 1.0*theta[6]*y[3];
        const double c1 = 0.40000000000000002*theta[9];
        const double c2 = theta[5]/theta[12];
        const double c3 = c2*theta[9];
        const double c4 = 1.0/theta[1];
        const double c5 = 10.0*y[1]*(c1 + c3)/(c1*c2*c4*theta[0]*theta[11]/(theta[4]*theta[8]) + c3*c4 + 0.40000000000000002);
        const double c6 = 0.40000000000000002*theta[12];
        const double c7 = 1.0*y[0];
        const double c8 = c7*(c6 + theta[5])/(1 + 0.40000000000000002*theta[13]*theta[3]/(theta[10]*theta[7]));
        const double c9 = theta[10]*theta[7]/theta[13];
        const double c10 = c9/theta[3];
        const double c11 = 1.0/(c10 + 0.40000000000000002);
        const double c12 = c10*c11*c7*theta[2];
        const double c13 = theta[4]*theta[8]/theta[11];
        const double c14 = c13/theta[0];
        const double c15 = c14 + 0.40000000000000002;
        const double c16 = y[4]/c15;
        const double c17 = -0.40000000000000002*c11*y[0]*(c9 + theta[10]) + 1.0*c14*c16*(theta[13] + theta[7]);
        const double c18 = 1.0*theta[11] + 1.0*theta[4];
        const double c19 = 0.40000000000000002*c13 + 0.40000000000000002*theta[8];
        const double c20 = c18*y[2] - c19*y[1]/(c14*c6*theta[1]/(theta[5]*theta[9]) + c15);
        const double c21 = c16*c19 - c18*y[5];
        out[0] = c0 - c12 + c17 + c5 - c8;
        out[1] = c20 - c5 + c8;
        out[2] = -c20;
        out[3] = -c0 + c12;
        out[4] = -c17 - c21;
        out[5] = c21;
        break;
    }
    case 3:
    {
        const double c0 = 1.0*theta[6]*y[3];
        const double c1 = 1.0*theta[9];
        const double c2 = theta[5]/theta[12];
        const double c3 = c2*theta[9];
        const double c4 = 1.0/theta[1];
        const double c5 = 10.0*y[1]*(c1 + c3)/(c1*c2*c4*theta[0]*theta[11]/(theta[4]*theta[8]) + c3*c4 + 1.0);
        const double c6 = 1.0*theta[12];
        const double c7 = 1.0*y[0];
        const double c8 = c7*(c6 + theta[5])/(1 + 1.0*theta[13]*theta[3]/(theta[10]*theta[7]));
        const double c9 = theta[10]*theta[7]/theta[13];
        const double c10 = c9/theta[3];
        const double c11 = c7/(c10 + 1.0);
        const double c12 = c10*c11*theta[2];
        const double c13 = theta[4]*theta[8]/theta[11];
        const double c14 = c13/theta[0];
        const double c15 = c14 + 1.0;
        const double c16 = y[4]/c15;
        const double c17 = -c11*(c9 + theta[10]) + 1.0*c14*c16*(theta[13] + theta[7]);
        const double c18 = 1.0*theta[11] + 1.0*theta[4];
        const double c19 = 1.0*c13 + 1.0*theta[8];
        const double c20 = c18*y[2] - c19*y[1]/(c14*c6*theta[1]/(theta[5]*theta[9]) + c15);
        const double c21 = c16*c19 - c18*y[5];
        out[0] = c0 - c12 + c17 + c5 - c8;
        out[1] = c20 - c5 + c8;
        out[2] = -c20;
        out[3] = -c0 + c12;
        out[4] = -c17 - c21;
        out[5] = c21;
        break;
    }
    case 4:
    {
        const double c0 = 1.0*theta[6]*y[3];
        const double c1 = 3.0*theta[9];
        const double c2 = theta[5]/theta[12];
        const double c3 = c2*theta[9];
        const double c4 = 1.0/theta[1];
        const double c5 = 10.0*y[1]*(c1 + c3)/(c1*c2*c4*theta[0]*theta[11]/(theta[4]*theta[8]) + c3*c4 + 3.0);
        const double c6 = 3.0*theta[12];
        const double c7 = 1.0*y[0];
        const double c8 = c7*(c6 + theta[5])/(1 + 3.0*theta[13]*theta[3]/(theta[10]*theta[7]));
        const double c9 = theta[10]*theta[7]/theta[13];
        const double c10 = c9/theta[3];
        const double c11 = 1.0/(c10 + 3.0);
        const double c12 = c10*c11*c7*theta[2];
        const double c13 = theta[4]*theta[8]/theta[11];
        const double c14 = c13/theta[0];
        const double c15 = c14 + 3.0;
        const double c16 = y[4]/c15;
        const double c17 = -3.0*c11*y[0]*(c9 + theta[10]) + 1.0*c14*c16*(theta[13] + theta[7]);
        const double c18 = 1.0*theta[11] + 1.0*theta[4];
        const double c19 = 3.0*c13 + 3.0*theta[8];
        const double c20 = c18*y[2] - c19*y[1]/(c14*c6*theta[1]/(theta[5]*theta[9]) + c15);
        const double c21 = c16*c19 - c18*y[5];
        out[0] = c0 - c12 + c17 + c5 - c8;
        out[1] = c20 - c5 + c8;
        out[2] = -c20;
        out[3] = -c0 + c12;
        out[4] = -c17 - c21;
        out[5] = c21;
        break;
    }
    case 5:
    {
        const double c0 = 1.0*theta[6]*y[3];
        const double c1 = 1.0/theta[1];
        const double c2 = theta[5]/theta[12];
        const double c3 = c2*theta[9];
        const double c4 = 10.0*theta[9];
        const double c5 = 10.0*y[1];
        const double c6 = c5*(c3 + c4)/(c1*c2*c4*theta[0]*theta[11]/(theta[4]*theta[8]) + c1*c3 + 10.0);
        const double c7 = 10.0*theta[12];
        const double c8 = 1.0*y[0];
        const double c9 = c8*(c7 + theta[5])/(1 + 10.0*theta[13]*theta[3]/(theta[10]*theta[7]));
        const double c10 = theta[10]*theta[7]/theta[13];
        const double c11 = c10/theta[3];
        const double c12 = 1.0/(c11 + 10.0);
        const double c13 = c11*c12*c8*theta[2];
        const double c14 = theta[4]*theta[8]/theta[11];
        const double c15 = c14/theta[0];
        const double c16 = c15 + 10.0;
        const double c17 = y[4]/c16;
        const double c18 = -10.0*c12*y[0]*(c10 + theta[10]) + 1.0*c15*c17*(theta[13] + theta[7]);
        const double c19 = 1.0*theta[11] + 1.0*theta[4];
        const double c20 = c14 + theta[8];
        const double c21 = c19*y[2] - c20*c5/(c15*c7*theta[1]/(theta[5]*theta[9]) + c16);
        const double c22 = 10.0*c17*c20 - c19*y[5];
        out[0] = c0 - c13 + c18 + c6 - c9;
        out[1] = c21 - c6 + c9;
        out[2] = -c21;
        out[3] = -c0 + c13;
        out[4] = -c18 - c22;
        out[5] = c22;
        break;
    }
    case 6:
    {
        const double c0 = 1.0*theta[6]*y[3];
        const double c1 = 0.40000000000000002*theta[9];
        const double c2 = theta[5]/theta[12];
        const double c3 = c2*theta[9];
        const double c4 = 1.0/theta[1];
        const double c5 = 3.0*y[1]*(c1 + c3)/(c1*c2*c4*theta[0]*theta[11]/(theta[4]*theta[8]) + c3*c4 + 0.40000000000000002);
        const double c6 = 0.40000000000000002*theta[12];
        const double c7 = 1.0*y[0];
        const double c8 = c7*(c6 + theta[5])/(1 + 0.40000000000000002*theta[13]*theta[3]/(theta[10]*theta[7]));
        const double c9 = theta[10]*theta[7]/theta[13];
        const double c10 = c9/theta[3];
        const double c11 = 1.0/(c10 + 0.40000000000000002);
        const double c12 = c10*c11*c7*theta[2];
        const double c13 = theta[4]*theta[8]/theta[11];
        const double c14 = c13/theta[0];
        const double c15 = c14 + 0.40000000000000002;
        const double c16 = y[4]/c15;
        const double c17 = -0.40000000000000002*c11*y[0]*(c9 + theta[10]) + 1.0*c14*c16*(theta[13] + theta[7]);
        const double c18 = 1.0*theta[11] + 1.0*theta[4];
        const double c19 = 0.40000000000000002*c13 + 0.40000000000000002*theta[8];
        const double c20 = c18*y[2] - c19*y[1]/(c14*c6*theta[1]/(theta[5]*theta[9]) + c15);
        const double c21 = c16*c19 - c18*y[5];
        out[0] = c0 - c12 + c17 + c5 - c8;
        out[1] = c20 - c5 + c8;
        out[2] = -c20;
        out[3] = -c0 + c12;
        out[4] = -c17 - c21;
        out[5] = c21;
        break;
    }
    case 7:
    {
        const double c0 = 1.0*theta[6]*y[3];
        const double c1 = 0.40000000000000002*theta[9];
        const double c2 = theta[5]/theta[12];
        const double c3 = c2*theta[9];
        const double c4 = 1.0/theta[1];
        const double c5 = 5.0*y[1]*(c1 + c3)/(c1*c2*c4*theta[0]*theta[11]/(theta[4]*theta[8]) + c3*c4 + 0.40000000000000002);
        const double c6 = 0.40000000000000002*theta[12];
        const double c7 = 1.0*y[0];
        const double c8 = c7*(c6 + theta[5])/(1 + 0.40000000000000002*theta[13]*theta[3]/(theta[10]*theta[7]));
        const double c9 = theta[10]*theta[7]/theta[13];
        const double c10 = c9/theta[3];
        const double c11 = 1.0/(c10 + 0.40000000000000002);
        const double c12 = c10*c11*c7*theta[2];
        const double c13 = theta[4]*theta[8]/theta[11];
        const double c14 = c13/theta[0];
        const double c15 = c14 + 0.40000000000000002;
        const double c16 = y[4]/c15;
        const double c17 = -0.40000000000000002*c11*y[0]*(c9 + theta[10]) + 1.0*c14*c16*(theta[13] + theta[7]);
        const double c18 = 1.0*theta[11] + 1.0*theta[4];
        const double c19 = 0.40000000000000002*c13 + 0.40000000000000002*theta[8];
        const double c20 = c18*y[2] - c19*y[1]/(c14*c6*theta[1]/(theta[5]*theta[9]) + c15);
        const double c21 = c16*c19 - c18*y[5];
        out[0] = c0 - c12 + c17 + c5 - c8;
        out[1] = c20 - c5 + c8;
        out[2] = -c20;
        out[3] = -c0 + c12;
        out[4] = -c17 - c21;
        out[5] = c21;
        break;
    }
    default:
        return PARAMOD_EVAL_STOP;
    }
    return PARAMOD_EVAL_OK;
}

static paramod_eval sneyd_by_state(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    switch (at->experiment) {
    case 0:
    {
        const double c0 = 0.10000000000000001*theta[12];
        const double c1 = 1.0*(c0 + theta[5])/(1 + 0.10000000000000001*theta[13]*theta[3]/(theta[10]*theta[7]));
        const double c2 = theta[10]*theta[7]/theta[13];
        const double c3 = c2/theta[3];
        const double c4 = 1.0/(c3 + 0.10000000000000001);
        const double c5 = 0.10000000000000001*c4*(c2 + theta[10]);
        const double c6 = 1.0*c3*c4*theta[2];
        const double c7 = 0.10000000000000001*theta[9];
        const double c8 = theta[5]/theta[12];
        const double c9 = c8*theta[9];
        const double c10 = 1.0/theta[1];
        const double c11 = 10.0*(c7 + c9)/(c10*c7*c8*theta[0]*theta[11]/(theta[4]*theta[8]) + c10*c9 + 0.10000000000000001);
        const double c12 = 1.0*theta[6];
        const double c13 = 1.0/theta[0];
        const double c14 = theta[8]/theta[11];
        const double c15 = c14*theta[4];
        const double c16 = c13*c15;
        const double c17 = c16 + 0.10000000000000001;
        const double c18 = 1.0/c17;
        const double c19 = 1.0*theta[4];
        const double c20 = c13*c14*c18*c19*(theta[13] + theta[7]);
        const double c21 = 0.10000000000000001*c15 + 0.10000000000000001*theta[8];
        const double c22 = c21/(c0*c16*theta[1]/(theta[5]*theta[9]) + c17);
        const double c23 = c19 + 1.0*theta[11];
        const double c24 = -c23;
        const double c25 = c18*c21;
        out[0] = -c1 - c5 - c6;
        out[1] = c11;
        out[3] = c12;
        out[4] = c20;
        out[6] = c1;
        out[7] = -c11 - c22;
        out[8] = c23;
        out[13] = c22;
        out[14] = c24;
        out[18] = c6;
        out[21] = -c12;
        out[24] = c5;
        out[28] = -c20 - c25;
        out[29] = c23;
        out[34] = c25;
        out[35] = c24;
        break;
    }
    case 1:
    {
        const double c0 = 0.20000000000000001*theta[12];
        const double c1 = 1.0*(c0 + theta[5])/(1 + 0.20000000000000001*theta[13]*theta[3]/(theta[10]*theta[7]));
        const double c2 = theta[10]*theta[7]/theta[13];
        const double c3 = c2/theta[3];
        const double c4 = 1.0/(c3 + 0.20000000000000001);
        const double c5 = 0.20000000000000001*c4*(c2 + theta[10]);
        const double c6 = 1.0*c3*c4*theta[2];
        const double c7 = 0.20000000000000001*theta[9];
        const double c8 = theta[5]/theta[12];
        const double c9 = c8*theta[9];
        const double c10 = 1.0/theta[1];
        const double c11 = 10.0*(c7 + c9)/(c10*c7*c8*theta[0]*theta[11]/(theta[4]*theta[8]) + c10*c9 + 0.20000000000000001);
        const double c12 = 1.0*theta[6];
        const double c13 = 1.0/theta[0];
        const double c14 = theta[8]/theta[11];
        const double c15 = c14*theta[4];
        const double c16 = c13*c15;
        const double c17 = c16 + 0.20000000000000001;
        const double c18 = 1.0/c17;
        const double c19 = 1.0*theta[4];
        const double c20 = c13*c14*c18*c19*(theta[13] + theta[7]);
        const double c21 = 0.20000000000000001*c15 + 0.20000000000000001*theta[8];
        const double c22 = c21/(c0*c16*theta[1]/(theta[5]*theta[9]) + c17);
        const double c23 = c19 + 1.0*theta[11];
        const double c24 = -c23;
        const double c25 = c18*c21;
        out[0] = -c1 - c5 - c6;
        out[1] = c11;
        out[3] = c12;
        out[4] = c20;
        out[6] = c1;
        out[7] = -c11 - c22;
        out[8] = c23;
        out[13] = c22;
        out[14] = c24;
        out[18] = c6;
        out[21] = -c12;
        out[24] = c5;
        out[28] = -c20 - c25;
        out[29] = c23;
        out[34] = c25;
        out[35] = c24;
        break;
    }
    case 2:
    case 8:
    {
        const double c0 = 0.40000000000000002*theta[12];
        const double c1 = 1.0*(c0 + theta[5])/(1 + 0.40000000000000002*theta[13]*theta[3]/(theta[10]*theta[7]));
        const double c2 = theta[10]*theta[7]/theta[13];
        const double c3 = c2/theta[3];
        const double c4 = 1.0/(c3 + 0.40000000000000002);
        const double c5 = 0.40000000000000002*c4*(c2 + theta[10]);
        const double c6 = 1.0*c3*c4*theta[2];
        const double c7 = 0.40000000000000002*theta[9];
        const double c8 = theta[5]/theta[12];
        const double c9 = c8*theta[9];
        const double c10 = 1.0/theta[1];
        const double c11 = 10.0*(c7 + c9)/(c10*c7*c8*theta[0]*theta[11]/(theta[4]*theta[8]) + c10*c9 + 0.40000000000000002);
        const double c12 = 1.0*theta[6];
        const double c13 = 1.0/theta[0];
        const double c14 = theta[8]/theta[11];
        const double c15 = c14*theta[4];
        const double c16 = c13*c15;
        const double c17 = c16 + 0.40000000000000002;
        const double c18 = 1.0/c17;
        const double c19 = 1.0*theta[4];
        const double c20 = c13*c14*c18*c19*(theta[13] + theta[7]);
        const double c21 = 0.40000000000000002*c15 + 0.40000000000000002*theta[8];
        const double c22 = c21/(c0*c16*theta[1]/(theta[5]*theta[9]) + c17);
        const double c23 = c19 + 1.0*theta[11];
        const double c24 = -c23;
        const double c25 = c18*c21;
        out[0] = -c1 - c5 - c6;
        out[1] = c11;
        out[3] = c12;
        out[4] = c20;
        out[6] = c1;
        out[7] = -c11 - c22;
        out[8] = c23;
        out[13] = c22;
        out[14] = c24;
        out[18] = c6;
        out[21] = -c12;
        out[24] = c5;
        out[28] = -c20 - c25;
        out[29] = c23;
        out[34] = c25;
        out[35] = c24;
        break;
    }
    case 3:
    {
        const double c0 = 1.0*theta[12];
        const double c1 = 1.0*(c0 + theta[5])/(1 + 1.0*theta[13]*theta[3]/(theta[10]*theta[7]));
        const double c2 = theta[10]*theta[7]/theta[13];
        const double c3 = c2/theta[3];
        const double c4 = 1.0/(c3 + 1.0);
        const double c5 = c4*(c2 + theta[10]);
        const double c6 = c3*c4*theta[2];
        const double c7 = 1.0*theta[9];
        const double c8 = theta[5]/theta[12];
        const double c9 = c8*theta[9];
        const double c10 = 1.0/theta[1];
        const double c11 = 10.0*(c7 + c9)/(c10*c7*c8*theta[0]*theta[11]/(theta[4]*theta[8]) + c10*c9 + 1.0);
        const double c12 = 1.0*theta[6];
        const double c13 = 1.0/theta[0];
        const double c14 = theta[8]/theta[11];
        const double c15 = c14*theta[4];
        const double c16 = c13*c15;
        const double c17 = c16 + 1.0;
        const double c18 = 1.0/c17;
        const double c19 = 1.0*theta[4];
        const double c20 = c13*c14*c18*c19*(theta[13] + theta[7]);
        const double c21 = 1.0*c15 + 1.0*theta[8];
        const double c22 = c21/(c0*c16*theta[1]/(theta[5]*theta[9]) + c17);
        const double c23 = c19 + 1.0*theta[11];
        const double c24 = -c23;
        const double c25 = c18*c21;
        out[0] = -c1 - c5 - c6;
        out[1] = c11;
        out[3] = c12;
        out[4] = c20;
        out[6] = c1;
        out[7] = -c11 - c22;
        out[8] = c23;
        out[13] = c22;
        out[14] = c24;
        out[18] = c6;
        out[21] = -c12;
        out[24] = c5;
        out[28] = -c20 - c25;
        out[29] = c23;
        out[34] = c25;
        out[35] = c24;
        break;
    }
    case 4:
    {
        const double c0 = 3.0*theta[12];
        const double c1 = 1.0*(c0 + theta[5])/(1 + 3.0*theta[13]*theta[3]/(theta[10]*theta[7]));
        const double c2 = theta[10]*theta[7]/theta[13];
        const double c3 = c2/theta[3];
        const double c4 = 1.0/(c3 + 3.0);
        const double c5 = 3.0*c4*(c2 + theta[10]);
        const double c6 = 1.0*c3*c4*theta[2];
        const double c7 = 3.0*theta[9];
        const double c8 = theta[5]/theta[12];
        const double c9 = c8*theta[9];
        const double c10 = 1.0/theta[1];
        const double c11 = 10.0*(c7 + c9)/(c10*c7*c8*theta[0]*theta[11]/(theta[4]*theta[8]) + c10*c9 + 3.0);
        const double c12 = 1.0*theta[6];
        const double c13 = 1.0/theta[0];
        const double c14 = theta[8]/theta[11];
        const double c15 = c14*theta[4];
        const double c16 = c13*c15;
        const double c17 = c16 + 3.0;
        const double c18 = 1.0/c17;
        const double c19 = 1.0*theta[4];
        const double c20 = c13*c14*c18*c19*(theta[13] + theta[7]);
        const double c21 = 3.0*c15 + 3.0*theta[8];
        const double c22 = c21/(c0*c16*theta[1]/(theta[5]*theta[9]) + c17);
        const double c23 = c19 + 1.0*theta[11];
        const double c24 = -c23;
        const double c25 = c18*c21;
        out[0] = -c1 - c5 - c6;
        out[1] = c11;
        out[3] = c12;
        out[4] = c20;
        out[6] = c1;
        out[7] = -c11 - c22;
        out[8] = c23;
        out[13] = c22;
        out[14] = c24;
        out[18] = c6;
        out[21] = -c12;
        out[24] = c5;
        out[28] = -c20 - c25;
        out[29] = c23;
        out[34] = c25;
        out[35] = c24;
        break;
    }
    case 5:
    {
        const double c0 = 10.0*theta[12];
        const double c1 = 1.0*(c0 + theta[5])/(1 + 10.0*theta[13]*theta[3]/(theta[10]*theta[7]));
        const double c2 = theta[10]*theta[7]/theta[13];
        const double c3 = c2/theta[3];
        const double c4 = 1.0/(c3 + 10.0);
        const double c5 = 10.0*c4*(c2 + theta[10]);
        const double c6 = 1.0*c3*c4*theta[2];
        const double c7 = 10.0*theta[9];
        const double c8 = theta[5]/theta[12];
        const double c9 = c8*theta[9];
        const double c10 = 1.0/theta[1];
        const double c11 = 10.0*(c7 + c9)/(c10*c7*c8*theta[0]*theta[11]/(theta[4]*theta[8]) + c10*c9 + 10.0);
        const double c12 = 1.0*theta[6];
        const double c13 = 1.0/theta[0];
        const double c14 = theta[8]/theta[11];
        const double c15 = c14*theta[4];
        const double c16 = c13*c15;
        const double c17 = c16 + 10.0;
        const double c18 = 1.0/c17;
        const double c19 = 1.0*theta[4];
        const double c20 = c13*c14*c18*c19*(theta[13] + theta[7]);
        const double c21 = 10.0*c15 + 10.0*theta[8];
        const double c22 = c21/(c0*c16*theta[1]/(theta[5]*theta[9]) + c17);
        const double c23 = c19 + 1.0*theta[11];
        const double c24 = -c23;
        const double c25 = c18*c21;
        out[0] = -c1 - c5 - c6;
        out[1] = c11;
        out[3] = c12;
        out[4] = c20;
        out[6] = c1;
        out[7] = -c11 - c22;
        out[8] = c23;
        out[13] = c22;
        out[14] = c24;
        out[18] = c6;
        out[21] = -c12;
        out[24] = c5;
        out[28] = -c20 - c25;
        out[29] = c23;
        out[34] = c25;
        out[35] = c24;
        break;
    }
    case 6:
    {
        const double c0 = 0.40000000000000002*theta[12];
        const double c1 = 1.0*(c0 + theta[5])/(1 + 0.40000000000000002*theta[13]*theta[3]/(theta[10]*theta[7]));
        const double c2 = theta[10]*theta[7]/theta[13];
        const double c3 = c2/theta[3];
        const double c4 = 1.0/(c3 + 0.40000000000000002);
        const double c5 = 0.40000000000000002*c4*(c2 + theta[10]);
        const double c6 = 1.0*c3*c4*theta[2];
        const double c7 = 0.40000000000000002*theta[9];
        const double c8 = theta[5]/theta[12];
        const double c9 = c8*theta[9];
        const double c10 = 1.0/theta[1];
        const double c11 = 3.0*(c7 + c9)/(c10*c7*c8*theta[0]*theta[11]/(theta[4]*theta[8]) + c10*c9 + 0.40000000000000002);
        const double c12 = 1.0*theta[6];
        const double c13 = 1.0/theta[0];
        const double c14 = theta[8]/theta[11];
        const double c15 = c14*theta[4];
        const double c16 = c13*c15;
        const double c17 = c16 + 0.40000000000000002;
        const double c18 = 1.0/c17;
        const double c19 = 1.0*theta[4];
        const double c20 = c13*c14*c18*c19*(theta[13] + theta[7]);
        const double c21 = 0.40000000000000002*c15 + 0.40000000000000002*theta[8];
        const double c22 = c21/(c0*c16*theta[1]/(theta[5]*theta[9]) + c17);
        const double c23 = c19 + 1.0*theta[11];
        const double c24 = -c23;
        const double c25 = c18*c21;
        out[0] = -c1 - c5 - c6;
        out[1] = c11;
        out[3] = c12;
        out[4] = c20;
        out[6] = c1;
        out[7] = -c11 - c22;
        out[8] = c23;
        out[13] = c22;
        out[14] = c24;
        out[18] = c6;
        out[21] = -c12;
        out[24] = c5;
        out[28] = -c20 - c25;
        out[29] = c23;
        out[34] = c25;
        out[35] = c24;
        break;
    }
    case 7:
    {
        const double c0 = 0.40000000000000002*theta[12];
        const double c1 = 1.0*(c0 + theta[5])/(1 + 0.40000000000000002*theta[13]*theta[3]/(theta[10]*theta[7]));
        const double c2 = theta[10]*theta[7]/theta[13];
        const double c3 = c2/theta[3];
        const double c4 = 1.0/(c3 + 0.40000000000000002);
        const double c5 = 0.40000000000000002*c4*(c2 + theta[10]);
        const double c6 = 1.0*c3*c4*theta[2];
        const double c7 = 0.40000000000000002*theta[9];
        const double c8 = theta[5]/theta[12];
        const double c9 = c8*theta[9];
        const double c10 = 1.0/theta[1];
        const double c11 = 5.0*(c7 + c9)/(c10*c7*c8*theta[0]*theta[11]/(theta[4]*theta[8]) + c10*c9 + 0.40000000000000002);
        const double c12 = 1.0*theta[6];
        const double c13 = 1.0/theta[0];
        const double c14 = theta[8]/theta[11];
        const double c15 = c14*theta[4];
        const double c16 = c13*c15;
        const double c17 = c16 + 0.40000000000000002;
        const double c18 = 1.0/c17;
        const double c19 = 1.0*theta[4];
        const double c20 = c13*c14*c18*c19*(theta[13] + theta[7]);
        const double c21 = 0.40000000000000002*c15 + 0.40000000000000002*theta[8];
        const double c22 = c21/(c0*c16*theta[1]/(theta[5]*theta[9]) + c17);
        const double c23 = c19 + 1.0*theta[11];
        const double c24 = -c23;
        const double c25 = c18*c21;
        out[0] = -c1 - c5 - c6;
        out[1] = c11;
        out[3] = c12;
        out[4] = c20;
        out[6] = c1;
        out[7] = -c11 - c22;
        out[8] = c23;
        out[13] = c22;
        out[14] = c24;
        out[18] = c6;
        out[21] = -c12;
        out[24] = c5;
        out[28] = -c20 - c25;
        out[29] = c23;
        out[34] = c25;
        out[35] = c24;
        break;
    }
    default:
        return PARAMOD_EVAL_STOP;
    }
    return PARAMOD_EVAL_OK;
}

static paramod_eval sneyd_by_parameter(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    switch (at->experiment) {
    case 0:
    {
        const double c0 = 1.0/power2(theta[0]);
        const double c1 = 1.0/theta[11];
        const double c2 = c1*theta[4];
        const double c3 = c2*theta[8];
        const double c4 = c0*c3;
        const double c5 = theta[13] + theta[7];
        const double c6 = 1.0/theta[0];
        const double c7 = c3*c6;
        const double c8 = c7 + 0.10000000000000001;
        const double c9 = y[4]/c8;
        const double c10 = 1.0*c9;
        const double c11 = c10*c5;
        const double c12 = c11*c4;
        const double c13 = power2(theta[8]);
        const double c14 = y[4]/power2(c8);
        const double c15 = 1.0*c13*c14*c5;
        const double c16 = 1.0/power2(theta[11]);
        const double c17 = power2(theta[4]);
        const double c18 = c16*c17;
        const double c19 = c15*c18/power3(theta[0]);
        const double c20 = 1.0/theta[4];
        const double c21 = 1.0/theta[8];
        const double c22 = c20*c21*theta[11];
        const double c23 = 1.0/theta[1];
        const double c24 = 1.0/theta[12];
        const double c25 = c24*theta[5];
        const double c26 = c25*theta[9];
        const double c27 = c23*c26;
        const double c28 = c23*c25;
        const double c29 = 0.10000000000000001*theta[9];
        const double c30 = c22*theta[0];
        const double c31 = c29*c30;
        const double c32 = c27 + c28*c31 + 0.10000000000000001;
        const double c33 = (c26 + c29)/power2(c32);
        const double c34 = 1.0*c27*c33*y[1];
        const double c35 = c22*c34;
        const double c36 = 1.0/power2(theta[1]);
        const double c37 = 10.0*y[1];
        const double c38 = c33*c37;
        const double c39 = c38*(c25*c31*c36 + c26*c36);
        const double c40 = 1.0/theta[3];
        const double c41 = 1.0/theta[13];
        const double c42 = c41*theta[7];
        const double c43 = c42*theta[10];
        const double c44 = c40*c43;
        const double c45 = c44 + 0.10000000000000001;
        const double c46 = y[0]/c45;
        const double c47 = 1.0*c46;
        const double c48 = c44*c47;
        const double c49 = 1.0/theta[7];
        const double c50 = 1.0/theta[10];
        const double c51 = 0.10000000000000001*c49*c50*theta[13];
        const double c52 = c51*theta[3] + 1;
        const double c53 = 0.10000000000000001*theta[12];
        const double c54 = y[0]*(c53 + theta[5])/power2(c52);
        const double c55 = c51*c54;
        const double c56 = y[0]/power2(c45);
        const double c57 = 0.10000000000000001*c56*(c43 + theta[10]);
        const double c58 = 1.0/power2(theta[3]);
        const double c59 = c43*c58;
        const double c60 = c57*c59;
        const double c61 = c47*theta[2];
        const double c62 = power2(theta[10]);
        const double c63 = 1.0*c56*c62*theta[2];
        const double c64 = 1.0/power2(theta[13]);
        const double c65 = power2(theta[7]);
        const double c66 = c64*c65;
        const double c67 = c59*c61 - c63*c66/power3(theta[3]);
        const double c68 = c6*theta[8];
        const double c69 = c1*c68;
        const double c70 = c11*c69;
        const double c71 = c16*theta[4];
        const double c72 = c0*c15;
        const double c73 = c71*c72;
        const double c74 = c21*c34*theta[0];
        const double c75 = c74*theta[11]/c17;
        const double c76 = y[0]/c52;
        const double c77 = c37/c32;
        const double c78 = c77*theta[9];
        const double c79 = c23*theta[9];
        const double c80 = c23*c31;
        const double c81 = c24*c78 + c38*(-c24*c79 - c24*c80) - 1.0*c76;
        const double c82 = 1.0*y[3];
        const double c83 = c40*theta[10];
        const double c84 = c41*c83;
        const double c85 = c61*c84;
        const double c86 = c64*theta[7];
        const double c87 = c58*c63;
        const double c88 = c86*c87;
        const double c89 = 0.10000000000000001*c50*c54*theta[3];
        const double c90 = c89*theta[13]/c65;
        const double c91 = 0.10000000000000001*c46;
        const double c92 = c91*theta[10];
        const double c93 = c10*c7;
        const double c94 = -c41*c92 + c57*c84 + c93;
        const double c95 = c20*c34*theta[0]*theta[11]/c13;
        const double c96 = c2*c6;
        const double c97 = -1.0*c0*c14*c18*c5*theta[8] + c11*c96;
        const double c98 = c38*(-0.10000000000000001*c28*c30 - c28) + c77*(c25 + 0.10000000000000001);
        const double c99 = 0.10000000000000001*c49*c54*theta[13]*theta[3]/c62;
        const double c100 = c40*c42;
        const double c101 = c100*c61 - 1.0*c56*c58*c66*theta[10]*theta[2];
        const double c102 = -c100*c57 + c91*(c42 + 1);
        const double c103 = c20*c74;
        const double c104 = c68*c71;
        const double c105 = c104*c11 - c17*c72/power3(theta[11]);
        const double c106 = theta[5]/power2(theta[12]);
        const double c107 = c106*c78 - c38*(c106*c79 + c106*c80) + 0.10000000000000001*c76;
        const double c108 = c49*c89;
        const double c109 = c83*c86;
        const double c110 = c109*c61 - c65*c87/power3(theta[13]);
        const double c111 = -c109*c57 + c86*c92 + c93;
        const double c112 = 1.0/theta[5];
        const double c113 = 1.0/theta[9];
        const double c114 = c112*c113;
        const double c115 = c114*theta[1];
        const double c116 = c115*c53;
        const double c117 = c3 + theta[8];
        const double c118 = 0.10000000000000001*c117;
        const double c119 = c116*c7 + c8;
        const double c120 = y[1]/power2(c119);
        const double c121 = c118*c120;
        const double c122 = c121*(c116*c4 + c4);
        const double c123 = 0.010000000000000002*c117*c120*c7;
        const double c124 = c123*theta[12];
        const double c125 = -c114*c124;
        const double c126 = 1.0*y[2];
        const double c127 = y[1]/c119;
        const double c128 = 0.10000000000000001*theta[8];
        const double c129 = c1*c128;
        const double c130 = c121*(-c116*c69 - c69) - c126 + c127*c129;
        const double c131 = c124*theta[1];
        const double c132 = c113*c131/power2(theta[5]);
        const double c133 = 0.10000000000000001*c2 + 0.10000000000000001;
        const double c134 = c121*(-c116*c96 - c96) + c127*c133;
        const double c135 = c112*c131/power2(theta[9]);
        const double c136 = c128*c71;
        const double c137 = -c121*(c104*c116 + c104) + c126 + c127*c136;
        const double c138 = c115*c123;
        const double c139 = c118*c14;
        const double c140 = c139*c4;
        const double c141 = 1.0*y[5];
        const double c142 = -c129*c9 + c139*c69 + c141;
        const double c143 = c133*c9 - c139*c96;
        const double c144 = -c104*c139 + c136*c9 + c141;
        out[0] = -c12 + c19 - c35;
        out[1] = c39;
        out[2] = -c48;
        out[3] = c55 - c60 + c67;
        out[4] = c70 - c73 + c75;
        out[5] = c81;
        out[6] = c82;
        out[7] = -c85 + c88 - c90 + c94;
        out[8] = c95 + c97;
        out[9] = c98;
        out[10] = -c101 - c102 - c99;
        out[11] = -c103 - c105;
        out[12] = -c107;
        out[13] = c108 + c110 + c111;
        out[15] = -c122 + c35;
        out[16] = -c125 - c39;
        out[18] = -c55;
        out[19] = -c130 - c75;
        out[20] = -c132 - c81;
        out[22] = c90;
        out[23] = -c134 - c95;
        out[24] = -c135 - c98;
        out[25] = c99;
        out[26] = c103 + c137;
        out[27] = c107 + c138;
        out[28] = -c108;
        out[30] = c122;
        out[31] = c125;
        out[34] = c130;
        out[35] = c132;
        out[38] = c134;
        out[39] = c135;
        out[41] = -c137;
        out[42] = -c138;
        out[47] = c48;
        out[48] = -c67;
        out[51] = -c82;
        out[52] = c85 - c88;
        out[55] = c101;
        out[58] = -c110;
        out[60] = c12 - c140 - c19;
        out[63] = c60;
        out[64] = c142 - c70 + c73;
        out[67] = -c94;
        out[68] = -c143 - c97;
        out[70] = c102;
        out[71] = c105 + c144;
        out[73] = -c111;
        out[75] = c140;
        out[79] = -c142;
        out[83] = c143;
        out[86] = -c144;
        break;
    }
    case 1:
    {
        const double c0 = 1.0/power2(theta[0]);
        const double c1 = 1.0/theta[11];
        const double c2 = c1*theta[4];
        const double c3 = c2*theta[8];
        const double c4 = c0*c3;
        const double c5 = theta[13] + theta[7];
        const double c6 = 1.0/theta[0];
        const double c7 = c3*c6;
        const double c8 = c7 + 0.20000000000000001;
        const double c9 = y[4]/c8;
        const double c10 = 1.0*c9;
        const double c11 = c10*c5;
        const double c12 = c11*c4;
        const double c13 = power2(theta[8]);
        const double c14 = y[4]/power2(c8);
        const double c15 = 1.0*c13*c14*c5;
        const double c16 = 1.0/power2(theta[11]);
        const double c17 = power2(theta[4]);
        const double c18 = c16*c17;
        const double c19 = c15*c18/power3(theta[0]);
        const double c20 = 1.0/theta[4];
        const double c21 = 1.0/theta[8];
        const double c22 = c20*c21*theta[11];
        const double c23 = 1.0/theta[1];
        const double c24 = 1.0/theta[12];
        const double c25 = c24*theta[5];
        const double c26 = c25*theta[9];
        const double c27 = c23*c26;
        const double c28 = c23*c25;
        const double c29 = 0.20000000000000001*theta[9];
        const double c30 = c22*theta[0];
        const double c31 = c29*c30;
        const double c32 = c27 + c28*c31 + 0.20000000000000001;
        const double c33 = (c26 + c29)/power2(c32);
        const double c34 = 2.0*c27*c33*y[1];
        const double c35 = c22*c34;
        const double c36 = 1.0/power2(theta[1]);
        const double c37 = 10.0*y[1];
        const double c38 = c33*c37;
        const double c39 = c38*(c25*c31*c36 + c26*c36);
        const double c40 = 1.0/theta[3];
        const double c41 = 1.0/theta[13];
        const double c42 = c41*theta[7];
        const double c43 = c42*theta[10];
        const double c44 = c40*c43;
        const double c45 = c44 + 0.20000000000000001;
        const double c46 = y[0]/c45;
        const double c47 = 1.0*c46;
        const double c48 = c44*c47;
        const double c49 = 1.0/theta[7];
        const double c50 = 1.0/theta[10];
        const double c51 = 0.20000000000000001*c49*c50*theta[13];
        const double c52 = c51*theta[3] + 1;
        const double c53 = 0.20000000000000001*theta[12];
        const double c54 = y[0]*(c53 + theta[5])/power2(c52);
        const double c55 = c51*c54;
        const double c56 = y[0]/power2(c45);
        const double c57 = 0.20000000000000001*c56*(c43 + theta[10]);
        const double c58 = 1.0/power2(theta[3]);
        const double c59 = c43*c58;
        const double c60 = c57*c59;
        const double c61 = c47*theta[2];
        const double c62 = power2(theta[10]);
        const double c63 = 1.0*c56*c62*theta[2];
        const double c64 = 1.0/power2(theta[13]);
        const double c65 = power2(theta[7]);
        const double c66 = c64*c65;
        const double c67 = c59*c61 - c63*c66/power3(theta[3]);
        const double c68 = c6*theta[8];
        const double c69 = c1*c68;
        const double c70 = c11*c69;
        const double c71 = c16*theta[4];
        const double c72 = c0*c15;
        const double c73 = c71*c72;
        const double c74 = c21*c34*theta[0];
        const double c75 = c74*theta[11]/c17;
        const double c76 = y[0]/c52;
        const double c77 = c37/c32;
        const double c78 = c77*theta[9];
        const double c79 = c23*theta[9];
        const double c80 = c23*c31;
        const double c81 = c24*c78 + c38*(-c24*c79 - c24*c80) - 1.0*c76;
        const double c82 = 1.0*y[3];
        const double c83 = c40*theta[10];
        const double c84 = c41*c83;
        const double c85 = c61*c84;
        const double c86 = c64*theta[7];
        const double c87 = c58*c63;
        const double c88 = c86*c87;
        const double c89 = 0.20000000000000001*c50*c54*theta[3];
        const double c90 = c89*theta[13]/c65;
        const double c91 = 0.20000000000000001*c46;
        const double c92 = c91*theta[10];
        const double c93 = c10*c7;
        const double c94 = -c41*c92 + c57*c84 + c93;
        const double c95 = c20*c34*theta[0]*theta[11]/c13;
        const double c96 = c2*c6;
        const double c97 = -1.0*c0*c14*c18*c5*theta[8] + c11*c96;
        const double c98 = c38*(-0.20000000000000001*c28*c30 - c28) + c77*(c25 + 0.20000000000000001);
        const double c99 = 0.20000000000000001*c49*c54*theta[13]*theta[3]/c62;
        const double c100 = c40*c42;
        const double c101 = c100*c61 - 1.0*c56*c58*c66*theta[10]*theta[2];
        const double c102 = -c100*c57 + c91*(c42 + 1);
        const double c103 = c20*c74;
        const double c104 = c68*c71;
        const double c105 = c104*c11 - c17*c72/power3(theta[11]);
        const double c106 = theta[5]/power2(theta[12]);
        const double c107 = c106*c78 - c38*(c106*c79 + c106*c80) + 0.20000000000000001*c76;
        const double c108 = c49*c89;
        const double c109 = c83*c86;
        const double c110 = c109*c61 - c65*c87/power3(theta[13]);
        const double c111 = -c109*c57 + c86*c92 + c93;
        const double c112 = 1.0/theta[5];
        const double c113 = 1.0/theta[9];
        const double c114 = c112*c113;
        const double c115 = c114*theta[1];
        const double c116 = c115*c53;
        const double c117 = c3 + theta[8];
        const double c118 = 0.20000000000000001*c117;
        const double c119 = c116*c7 + c8;
        const double c120 = y[1]/power2(c119);
        const double c121 = c118*c120;
        const double c122 = c121*(c116*c4 + c4);
        const double c123 = 0.040000000000000008*c117*c120*c7;
        const double c124 = c123*theta[12];
        const double c125 = -c114*c124;
        const double c126 = 1.0*y[2];
        const double c127 = y[1]/c119;
        const double c128 = 0.20000000000000001*theta[8];
        const double c129 = c1*c128;
        const double c130 = c121*(-c116*c69 - c69) - c126 + c127*c129;
        const double c131 = c124*theta[1];
        const double c132 = c113*c131/power2(theta[5]);
        const double c133 = 0.20000000000000001*c2 + 0.20000000000000001;
        const double c134 = c121*(-c116*c96 - c96) + c127*c133;
        const double c135 = c112*c131/power2(theta[9]);
        const double c136 = c128*c71;
        const double c137 = -c121*(c104*c116 + c104) + c126 + c127*c136;
        const double c138 = c115*c123;
        const double c139 = c118*c14;
        const double c140 = c139*c4;
        const double c141 = 1.0*y[5];
        const double c142 = -c129*c9 + c139*c69 + c141;
        const double c143 = c133*c9 - c139*c96;
        const double c144 = -c104*c139 + c136*c9 + c141;
        out[0] = -c12 + c19 - c35;
        out[1] = c39;
        out[2] = -c48;
        out[3] = c55 - c60 + c67;
        out[4] = c70 - c73 + c75;
        out[5] = c81;
        out[6] = c82;
        out[7] = -c85 + c88 - c90 + c94;
        out[8] = c95 + c97;
        out[9] = c98;
        out[10] = -c101 - c102 - c99;
        out[11] = -c103 - c105;
        out[12] = -c107;
        out[13] = c108 + c110 + c111;
        out[15] = -c122 + c35;
        out[16] = -c125 - c39;
        out[18] = -c55;
        out[19] = -c130 - c75;
        out[20] = -c132 - c81;
        out[22] = c90;
        out[23] = -c134 - c95;
        out[24] = -c135 - c98;
        out[25] = c99;
        out[26] = c103 + c137;
        out[27] = c107 + c138;
        out[28] = -c108;
        out[30] = c122;
        out[31] = c125;
        out[34] = c130;
        out[35] = c132;
        out[38] = c134;
        out[39] = c135;
        out[41] = -c137;
        out[42] = -c138;
        out[47] = c48;
        out[48] = -c67;
        out[51] = -c82;
        out[52] = c85 - c88;
        out[55] = c101;
        out[58] = -c110;
        out[60] = c12 - c140 - c19;
        out[63] = c60;
        out[64] = c142 - c70 + c73;
        out[67] = -c94;
        out[68] = -c143 - c97;
        out[70] = c102;
        out[71] = c105 + c144;
        out[73] = -c111;
        out[75] = c140;
        out[79] = -c142;
        out[83] = c143;
        out[86] = -c144;
        break;
    }
    case 2:
    case 8:
    {
        const double c0 = 1.0/power2(theta[0]);
        const double c1 = 1.0/theta[11];
        const double c2 = c1*theta[4];
        const double c3 = c2*theta[8];
        const double c4 = c0*c3;
        const double c5 = theta[13] + theta[7];
        const double c6 = 1.0/theta[0];
        const double c7 = c3*c6;
        const double c8 = c7 + 0.40000000000000002;
        const double c9 = y[4]/c8;
        const double c10 = 1.0*c9;
        const double c11 = c10*c5;
        const double c12 = c11*c4;
        const double c13 = power2(theta[8]);
        const double c14 = y[4]/power2(c8);
        const double c15 = 1.0*c13*c14*c5;
        const double c16 = 1.0/power2(theta[11]);
        const double c17 = power2(theta[4]);
        const double c18 = c16*c17;
        const double c19 = c15*c18/power3(theta[0]);
        const double c20 = 1.0/theta[4];
        const double c21 = 1.0/theta[8];
        const double c22 = c20*c21*theta[11];
        const double c23 = 1.0/theta[1];
        const double c24 = 1.0/theta[12];
        const double c25 = c24*theta[5];
        const double c26 = c25*theta[9];
        const double c27 = c23*c26;
        const double c28 = c23*c25;
        const double c29 = 0.40000000000000002*theta[9];
        const double c30 = c22*theta[0];
        const double c31 = c29*c30;
        const double c32 = c27 + c28*c31 + 0.40000000000000002;
        const double c33 = (c26 + c29)/power2(c32);
        const double c34 = 4.0*c27*c33*y[1];
        const double c35 = c22*c34;
        const double c36 = 1.0/power2(theta[1]);
        const double c37 = 10.0*y[1];
        const double c38 = c33*c37;
        const double c39 = c38*(c25*c31*c36 + c26*c36);
        const double c40 = 1.0/theta[3];
        const double c41 = 1.0/theta[13];
        const double c42 = c41*theta[7];
        const double c43 = c42*theta[10];
        const double c44 = c40*c43;
        const double c45 = c44 + 0.40000000000000002;
        const double c46 = y[0]/c45;
        const double c47 = 1.0*c46;
        const double c48 = c44*c47;
        const double c49 = 1.0/theta[7];
        const double c50 = 1.0/theta[10];
        const double c51 = 0.40000000000000002*c49*c50*theta[13];
        const double c52 = c51*theta[3] + 1;
        const double c53 = 0.40000000000000002*theta[12];
        const double c54 = y[0]*(c53 + theta[5])/power2(c52);
        const double c55 = c51*c54;
        const double c56 = y[0]/power2(c45);
        const double c57 = 0.40000000000000002*c56*(c43 + theta[10]);
        const double c58 = 1.0/power2(theta[3]);
        const double c59 = c43*c58;
        const double c60 = c57*c59;
        const double c61 = c47*theta[2];
        const double c62 = power2(theta[10]);
        const double c63 = 1.0*c56*c62*theta[2];
        const double c64 = 1.0/power2(theta[13]);
        const double c65 = power2(theta[7]);
        const double c66 = c64*c65;
        const double c67 = c59*c61 - c63*c66/power3(theta[3]);
        const double c68 = c6*theta[8];
        const double c69 = c1*c68;
        const double c70 = c11*c69;
        const double c71 = c16*theta[4];
        const double c72 = c0*c15;
        const double c73 = c71*c72;
        const double c74 = c21*c34*theta[0];
        const double c75 = c74*theta[11]/c17;
        const double c76 = y[0]/c52;
        const double c77 = c37/c32;
        const double c78 = c77*theta[9];
        const double c79 = c23*theta[9];
        const double c80 = c23*c31;
        const double c81 = c24*c78 + c38*(-c24*c79 - c24*c80) - 1.0*c76;
        const double c82 = 1.0*y[3];
        const double c83 = c40*theta[10];
        const double c84 = c41*c83;
        const double c85 = c61*c84;
        const double c86 = c64*theta[7];
        const double c87 = c58*c63;
        const double c88 = c86*c87;
        const double c89 = 0.40000000000000002*c50*c54*theta[3];
        const double c90 = c89*theta[13]/c65;
        const double c91 = 0.40000000000000002*c46;
        const double c92 = c91*theta[10];
        const double c93 = c10*c7;
        const double c94 = -c41*c92 + c57*c84 + c93;
        const double c95 = c20*c34*theta[0]*theta[11]/c13;
        const double c96 = c2*c6;
        const double c97 = -1.0*c0*c14*c18*c5*theta[8] + c11*c96;
        const double c98 = c38*(-0.40000000000000002*c28*c30 - c28) + c77*(c25 + 0.40000000000000002);
        const double c99 = 0.40000000000000002*c49*c54*theta[13]*theta[3]/c62;
        const double c100 = c40*c42;
        const double c101 = c100*c61 - 1.0*c56*c58*c66*theta[10]*theta[2];
        const double c102 = -c100*c57 + c91*(c42 + 1);
        const double c103 = c20*c74;
        const double c104 = c68*c71;
        const double c105 = c104*c11 - c17*c72/power3(theta[11]);
        const double c106 = theta[5]/power2(theta[12]);
        const double c107 = c106*c78 - c38*(c106*c79 + c106*c80) + 0.40000000000000002*c76;
        const double c108 = c49*c89;
        const double c109 = c83*c86;
        const double c110 = c109*c61 - c65*c87/power3(theta[13]);
        const double c111 = -c109*c57 + c86*c92 + c93;
        const double c112 = 1.0/theta[5];
        const double c113 = 1.0/theta[9];
        const double c114 = c112*c113;
        const double c115 = c114*theta[1];
        const double c116 = c115*c53;
        const double c117 = c3 + theta[8];
        const double c118 = 0.40000000000000002*c117;
        const double c119 = c116*c7 + c8;
        const double c120 = y[1]/power2(c119);
        const double c121 = c118*c120;
        const double c122 = c121*(c116*c4 + c4);
        const double c123 = 0.16000000000000003*c117*c120*c7;
        const double c124 = c123*theta[12];
        const double c125 = -c114*c124;
        const double c126 = 1.0*y[2];
        const double c127 = y[1]/c119;
        const double c128 = 0.40000000000000002*theta[8];
        const double c129 = c1*c128;
        const double c130 = c121*(-c116*c69 - c69) - c126 + c127*c129;
        const double c131 = c124*theta[1];
        const double c132 = c113*c131/power2(theta[5]);
        const double c133 = 0.40000000000000002*c2 + 0.40000000000000002;
        const double c134 = c121*(-c116*c96 - c96) + c127*c133;
        const double c135 = c112*c131/power2(theta[9]);
        const double c136 = c128*c71;
        const double c137 = -c121*(c104*c116 + c104) + c126 + c127*c136;
        const double c138 = c115*c123;
        const double c139 = c118*c14;
        const double c140 = c139*c4;
        const double c141 = 1.0*y[5];
        const double c142 = -c129*c9 + c139*c69 + c141;
        const double c143 = c133*c9 - c139*c96;
        const double c144 = -c104*c139 + c136*c9 + c141;
        out[0] = -c12 + c19 - c35;
        out[1] = c39;
        out[2] = -c48;
        out[3] = c55 - c60 + c67;
        out[4] = c70 - c73 + c75;
        out[5] = c81;
        out[6] = c82;
        out[7] = -c85 + c88 - c90 + c94;
        out[8] = c95 + c97;
        out[9] = c98;
        out[10] = -c101 - c102 - c99;
        out[11] = -c103 - c105;
        out[12] = -c107;
        out[13] = c108 + c110 + c111;
        out[15] = -c122 + c35;
        out[16] = -c125 - c39;
        out[18] = -c55;
        out[19] = -c130 - c75;
        out[20] = -c132 - c81;
        out[22] = c90;
        out[23] = -c134 - c95;
        out[24] = -c135 - c98;
        out[25] = c99;
        out[26] = c103 + c137;
        out[27] = c107 + c138;
        out[28] = -c108;
        out[30] = c122;
        out[31] = c125;
        out[34] = c130;
        out[35] = c132;
        out[38] = c134;
        out[39] = c135;
        out[41] = -c137;
        out[42] = -c138;
        out[47] = c48;
        out[48] = -c67;
        out[51] = -c82;
        out[52] = c85 - c88;
        out[55] = c101;
        out[58] = -c110;
        out[60] = c12 - c140 - c19;
        out[63] = c60;
        out[64] = c142 - c70 + c73;
        out[67] = -c94;
        out[68] = -c143 - c97;
        out[70] = c102;
        out[71] = c105 + c144;
        out[73] = -c111;
        out[75] = c140;
        out[79] = -c142;
        out[83] = c143;
        out[86] = -c144;
        break;
    }
    case 3:
    {
        const double c0 = 1.0/power2(theta[0]);
        const double c1 = 1.0/theta[11];
        const double c2 = c1*theta[4];
        const double c3 = c2*theta[8];
        const double c4 = c0*c3;
        const double c5 = theta[13] + theta[7];
        const double c6 = 1.0/theta[0];
        const double c7 = c3*c6;
        const double c8 = c7 + 1.0;
        const double c9 = y[4]/c8;
        const double c10 = 1.0*c9;
        const double c11 = c10*c5;
        const double c12 = c11*c4;
        const double c13 = power2(theta[8]);
        const double c14 = y[4]/power2(c8);
        const double c15 = 1.0*c13*c14*c5;
        const double c16 = 1.0/power2(theta[11]);
        const double c17 = power2(theta[4]);
        const double c18 = c16*c17;
        const double c19 = c15*c18/power3(theta[0]);
        const double c20 = 1.0/theta[4];
        const double c21 = 1.0/theta[8];
        const double c22 = c20*c21*theta[11];
        const double c23 = 1.0/theta[1];
        const double c24 = 1.0/theta[12];
        const double c25 = c24*theta[5];
        const double c26 = c25*theta[9];
        const double c27 = c23*c26;
        const double c28 = c23*c25;
        const double c29 = 1.0*theta[9];
        const double c30 = c22*theta[0];
        const double c31 = c29*c30;
        const double c32 = c27 + c28*c31 + 1.0;
        const double c33 = 10.0*y[1];
        const double c34 = c33*(c26 + c29)/power2(c32);
        const double c35 = c27*c34;
        const double c36 = c22*c35;
        const double c37 = 1.0/power2(theta[1]);
        const double c38 = c34*(c25*c31*c37 + c26*c37);
        const double c39 = 1.0/theta[3];
        const double c40 = 1.0/theta[13];
        const double c41 = c40*theta[7];
        const double c42 = c41*theta[10];
        const double c43 = c39*c42;
        const double c44 = c43 + 1.0;
        const double c45 = 1.0*y[0];
        const double c46 = c45/c44;
        const double c47 = c43*c46;
        const double c48 = 1.0/theta[7];
        const double c49 = 1.0/theta[10];
        const double c50 = c48*c49*theta[13];
        const double c51 = 1.0*c50*theta[3] + 1;
        const double c52 = 1.0*theta[12];
        const double c53 = c45*(c52 + theta[5])/power2(c51);
        const double c54 = c50*c53;
        const double c55 = c45/power2(c44);
        const double c56 = c55*(c42 + theta[10]);
        const double c57 = 1.0/power2(theta[3]);
        const double c58 = c42*c57;
        const double c59 = c56*c58;
        const double c60 = power2(theta[10]);
        const double c61 = c55*c60*theta[2];
        const double c62 = 1.0/power2(theta[13]);
        const double c63 = power2(theta[7]);
        const double c64 = c62*c63;
        const double c65 = c46*c58*theta[2] - c61*c64/power3(theta[3]);
        const double c66 = c6*theta[8];
        const double c67 = c1*c66;
        const double c68 = c11*c67;
        const double c69 = c16*theta[4];
        const double c70 = c0*c15;
        const double c71 = c69*c70;
        const double c72 = c21*c35*theta[0];
        const double c73 = c72*theta[11]/c17;
        const double c74 = c45/c51;
        const double c75 = c33/c32;
        const double c76 = c75*theta[9];
        const double c77 = c23*theta[9];
        const double c78 = c23*c31;
        const double c79 = c24*c76 + c34*(-c24*c77 - c24*c78) - c74;
        const double c80 = 1.0*y[3];
        const double c81 = c46*theta[10];
        const double c82 = c40*c81;
        const double c83 = c39*theta[2];
        const double c84 = c82*c83;
        const double c85 = c62*theta[7];
        const double c86 = c57*c61;
        const double c87 = c85*c86;
        const double c88 = c49*c53*theta[3];
        const double c89 = c88*theta[13]/c63;
        const double c90 = c10*c7;
        const double c91 = c39*c56;
        const double c92 = c91*theta[10];
        const double c93 = c40*c92 - c82 + c90;
        const double c94 = c20*c35*theta[0]*theta[11]/c13;
        const double c95 = c2*c6;
        const double c96 = 1.0*theta[8];
        const double c97 = -c0*c14*c18*c5*c96 + c11*c95;
        const double c98 = c34*(-1.0*c28*c30 - c28) + c75*(c25 + 1.0);
        const double c99 = c48*c53*theta[13]*theta[3]/c60;
        const double c100 = c41*c46*c83 - c55*c57*c64*theta[10]*theta[2];
        const double c101 = -c41*c91 + c46*(c41 + 1);
        const double c102 = c20*c72;
        const double c103 = c66*c69;
        const double c104 = c103*c11 - c17*c70/power3(theta[11]);
        const double c105 = theta[5]/power2(theta[12]);
        const double c106 = c105*c76 - c34*(c105*c77 + c105*c78) + c74;
        const double c107 = c48*c88;
        const double c108 = c81*c85;
        const double c109 = c108*c83 - c63*c86/power3(theta[13]);
        const double c110 = c108 - c85*c92 + c90;
        const double c111 = 1.0/theta[5];
        const double c112 = 1.0/theta[9];
        const double c113 = c111*c112*c52;
        const double c114 = c113*theta[1];
        const double c115 = c3 + theta[8];
        const double c116 = 1.0*c115;
        const double c117 = c114*c7 + c8;
        const double c118 = y[1]/power2(c117);
        const double c119 = c116*c118;
        const double c120 = c119*(c114*c4 + c4);
        const double c121 = c115*c118*c7;
        const double c122 = -c113*c121;
        const double c123 = 1.0*y[2];
        const double c124 = y[1]/c117;
        const double c125 = c1*c96;
        const double c126 = c119*(-c114*c67 - c67) - c123 + c124*c125;
        const double c127 = c112*theta[1];
        const double c128 = c121*c52;
        const double c129 = c127*c128/power2(theta[5]);
        const double c130 = 1.0*c2 + 1.0;
        const double c131 = c119*(-c114*c95 - c95) + c124*c130;
        const double c132 = c111*c128*theta[1]/power2(theta[9]);
        const double c133 = c69*c96;
        const double c134 = -c119*(c103*c114 + c103) + c123 + c124*c133;
        const double c135 = c111*c119*c127*c7;
        const double c136 = c116*c14;
        const double c137 = c136*c4;
        const double c138 = 1.0*y[5];
        const double c139 = -c125*c9 + c136*c67 + c138;
        const double c140 = c130*c9 - c136*c95;
        const double c141 = -c103*c136 + c133*c9 + c138;
        out[0] = -c12 + c19 - c36;
        out[1] = c38;
        out[2] = -c47;
        out[3] = c54 - c59 + c65;
        out[4] = c68 - c71 + c73;
        out[5] = c79;
        out[6] = c80;
        out[7] = -c84 + c87 - c89 + c93;
        out[8] = c94 + c97;
        out[9] = c98;
        out[10] = -c100 - c101 - c99;
        out[11] = -c102 - c104;
        out[12] = -c106;
        out[13] = c107 + c109 + c110;
        out[15] = -c120 + c36;
        out[16] = -c122 - c38;
        out[18] = -c54;
        out[19] = -c126 - c73;
        out[20] = -c129 - c79;
        out[22] = c89;
        out[23] = -c131 - c94;
        out[24] = -c132 - c98;
        out[25] = c99;
        out[26] = c102 + c134;
        out[27] = c106 + c135;
        out[28] = -c107;
        out[30] = c120;
        out[31] = c122;
        out[34] = c126;
        out[35] = c129;
        out[38] = c131;
        out[39] = c132;
        out[41] = -c134;
        out[42] = -c135;
        out[47] = c47;
        out[48] = -c65;
        out[51] = -c80;
        out[52] = c84 - c87;
        out[55] = c100;
        out[58] = -c109;
        out[60] = c12 - c137 - c19;
        out[63] = c59;
        out[64] = c139 - c68 + c71;
        out[67] = -c93;
        out[68] = -c140 - c97;
        out[70] = c101;
        out[71] = c104 + c141;
        out[73] = -c110;
        out[75] = c137;
        out[79] = -c139;
        out[83] = c140;
        out[86] = -c141;
        break;
    }
    case 4:
    {
        const double c0 = 1.0/power2(theta[0]);
        const double c1 = 1.0/theta[11];
        const double c2 = c1*theta[4];
        const double c3 = c2*theta[8];
        const double c4 = c0*c3;
        const double c5 = theta[13] + theta[7];
        const double c6 = 1.0/theta[0];
        const double c7 = c3*c6;
        const double c8 = c7 + 3.0;
        const double c9 = y[4]/c8;
        const double c10 = 1.0*c9;
        const double c11 = c10*c5;
        const double c12 = c11*c4;
        const double c13 = power2(theta[8]);
        const double c14 = y[4]/power2(c8);
        const double c15 = 1.0*c13*c14*c5;
        const double c16 = 1.0/power2(theta[11]);
        const double c17 = power2(theta[4]);
        const double c18 = c16*c17;
        const double c19 = c15*c18/power3(theta[0]);
        const double c20 = 1.0/theta[4];
        const double c21 = 1.0/theta[8];
        const double c22 = c20*c21*theta[11];
        const double c23 = 1.0/theta[1];
        const double c24 = 1.0/theta[12];
        const double c25 = c24*theta[5];
        const double c26 = c25*theta[9];
        const double c27 = c23*c26;
        const double c28 = c23*c25;
        const double c29 = 3.0*theta[9];
        const double c30 = c22*theta[0];
        const double c31 = c29*c30;
        const double c32 = c27 + c28*c31 + 3.0;
        const double c33 = (c26 + c29)/power2(c32);
        const double c34 = 30.0*c27*c33*y[1];
        const double c35 = c22*c34;
        const double c36 = 1.0/power2(theta[1]);
        const double c37 = 10.0*y[1];
        const double c38 = c33*c37;
        const double c39 = c38*(c25*c31*c36 + c26*c36);
        const double c40 = 1.0/theta[3];
        const double c41 = 1.0/theta[13];
        const double c42 = c41*theta[7];
        const double c43 = c42*theta[10];
        const double c44 = c40*c43;
        const double c45 = c44 + 3.0;
        const double c46 = y[0]/c45;
        const double c47 = 1.0*c46;
        const double c48 = c44*c47;
        const double c49 = 1.0/theta[7];
        const double c50 = 1.0/theta[10];
        const double c51 = 3.0*c49*c50*theta[13];
        const double c52 = c51*theta[3] + 1;
        const double c53 = 3.0*theta[12];
        const double c54 = y[0]*(c53 + theta[5])/power2(c52);
        const double c55 = c51*c54;
        const double c56 = y[0]/power2(c45);
        const double c57 = 3.0*c56*(c43 + theta[10]);
        const double c58 = 1.0/power2(theta[3]);
        const double c59 = c43*c58;
        const double c60 = c57*c59;
        const double c61 = c47*theta[2];
        const double c62 = power2(theta[10]);
        const double c63 = 1.0*c56*c62*theta[2];
        const double c64 = 1.0/power2(theta[13]);
        const double c65 = power2(theta[7]);
        const double c66 = c64*c65;
        const double c67 = c59*c61 - c63*c66/power3(theta[3]);
        const double c68 = c6*theta[8];
        const double c69 = c1*c68;
        const double c70 = c11*c69;
        const double c71 = c16*theta[4];
        const double c72 = c0*c15;
        const double c73 = c71*c72;
        const double c74 = c21*c34*theta[0];
        const double c75 = c74*theta[11]/c17;
        const double c76 = y[0]/c52;
        const double c77 = c37/c32;
        const double c78 = c77*theta[9];
        const double c79 = c23*theta[9];
        const double c80 = c23*c31;
        const double c81 = c24*c78 + c38*(-c24*c79 - c24*c80) - 1.0*c76;
        const double c82 = 1.0*y[3];
        const double c83 = c40*theta[10];
        const double c84 = c41*c83;
        const double c85 = c61*c84;
        const double c86 = c64*theta[7];
        const double c87 = c58*c63;
        const double c88 = c86*c87;
        const double c89 = 3.0*c50*c54*theta[3];
        const double c90 = c89*theta[13]/c65;
        const double c91 = 3.0*c46;
        const double c92 = c91*theta[10];
        const double c93 = c10*c7;
        const double c94 = -c41*c92 + c57*c84 + c93;
        const double c95 = c20*c34*theta[0]*theta[11]/c13;
        const double c96 = c2*c6;
        const double c97 = -1.0*c0*c14*c18*c5*theta[8] + c11*c96;
        const double c98 = c38*(-3.0*c28*c30 - c28) + c77*(c25 + 3.0);
        const double c99 = 3.0*c49*c54*theta[13]*theta[3]/c62;
        const double c100 = c40*c42;
        const double c101 = c100*c61 - 1.0*c56*c58*c66*theta[10]*theta[2];
        const double c102 = -c100*c57 + c91*(c42 + 1);
        const double c103 = c20*c74;
        const double c104 = c68*c71;
        const double c105 = c104*c11 - c17*c72/power3(theta[11]);
        const double c106 = theta[5]/power2(theta[12]);
        const double c107 = c106*c78 - c38*(c106*c79 + c106*c80) + 3.0*c76;
        const double c108 = c49*c89;
        const double c109 = c83*c86;
        const double c110 = c109*c61 - c65*c87/power3(theta[13]);
        const double c111 = -c109*c57 + c86*c92 + c93;
        const double c112 = 1.0/theta[5];
        const double c113 = 1.0/theta[9];
        const double c114 = c112*c113;
        const double c115 = c114*theta[1];
        const double c116 = c115*c53;
        const double c117 = c3 + theta[8];
        const double c118 = 3.0*c117;
        const double c119 = c116*c7 + c8;
        const double c120 = y[1]/power2(c119);
        const double c121 = c118*c120;
        const double c122 = c121*(c116*c4 + c4);
        const double c123 = 9.0*c117*c120*c7;
        const double c124 = c123*theta[12];
        const double c125 = -c114*c124;
        const double c126 = 1.0*y[2];
        const double c127 = y[1]/c119;
        const double c128 = 3.0*theta[8];
        const double c129 = c1*c128;
        const double c130 = c121*(-c116*c69 - c69) - c126 + c127*c129;
        const double c131 = c124*theta[1];
        const double c132 = c113*c131/power2(theta[5]);
        const double c133 = 3.0*c2 + 3.0;
        const double c134 = c121*(-c116*c96 - c96) + c127*c133;
        const double c135 = c112*c131/power2(theta[9]);
        const double c136 = c128*c71;
        const double c137 = -c121*(c104*c116 + c104) + c126 + c127*c136;
        const double c138 = c115*c123;
        const double c139 = c118*c14;
        const double c140 = c139*c4;
        const double c141 = 1.0*y[5];
        const double c142 = -c129*c9 + c139*c69 + c141;
        const double c143 = c133*c9 - c139*c96;
        const double c144 = -c104*c139 + c136*c9 + c141;
        out[0] = -c12 + c19 - c35;
        out[1] = c39;
        out[2] = -c48;
        out[3] = c55 - c60 + c67;
        out[4] = c70 - c73 + c75;
        out[5] = c81;
        out[6] = c82;
        out[7] = -c85 + c88 - c90 + c94;
        out[8] = c95 + c97;
        out[9] = c98;
        out[10] = -c101 - c102 - c99;
        out[11] = -c103 - c105;
        out[12] = -c107;
        out[13] = c108 + c110 + c111;
        out[15] = -c122 + c35;
        out[16] = -c125 - c39;
        out[18] = -c55;
        out[19] = -c130 - c75;
        out[20] = -c132 - c81;
        out[22] = c90;
        out[23] = -c134 - c95;
        out[24] = -c135 - c98;
        out[25] = c99;
        out[26] = c103 + c137;
        out[27] = c107 + c138;
        out[28] = -c108;
        out[30] = c122;
        out[31] = c125;
        out[34] = c130;
        out[35] = c132;
        out[38] = c134;
        out[39] = c135;
        out[41] = -c137;
        out[42] = -c138;
        out[47] = c48;
        out[48] = -c67;
        out[51] = -c82;
        out[52] = c85 - c88;
        out[55] = c101;
        out[58] = -c110;
        out[60] = c12 - c140 - c19;
        out[63] = c60;
        out[64] = c142 - c70 + c73;
        out[67] = -c94;
        out[68] = -c143 - c97;
        out[70] = c102;
        out[71] = c105 + c144;
        out[73] = -c111;
        out[75] = c140;
        out[79] = -c142;
        out[83] = c143;
        out[86] = -c144;
        break;
    }
    case 5:
    {
        const double c0 = 1.0/power2(theta[0]);
        const double c1 = 1.0/theta[11];
        const double c2 = c1*theta[4];
        const double c3 = c2*theta[8];
        const double c4 = c0*c3;
        const double c5 = theta[13] + theta[7];
        const double c6 = 1.0/theta[0];
        const double c7 = c3*c6;
        const double c8 = c7 + 10.0;
        const double c9 = y[4]/c8;
        const double c10 = 1.0*c9;
        const double c11 = c10*c5;
        const double c12 = c11*c4;
        const double c13 = power2(theta[8]);
        const double c14 = y[4]/power2(c8);
        const double c15 = 1.0*c13*c14*c5;
        const double c16 = 1.0/power2(theta[11]);
        const double c17 = power2(theta[4]);
        const double c18 = c16*c17;
        const double c19 = c15*c18/power3(theta[0]);
        const double c20 = 1.0/theta[4];
        const double c21 = 1.0/theta[8];
        const double c22 = c20*c21*theta[11];
        const double c23 = 1.0/theta[1];
        const double c24 = 1.0/theta[12];
        const double c25 = c24*theta[5];
        const double c26 = c25*theta[9];
        const double c27 = c23*c26;
        const double c28 = 10.0*theta[9];
        const double c29 = c23*c25;
        const double c30 = c22*theta[0];
        const double c31 = c29*c30;
        const double c32 = c27 + c28*c31 + 10.0;
        const double c33 = (c26 + c28)/power2(c32);
        const double c34 = 100.0*y[1];
        const double c35 = c27*c33*c34;
        const double c36 = c22*c35;
        const double c37 = 1.0/power2(theta[1]);
        const double c38 = 10.0*y[1];
        const double c39 = c33*c38;
        const double c40 = c39*(c25*c28*c30*c37 + c26*c37);
        const double c41 = 1.0/theta[3];
        const double c42 = 1.0/theta[13];
        const double c43 = c42*theta[7];
        const double c44 = c43*theta[10];
        const double c45 = c41*c44;
        const double c46 = c45 + 10.0;
        const double c47 = y[0]/c46;
        const double c48 = 1.0*c47;
        const double c49 = c45*c48;
        const double c50 = 1.0/theta[7];
        const double c51 = 1.0/theta[10];
        const double c52 = 10.0*c50*c51*theta[13];
        const double c53 = c52*theta[3] + 1;
        const double c54 = 10.0*theta[12];
        const double c55 = y[0]*(c54 + theta[5])/power2(c53);
        const double c56 = c52*c55;
        const double c57 = y[0]/power2(c46);
        const double c58 = 10.0*c57*(c44 + theta[10]);
        const double c59 = 1.0/power2(theta[3]);
        const double c60 = c44*c59;
        const double c61 = c58*c60;
        const double c62 = c48*theta[2];
        const double c63 = power2(theta[10]);
        const double c64 = 1.0*c57*c63*theta[2];
        const double c65 = 1.0/power2(theta[13]);
        const double c66 = power2(theta[7]);
        const double c67 = c65*c66;
        const double c68 = c60*c62 - c64*c67/power3(theta[3]);
        const double c69 = c6*theta[8];
        const double c70 = c1*c69;
        const double c71 = c11*c70;
        const double c72 = c16*theta[4];
        const double c73 = c0*c15;
        const double c74 = c72*c73;
        const double c75 = c21*c35*theta[0];
        const double c76 = c75*theta[11]/c17;
        const double c77 = y[0]/c53;
        const double c78 = c24*c28;
        const double c79 = 1.0/c32;
        const double c80 = c79*y[1];
        const double c81 = c23*theta[9];
        const double c82 = c23*c30;
        const double c83 = c39*(-c24*c81 - c78*c82) - 1.0*c77 + c78*c80;
        const double c84 = 1.0*y[3];
        const double c85 = c41*theta[10];
        const double c86 = c42*c85;
        const double c87 = c62*c86;
        const double c88 = c65*theta[7];
        const double c89 = c59*c64;
        const double c90 = c88*c89;
        const double c91 = 10.0*c51*c55*theta[3];
        const double c92 = c91*theta[13]/c66;
        const double c93 = 10.0*c47;
        const double c94 = c93*theta[10];
        const double c95 = c10*c7;
        const double c96 = -c42*c94 + c58*c86 + c95;
        const double c97 = c20*c35*theta[0]*theta[11]/c13;
        const double c98 = c2*c6;
        const double c99 = -1.0*c0*c14*c18*c5*theta[8] + c11*c98;
        const double c100 = c38*c79*(c25 + 10.0) + c39*(-c29 - 10.0*c31);
        const double c101 = 10.0*c50*c55*theta[13]*theta[3]/c63;
        const double c102 = c41*c43;
        const double c103 = c102*c62 - 1.0*c57*c59*c67*theta[10]*theta[2];
        const double c104 = -c102*c58 + c93*(c43 + 1);
        const double c105 = c20*c75;
        const double c106 = c69*c72;
        const double c107 = c106*c11 - c17*c73/power3(theta[11]);
        const double c108 = theta[5]/power2(theta[12]);
        const double c109 = c108*c28;
        const double c110 = c109*c80 - c39*(c108*c81 + c109*c82) + 10.0*c77;
        const double c111 = c50*c91;
        const double c112 = c85*c88;
        const double c113 = c112*c62 - c66*c89/power3(theta[13]);
        const double c114 = -c112*c58 + c88*c94 + c95;
        const double c115 = 1.0/theta[5];
        const double c116 = 1.0/theta[9];
        const double c117 = c115*c116;
        const double c118 = c117*theta[1];
        const double c119 = c118*c54;
        const double c120 = c119*c7 + c8;
        const double c121 = c3 + theta[8];
        const double c122 = c121/power2(c120);
        const double c123 = c122*c38;
        const double c124 = c123*(c119*c4 + c4);
        const double c125 = c122*c34*c7;
        const double c126 = c125*theta[12];
        const double c127 = -c117*c126;
        const double c128 = 1.0*y[2];
        const double c129 = c38/c120;
        const double c130 = c1*theta[8];
        const double c131 = c123*(-c119*c70 - c70) - c128 + c129*c130;
        const double c132 = c126*theta[1];
        const double c133 = c116*c132/power2(theta[5]);
        const double c134 = c2 + 1;
        const double c135 = c123*(-c119*c98 - c98) + c129*c134;
        const double c136 = c115*c132/power2(theta[9]);
        const double c137 = c72*theta[8];
        const double c138 = -c123*(c106*c119 + c106) + c128 + c129*c137;
        const double c139 = c118*c125;
        const double c140 = 10.0*c121*c14;
        const double c141 = c140*c4;
        const double c142 = 1.0*y[5];
        const double c143 = 10.0*c9;
        const double c144 = -c130*c143 + c140*c70 + c142;
        const double c145 = c134*c143 - c140*c98;
        const double c146 = -c106*c140 + c137*c143 + c142;
        out[0] = -c12 + c19 - c36;
        out[1] = c40;
        out[2] = -c49;
        out[3] = c56 - c61 + c68;
        out[4] = c71 - c74 + c76;
        out[5] = c83;
        out[6] = c84;
        out[7] = -c87 + c90 - c92 + c96;
        out[8] = c97 + c99;
        out[9] = c100;
        out[10] = -c101 - c103 - c104;
        out[11] = -c105 - c107;
        out[12] = -c110;
        out[13] = c111 + c113 + c114;
        out[15] = -c124 + c36;
        out[16] = -c127 - c40;
        out[18] = -c56;
        out[19] = -c131 - c76;
        out[20] = -c133 - c83;
        out[22] = c92;
        out[23] = -c135 - c97;
        out[24] = -c100 - c136;
        out[25] = c101;
        out[26] = c105 + c138;
        out[27] = c110 + c139;
        out[28] = -c111;
        out[30] = c124;
        out[31] = c127;
        out[34] = c131;
        out[35] = c133;
        out[38] = c135;
        out[39] = c136;
        out[41] = -c138;
        out[42] = -c139;
        out[47] = c49;
        out[48] = -c68;
        out[51] = -c84;
        out[52] = c87 - c90;
        out[55] = c103;
        out[58] = -c113;
        out[60] = c12 - c141 - c19;
        out[63] = c61;
        out[64] = c144 - c71 + c74;
        out[67] = -c96;
        out[68] = -c145 - c99;
        out[70] = c104;
        out[71] = c107 + c146;
        out[73] = -c114;
        out[75] = c141;
        out[79] = -c144;
        out[83] = c145;
        out[86] = -c146;
        break;
    }
    case 6:
    {
        const double c0 = 1.0/power2(theta[0]);
        const double c1 = 1.0/theta[11];
        const double c2 = c1*theta[4];
        const double c3 = c2*theta[8];
        const double c4 = c0*c3;
        const double c5 = theta[13] + theta[7];
        const double c6 = 1.0/theta[0];
        const double c7 = c3*c6;
        const double c8 = c7 + 0.40000000000000002;
        const double c9 = y[4]/c8;
        const double c10 = 1.0*c9;
        const double c11 = c10*c5;
        const double c12 = c11*c4;
        const double c13 = power2(theta[8]);
        const double c14 = y[4]/power2(c8);
        const double c15 = 1.0*c13*c14*c5;
        const double c16 = 1.0/power2(theta[11]);
        const double c17 = power2(theta[4]);
        const double c18 = c16*c17;
        const double c19 = c15*c18/power3(theta[0]);
        const double c20 = 1.0/theta[4];
        const double c21 = 1.0/theta[8];
        const double c22 = c20*c21*theta[11];
        const double c23 = 1.0/theta[1];
        const double c24 = 1.0/theta[12];
        const double c25 = c24*theta[5];
        const double c26 = c25*theta[9];
        const double c27 = c23*c26;
        const double c28 = c23*c25;
        const double c29 = 0.40000000000000002*theta[9];
        const double c30 = c22*theta[0];
        const double c31 = c29*c30;
        const double c32 = c27 + c28*c31 + 0.40000000000000002;
        const double c33 = (c26 + c29)/power2(c32);
        const double c34 = 1.2000000000000002*c27*c33*y[1];
        const double c35 = c22*c34;
        const double c36 = 1.0/power2(theta[1]);
        const double c37 = 3.0*y[1];
        const double c38 = c33*c37;
        const double c39 = c38*(c25*c31*c36 + c26*c36);
        const double c40 = 1.0/theta[3];
        const double c41 = 1.0/theta[13];
        const double c42 = c41*theta[7];
        const double c43 = c42*theta[10];
        const double c44 = c40*c43;
        const double c45 = c44 + 0.40000000000000002;
        const double c46 = y[0]/c45;
        const double c47 = 1.0*c46;
        const double c48 = c44*c47;
        const double c49 = 1.0/theta[7];
        const double c50 = 1.0/theta[10];
        const double c51 = 0.40000000000000002*c49*c50*theta[13];
        const double c52 = c51*theta[3] + 1;
        const double c53 = 0.40000000000000002*theta[12];
        const double c54 = y[0]*(c53 + theta[5])/power2(c52);
        const double c55 = c51*c54;
        const double c56 = y[0]/power2(c45);
        const double c57 = 0.40000000000000002*c56*(c43 + theta[10]);
        const double c58 = 1.0/power2(theta[3]);
        const double c59 = c43*c58;
        const double c60 = c57*c59;
        const double c61 = c47*theta[2];
        const double c62 = power2(theta[10]);
        const double c63 = 1.0*c56*c62*theta[2];
        const double c64 = 1.0/power2(theta[13]);
        const double c65 = power2(theta[7]);
        const double c66 = c64*c65;
        const double c67 = c59*c61 - c63*c66/power3(theta[3]);
        const double c68 = c6*theta[8];
        const double c69 = c1*c68;
        const double c70 = c11*c69;
        const double c71 = c16*theta[4];
        const double c72 = c0*c15;
        const double c73 = c71*c72;
        const double c74 = c21*c34*theta[0];
        const double c75 = c74*theta[11]/c17;
        const double c76 = y[0]/c52;
        const double c77 = c37/c32;
        const double c78 = c77*theta[9];
        const double c79 = c23*theta[9];
        const double c80 = c23*c31;
        const double c81 = c24*c78 + c38*(-c24*c79 - c24*c80) - 1.0*c76;
        const double c82 = 1.0*y[3];
        const double c83 = c40*theta[10];
        const double c84 = c41*c83;
        const double c85 = c61*c84;
        const double c86 = c64*theta[7];
        const double c87 = c58*c63;
        const double c88 = c86*c87;
        const double c89 = 0.40000000000000002*c50*c54*theta[3];
        const double c90 = c89*theta[13]/c65;
        const double c91 = 0.40000000000000002*c46;
        const double c92 = c91*theta[10];
        const double c93 = c10*c7;
        const double c94 = -c41*c92 + c57*c84 + c93;
        const double c95 = c20*c34*theta[0]*theta[11]/c13;
        const double c96 = c2*c6;
        const double c97 = -1.0*c0*c14*c18*c5*theta[8] + c11*c96;
        const double c98 = c38*(-0.40000000000000002*c28*c30 - c28) + c77*(c25 + 0.40000000000000002);
        const double c99 = 0.40000000000000002*c49*c54*theta[13]*theta[3]/c62;
        const double c100 = c40*c42;
        const double c101 = c100*c61 - 1.0*c56*c58*c66*theta[10]*theta[2];
        const double c102 = -c100*c57 + c91*(c42 + 1);
        const double c103 = c20*c74;
        const double c104 = c68*c71;
        const double c105 = c104*c11 - c17*c72/power3(theta[11]);
        const double c106 = theta[5]/power2(theta[12]);
        const double c107 = c106*c78 - c38*(c106*c79 + c106*c80) + 0.40000000000000002*c76;
        const double c108 = c49*c89;
        const double c109 = c83*c86;
        const double c110 = c109*c61 - c65*c87/power3(theta[13]);
        const double c111 = -c109*c57 + c86*c92 + c93;
        const double c112 = 1.0/theta[5];
        const double c113 = 1.0/theta[9];
        const double c114 = c112*c113;
        const double c115 = c114*theta[1];
        const double c116 = c115*c53;
        const double c117 = c3 + theta[8];
        const double c118 = 0.40000000000000002*c117;
        const double c119 = c116*c7 + c8;
        const double c120 = y[1]/power2(c119);
        const double c121 = c118*c120;
        const double c122 = c121*(c116*c4 + c4);
        const double c123 = 0.16000000000000003*c117*c120*c7;
        const double c124 = c123*theta[12];
        const double c125 = -c114*c124;
        const double c126 = 1.0*y[2];
        const double c127 = y[1]/c119;
        const double c128 = 0.40000000000000002*theta[8];
        const double c129 = c1*c128;
        const double c130 = c121*(-c116*c69 - c69) - c126 + c127*c129;
        const double c131 = c124*theta[1];
        const double c132 = c113*c131/power2(theta[5]);
        const double c133 = 0.40000000000000002*c2 + 0.40000000000000002;
        const double c134 = c121*(-c116*c96 - c96) + c127*c133;
        const double c135 = c112*c131/power2(theta[9]);
        const double c136 = c128*c71;
        const double c137 = -c121*(c104*c116 + c104) + c126 + c127*c136;
        const double c138 = c115*c123;
        const double c139 = c118*c14;
        const double c140 = c139*c4;
        const double c141 = 1.0*y[5];
        const double c142 = -c129*c9 + c139*c69 + c141;
        const double c143 = c133*c9 - c139*c96;
        const double c144 = -c104*c139 + c136*c9 + c141;
        out[0] = -c12 + c19 - c35;
        out[1] = c39;
        out[2] = -c48;
        out[3] = c55 - c60 + c67;
        out[4] = c70 - c73 + c75;
        out[5] = c81;
        out[6] = c82;
        out[7] = -c85 + c88 - c90 + c94;
        out[8] = c95 + c97;
        out[9] = c98;
        out[10] = -c101 - c102 - c99;
        out[11] = -c103 - c105;
        out[12] = -c107;
        out[13] = c108 + c110 + c111;
        out[15] = -c122 + c35;
        out[16] = -c125 - c39;
        out[18] = -c55;
        out[19] = -c130 - c75;
        out[20] = -c132 - c81;
        out[22] = c90;
        out[23] = -c134 - c95;
        out[24] = -c135 - c98;
        out[25] = c99;
        out[26] = c103 + c137;
        out[27] = c107 + c138;
        out[28] = -c108;
        out[30] = c122;
        out[31] = c125;
        out[34] = c130;
        out[35] = c132;
        out[38] = c134;
        out[39] = c135;
        out[41] = -c137;
        out[42] = -c138;
        out[47] = c48;
        out[48] = -c67;
        out[51] = -c82;
        out[52] = c85 - c88;
        out[55] = c101;
        out[58] = -c110;
        out[60] = c12 - c140 - c19;
        out[63] = c60;
        out[64] = c142 - c70 + c73;
        out[67] = -c94;
        out[68] = -c143 - c97;
        out[70] = c102;
        out[71] = c105 + c144;
        out[73] = -c111;
        out[75] = c140;
        out[79] = -c142;
        out[83] = c143;
        out[86] = -c144;
        break;
    }
    case 7:
    {
        const double c0 = 1.0/power2(theta[0]);
        const double c1 = 1.0/theta[11];
        const double c2 = c1*theta[4];
        const double c3 = c2*theta[8];
        const double c4 = c0*c3;
        const double c5 = theta[13] + theta[7];
        const double c6 = 1.0/theta[0];
        const double c7 = c3*c6;
        const double c8 = c7 + 0.40000000000000002;
        const double c9 = y[4]/c8;
        const double c10 = 1.0*c9;
        const double c11 = c10*c5;
        const double c12 = c11*c4;
        const double c13 = power2(theta[8]);
        const double c14 = y[4]/power2(c8);
        const double c15 = 1.0*c13*c14*c5;
        const double c16 = 1.0/power2(theta[11]);
        const double c17 = power2(theta[4]);
        const double c18 = c16*c17;
        const double c19 = c15*c18/power3(theta[0]);
        const double c20 = 1.0/theta[4];
        const double c21 = 1.0/theta[8];
        const double c22 = c20*c21*theta[11];
        const double c23 = 1.0/theta[1];
        const double c24 = 1.0/theta[12];
        const double c25 = c24*theta[5];
        const double c26 = c25*theta[9];
        const double c27 = c23*c26;
        const double c28 = c23*c25;
        const double c29 = 0.40000000000000002*theta[9];
        const double c30 = c22*theta[0];
        const double c31 = c29*c30;
        const double c32 = c27 + c28*c31 + 0.40000000000000002;
        const double c33 = (c26 + c29)/power2(c32);
        const double c34 = 2.0*c27*c33*y[1];
        const double c35 = c22*c34;
        const double c36 = 1.0/power2(theta[1]);
        const double c37 = 5.0*y[1];
        const double c38 = c33*c37;
        const double c39 = c38*(c25*c31*c36 + c26*c36);
        const double c40 = 1.0/theta[3];
        const double c41 = 1.0/theta[13];
        const double c42 = c41*theta[7];
        const double c43 = c42*theta[10];
        const double c44 = c40*c43;
        const double c45 = c44 + 0.40000000000000002;
        const double c46 = y[0]/c45;
        const double c47 = 1.0*c46;
        const double c48 = c44*c47;
        const double c49 = 1.0/theta[7];
        const double c50 = 1.0/theta[10];
        const double c51 = 0.40000000000000002*c49*c50*theta[13];
        const double c52 = c51*theta[3] + 1;
        const double c53 = 0.40000000000000002*theta[12];
        const double c54 = y[0]*(c53 + theta[5])/power2(c52);
        const double c55 = c51*c54;
        const double c56 = y[0]/power2(c45);
        const double c57 = 0.40000000000000002*c56*(c43 + theta[10]);
        const double c58 = 1.0/power2(theta[3]);
        const double c59 = c43*c58;
        const double c60 = c57*c59;
        const double c61 = c47*theta[2];
        const double c62 = power2(theta[10]);
        const double c63 = 1.0*c56*c62*theta[2];
        const double c64 = 1.0/power2(theta[13]);
        const double c65 = power2(theta[7]);
        const double c66 = c64*c65;
        const double c67 = c59*c61 - c63*c66/power3(theta[3]);
        const double c68 = c6*theta[8];
        const double c69 = c1*c68;
        const double c70 = c11*c69;
        const double c71 = c16*theta[4];
        const double c72 = c0*c15;
        const double c73 = c71*c72;
        const double c74 = c21*c34*theta[0];
        const double c75 = c74*theta[11]/c17;
        const double c76 = y[0]/c52;
        const double c77 = c37/c32;
        const double c78 = c77*theta[9];
        const double c79 = c23*theta[9];
        const double c80 = c23*c31;
        const double c81 = c24*c78 + c38*(-c24*c79 - c24*c80) - 1.0*c76;
        const double c82 = 1.0*y[3];
        const double c83 = c40*theta[10];
        const double c84 = c41*c83;
        const double c85 = c61*c84;
        const double c86 = c64*theta[7];
        const double c87 = c58*c63;
        const double c88 = c86*c87;
        const double c89 = 0.40000000000000002*c50*c54*theta[3];
        const double c90 = c89*theta[13]/c65;
        const double c91 = 0.40000000000000002*c46;
        const double c92 = c91*theta[10];
        const double c93 = c10*c7;
        const double c94 = -c41*c92 + c57*c84 + c93;
        const double c95 = c20*c34*theta[0]*theta[11]/c13;
        const double c96 = c2*c6;
        const double c97 = -1.0*c0*c14*c18*c5*theta[8] + c11*c96;
        const double c98 = c38*(-0.40000000000000002*c28*c30 - c28) + c77*(c25 + 0.40000000000000002);
        const double c99 = 0.40000000000000002*c49*c54*theta[13]*theta[3]/c62;
        const double c100 = c40*c42;
        const double c101 = c100*c61 - 1.0*c56*c58*c66*theta[10]*theta[2];
        const double c102 = -c100*c57 + c91*(c42 + 1);
        const double c103 = c20*c74;
        const double c104 = c68*c71;
        const double c105 = c104*c11 - c17*c72/power3(theta[11]);
        const double c106 = theta[5]/power2(theta[12]);
        const double c107 = c106*c78 - c38*(c106*c79 + c106*c80) + 0.40000000000000002*c76;
        const double c108 = c49*c89;
        const double c109 = c83*c86;
        const double c110 = c109*c61 - c65*c87/power3(theta[13]);
        const double c111 = -c109*c57 + c86*c92 + c93;
        const double c112 = 1.0/theta[5];
        const double c113 = 1.0/theta[9];
        const double c114 = c112*c113;
        const double c115 = c114*theta[1];
        const double c116 = c115*c53;
        const double c117 = c3 + theta[8];
        const double c118 = 0.40000000000000002*c117;
        const double c119 = c116*c7 + c8;
        const double c120 = y[1]/power2(c119);
        const double c121 = c118*c120;
        const double c122 = c121*(c116*c4 + c4);
        const double c123 = 0.16000000000000003*c117*c120*c7;
        const double c124 = c123*theta[12];
        const double c125 = -c114*c124;
        const double c126 = 1.0*y[2];
        const double c127 = y[1]/c119;
        const double c128 = 0.40000000000000002*theta[8];
        const double c129 = c1*c128;
        const double c130 = c121*(-c116*c69 - c69) - c126 + c127*c129;
        const double c131 = c124*theta[1];
        const double c132 = c113*c131/power2(theta[5]);
        const double c133 = 0.40000000000000002*c2 + 0.40000000000000002;
        const double c134 = c121*(-c116*c96 - c96) + c127*c133;
        const double c135 = c112*c131/power2(theta[9]);
        const double c136 = c128*c71;
        const double c137 = -c121*(c104*c116 + c104) + c126 + c127*c136;
        const double c138 = c115*c123;
        const double c139 = c118*c14;
        const double c140 = c139*c4;
        const double c141 = 1.0*y[5];
        const double c142 = -c129*c9 + c139*c69 + c141;
        const double c143 = c133*c9 - c139*c96;
        const double c144 = -c104*c139 + c136*c9 + c141;
        out[0] = -c12 + c19 - c35;
        out[1] = c39;
        out[2] = -c48;
        out[3] = c55 - c60 + c67;
        out[4] = c70 - c73 + c75;
        out[5] = c81;
        out[6] = c82;
        out[7] = -c85 + c88 - c90 + c94;
        out[8] = c95 + c97;
        out[9] = c98;
        out[10] = -c101 - c102 - c99;
        out[11] = -c103 - c105;
        out[12] = -c107;
        out[13] = c108 + c110 + c111;
        out[15] = -c122 + c35;
        out[16] = -c125 - c39;
        out[18] = -c55;
        out[19] = -c130 - c75;
        out[20] = -c132 - c81;
        out[22] = c90;
        out[23] = -c134 - c95;
        out[24] = -c135 - c98;
        out[25] = c99;
        out[26] = c103 + c137;
        out[27] = c107 + c138;
        out[28] = -c108;
        out[30] = c122;
        out[31] = c125;
        out[34] = c130;
        out[35] = c132;
        out[38] = c134;
        out[39] = c135;
        out[41] = -c137;
        out[42] = -c138;
        out[47] = c48;
        out[48] = -c67;
        out[51] = -c82;
        out[52] = c85 - c88;
        out[55] = c101;
        out[58] = -c110;
        out[60] = c12 - c140 - c19;
        out[63] = c60;
        out[64] = c142 - c70 + c73;
        out[67] = -c94;
        out[68] = -c143 - c97;
        out[70] = c102;
        out[71] = c105 + c144;
        out[73] = -c111;
        out[75] = c140;
        out[79] = -c142;
        out[83] = c143;
        out[86] = -c144;
        break;
    }
    default:
        return PARAMOD_EVAL_STOP;
    }
    return PARAMOD_EVAL_OK;
}

static paramod_eval sneyd_initial(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    out[0] = 0.0;
    out[1] = 1.0;
    out[2] = 0.0;
    out[3] = 0.0;
    out[4] = 0.0;
    out[5] = 0.0;
    return PARAMOD_EVAL_OK;
}

static paramod_eval sneyd_initial_by_parameter(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;

    return PARAMOD_EVAL_OK;
}

static paramod_eval sneyd_observe(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    out[0] = theta[14];
    out[1] = 0.65610000000000002*power4(0.11111111111111111*y[0] + y[4]);
    return PARAMOD_EVAL_OK;
}

static paramod_eval sneyd_observe_by_state(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    const double c0 = power3(0.11111111111111111*y[0] + y[4]);
    out[6] = 0.2916*c0;
    out[10] = 2.6244000000000001*c0;
    return PARAMOD_EVAL_OK;
}

static paramod_eval sneyd_observe_by_parameter(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    out[14] = 1;
    return PARAMOD_EVAL_OK;
}

static const problem_experiment sneyd_experiments[] = {
    { 15, sneyd_times_0, 14, sneyd_active_0, 15, sneyd_data_0 },
    { 15, sneyd_times_1, 14, sneyd_active_1, 15, sneyd_data_1 },
    { 15, sneyd_times_2, 14, sneyd_active_2, 15, sneyd_data_2 },
    { 15, sneyd_times_3, 14, sneyd_active_3, 15, sneyd_data_3 },
    { 15, sneyd_times_4, 14, sneyd_active_4, 15, sneyd_data_4 },
    { 15, sneyd_times_5, 14, sneyd_active_5, 15, sneyd_data_5 },
    { 15, sneyd_times_6, 14, sneyd_active_6, 15, sneyd_data_6 },
    { 15, sneyd_times_7, 14, sneyd_active_7, 15, sneyd_data_7 },
    { 15, sneyd_times_8, 14, sneyd_active_8, 15, sneyd_data_8 },
};
static const double sneyd_nominal[] = { 3.72721095730996, 99999.9999999908, 15.7453406923706, 99938.2576283144, 0.923924728172173, 0.001002494725324, 1.91463005974811, 3079.20732487903, 0.940077018858089, 2.85837713545253, 99999.9999999908, 0.347664459128102, 0.01388020361713, 0.001, 0.022665679544462 };
static const double sneyd_eigenvalues[] = { 11718.565862144213, 4424.460991877042, 3519.3345194746316, 1431.5124898291685, 358.19077937816195, 80.22884609549975, 61.991491719369186, 22.838706226830766, 5.7652914798312445, 0.00011093150964140049, 8.263283843751532e-07, 3.0865067829953787e-10, 2.1788571098035e-14, 1.2992921950428945e-26, 1.5445123262437924e-30 };
static const double sneyd_eigenvalues_2[] = { 11718.565861724566, 4424.460990768314, 3519.334519421148, 1431.512489829168, 358.1907793749704, 80.22884609225964, 61.99149170990254, 22.83870622429902, 5.765291479916532, 0.0001109315096363093, 8.263283843923829e-07, 3.08650678242664e-10, 2.17885711150391e-14, 1.382632170966989e-26, 9.45861131165806e-31 }; 

/* ---- cascade20 ---- */

static const double cascade20_times_0[] = { 2.5, 5.0, 7.5, 10.0, 12.5, 15.0, 17.5, 20.0, 22.5, 25.0, 27.5, 30.0, 32.5, 35.0, 37.5, 40.0, 42.5, 45.0, 47.5, 50.0 };
static const problem_datum cascade20_data_0[] = {
    { 0, 0, -1, 0.05, 0.0 },
    { 0, 1, -1, 0.05, 0.0 },
    { 0, 2, -1, 0.05, 0.0 },
    { 0, 3, -1, 0.05, 0.0 },
    { 0, 4, -1, 0.05, 0.0 },
    { 1, 0, -1, 0.05, 0.0 },
    { 1, 1, -1, 0.05, 0.0 },
    { 1, 2, -1, 0.05, 0.0 },
    { 1, 3, -1, 0.05, 0.0 },
    { 1, 4, -1, 0.05, 0.0 },
    { 2, 0, -1, 0.05, 0.0 },
    { 2, 1, -1, 0.05, 0.0 },
    { 2, 2, -1, 0.05, 0.0 },
    { 2, 3, -1, 0.05, 0.0 },
    { 2, 4, -1, 0.05, 0.0 },
    { 3, 0, -1, 0.05, 0.0 },
    { 3, 1, -1, 0.05, 0.0 },
    { 3, 2, -1, 0.05, 0.0 },
    { 3, 3, -1, 0.05, 0.0 },
    { 3, 4, -1, 0.05, 0.0 },
    { 4, 0, -1, 0.05, 0.0 },
    { 4, 1, -1, 0.05, 0.0 },
    { 4, 2, -1, 0.05, 0.0 },
    { 4, 3, -1, 0.05, 0.0 },
    { 4, 4, -1, 0.05, 0.0 },
    { 5, 0, -1, 0.05, 0.0 },
    { 5, 1, -1, 0.05, 0.0 },
    { 5, 2, -1, 0.05, 0.0 },
    { 5, 3, -1, 0.05, 0.0 },
    { 5, 4, -1, 0.05, 0.0 },
    { 6, 0, -1, 0.05, 0.0 },
    { 6, 1, -1, 0.05, 0.0 },
    { 6, 2, -1, 0.05, 0.0 },
    { 6, 3, -1, 0.05, 0.0 },
    { 6, 4, -1, 0.05, 0.0 },
    { 7, 0, -1, 0.05, 0.0 },
    { 7, 1, -1, 0.05, 0.0 },
    { 7, 2, -1, 0.05, 0.0 },
    { 7, 3, -1, 0.05, 0.0 },
    { 7, 4, -1, 0.05, 0.0 },
    { 8, 0, -1, 0.05, 0.0 },
    { 8, 1, -1, 0.05, 0.0 },
    { 8, 2, -1, 0.05, 0.0 },
    { 8, 3, -1, 0.05, 0.0 },
    { 8, 4, -1, 0.05, 0.0 },
    { 9, 0, -1, 0.05, 0.0 },
    { 9, 1, -1, 0.05, 0.0 },
    { 9, 2, -1, 0.05, 0.0 },
    { 9, 3, -1, 0.05, 0.0 },
    { 9, 4, -1, 0.05, 0.0 },
    { 10, 0, -1, 0.05, 0.0 },
    { 10, 1, -1, 0.05, 0.0 },
    { 10, 2, -1, 0.05, 0.0 },
    { 10, 3, -1, 0.05, 0.0 },
    { 10, 4, -1, 0.05, 0.0 },
    { 11, 0, -1, 0.05, 0.0 },
    { 11, 1, -1, 0.05, 0.0 },
    { 11, 2, -1, 0.05, 0.0 },
    { 11, 3, -1, 0.05, 0.0 },
    { 11, 4, -1, 0.05, 0.0 },
    { 12, 0, -1, 0.05, 0.0 },
    { 12, 1, -1, 0.05, 0.0 },
    { 12, 2, -1, 0.05, 0.0 },
    { 12, 3, -1, 0.05, 0.0 },
    { 12, 4, -1, 0.05, 0.0 },
    { 13, 0, -1, 0.05, 0.0 },
    { 13, 1, -1, 0.05, 0.0 },
    { 13, 2, -1, 0.05, 0.0 },
    { 13, 3, -1, 0.05, 0.0 },
    { 13, 4, -1, 0.05, 0.0 },
    { 14, 0, -1, 0.05, 0.0 },
    { 14, 1, -1, 0.05, 0.0 },
    { 14, 2, -1, 0.05, 0.0 },
    { 14, 3, -1, 0.05, 0.0 },
    { 14, 4, -1, 0.05, 0.0 },
    { 15, 0, -1, 0.05, 0.0 },
    { 15, 1, -1, 0.05, 0.0 },
    { 15, 2, -1, 0.05, 0.0 },
    { 15, 3, -1, 0.05, 0.0 },
    { 15, 4, -1, 0.05, 0.0 },
    { 16, 0, -1, 0.05, 0.0 },
    { 16, 1, -1, 0.05, 0.0 },
    { 16, 2, -1, 0.05, 0.0 },
    { 16, 3, -1, 0.05, 0.0 },
    { 16, 4, -1, 0.05, 0.0 },
    { 17, 0, -1, 0.05, 0.0 },
    { 17, 1, -1, 0.05, 0.0 },
    { 17, 2, -1, 0.05, 0.0 },
    { 17, 3, -1, 0.05, 0.0 },
    { 17, 4, -1, 0.05, 0.0 },
    { 18, 0, -1, 0.05, 0.0 },
    { 18, 1, -1, 0.05, 0.0 },
    { 18, 2, -1, 0.05, 0.0 },
    { 18, 3, -1, 0.05, 0.0 },
    { 18, 4, -1, 0.05, 0.0 },
    { 19, 0, -1, 0.05, 0.0 },
    { 19, 1, -1, 0.05, 0.0 },
    { 19, 2, -1, 0.05, 0.0 },
    { 19, 3, -1, 0.05, 0.0 },
    { 19, 4, -1, 0.05, 0.0 },
};
static const size_t cascade20_active_0[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29 };
static paramod_eval cascade20_rate(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    const double c0 = 1.0/(y[19] + 1);
    const double c1 = theta[0]*y[0]/(theta[20] + y[0]);
    const double c2 = theta[1]*y[1]/(theta[21] + y[1]);
    const double c3 = theta[2]*y[2]/(theta[22] + y[2]);
    const double c4 = theta[3]*y[3]/(theta[23] + y[3]);
    const double c5 = theta[4]*y[4]/(theta[24] + y[4]);
    const double c6 = theta[5]*y[5]/(theta[25] + y[5]);
    const double c7 = theta[6]*y[6]/(theta[26] + y[6]);
    const double c8 = theta[7]*y[7]/(theta[27] + y[7]);
    const double c9 = -theta[8]*y[8]/(theta[28] + y[8]);
    const double c10 = theta[9]*y[9]/(theta[29] + y[9]);
    const double c11 = theta[10]*y[10]/(y[10] + 1);
    const double c12 = theta[11]*y[11]/(y[11] + 1);
    const double c13 = theta[12]*y[12]/(y[12] + 1);
    const double c14 = theta[13]*y[13]/(y[13] + 1);
    const double c15 = theta[14]*y[14]/(y[14] + 1);
    const double c16 = theta[15]*y[15]/(y[15] + 1);
    const double c17 = theta[16]*y[16]/(y[16] + 1);
    const double c18 = theta[17]*y[17]/(y[17] + 1);
    const double c19 = theta[18]*y[18]/(y[18] + 1);
    out[0] = c0 - c1;
    out[1] = c1 - c2;
    out[2] = c2 - c3;
    out[3] = c3 - c4;
    out[4] = c4 - c5;
    out[5] = c5 - c6;
    out[6] = c6 - c7;
    out[7] = c7 - c8;
    out[8] = c8 + c9;
    out[9] = -c10 - c9;
    out[10] = c10 - c11;
    out[11] = c11 - c12;
    out[12] = c12 - c13;
    out[13] = c13 - c14;
    out[14] = c14 - c15;
    out[15] = c15 - c16;
    out[16] = c16 - c17;
    out[17] = c17 - c18;
    out[18] = c18 - c19;
    out[19] = -c0*theta[19]*y[19] + c19;
    return PARAMOD_EVAL_OK;
}

static paramod_eval cascade20_by_state(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    const double c0 = theta[20] + y[0];
    const double c1 = theta[0]*y[0]/power2(c0) - theta[0]/c0;
    const double c2 = y[19] + 1;
    const double c3 = 1.0/power2(c2);
    const double c4 = theta[21] + y[1];
    const double c5 = theta[1]*y[1]/power2(c4) - theta[1]/c4;
    const double c6 = theta[22] + y[2];
    const double c7 = theta[2]*y[2]/power2(c6) - theta[2]/c6;
    const double c8 = theta[23] + y[3];
    const double c9 = theta[3]*y[3]/power2(c8) - theta[3]/c8;
    const double c10 = theta[24] + y[4];
    const double c11 = theta[4]*y[4]/power2(c10) - theta[4]/c10;
    const double c12 = theta[25] + y[5];
    const double c13 = theta[5]*y[5]/power2(c12) - theta[5]/c12;
    const double c14 = theta[26] + y[6];
    const double c15 = theta[6]*y[6]/power2(c14) - theta[6]/c14;
    const double c16 = theta[27] + y[7];
    const double c17 = theta[7]*y[7]/power2(c16) - theta[7]/c16;
    const double c18 = theta[28] + y[8];
    const double c19 = theta[8]*y[8]/power2(c18) - theta[8]/c18;
    const double c20 = theta[29] + y[9];
    const double c21 = theta[9]*y[9]/power2(c20) - theta[9]/c20;
    const double c22 = y[10] + 1;
    const double c23 = theta[10]*y[10]/power2(c22) - theta[10]/c22;
    const double c24 = y[11] + 1;
    const double c25 = theta[11]*y[11]/power2(c24) - theta[11]/c24;
    const double c26 = y[12] + 1;
    const double c27 = theta[12]*y[12]/power2(c26) - theta[12]/c26;
    const double c28 = y[13] + 1;
    const double c29 = theta[13]*y[13]/power2(c28) - theta[13]/c28;
    const double c30 = y[14] + 1;
    const double c31 = theta[14]*y[14]/power2(c30) - theta[14]/c30;
    const double c32 = y[15] + 1;
    const double c33 = theta[15]*y[15]/power2(c32) - theta[15]/c32;
    const double c34 = y[16] + 1;
    const double c35 = theta[16]*y[16]/power2(c34) - theta[16]/c34;
    const double c36 = y[17] + 1;
    const double c37 = theta[17]*y[17]/power2(c36) - theta[17]/c36;
    const double c38 = y[18] + 1;
    const double c39 = theta[18]*y[18]/power2(c38) - theta[18]/c38;
    out[0] = c1;
    out[19] = -c3;
    out[20] = -c1;
    out[21] = c5;
    out[41] = -c5;
    out[42] = c7;
    out[62] = -c7;
    out[63] = c9;
    out[83] = -c9;
    out[84] = c11;
    out[104] = -c11;
    out[105] = c13;
    out[125] = -c13;
    out[126] = c15;
    out[146] = -c15;
    out[147] = c17;
    out[167] = -c17;
    out[168] = c19;
    out[188] = -c19;
    out[189] = c21;
    out[209] = -c21;
    out[210] = c23;
    out[230] = -c23;
    out[231] = c25;
    out[251] = -c25;
    out[252] = c27;
    out[272] = -c27;
    out[273] = c29;
    out[293] = -c29;
    out[294] = c31;
    out[314] = -c31;
    out[315] = c33;
    out[335] = -c33;
    out[336] = c35;
    out[356] = -c35;
    out[357] = c37;
    out[377] = -c37;
    out[378] = c39;
    out[398] = -c39;
    out[399] = c3*theta[19]*y[19] - theta[19]/c2;
    return PARAMOD_EVAL_OK;
}

static paramod_eval cascade20_by_parameter(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    const double c0 = theta[20] + y[0];
    const double c1 = y[0]/c0;
    const double c2 = theta[0]*y[0]/power2(c0);
    const double c3 = theta[21] + y[1];
    const double c4 = y[1]/c3;
    const double c5 = theta[1]*y[1]/power2(c3);
    const double c6 = theta[22] + y[2];
    const double c7 = y[2]/c6;
    const double c8 = theta[2]*y[2]/power2(c6);
    const double c9 = theta[23] + y[3];
    const double c10 = y[3]/c9;
    const double c11 = theta[3]*y[3]/power2(c9);
    const double c12 = theta[24] + y[4];
    const double c13 = y[4]/c12;
    const double c14 = theta[4]*y[4]/power2(c12);
    const double c15 = theta[25] + y[5];
    const double c16 = y[5]/c15;
    const double c17 = theta[5]*y[5]/power2(c15);
    const double c18 = theta[26] + y[6];
    const double c19 = y[6]/c18;
    const double c20 = theta[6]*y[6]/power2(c18);
    const double c21 = theta[27] + y[7];
    const double c22 = y[7]/c21;
    const double c23 = theta[7]*y[7]/power2(c21);
    const double c24 = theta[28] + y[8];
    const double c25 = y[8]/c24;
    const double c26 = theta[8]*y[8]/power2(c24);
    const double c27 = theta[29] + y[9];
    const double c28 = y[9]/c27;
    const double c29 = theta[9]*y[9]/power2(c27);
    const double c30 = y[10]/(y[10] + 1);
    const double c31 = y[11]/(y[11] + 1);
    const double c32 = y[12]/(y[12] + 1);
    const double c33 = y[13]/(y[13] + 1);
    const double c34 = y[14]/(y[14] + 1);
    const double c35 = y[15]/(y[15] + 1);
    const double c36 = y[16]/(y[16] + 1);
    const double c37 = y[17]/(y[17] + 1);
    const double c38 = y[18]/(y[18] + 1);
    out[0] = -c1;
    out[20] = c2;
    out[30] = c1;
    out[31] = -c4;
    out[50] = -c2;
    out[51] = c5;
    out[61] = c4;
    out[62] = -c7;
    out[81] = -c5;
    out[82] = c8;
    out[92] = c7;
    out[93] = -c10;
    out[112] = -c8;
    out[113] = c11;
    out[123] = c10;
    out[124] = -c13;
    out[143] = -c11;
    out[144] = c14;
    out[154] = c13;
    out[155] = -c16;
    out[174] = -c14;
    out[175] = c17;
    out[185] = c16;
    out[186] = -c19;
    out[205] = -c17;
    out[206] = c20;
    out[216] = c19;
    out[217] = -c22;
    out[236] = -c20;
    out[237] = c23;
    out[247] = c22;
    out[248] = -c25;
    out[267] = -c23;
    out[268] = c26;
    out[278] = c25;
    out[279] = -c28;
    out[298] = -c26;
    out[299] = c29;
    out[309] = c28;
    out[310] = -c30;
    out[329] = -c29;
    out[340] = c30;
    out[341] = -c31;
    out[371] = c31;
    out[372] = -c32;
    out[402] = c32;
    out[403] = -c33;
    out[433] = c33;
    out[434] = -c34;
    out[464] = c34;
    out[465] = -c35;
    out[495] = c35;
    out[496] = -c36;
    out[526] = c36;
    out[527] = -c37;
    out[557] = c37;
    out[558] = -c38;
    out[588] = c38;
    out[589] = -y[19]/(y[19] + 1);
    return PARAMOD_EVAL_OK;
}

static paramod_eval cascade20_initial(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;

    return PARAMOD_EVAL_OK;
}

static paramod_eval cascade20_initial_by_parameter(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;

    return PARAMOD_EVAL_OK;
}

static paramod_eval cascade20_observe(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    out[0] = y[0];
    out[1] = y[4];
    out[2] = y[9];
    out[3] = y[14];
    out[4] = y[19];
    return PARAMOD_EVAL_OK;
}

static paramod_eval cascade20_observe_by_state(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;
    out[0] = 1;
    out[24] = 1;
    out[49] = 1;
    out[74] = 1;
    out[99] = 1;
    return PARAMOD_EVAL_OK;
}

static paramod_eval cascade20_observe_by_parameter(const paramod_ode_point *at, double *out, void *data)
{
    const double *const y = at->y, *const theta = at->theta;

    (void)y, (void)theta, (void)out, (void)data;

    return PARAMOD_EVAL_OK;
}

static const problem_experiment cascade20_experiments[] = {
    { 20, cascade20_times_0, 30, cascade20_active_0, 100, cascade20_data_0 },
};
static const double cascade20_nominal[] = { 1.5, 2.2, 1.8, 2.5, 2.1, 1.7, 2.4, 2.0, 1.6, 2.3, 1.9, 1.5, 2.2, 1.8, 2.5, 2.1, 1.7, 2.4, 2.0, 1.6, 0.5, 0.8, 1.1, 0.7, 1.0, 0.6, 0.9, 0.5, 0.8, 1.1 };
static const double cascade20_eigenvalues[] = { 76211.62702016126, 52915.80818470574, 35527.12601994121, 28615.53548991494, 16348.918188422573, 10013.037916635525, 1331.4539134671186, 455.20309252158137, 291.57284479931667, 188.48404224395745, 94.63904741156038, 69.5782533028586, 39.928461430099034, 12.695617870314436, 5.355348278320756, 1.956047572618405, 1.1304833881729364, 0.6769906748179474, 0.18430098627396346, 0.07814710820697685, 0.036693303175775245, 0.005569728024765609, 0.004631937488148879, 0.0020362261018518845, 0.000782100116198423, 0.0006192702680933428, 0.000420697042602374, 0.0002588493301640426, 0.0001757708616910712, 3.305719755651812e-06 };
static const double cascade20_eigenvalues_2[] = { 76211.62702016126, 52915.80818470574, 35527.12601994121, 28615.53548991494, 16348.918188422573, 10013.037916635525, 1331.4539134671186, 455.20309252158137, 291.57284479931667, 188.48404224395745, 94.63904741156038, 69.5782533028586, 39.928461430099034, 12.695617870314436, 5.355348278320756, 1.956047572618405, 1.1304833881729364, 0.6769906748179474, 0.18430098627396346, 0.07814710820697685, 0.036693303175775245, 0.005569728024765609, 0.004631937488148879, 0.0020362261018518845, 0.000782100116198423, 0.0006192702680933428, 0.000420697042602374, 0.0002588493301640426, 0.0001757708616910712, 3.305719755651812e-06 }; 

const problem problems[] = {
    { "Boehm",
      { .size = sizeof(paramod_ode_system), .states = 8, .parameters = 9, .observables = 6,
        .rate = boehm_rate, .state_jacobian = boehm_by_state,
        .parameter_jacobian = boehm_by_parameter,
        .initial = boehm_initial, .initial_jacobian = boehm_initial_by_parameter,
        .observe = boehm_observe, .observe_state_jacobian = boehm_observe_by_state,
        .observe_parameter_jacobian = boehm_observe_by_parameter },
      boehm_nominal, 1, boehm_experiments,
      -138.22199774220593, boehm_eigenvalues, boehm_eigenvalues_2 },
    { "Bruno",
      { .size = sizeof(paramod_ode_system), .states = 7, .parameters = 13, .observables = 5,
        .rate = bruno_rate, .state_jacobian = bruno_by_state,
        .parameter_jacobian = bruno_by_parameter,
        .initial = bruno_initial, .initial_jacobian = bruno_initial_by_parameter,
        .observe = bruno_observe, .observe_state_jacobian = bruno_observe_by_state,
        .observe_parameter_jacobian = bruno_observe_by_parameter },
      bruno_nominal, 6, bruno_experiments,
      46.68818143076165, bruno_eigenvalues, bruno_eigenvalues_2 },
    { "Crauste",
      { .size = sizeof(paramod_ode_system), .states = 5, .parameters = 12, .observables = 4,
        .rate = crauste_rate, .state_jacobian = crauste_by_state,
        .parameter_jacobian = crauste_by_parameter,
        .initial = crauste_initial, .initial_jacobian = crauste_initial_by_parameter,
        .observe = crauste_observe, .observe_state_jacobian = crauste_observe_by_state,
        .observe_parameter_jacobian = crauste_observe_by_parameter },
      crauste_nominal, 1, crauste_experiments,
      -190.96397757574493, crauste_eigenvalues, crauste_eigenvalues_2 },
    { "Sneyd",
      { .size = sizeof(paramod_ode_system), .states = 6, .parameters = 15, .observables = 2,
        .rate = sneyd_rate, .state_jacobian = sneyd_by_state,
        .parameter_jacobian = sneyd_by_parameter,
        .initial = sneyd_initial, .initial_jacobian = sneyd_initial_by_parameter,
        .observe = sneyd_observe, .observe_state_jacobian = sneyd_observe_by_state,
        .observe_parameter_jacobian = sneyd_observe_by_parameter },
      sneyd_nominal, 9, sneyd_experiments,
      319.7917770393586, sneyd_eigenvalues, sneyd_eigenvalues_2 },
    { "cascade20",
      { .size = sizeof(paramod_ode_system), .states = 20, .parameters = 30, .observables = 5,
        .rate = cascade20_rate, .state_jacobian = cascade20_by_state,
        .parameter_jacobian = cascade20_by_parameter,
        .initial = cascade20_initial, .initial_jacobian = cascade20_initial_by_parameter,
        .observe = cascade20_observe, .observe_state_jacobian = cascade20_observe_by_state,
        .observe_parameter_jacobian = cascade20_observe_by_parameter },
      cascade20_nominal, 1, cascade20_experiments,
      -4977.795281415225, cascade20_eigenvalues, cascade20_eigenvalues_2 },
};
const size_t problem_count = sizeof problems / sizeof problems[0];
