/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The subproblem: optimality conditions of More and Sorensen (1983) on random,
 * indefinite, singular and hard instances. */

#include <float.h>
#include <math.h>

#include "linalg/dense_impl.h"
#include "optim/trust_impl.h"
#include "support/support.h"

enum { K = 5 };

typedef struct instance {
    paramod_i_model *q;
    paramod_i_step step;
    double y[K], s[K];
} instance;

static void open(instance *in)
{
    CU_ASSERT_EQUAL_FATAL(paramod_i_model_create(K, &in->q), PARAMOD_OK);
    in->step = (paramod_i_step){ .y = in->y, .s = in->s };
    for (size_t j = 0; j < K; j++) {
        in->q->scale[j] = ldexp(1.0, (int)j - 2);
        for (size_t i = 0; i < K; i++)
            in->q->basis[i + j * K] = i == j;
    }
}

/* With the negligible curvature that goes with the largest one. */
static void set(paramod_i_model *q, const double *w, const double *slope)
{
    double largest = 0.0;

    for (size_t i = 0; i < K; i++) {
        q->curvature[i] = w[i];
        q->slope[i] = slope[i];
        largest = fmax(largest, fabs(w[i]));
    }
    q->negligible = K * DBL_EPSILON * largest;
    paramod_i_model_finish(q);
}

static double model(const paramod_i_model *q, const double *y)
{
    double sum = 0.0;

    for (size_t i = 0; i < K; i++)
        sum += y[i] * (q->slope[i] + 0.5 * q->curvature[i] * y[i]);
    return sum;
}

/* (W + lambda) y = -slope, W + lambda >= 0, lambda (radius - |y|) = 0, and the
 * fall is that of the model. */
static void check_optimality(const instance *in, double radius)
{
    const paramod_i_model *q = in->q;
    const paramod_i_step *step = &in->step;
    double size = 0.0;

    for (size_t i = 0; i < K; i++)
        size = fmax(size, fabs(q->slope[i]) + fabs(q->curvature[i]) * radius);
    for (size_t i = 0; i < K; i++) {
        const double w = q->curvature[i] + step->lambda;

        CU_ASSERT(fabs(w * in->y[i] + q->slope[i]) <= 1e-12 * size);
        CU_ASSERT(w >= -q->negligible);
        CU_ASSERT_EQUAL(in->s[i], in->y[i] / q->scale[i]);
    }
    CU_ASSERT(step->lambda >= 0.0);
    CU_ASSERT(step->length <= 1.001 * radius * (1.0 + 1e-12));
    CU_ASSERT(step->full == (step->lambda == 0.0) ||
              step->length >= radius * (1.0 - 1e-12));
    CU_ASSERT(step->lambda == 0.0 || step->length >= radius * (1.0 - 1e-12));
    CU_ASSERT(fabs(step->predicted + model(q, in->y)) <= 1e-12 * size * radius);
}

static void test_random_instances_are_optimal(void)
{
    instance in;

    open(&in);
    for (long r = rounds(5000); r > 0; r--) {
        const double radius = exp(12.0 * (uniform() - 0.5));
        double w[K], slope[K];

        for (size_t i = 0; i < K; i++) {
            w[i] = (uniform() < 0.7 ? 1.0 : -1.0) * exp(10.0 * (uniform() - 0.5));
            slope[i] = uniform() < 0.2 ? 0.0 : 2.0 * uniform() - 1.0;
        }
        set(in.q, w, slope);
        paramod_i_trust_step(in.q, radius, &in.step);
        check_optimality(&in, radius);
    }
    paramod_i_model_destroy(in.q);
}

/* The most negative direction has no slope: a step to the boundary along it. */
static void test_hard_case(void)
{
    const double w[K] = { -2.0, 1.0, 3.0, -1.0, 0.5 };
    const double slope[K] = { 0.0, 0.1, -0.2, 0.1, 0.0 };
    const double none[K] = { 0.0, 0.0, 0.0, 0.0, 0.0 };
    instance in;

    open(&in);
    set(in.q, w, slope);
    paramod_i_trust_step(in.q, 3.0, &in.step);
    check_optimality(&in, 3.0);
    CU_ASSERT_EQUAL(in.step.lambda, 2.0);
    CU_ASSERT_DOUBLE_EQUAL(in.step.length, 3.0, 1e-14);
    CU_ASSERT(fabs(in.y[0]) > 2.9);
    CU_ASSERT_FALSE(paramod_i_model_is_convex(in.q));

    set(in.q, w, none);
    paramod_i_trust_step(in.q, 0.5, &in.step);
    CU_ASSERT_EQUAL(fabs(in.y[0]), 0.5);
    CU_ASSERT_EQUAL(in.step.predicted, 0.25);
    paramod_i_model_destroy(in.q);
}

/* Flat directions get no step, sloping ones without curvature all of it. */
static void test_singular_models(void)
{
    const double w[K] = { 0.0, 1.0, 2.0, 0.0, 4.0 };
    const double flat[K] = { 0.0, 1.0, 1.0, 0.0, 1.0 };
    const double sloping[K] = { 1.0, 1.0, 1.0, 0.0, 1.0 };
    instance in;

    open(&in);
    set(in.q, w, flat);
    paramod_i_trust_step(in.q, 1e6, &in.step);
    CU_ASSERT_TRUE(in.step.full);
    CU_ASSERT(in.y[0] == 0.0 && in.y[3] == 0.0);
    CU_ASSERT(in.y[1] == -1.0 && in.y[2] == -0.5 && in.y[4] == -0.25);
    CU_ASSERT_EQUAL(in.q->decrement, 0.5 * (1.0 + 0.5 + 0.25));

    set(in.q, w, sloping);
    paramod_i_trust_step(in.q, 1e6, &in.step);
    CU_ASSERT_FALSE(in.step.full);
    CU_ASSERT_DOUBLE_EQUAL(in.y[0], -1e6, 1e3);
    check_optimality(&in, 1e6);
    paramod_i_model_destroy(in.q);
}

static void test_radius_follows_the_gain(void)
{
    const double w[K] = { 1.0, 1.0, 1.0, 1.0, 1.0 };
    const double slope[K] = { 3.0, 0.0, 0.0, 0.0, 0.0 };
    instance in;
    double gain;

    open(&in);
    set(in.q, w, slope);
    paramod_i_trust_step(in.q, 1.0, &in.step);
    gain = in.step.predicted;
    CU_ASSERT_DOUBLE_EQUAL(gain, 2.5, 1e-2);
    CU_ASSERT(paramod_i_trust_radius(in.q, &in.step, 1.0, gain) > 1.9);
    CU_ASSERT_EQUAL(paramod_i_trust_radius(in.q, &in.step, 1.0, 0.5 * gain), 1.0);
    CU_ASSERT(paramod_i_trust_radius(in.q, &in.step, 1.0, 0.1 * gain) <= 0.51);
    CU_ASSERT_DOUBLE_EQUAL(paramod_i_trust_radius(in.q, &in.step, 1.0, -1e9), 0.1,
                           1e-3);
    CU_ASSERT_DOUBLE_EQUAL(paramod_i_trust_radius(in.q, &in.step, 1.0, NAN), 0.25,
                           1e-3);
    paramod_i_model_destroy(in.q);
}

static void test_scale_follows_growth_at_once(void)
{
    CU_ASSERT_EQUAL(paramod_i_scale(0.0, 0.6, 3.0, 9.0), 3.0);
    CU_ASSERT_EQUAL(paramod_i_scale(3.0, 0.6, 30.0, 9.0), 30.0);
    CU_ASSERT_EQUAL(paramod_i_scale(10.0, 0.5, 0.0, 9.0), 5.0);
    CU_ASSERT_EQUAL(paramod_i_scale(0.0, 0.6, 0.0, -8.0), 0.125);
    CU_ASSERT_EQUAL(paramod_i_scale(0.0, 0.6, 0.0, 0.0), 1.0);
    CU_ASSERT_EQUAL(paramod_i_scale(0.0, 0.6, 1e300, 0.0), 1e140);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "random instances are optimal", test_random_instances_are_optimal },
        { "hard case", test_hard_case },
        { "singular models", test_singular_models },
        { "radius follows the gain", test_radius_follows_the_gain },
        { "scale follows growth at once", test_scale_follows_growth_at_once },
        CU_TEST_INFO_NULL
    };

    return run_tests("trust", tests);
}
