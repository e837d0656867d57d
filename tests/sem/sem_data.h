/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file sem_data.h  Files of models and data for the tests of fits. */

#ifndef PARAMOD_TESTS_SEM_DATA_H
#define PARAMOD_TESTS_SEM_DATA_H

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <paramod/sem.h>

#include "support/support.h"

#define MUST(call)                                                               \
    do {                                                                         \
        const paramod_status must_ = (call);                                     \
                                                                                 \
        if (must_ != PARAMOD_OK)                                                 \
            printf("%s:%d: %s\n", __FILE__, __LINE__, paramod_error_message());     \
        CU_ASSERT_EQUAL_FATAL(must_, PARAMOD_OK);                                \
    } while (0)

enum { MOST_COLUMNS = 40, LINE = 16384 };

/** The file of tests/data/sem/lavaan, as a text to free(). */
static inline char *read_text(const char *name)
{
    const char *const folder = getenv("PARAMOD_TEST_DATA");
    char path[1024];
    FILE *f;
    char *text = malloc(1 << 20);
    size_t length;

    (void)snprintf(path, sizeof path, "%s/sem/lavaan/%s", folder, name);
    f = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(f);
    CU_ASSERT_PTR_NOT_NULL_FATAL(text);
    length = fread(text, 1, (1 << 20) - 1, f);
    text[length] = '\0';
    fclose(f);
    return text;
}

/** A table of numbers: empty cells become NaN, texts the code of their first letter. */
typedef struct sheet {
    size_t columns, rows;
    char *text;
    char *name[MOST_COLUMNS];
    double *value;  /**< rows x columns */
} sheet;

static inline sheet read_sheet(const char *file)
{
    sheet s = { 0, 0, read_text(file), { NULL }, malloc(sizeof(double) << 16) };
    char *line = s.text, *end;

    for (int first = 1; *line != '\0'; first = 0, line = end + 1) {
        char *cell = line;
        size_t j = 0;

        end = strchr(line, '\n');
        *end = '\0';
        for (char *comma = cell; comma != NULL; j++, cell = comma + 1) {
            char *stop;

            comma = strchr(cell, ',');
            if (comma != NULL)
                *comma = '\0';
            if (first)
                s.name[s.columns++] = cell;
            else
                s.value[s.rows * s.columns + j] = strtod(cell, &stop);
            if (!first && stop == cell)
                s.value[s.rows * s.columns + j] =
                    *cell == '\0' || strcmp(cell, "NA") == 0 ? NAN : (double)*cell;
            if (comma == NULL)
                break;
        }
        s.rows += first ? 0 : 1;
    }
    return s;
}

static inline void free_sheet(sheet *s)
{
    free(s->text);
    free(s->value);
}

/** A sheet of observations as data of one group. */
static inline paramod_sem_data *read_rows(const char *file)
{
    sheet s = read_sheet(file);
    paramod_sem_data *data = NULL;

    MUST(paramod_sem_data_create(s.columns, (const char *const *)s.name, &data));
    MUST(paramod_sem_data_add_rows(data, NULL, s.rows, s.value));
    free_sheet(&s);
    return data;
}

/** The same, in groups by the first column, in order of appearance. */
static inline paramod_sem_data *read_groups(const char *file)
{
    sheet s = read_sheet(file);
    double *const part = malloc(s.rows * s.columns * sizeof *part);
    paramod_sem_data *data = NULL;
    double label = NAN, done[8];
    size_t groups = 0;

    MUST(paramod_sem_data_create(s.columns, (const char *const *)s.name, &data));
    for (size_t i = 0; i < s.rows; i++) {
        size_t rows = 0;
        bool old = false;

        label = s.value[i * s.columns];
        for (size_t g = 0; g < groups; g++)
            old = old || done[g] == label;
        if (old)
            continue;
        done[groups++] = label;
        for (size_t r = i; r < s.rows; r++)
            if (s.value[r * s.columns] == label)
                memcpy(part + rows++ * s.columns, s.value + r * s.columns,
                       s.columns * sizeof *part);
        MUST(paramod_sem_data_add_rows(data, NULL, rows, part));
    }
    free(part);
    free_sheet(&s);
    return data;
}

/** A covariance matrix, divisor n, whose first column holds names. */
static inline paramod_sem_data *read_covariance(const char *file, double n)
{
    sheet s = read_sheet(file);
    paramod_sem_data *data = NULL;
    double c[MOST_COLUMNS * MOST_COLUMNS];

    for (size_t i = 0; i < s.rows; i++)
        for (size_t j = 0; j < s.rows; j++)
            c[i * s.rows + j] = s.value[i * s.columns + j + 1];
    MUST(paramod_sem_data_create(s.rows, (const char *const *)s.name + 1, &data));
    MUST(paramod_sem_data_add_moments(data, NULL, n, c, NULL, 1));
    free_sheet(&s);
    return data;
}

/** The data that a reference model was fitted to. */
static inline paramod_sem_data *data_of(const char *name)
{
    return strcmp(name, "hs3") == 0 ? read_rows("HolzingerSwineford1939.csv")
         : strcmp(name, "dhp") == 0 ? read_covariance("dhp.cov1.csv", 329.0)
                                    : read_rows("PoliticalDemocracy.csv");
}

static inline paramod_sem_model *model_of(const char *name)
{
    paramod_sem_model_options options = { .size = sizeof options };
    paramod_sem_model *model = NULL;
    char file[64], *text;

    (void)snprintf(file, sizeof file, "%s.lav", name);
    text = read_text(file);
    options.free_exogenous = strcmp(name, "dhp") != 0;
    MUST(paramod_sem_model_create(text, &options, &model));
    free(text);
    return model;
}

/** "lhs" "op" "rhs" without blanks. */
static inline void row_name(const paramod_sem_row *row, char *name, size_t size)
{
    (void)snprintf(name, size, "%s%s%s", row->lhs, row->op, row->rhs);
}

/** Index of the row "lhs op rhs" (either way around for "~~") in a group. */
static inline size_t find_row(const paramod_sem_model *model, const char *name,
                              size_t group)
{
    for (size_t i = 0; i < paramod_sem_model_rows(model); i++) {
        const paramod_sem_row row = paramod_sem_model_row(model, i);
        char there[256], back[256];

        row_name(&row, there, sizeof there);
        (void)snprintf(back, sizeof back, "%s%s%s", row.rhs, row.op, row.lhs);
        if (row.group == group && (strcmp(there, name) == 0 ||
             (row.kind == PARAMOD_SEM_COVARIANCE && strcmp(back, name) == 0)))
            return i;
    }
    return (size_t)-1;
}

/** |x - y| / |y| is at most tolerance; says so if not. */
static inline void check_close(const char *what, double x, double y, double tolerance)
{
    const double off = fabs(x - y) / fmax(fabs(y), 1e-300);

    if (!(off <= tolerance) && !(isnan(x) && isnan(y)))
        printf("%s: %.17g, expected %.17g, off %.2g\n", what, x, y, off);
    CU_ASSERT_TRUE(off <= tolerance || (isnan(x) && isnan(y)));
}

static inline double measure(const paramod_sem_fit *fit, const char *name)
{
    for (size_t i = 0; i < paramod_sem_measures(); i++)
        if (strcmp(paramod_sem_measure_name(i), name) == 0)
            return paramod_sem_fit_measure(fit, i);
    return NAN;
}

#endif /* PARAMOD_TESTS_SEM_DATA_H */
