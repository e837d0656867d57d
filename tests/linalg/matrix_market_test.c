/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <errno.h>
#include <stdint.h>

#include "linalg/matrix.h"
#include "linalg/sparse_impl.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)

/* Text in a block of its own length, so that valgrind and the address sanitizer
 * see each byte too far. */
static paramod_status read_bytes(const char *text, size_t length,
                                 paramod_i_sparse **out)
{
    char *const copy = malloc(length > 0 ? length : 1);
    paramod_status status;

    CU_ASSERT_PTR_NOT_NULL_FATAL(copy);
    (void)memcpy(copy, text, length);
    status = paramod_i_sparse_read(copy, length, out);
    free(copy);
    return status;
}

static void expect(const char *text, size_t rows, size_t columns,
                   const double *dense) /* row-major */
{
    paramod_i_sparse *a = NULL;
    double x[8] = { 0.0 }, y[8];

    CU_ASSERT_EQUAL(read_bytes(text, strlen(text), &a), PARAMOD_OK);
    if (a == NULL) {
        printf("%s\n", paramod_error_message());
        return;
    }
    CU_ASSERT(a->rows == rows && a->columns == columns);
    for (size_t j = 0; j < columns; j++) {
        x[j] = 1.0;
        paramod_i_sparse_times(a, x, y);
        x[j] = 0.0;
        for (size_t i = 0; i < rows; i++)
            CU_ASSERT_EQUAL(y[i], dense[i * columns + j]);
    }
    paramod_i_sparse_destroy(a);
}

static void test_every_variety(void)
{
    expect("%%MatrixMarket matrix coordinate real general\n"
           "% a comment\n\n 2 3 3 \n1 1 1.5\n2 3 -2e-1\n1 1 0.25\n",
           2, 3, (const double[]){ 1.75, 0, 0, 0, 0, -0.2 });
    expect("%%matrixmarket MATRIX Coordinate Integer Symmetric\r\n"
           "2 2 2\r\n1 1 7\r\n2 1\t-3\r\n\r\n%end",
           2, 2, (const double[]){ 7, -3, -3, 0 });
    expect("%%MatrixMarket matrix coordinate pattern general\n1 2 1\n1 2",
           1, 2, (const double[]){ 0, 1 });
    expect("%%MatrixMarket matrix coordinate real skew-symmetric\n2 2 1\n2 1 4\n",
           2, 2, (const double[]){ 0, -4, 4, 0 });
    expect("%%MatrixMarket matrix array real general\n2 2\n1\n0\n0x1p-1\n4\n",
           2, 2, (const double[]){ 1, 0.5, 0, 4 });
    expect("%%MatrixMarket matrix array integer symmetric\n3 3\n1\n2\n3\n4\n5\n6\n",
           3, 3, (const double[]){ 1, 2, 3, 2, 4, 5, 3, 5, 6 });
    expect("%%MatrixMarket matrix array real skew-symmetric\n3 3\n1\n2\n3\n",
           3, 3, (const double[]){ 0, -1, -2, 1, 0, -3, 2, 3, 0 });
    expect("%%MatrixMarket matrix coordinate real general\n0 0 0\n", 0, 0, NULL);
}

static void test_messages(void)
{
#define REAL "%%MatrixMarket matrix coordinate real general\n"
#define SYMMETRIC "%%MatrixMarket matrix coordinate real symmetric\n"
#define ARRAY "%%MatrixMarket matrix array real general\n"
    static const struct {
        const char *text, *message;
    } bad[] = {
        { "", "line 0: the text is empty" },
        { "1 2 3\n", "line 1: '1' is not supported here; it can be %%MatrixMarket" },
        { "%%MatrixMarket vector",
          "line 1: 'vector' is not supported here; it can be matrix" },
        { "%%MatrixMarket matrix",
          "line 1: '' is not supported here; it can be coordinate or array" },
        { "%%MatrixMarket matrix coordinate complex general\n",
          "line 1: 'complex' is not supported here; it can be real, integer or "
          "pattern" },
        { "%%MatrixMarket matrix array pattern general\n",
          "line 1: 'pattern' is not supported here; it can be real or integer" },
        { "%%MatrixMarket matrix array real hermitian\n",
          "line 1: 'hermitian' is not supported here; it can be general, symmetric "
          "or skew-symmetric" },
        { "%%MatrixMarket matrix array real general x\n",
          "line 1: 'x' is not expected" },
        { REAL "% nothing else\n", "line 2: the text ends before the line of sizes" },
        { REAL "2 2\n1 1 1\n", "line 2: the number of entries is missing" },
        { REAL "2 -2 1\n",
          "line 2: the number of columns '-2' is not a whole number" },
        { REAL "2 99999999999999999999 1\n",
          "line 2: the number of columns '99999999999999999999' is too large" },
        { REAL "20000000 2 1\n1 1 1\n",
          "line 2: a 20000000 x 2 matrix is too large; the limit is 16777216 rows or "
          "columns" },
        { REAL "2 2 5\n1 1 1\n2 2 1\n",
          "line 2: 5 entries are announced, but the rest of the text has room for 3 "
          "at most" },
        { ARRAY "100 100\n1\n",
          "line 2: 10000 entries are announced, but the rest of the text has room "
          "for 1 at most" },
        { REAL "2 2 1 1\n1 1 1\n", "line 2: '1' is not expected" },
        { SYMMETRIC "2 3 0\n", "line 2: a symmetric matrix cannot be 2 x 3" },
        { REAL "4 4 1\n\n% c\n5 1 1.0\n", "line 5: row index 5 exceeds 4 rows" },
        { REAL "4 4 1\n1 6 1.0\n", "line 3: column index 6 exceeds 4 columns" },
        { REAL "4 4 1\n0 1 1.0\n", "line 3: row index 0, but indices begin at 1" },
        { REAL "4 4 1\n1 x 1.0\n",
          "line 3: the column index 'x' is not a whole number" },
        { REAL "4 4 1\n1 2   \n", "line 3: the value is missing" },
        { REAL "4 4 1\n1 2 1,5\n", "line 3: the value '1,5' is not a finite number" },
        { REAL "4 4 1\n1 2 inf\n", "line 3: the value 'inf' is not a finite number" },
        { REAL "4 4 1\n1 2 1e999\n",
          "line 3: the value '1e999' is not a finite number" },
        { REAL "4 4 1\n1 2 1 1\n", "line 3: '1' is not expected" },
        { REAL "4 4 2\n1 2 1.000\n", "line 3: the text ends after 1 of 2 entries" },
        { REAL "4 4 1\n1 2 1\n1 3 1\n",
          "line 4: the text goes on after the last of 1 entries" },
        { ARRAY "1 2\n1.00\n", "line 3: the text ends after 1 of 2 values" },
        { ARRAY "1 2\n1.00 2\n", "line 3: '2' is not expected" },
        { SYMMETRIC "2 2 1\n1 2 3\n", "line 3: (1, 2) lies above the diagonal, which "
                                      "a symmetric matrix leaves out" },
        { "%%MatrixMarket matrix coordinate real skew-symmetric\n2 2 1\n2 2 3\n",
          "line 3: (2, 2) lies on the diagonal, which a skew-symmetric matrix leaves "
          "out" },
        { "%%MatrixMarket matrix coordinate integer general\n2 2 1\n2 2 3.5\n",
          "line 3: the value '3.5' is not an integer" },
        { "%%MatrixMarket matrix coordinate pattern general\n2 2 1\n2 2 3\n",
          "line 3: '3' is not expected" },
    };
    paramod_i_sparse *a = NULL;

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        char expected[300];

        (void)snprintf(expected, sizeof expected, "%s",
                       bad[i].message);
        CU_ASSERT_EQUAL(read_bytes(bad[i].text, strlen(bad[i].text), &a),
                        PARAMOD_ERR_FORMAT);
        CU_ASSERT_STRING_EQUAL(paramod_error_message(), expected);
        if (strcmp(paramod_error_message(), expected) != 0)
            printf("%s\n", paramod_error_message());
        CU_ASSERT_PTR_NULL_FATAL(a);
    }
}

static void test_bytes_that_are_not_text(void)
{
    const char nul[] = REAL "1 1 1\n1 1 2\0""3\n";
    char digits[1000] = REAL "1 1 1\n1 1 ";
    paramod_i_sparse *a = NULL;

    CU_ASSERT_EQUAL(read_bytes(nul, sizeof nul - 1, &a), PARAMOD_ERR_FORMAT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "line 3: "
                           "the value '2' is not a finite number");
    (void)memset(digits + strlen(digits), '1', 500);
    CU_ASSERT_EQUAL(read_bytes(digits, strlen(digits), &a), PARAMOD_ERR_FORMAT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(), "line 3: "
                           "the value '1111111111111111111111111111111111111111' is "
                           "not a finite number");
    CU_ASSERT_PTR_NULL(a);
}

/* Valid texts with bytes exchanged, cut out or doubled: either a matrix comes
 * out, or a message that names a line. */
static void test_damaged_text(void)
{
    static const char *const seed[] = {
        REAL "2 3 3\n1 1 1.5\n2 3 -2e-1\n1 1 0.25\n",
        ARRAY "2 2\n1\n0\n0x1p-1\n4\n",
        "%%MatrixMarket matrix array integer symmetric\n3 3\n1\n2\n3\n4\n5\n6\n",
    };
    static const char bytes[] = "0123456789 \n\r\t%-+.exinfa\0\xff";
    const long live = memory_live();
    const long total = rounds(20000);
    long matrices = 0, refusals = 0;

    for (long round = total; round > 0; round--) {
        const char *const text = seed[round % 3];
        const size_t length = strlen(text);
        char damaged[200];
        size_t cut = length;
        paramod_i_sparse *a = NULL;

        (void)memcpy(damaged, text, length);
        for (size_t hits = random_size(3); hits > 0; hits--)
            damaged[random_size(length) - 1] = bytes[random_size(sizeof bytes - 1) - 1];
        if (uniform() < 0.2)
            cut = random_size(length);
        if (read_bytes(damaged, cut, &a) == PARAMOD_OK) {
            matrices++;
            for (size_t k = 0; k < a->start[a->rows]; k++)
                CU_ASSERT(isfinite(a->value[k]) && a->column[k] < a->columns);
        } else {
            refusals++;
            CU_ASSERT(a == NULL && strstr(paramod_error_message(), "line ") != NULL);
        }
        paramod_i_sparse_destroy(a);
    }
    CU_ASSERT_EQUAL(memory_live(), live);
    printf("%ld matrices, %ld refusals ... ", matrices, refusals);
    CU_ASSERT(matrices > total / 200 && refusals > total / 200);
}

static void test_files(void)
{
    static const char path[] = "matrix_market_test.tmp";
    FILE *const file = fopen(path, "wb");
    paramod_i_sparse *a = NULL;
    const int rows = 20000; /* more than one block of the reader */

    CU_ASSERT_PTR_NOT_NULL_FATAL(file);
    (void)fprintf(file, "%%%%MatrixMarket matrix coordinate pattern general\n"
                        "%d 1 %d\n", rows, rows);
    for (int i = 1; i <= rows; i++)
        (void)fprintf(file, "%d 1\n", i);
    (void)fclose(file);
    MUST(paramod_i_sparse_read_file(path, &a));
    CU_ASSERT_EQUAL(a->start[a->rows], (size_t)rows);
    paramod_i_sparse_destroy(a);
    a = NULL;
    (void)remove(path);
    errno = 77;
    CU_ASSERT_EQUAL(paramod_i_sparse_read_file(path, &a), PARAMOD_ERR_FORMAT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "'matrix_market_test.tmp' "
                           "cannot be read");
    CU_ASSERT_EQUAL(paramod_i_sparse_read_file(".", &a), PARAMOD_ERR_FORMAT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "'.' cannot be read");
    CU_ASSERT_EQUAL(errno, 77);
    CU_ASSERT_EQUAL(paramod_i_sparse_read_file("/dev/null", &a), PARAMOD_ERR_FORMAT);
    CU_ASSERT_STRING_EQUAL(paramod_error_message(),
                           "line 0: the text is empty");
}

static void test_every_allocation_may_fail(void)
{
    static const char text[] = SYMMETRIC "2 2 2\n1 1 7\n2 1 -3\n";
    const long live = memory_live();
    paramod_status status = PARAMOD_ERR_MEMORY;

    for (long allowed = 0; status != PARAMOD_OK; allowed++) {
        paramod_i_sparse *a = NULL;

        memory_allow(allowed);
        status = paramod_i_sparse_read(text, strlen(text), &a);
        memory_allow(-1);
        CU_ASSERT(status == PARAMOD_OK || status == PARAMOD_ERR_MEMORY);
        paramod_i_sparse_destroy(a);
        CU_ASSERT_EQUAL(memory_live(), live);
        CU_ASSERT_FATAL(allowed < 30);
    }
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "every variety of the format", test_every_variety },
        { "what is wrong is explained, with its line", test_messages },
        { "bytes that are not text", test_bytes_that_are_not_text },
        { "damaged text never crashes", test_damaged_text },
        { "files", test_files },
        { "every allocation may fail", test_every_allocation_may_fail },
        CU_TEST_INFO_NULL,
    };

    return run_tests("matrix_market", tests);
}
