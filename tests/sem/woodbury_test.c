/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Inverses and weights through the latent variables against dense ones. */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/random.h>
#include <paramod/sem.h>

#include "linalg/cholesky_impl.h"
#include "sem/gemm_impl.h"
#include "sem/woodbury_impl.h"
#include "support/support.h"

enum { MOST = 60, CALL = 4096 };

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

typedef struct shape {
    size_t factors, each;
    bool means, cross, blocks, second; /* cross loadings; error covariances;
                                          a factor of factors */
} shape;

static paramod_sem_model *make_model(const shape *s)
{
    paramod_sem_model_options options = { .size = sizeof options };
    paramod_sem_model *model = NULL;
    char text[CALL], *at = text;

    for (size_t f = 0; f < s->factors; f++) {
        at += sprintf(at, "f%zu =~ ", f);
        for (size_t j = 0; j < s->each; j++)
            at += sprintf(at, "%sy%zu", j > 0 ? " + " : "", f * s->each + j);
        if (s->cross && f > 0)
            at += sprintf(at, " + y%zu", (f - 1) * s->each + 1);
        at += sprintf(at, "\n");
    }
    for (size_t f = 0; s->blocks && f + 1 < s->factors; f++)
        at += sprintf(at, "y%zu ~~ y%zu\ny%zu ~~ y%zu\n", f * s->each, (f + 1) * s->each,
                      f * s->each + 2, f * s->each + 3);
    for (size_t f = 0; s->second && f < s->factors; f++)
        at += sprintf(at, "%s f%zu%s", f == 0 ? "g =~" : " +", f,
                      f + 1 == s->factors ? "\n" : "");
    options.means = s->means ? 1 : 2;
    MUST(paramod_sem_model_create(text, &options, &model));
    return model;
}

/* A point where Sigma is positive definite: diagonals dominate. */
static void draw(const paramod_i_ram *ram, paramod_random *random, double least,
                 double *theta)
{
    for (size_t c = 0; c < ram->free; c++) {
        const paramod_i_cell *const cell = ram->cell + c;
        const double x = paramod_random_normal(random);

        theta[cell->parameter] = cell->directed         ? x
                                 : cell->i != cell->j   ? 0.02 * x
                                 : least + 0.3 + fabs(x);
    }
    for (size_t r = 0; r < ram->p; r++)
        ram->centre[r] = paramod_random_normal(random);
}

static void draw_target(size_t w, size_t p, paramod_random *random, double *target)
{
    static double x[MOST * MOST];

    for (size_t i = 0; i < w * w; i++)
        x[i] = paramod_random_normal(random) / sqrt((double)w);
    paramod_i_gemm_transposed(w, w, w, x, x, target);
    if (w > p)
        target[w * w - 1] = 1.0;
}

static double largest_difference(size_t n, const double *x, const double *y)
{
    double difference = 0.0, size = 0.0;

    for (size_t i = 0; i < n; i++) {
        difference = fmax(difference, fabs(x[i] - y[i]));
        size = fmax(size, fabs(y[i]));
    }
    return difference / size;
}

/* Returns the largest relative difference from dense algebra. */
static double compare(paramod_i_woodbury *woodbury, const paramod_i_ram *ram,
                      paramod_random *random)
{
    static double l[MOST * MOST], dense[MOST * MOST], metric[MOST * MOST];
    static double target[MOST * MOST], W[MOST * MOST], product[MOST * MOST];
    const size_t w = ram->width;
    double log_det, exact, worst;

    CU_ASSERT_EQUAL_FATAL(paramod_i_woodbury_invert(woodbury, metric, &log_det),
                          PARAMOD_I_WOODBURY_FINE);
    (void)memcpy(l, ram->sigma, w * w * sizeof *l);
    CU_ASSERT_FATAL(paramod_i_cholesky(w, l));
    paramod_i_cholesky_inverse(w, l, dense);
    exact = paramod_i_cholesky_log_det(w, l);
    worst = fmax(largest_difference(w * w, metric, dense),
                 fabs(log_det - exact) / (1.0 + fabs(exact)));
    draw_target(w, ram->p, random, target);
    paramod_i_woodbury_weight(woodbury, metric, target, W);
    paramod_i_gemm(w, w, w, target, dense, product);
    paramod_i_gemm(w, w, w, dense, product, l);
    for (size_t i = 0; i < w * w; i++)
        l[i] = dense[i] - l[i];
    return fmax(worst, largest_difference(w * w, W, l));
}

static const shape shapes[] = {
    { .factors = 3, .each = 8 }, { .factors = 4, .each = 10, .means = true },
    { .factors = 5, .each = 6, .cross = true },
    { .factors = 4, .each = 7, .blocks = true, .means = true },
    { .factors = 5, .each = 8, .blocks = true, .cross = true, .second = true },
    { .factors = 6, .each = 8, .means = true, .second = true },
    { .factors = 1, .each = 24 },
};

static void test_agreement(void)
{
    const long seed = rounds(12);
    double worst = 0.0;

    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        paramod_sem_model *const model = make_model(shapes + i);
        paramod_i_ram *ram = NULL;
        paramod_i_woodbury *woodbury = NULL;
        double theta[4 * MOST];

        MUST(paramod_i_ram_create(model, 0, false, "test", &ram));
        MUST(paramod_i_woodbury_create(ram, "test", &woodbury));
        CU_ASSERT_PTR_NOT_NULL_FATAL(woodbury);
        for (long r = 0; r < seed; r++) {
            paramod_random random = paramod_random_stream(31 + i, (uint64_t)r);

            draw(ram, &random, 0.0, theta);
            CU_ASSERT_FATAL(paramod_i_ram_evaluate(ram, theta));
            worst = fmax(worst, compare(woodbury, ram, &random));
        }
        paramod_i_woodbury_destroy(woodbury);
        paramod_i_ram_destroy(ram);
        paramod_sem_model_destroy(model);
    }
    printf("worst %.1e ... ", worst);
    CU_ASSERT(worst < 1e-12);
}

/* What the structure cannot do is told, never computed badly. */
static void test_endings(void)
{
    static const shape one = { .factors = 3, .each = 8 };
    paramod_random random = paramod_random_stream(7, 7);
    paramod_sem_model *const model = make_model(&one);
    paramod_i_ram *ram = NULL;
    paramod_i_woodbury *woodbury = NULL;
    static double metric[MOST * MOST];
    double theta[4 * MOST], log_det;
    size_t variance = 0, latent = 0;

    MUST(paramod_i_ram_create(model, 0, false, "test", &ram));
    MUST(paramod_i_woodbury_create(ram, "test", &woodbury));
    for (size_t c = 0; c < ram->free; c++)
        if (!ram->cell[c].directed && ram->cell[c].i == ram->cell[c].j)
            *(ram->cell[c].i < ram->k ? &latent : &variance) = ram->cell[c].parameter;
    draw(ram, &random, 0.5, theta);
    theta[latent] = -0.01; /* Sigma may still be positive definite */
    CU_ASSERT_FATAL(paramod_i_ram_evaluate(ram, theta));
    CU_ASSERT(compare(woodbury, ram, &random) < 1e-12);
    theta[latent] = -50.0;
    CU_ASSERT_FATAL(paramod_i_ram_evaluate(ram, theta));
    CU_ASSERT_EQUAL(paramod_i_woodbury_invert(woodbury, metric, &log_det),
                    PARAMOD_I_WOODBURY_INDEFINITE);
    theta[latent] = 1.0;
    for (int i = 0; i < 3; i++) {
        theta[variance] = (double[]){ 1e-9, 0.0, -0.1 }[i];
        CU_ASSERT_FATAL(paramod_i_ram_evaluate(ram, theta));
        CU_ASSERT_EQUAL(paramod_i_woodbury_invert(woodbury, metric, &log_det),
                        PARAMOD_I_WOODBURY_UNFIT);
    }
    theta[variance] = NAN;
    (void)paramod_i_ram_evaluate(ram, theta);
    CU_ASSERT_NOT_EQUAL(paramod_i_woodbury_invert(woodbury, metric, &log_det),
                        PARAMOD_I_WOODBURY_FINE);
    paramod_i_woodbury_destroy(woodbury);
    paramod_i_ram_destroy(ram);
    paramod_sem_model_destroy(model);
}

static bool has_structure(const char *text)
{
    paramod_sem_model *model = NULL;
    paramod_i_ram *ram = NULL;
    paramod_i_woodbury *woodbury = NULL;
    bool found;

    MUST(paramod_sem_model_create(text, NULL, &model));
    MUST(paramod_i_ram_create(model, 0, false, "test", &ram));
    MUST(paramod_i_woodbury_create(ram, "test", &woodbury));
    found = woodbury != NULL;
    paramod_i_woodbury_destroy(woodbury);
    paramod_i_ram_destroy(ram);
    paramod_sem_model_destroy(model);
    return found;
}

#define TWENTY_FOUR "f =~ a1+a2+a3+a4+a5+a6+a7+a8+b1+b2+b3+b4+b5+b6+b7+b8+" \
                    "c1+c2+c3+c4+c5+c6+c7+c8\n"

static void test_which_models_have_the_structure(void)
{
    CU_ASSERT(has_structure(TWENTY_FOUR));
    CU_ASSERT(has_structure(TWENTY_FOUR "a1 ~~ a2 + b1 + c1"));
    CU_ASSERT(!has_structure("f =~ a1 + a2 + a3"));            /* small */
    CU_ASSERT(!has_structure(TWENTY_FOUR "a1 ~ a2"));           /* a2 is no leaf */
    CU_ASSERT(!has_structure(TWENTY_FOUR "f ~~ a1"));           /* core and leaf */
    CU_ASSERT(!has_structure(TWENTY_FOUR                        /* a large block */
                             "a1 ~~ a2+a3+a4+a5+a6+a7+a8+b1+b2+b3+b4+b5+b6"));
}

static void test_every_allocation_may_fail(void)
{
    paramod_sem_model *const model = make_model(shapes);
    paramod_i_ram *ram = NULL;
    paramod_i_woodbury *woodbury = NULL;
    long allowed = 0;

    MUST(paramod_i_ram_create(model, 0, false, "test", &ram));
    for (;; allowed++) {
        paramod_status status;

        memory_allow(allowed);
        status = paramod_i_woodbury_create(ram, "test", &woodbury);
        memory_allow(-1);
        if (status == PARAMOD_OK)
            break;
        CU_ASSERT_EQUAL(status, PARAMOD_ERR_MEMORY);
        CU_ASSERT_PTR_NULL(woodbury);
    }
    CU_ASSERT_EQUAL(allowed, 3);
    paramod_i_woodbury_destroy(woodbury);
    paramod_i_ram_destroy(ram);
    paramod_sem_model_destroy(model);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "agreement with dense algebra", test_agreement },
        { "what cannot be done is told", test_endings },
        { "which models have the structure", test_which_models_have_the_structure },
        { "every allocation may fail", test_every_allocation_may_fail },
        CU_TEST_INFO_NULL,
    };

    return run_tests("inverse moments of factor models", tests);
}
