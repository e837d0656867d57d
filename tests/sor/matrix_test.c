/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <paramod/sor.h>

#include "support/support.h"

#define MUST(call) CU_ASSERT_EQUAL_FATAL((call), PARAMOD_OK)
#define REFUSED(call, status, text) do {                                \
        CU_ASSERT_EQUAL((call), (status));                              \
        CU_ASSERT_STRING_EQUAL(paramod_error_message(), (text));        \
    } while (0)

/* ---- model problems ----------------------------------------------------------------- */

/* delsq(numgrid('L', 6)) by hand: 4 x 4 inner points without the lower left
 * four, numbered by columns: 1 2 | 3 4 | 5 6 7 8 | 9 10 11 12. */
static void test_the_laplacian_is_numbered_as_in_numgrid(void)
{
    static const int pair[][2] = {
        { 1, 2 }, { 1, 3 }, { 2, 4 }, { 3, 4 }, { 3, 5 }, { 4, 6 }, { 5, 6 },
        { 6, 7 }, { 7, 8 }, { 5, 9 }, { 6, 10 }, { 7, 11 }, { 8, 12 }, { 9, 10 },
        { 10, 11 }, { 11, 12 } };
    double a[12][12] = { { 0.0 } }, x[12], y[12];
    paramod_sor_matrix *matrix = NULL;

    for (size_t i = 0; i < 12; i++)
        a[i][i] = 4.0;
    for (size_t k = 0; k < sizeof pair / sizeof pair[0]; k++)
        a[pair[k][0] - 1][pair[k][1] - 1] = a[pair[k][1] - 1][pair[k][0] - 1] = -1.0;
    MUST(paramod_sor_matrix_laplacian(PARAMOD_SOR_L, 6, &matrix));
    CU_ASSERT_EQUAL_FATAL(paramod_sor_matrix_size(matrix), 12);
    CU_ASSERT_EQUAL(paramod_sor_matrix_entries(matrix), 12 + 2 * 16);
    CU_ASSERT_EQUAL(paramod_sor_matrix_bandwidth(matrix), 4);
    for (size_t j = 0; j < 12; j++) {
        for (size_t i = 0; i < 12; i++)
            x[i] = i == j ? 1.0 : 0.0;
        MUST(paramod_sor_matrix_times(matrix, 0.5, x, y));
        for (size_t i = 0; i < 12; i++)
            CU_ASSERT_EQUAL(y[i], a[i][j] + (i == j ? 0.5 : 0.0));
    }
    paramod_sor_matrix_destroy(matrix);
}

static void test_grids_have_the_sizes_of_the_paper(void)
{
    const struct { paramod_sor_region region; size_t side, rows; } grids[] = {
        { PARAMOD_SOR_SQUARE, 3, 1 }, { PARAMOD_SOR_SQUARE, 12, 100 },
        { PARAMOD_SOR_SQUARE, 32, 900 }, { PARAMOD_SOR_L, 12, 75 },
        { PARAMOD_SOR_L, 32, 675 } };

    for (size_t k = 0; k < sizeof grids / sizeof grids[0]; k++) {
        paramod_sor_matrix *matrix = NULL;

        MUST(paramod_sor_matrix_laplacian(grids[k].region, grids[k].side, &matrix));
        CU_ASSERT_EQUAL(paramod_sor_matrix_size(matrix), grids[k].rows);
        CU_ASSERT_EQUAL(paramod_sor_matrix_symmetric(matrix), 1);
        CU_ASSERT_EQUAL(paramod_sor_matrix_colours(matrix), 0);
        paramod_sor_matrix_destroy(matrix);
    }
}

/* ---- compressed rows ---------------------------------------------------------------- */

static paramod_status create(size_t rows, const size_t *start, const size_t *column,
                             const double *value, uint64_t triangle,
                             paramod_sor_matrix **out)
{
    const paramod_sor_csr csr = { .size = sizeof csr, .rows = rows, .start = start,
                                  .column = column, .value = value,
                                  .triangle = triangle };

    return paramod_sor_matrix_create(&csr, out);
}

static void test_rows_that_cannot_be_are_refused(void)
{
    const size_t start[] = { 0, 2, 3 }, descending[] = { 0, 2, 1 }, late[] = { 1, 2, 3 };
    const size_t column[] = { 0, 1, 1 }, outside[] = { 0, 2, 1 };
    const int32_t start32[] = { 0, 1, 2 }, negative[] = { 0, -1 };
    const double value[] = { 2.0, 1.0, 2.0 }, nan[] = { 2.0, 1.0, (double)NAN };
    paramod_sor_csr csr = { .size = sizeof csr, .rows = 2, .start32 = start32,
                            .column32 = negative, .value = value };
    paramod_sor_matrix *m = NULL;

    REFUSED(create(2, descending, column, value, 0, &m), PARAMOD_ERR_ARGUMENT,
            "paramod_sor_matrix_create: row 2 starts at entry 2 and ends at 1");
    REFUSED(create(2, late, column, value, 0, &m), PARAMOD_ERR_ARGUMENT,
            "paramod_sor_matrix_create: row 1 starts at entry 1, not at 0");
    REFUSED(create(2, start, outside, value, 0, &m), PARAMOD_ERR_ARGUMENT,
            "paramod_sor_matrix_create: row 1: column index 2 is outside 0 .. 1");
    REFUSED(paramod_sor_matrix_create(&csr, &m), PARAMOD_ERR_ARGUMENT,
            "paramod_sor_matrix_create: row 2: column index -1 is outside 0 .. 1");
    REFUSED(create(2, start, column, value, PARAMOD_SOR_LOWER, &m), PARAMOD_ERR_ARGUMENT,
            "paramod_sor_matrix_create: row 1: column 2 lies above the diagonal, which "
            "a lower triangle leaves out");
    REFUSED(create(2, start, column, nan, 0, &m), PARAMOD_ERR_DOMAIN,
            "paramod_sor_matrix_create: row 2: the entry in column 2 is nan");
    REFUSED(create(0, start, column, value, 0, &m), PARAMOD_ERR_ARGUMENT,
            "paramod_sor_matrix_create: a matrix of 0 rows; there must be 1 to 2^32 - 2");
    REFUSED(create(2, start, column, value, 7, &m), PARAMOD_ERR_ARGUMENT,
            "paramod_sor_matrix_create: triangle 7 is none");
    REFUSED(create(2, start, column, NULL, 0, &m), PARAMOD_ERR_ARGUMENT,
            "paramod_sor_matrix_create: starts, columns or values are null");
    CU_ASSERT_PTR_NULL(m);
    CU_ASSERT_EQUAL(memory_live(), 0);
}

static int symmetric_by_entries(size_t n, const size_t *start, const size_t *column,
                                const double *value)
{
    paramod_sor_matrix *m = NULL;
    int symmetric;

    MUST(create(n, start, column, value, 0, &m));
    symmetric = paramod_sor_matrix_symmetric(m);
    paramod_sor_matrix_destroy(m);
    return symmetric;
}

/* Zeros that are stored on one side only do not matter; anything else does. */
static void test_symmetry_is_found_out(void)
{
    const size_t start[] = { 0, 2, 4, 5 }, column[] = { 0, 1, 0, 1, 2 };
    const size_t start2[] = { 0, 2, 3, 5 }, column2[] = { 0, 2, 1, 1, 2 };
    const double symmetric[] = { 4, -1, -1, 4, 4 }, other[] = { 4, -1, -2, 4, 4 };
    const double missing[] = { 4, -1, 0, 4, 4 }, zero[] = { 4, 0, 4, 0, 4 };
    const double upper[] = { 4, 1, 4, 0, 4 }, lower[] = { 4, 0, 4, 1, 4 };

    CU_ASSERT_EQUAL(symmetric_by_entries(3, start, column, symmetric), 1);
    CU_ASSERT_EQUAL(symmetric_by_entries(3, start, column, other), 0);
    CU_ASSERT_EQUAL(symmetric_by_entries(3, start, column, missing), 0);
    CU_ASSERT_EQUAL(symmetric_by_entries(3, start2, column2, zero), 1);
    CU_ASSERT_EQUAL(symmetric_by_entries(3, start2, column2, upper), 0);
    CU_ASSERT_EQUAL(symmetric_by_entries(3, start2, column2, lower), 0);
}

/* ---- functions ------------------------------------------------------------------------ */

static size_t bad_row(size_t index, size_t *column, double *value, void *data)
{
    const int kind = *(const int *)data;

    column[0] = kind == 1 && index == 2 ? 9 : index;
    value[0] = kind == 2 && index == 1 ? (double)NAN : 2.0;
    return kind == 3 && index == 1 ? 2 : 1;
}

static void test_functions_that_give_no_rows_are_refused(void)
{
    static const struct { paramod_status status; const char *text; } expected[] = {
        { PARAMOD_ERR_ARGUMENT, "paramod_sor_matrix_create_rows: row 3: column index 9 "
                                "is outside 0 .. 3" },
        { PARAMOD_ERR_DOMAIN, "paramod_sor_matrix_create_rows: row 2: the entry in "
                              "column 2 is nan" },
        { PARAMOD_ERR_CALLBACK, "paramod_sor_matrix_create_rows: row 2: the function "
                                "gave up" } };
    paramod_sor_matrix *m = NULL;

    for (int kind = 1; kind <= 3; kind++) {
        const paramod_sor_rows rows = { .size = sizeof rows, .rows = 4, .most = 1,
                                        .data = &kind, .row = bad_row };

        REFUSED(paramod_sor_matrix_create_rows(&rows, &m), expected[kind - 1].status,
                expected[kind - 1].text);
    }
    CU_ASSERT_EQUAL(memory_live(), 0);
}

/* ---- texts -------------------------------------------------------------------------------- */

static void test_texts_become_matrices(void)
{
    static const char symmetric[] = "%%MatrixMarket matrix coordinate real symmetric\n"
                                    "% a comment\n2 2 3\n1 1 4\n2 1 -1.5\n2 2 3\n";
    static const char wide[] = "%%MatrixMarket matrix coordinate real general\n"
                               "2 3 1\n1 1 4\n";
    const double x[] = { 1.0, 2.0 };
    double y[2], d[2];
    paramod_sor_matrix *m = NULL;

    MUST(paramod_sor_matrix_read(symmetric, strlen(symmetric), &m));
    CU_ASSERT_EQUAL(paramod_sor_matrix_symmetric(m), 1);
    MUST(paramod_sor_matrix_times(m, 1.0, x, y));
    CU_ASSERT_EQUAL(y[0], 2.0);
    CU_ASSERT_EQUAL(y[1], 6.5);
    paramod_sor_matrix_diagonal(m, d);
    CU_ASSERT_EQUAL(d[1], 3.0);
    paramod_sor_matrix_destroy(m);
    m = NULL;
    REFUSED(paramod_sor_matrix_read(wide, strlen(wide), &m), PARAMOD_ERR_FORMAT,
            "paramod_sor_matrix_read: the matrix is 2 x 3; a system of equations is "
            "square");
    REFUSED(paramod_sor_matrix_read("x", 1, &m), PARAMOD_ERR_FORMAT,
            "line 1: 'x' is not supported here; it can be %%MatrixMarket");
    REFUSED(paramod_sor_matrix_read_file("/nowhere/a.mtx", &m), PARAMOD_ERR_FORMAT,
            "'/nowhere/a.mtx' cannot be read");
}

static void test_files_become_right_hand_sides(void)
{
    char name[] = "/tmp/paramod-vector-XXXXXX";
    const int file = mkstemp(name);
    static const char text[] = "%%MatrixMarket matrix array real general\n3 1\n1\n0\n-2\n";
    double b[3] = { 9.0, 9.0, 9.0 };
    char message[200];

    CU_ASSERT_FATAL(file >= 0);
    CU_ASSERT_EQUAL(write(file, text, strlen(text)), (ssize_t)strlen(text));
    (void)close(file);
    MUST(paramod_sor_vector_read_file(name, 3, b));
    CU_ASSERT(b[0] == 1.0 && b[1] == 0.0 && b[2] == -2.0);
    (void)snprintf(message, sizeof message, "paramod_sor_vector_read_file: '%s' is 3 x 1; "
                   "a right-hand side of 2 equations is 2 x 1", name);
    REFUSED(paramod_sor_vector_read_file(name, 2, b), PARAMOD_ERR_FORMAT, message);
    (void)remove(name);
}

/* ---- memory ---------------------------------------------------------------------------- */

static paramod_status make_everything(void)
{
    const size_t start[] = { 0, 2, 4, 5 }, column[] = { 0, 1, 0, 1, 2 };
    const double value[] = { 4, -1, -2, 4, 4 };
    const int kind = 0;
    const paramod_sor_rows rows = { .size = sizeof rows, .rows = 4, .most = 1,
                                    .data = (void *)(uintptr_t)&kind, .row = bad_row };
    paramod_sor_matrix *m[4] = { NULL };
    paramod_sor_workspace *w = NULL;
    paramod_status status;

    if ((status = create(3, start, column, value, 0, &m[0])) == PARAMOD_OK &&
        (status = paramod_sor_matrix_laplacian(PARAMOD_SOR_L, 6, &m[1])) == PARAMOD_OK &&
        (status = paramod_sor_matrix_coloured(m[1], &m[2])) == PARAMOD_OK &&
        (status = paramod_sor_matrix_create_rows(&rows, &m[3])) == PARAMOD_OK)
        status = paramod_sor_workspace_create(m[3], &w);
    paramod_sor_workspace_destroy(w);
    for (size_t i = 0; i < 4; i++)
        paramod_sor_matrix_destroy(m[i]);
    return status;
}

static void test_lack_of_memory_is_reported_and_leaves_nothing(void)
{
    long allowed = 0;
    paramod_status status;

    do {
        memory_allow(allowed++);
        status = make_everything();
        memory_allow(-1);
        CU_ASSERT(status == PARAMOD_OK || status == PARAMOD_ERR_MEMORY);
        CU_ASSERT_EQUAL(memory_live(), 0);
    } while (status != PARAMOD_OK && allowed < 1000);
    CU_ASSERT(allowed > 40 && allowed < 1000);
}

static void test_what_is_asked_for_must_make_sense(void)
{
    paramod_sor_matrix *m = NULL, *coloured = NULL, *again = NULL;

    REFUSED(paramod_sor_matrix_laplacian(PARAMOD_SOR_SQUARE, 2, &m), PARAMOD_ERR_DOMAIN,
            "paramod_sor_matrix_laplacian: a grid of 2 x 2 points; the side must be 3 "
            "to 30000");
    REFUSED(paramod_sor_matrix_laplacian(PARAMOD_SOR_L, 3, &m), PARAMOD_ERR_DOMAIN,
            "paramod_sor_matrix_laplacian: a grid of 3 x 3 points; the side must be 4 "
            "to 30000");
    MUST(paramod_sor_matrix_laplacian(PARAMOD_SOR_SQUARE, 5, &m));
    MUST(paramod_sor_matrix_coloured(m, &coloured));
    REFUSED(paramod_sor_matrix_coloured(coloured, &again), PARAMOD_ERR_UNSUPPORTED,
            "paramod_sor_matrix_coloured: the matrix is in a multicolour ordering "
            "already; colour one that was made from entries");
    paramod_sor_matrix_destroy(coloured);
    paramod_sor_matrix_destroy(m);
    paramod_sor_matrix_destroy(NULL);
    paramod_sor_workspace_destroy(NULL);
    CU_ASSERT_EQUAL(paramod_sor_matrix_size(NULL), 0);
}

int main(void)
{
    CU_TestInfo tests[] = {
        { "the Laplacian is numbered as in numgrid",
          test_the_laplacian_is_numbered_as_in_numgrid },
        { "grids have the sizes of the paper", test_grids_have_the_sizes_of_the_paper },
        { "rows that cannot be are refused", test_rows_that_cannot_be_are_refused },
        { "symmetry is found out", test_symmetry_is_found_out },
        { "functions that give no rows are refused",
          test_functions_that_give_no_rows_are_refused },
        { "texts become matrices", test_texts_become_matrices },
        { "files become right-hand sides", test_files_become_right_hand_sides },
        { "lack of memory is reported and leaves nothing",
          test_lack_of_memory_is_reported_and_leaves_nothing },
        { "what is asked for must make sense", test_what_is_asked_for_must_make_sense },
        CU_TEST_INFO_NULL,
    };
    return run_tests("sor/matrix", tests);
}
