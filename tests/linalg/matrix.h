/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file matrix.h  Matrices for tests: random, graded, and from linalg.ref. */

#ifndef PARAMOD_TESTS_MATRIX_H
#define PARAMOD_TESTS_MATRIX_H

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

enum { MOST_ENTRIES = 64 * 64 };

/* ---- from the file -------------------------------------------------------- */

/** One record of tests/data/linalg.ref. */
typedef struct record {
    char kind[16];
    size_t rows, columns;
    double a[MOST_ENTRIES];
    double b[256];
    double exact[256];
    size_t count; /**< of exact results */
} record;

static inline FILE *open_records(void)
{
    const char *const directory = getenv("PARAMOD_TEST_DATA");
    char path[512];

    (void)snprintf(path, sizeof path, "%s/linalg.ref",
                   directory == NULL ? "tests/data" : directory);
    return fopen(path, "r");
}

static inline bool read_numbers(FILE *file, size_t count, double *x)
{
    for (size_t i = 0; i < count; i++)
        if (fscanf(file, "%lf", &x[i]) != 1)
            return false;
    return true;
}

/** The next record of that kind; false at the end of the file. */
static inline bool next_record(FILE *file, const char *kind, record *r)
{
    while (fscanf(file, "%15s %zu %zu", r->kind, &r->rows, &r->columns) == 3) {
        const size_t least = r->rows < r->columns ? r->rows : r->columns;

        r->count = strcmp(r->kind, "solve") == 0 ? r->rows + 1 : least;
        if (!read_numbers(file, r->rows * r->columns, r->a) ||
            (strcmp(r->kind, "least") == 0 && !read_numbers(file, r->rows, r->b)) ||
            !read_numbers(file, r->count, r->exact))
            return false;
        if (strcmp(r->kind, kind) == 0)
            return true;
    }
    return false;
}

/* ---- made here -------------------------------------------------------------- */

static inline void fill_uniform(size_t count, double *x)
{
    for (size_t i = 0; i < count; i++)
        x[i] = 2.0 * uniform() - 1.0;
}

static inline size_t random_size(size_t most)
{
    return 1 + (size_t)(uniform() * (double)most);
}

/** Scales rows and columns by powers of ten, up to the given decades. */
static inline void grade(size_t rows, size_t columns, double row_decades,
                         double column_decades, double *a)
{
    for (size_t j = 0; j < columns; j++) {
        const double factor = pow(10.0, column_decades * (2.0 * uniform() - 1.0));

        for (size_t i = 0; i < rows; i++)
            a[i + j * rows] *= factor;
    }
    for (size_t i = 0; i < rows; i++) {
        const double factor = pow(10.0, row_decades * (2.0 * uniform() - 1.0));

        for (size_t j = 0; j < columns; j++)
            a[i + j * rows] *= factor;
    }
}

/** A product of random rows x rank and rank x columns matrices. */
static inline void fill_rank(size_t rows, size_t columns, size_t rank, double *a)
{
    static double left[MOST_ENTRIES], right[MOST_ENTRIES];

    fill_uniform(rows * rank, left);
    fill_uniform(rank * columns, right);
    for (size_t j = 0; j < columns; j++)
        for (size_t i = 0; i < rows; i++) {
            a[i + j * rows] = 0.0;
            for (size_t k = 0; k < rank; k++)
                a[i + j * rows] += left[i + k * rows] * right[k + j * rank];
        }
}

/** Frobenius norm, without care for the extremes. */
static inline double frobenius(size_t count, const double *a)
{
    double sum = 0.0;

    for (size_t i = 0; i < count; i++)
        sum += a[i] * a[i];
    return sqrt(sum);
}

/** |Q'Q - I|_F for an orthonormal rows x columns Q. */
static inline double defect(size_t rows, size_t columns, const double *q)
{
    double sum = 0.0;

    for (size_t j = 0; j < columns; j++)
        for (size_t k = 0; k < columns; k++) {
            double dot = j == k ? -1.0 : 0.0;

            for (size_t i = 0; i < rows; i++)
                dot += q[i + j * rows] * q[i + k * rows];
            sum += dot * dot;
        }
    return sqrt(sum);
}

#endif /* PARAMOD_TESTS_MATRIX_H */
