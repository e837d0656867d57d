/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The model problems: delsq(numgrid(region, side)) of MATLAB. */

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "sor/matrix_impl.h"

/* Points on the rim are outside, and in region L the points with x <= 0 and
 * y <= 0 too, where x = -1 + 2 column / (side - 1) and y = 1 - 2 row / (side - 1):
 * the first row is the upper one.  In whole numbers x > 0 is
 * 2 column > side - 1, and y > 0 is 2 row < side - 1. */
static int is_inside(paramod_sor_region region, size_t side, size_t row, size_t column)
{
    if (row == 0 || column == 0 || row + 1 >= side || column + 1 >= side)
        return 0;
    return region == PARAMOD_SOR_SQUARE || 2 * column > side - 1 || 2 * row < side - 1;
}

/* Numbers the points by columns; 0 is outside.  Returns how many there are. */
static uint32_t number_points(paramod_sor_region region, size_t side, uint32_t *number)
{
    uint32_t count = 0;

    for (size_t column = 0; column < side; column++)
        for (size_t row = 0; row < side; row++)
            number[column * side + row] =
                is_inside(region, side, row, column) ? ++count : 0;
    return count;
}

/* The neighbours with smaller numbers are the one above and the one to the left. */
static void add_points(size_t side, const uint32_t *number, paramod_sor_matrix *matrix)
{
    paramod_i_sor_triangle *const lower = &matrix->lower;
    uint32_t count = 0;

    for (size_t p = side; p < side * side; p++) {
        const uint32_t i = number[p], above = number[p - 1], left = number[p - side];

        if (i == 0)
            continue;
        matrix->diagonal[i - 1] = 4.0;
        matrix->previous[i - 1] = 0.0;
        matrix->entries += 1u + (above != 0 ? 2u : 0u) + (left != 0 ? 2u : 0u);
        if (above != 0)
            matrix->previous[i - 1] = -1.0; /* numbers run down a column */
        if (left != 0 && left + 1 == i)
            matrix->previous[i - 1] = -1.0; /* columns of a single point */
        else if (left != 0) {
            lower->column[count] = left - 1;
            lower->value[count++] = -1.0;
        }
        if (above != 0 && matrix->bandwidth < 1)
            matrix->bandwidth = 1;
        if (left != 0 && i - left > matrix->bandwidth)
            matrix->bandwidth = i - left;
        lower->start[i] = count;
    }
}

static paramod_sor_matrix *assemble(paramod_sor_region region, size_t side,
                                    uint32_t *number)
{
    const size_t n = number_points(region, side, number);
    paramod_sor_matrix *const matrix = paramod_i_sor_matrix_allocate(n, n);

    if (matrix == NULL)
        return NULL;
    matrix->kind = PARAMOD_I_SOR_SYMMETRIC;
    matrix->symmetric = true;
    matrix->previous = paramod_i_resize(NULL, n, sizeof *matrix->previous);
    if (matrix->previous == NULL ||
        !paramod_i_sor_triangle_allocate(&matrix->lower, n, n)) {
        paramod_sor_matrix_destroy(matrix);
        return NULL;
    }
    add_points(side, number, matrix);
    return matrix;
}

paramod_status paramod_sor_matrix_laplacian(paramod_sor_region region, size_t side,
                                            paramod_sor_matrix **matrix_out)
{
    enum { MOST_SIDE = 30000 };
    const size_t least = region == PARAMOD_SOR_L ? 4 : 3;
    paramod_sor_matrix *matrix;
    uint32_t *number;

    if (matrix_out == NULL || (unsigned)region > PARAMOD_SOR_L)
        return PARAMOD_FAIL(PARAMOD_ERR_ARGUMENT, "matrix_out is null, or the region is "
                            "neither square nor L");
    if (side < least || side > MOST_SIDE)
        return PARAMOD_FAIL(PARAMOD_ERR_DOMAIN, "a grid of %zu x %zu points; the side "
                            "must be %zu to %d", side, side, least, (int)MOST_SIDE);
    number = paramod_i_resize(NULL, side * side, sizeof *number);
    matrix = number != NULL ? assemble(region, side, number) : NULL;
    paramod_i_free(number);
    if (matrix == NULL)
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY, "out of memory for a grid of %zu x %zu "
                            "points", side, side);
    *matrix_out = matrix;
    return PARAMOD_OK;
}
