/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "core/memory_impl.h"
#include "core/status_impl.h"
#include "infer/information_impl.h"
#include "linalg/dense_impl.h"
#include "linalg/eigen_impl.h"
#include "linalg/svd_impl.h"

static paramod_status create(size_t k, double tolerance,
                             paramod_i_information **out)
{
    paramod_i_information *const information =
        paramod_i_resize(NULL, 1, sizeof *information);
    double *const block = paramod_i_resize(NULL, k + 2, (k + 1) * sizeof *block);

    if (information == NULL || block == NULL) {
        paramod_i_free(information);
        paramod_i_free(block);
        return PARAMOD_FAIL(PARAMOD_ERR_MEMORY,
                            "out of memory for %zu parameters", k);
    }
    *information = (paramod_i_information){
        .k = k, .scale = block, .value = block + k, .vector = block + 2 * k,
        .tolerance = tolerance };
    *out = information;
    return PARAMOD_OK;
}

void paramod_i_information_destroy(paramod_i_information *information)
{
    if (information == NULL)
        return;
    paramod_i_free(information->scale);
    paramod_i_free(information);
}

/* Writes the matrix, scaled to a diagonal of 1, 0 or -1, over the vectors. */
static void scale_matrix(paramod_i_information *information, const double *matrix)
{
    const size_t k = information->k;

    for (size_t j = 0; j < k; j++) {
        const double root = sqrt(fabs(matrix[j + j * k]));

        information->scale[j] = root > 0.0 ? root : 1.0;
    }
    for (size_t j = 0; j < k; j++)
        for (size_t i = 0; i < k; i++)
            information->vector[i + j * k] = matrix[i + j * k] /
                                             information->scale[i] /
                                             information->scale[j];
}

/* Copies ascending eigenvalues and their vectors in descending order. */
static void take_eigen(paramod_i_information *information,
                       const paramod_i_eigen *eigen)
{
    const size_t k = information->k;
    const double *const value = paramod_i_eigen_values(eigen);
    const double *const vector = paramod_i_eigen_vectors(eigen);

    for (size_t j = 0; j < k; j++) {
        information->value[j] = value[k - 1 - j];
        (void)memcpy(information->vector + j * k, vector + (k - 1 - j) * k,
                     k * sizeof *vector);
    }
}

paramod_status paramod_i_information_of_matrix(size_t k, const double *matrix,
                                               double tolerance,
                                               paramod_i_information **out)
{
    paramod_i_information *information;
    paramod_i_eigen *eigen = NULL;
    paramod_status status = create(k, tolerance, &information);

    if (status != PARAMOD_OK)
        return status;
    if (k > 0)
        status = paramod_i_eigen_create(k, &eigen);
    if (status == PARAMOD_OK && k > 0) {
        scale_matrix(information, matrix);
        if (paramod_i_eigen_factor(eigen, information->vector))
            take_eigen(information, eigen);
        else
            status = PARAMOD_FAIL(PARAMOD_ERR_CALLBACK,
                                  "the information matrix is not finite");
    }
    paramod_i_eigen_destroy(eigen);
    if (status == PARAMOD_OK)
        *out = information;
    else
        paramod_i_information_destroy(information);
    return status;
}

/* Divides each column by its norm, which becomes the scale. */
static void scale_columns(paramod_i_information *information, size_t m,
                          double *jacobian)
{
    for (size_t j = 0; j < information->k; j++) {
        double *const column = jacobian + j * m;
        const double norm = paramod_i_norm(m, column);

        information->scale[j] = norm > 0.0 ? norm : 1.0;
        for (size_t i = 0; i < m; i++)
            column[i] /= information->scale[j];
    }
}

/* With fewer residuals than parameters the missing eigenvalues are 0. */
static void take_svd(paramod_i_information *information, size_t m,
                     const paramod_i_svd *svd, double *left)
{
    const size_t k = information->k;
    const double *const s = paramod_i_svd_values(svd);

    for (size_t j = 0; j < k; j++)
        information->value[j] = j < m ? s[j] * s[j] : 0.0;
    (void)memcpy(information->vector, paramod_i_svd_right(svd),
                 k * k * sizeof *s);
    if (left != NULL)
        (void)memcpy(left, paramod_i_svd_left(svd),
                     m * (m < k ? m : k) * sizeof *left);
}

paramod_status paramod_i_information_with_left(size_t m, size_t k, double *jacobian,
                                               double tolerance, double *left,
                                               paramod_i_information **out)
{
    paramod_i_information *information;
    paramod_i_svd *svd = NULL;
    paramod_status status = create(k, tolerance, &information);

    if (status != PARAMOD_OK)
        return status;
    if (k > 0)
        status = paramod_i_svd_create(m, k, &svd);
    if (status == PARAMOD_OK && k > 0) {
        scale_columns(information, m, jacobian);
        if (paramod_i_svd_factor(svd, jacobian))
            take_svd(information, m, svd, left);
        else
            status = PARAMOD_FAIL(PARAMOD_ERR_CALLBACK,
                                  "the Jacobian is not finite");
    }
    paramod_i_svd_destroy(svd);
    if (status == PARAMOD_OK)
        *out = information;
    else
        paramod_i_information_destroy(information);
    return status;
}

paramod_status paramod_i_information_of_jacobian(size_t m, size_t k,
                                                 double *jacobian,
                                                 double tolerance,
                                                 paramod_i_information **out)
{
    return paramod_i_information_with_left(m, k, jacobian, tolerance, NULL, out);
}

size_t paramod_i_information_positive(const paramod_i_information *information)
{
    size_t count = 0;

    while (count < information->k &&
           information->value[count] > information->tolerance)
        count++;
    return count;
}

size_t paramod_i_information_negative(const paramod_i_information *information)
{
    size_t count = 0;

    while (count < information->k &&
           information->value[information->k - 1 - count] <
               -information->tolerance)
        count++;
    return count;
}

bool paramod_i_information_is_regular(const paramod_i_information *information)
{
    return paramod_i_information_positive(information) == information->k;
}

void paramod_i_information_solve(const paramod_i_information *information,
                                 const double *x, double *y)
{
    const size_t k = information->k;
    const double *const scale = information->scale;

    for (size_t i = 0; i < k; i++)
        y[i] = 0.0;
    for (size_t j = 0; j < k; j++) {
        const double *const v = information->vector + j * k;
        double along = 0.0;

        for (size_t i = 0; i < k; i++)
            along += v[i] * (x[i] / scale[i]);
        paramod_i_axpy(k, along / information->value[j], v, y);
    }
    for (size_t i = 0; i < k; i++)
        y[i] /= scale[i];
}

void paramod_i_information_inverse(const paramod_i_information *information,
                                   double factor, double *inverse)
{
    const size_t k = information->k;
    const double *const scale = information->scale;

    for (size_t i = 0; i < k; i++)
        for (size_t l = i; l < k; l++) {
            double sum = 0.0;

            for (size_t j = 0; j < k; j++)
                sum += information->vector[i + j * k] *
                       information->vector[l + j * k] / information->value[j];
            sum *= factor / scale[i] / scale[l];
            inverse[i + l * k] = inverse[l + i * k] = sum;
        }
}

/* ---- the null space ------------------------------------------------------- */

static void swap_columns(size_t k, double *a, double *b)
{
    for (size_t i = 0; i < k; i++) {
        const double t = a[i];

        a[i] = b[i];
        b[i] = t;
    }
}

/* Moves the column with the largest entry among columns c .. z-1 to place c
 * and returns the row of that entry.  Rows of earlier leads are 0 in these
 * columns.  Of entries that differ by rounding only, the first one wins. */
static size_t choose_lead(size_t k, size_t z, size_t c, double *basis)
{
    size_t row = 0, column = c;
    double largest = 0.0;

    for (size_t i = 0; i < k; i++)
        for (size_t j = c; j < z; j++)
            if (fabs(basis[i + j * k]) > largest * (1.0 + 1e-6)) {
                largest = fabs(basis[i + j * k]);
                row = i;
                column = j;
            }
    if (column != c)
        swap_columns(k, basis + c * k, basis + column * k);
    return row;
}

/* Gives column c a 1 in the given row, and all other columns a 0. */
static void eliminate(size_t k, size_t z, size_t c, size_t row, double *basis)
{
    double *const column = basis + c * k;
    const double pivot = column[row];

    for (size_t i = 0; i < k; i++)
        column[i] /= pivot;
    column[row] = 1.0;
    for (size_t j = 0; j < z; j++) {
        if (j == c)
            continue;
        paramod_i_axpy(k, -basis[row + j * k], column, basis + j * k);
        basis[row + j * k] = 0.0;
    }
}

static void sort_by_lead(size_t k, size_t z, double *basis, size_t *lead)
{
    for (size_t c = 1; c < z; c++)
        for (size_t j = c; j > 0 && lead[j] < lead[j - 1]; j--) {
            const size_t t = lead[j];

            lead[j] = lead[j - 1];
            lead[j - 1] = t;
            swap_columns(k, basis + j * k, basis + (j - 1) * k);
        }
}

void paramod_i_information_null_basis(const paramod_i_information *information,
                                      double *basis, size_t *lead)
{
    const size_t k = information->k;
    const size_t positive = paramod_i_information_positive(information);
    const size_t z = k - positive - paramod_i_information_negative(information);

    if (z == 0)
        return;
    (void)memcpy(basis, information->vector + positive * k,
                 z * k * sizeof *basis);
    for (size_t c = 0; c < z; c++) {
        lead[c] = choose_lead(k, z, c, basis);
        eliminate(k, z, c, lead[c], basis);
    }
    sort_by_lead(k, z, basis, lead);
}
