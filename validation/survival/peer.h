/* SPDX-License-Identifier: GPL-3.0-or-later */

/**
 * \file peer.h  Fitting what a peer fitted, and looking at it with its eyes.
 *
 * A file of references holds one row for each parameter of each fit; the rows
 * of a fit stand together.  For each fit the program builds the same model,
 * and for each row it maps our coefficients to the peer's parameter.
 */

#ifndef VALIDATION_PEER_H
#define VALIDATION_PEER_H

#include <paramod/survival.h>

#include "support/table.h"
#include "support/verdict.h"

enum { MOST_COEFFICIENTS = 32, MOST_FIXED = 3, MOST_KEYS = 6 };

/** How a data set is read. */
typedef struct times {
    const char *entry;  /**< column of left truncation, or null */
    const char *time;
    double divisor;     /**< the unit of time */
    const char *status; /**< 1 for an event */
    bool left;          /**< status 0 means left-censored */
    bool coded;         /**< status holds values of paramod_censoring */
    const char *time2;  /**< right ends of intervals, or null */
    const char *weight; /**< or null */
} times;

/** The model of one fit; covariates follow from the peer's parameters. */
typedef struct specification {
    const char *dataset;
    char name[32];      /**< room for its name, if that is put together */
    times times;
    const char *family;
    const char *fixed[MOST_FIXED]; /**< parameters whose intercept is fixed */
    double value[MOST_FIXED];      /**< at this eta */
    paramod_frailty frailty;
    const char *cluster;           /**< column of labels, or null */
    bool robust;
} specification;

/** How a peer's parameter follows from ours. */
typedef enum image_kind {
    IMAGE_LINEAR,  /**< sign * coefficient */
    IMAGE_LOG,     /**< log coefficient */
    IMAGE_PRODUCT  /**< coefficient * exp(other intercept) */
} image_kind;

typedef struct image {
    const char *parameter; /**< ours */
    const char *covariate; /**< null: the intercept */
    double sign;
    image_kind kind;
    const char *other;     /**< parameter of the second factor */
} image;

/** One file of references. */
typedef struct peer {
    const char *file;
    /** Exact numbers of fits whose printed ones are not good to 1e-6, or null:
     *  columns dataset, model, dist, param, est, se. */
    const char *exact;
    const char *key[MOST_KEYS]; /**< columns that tell fits apart; then nulls */
    /** Fills in the specification of the fit that \p row belongs to. */
    void (*specify)(const table *t, size_t row, specification *s);
    /** What the parameter called \p name is; it may be cut up in place. */
    image (*image)(const specification *s, char *name);
    /** Why the fit is left out, or null. */
    const char *(*exclude)(const table *t, size_t row);
    /** Further numbers of the fit, or null. */
    void (*extra)(const table *t, size_t row, const char *folder,
                  const specification *s, const paramod_survival_fit *fit,
                  verdict *v);
} peer;

/** A model with its data, and the fit. */
typedef struct fitted {
    paramod_survival_data *data;
    paramod_survival_model *model;
    paramod_survival_fit *fit;
} fitted;

/**
 * Reads the data, builds the model with the covariates that the images name,
 * and fits it.  On failure the message is that of the library, and what was
 * made is still to be closed.
 */
paramod_status fitted_open(fitted *f, const char *folder, const specification *s,
                           size_t count, const image *images,
                           const double *start);
void fitted_close(fitted *f);

/** Log likelihoods agree to 1e-8, or 1e-10 of themselves if that is more. */
double likelihood_tolerance(double reference);

/** Compares all fits of a file; false if a verdict fails. */
bool peer_validate(const peer *p, const char *folder);

bool validate_survreg(const char *folder);
bool validate_flexsurv(const char *folder);
bool validate_mpr(const char *folder);
bool validate_frailty(const char *folder);
bool validate_apgw(const char *folder);
bool validate_melanoma(const char *folder);
bool validate_more(const char *folder);
bool validate_predictions(const char *folder);
bool validate_censoring(const char *folder);

/** Index of a coefficient (null covariate: the intercept), or the size. */
size_t coefficient_index(const paramod_survival_model *model,
                         const char *parameter, const char *covariate);

#endif /* VALIDATION_PEER_H */
