/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file sample_impl.h  Data, and what a fit takes out of them. */

#ifndef PARAMOD_SEM_SAMPLE_IMPL_H
#define PARAMOD_SEM_SAMPLE_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include "sem/model_impl.h"

typedef struct paramod_i_data_group {
    char *label;
    double n;
    size_t rows;        /**< 0 if only moments are known */
    double *value;      /**< rows x variables */
    double *covariance; /**< variables x variables, divisor n - 1 */
    double *mean;       /**< null if not known */
} paramod_i_data_group;

struct paramod_sem_data {
    size_t variables;
    char **name;
    size_t groups;
    paramod_i_data_group *group;
};

/** Rows that lack the same variables. */
typedef struct paramod_i_pattern {
    size_t first, count;  /**< rows */
    size_t size;          /**< variables seen */
    size_t *seen;
    double *moments;      /**< width x width second moments of (y - centre, 1),
                               zero where not seen */
} paramod_i_pattern;

/** A group: moments of the model's observed variables. */
typedef struct paramod_i_sample {
    size_t p;
    double n;
    size_t dropped;
    bool with_mean;
    double *centre;     /**< p: the mean, or that of the values that are there */
    double *covariance; /**< p x p, divisor n (or n - 1 if so asked) */
    size_t rows;
    double *row;        /**< rows x p, less the centre, sorted by pattern; NaN */
    size_t patterns;
    paramod_i_pattern *pattern; /**< with missing values only */
} paramod_i_sample;

typedef struct paramod_i_sample_options {
    bool missing;     /**< by patterns */
    bool divisor_n;   /**< else n - 1 */
    bool need_rows, need_mean;
    const char *caller;
} paramod_i_sample_options;

/** Takes group `group` of the data; fails for what cannot be fitted. */
paramod_status paramod_i_sample_create(const paramod_sem_model *model,
                                       const paramod_sem_data *data, size_t group,
                                       const paramod_i_sample_options *options,
                                       paramod_i_sample **out);
void paramod_i_sample_destroy(paramod_i_sample *sample);

#endif /* PARAMOD_SEM_SAMPLE_IMPL_H */
