/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdint.h>

#include "linalg/dense_impl.h"
#include "linalg/matrix.h"
#include "linalg/sparse_impl.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

enum { N = 30, ENTRIES = 300 };

typedef struct sample {
    size_t rows, columns, count;
    size_t row[ENTRIES], column[ENTRIES];
    double value[ENTRIES];
    double dense[N * N]; /* column-major */
} sample;

/* Multiples of 1/8 have exact sums, so places may be hit in any order. */
static void fill(sample *s)
{
    s->rows = random_size(N);
    s->columns = random_size(N);
    s->count = random_size(ENTRIES);
    for (size_t i = 0; i < N * N; i++)
        s->dense[i] = 0.0;
    for (size_t e = 0; e < s->count; e++) {
        s->row[e] = random_size(s->rows) - 1;
        s->column[e] = random_size(s->columns) - 1;
        s->value[e] = floor(64.0 * uniform() - 32.0) / 8.0;
        s->dense[s->row[e] + s->column[e] * s->rows] += s->value[e];
    }
}

static paramod_i_sparse *compressed(const sample *s)
{
    const paramod_i_triplets entries = { s->count, s->row, s->column, s->value };
    paramod_i_sparse *a = NULL;

    MUST(paramod_i_sparse_create(s->rows, s->columns, &entries, &a));
    return a;
}

/* Sorted, in range, none twice, and equal to the dense matrix. */
static void check_equal(const paramod_i_sparse *a, size_t rows, size_t columns,
                        const double *dense)
{
    double found[N * N] = { 0.0 };

    CU_ASSERT_EQUAL_FATAL(a->rows, rows);
    CU_ASSERT_EQUAL_FATAL(a->columns, columns);
    CU_ASSERT_EQUAL(a->start[0], 0);
    for (size_t i = 0; i < rows; i++)
        for (size_t k = a->start[i]; k < a->start[i + 1]; k++) {
            CU_ASSERT_FATAL(a->column[k] < columns);
            CU_ASSERT(k == a->start[i] || a->column[k - 1] < a->column[k]);
            found[i + a->column[k] * rows] = a->value[k];
        }
    for (size_t e = 0; e < rows * columns; e++)
        CU_ASSERT_EQUAL(found[e], dense[e]);
}

static void test_triplets_become_rows(void)
{
    static sample s;

    for (long round = rounds(300); round > 0; round--) {
        double transposed[N * N], diagonal[N];
        paramod_i_sparse *a, *b = NULL;

        fill(&s);
        a = compressed(&s);
        check_equal(a, s.rows, s.columns, s.dense);
        MUST(paramod_i_sparse_transpose(a, &b));
        paramod_i_transpose(s.rows, s.columns, s.dense, transposed);
        check_equal(b, s.columns, s.rows, transposed);
        paramod_i_sparse_diagonal(a, diagonal);
        for (size_t i = 0; i < s.rows && i < s.columns; i++)
            CU_ASSERT_EQUAL(diagonal[i], s.dense[i + i * s.rows]);
        paramod_i_sparse_destroy(a);
        paramod_i_sparse_destroy(b);
    }
    paramod_i_sparse_destroy(NULL);
}

static void test_products(void)
{
    static sample s;
    double x[N], y[N], expected[N];

    for (long round = rounds(300); round > 0; round--) {
        paramod_i_sparse *a;

        fill(&s);
        a = compressed(&s);
        for (size_t i = 0; i < N; i++)
            x[i] = floor(64.0 * uniform() - 32.0) / 8.0; /* exact again */
        paramod_i_sparse_times(a, x, y);
        paramod_i_times(s.rows, s.columns, s.dense, x, expected);
        for (size_t i = 0; i < s.rows; i++)
            CU_ASSERT_EQUAL(y[i], expected[i]);
        paramod_i_sparse_transposed_times(a, x, y);
        paramod_i_transposed_times(s.rows, s.columns, s.dense, x, expected);
        for (size_t j = 0; j < s.columns; j++)
            CU_ASSERT_EQUAL(y[j], expected[j]);
        paramod_i_sparse_destroy(a);
    }
}

static void test_empty_matrices(void)
{
    const paramod_i_triplets none = { 0, NULL, NULL, NULL };
    paramod_i_sparse *a = NULL, *b = NULL;
    double x = 1.0, y[3] = { 7.0, 7.0, 7.0 };

    MUST(paramod_i_sparse_create(3, 0, &none, &a));
    paramod_i_sparse_times(a, &x, y);
    CU_ASSERT(y[0] == 0.0 && y[1] == 0.0 && y[2] == 0.0);
    MUST(paramod_i_sparse_transpose(a, &b));
    CU_ASSERT_EQUAL(b->rows, 0);
    CU_ASSERT_EQUAL(b->columns, 3);
    paramod_i_sparse_destroy(a);
    paramod_i_sparse_destroy(b);
}

static void test_bad_entries(void)
{
    const size_t row[] = { 0, 2 }, column[] = { 1, 0 };
    const double value[] = { 1.0, 2.0 }, bad[] = { 1.0, NAN };
    const size_t same[] = { 0, 0 };
    const double huge[] = { 1e308, 1e308 };
    const paramod_i_triplets entries = { 2, row, column, value };
    const paramod_i_triplets nan = { 2, row, column, bad };
    const paramod_i_triplets overflow = { 2, same, same, huge };
    paramod_i_sparse *a = NULL;

    CU_ASSERT_EQUAL(paramod_i_sparse_create(2, 2, &entries, &a), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "entry 1: (2, 0) is outside a "
                           "2 x 2 matrix");
    CU_ASSERT_EQUAL(paramod_i_sparse_create(3, 1, &entries, &a), PARAMOD_ERR_ARGUMENT);
    CU_ASSERT_EQUAL(paramod_i_sparse_create(3, 2, &nan, &a), PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "the value at (2, 0) is nan");
    CU_ASSERT_EQUAL(paramod_i_sparse_create(3, 2, &overflow, &a), PARAMOD_ERR_DOMAIN);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "the value at (0, 0) is inf");
    CU_ASSERT_EQUAL(paramod_i_sparse_create(SIZE_MAX, 2, &entries, &a),
                    PARAMOD_ERR_MEMORY);
    CU_ASSERT_EQUAL(paramod_i_sparse_create(3, SIZE_MAX, &entries, &a),
                    PARAMOD_ERR_MEMORY);
    CU_ASSERT_PTR_NULL(a);
}

static void test_memory(void)
{
    const long live = memory_live();
    const size_t row[] = { 0, 2 }, column[] = { 1, 0 };
    const double value[] = { 1.0, 2.0 }, x[] = { 1.0, 1.0, 1.0 };
    const paramod_i_triplets entries = { 2, row, column, value };
    paramod_status status = PARAMOD_ERR_MEMORY;
    double y[3];

    for (long allowed = 0; status != PARAMOD_OK; allowed++) {
        paramod_i_sparse *a = NULL, *b = NULL;

        memory_allow(allowed);
        status = paramod_i_sparse_create(3, 2, &entries, &a);
        if (status == PARAMOD_OK)
            status = paramod_i_sparse_transpose(a, &b);
        if (a != NULL)
            paramod_i_sparse_times(a, x, y);
        memory_allow(-1);
        CU_ASSERT(status == PARAMOD_OK || status == PARAMOD_ERR_MEMORY);
        paramod_i_sparse_destroy(a);
        paramod_i_sparse_destroy(b);
        CU_ASSERT_EQUAL(memory_live(), live);
        CU_ASSERT_FATAL(allowed < 30);
    }
    {
        static sample s;
        paramod_i_sparse *a;
        long attempts;

        fill(&s);
        a = compressed(&s);
        attempts = memory_attempts();
        paramod_i_sparse_times(a, s.dense, s.dense + N);
        paramod_i_sparse_transposed_times(a, s.dense, s.dense + N);
        paramod_i_sparse_diagonal(a, s.dense);
        CU_ASSERT_EQUAL(memory_attempts(), attempts);
        paramod_i_sparse_destroy(a);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "triplets become sorted rows, transposes and diagonals",
          test_triplets_become_rows },
        { "products", test_products },
        { "empty matrices", test_empty_matrices },
        { "bad entries are explained", test_bad_entries },
        { "every allocation may fail, and none is made in use", test_memory },
        CU_TEST_INFO_NULL,
    };

    return run_tests("sparse", tests);
}
