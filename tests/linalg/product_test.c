/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "linalg/matrix.h"
#include "linalg/product_impl.h"

/* Up to five tiles and two pieces of the inner index; results lie inside larger
 * arrays, and what is around them must stay. */
enum { MOST = 40, DEEP = 300, STRIDE = 45 };

static double a[MOST * DEEP], b[DEEP * MOST], c[STRIDE * STRIDE], before[STRIDE * STRIDE];

static paramod_i_view view(const double *entry, size_t rows, size_t columns,
                           bool transposed)
{
    return transposed ? (paramod_i_view){ entry, columns, 1 }
                      : (paramod_i_view){ entry, 1, rows };
}

static double at(paramod_i_view x, size_t i, size_t j)
{
    return x.entry[i * x.down + j * x.right];
}

/* Against sums in the plain order: |error| <= 2 (inner + 1) eps |A| |B|. */
static void check(size_t i, size_t j, size_t inner, double alpha, paramod_i_view x,
                  paramod_i_view y)
{
    double sum = before[i + j * STRIDE], size = fabs(sum);

    for (size_t l = 0; l < inner; l++) {
        sum += alpha * at(x, i, l) * at(y, l, j);
        size += fabs(alpha * at(x, i, l) * at(y, l, j));
    }
    CU_ASSERT(fabs(c[i + j * STRIDE] - sum) <=
              2.0 * (double)(inner + 1) * DBL_EPSILON * size);
}

static void fill(void)
{
    fill_uniform(MOST * DEEP, a);
    fill_uniform(MOST * DEEP, b);
    fill_uniform(STRIDE * STRIDE, c);
    (void)memcpy(before, c, sizeof c);
}

static void test_products(void)
{
    for (long r = rounds(60); r > 0; r--) {
        const size_t rows = random_size(MOST), columns = random_size(MOST);
        const size_t inner = random_size(r % 4 == 0 ? DEEP : 20);
        const paramod_i_view x = view(a, rows, inner, r % 2 == 0);
        const paramod_i_view y = view(b, inner, columns, r % 3 == 0);
        const double alpha = r % 5 == 0 ? -1.0 : uniform();

        fill();
        paramod_i_product_add(rows, inner, columns, alpha, x, y, c, STRIDE);
        for (size_t j = 0; j < STRIDE; j++)
            for (size_t i = 0; i < STRIDE; i++)
                if (i < rows && j < columns)
                    check(i, j, inner, alpha, x, y);
                else
                    CU_ASSERT_EQUAL(c[i + j * STRIDE], before[i + j * STRIDE]);
    }
}

static void test_lower_triangles(void)
{
    for (long r = rounds(60); r > 0; r--) {
        const size_t n = random_size(MOST), inner = random_size(30);
        const paramod_i_view x = view(a, n, inner, r % 2 == 0);
        const paramod_i_view y = view(b, inner, n, r % 3 == 0);

        fill();
        for (size_t j = 0; j < n; j++)
            for (size_t i = 0; i < j; i++)
                c[i + j * STRIDE] = NAN;
        paramod_i_product_add_lower(n, inner, -1.0, x, y, c, STRIDE);
        for (size_t j = 0; j < n; j++)
            for (size_t i = 0; i < n; i++)
                if (i >= j)
                    check(i, j, inner, -1.0, x, y);
                else
                    CU_ASSERT(isnan(c[i + j * STRIDE]));
    }
}

static void test_no_inner_index_adds_nothing(void)
{
    fill();
    paramod_i_product_add(3, 0, 3, 1.0, view(a, 3, 1, false), view(b, 1, 3, false), c,
                          STRIDE);
    CU_ASSERT_EQUAL(memcmp(c, before, sizeof c), 0);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "blocks, transposed or not, into blocks", test_products },
        { "lower triangles leave the upper one alone", test_lower_triangles },
        { "no inner index adds nothing", test_no_inner_index_adds_nothing },
        CU_TEST_INFO_NULL,
    };

    return run_tests("products", tests);
}
