/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Products of columns with weights against plain sums, for every size around
 * the tiles' edges, and the terms of families against those by their hazards. */

#include <math.h>
#include <string.h>

#include "support/support.h"
#include "survival/product_impl.h"

enum { MOST = 12, FIRST = 8, SIDE = MOST + 1 };

/* A column is padded by a block, as those of data are. */
static double storage[2 * MOST][FIRST + 2 * PARAMOD_I_BLOCK];
static const double *column[2 * MOST];
static _Alignas(64) double weight[PARAMOD_I_WEIGHTS][PARAMOD_I_BLOCK];

static void draw(size_t count, paramod_random *random)
{
    (void)memset(weight, 0, sizeof weight);
    for (size_t j = 0; j < 2 * MOST; j++) {
        column[j] = storage[j];
        for (size_t r = 0; r < FIRST + PARAMOD_I_BLOCK; r++)
            storage[j][r] = paramod_random_normal(random);
    }
    for (size_t v = 0; v < PARAMOD_I_WEIGHTS; v++)
        for (size_t r = 0; r < count; r++)
            weight[v][r] = paramod_random_normal(random);
}

static paramod_i_columns some(size_t count, size_t columns, size_t from)
{
    return (paramod_i_columns){ .first = FIRST, .count = count,
                                .columns = columns, .z = column + from };
}

/* sum_r w[r] x_i[r] y_j[r]; an index of -1 is the constant 1. */
static double plain(size_t count, const double *w, int i, int j)
{
    double sum = 0.0;

    for (size_t r = 0; r < count; r++)
        sum += w[r] * (i < 0 ? 1.0 : column[i][FIRST + r]) *
               (j < 0 ? 1.0 : column[j][FIRST + r]);
    return sum;
}

static double lanes(const double *at)
{
    double sum = 0.0;

    for (size_t k = 0; k < PARAMOD_I_LANES; k++)
        sum += at[k];
    return sum;
}

/* All were 1 in each lane before; rounding of as many normal products. */
static void agrees(const double *at, double expected)
{
    CU_ASSERT_DOUBLE_EQUAL(lanes(at), (double)PARAMOD_I_LANES + expected, 1e-11);
}

static double sums[SIDE * SIDE * PARAMOD_I_LANES];

static void start_sums(void)
{
    for (size_t k = 0; k < sizeof sums / sizeof *sums; k++)
        sums[k] = 1.0;
}

static void check_square(size_t count, size_t columns)
{
    const paramod_i_columns x = some(count, columns, 0);
    const size_t uses = columns + 1;

    start_sums();
    paramod_i_product_square(&x, weight[0], sums);
    for (size_t i = 0; i < uses; i++)
        for (size_t j = i > 0 ? i : 1; j < uses; j++)
            agrees(sums + (i * uses + j) * PARAMOD_I_LANES,
                   plain(count, weight[0], (int)i - 1, (int)j - 1));
}

static void check_rectangle(size_t count, size_t columns, size_t columns2)
{
    const paramod_i_columns x = some(count, columns, 0);
    const paramod_i_columns y = some(count, columns2, MOST);

    start_sums();
    paramod_i_product_rectangle(&x, &y, weight[0], SIDE, sums);
    for (size_t i = 0; i < columns; i++)
        for (size_t j = 0; j < columns2; j++)
            agrees(sums + (i * SIDE + j) * PARAMOD_I_LANES,
                   plain(count, weight[0], (int)i, (int)(MOST + j)));
}

static void check_columns(size_t count, size_t columns, size_t weights)
{
    const paramod_i_columns x = some(count, columns, 0);
    paramod_i_weights w = { .count = weights };

    for (size_t v = 0; v < weights; v++) {
        w.w[v] = weight[v];
        w.stride[v] = 1 + v % 2;
        w.at[v] = sums + 2 * v * SIDE * PARAMOD_I_LANES;
    }
    start_sums();
    paramod_i_product_columns(&x, &w);
    for (size_t v = 0; v < weights; v++)
        for (size_t j = 0; j < columns; j++)
            agrees(w.at[v] + j * w.stride[v] * PARAMOD_I_LANES,
                   plain(count, weight[v], -1, (int)j));
}

static void check_eta(size_t count, size_t columns)
{
    const paramod_i_columns x = some(count, columns, 0);
    double eta[PARAMOD_I_BLOCK];

    paramod_i_product_eta(&x, 0.5, weight[1], weight[0], eta);
    for (size_t r = 0; r < count; r++) {
        double expected = 0.5 + weight[1][r];

        for (size_t j = 0; j < columns; j++)
            expected += weight[0][j] * column[j][FIRST + r];
        CU_ASSERT_DOUBLE_EQUAL(eta[r], expected, 1e-13);
    }
}

static void test_products_against_plain_sums(void)
{
    static const size_t counts[] = { 1, 7, 8, 61, PARAMOD_I_BLOCK };
    paramod_random random = paramod_random_stream(20, 1);

    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
        draw(counts[k], &random);
        for (size_t p = 0; p <= MOST; p++) {
            check_square(counts[k], p);
            check_rectangle(counts[k], p, (5 * p) % SIDE);
            check_columns(counts[k], p, p % PARAMOD_I_WEIGHTS + 1);
            if (counts[k] >= MOST)
                check_eta(counts[k], p);
        }
    }
}

static void test_sums_against_plain_sums(void)
{
    paramod_random random = paramod_random_stream(20, 2);
    const double *w[PARAMOD_I_WEIGHTS];
    double *at[PARAMOD_I_WEIGHTS];

    draw(100, &random);
    for (size_t v = 0; v < PARAMOD_I_WEIGHTS; v++) {
        w[v] = weight[v];
        at[v] = sums + v * PARAMOD_I_LANES;
    }
    for (size_t n = 0; n <= PARAMOD_I_WEIGHTS; n++) {
        start_sums();
        paramod_i_product_sums(100, n, w, at);
        for (size_t v = 0; v < n; v++)
            agrees(at[v], plain(100, weight[v], -1, -1));
    }
}

/* ---- terms -------------------------------------------------------------------- */

enum { ROWS = 45 };

typedef struct block {
    double eta[PARAMOD_I_FAMILY_MOST][ROWS], time[ROWS], log_time[ROWS];
    paramod_i_times times;
} block;

/* Predictors about the middle of their range; log(kappa + 1) passes 0, where
 * kappa is 0, and kappa L comes near 0 from both sides. */
static void draw_block(size_t q, paramod_random *random, block *b)
{
    b->times = (paramod_i_times){ .count = ROWS, .time = b->time,
                                  .log_time = b->log_time };
    for (size_t r = 0; r < ROWS; r++) {
        b->log_time[r] = 3.0 * paramod_random_normal(random);
        b->time[r] = exp(b->log_time[r]);
        for (size_t j = 0; j < q; j++)
            b->eta[j][r] = r % 3 == 0 ? 0.0 : 0.7 * paramod_random_normal(random);
    }
    for (size_t j = 0; j < q; j++)
        b->times.eta[j] = b->eta[j];
}

static void near(const double *x, const double *expected)
{
    for (size_t r = 0; r < ROWS; r++)
        if (isfinite(expected[r]))
            CU_ASSERT_DOUBLE_EQUAL(x[r], expected[r],
                                   1e-13 * (1.0 + fabs(expected[r])));
}

/* Terms are w times a difference of terms of about its own size here. */
static void check_terms(const paramod_family *family, const block *b, bool event,
                        const paramod_i_wanted *wanted)
{
    static paramod_i_hazards hazards;
    static paramod_i_terms direct, expected;

    CU_ASSERT_EQUAL(family->evaluate(family, wanted->order, &b->times, &hazards),
                    PARAMOD_EVAL_OK);
    paramod_i_terms_set(wanted, event, weight[0], &hazards, &expected);
    CU_ASSERT_TRUE_FATAL(family->terms(wanted, &b->times, event, weight[0], &direct));
    near(direct.value, expected.value);
    for (size_t j = 0; j < wanted->q && wanted->order > 0; j++) {
        if (!wanted->active[j])
            continue;
        near(direct.first[j], expected.first[j]);
        for (size_t i = 0; i <= j && wanted->order > 1; i++)
            if (wanted->active[i])
                near(direct.second[paramod_i_pair(i, j)],
                     expected.second[paramod_i_pair(i, j)]);
    }
}

static void test_terms_against_those_by_hazards(void)
{
    static const paramod_family *const families[] = { &paramod_i_family_weibull,
                                                      &paramod_i_family_apgw };
    paramod_random random = paramod_random_stream(20, 3);
    block b;

    draw(PARAMOD_I_BLOCK, &random);
    for (size_t f = 0; f < 2; f++)
        for (int k = 0; k < 24; k++) {
            paramod_i_wanted wanted = { .count = ROWS, .order = k % 3,
                                        .q = families[f]->size };

            for (size_t j = 0; j < wanted.q; j++)
                wanted.active[j] = (k / 3 & 1 << j) == 0;
            draw_block(wanted.q, &random, &b);
            check_terms(families[f], &b, k % 2 == 0, &wanted);
        }
}

/* A block whose gamma is known to be the same gives what it gives row by row. */
static void test_what_is_the_same_is_evaluated_once(void)
{
    static paramod_i_hazards once, each;
    paramod_random random = paramod_random_stream(20, 4);
    const paramod_family *family = &paramod_i_family_apgw;
    block b;

    draw_block(family->size, &random, &b);
    for (size_t j = 1; j < 4; j++) {
        for (size_t r = 0; r < ROWS; r++)
            b.eta[j][r] = 0.1 * (double)j;
        b.times.same[j] = true;
    }
    CU_ASSERT_EQUAL(family->evaluate(family, 0, &b.times, &once), PARAMOD_EVAL_OK);
    (void)memset(b.times.same, 0, sizeof b.times.same);
    CU_ASSERT_EQUAL(family->evaluate(family, 0, &b.times, &each), PARAMOD_EVAL_OK);
    near(once.cumulative, each.cumulative);
    near(once.log_hazard, each.log_hazard);
}

static void test_no_terms_at_the_limit_of_apgw(void)
{
    const paramod_i_wanted wanted = { .count = ROWS, .q = 4 };
    static paramod_i_terms terms;
    paramod_random random = paramod_random_stream(20, 5);
    block b;

    draw_block(4, &random, &b);
    b.eta[3][ROWS - 1] = INFINITY;
    CU_ASSERT_FALSE(paramod_i_family_apgw.terms(&wanted, &b.times, true, weight[0],
                                                &terms));
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "products are plain sums", test_products_against_plain_sums },
        { "sums of weights are plain sums", test_sums_against_plain_sums },
        { "terms agree with those by hazards", test_terms_against_those_by_hazards },
        { "what is the same is evaluated once",
          test_what_is_the_same_is_evaluated_once },
        { "there are no direct terms at kappa = inf",
          test_no_terms_at_the_limit_of_apgw },
        CU_TEST_INFO_NULL,
    };

    return run_tests("product", tests);
}
