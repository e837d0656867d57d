/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Matrices from compressed rows and from functions. */

#include <math.h>

#include "core/memory_impl.h"
#include "core/options_impl.h"
#include "core/status_impl.h"
#include "sor/matrix_impl.h"

#define REFUSE(status, ...) \
    paramod_i_fail((status), "paramod_sor_matrix_create", __VA_ARGS__)

static const size_t most_indices = UINT32_MAX;

/* ---- memory ------------------------------------------------------------------- */

static void release_triangle(paramod_i_sor_triangle *triangle)
{
    paramod_i_free(triangle->start);
    paramod_i_free(triangle->column);
    paramod_i_free(triangle->value);
}

void paramod_sor_matrix_destroy(paramod_sor_matrix *matrix)
{
    if (matrix == NULL)
        return;
    release_triangle(&matrix->lower);
    release_triangle(&matrix->upper);
    paramod_i_free(matrix->diagonal);
    paramod_i_free(matrix->previous);
    paramod_i_free(matrix->first);
    paramod_i_free(matrix->place);
    paramod_i_free(matrix);
}

paramod_sor_matrix *paramod_i_sor_matrix_allocate(size_t rows, size_t length)
{
    paramod_sor_matrix *const matrix = paramod_i_resize(NULL, 1, sizeof *matrix);

    if (matrix == NULL)
        return NULL;
    *matrix = (paramod_sor_matrix){ .rows = rows, .length = length };
    matrix->diagonal = paramod_i_resize(NULL, length, sizeof *matrix->diagonal);
    if (matrix->diagonal == NULL) {
        paramod_sor_matrix_destroy(matrix);
        return NULL;
    }
    for (size_t i = 0; i < length; i++)
        matrix->diagonal[i] = 1.0;
    return matrix;
}

bool paramod_i_sor_triangle_allocate(paramod_i_sor_triangle *triangle,
                                     size_t length, size_t count)
{
    const size_t room = count > 0 ? count : 1;

    triangle->start = paramod_i_resize(NULL, length + 1, sizeof *triangle->start);
    triangle->column = paramod_i_resize(NULL, room, sizeof *triangle->column);
    triangle->value = paramod_i_resize(NULL, room, sizeof *triangle->value);
    if (triangle->start == NULL || triangle->column == NULL || triangle->value == NULL)
        return false;
    for (size_t i = 0; i <= length; i++)
        triangle->start[i] = 0;
    return true;
}

/* ---- from a sparse matrix ------------------------------------------------------ */

/* Entry (row, column), 0 where none is stored: bisection in the row. */
static double entry(const paramod_i_sparse *a, size_t row, size_t column)
{
    size_t low = a->start[row], high = a->start[row + 1];

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (a->column[middle] < column)
            low = middle + 1;
        else
            high = middle;
    }
    return low < a->start[row + 1] && a->column[low] == column ? a->value[low] : 0.0;
}

/* True if A = A' to the bit.  Rows ascend, so as they are walked in order the
 * mirror images that row j owes are met in the order in which row j stores
 * them: one cursor a row makes it O(entries).  Zeros count as absent. */
static bool is_symmetric(const paramod_i_sparse *a, size_t *cursor)
{
    for (size_t i = 0; i < a->rows; i++)
        cursor[i] = a->start[i];
    for (size_t i = 0; i < a->rows; i++)
        for (size_t k = a->start[i]; k < a->start[i + 1]; k++) {
            const size_t j = a->column[k];

            if (a->value[k] == 0.0)
                continue;
            while (cursor[j] < a->start[j + 1] &&
                   (a->column[cursor[j]] < i && a->value[cursor[j]] == 0.0))
                cursor[j]++;
            if (cursor[j] == a->start[j + 1] || a->column[cursor[j]] != i ||
                a->value[cursor[j]] != a->value[k])
                return false;
            cursor[j]++;
        }
    return true;
}

/* Left of the diagonal in a symmetric matrix: a_{i,i-1} apart from the rest. */
static void fill_lower(const paramod_i_sparse *a, paramod_sor_matrix *matrix)
{
    paramod_i_sor_triangle *const lower = &matrix->lower;
    uint32_t count = 0;

    for (size_t i = 0; i < a->rows; i++) {
        matrix->previous[i] = 0.0;
        for (size_t k = a->start[i]; k < a->start[i + 1] && a->column[k] < i; k++) {
            if (a->column[k] + 1 == i) {
                matrix->previous[i] = a->value[k];
            } else {
                lower->column[count] = (uint32_t)a->column[k];
                lower->value[count++] = a->value[k];
            }
        }
        lower->start[i + 1] = count;
    }
}

/* Counts on each side of the diagonal, bandwidth and entries. */
static void measure(const paramod_i_sparse *a, paramod_sor_matrix *matrix,
                    size_t *left, size_t *right)
{
    *left = 0;
    *right = 0;
    for (size_t i = 0; i < a->rows; i++)
        for (size_t k = a->start[i]; k < a->start[i + 1]; k++) {
            const size_t j = a->column[k], apart = j < i ? i - j : j - i;

            *left += j < i ? 1 : 0;
            *right += j > i ? 1 : 0;
            matrix->bandwidth = apart > matrix->bandwidth ? apart : matrix->bandwidth;
        }
}

bool paramod_i_sor_matrix_split(const paramod_i_sparse *a, paramod_sor_matrix *matrix)
{
    uint32_t left = 0, right = 0;
    size_t lefts, rights;

    measure(a, matrix, &lefts, &rights);
    if (!paramod_i_sor_triangle_allocate(&matrix->lower, a->rows, lefts) ||
        !paramod_i_sor_triangle_allocate(&matrix->upper, a->rows, rights))
        return false;
    matrix->kind = PARAMOD_I_SOR_SPLIT;
    for (size_t i = 0; i < a->rows; i++) {
        for (size_t k = a->start[i]; k < a->start[i + 1]; k++) {
            if (a->column[k] < i) {
                matrix->lower.column[left] = (uint32_t)a->column[k];
                matrix->lower.value[left++] = a->value[k];
            } else if (a->column[k] > i) {
                matrix->upper.column[right] = (uint32_t)a->column[k];
                matrix->upper.value[right++] = a->value[k];
            }
        }
        matrix->lower.start[i + 1] = left;
        matrix->upper.start[i + 1] = right;
    }
    return true;
}

static bool fill_symmetric(const paramod_i_sparse *a, paramod_sor_matrix *matrix)
{
    size_t left, right;

    measure(a, matrix, &left, &right);
    matrix->kind = PARAMOD_I_SOR_SYMMETRIC;
    matrix->previous = paramod_i_resize(NULL, a->rows, sizeof *matrix->previous);
    if (matrix->previous == NULL ||
        !paramod_i_sor_triangle_allocate(&matrix->lower, a->rows, left))
        return false;
    fill_lower(a, matrix);
    return true;
}

/* Stored entries left of the diagonal. */
static size_t left_of_diagonal(const paramod_i_sparse *a)
{
    size_t count = 0;

    for (size_t i = 0; i < a->rows; i++)
        for (size_t k = a->start[i]; k < a->start[i + 1]; k++)
            count += a->column[k] < i ? 1 : 0;
    return count;
}

static bool fill(const paramod_i_sparse *a, paramod_sor_matrix *matrix)
{
    const size_t n = a->rows;

    if (!(matrix->symmetric ? fill_symmetric(a, matrix)
                            : paramod_i_sor_matrix_split(a, matrix)))
        return false;
    for (size_t i = 0; i < n; i++)
        matrix->diagonal[i] = entry(a, i, i);
    matrix->entries = matrix->symmetric ? n + 2 * left_of_diagonal(a) : a->start[n];
    return true;
}

paramod_status paramod_i_sor_matrix_from(const paramod_i_sparse *a, bool symmetric,
                                         const char *function,
                                         paramod_sor_matrix **matrix_out)
{
    const size_t n = a->rows;
    paramod_sor_matrix *matrix;
    size_t *cursor;

    if (n == 0 || n >= most_indices || a->start[n] >= most_indices)
        return paramod_i_fail(PARAMOD_ERR_ARGUMENT, function, "a matrix of %zu rows "
                              "and %zu entries; there must be 1 to 2^32 - 2 of each",
                              n, a->start[n]);
    matrix = paramod_i_sor_matrix_allocate(n, n);
    cursor = symmetric ? NULL : paramod_i_resize(NULL, n, sizeof *cursor);
    if (matrix != NULL && (symmetric || cursor != NULL))
        matrix->symmetric = symmetric || is_symmetric(a, cursor);
    if (matrix == NULL || (!symmetric && cursor == NULL) || !fill(a, matrix)) {
        paramod_i_free(cursor);
        paramod_sor_matrix_destroy(matrix);
        return paramod_i_fail(PARAMOD_ERR_MEMORY, function,
                              "out of memory for a matrix of %zu rows", n);
    }
    paramod_i_free(cursor);
    *matrix_out = matrix;
    return PARAMOD_OK;
}

/* ---- from compressed rows --------------------------------------------------------- */

/* Indices of either kind; a negative one becomes larger than any other. */
static size_t start_at(const paramod_sor_csr *csr, size_t i)
{
    return csr->start != NULL ? csr->start[i] : (size_t)csr->start32[i];
}

static size_t column_at(const paramod_sor_csr *csr, size_t k)
{
    return csr->start != NULL ? csr->column[k] : (size_t)csr->column32[k];
}

static paramod_status check_entry(const paramod_sor_csr *csr, size_t i, size_t k)
{
    const size_t j = column_at(csr, k);

    if (j >= csr->rows)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "row %zu: column index %ld is outside 0 .. "
                      "%zu", i + 1, (long)j, csr->rows - 1);
    if (csr->triangle == PARAMOD_SOR_LOWER && j > i)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "row %zu: column %zu lies above the "
                      "diagonal, which a lower triangle leaves out", i + 1, j + 1);
    if (!isfinite(csr->value[k]))
        return REFUSE(PARAMOD_ERR_DOMAIN, "row %zu: the entry in column %zu is %g",
                      i + 1, j + 1, csr->value[k]);
    return PARAMOD_OK;
}

static paramod_status check_rows(const paramod_sor_csr *csr)
{
    if (start_at(csr, 0) != 0)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "row 1 starts at entry %ld, not at 0",
                      (long)start_at(csr, 0));
    for (size_t i = 0; i < csr->rows; i++) {
        const size_t start = start_at(csr, i), end = start_at(csr, i + 1);

        if (end < start || end >= most_indices)
            return REFUSE(PARAMOD_ERR_ARGUMENT, "row %zu starts at entry %ld and ends "
                          "at %ld", i + 1, (long)start, (long)end);
        for (size_t k = start; k < end; k++) {
            const paramod_status status = check_entry(csr, i, k);

            if (status != PARAMOD_OK)
                return status;
        }
    }
    return PARAMOD_OK;
}

static paramod_status check_csr(const paramod_sor_csr *csr)
{
    if (csr->value == NULL || (csr->start != NULL ? csr->column == NULL
                               : csr->start32 == NULL || csr->column32 == NULL))
        return REFUSE(PARAMOD_ERR_ARGUMENT, "starts, columns or values are null");
    if (csr->rows == 0 || csr->rows >= most_indices)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "a matrix of %zu rows; there must be 1 to "
                      "2^32 - 2", csr->rows);
    if (csr->triangle > PARAMOD_SOR_LOWER)
        return REFUSE(PARAMOD_ERR_ARGUMENT, "triangle %lu is none",
                      (unsigned long)csr->triangle);
    return check_rows(csr);
}

/* Sorts the rows and sums what is repeated. */
static paramod_status compress(const paramod_sor_csr *csr, paramod_i_sparse **a)
{
    const size_t count = start_at(csr, csr->rows), room = count > 0 ? count : 1;
    size_t *const row = paramod_i_resize(NULL, room, sizeof *row);
    size_t *const column = paramod_i_resize(NULL, room, sizeof *column);
    const paramod_i_triplets entries = { count, row, column, csr->value };
    paramod_status status;

    if (row == NULL || column == NULL) {
        status = REFUSE(PARAMOD_ERR_MEMORY, "out of memory for %zu entries", count);
    } else {
        for (size_t i = 0; i < csr->rows; i++)
            for (size_t k = start_at(csr, i); k < start_at(csr, i + 1); k++) {
                row[k] = i;
                column[k] = column_at(csr, k);
            }
        status = paramod_i_sparse_create(csr->rows, csr->rows, &entries, a);
    }
    paramod_i_free(row);
    paramod_i_free(column);
    return status;
}

paramod_status paramod_sor_matrix_create(const paramod_sor_csr *csr,
                                         paramod_sor_matrix **matrix_out)
{
    paramod_sor_csr known;
    paramod_i_sparse *a = NULL;
    paramod_status status;

    if (csr == NULL || matrix_out == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "csr or matrix_out is null");
    if ((status = paramod_i_options_read(&known, sizeof known, csr)) != PARAMOD_OK ||
        (status = check_csr(&known)) != PARAMOD_OK ||
        (status = compress(&known, &a)) != PARAMOD_OK)
        return status;
    status = paramod_i_sor_matrix_from(a, known.triangle == PARAMOD_SOR_LOWER,
                                       __func__, matrix_out);
    paramod_i_sparse_destroy(a);
    return status;
}

/* ---- what it is ---------------------------------------------------------------------- */

size_t paramod_sor_matrix_size(const paramod_sor_matrix *matrix)
{
    return matrix != NULL ? matrix->rows : 0;
}

size_t paramod_sor_matrix_entries(const paramod_sor_matrix *matrix)
{
    return matrix != NULL ? matrix->entries : 0;
}

int paramod_sor_matrix_symmetric(const paramod_sor_matrix *matrix)
{
    return matrix != NULL && matrix->symmetric;
}

size_t paramod_sor_matrix_colours(const paramod_sor_matrix *matrix)
{
    return matrix != NULL ? matrix->colours : 0;
}

size_t paramod_sor_matrix_bandwidth(const paramod_sor_matrix *matrix)
{
    return matrix != NULL ? matrix->bandwidth : 0;
}

void paramod_sor_matrix_diagonal(const paramod_sor_matrix *matrix, double *diagonal)
{
    if (matrix == NULL || diagonal == NULL)
        return;
    for (size_t i = 0; i < matrix->rows; i++)
        diagonal[i] = matrix->diagonal[matrix->place != NULL ? matrix->place[i] : i];
}
