/* SPDX-License-Identifier: GPL-3.0-or-later */

/** \file model_impl.h  The table of a model, and what its parts share. */

#ifndef PARAMOD_SEM_MODEL_IMPL_H
#define PARAMOD_SEM_MODEL_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include <paramod/sem.h>

#include "sem/expression_impl.h"

#define PARAMOD_I_NONE ((size_t)-1)

/** The name of the constant, a variable of variance 1 that intercepts are
 *  regressions on; no name in a text can be equal. */
#define PARAMOD_I_CONSTANT "1"

typedef struct paramod_i_variable {
    char *name;
    bool latent;
    bool indicator;   /**< right of "=~" */
    bool dependent;   /**< left of "~" */
    bool predictor;   /**< right of "~" */
    bool mentioned;   /**< in "~~" or "~1" */
} paramod_i_variable;

/** A row; `lhs op rhs` by numbers of variables. */
typedef struct paramod_i_row {
    paramod_sem_row_kind kind;
    size_t lhs, rhs;
    size_t group;
    char *label;       /**< null if none */
    char *text;        /**< the expression of a defined parameter */
    char *given;       /**< its name */
    bool fixed, user, freed, exogenous;
    double value;      /**< of a fixed row */
    double start;      /**< NaN if none was given */
    double lower, upper;
    size_t parameter;
    size_t expression; /**< of a defined parameter */
} paramod_i_row;

typedef enum paramod_i_relation {
    PARAMOD_I_EQUAL, PARAMOD_I_AT_LEAST
} paramod_i_relation;

/** coefficient'theta = (or >=) bound */
typedef struct paramod_i_constraint {
    paramod_i_relation relation;
    double *coefficient; /**< q */
    double bound;
} paramod_i_constraint;

struct paramod_sem_model {
    size_t groups;
    bool means, graph;
    size_t variables;
    paramod_i_variable *variable;  /**< in order of appearance */
    size_t observed, latent;
    size_t *order;                 /**< public number -> variable */
    size_t rows, row_room;
    paramod_i_row *row;
    size_t parameters;
    size_t *first_row;             /**< q: a row of each */
    char **name;                   /**< q */
    double *lower, *upper;         /**< q */
    size_t expressions;
    paramod_i_expression **expression; /**< of defined parameters */
    size_t constraints;
    paramod_i_constraint *constraint;
    /** \name What the reader leaves for later
     *  \{ */
    size_t pending, pending_room;
    struct paramod_i_pending *pend;
    /** \} */
};

/** A constraint or definition whose labels are known only at the end. */
typedef struct paramod_i_pending {
    char relation;       /**< '=', '<', '>' or ':' */
    char *left, *right;
    size_t line;
} paramod_i_pending;

/** Number of a variable, added if it is new; PARAMOD_I_NONE without memory. */
size_t paramod_i_model_variable(paramod_sem_model *model, const char *name);
/** The same, but PARAMOD_I_NONE if there is none. */
size_t paramod_i_model_find(const paramod_sem_model *model, const char *name);
/** A new row, all of it zero or "none"; null without memory. */
paramod_i_row *paramod_i_model_add_row(paramod_sem_model *model);
/** The row that holds this entry of A, S or alpha in a group, or null. */
paramod_i_row *paramod_i_model_entry(const paramod_sem_model *model,
                                     paramod_sem_row_kind kind, size_t lhs,
                                     size_t rhs, size_t group);
/** Statements of a text to rows and pending constraints. */
paramod_status paramod_i_model_read(paramod_sem_model *model, const char *text);
/** True for the text of a mixed graph. */
bool paramod_i_model_is_graph(const char *text);
/** Rows of the edges of a graph. */
paramod_status paramod_i_model_read_graph(paramod_sem_model *model, const char *text);
/** The rows that a text implies. */
paramod_status paramod_i_model_complete(paramod_sem_model *model,
                                        const paramod_sem_model_options *options);
/** Observed predictors that no "~~" or "~1" mentions: lavaan's "ov.x". */
bool paramod_i_model_is_exogenous(const paramod_i_variable *variable);
/** Numbers parameters, compiles constraints and definitions. */
paramod_status paramod_i_model_number(paramod_sem_model *model);
/** Writes "lhs op rhs", with ".g2" in later groups. */
void paramod_i_row_text(const paramod_sem_model *model, const paramod_i_row *row,
                        char *text, size_t size);
/** "=~" and so on. */
const char *paramod_i_row_operator(paramod_sem_row_kind kind);
/** Compiles "left" or "left == right" over the labels of a model: linear
 *  coefficients, q, and constant. */
paramod_status paramod_i_model_linear(const paramod_sem_model *model,
                                      const char *caller, const char *left,
                                      const char *right, double *coefficient,
                                      double *constant);

#endif /* PARAMOD_SEM_MODEL_IMPL_H */
