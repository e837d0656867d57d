/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file model_impl.h  A survival model: what its author asked for. */

#ifndef PARAMOD_SURVIVAL_MODEL_IMPL_H
#define PARAMOD_SURVIVAL_MODEL_IMPL_H

#include <pthread.h>

#include "survival/data_impl.h"
#include "survival/design_impl.h"
#include "survival/family_impl.h"

typedef struct paramod_i_term {
    size_t covariate; /**< index in the data */
    bool fixed;
    double value;
} paramod_i_term;

/** The regression of one distributional parameter. */
typedef struct paramod_i_regression {
    bool fixed;    /**< the intercept */
    bool by_hand;  /**< fixed by the author, not by default */
    double value;
    size_t count;
    paramod_i_term *term;
    double *offset; /**< by sorted row, padded; or null */
} paramod_i_regression;

/** The second coefficient follows the first; a covariate may be
 *  PARAMOD_I_NONE, the intercept. */
typedef struct paramod_i_tie {
    size_t parameter, covariate, parameter2, covariate2;
} paramod_i_tie;

struct paramod_survival_model {
    const paramod_family *family;
    const paramod_survival_data *data;
    paramod_i_regression regression[PARAMOD_I_FAMILY_MOST];
    size_t ties;
    paramod_i_tie *tie;
    paramod_frailty frailty;
    size_t size;   /**< coefficients */
    paramod_i_coefficient *coefficient;
    struct paramod_i_compiled {
        pthread_mutex_t lock;
        paramod_i_design *design; /**< null until asked for */
    } *compiled;
};

/** Rewrites the list of coefficients after a change; the room is there. */
void paramod_i_model_list(paramod_survival_model *model);
/** Room for that many coefficients. */
paramod_status paramod_i_model_reserve(paramod_survival_model *model, size_t size);

/** Index of the first coefficient of a covariate, or of the intercept
 *  (PARAMOD_I_NONE); model->size if there is none. */
size_t paramod_i_model_index(const paramod_survival_model *model,
                             size_t parameter, size_t covariate);

/** Finds parameter and covariate (null: the intercept) by name.  The messages
 *  come from \p function. */
paramod_status paramod_i_model_parameter(const paramod_survival_model *model,
                                         const char *name, size_t *parameter,
                                         const char *function);
paramod_status paramod_i_model_covariate(const paramod_survival_model *model,
                                         const char *name, size_t *covariate,
                                         const char *function);

/** The design of the model as it stands, one reference for the caller. */
paramod_status paramod_i_model_design(const paramod_survival_model *model,
                                      paramod_i_design **design_out);

#endif /* PARAMOD_SURVIVAL_MODEL_IMPL_H */
