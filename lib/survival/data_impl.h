/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file data_impl.h  The rows of survival data as the likelihood reads them.
 *
 * Rows are sorted by stratum, kind and kind of entry, so that each group of
 * rows needs the same terms and no kernel branches.  Covariates are stored
 * standardised, z = (x - centre) / scale, each as one contiguous column.
 */

#ifndef PARAMOD_SURVIVAL_DATA_IMPL_H
#define PARAMOD_SURVIVAL_DATA_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <paramod/survival.h>

/** What is known of the time before which a row was not watched. */
typedef enum paramod_i_entry {
    PARAMOD_I_ENTRY_NONE = 0,
    PARAMOD_I_ENTRY_ZERO = 1, /**< at 0: none if times are positive */
    PARAMOD_I_ENTRY_TIME = 2
} paramod_i_entry;

/** Rows first .. first + count - 1, all alike. */
typedef struct paramod_i_group {
    size_t first, count;
    size_t stratum;
    paramod_censoring kind;
    bool zero; /**< time is 0: no information if times are positive */
    paramod_i_entry entry;
} paramod_i_group;

typedef struct paramod_i_covariate {
    char *name;
    double *storage; /**< which holds z */
    double *z; /**< rows + PARAMOD_I_BLOCK, zeros at the end */
    double centre, scale; /**< scale 1 for a constant column, where z = 0 */
    bool constant;
} paramod_i_covariate;

struct paramod_survival_data {
    size_t given;   /**< rows handed to create() */
    size_t rows;    /**< in use */
    size_t events;
    size_t *source; /**< row i is the caller's row source[i], from 0 */
    size_t *place;  /**< and number place[i] of those in use, in their order */
    /** Each padded by PARAMOD_I_BLOCK; time2 and entry may be null. */
    double *time, *time2, *entry;
    double *log_time, *log_time2, *log_entry;
    double *weight;   /**< never null */
    bool weighted;    /**< some weight is not 1 */
    double weights;   /**< sum of them */
    size_t *cluster;  /**< 0 .. clusters - 1, or null */
    size_t clusters;
    bool *later;      /**< a later row of its subject, or null: none is */
    uint64_t *stratum; /**< labels of the strata, ascending */
    size_t strata;     /**< at least 1 */
    paramod_i_group *group;
    size_t groups;
    paramod_i_covariate *covariate;
    size_t covariates;
};

/** Index of a covariate, or data->covariates. */
size_t paramod_i_data_find(const paramod_survival_data *data, const char *name);

/** Replaces labels[count] by 0, 1, ... in ascending order of the labels, and
 *  hands out the distinct labels (to be freed) and their number. */
paramod_status paramod_i_dense_labels(size_t count, const uint64_t *labels,
                                      size_t *dense, uint64_t **distinct_out,
                                      size_t *distinct_count);

/** Which of count names is most like the given one (fewest edits), or count if
 *  none is alike. */
size_t paramod_i_nearest_name(const char *name, size_t count,
                              const char *(*name_at)(size_t index,
                                                     const void *data),
                              const void *data);

#endif /* PARAMOD_SURVIVAL_DATA_IMPL_H */
