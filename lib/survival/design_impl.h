/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file design_impl.h  A model compiled for evaluation.
 *
 * Inside, coefficients belong to the standardised columns z of the data:
 *
 *     eta_p = offset_p + c_{p,0} + sum_j c_{p,j} z_j.
 *
 * A view is a linear map from a caller's coefficients v to these c: that of the
 * reported coefficients in the covariates' own units, or that of the optimiser,
 * whose coordinates are all of order 1 and nearly uncorrelated.
 */

#ifndef PARAMOD_SURVIVAL_DESIGN_IMPL_H
#define PARAMOD_SURVIVAL_DESIGN_IMPL_H

#include <pthread.h>
#include <stdatomic.h>

#include "survival/data_impl.h"
#include "survival/family_impl.h"

#define PARAMOD_I_NONE ((size_t)-1)

typedef struct paramod_i_coefficient {
    size_t parameter; /**< of the family; its size for log(theta) of a frailty */
    size_t covariate; /**< in the data, or PARAMOD_I_NONE */
    size_t stratum;   /**< of an intercept */
    size_t leader;    /**< the coefficient that it follows; itself if none */
    bool fixed;
    bool aliased;
    double value;     /**< while fixed */
    const char *block;
    const char *label; /**< null: text */
    char text[40];
} paramod_i_coefficient;

/** What the rows of one block contribute. */
typedef enum paramod_i_term_kind {
    PARAMOD_I_ROWS_EXACT = 0,
    PARAMOD_I_ROWS_RIGHT = 1,
    PARAMOD_I_ROWS_LEFT = 2,    /**< log(1 - exp(-H(upper))) */
    PARAMOD_I_ROWS_INTERVAL = 3
} paramod_i_term_kind;

/** At most PARAMOD_I_BLOCK rows that are all alike. */
typedef struct paramod_i_rows {
    size_t first, count, stratum;
    paramod_i_term_kind kind;
    bool entry;  /**< left-truncated */
    bool second; /**< the time that counts is time2 */
} paramod_i_rows;

/** One parameter: which columns enter its predictor. */
typedef struct paramod_i_predictor {
    bool active;        /**< some coefficient is not fixed */
    bool centred;       /**< a free intercept takes up the means of columns */
    size_t uses;        /**< columns, the constant included */
    const double **z;   /**< uses; z[0] is null for the constant */
    size_t matrix;      /**< equal where the columns are: X'WY is symmetric */
    size_t *coefficient; /**< of each column; [0] of the first stratum */
    size_t slot;        /**< of its first column among all active ones */
    const double *offset;
} paramod_i_predictor;

/** Chunk of blocks first .. first + count - 1, all of one stratum. */
typedef struct paramod_i_chunk {
    size_t first, count, stratum;
} paramod_i_chunk;

struct paramod_i_workspace;

/** Map v -> c: c_i = scale_i v_leader(i), and c_0 += shift_i v_leader(i). */
typedef struct paramod_i_view {
    const struct paramod_i_design *design;
    const paramod_executor *executor;
    const double *scale, *shift; /**< size each */
} paramod_i_view;

typedef struct paramod_i_design {
    atomic_size_t references;
    const paramod_family *family;
    const paramod_survival_data *data;
    paramod_frailty frailty;
    size_t size;  /**< coefficients */
    paramod_i_coefficient *coefficient;
    size_t free;  /**< not fixed, tied or aliased */
    paramod_i_predictor predictor[PARAMOD_I_FAMILY_MOST];
    size_t blocks;
    paramod_i_rows *block;
    size_t chunks;
    paramod_i_chunk *chunk;
    size_t slots; /**< columns of all active predictors together */
    size_t pairs; /**< products of two of them, that the Hessian needs */
    double *offsets[PARAMOD_I_FAMILY_MOST]; /**< own copies */
    paramod_i_view reported, scaled;
    double *scales; /**< storage of both views: 4 x size */
    double *unit;   /**< reported = unit * scaled, see paramod_i_design_report() */
    struct paramod_i_pool {
        pthread_mutex_t lock;
        struct paramod_i_workspace *idle;
    } *pool;
} paramod_i_design;

static inline bool paramod_i_is_free(const paramod_i_design *design, size_t i)
{
    const paramod_i_coefficient *c = &design->coefficient[i];

    return !c->fixed && !c->aliased && c->leader == i;
}

struct paramod_survival_model;
paramod_status paramod_i_design_create(const struct paramod_survival_model *model,
                                       paramod_i_design **design_out);
void paramod_i_design_hold(paramod_i_design *design);
/** Drops a reference; null is allowed. */
void paramod_i_design_release(paramod_i_design *design);

/** Finds columns that the others determine (see alias.c). */
paramod_status paramod_i_design_alias(paramod_i_design *design);
/** Fills in predictors, blocks, chunks and views. */
paramod_status paramod_i_design_rows(paramod_i_design *design);
paramod_status paramod_i_design_views(paramod_i_design *design);

/** Space with one parameter "block:name" per coefficient. */
paramod_status paramod_i_design_space(const paramod_i_design *design,
                                      paramod_space **space_out);

/** Reported coefficients of the optimiser's v, and back; size each. */
void paramod_i_design_report(const paramod_i_design *design, const double *v,
                             double *beta);
void paramod_i_design_scale(const paramod_i_design *design, const double *beta,
                            double *v);
/** Covariance of reported coefficients from that of v; size x size, in place. */
void paramod_i_design_push(const paramod_i_design *design, double *covariance);

/** Name of a coefficient within its block. */
const char *paramod_i_coefficient_name(const paramod_i_coefficient *c);

#endif /* PARAMOD_SURVIVAL_DESIGN_IMPL_H */
