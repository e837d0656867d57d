/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file design.h  Covariates out of formulas: factors in treatment coding, as
 *  in R, so that coefficients have the names that users of R expect. */

#ifndef PARAMOD_TOOLS_DESIGN_H
#define PARAMOD_TOOLS_DESIGN_H

#include <stddef.h>

#include "factor.h"
#include "formula.h"
#include "options.h"
#include "table.h"

/** One variable of a covariate: a number, or the indicator of a level. */
typedef struct design_part {
    variable variable; /**< its text belongs to the design */
    size_t factor;     /**< place among the design's factors; NOT_A_FACTOR */
    size_t level;
} design_part;

enum { NOT_A_FACTOR = 1 << 30 };

/** A covariate, the product of its parts: "celltypesmallcell:age". */
typedef struct covariate {
    char *name;
    size_t parts;
    design_part part[MOST_FACTORS];
    double *value; /**< one per row */
} covariate;

/** The distinct covariates of all formulas of a model. */
typedef struct design {
    const table *table;
    size_t rows;
    const size_t *row;  /**< places in the table; not owned */
    size_t factors;
    factor *factor;
    size_t count;
    covariate *covariate;
} design;

/** Which of the design's covariates a formula stands for. */
typedef struct design_choice {
    size_t count;
    size_t *covariate;
} design_choice;

/** \param o  for the repeated option --ref COLUMN=LEVEL */
void design_begin(design *d, const table *t, size_t rows, const size_t *row);
void design_release(design *d);

/** Adds what the formula needs and says which covariates it chooses. */
bool design_add(design *d, const formula *f, design_choice *choice, problem *p,
                const options *o);
void design_choice_release(design_choice *choice);
/** Refuses a --ref that names no factor of the design. */
bool design_check_references(const design *d, const options *o, problem *p);

/** The text of a column's value, or null if it is not given. */
typedef const char *(*design_lookup)(const char *column, void *data);

/** One value per covariate for columns that have the values looked up.
 *  \return false and a sentence for an absent column, an unknown level, or a
 *          text in place of a number */
bool design_point(const design *d, design_lookup lookup, void *data,
                  double *values, problem *p);

#endif /* PARAMOD_TOOLS_DESIGN_H */
